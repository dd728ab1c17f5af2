"""What is found out about a story in which somebody breaks the rules, as a claim `even if` she does allows."""

from __future__ import annotations

import pytest

from meaning.told import law
from policyproof.english.material import Telling
from policyproof.policy.model import Policy
from policyproof.questions.check import CheckOptions, check

CLOSED = ("rule closed: ring must not release unless permitted", "rule agreed: ring may release if consent unless encrypted")


def shown(policy: Policy) -> Telling:
    (one,) = check(policy, CheckOptions()).properties
    assert one.verdict == "fails"
    return one.tellings[0]


def test_an_act_against_the_rules_is_opened_by_none_and_nothing_would_have_stopped_it() -> None:
    telling = shown(law(*CLOSED, "property p: no release without warrant even if ring disobeys"))
    assert (telling.opened_by, telling.forbidden_by, telling.flips) == ((), ("closed",), ())
    assert telling.expectations == ("ring must not release under closed", "unlawful")


@pytest.mark.parametrize("disobeying", ["", " even if agency disobeys"])
def test_an_act_that_is_permitted_has_nothing_against_it(disobeying: str) -> None:
    telling = shown(law(*CLOSED, f"property p: no release without warrant{disobeying}"))
    assert [opening.rule for opening in telling.opened_by] == ["agreed"]
    assert telling.forbidden_by == ()
    assert telling.expectations == ("ring may release under agreed", "lawful")
