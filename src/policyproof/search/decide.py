"""Is there such a scenario? Two one-sided searches take turns, and each answers for any number of people.

A scenario found in a closed world of k individuals is real. What cannot be in an open world cannot be for any number. See
docs/meaning.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.free import parts, reached
from policyproof.encode.nature import nature
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld, OpenWorld, Registry
from policyproof.logic.terms import FALSE, Lit, Terms
from policyproof.policy.formulas import Exists, Formula, Var
from policyproof.policy.model import Duty, Policy, Property
from policyproof.solve.answers import Answer, Limits, Model, Satisfiable, Unknown, Unsatisfiable
from policyproof.solve.session import Session

Asked = Callable[[Engine], tuple[Question, ...]]
"""Builds the same questions in any world; one with an answer is enough."""

DEFAULT_PEOPLE: Final = 4
MAX_DEPTH: Final = 3
MOST_PEOPLE: Final = 8
"""Where an open world says how many individuals suffice, closed worlds are tried up to this many."""
MAX_PASSES: Final = 6
"""Groundings of an open world until no new witness is called for; more are cut off, which is sound."""


class Room:
    """One world with its engine and its solver."""

    def __init__(self, policy: Policy, world: ClosedWorld | OpenWorld, limits: Limits) -> None:
        self.engine = Engine(policy, world)
        self.session = Session(world.terms, limits)
        self._nature: list[Lit] = []
        self._met = -1

    def nature(self) -> list[Lit]:
        """What nature says of all instances met so far; the solver supposes it from now on."""
        met = len(self.engine.g.events) + len(self.engine.g.facts)
        if met != self._met:
            self._nature = nature(self.engine.g)
            self._met = len(self.engine.g.events) + len(self.engine.g.facts)
            self.session.always(self._nature)
        return self._nature

    def ask_all(self, lits: Sequence[Lit]) -> Answer:
        """Can all of these be true together, as nature goes?"""
        self.nature()
        return self.session.ask(lits)

    def refutes(self, lits: Sequence[Lit]) -> bool:
        """Proved: they cannot all be true together, as nature goes."""
        self.nature()
        return isinstance(self.session.ask(lits, model=False), Unsatisfiable)

    def prepare(self, questions: tuple[Question, ...]) -> None:
        """Load questions together, before they are asked."""
        lits = [lit for question in questions for lit in question.lits(self.engine.terms)]
        self.nature()
        self.session.prepare(lits)

    def ask(self, question: Question, *, model: bool = True, work: int | None = None) -> Answer:
        lits = question.lits(self.engine.terms)
        if FALSE in lits:
            return Unsatisfiable()
        self.nature()
        return self.session.ask(lits, model=model, work=work)


class Found(msgspec.Struct, frozen=True):
    """A scenario, in a closed world."""

    room: Room
    question: Question
    model: Model


class Ruled(msgspec.Struct, frozen=True):
    """There is none, for any number of people: each question refuted in its room."""

    proofs: tuple[tuple[Room, Question], ...]


class NoneUpTo(msgspec.Struct, frozen=True):
    """There is none with up to so many individuals of each kind; beyond that it is open."""

    people: int


class Undecided(msgspec.Struct, frozen=True):
    reason: str


Outcome = Found | Ruled | NoneUpTo | Undecided


class Laboratory:
    """The closed worlds of one policy, kept from question to question."""

    def __init__(self, policy: Policy, limits: Limits, people: int = DEFAULT_PEOPLE) -> None:
        self.policy = policy
        self.limits = limits
        self.people = people
        self._rooms: dict[int, Room] = {}
        self._peopled = speaks_of_individuals(policy)

    def room(self, size: int) -> Room:
        found = self._rooms.get(size)
        if found is None:
            found = self._rooms[size] = Room(self.policy, ClosedWorld(self.policy, Terms(), size), self.limits)
        return found

    def peopled(self, declared: Property | None) -> bool:
        """Whether the answer can depend on who there is."""
        return self._peopled or (declared is not None and claim_speaks_of_individuals(self.policy, declared))

    def decide(self, asked: Asked, *, peopled: bool, model: bool = True, work: int | None = None) -> Outcome:
        """Is there a scenario that answers one of the questions? Without `model`, one that is found is not described.

        `work` bounds each question to the solver by so many units, for what is not worth more.
        """
        reason: str | None = None
        enough: int | None = None
        open_ended = peopled
        size = 0
        while True:
            outcome = self._closed(asked, size, model=model, work=work)
            if isinstance(outcome, Found):
                return outcome
            if isinstance(outcome, Undecided):
                reason = reason or outcome.reason
            elif not peopled:
                return outcome
            if not peopled:
                return Undecided(reason or "")
            limit = self.people if enough is None else max(self.people, min(enough, MOST_PEOPLE))
            if open_ended and (0 < size <= MAX_DEPTH or size >= limit):  # a world of one is cheaper than a proof
                attempt = self._open(asked, min(max(size, 1), MAX_DEPTH), work)
                if isinstance(attempt, Ruled):
                    return attempt
                if isinstance(attempt, Undecided):
                    reason = reason or attempt.reason
                elif attempt.complete:
                    open_ended, enough = False, attempt.witnesses
                    limit = max(self.people, min(enough, MOST_PEOPLE))
            if size >= limit:
                break
            size += 1
        return Undecided(reason) if reason is not None else NoneUpTo(size)

    def decide_in(self, asked: Asked, size: int, *, model: bool = True, work: int | None = None) -> Found | Ruled | Undecided:
        """The same where it is said who there is: nobody but so many of each."""
        return self._closed(asked, size, model=model, work=work)

    def _closed(self, asked: Asked, size: int, *, model: bool, work: int | None) -> Found | Ruled | Undecided:
        room = self.room(size)
        questions = asked(room.engine)
        reason: str | None = None
        proofs = []
        for question in questions:
            match room.ask(question, model=model, work=work):
                case Satisfiable(found):
                    return Found(room, question, found)
                case Unknown(why):
                    reason = reason or why
                case Unsatisfiable():
                    proofs.append((room, question))
        return Ruled(tuple(proofs)) if reason is None else Undecided(reason)

    def _open(self, asked: Asked, depth: int, work: int | None) -> Ruled | Undecided | _Satisfied:
        """Refute the questions in an open world, each with witnesses of its own."""
        proofs: list[tuple[Room, Question]] = []
        count = len(asked(self.room(0).engine))
        satisfied: _Satisfied | None = None
        for index in range(count):
            attempt = self._refute(asked, index, depth, work)
            match attempt:
                case Ruled(found):
                    proofs += found
                case Undecided():
                    return attempt
                case _Satisfied():
                    satisfied = (
                        attempt
                        if satisfied is None
                        else _Satisfied(
                            complete=satisfied.complete and attempt.complete,
                            witnesses=max(satisfied.witnesses, attempt.witnesses),
                        )
                    )
        return Ruled(tuple(proofs)) if satisfied is None else satisfied

    def _refute(self, asked: Asked, index: int, depth: int, work: int | None) -> Ruled | Undecided | _Satisfied:
        registry = Registry()
        known: dict[str, tuple[str, ...]] = {}
        passes = 0
        while True:
            passes += 1
            world = OpenWorld(self.policy, Terms(), depth, known, registry)
            room = Room(self.policy, world, self.limits)
            question = asked(room.engine)[index]
            room.nature()
            made = {entity: tuple(names) for entity, names in world.made.items()}
            stable = made == known or not any(made.values())
            if stable or passes >= MAX_PASSES:
                break
            known = made
        match room.ask(question, model=False, work=work):
            case Unsatisfiable():
                return Ruled(((room, question),))
            case Unknown(why):
                return Undecided(why)
            case Satisfiable():
                return _Satisfied(
                    complete=stable and not world.dropped, witnesses=max((len(names) for names in made.values()), default=0)
                )


class _Satisfied(msgspec.Struct, frozen=True):
    """An open world cannot refute it; `complete`: so there is a scenario with no more than `witnesses` individuals of each
    kind.
    """

    complete: bool
    witnesses: int


def speaks_of_individuals(policy: Policy) -> bool:
    """Whether what is lawful, or what can be, depends on who there is."""
    if any(fact.type == "entity" for fact in policy.facts.values()):
        return True
    for rule in policy.rules.values():
        if any(not param.over_kind for param in rule.params):
            return True
        action = getattr(rule.sentence, "action", None)
        if action is not None and any(not param.over_kind for param in policy.events[action].params):
            return True
        deadline = rule.sentence.deadline if isinstance(rule.sentence, Duty) else None
        excused = rule.sentence.excused if isinstance(rule.sentence, Duty) else None
        if names_individuals(policy, rule.condition, rule.unless, excused) or (deadline and _names(deadline.trigger)):
            return True
    return names_individuals(policy, *(statement.body for statement in policy.assumptions.values()))


def claim_speaks_of_individuals(policy: Policy, declared: Property) -> bool:
    """The same for one claim."""
    if any(not variable.over_kind for variable in declared.variables):
        return True
    hypotheses = [policy.hypotheses[name].body for name in declared.supposing]
    formulas = [
        value for field in declared.claim.__struct_fields__ if isinstance(value := getattr(declared.claim, field), Formula)
    ]
    return names_individuals(policy, *formulas, *hypotheses)


def names_individuals(policy: Policy, *formulas: Formula | None) -> bool:
    return any(
        isinstance(node, Exists) or (isinstance(node, Var) and not node.over_kind) for node in reached(policy, *formulas)
    )


def _names(point: object) -> bool:
    return any(isinstance(node, Var) and not node.over_kind for node in parts(point))
