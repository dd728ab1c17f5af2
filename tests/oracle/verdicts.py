"""What brute force says of a property or a case: the claim tried on every scenario of the enumeration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Literal

from oracle.enumeration import CAP, renamings, with_individuals
from policyproof.meaning.cases import meets_expectation, meets_givens
from policyproof.meaning.claims import Break, breaks, breaks_pair, pair_for
from policyproof.meaning.course import Course, Env
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.lawful import meets
from policyproof.meaning.moments import stretches
from policyproof.policy.model import Case, GivenTime, Independent, NeverBlocks, NeverOpens, Policy, Property
from policyproof.scenario import Instance, Scenario

Found = tuple[Break, Scenario, Scenario | None]
"""How it breaks, and the scenario (two, for claims that compare)."""


def brute_verdict(policy: Policy, property_: Property, scenarios: Iterable[Scenario]) -> Literal["fails", "none found"]:
    """Whether some scenario breaks the claim (of a `possible`: whether a witness is found)."""
    return "fails" if brute_break(policy, property_, scenarios) else "none found"


def brute_break(policy: Policy, property_: Property, scenarios: Iterable[Scenario], *, so_far: bool = False) -> Found | None:
    """The first scenario that breaks the claim (a witness, for `possible`), and how."""
    match property_.claim:
        case Independent():
            pairs = _pairs(policy, property_, scenarios)
        case NeverBlocks() | NeverOpens():
            pairs = ((first, second) for first in scenarios for second in pair_for(policy, property_, first))
        case _:
            tried = ((breaks(policy, property_, scenario, so_far=so_far), scenario) for scenario in scenarios)
            return next(((found, scenario, None) for found, scenario in tried if found), None)
    compared = ((breaks_pair(policy, property_, first, second), first, second) for first, second in pairs)
    return next(((found, first, second) for found, first, second in compared if found), None)


def _pairs(policy: Policy, property_: Property, scenarios: Iterable[Scenario]) -> Iterator[tuple[Scenario, Scenario]]:
    """Two scenarios that differ in nothing but what the claim leaves free, and in when the act is permitted: one pair a group.

    Where the law has a scope, also in when they are in it, and every pair. Of a group that has no event in common, each
    scenario may as well be moved in time.
    """
    claim = property_.claim
    assert isinstance(claim, Independent)
    possible = (scenario for scenario in scenarios if meets(policy, scenario, property_.supposing))
    for scenario_group in _by_individuals(possible):
        course = Course(policy, scenario_group[0])
        for env in course.bindings(property_.variables, {}):
            free = {(each.name, given) for each in claim.of for given in course.tuples(each.args, env)}
            alike: dict[object, dict[object, Scenario]] = defaultdict(dict)
            for scenario in (other for one in scenario_group for other in renamings(one)):
                shared = [at for event, at in scenario.events.items() if event not in free]
                moved = _moved(scenario, -min(shared, default=0))
                profile = _profile(policy, claim, moved, env)
                alike[_key(moved, free)].setdefault(profile, moved)
                if max(map(len, profile)) > 1 and not shared:
                    alike[_key(moved, free)].setdefault((profile, "moved"), _moved(moved, 1))
            for group in alike.values():
                pairs = list(combinations(group.values(), 2))
                yield from pairs[:1] if policy.laws[policy.name].scope is None else pairs


Turns = tuple[tuple[float, bool], ...]
"""From which minute on something is so, and from which not, in turn."""


def _profile(policy: Policy, claim: Independent, scenario: Scenario, env: Env) -> tuple[Turns, Turns]:
    """When the act is permitted to somebody, and when the law speaks of what happens."""
    scope = policy.laws[policy.name].scope

    def permitted(minute: int) -> bool:
        course = Meaning(policy, scenario)
        return any(course.anybody_may((claim.action, given), minute) for given in course.tuples(claim.args, env))

    def inside(minute: int) -> bool:
        return scope is None or Meaning(policy, scenario).holds(scope, minute, minute, {})

    return _turns(permitted), _turns(inside)


def _turns(ask: Callable[[int], bool]) -> Turns:
    turns: list[tuple[float, bool]] = []
    for low, _, answer in stretches(ask):
        if not turns or turns[-1][1] != answer:
            turns.append((low, answer))
    return tuple(turns)


def _by_individuals(scenarios: Iterable[Scenario]) -> list[list[Scenario]]:
    groups: dict[str, list[Scenario]] = defaultdict(list)
    for scenario in scenarios:
        groups[str(scenario.individuals)].append(scenario)
    return list(groups.values())


def _moved(scenario: Scenario, minutes: int) -> Scenario:
    events = {instance: at + minutes for instance, at in scenario.events.items()}
    return Scenario(scenario.individuals, scenario.facts, events, scenario.doers)


def _key(scenario: Scenario, free: set[Instance]) -> object:
    return (
        frozenset((told, value) for told, value in scenario.facts.items() if told not in free),
        frozenset((event, at) for event, at in scenario.events.items() if event not in free),
        frozenset((event, doer) for event, doer in scenario.doers.items() if event not in free),
    )


def brute_case(policy: Policy, case: Case, people: int = 2, cap: int = CAP) -> Literal["passes", "fails", "open", "impossible"]:
    """What all completions of a case's givens say, with up to `people` individuals more an entity than it names.

    It fails where some expectation is met in none of them; else it is open where one is met in some and not in others.
    """
    found = list(completions(policy, case, people, cap))
    if not found:
        return "impossible"
    answers = [{meets_expectation(policy, case, expected, scenario) for scenario in found} for expected in case.expects]
    if {False} in answers:
        return "fails"
    return "passes" if all(answer == {True} for answer in answers) else "open"


def completions(policy: Policy, case: Case, people: int = 2, cap: int = CAP) -> Iterator[Scenario]:
    """The scenarios that meet a case's givens and the assumptions."""
    named = {entity: [one.name for one in case.individuals if one.entity == entity] for entity in policy.entities}
    fixed = {
        (given.event, tuple(arg.name for arg in given.args)): given.minute
        for given in case.givens
        if isinstance(given, GivenTime)
    }
    for extra in range(1 if case.only else people + 1):
        individuals = {
            entity: (*names, *(f"{entity.lower()}-x{number + 1}" for number in range(extra))) for entity, names in named.items()
        }
        everybody = tuple(name for names in named.values() for name in names)
        for scenario in with_individuals(policy, individuals, fixed, everybody, cap):
            if meets(policy, scenario) and meets_givens(policy, case, scenario):
                yield scenario
