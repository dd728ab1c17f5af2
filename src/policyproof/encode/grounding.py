"""Facts and events as terms: one variable for each instance that a question touches, and what nature says of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import product

from policyproof.encode.valuation import Context, Plain, Silenced, Struck, Valuation, Varied, Without
from policyproof.encode.world import ClosedWorld, Env, OpenWorld
from policyproof.logic.terms import FALSE, TRUE, Lit, Terms, Time
from policyproof.policy.formulas import Arg, Member, Var
from policyproof.policy.model import Event, Fact, Policy
from policyproof.scenario import Instance

Args = tuple[str, ...]


class Grounding:
    """One arena of terms about one policy in one world, with the instances that it has met so far."""

    def __init__(self, policy: Policy, world: ClosedWorld | OpenWorld, beside: Grounding | None = None) -> None:
        """`beside`: the grounding of another policy with the same vocabulary in the same world: what the two meet is shared."""
        self.policy = policy
        self.world = world
        self.terms: Terms = world.terms
        self.delays = {name for one in (policy, *policy.others.values()) for name in one.delays}
        """The numbers that count grants."""
        self.events: dict[Instance, None] = {} if beside is None else beside.events
        """Events met, in the order of meeting."""
        self.facts: dict[Instance, None] = {} if beside is None else beside.facts
        self._contexts: dict[Context, int] = {} if beside is None else beside._contexts  # noqa: SLF001  # its own kind
        self.contexts: list[Context] = [] if beside is None else beside.contexts
        if isinstance(world, OpenWorld) and beside is None:
            for context in world.registry.contexts:
                self.context(context)
            world.registry.contexts = self.contexts
        self._candidates: dict[tuple[str, Args, int], list[tuple[Lit, Time, tuple[Time, ...]]]] = {}
        self._alive: dict[tuple[str, Args, Valuation], Lit] = {}
        self.sides: dict[Hashable, tuple[Lit, ...]] = {} if beside is None else beside.sides
        """What ties a time or a number that stands for others to them, by its key: it holds in every scenario, and where nobody
        asks about that time or number, nothing follows from it.
        """
        self._varied_met: dict[tuple[Instance, Varied], None] = (
            {} if beside is None else beside._varied_met  # noqa: SLF001  # its own kind
        )

    @property
    def met(self) -> int:
        """How much has been met so far: it grows with everything that nature may have something to say of."""
        return len(self.events) + len(self.facts) + len(self._varied_met) + len(self.sides)

    def context(self, context: Context) -> int:
        """The number of a context: cheap to compare and to remember by."""
        found = self._contexts.get(context)
        if found is None:
            found = self._contexts[context] = len(self.contexts)
            self.contexts.append(context)
        return found

    def context_of(self, valuation: Valuation) -> int:
        return self.context(Context(valuation))

    # ---- arguments

    def choices(self, args: Sequence[Arg], env: Env) -> list[Args]:
        """The ground arguments that `args` stands for: one for each choice of leaves of the groups."""
        return list(product(*(self._leaves(arg, env) for arg in args)))

    def _leaves(self, arg: Arg, env: Env) -> tuple[str, ...]:
        match arg:
            case Var():
                return (env[arg.name],)
            case Member():
                return self.policy.kinds[arg.kind].members[arg.name].leaves
            case _:
                return (env[arg.name],)

    def same_args(self, params: Sequence[Var], left: Args, right: Args) -> Lit:
        """Whether two tuples of arguments are the same."""
        return self.terms.conj(
            [
                (TRUE if a == b else FALSE) if param.over_kind else self.world.same(param.sort, a, b)
                for param, a, b in zip(params, left, right, strict=True)
            ]
        )

    # ---- events

    def happens(self, name: str, args: Args) -> Lit:
        """That the event happens at all, in the scenario as it is."""
        self.events[(name, args)] = None
        return self.terms.boolean(("happens", name, args))

    def minute(self, name: str, args: Args) -> Time:
        """When it happens, if it does."""
        self.events[(name, args)] = None
        return self.terms.time(("minute", name, args))

    def doer(self, name: str, args: Args, party: str) -> Lit:
        """That this declared party does it, if it happens."""
        event = self.policy.events[name]
        if len(event.by) <= 1:
            return TRUE if party in event.by else FALSE
        self.events[(name, args)] = None
        return self.terms.boolean(("doer", name, args, party))

    def candidates(self, name: str, args: Args, context: int) -> list[tuple[Lit, Time]]:
        """When the event happens in a context: minutes with conditions of which at most one is met (none: it does not
        happen).
        """
        return [(happens, minute) for happens, minute, _ in self.marked_candidates(name, args, context)]

    def marked_candidates(self, name: str, args: Args, context: int) -> list[tuple[Lit, Time, tuple[Time, ...]]]:
        """The same, each with the horizons that do not hide it: see `Decision.beyond`."""
        key = (name, args, context)
        found = self._candidates.get(key)
        if found is None:
            found = self._candidates[key] = self._find_candidates(name, args, self.contexts[context])
        return found

    def _find_candidates(self, name: str, args: Args, context: Context) -> list[tuple[Lit, Time, tuple[Time, ...]]]:
        found: list[tuple[Lit, Time, tuple[Time, ...]]] = []
        rest = TRUE
        for decision in reversed(context.decisions):
            if decision.act[0] != name:
                continue
            same = self.same_args(self.policy.events[name].params, args, decision.act[1])
            if same != FALSE:
                found.append((self.terms.conj((rest, same)), decision.minute, decision.beyond))
                rest = self.terms.conj((rest, same ^ 1))
        if rest != FALSE:
            happens = self.terms.conj((rest, self._happens_in(name, args, context.valuation)))
            found.append((happens, self._minute_in(name, args, context.valuation), ()))
        return found

    def done_by(self, name: str, args: Args, doers: frozenset[str], context: int) -> Lit:
        """That one of these does it, if it happens in the context. `""` among the doers: the individual whose act it is."""
        event = self.policy.events[name]
        rest, found = TRUE, []
        for decision in reversed(self.contexts[context].decisions):
            if decision.act[0] == name:
                same = self.same_args(event.params, args, decision.act[1])
                found.append(self.terms.conj((rest, same, TRUE if decision.doer in doers else FALSE)))
                rest = self.terms.conj((rest, same ^ 1))
        found.append(self.terms.conj((rest, self._done_by_in(event, args, doers, self.contexts[context].valuation))))
        return self.terms.disj(found)

    def _done_by_in(self, event: Event, args: Args, doers: frozenset[str], valuation: Valuation) -> Lit:
        if event.by_param is not None:
            return TRUE if "" in doers else FALSE
        if len(event.by) <= 1:
            return TRUE if doers.intersection(event.by) else FALSE
        kept = [party for party in event.by if party in doers]
        if isinstance(valuation, Varied) and self.varies((event.name, args), valuation) != FALSE:
            return self.terms.disj([self.terms.boolean(("doer 2", event.name, args, party)) for party in kept])
        return self.terms.disj([self.doer(event.name, args, party) for party in kept])

    def _happens_in(self, name: str, args: Args, valuation: Valuation) -> Lit:
        match valuation:
            case Plain():
                return self.happens(name, args)
            case Varied():
                if self.varies((name, args), valuation) == FALSE:
                    return self.happens(name, args)
                return self.terms.boolean(("happens 2", name, args))
            case _:
                return self.terms.conj((self.happens(name, args), self._alive_in(name, args, valuation)))

    def _minute_in(self, name: str, args: Args, valuation: Valuation) -> Time:
        if isinstance(valuation, Varied) and self.varies((name, args), valuation) != FALSE:
            return self.terms.time(("minute 2", name, args))
        return self.minute(name, args)

    def _alive_in(self, name: str, args: Args, valuation: Silenced | Struck | Without) -> Lit:
        """That an event which happens still does so when others keep silent (or without it)."""
        key = (name, args, valuation)
        found = self._alive.get(key)
        if found is None:
            found = self._alive[key] = self._find_alive(name, args, valuation)
        return found

    def _find_alive(self, name: str, args: Args, valuation: Silenced | Struck | Without) -> Lit:
        event = self.policy.events[name]
        own = stays = FALSE
        match valuation:
            case Silenced(kept, act):
                stays = self.same_args(event.params, args, act[1]) if act[0] == name else FALSE
                if event.by_param is None:
                    own = self._done_by_in(event, args, kept, Plain()) if event.by else TRUE
            case Struck(rank, act):
                stays = self.same_args(event.params, args, act[1]) if act[0] == name else FALSE
                own = FALSE if event.standard is not None and self.policy.standards[event.standard].rank >= rank else TRUE
            case Without(instances):
                own = self._among(event.params, (name, args), instances) ^ 1
        if own == FALSE or stays == TRUE:
            return stays
        env = {param.name: value for param, value in zip(event.params, args, strict=True)}
        followed = [
            self.terms.disj(
                [
                    self.terms.conj(
                        (
                            self._happens_in(follows.event, chosen, valuation),
                            self.terms.not_after(self.minute(follows.event, chosen), self.minute(name, args)),
                        )
                    )
                    for chosen in self.choices(follows.args, env)
                ]
            )
            for follows in event.follows
        ]
        return self.terms.disj((stays, self.terms.conj([own, *followed])))

    def varies(self, instance: Instance, valuation: Varied) -> Lit:
        """Whether an instance is among those that may differ in the second scenario (uncertain for witnesses that may be
        one).
        """
        declared: Event | Fact = self.policy.events.get(instance[0]) or self.policy.facts[instance[0]]
        found = self._among(declared.params, instance, valuation.instances)
        if found != FALSE:
            self._varied_met[(instance, valuation)] = None
        return found

    def _among(self, params: Sequence[Var], instance: Instance, instances: tuple[Instance, ...]) -> Lit:
        """Whether an instance is one of these."""
        return self.terms.disj(
            [self.same_args(params, instance[1], other[1]) for other in instances if other[0] == instance[0]]
        )

    # ---- facts

    def holds(self, name: str, args: Args, valuation: Valuation) -> Lit:
        """That a yes/no fact holds."""
        fact = self.policy.facts[name]
        self.facts[(name, args)] = None
        plain = self.terms.boolean(("fact", name, args))
        if self._goes(fact, valuation):
            return FALSE
        match valuation:
            case Without(instances):
                return self.terms.conj((plain, self._among(fact.params, (name, args), instances) ^ 1))
            case Varied() if self.varies((name, args), valuation) != FALSE:
                return self.terms.boolean(("fact 2", name, args))
        return plain

    def _goes(self, fact: Fact, valuation: Valuation) -> bool:
        """Whether the fact is a word that is not spoken."""
        match valuation:
            case Silenced(kept, _):
                return bool(fact.decided_by) and not kept.intersection(fact.decided_by)
            case Struck(rank, _):
                return fact.standard is not None and self.policy.standards[fact.standard].rank >= rank
            case _:
                return False

    def is_silent(self, name: str, valuation: Valuation) -> bool:
        """Whether a number is a count of grants that nobody left may make: then it is 0."""
        return name in self.delays and self._goes(self.policy.facts[name], valuation)

    def values(self, name: str, args: Args, valuation: Valuation) -> list[tuple[Lit, str]] | None:
        """The values of a fact of a kind or an entity, with conditions of which exactly one is met.

        None in an open world where the individual would lie beyond the depth: nothing is known of it then.
        """
        fact = self.policy.facts[name]
        self.facts[(name, args)] = None
        tag = "value 2" if isinstance(valuation, Varied) and self.varies((name, args), valuation) != FALSE else "value"
        if fact.type == "kind":
            return [(self.terms.boolean((tag, name, args, leaf)), leaf) for leaf in self.policy.kinds[fact.sort or ""].leaves]
        if isinstance(self.world, OpenWorld):
            given = tuple(arg for arg in args if ":" in arg)
            self.world.demand(fact.sort or "", given, fact.span, name)
            who = self.world.witness(fact.sort or "", f"{name}{tag[5:]}", given)
            return None if who is None else [(TRUE, who)]
        return [(self.terms.boolean((tag, name, args, who)), who) for _, who in self.world.members(fact.sort or "")]

    def number(self, name: str, args: Args, valuation: Valuation) -> int:
        """The number variable of a number or duration fact."""
        self.facts[(name, args)] = None
        tag = "number 2" if isinstance(valuation, Varied) and self.varies((name, args), valuation) != FALSE else "number"
        return self.terms.number((tag, name, args))

    def varied(self) -> Iterator[tuple[Instance, Varied]]:
        """The instances met that may differ in a second scenario."""
        yield from list(self._varied_met)
