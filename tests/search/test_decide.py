"""Two searches take turns: scenarios of few people, proofs for any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from meaning.told import law, read
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.encode.alternatives import Question
from policyproof.encode.questions import Engine
from policyproof.policy.model import Policy
from policyproof.questions.check import CheckOptions, check
from policyproof.search.decide import Found, Laboratory, NoneUpTo, Outcome, Ruled, Undecided
from policyproof.search.reasons import reasons
from policyproof.solve.answers import Limits

CLOSED = ("rule closed: ring must not release unless permitted", "rule on-warrant: ring may release if warrant")


def decide(policy: Policy, people: int = 4, limits: Limits | None = None) -> Outcome:
    """Whether the property `p` can be broken."""
    laboratory = Laboratory(policy, limits or Limits(), people)
    declared = policy.properties["p"]

    def asked(engine: Engine) -> Sequence[Question]:
        return engine.counterexample(declared)

    return laboratory.decide(asked, peopled=laboratory.peopled(declared))


def claim(body: str, *rules: str) -> Policy:
    return law(*(rules or CLOSED), f"property p: {body}")


@pytest.mark.parametrize("people", range(4))
def test_a_scenario_is_found_in_the_smallest_world_that_has_one(people: int) -> None:
    found = decide(claim(f"never at least {people} Person x: shown(x)" if people else "never release"))
    assert isinstance(found, Found)
    present = [lit for lit, _ in found.room.engine.g.world.members("Person")]
    assert len(present) == people


def test_more_people_than_may_be_tried_are_not_found() -> None:
    several = claim("never at least 3 Person x: shown(x)")
    assert isinstance(decide(several, people=3), Found)
    assert isinstance(decide(several, people=2), Found)  # an open world says that three would do, so three are tried
    assert isinstance(decide(claim("never (at least 3 Person x: shown(x)) and (at most 2 Person exists)"), people=2), Ruled)


def test_a_proof_without_people_needs_no_open_world() -> None:
    text = "policy p\nparty ring\nevent warrant\naction release by ring\nproperty p: no release without warrant\n"
    proof = decide(read(f"{text}rule closed: ring must not release unless permitted\nrule r: ring may release if warrant\n"))
    assert isinstance(proof, Ruled)
    assert [room.engine.g.world.open for room, _ in proof.proofs] == [False]


def test_a_proof_about_people_is_found_in_an_open_world() -> None:
    proof = decide(claim("no tell(x) without agrees(x)", "rule r(q: Person): ring must not tell(q) unless agrees(q)"))
    assert isinstance(proof, Ruled)
    assert all(room.engine.g.world.open for room, _ in proof.proofs)


def test_what_holds_only_because_people_are_finitely_many_stays_open() -> None:
    endless = claim("never (every Person x: some Person y: agrees(x) before agrees(y)) and (some Person exists)")
    outcome = decide(endless, people=3)
    assert isinstance(outcome, NoneUpTo)
    assert outcome.people == 3


@pytest.mark.parametrize("work", [1, 2, 5])
def test_a_limit_is_named_and_decides_nothing(work: int) -> None:
    outcome = decide(claim("no release without consent"), limits=Limits(work=work))
    assert isinstance(outcome, Undecided)
    assert outcome.reason == "the work limit (`--limit`)"


def test_more_work_never_turns_a_verdict() -> None:
    """From one limit to the next, verdicts come and none goes or changes."""
    texts = [random_policy(seed, Knobs(people=0)) for seed in range(12)]
    for policy in map(read, texts):
        found = [
            {one.property.name: one.verdict for one in check(policy, CheckOptions(limit=limit, stories=False)).properties}
            for limit in (1, 300, 3000, 50_000_000)
        ]
        for less, more in pairwise(found):
            for name, verdict in less.items():
                assert verdict in {"undecided", more[name]}


# ---- what a proof rests on


@pytest.mark.parametrize("seed", range(40))
def test_reasons_suffice_and_none_can_be_spared(seed: int) -> None:
    policy = read(random_policy(seed, Knobs(facts=3, events=2, actions=2, rules=8, people=0, assumptions=0.7)))
    for declared in policy.properties.values():
        laboratory = Laboratory(policy, Limits(), 2)
        outcome = laboratory.decide(
            lambda engine, declared=declared: engine.counterexample(declared),  # type: ignore[misc] # its default is no argument
            peopled=laboratory.peopled(declared),
        )
        if not isinstance(outcome, Ruled) or len(outcome.proofs) != 1:
            continue
        ((room, question),) = outcome.proofs
        if any(alternative.parts for alternative in question.alternatives):
            continue  # these rest on parts of the claim itself too
        grounds = reasons(outcome)
        named = {
            *(("rule", name) for name in grounds.rules),
            *(("assumption", name) for name in grounds.assumptions),
            *(("hypothesis", name) for name in grounds.hypotheses),
        }
        either = question.either(room.engine.terms)
        kept = [sentence for sentence in question.sentences if (sentence.source, sentence.name) in named]
        assert room.refutes([either, *(sentence.lit for sentence in kept)])
        for source, name in named:
            rest = [sentence.lit for sentence in kept if (sentence.source, sentence.name) != (source, name)]
            assert not room.refutes([either, *rest]), f"{declared.name} does not need {name}"


def test_a_proof_rests_on_those_who_obey() -> None:
    policy = claim(
        "never seize or notify",
        "rule first: bureau must not seize",
        "rule second: desk must not seize",
        "rule third: ring must not notify",
        "rule spare: ring must not release",
    )
    outcome = decide(policy)
    assert isinstance(outcome, Ruled)
    grounds = reasons(outcome)
    assert set(grounds.rules) == {"first", "second", "third"}
    assert set(grounds.parties) == {"bureau", "desk", "ring"}


# ---- circles


def test_a_circle_is_told_by_the_places_that_make_it() -> None:
    policy = claim("never (every Person x: some Person y: agrees(x) before agrees(y)) and (some Person exists)")
    outcome = decide(policy, people=2)
    assert isinstance(outcome, NoneUpTo)
    (link,) = outcome.cycle
    assert (link.entity, link.demanded, link.fact) == ("Person", "Person", None)
    assert link.every.start < link.some.start
    assert link.every.line == link.some.line == policy.properties["p"].span.line


CIRCLE = """policy p
party ring
entity School
entity Child
entity Person
fact parent(c: Child): Person
event seen(c: Child)
event heard(p: Person)
event met(s: School)
action release by ring
assume watched: every Person p: some Child c: heard(p) before seen(c) "so"
assume taught: every Child c: some School s: seen(c) before met(s) "so"
assume elder: every Child c: some Person p where parent(c) is p: seen(c) before heard(p) "so"
property p: never some Person exists
"""


def test_the_shortest_circle_is_told() -> None:
    """Each person demands a child, and each child a person; that each child demands a school is beside the point."""
    outcome = decide(read(CIRCLE), people=2)
    assert isinstance(outcome, NoneUpTo)
    assert [(link.entity, link.demanded) for link in outcome.cycle] == [("Child", "Person"), ("Person", "Child")]
    lines = CIRCLE.splitlines()
    assert lines[outcome.cycle[1].some.line - 1].startswith("assume watched")


def test_where_the_circle_is_not_the_trouble_none_is_told() -> None:
    several = claim("never at least 12 Person x: shown(x)")
    outcome = decide(several, people=2)
    assert isinstance(outcome, NoneUpTo)
    assert outcome.cycle == ()


# ---- what a proof about permission rests on


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("may release if warrant", ("on-warrant",)),
        ("may release if all of { warrant; sworn }", ("on-warrant",)),
        ("no dilemma for ring", ()),  # what is asked for in time is permitted by being asked for
        ("no dilemma for agency", ("free",)),
        ("warrant never blocks release", ()),
        ("whether release is permitted does not depend on gag", ()),
        ("must notify within 3 hours after release", ("told",)),
        ("always if warrant then (may release)", ("on-warrant",)),
    ],
)
def test_a_proof_about_permission_rests_on_the_rules_it_asks(body: str, rules: tuple[str, ...]) -> None:
    policy = claim(
        body,
        *CLOSED,
        "rule told: ring must notify within 3 hours after release",
        "rule shut: ring must not notify unless permitted",
        "rule early: agency must report before hearing",
        "rule hushed: agency must not report unless permitted",
        "rule free: agency may report",
    )
    (found,) = check(policy, CheckOptions()).properties
    assert found.verdict == "holds"
    assert found.rests_on is not None
    assert set(found.rests_on.rules) == set(rules)
