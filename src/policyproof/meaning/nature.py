"""What is a scenario of a policy at all: every value in its domain, every act with a doer, nothing before what it follows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from policyproof.meaning.silence import follows
from policyproof.policy.formulas import Var
from policyproof.policy.model import Fact, Policy
from policyproof.policy.period import period_of
from policyproof.scenario import Instance, Scenario


def faults(policy: Policy, scenario: Scenario) -> Iterator[str]:
    """What keeps this from being a scenario of the policy, one sentence each (for errors inside the tool, not for users)."""
    yield from _individuals(policy, scenario)
    expected = {
        (fact.name, given): fact for fact in policy.facts.values() for given in instances(policy, scenario, fact.params)
    }
    for told, value in scenario.facts.items():
        if told not in expected:
            yield f"there is no fact {told}"
        elif not _fits(policy, scenario, expected[told], value) or _granted_too_often(policy, told, value):
            yield f"the fact {told} cannot be {value!r}"
    for told, fact in expected.items():
        if fact.type != "bool" and told not in scenario.facts:
            yield f"the fact {told} has no value"
    possible = {(event.name, given) for event in policy.events.values() for given in instances(policy, scenario, event.params)}
    for instance in scenario.events:
        if instance not in possible:
            yield f"there is no event {instance}"
        elif not follows(policy, scenario.events, instance):
            yield f"{instance} happens without what it follows, or before it"
    yield from _doers(policy, scenario)
    period = period_of(policy)
    if period is not None:
        counted = (at for at in scenario.events if at[0] in period.events)
        outside = (at for at in counted if not period.first <= scenario.events[at] <= period.last)
        yield from (f"days are counted from {at}, and it lies outside the span" for at in outside)


def instances(policy: Policy, scenario: Scenario, params: tuple[Var, ...]) -> Iterator[tuple[str, ...]]:
    """Every tuple of arguments that parameters can stand for."""
    return product(
        *(policy.kinds[p.sort].leaves if p.over_kind else scenario.individuals.get(p.sort, ()) for p in params),
    )


def _individuals(policy: Policy, scenario: Scenario) -> Iterator[str]:
    named = [name for group in scenario.individuals.values() for name in group]
    if len(set(named)) < len(named):
        yield "two individuals have one name"
    yield from (f"there is no entity {entity}" for entity in scenario.individuals if entity not in policy.entities)


def _fits(policy: Policy, scenario: Scenario, fact: Fact, value: bool | int | str) -> bool:  # noqa: FBT001 a fact's value
    match fact.type:
        case "bool":
            return value is True
        case "kind":
            return fact.sort is not None and value in policy.kinds[fact.sort].leaves
        case "entity":
            return fact.sort is not None and value in scenario.individuals.get(fact.sort, ())
        case "number" | "duration":
            return type(value) is int and value >= 0


def _granted_too_often(policy: Policy, told: Instance, value: bool | int | str) -> bool:  # noqa: FBT001 as above
    delay = policy.delays.get(told[0])
    return delay is not None and delay.most is not None and type(value) is int and value > delay.most


def _doers(policy: Policy, scenario: Scenario) -> Iterator[str]:
    asked: list[Instance] = [
        instance for instance in scenario.events if instance[0] in policy.events and len(policy.events[instance[0]].by) > 1
    ]
    for instance in asked:
        if scenario.doers.get(instance) not in policy.events[instance[0]].by:
            yield f"{instance} has no doer that can do it"
    yield from (f"{instance} has a doer, and needs none" for instance in scenario.doers if instance not in asked)
