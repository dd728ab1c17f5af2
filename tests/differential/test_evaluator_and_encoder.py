"""Evaluator and encoder read the same scenario alike: formulas, decisions, lawfulness, at the end and at minutes of it."""

from __future__ import annotations

from random import Random

import pytest

from meaning.told import read
from oracle.courses import alike_up_to, random_scenario
from oracle.laws import in_two_laws
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.encode.free import free_variables
from policyproof.encode.lawful import Asked
from policyproof.encode.obligations import Obligations
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld
from policyproof.logic.terms import END as LAST
from policyproof.logic.terms import Lit, Terms, Time
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.lawful import lawful
from policyproof.meaning.moments import END
from policyproof.meaning.nature import instances
from policyproof.policy.formulas import Formula
from policyproof.policy.model import Event, Policy
from policyproof.scenario import Instance, Scenario
from policyproof.solve.answers import Model

SCENARIOS = 6
KNOBS = Knobs(facts=3, events=3, actions=2, rules=8, properties=5, durations=2)
LATER = Knobs(
    facts=3,
    events=3,
    actions=2,
    rules=8,
    properties=5,
    durations=2,
    people=0.4,
    scope=0.5,
    exceptions=0.5,
    provisos=0.6,
    delays=0.7,
)
"""With scopes, exceptions to one rule, provisos and delays; dealt out to two laws, half of the time."""


class Pinned:
    """A closed world in which everything is as one scenario has it."""

    def __init__(self, policy: Policy, scenario: Scenario) -> None:
        size = max((len(group) for group in scenario.individuals.values()), default=0)
        self.engine = Engine(policy, ClosedWorld(policy, Terms(), size))
        self.scenario = scenario
        self.names = {
            f"{entity}.{i}": name for entity, group in scenario.individuals.items() for i, name in enumerate(group, start=1)
        }
        self.zero = self.engine.terms.time("zero")

    def at(self, minute: int) -> Time:
        return (self.zero[0], minute)

    def said(self, lit: Lit) -> bool:
        terms = self.engine.terms
        booleans = {index: self._true(node[1]) for index in terms.cone([lit]) if (node := terms.nodes[index])[0] == "bool"}
        times = [self._minute(key) for key in terms.times]
        return Model(booleans, times, [self._number(key) for key in terms.numbers]).makes_true(terms, [lit])

    def acts(self, action: Event) -> list[tuple[Instance, tuple[str, ...]]]:
        """Every instance of an action, as the scenario and as the engine names it."""
        theirs = {name: who for who, name in self.names.items()}
        return [
            ((action.name, args), tuple(theirs.get(arg, arg) for arg in args))
            for args in instances(self.engine.policy, self.scenario, action.params)
        ]

    def _named(self, args: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.names.get(arg, arg) for arg in args)

    def _true(self, key: object) -> bool:
        match key:
            case ("in", _, str(who)):
                return who in self.names
            case ("happens", str(name), tuple() as args):
                return (name, self._named(args)) in self.scenario.events
            case ("fact", str(name), tuple() as args):
                return self.scenario.facts.get((name, self._named(args)), False) is True
            case ("value", str(name), tuple() as args, str(value)):
                return self.scenario.facts.get((name, self._named(args))) == self.names.get(value, value)
            case ("doer", str(name), tuple() as args, party):
                return self.scenario.doers.get((name, self._named(args))) == party
            case _:
                return False

    def _minute(self, key: object) -> int:
        match key:
            case ("minute", str(name), tuple() as args):
                return self.scenario.events.get((name, self._named(args)), 0)
            case _:
                return 0

    def _number(self, key: object) -> int:
        match key:
            case ("number", str(name), tuple() as args):
                return int(self.scenario.facts.get((name, self._named(args)), 0))
            case _:
                return 0


def formulas(policy: Policy) -> list[Formula]:
    """The closed formulas of a policy's properties and assumptions."""
    found = [statement.body for statement in policy.assumptions.values()]
    for declared in policy.properties.values():
        fields = (getattr(declared.claim, field) for field in declared.claim.__struct_fields__)
        found += [value for value in fields if isinstance(value, Formula) and not free_variables(value)]
    return found


