"""Lengths of time that only a calendar can measure, and what they come to in days of 24 hours."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

from policyproof.diagnostics import Edit
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.building import Notes
from policyproof.syntax.readings import Reading, note

_MONTHS_A_YEAR: Final = 12
_WORKING_DAYS_A_WEEK: Final = 5
_MOST: Final = 1200
"""Months. Of longer times nothing is said in days."""
_LEAP_CYCLE: Final = 400
"""Years after which the calendar repeats itself."""


def calendar_unit(number: n.Whole, unit: n.Mark, notes: Notes) -> int:
    """Notes a length such as `2 months` or `3 court days`, with the lengths that may be meant; the first of them, in days."""
    place = number.span.through(unit.span)
    amount = number.value
    one_word = "-".join(unit.text.split())
    name = one_word.removesuffix("s")
    many = one_word if one_word.endswith("s") else f"{one_word}s"
    if notes.outline.may_count_days and one_word != unit.text:
        edits = (Edit(notes.tokens.span(unit.span.start, unit.span.end), one_word),)
        reading = Reading(f"{amount} {one_word}", None, edits)
        note(notes, "PP034", f"`{unit.text}` is one word here", unit.span, [reading])
        return 0
    listed = many if name in {"court-day", "business-day"} else "calendar-days"
    otherwise = f'or declare a calendar that counts them: `calendar {listed} "…" from "days.csv"`'
    found: tuple[tuple[int, str | None], ...] = ()
    if name == "calendar-day":
        found = ((amount, None),)
    elif name in {"month", "year"} and 0 < amount * (_MONTHS_A_YEAR if name == "year" else 1) <= _MOST:
        least, most = _days(amount * (_MONTHS_A_YEAR if name == "year" else 1))
        found = ((least, "the shortest that it can be"), (most, "the longest that it can be"))
    elif name in {"court-day", "business-day"} and 0 < amount <= _MOST:
        weekends = -(-amount // _WORKING_DAYS_A_WEEK)
        found = ((amount, "no day off in between"), (amount + 2 * weekends, "with weekends in between, and no holiday"))
    message = f"`{notes.text(place)}` has no fixed length"
    if name == "calendar-day":
        message = f"days are 24 hours each here, so `{unit.text}` says no more than `days`"
    if not found:
        notes.error("PP034", message, place, advice="write the time in days or hours")
        return 0
    readings = [_reading(place, days, meaning, notes) for days, meaning in found]
    note(notes, "PP034", message, place, readings, label="how long is this?", otherwise=otherwise)
    return found[0][0]


def _reading(place: Span, days: int, meaning: str | None, notes: Notes) -> Reading:
    text = f"{days} day{'' if days == 1 else 's'}"
    return Reading(text, meaning, (Edit(notes.tokens.span(place.start, place.end), text),))


@cache
def _days(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many months can have, from the first of one of them on."""
    lengths = set()
    for year in range(2000, 2000 + _LEAP_CYCLE):
        for month in range(1, _MONTHS_A_YEAR + 1):
            later = year * _MONTHS_A_YEAR + month - 1 + months
            end = dt.date(later // _MONTHS_A_YEAR, later % _MONTHS_A_YEAR + 1, 1)
            lengths.add((end - dt.date(year, month, 1)).days)
    return min(lengths), max(lengths)
