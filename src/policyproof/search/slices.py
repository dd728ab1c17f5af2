"""A question about a large policy, asked of a small part of it.

The part grows ring by ring around what the claim speaks of. What has no answer in a part has none in the whole. What has one
there with everything else quiet (no other event happens) is an answer in the whole: no sentence about what does not happen can
be broken. Which ring answers depends on the question alone, never on what was asked before or on the solver's mood.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.logic.terms import FALSE, Lit
from policyproof.search.errors import InternalDisagreement
from policyproof.search.room import Room
from policyproof.solve.answers import Answer, Satisfiable, Unknown, Unsatisfiable

Ground = Callable[[Collection[str]], tuple[Room, Question]]
"""The part of a question that is about some events, and the room to ask it in."""


def ask(room: Room, question: Question, *, model: bool = True, work: int | None = None) -> tuple[Answer, Question]:
    """The answer, and the part of the question that was answered (for a yes: with what is quiet)."""
    answer, _, part = ask_in(lambda active: (room, question.within(active)), begin(room, question), model=model, work=work)
    return answer, part


def begin(room: Room, question: Question) -> set[str]:
    """The events that a question is first asked about: those that the claim speaks of."""
    about = events(room, [question.either(room.engine.terms)])
    about.update(alternative.act[0] for alternative in question.alternatives if alternative.act is not None)
    return about


def ask_in(ground: Ground, about: Collection[str], *, model: bool, work: int | None = None) -> tuple[Answer, Room, Question]:
    """The same, begun with the part about these events, in a room that may be another for every part."""
    active = set(about)
    while True:
        room, part = ground(active)
        lits = part.lits(room.engine.terms)
        if FALSE in lits:
            return Unsatisfiable(), room, part
        mentioned = events(room, lits)
        room.attend(lits)
        free = [event for event in mentioned if not part.binds(event)]
        quiet = [] if part.about is None else silence(room, active.union(free))
        answer = room.session.ask([*lits, *quiet], model=model, work=work)
        if isinstance(answer, Satisfiable):
            return answer, room, msgspec.structs.replace(part, quiet=tuple(quiet))
        if isinstance(answer, Unsatisfiable) and not room.session.used(quiet):
            return answer, room, part
        aloud = room.session.ask(lits, model=False, work=work) if quiet else answer
        if isinstance(aloud, Unsatisfiable):
            return aloud, room, part
        if mentioned <= active:
            if isinstance(answer, Unsatisfiable) and isinstance(aloud, Satisfiable):
                raise InternalDisagreement("what nobody asks about cannot be quiet")
            return (aloud if isinstance(aloud, Unknown) else answer), room, part
        active |= mentioned


def events(room: Room, lits: Iterable[Lit]) -> set[str]:
    """The events that terms speak of."""
    names = frozenset[str]().union(*(room.mentions.of(lit).names for lit in lits))
    return {name for name in names if name in room.engine.policy.events}


def silence(room: Room, active: set[str]) -> list[Lit]:
    """That of all events asked about in the room none but these happens."""
    terms, declared = room.engine.terms, room.engine.policy.events
    happens = [terms.known(("happens", name, args)) for name, args in room.instances if name in declared and name not in active]
    return [lit ^ 1 for lit in happens if lit is not None]
