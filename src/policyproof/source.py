"""A file's text and places in it: the ground floor, on which every message stands."""

from __future__ import annotations

import re

import msgspec

LINE_END = re.compile(r"\r\n|\n|\r")
"""What ends a line: nothing else does, whatever Unicode may say."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of one file: from `start` up to, not including, `end` (offsets in characters)."""

    path: str
    start: int
    end: int
    line: int
    column: int

    def through(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of `other`."""
        return Span(self.path, self.start, max(self.end, other.end), self.line, self.column)


class Source(msgspec.Struct, frozen=True):
    """The decoded text of one file. `path` is what messages call it."""

    path: str
    text: str

    def line_text(self, line: int) -> str:
        """The text of one line (numbered from 1), without its line end; empty beyond the last."""
        lines = LINE_END.split(self.text)
        return lines[line - 1] if 0 < line <= len(lines) else ""
