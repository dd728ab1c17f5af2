"""One file's bytes to its text, or to a message that says why not."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.files.finding import LITERATE, STDIN_NAME, Wanted
from policyproof.source import Source, Span
from policyproof.syntax.literate import is_literate

LIMIT = 4 * 1024 * 1024
"""The largest file that is read, in bytes."""

MARK = b"\xef\xbb\xbf"
"""The byte order mark that some editors put at the start of a file, and need there."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_END = re.compile(rb"\r\n|\n|\r")


class Content(msgspec.Struct, frozen=True):
    """A file's text, without a byte order mark; `marked`: it had one."""

    source: Source
    marked: bool

    def with_text(self, text: str) -> bytes:
        """The bytes of the file with another text, or with its own."""
        return (MARK if self.marked else b"") + text.encode()


def read(wanted: Wanted) -> Source | Diagnostic:
    """The text of a file. Never raises for what a file system may do."""
    content = read_content(wanted)
    return content if isinstance(content, Diagnostic) else content.source


def read_content(wanted: Wanted) -> Content | Diagnostic:
    """The same for those who will write the file."""
    path = wanted.shown
    try:
        data = _bytes(wanted.place)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        return Diagnostic(
            "PP006", "error", f"`{path}` cannot be read: {reason}", None, path, help="check the file and its permissions"
        )
    if len(data) > LIMIT:
        message = f"`{path}` is larger than {LIMIT // (1024 * 1024)} MB"
        return Diagnostic("PP005", "error", message, None, path, help="split it into several files")
    source = _decode(path, data)
    return source if isinstance(source, Diagnostic) else Content(source, data.startswith(MARK))


def _bytes(place: Path | None) -> bytes:
    """At most one byte more than the limit: enough to know that there are too many."""
    if place is None:
        return sys.stdin.buffer.read(LIMIT + 1) if sys.stdin is not None else b""  # None: started with it closed
    with place.open("rb") as file:
        return file.read(LIMIT + 1)


def _decode(path: str, data: bytes) -> Source | Diagnostic:
    marked = len(MARK) if data.startswith(MARK) else 0
    data = data[marked:]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = f"`{path}` is UTF-16, and policies are UTF-8"
        return Diagnostic("PP004", "error", message, Span(path, 0, 0, 1, 1), path, help="save it as UTF-8")
    strange = _CONTROL.search(data)
    if strange is not None:
        byte = f"byte {marked + strange.start() + 1} is {data[strange.start()]:#04x}"
        return Diagnostic(
            "PP004",
            "error",
            f"`{path}` is not a text file: {byte}",
            _place(path, data, strange.start()),
            path,
            help="give a policy file",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"`{path}` is not UTF-8: byte {marked + error.start + 1} is {data[error.start]:#04x}"
        advice = "save it as UTF-8"
        legacy = data[error.start : error.start + 1].decode("cp1252", "replace")
        if legacy.isalpha() or legacy in "\u00a7\u201c\u201d\u2018\u2019\u2013\u2014\u00a0\u20ac":
            advice += f" (it looks like Latin-1 or Windows-1252, where this byte is `{legacy}`)"
        return Diagnostic("PP004", "error", message, _place(path, data, error.start), path, help=advice)
    return source_of(path, text)


def source_of(path: str, text: str) -> Source:
    """A text as a file of that name. The standard input has no name that tells: there the text does."""
    return Source(path, text, path.endswith(LITERATE) or (path == STDIN_NAME and is_literate(text)))


def _place(path: str, data: bytes, offset: int) -> Span:
    """The line and column of a byte, in a file whose text before it may be decoded."""
    ends = [match.end() for match in _LINE_END.finditer(data, 0, offset)]
    start = ends[-1] if ends else 0
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    position = len(data[:offset].decode("utf-8", "replace"))
    return Span(path, position, position, len(ends) + 1, column)
