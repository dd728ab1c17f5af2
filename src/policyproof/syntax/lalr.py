"""The parser's engine: runs the table over the tokens, builds the tree bottom up, and goes on after a mistake.

No recursion anywhere, and nothing is built deeper than the limit, so that walks over the tree need not fear for the stack.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from policyproof.syntax import nodes as n
from policyproof.syntax.build_declarations import HEADS
from policyproof.syntax.build_edits import ADDED, EDITS
from policyproof.syntax.build_formulas import Builder
from policyproof.syntax.building import Kids, Notes
from policyproof.syntax.table import Production, Table
from policyproof.syntax.tokens import DECLARES, Token

DEPTH_LIMIT = 100
"""How deep formulas and trees may nest."""

_STACK_LIMIT = 20 * DEPTH_LIMIT
"""What lies on the stack grows with nesting alone, by less than so much a level: no file can fill the memory with it."""

EOF: Final = "$END"
"""The kind of the token behind the last one."""

_DIGITS = 18
"""Numbers with more digits are too large for anything, and Python refuses to read some of them."""

Stack = tuple[int, "Stack"] | None
"""The states of the automaton at a point, the last one outermost: the same for whatever may follow."""


class Mistake(msgspec.Struct, frozen=True):
    """Where the tokens stop making sense: the token that cannot stand there, and the automaton's states at that point.

    The tokens from `start` up to `end` are lost to it, but for those of a declaration that was whole before.
    """

    position: int
    stack: Stack
    start: int
    end: int


class TooDeep(msgspec.Struct, frozen=True):
    """Nesting beyond the limit, at a stretch of the text. The tokens from `start` up to `end` are lost to it."""

    place: tuple[int, int]
    start: int
    end: int


Head = n.Head | n.TogetherHead | n.ReadingHead | n.Unavailable
Item = n.Declaration | n.EditTree | n.ReadingHead
_ITEMS = (*ADDED, *EDITS, n.ReadingHead)


class Outcome(msgspec.Struct, frozen=True):
    """What could be read, and every mistake on the way."""

    head: Head | None
    items: tuple[Item, ...]
    mistakes: tuple[Mistake | TooDeep, ...]


class _Inlined(msgspec.Struct):
    """Parts of a construct that has no node of its own."""

    kids: Kids


class _Part(msgspec.Struct):
    """What lies on the stack: a token, a node or the parts for one; the stretch of text it covers, and how deep it nests."""

    value: object
    start: int
    end: int
    depth: int


class _Step(msgspec.Struct, frozen=True):
    """A production, and what is done on it. `build` is empty where it has no node of its own. `alone`: it has a single part,
    which may stand for the whole.
    """

    origin: str
    build: str
    length: int
    keep: tuple[int, ...]
    single: bool
    alone: bool


def _step(production: Production) -> _Step:
    alone = production.length == 1 and production.keep == (0,) and (production.single or not production.build)
    return _Step(production.origin, production.build, production.length, production.keep, production.single, alone)


class Engine:
    """The automaton of one table, with what builds each construct."""

    def __init__(self, table: Table, builders: Mapping[str, Builder]) -> None:
        self._rows = [table.rows[row] for row in table.states]
        self._start = table.start
        self._after_head = self._rows[table.start]["head"]
        self._steps = [_step(production) for production in table.productions]
        self._builders = builders

    def run(self, tokens: Sequence[Token], notes: Notes) -> Outcome:
        """Parses a whole file; a mistake costs no more than the declaration that it stands in."""
        head: Head | None = None
        items: list[Item] = []
        mistakes: list[Mistake | TooDeep] = []
        states = [self._start]
        parts: list[_Part] = []
        position = 0
        while True:
            position, too_deep = self._advance(tokens, position, states, parts, notes)
            if position < 0:
                found_head, found = _read(parts)
                return Outcome(head or found_head, (*items, *found), tuple(mistakes))
            begun = _first_token(tokens, position, parts)
            start, end = _line_start(tokens, begun), next_declaration(tokens, position)
            mistakes.append(TooDeep(too_deep, start, end) if too_deep else Mistake(position, _stack(states), start, end))
            if too_deep is None and tokens[position].first:
                self._finish(tokens[position], states, parts, notes)
            found_head, found = _read(parts)
            head = head or found_head
            items += found
            if start < begun:  # lost, since the mistake may well be the word in the line with which another one seems to begin
                items = [item for item in items if item.span.start < tokens[start].start]
            position = end
            states = [self._start, self._after_head]
            parts = [_Part(None, 0, 0, 0)]

    def _advance(
        self, tokens: Sequence[Token], position: int, states: list[int], parts: list[_Part], notes: Notes
    ) -> tuple[int, tuple[int, int] | None]:
        """Reads on until the file is whole (then `parts` is the file alone) or something is wrong.

        Gives the token that is wrong, or -1, and the stretch of text that nests too deep, if that is what is wrong.
        """
        rows = self._rows
        while True:
            token = tokens[position]
            action = rows[states[-1]].get(token.kind)
            if action is None:
                return position, None
            if action >= 0:
                if len(parts) > _STACK_LIMIT:
                    return position, (token.start, token.end)
                states.append(action)
                parts.append(_Part(token, token.start, token.end, 0))
                position += 1
                continue
            step = self._steps[-1 - action]
            if step.alone and isinstance(parts[-1].value, _Inlined) != step.single:  # most of them: nothing is built
                states[-1] = rows[states[-2]][step.origin]
                continue
            whole = self._form(step, token, states, parts, notes)
            if parts[-1].depth > DEPTH_LIMIT:
                return position, (parts[-1].start, parts[-1].end)
            if whole:
                return -1, None

    def _finish(self, token: Token, states: list[int], parts: list[_Part], notes: Notes) -> None:
        """Ends the file before a token that cannot stand there, if what came before it is whole."""
        if self.step(_stack(states), EOF) is None:
            return
        while not self._form(self._steps[-1 - self._rows[states[-1]][EOF]], token, states, parts, notes):
            if parts[-1].depth > DEPTH_LIMIT:
                parts.pop()
                return

    def _form(self, step: _Step, token: Token, states: list[int], parts: list[_Part], notes: Notes) -> bool:
        """Forms a construct of what was read last, before a token. Whether it is the whole file."""
        part = self._reduce(step, parts, token.start, notes)
        if step.length:
            del states[-step.length :]
            del parts[-step.length :]
        parts.append(part)
        if step.origin == "start":
            return True
        states.append(self._rows[states[-1]][step.origin])
        return False

    def _reduce(self, step: _Step, parts: list[_Part], here: int, notes: Notes) -> _Part:
        """The part that the last ones form; `here` is where it stands if it is empty."""
        own = parts[-step.length :] if step.length else []
        start, end, depth = (own[0].start, own[-1].end, max([part.depth for part in own])) if own else (here, here, 0)
        kept = [own[place].value for place in step.keep]
        kept = [_leaf(value, notes) if isinstance(value, Token) else value for value in kept]
        if not step.build:
            return _Part(_joined(kept), start, end, depth)
        kids = Kids()
        for value in kept:
            if isinstance(value, _Inlined):
                if kids:
                    kids.extend(value.kids)
                else:  # taken over, not copied: a list of n items grows n times
                    kids = value.kids
            else:
                kids.append(value)
        if step.single and len(kids) == 1:
            return _Part(kids[0], start, end, depth)
        return _Part(self._builders[step.build](kids, notes.tokens.span(start, end), notes), start, end, depth + 1)

    def before(self, *, head: bool) -> Stack:
        """Where a file begins, or (`head`) where it goes on after its head."""
        start: Stack = (self._start, None)
        return (self._after_head, start) if head else start

    def step(self, stack: Stack, kind: str) -> Stack:
        """On from a point by a token of this kind; None if none can stand there. After the end there is nowhere to go."""
        while stack is not None and stack is not _END:
            action = self._rows[stack[0]].get(kind)
            if action is None:
                return None
            if action >= 0:
                return action, stack
            form = self._steps[-1 - action]
            if form.origin == "start":
                return _END
            for _ in range(form.length):
                stack = stack[1] if stack else None
            if stack is not None:
                stack = self._rows[stack[0]][form.origin], stack
        return None

    def accepts(self, stack: Stack, kinds: Iterable[str]) -> bool:
        """Whether tokens of these kinds could follow one another from a point on."""
        for kind in kinds:
            stack = self.step(stack, kind)
            if stack is None:
                return False
        return True

    def expected(self, stack: Stack) -> tuple[str, ...]:
        """The kinds of token that could stand at a point, sorted."""
        found = sorted(self._rows[stack[0]]) if stack is not None and stack is not _END else ()
        return tuple(kind for kind in found if not kind[0].islower() and self.step(stack, kind) is not None)


_END: Final[Stack] = (-1, None)
"""The end of the file is read."""


def _stack(states: Sequence[int]) -> Stack:
    stack: Stack = None
    for state in states:
        stack = state, stack
    return stack


def _joined(values: list[object]) -> _Inlined:
    """The values in a row, with the parts of what has no node of its own. The first such one grows: a long list is not copied
    for each of its items.
    """
    first = values[0] if values else None
    joined = first.kids if isinstance(first, _Inlined) else Kids()
    for value in values:
        if isinstance(value, _Inlined):
            if value.kids is not joined:
                joined.extend(value.kids)
        else:
            joined.append(value)
    return _Inlined(joined)


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


def _read(parts: Sequence[_Part]) -> tuple[Head | None, list[Item]]:
    """The head, and whatever is whole among what lies on the stack."""
    if not parts:
        return None, []
    first = parts[0].value
    if isinstance(first, n.File):
        return first.head, [*first.items, *first.edits, *first.readings]
    head = first if isinstance(first, HEADS) else None
    inlined = parts[1].value if len(parts) > 1 else None
    return head, [kid for kid in inlined.kids if isinstance(kid, _ITEMS)] if isinstance(inlined, _Inlined) else []


def _first_token(tokens: Sequence[Token], position: int, parts: Sequence[_Part]) -> int:
    """With which token the declaration begins that is being read; with the one at `position`, if none is."""
    whole = 2 if len(parts) > 1 and isinstance(parts[1].value, _Inlined) else 1
    if parts and not (parts[0].value is None or isinstance(parts[0].value, HEADS)):
        whole = 0
    if len(parts) <= whole:
        return position
    return bisect_left(tokens, parts[whole].start, 0, position, key=lambda token: token.start)


def _line_start(tokens: Sequence[Token], position: int) -> int:
    """The declaration that stands at the start of a line and reaches to a token; the token itself, if there is none."""
    for place in range(position, -1, -1):
        if tokens[place].first and tokens[place].kind in DECLARES:
            return place
    return position


def next_declaration(tokens: Sequence[Token], position: int) -> int:
    """The next token, from here on, with which a declaration begins: at the start of a line. Else the end."""
    while tokens[position].kind != EOF and not (tokens[position].first and tokens[position].kind in DECLARES):
        position += 1
    return position
