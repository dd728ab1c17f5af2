"""What every scenario obeys, whatever the law: one value for each fact, one doer for each event, and the order of nature."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, islice, pairwise, product

from policyproof.encode.calendars import epoch
from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.valuation import Plain, Varied
from policyproof.encode.world import ClosedWorld, OpenWorld
from policyproof.logic.terms import FALSE, Lit
from policyproof.policy.model import Event, Fact
from policyproof.policy.period import period_of
from policyproof.scenario import Instance


def nature(g: Grounding) -> list[Lit]:
    """Sentences for every instance met so far (and for those that these call for, in turn)."""
    return Nature(g).sentences()


class Nature:
    """The same, said again and again as more instances are met; each instance is read once."""

    def __init__(self, g: Grounding) -> None:
        self._g = g
        self._of: dict[Instance, list[Lit]] = {}
        self._ties: list[Lit] = []
        self._met = -1
        self._events = self._facts = 0
        """How many of them have been read."""
        self.always: tuple[Lit, ...] = tuple(_presence(g, g.world)) if isinstance(g.world, ClosedWorld) else ()
        """What goes for every question: who is there, and the facts whose value is somebody."""

    def sentences(self) -> list[Lit]:
        """All there is to say by now."""
        self._read()
        sides = (lit for lits in self._g.sides.values() for lit in lits)
        found = [*self.always, *(lit for lits in self._of.values() for lit in lits), *sides, *self._ties]
        return [lit for lit in dict.fromkeys(found) if lit]

    def ties(self) -> list[Lit]:
        """What ties instances to one another: a second scenario to the first, or two names of one individual."""
        self._read()
        return self._ties

    def of(self, instance: Instance) -> Sequence[Lit]:
        """What is said of one fact or event (nothing, if no question has met it)."""
        if instance not in self._of:
            self._read()
        return self._of.get(instance, ())

    def beside(self, key: Hashable) -> Sequence[Lit]:
        """What ties the time or number of that key to others, where it stands for them."""
        return self._g.sides.get(key, ())

    def _read(self) -> None:
        g = self._g
        while g.met != self._met:
            events, facts = list(islice(g.events, self._events, None)), list(islice(g.facts, self._facts, None))
            self._met, self._events, self._facts = g.met, len(g.events), len(g.facts)
            self._of.update((instance, _event(g, instance)) for instance in events)
            self._of.update((instance, _fact(g, instance, "")) for instance in facts)
            self._ties = _second_scenario(g)
            if isinstance(g.world, OpenWorld):
                self._ties += _equalities(g, g.world)


def nature_of(g: Grounding, lits: Sequence[Lit]) -> list[Lit]:
    """What nature says of the instances that some terms speak of, and of those that these follow; in a closed world.

    Of all others nothing follows from it: an event that nobody speaks of need not happen.
    """
    if not isinstance(g.world, ClosedWorld):
        raise TypeError("an open world")
    found = _presence(g, g.world)
    waiting = [instance for instance in g.facts if g.policy.facts[instance[0]].type == "entity"]  # there must be somebody
    waiting += _spoken_of(g, lits, found)
    met: set[Instance] = set()
    while waiting:
        instance = waiting.pop()
        if instance in met:
            continue
        met.add(instance)
        name, args = instance
        if name in g.policy.facts:
            found += _fact(g, instance, "")
            continue
        event = g.policy.events[name]
        found += _event(g, instance)
        env = {param.name: value for param, value in zip(event.params, args, strict=True)}
        waiting += [(follows.event, chosen) for follows in event.follows for chosen in g.choices(follows.args, env)]
    return [lit for lit in dict.fromkeys(found) if lit]


_OF_INSTANCES = frozenset({"happens", "doer", "minute", "fact", "value", "number"})
"""What the variables of events and facts are called, in the scenario as it is."""


def _spoken_of(g: Grounding, lits: Sequence[Lit], found: list[Lit]) -> Iterator[Instance]:
    """The events and facts that terms speak of. What ties a time or a number to others is `found` on the way."""
    waiting = list(lits)
    told: set[Hashable] = set()
    while waiting:
        cone = g.terms.cone(waiting)
        waiting = []
        for key in (key for index in cone for key in g.terms.names(index)):
            if isinstance(key, tuple) and key[0] in _OF_INSTANCES:
                yield key[1], key[2]
            elif key in g.sides and key not in told:
                told.add(key)
                waiting += g.sides[key]
        found += waiting


def _presence(g: Grounding, world: ClosedWorld) -> list[Lit]:
    """The first ones come first; and a fact whose value is an individual has one, so that somebody is there."""
    found = []
    for entity in g.policy.entities:
        present = [lit for lit, _ in world.members(entity)]
        found += [g.terms.implies(later, earlier) for earlier, later in pairwise(present)]
    for fact in g.policy.facts.values():
        if fact.type == "entity":
            for args in _all_args(g, world, fact):
                g.values(fact.name, args, Plain())
                found += _fact(g, (fact.name, args), "")
    return found


def _all_args(g: Grounding, world: ClosedWorld, declared: Fact | Event) -> list[Args]:
    ranges = [
        g.policy.kinds[param.sort].leaves if param.over_kind else tuple(who for _, who in world.members(param.sort))
        for param in declared.params
    ]
    return list(product(*ranges))


def _present(g: Grounding, declared: Fact | Event, args: Args) -> Lit:
    """That the individuals among the arguments are there."""
    if not isinstance(g.world, ClosedWorld):
        return 0
    world = g.world
    return g.terms.conj(
        [world.presence(param.sort, who) for param, who in zip(declared.params, args, strict=True) if not param.over_kind]
    )


def _event(g: Grounding, instance: Instance) -> list[Lit]:
    name, args = instance
    event = g.policy.events[name]
    happens = g.happens(name, args)
    found = [g.terms.implies(happens, _present(g, event, args))]
    if len(event.by) > 1:
        found.append(g.terms.exactly_one([g.doer(name, args, party) for party in event.by]))
    env = {param.name: value for param, value in zip(event.params, args, strict=True)}
    for follows in event.follows:
        before = [
            g.terms.conj(
                (g.happens(follows.event, chosen), g.terms.not_after(g.minute(follows.event, chosen), g.minute(name, args)))
            )
            for chosen in g.choices(follows.args, env)
        ]
        found.append(g.terms.implies(happens, g.terms.disj(before)))
    return found + _within_span(g, instance, "")


def _within_span(g: Grounding, instance: Instance, copy: str) -> list[Lit]:
    """An event from which days are counted happens in the span of the policy's calendars."""
    period = period_of(g.policy)
    if period is None or instance[0] not in period.events:
        return []
    zero, _ = epoch(g)
    then = g.terms.time((f"minute{copy}", *instance))
    inside = g.terms.conj((g.terms.not_after((zero, period.first), then), g.terms.not_after(then, (zero, period.last))))
    return [g.terms.implies(g.terms.boolean((f"happens{copy}", *instance)), inside)]


