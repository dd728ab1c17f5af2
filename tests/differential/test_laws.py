"""Laws that verdicts keep whatever the policy: on random ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from meaning.told import read
from oracle.policies import random_policy
from oracle.vocabulary import ACTIONS, EVENTS, FACTS, Knobs
from policyproof.policy.formulas import (
    Allows,
    Applies,
    Breached,
    Formula,
    Governs,
    MayDo,
    MustDo,
    Stands,
    Tainted,
    Under,
)
from policyproof.policy.model import (
    Always,
    Duty,
    Never,
    NoIf,
    NoWithout,
    Policy,
    Possible,
    Property,
    StandardNeverEnough,
    WordNeverEnough,
)
from policyproof.policy.walking import walk
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PolicyResult
from policyproof.scenario import Instance

BLOCKS = range(8)
SEEDS = 20
"""Seeds a block."""

KNOBS = Knobs(facts=2, events=2, actions=2, rules=7, properties=4, people=0.15)
LATER = Knobs(
    facts=2, events=2, actions=2, rules=7, properties=3, people=0.1, scope=0.4, exceptions=0.4, provisos=0.5, delays=0.5
)
"""With scopes, exceptions to one rule, provisos and delays: the last two blocks."""
BRIEF = CheckOptions(people=2, stories=False)


def policies(block: int) -> Iterator[tuple[int, str]]:
    for seed in range(block * SEEDS, (block + 1) * SEEDS):
        yield seed, random_policy(seed, LATER if block in BLOCKS[-2:] else KNOBS)


def verdicts(text: str) -> dict[str, str]:
    """By property and case. What a limit left open is nobody's verdict."""
    result = check(read(text), BRIEF)
    found = {one.property.name: str(one.verdict) for one in result.properties} | {
        one.case.name: one.outcome for one in result.cases
    }
    return {name: verdict for name, verdict in found.items() if verdict not in {"undecided", "holds-up-to"}}


# ---- one prohibition more


def names_the_law(*formulas: Formula | None) -> bool:
    atoms = MayDo | MustDo | Applies | Under | Breached | Stands | Tainted | Allows | Governs
    return any(isinstance(part, atoms) for formula in formulas if formula is not None for part in walk(formula))


def only_rules(policy: Policy) -> bool:
    """Whether no condition of the policy asks what the law says."""
    duties = [rule.sentence for rule in policy.rules.values() if isinstance(rule.sentence, Duty)]
    return not names_the_law(
        *(term.body for term in policy.terms.values()),
        *(part for rule in policy.rules.values() for part in (rule.condition, rule.unless)),
        *(duty.excused for duty in duties),
    )


def asks_whole_scenarios(declared: Property) -> bool:
    """A claim about lawful scenarios that does not itself name the law: the fewer of them, the more of it is so."""
    claim = declared.claim
    if not isinstance(claim, NoIf | NoWithout | Always | Never | Possible | WordNeverEnough | StandardNeverEnough):
        return False
    parts = [getattr(claim, field) for field in claim.__struct_fields__]
    return not names_the_law(*(part for part in parts if isinstance(part, Formula)))


@pytest.mark.parametrize("block", BLOCKS)
def test_one_prohibition_more_breaks_no_claim(block: int) -> None:
    for seed, text in policies(block):
        policy = read(text)
        if not only_rules(policy):
            continue
        rng = Random(seed)
        action = rng.choice([event for event in policy.events.values() if event.is_action])
        params = ", ".join(f"{param.name}: {param.sort}" for param in action.params)
        args = f"({', '.join(param.name for param in action.params)})" if action.params else ""
        who = action.by_param or ", ".join(action.by)
        fact = rng.choice([name for name, fact in policy.facts.items() if fact.type == "bool" and not fact.params] or [""])
        condition = f" if {fact}" if fact else ""
        rule = f"rule another{f'({params})' if params else ''}: {who} must not {action.name}{args}{condition}\n"
        before, after = verdicts(text), verdicts(text + rule)
        for name in before.keys() & after.keys() & policy.properties.keys():
            declared = policy.properties[name]
            if not asks_whole_scenarios(declared):
                continue
            broken = "holds" if isinstance(declared.claim, Possible) else "fails"
            assert after[name] != broken or before[name] == broken, f"{name}, random_policy({seed}) with {rule}{text}"


# ---- names and order


def renamed(text: str) -> tuple[str, dict[str, str]]:
    """The text with other names for all that has one, in the opposite order of the alphabet; and the names."""
    rules = set(re.findall(r"\b(?:closes|permits|forbids|duty|off|extra)\d+\b", text))
    names = sorted({*rules, *FACTS, *EVENTS, *ACTIONS, "ring", "agency", "court", "bureau", "desk", "basis", "who", "other"})
    new = {name: f"zz{len(names) - index:03}" for index, name in enumerate(names)}
    quoted = re.split(r'("[^"]*")', text)
    word = re.compile(r"(?<![\w-])(?:" + "|".join(sorted(names, key=len, reverse=True)) + r")(?![\w-])")
    return "".join(part if part.startswith('"') else word.sub(lambda found: new[found[0]], part) for part in quoted), new


def courses(result: PolicyResult, names: dict[str, str]) -> list[tuple[str, str, list[object]]]:
    """Each verdict with its scenarios, under these names."""

    def told(instances: dict[Instance, object]) -> dict[Instance, object]:
        return {(names.get(name, name), args): names.get(str(value), value) for (name, args), value in instances.items()}

    return [
        (
            one.property.name,
            one.verdict,
            [(told(dict(each.scenario.facts)), told(dict(each.scenario.events))) for each in one.tellings],
        )
        for one in result.properties
    ]


@pytest.mark.parametrize("block", BLOCKS)
def test_renaming_changes_nothing(block: int) -> None:
    for seed, text in policies(block):
        other, names = renamed(text)
        one, two = check(read(text), CheckOptions(people=2)), check(read(other), CheckOptions(people=2))
        assert courses(one, names) == courses(two, {}), f"random_policy({seed})\n{text}\n{other}"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_order_of_declarations_changes_no_verdict(block: int) -> None:
    for seed, text in policies(block):
        first, *lines = text.splitlines()
        Random(seed).shuffle(lines)
        moved = "\n".join([first, *lines]) + "\n"
        one, two = verdicts(text), verdicts(moved)
        shared = one.keys() & two.keys()
        assert {name: one[name] for name in shared} == {name: two[name] for name in shared}, f"{seed}\n{text}\n{moved}"


@pytest.mark.parametrize("block", BLOCKS)
def test_what_is_declared_and_not_spoken_of_changes_nothing(block: int) -> None:
    """Not even the scenarios that are told."""
    more = "fact aside\nevent bystander\nparty nobody\naction idle by nobody\nrule idleness: nobody must not idle if aside\n"
    for seed, text in policies(block):
        first, rest = text.split("\n", 1)
        one = courses(check(read(text), CheckOptions(people=2)), {})
        assert one == courses(check(read(f"{text}{more}"), CheckOptions(people=2)), {}), f"after: random_policy({seed})\n{text}"
        before = courses(check(read(f"{first}\n{more}{rest}"), CheckOptions(people=2)), {})
        assert one == before, f"before: random_policy({seed})\n{text}"
