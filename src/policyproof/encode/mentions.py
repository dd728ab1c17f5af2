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
    """`names`: of the facts and events. `sides`: the keys of times and numbers that stand for others (see `Grounding.sides`).
    `nodes`: how many different ones there are in the term. `second`: it speaks of a second scenario.
    """

    instances: tuple[Instance, ...]
    names: frozenset[str]
    sides: tuple[Hashable, ...]
    nodes: int
    second: bool


class _Atom(msgspec.Struct, frozen=True):
    """What an atom speaks of, each with the nodes of what nature says of it."""

    instances: tuple[tuple[Instance, list[int]], ...]
    sides: tuple[tuple[Hashable, list[int]], ...]
    second: bool


class Mentions:
    """Looks through each term once."""

    def __init__(self, g: Grounding, nature: Nature) -> None:
        self._terms = g.terms
        self._nature = nature
        self._known: dict[Lit, Mentioned] = {}
        self._atoms: dict[int, _Atom] = {}
        """By node."""

    def of(self, lit: Lit) -> Mentioned:
        found = self._known.get(lit)
        if found is None:
            found = self._known[lit] = self._look(lit)
        return found

    def _look(self, lit: Lit) -> Mentioned:
        parts_of, atoms = self._terms.parts, self._atoms
        instances: dict[Instance, None] = {}
        sides: dict[Hashable, None] = {}
        second = False
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
            second = second or atom.second
            for instance, natural in atom.instances:
                if instance not in instances:
                    instances[instance] = None
                    waiting += natural
            for key, natural in atom.sides:
                if key not in sides:
                    sides[key] = None
                    waiting += natural
        names = frozenset([name for name, _ in instances])
        return Mentioned(tuple(instances), names, tuple(sides), len(seen), second)

    def _atom(self, index: int) -> _Atom:
        instances: list[tuple[Instance, list[int]]] = []
        sides: list[tuple[Hashable, list[int]]] = []
        second = False
        for key in self._terms.names(index):
            match key:
                case (str(kind), str(name), tuple() as args, *_) if kind.removesuffix(" 2") in _OF_INSTANCES:
                    second = second or kind.endswith(" 2")
                    instances.append(((name, args), [lit >> 1 for lit in self._nature.of((name, args))]))
                case _:
                    beside = self._nature.beside(key)
                    if beside:
                        sides.append((key, [lit >> 1 for lit in beside]))
        return _Atom(tuple(instances), tuple(sides), second)
