"""Is there such a scenario? Two one-sided searches take turns, and each answers for any number of people.

A scenario found in a closed world of k individuals is real. What cannot be in an open world cannot be for any number. See
docs/meaning.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.free import parts, reached
from policyproof.encode.opened import open_world
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld, Demands, OpenWorld, Registry
from policyproof.english.material import Link
from policyproof.logic.terms import Lit, Terms
from policyproof.policy.formulas import Exists, Formula, Var
from policyproof.policy.model import Complies, Duty, Permits, Policy, Property, SameAs
from policyproof.search.cycles import shortest_cycle
from policyproof.search.room import Room
from policyproof.search.slices import ask, ask_in, begin
from policyproof.solve.answers import Limits, Model, Satisfiable, Unknown, Unsatisfiable

Asked = Callable[[Engine], Sequence[Question]]
"""Builds the same questions in any world; one with an answer is enough."""

DEFAULT_PEOPLE: Final = 4
MAX_DEPTH: Final = 3
MOST_PEOPLE: Final = 8
"""Where an open world says how many individuals suffice, closed worlds are tried up to this many."""
ROOMY: Final = 1500
"""A solver that has to do with more nodes than this gives way to a new one before it is asked anything else."""


class Found(msgspec.Struct, frozen=True):
    """A scenario, in a closed world."""

    room: Room
    question: Question
    model: Model


class Ruled(msgspec.Struct, frozen=True):
    """There is none, for any number of people: each question refuted in its room."""

    proofs: tuple[tuple[Room, Question], ...]


class NoneUpTo(msgspec.Struct, frozen=True):
    """There is none with up to so many individuals of each kind; beyond that it is open.

    `cycle` says why, where everybody demands somebody in a circle.
    """

    people: int
    cycle: tuple[Link, ...] = ()


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
        """The closed world of so many individuals of each kind."""
        return self._kept(size, lambda: ClosedWorld(self.policy, Terms(), size))

    def prepare(self, questions: Sequence[Question]) -> None:
        """Load what will be asked first, all at once: cheaper than piece by piece, where it is not too much for one solver."""
        room = self.room(0)
        lits: dict[Lit, None] = {}
        for question in questions:
            lits.update(dict.fromkeys(question.within(begin(room, question)).lits(room.engine.terms)))
        room.prepare(list(lits))

    def _nobody_in_particular(self) -> Room:
        """An open world in which nobody is named but by the claim: what is refuted here does not turn on who there is."""
        return self._kept(-1, lambda: OpenWorld(self.policy, Terms(), 0, {}, Registry()))

    def _kept(self, key: int, world: Callable[[], ClosedWorld | OpenWorld]) -> Room:
        found = self._rooms.get(key)
        if found is None:
            found = self._rooms[key] = Room(Engine(self.policy, world()), self.limits)
        elif found.size > ROOMY:
            found = self._rooms[key] = found.fresh()
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
        demands: Demands = {}
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
            if isinstance(outcome, Ruled) and size == 0 and self._peopled:
                general = self._general(asked, outcome)
                if general is not None:
                    return general
            if open_ended and (0 < size <= MAX_DEPTH or size >= limit):  # a world of one is cheaper than a proof
                attempt = self._open(asked, min(max(size, 1), MAX_DEPTH), outcome, work)
                if isinstance(attempt, Ruled):
                    return attempt
                if isinstance(attempt, Undecided):
                    reason = reason or attempt.reason
                elif attempt.complete:
                    open_ended, enough = False, attempt.witnesses
                    limit = max(self.people, min(enough, MOST_PEOPLE))
                else:
                    demands = attempt.demands
            if size >= limit:
                break
            size += 1
        return Undecided(reason) if reason is not None else NoneUpTo(size, shortest_cycle(self.policy, demands))

    def decide_in(self, asked: Asked, size: int, *, model: bool = True, work: int | None = None) -> Found | Ruled | Undecided:
        """The same where it is said who there is: nobody but so many of each."""
        return self._closed(asked, size, model=model, work=work)

    def _closed(self, asked: Asked, size: int, *, model: bool, work: int | None) -> Found | Ruled | Undecided:
        reason: str | None = None
        proofs = []
        for question in asked(self.room(size).engine):
            room = self.room(size)
            answer, part = ask(room, question, model=model, work=work)
            match answer:
                case Satisfiable(found):
                    return Found(room, part, found)
                case Unknown(why):
                    reason = reason or why
                case Unsatisfiable():
                    proofs.append((room, part))
        return Ruled(tuple(proofs)) if reason is None else Undecided(reason)

    def _general(self, asked: Asked, nobody: Ruled) -> Ruled | None:
        """What is refuted where nobody is there, refuted whoever is; None where that turns on who is."""
        proofs = []
        for index, (_, part) in enumerate(nobody.proofs):
            room = self._nobody_in_particular()
            question = asked(room.engine)[index]
            if part.about is not None:
                question = question.within(part.about)
            if not room.refutes(question.lits(room.engine.terms)):
                return None
            proofs.append((room, question))
        return Ruled(tuple(proofs))

    def _open(self, asked: Asked, depth: int, closed: Ruled | Undecided, work: int | None) -> Ruled | Undecided | _Satisfied:
        """Refute the questions in an open world, each with witnesses of its own. `closed`: their fate in a closed one."""
        proofs: list[tuple[Room, Question]] = []
        count = len(asked(self.room(0).engine))
        satisfied: _Satisfied | None = None
        for index in range(count):
            about = closed.proofs[index][1].about if isinstance(closed, Ruled) else None
            attempt = self._refute(asked, index, depth, about or (), work)
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
                            demands=attempt.demands | satisfied.demands,
                        )
                    )
        return Ruled(tuple(proofs)) if satisfied is None else satisfied

    def _refute(
        self, asked: Asked, index: int, depth: int, about: Collection[str], work: int | None
    ) -> Ruled | Undecided | _Satisfied:
        complete, witnesses = False, 0

        def ground(active: Collection[str]) -> tuple[Room, Question]:
            nonlocal complete, witnesses
            opened = open_world(self.policy, lambda engine: asked(engine)[index].within(active), depth)
            complete, witnesses = opened.complete, opened.witnesses
            return Room(opened.engine, self.limits), opened.question

        answer, room, part = ask_in(ground, about, model=False, work=work)
        match answer:
            case Unsatisfiable():
                return Ruled(((room, part),))
            case Unknown(why):
                return Undecided(why)
            case Satisfiable():
                demands = room.engine.g.world.demands
                return _Satisfied(complete=complete, witnesses=witnesses, demands=demands)


class _Satisfied(msgspec.Struct, frozen=True):
    """An open world cannot refute it; `complete`: so there is a scenario with no more than `witnesses` individuals of each
    kind.
    """

    complete: bool
    witnesses: int
    demands: Demands


@lru_cache(maxsize=8)
def speaks_of_individuals(policy: Policy) -> bool:
    """Whether what is lawful, or what can be, depends on who there is."""
    if not policy.entities:
        return False
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
        provided = rule.sentence.provided if isinstance(rule.sentence, Permits) else None
        said = (rule.condition, rule.unless, excused, provided)
        if names_individuals(policy, *said) or (deadline and _names(deadline.trigger)):
            return True
    if any(not param.over_kind for delay in policy.delays.values() for param in delay.params):
        return True
    assumed = [statement.body for statement in policy.assumptions.values()]
    conditions = [delay.condition for delay in policy.delays.values()]
    return names_individuals(policy, *assumed, *conditions, *(law.scope for law in policy.laws.values()))


def claim_speaks_of_individuals(policy: Policy, declared: Property) -> bool:
    """The same for one claim."""
    if any(not variable.over_kind for variable in declared.variables):
        return True
    if isinstance(declared.claim, Complies | SameAs) and speaks_of_individuals(policy.others[declared.claim.law]):
        return True
    words = [fact for fact in policy.facts.values() if fact.that is not None] if declared.true_beliefs else []
    if any(not param.over_kind for fact in words for param in fact.params):
        return True
    hypotheses = [policy.hypotheses[name].body for name in declared.supposing]
    formulas = [
        value for field in declared.claim.__struct_fields__ if isinstance(value := getattr(declared.claim, field), Formula)
    ]
    return names_individuals(policy, *formulas, *hypotheses, *(fact.that for fact in words))


def names_individuals(policy: Policy, *formulas: Formula | None) -> bool:
    return any(
        isinstance(node, Exists) or (isinstance(node, Var) and not node.over_kind) for node in reached(policy, *formulas)
    )


def _names(point: object) -> bool:
    return any(isinstance(node, Var) and not node.over_kind for node in parts(point))
