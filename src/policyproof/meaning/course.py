"""A scenario while it is read: what is so, when things happen, who did them, and the minutes of ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Self, assert_never

from policyproof.meaning.calendars import counted_day
from policyproof.meaning.lookup import lookup
from policyproof.meaning.moments import Moment
from policyproof.policy.calendars import CalendarSteps, Length
from policyproof.policy.formulas import (
    Arg,
    EventPoint,
    Extremum,
    FactValue,
    Individual,
    Linear,
    Member,
    Point,
    Shifted,
    Value,
    Var,
)
from policyproof.policy.model import Policy
from policyproof.scenario import FactValue as Told
from policyproof.scenario import Instance, Scenario

Env = dict[str, str]
"""What the variables in sight stand for: individuals and leaves, by the variable's name."""


class Course:
    """One course of events under one policy; never changed once made.

    `memo` remembers answers about this very course (by name of the question).
    """

    def __init__(
        self,
        policy: Policy,
        scenario: Scenario,
        events: Mapping[Instance, Moment] | None = None,
        doers: Mapping[Instance, str] | None = None,
    ) -> None:
        """`events` and `doers` stand in for those of `scenario`, where it is read other than it is."""
        self.policy = policy
        self.lookup = lookup(policy)
        self.scenario = scenario
        self.events: Mapping[Instance, Moment] = scenario.events if events is None else events
        self.doers: Mapping[Instance, str] = scenario.doers if doers is None else doers
        self.memo: dict[tuple[object, ...], bool] = {}
        self._supposed: dict[tuple[Instance, str, Moment], Self] = {}

    # ---- the same, but

    def afresh(self) -> Self:
        """The same course, nothing remembered."""
        return type(self)(self.policy, self.scenario, self.events, self.doers)

    def supposing(self, act: Instance, doer: str, minute: Moment) -> Self:
        """The course as a decision on `act` by `doer` reads it: done at that minute and at no other time."""
        if self.events.get(act) == minute and self.doer(act) == doer:
            return self
        key = (act, doer, minute)
        if key not in self._supposed:
            doers = {**self.doers, act: doer} if len(self.policy.events[act[0]].by) > 1 else self.doers
            self._supposed[key] = type(self)(self.policy, self.scenario, {**self.events, act: minute}, doers)
        return self._supposed[key]

    def seen_from(self, horizon: Moment, moment: Moment) -> Self:
        """The course for a question that looks ahead to `moment`, beyond the horizon: without what comes after the horizon."""
        if moment <= horizon or all(minute <= horizon for minute in self.events.values()):
            return self
        seen = {instance: minute for instance, minute in self.events.items() if minute <= horizon}
        return type(self)(self.policy, self.scenario, seen, self.doers)

    def after_everything(self) -> Moment:
        """A minute so late that every duration has run, every delay that was granted, and every table is at its end."""
        granted = sum(
            int(count) * (self.policy.delays[told[0]].minutes or 0)
            for told, count in self.scenario.facts.items()
            if told[0] in self.policy.delays
        )
        tables = (calendar.starts[-1] for calendar in self.policy.calendars.values())
        return max((*self.events.values(), *tables), default=0) + self.lookup.reach + granted

    # ---- who and what

    def domain(self, variable: Var) -> tuple[str, ...]:
        """What a variable ranges over."""
        if variable.over_kind:
            return self.policy.kinds[variable.sort].leaves
        return self.scenario.individuals.get(variable.sort, ())

    def bindings(self, variables: Sequence[Var], env: Env) -> list[Env]:
        """Every way to give the variables values, those that `env` has already kept."""
        found = [env]
        for variable in variables:
            if variable.name not in env:
                found = [{**some, variable.name: value} for some in found for value in self.domain(variable)]
        return found

    def members(self, arg: Arg, env: Env) -> tuple[str, ...]:
        """What an argument stands for: one individual or leaf, or each leaf of a group."""
        match arg:
            case Var(name=name):
                return (env[name],)
            case Individual(name=name):
                return (name,)
            case Member(kind=kind, name=name):
                return self.policy.kinds[kind].members[name].leaves
            case _:
                assert_never(arg)

    def tuples(self, args: tuple[Arg, ...], env: Env) -> Iterable[tuple[str, ...]]:
        """The tuples that arguments stand for: several, where a group is among them."""
        return product(*(self.members(arg, env) for arg in args)) if args else ((),)

    def happening(self, event: str, args: tuple[Arg, ...], env: Env) -> list[tuple[Instance, Moment]]:
        """The instances named that happen, with their minutes."""
        found = []
        for arguments in self.tuples(args, env):
            instance = (event, arguments)
            if instance in self.events:
                found.append((instance, self.events[instance]))
        return found

    def doer(self, instance: Instance) -> str | None:
        """Who did it: a party, or the individual whose own act it is; None where nobody does it."""
        event = self.policy.events[instance[0]]
        if len(event.by) > 1:
            return self.doers.get(instance)
        return next(iter(self.possible_doers(instance)), None)

    def party_doer(self, instance: Instance) -> str | None:
        """Which party did it; None where an individual did, or nobody."""
        return None if self.policy.events[instance[0]].by_param else self.doer(instance)

    def possible_doers(self, instance: Instance) -> tuple[str, ...]:
        """Who can do it."""
        event = self.policy.events[instance[0]]
        if event.by_param is None:
            return event.by
        return tuple(value for param, value in zip(event.params, instance[1], strict=True) if param.name == event.by_param)

    # ---- values of facts

    def values(self, value: Value, env: Env) -> list[Told]:
        """What a value is: several, where a group is among a fact's arguments; none for a fact about what is not there."""
        match value:
            case FactValue(fact=fact, args=args):
                facts = self.scenario.facts
                return [facts[fact, arguments] for arguments in self.tuples(args, env) if (fact, arguments) in facts]
            case Var(name=name):
                return [env[name]]
            case Individual(name=name):
                return [name]
            case _:
                assert_never(value)

    def sums(self, linear: Linear, env: Env) -> list[int]:
        """What a sum comes to (several, as for `values`)."""
        parts = [[factor * int(value) for value in self.values(fact, env)] for factor, fact in linear.terms]
        return [linear.constant + sum(choice) for choice in product(*parts)]

    # ---- ends

    def far(self, length: Length, minute: Moment, *, back: bool = False) -> tuple[Moment, Moment]:
        """What lies a length after a minute (or `back` before it): its first and its last minute, which for minutes are one."""
        if isinstance(length, CalendarSteps):
            steps = CalendarSteps(-length.count, length.unit, length.calendar) if back else length
            return counted_day(self.policy.calendars[length.calendar], steps, minute)
        there = minute - length if back else minute + length
        return there, there

    def minutes(self, point: Point, horizon: Moment, env: Env) -> list[Moment]:
        """The minutes of an end that is seen by the horizon: none if it is not, several where it names a group."""
        match point:
            case EventPoint(event=event, args=args):
                return [minute for _, minute in self.happening(event, args, env) if minute <= horizon]
            case Shifted(base=base, length=length):
                days = [self.far(length, minute) for minute in self.minutes(base, horizon, env)]
                back = (length if isinstance(length, int) else length.count) < 0
                return [first if back else last for first, last in days]
            case Extremum(which=which, points=points):
                among = [minute for part in points for minute in self.minutes(part, horizon, env)]
                if not among:
                    return []
                return [min(among) if which == "earliest" else max(among)]
            case _:
                assert_never(point)
