"""A model of a closed world, read as a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from policyproof.encode.grounding import Args
from policyproof.encode.questions import Engine
from policyproof.encode.valuation import Plain, Valuation
from policyproof.encode.world import ClosedWorld
from policyproof.policy.model import Event, Fact
from policyproof.scenario import FactValue, Instance, Scenario
from policyproof.solve.answers import Model


def decode(engine: Engine, model: Model, valuation: Valuation | None = None, names: dict[str, str] | None = None) -> Scenario:
    """The scenario that a model describes, in one of its courses of events; what the question never touched is as little
    as can be.

    `names` are those of the individuals (by default, generated).
    """
    return Decoder(engine, model, valuation or Plain(), individual_names(engine) if names is None else names).scenario()


class Decoder:
    """Reads one model."""

    def __init__(self, engine: Engine, model: Model, valuation: Valuation, names: dict[str, str]) -> None:
        if not isinstance(engine.g.world, ClosedWorld):
            raise TypeError("only a closed world has scenarios")
        self.world = engine.g.world
        self.g = engine.g
        self.model = model
        self.valuation = valuation
        self.names = names

    def scenario(self) -> Scenario:
        policy = self.g.policy
        present = {
            entity: tuple(self.names[who] for lit, who in self.world.members(entity) if self._true(lit))
            for entity in policy.entities
        }
        facts: dict[Instance, FactValue] = {}
        for fact in policy.facts.values():
            for args in self._all_args(fact):
                value = self._value(fact, args)
                if value is not False:
                    facts[(fact.name, self._named(args))] = value
        events: dict[Instance, int] = {}
        doers: dict[Instance, str] = {}
        context = self.g.context_of(self.valuation)
        met = frozenset(self.g.events)
        for event in policy.events.values():
            for args in self._all_args(event):
                if (event.name, args) not in met:
                    continue
                for happens, (variable, offset) in self.g.candidates(event.name, args, context):
                    if self._true(happens):
                        events[(event.name, self._named(args))] = self.model.time(variable) + offset
                        if len(event.by) > 1:
                            doers[(event.name, self._named(args))] = next(
                                party
                                for party in event.by
                                if self._true(self.g.done_by(event.name, args, frozenset((party,)), context))
                            )
        return Scenario(present, facts, events, doers)

    def _all_args(self, declared: Fact | Event) -> Iterator[Args]:
        ranges = [
            self.g.policy.kinds[param.sort].leaves
            if param.over_kind
            else tuple(who for lit, who in self.world.members(param.sort) if self._true(lit))
            for param in declared.params
        ]
        return product(*ranges)

    def _named(self, args: Args) -> Args:
        return tuple(self.names.get(arg, arg) for arg in args)

    def _value(self, fact: Fact, args: Args) -> FactValue:
        met = (fact.name, args) in self.g.facts
        match fact.type:
            case "bool":
                return met and self._true(self.g.holds(fact.name, args, self.valuation))
            case "number" | "duration":
                return self.model.number(self.g.number(fact.name, args, self.valuation)) if met else 0
            case "kind" if not met:
                return self.g.policy.kinds[fact.sort or ""].leaves[0]
            case _:
                values = self.g.values(fact.name, args, self.valuation) or []
                chosen = next((value for lit, value in values if self._true(lit)), values[0][1])
                return self.names.get(chosen, chosen)

    def _true(self, lit: int) -> bool:
        return self.model.makes_true(self.g.terms, (lit,))


def individual_names(engine: Engine) -> dict[str, str]:
    """Names for the individuals of a closed world that clash with nothing declared: `person-1`."""
    policy = engine.policy
    taken = {*policy.facts, *policy.events, *policy.terms, *policy.parties, *policy.rules, *policy.entities, *policy.kinds}
    taken.update(member for kind in policy.kinds.values() for member in kind.members)
    found: dict[str, str] = {}
    for entity in policy.entities:
        for number, (_, who) in enumerate(engine.g.world.members(entity), start=1):
            name = f"{entity.lower()}-{number}"
            while name in taken:
                name = f"{name}x"
            taken.add(name)
            found[who] = name
    return found
