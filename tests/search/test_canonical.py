"""The scenario that is told is the least one, and the same in every run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import pytest

from conftest import ROOT
from meaning.told import law, read
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.english.material import Flip, Telling
from policyproof.meaning.claims import breaks
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.nature import faults
from policyproof.policy.model import Independent, NeverBlocks, NeverOpens, Policy, Property
from policyproof.questions.check import CheckOptions, check
from policyproof.scenario import Instance, Scenario

SEEDS = range(60)
KNOBS = Knobs(facts=3, events=3, actions=2, rules=7, properties=4, people=0.15)
DELAYS = Knobs(facts=1, events=1, actions=1, rules=4, properties=5, people=0, kinds=0, delays=1)


def tellings(policy: Policy) -> Iterator[tuple[Property, Telling]]:
    """Every scenario told of a claim about one course of events."""
    for result in check(policy, CheckOptions(people=2)).properties:
        if not isinstance(result.property.claim, Independent | NeverBlocks | NeverOpens):
            for telling in result.tellings:
                yield result.property, telling


def without_event(scenario: Scenario, event: Instance) -> Scenario:
    events = {other: minute for other, minute in scenario.events.items() if other != event}
    doers = {other: doer for other, doer in scenario.doers.items() if other != event}
    return msgspec.structs.replace(scenario, events=events, doers=doers)


def without_fact(scenario: Scenario, fact: Instance) -> Scenario:
    return msgspec.structs.replace(scenario, facts={key: value for key, value in scenario.facts.items() if key != fact})


def shows_it(policy: Policy, declared: Property, telling: Telling, scenario: Scenario) -> bool:
    """Whether the scenario would have done in place of the one that is told."""
    if next(iter(faults(policy, scenario)), None):
        return False
    return breaks(policy, declared, scenario, so_far=telling.lawful_only_so_far) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_no_event_and_no_affirmation_can_be_spared(seed: int) -> None:
    policy = read(random_policy(seed, KNOBS))
    for declared, telling in tellings(policy):
        told = telling.scenario
        smaller = [without_event(told, event) for event in told.events]
        smaller += [without_fact(told, fact) for fact, value in told.facts.items() if value is True]
        for scenario in smaller:
            assert not shows_it(policy, declared, telling, scenario), f"{declared.name}: {told}, and also {scenario}"


def test_no_grant_of_a_delay_can_be_spared() -> None:
    granted = 0
    for seed in range(150):
        policy = read(random_policy(seed, DELAYS))
        for declared, telling in tellings(policy):
            told = telling.scenario
            for grant, count in told.facts.items():
                if grant[0] in policy.delays and int(count) > 0:
                    granted += 1
                    fewer = msgspec.structs.replace(told, facts={**told.facts, grant: int(count) - 1})
                    assert not shows_it(policy, declared, telling, fewer), f"{declared.name}: {told}, and also {fewer}"
    assert granted >= 10


@pytest.mark.parametrize("seed", SEEDS)
def test_the_clock_starts_at_the_first_minute(seed: int) -> None:
    for _, telling in tellings(read(random_policy(seed, KNOBS))):
        minutes = [*telling.scenario.events.values(), *([] if telling.now is None else [telling.now])]
        assert min(minutes, default=0) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_each_flip_stops_the_act(seed: int) -> None:
    policy = read(random_policy(seed, KNOBS))
    for _, telling in tellings(policy):
        told, act = telling.scenario, telling.act
        if act is None or act not in told.events:
            continue
        doer = Meaning(policy, told).doer(act) or ""
        for flip in telling.flips:
            changed = [scenario for scenario in flipped(policy, told, act, flip) if not list(faults(policy, scenario))]
            permitted = [Meaning(policy, scenario).may(act, doer, told.events[act]) for scenario in changed]
            assert not all(permitted), f"{flip} does not stop {act} in {told}"


def flipped(policy: Policy, told: Scenario, act: Instance, flip: Flip) -> list[Scenario]:
    """The scenario with one circumstance made otherwise; by anybody who could do it, for an event that now happens."""
    instance, to = flip.instance, flip.to
    if not flip.is_event:
        kept = without_fact(told, instance)
        return [kept if to is False else msgspec.structs.replace(kept, facts={**kept.facts, instance: to})]
    if not to:
        return [without_event(told, instance)]
    events = {**told.events, instance: told.events[act]}
    by = policy.events[instance[0]].by
    if len(by) < 2:
        return [msgspec.structs.replace(told, events=events)]
    return [msgspec.structs.replace(told, events=events, doers={**told.doers, instance: party}) for party in by]


# ---- chosen ones

CLOSED = "rule closed: ring must not release unless permitted"


def told_of(*lines: str) -> Scenario:
    (result,) = check(law(*lines), CheckOptions()).properties
    return result.tellings[0].scenario


def test_what_was_declared_last_is_spared_first() -> None:
    """`warrant` is declared before `consent`, and `danger` after `encrypted`."""
    events = told_of(CLOSED, "rule r: ring may release if consent or warrant", "property p: never release").events
    assert list(events) == [("warrant", ()), ("release", ())]
    facts = told_of(CLOSED, "rule r: ring may release if danger or encrypted", "property p: never release").facts
    assert (("encrypted", ()) in facts, ("danger", ()) in facts) == (True, False)


def test_as_few_people_as_can_be() -> None:
    assert told_of("property p: never release").individuals == {"Person": ()}
    assert told_of("property p: never some Person x: shown(x)").individuals == {"Person": ("person-1",)}
    three = told_of("property p: never (at least 2 Person x: shown(x)) and (some Person x: not shown(x))")
    assert three.individuals == {"Person": ("person-1", "person-2", "person-3")}


def test_minutes_differ_where_they_can_and_are_early() -> None:
    rule = "rule r: ring may release if warrant at least 20 minutes ago"
    assert told_of(CLOSED, rule, "property p: never release").events == {("warrant", ()): 0, ("release", ()): 20}
    assert told_of("property p: never release and notify").events == {("release", ()): 0, ("notify", ()): 1}
    assert told_of("property p: never release together with notify").events == {("release", ()): 0, ("notify", ()): 0}


def test_the_first_value_and_the_least_number() -> None:
    facts = told_of("property p: never (process is at least summons) and pages > 41 and length >= 90 minutes").facts
    assert (facts["process", ()], facts["pages", ()], facts["length", ()]) == ("civil", 42, 90)


def test_names_of_people_clash_with_nothing() -> None:
    text = (
        "policy p\nentity Person\nfact person-1\nfact seen(x: Person)\nproperty p: never person-1 and some Person x: seen(x)\n"
    )
    (result,) = check(read(text), CheckOptions()).properties
    assert result.tellings[0].scenario.individuals == {"Person": ("person-1x",)}


# ---- other runs

RUN = """
from meaning.told import read
from oracle.policies import random_policy
from policyproof.questions.check import CheckOptions, check

for seed in range(12):
    result = check(read(random_policy(seed)), CheckOptions(people=2, all_ways=True))
    for found in result.properties:
        print(found.property.name, found.verdict, found.tellings, found.rests_on, found.notes)
    for case in result.cases:
        print(case.case.name, case.outcome, case.decides)
"""


def test_every_process_finds_the_same() -> None:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    found = {
        subprocess.run(
            [sys.executable, "-c", RUN],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            timeout=60,
            check=True,
        ).stdout
        for seed in range(5)
    }
    assert len(found) == 1
    assert found.pop()