@pytest.mark.parametrize("block", range(12))
def test_formulas_decisions_and_lawfulness(block: int) -> None:
    compare_seeds(range(block * 20, block * 20 + 20))


@pytest.mark.long
@pytest.mark.parametrize("block", range(100))
def test_many_formulas_decisions_and_lawfulness(block: int) -> None:
    compare_seeds(range(10_000 + block * 40, 10_000 + block * 40 + 40))


@pytest.mark.parametrize("block", range(10))
def test_later_conditions_and_several_laws(block: int) -> None:
    compare_seeds(range(block * 20, block * 20 + 20), LATER)


@pytest.mark.long
@pytest.mark.parametrize("block", range(100))
def test_many_later_conditions_and_several_laws(block: int) -> None:
    compare_seeds(range(10_000 + block * 40, 10_000 + block * 40 + 40), LATER)


def compare_seeds(seeds: range, knobs: Knobs = KNOBS) -> None:
    for seed in seeds:
        policy = read(random_policy(seed, knobs))
        rng = Random(seed)
        if knobs is LATER and seed % 2:
            policy = in_two_laws(policy, rng)
        for _ in range(SCENARIOS):
            scenario = random_scenario(policy, rng, people=2)
            compare(policy, scenario, f"random_policy({seed}), {scenario}")


def compare(policy: Policy, scenario: Scenario, where: str) -> None:
    pinned, meaning = Pinned(policy, scenario), Meaning(policy, scenario)
    engine = pinned.engine
    minutes = sorted({minute + shift for minute in scenario.events.values() for shift in (-1, 0, 1)} or {0})[:9]
    for formula in formulas(policy):
        read_at_end = pinned.said(engine.reader.read(formula, {}, LAST, (LAST,), engine.plain, 0))
        assert read_at_end == meaning.holds(formula, END, END, {}), f"{formula}\nat the end of {where}"
        for minute in minutes:
            m = pinned.at(minute)
            for h, horizon in (((m,), minute), ((LAST,), END)):
                said = pinned.said(engine.reader.read(formula, {}, m, h, engine.plain, 0))
                assert said == meaning.holds(formula, minute, horizon, {}), f"{formula}\nat {minute}, {horizon} of {where}"
    for name, event in policy.events.items():
        for act, x in pinned.acts(event) if event.is_action else ():
            for minute in minutes:
                m = pinned.at(minute)
                said = pinned.said(engine.law.asked(name, x, m, (m,), engine.plain, 0))
                assert said == meaning.anybody_may(act, minute), f"may {act} at {minute} of {where}"
    for m, moment in ((LAST, END), *((pinned.at(minute), minute) for minute in minutes)):
        said = all(pinned.said(sentence.lit) for sentence in Obligations(engine.law, m, Asked(), 0).all())
        assert said == lawful(policy, scenario, (), moment).lawful, f"lawful by {moment} of {where}"


def test_permissions_never_see_the_future() -> None:
    """Two scenarios alike up to a minute agree on what may be done then, in the encoder too."""
    for seed in range(200):
        policy = read(random_policy(seed, LATER if seed % 4 == 0 else KNOBS))
        rng = Random(seed)
        scenario = random_scenario(policy, rng, people=1)
        minute = rng.choice([*scenario.events.values(), 0])
        other = alike_up_to(policy, scenario, minute, rng)
        for name, event in policy.events.items():
            if event.is_action:
                said = []
                for pinned in (Pinned(policy, scenario), Pinned(policy, other)):
                    m = pinned.at(minute)
                    asked = [pinned.engine.law.asked(name, x, m, (m,), pinned.engine.plain, 0) for _, x in pinned.acts(event)]
                    said.append([pinned.said(lit) for lit in asked])
                assert said[0] == said[1], f"random_policy({seed}), {scenario}, {other}, {minute}"
