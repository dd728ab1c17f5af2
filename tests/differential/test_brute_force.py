"""The solver's verdicts against brute force over every scenario of small random policies.

Whatever the solver finds has been replayed by the evaluator; so what is asked here above all is that it finds what there is,
and proves nothing that some scenario breaks.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meaning.told import read
from oracle.enumeration import TooManyError, scenarios
from oracle.policies import random_policy
from oracle.verdicts import brute_case, brute_verdict
from oracle.vocabulary import Knobs
from policyproof.policy.model import Policy, Possible
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PropertyResult
from policyproof.scenario import Scenario

PEOPLE = 2

SHAPES = {
    "plain": Knobs(properties=2, people=0.15),
    "people": Knobs(properties=2, people=1, events=1, facts=2),  # dearest by far, hence the fewest below
    "kinds": Knobs(properties=2, people=0, kinds=1, facts=1, rules=6),
    "two actions": Knobs(properties=2, people=0, kinds=0, events=1, actions=2, facts=1, rules=8),
}


SHARES = {"plain": 28, "people": 4, "kinds": 24, "two actions": 24}
"""How many policies of each shape make up a block of 80."""


def small_policies(shape: str, first: int, count: int, cap: int) -> Iterator[tuple[int, Policy, list[Scenario]]]:
    """The next `count` policies of that shape, from seed `first` on, that have no more scenarios than `cap`; with them all."""
    seed = first
    while count:
        policy = read(random_policy(seed, SHAPES[shape]))
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
            return found or crowded(result)
        case "fails" | "holds" | "vacuous" | "hollow" | "holds-up-to":
            return not found
        case "undecided":
            return True
        case _:
            return False


def crowded(result: PropertyResult) -> bool:
    """Whether the solver's scenario has more people than brute force tries."""
    return any(len(group) > PEOPLE for telling in result.tellings for group in telling.scenario.individuals.values())


def compare(shape: str, first: int, count: int, cap: int) -> None:
    undecided = 0
    for seed, policy, everything in small_policies(shape, first, count, cap):
        result = check(policy, CheckOptions())
        where = f"random_policy({seed}, SHAPES[{shape!r}])\n{random_policy(seed, SHAPES[shape])}"
        for verdict in result.properties:
            undecided += verdict.verdict == "undecided"
            assert agree(policy, verdict, everything), f"{verdict.property.name} {verdict.verdict}: {where}"
        for case in result.cases:
            try:
                assert case.outcome in {brute_case(policy, case.case, PEOPLE, cap), "undecided"}, f"{case.case.name} {where}"
            except TooManyError:
                continue
    assert undecided <= count // 20


@pytest.mark.parametrize("block", range(25))
@pytest.mark.parametrize("shape", SHAPES)
def test_two_thousand_small_policies(shape: str, block: int) -> None:
    compare(shape, first=block * 100, count=SHARES[shape], cap=500)


@pytest.mark.long
@pytest.mark.parametrize("block", range(125))
@pytest.mark.parametrize("shape", SHAPES)
def test_twenty_thousand_small_policies(shape: str, block: int) -> None:
    compare(shape, first=10_000 + block * 1000, count=2 * SHARES[shape], cap=3000)
