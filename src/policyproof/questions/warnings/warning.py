"""The form of a warning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyproof.diagnostics import Diagnostic, Label
from policyproof.source import Span


def warning(
    code: str, message: str, span: Span, label: str | None = None, *, labels: Iterable[Label] = (), advice: str
) -> Diagnostic:
    """A warning at a place; `advice` is an imperative that can be done."""
    return Diagnostic(code, "warning", message, span, span.path, label, tuple(labels), advice)


def quoted(names: Iterable[str], word: str = "and") -> str:
    """`a`, `b` and `c`, each in backticks."""
    *most, last = [f"`{name}`" for name in names]
    return f"{', '.join(most)} {word} {last}" if most else last


def verb(names: Sequence[str], one: str, several: str) -> str:
    """The form of a verb after so many names."""
    return one if len(names) == 1 else several
