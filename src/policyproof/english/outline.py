"""The shape of a condition in prose: one line where it is short, a list where a line would be long or ambiguous."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from policyproof.english.clauses import capital
from policyproof.english.lists import joined

_WORDS_IN_A_LINE = 20
_ITEMS_IN_A_LINE = 3
_WORDS_IN_A_SENTENCE = 35


class Line(msgspec.Struct, frozen=True):
    """A clause. `joint` says what joins its parts, so that `and` and `or` are never mixed within a line.

    `opening` is what stands before the parts. Where a sentence becomes too long, they stand below it as a list.
    """

    text: str
    joint: Literal["", "and", "or", "then", "for"] = ""
    opening: str = ""
    parts: tuple[Line, ...] = ()


class Items(msgspec.Struct, frozen=True):
    """A heading (without its colon) and what stands below it; `joint` as in a line."""

    head: str
    items: tuple[Outline, ...]
    joint: Literal["", "and", "or"] = ""


Outline = Line | Items


def joint(word: Literal["and", "or"], parts: Sequence[Outline]) -> Outline:
    """Several conditions of which all, or at least one, must be so."""
    if len(parts) == 1:
        return parts[0]
    plain = [part for part in parts if isinstance(part, Line) and part.joint in {"", word}]
    if len(plain) == len(parts) and len(parts) <= _ITEMS_IN_A_LINE:
        text = joined([part.text for part in plain], word)
        if len(text.split()) <= _WORDS_IN_A_LINE:
            return Line(text, word, "", tuple(inner for part in plain for inner in part.parts or (part,)))
    flat = tuple(inner for part in parts for inner in _parts(part, word))
    return Items(_heading(word, len(flat)), flat, word)


def _heading(word: str, number: int) -> str:
    if word == "or":
        return "at least one of these is so"
    return "both of these are so" if number == 2 else "all of these are so"  # noqa: PLR2004 - two are both


def _parts(part: Outline, word: Literal["and", "or"]) -> tuple[Outline, ...]:
    """The items of a list within a list of the same kind."""
    if isinstance(part, Line):
        return part.parts if part.joint == word and not part.opening and part.parts else (part,)
    return part.items if part.joint == word else (part,)


def implies(left: Outline, right: Outline) -> Outline:
    """If the first, then the second."""
    if isinstance(left, Line) and left.joint != "then":
        opened = f"if{',' if left.text.startswith('by ') else ''} {left.text}, then"
        if isinstance(right, Items):
            return Items(f"{opened} {right.head}", right.items)
        if len(f"{opened} {right.text}".split()) <= _WORDS_IN_A_LINE + 9 and right.joint != "then":
            return Line(f"{opened} {right.text}", "then")
    return Items("if the first of these is so, then the second is so too", (left, right))


def opened(prefix: str, body: Outline) -> Outline:
    """The condition behind an opening: `for every person, …`."""
    match body:
        case Line(text, kind, opening, parts):
            return Line(f"{prefix} {text}", kind or "for", f"{prefix} {opening}".rstrip(), parts)
        case Items(head=head, items=items):
            return Items(f"{prefix} {head}", items)


def sentence(start: str, body: Outline) -> str:
    """`start` and the condition as one sentence, or as one that ends in a list: one line an item, two blanks a level."""
    if start and not start.endswith((",", ":")) and (body.text if isinstance(body, Line) else body.head).startswith("by "):
        start = f"{start},"
    told = opened(start, body) if start else body
    if isinstance(told, Line) and told.parts and len(told.text.split()) > _WORDS_IN_A_SENTENCE:
        told = Items(f"{told.opening} {_heading(told.joint, len(told.parts))}", told.parts)
    first, *rest = _lines(told, 0)
    return "\n".join([capital(first), *rest])


def _lines(outline: Outline, level: int) -> list[str]:
    margin = f"{'  ' * (level - 1)}- " if level else ""
    match outline:
        case Line(text):
            return [f"{margin}{text}" if level else f"{text}."]
        case Items(head=head, items=items):
            return [f"{margin}{head}:", *(line for item in items for line in _lines(item, level + 1))]
