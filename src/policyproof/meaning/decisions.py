"""What may be done: decisions, and the atoms that ask the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, assert_never

import msgspec

from policyproof.meaning.course import Env
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.provisos import Provisos
from policyproof.meaning.reading import LawAtom
from policyproof.policy.formulas import Allows, Applies, Arg, Breached, Governs, MayDo, MustDo, Stands, Tainted, Under
from policyproof.policy.model import Closes, Duty, Forbids, Permits, Policy, Rule, SwitchesOff
from policyproof.scenario import Instance, Scenario


class Decision(msgspec.Struct, frozen=True):
    """What the law says of one act by one doer at one minute; rules by name, in order of declaration.

    `forbidden` is what a `must not` says, whatever permits; `not permitted` what a closing rule says where nothing opens it.
    `allowed_by` are the permissions and duties that license it, `could_open` the permissions that speak of it and do not apply.
    `unlifted` are those of `closed_by` that no licence lifts.
    """

    doer: str
    outcome: Literal["permitted", "forbidden", "not permitted"]
    allowed_by: tuple[str, ...]
    forbidden_by: tuple[str, ...]
    closed_by: tuple[str, ...]
    could_open: tuple[str, ...]
    unlifted: tuple[str, ...] = ()

    @property
    def permitted(self) -> bool:
        """Whether it may be done."""
        return self.outcome == "permitted"


class Meaning(Provisos):
    """A course of events, read with the law: everything that a formula can say has an answer here."""

    # ---- decisions

    def may(self, act: Instance, doer: str, m: Moment) -> bool:
        """Whether `doer` may do `act` at minute `m` (a minute after everything, where `m` is the end)."""
        minute = self.after_everything() if m == END else m
        course = self.supposing(act, doer, minute)
        key = ("may", act, doer, minute)
        if key not in course.memo:
            course.memo[key] = course.permitted_as_done(act, doer, minute)
        return course.memo[key]

    def permitted_as_done(self, act: Instance, doer: str, m: Moment, law: str | None = None) -> bool:
        """Whether an act that `doer` does at `m` in this course is permitted: by every law, or by one alone."""
        speaking = [(rule, values) for rule, values in self.about(act, doer) if law is None or rule.law == law]
        if any(isinstance(rule.sentence, Forbids) and self.applies(rule, values, m) for rule, values in speaking):
            return False
        closing = [rule for rule, values in speaking if isinstance(rule.sentence, Closes) and self.applies(rule, values, m)]
        licences = [rule for rule, values in speaking if self.licenses(rule, values, m)] if closing else []
        return all(any(lifts(licence, closed) for licence in licences) for closed in closing)

    def anybody_may(self, act: Instance, m: Moment) -> bool:
        """Whether somebody who can do `act` may do it at `m`."""
        return any(self.may(act, doer, m) for doer in self.possible_doers(act))

    def licenses(self, rule: Rule, values: Env, m: Moment) -> bool:
        """Whether a rule that speaks of the act done at `m` in this course is a licence for it."""
        match rule.sentence:
            case Permits():
                return self.applies(rule, values, m)
            case Duty():
                return any(
                    run.licenses and run.trigger is not None and run.trigger <= m and self.began(run)
                    for run in self.runs(rule, values, m)
                )
            case Closes() | Forbids() | SwitchesOff():
                return False
            case _:
                assert_never(rule.sentence)

    def decision(self, act: Instance, doer: str, m: Moment) -> Decision:
        """What the law says of `act` by `doer` at `m`, and by which rules."""
        minute = self.after_everything() if m == END else m
        course = self.supposing(act, doer, minute)
        allowed: dict[str, None] = {}
        forbidden: dict[str, None] = {}
        closed: dict[str, None] = {}
        idle: dict[str, None] = {}
        speaking = list(course.about(act, doer))
        for rule, values in speaking:
            match rule.sentence:
                case Forbids() if course.applies(rule, values, minute):
                    forbidden[rule.name] = None
                case Closes() if course.applies(rule, values, minute):
                    closed[rule.name] = None
                case Permits() | Duty() if course.licenses(rule, values, minute):
                    allowed[rule.name] = None
                case Permits():
                    idle[rule.name] = None
                case _:
                    pass
        licences = [self.policy.rules[name] for name in allowed]
        unlifted = [name for name in closed if not any(lifts(each, self.policy.rules[name]) for each in licences)]
        return Decision(
            doer=doer,
            outcome="forbidden" if forbidden else "not permitted" if unlifted else "permitted",
            allowed_by=tuple(allowed),
            forbidden_by=tuple(forbidden),
            closed_by=tuple(closed),
            could_open=tuple(name for name in idle if name not in allowed),
            unlifted=tuple(unlifted),
        )

    # ---- provisos

    def stands(self, act: Instance, m: Moment, h: Moment) -> bool:
        """Whether an act that was done was permitted, and no proviso that it needs has been missed by `m`, seen by `h`."""
        doer, minute = self.doer(act), self.events[act]
        if doer is None:
            return True
        return self.may(act, doer, minute) and not self.unproven(act, doer, m, h)

    def unproven(self, act: Instance, doer: str, m: Moment, h: Moment) -> tuple[str, ...]:
        """Of an act that was permitted: the licences whose provisos were missed, where nothing else lifts what they lifted."""
        if not self.lookup.provisos:
            return ()
        minute = self.events[act]
        speaking = list(self.about(act, doer))
        licences = [(rule, values) for rule, values in speaking if self.licenses(rule, values, minute)]
        kept = [rule for rule, values in licences if not self._missed(rule, values, minute, m, h)]
        return tuple(
            dict.fromkeys(
                licence.name
                for closed, values in speaking
                if isinstance(closed.sentence, Closes) and self.applies(closed, values, minute)
                if not any(lifts(licence, closed) for licence in kept)
                for licence, _ in licences
                if lifts(licence, closed)
            )
        )

    def _missed(self, rule: Rule, values: Env, minute: Moment, m: Moment, h: Moment) -> bool:
        proviso = rule.sentence.provided if isinstance(rule.sentence, Permits) else None
        return proviso is not None and self.missed(proviso, values, minute, m, h)

    # ---- atoms about the law

    def says(self, atom: LawAtom, moment: Moment, horizon: Moment, env: Env) -> bool:
        """Whether an atom about the law holds."""
        course = self.seen_from(horizon, moment)
        match atom:
            case MayDo(action=action, args=args):
                return any(course.anybody_may((action, arguments), moment) for arguments in course.tuples(args, env))
            case MustDo(action=action, args=args):
                return any(course.must((action, arguments), moment, horizon) for arguments in course.tuples(args, env))
            case Applies(rule=name, args=args):
                rule = course.policy.rules[name]
                return any(course.would_apply(rule, values, moment, horizon) for values in course.chosen(rule, args, env))
            case Under():
                return course.under(atom, moment, horizon, env)
            case Stands(action=action, args=args) | Tainted(action=action, args=args):
                done = [act for act, minute in course.happening(action, args, env) if minute <= moment and minute <= horizon]
                return any(course.stands(act, moment, horizon) == isinstance(atom, Stands) for act in done)
            case Allows(law=law, action=action, args=args):
                return any(course.allows(law, (action, arguments), moment) for arguments in course.tuples(args, env))
            case Governs(law=law, action=action, args=args):
                return any(course.governs(law, (action, arguments), moment) for arguments in course.tuples(args, env))
            case Breached(rule=name, args=args):
                rule = course.policy.rules[name]
                for values in course.chosen(rule, args, env):
                    for run in course.runs(rule, values, horizon):
                        if run.past(moment) and course.unmet(run):
                            return True
                return False
            case _:
                assert_never(atom)

    def allows(self, law: str, act: Instance, m: Moment) -> bool:
        """Whether one law by itself would let somebody who can do `act` do it at `m`."""
        minute = self.after_everything() if m == END else m
        doers = self.possible_doers(act)
        return any(self.supposing(act, doer, minute).permitted_as_done(act, doer, minute, law) for doer in doers)

    def governs(self, law: str, act: Instance, m: Moment) -> bool:
        """Whether a rule of the law that closes or forbids `act` to somebody has its conditions met, exceptions aside."""
        minute = self.after_everything() if m == END else m
        for doer in self.possible_doers(act):
            course = self.supposing(act, doer, minute)
            for rule, values in course.about(act, doer):
                about = rule.law == law and isinstance(rule.sentence, Closes | Forbids)
                if about and course.conditions_met(rule, values, minute):
                    return True
        return False

    def chosen(self, rule: Rule, args: tuple[Arg, ...] | None, env: Env) -> Iterator[Env]:
        """The values of a rule's parameters that agree with the arguments, where arguments are said."""
        if args is None:
            yield from self.bindings(rule.params, {})
        else:
            names = [param.name for param in rule.params]
            for arguments in self.tuples(args, env):
                yield dict(zip(names, arguments, strict=True))

    def must(self, act: Instance, m: Moment, h: Moment, parties: Sequence[str] | None = None) -> bool:
        """Whether a duty to do `act` runs at `m` (one that asks one of `parties`, where they are said)."""
        for rule in self.lookup.about.get(act[0], ()):
            if not isinstance(rule.sentence, Duty) or (parties is not None and not self.asks(rule, parties)):
                continue
            found = self.matches(rule.sentence.args, act[1])
            if found is None:
                continue
            for values in self.bindings(rule.params, found):
                for run in self.runs(rule, values, h):
                    if self.runs_at(run, m):
                        return True
        return False

    def asks(self, rule: Rule, parties: Sequence[str]) -> bool:
        """Whether one of the rule's parties is one of `parties`, or above or below one."""
        return any(self.related(own, party) for own in rule.parties for party in parties)

    def related(self, party: str, other: str) -> bool:
        """Whether the two parties are the same, or one is below the other."""
        return party in self.lookup.below[other] or other in self.lookup.below[party]

    def would_apply(self, rule: Rule, values: Env, m: Moment, h: Moment) -> bool:
        """`R applies`: of a rule about an act, as a decision on it at `m` by a doer it speaks of would read it."""
        match rule.sentence:
            case Duty() | SwitchesOff():
                return self.in_force(rule, values, m, h)
            case Closes(action=action, args=args) | Forbids(action=action, args=args) | Permits(action=action, args=args):
                minute = self.after_everything() if m == END else m
                for arguments in self.tuples(args, values):
                    act = (action, arguments)
                    for doer in self.possible_doers(act):
                        speaks = self.speaks_of(rule, values, act, doer)
                        if speaks and self.supposing(act, doer, minute).applies(rule, values, minute):
                            return True
                return False
            case _:
                assert_never(rule.sentence)

    def under(self, atom: Under, m: Moment, h: Moment, env: Env) -> bool:
        """`A under R`, `A under R alone`: read at the act's own minute."""
        for act, minute in self.happening(atom.action, atom.args, env):
            doer = self.doer(act)
            if minute <= m and minute <= h and doer is not None and self._rests_on(atom, act, doer, minute):
                return True
        return False

    def _rests_on(self, atom: Under, act: Instance, doer: str, minute: Moment) -> bool:
        applied = False
        for rule, values in self.about(act, doer):
            if rule.name == atom.rule:
                licence = isinstance(rule.sentence, Duty)
                applied = applied or (self.licenses(rule, values, minute) if licence else self.applies(rule, values, minute))
            elif atom.alone and rule.law == self.policy.rules[atom.rule].law and self.licenses(rule, values, minute):
                return False
        return applied


