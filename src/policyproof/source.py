"""A file's text and places in it: the ground floor, on which every message stands."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

LINE_END = re.compile(r"\r\n|\n|\r")
"""What ends a line: nothing else does, whatever Unicode may say."""


@lru_cache(maxsize=16)
def line_starts(text: str) -> tuple[int, ...]:
    """Where each line of a text begins. Kept for some texts, as every message about a text asks for one of its lines."""
    return (0, *(end.end() for end in LINE_END.finditer(text)))


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
    """The decoded text of one file. `path` is what messages call it; `literate`: it is Markdown with policies in fences."""

    path: str
    text: str
    literate: bool = False

    def line_text(self, line: int) -> str:
        """The text of one line (numbered from 1), without its line end; empty beyond the last."""
        starts = line_starts(self.text)
        if not 0 < line <= len(starts):
            return ""
        end = LINE_END.search(self.text, starts[line - 1])
        return self.text[starts[line - 1] : end.start() if end else len(self.text)]
