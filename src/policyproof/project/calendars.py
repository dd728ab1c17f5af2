"""A calendar's file (CSV, or iCalendar) to its table, or to messages that say why not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.policy.calendars import LISTED, DayTable
from policyproof.policy.zones import first_minute, zone_of
from policyproof.source import LINE_END, Source, Span, line_starts

SUFFIXES: Final = (".csv", ".ics")
"""How the names of files end that a calendar can be read from."""

_ZONE = re.compile(r"#\s*zone:\s*(\S+)\s*", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_DAYS = 40_000
_MOST_MESSAGES = 5
"""Of one file: where the first rows are wrong, all are."""
_LONGEST_HOLE = 31
"""Days in a row of which none counts; more are a table with a piece missing."""


def read_table(source: Source, unit: str) -> DayTable | tuple[Diagnostic, ...]:
    """The days of a file that count for a unit, or what is wrong with it."""
    if source.path.endswith(".ics"):
        from policyproof.project.icalendar import holidays  # noqa: PLC0415  # an extra, which tables in CSV do without

        found = holidays(source)
    else:
        found = _Csv(source).days(unit)
    if isinstance(found, tuple):
        return found
    every = tuple(range(found.days[0], found.days[-1] + 1))
    return _table(source, found.zone, every, found.counted if unit in LISTED else every)


class Row(msgspec.Struct, frozen=True):
    """A day, and where it stands."""

    day: int
    span: Span


class Days(msgspec.Struct, frozen=True):
    """The days that a table speaks of, in order (the first and the last are enough), and those that count."""

    zone: str
    days: tuple[int, ...]
    counted: tuple[int, ...]


def _table(source: Source, zone: str, days: tuple[int, ...], counted: tuple[int, ...]) -> DayTable | tuple[Diagnostic, ...]:
    if len(days) > _MOST_DAYS:
        message = f"the days of `{source.path}` span more than a century"
        return (problem(source, message, "leave out the days that no case can be about"),)
    starts = tuple(first_minute(zone, day) for day in (*days, days[-1] + 1))
    return DayTable(source.path, zone, days[0], starts, counted)


def problem(source: Source, message: str, advice: str, span: Span | None = None) -> Diagnostic:
    """An error in a calendar's file."""
    return Diagnostic("PP012", "error", message, span or place(source, 0, 0), source.path, help=advice)


def place(source: Source, start: int, end: int) -> Span:
    """A stretch of a file, by offsets."""
    starts = line_starts(source.text)
    line = bisect_right(starts, start)
    return Span(source.path, start, end, line, start - starts[line - 1] + 1)


class _Csv:
    """Reads `day` or `day,kind`, one day a row, in order; `# zone: …` says where it is."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []

    def days(self, unit: str) -> Days | tuple[Diagnostic, ...]:
        """The days that count for a unit (for one that counts them all: the days listed), or what is wrong."""
        zone = self._zone()
        rows = list(self._rows())
        counted = [row for row, kinds in rows if kinds is None or unit in kinds or unit not in LISTED]
        if not self.problems:
            self._check_order([row for row, _ in rows])
        if not self.problems and not counted:
            self._error(f"no day of `{self.source.path}` counts for `{unit}`", "list the days that do, one a line")
        if not self.problems:
            self._check_holes(counted)
        if self.problems or zone is None:
            return tuple(self.problems[:_MOST_MESSAGES])
        return Days(zone, tuple(row.day for row, _ in rows), tuple(row.day for row in counted))

    def _error(self, message: str, advice: str, span: Span | None = None) -> None:
        self.problems.append(problem(self.source, message, advice, span))

    def _zone(self) -> str | None:
        for line, offset in _lines(self.source):
            found = _ZONE.fullmatch(line.strip())
            if found is None:
                continue
            if zone_of(found[1]) is not None:
                return found[1]
            start = offset + line.index(found[1])
            span = place(self.source, start, start + len(found[1]))
            advice = "name it as the tz database does: `America/New_York` (on Windows: install `tzdata`)"
            self._error(f"no zone is called `{found[1]}`", advice, span)
            return None
        advice = "add a line such as `# zone: America/New_York` at its top"
        self._error(f"`{self.source.path}` does not say in which zone its days begin and end", advice)
        return None

    def _rows(self) -> Iterator[tuple[Row, list[str] | None]]:
        """The days, each with the units for which it counts, where the file says them."""
        header: list[str] | None = None
        for line, offset in _lines(self.source):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            cells = [cell.strip().strip('"').strip() for cell in line.split(",")]
            span = place(self.source, offset, offset + len(line))
            if header is None:
                header = [cell.lower() for cell in cells]
                if header not in (["day"], ["day", "kind"]):
                    self._error("the first row of a calendar is `day`, or `day,kind`", "write that above the days", span)
                    return
                continue
            if len(self.problems) >= _MOST_MESSAGES:
                return
            day = _day(cells[0])
            if len(cells) != len(header):
                self._error(f"this row has {len(cells)} cells, and the first row {len(header)}", "make them as many", span)
            elif day is None:
                start = offset + (line.index(cells[0]) if cells[0] else 0)
                cell = place(self.source, start, start + len(cells[0]))
                self._error(f"`{cells[0]}` is no day", "write it as year, month and day: `2026-11-25`", cell)
            else:
                yield Row(day, span), cells[1].split() if len(cells) > 1 else None
        if header is None:
            self._error(f"`{self.source.path}` lists no days", "list them one a line below a row `day`")

    def _check_order(self, rows: list[Row]) -> None:
        for before, row in pairwise(rows):
            if row.day <= before.day:
                what = "comes twice" if row.day == before.day else f"comes after {_iso(before.day)}"
                self._error(f"{_iso(row.day)} {what}", "list each day once, in order", row.span)

    def _check_holes(self, counted: list[Row]) -> None:
        for before, row in pairwise(counted):
            if row.day - before.day > _LONGEST_HOLE:
                message = f"no day counts between {_iso(before.day)} and {_iso(row.day)}: {row.day - before.day - 1} in a row"
                self._error(message, "add the days that are missing", row.span)


def _lines(source: Source) -> Iterator[tuple[str, int]]:
    """The lines without their ends, each with its offset."""
    for start in line_starts(source.text):
        end = LINE_END.search(source.text, start)
        yield source.text[start : end.start() if end else len(source.text)], start


def _day(text: str) -> int | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
