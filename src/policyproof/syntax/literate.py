"""Literate files: Markdown in which the fences marked `policy` are the law, and everything else explains it.

Fences are found as GitHub shows them (CommonMark 0.31, 4.4 to 4.6): whatever a reader of the page sees as a policy is read, and
nothing else. Where that cannot be promised (a fence in a quote or a list, inside HTML, or never closed) it is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from policyproof.source import LINE_END

LANGUAGE: Final = "policy"
"""What marks a fence of ours: the first word behind its opening marks."""

_FENCE = re.compile(r"(?P<indent> {0,3})(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)", re.DOTALL)
_INSET = re.compile(
    r"(?:[ \t]*(?:(?:>|[-*+]|[0-9]{1,9}[.)])[ \t]*)+| {4}[ \t]*| {0,3}\t[ \t]*)(?:`{3,}|~{3,})(?P<info>.*)", re.DOTALL
)
_ATX = re.compile(r" {0,3}(?P<level>#{1,6})(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+)[ \t]*")
_COMMENT = re.compile(r" {0,3}<!--")
_HTML = re.compile(r" {0,3}</?[A-Za-z]")
_NO_PARAGRAPH = re.compile(r" {0,3}(?:>|[-*+](?:[ \t]|$)|[0-9]{1,9}[.)](?:[ \t]|$))")
_NOT_A_LINE_END = re.compile(r"[^\r\n]+")


class Fence(msgspec.Struct, frozen=True):
    """The text between the marks, from the first of its lines up to the closing marks' line; `indent`: of the opening marks."""

    start: int
    end: int
    indent: int


class Heading(msgspec.Struct, frozen=True):
    """A heading's words, and where its line is."""

    level: int
    text: str
    start: int
    end: int


class Fault(msgspec.Struct, frozen=True):
    """Something for which it cannot be told what is law, and where."""

    message: str
    advice: str
    start: int
    end: int


class Pages(msgspec.Struct, frozen=True):
    """What a literate file consists of, in the order of the text."""

    fences: tuple[Fence, ...]
    headings: tuple[Heading, ...]
    faults: tuple[Fault, ...]


def is_literate(text: str) -> bool:
    """Whether a text of unknown name is a literate file: no other policy can have a line that opens a fence marked `policy`."""
    return bool(pages(text).fences)


@lru_cache(maxsize=16)
def pages(text: str) -> Pages:
    """The fences and headings of a Markdown text."""
    reader = _Reader(text)
    for line in _lines(text):
        reader.line(line)
    return reader.done()


@lru_cache(maxsize=16)
def law_of(text: str) -> str:
    """The text with blanks in the place of everything but the fences' inside: each offset and each line stays what it was."""
    pieces: list[str] = []
    position = 0
    for fence in pages(text).fences:
        pieces += [_blank(text[position : fence.start]), text[fence.start : fence.end]]
        position = fence.end
    return "".join([*pieces, _blank(text[position:])])


def _blank(text: str) -> str:
    return _NOT_A_LINE_END.sub(lambda found: " " * len(found[0]), text)


class _Line(msgspec.Struct, frozen=True):
    """A line; `after` is where the next one starts."""

    text: str
    start: int
    after: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for end in LINE_END.finditer(text):
        yield _Line(text[start : end.start()], start, end.end())
        start = end.end()
    yield _Line(text[start:], start, len(text))


class _Open(msgspec.Struct, frozen=True):
    """A fence whose end is not found yet."""

    marks: str
    line: _Line
    indent: int
    is_ours: bool

    def is_closed_by(self, line: _Line) -> bool:
        found = _FENCE.fullmatch(line.text)
        return (
            found is not None
            and found["marks"][0] == self.marks[0]
            and len(found["marks"]) >= len(self.marks)
            and not found["info"].strip(" \t")
        )


class _Reader:
    """Goes through the lines of a Markdown text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fences: list[Fence] = []
        self.headings: list[Heading] = []
        self.faults: list[Fault] = []
        self._open: _Open | None = None
        self._comment: _Line | None = None
        self._in_html = False
        self._paragraph: list[_Line] = []

    def done(self) -> Pages:
        if self._open is not None:
            marks = self._open.marks
            self._fault("this fence is never closed", f"end it with a line ` {marks} `", self._open.line)
        if self._comment is not None:
            self._fault("this comment is never closed", "end it with `-->`", self._comment)
        return Pages(tuple(self.fences), tuple(self.headings), tuple(self.faults))

    def line(self, line: _Line) -> None:
        if self._open is not None:
            self._inside(self._open, line)
        elif self._comment is not None:
            self._comment = None if "-->" in line.text else self._comment
        elif not line.text.strip(" \t\f"):
            self._paragraph, self._in_html = [], False
        elif self._in_html:
            self._inset(_FENCE.fullmatch(line.text), line, "inside HTML", "put an empty line before it")
        elif (found := _FENCE.fullmatch(line.text)) is not None:
            self._opening(found, line)
        elif _COMMENT.match(line.text):
            self._comment = None if "-->" in line.text else line
            self._paragraph = []
        else:
            self._words(line)

    def _inside(self, fence: _Open, line: _Line) -> None:
        if not fence.is_closed_by(line):
            return
        if fence.is_ours:
            self.fences.append(Fence(fence.line.after, line.start, fence.indent))
        self._open = None

    def _opening(self, found: re.Match[str], line: _Line) -> None:
        marked = _mark(found["info"])
        if marked != LANGUAGE and marked.casefold().strip("{}.") == LANGUAGE:
            self._fault(f"`{marked}` does not mark a policy", f"write `{found['marks']}{LANGUAGE}`", line)
        self._open = _Open(found["marks"], line, len(found["indent"]), is_ours=marked == LANGUAGE)
        self._paragraph = []

    def _words(self, line: _Line) -> None:
        """A line of text or a heading."""
        atx, underline = _ATX.match(line.text), _UNDERLINE.fullmatch(line.text)
        if atx is not None:
            self.headings.append(Heading(len(atx["level"]), _title(line.text[atx.end() :]), line.start, line.end))
            self._paragraph = []
        elif underline is not None and self._paragraph:
            first, last = self._paragraph[0], self._paragraph[-1]
            text = " ".join(each.text.strip() for each in self._paragraph)
            self.headings.append(Heading(1 if underline["mark"][0] == "=" else 2, text, first.start, last.end))
            self._paragraph = []
        elif _HTML.match(line.text):
            self._in_html, self._paragraph = True, []
        else:
            where = "in a quote, in a list or further in than three blanks"
            self._inset(_INSET.fullmatch(line.text), line, where, "start it at the margin")
            if _NO_PARAGRAPH.match(line.text):
                self._paragraph = []
            else:
                self._paragraph.append(line)

    def _inset(self, found: re.Match[str] | None, line: _Line, where: str, advice: str) -> None:
        """Reports a fence of ours where it is none for GitHub, or cannot be told apart from what surrounds it."""
        if found is not None and _mark(found["info"]).casefold() == LANGUAGE:
            self._fault(f"a fence marked `{LANGUAGE}` is not read {where}", advice, line)

    def _fault(self, message: str, advice: str, line: _Line) -> None:
        self.faults.append(Fault(message, advice, line.end - len(line.text.lstrip(" \t")), line.end))


def _title(text: str) -> str:
    """The words of a heading behind its marks, without those that may close it."""
    words = text.strip(" \t")
    open_end = words.rstrip("#")
    return open_end.rstrip(" \t") if not open_end or open_end.endswith((" ", "\t")) else words


def _mark(info: str) -> str:
    """The first word behind the marks of a fence."""
    return next(iter(info.split()), "")
