"""The kernel: checks one proof that some sentences cannot all be true together. It imports nothing of ours, and no solver.

A proof is a list of lines, numbered from 1. A whole number means what the line of that number says; below 0, its opposite.

    {"n": 1, "yes": NAME}                                  names a yes/no variable
    {"n": 2, "sum": [NAME], "times": [1], "at most": 3}    names a comparison of whole numbers (minutes are such)
    {"n": 3, "all": [1, -2]}                               names a conjunction: true exactly when all of these are
    {"n": 4, "given": -3, "from": "rule closed"}           a sentence of the policy: here, that line 3 is not so
    {"n": 5, "not all": [2, -7], "times": [1, 3]}          comparisons that, each taken so many times, add up to nonsense
    {"n": 6, "clause": [1, -8], "by": [4, 3, 5]}           one of these is so: deny them all, go through the lines named, and
                                                           each leaves one thing possible, until one leaves nothing
The last line, and no other, is a clause of nothing. A line that names something claims nothing. A `given` is held against the
policy as it was read and grounded afresh. The other two forms are worked out again here. docs/evidence.md tells the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

Line = Mapping[str, object]
Given = tuple[int, str]  # a sentence, by its number in a table (below 0: its opposite), and where it comes from
Clauses = list[list[int]]  # of each clause, one literal at least is true


class Refused(Exception):  # noqa: N818 - an answer, no error
    """The proof does not show what it ought to; the message says why."""


class Table:
    """Gives what lines name numbers, the same to the same, whether a proof names it or the policy read afresh."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def number(self, line: Line, named: Mapping[int, int]) -> int | None:
        """The number of what a line names; None where it names nothing. `named`: the numbers of lines before it."""
        key: Hashable
        match tuple(line):
            case ("n", "yes"):
                key = repr(line["yes"])
            case ("n", "sum", "times", "at most"):
                times, bound = _comparison(line)
                key = (frozenset(times.items()), bound)
            case ("n", "all"):
                key = frozenset(_signed(part, named) for part in _numbers(line["all"]))
            case _:
                return None
        return self._numbers.setdefault(key, len(self._numbers) + 1)


def check(proof: Iterable[Line], table: Table, givens: Collection[Given]) -> None:
    """Raises `Refused` unless the lines prove that the `givens`, numbered by `table`, cannot all be true together."""
    lines: list[Line] = []
    named: dict[int, int] = {}
    known: list[Clauses] = [[]]  # line by line, from 1
    for n, line in enumerate(proof, start=1):
        try:
            _demand(line.get("n") == n, "a line is missing before it, or its number is wrong")
            _demand(known[-1] != [[]], "the proof has ended before it")
            number = table.number(line, named)
            known.append(_meaning(line, lines, named, known, givens))
        except Refused as why:
            raise Refused(f"line {n}: {why}") from why
        lines.append(line)
        if number is not None:
            named[n] = number
    _demand(known[-1] == [[]], "the proof breaks off before its end")


def _meaning(
    line: Line, lines: Sequence[Line], named: Mapping[int, int], known: Sequence[Clauses], givens: Collection[Given]
) -> Clauses:
    """What a line makes known, after `lines`."""
    match tuple(line):
        case ("n", "yes") | ("n", "sum", "times", "at most"):
            return []
        case ("n", "all"):
            n, parts = len(known), _numbers(line["all"])
            return [*([-n, part] for part in parts), [n, *(-part for part in parts)]]
        case ("n", "given", "from"):
            literals = _numbers([line["given"]])
            _demand((_signed(literals[0], named), str(line["from"])) in givens, "the policy does not say this")
            return [literals]
        case ("n", "not all", "times"):
            return [_nonsense(line, lines)]
        case ("n", "clause", "by"):
            clause, steps = _numbers(line["clause"]), _numbers(line["by"])
            _demand(all(_signed(literal, named) for literal in clause), "")
            _demand(all(0 < step < len(known) for step in steps), "it rests on a line that is not before it")
            follows = _contradiction({-literal for literal in clause}, [known[step] for step in steps])
            _demand(follows, "it does not follow from the lines that it rests on")
            return [clause]
        case _:
            raise Refused("it has none of the forms that lines have")


def _contradiction(true: set[int], steps: Iterable[Clauses]) -> bool:
    """Whether what is assumed `true`, and the one thing that each clause leaves possible, ends where one leaves nothing."""
    for clause in (clause for step in steps for clause in step):
        possible = [literal for literal in clause if -literal not in true]
        if not possible:
            return True
        if len(possible) == 1:
            true.add(possible[0])
    return False


def _nonsense(line: Line, lines: Sequence[Line]) -> list[int]:
    """The clause that denies one of these comparisons, if together they say that 0 is at most something below 0."""
    total: Counter[str] = Counter()
    limit, clause = 0, _numbers(line["not all"])
    for literal, often in _taken(clause, line["times"]):
        _demand(often > 0 and 0 < abs(literal) <= len(lines), "it takes a comparison less than once, or one not before it")
        times, bound = _comparison(lines[abs(literal) - 1])
        sign = 1 if literal > 0 else -1
        total.update({name: sign * often * factor for name, factor in times.items()})
        limit += often * (bound if literal > 0 else -bound - 1)  # not at most 3: in whole numbers, at least 4
    _demand(limit < 0 and not any(total.values()), "the comparisons do not add up to nonsense")
    return [-literal for literal in clause]


def _comparison(line: Line) -> tuple[Counter[str], int]:
    """How many times a comparison takes each variable, and what the sum is at most."""
    _demand(tuple(line) == ("n", "sum", "times", "at most"), "there is no comparison where one should be")
    total: Counter[str] = Counter()
    for name, times in _taken(line["sum"], line["times"]):
        total.update({repr(name): times})
    return total, _numbers([line["at most"]])[0]


def _taken(things: object, times: object) -> list[tuple[Any, int]]:
    _demand(isinstance(things, list) and len(things) == len(_numbers(times)), "there are not as many numbers as things")
    return list(zip(cast("list[Any]", things), _numbers(times), strict=True))


def _signed(literal: int, named: Mapping[int, int]) -> int:
    _demand(abs(literal) in named, "it speaks of what no line before it names")
    return named[literal] if literal > 0 else -named[-literal]


def _numbers(value: object) -> list[int]:
    _demand(isinstance(value, list) and all(type(number) is int for number in value), "it lacks whole numbers")
    return cast("list[int]", value)


def _demand(met: object, otherwise: str) -> None:
    if not met:
        raise Refused(otherwise)
