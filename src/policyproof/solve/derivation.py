"""What a SAT solver has learned, one clause after another, cut down to what its end needs, each step with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

Clause = tuple[int, ...]


class Step(msgspec.Struct, frozen=True):
    """A clause that follows by elimination: deny it, go through the clauses `by` (by their place), and meet a contradiction."""

    place: int
    clause: Clause
    by: tuple[int, ...]


class DerivationError(Exception):
    """What the solver says that it has learned does not follow."""


def derive(axioms: Sequence[Clause], learned: Sequence[Clause]) -> tuple[Step, ...]:
    """The steps from the axioms (places 0, 1, …) to the empty clause, of those learned, whose places go on from there."""
    clauses = [*axioms, *(tuple(dict.fromkeys(clause)) for clause in learned if clause), ()]
    propagation = _Propagation(clauses)
    needed = {len(clauses) - 1}
    steps = []
    for place in range(len(clauses) - 1, len(axioms) - 1, -1):
        if place in needed:
            by = propagation.contradiction(place)
            if by is None:
                raise DerivationError(f"{clauses[place]}")
            needed.update(by)
            steps.append(Step(place, clauses[place], by))
    return tuple(reversed(steps))


class _Propagation:
    """Elimination among the clauses before a place. Of each clause it keeps how many literals are not false, and their sum: of
    one that has a single literal left, the sum is that literal.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.left = [len(clause) for clause in clauses]
        self.sum = [sum(clause) for clause in clauses]
        self.single = [place for place, clause in enumerate(clauses) if len(clause) == 1]
        self.within: dict[int, list[int]] = {}
        for place, clause in enumerate(clauses):
            for literal in clause:
                self.within.setdefault(literal, []).append(place)

    def contradiction(self, place: int) -> tuple[int, ...] | None:
        """The clauses before `place`, in order, that refute the opposite of the clause there; None where they do not."""
        why: dict[int, int] = {}  # of each literal that must be true, the clause that says so; -1 where it is assumed
        waiting = [(-literal, -1) for literal in self.clauses[place]]
        waiting += [(self.clauses[single][0], single) for single in self.single if single < place]
        refuted: int | None = None
        for literal, clause in waiting:  # which grows on the way
            if literal in why:
                continue
            if -literal in why:
                refuted = clause
                break
            why[literal] = clause
            for other in self.within.get(-literal, ()):
                self.left[other] -= 1
                self.sum[other] += literal
                if self.left[other] == 1 and other < place:
                    waiting.append((self.sum[other], other))
        for literal in why:
            for other in self.within.get(-literal, ()):
                self.left[other] += 1
                self.sum[other] -= literal
        return None if refuted is None else self._reasons(why, refuted)

    def _reasons(self, why: dict[int, int], refuted: int) -> tuple[int, ...]:
        """The clauses that the refutation of this one goes through."""
        by = [refuted]
        false = set(self.clauses[refuted])
        for literal in reversed(why):
            if -literal in false and why[literal] >= 0:
                by.append(why[literal])
                false.update(other for other in self.clauses[why[literal]] if other != literal)
        return tuple(reversed(by))
