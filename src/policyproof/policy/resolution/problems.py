"""Collects what resolution finds wrong."""

from __future__ import annotations

from collections.abc import Sequence

from policyproof.diagnostics import Diagnostic, Fix, Label
from policyproof.source import Span
from policyproof.syntax.spelling import close

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

    def guess(self, name: str, candidates: Sequence[str]) -> str | None:
        """Advice that names the one candidate that is a slip away; None if none is, or several are, or too much was guessed."""
        names = tuple(dict.fromkeys(candidates))
        near = close(name, names) if self.may_guess(len(names)) else ()
        return f"did you mean `{near[0]}`?" if len(near) == 1 else None

    def may_guess(self, candidates: int) -> bool:
        """Whether a name may still be compared with so many others, or too much was compared already."""
        self._guesses -= candidates
        return self._guesses >= 0
