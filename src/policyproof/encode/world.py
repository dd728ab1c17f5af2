"""Who there is: a closed world of so many individuals, or an open one of named witnesses.

**Closed**: up to k individuals of each entity, each present or not. What can be true there is a real scenario.
**Open**: quantifiers that demand somebody get a witness; those that speak of everybody are asked of the witnesses alone,
and what would
need witnesses beyond `depth` is dropped. What cannot be true there cannot be true for any number of people.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import combinations
from typing import Final

import msgspec

from policyproof.encode.valuation import Context
from policyproof.logic.terms import FALSE, TRUE, Lit, Terms
from policyproof.policy.formulas import Var
from policyproof.policy.model import Policy
from policyproof.source import Span

Env = dict[str, str]
"""Variables to individuals and leaves."""

Polarity = int
"""1 where a formula is asserted, -1 where it is denied; closed worlds need no polarity and use 0."""

MAX_WITNESSES: Final = 16
"""More named witnesses than this are not worth the solver's time: the others are dropped, which is sound."""


class Demand(msgspec.Struct, frozen=True):
    """For each individual that is spoken of at `every`, one is demanded at `some`; `fact` names the fact whose value it is."""

    every: Span
    some: Span
    fact: str | None


Demands = dict[tuple[str, str], Demand]
"""By the entity of those who are spoken of, and the entity of the one demanded: the place where that was met first."""


class World:
    """Common ground of both kinds of world: how variables range, and when two individuals are the same."""

    open: bool

    def __init__(self, policy: Policy, terms: Terms) -> None:
        self.policy = policy
        self.terms = terms
        self.demands: Demands = {}
        """Whom an open world has to name for everybody."""

    @property
    def asserted(self) -> Polarity:
        """The polarity of what a question asserts."""
        raise NotImplementedError

    def members(self, entity: str) -> list[tuple[Lit, str]]:
        """The individuals that a universal is asked of, each with the condition of its presence."""
        raise NotImplementedError

    def same(self, entity: str, a: str, b: str) -> Lit:
        """Whether two individuals are one."""
        raise NotImplementedError

    def some(self, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]) -> Lit:
        """There is a value of `var` with `body`. `key` names the question that the witness answers."""
        if var.over_kind:
            return self.terms.disj([body({**env, var.name: leaf}) for leaf in self.policy.kinds[var.sort].leaves])
        return self._some_individual(var, env, key, polarity, body)

    def every(self, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]) -> Lit:
        """All values of `var` have `body`."""
        return self.some(var, env, key, -polarity, lambda inner: body(inner) ^ 1) ^ 1

    def some_of(
        self, variables: tuple[Var, ...], env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]
    ) -> Lit:
        """There are values of all the variables with `body`."""
        if not variables:
            return body(env)
        first, *rest = variables
        return self.some(first, env, key, polarity, lambda inner: self.some_of(tuple(rest), inner, key, polarity, body))

    def every_of(
        self, variables: tuple[Var, ...], env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]
    ) -> Lit:
        """All values of all the variables have `body`."""
        return self.some_of(variables, env, key, -polarity, lambda inner: body(inner) ^ 1) ^ 1

    def at_least(
        self, number: int, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env, Polarity], Lit]
    ) -> Lit:
        """At least `number` values of `var` have `body`."""
        if var.over_kind:
            leaves = self.policy.kinds[var.sort].leaves
            return self.terms.at_least(number, [body({**env, var.name: leaf}, polarity) for leaf in leaves])
        return self._at_least_individuals(number, var, env, key, polarity, body)

    def _some_individual(self, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]) -> Lit:
        raise NotImplementedError

    def _at_least_individuals(
        self, number: int, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env, Polarity], Lit]
    ) -> Lit:
        raise NotImplementedError


class ClosedWorld(World):
    """`size` individuals of each entity, each present or not, the first ones first."""

    open = False

    def __init__(self, policy: Policy, terms: Terms, size: int) -> None:
        super().__init__(policy, terms)
        self.size = size
        self._members = {
            entity: [(terms.boolean(("in", entity, f"{entity}.{i}")), f"{entity}.{i}") for i in range(1, size + 1)]
            for entity in policy.entities
        }

    @property
    def asserted(self) -> Polarity:
        return 0

    def members(self, entity: str) -> list[tuple[Lit, str]]:
        return self._members[entity]

    def presence(self, entity: str, individual: str) -> Lit:
        return self.terms.boolean(("in", entity, individual))

    def same(self, entity: str, a: str, b: str) -> Lit:  # noqa: ARG002  # the open world needs the entity
        return TRUE if a == b else FALSE

    def _some_individual(self, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]) -> Lit:  # noqa: ARG002
        return self.terms.disj(
            [self.terms.conj((present, body({**env, var.name: who}))) for present, who in self._members[var.sort]]
        )

    def _at_least_individuals(
        self,
        number: int,
        var: Var,
        env: Env,
        key: Hashable,  # noqa: ARG002  # the open world names its witnesses by it
        polarity: Polarity,
        body: Callable[[Env, Polarity], Lit],
    ) -> Lit:
        found = [self.terms.conj((present, body({**env, var.name: who}, polarity))) for present, who in self._members[var.sort]]
        return self.terms.at_least(number, found)


