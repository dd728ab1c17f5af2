"""Whatever a policy says, a report on it can be told: random policies, of one law, of two, and beside another."""

from __future__ import annotations

import re
from random import Random

import pytest

from meaning.told import read
from oracle.laws import beside_another, in_two_laws
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.policy.model import Policy
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult
from policyproof.report.json import to_json
from policyproof.report.text import TextOptions, render

ODD = re.compile(r"\b(None|True|False)\b|not not|\.\.(?!\.)|,,| ,| \.(?!\w)|the the|is so that\.$|where\.$|\bif\.$|: *\.$")
OPTIONS = CheckOptions(people=2, limit=20_000)


def every_sort(seed: int) -> tuple[Policy, Policy, Policy]:
    policy = read(random_policy(seed))
    return policy, in_two_laws(policy, Random(seed)), beside_another(seed, Knobs())


@pytest.mark.parametrize("seed", range(300, 312))
def test_random_policies_are_told_to_the_end(seed: int) -> None:
    for policy in every_sort(seed):
        result = check(policy, OPTIONS)
        whole = CheckResult((result,), (), result.diagnostics, {})
        for line in render(whole, TextOptions(read_back=True, as_case=True)).splitlines():
            assert not ODD.search(line), line
        to_json(whole, {})


@pytest.mark.long
@pytest.mark.parametrize("block", range(40))
def test_many_random_policies_are_told_to_the_end(block: int) -> None:
    for seed in range(1000 + block * 25, 1025 + block * 25):
        test_random_policies_are_told_to_the_end(seed)
