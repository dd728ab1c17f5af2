"""A solver and what it knows: sentences spared as if one by one, whatever was asked before."""

from __future__ import annotations

from random import Random

import pytest

from meaning.told import law
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld
from policyproof.logic.terms import FALSE, Lit, Terms
from policyproof.search.room import Room
from policyproof.solve.answers import Limits


def room() -> Room:
    policy = law("property p: never release")
    return Room(Engine(policy, ClosedWorld(policy, Terms(), 0)), Limits())


def spared_one_by_one(room: Room, given: list[Lit], lits: list[Lit]) -> list[bool]:
    left = list(range(len(lits)))
    for place in range(len(lits)):
        rest = [other for other in left if other != place]
        if room.refutes([*given, *(lits[other] for other in rest)]):
            left = rest
    return [place in left for place in range(len(lits))]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_indispensable_is_what_is_left_when_each_is_tried_in_turn(seed: int) -> None:
    rng = Random(seed)
    here = room()
    terms = here.engine.terms
    atoms = [terms.boolean(("fact", f"atom {i}")) ^ rng.randint(0, 1) for i in range(4)]
    atoms += [terms.before(terms.time(f"t{i}"), terms.time(f"t{(i + 1) % 3}")) for i in range(3)]
    lits = [terms.disj([atom ^ rng.randint(0, 1) for atom in rng.sample(atoms, rng.randint(1, 2))]) for _ in range(14)]
    given, lits = lits[:2], [*lits[2:], *rng.choices([lits[3], FALSE], [9, 1])]
    if here.refutes([*given, *lits]):
        assert here.indispensable(given, lits) == spared_one_by_one(here.fresh(), given, lits)
