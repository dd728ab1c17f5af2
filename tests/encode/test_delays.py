"""When duties fall due, delays included."""

from __future__ import annotations

import pytest

from meaning.told import law
from policyproof.encode.delays import Due, longest_due
from policyproof.encode.nature import nature
from policyproof.encode.questions import Engine
from policyproof.encode.valuation import Silenced, Struck
from policyproof.encode.world import ClosedWorld, OpenWorld, Registry
from policyproof.logic.terms import TRUE, Terms
from policyproof.policy.model import Policy

DUTY = "rule told: ring must notify within 10 minutes after release"
ALWAYS_SO = "delay extra by court postpones told by up to 5 minutes renewable"
IF_GAGGED = "delay longer by owner postpones told by up to 1 hour if gag"
FOR_GOOD = "delay endless by owner postpones told indefinitely"
EACH = "delay extra(p: Person) by court postpones told by up to 5 minutes renewable"


def dues(policy: Policy, people: int = 0) -> tuple[Engine, list[Due]]:
    engine = Engine(policy, ClosedWorld(policy, Terms(), people))
    return engine, engine.law.dues(policy.rules["told"], {}, engine.g.minute("release", ()), engine.plain, 0)


def test_without_delays_the_date_is_its_own() -> None:
    engine, found = dues(law(DUTY))
    assert found == [(TRUE, (engine.g.minute("release", ())[0], 10))]


def test_each_grant_adds_its_minutes() -> None:
    engine, ((when, due),) = dues(law(DUTY, ALWAYS_SO))
    assert when == TRUE
    assert due is not None
    release, number = engine.g.minute("release", ()), engine.terms.number(("number", "extra", ()))
    assert engine.terms.sums[due[0]] == (release[0], ((number, 5),))
    assert due[1] == 10


def test_delays_add_up_and_conditions_tell_the_dates_apart() -> None:
    engine, found = dues(law(DUTY, ALWAYS_SO, IF_GAGGED, FOR_GOOD))
    assert len(found) == 4
    endless = [when for when, due in found if due is None]
    assert len(endless) == 2
    sums = [dict(engine.terms.sums[due[0]][1]) for _, due in found if due is not None]
    extra, longer = (engine.terms.number(("number", name, ())) for name in ("extra", "longer"))
    assert sums == [{extra: 5, longer: 60}, {extra: 5}]


def test_exactly_one_date_is_the_one() -> None:
    engine, found = dues(law(DUTY, ALWAYS_SO, IF_GAGGED, FOR_GOOD))
    whens = [when for when, _ in found]
    for gag in (True, False):
        for count in (0, 1):
            booleans = {engine.g.happens("gag", ()) >> 1: gag}
            numbers = [count] * len(engine.terms.numbers)
            truth = engine.terms.evaluate(whens, booleans, [0] * len(engine.terms.times), numbers)
            assert sum(truth[when >> 1] != bool(when & 1) for when in whens) == 1


def test_the_grants_of_everybody_add_up() -> None:
    policy = law(DUTY, EACH)
    engine, ((_, due),) = dues(policy, people=2)
    assert due is not None
    assert [factor for _, factor in engine.terms.sums[due[0]][1]] == [5, 5]


def test_who_is_not_there_has_no_grants() -> None:
    policy = law(DUTY, EACH)
    engine, _ = dues(policy, people=1)
    number = engine.terms.number(("number", "extra", ("Person.1",)))
    absent = engine.terms.disj((engine.terms.boolean(("in", "Person", "Person.1")), engine.terms.at_most({number: 1}, 0)))
    assert absent in nature(engine.g)


def test_an_open_world_counts_the_grants_of_people_it_cannot_list() -> None:
    policy = law(DUTY, EACH)
    world = OpenWorld(policy, Terms(), 2, {"Person": ("Person:a",)}, Registry())
    engine = Engine(policy, world)
    ((when, due),) = engine.law.dues(policy.rules["told"], {}, engine.g.minute("release", ()), engine.plain, 1)
    assert when == TRUE
    assert due is not None
    ((total, factor),) = engine.terms.sums[due[0]][1]
    assert factor == 5
    known = engine.terms.number(("number", "extra", ("Person:a",)))
    assert engine.terms.at_most({known: 1, total: -1}, 0) in next(iter(engine.g.sides.values()))
    assert len(world.made["Person"]) == 2  # and somebody has one, if anybody has


@pytest.mark.parametrize(
    ("valuation", "counts"),
    [
        (Silenced(frozenset({"court"}), ("notify", ())), True),
        (Silenced(frozenset({"ring"}), ("notify", ())), False),
        (Struck(0, ("notify", ())), True),
    ],
)
def test_a_grant_is_a_word_that_can_be_silenced(valuation: Silenced | Struck, counts: bool) -> None:  # noqa: FBT001 # the expected answer
    engine, _ = dues(law(DUTY, ALWAYS_SO))
    context = engine.g.context_of(valuation)
    policy = engine.policy
    ((_, due),) = engine.law.dues(policy.rules["told"], {}, engine.g.minute("release", ()), context, 0)
    assert due is not None
    assert (due[0] in engine.terms.sums) == counts


def test_a_grant_on_a_standard_is_struck_with_it() -> None:
    sworn = "delay extra by court on probable-cause postpones told by up to 5 minutes renewable"
    engine, _ = dues(law(DUTY, sworn))
    assert engine.g.is_silent("extra", Struck(1, ("notify", ())))
    assert not engine.g.is_silent("extra", Struck(3, ("notify", ())))


def test_all_that_may_be_granted_bounds_the_date() -> None:
    capped = "delay extra by court postpones told by up to 5 minutes renewable at most 3 times if gag"
    engine, found = dues(law(DUTY, capped))
    release = engine.g.minute("release", ())
    assert len(found) == 2
    assert longest_due(engine.law, engine.policy.rules["told"], (release[0], 10)) == (release[0], 10 + 4 * 5)
    for unbounded in (ALWAYS_SO, FOR_GOOD, EACH):
        engine, _ = dues(law(DUTY, unbounded))
        assert longest_due(engine.law, engine.policy.rules["told"], (release[0], 10)) is None
