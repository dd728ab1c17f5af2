"""The span of a policy with a calendar: when events may happen from which its days are counted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import assert_never

import msgspec

from policyproof.policy.calendars import LISTED, CalendarSteps, Length
from policyproof.policy.formulas import EventPoint, Extremum, LookBack, Point, Relation, Shifted
from policyproof.policy.model import Calendar, Deadline, Policy

_DAYS = {"calendar-days": 1, "months": 31, "years": 366}
"""The most days that a step has, where all days count."""


class Period(msgspec.Struct, frozen=True):
    """From the first to the last minute (`first > last`: none fits). `events` are those from which days are counted."""

    first: int
    last: int
    zone: str
    events: frozenset[str]


@lru_cache(maxsize=16)
def period_of(policy: Policy) -> Period | None:
    """The span of a policy; None where it has no calendar."""
    if not policy.calendars:
        return None
    tables = policy.calendars.values()
    zone = next(iter(tables)).zone
    first, last = max(table.starts[0] for table in tables), min(table.starts[-1] - 1 for table in tables)
    finder = _Finder(policy.calendars, first, last)
    for length, base in _counted(policy):
        finder.count(length, base, first, last)
    return Period(finder.first, finder.last, zone, frozenset(finder.events))


class _Finder:
    """Narrows the span, length by length."""

    def __init__(self, calendars: Mapping[str, Calendar], first: int, last: int) -> None:
        self.calendars = calendars
        self.first = first
        self.last = last
        self.events: dict[str, None] = {}

    def count(self, length: Length, base: Point, low: int, high: int) -> None:
        """The minutes that may lie a length from an end are `low` to `high`: what minutes may the end have?"""
        if isinstance(length, CalendarSteps):
            low, high = _room(self.calendars[length.calendar], length, low, high)
        else:
            low, high = low - length, high - length
        self._reach(base, low, high)

    def _reach(self, point: Point, low: int, high: int) -> None:
        match point:
            case EventPoint(event=event):
                self.events[event] = None
                self.first, self.last = max(self.first, low), min(self.last, high)
            case Shifted(base=base, length=length):
                self.count(length, base, low, high)
            case Extremum(points=points):
                for part in points:
                    self._reach(part, low, high)
            case _:
                assert_never(point)


def _room(calendar: Calendar, steps: CalendarSteps, low: int, high: int) -> tuple[int, int]:
    """The minutes from which the day so many steps away lies between two minutes, or nearly all of them."""
    earliest, latest = _days(calendar, low, high)
    if steps.unit in LISTED:
        counted = calendar.counted[bisect_left(calendar.counted, earliest) : bisect_right(calendar.counted, latest)]
        if abs(steps.count) > len(counted):
            return low, low - 1
        if steps.count > 0:
            latest = counted[-steps.count] - 1
        else:
            earliest = counted[-steps.count - 1] + 1
    elif steps.count > 0:
        latest -= steps.count * _DAYS[steps.unit]
    else:
        earliest -= steps.count * _DAYS[steps.unit]
    if not calendar.first <= earliest <= latest <= calendar.last:
        return low, low - 1
    place, past = earliest - calendar.first, latest - calendar.first + 1
    return max(low, calendar.starts[place]), min(high, calendar.starts[past] - 1)


def _days(calendar: Calendar, low: int, high: int) -> tuple[int, int]:
    """The first and the last day of a table that lie wholly between two minutes."""
    first = calendar.first + bisect_left(calendar.starts, low)
    return first, calendar.first + bisect_right(calendar.starts, high + 1) - 2


def _counted(policy: Policy) -> Iterator[tuple[CalendarSteps, Point]]:
    """The lengths in days of a calendar that a policy, and the laws that it is compared with, name: each with what it is
    counted from.
    """
    waiting: list[object] = [*_parts(policy), *(part for other in policy.others.values() for part in _parts(other))]
    while waiting:
        match waiting.pop():
            case tuple() as parts:
                waiting.extend(parts)
            case msgspec.Struct() as part:
                match part:
                    case Relation(op=form, length=CalendarSteps() as length, right=base):
                        yield _directed(length, form), base
                    case Deadline(form=form, length=CalendarSteps() as length, trigger=base):
                        yield _directed(length, form), base
                    case LookBack(event=event, args=args, length=CalendarSteps() as length):
                        yield length, EventPoint(part.span, event, args)
                    case Shifted(length=CalendarSteps() as length, base=base):
                        yield length, base
                    case _:
                        pass
                waiting.extend(getattr(part, field) for field in part.__struct_fields__)
            case _:
                pass


def _directed(length: CalendarSteps, form: str) -> CalendarSteps:
    return CalendarSteps(-length.count, length.unit, length.calendar) if form.endswith(" before") else length


def _parts(policy: Policy) -> Iterator[object]:
    for named in (policy.facts, policy.terms, policy.assumptions, policy.hypotheses, policy.rules, policy.delays):
        yield from named.values()
    yield from policy.properties.values()
    yield from policy.cases.values()
    yield from policy.laws.values()
