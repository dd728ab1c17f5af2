"""What the builders of the tree share: the parts of a construct by their type, and the slips noted on the way."""

from __future__ import annotations

from typing import TypeVar

from policyproof.diagnostics import Diagnostic, Label
from policyproof.source import Span
from policyproof.syntax.tokens import Tokens

T = TypeVar("T")


class Kids(list[object]):
    """The parts of one construct, in order."""

    __slots__ = ()

    def all(self, kind: type[T]) -> tuple[T, ...]:
        return tuple(kid for kid in self if isinstance(kid, kind))

    def maybe(self, kind: type[T]) -> T | None:
        """The first part of that type."""
        return next((kid for kid in self if isinstance(kid, kind)), None)

    def one(self, kind: type[T]) -> T:
        """The first part of that type; the grammar guarantees that there is one."""
        return next(kid for kid in self if isinstance(kid, kind))


class Notes:
    """The slips found while the tree is built, none of which keeps it from being built."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.diagnostics: list[Diagnostic] = []

    def text(self, span: Span) -> str:
        """The text of a place, on one line."""
        return " ".join(self.tokens.source.text[span.start : span.end].split())

    def error(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str | None = None,
        advice: str | None = None,
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Notes a slip; `advice` is an imperative."""
        self.diagnostics.append(Diagnostic(code, "error", message, span, span.path, label, labels, advice))
