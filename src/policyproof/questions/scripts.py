"""The questions behind verdicts as SMT-LIB scripts, for other solvers to answer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.questions import Engine
from policyproof.encode.world import OpenWorld
from policyproof.english.lists import counted
from policyproof.policy.model import Policy, Possible, Property
from policyproof.questions.check import CheckOptions
from policyproof.questions.evidence import asserted, ground
from policyproof.search.decide import DEFAULT_PEOPLE, Asked, Found, Laboratory, NoneUpTo, Outcome, Ruled, Undecided
from policyproof.solve.answers import DEFAULT_WORK, Limits
from policyproof.solve.smtlib import Status, script


class Script(msgspec.Struct, frozen=True):
    """One question. `name` tells it from the others of its policy: the property's, a dot, and what is asked about it."""

    name: str
    text: str


class _Part(msgspec.Struct, frozen=True):
    """Something that a verdict turns on. `sought`: what an answer would be, in words."""

    name: str
    sought: str
    asked: Asked


def scripts(policy: Policy, options: CheckOptions) -> Iterator[Script]:
    """What the verdicts on the properties turn on, each with the answer that was found."""
    people = DEFAULT_PEOPLE if options.people is None else options.people
    limits = Limits(work=DEFAULT_WORK if options.limit is None else options.limit, second=options.second)
    laboratory = Laboratory(policy, limits, people)
    for declared in policy.properties.values():
        if not options.properties or declared.name in options.properties:
            yield from _Scripts(laboratory, declared).all()


class _Scripts:
    """The scripts of one property."""

    def __init__(self, laboratory: Laboratory, declared: Property) -> None:
        self.laboratory = laboratory
        self.declared = declared

    def all(self) -> Iterator[Script]:
        """As `check` goes about it: is the claim broken? If not, can what it speaks of happen, and is it hollow?"""
        declared = self.declared
        possible = isinstance(declared.claim, Possible)
        word = "witness" if possible else "counterexample"
        claim = _Part(word, f"a {word}", lambda engine: engine.counterexample(declared))
        outcome = self._decide(claim)
        yield from self._scripts(claim, outcome)
        if not possible and isinstance(outcome, Ruled):
            for part in self._rest():
                yield from self._scripts(part, self._decide(part))

    def _rest(self) -> Iterator[_Part]:
        """What else is asked of a claim that nothing breaks."""
        declared = self.declared
        engine = self.laboratory.room(0).engine
        for index in range(len(engine.occasion(declared))):
            yield _Part(f"occasion-{index + 1}", "anything that it speaks of", partial(_occasion, declared, index))
        if engine.hollow(declared):
            sought = "a counterexample that is lawful up to the act"
            yield _Part("up-to-the-act", sought, lambda engine: engine.hollow(declared))

    def _decide(self, part: _Part) -> Outcome:
        return self.laboratory.decide(part.asked, peopled=self.laboratory.peopled(self.declared), model=False)

    def _scripts(self, part: _Part, outcome: Outcome) -> Iterator[Script]:
        """The question, or questions, in the worlds in which they were answered."""
        count = len(part.asked(self.laboratory.room(0).engine))
        match outcome:
            case Found(room, question):
                world = room.engine.g.world
                size = 0 if isinstance(world, OpenWorld) else world.size
                candidates = enumerate(part.asked(room.engine))
                index = next(index for index, one in candidates if one.alternatives is question.alternatives)
                worlds = f"with up to {counted(size, 'individual')} of each kind"
                yield self._script(part, (index, count), "sat", worlds, size=size)
            case Ruled(proofs):
                for index, (room, _) in enumerate(proofs):
                    world = room.engine.g.world
                    depth = world.depth if isinstance(world, OpenWorld) else None
                    yield self._script(part, (index, count), "unsat", "for any number of individuals", depth)
            case NoneUpTo(people):
                worlds = f"with up to {counted(people, 'individual')} of each kind; nothing is known beyond that"
                for index in range(count):
                    yield self._script(part, (index, count), "unsat", worlds, size=people)
            case Undecided(reason):
                for index in range(count):
                    worlds = f"with no individuals; a limit was reached: {reason}"
                    yield self._script(part, (index, count), "unknown", worlds)

    def _script(
        self, part: _Part, which: tuple[int, int], status: Status, worlds: str, depth: int | None = None, size: int = 0
    ) -> Script:
        policy, declared = self.laboratory.policy, self.declared
        index, count = which
        engine, question = ground(policy, lambda engine: part.asked(engine)[index], depth, size)
        remarks = (f"policy {policy.full_name}, property {declared.name}: is there {part.sought}?", worlds)
        name = f"{declared.name}.{part.name}" + (f"-{index + 1}" if count > 1 else "")
        return Script(name, script(engine.terms, asserted(engine, question), status, remarks))


def _occasion(declared: Property, index: int, engine: Engine) -> tuple[Question, ...]:
    return (engine.occasion(declared)[index],)
