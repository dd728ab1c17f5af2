"""A part of a policy answers as the whole does, and answers by itself what it is asked, whatever was asked before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest

from meaning.told import read
from oracle.laws import beside_another, in_two_laws
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.encode.alternatives import Question
from policyproof.encode.questions import Engine
from policyproof.policy.model import Policy, Property
from policyproof.questions.check import CheckOptions, check
from policyproof.search import slices
from policyproof.search.decide import Found, Laboratory, NoneUpTo, Outcome, Ruled, Undecided
from policyproof.solve.answers import Limits

LARGE = Knobs(facts=5, events=8, actions=9, rules=70, properties=4, cases=0, depth=1, people=0, numbers=0.1)
PEOPLED = Knobs(facts=4, events=4, actions=6, rules=60, properties=3, cases=0, depth=1, people=1, numbers=0)
LATER = Knobs(
    facts=4,
    events=7,
    actions=7,
    rules=50,
    properties=3,
    cases=0,
    depth=1,
    people=0.2,
    numbers=0,
    scope=0.3,
    exceptions=0.5,
    provisos=0.6,
    delays=1,
)
COMPARED = Knobs(
    facts=3, events=8, actions=8, rules=12, properties=1, cases=0, depth=1, people=0, numbers=0, provisos=0.5, delays=1
)

Asked = Callable[[Engine], Sequence[Question]]


def questions(declared: Property) -> list[Asked]:
    """All that is asked about one claim."""
    return [
        lambda engine: engine.counterexample(declared),
        lambda engine: engine.occasion(declared),
        lambda engine: engine.hollow(declared),
    ]


def whole(asked: Asked) -> Asked:
    """The same with every sentence of the law, none of which is left out."""
    return lambda engine: tuple(Question(question.sentences, question.alternatives) for question in asked(engine))


def decide(policy: Policy, declared: Property, asked: Asked) -> Outcome:
    laboratory = Laboratory(policy, Limits(), 2)
    return laboratory.decide(asked, peopled=laboratory.peopled(declared))


def compare(policy: Policy, where: str) -> tuple[int, int]:
    """How many questions there were, and how many were answered from less than the whole."""
    asked_in_all = smaller = 0
    for declared in policy.properties.values():
        for asked in questions(declared):
            part, all_of_it = decide(policy, declared, asked), decide(policy, declared, whole(asked))
            # with less to speak of, fewer witnesses have to be left out: a part may prove what the whole leaves open
            assert type(part) is type(all_of_it) or isinstance(all_of_it, NoneUpTo | Undecided), f"{declared.name}, {where}"
            asked_in_all += 1
            smaller += sentences(part) < sentences(all_of_it)
    return asked_in_all, smaller


def sentences(outcome: Outcome) -> int:
    """How many sentences an answer looked at."""
    match outcome:
        case Found():
            return len(outcome.question.sentences)
        case Ruled(proofs):
            return sum(len(question.sentences) for _, question in proofs)
        case _:
            return 0


def compare_all(seeds: range, knobs: Knobs) -> None:
    """Compare, and see that leaving out is what has been compared. (Of laws that are compared, much is asked in any case.)"""
    counts = [compare(made(seed, knobs), f"made({seed}, {knobs})") for seed in seeds]
    assert sum(smaller for _, smaller in counts) > sum(asked for asked, _ in counts) / (40 if knobs is COMPARED else 10)


def made(seed: int, knobs: Knobs) -> Policy:
    """A random policy; every other one of some knobs is made of two laws, or compared with another law."""
    if knobs is COMPARED:
        return beside_another(seed, knobs, closeness=0.9)
    policy = read(random_policy(seed, knobs))
    return in_two_laws(policy, Random(seed)) if knobs is LATER and seed % 2 else policy


@pytest.mark.parametrize("block", range(3))
def test_a_part_answers_as_the_whole(block: int) -> None:
    compare_all(range(block * 5, block * 5 + 5), LARGE)


def test_a_part_answers_as_the_whole_where_there_are_people() -> None:
    compare_all(range(8), PEOPLED)


@pytest.mark.parametrize("block", range(2))
def test_a_part_answers_as_the_whole_with_later_conditions_and_several_laws(block: int) -> None:
    compare_all(range(block * 5, block * 5 + 3), LATER)


def test_a_part_answers_as_the_whole_where_laws_are_compared() -> None:
    compare_all(range(40), COMPARED)


@pytest.mark.long
@pytest.mark.parametrize("block", range(40))
def test_parts_of_many_policies_answer_as_the_whole(block: int) -> None:
    compare_all(range(1000 + 20 * block, 1010 + 20 * block), LARGE)
    compare_all(range(1010 + 20 * block, 1020 + 20 * block), PEOPLED)
    compare_all(range(1000 + 20 * block, 1010 + 20 * block), LATER)
    compare_all(range(1000 + 20 * block, 1020 + 20 * block), COMPARED)


def test_what_was_asked_before_changes_no_scenario() -> None:
    """The story of each property is the same by itself and after all others, in a room that has grown or been cleared."""
    for seed in range(6):
        policy = read(random_policy(seed, LARGE))
        together = check(policy, CheckOptions()).properties
        for one in together:
            (alone,) = check(policy, CheckOptions(properties=(one.property.name,))).properties
            assert alone.verdict == one.verdict
            assert [told.scenario for told in alone.tellings] == [told.scenario for told in one.tellings]
            assert alone.rests_on == one.rests_on


def test_the_variable_of_a_claim_is_named_however_many_witnesses_there_are() -> None:
    """Were it left out for want of room, nothing would be asked, and everything would be proved."""
    many = range(20)
    policy = read(
        "policy crowd\nparty ring\nentity Person\nfact bad(p: Person)\n"
        + "".join(f"fact f{i}(p: Person)\n" for i in many)
        + "action release by ring\naction tell(p: Person) by ring\nrule closed: ring must not release unless permitted\n"
        + "".join(f"rule r{i}: ring may release if some Person p: f{i}(p)\n" for i in many)
        + "property p: no tell(p) if at least 2 Person q: bad(q)\n"
    )
    (result,) = check(policy, CheckOptions(stories=False)).properties
    assert result.verdict == "fails"


CHAIN = read(
    "policy chain\nparty ring\nevent consent\n"
    + "".join(f"action a{i} by ring\nrule c{i}: ring must not a{i} unless permitted\n" for i in range(4))
    + "".join(f"rule p{i}: ring may a{i} if a{i + 1}\n" for i in range(3))
    + "rule p3: ring may a3 if consent\n"
    + "property far: no a0 without consent\nproperty near: no a3 without consent\n"
)
"""The reason why the first action needs consent lies three rings away."""


def test_a_part_grows_as_far_as_it_must() -> None:
    for name, sentences in (("far", 4), ("near", 1)):
        declared = CHAIN.properties[name]
        proof = decide(CHAIN, declared, questions(declared)[0])
        assert isinstance(proof, Ruled)
        assert [len(question.sentences) for _, question in proof.proofs] == [sentences]


@pytest.mark.parametrize("end", ["denial", "consent"])
def test_each_end_of_a_trigger_starts_the_duty(end: str) -> None:
    policy = read(
        "policy ends\nparty ring\nevent consent\nevent denial\naction tell by ring\n"
        "rule told: ring must tell within 1 hour after earliest of { consent; denial }\n"
        f"property p: always if {end} then tell\n"
    )
    (result,) = check(policy, CheckOptions(stories=False)).properties
    assert result.verdict == "holds"


def test_what_lies_outside_a_part_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a part would answer for what only the rest forbids."""
    monkeypatch.setattr(slices, "silence", lambda *_: [])
    declared = CHAIN.properties["far"]
    assert isinstance(decide(CHAIN, declared, questions(declared)[0]), Found)
