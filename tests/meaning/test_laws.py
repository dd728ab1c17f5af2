"""What must hold of the evaluator whatever the policy and the scenario: tried on random ones."""

from __future__ import annotations

import re
from random import Random

import pytest

from meaning.told import read
from oracle.courses import alike_up_to, random_scenario
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.meaning.claims import breaks
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.lawful import lawful
from policyproof.meaning.moments import END
from policyproof.meaning.nature import faults, instances
from policyproof.policy.formulas import Applies, Breached, MayDo, MustDo, Under
from policyproof.policy.model import Duty, Policy
from policyproof.policy.walking import walk
from policyproof.scenario import Instance, Scenario

SEEDS = range(60)
LARGE = Knobs(facts=3, events=4, actions=3, rules=9, people=0.5, durations=2)


def acts(policy: Policy, scenario: Scenario) -> list[tuple[Instance, str]]:
    """Every act with everybody who can do it."""
    meaning = Meaning(policy, scenario)
    possible = [
        (event.name, given)
        for event in policy.events.values()
        if event.is_action
        for given in instances(policy, scenario, event.params)
    ]
    return [(act, doer) for act in possible for doer in meaning.possible_doers(act)]


def minutes(scenario: Scenario) -> list[int]:
    """Some minutes at and around the events."""
    return sorted({at + step for at in scenario.events.values() for step in (-1, 0, 1, 120)}) or [0]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_scenarios_are_scenarios(seed: int) -> None:
    policy = read(random_policy(seed, LARGE))
    rng = Random(seed)
    for _ in range(10):
        scenario = random_scenario(policy, rng)
        assert list(faults(policy, scenario)) == []
        assert list(faults(policy, alike_up_to(policy, scenario, rng.choice(minutes(scenario)), rng))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_permission_never_sees_the_future(seed: int) -> None:
    policy = read(random_policy(seed, LARGE))
    rng = Random(seed)
    for _ in range(8):
        scenario = random_scenario(policy, rng)
        minute = rng.choice(minutes(scenario))
        other = alike_up_to(policy, scenario, minute, rng)
        one, two = Meaning(policy, scenario), Meaning(policy, other)
        for act, doer in acts(policy, scenario):
            assert one.may(act, doer, minute) == two.may(act, doer, minute), (act, doer, minute, scenario, other)


def names_the_law(policy: Policy) -> bool:
    """Whether some condition asks what may or must be done, or which rules apply."""
    formulas = [term.body for term in policy.terms.values()]
    for rule in policy.rules.values():
        excused = rule.sentence.excused if isinstance(rule.sentence, Duty) else None
        formulas += [part for part in (rule.condition, rule.unless, excused) if part is not None]
    return any(isinstance(part, MayDo | MustDo | Applies | Under | Breached) for formula in formulas for part in walk(formula))


@pytest.mark.parametrize("seed", SEEDS)
def test_one_prohibition_more_never_permits_more(seed: int) -> None:
    text = random_policy(seed, LARGE)
    policy = read(text)
    if names_the_law(policy):
        pytest.skip("a condition names the law")
    action = next(event for event in policy.events.values() if event.is_action)
    params = ", ".join(f"{param.name}: {param.sort}" for param in action.params)
    args = f"({', '.join(param.name for param in action.params)})" if action.params else ""
    who = action.by_param or ", ".join(action.by)
    stricter = read(
        f"{text}\nrule another{f'({params})' if params else ''}: {who} must not {action.name}{args} if {action.name}{args}\n"
    )
    rng = Random(seed)
    for _ in range(5):
        scenario = random_scenario(policy, rng)
        before, after = Meaning(policy, scenario), Meaning(stricter, scenario)
        for act, doer in acts(policy, scenario):
            for minute in minutes(scenario)[:6]:
                assert before.may(act, doer, minute) or not after.may(act, doer, minute)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_declarations_does_not_matter(seed: int) -> None:
    text = random_policy(seed, LARGE)
    lines = text.splitlines()
    body = [line for line in lines if re.match(r"rule|property|term|assume|suppose", line)]
    Random(seed).shuffle(body)
    moved = read("\n".join([line for line in lines if line not in body] + body) + "\n")
    same_answers(read(text), moved, seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_renaming_changes_nothing(seed: int) -> None:
    text = random_policy(seed, LARGE)
    rules = sorted(set(re.findall(r"\b(?:closes|permits|forbids|duty|off)\d+\b", text)))
    renamed = re.sub(r"\b(?:closes|permits|forbids|duty|off)\d+\b", lambda found: f"zz{rules[::-1].index(found[0])}", text)
    same_answers(read(text), read(re.sub(r"\b(who\w*|other)\b", r"x\1", renamed)), seed)


def same_answers(one: Policy, other: Policy, seed: int) -> None:
    rng = Random(seed)
    for _ in range(6):
        scenario = random_scenario(one, rng)
        first, second = lawful(one, scenario), lawful(other, scenario)
        assert [(wrong.act, wrong.decision.outcome) for wrong in first.acts] == [
            (wrong.act, wrong.decision.outcome) for wrong in second.acts
        ]
        assert sorted(str((breach.trigger, breach.due)) for breach in first.breaches) == sorted(
            str((breach.trigger, breach.due)) for breach in second.breaches
        )
        for name in one.properties:
            found = breaks(one, one.properties[name], scenario), breaks(other, other.properties[name], scenario)
            assert (found[0] is None) == (found[1] is None), (name, scenario)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_decision_agrees_with_itself(seed: int) -> None:
    policy = read(random_policy(seed, LARGE))
    rng = Random(seed)
    for _ in range(5):
        scenario = random_scenario(policy, rng)
        meaning = Meaning(policy, scenario)
        wrong = {found.act for found in lawful(policy, scenario).acts}
        for act, doer in acts(policy, scenario):
            for minute in (*minutes(scenario)[:5], END):
                assert meaning.decision(act, doer, minute).permitted == meaning.may(act, doer, minute)
            if act in scenario.events and meaning.doer(act) == doer:
                assert meaning.may(act, doer, scenario.events[act]) == (act not in wrong)


@pytest.mark.parametrize("seed", SEEDS)
def test_moving_everything_in_time_changes_nothing(seed: int) -> None:
    policy = read(random_policy(seed, LARGE))
    rng = Random(seed)
    for _ in range(4):
        scenario = random_scenario(policy, rng)
        events = {instance: at - 1234 for instance, at in scenario.events.items()}
        moved = Scenario(scenario.individuals, scenario.facts, events, scenario.doers)
        for property_ in policy.properties.values():
            assert (breaks(policy, property_, scenario) is None) == (breaks(policy, property_, moved) is None)
