"""The oracle examined: its policies are well-typed, its scenarios are all there and each there once."""

from __future__ import annotations

from random import Random

import pytest

from meaning.told import law, read
from oracle.courses import random_scenario
from oracle.enumeration import TooManyError, renamings, scenarios
from oracle.policies import random_policy
from oracle.verdicts import brute_break, brute_case, brute_verdict
from oracle.vocabulary import Knobs
from policyproof.meaning.claims import breaks
from policyproof.meaning.nature import faults
from policyproof.policy.model import Policy

SMALL = """policy small
party ring
party court
"""


def test_the_same_seed_gives_the_same_policy() -> None:
    assert random_policy(7) == random_policy(7)
    assert random_policy(7) != random_policy(8)


@pytest.mark.parametrize("block", range(10))
def test_random_policies_have_no_error(block: int) -> None:
    large = Knobs(facts=3, events=4, actions=3, rules=9, people=0.5, durations=2)
    for seed in range(block * 20, block * 20 + 20):
        read(random_policy(seed))
        read(random_policy(seed, large))


def test_facts_and_orders_are_all_there() -> None:
    policy = read(SMALL + "fact urgent\nevent warrant by court\naction release by ring\n")
    found = scenarios(policy)
    orders = {(s.events.get(("release", ()), 0) - s.events.get(("warrant", ()), 0)) for s in found if len(s.events) == 2}
    assert orders == {-1, 0, 1}
    assert len(found) == 2 * (1 + 1 + 1 + 3)


def test_times_lie_around_each_duration() -> None:
    policy = read(
        SMALL + "event warrant by court\naction release by ring\nrule r: ring must release within 2 hours after warrant\n"
    )
    orders = {s.events["release", ()] - s.events["warrant", ()] for s in scenarios(policy) if len(s.events) == 2}
    assert orders == {-121, -120, -119, -1, 0, 1, 119, 120, 121}


def test_several_doers_and_what_follows() -> None:
    policy = read(SMALL + "action release by ring, court\nevent denial follows release\n")
    found = scenarios(policy)
    assert {next(iter(s.doers.values())) for s in found if s.doers} == {"ring", "court"}
    assert all(("release", ()) in s.events for s in found if ("denial", ()) in s.events)


def test_individuals_up_to_symmetry() -> None:
    policy = read(SMALL + "entity Person\nfact shown(p: Person)\naction release by ring\n")
    shown = [len(s.facts) for s in scenarios(policy, people=3) if not s.events]
    assert sorted(shown) == [0, 0, 0, 0, 1, 1, 1, 2, 2, 3]
    two = next(s for s in scenarios(policy) if len(s.individuals["Person"]) == 2 and len(s.facts) == 1)
    assert len(renamings(two)) == 2


def test_too_many_are_refused() -> None:
    policy = read(SMALL + "".join(f"fact told{n}\n" for n in range(12)))
    with pytest.raises(TooManyError):
        scenarios(policy)


def small(seed: int, cap: int = 500) -> Policy | None:
    policy = read(random_policy(seed))
    try:
        scenarios(policy, cap=cap)
    except TooManyError:
        return None
    return policy


@pytest.mark.parametrize("seed", range(40))
def test_what_a_random_scenario_breaks_the_enumeration_breaks(seed: int) -> None:
    policy = small(seed)
    if policy is None:
        pytest.skip("too many scenarios")
    rng = Random(seed)
    tried = [random_scenario(policy, rng, people=2) for _ in range(25)]
    everything = scenarios(policy)
    assert [list(faults(policy, scenario)) for scenario in everything if next(faults(policy, scenario), None)] == []
    for property_ in policy.properties.values():
        if any(breaks(policy, property_, scenario) for scenario in tried):
            assert brute_verdict(policy, property_, everything) == "fails"


RULES = (
    "rule closed: ring must not release unless permitted",
    "rule by-warrant: ring may release if warrant",
    "rule sealed: ring must not release if encrypted",
)


def test_verdicts_by_brute_force() -> None:
    text = SMALL + "fact encrypted\nfact idle\nevent warrant by court\naction release by ring\n" + "\n".join(RULES)
    claims = {
        "no release if encrypted": "none found",
        "no release without warrant": "none found",
        "no release if warrant": "fails",
        "may release if warrant": "fails",
        "may release if warrant and not encrypted": "none found",
        "possible release": "fails",
        "whether release is permitted does not depend on idle": "none found",
        "whether release is permitted does not depend on encrypted": "fails",
        "whether release is permitted does not depend on warrant": "fails",
        "warrant never opens release": "fails",
        "warrant never blocks release": "none found",
        "encrypted never blocks release": "fails",
        "no dilemma": "none found",
        "the word of ring is never enough to release": "none found",
        "the word of court is never enough to release": "fails",
    }
    policy = read("\n".join([text, *(f"property p{n}: {claim}" for n, claim in enumerate(claims))]) + "\n")
    found = [brute_verdict(policy, property_, scenarios(policy)) for property_ in policy.properties.values()]
    assert dict(zip(claims, found, strict=True)) == claims


def test_a_free_event_may_move_alone() -> None:
    text = (
        SMALL
        + 'event warrant by court\naction release by ring\nassume surely: eventually warrant "always"\n'
        + "\n".join(RULES[:2])
    )
    policy = read(text + "\nproperty p: whether release is permitted does not depend on warrant\n")
    found = brute_break(policy, policy.properties["p"], scenarios(policy))
    assert found is not None


def test_cases_by_brute_force() -> None:
    cases = {
        "given warrant; encrypted expect ring must not release": "passes",
        "given warrant at 0 hours; not encrypted expect ring may release": "passes",
        "given not encrypted expect ring may release": "open",
        "given encrypted expect ring may release": "fails",
        "given encrypted; not encrypted expect lawful": "impossible",
    }
    text = SMALL + "fact encrypted\nevent warrant by court\naction release by ring\n" + "\n".join(RULES)
    policy = read("\n".join([text, *(f'case "{n}": {case}' for n, case in enumerate(cases))]) + "\n")
    assert {case: brute_case(policy, found) for case, found in zip(cases, policy.cases.values(), strict=True)} == cases


def test_the_vocabulary_of_the_tests_is_a_policy() -> None:
    assert set(law().parties) == {"owner", "ring", "agency", "bureau", "desk", "court"}
