"""Days of a calendar: the evaluator walks the table, the encoder writes it down as steps, and the two must agree everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oracle.calendars import calendar, law_of_days, resolved_with, table
from policyproof.encode.calendars import Edge, epoch, stairs
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld
from policyproof.logic.terms import Terms
from policyproof.meaning.calendars import counted_day
from policyproof.meaning.claims import breaks
from policyproof.meaning.nature import faults
from policyproof.policy.calendars import CalendarSteps, CalendarUnit, DayTable
from policyproof.policy.model import Policy
from policyproof.questions.check import CheckOptions, check
from policyproof.scenario import Scenario
from policyproof.search.room import Room
from policyproof.solve.answers import Limits, Satisfiable

TABLES = {
    "a leap year, clocks changing twice": table(
        date(2027, 12, 20), date(2029, 3, 20), (date(2027, 12, 24), date(2028, 11, 23))
    ),
    "days that begin at one": table(date(2027, 1, 1), date(2027, 12, 31), zone="Asia/Beirut"),
    "few days": table(date(2026, 11, 20), date(2026, 12, 4), (date(2026, 11, 26), date(2026, 11, 27))),
}
UNITS: tuple[CalendarUnit, ...] = ("court-days", "calendar-days", "months", "years")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", TABLES)
def test_the_two_count_alike_at_every_kind_of_minute(name: str, unit: CalendarUnit) -> None:
    here = calendar(TABLES[name])
    edges: tuple[Edge, Edge] = ("first", "last")
    minutes = sorted(
        {minute + d for minute in here.starts for d in (-1, 0, 1, 700)} | {here.starts[0] - 10**6, here.starts[-1] + 10**6}
    )
    for count in (1, 2, 3, 11, 400, -1, -2, -5, -400):
        steps = CalendarSteps(count, unit, "court-days")
        for place, edge in enumerate(edges):
            written = list(stairs(here, steps, edge))
            assert [value for _, value in written] == sorted({value for _, value in written})  # it only ever rises
            value = None
            for minute in minutes:
                while written and written[0][0] <= minute:
                    _, value = written.pop(0)
                assert value == counted_day(here, steps, minute)[place], (count, edge, minute)


# ---- in whole policies

LENGTHS = st.builds(
    lambda count, unit: f"{count} {unit}",
    st.integers(1, 4),
    st.sampled_from(["court-days", "calendar-days", "court-days", "days"]),
) | st.sampled_from(["1 month", "36 hours"])
EVENTS = st.sampled_from(["served", "heard", "answer"])
POINTS = EVENTS | st.builds(
    lambda length, side, event: f"{length} {side} {event}", LENGTHS, st.sampled_from(["after", "before"]), EVENTS
)
TIMINGS = st.builds(
    lambda how, length, side, point: f"{how} {length} {side} {point}",
    st.sampled_from(["within", "at least", "more than", "less than"]),
    LENGTHS,
    st.sampled_from(["after", "before"]),
    POINTS,
) | st.builds(lambda length, event: f"not later than {length} after {event}", LENGTHS, EVENTS)
DEADLINES = st.builds(
    lambda length, point: f"within {length} after {point}", LENGTHS, st.sampled_from(["served", "heard"])
) | st.builds(
    lambda form, length, event: f"{form} {length} {'after' if form == 'not later than' else 'before'} {event}",
    st.sampled_from(["not later than", "at least", "within"]),
    LENGTHS,
    st.sampled_from(["served", "heard"]),
)
RELATIONS = st.builds(lambda left, timing: f"{left} {timing}", EVENTS, TIMINGS)
LOOKS = st.builds(
    lambda event, look: f"{event} {look}",
    EVENTS,
    st.builds(lambda length: f"within the last {length}", LENGTHS)
    | st.builds(lambda how, length: f"{how} {length} ago", st.sampled_from(["at least", "more than", "less than"]), LENGTHS),
)
CLAIMS = st.one_of(
    st.builds(lambda relation: f"always {relation}", RELATIONS),
    st.builds(lambda relation: f"never {relation}", RELATIONS),
    st.builds(lambda look: f"possible {look}", LOOKS),
    st.builds(lambda relation: f"no answer without {relation}", RELATIONS),
    st.builds(lambda deadline: f"must answer {deadline}", DEADLINES),
    st.builds(lambda look: f"may answer if {look}", LOOKS),
    st.just("no dilemma"),
    st.just("may answer if served"),
    st.just("never answer tainted"),
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    lines = []
    if draw(st.booleans()):
        proviso = f" provided that heard {draw(TIMINGS)}" if draw(st.booleans()) else ""
        lines += [
            "rule closed: shop must not answer unless permitted",
            f"rule open: shop may answer if {draw(LOOKS | RELATIONS)}{proviso}",
        ]
    if draw(st.booleans()) or not lines:
        excused = f" excused if {draw(LOOKS)}" if draw(st.booleans()) else ""
        lines.append(f"rule duty: shop must answer {draw(DEADLINES)}{excused}")
    if draw(st.booleans()):
        lines.append(f"rule stop: shop must not answer if {draw(LOOKS | RELATIONS)}")
    resolution = resolved_with(draw(TABLE), *lines, f"property p: {draw(CLAIMS)}")
    assert [d.message for d in resolution.diagnostics if "too short" not in d.message] == []
    assume(resolution.policy is not None)
    assert resolution.policy is not None
    return resolution.policy


SHORT = table(date(2026, 11, 2), date(2027, 1, 29), (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 25)))
SPRING = table(date(2028, 2, 1), date(2028, 4, 28), (date(2028, 2, 21),))
TABLE: st.SearchStrategy[DayTable] = st.sampled_from([SHORT, SPRING])


def of_the_table(draw: st.DrawFn, days: tuple[int, ...]) -> int:
    return draw(st.sampled_from(days)) + draw(st.sampled_from([-1, 0, 1, 540, 1439]))


def agree(policy: Policy, scenario: Scenario) -> None:
    """The encoder, told exactly what happens, finds the claim broken where the evaluator does."""
    engine = Engine(policy, ClosedWorld(policy, Terms(), 0))
    room = Room(engine, Limits())
    zero, _ = epoch(engine.g)
    pinned = []
    for name in policy.events:
        happens, then = engine.g.happens(name, ()), engine.g.minute(name, ())
        minute = scenario.events.get((name, ()))
        if minute is None:
            pinned.append(happens ^ 1)
        else:
            pinned += [happens, engine.terms.not_after(then, (zero, minute)), engine.terms.not_after((zero, minute), then)]
    declared = policy.properties["p"]
    found = [
        isinstance(room.ask_all([*question.lits(engine.terms), *pinned]), Satisfiable)
        for question in engine.counterexample(declared)
    ]
    wrong = next(iter(faults(policy, scenario)), None)
    assert any(found) == (wrong is None and breaks(policy, declared, scenario) is not None), (
        policy.path,
        scenario.events,
        wrong,
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Policy, Scenario]:
    policy = draw(policies())
    starts = policy.calendars["court-days"].starts
    near = draw(st.integers(len(starts) // 3, len(starts) * 2 // 3) | st.integers(0, len(starts) - 1))
    days = starts[max(0, near - 4) : near + 9] if draw(st.integers(0, 4)) else starts
    happening = draw(st.lists(EVENTS, unique=True, min_size=1))
    return policy, Scenario({}, {}, {(name, ()): of_the_table(draw, days) for name in policy.events if name in happening}, {})


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations())
def test_the_two_agree_on_random_policies_and_dates(situation: tuple[Policy, Scenario]) -> None:
    agree(*situation)


@pytest.mark.long
@settings(max_examples=6000, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations())
def test_the_two_agree_on_many_random_policies_and_dates(situation: tuple[Policy, Scenario]) -> None:
    agree(*situation)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies())
def test_what_is_found_is_replayed_and_its_case_passes(policy: Policy) -> None:
    """`check` replays what it finds by the evaluator, and raises where the two disagree."""
    (found,) = check(policy, CheckOptions()).properties
    assume(found.tellings)
    for telling in found.tellings:
        assert list(faults(policy, telling.scenario)) == []


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("served within 3 court-days before answer", "open"),  # the table has its last three days; served may be one of them
        ("served more than 60 court-days before answer", "open"),
        ("answer at least 1 court-day ago", "passes"),
        ("answer within the last 1 month", "fails"),
    ],
)
def test_a_decision_at_the_end_is_read_after_the_table(condition: str, outcome: str) -> None:
    """A case that gives no times asks at the end. What is found is replayed: a disagreement would be raised."""
    case = 'case "c": given only served expect shop may answer'
    policy = law_of_days(SHORT, f"rule stop: shop must not answer if {condition}", case)
    (found,) = check(policy, CheckOptions()).cases
    assert found.outcome == outcome


PEOPLE = (
    "entity Person",
    "event asked(p: Person) by p",
    "action reply(p: Person) by shop",
    "rule closed(p: Person): shop must not reply(p) unless permitted",
    "rule open(p: Person): shop may reply(p) if asked(p) within the last 10 court-days",
    "rule replies(p: Person): shop must reply(p) within 3 court-days after asked(p)",
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("must reply(p) within 6 calendar-days after asked(p)", "holds"),
        ("must reply(p) within 5 calendar-days after asked(p)", "fails"),
        ("no dilemma", "holds"),
        ("always every Person p where asked(p): reply(p) within 6 calendar-days after asked(p)", "holds"),
        ("no reply(p) if asked(p) at least 11 court-days ago", "holds"),
    ],
)
def test_for_any_number_of_people(claim: str, verdict: str) -> None:
    days = table(date(2026, 12, 1), date(2027, 2, 26), (date(2026, 12, 25), date(2027, 1, 1)))
    (found,) = check(law_of_days(days, *PEOPLE, f"property p: {claim}"), CheckOptions()).properties
    assert found.verdict == verdict
