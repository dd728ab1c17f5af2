"""Hash-consed propositional terms over yes/no variables, differences of times, and sums of numbers.

A term is a *literal*: twice the index of its node, plus one where it is negated. So negation costs nothing, equal terms
are the same
`int`, and a shared part is built, written and solved once. Nodes are: a yes/no variable; a difference atom `x - y <= c` over
times; a linear atom `sum <= c` over numbers; a conjunction (a disjunction is a negated conjunction of negations).

A time may be a **sum**: another time, and whole multiples of numbers (a due date that grants put off). It has no value of
its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, Literal

Lit = int
"""A term: 2 * node, + 1 if negated."""

Time = tuple[int, int]
"""A minute: the index of a time variable, and an offset. The variable of `END` is -1."""

END: Final[Time] = (-1, 0)
"""A minute after every other."""

TRUE: Final[Lit] = 0
FALSE: Final[Lit] = 1

Multiples = tuple[tuple[int, int], ...]
"""Numbers by index, in order, each with its factor (never 0)."""

TrueNode = tuple[Literal["true"]]
BoolNode = tuple[Literal["bool"], Hashable]
DiffNode = tuple[Literal["diff"], int, int, int]
LinearNode = tuple[Literal["linear"], tuple[tuple[int, int], ...], int]
AndNode = tuple[Literal["and"], tuple[Lit, ...]]
Node = TrueNode | BoolNode | DiffNode | LinearNode | AndNode


class Terms:
    """An arena of interned nodes. Variables are known by a hashable key; `times` and `numbers` list theirs by index."""

    def __init__(self) -> None:
        self.nodes: list[Node] = [("true",)]
        self.parts: list[tuple[Lit, ...]] = [()]
        """Of each node, what it is a conjunction of (nothing, for the others)."""
        self._index: dict[Node, int] = {}
        self._cones: dict[tuple[Lit, ...], list[int]] = {}
        self.times: list[Hashable] = []
        self._times: dict[Hashable, int] = {}
        self.numbers: list[Hashable] = []
        self._numbers: dict[Hashable, int] = {}
        self.sums: dict[int, tuple[int, Multiples]] = {}
        """Of each time that is a sum, by index: the time that it starts from (no sum), and what is added to it."""

    def _literal(self, node: Node) -> Lit:
        found = self._index.get(node)
        if found is None:
            found = len(self.nodes) << 1
            self.nodes.append(node)
            self.parts.append(node[1] if node[0] == "and" else ())
            self._index[node] = found
        return found

    # ---- variables and atoms

    def boolean(self, key: Hashable) -> Lit:
        """The yes/no variable of that key."""
        return self._literal(("bool", key))

    def time(self, key: Hashable) -> Time:
        """The time variable of that key, without an offset."""
        found = self._times.get(key)
        if found is None:
            found = self._times[key] = len(self.times)
            self.times.append(key)
        return (found, 0)

    def known(self, key: Hashable) -> Lit | None:
        """The yes/no variable of that key, if a question has met it."""
        return self._index.get(("bool", key))

    def known_time(self, key: Hashable) -> Time | None:
        """The time variable of that key, if a question has met it."""
        found = self._times.get(key)
        return None if found is None else (found, 0)

    def number(self, key: Hashable) -> int:
        """The index of the number variable of that key."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.numbers)
            self.numbers.append(key)
        return found

    def put_off(self, time: Time, by: Mapping[int, int]) -> Time:
        """A time, and so many multiples of numbers after it."""
        variable, offset = time
        base, added = self.start(variable)
        total = _added(added, by.items())
        if not total:
            return (base, offset)
        index, _ = self.time(("sum", base, total))
        self.sums[index] = (base, total)
        return (index, offset)

    def not_after(self, left: Time, right: Time) -> Lit:
        """`left <= right`."""
        x, cx = left
        y, cy = right
        if x == y:
            return TRUE if cx <= cy else FALSE
        if self.sums:
            from_x, to_x = self.start(x)
            from_y, to_y = self.start(y)
            if from_x == from_y:
                return self.at_most(dict(_added(to_x, ((number, -factor) for number, factor in to_y))), cy - cx)
            if -1 in {from_x, from_y}:
                return TRUE if from_y == -1 else FALSE
        if y == -1:
            return TRUE
        if x == -1:
            return FALSE
        bound = cy - cx  # x - y <= bound
        if x < y:
            return self._literal(("diff", x, y, bound))
        return self._literal(("diff", y, x, -bound - 1)) ^ 1

    def before(self, left: Time, right: Time) -> Lit:
        """`left < right`."""
        return self.not_after((left[0], left[1] + 1), right)

    def at_most(self, coefficients: Mapping[int, int], bound: int) -> Lit:
        """`sum of coefficient * number <= bound`."""
        parts = tuple(sorted((index, factor) for index, factor in coefficients.items() if factor))
        if not parts:
            return TRUE if bound >= 0 else FALSE
        if parts[0][1] < 0:  # one of two ways of writing a sum and its negation
            opposite = tuple((index, -factor) for index, factor in parts)
            return self._literal(("linear", opposite, -bound - 1)) ^ 1
        return self._literal(("linear", parts, bound))

    # ---- connectives

    def conj(self, items: Iterable[Lit]) -> Lit:
        """All of the items."""
        seen: set[Lit] = set()
        for item in items:
            if item == FALSE or item ^ 1 in seen:
                return FALSE
            if item == TRUE or item in seen:
                continue
            parts = self.parts[item >> 1]
            if parts and not item & 1:  # flatten
                for part in parts:
                    if part ^ 1 in seen:
                        return FALSE
                    seen.add(part)
            else:
                seen.add(item)
        if not seen:
            return TRUE
        if len(seen) == 1:
            return next(iter(seen))
        return self._literal(("and", tuple(sorted(seen))))

    def disj(self, items: Iterable[Lit]) -> Lit:
        """Some of the items."""
        return self.conj([item ^ 1 for item in items]) ^ 1

    def implies(self, left: Lit, right: Lit) -> Lit:
        return self.disj((left ^ 1, right))

    def iff(self, left: Lit, right: Lit) -> Lit:
        if left == right:
            return TRUE
        return self.conj((self.implies(left, right), self.implies(right, left)))

    def at_least(self, number: int, items: Sequence[Lit]) -> Lit:
        """At least `number` of the items (a counter, shared between its rows)."""
        if number <= 0:
            return TRUE
        if number > len(items):
            return FALSE
        row = [TRUE] + [FALSE] * number  # row[k]: at least k of the items so far
        for item in items:
            row = [TRUE] + [self.disj((row[k], self.conj((row[k - 1], item)))) for k in range(1, number + 1)]
        return row[number]

    def exactly_one(self, items: Sequence[Lit]) -> Lit:
        pairs = [self.disj((a ^ 1, b ^ 1)) for i, a in enumerate(items) for b in items[i + 1 :]]
        return self.conj([self.disj(items), *pairs])

    # ---- walks

    def cone(self, roots: Iterable[Lit]) -> list[int]:
        """The nodes below the roots, in the order in which they were made (children before parents)."""
        key = tuple(roots)
        found = self._cones.get(key)
        if found is None:
            found = self._cones[key] = self._find_cone(key)
        return found

    def _find_cone(self, roots: tuple[Lit, ...]) -> list[int]:
        seen: set[int] = set()
        stack = [root >> 1 for root in roots]
        while stack:
            index = stack.pop()
            if index in seen:
                continue
            seen.add(index)
            stack += [part >> 1 for part in self.parts[index]]
        return sorted(seen)

    def justify(self, roots: Iterable[Lit], truth: Mapping[int, bool], free: frozenset[int]) -> list[Lit]:
        """Literals over atoms that suffice for the roots to be as `truth` has them: all parts of a true conjunction, one
        false part
        of a false one (one that costs nothing new, if there is one; else the first). `free` atoms cost nothing.
        """
        needed: dict[int, None] = {}
        stack = [root >> 1 for root in roots]
        while stack:
            index = stack.pop()
            if index in needed:
                continue
            needed[index] = None
            parts = self.parts[index]
            if not parts or truth[index]:
                stack.extend(part >> 1 for part in reversed(parts))
                continue
            false = [part >> 1 for part in parts if truth[part >> 1] == bool(part & 1)]
            cheap = [part for part in false if part in needed or part in free]
            atoms = [part for part in false if not self.parts[part]]
            stack.append((cheap or atoms or false)[0])
        return [(index << 1) | (not truth[index]) for index in sorted(needed) if index and not self.parts[index]]

    def evaluate(
        self, roots: Iterable[Lit], booleans: Mapping[int, bool], times: Sequence[int], numbers: Sequence[int]
    ) -> dict[int, bool]:
        """The truth of every node below the roots. `booleans` is by node; what it lacks is no."""
        truth: dict[int, bool] = {}
        for index in self.cone(roots):
            match self.nodes[index]:
                case ("true",):
                    truth[index] = True
                case ("bool", _):
                    truth[index] = booleans.get(index, False)
                case ("diff", x, y, bound):
                    truth[index] = self.minute(x, times, numbers) - self.minute(y, times, numbers) <= bound
                case ("linear", summands, bound):
                    truth[index] = sum(factor * numbers[number] for number, factor in summands) <= bound
                case ("and", parts):
                    truth[index] = all(truth[part >> 1] != bool(part & 1) for part in parts)
        return truth

    def compared(self, lit: Lit) -> dict[int, int]:
        """The numbers that an atom (or its negation) compares, each with its factor, where it says that a sum is at most so
        much.
        """
        _, numbers, _ = self.comparison(lit >> 1) or ((), (), 0)
        return {number: -factor if lit & 1 else factor for number, factor in numbers}

    def comparison(self, index: int) -> tuple[Multiples, Multiples, int] | None:
        """A comparison as one sum that is at most so much: its times and its numbers, each with its factor, and the bound. Sums
        of times are taken apart. None for a node that is no comparison.
        """
        match self.nodes[index]:
            case ("diff", x, y, bound):
                (from_x, to_x), (from_y, to_y) = self.start(x), self.start(y)
                return ((from_x, 1), (from_y, -1)), _added(to_x, ((number, -factor) for number, factor in to_y)), bound
            case ("linear", summands, bound):
                return (), summands, bound
            case _:
                return None

    def names(self, index: int) -> tuple[Hashable, ...]:
        """The keys of the variables in an atom (nothing, for the other nodes)."""
        node = self.nodes[index]
        if node[0] == "bool":
            return (node[1],)
        times, numbers, _ = self.comparison(index) or ((), (), 0)
        return (*(self.times[time] for time, _ in times), *(self.numbers[number] for number, _ in numbers))

    def start(self, variable: int) -> tuple[int, Multiples]:
        """The time that a sum starts from, and what is added to it; of another time, itself and nothing."""
        return self.sums.get(variable, (variable, ()))

    def minute(self, variable: int, times: Sequence[int], numbers: Sequence[int]) -> int:
        """The minute of a time variable, or of a sum."""
        base, added = self.start(variable)
        return times[base] + sum(factor * numbers[number] for number, factor in added)


def _added(some: Multiples, more: Iterable[tuple[int, int]]) -> Multiples:
    """The sum of two sums of multiples."""
    total = dict(some)
    for number, factor in more:
        total[number] = total.get(number, 0) + factor
    return tuple(sorted((number, factor) for number, factor in total.items() if factor))
