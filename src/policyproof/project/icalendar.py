"""Holidays from an iCalendar file: every other day from Monday to Friday counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from policyproof.diagnostics import Diagnostic
from policyproof.policy.zones import zone_of
from policyproof.project.calendars import Days, problem
from policyproof.source import Source

if TYPE_CHECKING:
    import icalendar

_SATURDAY = 5


def holidays(source: Source) -> Days | tuple[Diagnostic, ...]:
    """The working days of the years of which the file has holidays, or what is wrong with it."""
    try:
        import icalendar  # noqa: PLC0415  # an extra, and slow to import
    except ImportError:
        message = f"reading `{source.path}` needs the library icalendar"
        return (
            problem(source, message, "install it (`pip install 'policyproof[calendars]'`), or list the days in a CSV file"),
        )
    try:
        whole = icalendar.Calendar.from_ical(source.text)
    except (ValueError, IndexError) as error:
        message = f"`{source.path}` is no iCalendar file: {' '.join(str(error).split()) or 'it has no calendar'}"
        return (problem(source, message, "export it again, or list the days in a CSV file"),)
    zone = str(whole.get("X-WR-TIMEZONE", ""))
    if not zone or zone_of(zone) is None:
        message = f"`{source.path}` does not say in which zone its days begin and end"
        return (problem(source, message, "add a line such as `X-WR-TIMEZONE:America/New_York` to it"),)
    closed: set[int] = set()
    for event in whole.walk("VEVENT"):
        if "RRULE" in event or "RDATE" in event:
            message = f"`{_title(event)}` recurs, and a table lists each day"
            return (problem(source, message, "export the days one by one, year by year"),)
        if "DTSTART" not in event:
            message = f"`{_title(event)}` has no day"
            return (problem(source, message, "give it a `DTSTART`"),)
        closed.update(_days(event))
    if not closed:
        return (problem(source, f"`{source.path}` has no holidays", "give a file that lists them as events"),)
    first = date(date.fromordinal(min(closed)).year, 1, 1).toordinal()
    last = date(date.fromordinal(max(closed)).year, 12, 31).toordinal()
    working = (day for day in range(first, last + 1) if date.fromordinal(day).weekday() < _SATURDAY and day not in closed)
    return Days(zone, (first, last), tuple(working))


def _title(event: icalendar.Component) -> str:
    return str(event.get("SUMMARY", "an event"))


def _days(event: icalendar.Component) -> range:
    """The days that an event takes: its end is the first day after it, or the time at which it is over."""
    start = event.decoded("DTSTART")
    end = event.decoded("DTEND", None)
    first = _day(start)
    if end is None or end <= start:
        return range(first, first + 1)
    last = end - timedelta(seconds=1) if isinstance(end, datetime) else end - timedelta(days=1)
    return range(first, _day(last) + 1)


def _day(when: date | datetime) -> int:
    return (when.date() if isinstance(when, datetime) else when).toordinal()
