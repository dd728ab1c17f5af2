"""The same scenario on every machine and with every version of the solver: the least one, by a fixed order of questions.

Fewest individuals; then events, and then affirmations, from the last declared to the first, each dropped that can be; the first
values of kinds; the least numbers; then distinct minutes where they can be, in the order of declaration, and the earliest
times (with a calendar, dates).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.calendars import epoch
from policyproof.encode.world import ClosedWorld
from policyproof.logic.terms import TRUE, Lit, Time
from policyproof.policy.period import Period, period_of
from policyproof.search.errors import InternalDisagreement
from policyproof.search.room import Room
from policyproof.solve.answers import Model, Satisfiable


class Canonical:
    """Walks from one model of a question to its canonical one. `fixed` grows; `model` always meets it."""

    def __init__(self, room: Room, question: Question, model: Model) -> None:
        self.room = room
        self.terms = room.engine.terms
        self.g = room.engine.g
        self.question = question
        self.model = model
        self.fixed: list[Lit] = question.lits(self.terms)
        self.alternative: Alternative = question.alternatives[0]
        self.period = period_of(self.g.policy)
        if not model.makes_true(
            self.terms, [*room.nature(), *self.fixed]
        ):  # nature has had more to say since the model was found
            answer = room.ask_all(self.fixed)
            if not isinstance(answer, Satisfiable):
                raise InternalDisagreement("a scenario was found, and cannot be found again")
            self.model = answer.model

    def find(self) -> Model:
        """The canonical model; its first minute is 0 (with a calendar, minutes are dated)."""
        self._drop_individuals()
        self._drop_events()
        self._drop_affirmations()
        self._choose_values()
        self._choose_alternative()
        self._least_numbers()
        self._set_times()
        return self.model

    # ---- steps

    def holds(self, lit: Lit) -> bool:
        """Whether the present model makes a term true."""
        return self.model.makes_true(self.terms, (lit,))

    def prefer(self, lit: Lit) -> bool:
        """Fix a term if it can be true with what is fixed; otherwise fix its negation."""
        if self.possible(lit):
            self.fixed.append(lit)
            return True
        self.fixed.append(lit ^ 1)
        return False

    def possible(self, lit: Lit) -> bool:
        """Whether a term can be true with what is fixed; if so, the present model makes it true from now on."""
        if lit == TRUE or self.holds(lit):
            return True
        answer = self.room.ask_all([*self.fixed, lit])
        if isinstance(answer, Satisfiable):
            self.model = answer.model
            return True
        return False

    def _drop_individuals(self) -> None:
        world = self.g.world
        if isinstance(world, ClosedWorld):
            for entity in reversed(self.g.policy.entities):
                for present, _ in reversed(world.members(entity)):
                    self.prefer(present ^ 1)

    def _declared(self, kind: str) -> list[tuple[str, tuple[str, ...]]]:
        """The instances asked about, in order of declaration, then of their arguments."""
        declared = self.g.policy.events if kind == "events" else self.g.policy.facts
        order = {name: place for place, name in enumerate(declared)}
        met = [instance for instance in self.room.instances if instance[0] in declared]
        return sorted(met, key=lambda instance: (order[instance[0]], instance[1]))

    def _drop_events(self) -> None:
        for copy in (" 2", ""):
            for name, args in reversed(self._declared("events")):
                self._drop(("happens" + copy, name, args))

    def _drop_affirmations(self) -> None:
        for copy in (" 2", ""):
            for name, args in reversed(self._declared("facts")):
                if self.g.policy.facts[name].type == "bool":
                    self._drop(("fact" + copy, name, args))

    def _drop(self, key: tuple[str, str, tuple[str, ...]]) -> None:
        lit = self.terms.known(key)
        if lit is not None:
            self.prefer(lit ^ 1)

    def _choose_values(self) -> None:
        for copy in ("", " 2"):
            for name, args in self._declared("facts"):
                fact = self.g.policy.facts[name]
                if fact.type == "kind":
                    values: Sequence[str] = self.g.policy.kinds[fact.sort or ""].leaves
                elif fact.type == "entity":
                    values = [who for _, who in self.g.world.members(fact.sort or "")]
                else:
                    continue
                self._first_of([("value" + copy, name, args, value) for value in values])
            for name, args in self._declared("events"):
                parties = self.g.policy.events[name].by
                if len(parties) > 1:
                    self._first_of([("doer" + copy, name, args, party) for party in parties])

    def _first_of(self, keys: list[tuple[str, str, tuple[str, ...], str]]) -> None:
        for key in keys:
            lit = self.terms.known(key)
            if lit is None or self.prefer(lit):
                return

    def _choose_alternative(self) -> None:
        for alternative in self.question.alternatives:
            if self.possible(alternative.lit):
                self.fixed.append(alternative.lit)
                self.alternative = alternative
                return
        raise InternalDisagreement("no alternative of the question is met")

    def _least_numbers(self) -> None:
        for index in range(len(self.terms.numbers)):
            if index >= len(self.model.numbers):
                continue
            low, high = 0, self.model.numbers[index]
            while low < high:
                middle = (low + high) // 2
                if self.possible(self.terms.at_most({index: 1}, middle)):
                    high = self.model.numbers[index]
                else:
                    low = middle + 1
            self.fixed += [self.terms.at_most({index: 1}, high), self.terms.at_most({index: -1}, -high)]

    # ---- times

    def minutes(self) -> list[Time]:
        """The minutes that the story is about: of the events that happen, and the question's own moment."""
        found: dict[Time, None] = {}
        for copy in ("", " 2"):
            for name, args in self._declared("events"):
                lit = self.terms.known(("happens" + copy, name, args))
                time = self.terms.known_time(("minute" + copy, name, args))
                if lit is not None and time is not None and self.holds(lit):
                    found[time] = None
        if self.alternative.now is not None and self.alternative.now[0] >= 0:
            found[(self.alternative.now[0], 0)] = None
        return list(found)

    def _set_times(self) -> None:
        minutes = self.minutes()
        for i, sooner in enumerate(minutes):
            for later in minutes[i + 1 :]:
                if not self.prefer(self.terms.before(sooner, later)):
                    self.prefer(self.terms.before(later, sooner))
        ordered = sorted(minutes, key=lambda time: (self._at(time), minutes.index(time)))
        if self.period is not None:
            self._set_dates(ordered, self.period)
            return
        for previous, time in pairwise(ordered):
            self._least_gap(previous, time)
        if ordered:
            first = self._at(ordered[0])
            self.model = Model(self.model.booleans, [time - first for time in self.model.times], self.model.numbers)

    def _set_dates(self, ordered: Sequence[Time], period: Period) -> None:
        """The earliest dates: first for what comes first in the span of the calendars, then for what follows it; what comes
        before, and may lie outside, as shortly before as can be.
        """
        zero, _ = epoch(self.g)
        inside = [self.terms.time(("minute", *event)) for event in self._declared("events") if event[0] in period.events]
        start = next((place for place, time in enumerate(ordered) if time in inside), 0)
        if ordered and self.prefer(self.terms.not_after((zero, period.first), ordered[start])):
            self._least_gap((zero, period.first), ordered[start], least=0)
        for previous, time in pairwise(ordered[start:]):
            self._least_gap(previous, time)
        for previous, time in reversed(list(pairwise(ordered[: start + 1]))):
            self._least_gap(previous, time)
        first = self.model.time(zero)
        self.model = Model(self.model.booleans, [time - first for time in self.model.times], self.model.numbers)

    def _at(self, time: Time) -> int:
        return self.model.time(time[0]) + time[1]

    def _least_gap(self, previous: Time, time: Time, least: int = 1) -> None:
        """The minute of `time` comes as soon after the one before it as can be."""
        low = 0 if self._at(time) == self._at(previous) else least
        high = self._at(time) - self._at(previous)
        while low < high:
            middle = low if high - low > 1 and low == least else (low + high) // 2
            if self.possible(self.terms.not_after(time, (previous[0], previous[1] + middle))):
                high = self._at(time) - self._at(previous)
            else:
                low = middle + 1
        self.fixed += [
            self.terms.not_after(time, (previous[0], previous[1] + high)),
            self.terms.not_after((previous[0], previous[1] + high), time),
        ]