def _fact(g: Grounding, instance: Instance, copy: str) -> list[Lit]:
    name, args = instance
    fact = g.policy.facts[name]
    match fact.type:
        case "bool":
            return [g.terms.implies(g.terms.boolean((f"fact{copy}", name, args)), _present(g, fact, args))]
        case "kind":
            return [
                g.terms.exactly_one(
                    [g.terms.boolean((f"value{copy}", name, args, leaf)) for leaf in g.policy.kinds[fact.sort or ""].leaves]
                )
            ]
        case "entity":
            if not isinstance(g.world, ClosedWorld):
                return []
            members = g.world.members(fact.sort or "")
            values = [g.terms.boolean((f"value{copy}", name, args, who)) for _, who in members]
            chosen = [g.terms.conj((value, present)) for value, (present, _) in zip(values, members, strict=True)]
            at_most_one = [g.terms.disj((a ^ 1, b ^ 1)) for a, b in combinations(values, 2)]
            return [g.terms.implies(_present(g, fact, args), g.terms.disj(chosen)), *at_most_one]
        case "number" | "duration":
            number = g.terms.number((f"number{copy}", name, args))
            at_least_0 = g.terms.at_most({number: -1}, 0)
            if name not in g.delays:
                return [at_least_0]
            return [at_least_0, g.terms.disj((_present(g, fact, args), g.terms.at_most({number: 1}, 0)))]


def _second_scenario(g: Grounding) -> list[Lit]:
    """The second scenario of a comparison is one too: its own facts and events obey nature as the first one's do."""
    found: list[Lit] = []
    valuations: dict[Varied, None] = {}
    for instance, valuation in g.varied():
        valuations[valuation] = None
        name, args = instance
        differs = g.varies(instance, valuation)
        if name in g.policy.facts:
            found += _fact(g, instance, " 2")
            found += [g.terms.disj((differs, same)) for same in _same_value(g, instance)]
        else:
            event = g.policy.events[name]
            if len(event.by) > 1:
                found.append(g.terms.exactly_one([g.terms.boolean(("doer 2", name, args, party)) for party in event.by]))
            found += [g.terms.disj((differs, same)) for same in _same_event(g, event, args)]
            found += _within_span(g, instance, " 2")
    for valuation in valuations:
        context = g.context_of(valuation)
        for name, args in list(g.events):
            event = g.policy.events[name]
            env = {param.name: value for param, value in zip(event.params, args, strict=True)}
            for follows in event.follows:
                for happens, minute in g.candidates(name, args, context):
                    before = [
                        g.terms.conj((there, g.terms.not_after(then, minute)))
                        for chosen in g.choices(follows.args, env)
                        for there, then in g.candidates(follows.event, chosen, context)
                    ]
                    found.append(g.terms.implies(happens, g.terms.disj(before)))
            for happens, _ in g.candidates(name, args, context):
                found.append(g.terms.implies(happens, _present(g, event, args)))
    return found


