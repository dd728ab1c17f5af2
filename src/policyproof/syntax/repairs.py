"""What one change would make a declaration readable: the likeliest slips are tried, and what follows is read on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, Literal

import msgspec

from policyproof.syntax.lalr import EOF, Engine, Mistake, Stack, next_declaration
from policyproof.syntax.spelling import close, distance
from policyproof.syntax.table import Table
from policyproof.syntax.tokens import DECLARES, Token

Slip = Literal["misspelt", "doubled", "swapped", "missing", "wrong", "apart", "extra", "foreign"]

SIGNS: Final = {
    "COLON": ":",
    "COMMA": ",",
    "LBRACE": "{",
    "RBRACE": "}",
    "LPAR": "(",
    "RPAR": ")",
    "SEMICOLON": ";",
    "STAR": "*",
    "LESS": "<",
}
"""The signs that are always written alike."""

OPEN: Final = frozenset({"NAME", "STRING", "INT", "UNIT", "DATE", "TIME", "CMP", "SIGN"})
"""Kinds of token of which one can say that one is missing, but not which."""

_REFUSED: Final = frozenset(
    {
        *("SHALL", "PERMIT", "FORBID", "REQUIRE", "SCOPE", "SAME", "CALENDAR", "TABLE", "DELAY", "PROVIDED", "TOGETHER"),
        *("AMENDMENT", "READING", "LIMIT", "EXTEND", "EXCEPT", "STRIKE", "INSERT", "AMEND", "REDESIGNATE"),
        *("STANDS", "TAINTED", "ALLOWS", "GOVERNS", "COMPLIES"),
    }
)
"""What nobody is told to write: words that are reserved for a message, and what is not available yet."""
_ONLY_AFTER: Final = {"ONLY": "GIVEN", "WHEN": "EXACTLY"}
_NEVER_AFTER: Final = {"NOT": "MAY"}
"""Words that are reserved for a message but behind one word, or for a message behind one word."""

_COSTS: Final[dict[Slip, int]] = {
    "misspelt": 1,
    "doubled": 1,
    "swapped": 3,
    "missing": 3,
    "wrong": 3,
    "apart": 3,
    "extra": 3,
    "foreign": 4,
}
"""The likelier a slip, the less."""
_STEPS: Final[dict[Slip, int]] = {
    "misspelt": 1,
    "doubled": 1,
    "swapped": 4,
    "missing": 2,
    "wrong": 4,
    "apart": 4,
    "extra": 4,
    "foreign": 6,
}
"""More tokens than so many must make sense again, where there are more mistakes to come."""
_NEEDLESS: Final = frozenset({"COMMA", "SEMICOLON", "DOT", "COLON", "THE", "THEN", "THAT"})
"""What people write where the language has nothing."""
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FIGURES: Final = {word: str(number) for number, word in enumerate(_NUMBERS, start=1)}
_LONGEST_NAME = 6
"""Words that may be meant as one name."""
_WINDOW = 12
"""How many tokens before the place where the text stops making sense a slip is looked for; a doubled word, anywhere."""

_AHEAD = 200
"""How many tokens behind that place must make sense again."""


def advisable(kind: str, before: Token | None) -> bool:
    """Whether somebody can be told to write such a word behind another one: else it is there for a message alone."""
    after = before.kind if before is not None else None
    return kind not in _REFUSED and _ONLY_AFTER.get(kind, after) == after and (after is None or _NEVER_AFTER.get(kind) != after)


class Repair(msgspec.Struct, frozen=True):
    """The tokens from `start` up to `end` give way to `words`: kinds of token, each with its text, empty where it is open."""

    slip: Slip
    start: int
    end: int
    words: tuple[tuple[str, str], ...]

    @property
    def certain(self) -> bool:
        """Whether it says what to write, and not only what kind of thing is missing."""
        return all(text for _, text in self.words)


class Repairs:
    """Looks for repairs of the mistakes in one file."""

    def __init__(self, engine: Engine, table: Table, tokens: Sequence[Token]) -> None:
        self._engine = engine
        self._words = table.words
        self._texts = {kind: word for word, kind in table.words.items()} | SIGNS | dict.fromkeys(OPEN, "")
        self._count = Counter(token.text for token in tokens)

    def find(self, tokens: Sequence[Token], mistake: Mistake) -> tuple[Repair, ...]:
        """The likeliest repairs, after which the declaration can be read. Several: nothing in it tells them apart."""
        position, end = mistake.position, mistake.end
        found = self._whole(tokens, mistake, end)
        if not found and end == position and tokens[position].kind != EOF:  # the word may begin its line by chance
            found = self._whole(tokens, mistake, next_declaration(tokens, position + 1))
        return found

    def find_one_of_several(self, tokens: Sequence[Token], mistake: Mistake) -> Repair | None:
        """The one repair after which a declaration can be read further than after any other, where it has more mistakes."""
        best: list[Repair] = []
        furthest = mistake.position
        for repair, before in self._candidates(tokens, mistake, mistake.end):
            stack = before
            for kind, _ in repair.words:
                stack = self._engine.step(stack, kind)
            read = repair.end
            while read < mistake.end and (stack := self._engine.step(stack, tokens[read].kind)) is not None:
                read += 1
            if read - mistake.position > _STEPS[repair.slip] and read >= furthest:
                best = [repair] if read > furthest else [*best, repair]
                furthest = read
        return best[0] if len(best) == 1 else None

    def _whole(self, tokens: Sequence[Token], mistake: Mistake, end: int) -> tuple[Repair, ...]:
        last = min(end, mistake.position + _AHEAD)
        best: dict[tuple[str, ...], Repair] = {}
        least = max(_COSTS.values())
        for repair, before in self._candidates(tokens, mistake, end):
            cost = _COSTS[repair.slip]
            kinds = chain((kind for kind, _ in repair.words), (tokens[i].kind for i in range(repair.end, last + 1)))
            if cost > least or not self._engine.accepts(before, kinds):
                continue
            if cost < least:
                best, least = {}, cost
            words = (text or kind for kind, text in repair.words)
            kept = tokens[mistake.start : repair.start], tokens[repair.end : last]
            best.setdefault((*(token.text for token in kept[0]), *words, *(token.text for token in kept[1])), repair)
        return tuple(best.values())

    def _candidates(self, tokens: Sequence[Token], mistake: Mistake, end: int) -> Iterator[tuple[Repair, Stack]]:
        """All that is tried, from the place where the text stops making sense backwards, each with the point before it."""
        start, position = mistake.start, mistake.position
        stacks = [self._engine.before(head=start > 0)]
        for token in tokens[start:position]:
            stacks.append(self._engine.step(stacks[-1], token.kind))
        for at in range(position, start - 1, -1):
            before = stacks[at - start]
            if start < at < end and tokens[at - 1].text == tokens[at].text:
                yield Repair("doubled", at, at + 1, ()), before
            if at >= position - _WINDOW:
                for repair in self._tries(tokens, at, end, before):
                    yield repair, before

    def _tries(self, tokens: Sequence[Token], at: int, end: int, before: Stack) -> Iterator[Repair]:
        """What may have happened at a token, or before it, where it is the one behind the declaration."""
        token = tokens[at]
        last = tokens[at - 1] if at else None
        expected = [kind for kind in self._engine.expected(before) if kind in self._texts and advisable(kind, last)]
        if at < end:
            yield from self._replacements(token, at, expected)
            if token.kind in _NEEDLESS:
                yield Repair("extra", at, at + 1, ())
        if at + 1 < end:
            following = tokens[at + 1]
            yield Repair("swapped", at, at + 2, ((following.kind, following.text), (token.kind, token.text)))
        if last is not None and last.kind in DECLARES and last.first:
            yield from self._in_one_word(tokens, at)
        for kind in expected:
            if kind not in DECLARES or token.first:
                yield Repair("missing", at, at, ((kind, self._texts[kind]),))

    def _replacements(self, token: Token, at: int, expected: Sequence[str]) -> Iterator[Repair]:
        """Another word in the place of this one."""
        if token.kind == "NAME":
            words = {self._texts[kind]: kind for kind in expected if self._texts[kind] in self._words}
            for word in close(token.text, words):
                yield Repair("misspelt", at, at + 1, ((words[word], word),))
            if "INT" in expected and token.text.lower() in _FIGURES:
                yield Repair("misspelt", at, at + 1, (("INT", _FIGURES[token.text.lower()]),))
        is_word = token.text in self._words
        foreign = token.kind in SIGNS or (token.kind == "NAME" and self._count[token.text] == 1)
        for kind in expected:
            if kind == token.kind or (kind in DECLARES and not token.first):
                continue
            if is_word:
                yield Repair("wrong", at, at + 1, ((kind, self._texts[kind]),))
            elif foreign and kind not in OPEN:
                yield Repair("foreign", at, at + 1, ((kind, self._texts[kind]),))

    def _in_one_word(self, tokens: Sequence[Token], at: int) -> Iterator[Repair]:
        """The name of a declaration that is written as several words."""
        behind = at
        while behind <= at + _LONGEST_NAME and tokens[behind].kind == "NAME" and not (behind > at and tokens[behind].first):
            behind += 1
        words = [token.text for token in tokens[at:behind]]
        slips = (word for word in words[1:] if len(word) > 1 and any(distance(word, known, 1) <= 1 for known in self._words))
        if 1 < len(words) <= _LONGEST_NAME and not any(slips):
            yield Repair("apart", at, behind, (("NAME", "-".join(words)),))
