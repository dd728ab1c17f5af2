"""A declaration as it reads after edits: a text in pieces, each of which knows where it stands in which file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.source import Source, Span, line_starts
from policyproof.syntax import nodes as n
from policyproof.syntax.outline import Outline
from policyproof.syntax.parse import parse
from policyproof.syntax.tokens import Token

_HEAD: Final = "policy x\n"
"""What a declaration is read below."""


class Piece(msgspec.Struct, frozen=True):
    """A part of a draft. `exact`: it is the text of the file from `start` to `end`; else it stands for what stands there."""

    text: str
    source: Source
    start: int
    end: int
    exact: bool = True


def piece(source: Source, span: Span) -> Piece:
    """What stands in a place."""
    return Piece(source.text[span.start : span.end], source, span.start, span.end)


class Cut(msgspec.Struct, frozen=True):
    """What to put in the place of a stretch of a draft."""

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()


class Draft(msgspec.Struct, frozen=True):
    """The text of one declaration, in pieces."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.pieces)

    def part(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of a stretch."""
        found = []
        position = 0
        for each in self.pieces:
            first, last = max(start - position, 0), min(end - position, len(each.text))
            if first < last:
                found.append(_cut(each, first, last))
            position += len(each.text)
        return tuple(found)

    def changed(self, cuts: Iterable[Cut]) -> Draft:
        """The draft with other pieces in the place of some stretches, which do not overlap."""
        pieces: list[Piece] = []
        position = 0
        for cut in sorted(cuts, key=lambda cut: cut.start):
            pieces += [*self.part(position, cut.start), *cut.pieces]
            position = cut.end
        return Draft((*pieces, *self.part(position, len(self.text))))

    def in_place_of(self, start: int, end: int, text: str) -> Piece:
        """Another text that stands for a stretch."""
        first = self.part(start, end)[0]
        place = self.origin(start, end)
        return Piece(text, first.source, place.start, place.end, exact=False)

    def origin(self, start: int, end: int) -> Span:
        """Where a stretch stands in a file; where it goes on in another one, as far as the first piece goes."""
        first, begins = self._at(start)
        last, ends = self._at(max(end - 1, start))
        place = first.start + (start - begins if first.exact else 0)
        stop = last.start + (end - ends) if last.exact else last.end
        if last.source.path != first.source.path or stop < place:
            stop = first.end
        starts = line_starts(first.source.text)
        line = bisect_right(starts, place)
        return Span(first.source.path, place, stop, line, place - starts[line - 1] + 1)

    def _at(self, place: int) -> tuple[Piece, int]:
        """The piece that a place lies in, and where that begins."""
        position = 0
        for each in self.pieces:
            if place < position + len(each.text):
                return each, position
            position += len(each.text)
        return self.pieces[-1], position - len(self.pieces[-1].text)


def _cut(each: Piece, first: int, last: int) -> Piece:
    if not each.exact:
        return msgspec.structs.replace(each, text=each.text[first:last])
    return Piece(each.text[first:last], each.source, each.start + first, each.start + last)


class Read(msgspec.Struct, frozen=True):
    """A draft that could be read. The places in `tree` and `tokens` are those of the draft."""

    draft: Draft
    tree: n.Declaration
    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """What it says, whatever the white space and the comments."""
        return tuple((token.kind, token.text) for token in self.tokens)

    def placed(self) -> n.Declaration:
        """The tree with the places that everything has in the files."""
        placed: n.Declaration = moved(self.tree, lambda span: self.draft.origin(span.start, span.end))
        return placed


def read(draft: Draft, known: Outline) -> Read | Diagnostic:
    """The declaration of a draft, or the first thing that is wrong with it. `known`: what is declared around it.

    The labels of a list may have gaps, as they have in statutes once an item is struck.
    """
    text = draft.text
    parsed = parse(Source("draft", _HEAD + text), known)
    shift = len(_HEAD)
    wrong = [found for found in parsed.diagnostics if not _is_about_a_label(found, _HEAD + text)]
    if wrong:
        return wrong[0]
    (tree,) = parsed.file.items
    tokens = (
        Token(token.kind, token.text, token.start - shift, token.end - shift, token.first)
        for token in parsed.tokens.tokens[2:-1]
    )
    return Read(
        draft,
        moved(tree, lambda span: Span(span.path, span.start - shift, span.end - shift, span.line, span.column)),
        tuple(tokens),
    )


def _is_about_a_label(found: Diagnostic, text: str) -> bool:
    return found.code == "PP036" and found.span is not None and text.startswith("(", found.span.start)


def moved(node: Any, place: Callable[[Span], Span]) -> Any:  # noqa: ANN401 - whatever a tree consists of
    """A tree with other places; depth is limited by the parser."""
    match node:
        case Span():
            return place(node)
        case tuple():
            return tuple(moved(each, place) for each in node)
        case n.Node():
            return type(node)(*(moved(getattr(node, field), place) for field in node.__struct_fields__))
        case _:
            return node


def occurrences(words: Sequence[tuple[str, str]], tokens: Sequence[Token], start: int) -> list[tuple[int, int]]:
    """Where words stand among tokens, from a place on: which tokens, the first and one beyond the last; none overlap."""
    found = []
    at = 0
    while at + len(words) <= len(tokens):
        here = tokens[at : at + len(words)]
        if here[0].start >= start and all((token.kind, token.text) == word for token, word in zip(here, words, strict=True)):
            found.append((at, at + len(words)))
            at += len(words)
        else:
            at += 1
    return found
