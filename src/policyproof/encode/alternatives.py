"""A question to the solver: sentences that hold, and ways of which one is to come true."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from policyproof.encode.lawful import Sentence
from policyproof.encode.obligations import Obligations
from policyproof.encode.valuation import Valuation
from policyproof.logic.terms import Lit, Terms, Time
from policyproof.scenario import Instance as Ground


class Alternative(msgspec.Struct, frozen=True):
    """One way in which a scenario could answer the question: for these values of the claim's variables, at this act."""

    lit: Lit
    env: tuple[tuple[str, str], ...] = ()
    act: Ground | None = None
    doer: str = ""
    rule: str | None = None
    """The duty, for a dilemma."""
    now: Time | None = None
    """The moment that the alternative is about, where it is not the act's own."""
    second: Valuation | None = None
    """The second course of events, for a comparison."""
    parts: tuple[Sentence, ...] = ()
    """Of what the alternative asks, that which comes from single rules (a proof may rest on these); `besides` is the rest."""
    besides: Lit | None = None


class Question(msgspec.Struct, frozen=True):
    """Is there a scenario that meets every sentence and one of the alternatives?

    The sentences are those stated, and what lawfulness asks, which is read only as far as somebody looks. Of a part of a
    question, `about` are the events that it is about, and `quiet` what is taken not to happen besides.
    """

    stated: tuple[Sentence, ...]
    alternatives: tuple[Alternative, ...]
    law: Obligations | None = None
    about: frozenset[str] | None = None
    quiet: tuple[Lit, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.stated if self.law is None else (*self.stated, *self.law.all())

    def within(self, events: Collection[str]) -> Question:
        """The part of the question that is about these events. What has no answer there has none in the whole; what has one
        there with all other events quiet has it in the whole.
        """
        if self.law is None:
            return self
        return Question((*self.stated, *self.law.where(events)), self.alternatives, None, frozenset(events))

    def lits(self, terms: Terms) -> list[Lit]:
        """What is to be true together, nature apart."""
        return [*(sentence.lit for sentence in self.sentences), self.either(terms), *self.quiet]

    def either(self, terms: Terms) -> Lit:
        return terms.disj([alternative.lit for alternative in self.alternatives])
