"""What matters of a scenario: a prime implicant over the atoms that policy and claim look at, and what it leaves open of
the times.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import compress

import msgspec

from policyproof.encode.alternatives import Alternative, Question
from policyproof.logic.terms import Lit, Time
from policyproof.search.room import Room
from policyproof.solve.answers import Model


class Matters(msgspec.Struct, frozen=True):
    """Literals that, with nature and nothing else happening, make the scenario answer the question; none can be spared."""

    lits: tuple[Lit, ...]
    room: Room
    model: Model

    def keeps(self, key: Hashable) -> bool:
        """Whether a yes/no variable of that key matters, whichever way."""
        lit = self.room.engine.terms.known(key)
        return lit is not None and (lit in self.lits or lit ^ 1 in self.lits)

    def bounds(self, time: Time, others: dict[int, int]) -> tuple[int | None, int | None]:
        """The earliest and the latest minute of a time, the others (and all counts) being as told."""
        low: int | None = None
        high: int | None = None
        for x, y, bound in self._differences(others):
            if x == time[0] and y in others:
                high = others[y] + bound if high is None else min(high, others[y] + bound)
            elif y == time[0] and x in others:
                low = others[x] - bound if low is None else max(low, others[x] - bound)
        return low, high

    def _differences(self, told: dict[int, int]) -> list[tuple[int, int, int]]:
        """What matters of two times x and y: that x - y is at most so much. A moment that is not told is gone through."""
        found: list[tuple[int, int, int]] = []
        for lit in self.lits:
            match self.room.engine.terms.nodes[lit >> 1]:
                case ("diff", left, right, most):
                    left, right, most = (right, left, -most - 1) if lit & 1 else (left, right, most)  # left - right <= most
                    (x, above), (y, below) = self._start(left), self._start(right)
                    found.append((x, y, most - above + below))
                case _:
                    pass
        now = self.room.engine.now[0]
        if now in told:
            return found
        before = [(x, bound) for x, y, bound in found if y == now]
        after = [(y, bound) for x, y, bound in found if x == now]
        return [*found, *((x, y, one + other) for x, one in before for y, other in after if x != y)]

    def _start(self, index: int) -> tuple[int, int]:
        """The time that a sum starts from, and how many minutes come after it."""
        base, added = self.room.engine.terms.start(index)
        return base, sum(factor * self.model.number(number) for number, factor in added)


def matters(room: Room, question: Question, alternative: Alternative, model: Model) -> Matters:
    """Reduce a canonical model to what matters. What the claim and the act's own rules do not look at is taken to be quiet.

    A justification of the question is read off the model first; the solver then tries to spare each of its literals. What is so
    and what happens is never tried: the canonical scenario has nothing of it that can be spared.
    """
    terms = room.engine.terms
    roots = [*(sentence.lit for sentence in question.sentences if sentence.source != "delay"), alternative.lit]
    given = [sentence.lit for sentence in question.sentences if sentence.source == "delay"]
    truth = terms.evaluate(roots, model.booleans, model.times, model.numbers)
    near = set(terms.cone([alternative.lit, *_own(room, question, alternative)]))
    quiet = [
        (index << 1) | 1
        for index in terms.cone(roots)
        if not truth[index] and index not in near and _kind(room, index << 1).startswith("happens")
    ]
    justified = terms.justify(roots, truth, frozenset(lit >> 1 for lit in quiet))
    candidates = [
        lit for lit in justified if lit not in quiet and not (lit & 1 and _kind(room, lit).startswith(("value", "doer")))
    ]
    broken = terms.conj(roots) ^ 1
    room.prepare([*candidates, broken])
    kept = [lit for lit in candidates if not lit & 1 and _kind(room, lit).startswith(("fact", "happens"))]
    tried = sorted([lit for lit in candidates if lit not in kept], key=lambda lit: _rank(room, lit))
    kept += compress(tried, room.indispensable([*given, *quiet, broken, *kept], tried))
    return Matters(tuple(lit for lit in candidates if lit in kept), room, model)


def _kind(room: Room, lit: Lit) -> str:
    """What sort of yes/no variable it is; empty for the other nodes."""
    match room.engine.terms.nodes[lit >> 1]:
        case ("bool", (str(kind), *_)):
            return kind
        case _:
            return ""


def _own(room: Room, question: Question, alternative: Alternative) -> list[Lit]:
    """The sentences about the act of the claim, or about every act, where the claim is about none."""
    action = alternative.act[0] if alternative.act is not None else None
    rules = room.engine.policy.rules
    return [
        sentence.lit
        for sentence in question.sentences
        if sentence.source != "rule"
        or sentence.of
        or action is None
        or getattr(rules[sentence.name].sentence, "action", None) == action
    ]


def _rank(room: Room, lit: Lit) -> tuple[int, int, int]:
    """What is tried first to be spared: comparisons of times, then what is not so, then values, then what is so."""
    terms, policy = room.engine.terms, room.engine.policy
    match terms.nodes[lit >> 1]:
        case ("diff", _, _, _):
            return (0, 0, -lit)
        case ("linear", _, _):
            return (3, 0, -lit)
        case ("bool", (str(kind), str(name), *_)):
            order = list(policy.order).index(name) if name in policy.order else 0
            if lit & 1:
                return (1 if kind.startswith("happens") else 2, -order, -lit)
            return (4 if kind.startswith(("value", "doer")) else 5, -order, -lit)
        case _:
            return (0, 0, -lit)
