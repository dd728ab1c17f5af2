"""`# allow PP615: why`: comments that allow a warning about one declaration, for a reason that they give."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

import msgspec

from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.tokens import Token, Tokens

_ALLOW: Final = re.compile(r"#+\s*allow\s*:?\s*(PP\d\w*(?:[\s,]+(?:and\s+)?PP\d\w*)*)\s*:?(.*)", re.IGNORECASE)
_CODE: Final = re.compile(r"PP\d\w*", re.IGNORECASE)


class AllowedCode(msgspec.Struct, frozen=True):
    """A code as it is written, in capitals, and where."""

    code: str
    span: Span


class Allowance(msgspec.Struct, frozen=True):
    """What one comment allows. `first` and `last` are the lines of the declaration that it is about; none: `last` is 0."""

    codes: tuple[AllowedCode, ...]
    reason: str
    span: Span
    first: int
    last: int


def allowances(tokens: Tokens, declarations: Sequence[n.Node]) -> tuple[Allowance, ...]:
    """The allowances of a file. A comment inside a declaration, or beside its end, is about that one; a comment on lines of its
    own is about the declaration below.
    """
    asked = [(comment, found) for comment in tokens.comments if (found := _ALLOW.match(comment.text)) is not None]
    if not asked:
        return ()
    extents = [_lines(tokens, declared.span) for declared in declarations]
    return tuple(_allowance(tokens, comment, found, extents) for comment, found in asked)


def _allowance(tokens: Tokens, comment: Token, found: re.Match[str], extents: Sequence[tuple[int, int]]) -> Allowance:
    line = _line(tokens, comment.start)
    start = comment.start
    codes = tuple(
        AllowedCode(code[0].upper(), tokens.span(start + code.start(), start + code.end()))
        for code in _CODE.finditer(comment.text, found.start(1), found.end(1))
    )
    first, last = _about(line, extents)
    return Allowance(
        codes, found[2].strip(), tokens.span(comment.start, comment.start + len(comment.text.rstrip())), first, last
    )


def _about(line: int, extents: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The declaration that a line lies in, or else the next one."""
    for first, last in extents:
        if line <= last:
            return first, last
    return 0, 0


def _lines(tokens: Tokens, span: Span) -> tuple[int, int]:
    return _line(tokens, span.start), _line(tokens, max(span.start, span.end - 1))


def _line(tokens: Tokens, offset: int) -> int:
    return bisect_right(tokens.line_starts, offset)
