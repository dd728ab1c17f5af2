"""Writing to terminals, pipes and consoles that know few letters."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Self, TextIO


class OutputError(Exception):
    """The report could not be written (a full disk, say); the message says why."""


def write(text: str) -> None:
    """Print `text`. Letters that the console lacks become their nearest; a reader who stops reading early is no failure.

    Raises `OutputError` where nothing can be written.
    """
    stream = sys.stdout
    if stream is not None:  # None: started with standard output closed
        _put(lambda: stream.write(_writable(text, stream)), stream)


def emit(data: bytes) -> None:
    """Put out exact bytes, whatever the console's letters and line ends are; otherwise as `write`."""
    stream = sys.stdout
    if stream is not None and data:
        stream.flush()
        _put(lambda: stream.buffer.write(data), stream)


def _put(act: Callable[[], object], stream: TextIO) -> None:
    try:
        act()
        stream.flush()
    except OSError as failure:
        # What is still buffered must go nowhere, or Python complains when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(failure, BrokenPipeError):  # else the reader has gone, and is not to be told
            raise OutputError(f"the report cannot be written: {failure.strerror}") from failure


def complain(text: str) -> None:
    """Say something on standard error, if there is one."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(_writable(f"policyproof: {text}\n", stream))
        stream.flush()
    except OSError:  # nobody can be told any more
        return


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is watching: a terminal that can move its cursor."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO | None) -> bool:
    """Colour goes to terminals only, and never against NO_COLOR (any value but the empty one, as no-color.org has it)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def _writable(text: str, stream: TextIO) -> str:
    from policyproof.report.letters import printable

    return printable(text, stream.encoding or "ascii")


class Progress:
    """`checking 3/12 name` on a terminal's standard error, wiped when done; silent everywhere else."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = total > 1 and is_terminal(sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._say("")

    def step(self, name: str) -> None:
        """The next of them is begun."""
        self._done += 1
        self._say(f"checking {self._done}/{self._total} {name}")

    def _say(self, text: str) -> None:
        if self._shown:
            import shutil

            width = max(shutil.get_terminal_size().columns - 1, 1)  # a line that wraps could not be wiped
            sys.stderr.write("\r\x1b[K" + _writable(text[:width], sys.stderr))
            sys.stderr.flush()
