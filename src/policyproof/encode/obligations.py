"""What lawfulness asks, read rule by rule and only as far as a question needs it.

A rule about an act asks nothing where the act does not happen (a proviso belongs to its act), and a duty nothing where its
trigger does not, delayed or not. So where all events but some are quiet, only the sentences about those few can be broken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy

from policyproof.encode.index import index_of
from policyproof.encode.law import Law
from policyproof.encode.lawful import Asked, Sentence, acts_obey, duty_kept
from policyproof.encode.world import Polarity
from policyproof.logic.terms import TRUE, Time
from policyproof.policy.model import Rule


class Obligations:
    """Lawful so far at m (at `END`: lawful), for those of whom it is asked; asserted or, with the other sign, denied.

    `of` names the law, where it is one that a claim compares with.
    """

    def __init__(self, law: Law, m: Time, asked: Asked, sign: Polarity, of: str = "") -> None:
        self._law = law
        self._m = m
        self._asked = asked
        self._sign = sign
        self._of = of
        self._left_out: str | None = None
        self._index = index_of(law.policy)
        self._acts: dict[str, tuple[Sentence, ...]] = {}
        self._duties: dict[str, tuple[Sentence, ...]] = {}

    def but(self, duty: str | None) -> Obligations:
        """The same without one duty (None: all of it)."""
        found = copy(self)
        found._left_out = duty  # noqa: SLF001  # its own kind
        return found

    def binds(self, event: str) -> bool:
        """Whether any sentence can be broken because this event happens."""
        return self._index.binds(event)

    def all(self) -> tuple[Sentence, ...]:
        """Every sentence: the acts in the order of the actions, then the duties in theirs."""
        return self._those(self._law.about, [rule for rule, _ in self._index.duties])

    def where(self, events: Collection[str]) -> tuple[Sentence, ...]:
        """The sentences that can be broken where nothing but these events happens, in the same order."""
        bound = [event for event in events if self._index.binds(event)]
        started = {rule.name: rule for event in bound for rule in self._index.started_by[event]}
        started.update((rule.name, rule) for rule in self._index.untriggered)
        place = self._index.place
        return self._those(
            sorted(bound, key=self._index.order.__getitem__), sorted(started.values(), key=lambda rule: place[rule.name])
        )

    def _those(self, actions: Iterable[str], duties: list[Rule]) -> tuple[Sentence, ...]:
        found: list[Sentence] = []
        for action in actions:
            read = self._acts.get(action)
            if read is None:
                told = acts_obey(self._law, action, self._asked, self._m, self._sign, self._of)
                read = self._acts[action] = _asking(told)
            found += read
        for rule in duties:
            if rule.name == self._left_out:
                continue
            read = self._duties.get(rule.name)
            if read is None:
                binds = self._asked.binds(self._law, rule)
                kept = [duty_kept(self._law, rule, self._m, self._sign, self._of)] if binds else []
                read = self._duties[rule.name] = _asking(kept)
            found += read
        return tuple(found)


def _asking(sentences: list[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in sentences if sentence.lit != TRUE)
