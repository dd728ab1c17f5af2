"""Conditions that come true later: at any moment a proviso is met, still open, or missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policyproof.meaning.course import Env
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.reading import looks_before
from policyproof.meaning.rules import Rules
from policyproof.policy.formulas import And, EventPoint, Formula, Or, Quantified, Relation


class Provisos(Rules):
    """A course of events in which provisos are read."""

    def missed(self, proviso: Formula, values: Env, act: Moment, m: Moment, h: Moment) -> bool:
        """Whether by `m` it can no longer come true, as far as `h` shows, for an act done at minute `act`."""
        match proviso:
            case And(items=items):
                return any(self.missed(item, values, act, m, h) for item in items)
            case Or(items=items):
                return all(self.missed(item, values, act, m, h) for item in items)
            case Quantified(quantifier="every", binders=binders, where=where, body=body):
                asked = [
                    bound for bound in self.bindings(binders, values) if where is None or self.holds(where, act, act, bound)
                ]
                return any(self.missed(body, bound, act, m, h) for bound in asked)
            case Relation():
                return self._too_late(proviso, values, m, h)
            case _:
                raise AssertionError(proviso)  # resolution lets nothing else into a proviso

    def missing(self, proviso: Formula, values: Env, act: Moment) -> Iterator[tuple[Relation, Env]]:
        """The parts that in the end did not come true, of a proviso that did not."""
        match proviso:
            case And(items=items) | Or(items=items):
                for item in items:
                    yield from self.missing(item, values, act)
            case Quantified(binders=binders, where=where, body=body):
                for bound in self.bindings(binders, values):
                    if where is None or self.holds(where, act, act, bound):
                        yield from self.missing(body, bound, act)
            case Relation() if self._too_late(proviso, values, END, END):
                yield proviso, values
            case _:
                pass

    def windows(self, relation: Relation, values: Env, h: Moment) -> list[tuple[Moment, Moment]]:
        """The minutes in which a relation's left end fulfils it: for each trigger that is seen, the first and the last."""
        back = looks_before(relation.op)
        return [
            _window(relation, trigger, *self.far(relation.length, trigger, back=back))
            for trigger in self.minutes(relation.right, h, values)
        ]

    def _too_late(self, relation: Relation, values: Env, m: Moment, h: Moment) -> bool:
        """Not done in the window of any trigger that is seen; and all their windows are over (at the end: done or not)."""
        assert isinstance(relation.left, EventPoint)
        done = [minute for _, minute in self.happening(relation.left.event, relation.left.args, values)]
        windows = self.windows(relation, values, h)
        if any(first <= minute <= last and minute <= m and minute <= h for first, last in windows for minute in done):
            return False
        return m == END or (bool(windows) and all(last < m for _, last in windows))


def _window(relation: Relation, trigger: Moment, first: Moment, last: Moment) -> tuple[Moment, Moment]:
    """The first and the last minute at which a relation's left end fulfils it, given its right end's minute, and the first and
    the last minute of what lies the relation's length from there.
    """
    match relation.op:
        case "before":
            return -END, trigger - 1
        case "after":
            return trigger + 1, END
        case "together":
            return trigger, trigger
        case "not later":
            return -END, last
        case "within after":
            return trigger, last
        case "within before":
            return first, trigger
        case "at least after":
            return first, END
        case "at least before":
            return -END, last
        case "more after":
            return last + 1, END
        case "more before":
            return -END, first - 1
        case "less after":
            return trigger, first - 1
        case "less before":
            return last + 1, trigger
        case _:
            assert_never(relation.op)
