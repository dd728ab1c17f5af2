"""Formulas to terms: what a formula says at a moment m, seeing no further than a horizon h."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import product
from typing import Protocol, assert_never

from policyproof.encode.ends import Horizon
from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.index import index_of
from policyproof.encode.values import Values
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, TRUE, Lit, Time
from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    AtMoment,
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
    Stands,
    Tainted,
    TermUse,
    Under,
)
from policyproof.policy.model import Policy


class LawAtoms(Protocol):
    """What the rules say; `law` answers it."""

    def asked(
        self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity, law: str | None = None
    ) -> Lit: ...

    def governs(self, law: str, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def must(self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def applies(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def under(self, atom: Under, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def stands(self, action: str, x: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def tainted(self, action: str, x: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...

    def breached(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit: ...


LawAtom = MayDo | MustDo | Applies | Under | Breached | Stands | Tainted | Allows | Governs


class Reader(Values):
    """Reads formulas of one policy in one grounding. Remembers what it has read.

    `tag` tells its witnesses from those of other readers in the same grounding.
    """

    law: LawAtoms

    def __init__(self, grounding: Grounding, policy: Policy, tag: str = "") -> None:
        super().__init__(grounding)
        self.policy = policy
        self.tag = tag
        self._memory: dict[Hashable, Lit] = {}
        self._index = index_of(policy)

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
                return self.g.world.some(binder, env, (self.tag, id(formula)), polarity, lambda _: TRUE)
            case AtMoment(_, point, body):
                return terms.disj(
                    [
                        terms.conj((seen, self.read(body, env, minute, h, context, polarity)))
                        for ground in self.ground_points(point, env)
                        for seen, minute in self.ends(ground, h, context)
                    ]
                )
            case TermUse(_, term, args):
                declared = self.policy.terms[term]
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
                return terms.disj([c for c, leaf in self.values(value, env, context) or [] if leaf in leaves])
            case Ranked(_, value, bound, kind, member):
                return self.ranked(value, bound, kind, member, env, context)
            case IsSame(_, left, right):
                return self.same(left, right, env, context, polarity)
            case Compare(_, left, op, right):
                return self.compare(left, op, right, env, context)
            case Relation(_, left, op, length, right):
                return terms.disj(
                    [
                        terms.conj((seen_left, seen_right, self.compares(op, length, a, b)))
                        for ground_left, ground_right in product(self.ground_points(left, env), self.ground_points(right, env))
                        for seen_left, a in self.ends(ground_left, h, context)
                        for seen_right, b in self.ends(ground_right, h, context)
                    ]
                )
            case LookBack(_, event, args, op, length):
                return terms.disj(
                    [self.looks_back(event, chosen, op, length, m, h, context) for chosen in self.g.choices(args, env)]
                )
            case Granted(_, delay, args):
                return terms.disj([self.granted(delay, chosen, context) for chosen in self.g.choices(args, env)])
            case MayDo() | MustDo() | Applies() | Under() | Breached() | Stands() | Tainted() | Allows() | Governs():
                return self._law(formula, env, m, h, context, polarity)
            case _:
                assert_never(formula)

    # ---- law

    def _law(
        self,
        formula: LawAtom,
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
            case Stands(_, action, args):
                every_x = self.g.choices(args, env)
                return self.terms.disj([self.law.stands(action, x, m, h, context, polarity) for x in every_x])
            case Tainted(_, action, args):
                every_x = self.g.choices(args, env)
                return self.terms.disj([self.law.tainted(action, x, m, h, context, polarity) for x in every_x])
            case Allows(_, law, action, args):
                every_x = self.g.choices(args, env)
                return self.terms.disj([self.law.asked(action, x, m, h, context, polarity, law) for x in every_x])
            case Governs(_, law, action, args):
                every_x = self.g.choices(args, env)
                return self.terms.disj([self.law.governs(law, action, x, m, h, context, polarity) for x in every_x])

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

        key = (self.tag, id(formula), m, h, context)
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
            key = (self.tag, id(formula), number, m, h, context)
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
