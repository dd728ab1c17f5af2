"""Random scenarios of a policy, and scenarios that are alike up to a minute."""

from __future__ import annotations

from random import Random

import msgspec

from oracle.enumeration import delay_of, distances
from policyproof.meaning.nature import instances
from policyproof.meaning.silence import follows
from policyproof.policy.model import Fact, Policy
from policyproof.scenario import FactValue, Instance, Scenario


def random_scenario(policy: Policy, rng: Random, people: int = 3) -> Scenario:
    """A random scenario; its minutes lie where comparisons turn more often than not."""
    individuals = {
        name: tuple(f"{name.lower()}{number + 1}" for number in range(rng.choice([0, 1, 1, 2, people])))
        for name in policy.entities
    }
    for fact in policy.facts.values():  # an individual-valued fact needs somebody to be
        if fact.type == "entity" and fact.sort and not individuals[fact.sort]:
            individuals[fact.sort] = (f"{fact.sort.lower()}1",)
    empty = Scenario(individuals, {}, {}, {})
    facts: dict[Instance, FactValue] = {}
    for fact in policy.facts.values():
        for given in instances(policy, empty, fact.params):
            value = _value(policy, individuals, fact, rng)
            if value is not False:
                facts[fact.name, given] = value
    events, doers = _random_events(policy, empty, rng)
    return Scenario(individuals, facts, events, doers)


def _value(policy: Policy, individuals: dict[str, tuple[str, ...]], fact: Fact, rng: Random) -> FactValue:
    match fact.type:
        case "bool":
            return rng.random() < 0.5
        case "kind":
            return rng.choice(policy.kinds[fact.sort or ""].leaves)
        case "entity":
            return rng.choice(individuals[fact.sort or ""])
        case "number" if (delay := delay_of(policy, fact.name)) is not None:
            return rng.randint(0, 3 if delay.most is None else delay.most)
        case "number" | "duration":
            return max(0, rng.choice(sorted(distances(policy)[1] | {0, 5})) + rng.choice([-1, 0, 0, 1]))


def _random_events(policy: Policy, empty: Scenario, rng: Random) -> tuple[dict[Instance, int], dict[Instance, str]]:
    steps = sorted({sign * distance + step for distance in distances(policy)[0] for sign in (1, -1) for step in (-1, 0, 1)})
    chance = rng.choice([0.3, 0.6, 0.9])
    events: dict[Instance, int] = {}
    for event in policy.events.values():
        for given in instances(policy, empty, event.params):
            if rng.random() < chance:
                near = rng.choice(sorted(events.values())) if events else 0
                events[event.name, given] = near + rng.choice(steps)
    while True:  # nature's order: what came too early comes at once with what it follows, or not at all
        wrong = [instance for instance in events if not follows(policy, events, instance)]
        if not wrong:
            break
        for instance in wrong:
            later = max(events.values())
            if events[instance] < later and rng.random() < 0.7:
                events[instance] = rng.choice([minute for minute in events.values() if minute > events[instance]])
            else:
                del events[instance]
    shared = [instance for instance in events if len(policy.events[instance[0]].by) > 1]
    return events, {instance: rng.choice(policy.events[instance[0]].by) for instance in shared}


def alike_up_to(policy: Policy, scenario: Scenario, minute: int, rng: Random) -> Scenario:
    """Another course of events that is the same up to `minute` (that minute included), and anything after it."""
    past = {instance: at for instance, at in scenario.events.items() if at <= minute}
    other, doers = _random_events(policy, scenario, rng)
    shift = rng.choice([1, 1, 2, 60])
    first = min(other.values(), default=0)
    future = {instance: at - first + minute + shift for instance, at in other.items() if instance not in past}
    events = {**past, **future}
    while wrong := [instance for instance in future if instance in events and not follows(policy, events, instance)]:
        for instance in wrong:
            del events[instance]
    doers = {**doers, **{instance: doer for instance, doer in scenario.doers.items() if instance in past}}
    kept = {instance: doer for instance, doer in doers.items() if instance in events}
    return msgspec.structs.replace(scenario, events=events, doers=kept)
