"""What a solver can say, and within which limits it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from policyproof.logic.terms import Lit, Terms

if TYPE_CHECKING:
    from policyproof.solve.second import SecondOpinion

DEFAULT_WORK: Final = 50_000_000
"""Units of the solver's own work counter (`rlimit`) for one question: the same on every machine, unlike seconds."""

DEFAULT_MEMORY: Final = 2048
"""Megabytes."""


class Limits(msgspec.Struct, frozen=True):
    """How a question is asked: `work` in units of the solver's counter, `memory` in megabytes; `second`: who else is asked."""

    work: int = DEFAULT_WORK
    memory: int = DEFAULT_MEMORY
    second: SecondOpinion | None = None


class Model(msgspec.Struct, frozen=True):
    """One assignment: yes/no variables by node, times and numbers by index. What the solver left open is no, or 0."""

    booleans: dict[int, bool]
    times: list[int]
    numbers: list[int]

    def time(self, index: int) -> int:
        """The minute of a time variable; 0 where the question did not speak of it."""
        return self.times[index] if index < len(self.times) else 0

    def number(self, index: int) -> int:
        """The value of a number variable; 0 where the question did not speak of it."""
        return self.numbers[index] if index < len(self.numbers) else 0

    def makes_true(self, terms: Terms, lits: Sequence[Lit]) -> bool:
        compound = [lit for lit in lits if terms.nodes[lit >> 1][0] != "bool"]
        if len(compound) < len(lits):  # most questions are about variables, which need no walk
            for lit in lits:
                if terms.nodes[lit >> 1][0] == "bool" and self.booleans.get(lit >> 1, False) == bool(lit & 1):
                    return False
            if not compound:
                return True
            lits = compound
        times = self.times + [0] * (len(terms.times) - len(self.times))  # met since: free, so 0
        numbers = self.numbers + [0] * (len(terms.numbers) - len(self.numbers))
        truth = terms.evaluate(lits, self.booleans, times, numbers)
        return all(truth[lit >> 1] != bool(lit & 1) for lit in lits)


class Satisfiable(msgspec.Struct, frozen=True):
    model: Model


class Unsatisfiable(msgspec.Struct, frozen=True):
    """Proved: they cannot all be true."""


class Unknown(msgspec.Struct, frozen=True):
    reason: str
    """Which limit was hit, in the user's words."""


Answer = Satisfiable | Unsatisfiable | Unknown
