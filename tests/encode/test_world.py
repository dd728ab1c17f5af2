"""Who there is: closed worlds of so many, open worlds of named witnesses."""

from __future__ import annotations

from collections.abc import Callable

from meaning.told import law
from policyproof.encode.world import MAX_WITNESSES, ClosedWorld, Env, OpenWorld, Registry
from policyproof.logic.terms import FALSE, TRUE, Lit, Terms
from policyproof.policy.formulas import Var
from policyproof.source import Span

POLICY = law()
WHO = Var(Span("", 0, 0, 1, 1), "x", "Person", over_kind=False)
LEAF = Var(Span("", 0, 0, 1, 1), "x", "Data", over_kind=True)


def shown(terms: Terms) -> Callable[[Env], Lit]:
    return lambda env: terms.boolean(("shown", env["x"]))


def open_world(terms: Terms, depth: int = 2, *known: str) -> OpenWorld:
    return OpenWorld(POLICY, terms, depth, {"Person": known}, Registry())


def test_some_in_a_closed_world_is_somebody_present() -> None:
    terms = Terms()
    world = ClosedWorld(POLICY, terms, 2)
    (first, one), (second, two) = world.members("Person")
    has = shown(terms)
    either = terms.disj((terms.conj((first, has({"x": one}))), terms.conj((second, has({"x": two})))))
    assert world.some(WHO, {}, "key", 0, has) == either


def test_every_in_an_empty_world_is_true_and_some_is_false() -> None:
    terms = Terms()
    world = ClosedWorld(POLICY, terms, 0)
    assert world.every(WHO, {}, "key", 0, shown(terms)) == TRUE
    assert world.some(WHO, {}, "key", 0, shown(terms)) == FALSE


def test_leaves_are_always_all_there() -> None:
    terms = Terms()
    for world in (ClosedWorld(POLICY, terms, 0), open_world(terms)):
        named = [terms.boolean(("shown", leaf)) for leaf in POLICY.kinds["Data"].leaves]
        assert world.some(LEAF, {}, "key", 1, shown(terms)) == terms.disj(named)
        assert world.every(LEAF, {}, "key", 1, shown(terms)) == terms.conj(named)


def test_what_is_asserted_of_somebody_gets_a_witness_of_its_own() -> None:
    terms = Terms()
    world = open_world(terms)
    first = world.some(WHO, {}, "a question", 1, shown(terms))
    assert first != world.some(WHO, {}, "another question", 1, shown(terms))
    assert first == world.some(WHO, {}, "a question", 1, shown(terms))
    assert len(world.made["Person"]) == 2


def test_what_is_asserted_of_everybody_is_asked_of_the_known_only() -> None:
    terms = Terms()
    assert open_world(terms).every(WHO, {}, "key", 1, shown(terms)) == TRUE
    known = open_world(terms, 2, "a", "b")
    assert known.every(WHO, {}, "key", 1, shown(terms)) == terms.conj(
        [terms.boolean(("shown", "a")), terms.boolean(("shown", "b"))]
    )


def test_a_witness_beyond_the_depth_is_dropped_and_nothing_is_claimed_of_it() -> None:
    terms = Terms()
    world = open_world(terms, 1)
    near = world.witness("Person", "near", ())
    assert near is not None
    assert not world.dropped
    assert world.witness("Person", "far", (near,)) is None
    assert world.some(WHO, {"y": near}, "key", 1, shown(terms)) == TRUE
    assert world.dropped


def test_witnesses_are_not_without_number() -> None:
    world = open_world(Terms(), 3)
    made = [world.witness("Person", str(number), ()) for number in range(MAX_WITNESSES + 1)]
    assert None not in made[:-1]
    assert made[-1] is None
    assert world.dropped


def test_two_witnesses_may_be_one_and_counted_ones_are_not() -> None:
    terms = Terms()
    world = open_world(terms)
    assert world.same("Person", "a", "a") == TRUE
    assert world.same("Person", "a", "b") == world.same("Person", "b", "a")
    assert world.same("Person", "a", "b") not in {TRUE, FALSE}
    two = world.at_least(2, WHO, {}, "two", 1, lambda env, _: terms.boolean(("shown", env["x"])))
    first, second = world.made["Person"]
    assert terms.conj((two, world.same("Person", first, second))) == FALSE


def test_individuals_of_a_closed_world_are_different() -> None:
    world = ClosedWorld(POLICY, Terms(), 2)
    assert world.same("Person", "Person.1", "Person.2") == FALSE
    assert world.same("Person", "Person.1", "Person.1") == TRUE
