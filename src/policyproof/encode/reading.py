"""Formulas to terms: what a formula says at a moment m, seeing no further than a horizon h."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import product
from typing import Literal, Protocol, assert_never

from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.index import index_of
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import (
    And,
    Applies,
    AtMoment,
    Breached,
    Compare,
    Count,
    DoneBy,
    EventPoint,
    Eventually,
    Exists,
    Extremum,
    FactValue,
    Formula,
    Happened,
    Holds,
    Iff,
    Implies,
    Individual,
    IsMember,
    IsSame,
    Linear,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Point,
    Quantified,
    QuantifiedCount,
    Ranked,
    Relation,
    RelationOp,
    Shifted,
    TermUse,
    Under,
    Value,
    Var,
)

Horizon = tuple[Time, ...]
"""Nothing later than any of these is seen."""

Ends = list[tuple[Lit, Time]]
"""The minutes that an end may have, with conditions of which at most one is met."""

GroundPoint = (
    tuple[Literal["event"], str, Args]
    | tuple[Literal["shifted"], "GroundPoint", int]
    | tuple[Literal["earliest", "latest"], tuple["GroundPoint", ...]]
)
"""A point with its arguments bound."""


class LawAtoms(Protocol):
    """What the rules say; `law` answers it."""

    def asked(self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def must(self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def applies(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def under(self, atom: Under, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def breached(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...


def narrow(h: Horizon, m: Time) -> Horizon:
    """The horizon of a decision at m that is asked where nothing later than h is seen."""
    return (m, *(end for end in h if end not in (END, m)))


class Reader:
    """Reads formulas in one grounding. Remembers what it has read."""

    law: LawAtoms

    def __init__(self, grounding: Grounding) -> None:
        self.g = grounding
        self.terms = grounding.terms
        self._memory: dict[Hashable, Lit] = {}
        self._index = index_of(grounding.policy)
        self._points: dict[Hashable, Ends] = {}

    def variables_of(self, formula: Formula) -> tuple[str, ...]:
        return self._index.variables(formula)

    def read(self, formula: Formula, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """The term of a formula at (m, h). `polarity`: see `World`."""
        given = tuple(env[name] for name in self.variables_of(formula))
        key = (id(formula), given, m, h, context, polarity)
        found = self._memory.get(key)
        if found is None:
            found = self._memory[key] = self._read(formula, env, m, h, context, polarity)
        return found

    def _read(self, formula: Formula, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        terms = self.terms
        match formula:
            case Not(_, body):
                return self.read(body, env, m, h, context, -polarity) ^ 1
            case And(_, items):
                return terms.conj([self.read(item, env, m, h, context, polarity) for item in items])
            case Or(_, items):
                return terms.disj([self.read(item, env, m, h, context, polarity) for item in items])
            case Implies(_, left, right):
                return terms.implies(
                    self.read(left, env, m, h, context, -polarity), self.read(right, env, m, h, context, polarity)
                )
            case Iff(_, left, right):
                forth = terms.implies(
                    self.read(left, env, m, h, context, -polarity), self.read(right, env, m, h, context, polarity)
                )
                back = terms.implies(
                    self.read(right, env, m, h, context, -polarity), self.read(left, env, m, h, context, polarity)
                )
                return terms.conj((forth, back))
            case Count(_, bound, number, items):
                return self._bounded(
                    bound,
                    number,
                    lambda least, sign: terms.at_least(least, [self.read(item, env, m, h, context, sign) for item in items]),
                    polarity,
                )
            case Quantified():
                return self._quantified(formula, env, m, h, context, polarity)
            case QuantifiedCount():
                return self._quantified_count(formula, env, m, h, context, polarity)
            case Exists(_, binder):
                return self.g.world.some(binder, env, (id(formula),), polarity, lambda _: TRUE)
            case AtMoment(_, point, body):
                return terms.disj(
                    [
                        terms.conj((seen, self.read(body, env, minute, h, context, polarity)))
                        for ground in self.ground_points(point, env)
                        for seen, minute in self.ends(ground, h, context)
                    ]
                )
            case TermUse(_, term, args):
                declared = self.g.policy.terms[term]
                return terms.disj(
                    [
                        self.read(
                            declared.body,
                            {p.name: v for p, v in zip(declared.params, chosen, strict=True)},
                            m,
                            h,
                            context,
                            polarity,
                        )
                        for chosen in self.g.choices(args, env)
                    ]
                )
            case Holds(_, fact, args):
                valuation = self.g.contexts[context].valuation
                return terms.disj([self.g.holds(fact, chosen, valuation) for chosen in self.g.choices(args, env)])
            case Happened(_, event, args):
                return terms.disj([self.happened(event, chosen, m, h, context) for chosen in self.g.choices(args, env)])
            case Eventually(_, event, args):
                return terms.disj([self.happened(event, chosen, END, h, context) for chosen in self.g.choices(args, env)])
            case DoneBy(_, event, args, party):
                doers = self.g.policy.party_and_below(party)
                return terms.disj(
                    [
                        terms.conj((self.happened(event, chosen, m, h, context), self.g.done_by(event, chosen, doers, context)))
                        for chosen in self.g.choices(args, env)
                    ]
                )
            case IsMember(_, value, kind, member):
                leaves = self.g.policy.kinds[kind].members[member].leaves
                return terms.disj([c for c, leaf in self._values(value, env, context) or [] if leaf in leaves])
            case Ranked(_, value, bound, kind, member):
                return self._ranked(value, bound, kind, member, env, context)
            case IsSame(_, left, right):
                return self._same(left, right, env, context, polarity)
            case Compare(_, left, op, right):
                return self._compare(left, op, right, env, context)
            case Relation(_, left, op, minutes, right):
                return terms.disj(
                    [
                        terms.conj((seen_left, seen_right, self._compares(op, minutes, a, b)))
                        for ground_left, ground_right in product(self.ground_points(left, env), self.ground_points(right, env))
                        for seen_left, a in self.ends(ground_left, h, context)
                        for seen_right, b in self.ends(ground_right, h, context)
                    ]
                )
            case LookBack(_, event, args, op, minutes):
                return terms.disj(
                    [self._looks_back(event, chosen, op, minutes, m, h, context) for chosen in self.g.choices(args, env)]
                )
            case MayDo() | MustDo() | Applies() | Under() | Breached():
                return self._law(formula, env, m, h, context, polarity)
            case _:
                assert_never(formula)

    # ---- law

    def _law(
        self,
        formula: MayDo | MustDo | Applies | Under | Breached,
        env: Env,
        m: Time,
        h: Horizon,
        context: int,
        polarity: Polarity,
    ) -> Lit:
        if self.g.contexts[context].open_law:
            given = tuple(env[name] for name in self.variables_of(formula))
            return self.terms.boolean(("open", self.place(formula), given, m, h))
        match formula:
            case MayDo(_, action, args):
                return self.terms.disj([self.law.asked(action, x, m, h, context, polarity) for x in self.g.choices(args, env)])
            case MustDo(_, action, args):
                return self.terms.disj([self.law.must(action, x, m, h, context, polarity) for x in self.g.choices(args, env)])
            case Applies(_, rule, args):
                every = [None] if args is None else self.g.choices(args, env)
                return self.terms.disj([self.law.applies(rule, x, m, h, context, polarity) for x in every])
            case Under(_, _, args):
                return self.terms.disj([self.law.under(formula, x, m, h, context, polarity) for x in self.g.choices(args, env)])
            case Breached(_, rule, args):
                every = [None] if args is None else self.g.choices(args, env)
                return self.terms.disj([self.law.breached(rule, x, m, h, context, polarity) for x in every])

    def place(self, formula: Formula) -> tuple[str, int, int]:
        """A name for a node that is the same in every run."""
        return (formula.span.path, formula.span.start, formula.span.end)

    # ---- quantifiers

    def _quantified(self, formula: Quantified, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        def inner(bound: Env, sign: Polarity) -> Lit:
            where = TRUE if formula.where is None else self.read(formula.where, bound, m, h, context, sign)
            return self.terms.conj((where, self.read(formula.body, bound, m, h, context, sign)))

        def guarded(bound: Env) -> Lit:
            where = TRUE if formula.where is None else self.read(formula.where, bound, m, h, context, -polarity)
            return self.terms.implies(where, self.read(formula.body, bound, m, h, context, polarity))

        key = (id(formula), m, h, context)
        own = {name: env[name] for name in self.variables_of(formula)}
        match formula.quantifier:
            case "every":
                return self.g.world.every_of(formula.binders, own, key, polarity, guarded)
            case "some":
                return self.g.world.some_of(formula.binders, own, key, polarity, lambda bound: inner(bound, polarity))
            case "no":
                return self.g.world.some_of(formula.binders, own, key, -polarity, lambda bound: inner(bound, -polarity)) ^ 1

    def _quantified_count(
        self, formula: QuantifiedCount, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity
    ) -> Lit:
        own = {name: env[name] for name in self.variables_of(formula)}

        def body(bound: Env, sign: Polarity) -> Lit:
            asked = [part for part in (formula.where, formula.body) if part is not None]
            return self.terms.conj([self.read(part, bound, m, h, context, sign) for part in asked])

        def least(number: int, sign: Polarity) -> Lit:
            key = (id(formula), number, m, h, context)
            return self.g.world.at_least(number, formula.binder, own, key, sign, body)

        return self._bounded(formula.bound, formula.number, least, polarity)

    def _bounded(self, bound: str, number: int, least: Callable[[int, Polarity], Lit], polarity: Polarity) -> Lit:
        match bound:
            case "at least":
                return least(number, polarity)
            case "at most":
                return least(number + 1, -polarity) ^ 1
            case _:
                return self.terms.conj((least(number, polarity), least(number + 1, -polarity) ^ 1))

    # ---- events and ends

    def happened(self, event: str, args: Args, m: Time, h: Horizon, context: int) -> Lit:
        """That an event has happened by m, seen by h."""
        return self.terms.disj(
            [
                self.terms.conj((seen, self.terms.not_after(minute, m)))
                for seen, minute in self.sightings(event, args, h, context)
            ]
        )

    def sightings(self, event: str, args: Args, h: Horizon, context: int) -> Ends:
        """When an event happens, if that is seen by h."""
        return [
            (self.terms.conj((happens, self.seen(minute, tuple(end for end in h if end not in beyond)))), minute)
            for happens, minute, beyond in self.g.marked_candidates(event, args, context)
        ]

    def seen(self, minute: Time, h: Horizon) -> Lit:
        return self.terms.conj([self.terms.not_after(minute, end) for end in h])

    def ground_points(self, point: Point, env: Env) -> list[GroundPoint]:
        """A point with its arguments bound: one for each choice of leaves of the groups in it (an extremum is of all its
        leaves).
        """
        match point:
            case EventPoint(_, event, args):
                return [("event", event, chosen) for chosen in self.g.choices(args, env)]
            case Shifted(_, base, minutes):
                return [("shifted", ground, minutes) for ground in self.ground_points(base, env)]
            case Extremum(_, which, points):
                return [(which, tuple(ground for part in points for ground in self.ground_points(part, env)))]

    def ends(self, point: GroundPoint, h: Horizon, context: int) -> Ends:
        """The minute of a point, if it is seen by h."""
        key = (point, h, context)
        found = self._points.get(key)
        if found is None:
            found = self._points[key] = [(seen, minute) for seen, minute in self._ends(point, h, context) if seen != FALSE]
        return found

    def _ends(self, point: GroundPoint, h: Horizon, context: int) -> Ends:
        match point:
            case ("event", event, args):
                return self.sightings(event, args, h, context)
            case ("shifted", base, minutes):
                return [(seen, (variable, offset + minutes)) for seen, (variable, offset) in self.ends(base, h, context)]
            case (which, points):
                return self._extremum([self.ends(part, h, context) for part in points], earliest=which == "earliest")

    def _extremum(self, parts: Sequence[Ends], *, earliest: bool) -> Ends:
        """Of the ends seen, the first (or last); of several at the same minute, the first named."""
        found: Ends = []
        for index, part in enumerate(parts):
            for seen, minute in part:
                beats = []
                for other_index, other in enumerate(parts):
                    if other_index == index:
                        continue
                    for there, then in other:
                        near, far = (minute, then) if earliest else (then, minute)
                        strictly = other_index < index
                        wins = self.terms.before(near, far) if strictly else self.terms.not_after(near, far)
                        beats.append(self.terms.implies(there, wins))
                found.append((self.terms.conj([seen, *beats]), minute))
        return found

    def _compares(self, op: RelationOp, minutes: int, left: Time, right: Time) -> Lit:
        later, sooner = (right[0], right[1] + minutes), (right[0], right[1] - minutes)
        terms = self.terms
        match op:
            case "before":
                return terms.before(left, right)
            case "after":
                return terms.before(right, left)
            case "together":
                return terms.conj((terms.not_after(left, right), terms.not_after(right, left)))
            case "not later":
                return terms.not_after(left, later)
            case "within after":
                return terms.conj((terms.not_after(right, left), terms.not_after(left, later)))
            case "within before":
                return terms.conj((terms.not_after(sooner, left), terms.not_after(left, right)))
            case "at least after":
                return terms.not_after(later, left)
            case "at least before":
                return terms.not_after(left, sooner)
            case "more after":
                return terms.before(later, left)
            case "more before":
                return terms.before(left, sooner)
            case "less after":
                return terms.conj((terms.not_after(right, left), terms.before(left, later)))
            case "less before":
                return terms.conj((terms.before(sooner, left), terms.not_after(left, right)))

    def _looks_back(self, event: str, args: Args, op: str, minutes: int, m: Time, h: Horizon, context: int) -> Lit:
        mark = (m[0], m[1] - minutes)
        found = []
        for happens, minute in self.sightings(event, args, h, context):
            match op:
                case "within the last":
                    far = self.terms.not_after(mark, minute)
                case "at least ago":
                    far = self.terms.not_after(minute, mark)
                case "more ago":
                    far = self.terms.before(minute, mark)
                case _:
                    far = self.terms.before(mark, minute)
            found.append(self.terms.conj((happens, self.terms.not_after(minute, m), far)))
        return self.terms.disj(found)

    # ---- facts

    def _values(self, value: Value, env: Env, context: int) -> list[tuple[Lit, str]] | None:
        match value:
            case Var(_, name):
                return [(TRUE, env[name])]
            case Individual(_, name):
                return [(TRUE, env[name])]
            case FactValue(_, fact, args):
                valuation = self.g.contexts[context].valuation
                found = []
                for chosen in self.g.choices(args, env):
                    values = self.g.values(fact, chosen, valuation)
                    if values is None:
                        return None
                    found += values
                return found

    def _ranked(self, value: Value, bound: str, kind: str, member: str, env: Env, context: int) -> Lit:
        declared = self.g.policy.kinds[kind]
        mark = declared.members[member].rank
        met = []
        for condition, leaf in self._values(value, env, context) or []:
            rank = declared.members[leaf].rank
            if rank is not None and mark is not None and (rank >= mark if bound == "at least" else rank <= mark):
                met.append(condition)
        return self.terms.disj(met)

    def _same(self, left: Value, right: Value, env: Env, context: int, polarity: Polarity) -> Lit:
        ones, others = self._values(left, env, context), self._values(right, env, context)
        if ones is None or others is None:  # nothing is known of one of them: the weaker reading
            return TRUE if polarity > 0 else FALSE
        entity = self._entity_of(left)
        found = []
        for (a_is, a), (b_is, b) in product(ones, others):
            same = self.g.world.same(entity, a, b) if entity else (TRUE if a == b else FALSE)
            found.append(self.terms.conj((a_is, b_is, same)))
        return self.terms.disj(found)

    def _entity_of(self, value: Value) -> str | None:
        match value:
            case Var(_, _, sort, over_kind):
                return None if over_kind else sort
            case Individual(_, _, entity):
                return entity
            case FactValue(_, fact, _):
                declared = self.g.policy.facts[fact]
                return declared.sort if declared.type == "entity" else None

    def _compare(self, left: Linear, op: str, right: Linear, env: Env, context: int) -> Lit:
        """Groups among the arguments: some choice of leaves makes the whole comparison true."""
        sides = [(factor, value) for factor, value in left.terms] + [(-factor, value) for factor, value in right.terms]
        valuation = self.g.contexts[context].valuation
        found = []
        for chosen in product(*(self.g.choices(value.args, env) for _, value in sides)):
            total: dict[int, int] = {}
            for (factor, value), args in zip(sides, chosen, strict=True):
                number = self.g.number(value.fact, args, valuation)
                total[number] = total.get(number, 0) + factor
            found.append(self._sum(total, op, right.constant - left.constant))
        return self.terms.disj(found)

    def _sum(self, total: dict[int, int], op: str, bound: int) -> Lit:
        """`total op bound`."""
        terms = self.terms
        negated = {number: -factor for number, factor in total.items()}
        match op:
            case "<=":
                return terms.at_most(total, bound)
            case "<":
                return terms.at_most(total, bound - 1)
            case ">=":
                return terms.at_most(negated, -bound)
            case ">":
                return terms.at_most(negated, -bound - 1)
            case _:
                equal = terms.conj((terms.at_most(total, bound), terms.at_most(negated, -bound)))
                return equal if op == "=" else equal ^ 1
