"""When things happen in a story: elapsed times where they matter, ranges where they do not.

A bound is told from the earlier event that it is a round length away from: `within 72 hours after Ring hands over the footage`,
not `within 71 hours and 59 minutes` of whatever came between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from policyproof.english.lists import duration
from policyproof.english.material import Timing

_ROUND = 60
"""Minutes: deadlines are whole hours at least."""


class Told(msgspec.Struct, frozen=True):
    """An event of the story that has been told: its minute and its clause."""

    minute: int
    clause: str


def elapsed(told: Sequence[Told], timing: Timing) -> str:
    """The opening of an event's sentence: `24 hours later`, `At any time within the next 72 hours`, `At any time after that`.

    `told` is what has been told before, in order, and is not empty. A lower bound that is the minute of an earlier event, or
    the one after it, says that it comes after that event; any other is a length that matters.
    """
    last = told[-1].minute
    earliest, latest = timing.earliest, timing.latest
    if earliest == latest == timing.minute:
        if timing.minute <= last + 1:
            return "In the same minute" if timing.minute == last else "Then"
        return _length(told, timing.minute, "exactly")
    after = (
        None if earliest is None else next((one for one in reversed(told) if earliest in {one.minute, one.minute + 1}), None)
    )
    if earliest is None or earliest < told[0].minute or after is not None:
        if latest is not None:
            return _length(told, latest, "at most")
        if after is None:
            return "At any time"
        return "At any time after that" if after.minute == last or after is told[-1] else f"At any time after {after.clause}"
    if latest is None:
        return _length(told, earliest, "at least")
    most = _length(told, latest, "at most").removeprefix("At any time ").lower()
    return f"{_length(told, earliest, 'at least')}, but {most.replace('within the next', 'within')}"


def moment(before: int, minute: int) -> str:
    """A moment at which something is asked, after the event told last: `At that moment`, `24 hours later`."""
    if minute == before:
        return "At that moment"
    return f"{duration(minute - before)} {'later' if minute > before else 'before that'}"


def _length(told: Sequence[Told], bound: int, which: Literal["exactly", "at least", "at most"]) -> str:
    """A bound as a length of time after an event: the last one told, or one from which the length is rounder."""
    near = [*reversed(told)]
    whole = (one for one in near if bound > one.minute and (bound - one.minute) % _ROUND == 0)
    strict = (one for one in near if _distance(bound - one.minute, which) is not None)
    origin = next(whole, None) or next(strict, told[-1])
    gap = bound - origin.minute
    if gap == 0:
        return "At any time up to that moment" if which == "at most" else "At any time after that"
    size = _distance(gap, which) or gap
    open_ended = size != gap
    length = duration(size)
    that = "" if origin is told[-1] else origin.clause
    match which:
        case "exactly":
            return f"Exactly {length} after {that}" if that else f"{length} later"
        case "at least":
            words = "More than" if open_ended else "At least"
            return f"{words} {length} after {that}" if that else f"{words} {length} later"
        case "at most":
            if open_ended:
                return f"Less than {length} after {that}" if that else f"Less than {length} later"
            return f"At any time within {length} after {that}" if that else f"At any time within the next {length}"


def _distance(gap: int, which: Literal["exactly", "at least", "at most"]) -> int | None:
    """The round length that a gap of minutes stands for (a strict bound is a minute off); None where it stands for none."""
    if gap <= 0:
        return None
    if gap % _ROUND == 0:
        return gap
    strict = {"exactly": gap, "at least": gap - 1, "at most": gap + 1}[which]
    return strict if strict % _ROUND == 0 and strict else None
