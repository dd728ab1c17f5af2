"""A claim as questions: what a counterexample is, when the claim would be vacuous, and when it would be hollow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product

import msgspec

from policyproof.encode.alternatives import Alternative, InForce, Question
from policyproof.encode.compared import comparison_of_laws, something_to_compare
from policyproof.encode.delays import due_minute
from policyproof.encode.dilemma import dilemmas, dilemmas_of
from policyproof.encode.ends import Horizon
from policyproof.encode.free import outside_at, reached
from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.law import Law
from policyproof.encode.lawful import Asked, Sentence, Supposed, stated
from policyproof.encode.obligations import Obligations
from policyproof.encode.reading import LawAtom, Reader
from policyproof.encode.valuation import Context, Plain, Silenced, Struck, Valuation, Varied, Without
from policyproof.encode.world import ClosedWorld, Env, OpenWorld
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import (
    Allows,
    Applies,
    Arg,
    AtMoment,
    Breached,
    Eventually,
    Formula,
    Governs,
    Implies,
    LookBack,
    MayDo,
    MustDo,
    Relation,
    Var,
)
from policyproof.policy.model import (
    Always,
    Complies,
    Deadline,
    Duty,
    Independent,
    MayClaim,
    MustClaim,
    Never,
    NeverBlocks,
    NeverOpens,
    NoDilemma,
    NoIf,
    NoWithout,
    Policy,
    Possible,
    Property,
    Rule,
    SameAs,
    StandardNeverEnough,
    WordNeverEnough,
)


class Engine:
    """One grounding of one policy: questions are built in it."""

    def __init__(
        self, policy: Policy, world: ClosedWorld | OpenWorld, beside: Engine | None = None, *, by_rule: bool = False
    ) -> None:
        """`beside`: the engine of another policy with the same vocabulary (what the two say is compared in one scenario), or of
        this one. `by_rule`: each rule is in force only where a sentence says so.
        """
        self.policy = policy
        self.g: Grounding = Grounding(policy, world, None if beside is None else beside.g)
        self.plain = self.g.context_of(Plain())
        self.reader = Reader(self.g, policy, "in force" if by_rule else "" if beside is None else "beside")
        self.law = Law(self.reader, in_force=by_rule)
        self.terms = self.g.terms
        self.sign = world.asserted
        self.now = self.terms.time(("now",))
        self._lawful: dict[tuple[Time, tuple[str, ...]], Obligations] = {}
        self._built: dict[tuple[str, str], Sequence[Question]] = {}
        self._others: dict[str, Law] = {}
        self._by_rule: Engine | None = None
        self._in_force: InForce | None = None

    def other(self, law: str) -> Law:
        """The rules of a law that is not in force and that a claim compares with, on the same ground."""
        found = self._others.get(law)
        if found is None:
            found = self._others[law] = Law(Reader(self.g, self.policy.others[law], f"law {law}"))
        return found

    # ---- questions

    def _once(self, what: str, declared: Property, build: Callable[[Property], Sequence[Question]]) -> Sequence[Question]:
        """Questions are asked more than once, and built once."""
        found = self._built.get((what, declared.name))
        if found is None:
            found = self._built[(what, declared.name)] = build(declared)
        return found

    def counterexample(self, declared: Property) -> Sequence[Question]:
        """Is there a scenario that breaks the claim (for `possible`: that bears it out)? If any of these has an answer."""
        return self._once("counterexample", declared, self._counterexample)

    def _counterexample(self, declared: Property) -> Sequence[Question]:
        claim = declared.claim
        match claim:
            case NoWithout() | NoIf() | WordNeverEnough() | StandardNeverEnough():
                return (self._settled(declared, self._breaking(declared)),)
            case MayClaim():
                return (self._so_far(declared, self._at_now(declared)),)
            case MustClaim():
                return (self._so_far(declared, self._at_triggers(declared)),)
            case Always(body):
                return (self._settled(declared, (self._at_the_end(declared, body, denied=True),)),)
            case Never(body) | Possible(body):
                return (self._settled(declared, (self._at_the_end(declared, body, denied=False),)),)
            case Independent() | NeverBlocks() | NeverOpens():
                return (self._comparison(declared),)
            case NoDilemma():
                return dilemmas(self, declared)
            case Complies() | SameAs():
                return comparison_of_laws(self, declared, claim)

    def grounds(self, declared: Property) -> tuple[Question, ...]:
        """The questions of `counterexample`, with each rule in force only where a sentence says so: a proof may rest on rules
        that nobody need obey, but that the claim itself asks about.
        """
        if self._by_rule is None:
            self._by_rule = Engine(self.policy, self.g.world, self, by_rule=True)
            law = self._by_rule.law
            rules = {law.in_force(rule): rule.name for rule in self.policy.rules.values()}
            said = {lit >> 1: Sentence("rule", name, (), lit) for lit, name in rules.items()}
            self._in_force = InForce(self.terms, said)
        return tuple(
            msgspec.structs.replace(question, in_force=self._in_force) for question in self._by_rule.counterexample(declared)
        )

    def occasion(self, declared: Property) -> Sequence[Question]:
        """What the claim speaks of, lawfully: if one of these has no answer, a claim that holds is vacuous."""
        return self._once("occasion", declared, self._occasion)

    def _occasion(self, declared: Property) -> Sequence[Question]:
        claim = declared.claim
        match claim:
            case NoWithout() | WordNeverEnough() | StandardNeverEnough():
                return (self._settled(declared, self._at_acts(declared, self._condition_at)),)
            case NoIf():
                by_itself = self._settled(declared, self._at_acts(declared, self._scope_at))
                open_law = Question(self.assumed(declared), self._at_acts(declared, self._open_condition_at))
                return (by_itself, open_law)
            case MayClaim(_, _, condition) if condition is not None or self.scope_of(declared) is not None:
                return (self._so_far(declared, self._moments(declared, condition)),)
            case MustClaim(_, _, deadline, condition) if (
                condition is not None or deadline is not None or self.scope_of(declared) is not None
            ):
                return (self._so_far(declared, self._trigger_moments(declared, deadline, condition)),)
            case Always(body) if isinstance(body, Implies) or self.scope_of(declared) is not None:
                spoken_of = body.left if isinstance(body, Implies) else None
                return (self._settled(declared, (self._at_the_end(declared, spoken_of, denied=False),)),)
            case Complies() | SameAs():
                return (something_to_compare(self, declared, claim),)
            case _:
                return ()

    def hollow(self, declared: Property) -> Sequence[Question]:
        """The same claim over scenarios lawful only so far, at the act; nothing where it looks further than the act."""
        return self._once("hollow", declared, self._hollow)

    def _hollow(self, declared: Property) -> Sequence[Question]:
        claim = declared.claim
        formulas: tuple[Formula | None, ...]
        match claim:
            case NoWithout(_, _, without, condition):
                formulas = (without, condition)
            case NoIf(_, _, condition):
                formulas = (condition,)
            case WordNeverEnough(_, _, _, condition) | StandardNeverEnough(_, _, _, condition):
                formulas = (condition,)
            case _:
                return ()
        if looks_further(self.policy, *formulas, self.scope_of(declared)):
            return ()
        alternatives = tuple(
            msgspec.structs.replace(alternative, lit=self.terms.conj((alternative.lit, self.is_now(alternative.now))))
            for alternative in self._breaking(declared)
        )
        return (self._so_far(declared, alternatives),)

    def traps(self, declared: Property) -> Sequence[Question]:
        """Dilemmas of the doers of the claim's action, asked beside a claim that looks further than the act."""
        action: str = declared.claim.action  # type: ignore[union-attr]  # a claim about an action
        doers = tuple(doer for doer in self.law.doers(action) if doer)
        return self._once("traps", declared, lambda _: dilemmas_of(self, declared, doers)) if doers else ()

    def possible_at_all(self) -> Question:
        """The assumptions together."""
        return Question(tuple(stated(self.law, Supposed(), Plain())), (Alternative(TRUE),))

    # ---- sentences

    def assumed(self, declared: Property) -> tuple[Sentence, ...]:
        """Assumptions and hypotheses of the property."""
        return tuple(stated(self.law, Supposed(declared.supposing, declared.true_beliefs), Plain()))

    def _settled(self, declared: Property, alternatives: tuple[Alternative, ...]) -> Question:
        return Question(self.assumed(declared), alternatives, self.lawful_at(END, declared.disobey))

    def _so_far(self, declared: Property, alternatives: tuple[Alternative, ...]) -> Question:
        return Question(self.assumed(declared), alternatives, self.lawful_at(self.now, declared.disobey))

    def lawful_at(self, m: Time, disobey: tuple[str, ...]) -> Obligations:
        """Lawful so far at m, for all but those who disobey."""
        found = self._lawful.get((m, disobey))
        if found is None:
            found = self._lawful[(m, disobey)] = Obligations(self.law, m, Asked(disobey), self.sign)
        return found

    def is_now(self, minute: Time | None) -> Lit:
        """That the question's own moment is this minute (nothing is asked of it at the end)."""
        if minute is None:
            return TRUE
        return self.terms.conj((self.terms.not_after(minute, self.now), self.terms.not_after(self.now, minute)))

    # ---- the claim's variables

    def values(self, variables: tuple[Var, ...]) -> list[tuple[Lit, Env]]:
        """Values of the claim's variables (in an open world: one witness each), with the condition that they are there."""
        found: list[tuple[Lit, Env]] = []
        for chosen in product(*(self._values(variable) for variable in variables)):
            env = {variable.name: value for variable, (_, value) in zip(variables, chosen, strict=True)}
            found.append((self.terms.conj([present for present, _ in chosen]), env))
        return found

    def _values(self, variable: Var) -> list[tuple[Lit, str]]:
        if variable.over_kind:
            return [(TRUE, leaf) for leaf in self.policy.kinds[variable.sort].leaves]
        if isinstance(self.g.world, OpenWorld):
            return [(TRUE, self.g.world.anybody(variable.sort, variable.name))]
        return self.g.world.members(variable.sort)

    def _acts(self, declared: Property) -> list[tuple[Lit, Env, Args, str]]:
        """Every act that the claim is about, with its doer: whether it happens."""
        claim = declared.claim
        action: str = claim.action  # type: ignore[union-attr]  # a claim about an action
        args = claim.args  # type: ignore[union-attr]  # a claim about an action
        return [
            (
                self.terms.conj(
                    (present, self.g.happens(action, x), self.g.done_by(action, x, frozenset((doer,)), self.plain))
                ),
                env,
                x,
                doer,
            )
            for present, env in self.values(declared.variables)
            for x in self.g.choices(args, env)
            for doer in self.law.doers(action)
        ]

    def _at_acts(self, declared: Property, asked: Callable[[Property, Env, Args, str], Lit]) -> tuple[Alternative, ...]:
        action: str = declared.claim.action  # type: ignore[union-attr]  # a claim about an action
        found = [
            Alternative(
                self.terms.conj((happens, asked(declared, env, x, doer))),
                tuple(env.items()),
                (action, x),
                doer,
                None,
                self.g.minute(action, x),
            )
            for happens, env, x, doer in self._acts(declared)
        ]
        return tuple(found)

    # ---- claims about acts

    def _read_at(self, formula: Formula | None, env: Env, minute: Time, context: int, *, denied: bool = False) -> Lit:
        """A formula at an act, seeing the whole scenario; nothing said is met."""
        if formula is None:
            return TRUE
        if denied:
            return self.reader.read(formula, env, minute, (END,), context, -self.sign) ^ 1
        return self.reader.read(formula, env, minute, (END,), context, self.sign)

    def _breaking(self, declared: Property) -> tuple[Alternative, ...]:
        """The acts at which a claim about acts breaks."""
        if isinstance(declared.claim, WordNeverEnough | StandardNeverEnough):
            return self._words_enough(declared)
        return self._at_acts(declared, self._breaks_at)

    def _breaks_at(self, declared: Property, env: Env, x: Args, doer: str) -> Lit:
        claim = declared.claim
        broken = TRUE
        if isinstance(claim, NoWithout):
            broken = self._read_at(claim.without, env, self.g.minute(claim.action, x), self.plain, denied=True)
        return self.terms.conj((broken, self._condition_at(declared, env, x, doer)))

    def _still_permitted(self, action: str, x: Args, doer: str, valuation: Valuation) -> tuple[Sentence, ...]:
        """That the act would still have been permitted in another course of events, rule by rule."""
        minute = self.g.minute(action, x)
        parts = self.law.permitted_parts(action, x, doer, minute, (minute,), self.g.context_of(valuation), self.sign)
        return tuple(Sentence("rule", rule, (doer,) if doer else (), lit) for rule, lit in parts)

    def _valuation(self, claim: WordNeverEnough | StandardNeverEnough, x: Args) -> Valuation:
        """The course of events in which others keep silent, or weaker words are all there is."""
        if isinstance(claim, StandardNeverEnough):
            return Struck(self.policy.standards[claim.standard].rank, (claim.action, x))
        kept = frozenset().union(*(self.policy.party_and_below(party) for party in claim.parties))
        return Silenced(kept, (claim.action, x))

    def _words_enough(self, declared: Property) -> tuple[Alternative, ...]:
        """For a claim about words: the acts, each with what would have had to be so, rule by rule."""
        claim = declared.claim
        if not isinstance(claim, WordNeverEnough | StandardNeverEnough):
            raise TypeError(declared.name)
        found = []
        for alternative in self._at_acts(declared, self._condition_at):
            if alternative.act is None:
                continue
            parts = self._still_permitted(
                claim.action, alternative.act[1], alternative.doer, self._valuation(claim, alternative.act[1])
            )
            lit = self.terms.conj([alternative.lit, *(part.lit for part in parts)])
            found.append(msgspec.structs.replace(alternative, lit=lit, parts=parts, besides=alternative.lit))
        return tuple(found)

    def _condition_at(self, declared: Property, env: Env, x: Args, doer: str) -> Lit:
        return self.terms.conj((self._scope_at(declared, env, x, doer), self._said_at(declared, env, x, self.plain)))

    def _open_condition_at(self, declared: Property, env: Env, x: Args, doer: str) -> Lit:
        context = self.g.context(Context(Plain(), (), open_law=True))
        return self.terms.conj((self._scope_at(declared, env, x, doer), self._said_at(declared, env, x, context)))

    def _said_at(self, declared: Property, env: Env, x: Args, context: int) -> Lit:
        """What stands after the claim's `if`."""
        claim = declared.claim
        return self._read_at(claim.condition, env, self.g.minute(claim.action, x), context)  # type: ignore[union-attr]  # about an act

    def _scope_at(self, declared: Property, _env: Env, x: Args, _doer: str) -> Lit:
        action: str = declared.claim.action  # type: ignore[union-attr]  # a claim about an action
        return self._in_scope(declared, self.g.minute(action, x), (END,), self.plain)

    # ---- scope

    def scope_of(self, declared: Property) -> Formula | None:
        """What the law of a property speaks of, where the property is asked of nothing else."""
        return None if declared.out_of_scope else self.policy.laws[self.policy.name].scope

    def _in_scope(self, declared: Property, m: Time, h: Horizon, context: int) -> Lit:
        scope = self.scope_of(declared)
        return TRUE if scope is None else self.reader.read(scope, {}, m, h, context, self.sign)

    # ---- claims about moments

    def _at_now(self, declared: Property) -> tuple[Alternative, ...]:
        claim = declared.claim
        if not isinstance(claim, MayClaim):
            raise TypeError(declared.name)
        found = []
        for present, env in self.values(declared.variables):
            spoken_of = self._said_now(declared, claim.condition, env)
            lit = self.terms.conj(
                (present, spoken_of, self._asked_now(claim.action, claim.args, env, self.plain, asserted=False))
            )
            act = (claim.action, self.g.choices(claim.args, env)[0])
            found.append(Alternative(lit, tuple(env.items()), act, "", None, self.now))
        return tuple(found)

    def _said_now(self, declared: Property, condition: Formula | None, env: Env) -> Lit:
        return self._said(declared, condition, env, self.now)

    def _said(self, declared: Property, condition: Formula | None, env: Env, minute: Time) -> Lit:
        """What a claim about moments speaks of, at a minute: inside the law's scope, and what stands after its `if`."""
        said = TRUE if condition is None else self.reader.read(condition, env, minute, (minute,), self.plain, self.sign)
        return self.terms.conj((self._in_scope(declared, minute, (minute,), self.plain), said))

    def _moments(self, declared: Property, condition: Formula | None) -> tuple[Alternative, ...]:
        return tuple(
            Alternative(self.terms.conj((present, self._said_now(declared, condition, env))), tuple(env.items()), now=self.now)
            for present, env in self.values(declared.variables)
        )

    def _trigger_moments(
        self, declared: Property, deadline: Deadline | None, condition: Formula | None
    ) -> tuple[Alternative, ...]:
        if deadline is None:
            return self._moments(declared, condition)
        found = []
        for present, env in self.values(declared.variables):
            for ground in self.reader.ground_points(deadline.trigger, env):
                for comes, minute in self.reader.ends(ground, (END,), self.plain):
                    met = self._said(declared, condition, env, minute)
                    seen = self.terms.conj((present, comes, met, self.is_now(minute)))
                    found.append(Alternative(seen, tuple(env.items()), now=self.now))
        return tuple(found)

    def _at_triggers(self, declared: Property) -> tuple[Alternative, ...]:
        claim = declared.claim
        if not isinstance(claim, MustClaim):
            raise TypeError(declared.name)
        if claim.deadline is None:
            return self._must_now(declared, claim)
        found = []
        for present, env in self.values(declared.variables):
            for ground in self.reader.ground_points(claim.deadline.trigger, env):
                for comes, minute in self.reader.ends(ground, (END,), self.plain):
                    met = self._said(declared, claim.condition, env, minute)
                    choices = self.g.choices(claim.args, env)
                    asked = self.terms.disj([self._duty_in_time(claim, x, minute) for x in choices])
                    lit = self.terms.conj((present, comes, met, asked ^ 1, self.is_now(minute)))
                    found.append(Alternative(lit, tuple(env.items()), (claim.action, choices[0]), "", None, self.now))
        return tuple(found)

    def _must_now(self, declared: Property, claim: MustClaim) -> tuple[Alternative, ...]:
        found = []
        for present, env in self.values(declared.variables):
            met = self._said_now(declared, claim.condition, env)
            choices = self.g.choices(claim.args, env)
            done = [self.reader.happened(claim.action, x, self.now, (self.now,), self.plain) for x in choices]
            runs = [self.law.must(claim.action, x, self.now, (self.now,), self.plain, -self.sign) for x in choices]
            lit = self.terms.conj((present, met, self.terms.disj([*done, *runs]) ^ 1))
            found.append(Alternative(lit, tuple(env.items()), (claim.action, choices[0]), "", None, self.now))
        return tuple(found)

    def _duty_in_time(self, claim: MustClaim, x: Args, minute: Time) -> Lit:
        """A duty to do A(x) has begun to run by this minute, is due no later than the claim says, and is not excused then."""
        latest = due_minute(self.reader, claim.deadline, minute)
        found = []
        for rule in self.law.about[claim.action]["Duty"]:
            if not isinstance(rule.sentence, Duty):
                continue
            guard, env = self.law.matches(rule, rule.sentence, x)
            if guard != FALSE:
                in_time = partial(self._runs_in_time, rule, rule.sentence, minute, latest)
                key = ("in time", rule.name, x, minute)
                rest = self.law.rest(rule, env)
                found.append(self.terms.conj((guard, self.law.some_of(rest, env, key, -self.sign, in_time))))
        return self.terms.disj(found)

    def _runs_in_time(self, rule: Rule, duty: Duty, minute: Time, latest: Time | None, env: Env) -> Lit:
        """The duty, for these values, runs at the minute and is due by `latest` (None: whenever)."""
        sign = -self.sign
        runs = []
        for _, comes, u in self.law.triggers(rule, env, (minute,), self.plain):
            if u is None:
                continue
            dues = self.law.dues(rule, env, u, self.plain, sign)
            soon = self.terms.disj([self.terms.conj((when, self._is_by(due, latest))) for when, due in dues])
            if soon == FALSE:
                continue
            begun = self.law.bound_at(rule, env, u, self.plain, sign)
            runs.append(self.terms.conj((comes, self.terms.not_after(u, minute), soon, begun)))
        excused = FALSE
        if duty.excused is not None:
            excused = self.reader.read(duty.excused, env, minute, (minute,), self.plain, -sign)
        return self.terms.conj((self.terms.disj(runs), excused ^ 1))

    def _is_by(self, due: Time | None, latest: Time | None) -> Lit:
        """A due minute is no later than a claim asks (`latest` is None: whenever)."""
        if latest is None:
            return TRUE
        return FALSE if due is None else self.terms.not_after(due, latest)

    # ---- claims about whole scenarios

    def _at_the_end(self, declared: Property, body: Formula | None, *, denied: bool) -> Alternative:
        """Inside the law's scope, the formula (None: nothing said) is so; `denied`: is not so."""
        moment = END if body is None or not needs_moment(self.policy, body) else self.now
        sign = -self.sign if denied else self.sign
        lit = TRUE if body is None else self.reader.read(body, {}, moment, (END,), self.plain, sign)
        inside = self._in_scope(declared, moment, (END,), self.plain)
        return Alternative(self.terms.conj((inside, lit ^ 1 if denied else lit)), now=None if moment == END else moment)

    # ---- comparisons of two courses of events

    def _comparison(self, declared: Property) -> Question:
        claim = declared.claim
        if not isinstance(claim, Independent | NeverBlocks | NeverOpens):
            raise TypeError(declared.name)
        alternatives = []
        for present, env in self.values(declared.variables):
            second, there = self._second(claim, env)
            supposed = Supposed(declared.supposing, declared.true_beliefs)
            also = [sentence.lit for sentence in stated(self.law, supposed, second)]
            contexts = (self.plain, self.g.context_of(second))
            also += [self._in_scope(declared, self.now, (self.now,), context) for context in contexts]
            blocked = isinstance(claim, NeverBlocks)
            first_may = self._asked_now(claim.action, claim.args, env, self.plain, asserted=not blocked)
            second_may = self._asked_now(claim.action, claim.args, env, self.g.context_of(second), asserted=blocked)
            lit = self.terms.conj([present, there, *also, first_may, second_may])
            act = (claim.action, self.g.choices(claim.args, env)[0])
            alternatives.append(Alternative(lit, tuple(env.items()), act, "", None, self.now, second))
        return Question(self.assumed(declared), tuple(alternatives))

    def _second(self, claim: Independent | NeverBlocks | NeverOpens, env: Env) -> tuple[Valuation, Lit]:
        """The second course of events, and what must be so in the first for the two to be compared."""
        if isinstance(claim, Independent):
            return Varied(tuple((subject.name, x) for subject in claim.of for x in self.g.choices(subject.args, env))), TRUE
        name = claim.subject.name
        instances = tuple((name, x) for x in self.g.choices(claim.subject.args, env))
        there = [
            self.g.happens(*instance) if claim.subject.is_event else self.g.holds(*instance, Plain()) for instance in instances
        ]
        return Without(instances), self.terms.disj(there)

    def _asked_now(self, action: str, args: tuple[Arg, ...], env: Env, context: int, *, asserted: bool) -> Lit:
        """Somebody may do the action now (for a group: some leaf of it); denied unless `asserted`."""
        sign = self.sign if asserted else -self.sign
        may = [self.law.asked(action, x, self.now, (self.now,), context, sign) for x in self.g.choices(args, env)]
        return self.terms.disj(may) if asserted else self.terms.disj(may) ^ 1


def looks_further(policy: Policy, *formulas: Formula | None) -> bool:
    """Whether a claim about an act may see what comes after the act."""
    return any(isinstance(node, Relation | Eventually | AtMoment | Breached) for node in reached(policy, *formulas))


def asks_the_law(policy: Policy, declared: Property) -> bool:
    """Whether a claim asks what the law says, besides what is lawful. (Claims about a word tell their rules by themselves.)"""
    claim = declared.claim
    if isinstance(claim, MayClaim | MustClaim | Independent | NeverBlocks | NeverOpens | NoDilemma):
        return True
    formulas = [value for field in claim.__struct_fields__ if isinstance(value := getattr(claim, field), Formula)]
    return any(isinstance(node, LawAtom) for node in reached(policy, *formulas))


def needs_moment(policy: Policy, formula: Formula) -> bool:
    """Whether the formula is to be read at a moment of its own, and not at the end."""
    atoms = LookBack | MayDo | MustDo | Applies | Allows | Governs
    return any(isinstance(node, atoms) for node in outside_at(policy, formula))
