"""What is told of conditions that come true later, delays, scopes and several laws: the smallest policy for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from english.camera import VOCABULARY, told
from english.two_laws import MAIL, of_folder
from golden.compare import matches_golden
from policyproof.policy.model import Policy
from policyproof.project.load import load_text
from policyproof.questions.check import CheckOptions, check

URGENT = "rule urgent: maker may release if feared provided that review within 48 hours after release\n"
TOLD = "rule told: maker must notify within 72 hours after release\n"
MORE = 'delay more-time by court on probable-cause "a judge gives the maker more time" postpones told by up to 90 days'

ONE_LAW = {
    "a condition that comes true": f"{URGENT}property p: no release without warrant",
    "a condition that is missed": f"{URGENT}property p: no release if feared and not warrant even if maker disobeys",
    "a condition met too late": (
        f"{URGENT}property p: no release without review within 48 hours after release\n"
        "  if all of { feared; not warrant; (review within 30 days after release) } even if maker disobeys"
    ),
    "of two conditions, the one that is missed": (
        f"{URGENT.rstrip()} and notify not later than 24 hours after release\n"
        "property p: no release without notify within 24 hours after release if feared and not warrant\n"
        "  even if maker disobeys"
    ),
    "a condition for each person": (
        "rule urgent: maker may release if feared provided that every Person p where shown(p): agrees(p) within 2 days after"
        " release\nproperty p: never (some Person p: shown(p)) and release under urgent even if maker disobeys"
    ),
    "never done with taint": f"{URGENT}property p: never release tainted",
    "an exception to one of two rules": (
        "rule of-the-sealed: maker must not release if sealed unless permitted\n"
        "rule agreed: maker may release if consent as an exception to closed\n"
        "property p: no release without warrant if sealed"
    ),
    "an exception that is enough": (
        "rule of-the-sealed: maker must not release if sealed unless permitted\n"
        "rule agreed: maker may release if consent as an exception to closed\n"
        "property p: no release without warrant"
    ),
    "put off as often as may be": (
        f"{TOLD}{MORE} renewable at most 3 times\n"
        "property p: no release without notify within 362 days after release if review within 1 hour after release"
    ),
    "put off oftener than that": (
        f"{TOLD}{MORE} renewable at most 3 times\nproperty p: no release without notify within 364 days after release"
    ),
    "put off without end": (
        f"{TOLD}{MORE.replace('by up to 90 days', 'indefinitely')}\n"
        "property p: no release without notify within 364 days after release"
    ),
    "how often": f"{TOLD}{MORE} renewable\nproperty p: never more-time >= 2 and release",
    "a duty that a belief keeps from binding": (
        f"{TOLD.rstrip()} if not feared\nproperty p: no release without notify within 72 hours after release"
    ),
    "a duty that another rule switches off": (
        f"{TOLD}rule quiet: told does not apply if sealed\nproperty p: no release without notify within 72 hours after release"
    ),
    "beyond the scope": "scope hurt\nproperty p: no release without warrant even out of scope",
    "within the scope": "scope hurt\nproperty p: no release without warrant",
    "if every word were right": (
        "rule urgent: maker may release if feared\nproperty p: no release without warrant if not hurt\n"
        "  supposing beliefs are true"
    ),
    "one of several decides": (
        'fact grave decided by agency, court on good-faith "it is held to be grave"\n'
        "rule urgent: maker may release if grave\nproperty p: no release without warrant"
    ),
    "one of several does it": (
        'event order by agency, court on probable-cause "somebody orders the release"\n'
        "rule urgent: maker may release if order by court\nproperty p: no release without warrant"
    ),
    "what the law allows and governs": (
        "rule held: maker must not notify if gag unless permitted\n"
        "property p: no notify if camera governs notify\nproperty q: always if gag then not (camera allows notify)"
    ),
    "without end in a circle": (
        'fact rank(p: Person): number "the rank of {p}"\n'
        "property p: never (some Person exists) and (every Person p: some Person q: rank(q) > rank(p))"
    ),
}

BOTH = 'together both "Both of them" of mail, health-law\n'
TOGETHER = {
    "one law lets it through and the other does not": "property p: may disclose if urgent",
    "one law lets it through and the other is silent": "property p: no disclose without consent",
    "both laws let it through": "property p: no disclose if urgent and health",
    "one law asks for what the other forbids": "property p: no dilemma for keeper",
    "what holds only because of that": (
        'suppose no-consent: not consent "the customer never agrees"\n'
        "property p: no tell if health and order supposing no-consent"
    ),
    "a proof needs both laws": "property p: always if order and health then consent",
    "more time under one of two laws": "property p: no disclose without tell within 30 days after disclose if consent",
}
COMPARED = {
    "what is closed there": (
        'policy strict "Strict Act (fictional)"\nrule closed: keeper must not disclose unless permitted\n'
    ),
    "what is forbidden there": ('policy strict "Strict Act (fictional)"\nrule hushed: keeper must not disclose if urgent\n'),
    "a duty there": 'policy strict "Strict Act (fictional)"\nrule told: keeper must tell within 3 days after disclose\n',
    "a condition there": (
        'policy strict "Strict Act (fictional)"\nrule closed: keeper must not disclose unless permitted\n'
        "rule ratified: keeper may disclose provided that order within 2 days after disclose\n"
    ),
}


def stories(title: str, policy: Policy) -> Iterator[str]:
    yield f"{title}:"
    for one in check(policy, CheckOptions()).properties:
        yield from (f"  {line}".replace("\n", "\n  ") for line in told(policy, one))
    yield ""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("laws")
    lines: list[str] = []
    for title, text in ONE_LAW.items():
        lines += stories(title, load_text(f"{VOCABULARY}{text}\n", "camera.policy"))
    for title, text in TOGETHER.items():
        lines += stories(title, of_folder(folder, "both", both=f"{BOTH}{text}\n"))
    for title, text in COMPARED.items():
        strict = text.replace("\n", '\nuse "words.policy"\n', 1)
        ours = f"{MAIL.replace('policy mail', 'policy ours')}property p: complies with strict\n"
        lines += stories(f"compared: {title}", of_folder(folder, "ours", strict=strict, ours=ours))
    same = MAIL.replace("policy mail", "policy ours").replace("if urgent", "if urgent and order")
    lines += stories(
        "compared: the same, the other way round", of_folder(folder, "ours", ours=f"{same}property p: same as mail\n")
    )
    lines += stories(
        "compared: a proof",
        of_folder(folder, "ours", ours=f"{same}property p: complies with mail\nproperty q: complies with mail for keeper\n"),
    )
    return "\n".join(lines)


def test_each_construct_on_the_smallest_policy_that_shows_it(texts: str) -> None:
    matches_golden("stories-of-laws.txt", texts)


def test_sentences_are_short_and_say_nothing_twice_over(texts: str) -> None:
    sentences = [each for line in texts.splitlines() for each in re.split(r"(?<=[.:;])\s", line.strip())]
    long = [each for each in sentences if len(each.split()) > 35]
    assert not long
    for each in sentences:
        assert not re.search(r"is not so|been so that|not not|\.\.|,,| ,| \.|  ", each), each
