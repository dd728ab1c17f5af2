"""Words that any sentence may need: lists, numbers, lengths of time, possessives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from policyproof.policy.calendars import CalendarSteps, Length

_HOUR = 60
_DAY = 24 * _HOUR
_HOURS_UP_TO = 3 * _DAY
"""Up to three days a length is told in hours, as deadlines in law are: `72 hours`."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Day(Protocol):
    """Anything that has a date."""

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int: ...
    @property
    def day(self) -> int: ...


def joined(items: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b, and c`; with semicolons where an item has a comma of its own."""
    if len(items) <= 1:
        return "".join(items)
    comma = ";" if any("," in item for item in items) else ","
    if len(items) == 2 and comma == ",":  # noqa: PLR2004 - a pair needs no comma
        return f"{items[0]} {word} {items[1]}"
    return f"{f'{comma} '.join(items[:-1])}{comma} {word} {items[-1]}"


def duration(length: Length) -> str:
    """`72 hours`, `30 days`, `1 hour and 30 minutes`, `3 court days`. A negative length is told by its size."""
    if isinstance(length, CalendarSteps):
        return counted(abs(length.count), length.unit.removesuffix("s").replace("-", " "))
    left = abs(length)
    if left % _HOUR == 0 and left <= _HOURS_UP_TO and left:
        return counted(left // _HOUR, "hour")
    parts = []
    if left > _HOURS_UP_TO or left % _DAY == 0:
        days, left = divmod(left, _DAY)
        parts += [counted(days, "day")] if days else []
    hours, left = divmod(left, _HOUR)
    parts += [counted(hours, "hour")] if hours else []
    parts += [counted(left, "minute")] if left or not parts else []
    return joined(parts)


def date(iso: str) -> str:
    """`2022-07-01` → `1 July 2022`."""
    year, month, day = iso.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def in_months(day: Day) -> str:
    """`1 July 2022`."""
    return date(f"{day.year}-{day.month}-{day.day}")


def counted(number: int, noun: str) -> str:
    """`1 day`, `2 days`, `0 policies`."""
    return f"{number} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """`person` → `people`, `agency` → `agencies`, `search` → `searches`."""
    if noun.lower().endswith("person"):
        return noun[:-4] + "ople"
    if noun.endswith("y") and noun[-2:-1] not in set("aeiou"):
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def in_words(number: int) -> str:
    """`two`; in figures above twelve."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def times(number: int) -> str:
    """`once`, `twice`, `four times`."""
    return {1: "once", 2: "twice"}.get(number) or f"{in_words(number)} times"


def ordinal(index: int) -> str:
    """The word for the place `index` (from 0): `first`; `11th` and so on beyond the tenth."""
    return _ORDINALS[index] if index < len(_ORDINALS) else f"{index + 1}th"


def possessive(noun: str) -> str:
    """`Ring's`, `the police's`, `the agencies'`."""
    return f"{noun}'" if noun.endswith("s") else f"{noun}'s"


def article(noun: str) -> str:
    """`a post`, `an agency`."""
    return f"an {noun}" if noun[:1].lower() in set("aeiou") else f"a {noun}"
