"""Scenarios with words taken out: everybody but some silenced, weak words struck, or one thing not so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from policyproof.meaning.course import Course
from policyproof.policy.model import Event, Fact, Policy
from policyproof.scenario import FactValue, Instance, Scenario


def silenced(policy: Policy, scenario: Scenario, parties: Sequence[str], act: Instance) -> Scenario:
    """The scenario had everybody but `parties` (and those below them) kept silent; `act`, which is asked about, stays."""
    course = Course(policy, scenario)
    kept = frozenset(below for party in parties for below in course.lookup.below[party])

    def fact_goes(fact: Fact) -> bool:
        return bool(fact.decided_by) and kept.isdisjoint(fact.decided_by)

    def event_goes(instance: Instance, event: Event) -> bool:
        return event.by_param is not None or (bool(event.by) and course.doer(instance) not in kept)

    return _without(course, fact_goes, event_goes, stays=act)


def struck(policy: Policy, scenario: Scenario, standard: str, act: Instance) -> Scenario:
    """The scenario without any word of `standard` or better; `act`, which is asked about, stays."""
    line = policy.standards[standard].rank

    def goes(_: Instance, vouched: Fact | Event) -> bool:
        return vouched.standard is not None and policy.standards[vouched.standard].rank >= line

    return _without(Course(policy, scenario), lambda fact: goes(act, fact), goes, stays=act)


def without(policy: Policy, scenario: Scenario, instances: Sequence[Instance]) -> Scenario:
    """The scenario had these yes/no facts not been so, these events not happened, nor what follows them."""
    return _without(Course(policy, scenario), lambda _: False, lambda instance, _: instance in instances, gone=instances)


def _without(
    course: Course,
    fact_goes: Callable[[Fact], bool],
    event_goes: Callable[[Instance, Event], bool],
    stays: Instance | None = None,
    gone: Sequence[Instance] = (),
) -> Scenario:
    scenario, policy = course.scenario, course.policy
    facts: dict[Instance, FactValue] = {}
    for told, value in scenario.facts.items():
        fact = policy.facts[told[0]]
        if fact.name in policy.delays:
            facts[told] = 0 if fact_goes(fact) else value
        elif told not in gone and not (fact.type == "bool" and fact_goes(fact)):
            facts[told] = value
    events = {
        instance: minute
        for instance, minute in scenario.events.items()
        if instance == stays or not event_goes(instance, policy.events[instance[0]])
    }
    while True:
        left = {
            instance: minute for instance, minute in events.items() if instance == stays or follows(policy, events, instance)
        }
        if len(left) == len(events):
            break
        events = left
    doers = {instance: doer for instance, doer in scenario.doers.items() if instance in events}
    return msgspec.structs.replace(scenario, facts=facts, events=events, doers=doers)


def follows(policy: Policy, events: dict[Instance, int], instance: Instance) -> bool:
    """Whether everything that an event which happens must follow has happened by its minute."""
    event = policy.events[instance[0]]
    env = {param.name: value for param, value in zip(event.params, instance[1], strict=True)}
    course = Course(policy, Scenario({}, {}, events, {}))
    return all(
        any(minute <= events[instance] for _, minute in course.happening(before.event, before.args, env))
        for before in event.follows
    )
