"""Where two readings come apart: what is found is real (it was replayed), and what is called alike has no difference."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

import msgspec
import pytest

from differential.test_brute_force import small_policies
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.moments import END, first_minute
from policyproof.meaning.nature import instances
from policyproof.policy.compared import Breaches, Compared, Decisions
from policyproof.policy.formulas import Breached, Formula, Not
from policyproof.policy.model import Duty, Policy, Rule
from policyproof.scenario import Instance, Scenario
from policyproof.search.apart import come_apart
from policyproof.search.decide import Laboratory
from policyproof.solve.answers import Limits

WORK = 20_000_000


def variants(policy: Policy, rng: Random) -> Iterator[tuple[Policy, Rule]]:
    """The policy with another condition in one of its rules: denied, left out, or that of an assumption or a term."""
    spare: list[Formula] = [statement.body for statement in policy.assumptions.values()]
    spare += [term.body for term in policy.terms.values() if not term.params]
    for rule in policy.rules.values():
        conditions: list[Formula | None] = (
            [*spare] if rule.condition is None else [None, Not(rule.span, rule.condition), *spare]
        )
        if conditions:
            changed = msgspec.structs.replace(rule, condition=rng.choice(conditions))
            yield msgspec.structs.replace(policy, rules={**policy.rules, rule.name: changed}), changed


def decided_apart(one: Meaning, other: Meaning, act: Instance, minute: int) -> bool:
    return one.afresh().anybody_may(act, minute) != other.afresh().anybody_may(act, minute)


def differs(first: Policy, second: Policy, compared: Compared, scenario: Scenario) -> bool:
    """Whether the two say different things, asked of the evaluator at every minute."""
    one, other = Meaning(first, scenario), Meaning(second, scenario)
    if not all(meaning.holds(each.body, END, END, {}) for meaning in (one, other) for each in first.assumptions.values()):
        return False
    match compared:
        case Decisions(actions):
            acts = [(action, x) for action in actions for x in instances(first, scenario, first.events[action].params)]
            return any(first_minute(partial(decided_apart, one, other, act)) is not None for act in acts)
        case Breaches(rules):
            return any(
                one.says(Breached(first.rules[name].span, name, None), END, END, {})
                != other.says(Breached(second.rules[name].span, name, None), END, END, {})
                for name in rules
                if isinstance(first.rules[name].sentence, Duty)
            )
        case _:
            raise TypeError(compared)


@pytest.mark.parametrize("shape", ["plain", "kinds", "two actions"])
def test_what_is_alike_is_alike_in_every_scenario(shape: str) -> None:
    rng = Random(1)
    outcomes = {"alike": 0, "apart": 0}
    for _, policy, everything in small_policies(shape, 500, 20, 400):
        for second, rule in variants(policy, rng):
            compared: Compared = Breaches((rule.name,))
            if not isinstance(rule.sentence, Duty):
                action = getattr(rule.sentence, "action", None) or next(iter(policy.events))
                compared = Decisions((action,))
            found = come_apart(Laboratory(policy, Limits(work=WORK)), second, compared, WORK)
            if found == "alike":
                outcomes["alike"] += 1
                assert not any(differs(policy, second, compared, scenario) for scenario in everything)
            elif found is not None:
                outcomes["apart"] += 1
    assert min(outcomes.values()) > 5, outcomes
