"""Looks for a proof that the kernel can check. Nothing here is trusted: what it gets wrong, the kernel refuses.

A SAT solver works on the skeleton of the sentences. Whenever it assumes comparisons that clash, it is told so, until there is
nothing left that it could assume. Of all that it has derived on the way, the proof keeps what the end needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

import msgspec

from policyproof.logic.terms import Lit, Terms
from policyproof.solve.answers import Limits
from policyproof.solve.derivation import Clause, Step, derive
from policyproof.solve.errors import SolversDisagree, ToolMissing
from policyproof.solve.notation import Asserted, Line, definition, signed
from policyproof.solve.session import Session
from policyproof.solve.sums import Clash, Split, clash

if TYPE_CHECKING:
    from pysat.solvers import Solver

MOST_CLASHES: Final = 4000
"""Clashes of comparisons that a search may meet, and comparisons that it may add, before it gives up."""


class Unproved(msgspec.Struct, frozen=True):
    """No proof was found that the kernel could check, though the solver has answered."""

    reason: str


class _Defines(msgspec.Struct, frozen=True):
    node: int


class _Sentence(msgspec.Struct, frozen=True):
    asserted: Asserted


_Origin = _Defines | _Sentence | Clash
"""Why a clause is true before anything is derived."""


def prove(terms: Terms, asserted: Sequence[Asserted], limits: Limits) -> tuple[Line, ...] | Unproved:
    """The lines of a proof that these cannot all be true together."""
    core = Session(terms, limits).core([lit for lit, _ in asserted])
    if core is None:
        return Unproved("the solver does not say which sentences it needs")
    search = _Search(terms, [next(sentence for sentence in asserted if sentence[0] == lit) for lit in core])
    steps = search.run()
    if steps is None:
        return Unproved(f"it would take more than {MOST_CLASHES} steps about times and numbers")
    return tuple(_lines(terms, search.origins, steps))


class _Search:
    """The skeleton as clauses, one variable a node: its index and 1."""

    def __init__(self, terms: Terms, core: Sequence[Asserted]) -> None:
        self.terms = terms
        self.core = core
        self.roots = [lit for lit, _ in core]
        self.nodes = terms.cone(self.roots)
        self.clauses: list[Clause] = []
        self.origins: list[_Origin] = []
        self.splits: dict[int, None] = {}
        self.clashes = 0

    def run(self) -> tuple[Step, ...] | None:
        """What follows from the clauses, to the end; None where it takes too long."""
        with _solver() as solver:
            for index in self.nodes:
                if self.terms.nodes[index][0] in {"and", "true"}:
                    parts = [_variable(part) for part in self.terms.parts[index]]
                    for part in parts:
                        self._add(solver, (-index - 1, part), _Defines(index))
                    self._add(solver, (index + 1, *(-part for part in parts)), _Defines(index))
            for asserted in self.core:
                self._add(solver, (_variable(asserted[0]),), _Sentence(asserted))
            while solver.solve():
                if self.clashes + len(self.splits) >= MOST_CLASHES:
                    return None
                self._learn(solver)
            learned = [line.split()[:-1] for line in solver.get_proof() if not line.startswith("d")]
        return derive(self.clauses, [tuple(int(word) for word in words) for words in learned])

    def _add(self, solver: Solver, clause: Clause, origin: _Origin) -> None:
        solver.add_clause(list(clause))
        self.clauses.append(clause)
        self.origins.append(origin)

    def _learn(self, solver: Solver) -> None:
        """Why what the solver assumes cannot be."""
        true = {variable - 1 for variable in solver.get_model() if variable > 0}
        lits = self.terms.justify(self.roots, {index: index in true for index in self.nodes}, frozenset())
        taken = {lit >> 1 for lit in lits}
        lits += [2 * index + (index not in true) for index in self.splits if index not in taken]
        match clash(self.terms, lits):
            case Clash() as found:
                self.clashes += 1
                self._add(solver, tuple(-_variable(lit) for lit in found.lits), found)
            case Split(lit):
                self.splits[lit >> 1] = None
            case None:
                raise SolversDisagree("the search for a proof finds that what was refuted can be")


def _lines(terms: Terms, origins: Sequence[_Origin], steps: Sequence[Step]) -> Iterator[Line]:
    """The proof, with nothing that its end does not need."""
    used = sorted({place for step in steps for place in step.by if place < len(origins)})
    numbers: dict[int, int] = {}
    for index in terms.cone([*_named(origins[place] for place in used), *(_lit(v) for step in steps for v in step.clause)]):
        numbers[index] = len(numbers) + 1
        yield {"n": numbers[index], **definition(terms, index, numbers)}
    lines: dict[int, int] = {}  # of each place, its line
    n = len(numbers)
    for place in used:
        origin = origins[place]
        if isinstance(origin, _Defines):
            lines[place] = numbers[origin.node]
            continue
        n += 1
        lines[place] = n
        match origin:
            case _Sentence((lit, words)):
                yield {"n": n, "given": signed(lit, numbers), "from": words}
            case Clash(lits, times):
                yield {"n": n, "not all": [signed(lit, numbers) for lit in lits], "times": list(times)}
    for step in steps:
        n += 1
        lines[step.place] = n
        by = [line for line, _ in groupby(lines[place] for place in step.by)]
        yield {"n": n, "clause": [signed(_lit(v), numbers) for v in step.clause], "by": by}


def _named(origins: Iterable[_Origin]) -> Iterator[Lit]:
    """What has to have a line of its own for these to be written down."""
    for origin in origins:
        match origin:
            case _Defines(node):
                yield 2 * node
            case _Sentence((lit, _)):
                yield lit
            case Clash(lits, _):
                yield from lits


def require_search() -> None:
    """Raises `ToolMissing` where what the search works with is not installed."""
    _solver().delete()


def _solver() -> Solver:
    try:
        from pysat.solvers import Solver  # noqa: PLC0415  # only certificates need it
    except ImportError as missing:
        raise ToolMissing("certificates need python-sat: type `pip install 'policyproof[evidence]'`") from missing
    return Solver(name="glucose4", with_proof=True)


def _variable(lit: Lit) -> int:
    return -(lit >> 1) - 1 if lit & 1 else (lit >> 1) + 1


def _lit(variable: int) -> Lit:
    return 2 * (abs(variable) - 1) + (variable < 0)
