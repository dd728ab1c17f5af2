"""All ways in which a claim can be broken: each minimal set of licences once, and the proof that there are no others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.questions import Engine
from policyproof.english.material import Telling
from policyproof.policy.model import Property
from policyproof.search.decide import Asked, Found, Outcome, Ruled
from policyproof.search.openings import without_ways
from policyproof.search.telling import tell

MAX_WAYS: Final = 64
"""More ways than this are not listed; the report then does not say that there are no others."""


class Ways(msgspec.Struct, frozen=True):
    """`complete`: there are no others, proved for any number of people."""

    tellings: tuple[Telling, ...]
    complete: bool


def all_ways(
    found: Found, declared: Property, asked: Asked, decide: Callable[[Asked], Outcome], *, so_far: bool = False
) -> Ways:
    """Every way, the first one found first. `asked` builds the questions that `found` answers, and `decide` decides them."""
    tellings: list[Telling] = []
    ways: list[tuple[str, ...]] = []
    while True:
        plain = asked(found.room.engine)[0] if ways else None  # a claim with ways is one question
        way = tell(found, declared, so_far=so_far, plain=plain)
        tellings.append(way.telling)
        if not way.opened:  # nothing had to open it, or a way is not a matter of licences
            return Ways(tuple(tellings), complete=way.opened is not None)
        ways.append(way.opened)
        outcome = decide(lambda engine: tuple(_without(engine, question, ways) for question in asked(engine)))
        if not isinstance(outcome, Found) or len(ways) >= MAX_WAYS:
            return Ways(tuple(tellings), complete=isinstance(outcome, Ruled))
        found = outcome


def _without(engine: Engine, question: Question, ways: list[tuple[str, ...]]) -> Question:
    """The question again, without what these ways open."""
    alternatives = [
        msgspec.structs.replace(alternative, lit=without_ways(engine, alternative, ways))
        for alternative in question.alternatives
    ]
    return msgspec.structs.replace(question, alternatives=tuple(alternatives))
