"""What the law said in a scenario: each law of an act, conditions that were missed, duties put off or not binding."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.english.material import LawSays
from policyproof.meaning.decisions import Meaning
from policyproof.policy.formulas import Holds, Not
from policyproof.scenario import Scenario
from policyproof.search.saying import laws_on, missed, openings, postponed, unbound
from questions.laws import in_two_laws

RELEASE = ("release", ())
NOTICE = "rule notice: ring must notify within 3 hours after release"
DAY = 24 * 60


def meaning(scenario: Scenario, *rules: str) -> Meaning:
    return Meaning(law(*rules), scenario)


# ---- laws

TWO = (
    "rule closed: ring must not release unless permitted",
    "rule warranted: ring may release if warrant",
    "rule shut: ring must not release unless permitted",
    "rule agreed: ring may release if consent",
    "rule hushed: ring must not release if gag",
    'suppose in-danger: danger "the second law speaks of danger only"',
)


def said(story: str) -> tuple[LawSays, ...]:
    """What the two laws say of a release at minute 9; the second speaks of danger only."""
    policy = in_two_laws(law(*TWO), {"shut", "agreed", "hushed"}, "in-danger")
    course = Meaning(policy, told(f"{story}; release @ 9"))
    return laws_on(course, RELEASE, course.decision(RELEASE, "ring", 9), 9)


def test_a_law_allows_by_its_own_licences_only() -> None:
    assert said("danger; warrant @ 0; consent @ 0") == (
        LawSays("trial", "allows", ("warranted",)),
        LawSays("second", "allows", ("agreed",)),
    )


def test_a_law_stands_against_an_act_by_what_forbids_it_and_what_nothing_lifts() -> None:
    assert said("danger; warrant @ 0; gag @ 0") == (
        LawSays("trial", "allows", ("warranted",)),
        LawSays("second", "stands against", ("hushed", "shut")),
    )


def test_beyond_its_scope_a_law_is_silent_and_the_part_that_is_not_so_is_named() -> None:
    first, second = said("warrant @ 0")
    assert (first.says, second.says, second.rules) == ("allows", "silent", ())
    assert isinstance(second.beyond, Holds)
    assert second.beyond.fact == "danger"


def test_of_one_law_nothing_is_said_but_that_an_act_is_beyond_its_scope() -> None:
    rules = ("rule closed: ring must not release unless permitted", "scope danger and not encrypted")
    inside = meaning(told("danger; release @ 9"), *rules)
    assert laws_on(inside, RELEASE, inside.decision(RELEASE, "ring", 9), 9) == ()
    outside = meaning(told("danger; encrypted; release @ 9"), *rules)
    (one,) = laws_on(outside, RELEASE, outside.decision(RELEASE, "ring", 9), 9)
    assert one.says == "silent"
    assert isinstance(one.beyond, Not)


# ---- provisos

SEISED = (
    "rule closed: ring must not release unless permitted",
    "rule seised: ring may release if danger provided that report within 2 hours after release",
)


@pytest.mark.parametrize(
    ("story", "due", "early"),
    [
        ("danger; release @ 9", 120, False),
        ("danger; release @ 9; report @ 300", 120, False),
        ("danger; report @ 0; release @ 9", 120, True),
    ],
)
def test_a_condition_is_missed_at_its_date_or_was_met_too_early(story: str, due: int, early: bool) -> None:  # noqa: FBT001 - a column
    (one,) = missed(meaning(told(story), *SEISED), RELEASE, "ring")
    assert (one.rule, one.due, one.early) == ("seised", due, early)


def test_of_alternatives_all_are_missed_and_of_several_conditions_those_that_are() -> None:
    two = "provided that (report within 2 hours after release) {} (notify within 1 hour after release)"
    both = (SEISED[0], f"rule seised: ring may release if danger {two.format('and')}")
    either = (SEISED[0], f"rule seised: ring may release if danger {two.format('or')}")
    story = told("danger; release @ 9; notify @ 10")
    assert [one.due for one in missed(meaning(story, *both), RELEASE, "ring")] == [120]
    assert [one.due for one in missed(meaning(story, *either), RELEASE, "ring")] == []
    alone = told("danger; release @ 9")
    assert [one.due for one in missed(meaning(alone, *either), RELEASE, "ring")] == [120, 60]


def test_whether_a_condition_comes_true_is_said_of_the_permission_that_has_one() -> None:
    rules = (*SEISED, "rule plain: ring may release if warrant")
    kept = meaning(told("danger; warrant @ 0; release @ 9; report @ 10"), *rules)
    assert [(one.rule, one.came_true) for one in openings(kept, [RELEASE])] == [("seised", True), ("plain", None)]
    lost = meaning(told("danger; warrant @ 0; release @ 9"), *rules)
    assert [(one.rule, one.came_true) for one in openings(lost, [RELEASE])] == [("seised", False), ("plain", None)]


# ---- duties


def test_a_duty_is_put_off_by_the_delays_that_count() -> None:
    rules = (
        NOTICE,
        "delay extension by court postpones notice by up to 1 day renewable",
        "delay idle by court postpones notice by up to 9 days if danger",
    )
    (one,) = postponed(meaning(told("release @ 9; extension = 2; idle = 1"), *rules))
    assert (one.rule, one.due_after) == ("notice", 2 * DAY + 180)
    assert [(grant.instance, grant.times) for grant in one.grants] == [(("extension", ()), 2)]
    assert list(postponed(meaning(told("release @ 9; extension = 0; idle = 1"), *rules))) == []


def test_a_duty_that_is_due_no_more_has_no_date() -> None:
    rules = (NOTICE, "delay stay by court postpones notice indefinitely")
    (one,) = postponed(meaning(told("release @ 9; stay = 1"), *rules))
    assert one.due_after is None


@pytest.mark.parametrize(
    ("rules", "story", "why"),
    [
        ((f"{NOTICE} if danger",), "release @ 9", "does not bind"),
        ((f"{NOTICE} unless danger",), "danger; release @ 9", "does not bind"),
        ((f"{NOTICE} excused if gag",), "release @ 9; gag @ 10", "excused"),
        ((NOTICE, "scope danger"), "release @ 9", "out of scope"),
        ((NOTICE, "rule off: notice does not apply if danger"), "danger; release @ 9", "switched off"),
    ],
)
def test_why_a_duty_does_not_bind(rules: tuple[str, ...], story: str, why: str) -> None:
    (one,) = unbound(meaning(told(story), *rules))
    assert (one.rule, one.why) == ("notice", why)
    assert one.off == ("off" if why == "switched off" else None)
    assert (one.part is None) == (why == "switched off")


@pytest.mark.parametrize("story", ["", "release @ 9; notify @ 10", "release @ 9"])
def test_a_duty_that_never_began_is_done_or_is_broken_is_not_among_them(story: str) -> None:
    assert list(unbound(meaning(told(story), NOTICE))) == []
