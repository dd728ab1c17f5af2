"""One question in an open world of its own, with as many witnesses as it calls for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.nature import nature
from policyproof.encode.questions import Engine
from policyproof.encode.world import OpenWorld, Registry
from policyproof.logic.terms import Terms
from policyproof.policy.model import Policy

MAX_PASSES: Final = 6
"""Groundings of an open world until no new witness is called for; more are cut off, which is sound."""


class Opened(msgspec.Struct, frozen=True):
    """What cannot be true here cannot be true for any number of people.

    `complete`: and what can be true here is a scenario with no more than `witnesses` individuals of each kind.
    """

    engine: Engine
    question: Question
    complete: bool
    witnesses: int


def open_world(policy: Policy, asked: Callable[[Engine], Question], depth: int) -> Opened:
    """The question over witnesses up to `depth`: grounded again until it calls for no new ones."""
    registry = Registry()
    known: dict[str, tuple[str, ...]] = {}
    passes = 0
    while True:
        passes += 1
        world = OpenWorld(policy, Terms(), depth, known, registry)
        engine = Engine(policy, world)
        question = asked(engine)
        question.lits(engine.terms)  # all of it is read now: each sentence may call for witnesses
        nature(engine.g)  # the order of nature may call for more
        made = {entity: tuple(names) for entity, names in world.made.items()}
        stable = made == known or not any(made.values())
        if stable or passes >= MAX_PASSES:
            witnesses = max((len(names) for names in made.values()), default=0)
            return Opened(engine, question, stable and not world.dropped, witnesses)
        known = made
