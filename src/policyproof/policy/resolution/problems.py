"""Collects what resolution finds wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyproof.diagnostics import Diagnostic, Label
from policyproof.source import Span

_SHORT = 4
"""In a name of so few letters, one slip is as much as can be guessed."""
_GUESSES = 100_000
"""How many pairs of names the messages of one law may compare: where most names are wrong, guessing helps nobody."""


class Problems:
    """The diagnostics found so far, in the order of finding."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._guesses = _GUESSES

    def error(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str | None = None,
        labels: tuple[Label, ...] = (),
        advice: str | None = None,
    ) -> None:
        """Notes an error. `advice` is an imperative."""
        self.diagnostics.append(Diagnostic(code, "error", message, span, span.path, label, labels, advice))

    def unavailable(self, feature: str, span: Span) -> None:
        """Notes something of the language that this version refuses; the feature comes in its backticks, where it has some."""
        self.error("PP190", f"{feature} is not available yet", span, advice="leave it out for now")

    def guess(self, name: str, candidates: Sequence[str]) -> str | None:
        """As `did_you_mean`, as long as not too much was guessed already."""
        self._guesses -= len(candidates)
        return did_you_mean(name, candidates) if self._guesses >= 0 else None


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """Advice that names the one candidate that is a slip away; None if none is, or several are."""
    limit = 1 if len(name) <= _SHORT else 2
    best: list[str] = []
    least = limit
    for candidate in candidates:
        distance = _distance(name, candidate, least)
        if distance < least or (distance == least and not best):
            best, least = [candidate], distance
        elif distance == least:
            best.append(candidate)
    return f"did you mean `{best[0]}`?" if len(best) == 1 else None


def _distance(left: str, right: str, limit: int) -> int:
    """How many letters must be changed, added, dropped or swapped with a neighbour; above `limit`, some number above it."""
    if abs(len(left) - len(right)) > limit or left == right:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        before, above, row = row if i == 1 else before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
