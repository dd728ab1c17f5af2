"""Counting days, months and years in the table of a calendar."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import assert_never

from policyproof.meaning.moments import Moment
from policyproof.policy.calendars import ALWAYS, CalendarSteps
from policyproof.policy.model import Calendar

_YEAR = 12


def counted_day(calendar: Calendar, steps: CalendarSteps, minute: Moment) -> tuple[int, int]:
    """The first and the last minute of the day so many steps after the day of `minute` (before it, if they are negative)."""
    here = calendar.first + bisect_right(calendar.starts, minute) - 1  # a day too early or too late, outside the table
    there = _day(calendar, steps, here)
    if there < calendar.first:
        return -ALWAYS, -ALWAYS
    if there > calendar.last:
        return ALWAYS, ALWAYS
    place = there - calendar.first
    return calendar.starts[place], calendar.starts[place + 1] - 1


def _day(calendar: Calendar, steps: CalendarSteps, day: int) -> int:
    match steps.unit:
        case "court-days" | "business-days":
            return _listed(calendar, steps.count, day)
        case "calendar-days":
            return day + steps.count
        case "months":
            return _months_later(day, steps.count)
        case "years":
            return _months_later(day, steps.count * _YEAR)
        case _:
            assert_never(steps.unit)


def _listed(calendar: Calendar, count: int, day: int) -> int:
    """The day by which so many listed days have passed; one outside the table, if it lists too few."""
    counted = calendar.counted
    if count > 0:
        place = bisect_right(counted, day) + count - 1
        return counted[place] if place < len(counted) else calendar.last + 1
    place = bisect_left(counted, day) + count
    return counted[place] if place >= 0 else calendar.first - 1


def _months_later(day: int, months: int) -> int:
    """The same day of another month, or its last day."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * _YEAR + start.month - 1 + months, _YEAR)
    if not date.min.year <= year < date.max.year:
        return date.min.toordinal() if months < 0 else date.max.toordinal()
    first = date(year, month + 1, 1).toordinal()
    next_first = date(year + (month + 1) // _YEAR, (month + 1) % _YEAR + 1, 1).toordinal()
    return min(first + start.day, next_first) - 1
