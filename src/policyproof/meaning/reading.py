"""Formulas at a moment and with a horizon: nothing later than the horizon is seen."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import assert_never

from policyproof.meaning.course import Course, Env
from policyproof.meaning.moments import Moment
from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    AtMoment,
    Bound,
    Breached,
    Compare,
    Count,
    DoneBy,
    Eventually,
    Exists,
    Formula,
    Governs,
    Granted,
    Happened,
    Holds,
    Iff,
    Implies,
    IsMember,
    IsSame,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Quantified,
    QuantifiedCount,
    Ranked,
    Relation,
    RelationOp,
    Stands,
    Tainted,
    TermUse,
    Under,
)

LawAtom = MayDo | MustDo | Applies | Under | Breached | Stands | Tainted | Allows | Governs
"""What asks the law, not the world."""

RELATIONS: dict[RelationOp, Callable[[Moment, Moment, Moment, Moment], bool]] = {
    "before": lambda left, right, *_: left < right,
    "after": lambda left, right, *_: left > right,
    "together": lambda left, right, *_: left == right,
    "not later": lambda left, _, __, last: left <= last,
    "within after": lambda left, right, _, last: right <= left <= last,
    "within before": lambda left, right, first, _: first <= left <= right,
    "at least after": lambda left, _, first, __: left >= first,
    "at least before": lambda left, _, __, last: left <= last,
    "more after": lambda left, _, __, last: left > last,
    "more before": lambda left, _, first, __: left < first,
    "less after": lambda left, right, first, _: right <= left < first,
    "less before": lambda left, right, _, last: last < left <= right,
}
"""Two ends, and the first and the last minute of what lies the length after the right one (or before it)."""

LOOKS_BACK: dict[str, Callable[[Moment, Moment, Moment], bool]] = {
    "within the last": lambda m, _, last: m <= last,
    "at least ago": lambda m, first, _: m >= first,
    "more ago": lambda m, _, last: m > last,
    "less ago": lambda m, first, _: m < first,
}
"""The moment, and the first and the last minute of what lies the length after the event."""

COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class Reading(Course, ABC):
    """A course of events in which formulas are read."""

    @abstractmethod
    def says(self, atom: LawAtom, moment: Moment, horizon: Moment, env: Env) -> bool:
        """Whether an atom about the law holds."""

    def holds(self, formula: Formula, m: Moment, h: Moment, env: Env) -> bool:
        """Whether `formula` holds at moment `m` with horizon `h`."""
        match formula:
            case Holds(fact=fact, args=args):
                return any((fact, arguments) in self.scenario.facts for arguments in self.tuples(args, env))
            case Happened(event=event, args=args):
                return any(minute <= m and minute <= h for _, minute in self.happening(event, args, env))
            case Not(body=body):
                return not self.holds(body, m, h, env)
            case And(items=items):
                return all(self.holds(item, m, h, env) for item in items)
            case Or(items=items):
                return any(self.holds(item, m, h, env) for item in items)
            case TermUse(term=name, args=args):
                term = self.policy.terms[name]
                names = [param.name for param in term.params]
                choices = self.tuples(args, env)
                return any(self.holds(term.body, m, h, dict(zip(names, given, strict=True))) for given in choices)
            case Implies(left=left, right=right):
                return not self.holds(left, m, h, env) or self.holds(right, m, h, env)
            case Iff(left=left, right=right):
                return self.holds(left, m, h, env) == self.holds(right, m, h, env)
            case Count(bound=bound, number=number, items=items):
                return bounded(bound, number, sum([self.holds(item, m, h, env) for item in items]))
            case Quantified() | QuantifiedCount():
                return self._quantified(formula, m, h, env)
            case Exists(binder=binder):
                return bool(self.domain(binder))
            case AtMoment(point=point, body=body):
                return any(self.holds(body, minute, h, env) for minute in self.minutes(point, h, env))
            case Eventually(event=event, args=args):
                return any(minute <= h for _, minute in self.happening(event, args, env))
            case DoneBy(event=event, args=args, party=party):
                by = self.lookup.below[party]
                done = self.happening(event, args, env)
                return any(minute <= m and minute <= h and self.party_doer(instance) in by for instance, minute in done)
            case IsMember(value=value, kind=kind, member=member):
                leaves = self.policy.kinds[kind].members[member].leaves
                return any(told in leaves for told in self.values(value, env))
            case IsSame(left=one, right=other):
                others = self.values(other, env)
                return any(told in others for told in self.values(one, env))
            case Ranked():
                return self._ranked(formula, env)
            case Compare(left=low, op=op, right=high):
                compare = COMPARISONS[op]
                return any(compare(x, y) for x in self.sums(low, env) for y in self.sums(high, env))
            case Relation(left=from_, op=relation, length=length, right=to):
                related, back = RELATIONS[relation], looks_before(relation)
                ends = [(end, *self.far(length, end, back=back)) for end in self.minutes(to, h, env)]
                return any(related(x, *end) for x in self.minutes(from_, h, env) for end in ends)
            case LookBack(event=event, args=args, op=ago, length=length):
                looks = LOOKS_BACK[ago]
                seen = [minute for _, minute in self.happening(event, args, env) if minute <= m and minute <= h]
                return any(looks(m, *self.far(length, minute)) for minute in seen)
            case MayDo() | MustDo() | Applies() | Under() | Breached() | Stands() | Tainted() | Allows() | Governs():
                return self.says(formula, m, h, env)
            case Granted(delay=name, args=args):
                return any(bool(self.scenario.facts[name, arguments]) for arguments in self.tuples(args, env))
            case _:
                assert_never(formula)

    def _quantified(self, formula: Quantified | QuantifiedCount, m: Moment, h: Moment, env: Env) -> bool:
        binders = formula.binders if isinstance(formula, Quantified) else (formula.binder,)
        found = 0
        for bound in self.bindings(binders, {name: env[name] for name in env if name not in {b.name for b in binders}}):
            met = formula.where is None or self.holds(formula.where, m, h, bound)
            if isinstance(formula, Quantified) and formula.quantifier == "every":
                if met and not self.holds(formula.body, m, h, bound):
                    return False
            else:
                found += met and (formula.body is None or self.holds(formula.body, m, h, bound))
        if isinstance(formula, QuantifiedCount):
            return bounded(formula.bound, formula.number, found)
        return formula.quantifier == "every" or (found > 0) == (formula.quantifier == "some")

    def _ranked(self, formula: Ranked, env: Env) -> bool:
        members = self.policy.kinds[formula.kind].members
        line = members[formula.member].rank or 0
        ranks = [members[str(told)].rank or 0 for told in self.values(formula.value, env)]
        return any(rank >= line if formula.bound == "at least" else rank <= line for rank in ranks)


def looks_before(form: str) -> bool:
    """Whether the length of a relation or of a deadline is counted back."""
    return form.endswith(" before")


def bounded(bound: Bound, number: int, found: int) -> bool:
    """Whether `found` is at least, at most or exactly `number`."""
    match bound:
        case "at least":
            return found >= number
        case "at most":
            return found <= number
        case "exactly":
            return found == number
        case _:
            assert_never(bound)
