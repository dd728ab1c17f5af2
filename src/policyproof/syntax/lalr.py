"""The parser's engine: runs the table over the tokens, builds the tree bottom up, and goes on after a mistake.

No recursion anywhere, and nothing is built deeper than the limit, so that walks over the tree need not fear for the stack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from policyproof.syntax import nodes as n
from policyproof.syntax.build_declarations import DECLARATIONS
from policyproof.syntax.build_formulas import Builder
from policyproof.syntax.building import Kids, Notes
from policyproof.syntax.table import Production, Table
from policyproof.syntax.tokens import Token

DEPTH_LIMIT = 100
"""How deep formulas and trees may nest."""

_STACK_LIMIT = 20 * DEPTH_LIMIT
"""What lies on the stack grows with nesting alone, by less than so much a level: no file can fill the memory with it."""

_DIGITS = 18
"""Numbers with more digits are too large for anything, and Python refuses to read some of them."""

DECLARES: Final = frozenset(
    {
        *("USE", "SOURCE", "SCOPE", "SAME", "CALENDAR", "STANDARD", "PARTY", "KIND", "ENTITY", "FACT", "EVENT", "ACTION"),
        *("TERM", "ASSUME", "SUPPOSE", "RULE", "TABLE", "DELAY", "PROPERTY", "CASE"),
        *("LIMIT", "EXTEND", "EXCEPT", "STRIKE", "INSERT", "AMEND", "REDESIGNATE", "READING"),
    }
)


class Mistake(msgspec.Struct, frozen=True):
    """Where the tokens stop making sense: the token that cannot stand there, and the automaton's states at that point."""

    position: int
    states: tuple[int, ...]


class TooDeep(msgspec.Struct, frozen=True):
    """Nesting beyond the limit, at a stretch of the text."""

    start: int
    end: int


class Outcome(msgspec.Struct, frozen=True):
    """What could be read, and every mistake on the way."""

    head: n.Head | n.Unavailable | None
    items: tuple[n.Declaration, ...]
    mistakes: tuple[Mistake | TooDeep, ...]


class _Inlined(list[object]):
    """Parts of a construct that has no node of its own."""


class _Part(msgspec.Struct):
    """What lies on the stack: a node or the parts for one, the stretch of text it covers, and how deep it nests."""

    value: object
    start: int
    end: int
    depth: int


class Engine:
    """The automaton of one table, with what builds each construct."""

    def __init__(self, table: Table, builders: Mapping[str, Builder]) -> None:
        self._rows = [table.rows[row] for row in table.states]
        self._start = table.start
        self._productions = table.productions
        self._builders = builders

    def run(self, tokens: Sequence[Token], notes: Notes) -> Outcome:
        """Parses a whole file; a mistake costs no more than the declaration that it stands in."""
        after_head = self._rows[self._start]["head"]
        head: n.Head | n.Unavailable | None = None
        items: list[n.Declaration] = []
        mistakes: list[Mistake | TooDeep] = []
        states = [self._start]
        parts: list[_Part] = []
        position = 0
        while True:
            position, mistake = self._advance(tokens, position, states, parts, notes)
            if parts and isinstance(parts[0].value, n.File):
                head = head or parts[0].value.head
                items.extend(parts[0].value.items)
            elif parts:
                if isinstance(parts[0].value, n.Head | n.Unavailable):
                    head = parts[0].value
                if len(parts) > 1 and isinstance(parts[1].value, _Inlined):
                    items.extend(item for item in parts[1].value if isinstance(item, DECLARATIONS))
            if mistake is None:
                return Outcome(head, tuple(items), tuple(mistakes))
            mistakes.append(mistake)
            position = _next_declaration(tokens, position)
            states = [self._start, after_head]
            parts = [_Part(None, 0, 0, 0)]

    def _advance(
        self, tokens: Sequence[Token], position: int, states: list[int], parts: list[_Part], notes: Notes
    ) -> tuple[int, Mistake | TooDeep | None]:
        """Reads on until the file is whole (then `parts` is the file alone) or something is wrong."""
        while True:
            token = tokens[position]
            action = self._rows[states[-1]].get(token.kind)
            if action is None:
                return position, Mistake(position, tuple(states))
            if action >= 0 and len(parts) > _STACK_LIMIT:
                return position, TooDeep(token.start, token.end)
            if action >= 0:
                states.append(action)
                parts.append(_Part(_leaf(token, notes), token.start, token.end, 0))
                position += 1
                continue
            production = self._productions[-1 - action]
            part = self._reduce(production, parts, token.start, notes)
            if part.depth > DEPTH_LIMIT:
                return position, TooDeep(part.start, part.end)
            if production.length:
                del states[-production.length :]
                del parts[-production.length :]
            parts.append(part)
            if production.origin == "start":
                return position, None
            states.append(self._rows[states[-1]][production.origin])

    def _reduce(self, production: Production, parts: list[_Part], here: int, notes: Notes) -> _Part:
        own = parts[-production.length :] if production.length else []
        kids = Kids()
        for place in production.keep:
            value = own[place].value
            if isinstance(value, _Inlined):
                kids.extend(value)
            else:
                kids.append(value)
        start, end = (own[0].start, own[-1].end) if own else (here, here)
        depth = max((part.depth for part in own), default=0)
        if not production.build:
            return _Part(_Inlined(kids), start, end, depth)
        if production.single and len(kids) == 1:
            return _Part(kids[0], start, end, depth)
        value = self._builders[production.build](kids, notes.tokens.span(start, end), notes)
        return _Part(value, start, end, depth + 1)

    def accepts(self, states: Sequence[int], kinds: Sequence[str]) -> bool:
        """Whether tokens of these kinds could follow one another from a point on."""
        stack = list(states)
        for kind in kinds:
            while True:
                action = self._rows[stack[-1]].get(kind)
                if action is None:
                    return False
                if action >= 0:
                    stack.append(action)
                    break
                production = self._productions[-1 - action]
                if production.origin == "start":
                    return True
                if production.length:
                    del stack[-production.length :]
                stack.append(self._rows[stack[-1]][production.origin])
        return True

    def expected(self, states: Sequence[int]) -> tuple[str, ...]:
        """The kinds of token that could stand at a point, sorted."""
        return tuple(kind for kind in sorted(self._rows[states[-1]]) if not kind[0].islower() and self.accepts(states, (kind,)))


def _leaf(token: Token, notes: Notes) -> object:
    match token.kind:
        case "NAME":
            return n.Word(notes.tokens.span(token.start, token.end), token.text)
        case "STRING":
            return n.Text(notes.tokens.span(token.start, token.end), token.text[1:-1])
        case "INT":
            return n.Whole(
                notes.tokens.span(token.start, token.end), int(token.text) if len(token.text) <= _DIGITS else 10**_DIGITS
            )
        case _:
            return n.Mark(notes.tokens.span(token.start, token.end), token.kind, token.text)


def _next_declaration(tokens: Sequence[Token], position: int) -> int:
    """The next token, from here on, with which a declaration begins: at the start of a line. Else the end."""
    while tokens[position].kind != "$END" and not (tokens[position].first and tokens[position].kind in DECLARES):
        position += 1
    return position
