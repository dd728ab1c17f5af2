"""A case as a question: its givens as sentences, each expectation as a term."""

from __future__ import annotations

from itertools import product

import msgspec

from policyproof.encode.calendars import epoch
from policyproof.encode.decisions import lifts
from policyproof.encode.dilemma import trap, trapped
from policyproof.encode.free import parts, reached
from policyproof.encode.grounding import Args
from policyproof.encode.lawful import Asked, Sentence, Supposed, stated
from policyproof.encode.obligations import Obligations
from policyproof.encode.questions import Engine
from policyproof.encode.valuation import Plain
from policyproof.encode.world import ClosedWorld, Env, Polarity
from policyproof.logic.terms import END, FALSE, Lit, Time
from policyproof.policy.formulas import (
    And,
    Arg,
    DoneBy,
    EventPoint,
    Eventually,
    FactValue,
    Formula,
    Granted,
    Happened,
    Holds,
    LookBack,
    Stands,
    Tainted,
    TermUse,
    Under,
    Var,
)
from policyproof.policy.model import (
    Case,
    Duty,
    Event,
    Expectation,
    ExpectDilemma,
    ExpectFormula,
    ExpectLawful,
    ExpectMay,
    ExpectMust,
    ExpectMustNot,
    ExpectPending,
    ExpectUnlawful,
    Fact,
    GivenFormula,
    GivenTime,
    Permits,
    Rule,
)
from policyproof.scenario import Instance


class Told(msgspec.Struct, frozen=True):
    """One expectation: that it is met, that it is not, and sentences that go with either."""

    met: Lit
    unmet: Lit
    sides: tuple[Lit, ...]


