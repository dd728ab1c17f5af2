"""Random policies, put to a second solver: every answer is confirmed, those on the way to a story too."""

from __future__ import annotations

import pytest

from meaning.told import read
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.questions.check import CheckOptions, check
from policyproof.solve.second import SecondOpinion

SHAPES = {
    "plain": Knobs(properties=2, people=0.15),
    "people": Knobs(properties=2, people=1, events=1, facts=2),
    "large": Knobs(facts=3, events=4, actions=3, rules=9, people=0.5, durations=2, properties=4),
}


def agree(shape: str, first: int, count: int) -> None:
    second = SecondOpinion(50_000_000)
    for seed in range(first, first + count):
        check(read(random_policy(seed, SHAPES[shape])), CheckOptions(second=second))
    assert second.agreed > 10 * count
    assert second.open <= second.agreed // 100


@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees(shape: str) -> None:
    agree(shape, first=0, count=12)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("shape", SHAPES)
def test_it_agrees_in_the_long_run(shape: str, block: int) -> None:
    agree(shape, first=1000 + 50 * block, count=50)
