"""Time: the end that is after everything, and looking through all minutes, of which there are finitely many kinds.

Whatever the language can say about a minute, it says by comparing it with other minutes. So an answer stays the same from one
minute to the next until one of those comparisons turns. `first_minute` asks at some minute, notes with what that minute was
compared, and goes on only where a comparison turns: every kind of minute is asked about, and none twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

Moment = float
"""A whole minute, or `END`."""

END: Moment = math.inf
"""After every event and every due date."""


class _Stretch:
    """The minutes around `start` at which every comparison made so far comes out as it does at `start`."""

    __slots__ = ("high", "low", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.low: Moment = -END
        self.high: Moment = END

    def probe(self, shift: int = 0) -> _Probe:
        """The minute `shift` after the one being asked about."""
        probe = _Probe(self.start + shift)
        probe.stretch = self
        return probe

    def at_most(self, probe: _Probe, other: Moment) -> bool:
        """Whether `probe <= other`, noted."""
        turn = self.start + (other - int(probe))
        if self.start <= turn:
            self.high = min(self.high, turn)
            return True
        self.low = max(self.low, turn + 1)
        return False


class _Probe(int):
    """A minute that stands for a stretch of minutes, and notes with what it is compared.

    It is hashed as the number it is, so that it may stand in keys: a key is found only by way of `==`, which is noted.
    """

    stretch: _Stretch

    def _pair(self, other: Moment) -> bool:
        """Whether the two move together, so that no comparison of them ever turns."""
        return isinstance(other, _Probe) and other.stretch is self.stretch

    def __le__(self, other: Moment) -> bool:
        return int(self) <= int(other) if self._pair(other) else self.stretch.at_most(self, other)

    def __lt__(self, other: Moment) -> bool:
        return int(self) < int(other) if self._pair(other) else self.stretch.at_most(self, other - 1)

    def __ge__(self, other: Moment) -> bool:
        return not self < other

    def __gt__(self, other: Moment) -> bool:
        return not self <= other

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, int | float):
            return False
        return self <= other and self >= other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return int.__hash__(self)

    def __add__(self, minutes: int) -> _Probe:
        return self.stretch.probe(int(self) + minutes - self.stretch.start)

    def __sub__(self, minutes: int) -> _Probe:
        return self + -minutes


def stretches(ask: Callable[[int], bool], first: Moment = -END, last: Moment = END) -> Iterator[tuple[Moment, Moment, bool]]:
    """The minutes from `first` to `last` cut into stretches of one answer each, in order: first minute, last minute, answer.

    `ask` must remember nothing between calls.
    """
    if first > last:
        return
    start = int(first) if first > -END else int(last) if last < END else 0
    found: list[tuple[Moment, Moment, bool]] = []
    at: Moment = start
    while True:  # down to the first stretch
        stretch = _Stretch(int(at))
        answer = ask(stretch.probe())
        found.append((max(stretch.low, first), min(stretch.high, last), answer))
        if stretch.low <= first:
            break
        at = stretch.low - 1
    yield from reversed(found)
    high = found[0][1]
    while high < last:  # and up to the last
        stretch = _Stretch(int(high + 1))
        answer = ask(stretch.probe())
        high = stretch.high
        yield stretch.start, min(high, last), answer


def first_minute(ask: Callable[[int], bool], first: Moment = -END, last: Moment = END) -> int | None:
    """The first minute from `first` to `last` at which `ask` says yes, or None; `ask` must remember nothing between calls.

    Where it says yes at every minute before some other, the last of these is given (0, if at every minute).
    """
    for low, high, answer in stretches(ask, first, last):
        if answer:
            return int(low) if low > -END else int(high) if high < END else 0
    return None
