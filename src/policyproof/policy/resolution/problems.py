"""Collects what resolution finds wrong."""

from __future__ import annotations

from policyproof.diagnostics import Diagnostic, Fix, Label
from policyproof.source import Span

_GUESSES = 100_000
"""How many pairs of names the messages of one law may compare: where most names are wrong, guessing helps nobody."""


class Problems:
    """The diagnostics found so far, in the order of finding."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._expected = 0
        self._guesses = _GUESSES

    @property
    def count(self) -> int:
        """How much was found so far: more than before, where something is wrong in between."""
        return len(self.diagnostics) + self._expected

    def expect(self) -> None:
        """Something is wrong that is reported later."""
        self._expected += 1

    def error(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str | None = None,
        labels: tuple[Label, ...] = (),
        advice: str | None = None,
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        """Notes an error. `advice` is an imperative."""
        self.diagnostics.append(Diagnostic(code, "error", message, span, span.path, label, labels, advice, fixes))

    def unavailable(self, feature: str, span: Span) -> None:
        """Notes something of the language that this version refuses; the feature comes in its backticks, where it has some."""
        self.error("PP190", f"{feature} is not available yet", span, advice="leave it out for now")

    def may_guess(self, candidates: int) -> bool:
        """Whether a name may still be compared with so many others, or too much was compared already."""
        self._guesses -= candidates
        return self._guesses >= 0
