"""What a found scenario has in it that matters, laid out to be told: facts, events with their times, and what is absent."""

from __future__ import annotations

from collections.abc import Mapping

from policyproof.encode.alternatives import Alternative
from policyproof.encode.decode import individual_names
from policyproof.english.material import Timing
from policyproof.scenario import Instance, Scenario
from policyproof.search.matters import Matters
from policyproof.search.room import Room
from policyproof.solve.answers import Model


class Shown:
    """One scenario, with the names of its individuals, and what of it matters."""

    def __init__(self, room: Room, alternative: Alternative, model: Model, kept: Matters, scenario: Scenario) -> None:
        self.room = room
        self.policy = room.engine.policy
        self.alternative = alternative
        self.model = model
        self.kept = kept
        self.scenario = scenario
        self.names = individual_names(room.engine)
        self.place = {name: place for place, name in enumerate(self.policy.order)}
        self.originals = {name: who for who, name in self.names.items()}
        self.facts = self._facts()
        self.events = self._events()

    def named(self, instance: Instance) -> Instance:
        """An instance of the engine's as the scenario has it."""
        return instance[0], tuple(self.names.get(arg, arg) for arg in instance[1])

    def now(self) -> int | None:
        """The question's own moment, where it is about one."""
        now = self.alternative.now
        if now is None or now != self.room.engine.now:
            return None
        return self.model.time(now[0])

    def absent(self) -> tuple[Instance, ...]:
        """The events that matter and do not happen."""
        named = [self.named(event) for event in self._met(self.policy.events)]
        return tuple(event for event in named if event not in self.scenario.events and self._matters("happens", event))

    def plain(self, instance: Instance) -> Instance:
        """The instance as the engine has it."""
        return instance[0], tuple(self.originals.get(arg, arg) for arg in instance[1])

    def _matters(self, tag: str, instance: Instance) -> bool:
        name, args = self.plain(instance)
        return self.kept.keeps((tag, name, args))

    def _facts(self) -> tuple[tuple[Instance, bool | int | str], ...]:
        found: list[tuple[Instance, bool | int | str]] = []
        for name, args in self._met(self.policy.facts):
            instance = self.named((name, args))
            fact = self.policy.facts[name]
            value = self.scenario.facts.get(instance, False)
            match fact.type:
                case "bool":
                    told = self._matters("fact", instance)
                case "number" | "duration":
                    told = self._number_matters(name, args) and instance in self.scenario.facts
                case _:
                    told = self.kept.keeps(("value", name, args, self.originals.get(str(value), str(value))))
            if told:
                found.append((instance, value))
        return tuple(found)

    def _met(self, declared: Mapping[str, object]) -> list[Instance]:
        """The facts, or the events, that the question is about, in the order of declaration."""
        met = [instance for instance in self.room.instances if instance[0] in declared]
        return sorted(met, key=lambda instance: (self.place[instance[0]], instance[1]))

    def _number_matters(self, name: str, args: tuple[str, ...]) -> bool:
        """Whether the question looks at a number. (That it is 0 is worth telling only where it must not be more.)"""
        terms = self.room.engine.terms
        index = terms.number(("number", name, args))
        factors = [factor for lit in self.kept.lits if (factor := terms.compared(lit).get(index))]
        return bool(factors) if self.model.number(index) else any(factor > 0 for factor in factors)

    def _events(self) -> tuple[Timing, ...]:
        """Every event that happens: the canonical scenario has none that could be spared.

        A time is bounded by what has been told before it, so that the story can be told forward.
        """
        minutes = self.scenario.events
        ordered = sorted(minutes, key=lambda event: (minutes[event], self.place[event[0]], event[1]))
        now = self.now()
        told: dict[int, int] = {} if now is None else {self.room.engine.now[0]: now}
        found: list[Timing] = []
        for event in ordered:
            variable, minute = self._variable(event), minutes[event]
            before = {index: when for index, when in told.items() if when <= minute}
            low, high = self.kept.bounds((variable, 0), before)
            low = max(low, found[-1].minute) if low is not None and found else low
            found.append(
                Timing(event, minute, None if low is None else min(low, minute), None if high is None else max(high, minute))
            )
            told[variable] = minute
        return tuple(found)

    def _variable(self, event: Instance) -> int:
        name, args = self.plain(event)
        return self.room.engine.g.minute(name, args)[0]
