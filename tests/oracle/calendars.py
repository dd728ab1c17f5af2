"""Tables of days for tests, and policies that count in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policyproof.policy.calendars import CalendarUnit, DayTable
from policyproof.policy.model import Calendar, Policy
from policyproof.policy.resolution.resolve import Resolution, resolve
from policyproof.policy.zones import first_minute, minute_of
from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax.parse import parse

NEW_YORK = "America/New_York"
WEEKEND = 5


def working(first: date, last: date, closed: Sequence[date] = ()) -> tuple[int, ...]:
    """Monday to Friday, without the days on which all is closed."""
    days = range(first.toordinal(), last.toordinal() + 1)
    return tuple(d for d in days if date.fromordinal(d).weekday() < WEEKEND and date.fromordinal(d) not in closed)


def table(first: date, last: date, closed: Sequence[date] = (), zone: str = NEW_YORK) -> DayTable:
    """The working days from `first` to `last`."""
    days = range(first.toordinal(), last.toordinal() + 2)
    starts = tuple(first_minute(zone, day) for day in days)
    return DayTable("days.csv", zone, first.toordinal(), starts, working(first, last, closed))


def calendar(of: DayTable, unit: CalendarUnit = "court-days") -> Calendar:
    return Calendar(unit, Span("", 0, 0, 1, 1), unit, "", of.path, of.zone, of.first, of.starts, of.counted)


def resolved_with(days: DayTable, *lines: str) -> Resolution:
    """A policy with a calendar of court days, in which a party may act and must answer what is served."""
    text = "\n".join(
        (
            'policy orders "Orders"',
            'calendar court-days "Courts" from "days.csv"',
            "party shop",
            "event served",
            "event heard",
            "action answer by shop",
            *lines,
        )
    )
    parsed = parse(Source("orders.policy", text))
    tables = {item.span: days for item in parsed.file.items if isinstance(item, n.CalendarTree)}
    resolution = resolve(parsed.file, (), tables=tables)
    return Resolution(resolution.policy, (*parsed.diagnostics, *resolution.diagnostics))


def law_of_days(days: DayTable, *lines: str) -> Policy:
    """The same, where nothing is wrong with it."""
    resolution = resolved_with(days, *lines)
    assert resolution.diagnostics == ()
    assert resolution.policy is not None
    return resolution.policy


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, zone: str = NEW_YORK) -> int:
    """The minute at which the clocks of a zone show this."""
    clock = (date(year, month, day).toordinal() - date(1970, 1, 1).toordinal()) * 24 * 60 + hour * 60 + minute
    found = minute_of(zone, clock)
    assert found is not None
    return found