def lifts(licence: Rule, closed: Rule) -> bool:
    """Whether a licence lifts a closing rule: one of its own law, and one that it names, where it names any."""
    named = licence.sentence.exception_to if isinstance(licence.sentence, Permits) else ()
    return licence.law == closed.law and (not named or closed.name in named)


def decide(policy: Policy, scenario: Scenario, parties: Sequence[str] | None, act: Instance, minute: Moment) -> Decision:
    """The decision on `act` at `minute` by one of `parties` (a party or one below it), or by anybody who can do it.

    Where several can: of those who may, the first; else the first. `minute` may be `END`.
    """
    meaning = Meaning(policy, scenario)
    decisions = [meaning.decision(act, doer, minute) for doer in doers_among(meaning, act, parties)]
    return next((found for found in decisions if found.permitted), decisions[0])


def doers_among(meaning: Meaning, act: Instance, parties: Sequence[str] | None) -> list[str]:
    """Those who can do `act` and are among `parties` or below them (an individual's own act: that one, whoever is named)."""
    doers = meaning.possible_doers(act)
    if parties is None or meaning.policy.events[act[0]].by_param is not None:
        return list(doers)
    return [doer for doer in doers if meaning.lookup.covers(tuple(parties), doer)]


def licences(policy: Policy, scenario: Scenario, act: Instance, doer: str, minute: Moment) -> tuple[str, ...]:
    """The permissions and duties that license `act` by `doer` at `minute`."""
    return Meaning(policy, scenario).decision(act, doer, minute).allowed_by
