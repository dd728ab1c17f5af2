"""A scenario printed as a case is that scenario again: the solver finds what the evaluator found."""

from __future__ import annotations

from random import Random

import pytest

from meaning.told import read
from oracle.courses import random_scenario
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.meaning.lawful import lawful
from policyproof.meaning.nature import faults
from policyproof.policy.case_text import case_text
from policyproof.questions.check import CheckOptions, check

KNOBS = Knobs(facts=3, events=3, actions=2, rules=6, people=0.5, durations=2)
LATER = Knobs(facts=2, events=2, actions=2, rules=6, people=0.4, scope=0.3, exceptions=0.4, provisos=0.5, delays=0.9)


@pytest.mark.parametrize("seed", range(50))
def test_a_printed_scenario_passes_as_a_case(seed: int) -> None:
    rng = Random(seed)
    text = "".join(
        line
        for line in random_policy(seed, KNOBS if seed < 30 else LATER).splitlines(keepends=True)
        if not line.startswith(("assume ", "property ", "case "))  # a random scenario need not meet what is assumed
    )
    policy = read(text)
    cases = []
    for number in range(3):
        scenario = random_scenario(policy, rng, people=2)
        assert next(faults(policy, scenario), None) is None
        answer = "lawful" if lawful(policy, scenario).lawful else "unlawful"
        cases.append(case_text(policy, scenario, f"case {number}", [answer]))
    again = read(text + "".join(cases))
    result = check(again, CheckOptions())
    assert [case.outcome for case in result.cases] == ["passes"] * len(cases), text + "".join(cases)
