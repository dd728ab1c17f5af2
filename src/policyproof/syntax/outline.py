"""What a file declares, read off its words alone, before (or without) a tree: for messages that name what there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policyproof.syntax.tokens import DECLARES, Token

_COUNTS: Final = frozenset({"CALENDAR", "USE", "TOGETHER"})
"""Words that begin a declaration by which units of a calendar may be known."""
_CONDITIONS: Final = frozenset({"FACT", "EVENT", "ACTION", "TERM"})


class Outline(msgspec.Struct, frozen=True):
    """`sorts`: the kind of the word that declares a fact, event, action or term. By the name of an action, its `doers`, and the
    `duties`: the rules by which it must be done. `closed`: the actions that some rule closes.
    """

    sorts: dict[str, str]
    doers: dict[str, tuple[str, ...]]
    duties: dict[str, tuple[str, ...]]
    closed: frozenset[str]
    may_count_days: bool
    """Whether there is a calendar, or there may be one in a file that is used, or in the law that is read."""


def outline(tokens: Sequence[Token]) -> Outline:
    """The outline of a file; where it makes no sense, what can be told of the rest."""
    sorts: dict[str, str] = {}
    doers: dict[str, tuple[str, ...]] = {}
    duties: dict[str, list[str]] = {}
    closed: list[str] = []
    for word, *rest in _declarations(tokens):
        if not rest or rest[0].kind != "NAME":
            continue
        name = rest[0].text
        if word.kind in _CONDITIONS:
            sorts[name] = word.kind
        if word.kind == "ACTION":
            doers[name] = _names_after("BY", rest)
        if word.kind == "RULE":
            closed += _closed(rest)
            act = _asked_for(rest)
            if act is not None:
                duties.setdefault(act, []).append(name)
    of_a_law = bool(tokens) and tokens[0].kind == "READING"
    counting = of_a_law or any(token.first and token.kind in _COUNTS for token in tokens)
    return Outline(sorts, doers, {act: tuple(names) for act, names in duties.items()}, frozenset(closed), counting)


def _declarations(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each declaration."""
    found: list[Token] = []
    for token in tokens:
        if token.first and token.kind in DECLARES:
            if found:
                yield found
            found = []
        if found or token.kind in DECLARES:
            found.append(token)
    if found:
        yield found


def _names_after(word: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The names right after the first such word, with commas between them."""
    at = next((place for place, token in enumerate(tokens) if token.kind == word), len(tokens))
    names = []
    for name, comma in zip(tokens[at + 1 :: 2], [*tokens[at + 2 :: 2], None], strict=False):
        if name.kind != "NAME":
            break
        names.append(name.text)
        if comma is None or comma.kind != "COMMA":
            break
    return tuple(names)


def _closed(tokens: Sequence[Token]) -> list[str]:
    """The action of `must not A … unless permitted`."""
    kinds = [token.kind for token in tokens]
    if "PERMITTED" not in kinds or "MUST" not in kinds or kinds[kinds.index("MUST") :][1:3] != ["NOT", "NAME"]:
        return []
    return [tokens[kinds.index("MUST") + 2].text]


def _asked_for(tokens: Sequence[Token]) -> str | None:
    """The action of a duty: what stands after the `must` of `: P, Q must A`."""
    at = next((place for place, token in enumerate(tokens) if token.kind == "MUST"), 0)
    start = at
    while start > 0 and tokens[start - 1].kind in {"NAME", "COMMA"}:
        start -= 1
    if not 0 < start < at or tokens[start - 1].kind != "COLON":
        return None
    names = _names_after("MUST", tokens)
    return names[0] if names else None