class CaseTerms:
    """One case in one engine."""

    def __init__(self, engine: Engine, case: Case) -> None:
        self.engine = engine
        self.case = case
        self.terms = engine.terms
        self.g = engine.g
        self.law = engine.law
        self.zero = epoch(self.g) if engine.policy.calendars else self.terms.time(("zero",))
        self.env: Env = {}
        self._sides: list[Lit] = []
        given = [Sentence("assumption", "", (), lit) for lit in self._given()]
        self.sentences: tuple[Sentence, ...] = (*stated(engine.law, Supposed(), Plain()), *given)

    def individual(self, name: str) -> str | None:
        """The individual of the world that a name of the case stands for."""
        return self.env.get(name)

    # ---- givens

    def _given(self) -> list[Lit]:
        found = self._people()
        if FALSE in found:
            return [FALSE]
        for given in self.case.givens:
            match given:
                case GivenFormula(formula):
                    found.append(self.engine.reader.read(formula, self.env, END, (END,), self.engine.plain, self.engine.sign))
                case GivenTime(event, args, minute):
                    found.append(
                        self.terms.disj(
                            [
                                self.terms.conj((self.g.happens(event, x), self._is(self.g.minute(event, x), minute)))
                                for x in self.g.choices(args, self.env)
                            ]
                        )
                    )
        if self.case.only:
            found += self._nothing_else()
        return found

    def _is(self, time: Time, minute: int) -> Lit:
        then = (self.zero[0], minute)
        return self.terms.conj((self.terms.not_after(time, then), self.terms.not_after(then, time)))

    def _people(self) -> list[Lit]:
        """The named individuals are there, and are different people; with `only`, nobody else is."""
        found: list[Lit] = []
        world = self.g.world
        for entity in self.engine.policy.entities:
            names = [individual.name for individual in self.case.individuals if individual.entity == entity]
            if isinstance(world, ClosedWorld):
                members = world.members(entity)
                if len(names) > len(members):
                    return [FALSE]
                for (present, who), name in zip(members, names, strict=False):
                    self.env[name] = who
                    found.append(present)
                if self.case.only:
                    found += [present ^ 1 for present, _ in members[len(names) :]]
                continue
            for name in names:
                named = world.witness(entity, f"named {name}", ())
                if named is not None:
                    found += [world.same(entity, self.env[other], named) ^ 1 for other in names if other in self.env]
                    self.env[name] = named
            if self.case.only:
                found += [
                    self.terms.disj([world.same(entity, who, self.env[name]) for name in names])
                    for _, who in world.members(entity)
                ]
        return found

    def _nothing_else(self) -> list[Lit]:
        """Of what the givens do not name, nothing is so and nothing happens."""
        named = self._named()
        found = []
        for fact in self.engine.policy.facts.values():
            others = [x for x in self._all(fact) if (fact.name, x) not in named]
            if fact.type == "bool":
                found += [self.g.holds(fact.name, x, Plain()) ^ 1 for x in others]
            elif fact.name in self.g.delays:
                found += [self.terms.at_most({self.g.number(fact.name, x, Plain()): 1}, 0) for x in others]
        for event in self.engine.policy.events.values():
            found += [self.g.happens(event.name, x) ^ 1 for x in self._all(event) if (event.name, x) not in named]
        return found

    def _all(self, declared: Fact | Event) -> list[Args]:
        return list(product(*(self._range(param) for param in declared.params)))

    def _range(self, param: Var) -> tuple[str, ...]:
        if param.over_kind:
            return self.engine.policy.kinds[param.sort].leaves
        return tuple(who for _, who in self.g.world.members(param.sort))

    def _named(self) -> set[Instance]:
        """The facts and events that the givens name, also inside terms; a variable names them for everybody."""
        named: set[Instance] = set()
        for given in self.case.givens:
            if isinstance(given, GivenTime):
                named.update((given.event, x) for x in self.g.choices(given.args, self.env))
            else:
                self._name(given.formula, {}, named)
        return named

    def _name(self, formula: Formula, scope: dict[str, tuple[str, ...]], named: set[Instance]) -> None:
        for node in parts(formula):
            match node:
                case Holds(_, name, args) | Happened(_, name, args) | Eventually(_, name, args) | EventPoint(_, name, args):
                    named.update((name, x) for x in self._stands_for(args, scope))
                case DoneBy(_, name, args, _) | LookBack(_, name, args, _, _) | Under(_, name, args, _, _):
                    named.update((name, x) for x in self._stands_for(args, scope))
                case Stands(_, name, args) | Tainted(_, name, args) | Granted(_, name, args) | FactValue(_, name, args):
                    named.update((name, x) for x in self._stands_for(args, scope))
                case TermUse(_, term, args):
                    declared = self.engine.policy.terms[term]
                    inner = {param.name: self._values(arg, scope) for param, arg in zip(declared.params, args, strict=True)}
                    self._name(declared.body, inner, named)
                case _:
                    pass

    def _stands_for(self, args: tuple[Arg, ...], scope: dict[str, tuple[str, ...]]) -> list[Args]:
        return list(product(*(self._values(arg, scope) for arg in args)))

    def _values(self, arg: Arg, scope: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        if isinstance(arg, Var):
            return scope.get(arg.name) or self._range(arg)
        return tuple(x[0] for x in self.g.choices((arg,), self.env))

    # ---- moments

    def last_given(self) -> Time:
        """The minute of the last event given with a time; the end, if there is none."""
        minutes = [given.minute for given in self.case.givens if isinstance(given, GivenTime)]
        return (self.zero[0], max(minutes)) if minutes else END

    def moment(self, act: Instance) -> Time:
        """When a decision on an act is read: at its own minute if the case gives it, else at that of the last given event."""
        for given in self.case.givens:
            match given:
                case GivenTime(event, args, minute) if event == act[0] and act[1] in self.g.choices(args, self.env):
                    return (self.zero[0], minute)
                case GivenFormula(formula) if self._gives(formula, act):
                    return self.g.minute(*act)
        return self.last_given()

    def _gives(self, formula: Formula, act: Instance) -> bool:
        match formula:
            case Happened(_, event, args):
                return event == act[0] and act[1] in self.g.choices(args, self.env)
            case And(_, items):
                return any(self._gives(item, act) for item in items)
            case _:
                return False

    # ---- expectations

    def told(self, expectation: Expectation) -> Told:
        """The expectation as terms."""
        self._sides = []
        met = self._met(expectation, self.engine.sign)
        unmet = self._met(expectation, -self.engine.sign) ^ 1
        return Told(met, unmet, tuple(self._sides))

    def _met(self, expectation: Expectation, sign: Polarity) -> Lit:
        match expectation:
            case ExpectMay(parties, action, args, under):
                return self.terms.conj([self._may((party,), action, args, under, sign) for party in parties])
            case ExpectMustNot(parties, action, args, under):
                return self.terms.conj(
                    [self._must_not(parties, action, x, under, sign) for x in self.g.choices(args, self.env)]
                )
            case ExpectMust(parties, action, args):
                return self.terms.disj([self._must(parties, action, x, sign) for x in self.g.choices(args, self.env)])
            case ExpectLawful():
                return self.terms.conj(self._lawful(END, sign))
            case ExpectUnlawful(under):
                return self._unlawful(under, sign)
            case ExpectPending(rules):
                m = self.last_given()
                return self.terms.conj([self._runs(self.engine.policy.rules[name], m, sign) for name in rules])
            case ExpectDilemma():
                return self._dilemma(sign)
            case ExpectFormula(formula):
                return self.engine.reader.read(formula, self.env, END, (END,), self.engine.plain, sign)

    def _doers(self, action: str, parties: tuple[str, ...]) -> list[str]:
        doers = self.law.doers(action)
        if doers == ("",):
            return [""]
        among = frozenset().union(*(self.engine.policy.party_and_below(party) for party in parties))
        return [doer for doer in doers if doer in among]

    def _may(self, parties: tuple[str, ...], action: str, args: tuple[Arg, ...], under: tuple[str, ...], sign: Polarity) -> Lit:
        found = []
        for x in self.g.choices(args, self.env):
            m = self.moment((action, x))
            for doer in self._doers(action, parties):
                context = self.law.decision_context(action, x, doer, m, self.engine.plain)
                licences = self.law.licences(action, x, doer, m, (m,), context, sign)
                opened = [self.terms.disj([lit for name, lit in licences if name == rule]) for rule in under]
                found.append(self.terms.conj([self.law.may(action, x, doer, m, (m,), context, sign), *opened]))
        return self.terms.disj(found)

    def _must_not(self, parties: tuple[str, ...], action: str, x: Args, under: tuple[str, ...], sign: Polarity) -> Lit:
        """None of them may, and each of the rules named stands in the way of one of them."""
        m = self.moment((action, x))
        doers = self._doers(action, parties)
        none_may = [self.law.asked_of(doer, action, x, m, (m,), self.engine.plain, -sign) ^ 1 for doer in doers]
        in_the_way = []
        for name in under:
            rule = self.engine.policy.rules[name]
            contexts = [(doer, self.law.decision_context(action, x, doer, m, self.engine.plain)) for doer in doers]
            in_the_way.append(
                self.terms.disj([self.law.forbidden(rule, x, doer, m, (m,), context, sign) for doer, context in contexts])
            )
        return self.terms.conj([*none_may, *in_the_way])

    def _must(self, parties: tuple[str, ...], action: str, x: Args, sign: Polarity) -> Lit:
        m = self.moment((action, x))
        return self.law.must(action, x, m, (m,), self.engine.plain, sign, parties)

    def _runs(self, rule: Rule, m: Time, sign: Polarity) -> Lit:
        return self.g.world.some_of(
            rule.params,
            {},
            ("pending", rule.name, m),
            sign,
            lambda env: self.law.runs(rule, env, m, (m,), self.engine.plain, sign),
        )

    def _lawful(self, m: Time, sign: Polarity, but: str | None = None) -> list[Lit]:
        """Lawful so far at m, one duty apart."""
        return [sentence.lit for sentence in Obligations(self.law, m, Asked(), sign).but(but).all()]

    def _unlawful(self, under: tuple[str, ...], sign: Polarity) -> Lit:
        unlawful = self.terms.conj(self._lawful(END, -sign)) ^ 1
        return self.terms.conj([unlawful, *(self._broken(self.engine.policy.rules[name], sign) for name in under)])

    def _broken(self, rule: Rule, sign: Polarity) -> Lit:
        """The rule is breached, or stood in the way of an act that was not permitted or is tainted, or is a licence whose
        proviso a tainted act missed.
        """
        if isinstance(rule.sentence, Duty):
            return self.law.breached(rule.name, None, END, (END,), self.engine.plain, sign)
        action: str = getattr(rule.sentence, "action", "")
        params = self.engine.policy.events[action].params

        def broken(env: Env) -> Lit:
            x = tuple(env[param.name] for param in params)
            return self.terms.disj([self._broken_by(rule, action, x, doer, sign) for doer in self.law.doers(action)])

        return self.g.world.some_of(params, {}, ("broken", rule.name), sign, broken)

    def _broken_by(self, rule: Rule, action: str, x: Args, doer: str, sign: Polarity) -> Lit:
        """The act is done by this doer, and is unlawful under this rule about it."""
        law, terms, plain, minute = self.law, self.terms, self.engine.plain, self.g.minute(action, x)
        h, at_the_end = (minute,), (END, (END,))
        does = terms.conj((self.g.happens(action, x), self.g.done_by(action, x, frozenset((doer,)), plain)))
        applied = law.forbidden(rule, x, doer, minute, h, plain, sign)
        if not isinstance(rule.sentence, Permits):
            lawful = law.may(action, x, doer, minute, h, plain, -sign, at_the_end)
            return terms.conj((does, applied, lawful ^ 1))
        permitted = law.may(action, x, doer, minute, h, plain, sign)
        lifted = [closing for closing in law.about[action]["Closes"] if lifts(rule, closing)]
        kept = [law.opened(closing, x, doer, minute, h, plain, -sign, at_the_end) for closing in lifted]
        return terms.conj((does, applied, permitted, terms.conj(kept) ^ 1))

    def _dilemma(self, sign: Polarity) -> Lit:
        found = []
        for rule in self.engine.policy.rules.values():
            duty = rule.sentence
            if not isinstance(duty, Duty):
                continue
            sets = trapped(self.engine, rule, duty, ())

            def caught(env: Env, rule: Rule = rule, sets: list[tuple[str, ...]] = sets) -> Lit:
                some = []
                for trigger, doers in product(list(self.law.triggers(rule, env, (END,), self.engine.plain)), sets):
                    m = END if trigger[2] is None else trigger[2]
                    trapping, sides = trap(self.engine, rule, env, trigger, doers, m, sign)
                    self._sides += sides
                    others = self._lawful(m, sign, but=rule.name)
                    some.append(self.terms.conj([trapping, *others]))
                return self.terms.disj(some)

            found.append(self.g.world.some_of(rule.params, {}, ("dilemma", rule.name), sign, caught))
        return self.terms.disj(found)


def speaks_of_individuals(engine: Engine, case: Case) -> bool:
    """Whether the case itself names or counts individuals."""
    formulas = [given.formula for given in case.givens if isinstance(given, GivenFormula)]
    formulas += [expect.formula for expect in case.expects if isinstance(expect, ExpectFormula)]
    if case.individuals:
        return True
    return any(isinstance(node, Var) and not node.over_kind for node in reached(engine.policy, *formulas))