class Registry:
    """What the groundings of one question share: short names for what witnesses answer, and how deep each witness lies.

    What a witness answers is named by times, numbers and contexts, by index: so each grounding begins with those of the last
    one, in the same order, and calls the same question by the same name.
    """

    def __init__(self) -> None:
        self._codes: dict[Hashable, int] = {}
        self.depths: dict[str, int] = {}
        self.times: list[Hashable] = []
        self.numbers: list[Hashable] = []
        self.contexts: list[Context] = []

    def code(self, key: Hashable) -> int:
        """A short name for a question; questions are met in the same order in every run."""
        return self._codes.setdefault(key, len(self._codes))


class OpenWorld(World):
    """Named witnesses. `known` are those that universals are asked of; `made` are those that this grounding called for.

    Ground again with `known = made` until nothing is new: then, if nothing was `dropped`, the instances are complete.
    """

    open = True

    def __init__(self, policy: Policy, terms: Terms, depth: int, known: dict[str, tuple[str, ...]], registry: Registry) -> None:
        super().__init__(policy, terms)
        self.depth = depth
        self.known = known
        self.made: dict[str, dict[str, None]] = {entity: dict.fromkeys(known.get(entity, ())) for entity in policy.entities}
        self.dropped = False
        self.equalities: dict[tuple[str, str, str], Lit] = {}
        self._spoken_of: list[tuple[Var, str]] = []
        self.registry = registry
        for key in registry.times:
            terms.time(key)
        for key in registry.numbers:
            terms.number(key)
        registry.times, registry.numbers = terms.times, terms.numbers

    @property
    def asserted(self) -> Polarity:
        return 1

    def members(self, entity: str) -> list[tuple[Lit, str]]:
        return [(TRUE, who) for who in self.known.get(entity, ())]

    def same(self, entity: str, a: str, b: str) -> Lit:
        if a == b:
            return TRUE
        key = (entity, a, b) if a < b else (entity, b, a)
        found = self.equalities.get(key)
        if found is None:
            found = self.equalities[key] = self.terms.boolean(("same", *key))
        return found

    def anybody(self, entity: str, variable: str) -> str:
        """The individual that a claim's variable stands for. Never dropped: without it, nothing would be asked."""
        name = f"{entity}:any {variable}"
        self.registry.depths[name] = 1
        self.made[entity][name] = None
        return name

    def demand(self, entity: str, given: tuple[str, ...], some: Span, fact: str | None = None) -> None:
        """Note that an individual is demanded for others, where these stand for everybody."""
        for var, who in self._spoken_of:
            if who in given:
                self.demands.setdefault((var.sort, entity), Demand(var.span, some, fact))

    def _of_each(self, var: Var, body: Callable[[str], Lit]) -> dict[str, Lit]:
        """What is so of each individual that is known."""
        found = {}
        for _, who in self.members(var.sort):
            self._spoken_of.append((var, who))
            found[who] = body(who)
            self._spoken_of.pop()
        return found

    def witness(self, entity: str, key: str, given: tuple[str, ...]) -> str | None:
        """The individual that `key` names, given others; None where it would lie beyond the depth."""
        name = f"{entity}:{key}({','.join(given)})" if given else f"{entity}:{key}"
        if name in self.made[entity]:
            return name
        depth = 1 + max((self.registry.depths[who] for who in given), default=0)
        if depth > self.depth or sum(len(made) for made in self.made.values()) >= MAX_WITNESSES:
            self.dropped = True
            return None
        self.registry.depths[name] = depth
        self.made[entity][name] = None
        return name

    def _witnesses(self, number: int, var: Var, env: Env, key: Hashable) -> list[str] | None:
        """Witnesses named after the question and the individuals it depends on."""
        given = tuple(value for value in env.values() if ":" in value)
        self.demand(var.sort, given, var.span)
        code = self.registry.code((key, var.name, tuple(env.items())))
        found = [self.witness(var.sort, f"{code}.{i}", given) for i in range(number)]
        return None if None in found else [who for who in found if who is not None]

    def _some_individual(self, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env], Lit]) -> Lit:
        if polarity < 0:
            return self.terms.disj(self._of_each(var, lambda who: body({**env, var.name: who})).values())
        found = self._witnesses(1, var, env, key)
        return TRUE if found is None else body({**env, var.name: found[0]})

    def _at_least_individuals(
        self, number: int, var: Var, env: Env, key: Hashable, polarity: Polarity, body: Callable[[Env, Polarity], Lit]
    ) -> Lit:
        if number <= 0:
            return TRUE
        if polarity < 0:
            has = self._of_each(var, lambda who: body({**env, var.name: who}, polarity))
            return self.terms.disj(
                [
                    self.terms.conj(
                        [*(has[who] for who in some), *(self.same(var.sort, a, b) ^ 1 for a, b in combinations(some, 2))]
                    )
                    for some in combinations(has, number)
                ]
            )
        found = self._witnesses(number, var, env, key)
        if found is None:
            return TRUE
        apart = [self.same(var.sort, a, b) ^ 1 for a, b in combinations(found, 2)]
        return self.terms.conj([*apart, *(body({**env, var.name: who}, polarity) for who in found)])
