"""What may be done: decisions, and the atoms that ask the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, assert_never

import msgspec

from policyproof.meaning.course import Env
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.reading import LawAtom
from policyproof.meaning.rules import Rules
from policyproof.policy.formulas import Applies, Arg, Breached, MayDo, MustDo, Under
from policyproof.policy.model import Closes, Duty, Forbids, Permits, Policy, Rule, SwitchesOff
from policyproof.scenario import Instance, Scenario


class Decision(msgspec.Struct, frozen=True):
    """What the law says of one act by one doer at one minute; rules by name, in order of declaration.

    `forbidden` is what a `must not` says, whatever permits; `not permitted` what a closing rule says where nothing opens it.
    `allowed_by` are the permissions and duties that license it, `could_open` the permissions that speak of it and do not apply.
    """

    doer: str
    outcome: Literal["permitted", "forbidden", "not permitted"]
    allowed_by: tuple[str, ...]
    forbidden_by: tuple[str, ...]
    closed_by: tuple[str, ...]
    could_open: tuple[str, ...]

    @property
    def permitted(self) -> bool:
        """Whether it may be done."""
        return self.outcome == "permitted"


class Meaning(Rules):
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

    def permitted_as_done(self, act: Instance, doer: str, m: Moment) -> bool:
        """Whether an act that `doer` does at `m` in this course is permitted."""
        speaking = list(self.about(act, doer))
        if any(isinstance(rule.sentence, Forbids) and self.applies(rule, values, m) for rule, values in speaking):
            return False
        if not any(isinstance(rule.sentence, Closes) and self.applies(rule, values, m) for rule, values in speaking):
            return True
        return any(self.licenses(rule, values, m) for rule, values in speaking)

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
        for rule, values in course.about(act, doer):
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
        return Decision(
            doer=doer,
            outcome="forbidden" if forbidden else "not permitted" if closed and not allowed else "permitted",
            allowed_by=tuple(allowed),
            forbidden_by=tuple(forbidden),
            closed_by=tuple(closed),
            could_open=tuple(name for name in idle if name not in allowed),
        )

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
            case Breached(rule=name, args=args):
                rule = course.policy.rules[name]
                for values in course.chosen(rule, args, env):
                    for run in course.runs(rule, values, horizon):
                        if run.past(moment) and course.unmet(run):
                            return True
                return False
            case _:
                assert_never(atom)

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
            elif atom.alone and self.licenses(rule, values, minute):
                return False
        return applied


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
