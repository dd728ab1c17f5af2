"""Where the lines of one declaration break, how far each is indented, and between which words there is no blank.

Breaks are only ever added to those that the author made at places that allow one, until every line fits: what comes out is
therefore laid out as itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from policyproof.syntax.tokens import Token

WIDTH: Final = 128
"""How long a line may be, in characters, a comment at its end not counted."""

_STEP = 2
_TEXT_INDENT = 5
"""Under `fact `, where the texts of a fact stand."""

_SENTENCES = frozenset({"RULE", "PROPERTY", "CASE", "TABLE", "DELAY", "INSERT", "AMEND"})
_HEADED = _SENTENCES | {"ASSUME", "SUPPOSE"}
_VOCABULARY = frozenset({"FACT", "EVENT", "ACTION"})
_TEXT_LAST = _VOCABULARY | {"TERM", "ASSUME", "SUPPOSE", "DELAY"}
_FINAL = frozenset({"SEE", "KNOWN", "GIVEN", "EXPECT", "POSTPONES"})
_CLAUSE = frozenset(
    {*("UNLESS", "EXCUSED", "PROVIDED", "NOTWITHSTANDING", "SUBJECT", "WITHOUT", "EVEN", "SUPPOSING", "DECIDED", "OTHERWISE")}
)
_APART = frozenset({"SEE", "KNOWN", "EXPECT"})
"""What has a line of its own in a rule, property, delay or case that has more than one."""
_NO_CLAUSE_AFTER = frozenset(
    {
        "EXCUSED",
        "EVEN",
        "ALWAYS",
        "NEVER",
        "POSSIBLE",
        "IF",
        "UNLESS",
        "THAT",
        "MEANS",
        "WITHOUT",
        "SCOPE",
        "COLON",
        "SEMICOLON",
    }
)
_TREES = frozenset({"KIND", "PARTY"})
_CONNECTIVES = frozenset({"AND", "OR", "AND_OR", "THEN"})
_LABEL_LIKE = re.compile(r"[0-9]+|[A-Za-z]|[ivx]+")

_HEAD_RANK, _FINAL_RANK, _CLAUSE_RANK, _LIST_RANK, _ITEM_RANK, _SCOPE_RANK, _AND_RANK = range(7)
_DEEPER = 10
"""What each level of nesting adds to a rank: outer places break first."""


class _Bracket(msgspec.Struct, frozen=True):
    """An open bracket: how far the line that it stands on is indented, for what the lines inside count from."""

    base: int
    is_list: bool


class Line(msgspec.Struct, frozen=True):
    """Tokens `start` up to, not including, `end` of a declaration on one line."""

    start: int
    end: int
    indent: int
    brackets: tuple[_Bracket, ...] = ()
    """Those that are open where the line begins, from the outermost in."""


class _List(msgspec.Struct):
    """A list whose items stand on one line all together, or one a line: the places before its items, the list around it."""

    outer: _List | None
    places: list[int]
    is_open: bool = False


class Words:
    """The tokens of one declaration as they are written; `texts` are the file's own letters."""

    def __init__(self, tokens: Sequence[Token], texts: Sequence[str]) -> None:
        self.kinds = [token.kind for token in tokens]
        self.texts = texts
        self._list_at: dict[int, _List] = {}
        self._around: list[_List | None] = []
        self._ranks: dict[int, int] = {}
        self._columns: list[int] = []
        self._find_places()
        column = 0
        for place, text in enumerate(texts):
            column += len(self._blank(place)) if place else 0
            self._columns.append(column)
            column += len(text)

    def glued(self, place: int) -> bool:
        """Whether no blank stands before a token."""
        before, here = self.kinds[place - 1], self.kinds[place]
        if here in {"COMMA", "SEMICOLON", "COLON", "DOT"} or before == "DOT":
            return True
        if before == "LPAR":
            return not self._like_a_label(place - 1)
        if here == "RPAR":
            return not (self.kinds[place - 2] == "LPAR" and self._like_a_label(place - 2))
        return here == "LPAR" and before == "NAME"

    def _blank(self, place: int) -> str:
        """What stands before a token on its line."""
        if self.glued(place):
            return ""
        two_words = self.kinds[place - 1] == "CALENDAR" and self.texts[place].startswith("day")
        return "  " if two_words else " "  # with one blank, `calendar days` would be a single unit

    def _like_a_label(self, opener: int) -> bool:
        """Whether `(p)` would be read as the label of an item: written `( p )` it is not, and behind a name neither."""
        if self.kinds[opener + 2 : opener + 3] != ["RPAR"] or not _LABEL_LIKE.fullmatch(self.texts[opener + 1]):
            return False
        return self.kinds[opener - 1] != "NAME" or not re.match(r"\w", self.texts[opener - 1][-1])

    def text(self, start: int, end: int) -> str:
        """A stretch as it is written on one line."""
        return self.texts[start] + "".join(self._blank(place) + self.texts[place] for place in range(start + 1, end))

    def _width(self, start: int, end: int) -> int:
        """How many characters `text` has."""
        return self._columns[end - 1] + len(self.texts[end - 1]) - self._columns[start]

    def lines(self, broken: Sequence[bool], forced: Sequence[bool]) -> list[Line]:
        """The lines. `broken` says before which tokens the author broke the line, `forced` where a comment ends one."""
        breaks: set[int] = set()
        more = {place for place in range(1, len(self.kinds)) if forced[place] or self._stays_broken(place, broken)}
        while True:
            self._add(more, breaks)
            lines = self._indented(breaks)
            more = {place for line in lines for place in self._more(line, breaks)}
            if not more:
                return [part for line in lines for part in self._filled(line)]

    def rows(self) -> list[list[tuple[int, int]]]:
        """The rows of a table, its head first: for each cell its first token, and the one behind its last."""
        found: list[list[tuple[int, int]]] = []
        bars = [place for place, kind in enumerate(self.kinds) if kind == "VBAR"] if self.kinds[0] == "TABLE" else []
        for left, right in pairwise(bars):
            if self._begins_row(left):
                found.append([])
            if right > left + 1:
                found[-1].append((left + 1, right))
        return found

    def _begins_row(self, place: int) -> bool:
        """Whether a bar is the first one of its row."""
        return self.kinds[place] == "VBAR" and self.kinds[place - 1] in {"VBAR", "IF"}

    def _stays_broken(self, place: int, broken: Sequence[bool]) -> bool:
        """Tables have one row a line; elsewhere lines stay broken that may break."""
        if self.kinds[0] == "TABLE":
            return self._ranks.get(place) == _HEAD_RANK
        return broken[place] and place in self._ranks

    # ---- where a line may break

    def _find_places(self) -> None:
        kinds = self.kinds
        head = kinds[0]
        colons = 2 if head == "INSERT" else 1
        members = _List(None, []) if head == "KIND" else None
        around = [members]
        braces = [False]
        for place, here in enumerate(kinds):
            depth = len(braces) - 1
            self._around.append(around[-1])
            if place:
                inner = around[-1] if braces[-1] or not depth else None
                if inner is not None and self._is_item(place, inner, nested=bool(depth)):
                    inner.places.append(place)
                    self._list_at[place] = inner
                    self._ranks[place] = _LIST_RANK + _DEEPER * max(depth - 1, 0)
                elif not depth and kinds[place - 1] == "COLON" and head in _HEADED - {"TABLE"} and colons > 0:
                    colons -= 1
                    self._ranks[place] = _HEAD_RANK
                elif (rank := self._rank(place, outermost=not depth)) is not None:
                    self._ranks[place] = rank + _DEEPER * depth
            if here in {"LBRACE", "LPAR"}:
                around.append(_List(around[-1], []) if here == "LBRACE" else around[-1])
                braces.append(here == "LBRACE")
            elif here in {"RBRACE", "RPAR"} and depth:
                around.pop()
                braces.pop()

    def _is_item(self, place: int, inner: _List, *, nested: bool) -> bool:
        """Whether an item of a list begins here. The last `and` or `or` stays behind the semicolon before it."""
        before, here = self.kinds[place - 1], self.kinds[place]
        if here == "RBRACE":
            return False
        if self.kinds[0] in _TREES:
            return before in {"LBRACE", "COMMA"} if nested else before == "COMMA" or (before == "OF" and not inner.places)
        if before == "SEMICOLON":
            return here not in _CONNECTIVES
        return before == "LBRACE" or (before in _CONNECTIVES and self.kinds[place - 2] == "SEMICOLON")

    def _rank(self, place: int, *, outermost: bool) -> int | None:
        """How soon a line breaks before a token; None: only where nothing else helps."""
        kinds = self.kinds
        head, before, here = kinds[0], kinds[place - 1], kinds[place]
        after = kinds[place + 1] if place + 1 < len(kinds) else ""
        if (here in _CONNECTIVES and before != "SEMICOLON") or (here == "EXACTLY" and after == "WHEN"):
            return _AND_RANK
        if before == "COLON" and head in _HEADED | {"TERM", "SCOPE"}:
            return _SCOPE_RANK
        if not outermost:
            return None
        if here == "STRING" and head in _TEXT_LAST and before != "OTHERWISE" and kinds[max(place - 2, 0)] != "SEE":
            return _FINAL_RANK
        if head == "TABLE":
            return self._rank_in_table(place)
        if here in _FINAL:
            return _FINAL_RANK
        if here in _CLAUSE and not (here == "UNLESS" and before == "EXCUSED"):
            return _CLAUSE_RANK
        if (here == "IF" and before not in _NO_CLAUSE_AFTER) or (here == "AS" and after in {"AN", "OF"}):
            return _CLAUSE_RANK
        return _ITEM_RANK if before == "SEMICOLON" or (before == "COMMA" and head in _SENTENCES) else None

    def _rank_in_table(self, place: int) -> int | None:
        before, here = self.kinds[place - 1], self.kinds[place]
        if self._begins_row(place) or (here == "SEE" and before == "VBAR"):
            return _HEAD_RANK
        last = self.kinds[place + 1 : place + 2] in ([], ["VBAR"], ["SEE"])
        return _CLAUSE_RANK if here == "VBAR" and not last else None

    # ---- which of them do

    def _add(self, more: set[int], breaks: set[int]) -> None:
        """Adds breaks, with those that they bring about.

        A list with a break inside has one item a line, and so has every list around it. A sentence with a break inside has
        its source and its expectations on lines of their own.
        """
        if more and self.kinds[0] in {"RULE", "PROPERTY", "DELAY", "CASE"}:
            more |= {place for place, rank in self._ranks.items() if rank == _FINAL_RANK and self.kinds[place] in _APART}
        breaks |= more
        for place in more:
            around = self._around[place]
            while around is not None and not around.is_open:
                around.is_open = True
                breaks.update(around.places)
                around = around.outer

    def _more(self, line: Line, breaks: set[int]) -> set[int]:
        """Where to break a line that is too long; nowhere if it fits, or if no place allows it."""
        if line.indent + self._width(line.start, line.end) <= WIDTH:
            return set()
        places = [place for place in range(line.start + 1, line.end) if place in self._ranks and place not in breaks]
        if not places:
            return set()
        lowest = min(self._ranks[place] for place in places)
        places = [place for place in places if self._ranks[place] == lowest]
        if places[0] in self._list_at:
            return set(self._list_at[places[0]].places)
        found: set[int] = set()
        begin, indent = line.start, line.indent
        for place, end in zip(places, [*places[1:], line.end], strict=True):
            if indent + self._width(begin, end) > WIDTH:
                found.add(place)
                begin = place
                if indent == line.indent:  # the lines that follow are most likely alike; else they are broken the next time
                    indent = self._indent(place, self._open_at(place, line))
        return found

    def _open_at(self, place: int, line: Line) -> tuple[_Bracket, ...]:
        """The brackets that are open before a token of a line."""
        brackets = list(line.brackets)
        for kind in self.kinds[line.start : place]:
            self._follow(kind, line.indent, brackets)
        return tuple(brackets)

    def _follow(self, kind: str, indent: int, brackets: list[_Bracket]) -> None:
        if kind in {"LBRACE", "LPAR"}:
            brackets.append(_Bracket(max(indent, _STEP if self.kinds[0] in _SENTENCES else 0), kind == "LBRACE"))
        elif kind in {"RBRACE", "RPAR"} and brackets:
            brackets.pop()

    def _indented(self, breaks: set[int]) -> list[Line]:
        lines: list[Line] = []
        brackets: list[_Bracket] = []
        line = Line(0, 0, 0)
        for place, kind in enumerate(self.kinds):
            if place in breaks:
                lines.append(Line(line.start, place, line.indent, line.brackets))
                line = Line(place, place, self._indent(place, brackets), tuple(brackets))
            self._follow(kind, line.indent, brackets)
        return [*lines, Line(line.start, len(self.kinds), line.indent, line.brackets)]

    def _indent(self, place: int, brackets: Sequence[_Bracket]) -> int:
        """How far a line is indented that begins with this token, inside these brackets."""
        head, here = self.kinds[0], self.kinds[place]
        if brackets:
            inner = brackets[-1]
            if here in {"RBRACE", "RPAR"}:
                return inner.base
            return inner.base + (2 * _STEP if inner.is_list and place not in self._list_at else _STEP)
        if head in _VOCABULARY:
            return _TEXT_INDENT
        clause = self._ranks.get(place, _AND_RANK) <= (_HEAD_RANK if head == "TABLE" else _LIST_RANK)
        return _STEP if clause or head not in _SENTENCES else 2 * _STEP

    def _filled(self, line: Line) -> list[Line]:
        """A line that no allowed place makes short enough: broken between any two words, where that helps."""
        if line.indent + self._width(line.start, line.end) <= WIDTH:
            return [line]
        indent = line.indent + 2 * _STEP
        starts = [place for place in range(line.start + 1, line.end) if not self.glued(place)]
        lines: list[Line] = []
        begin, now = line.start, line.indent
        for place, end in zip(starts, [*starts[1:], line.end], strict=True):
            fits = now + self._width(begin, end) <= WIDTH
            if not fits and indent + self._width(place, end) <= WIDTH:
                lines.append(Line(begin, place, now))
                begin, now = place, indent
        return [*lines, Line(begin, line.end, now)]
