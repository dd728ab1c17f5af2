"""A diagnostic as a code frame: what is wrong, where, the line itself with carets below, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from policyproof.diagnostics import AMBIGUITIES, Diagnostic, Label
from policyproof.report.console import Console, Style
from policyproof.report.layout import wrapped
from policyproof.report.letters import columns, harmless
from policyproof.source import Source, Span

SHOWN = 20
"""How many diagnostics of a file are printed: whoever has more mends the first ones, and runs it again."""

_STYLES: dict[str, Style] = {"error": "bad", "warning": "known"}
_ORDINALS = ("first", "second", "third", "fourth")
_CONTEXT = 40
"""How many characters of a long line are shown before the place that matters."""


def frames(found: Iterable[Diagnostic], sources: Mapping[str, Source], console: Console) -> list[str]:
    """Diagnostics as blocks of text: of each file the first ones, and how many more there are."""
    blocks: list[str] = []
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.path] += 1
        if counts[one.path] <= SHOWN:
            blocks.append("\n".join(frame(one, sources, console)))
    rest = {path: count - SHOWN for path, count in counts.items() if count > SHOWN}
    return [*blocks, *(f"... and {more} more about `{harmless(path)}`" for path, more in rest.items())]


def frame(found: Diagnostic, sources: Mapping[str, Source], console: Console) -> list[str]:
    """The lines of one diagnostic."""
    head = f"{found.severity}[{found.code}]"
    lines = wrapped(f"{head}: {harmless(found.message)}", console.width, "", "  ")
    lines[0] = lines[0].replace(head, console.paint(head, _STYLES[found.severity]), 1)
    if found.span is None:
        lines.append(f" --> {harmless(found.path)}")
    else:
        lines += place(Label(found.span, found.label or ""), "-->", "^", sources, console)
        for label in found.labels:
            lines += place(label, ":::", "-", sources, console)
    if found.code in AMBIGUITIES and len(found.fixes) > 1:
        for ordinal, fix in zip(_ORDINALS, found.fixes, strict=False):
            lines += wrapped(f"{ordinal} reading: {harmless(fix.title)}", console.width, "  = ", "    ")
    elif found.help is not None:
        lines += wrapped(f"help: {harmless(found.help)}", console.width, "  = ", "    ")
    for note in found.notes:
        lines += wrapped(f"note: {harmless(note)}", console.width, "  = ", "    ")
    return lines


def place(label: Label, arrow: str, mark: str, sources: Mapping[str, Source], console: Console) -> list[str]:
    """Where something stands, the line itself, and below it the mark with what the label says."""
    span = label.span
    number = str(span.line)
    margin = " " * len(number)
    lines = [f"{margin}{arrow} {harmless(span.path)}:{span.line}:{span.column}"]
    text = sources[span.path].line_text(span.line) if span.path in sources else ""
    if not text.strip():
        return [*lines, *wrapped(harmless(label.text), console.width, f"{margin} | ", f"{margin} | ")] if label.text else lines
    shown, before, marked = _cut(text, span, console.width - len(number) - 4)
    carets = " " * columns(before) + mark * max(1, columns(marked))
    lines += [f"{margin} |", f"{number} | {shown}"]
    note = harmless(label.text)
    if columns(carets) + len(note) + len(number) + 4 <= console.width:
        return [*lines, f"{margin} | {carets} {note}".rstrip()]
    return [*lines, f"{margin} | {carets}", *wrapped(note, console.width, f"{margin} | ", f"{margin} | ")]


def _cut(text: str, span: Span, room: int) -> tuple[str, str, str]:
    """The line as shown, what of it stands before the mark, and what is marked; a long line is cut on both sides."""
    text = harmless(text)
    start = min(span.column - 1, len(text))
    end = min(max(start + span.end - span.start, start + 1), len(text))
    first = 0 if columns(text) <= room else max(0, start - _CONTEXT)
    prefix = "..." if first else ""
    shown = prefix + text[first:]
    if columns(shown) > room:
        shown = shown[: max(room - 3, 1)] + "..."
    marked = text[start:end][: max(1, len(shown) - len(prefix) - (start - first))]
    return shown, prefix + text[first:start], marked
