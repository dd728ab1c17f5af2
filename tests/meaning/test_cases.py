"""What a case says of a complete scenario."""

from __future__ import annotations

from meaning.told import law, told
from policyproof.meaning.cases import meets_expectation, meets_givens
from policyproof.scenario import Scenario

RULES = (
    "rule closed: ring must not release unless permitted",
    "rule by-warrant: ring may release if warrant",
    "rule by-belief: ring may release if believed",
    "rule sealed: ring must not release if encrypted",
    "rule told: ring must notify within 60 minutes after release if danger",
)


def meets(case: str, story: str, people: str = "") -> tuple[bool, bool]:
    """Whether the scenario meets the givens, and the expectations."""
    policy = law(*RULES, f'case "c": {case}')
    found = policy.cases["c"]
    scenario: Scenario = told(story, people)
    return (
        meets_givens(policy, found, scenario),
        all(meets_expectation(policy, found, expected, scenario) for expected in found.expects),
    )


def test_decisions() -> None:
    assert meets(
        "given warrant; release at 2 hours expect ring may release under by-warrant", "warrant @ 0; release @ 120"
    ) == (
        True,
        True,
    )
    assert meets("given warrant; release at 2 hours expect ring may release under by-belief", "warrant @ 0; release @ 120") == (
        True,
        False,
    )
    assert meets("given encrypted expect ring must not release under sealed", "encrypted") == (True, True)
    assert meets("given encrypted expect ring must not release under closed", "encrypted; warrant @ 0") == (True, True)
    assert meets("given warrant expect ring must not release", "warrant @ 0") == (True, False)


def test_the_moment_is_the_acts_own_or_the_last_given_events() -> None:
    assert meets("given warrant at 3 hours; release at 2 hours expect ring may release", "warrant @ 180; release @ 120") == (
        True,
        False,
    )
    assert meets("given warrant at 3 hours; hearing at 2 hours expect ring may release", "warrant @ 180; hearing @ 120") == (
        True,
        True,
    )
    assert meets("given hearing at 2 hours expect ring may release", "warrant @ 180; hearing @ 120") == (True, False)


def test_pending_lawful_unlawful() -> None:
    given = "given danger; warrant at 0 hours; release at 1 hours expect "
    story = "danger; warrant @ 0; release @ 60"
    assert meets(given + "pending told; unlawful under told", story) == (True, True)
    assert meets(given + "lawful", story) == (True, False)
    assert meets(given + "lawful", story + "; notify @ 120") == (True, True)
    assert meets(given + "unlawful under sealed", story + "; encrypted") == (True, True)
    assert meets(given + "unlawful under sealed", story) == (True, False)


def test_must_and_formulas() -> None:
    given = "given danger; warrant at 0 hours; release at 1 hours expect "
    assert meets(given + "ring must notify", "danger; warrant @ 0; release @ 60") == (True, True)
    assert meets(given + "release under by-warrant", "danger; warrant @ 0; release @ 60") == (True, True)


def test_given_times_and_formulas() -> None:
    assert not meets("given release at 1 hours expect lawful", "release @ 61")[0]
    assert not meets("given not encrypted expect lawful", "encrypted")[0]
    assert meets("given data is content expect lawful", "data = live")[0]


def test_given_only_leaves_out_what_is_not_named() -> None:
    assert meets("given only warrant expect lawful", "warrant @ 0")[0]
    assert not meets("given only warrant expect lawful", "warrant @ 0; encrypted")[0]
    assert not meets("given only warrant expect lawful", "warrant @ 0; hearing @ 0")[0]
    assert not meets("given only warrant expect lawful", "warrant @ 0", "ann")[0]
    assert meets("given only ann: Person; shown(ann) expect lawful", "shown(ann)", "ann")[0]
    assert not meets("given only ann: Person expect lawful", "shown(ann)", "ann")[0]
    assert meets("given only any of { warrant; encrypted } expect lawful", "warrant @ 0; encrypted")[0]
    assert meets("given only some Person p: shown(p); ann: Person expect lawful", "shown(ann)", "ann")[0]


def test_an_individuals_own_act() -> None:
    rules = (
        "rule own(p: Person): p must not post(p) if shown(p)",
        "rule due(p: Person): p must post(p) within 9 hours after hearing",
    )
    given = "given ann: Person; shown(ann); hearing at 0 hours expect ann "
    for expectation, met in (("may post(ann)", False), ("must not post(ann)", True), ("must post(ann)", True)):
        policy = law(*rules, f'case "c": {given}{expectation}')
        (expected,) = policy.cases["c"].expects
        assert meets_expectation(policy, policy.cases["c"], expected, told("shown(ann); hearing @ 0", "ann")) == met
