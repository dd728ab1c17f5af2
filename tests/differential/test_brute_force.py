"""The solver's verdicts against brute force over every scenario of small random policies.

Whatever the solver finds has been replayed by the evaluator; so what is asked here above all is that it finds what there is,
and proves nothing that some scenario breaks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random

import pytest

from meaning.told import read
from oracle.enumeration import TooManyError, scenarios
from oracle.laws import beside_another, in_two_laws
from oracle.policies import random_policy
from oracle.verdicts import brute_case, brute_verdict
from oracle.vocabulary import Knobs
from policyproof.policy.model import Policy, Possible
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PropertyResult
from policyproof.scenario import Scenario

PEOPLE = 2
GRANTS = 2
"""More grants of a delay than this are not tried, where there may be any number."""

SHAPES = {
    "plain": Knobs(properties=2, people=0.15),
    "people": Knobs(properties=2, people=1, events=1, facts=2),  # dearest by far, hence the fewest below
    "two entities": Knobs(properties=2, people=1, places=1, kinds=0, facts=2, events=1, numbers=0, depth=3, assumptions=0.1),
    "kinds": Knobs(properties=2, people=0, kinds=1, facts=1, rules=6),
    "two actions": Knobs(properties=2, people=0, kinds=0, events=1, actions=2, facts=1, rules=8),
    "scope": Knobs(properties=3, people=0.1, facts=2, events=1, rules=5, scope=1, numbers=0),
    "provisos": Knobs(properties=2, cases=2, people=0, kinds=0, facts=2, events=2, rules=6, provisos=0.8, exceptions=0.6),
    "delays": Knobs(properties=3, people=0, kinds=0.1, facts=1, events=1, rules=6, delays=1),
    "delays and people": Knobs(properties=2, people=1, kinds=0, facts=1, events=1, rules=6, delays=1),
    "two laws": Knobs(
        properties=3, people=0.1, facts=2, events=1, rules=7, exceptions=0.4, provisos=0.3, delays=0.3, assumptions=0.6
    ),
    "compared": Knobs(properties=1, people=0.1, facts=2, events=1, rules=4, exceptions=0.2, provisos=0.3, delays=0.3),
}


SHARES = {"plain": 28, "people": 4, "two entities": 4, "kinds": 24, "two actions": 24}
"""How many policies of each shape make up a block of 84."""

LATER = {"scope": 24, "provisos": 14, "delays": 24, "delays and people": 8, "two laws": 20, "compared": 20}
"""The same of those shapes that have more than the core of the language, a block of 110."""


def made(shape: str, seed: int) -> Policy:
    """The policy of that shape and seed."""
    if shape == "compared":
        return beside_another(seed, SHAPES[shape])
    policy = read(random_policy(seed, SHAPES[shape]))
    return in_two_laws(policy, Random(seed)) if shape == "two laws" else policy


def small_policies(shape: str, first: int, count: int, cap: int) -> Iterator[tuple[int, Policy, list[Scenario]]]:
    """The next `count` policies of that shape, from seed `first` on, that have no more scenarios than `cap`; with them all."""
    seed = first
    while count:
        policy = made(shape, seed)
        try:
            everything = scenarios(policy, PEOPLE, cap)
        except TooManyError:
            pass
        else:
            count -= 1
            yield seed, policy, everything
        seed += 1


def agree(policy: Policy, result: PropertyResult, everything: list[Scenario]) -> bool:
    """Whether the verdict is that of brute force; a scenario with more people than brute force tries is believed."""
    found = brute_verdict(policy, result.property, everything) == "fails"
    match result.verdict:
        case "fails" | "holds" if (result.verdict == "holds") == isinstance(result.property.claim, Possible):
            return found or crowded(result, policy.delays)
        case "fails" | "holds" | "vacuous" | "hollow" | "holds-up-to":
            return not found
        case "undecided":
            return True
        case _:
            return False


def crowded(result: PropertyResult, delays: Collection[str]) -> bool:
    """Whether the solver's scenario has more people, or more grants of a delay, than brute force tries."""
    told = [telling.scenario for telling in result.tellings]
    return any(len(group) > PEOPLE for scenario in told for group in scenario.individuals.values()) or any(
        int(count) > GRANTS for scenario in told for (name, _), count in scenario.facts.items() if name in delays
    )


def _puts_somebody_there(policy: Policy) -> bool:
    """Whether a fact has an individual for its value: an open world does not conclude from it alone that there is somebody."""
    return any(fact.type == "entity" for fact in policy.facts.values())


def compare(shape: str, first: int, count: int, cap: int) -> None:
    undecided = up_to = 0
    for seed, policy, everything in small_policies(shape, first, count, cap):
        result = check(policy, CheckOptions())
        where = f"made({shape!r}, {seed})\n{random_policy(seed, SHAPES[shape])}"
        for verdict in result.properties:
            undecided += verdict.verdict == "undecided" and verdict.people is None  # else: as `holds-up-to`, for `possible`
            assert agree(policy, verdict, everything), f"{verdict.property.name} {verdict.verdict}: {where}"
            if verdict.verdict == "holds-up-to" and not _puts_somebody_there(policy):
                up_to += 1  # only a circle of demands may leave a question open
                assert verdict.cycle, f"{verdict.property.name} goes round in no circle: {where}"
        for case in result.cases:
            try:
                assert case.outcome in {brute_case(policy, case.case, PEOPLE, cap), "undecided"}, f"{case.case.name} {where}"
            except TooManyError:
                continue
    assert undecided <= max(1, count // 20)
    assert up_to <= max(1, count // 20)


@pytest.mark.parametrize("block", range(15))
@pytest.mark.parametrize("shape", SHARES)
def test_twelve_hundred_small_policies(shape: str, block: int) -> None:
    compare(shape, first=block * 100, count=SHARES[shape], cap=500)


@pytest.mark.parametrize("block", range(6))
@pytest.mark.parametrize("shape", LATER)
def test_small_policies_with_later_conditions_and_several_laws(shape: str, block: int) -> None:
    compare(shape, first=block * 100, count=LATER[shape], cap=500)


@pytest.mark.long
@pytest.mark.parametrize("block", range(60))
@pytest.mark.parametrize("shape", LATER)
def test_many_policies_with_later_conditions_and_several_laws(shape: str, block: int) -> None:
    compare(shape, first=10_000 + block * 1000, count=2 * LATER[shape], cap=1500)


@pytest.mark.long
@pytest.mark.parametrize("block", range(125))
@pytest.mark.parametrize("shape", SHARES)
def test_twenty_thousand_small_policies(shape: str, block: int) -> None:
    compare(shape, first=10_000 + block * 1000, count=2 * SHARES[shape], cap=3000)
