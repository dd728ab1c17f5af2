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
    from collections.abc import Sequence
    from pathlib import Path

    from policyproof.diagnostics import Diagnostic
    from policyproof.files.reading import Content
    from policyproof.source import Source


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
    from policyproof.files.finding import find
    from policyproof.files.reading import read_content
    from policyproof.syntax.format import formatted

    files, wrong = find(arguments.paths, Path.cwd())
    _report(wrong)
    failed, changed = bool(wrong), False
    for wanted in files:
        content = read_content(wanted)
        if isinstance(content, Diagnostic):
            _report([content])
            failed = True
            continue
        source = content.source
        result = formatted(source)
        errors = [finding for finding in result.diagnostics if finding.severity == "error"]
        differs = result.text != source.text
        if errors:
            _report(errors, source)
            failed = True
        elif arguments.diff:
            emit(_patch(source, result.text) if differs else b"")
        elif arguments.check:
            if differs:
                _say(f"`{wanted.shown}` would change")
        elif wanted.place is None:
            emit(content.with_text(result.text))
        elif differs:
            failed = not _write(wanted.place, content, result.text) or failed
        changed = changed or differs
    if failed:
        return USAGE
    return NOT_AS_CLAIMED if arguments.check and changed else AS_CLAIMED


def _report(errors: Sequence[Diagnostic], source: Source | None = None) -> None:
    """What is wrong with a file, whose text is `source`, or with the files that were asked for."""
    if not errors:
        return
    from policyproof.report.console import Console
    from policyproof.report.frames import frames
    from policyproof.report.letters import harmless

    sources = {source.path: source} if source is not None else {}
    console = Console(colour=wants_colour(sys.stderr))
    blocks = frames(errors, sources, console)
    if source is None:
        for shown in blocks:
            complain(shown)
    else:
        head = harmless(f"`{source.path}` stays as it is")
        complain("\n\n".join([head, *blocks, ""]))


def _say(text: str) -> None:
    """A line on standard error, whatever the names of files may hold."""
    from policyproof.report.letters import harmless

    complain(harmless(text))


def _patch(source: Source, text: str) -> bytes:
    """A unified diff. Its own lines end in LF; those of the file keep their ends, but a lone CR is shown as a line end."""
    from difflib import unified_diff

    from policyproof.report.letters import harmless

    name = harmless(source.path)
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


def _write(place: Path, content: Content, text: str) -> bool:
    """Replaces a file by its text in canonical layout; whether it could."""
    from policyproof.files.writing import write_whole

    shown = content.source.path
    try:
        if not place.is_file():
            reason = "it is no file: give its text as standard input, to `policyproof fmt -`"
        elif not os.access(place, os.W_OK):
            reason = "permission denied"
        elif place.read_bytes() != content.with_text(content.source.text):
            reason = "somebody else has changed it in the meantime"
        else:
            write_whole(place, content.with_text(text))
            _say(f"formatted `{shown}`")
            return True
    except OSError as failure:
        reason = (failure.strerror or "the disk refuses").lower()
    _say(f"`{shown}` cannot be written: {reason}")
    return False
