"""Calendars, and which of them counts a length of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from policyproof.diagnostics import Label
from policyproof.policy.calendars import LISTED, CalendarSteps, CalendarUnit, DayTable, Length
from policyproof.policy.model import Calendar, Policy
from policyproof.policy.period import period_of
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.problems import Problems
from policyproof.source import Span
from policyproof.syntax import nodes as n

DECLARABLE: Final[tuple[CalendarUnit, ...]] = (*LISTED, "calendar-days")


def calendars(law: Law, items: Sequence[n.Declaration], tables: Mapping[Span, DayTable]) -> None:
    """Makes known the calendars of a file; `tables` has what their files say, by the place of the declaration."""
    for tree in items:
        if not isinstance(tree, n.CalendarTree):
            continue
        unit = _unit(tree.unit)
        if unit not in DECLARABLE:
            message = f"a calendar lists days, and `{tree.unit.text}` are none"
            law.problems.error("PP119", message, tree.unit.span, advice=f"write one of {_named(DECLARABLE)}")
        elif unit in law.calendars:
            labels = (Label(law.calendars[unit].span, "first here"),)
            message = f"there are two calendars of `{unit}`"
            law.problems.error("PP101", message, tree.unit.span, labels=labels, advice="delete one of them")
        elif tree.span in tables:
            table = tables[tree.span]
            title = tree.title.value if tree.title else ""
            law.calendars[unit] = Calendar(
                unit, tree.unit.span, unit, title, table.path, table.zone, table.first, table.starts, table.counted
            )
        else:  # its file could not be read, which whoever tried has said
            law.unread.add(unit)


def take_over_calendars(law: Law, policy: Policy) -> None:
    """Makes known the calendars of a used file."""
    for name, calendar in policy.calendars.items():
        known = law.calendars.setdefault(name, calendar)
        if known is not calendar and known.span != calendar.span:
            labels = (Label(known.span, "first here"),)
            message = f"there are two calendars of `{name}`"
            law.problems.error("PP101", message, calendar.span, labels=labels, advice="use one of them only")


def take_over_all(law: Law, whole: Policy) -> None:
    """Makes known the calendars of laws that are read together: for each unit the one that they all count by."""
    for calendar in whole.calendars.values():
        known = law.calendars.setdefault(calendar.unit, calendar)
        if (known.path, known.zone, known.starts, known.counted) != (
            calendar.path,
            calendar.zone,
            calendar.starts,
            calendar.counted,
        ):
            law.several.add(calendar.unit)


def measured(law: Law, length: n.Length) -> Length | None:
    """A length of time. None, and an error, where no calendar counts it."""
    if length.calendar is None:
        return length.minutes
    unit = _unit(length.calendar)
    if unit is None:
        message = f"`{length.calendar.text}` is one word here"
        advice = f"write `{length.count} {'-'.join(length.calendar.text.split())}`"
        law.problems.error("PP119", message, length.calendar.span, advice=advice)
        return None
    if not length.count:
        message = f"no {unit} are no length of time"
        law.problems.error("PP119", message, length.span, advice="count at least one, or write `0 hours`")
        return None
    calendar = _calendar(law, unit, length.calendar)
    return CalendarSteps(length.count, unit, calendar) if calendar is not None else None


def _unit(mark: n.Mark) -> CalendarUnit | None:
    text = mark.text if mark.text.endswith("s") else mark.text + "s"
    return next((unit for unit in get_args(CalendarUnit) if unit == text), None)


def _calendar(law: Law, unit: CalendarUnit, mark: n.Mark) -> str | None:
    """The calendar that counts a unit: its own or, for units that every calendar knows, the first."""
    if unit in law.several:
        message = f"the laws here count `{mark.text}` by different calendars"
        law.problems.error("PP119", message, mark.span, advice="count in other days here, or give the laws one calendar")
        return None
    if unit in law.calendars or unit in law.unread:
        return law.calendars[unit].name if unit in law.calendars else None
    if unit in LISTED or not (law.calendars or law.unread):
        listed = unit if unit in LISTED else "calendar-days"
        message = f"nothing here says which days `{mark.text}` are counted in"
        advice = f'declare a calendar, as in `calendar {listed} "…" from "days.csv"`, or count in days of 24 hours'
        law.problems.error("PP119", message, mark.span, advice=advice)
        return None
    zones = {calendar.zone: calendar for calendar in reversed(law.calendars.values())}
    if len(zones) > 1:
        labels = tuple(Label(calendar.span, f"in the zone {zone}") for zone, calendar in reversed(zones.items()))
        message = f"the calendars here are in several zones, so nothing says where `{mark.text}` begin and end"
        law.problems.error("PP119", message, mark.span, labels=labels, advice="declare a calendar of `calendar-days`")
        return None
    return next((calendar.name for calendar in law.calendars.values()), None)


def check_span(policy: Policy, problems: Problems) -> None:
    """Reports a table that is too short for what is counted in it."""
    period = period_of(policy)
    if period is None or period.first <= period.last:
        return
    first, *others = policy.calendars.values()
    labels = tuple(Label(calendar.span, "and of this one") for calendar in others)
    message = f"the table of `{first.path}` is too short for what this law counts in it"
    problems.error("PP119", message, first.span, labels=labels, advice="add the days of further years to its file")


def _named(units: Sequence[str]) -> str:
    return ", ".join(f"`{unit}`" for unit in units)
