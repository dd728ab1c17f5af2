"""Every scenario of a small policy, up to a bound: the executable meaning of "over all scenarios".

Times are tried wherever a comparison can turn: each event at a distance from some other event at which something in the policy
changes (0, each duration that occurs, sums and differences where ends are computed or looked back from; and a minute to either
side).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import permutations, product

import msgspec

from policyproof.meaning.nature import instances
from policyproof.meaning.silence import follows
from policyproof.policy.calendars import Length
from policyproof.policy.formulas import Compare, Extremum, LookBack, Point, Relation, Shifted
from policyproof.policy.model import Delay, Fact, Policy
from policyproof.scenario import FactValue, Instance, Scenario

CAP = 3000


class TooManyError(Exception):
    """The policy has more scenarios than the cap allows."""


def scenarios(policy: Policy, people: int = 2, cap: int = CAP) -> list[Scenario]:
    """All scenarios with up to `people` individuals an entity, up to symmetry; `TooManyError` above the cap."""
    found: list[Scenario] = []
    counts = [range(people + 1) for _ in policy.entities]
    for sizes in sorted(product(*counts), key=sum):
        individuals = {
            name: tuple(f"{name.lower()}{number + 1}" for number in range(size))
            for name, size in zip(policy.entities, sizes, strict=True)
        }
        for scenario in with_individuals(policy, individuals, cap=cap):
            found.append(scenario)
            if len(found) > cap:
                raise TooManyError
    return found


def with_individuals(
    policy: Policy,
    individuals: dict[str, tuple[str, ...]],
    fixed: Mapping[Instance, int] | None = None,
    named: tuple[str, ...] = (),
    cap: int = CAP,
) -> Iterator[Scenario]:
    """All scenarios with these individuals, up to a renaming of those that are not `named`; events in `fixed` happen then."""
    fixed = fixed or {}
    empty = Scenario(individuals, {}, {}, {})
    told = [(fact, (fact.name, given)) for fact in policy.facts.values() for given in instances(policy, empty, fact.params)]
    can_happen = [(event.name, given) for event in policy.events.values() for given in instances(policy, empty, event.params)]
    values = [_values(policy, individuals, fact) for fact, _ in told]
    if _size(values) * 2 ** len(can_happen) > 60 * cap:
        raise TooManyError
    swaps = list(_swaps(individuals, named))
    courses = list(_courses(policy, can_happen, fixed, cap))
    if _size(values) * len(courses) > 12 * cap:
        raise TooManyError
    for choice in product(*values):
        facts = {name: value for (_, name), value in zip(told, choice, strict=True) if value is not False}
        for events, doers in courses:
            scenario = Scenario(individuals, facts, events, doers)
            if not swaps or _first_of_its_kind(scenario, swaps):
                yield scenario


def _size(values: list[list[FactValue]]) -> int:
    size = 1
    for options in values:
        size *= len(options)
    return size


def _values(policy: Policy, individuals: dict[str, tuple[str, ...]], fact: Fact) -> list[FactValue]:
    match fact.type:
        case "bool":
            return [False, True]
        case "kind":
            return list(policy.kinds[fact.sort or ""].leaves)
        case "entity":
            return list(individuals[fact.sort or ""])
        case "number" if (delay := delay_of(policy, fact.name)) is not None:
            return list(range(3 if delay.most is None else delay.most + 1))
        case "number" | "duration":
            near = {value + step for value in distances(policy)[1] for step in (-1, 0, 1)}
            return sorted(value for value in near | {0} if value >= 0)


def delay_of(policy: Policy, name: str) -> Delay | None:
    """The delay whose grants a number counts."""
    found = (one.delays[name] for one in (policy, *policy.others.values()) if name in one.delays)
    return next(found, None)


# ---- times


@lru_cache(maxsize=64)
def distances(policy: Policy) -> tuple[frozenset[int], frozenset[int]]:
    """The distances between events at which something changes, and the constants that facts are compared with."""
    shifts: set[int] = {0}
    lengths: set[int] = {0}
    constants: set[int] = set()
    both: set[int] = set()
    waiting: list[object] = [
        part
        for one in (policy, *policy.others.values())
        for group in (one.rules, one.terms, one.assumptions, one.hypotheses, one.properties, one.cases, one.delays, one.laws)
        for part in group.values()
    ]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, Shifted):
            shifts.add(abs(_minutes(part.length)))
        elif isinstance(part, LookBack):
            lengths.add(_minutes(part.length))
            shifts.add(_minutes(part.length))
        elif isinstance(part, Compare):
            constant = abs(part.left.constant - part.right.constant)
            factors = {1, *(abs(factor) for side in (part.left, part.right) for factor, _ in side.terms)}
            constants.update(constant // factor for factor in factors if factor)
        elif isinstance(part, Relation):
            between = {b - a for a in _offsets(part.left) for b in _offsets(part.right)}
            both.update(abs(apart + sign * _minutes(part.length)) for apart in between for sign in (1, 0, -1))
        elif isinstance(part, Delay) and part.minutes is not None:
            shifts.update(part.minutes * times for times in range(1, 3 if part.most is None else part.most + 1))
        if isinstance(part, msgspec.Struct) and not isinstance(part, Compare):
            if not isinstance(part, Shifted | LookBack | Delay):
                lengths.add(_minutes(getattr(part, "length", 0)))
            waiting.extend(getattr(part, name) for name in part.__struct_fields__)
    reach = {abs(length + sign * shift) for length in lengths | shifts for shift in shifts for sign in (1, -1)}
    return frozenset(reach | both), frozenset(constants)


def _minutes(length: Length) -> int:
    """A length of these policies, none of which has a calendar."""
    assert isinstance(length, int)
    return length


def _offsets(point: Point) -> set[int]:
    """How far a computed end may lie from an event."""
    match point:
        case Shifted(_, base, length):
            return {offset + _minutes(length) for offset in _offsets(base)}
        case Extremum(_, _, points):
            return {offset for part in points for offset in _offsets(part)}
        case _:
            return {0}


@lru_cache(maxsize=256)
def _orders(anchors: tuple[int, ...], count: int, near: frozenset[int], cap: int) -> tuple[tuple[int, ...], ...]:
    """The minutes of `count` events, given those of the anchors: each at some distance from an anchor or another event."""
    steps = sorted({sign * distance + step for distance in near for sign in (1, -1) for step in (-1, 0, 1)})
    started = anchors or (0,)
    blank: tuple[int | None, ...] = (None,) * count
    level = {blank} if anchors or not count else {(0, *blank[1:])}
    for _ in range(count if anchors else max(count - 1, 0)):
        following: set[tuple[int | None, ...]] = set()
        for partial in level:
            placed = {minute for minute in (*(anchors and started), *partial) if minute is not None}
            tried = {minute + step for minute in placed for step in steps}
            for index in [index for index, minute in enumerate(partial) if minute is None]:
                following.update((*partial[:index], minute, *partial[index + 1 :]) for minute in tried)
            if len(following) > 4 * cap:
                raise TooManyError
        level = following
    return tuple(sorted(tuple(minute for minute in order if minute is not None) for order in level))


def _courses(
    policy: Policy,
    can_happen: list[Instance],
    fixed: Mapping[Instance, int],
    cap: int,
) -> Iterator[tuple[dict[Instance, int], dict[Instance, str]]]:
    """Which events happen, when, and who does them."""
    near, _ = distances(policy)
    loose = [instance for instance in can_happen if instance not in fixed]
    made = 0
    for mask in sorted(range(2 ** len(loose)), key=lambda mask: (mask.bit_count(), mask)):
        happening = [instance for index, instance in enumerate(loose) if mask >> index & 1]
        if not _can_be(policy, {*happening, *fixed}):
            continue
        for minutes in _orders(tuple(sorted(set(fixed.values()))), len(happening), near, cap):
            events = {**fixed, **dict(zip(happening, minutes, strict=True))}
            if not all(follows(policy, events, instance) for instance in events if policy.events[instance[0]].follows):
                continue
            shared = [instance for instance in events if len(policy.events[instance[0]].by) > 1]
            for who in product(*(policy.events[instance[0]].by for instance in shared)):
                made += 1
                if made > 12 * cap:
                    raise TooManyError
                yield events, dict(zip(shared, who, strict=True))


def _can_be(policy: Policy, happening: set[Instance]) -> bool:
    """Whether what the events follow happens as well, times apart."""
    events = dict.fromkeys(happening, 0)
    return all(follows(policy, events, instance) for instance in happening)


# ---- symmetry


def _swaps(individuals: dict[str, tuple[str, ...]], named: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Every renaming of individuals that is no identity."""
    groups = [[name for name in group if name not in named] for group in individuals.values()]
    for choice in product(*(permutations(group) for group in groups)):
        swap = {old: new for group, names in zip(groups, choice, strict=True) for old, new in zip(group, names, strict=True)}
        if any(old != new for old, new in swap.items()):
            yield swap


