"""Which question a claim is: what it looks at, and when it is read."""

from __future__ import annotations

import pytest

from meaning.told import law
from policyproof.encode.delays import due_minute
from policyproof.encode.free import free_variables
from policyproof.encode.questions import Engine, looks_further, needs_moment
from policyproof.encode.world import ClosedWorld
from policyproof.logic.terms import FALSE, Terms
from policyproof.policy.formulas import Formula
from policyproof.policy.model import Always, Duty, NoIf, Policy

RULES = (
    "term basis means warrant or consent",
    "term late means release after warrant",
    "rule closed: ring must not release unless permitted",
    "rule r: ring may release if basis",
    "rule told: ring must notify within 3 hours after release",
)


def parsed(body: str) -> tuple[Policy, Formula]:
    policy = law(*RULES, f"property p: always {body}")
    claim = policy.properties["p"].claim
    assert isinstance(claim, Always)
    return policy, claim.body


def engine(policy: Policy, people: int = 0) -> Engine:
    return Engine(policy, ClosedWorld(policy, Terms(), people))


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ("encrypted", False),
        ("release at least 2 hours after warrant", False),
        ("warrant at least 2 hours ago", True),
        ("may release", True),
        ("must notify", True),
        ("r applies", True),
        ("at warrant: (may release)", False),
        ("release under r", False),
        ("told breached", False),
        ("not (encrypted or (may release))", True),
    ],
)
def test_what_is_read_at_a_moment_of_its_own(body: str, needs: bool) -> None:  # noqa: FBT001 # the expected answer
    assert needs_moment(*parsed(body)) == needs


@pytest.mark.parametrize(
    ("body", "further"),
    [
        ("basis", False),
        ("warrant at least 2 hours ago", False),
        ("late", True),
        ("eventually warrant", True),
        ("told breached", True),
        ("at warrant: encrypted", True),
    ],
)
def test_what_looks_further_than_the_act(body: str, further: bool) -> None:  # noqa: FBT001 # the expected answer
    assert looks_further(*parsed(body)) == further


def test_hollow_is_asked_only_of_claims_that_look_no_further() -> None:
    near, far = (law(*RULES, f"property p: no release without {body}") for body in ("basis", "late"))
    assert len(engine(near).hollow(near.properties["p"])) == 1
    assert engine(far).hollow(far.properties["p"]) == ()


@pytest.mark.parametrize(
    ("claim", "occasions"),
    [
        ("no release without basis", 1),
        ("no release if basis", 2),
        ("never release", 0),
        ("always basis", 0),
        ("always if basis then encrypted", 1),
        ("may release", 0),
        ("may release if basis", 1),
        ("must notify within 3 hours after release", 1),
        ("possible release", 0),
        ("no dilemma", 0),
    ],
)
def test_what_could_make_a_claim_vacuous(claim: str, occasions: int) -> None:
    policy = law(*RULES, f"property p: {claim}")
    assert len(engine(policy).occasion(policy.properties["p"])) == occasions


def test_a_question_about_nobody_is_false() -> None:
    """`agrees(x)` for everybody x, in a world of nobody."""
    policy = law("property p: no tell(x) if agrees(x)")
    built = engine(policy)
    (question,) = built.counterexample(policy.properties["p"])
    assert question.either(built.terms) == FALSE
    (peopled,) = engine(policy, people=2).counterexample(policy.properties["p"])
    assert len(peopled.alternatives) == 2


def test_questions_are_built_once() -> None:
    policy = law(*RULES, "property p: no release without basis")
    built = engine(policy)
    assert built.counterexample(policy.properties["p"]) is built.counterexample(policy.properties["p"])


def test_one_alternative_for_each_doer_and_leaf() -> None:
    policy = law("property p: no seize if danger", "property q: no hand(content) if danger")
    built = engine(policy)
    ((seize,), (hand,)) = (built.counterexample(policy.properties[name]) for name in "pq")
    assert [alternative.doer for alternative in seize.alternatives] == ["bureau", "desk"]
    assert [alternative.act for alternative in hand.alternatives] == [("hand", ("stored",)), ("hand", ("live",))]


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ("within 3 hours after warrant", 180),
        ("not later than 3 hours after warrant", 180),
        ("not later than warrant", 0),
        ("within 3 hours before warrant", 0),
        ("before warrant", -1),
        ("at least 3 hours before warrant", -180),
        ("together with warrant", 0),
        ("promptly after warrant", None),
        ("", None),
    ],
)
def test_due_minutes(deadline: str, due: int | None) -> None:
    policy = law(f"rule d: ring must notify {deadline}")
    sentence = policy.rules["d"].sentence
    assert isinstance(sentence, Duty)
    found = due_minute(engine(policy).reader, sentence.deadline, (7, 0))
    assert found == (None if due is None else (7, due))


def test_bound_variables_are_not_free() -> None:
    policy = law("property p: no tell(x) if every Person y where shown(y): guardian(y) is x")
    claim = policy.properties["p"].claim
    assert isinstance(claim, NoIf)
    assert free_variables(claim.condition) == ("x",)
