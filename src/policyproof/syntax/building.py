"""What the builders of the tree share: the parts of a construct by their type, and the slips noted on the way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from policyproof.diagnostics import Diagnostic, Fix, Label
from policyproof.source import Span
from policyproof.syntax.outline import Outline, outline
from policyproof.syntax.tokens import DECLARES, Token, Tokens

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

    def __init__(self, tokens: Tokens, known: Outline | None = None) -> None:
        """`known`: what is declared around a text that is a part of a file."""
        self.tokens = tokens
        self.diagnostics: list[Diagnostic] = []
        self._outline = known

    def text(self, span: Span) -> str:
        """The text of a place, on one line."""
        return " ".join(self.tokens.source.text[span.start : span.end].split())

    def tokens_in(self, span: Span) -> Sequence[Token]:
        """The tokens that lie in a place."""
        return _inside(self.tokens.tokens, span)

    def rest_of_declaration(self, place: int) -> Iterator[Token]:
        """The tokens from a place on, up to where the next declaration begins."""
        first = bisect_left(self.tokens.tokens, place, key=lambda token: token.start)
        for token in islice(self.tokens.tokens, first, None):
            if token.kind == "$END" or (token.first and token.kind in DECLARES):
                return
            yield token

    def tokens_before(self, place: int) -> Sequence[Token]:
        """The tokens of the declaration that a place lies in, up to that place."""
        tokens = self.tokens.tokens
        last = first = bisect_left(tokens, place, key=lambda token: token.start)
        while first > 0 and not (tokens[first].first and tokens[first].kind in DECLARES):
            first -= 1
        return tokens[first:last]

    def comments_in(self, span: Span) -> Sequence[Token]:
        """The comments that lie in a place."""
        return _inside(self.tokens.comments, span)

    @property
    def outline(self) -> Outline:
        """What the whole file declares."""
        if self._outline is None:
            self._outline = outline(self.tokens.tokens)
        return self._outline

    def error(  # noqa: PLR0913 - the parts of one message, each of which has a name
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str | None = None,
        advice: str | None = None,
        labels: tuple[Label, ...] = (),
        fixes: tuple[Fix, ...] = (),
        more: str | None = None,
    ) -> None:
        """Notes a slip; `advice` is an imperative, `more` what else there is to say."""
        notes = () if more is None else (more,)
        self.diagnostics.append(Diagnostic(code, "error", message, span, span.path, label, labels, advice, fixes, notes))


def _inside(tokens: Sequence[Token], span: Span) -> Sequence[Token]:
    first = bisect_left(tokens, span.start, key=lambda token: token.start)
    last = bisect_left(tokens, span.end, first, key=lambda token: token.start)
    return tokens[first:last]
