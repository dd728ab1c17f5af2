"""Which facts and events a term speaks of: those in it, and those that nature ties to these."""

from __future__ import annotations

from collections.abc import Hashable

import msgspec

from policyproof.encode.grounding import Grounding
from policyproof.encode.nature import Nature
from policyproof.logic.terms import Lit
from policyproof.scenario import Instance

_OF_INSTANCES = frozenset(("happens", "minute", "doer", "fact", "value", "number"))
"""The kinds of variables that belong to a fact or an event: see `Grounding`."""


class Mentioned(msgspec.Struct, frozen=True):
    """`names`: of the facts and events. `nodes`: how many different ones there are in the term. `second`: it speaks of a second
    scenario.
    """

    instances: tuple[Instance, ...]
    names: frozenset[str]
    nodes: int
    second: bool


class Mentions:
    """Looks through each term once."""

    def __init__(self, g: Grounding, nature: Nature) -> None:
        self._terms = g.terms
        self._nature = nature
        self._known: dict[Lit, Mentioned] = {}
        self._atoms: dict[int, tuple[tuple[Instance, list[int]], ...]] = {}
        """By node: the instances that an atom speaks of, each with the nodes of what nature says of it."""
        self._second: set[int] = set()
        """The atoms that speak of a second scenario."""

    def of(self, lit: Lit) -> Mentioned:
        found = self._known.get(lit)
        if found is None:
            found = self._known[lit] = self._look(lit)
        return found

    def _look(self, lit: Lit) -> Mentioned:
        parts_of, atoms = self._terms.parts, self._atoms
        instances: dict[Instance, None] = {}
        seen: set[int] = set()
        waiting = [lit >> 1]
        while waiting:
            index = waiting.pop()
            if index in seen:
                continue
            seen.add(index)
            parts = parts_of[index]
            if parts:
                waiting += [part >> 1 for part in parts]
                continue
            atom = atoms.get(index)
            if atom is None:
                atom = atoms[index] = self._atom(index)
            for instance, natural in atom:
                if instance not in instances:
                    instances[instance] = None
                    waiting += natural
        names = frozenset([name for name, _ in instances])
        return Mentioned(tuple(instances), names, len(seen), not seen.isdisjoint(self._second))

    def _atom(self, index: int) -> tuple[tuple[Instance, list[int]], ...]:
        found: list[tuple[Instance, list[int]]] = []
        for key in self._keys(index):
            match key:
                case (str(kind), str(name), tuple() as args, *_) if kind.removesuffix(" 2") in _OF_INSTANCES:
                    if kind.endswith(" 2"):
                        self._second.add(index)
                    found.append(((name, args), [lit >> 1 for lit in self._nature.of((name, args))]))
                case _:
                    pass
        return tuple(found)

    def _keys(self, index: int) -> tuple[Hashable, ...]:
        """The variables in an atom."""
        match self._terms.nodes[index]:
            case ("bool", key):
                return (key,)
            case ("diff", x, y, _):
                return (self._terms.times[x], self._terms.times[y])
            case ("linear", summands, _):
                return tuple(self._terms.numbers[number] for number, _ in summands)
            case _:
                return ()
