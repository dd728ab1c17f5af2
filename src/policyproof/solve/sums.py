"""Comparisons of whole numbers that cannot all be so: which of them, and how often each is to be taken to see it.

Minutes: a circle of differences that adds up to less than 0. Sums of numbers, and minutes that numbers put off: the simplex
method in fractions. Where fractions can meet them all, a comparison to decide next, so that whole numbers come of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

import msgspec

from policyproof.logic.terms import Lit, Terms


class Clash(msgspec.Struct, frozen=True):
    """These comparisons, each taken so many times, add up to: 0 is at most something below 0."""

    lits: tuple[Lit, ...]
    times: tuple[int, ...]


class Split(msgspec.Struct, frozen=True):
    """It turns on this comparison: in whole numbers, it or its opposite is so."""

    lit: Lit


def clash(terms: Terms, lits: Sequence[Lit]) -> Clash | Split | None:
    """Whether these comparisons clash; None: some whole numbers meet them all."""
    edges = [edge for lit in lits if (edge := _difference(terms, lit)) is not None]
    found = _circle(edges)
    if found is not None:
        return Clash(found, (1,) * len(found))
    rows = [row for lit in lits if (row := _row(terms, lit)) is not None]
    if not any(row.numbers for row in rows):
        return None
    tied = any(row.times and row.numbers for row in rows)
    return _numbers(terms, rows if tied else [row for row in rows if row.numbers])


# ---- differences of minutes

_Edge = tuple[int, int, int, Lit]
"""x, y, c and the literal that says x - y <= c."""


def _difference(terms: Terms, lit: Lit) -> _Edge | None:
    match terms.nodes[lit >> 1]:
        case ("diff", x, y, bound) if x not in terms.sums and y not in terms.sums:
            return (y, x, -bound - 1, lit) if lit & 1 else (x, y, bound, lit)
        case _:
            return None


def _circle(edges: list[_Edge]) -> tuple[Lit, ...] | None:
    """Differences that lead from a minute back to itself, and to less than 0 on the way (Bellman and Ford)."""
    reached = dict.fromkeys((minute for x, y, _, _ in edges for minute in (x, y)), 0)
    by: dict[int, _Edge] = {}
    moved: int | None = None
    for _ in range(len(reached)):
        moved = None
        for edge in edges:
            x, y, bound, _ = edge
            if reached[y] + bound < reached[x]:
                reached[x] = reached[y] + bound
                by[x] = edge
                moved = x
        if moved is None:
            return None
    if moved is None:
        return None
    for _ in range(len(reached)):  # back until surely on the circle
        moved = by[moved][1]
    start, circle = moved, [by[moved]]
    while circle[-1][1] != start:
        circle.append(by[circle[-1][1]])
    return tuple(sorted(lit for _, _, _, lit in circle))


# ---- sums of numbers


class _Row(msgspec.Struct, frozen=True):
    """The sum of factor * time and of factor * number is at most `bound`, says the literal."""

    times: dict[int, int]
    numbers: dict[int, int]
    bound: int
    lit: Lit

    @property
    def factors(self) -> dict[tuple[str, int], int]:
        """Both, by what they are and their index."""
        found = {("number", number): factor for number, factor in self.numbers.items()}
        return found | {("time", time): factor for time, factor in self.times.items()}


def _row(terms: Terms, lit: Lit) -> _Row | None:
    found = terms.comparison(lit >> 1)
    if found is None:
        return None
    times, numbers, bound = found
    sign = -1 if lit & 1 else 1
    return _Row(
        {time: sign * factor for time, factor in times},
        {number: sign * factor for number, factor in numbers},
        -bound - 1 if lit & 1 else bound,
        lit,
    )


def _numbers(terms: Terms, rows: list[_Row]) -> Clash | Split | None:
    """Where all numbers are whole, minutes are too: what is left of the rows is differences."""
    tableau = _Tableau(rows)
    found = tableau.clash()
    if found is not None:
        return found
    values = {number: value for (kind, number), value in tableau.values().items() if kind == "number"}
    for row in [row for row in rows if not row.times]:  # 2 a <= 3 says a <= 1, which fractions do not know
        shared = gcd(*row.numbers.values())
        if sum(factor * values[number] for number, factor in row.numbers.items()) > row.bound // shared * shared:
            return Split(
                terms.at_most({number: factor // shared for number, factor in row.numbers.items()}, row.bound // shared)
            )
    for number, value in sorted(values.items()):
        if value.denominator != 1:
            return Split(terms.at_most({number: 1}, value.numerator // value.denominator))
    return None


class _Tableau:
    """The simplex method on rows with upper bounds alone. Columns: the numbers and the times, then one sum a row.

    `basic` columns are given by the others; a sum among the others is never above its bound. The rule of Bland (the first
    column that will do) sees to it that it ends.
    """

    def __init__(self, rows: list[_Row]) -> None:
        self.rows = rows
        self.names = sorted({number for row in rows for number in row.factors})
        place = {number: column for column, number in enumerate(self.names)}
        width = len(self.names)
        self.bounds = {width + index: row.bound for index, row in enumerate(rows)}
        self.value = [Fraction(0)] * (width + len(rows))
        self.basic = {
            width + index: {place[number]: Fraction(factor) for number, factor in row.factors.items()}
            for index, row in enumerate(rows)
        }

    def values(self) -> dict[tuple[str, int], Fraction]:
        """What the numbers and the times are now."""
        return dict(zip(self.names, self.value, strict=False))

    def clash(self) -> Clash | None:
        """Move the numbers until every bound is kept, or one cannot be."""
        while True:
            broken = next((c for c in sorted(self.basic) if c in self.bounds and self.value[c] > self.bounds[c]), None)
            if broken is None:
                return None
            column = next((c for c, factor in sorted(self.basic[broken].items()) if self._helps(c, factor)), None)
            if column is None:
                return self._explained(broken)
            self._pivot(broken, column)

    def _helps(self, column: int, factor: Fraction) -> bool:
        """Moving this column can make a sum smaller: down, or up where it may go up."""
        return factor > 0 or (factor < 0 and (column not in self.bounds or self.value[column] < self.bounds[column]))

    def _pivot(self, broken: int, column: int) -> None:
        """Bring a sum to its bound by moving one column, which the sum gives from then on."""
        row = self.basic.pop(broken)
        factor = row.pop(column)
        step = (self.bounds[broken] - self.value[broken]) / factor
        self.value[column] += step
        self.value[broken] = Fraction(self.bounds[broken])
        for other, old in self.basic.items():
            self.value[other] += old.get(column, 0) * step
        solved = {broken: 1 / factor, **{c: -share / factor for c, share in row.items()}}
        for old in self.basic.values():
            taken = old.pop(column, None)
            if taken is not None:
                for c, share in solved.items():
                    old[c] = old.get(c, Fraction(0)) + taken * share
                    if not old[c]:
                        del old[c]
        self.basic[column] = solved

    def _explained(self, broken: int) -> Clash:
        """The sum that cannot be made smaller, and those at their bounds that forbid it."""
        width = len(self.names)
        shares = {broken: Fraction(1), **{c: -factor for c, factor in self.basic[broken].items()}}
        whole = lcm(*(share.denominator for share in shares.values()))
        taken = sorted((c - width, int(share * whole)) for c, share in shares.items())
        return Clash(tuple(self.rows[index].lit for index, _ in taken), tuple(times for _, times in taken))