def _first_of_its_kind(scenario: Scenario, swaps: list[dict[str, str]]) -> bool:
    key = _key(scenario, {})
    return all(key <= _key(scenario, swap) for swap in swaps)


def renamings(scenario: Scenario) -> list[Scenario]:
    """The scenario under every renaming of its individuals, itself first."""
    return [scenario, *(_renamed(scenario, swap) for swap in _swaps(scenario.individuals, ()))]


def _renamed(scenario: Scenario, swap: dict[str, str]) -> Scenario:
    def renamed(instance: Instance) -> Instance:
        return instance[0], tuple(swap.get(arg, arg) for arg in instance[1])

    return Scenario(
        scenario.individuals,
        {renamed(told): swap.get(value, value) if isinstance(value, str) else value for told, value in scenario.facts.items()},
        {renamed(event): minute for event, minute in scenario.events.items()},
        {renamed(event): doer for event, doer in scenario.doers.items()},
    )


def _key(scenario: Scenario, swap: dict[str, str]) -> list[tuple[str, tuple[str, ...], str]]:
    def renamed(instance: Instance) -> tuple[str, tuple[str, ...]]:
        return instance[0], tuple(swap.get(arg, arg) for arg in instance[1])

    parts = [(*renamed(told), swap.get(str(value), str(value))) for told, value in scenario.facts.items()]
    parts += [(*renamed(instance), str(minute)) for instance, minute in scenario.events.items()]
    return sorted(parts + [(*renamed(instance), doer) for instance, doer in scenario.doers.items()])
