"""Three court days by the calendar that comes with the tool: what is proved of them, and the dates that break the rest."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest

from conftest import ROOT
from golden.compare import matches_golden
from oracle.calendars import at, working
from policyproof.meaning.calendars import counted_day
from policyproof.policy.calendars import CalendarSteps, CalendarUnit
from policyproof.policy.model import Policy
from policyproof.policy.period import period_of
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult, PolicyResult
from policyproof.report.document import json_schema
from policyproof.report.json import to_json
from policyproof.report.text import TextOptions, render

TABLE = "us-federal-court-days.csv"
POLICY = f"""\
policy order "Answering a court's order"
calendar court-days "US federal courts" from "{TABLE}"
party shop "the shop"
party court "the court"
event served by court "the court serves its order"
event moved by court "the court moves the hearing"
action answer by shop "the shop answers"
action appeal by shop "the shop appeals"
rule answers: shop must answer within 3 court-days after served
rule closed: shop must not appeal unless permitted
rule in-time: shop may appeal if served within the last 1 month
property in-hours: must answer within 72 hours after served
  known to fail because "court days are longer"
property in-five-days: must answer within 5 calendar-days after served
  known to fail because "Thanksgiving"
property in-a-week: must answer within 7 calendar-days after served
property appealed-in-time: no appeal if appeal more than 31 calendar-days after served
property appealed-in-28-days: no appeal if appeal more than 28 calendar-days after served
  known to fail because "most months are longer"
property may-still-appeal: may appeal if served within the last 18 court-days
property and-for-two-days-more: may appeal if served within the last 20 court-days
  known to fail because "holidays"
property never-before: never appeal before served
case "served on the eve of Thanksgiving":
  given only served at 2026-11-25 17:00; answer at 2026-12-01 23:59
  expect lawful; not (answer within 72 hours after served); answer within 7 calendar-days after served
"""


def checked(folder: Path) -> tuple[Policy, PolicyResult]:
    (folder / TABLE).write_bytes((ROOT / "specs" / "lib" / TABLE).read_bytes())
    (folder / "order.policy").write_text(POLICY, encoding="utf-8")
    loaded = load(["order.policy"], folder)
    assert loaded.diagnostics == ()
    return loaded.policies[0], check(loaded.policies[0], CheckOptions())


def test_what_is_proved_and_what_fails_on_which_date(tmp_path: Path) -> None:
    _, result = checked(tmp_path)
    assert {one.property.name: one.verdict for one in result.properties} == {
        "in-hours": "fails",
        "in-five-days": "fails",
        "in-a-week": "holds",
        "appealed-in-time": "holds",
        "appealed-in-28-days": "fails",
        "may-still-appeal": "holds",
        "and-for-two-days-more": "fails",
        "never-before": "holds",
    }
    assert [case.outcome for case in result.cases] == ["passes"]
    served = {one.property.name: one.tellings[0].scenario.events["served", ()] for one in result.properties if one.tellings}
    assert served["in-hours"] == at(2026, 11, 23)  # three court days on, Friday the 27th, is later by Thanksgiving
    assert served["in-five-days"] == at(2026, 11, 24)
    matches_golden("court-days.txt", render(CheckResult((result,), (), (), {}), TextOptions(as_case=True)))


def test_the_report_for_programs_names_the_span_and_dates_the_events(tmp_path: Path) -> None:
    _, result = checked(tmp_path)
    document = json.loads(to_json(CheckResult((result,), (), (), {}), {"policyproof": "0"}))
    jsonschema_rs.validate(json.loads(json_schema()), document)
    policy = document["policies"][0]
    assert policy["calendars"] == [
        {"name": "court-days", "title": "US federal courts", "file": TABLE, "zone": "America/New_York"}
    ]
    assert policy["span"] == {"first": "2026-11-23T00:00-05:00", "last": "2029-11-30T23:59-05:00", "events": ["served"]}
    (event,) = policy["properties"][1]["counterexamples"][0]["scenario"]["events"]
    assert (event["name"], event["date"]) == ("served", "2026-11-24T00:00-05:00")


@pytest.mark.parametrize(("unit", "count", "longest"), [("court-days", 3, 6), ("court-days", 5, 11), ("months", 1, 31)])
def test_the_claims_hold_on_every_single_day_of_the_span(tmp_path: Path, unit: CalendarUnit, count: int, longest: int) -> None:
    """What is proved above, by looking at each day."""
    policy, _ = checked(tmp_path)
    courts, period = policy.calendars["court-days"], period_of(policy)
    assert period is not None
    starts = [start for start in courts.starts if period.first <= start <= period.last]
    ends = [counted_day(courts, CalendarSteps(count, unit, "court-days"), start)[1] for start in starts]
    sevens = [counted_day(courts, CalendarSteps(longest, "calendar-days", "court-days"), start)[1] for start in starts]
    assert len(starts) > 3 * 365
    assert all(end <= seven for end, seven in zip(ends, sevens, strict=True))
    assert any(end == seven for end, seven in zip(ends, sevens, strict=True))


def test_the_table_is_what_the_federal_holidays_make_of_the_week(tmp_path: Path) -> None:
    """The holidays of 5 U.S.C. 6103(a), written out: on a Saturday they are observed on Friday, on a Sunday on Monday."""
    policy, _ = checked(tmp_path)
    here = policy.calendars["court-days"]
    fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    weekly = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    closed = [_observed(date(year, month, day)) for year in range(2026, 2031) for month, day in fixed]
    closed += [_weekday(year, month, weekday, which) for year in range(2026, 2031) for month, weekday, which in weekly]
    assert here.counted == working(date.fromordinal(here.first), date.fromordinal(here.last), closed)


def _observed(day: date) -> date:
    return date.fromordinal(day.toordinal() + {5: -1, 6: 1}.get(day.weekday(), 0))


def _weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second, … (or last, -1) such weekday of a month."""
    start = date(year, month, 1).toordinal()
    found = [day for day in range(start, start + 31) if date.fromordinal(day).month == month]
    return date.fromordinal([day for day in found if date.fromordinal(day).weekday() == weekday][which - (which > 0)])
