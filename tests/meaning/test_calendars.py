"""Counting in days of a calendar: what docs/meaning.md says of it, by example and against a plain walk from day to day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle.calendars import NEW_YORK, at, calendar, law_of_days, table
from policyproof.meaning.calendars import counted_day
from policyproof.meaning.claims import breaks
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.moments import END
from policyproof.meaning.nature import faults
from policyproof.policy.calendars import ALWAYS, CalendarSteps, CalendarUnit
from policyproof.policy.model import Always, Policy
from policyproof.policy.period import period_of
from policyproof.scenario import Scenario

THANKSGIVING = date(2026, 11, 26)
CHRISTMAS = date(2026, 12, 25)
AUTUMN = table(date(2026, 10, 1), date(2027, 3, 31), (THANKSGIVING, CHRISTMAS, date(2027, 1, 1)))


def day_after(unit: CalendarUnit, count: int, minute: int) -> tuple[int, int]:
    return counted_day(calendar(AUTUMN), CalendarSteps(count, unit, "court-days"), minute)


def whole(year: int, month: int, day: int) -> tuple[int, int]:
    """The first and the last minute of a day."""
    following = date.fromordinal(date(year, month, day).toordinal() + 1)
    return at(year, month, day), at(following.year, following.month, following.day) - 1


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_the_day_of_the_event_is_not_counted_and_the_last_day_is_to_its_end(hour: int) -> None:
    eve = at(2026, 11, 25, hour)
    assert day_after("court-days", 3, eve) == whole(2026, 12, 1)  # Friday, Monday, Tuesday
    assert day_after("calendar-days", 3, eve) == whole(2026, 11, 28)
    assert whole(2026, 12, 1)[1] == at(2026, 12, 1, 23, 59)


def test_what_happens_on_a_day_that_does_not_count_is_counted_from_the_next_that_does() -> None:
    assert day_after("court-days", 1, at(2026, 11, 28, 9)) == whole(2026, 11, 30)
    assert day_after("court-days", -1, at(2026, 11, 28, 9)) == whole(2026, 11, 27)
    assert day_after("court-days", -2, at(2026, 11, 27, 9)) == whole(2026, 11, 24)


def test_months_end_on_the_same_day_or_on_the_last_that_the_month_has() -> None:
    assert day_after("months", 1, at(2026, 10, 31, 9)) == whole(2026, 11, 30)
    assert day_after("months", 4, at(2026, 10, 31, 9)) == whole(2027, 2, 28)
    assert day_after("months", 1, at(2027, 2, 28, 9)) == whole(2027, 3, 28)
    assert day_after("months", -1, at(2027, 3, 31, 9)) == whole(2027, 2, 28)


def test_the_29th_of_february() -> None:
    leap = calendar(table(date(2028, 1, 1), date(2032, 12, 31)))
    years = [counted_day(leap, CalendarSteps(n, "years", ""), at(2028, 2, 29, 9)) for n in (1, 4)]
    assert years == [whole(2029, 2, 28), whole(2032, 2, 29)]
    assert counted_day(leap, CalendarSteps(12, "months", ""), at(2028, 2, 29, 9)) == whole(2029, 2, 28)


def test_days_on_which_the_clocks_change_have_23_or_25_hours() -> None:
    spring, autumn = day_after("calendar-days", 1, at(2027, 3, 13, 9)), day_after("calendar-days", 1, at(2026, 10, 31, 9))
    assert [(last - first + 1) / 60 for first, last in (spring, autumn)] == [23, 25]
    assert spring == whole(2027, 3, 14)


def test_a_day_that_begins_after_midnight() -> None:
    beirut = table(date(2027, 3, 1), date(2027, 4, 30), zone="Asia/Beirut")  # on 28 March, midnight is skipped there
    first, last = counted_day(calendar(beirut), CalendarSteps(1, "calendar-days", ""), beirut.starts[26] + 60)
    assert (last - first + 1) / 60 == 23


def test_beyond_the_table_nothing_is_known() -> None:
    assert day_after("court-days", 1, at(2027, 3, 31, 9)) == (ALWAYS, ALWAYS)
    assert day_after("months", 7, at(2026, 10, 1, 9)) == (ALWAYS, ALWAYS)
    assert day_after("court-days", -1, at(2026, 10, 1, 9)) == (-ALWAYS, -ALWAYS)
    assert day_after("court-days", 2, at(2020, 1, 1)) == whole(2026, 10, 2)


@given(minute=st.integers(at(2026, 9, 20), at(2027, 4, 10)), count=st.integers(1, 90))
def test_court_days_as_somebody_with_a_wall_calendar_counts_them(minute: int, count: int) -> None:
    known = [
        day for day in range(AUTUMN.first, AUTUMN.first + len(AUTUMN.starts) - 1) if AUTUMN.starts[day - AUTUMN.first] > minute
    ]
    left = count
    for day in known:  # the days that begin after the minute: its own is not among them
        left -= day in AUTUMN.counted
        if not left:
            there = date.fromordinal(day)
            assert day_after("court-days", count, minute) == whole(there.year, there.month, there.day)
            return
    assert day_after("court-days", count, minute) == (ALWAYS, ALWAYS)


# ---- in formulas and duties


def scenario(**minutes: int) -> Scenario:
    return Scenario({}, {}, {(name, ()): minute for name, minute in minutes.items()}, {})


def true(policy: Policy, told: Scenario) -> bool:
    claim = policy.properties["p"].claim
    assert isinstance(claim, Always)
    return Meaning(policy, told).holds(claim.body, END, END, {})


SERVED = at(2026, 11, 25, 17)
"""Three court days on: Tuesday, 1 December. Three court days before: Friday, 20 November."""
FIRST, LAST = whole(2026, 12, 1)
BEFORE, BEFORE_LAST = whole(2026, 11, 20)


@pytest.mark.parametrize(
    ("relation", "first", "last"),
    [
        ("within 3 court-days after", SERVED, LAST),
        ("not later than 3 court-days after", None, LAST),
        ("at least 3 court-days after", FIRST, None),
        ("more than 3 court-days after", LAST + 1, None),
        ("less than 3 court-days after", SERVED, FIRST - 1),
        ("within 3 court-days before", BEFORE, SERVED),
        ("at least 3 court-days before", None, BEFORE_LAST),
        ("more than 3 court-days before", None, BEFORE - 1),
        ("less than 3 court-days before", BEFORE_LAST + 1, SERVED),
        ("after 3 court-days after", LAST + 1, None),
        ("before 3 court-days before", None, BEFORE - 1),
    ],
)
def test_relations_between_two_events(relation: str, first: int | None, last: int | None) -> None:
    policy = law_of_days(AUTUMN, f"property p: always heard {relation} served")
    for edge, inside, outside in ((first, 0, -1), (last, 0, 1)):
        if edge is None:
            continue
        assert true(policy, scenario(served=SERVED, heard=edge + inside))
        assert not true(policy, scenario(served=SERVED, heard=edge + outside))


@pytest.mark.parametrize(
    ("look", "first", "last"),
    [
        ("within the last 3 court-days", SERVED, LAST),
        ("at least 3 court-days ago", FIRST, None),
        ("more than 3 court-days ago", LAST + 1, None),
        ("less than 3 court-days ago", SERVED, FIRST - 1),
    ],
)
def test_looking_back_counts_on_from_the_event(look: str, first: int, last: int | None) -> None:
    policy = law_of_days(AUTUMN, f"property p: always at heard: (served {look})")
    assert true(policy, scenario(served=SERVED, heard=first))
    assert not true(policy, scenario(served=SERVED, heard=first - 1))
    if last is not None:
        assert true(policy, scenario(served=SERVED, heard=last))
        assert not true(policy, scenario(served=SERVED, heard=last + 1))


@pytest.mark.parametrize(
    ("deadline", "last"),
    [
        ("within 3 court-days after served", LAST),
        ("not later than 1 month after served", whole(2026, 12, 25)[1]),
        ("at least 3 court-days before served", BEFORE_LAST),
        ("within 2 hours after 3 court-days after served", LAST + 120),
    ],
)
def test_a_duty_can_be_met_to_the_end_of_its_last_day(deadline: str, last: int) -> None:
    policy = law_of_days(AUTUMN, f"rule r: shop must answer {deadline}", "property p: never r breached")
    declared = policy.properties["p"]
    assert [
        Meaning(policy, scenario(served=SERVED, answer=minute)).holds(declared.claim.body, END, END, {})  # type: ignore[union-attr]  # a claim with a body
        for minute in (last, last + 1)
    ] == [False, True]


# ---- the span


def test_the_span_leaves_room_for_what_is_counted() -> None:
    policy = law_of_days(
        AUTUMN,
        "rule r: shop must answer within 3 court-days after served",
        "property p: always heard within 1 month before served",
    )
    period = period_of(policy)
    assert period is not None
    assert period.events == {"served"}
    assert period.zone == NEW_YORK
    assert (period.first, period.last) == (at(2026, 11, 1), at(2027, 3, 29) - 1)


def test_chains_are_followed_to_the_event_that_they_begin_with() -> None:
    policy = law_of_days(AUTUMN, "rule r: shop must answer within 2 court-days after 24 hours after 3 court-days after served")
    period = period_of(policy)
    assert period is not None
    assert period.last == at(2027, 3, 24) - 1
    last = counted_day(calendar(AUTUMN), CalendarSteps(3, "court-days", ""), period.last)[1] + 24 * 60
    assert counted_day(calendar(AUTUMN), CalendarSteps(2, "court-days", ""), last)[1] < ALWAYS


def test_a_scenario_outside_the_span_is_none() -> None:
    policy = law_of_days(
        AUTUMN, "rule r: shop must answer within 3 court-days after served", "property p: never (served and not answer)"
    )
    inside, outside = scenario(served=SERVED), scenario(served=at(2027, 3, 30))
    assert list(faults(policy, inside)) == []
    assert len(list(faults(policy, outside))) == 1
    assert list(faults(policy, scenario(heard=0))) == []
    assert breaks(policy, policy.properties["p"], inside) is None
