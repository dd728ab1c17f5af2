"""Each construct against the naive encoding that it is there to replace: the verdicts differ.

The naive encoding is written in the language itself, so that both can be asked the same claim.
"""

from __future__ import annotations

import msgspec
import pytest

from meaning.told import law
from policyproof.policy.model import LawText, Policy
from policyproof.questions.check import CheckOptions, check


def verdict(policy: Policy, name: str = "p") -> str:
    results = {result.property.name: result.verdict for result in check(policy, CheckOptions()).properties}
    return results[name]


def asked(claim: str, *rules: str) -> str:
    return verdict(law(*rules, f"property p: {claim}"))


def in_two_laws(policy: Policy, second: set[str]) -> Policy:
    """The same rules, some of them of a second law."""
    first = policy.laws[policy.name]
    other = LawText("second", first.span, "the second law", None, None, first.path)
    rules = {
        name: msgspec.structs.replace(rule, law="second") if name in second else rule for name, rule in policy.rules.items()
    }
    return msgspec.structs.replace(policy, rules=rules, laws={**policy.laws, "second": other})


def test_union_of_permissions_across_laws() -> None:
    """An exception of one law lifts only that law's prohibition."""
    one = law(
        "rule mail-closed: ring must not release unless permitted",
        "rule mail-warrant: ring may release if warrant",
        "rule video-closed: ring must not release unless permitted",
        "rule video-consent: ring may release if consent",
        "property p: no release without all of { warrant; consent }",
    )
    assert verdict(in_two_laws(one, {"video-closed", "video-consent"})) == "holds"
    assert verdict(one) == "fails"


def test_one_closing_rule_lifted_for_another() -> None:
    """A ground for processing is no exception for sensitive data."""
    rules = (
        "rule any-data: ring must not release unless permitted",
        "rule sensitive: ring must not release if data is content unless permitted",
        "rule ground: ring may release if warrant as an exception to any-data",
        "rule explicit: ring may release if consent as an exception to sensitive",
    )
    claim = "no release without consent if data is content"
    assert asked(claim, *rules) == "holds"
    assert asked(claim, *(rule.split(" as an exception")[0] for rule in rules)) == "fails"


def test_one_boolean_emergency() -> None:
    """What Ring believes and what is so are two facts: only where every belief is right do they fall together."""
    rules = ("rule closed: ring must not release unless permitted", "rule emergency: ring may release if believed")
    assert asked("no release without danger", *rules) == "fails"
    assert asked("no release without danger supposing beliefs are true", *rules) == "holds"
    naive = ("rule closed: ring must not release unless permitted", "rule emergency: ring may release if danger")
    assert asked("no release without danger", *naive) == "holds"


def test_forbid_instead_of_does_not_apply() -> None:
    """A permission that does not apply leaves the others as they are."""
    rules = (
        "rule closed: ring must not release unless permitted",
        "rule legal: ring may release if warrant",
        "rule emergency: ring may release if danger",
    )
    claim = "may release if warrant and danger and encrypted"
    assert asked(claim, *rules, "rule sealed: legal does not apply if encrypted") == "holds"
    assert asked(claim, *rules, "rule sealed: ring must not release if encrypted") == "fails"


def test_filed_is_not_approved() -> None:
    rules = (
        "rule closed: ring must not release unless permitted",
        "rule seised: ring may release if danger provided that report within 48 hours after release",
    )
    claim = "no release without {} within 48 hours after release"
    assert asked(claim.format("report"), *rules) == "holds"
    assert asked(claim.format("hearing"), *rules) == "fails"
    naive = (rules[0], rules[1].replace("report", "hearing"))  # one event for both
    assert asked(claim.format("hearing"), *naive) == "holds"


def test_a_deadline_is_no_fact_at_release() -> None:
    """A proviso that is still to come does not close the act; a condition on what is still to come would."""
    closed = "rule closed: ring must not release unless permitted"
    first = "possible release before report"
    assert (
        asked(first, closed, "rule r: ring may release if danger provided that report within 48 hours after release") == "holds"
    )
    assert asked(first, closed, "rule r: ring may release if danger and report") == "fails"


def test_a_proviso_is_kept_in_the_end() -> None:
    """Left out, it would let through what is tainted later."""
    closed = "rule closed: ring must not release unless permitted"
    claim = "no release without report"
    rule = "rule r: ring may release if danger provided that report before release"
    assert asked(claim, closed, rule) == "holds"
    assert asked(claim, closed, rule.split(" provided", maxsplit=1)[0]) == "fails"


DELAY = "delay extension by court on probable-cause postpones told by up to 90 days{}"


@pytest.mark.parametrize(
    ("renewable", "expected"),
    [
        ("", "holds"),
        (" renewable at most 3 times", "holds"),  # a grant and three renewals: four times 90 days
        (" renewable at most 4 times", "fails"),
        (" renewable", "fails"),
    ],
)
def test_renewals_capped(renewable: str, expected: str) -> None:
    """Told within 365 days: four times 90 days do it, five do not, and without a cap there is no saying when."""
    duty = "rule told: ring must notify within 5 days after release"
    claim = "no release without notify within 365 days after release"
    assert asked(claim, duty, DELAY.format(renewable)) == expected


def test_a_delay_that_is_no_number_of_days() -> None:
    duty = "rule told: ring must notify within 5 days after release"
    forever = "delay extension by court postpones told indefinitely"
    assert asked("no release without notify within 3650 days after release", duty, forever) == "fails"
    assert asked("no release without notify within 5 days after release if extension < 1", duty, forever) == "holds"


def test_agreeing_is_not_doing() -> None:
    rules = (
        "rule closed(q: Person): ring must not tell(q) unless permitted",
        "rule promised(q: Person): ring may tell(q) if agrees(q)",
    )
    assert asked("no tell(x) without agrees(x)", *rules) == "holds"
    assert asked("no tell(x) without post(x)", *rules) == "fails"
    assert asked("no tell(x) without post(x)", rules[0], rules[1].replace("agrees", "post")) == "holds"


def test_notice_at_the_trigger() -> None:
    """What arises between the release and the due date excuses too: `excused` is read when the notice falls due."""
    claim = "no release without notify within 72 hours after release if not gag"
    duty = "rule told: ring must notify within 72 hours after release"
    assert asked(claim, f"{duty} excused if gag") == "fails"
    assert asked(claim, f"{duty} unless gag") == "holds"
