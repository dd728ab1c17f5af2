"""Terms as the kernel reads them: the trusted half of a certificate's check, shared with what writes certificates."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from policyproof.logic.terms import Lit, Terms
from policyproof.solve.kernel import Given, Table

Line = dict[str, object]
"""A line of a proof."""

Asserted = tuple[Lit, str]
"""A literal that a question asserts, and where it comes from, in words."""


def definition(terms: Terms, index: int, numbers: Mapping[int, int]) -> Line:
    """The line that names a node, its own number apart; `numbers`: those of the nodes below it."""
    match terms.nodes[index]:
        case ("true",):
            return {"all": []}
        case ("bool", key):
            return {"yes": _plain(key)}
        case ("and", parts):
            return {"all": [signed(part, numbers) for part in parts]}
        case _:
            times, summands, bound = terms.comparison(index) or ((), (), 0)
            names = [["time", _plain(terms.times[time])] for time, _ in times]
            names += [["number", _plain(terms.numbers[number])] for number, _ in summands]
            return {"sum": names, "times": [factor for _, factor in (*times, *summands)], "at most": bound}


def signed(lit: Lit, numbers: Mapping[int, int]) -> int:
    """A literal as a certificate writes it."""
    return -numbers[lit >> 1] if lit & 1 else numbers[lit >> 1]


def enter(terms: Terms, asserted: Iterable[Asserted], table: Table) -> set[Given]:
    """What a question asserts, numbered in the kernel's own table."""
    asserted = list(asserted)
    named: dict[int, int] = {}
    lines: dict[int, int] = {}
    for index in terms.cone([lit for lit, _ in asserted]):
        lines[index] = index + 1
        number = table.number({"n": index + 1, **definition(terms, index, lines)}, named)
        if number is None:
            raise TypeError(terms.nodes[index])
        named[index + 1] = number
    return {(-named[(lit >> 1) + 1] if lit & 1 else named[(lit >> 1) + 1], origin) for lit, origin in asserted}


def _plain(key: Hashable) -> object:
    """A key as lists, texts and whole numbers: two keys that differ stay different."""
    match key:
        case tuple():
            return [_plain(part) for part in key]
        case str() | int() | None:
            return key
        case _:
            raise TypeError(key)
