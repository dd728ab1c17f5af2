"""When rules apply, of whom and of what they speak, and how duties run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from policyproof.meaning.course import Env
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.reading import Reading, looks_before
from policyproof.policy.formulas import Arg, Member, Var
from policyproof.policy.model import Deadline, Duty, Rule, SwitchesOff
from policyproof.scenario import Instance


class DutyRun(msgspec.Struct, frozen=True, eq=False):
    """One duty for one choice of its parameters' values and one trigger.

    `trigger` is the trigger's minute, None where the duty has none; `number` tells the minutes of one trigger apart (a group
    has one a leaf). `own`: the first and the last minute that the deadline leaves, delays apart. `postponed`: by how much the
    delays that were granted move its due minute (`END`: it has none any more).
    """

    rule: Rule
    duty: Duty
    values: Env
    trigger: Moment | None
    number: int
    own: tuple[Moment, Moment] = (-END, END)
    postponed: Moment = 0

    @property
    def window(self) -> tuple[Moment, Moment]:
        """The first and the last minute at which doing it counts."""
        first, last = self.own
        return first, END if END in (self.postponed, last) else last + int(self.postponed)

    @property
    def due(self) -> Moment:
        """The last minute at which it can be met; the end, where it has no date."""
        return self.window[1]

    def past(self, m: Moment) -> bool:
        """Whether by `m` the trigger has come and the date has passed (from the minute after it on; undated: at the end)."""
        if self.due == END:
            return m == END
        return self.due < m and (self.trigger is None or self.trigger <= m)

    @property
    def licenses(self) -> bool:
        """Whether doing it is licensed from the trigger on."""
        deadline = self.duty.deadline
        return deadline is not None and deadline.form in {"within after", "not later", "promptly", "together"}


def _window(deadline: Deadline, trigger: Moment, far: tuple[Moment, Moment]) -> tuple[Moment, Moment]:
    match deadline.form:
        case "within after":
            return trigger, far[1]
        case "not later":
            return -END, far[1]
        case "within before":
            return far[0], trigger
        case "promptly":
            return trigger, END
        case "before":
            return -END, trigger - 1
        case "at least before":
            return -END, far[1]
        case "together":
            return trigger, trigger
        case _:
            assert_never(deadline.form)


class Rules(Reading):
    """A course of events in which rules are read."""

    # ---- applying

    def applies(self, rule: Rule, values: Env, m: Moment) -> bool:
        """Whether the rule's `if` holds at `m`, its `unless` does not, and no rule that overrides it applies then.

        `values` gives each parameter of the rule its value.
        """
        key = (rule.name, *(values[param.name] for param in rule.params), m)
        answer = self.memo.get(key)
        if answer is None:
            answer = self._applies(rule, values, m)
            self.memo[key] = answer
        return answer

    def _applies(self, rule: Rule, values: Env, m: Moment) -> bool:
        return self.conditions_met(rule, values, m) and all(
            not self._overrides(overriding, rule, values, m) for overriding in self.lookup.overriders[rule.name]
        )

    def conditions_met(self, rule: Rule, values: Env, m: Moment) -> bool:
        """Whether at `m` the rule's law speaks at all, its `if` holds and its `unless` does not, whatever overrides it."""
        law = self.policy.laws.get(rule.law)
        if law is not None and law.scope is not None and not self.holds(law.scope, m, m, {}):
            return False
        if rule.condition is not None and not self.holds(rule.condition, m, m, values):
            return False
        return rule.unless is None or not self.holds(rule.unless, m, m, values)

    def _overrides(self, overriding: Rule, rule: Rule, values: Env, m: Moment) -> bool:
        """Whether `overriding` applies, for some values of the parameters that it does not share with `rule`."""
        sorts = {param.name: param.sort for param in rule.params}
        shared = {param.name: values[param.name] for param in overriding.params if sorts.get(param.name) == param.sort}
        return any(self.in_force(overriding, some, m, m) for some in self.bindings(overriding.params, shared))

    def in_force(self, rule: Rule, values: Env, m: Moment, h: Moment) -> bool:
        """Whether a rule applies at `m`; for a duty: whether a trigger seen by `h` has come by `m`, and it applied there."""
        if not isinstance(rule.sentence, Duty) or rule.sentence.deadline is None:
            return self.applies(rule, values, m)
        for run in self.runs(rule, values, h):
            if run.trigger is not None and run.trigger <= m and self.applies(rule, values, run.trigger):
                return True
        return False

    # ---- speaking of somebody and something

    def matches(self, args: tuple[Arg, ...], arguments: tuple[str, ...]) -> Env | None:
        """The values of variables with which `args` stand for `arguments` (a group contains its leaves); None if none do."""
        values: Env = {}
        for arg, argument in zip(args, arguments, strict=True):
            match arg:
                case Var(name=name, sort=sort, over_kind=over_kind):
                    if over_kind and argument not in self.policy.kinds[sort].leaves:
                        return None
                    if values.setdefault(name, argument) != argument:
                        return None
                case Member(kind=kind, name=name):
                    if argument not in self.policy.kinds[kind].members[name].leaves:
                        return None
                case _:
                    if arg.name != argument:
                        return None
        return values

    def speaks_of(self, rule: Rule, values: Env, act: Instance, doer: str) -> bool:
        """Whether the rule, with these values, is about acts of this doer (that it is about this act is taken as known)."""
        if rule.party_param is not None:
            return self.policy.events[act[0]].by_param is not None and values[rule.party_param.name] == doer
        return self.policy.events[act[0]].by_param is None and self.lookup.covers(rule.parties, doer)

    def about(self, act: Instance, doer: str) -> Iterator[tuple[Rule, Env]]:
        """The rules that speak of this act by this doer, once for each choice of values with which they do."""
        for rule in self.lookup.about.get(act[0], ()):
            if isinstance(rule.sentence, SwitchesOff):
                continue
            found = self.matches(rule.sentence.args, act[1])
            if found is None:
                continue
            for values in self.bindings(rule.params, found):
                if self.speaks_of(rule, values, act, doer):
                    yield rule, values

    # ---- duties

    def window(self, deadline: Deadline, trigger: Moment) -> tuple[Moment, Moment]:
        """The first and the last minute that a deadline leaves, counted from its trigger's minute; delays apart."""
        return _window(deadline, trigger, self.far(deadline.length, trigger, back=looks_before(deadline.form)))

    def runs(self, rule: Rule, values: Env, h: Moment) -> list[DutyRun]:
        """The runs of a duty: one for each trigger seen by `h`, or one without a trigger. Whether it applied is not asked."""
        duty = rule.sentence
        if not isinstance(duty, Duty):
            return []
        if duty.deadline is None:
            return [DutyRun(rule, duty, values, None, 0)]
        triggers = self.minutes(duty.deadline.trigger, h, values)
        return [
            DutyRun(
                rule,
                duty,
                values,
                trigger,
                number,
                self.window(duty.deadline, trigger),
                self._postponed(rule, values, trigger),
            )
            for number, trigger in enumerate(triggers)
        ]

    def _postponed(self, rule: Rule, values: Env, trigger: Moment) -> Moment:
        """By how many minutes the delays granted move what is due; `END` where one leaves it without a date."""
        minutes: Moment = 0
        for delay in self.lookup.delays.get(rule.name, ()):
            sorts = {param.name: param.sort for param in rule.params}
            shared = {param.name: values[param.name] for param in delay.params if sorts.get(param.name) == param.sort}
            for bound in self.bindings(delay.params, shared):
                granted = int(self.scenario.facts[delay.name, tuple(bound[param.name] for param in delay.params)])
                if granted and (delay.condition is None or self.holds(delay.condition, trigger, trigger, bound)):
                    minutes += END if delay.minutes is None else granted * delay.minutes
        return minutes

    def all_runs(self, rule: Rule, h: Moment) -> Iterator[DutyRun]:
        """The runs of a duty for all values of its parameters."""
        for values in self.bindings(rule.params, {}):
            yield from self.runs(rule, values, h)

    def began(self, run: DutyRun) -> bool:
        """Whether the duty applied at its trigger (without a trigger: at the end)."""
        return self.applies(run.rule, run.values, END if run.trigger is None else run.trigger)

    def done(self, run: DutyRun, until: Moment) -> bool:
        """Whether what the duty asks for was done in time, by one of those it asks, by the minute `until`."""
        first, last = run.window
        for act, minute in self.happening(run.duty.action, run.duty.args, run.values):
            doer = self.doer(act)
            if minute <= until and first <= minute <= last and doer and self.speaks_of(run.rule, run.values, act, doer):
                return True
        return False

    def excused(self, run: DutyRun, m: Moment) -> bool:
        """Whether the duty is excused as things stand at `m`."""
        return run.duty.excused is not None and self.holds(run.duty.excused, m, m, run.values)

    def runs_at(self, run: DutyRun, m: Moment) -> bool:
        """Whether the duty runs at `m`: begun, not done, its date not past, not excused as things stand."""
        if run.trigger is None:
            begun = self.applies(run.rule, run.values, m)
        else:
            begun = run.trigger <= m and m <= run.due and self.began(run)
        return begun and not self.done(run, m) and not self.excused(run, m)

    def unmet(self, run: DutyRun) -> bool:
        """Whether the duty began to run, was not excused when due, and not done: a breach, once the date has passed."""
        return not self.done(run, END) and self.began(run) and not self.excused(run, run.due)
