"""`policyproof fmt`: policies and libraries in canonical layout. Only white space between words ever changes.

What is said about files goes to standard error, so that standard output is free for a text or a patch. A byte order mark stays
where there was one: an editor that puts it there needs it.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from policyproof.faces.cli.exits import AS_CLAIMED, NOT_AS_CLAIMED, USAGE
from policyproof.faces.cli.terminal import complain, emit, wants_colour

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from pathlib import Path

    from policyproof.diagnostics import Diagnostic
    from policyproof.project.finding import Wanted
    from policyproof.source import Source

_BOM = b"\xef\xbb\xbf"


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "fmt",
        help="put policies into canonical layout",
        description="Put policies into canonical layout. Words and comments stay as they are; only white space changes.",
        epilog="exit codes: 0 done; 1 with --check, if something would change; 2 bad input (such files stay as they are)",
        allow_abbrev=False,
    )
    command.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files, folders, or - for standard input to standard output (the current folder)",
    )
    instead = command.add_mutually_exclusive_group()
    instead.add_argument("--check", action="store_true", help="write nothing, and name what would change")
    instead.add_argument("--diff", action="store_true", help="write nothing, and print what would change as a patch")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from policyproof.diagnostics import Diagnostic
    from policyproof.project.finding import find
    from policyproof.project.reading import read
    from policyproof.syntax.format import formatted

    files, wrong = find(arguments.paths, Path.cwd())
    for finding in wrong:
        _report(finding, None)
    failed, changed = bool(wrong), False
    for wanted in files:
        mark = _byte_order_mark(wanted)
        source = read(wanted)
        if isinstance(source, Diagnostic):
            _report(source, None)
            failed = True
            continue
        result = formatted(source)
        errors = [finding for finding in result.diagnostics if finding.severity == "error"]
        for finding in errors:
            _report(finding, source)
        differs = result.text != source.text
        if errors:
            failed = True
        elif arguments.diff:
            emit(_patch(source, result.text) if differs else b"")
        elif arguments.check:
            if differs:
                complain(f"`{wanted.shown}` would change")
        elif wanted.place is None:
            emit(mark + result.text.encode())
        elif differs:
            failed = not _write(wanted.place, wanted.shown, mark + result.text.encode()) or failed
        changed = changed or differs
    if failed:
        return USAGE
    return NOT_AS_CLAIMED if arguments.check and changed else AS_CLAIMED


def _byte_order_mark(wanted: Wanted) -> bytes:
    """The mark at the start of a file, or nothing. What cannot be read is reported when it is read."""
    try:
        if wanted.place is None:
            peek = getattr(sys.stdin.buffer, "peek", None)  # a stand-in for the standard input may lack it
            start = peek(len(_BOM))[: len(_BOM)] if peek else b""
        else:
            with wanted.place.open("rb") as file:
                start = file.read(len(_BOM))
    except OSError:
        return b""
    return _BOM if start == _BOM else b""


def _report(finding: Diagnostic, source: Source | None) -> None:
    from policyproof.report.console import Console
    from policyproof.report.frames import frame

    sources = {source.path: source} if source is not None else {}
    lines = frame(finding, sources, Console(colour=wants_colour(sys.stderr)))
    complain(f"`{finding.path}` stays as it is\n\n" + "\n".join(lines) + "\n" if source else "\n".join(lines))


def _patch(source: Source, text: str) -> bytes:
    """A unified diff. Its own lines end in LF; those of the file keep their ends, but a lone CR is shown as a line end."""
    from difflib import unified_diff

    name = source.path
    lines: list[str] = []
    for line in unified_diff(_lines(source.text), _lines(text), name, name):
        shown = line.removesuffix("\r") + "\n" if line.endswith("\r") else line
        lines.append(shown if shown.endswith("\n") else shown + "\n\\ No newline at end of file\n")
    return "".join(lines).encode()


def _lines(text: str) -> list[str]:
    """The lines with their ends: LF, CRLF and a lone CR, and nothing else that Unicode may hold for one."""
    from policyproof.source import LINE_END

    ends = [found.end() for found in LINE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _write(place: Path, shown: str, data: bytes) -> bool:
    """Replaces a file; whether it could."""
    from policyproof.faces.cli.files import write_whole

    try:
        if not os.access(place, os.W_OK):
            complain(f"`{shown}` cannot be written: permission denied")
            return False
        write_whole(place, data)
    except OSError as failure:
        complain(f"`{shown}` cannot be written: {(failure.strerror or 'the disk refuses').lower()}")
        return False
    complain(f"formatted `{shown}`")
    return True
