"""Days of a calendar as terms: when the day that lies so many steps away begins and ends, as a step function of a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal, cast

from policyproof.encode.grounding import Grounding
from policyproof.logic.terms import END, Lit, Time
from policyproof.policy.calendars import ALWAYS, CalendarSteps, CalendarUnit, Length
from policyproof.policy.model import Calendar

Edge = Literal["first", "last"]
"""The first or the last minute of a day."""

_MONTHS = 12


def epoch(g: Grounding) -> Time:
    """1970-01-01 00:00 UTC, from which the minutes of a policy with a calendar are counted."""
    return g.terms.time(("epoch",))


def far(g: Grounding, length: Length, time: Time, edge: Edge, *, back: bool = False) -> Time:
    """What lies a length after a minute (or `back` before it): its first or its last minute, which for minutes are one."""
    variable, offset = time
    if isinstance(length, int):
        return (variable, offset - length if back else offset + length)
    steps = CalendarSteps(-length.count, length.unit, length.calendar) if back else length
    if variable == END[0]:  # after the table's last day
        if steps.count > 0:
            return (variable, ALWAYS)
        return (epoch(g)[0], stairs(g.policy.calendars[steps.calendar], steps, edge)[-1][1])
    key = ("day", steps.count, steps.unit, steps.calendar, edge, time)
    day = g.terms.time(key)
    if key not in g.sides:
        g.sides[key] = tuple(_sentences(g, stairs(g.policy.calendars[steps.calendar], steps, edge), time, day))
    return day


def _sentences(g: Grounding, steps: tuple[tuple[int, int], ...], time: Time, day: Time) -> Iterator[Lit]:
    """`day` is what the step function makes of `time`."""
    terms = g.terms
    zero, _ = epoch(g)
    lowest, highest = steps[0][1], steps[-1][1]
    yield terms.not_after((zero, lowest), day)
    yield terms.not_after(day, (zero, highest))
    for (_, before), (start, value) in pairwise(steps):
        come = terms.not_after((zero, start), time)
        yield terms.implies(come, terms.not_after((zero, value), day))
        yield terms.disj((come, terms.not_after(day, (zero, before))))


def turns(g: Grounding, variable: int) -> list[Time]:
    """The minutes at which a day that is counted from a time jumps, if the variable is one: see `far`. Else none."""
    match g.terms.times[variable]:
        case ("day", int(count), str(unit), str(calendar), ("first" | "last") as edge, _):
            steps = CalendarSteps(count, cast("CalendarUnit", unit), calendar)
            zero, _ = epoch(g)
            return [(zero, start) for start, _ in stairs(g.policy.calendars[steps.calendar], steps, edge)[1:]]
        case _:
            return []


def counted_from(g: Grounding, variable: int) -> Time | None:
    """The time that a day is counted from, if the variable is such a day."""
    match g.terms.times[variable]:
        case ("day", _, _, _, _, (int(base), int(offset))):
            return (base, offset)
        case _:
            return None


@lru_cache(maxsize=64)
def stairs(calendar: Calendar, steps: CalendarSteps, edge: Edge) -> tuple[tuple[int, int], ...]:
    """The step function, in order: from which minute on it has which value (the first value holds before all)."""
    found: list[tuple[int, int]] = []
    for here, there in _days(calendar, steps):
        start = calendar.starts[here - calendar.first] if here >= calendar.first else -ALWAYS
        value = _edge(calendar, there, edge)
        if not found or found[-1][1] != value:
            found.append((start, value))
    return tuple(found)


def _edge(calendar: Calendar, day: int, edge: Edge) -> int:
    if day < calendar.first:
        return -ALWAYS
    if day > calendar.last:
        return ALWAYS
    place = day - calendar.first
    return calendar.starts[place] if edge == "first" else calendar.starts[place + 1] - 1


def _days(calendar: Calendar, steps: CalendarSteps) -> Iterator[tuple[int, int]]:
    """Each day of the table, one before it and one after it, with the day that lies so many steps away."""
    days = range(calendar.first - 1, calendar.last + 2)
    match steps.unit:
        case "court-days" | "business-days":
            yield from _listed(calendar, steps.count, days)
        case "calendar-days":
            yield from ((day, day + steps.count) for day in days)
        case "months":
            yield from ((day, _shifted(day, steps.count)) for day in days)
        case "years":
            yield from ((day, _shifted(day, _MONTHS * steps.count)) for day in days)


def _listed(calendar: Calendar, count: int, days: range) -> Iterator[tuple[int, int]]:
    """Each day with the listed day that is reached by going on (or back) over so many of them, itself not counted."""
    nowhere = calendar.last + 1 if count > 0 else calendar.first - 1
    past = 0  # how many listed days lie before the day
    for day in days:
        while past < len(calendar.counted) and calendar.counted[past] < day:
            past += 1
        is_listed = past < len(calendar.counted) and calendar.counted[past] == day
        place = past + is_listed + count - 1 if count > 0 else past + count
        yield day, calendar.counted[place] if 0 <= place < len(calendar.counted) else nowhere


def _shifted(day: int, months: int) -> int:
    """The day of the same number in another month, or the last one that it has."""
    start = date.fromordinal(day)
    month = start.month - 1 + months
    year = start.year + month // _MONTHS
    for number in range(start.day, 0, -1):
        try:
            return date(year, month % _MONTHS + 1, number).toordinal()
        except ValueError:  # this month has no such day, or there is no such year
            continue
    return 0 if months < 0 else date.max.toordinal()
