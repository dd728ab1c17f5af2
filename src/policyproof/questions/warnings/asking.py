"""What a warning may ask of the prover: quick questions, a bounded number of them, and silence where there is no answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec

from policyproof.encode.alternatives import Question
from policyproof.encode.nature import nature_of
from policyproof.encode.questions import Engine
from policyproof.logic.guess import guess
from policyproof.logic.terms import FALSE, Lit
from policyproof.policy.model import Property
from policyproof.search.decide import Found, Laboratory, Ruled, Undecided

P = ParamSpec("P")
"""What a question is about: the arguments of what builds it, after the engine."""

WORK: Final = 500_000
"""Units of the solver's work for one question: some hundredths of a second. A warning is not worth more."""
QUESTIONS: Final = 200
"""In one policy, guesses apart: enough for some hundred rules, and so that a larger policy is not slowed down for its size."""
GUESSED: Final = 2_000
"""The largest question, in terms, for which a guess is tried."""
PEOPLE: Final = 1
"""Individuals of each entity among whom a scenario is looked for that shows something."""


class Asking:
    """The questions of all warnings about one policy, asked in the worlds that its claims were checked in."""

    def __init__(self, laboratory: Laboratory) -> None:
        self.laboratory = laboratory
        self.left = QUESTIONS
        self.unanswered = False
        """Whether some question had no answer: then what was not warned about need not be in order."""
        self.idle: dict[str, None] = {}
        """Rules that were found to do nothing: what else is odd about them matters to nobody."""

    def ruled_out(self, build: Callable[Concatenate[Engine, P], Question], *args: P.args, **more: P.kwargs) -> Ruled | None:
        """The proof that there is no such scenario, for any number of people; None if there is one, or nobody knows."""
        if any(self._guessed(size, build, *args, **more) for size in self.sizes(None)) or not self._may_ask():
            return None
        outcome = self.laboratory.decide(
            lambda engine: (build(engine, *args, **more),), peopled=self.laboratory.peopled(None), model=False, work=WORK
        )
        if isinstance(outcome, Ruled):
            return outcome
        self.unanswered = self.unanswered or not isinstance(outcome, Found)
        return None

    def shown(self, build: Callable[Concatenate[Engine, P], Question], *args: P.args, **more: P.kwargs) -> bool:
        """Whether there is such a scenario among few people, for a question about rules."""
        return any(self.shown_among(size, build, *args, **more) for size in self.sizes(None))

    def sizes(self, declared: Property | None) -> range:
        """Among how many people to look: nobody, where it cannot depend on who there is."""
        return range(PEOPLE + 1 if self.laboratory.peopled(declared) else 1)

    def shown_among(
        self, people: int, build: Callable[Concatenate[Engine, P], Question], *args: P.args, **more: P.kwargs
    ) -> bool:
        """The same for so many individuals of each entity."""
        if self._guessed(people, build, *args, **more):
            return True
        if not self._may_ask():
            return False
        outcome = self.laboratory.decide_in(lambda engine: (build(engine, *args, **more),), people, model=False, work=WORK)
        self.unanswered = self.unanswered or isinstance(outcome, Undecided)
        return isinstance(outcome, Found)

    def _guessed(self, people: int, build: Callable[Concatenate[Engine, P], Question], *args: P.args, **more: P.kwargs) -> bool:
        """Most of what can be so can be seen to be so, without the prover."""
        engine = self.laboratory.room(people).engine
        question = build(engine, *args, **more)
        sentences = [sentence.lit for sentence in question.sentences]
        if FALSE in sentences:
            return False
        return any(self._plain(engine, [*sentences, alternative.lit]) for alternative in question.alternatives)

    def _plain(self, engine: Engine, lits: list[Lit]) -> bool:
        if len(engine.terms.cone(lits)) > GUESSED:
            return False
        return guess(engine.terms, [*lits, *nature_of(engine.g, lits)])

    def _may_ask(self) -> bool:
        self.left -= 1
        self.unanswered = self.unanswered or self.left < 0
        return self.left >= 0
