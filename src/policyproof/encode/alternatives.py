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
    against: tuple[str, str] | None = None
    """For a comparison of laws: the law that the scenario is not lawful under, and the rule of it that says so."""


class InForce(msgspec.Struct, frozen=True):
    """By node of its variable, in their order: that a rule is in force, where each is so only if a sentence says it."""

    terms: Terms
    rules: dict[int, Sentence]

    def spoken_of(self, lits: list[Lit]) -> list[Sentence]:
        """Those that some terms speak of: of the others nothing follows."""
        nodes = set(self.terms.cone(lits))
        return [sentence for node, sentence in self.rules.items() if node in nodes]


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
    in_force: InForce | None = None
    """Where no rule is in force by itself."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        found = self.stated
        if self.law is not None:
            found += self.law.all() if self.about is None else self.law.where(self.about)
        if self.in_force is None:
            return found
        asked = [sentence.lit for sentence in found] + [alternative.lit for alternative in self.alternatives]
        return (*found, *self.in_force.spoken_of(asked))

    def within(self, events: Collection[str]) -> Question:
        """The part of the question that is about these events. What has no answer there has none in the whole; what has one
        there with all other events quiet has it in the whole.
        """
        return self if self.law is None else msgspec.structs.replace(self, about=frozenset(events))

    def binds(self, event: str) -> bool:
        """Whether lawfulness can ask for something where this event happens."""
        return self.law is not None and self.law.binds(event)

    def lits(self, terms: Terms) -> list[Lit]:
        """What is to be true together, nature apart."""
        return [*(sentence.lit for sentence in self.sentences), self.either(terms), *self.quiet]

    def either(self, terms: Terms) -> Lit:
        return terms.disj([alternative.lit for alternative in self.alternatives])
