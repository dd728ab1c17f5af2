"""What must be true of any input: no exception, soon, and messages that a reader can use."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import msgspec

from policyproof.diagnostics import CODES, Diagnostic
from policyproof.faces.cli import main
from policyproof.project import Loaded, load
from policyproof.report.console import Console
from policyproof.report.frames import frame
from policyproof.source import Source, line_starts
from policyproof.syntax.format import formatted

NAME = "laws/given.policy"
SLOWEST = 2.0
"""Seconds of CPU that no input may take."""
WORK = "2000"
"""What a question may cost the solver here."""
PLACELESS = frozenset({"PP001", "PP002", "PP005", "PP006"})
"""What is said of a file as a whole."""
INTERNAL = ("__ANON", "$END", "BRACE", "LPAR", "RPAR", "VBAR", "SEMICOLON", "Token(", "Span(", "Struct", "Traceback", "<class")


class Verdict(msgspec.Struct, frozen=True):
    """What came of one input. `complaints`: what must not be so. `understood`: a policy without an error."""

    complaints: tuple[str, ...]
    codes: frozenset[str]
    understood: bool
    seconds: float

    @property
    def slow(self) -> bool:
        return self.seconds > SLOWEST


def judged(data: bytes, folder: Path, *, ask: bool) -> Verdict:
    """Reads one input as a file of a project in `folder`, lays it out and, if `ask`, checks what it claims."""
    (folder / NAME).write_bytes(data)
    verdict = _judged(folder, ask=ask)
    if verdict.slow:  # once, on a busy machine, says nothing
        verdict = _judged(folder, ask=ask)
    if verdict.slow:
        complaints = (*verdict.complaints, f"it took {verdict.seconds:.1f} s")
        return msgspec.structs.replace(verdict, complaints=complaints)
    return verdict


def _judged(folder: Path, *, ask: bool) -> Verdict:
    start = time.process_time()
    loaded = load([NAME], folder)
    complaints = [*_wrong_messages(loaded), *_wrong_layout(loaded)]
    if ask:
        complaints += _wrong_answer(folder / NAME)
    seconds = time.process_time() - start
    codes = frozenset(found.code for found in loaded.diagnostics)
    return Verdict(tuple(complaints), codes, bool(loaded.policies or loaded.libraries), seconds)


def _wrong_messages(loaded: Loaded) -> Iterator[str]:
    errors = [found for found in loaded.diagnostics if found.severity == "error"]
    if not errors and not loaded.policies and not loaded.libraries:
        yield "there is no policy, and no error"
    for found in loaded.diagnostics:
        texts = (found.message, found.label, found.help, *(label.text for label in found.labels))
        for text in texts:
            if text is not None and (len(text.splitlines()) != 1 or any(word in text for word in INTERNAL)):
                yield f"{found.code} is not put in a line of the reader's words: {text!r}"
        if found.code not in CODES:
            yield f"{found.code} is no code"
        if found.span is None and found.code not in PLACELESS:
            yield f"{found.code} has no place"
        yield from _wrong_places(found, loaded)
    for found in loaded.diagnostics[:10]:
        frame(found, loaded.sources, Console())


def _wrong_places(found: Diagnostic, loaded: Loaded) -> Iterator[str]:
    for span in (found.span, *(label.span for label in found.labels)):
        source = loaded.sources.get(span.path) if span is not None else None
        if span is None or source is None:
            continue
        starts = line_starts(source.text)
        line = bisect_right(starts, span.start)
        if not 0 <= span.start <= span.end <= len(source.text):
            yield f"{found.code} points outside the text: {span}"
        elif (line, span.start - starts[line - 1] + 1) != (span.line, span.column):
            yield f"{found.code} names the wrong line or column: {span}"


def _wrong_layout(loaded: Loaded) -> Iterator[str]:
    source = loaded.sources.get(NAME)
    if source is None or any(found.code < "PP1" for found in loaded.diagnostics):  # a text with mistakes is left alone
        return
    once = formatted(source)
    if formatted(Source(NAME, once.text)).text != once.text:
        yield "what was laid out would be laid out in another way"


def _wrong_answer(path: Path) -> Iterator[str]:
    """`policyproof check` ends as it says it does; a fault of the tool it would tell as such."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["check", "--all", "--read", "--as-case", "--limit", WORK, "--people", "2", str(path)])
    if code not in {0, 1, 2, 3} or not out.getvalue().endswith("not legal advice.\n"):
        yield f"it ended with {code}: {err.getvalue()}{out.getvalue()[-200:]}"
