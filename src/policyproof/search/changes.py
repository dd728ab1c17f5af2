"""Scenarios that differ from one in a single circumstance: a fact, a delay, or whether an event happens."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.english.material import Flip
from policyproof.meaning.nature import faults, instances
from policyproof.policy.model import Event, Fact, Policy
from policyproof.scenario import FactValue, Instance, Scenario


def single_changes(policy: Policy, scenario: Scenario, minute: int) -> Iterator[tuple[Flip, Scenario]]:
    """Every such scenario that nature allows, in the order of declaration. An event that now happens does so at `minute`."""
    for name in policy.order:
        declared = policy.facts.get(name)
        changes = (
            _of_event(policy.events[name], scenario, policy, minute)
            if declared is None
            else _of_fact(declared, scenario, policy)
        )
        yield from ((flip, other) for flip, other in changes if next(iter(faults(policy, other)), None) is None)


def _of_fact(fact: Fact, scenario: Scenario, policy: Policy) -> Iterator[tuple[Flip, Scenario]]:
    for args in instances(policy, scenario, fact.params):
        instance: Instance = (fact.name, args)
        now = scenario.facts.get(instance, False)
        values: tuple[FactValue, ...] = ()
        if fact.type == "bool":
            values = (not now,)
        elif fact.name in policy.delays:
            values = (0,) if now else (1,)
        elif fact.type == "kind":
            values = tuple(leaf for leaf in policy.kinds[fact.sort or ""].leaves if leaf != now)
        for value in values:
            facts = {**scenario.facts, instance: value}
            if value is False:
                del facts[instance]
            other = Scenario(scenario.individuals, facts, scenario.events, scenario.doers)
            yield Flip(instance, is_event=False, to=value, by=fact.decided_by), other


def _of_event(event: Event, scenario: Scenario, policy: Policy, minute: int) -> Iterator[tuple[Flip, Scenario]]:
    for args in instances(policy, scenario, event.params):
        instance: Instance = (event.name, args)
        events, doers = dict(scenario.events), dict(scenario.doers)
        happens = events.pop(instance, None) is not None
        doers.pop(instance, None)
        if not happens:
            events[instance] = minute
            if len(event.by) > 1:
                doers[instance] = event.by[0]
        yield (
            Flip(instance, is_event=True, to=not happens, by=event.by),
            Scenario(scenario.individuals, scenario.facts, events, doers),
        )
