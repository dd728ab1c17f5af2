"""When a scenario breaks what a property claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

import msgspec

from policyproof.meaning.course import Env
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.dilemmas import Dilemma, dilemmas
from policyproof.meaning.lawful import Record, lawful_for, meets
from policyproof.meaning.moments import END, Moment, first_minute
from policyproof.meaning.silence import silenced, struck, without
from policyproof.policy.formulas import Allows, Applies, AtMoment, Formula, Governs, LookBack, MayDo, MustDo, Node, TermUse
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
    SameAs,
    StandardNeverEnough,
    WordNeverEnough,
)
from policyproof.scenario import Instance, Scenario


class Break(msgspec.Struct, frozen=True):
    """How a scenario breaks a claim (for `possible`: bears it out).

    `bindings` are the values of the claim's free variables, `act` the act it is about where it is done, `moment` the minute at
    which it breaks (an act's own, a trigger's, or a free one; None for the end).
    """

    bindings: tuple[tuple[str, str], ...]
    act: Instance | None = None
    moment: int | None = None
    dilemma: Dilemma | None = None


def breaks(policy: Policy, property_: Property, scenario: Scenario, *, so_far: bool = False) -> Break | None:
    """How the scenario is a counterexample to the claim (a witness, for `possible`); None if it is not.

    With `so_far`, a claim `no A …` asks that the scenario be lawful so far at A's minute, not altogether. Claims about two
    scenarios are never broken by one: ask `breaks_pair`.
    """
    if not meets(policy, scenario, property_.supposing, true_beliefs=property_.true_beliefs):
        return None
    meaning = Meaning(policy, scenario)
    examiner = _Examiner(meaning, property_, so_far=so_far)
    for env in meaning.bindings(property_.variables, {}):
        found = next(examiner.breaks(env), None)
        if found is not None:
            return msgspec.structs.replace(found, bindings=tuple(env.items()))
    return None


class _Examiner:
    """One scenario, its record, and the claim asked of it."""

    def __init__(self, meaning: Meaning, property_: Property, *, so_far: bool) -> None:
        self.meaning = meaning
        self.property = property_
        self.record = Record(meaning, property_.disobey)
        self.scope = scope_of(meaning.policy, property_)
        self.so_far = so_far

    def breaks(self, env: Env) -> Iterator[Break]:
        claim = self.property.claim
        match claim:
            case NoWithout() | NoIf() | WordNeverEnough() | StandardNeverEnough():
                yield from self._acts(claim, env)
            case MayClaim():
                yield from self._may(claim, env)
            case MustClaim(deadline=deadline):
                yield from self._must(claim, env) if deadline is None else self._must_by(claim, deadline, env)
            case Always(body=body):
                yield from self._at_the_end(body, env, holds=False)
            case Never(body=body) | Possible(body=body):
                yield from self._at_the_end(body, env, holds=True)
            case NoDilemma(parties=parties):
                for dilemma in dilemmas(self.meaning, self.record, parties):
                    yield Break((), dilemma=dilemma, moment=dilemma.trigger)
            case Independent() | NeverBlocks() | NeverOpens():
                return
            case Complies(law=law, parties=parties):
                if self.record.lawful_by(END) and self._lawful_under(law, parties) is False:
                    yield Break(())
            case SameAs(law=law):
                if self._lawful_under(law, (), self.property.disobey) is (not self.record.lawful_by(END)):
                    yield Break(())
            case _:
                assert_never(claim)

    def _lawful_under(self, law: str, parties: Sequence[str], disobey: Sequence[str] = ()) -> bool | None:
        """Whether another law finds the scenario lawful (for some parties); None where its assumptions are not met."""
        other, scenario = self.meaning.policy.others[law], self.meaning.scenario
        return lawful_for(Record(Meaning(other, scenario), disobey), parties) if meets(other, scenario) else None

    def _holds(self, formula: Formula | None, m: Moment, h: Moment, env: Env) -> bool:
        return formula is None or self.meaning.holds(formula, m, h, env)

    def _acts(self, claim: NoWithout | NoIf | WordNeverEnough | StandardNeverEnough, env: Env) -> Iterator[Break]:
        for act, minute in self.meaning.happening(claim.action, claim.args, env):
            if (
                self._holds(claim.condition, minute, END, env)
                and self._holds(self.scope, minute, END, env)
                and self.record.lawful_by(minute if self.so_far else END)
                and self._against(claim, act, minute, env)
            ):
                yield Break((), act=act, moment=int(minute))

    def _against(
        self,
        claim: NoWithout | NoIf | WordNeverEnough | StandardNeverEnough,
        act: Instance,
        minute: Moment,
        env: Env,
    ) -> bool:
        policy, scenario = self.meaning.policy, self.meaning.scenario
        match claim:
            case NoIf():
                return True
            case NoWithout(without=needed):
                return not self.meaning.holds(needed, minute, END, env)
            case WordNeverEnough(parties=parties):
                quiet = silenced(policy, scenario, parties, act)
            case StandardNeverEnough(standard=standard):
                quiet = struck(policy, scenario, standard, act)
            case _:
                assert_never(claim)
        doer = self.meaning.doer(act)
        return doer is not None and Meaning(policy, quiet).may(act, doer, minute)

    def _may(self, claim: MayClaim, env: Env) -> Iterator[Break]:
        def refused(minute: int) -> bool:
            return (
                self.record.lawful_by(minute)
                and _when(self.meaning, claim.condition, minute, env)
                and _when(self.meaning, self.scope, minute, env)
                and not _permitted(self.meaning, claim, minute, env)
            )

        yield from _at(first_minute(refused))

    def _must(self, claim: MustClaim, env: Env) -> Iterator[Break]:
        def idle(minute: int) -> bool:
            if not self.record.lawful_by(minute) or not _when(self.meaning, claim.condition, minute, env):
                return False
            if not _when(self.meaning, self.scope, minute, env):
                return False
            course = self.meaning.afresh()
            if any(done <= minute for _, done in course.happening(claim.action, claim.args, env)):
                return False
            return not any(course.must((claim.action, given), minute, minute) for given in course.tuples(claim.args, env))

        yield from _at(first_minute(idle))

    def _must_by(self, claim: MustClaim, deadline: Deadline, env: Env) -> Iterator[Break]:
        for trigger in self.meaning.minutes(deadline.trigger, END, env):
            if (
                self.record.lawful_by(trigger)
                and self._holds(claim.condition, trigger, trigger, env)
                and self._holds(self.scope, trigger, trigger, env)
                and not self._duty_as_strict(claim, trigger, self.meaning.window(deadline, trigger)[1], env)
            ):
                yield Break((), moment=int(trigger))

    def _duty_as_strict(self, claim: MustClaim, moment: Moment, due: Moment, env: Env) -> bool:
        """Whether a duty to do what the claim says has begun by `moment`, due by `due` and not excused as things stand."""
        meaning = self.meaning
        for given in meaning.tuples(claim.args, env):
            for rule in meaning.lookup.about.get(claim.action, ()):
                found = meaning.matches(rule.sentence.args, given) if isinstance(rule.sentence, Duty) else None
                if found is None:
                    continue
                for values in meaning.bindings(rule.params, found):
                    for run in meaning.runs(rule, values, moment):
                        begun = run.trigger is not None and run.trigger <= moment and meaning.began(run)
                        if begun and run.due <= due and not meaning.excused(run, moment):
                            return True
        return False

    def _at_the_end(self, body: Formula, env: Env, *, holds: bool) -> Iterator[Break]:
        """Whether the formula comes out as `holds` at the end, or at some minute where it asks about a moment."""
        if not self.record.lawful_by(END):
            return

        def comes_out(meaning: Meaning, minute: Moment) -> bool:
            in_scope = self.scope is None or meaning.holds(self.scope, minute, END, env)
            return in_scope and meaning.holds(body, minute, END, env) == holds

        if asks_about_a_moment(self.meaning.policy, body):
            yield from _at(first_minute(lambda minute: comes_out(self.meaning.afresh(), minute)))
        elif comes_out(self.meaning, END):
            yield Break(())


def scope_of(policy: Policy, property_: Property) -> Formula | None:
    """What the law is about, where the property is asked of nothing else; None where it is asked of every scenario."""
    law = policy.laws.get(policy.name)
    return None if law is None or property_.out_of_scope else law.scope


def _when(meaning: Meaning, condition: Formula | None, minute: int, env: Env) -> bool:
    return condition is None or meaning.afresh().holds(condition, minute, minute, env)


def _permitted(meaning: Meaning, claim: MayClaim | Independent | NeverBlocks | NeverOpens, minute: int, env: Env) -> bool:
    """Whether somebody may do what the claim is about."""
    course = meaning.afresh()
    return any(course.anybody_may((claim.action, given), minute) for given in course.tuples(claim.args, env))


def _at(minute: int | None) -> Iterator[Break]:
    if minute is not None:
        yield Break((), moment=minute)


def asks_about_a_moment(policy: Policy, formula: Formula) -> bool:
    """Whether a look-back or an atom that asks what the law says at a moment (`may A`, `R applies`, `L governs A`, …) stands in
    the formula, or in a term it uses, outside `at E:`.
    """
    waiting: list[object] = [formula]
    opened: set[str] = set()
    while waiting:
        part = waiting.pop()
        match part:
            case LookBack() | MayDo() | MustDo() | Applies() | Allows() | Governs():
                return True
            case AtMoment():
                continue
            case TermUse(term=name) if name not in opened:
                opened.add(name)
                waiting.append(policy.terms[name].body)
            case tuple():
                waiting.extend(part)
            case Node():
                waiting.extend(getattr(part, name) for name in part.__struct_fields__)
            case _:
                pass
    return False


# ---- claims about two scenarios


def breaks_pair(policy: Policy, property_: Property, first: Scenario, second: Scenario) -> Break | None:
    """How two scenarios break `does not depend on`, `never blocks` or `never opens`; None if they do not, or for other claims.

    Of `never blocks X` and `never opens X`, `first` is with X and `second` the same without it and what follows it. In
    `Break.moment`, A is permitted to somebody in one and to nobody in the other.
    """
    asked = [meets(policy, each, property_.supposing, true_beliefs=property_.true_beliefs) for each in (first, second)]
    if not all(asked):
        return None
    one, other = Meaning(policy, first), Meaning(policy, second)
    for env in one.bindings(property_.variables, {}):
        differs = _difference(policy, property_, one, other, env)
        minute = first_minute(_in_scope(policy, property_, (one, other), env, differs)) if differs is not None else None
        if minute is not None:
            return Break(tuple(env.items()), moment=minute)
    return None


def _difference(policy: Policy, property_: Property, one: Meaning, other: Meaning, env: Env) -> Callable[[int], bool] | None:
    """What to ask of each minute; None if the two scenarios are not a pair that the claim compares."""
    claim = property_.claim
    match claim:
        case Independent(of=of):
            free = {(each.name, given) for each in of for given in one.tuples(each.args, env)}
            if _apart_from(one.scenario, free) != _apart_from(other.scenario, free):
                return None
            return lambda minute: _permitted(one, claim, minute, env) != _permitted(other, claim, minute, env)
        case NeverBlocks(subject=subject) | NeverOpens(subject=subject):
            removed = [(subject.name, given) for given in one.tuples(subject.args, env)]
            present = one.scenario.events if subject.is_event else one.scenario.facts
            if not any(instance in present for instance in removed):
                return None
            if without(policy, one.scenario, removed) != other.scenario:
                return None
            opens = isinstance(claim, NeverOpens)
            return lambda minute: (
                _permitted(one, claim, minute, env) == opens and _permitted(other, claim, minute, env) != opens
            )
        case _:
            return None


def _in_scope(
    policy: Policy, property_: Property, both: tuple[Meaning, Meaning], env: Env, differs: Callable[[int], bool]
) -> Callable[[int], bool]:
    scope = scope_of(policy, property_)
    return lambda minute: differs(minute) and all(_when(meaning, scope, minute, env) for meaning in both)


def _apart_from(scenario: Scenario, free: set[Instance]) -> Scenario:
    return Scenario(
        scenario.individuals,
        {told: value for told, value in scenario.facts.items() if told not in free},
        {instance: minute for instance, minute in scenario.events.items() if instance not in free},
        {instance: doer for instance, doer in scenario.doers.items() if instance not in free},
    )


def pair_for(policy: Policy, property_: Property, scenario: Scenario) -> Iterator[Scenario]:
    """For `never blocks` and `never opens`: the second scenarios that go with a first one (one a choice of free variables)."""
    claim = property_.claim
    if isinstance(claim, NeverBlocks | NeverOpens):
        meaning = Meaning(policy, scenario)
        for env in meaning.bindings(property_.variables, {}):
            yield without(policy, scenario, [(claim.subject.name, given) for given in meaning.tuples(claim.subject.args, env)])