def _same_value(g: Grounding, instance: Instance) -> list[Lit]:
    name, args = instance
    fact = g.policy.facts[name]
    match fact.type:
        case "bool":
            return [g.terms.iff(g.terms.boolean(("fact", name, args)), g.terms.boolean(("fact 2", name, args)))]
        case "number" | "duration":
            first, second = g.terms.number(("number", name, args)), g.terms.number(("number 2", name, args))
            return [g.terms.at_most({first: 1, second: -1}, 0), g.terms.at_most({first: -1, second: 1}, 0)]
        case _:
            first_values = g.values(name, args, Plain()) or []
            return [g.terms.iff(value, g.terms.boolean(("value 2", name, args, leaf))) for value, leaf in first_values if value]


def _same_event(g: Grounding, event: Event, args: Args) -> list[Lit]:
    first, second = g.minute(event.name, args), g.terms.time(("minute 2", event.name, args))
    return [
        g.terms.iff(g.happens(event.name, args), g.terms.boolean(("happens 2", event.name, args))),
        g.terms.not_after(first, second),
        g.terms.not_after(second, first),
        *(
            g.terms.iff(g.doer(event.name, args, party), g.terms.boolean(("doer 2", event.name, args, party)))
            for party in event.by[1:]
        ),
    ]


def _equalities(g: Grounding, world: OpenWorld) -> list[Lit]:
    """Two names of one individual: an equivalence, and whatever is so of the one is so of the other."""
    entities = dict.fromkeys(entity for entity, _, _ in world.equalities)
    found: list[Lit] = []
    for entity in entities:
        who = list(world.made[entity])
        for a, b, c in combinations(who, 3):
            ab, bc, ac = world.same(entity, a, b), world.same(entity, b, c), world.same(entity, a, c)
            found += [
                g.terms.disj((ab ^ 1, bc ^ 1, ac)),
                g.terms.disj((ab ^ 1, ac ^ 1, bc)),
                g.terms.disj((bc ^ 1, ac ^ 1, ab)),
            ]
    if not entities:
        return found
    for name, first, second in _pairs(g.facts):
        fact = g.policy.facts[name]
        same = g.same_args(fact.params, first, second)
        if same != FALSE:
            found += [g.terms.disj((same ^ 1, alike)) for alike in _alike_facts(g, fact, first, second)]
    for name, first, second in _pairs(g.events):
        event = g.policy.events[name]
        same = g.same_args(event.params, first, second)
        if same != FALSE:
            found += [g.terms.disj((same ^ 1, alike)) for alike in _alike_events(g, event, first, second)]
    return found


def _pairs(met: Iterable[Instance]) -> list[tuple[str, Args, Args]]:
    """The pairs of instances of the same fact or event."""
    by_name: dict[str, list[Args]] = {}
    for name, args in met:
        by_name.setdefault(name, []).append(args)
    return [(name, first, second) for name, every in by_name.items() for first, second in combinations(every, 2)]


def _alike_facts(g: Grounding, fact: Fact, left: Args, right: Args) -> list[Lit]:
    match fact.type:
        case "bool":
            return [g.terms.iff(g.holds(fact.name, left, Plain()), g.holds(fact.name, right, Plain()))]
        case "kind":
            pairs = zip(g.values(fact.name, left, Plain()) or [], g.values(fact.name, right, Plain()) or [], strict=True)
            return [g.terms.iff(a, b) for (a, _), (b, _) in pairs]
        case "entity":
            one, other = g.values(fact.name, left, Plain()), g.values(fact.name, right, Plain())
            return [g.world.same(fact.sort or "", one[0][1], other[0][1])] if one and other else []
        case "number" | "duration":
            x, y = g.number(fact.name, left, Plain()), g.number(fact.name, right, Plain())
            return [g.terms.at_most({x: 1, y: -1}, 0), g.terms.at_most({x: -1, y: 1}, 0)]


def _alike_events(g: Grounding, event: Event, left: Args, right: Args) -> list[Lit]:
    then, there = g.minute(event.name, left), g.minute(event.name, right)
    return [
        g.terms.iff(g.happens(event.name, left), g.happens(event.name, right)),
        g.terms.not_after(then, there),
        g.terms.not_after(there, then),
        *(g.terms.iff(g.doer(event.name, left, party), g.doer(event.name, right, party)) for party in event.by[1:]),
    ]
