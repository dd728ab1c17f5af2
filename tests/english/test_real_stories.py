"""What is told of policies that were really checked: a small one for each kind of finding, and the specs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from conftest import ROOT
from english.camera import VOCABULARY, told
from golden.compare import matches_golden
from policyproof.english.claims import gloss_property
from policyproof.english.gloss import gloss_rule, gloss_statement, gloss_term
from policyproof.english.story import brief, story
from policyproof.project import load
from policyproof.project.load import load_text
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PolicyResult

AGREED = 'rule agreed: maker may release if consent unless sealed see terms "section 3"\n'
EMERGENCY = 'rule emergency "in an emergency": maker may release if form and feared see terms "section 4"\n'
TOLD = "rule told: maker must notify within 72 hours after release\n"
GAGGED = "rule gagged: maker must not notify if gag\n"

SMALL = {
    "holds": "property p: no release without warrant",
    "fails, with each change that would have stopped it": f"{AGREED}property p: no release without warrant",
    "fails on somebody's word, which is wrong": f"{EMERGENCY}property p: no release without warrant or consent",
    "a word that is never enough": f"{EMERGENCY}property p: the word of maker, agency is never enough to release",
    "a standard that is never enough": f"{EMERGENCY}property p: less than probable-cause is never enough to release",
    "people": "property p: no release without every Person p where shown(p): agrees(p)",
    "told late": f"{TOLD}property p: no release without notify within 24 hours after release",
    "a duty that is excused": (
        f"{TOLD.rstrip()} excused if gag\nproperty p: no release without notify within 72 hours after release"
    ),
    "vacuous": "property p: no release without warrant if consent and not consent",
    "hollow": (
        "rule told: maker must notify together with release if sealed\n"
        "rule mute: maker must not notify if sealed\nproperty p: no release if sealed"
    ),
    "a witness": "property p: possible release and hurt",
    "no witness": "property p: possible release and not warrant",
    "a trap": f"{TOLD}{GAGGED}property p: no dilemma",
    "no trap": f"{TOLD}property p: no dilemma for maker",
    "a difference": f"{GAGGED}property p: whether notify is permitted does not depend on gag",
    "a difference in a fact": f"{AGREED}property p: whether release is permitted does not depend on sealed",
    "no difference": "property p: whether release is permitted does not depend on hurt",
    "a right that is missing": f"{GAGGED}property p: may notify if release",
    "a duty that is missing": f"{TOLD.rstrip()} if not hurt\nproperty p: must notify within 72 hours after release",
    "disobedience": f"{AGREED}property p: no release without warrant even if maker disobeys",
    "disobedience afterwards": f"{TOLD}property p: no release without notify even if maker disobeys",
    "what follows something": "property p: never review",
    "at the end": "property p: never release and not hurt",
    "known, and no longer so": 'property p: no release without warrant known to fail because "nobody asks"',
}

TRADE = re.compile(
    r"\b([zZ]3|SMT|solver|un|sat|unsat|satisfiab\w+|model checker|quantifier\w*|boolean|True|False|true|false|None|null|Python"
    r"|tuple|dict|assert|illegal)\b"
)
HYPHENATED = re.compile(r"(?<![\w/.-])[a-z]+(?:-[a-z0-9]+)+(?![\w/.-])")
LONGEST = 60
"""Words that a sentence may have; most have far fewer."""
OFTEN = 40
SPECS = sorted(path.stem for path in (ROOT / "specs" / "ring").glob("*.policy"))


@cache
def checked(spec: str) -> PolicyResult:
    (policy,) = load([str(ROOT / "specs" / "ring" / f"{spec}.policy")], ROOT).policies
    return check(policy, CheckOptions(all_ways=True))


def test_each_kind_of_finding_on_the_smallest_policy_that_shows_it() -> None:
    texts = []
    for title, lines in SMALL.items():
        policy = load_text(f"{VOCABULARY}{lines}\n", "camera.policy")
        (one,) = check(policy, CheckOptions()).properties
        texts.append("\n".join([f"{title}:", *(f"  {line}".replace("\n", "\n  ") for line in told(policy, one))]))
    matches_golden("small-stories.txt", "\n\n".join(texts) + "\n")


def sentences(spec: str) -> Iterator[str]:
    """Every sentence of the stories and of the read-back of a spec."""
    result = checked(spec)
    policy = result.policy
    for one in result.properties:
        for telling in one.tellings:
            yield brief(policy, telling)
            for line in story(policy, one.property, telling):
                yield from re.split(r"(?<=\.) (?=[A-Z])", line)
        yield from gloss_property(policy, one.property).splitlines()
    for rule in policy.rules.values():
        yield from gloss_rule(policy, rule).splitlines()
    for term in policy.terms.values():
        yield from gloss_term(policy, term).splitlines()
    for statement in (*policy.assumptions.values(), *policy.hypotheses.values()):
        yield from gloss_statement(policy, statement).splitlines()


@pytest.mark.parametrize("spec", SPECS)
def test_no_word_of_the_trade_and_no_name_but_in_backticks(spec: str) -> None:
    policy = checked(spec).policy
    names = {*policy.facts, *policy.events, *policy.terms, *policy.rules, *policy.parties, *policy.properties}
    for sentence in sentences(spec):
        plain = re.sub(r"`[^`]*`", "", sentence)
        assert not TRADE.search(plain), sentence
        assert not names.intersection(HYPHENATED.findall(plain)), sentence


@pytest.mark.parametrize("spec", SPECS)
def test_sentences_can_be_read(spec: str) -> None:
    """None is endless, few are long; each begins and ends as a sentence or an item of a list does; no clumsy negations."""
    result = checked(spec)
    lines = [
        line for one in result.properties for telling in one.tellings for line in story(result.policy, one.property, telling)
    ]
    parts = [part for line in lines for part in re.split(r"(?<=\.) (?=[A-Z])", line)]
    lengths = [len(part.split()) for part in parts]
    assert max(lengths) <= LONGEST, max(parts, key=lambda part: len(part.split()))
    assert sum(length > OFTEN for length in lengths) <= len(lengths) // 20
    for line in lines:
        assert line[0].isupper() or line[0] == "`", line
        assert line.endswith((".", ":")), line
        assert "  " not in line
        assert "{" not in line
        assert not re.search(r"is not so|been so that|not not|\.\.|,,| ,| \.", line), line
