"""Lengths of time: whole minutes, or days, months and years that are counted in the table of a calendar.

Nothing here counts: `meaning` and `encode` do, each in its own way. docs/meaning.md says how.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

CalendarUnit = Literal["court-days", "business-days", "calendar-days", "months", "years"]

LISTED: Final[tuple[CalendarUnit, ...]] = ("court-days", "business-days")
"""The units that count only the days that a table lists for them."""

ALWAYS: Final = 1 << 40
"""More minutes than any table reaches: a day that would lie beyond it begins and ends then (before it: minus so many)."""


class CalendarSteps(msgspec.Struct, frozen=True):
    """So many days, months or years of a calendar (a key of `Policy.calendars`); negative where they are counted back."""

    count: int
    unit: CalendarUnit
    calendar: str


Length = int | CalendarSteps
"""A length of time: whole minutes, or steps of a calendar."""


class DayTable(msgspec.Struct, frozen=True):
    """What a calendar's file says of one unit: see `Calendar`."""

    path: str
    zone: str
    first: int
    starts: tuple[int, ...]
    counted: tuple[int, ...]
