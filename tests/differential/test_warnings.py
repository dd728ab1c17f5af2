"""What warnings say of rules, against the evaluator: what is said to do nothing is struck, and nothing must change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import msgspec
import pytest

from meaning.told import read
from oracle.courses import random_scenario
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.diagnostics import Diagnostic
from policyproof.encode.free import parts
from policyproof.encode.nature import nature_of
from policyproof.encode.probes import applies
from policyproof.logic.guess import guess
from policyproof.logic.terms import FALSE
from policyproof.meaning.lawful import lawful, meets
from policyproof.meaning.nature import faults
from policyproof.policy.formulas import Applies, Breached, Under
from policyproof.policy.model import Policy, Rule
from policyproof.questions.check import CheckOptions, check
from policyproof.scenario import Scenario
from policyproof.search.decide import Laboratory
from policyproof.solve.answers import Limits, Satisfiable

SHAPES = (
    Knobs(actions=2, rules=7, properties=1, people=0.15),
    Knobs(rules=5, properties=1, people=1),
    Knobs(rules=6, properties=1, people=0, kinds=1),
)
SCENARIOS = 25
"""Random scenarios on which a struck policy is held against the whole one."""

Judgement = tuple[frozenset[object], frozenset[object]]


def struck(policy: Policy, warning: Diagnostic) -> Policy | None:
    """The policy without the rule, or the exception, that is said to do nothing; None where the rule is named elsewhere."""
    if warning.code == "PP614":
        rules = {
            name: msgspec.structs.replace(rule, overrides=tuple(one for one in rule.overrides if one.span != warning.span))
            for name, rule in policy.rules.items()
        }
        return msgspec.structs.replace(policy, rules=rules)
    idle = warning.message.split("`")[1]
    named = {node.rule for part in _conditions(policy) for node in parts(part) if isinstance(node, Applies | Breached | Under)}
    if idle in named:
        return None
    rules = {name: _without(rule, idle) for name, rule in policy.rules.items() if name != idle}
    return msgspec.structs.replace(policy, rules=rules)


def _conditions(policy: Policy) -> Iterator[object]:
    yield from policy.rules.values()
    yield from policy.terms.values()


def _without(rule: Rule, name: str) -> Rule:
    return msgspec.structs.replace(rule, overrides=tuple(one for one in rule.overrides if one.rule != name))


def judged(policy: Policy, scenario: Scenario) -> Judgement:
    """Which acts were unlawful, and which duties were breached."""
    found = lawful(policy, scenario)
    return frozenset(one.act for one in found.acts), frozenset((one.rule, one.values) for one in found.breaches)


def scenarios(policy: Policy, rng: Random) -> Iterator[Scenario]:
    for _ in range(SCENARIOS):
        scenario = random_scenario(policy, rng, 2)
        if not list(faults(policy, scenario)) and meets(policy, scenario):
            yield scenario


def hold_against_the_evaluator(seeds: range) -> set[str]:
    """The codes that were put to the test."""
    tried: set[str] = set()
    for seed in seeds:
        text = random_policy(seed, SHAPES[seed % len(SHAPES)])
        policy = read(text)
        found = check(policy, CheckOptions(properties=("none",), warnings=True)).diagnostics
        for warning in found:
            other = struck(policy, warning) if warning.code in {"PP610", "PP611", "PP614"} else None
            if other is None:
                continue
            for scenario in scenarios(policy, Random(seed)):
                tried.add(warning.code)
                assert judged(policy, scenario) == judged(other, scenario), f"{warning.message}\n{scenario}\n{text}"
    return tried


@pytest.mark.parametrize("block", range(4))
def test_what_is_said_to_do_nothing_does_nothing(block: int) -> None:
    tried = hold_against_the_evaluator(range(block * 15, block * 15 + 15))
    assert {"PP610", "PP611"} <= tried


def test_what_is_guessed_is_so() -> None:
    """In every world, of every rule: where a guess finds that it can apply, or make a difference, the solver does too."""
    guessed = 0
    for seed in range(60):
        policy = read(random_policy(seed, SHAPES[seed % len(SHAPES)]))
        laboratory = Laboratory(policy, Limits())
        for size, rule in product(range(3), policy.rules.values()):
            room = laboratory.room(size)
            question = applies(room.engine, rule)
            lits = question.lits(room.engine.terms)
            if FALSE not in lits and guess(room.engine.terms, [*lits, *nature_of(room.engine.g, lits)]):
                guessed += 1
                assert isinstance(room.ask_all(lits), Satisfiable), (seed, size, rule.name)
    assert guessed > 100


@pytest.mark.long
@pytest.mark.parametrize("block", range(20))
def test_what_is_said_to_do_nothing_does_nothing_in_many_policies(block: int) -> None:
    first = 1000 + block * 100
    assert hold_against_the_evaluator(range(first, first + 100)) == {"PP610", "PP611", "PP614"}
