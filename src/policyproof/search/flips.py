"""The smallest changes of circumstances that would have stopped an act, and who could have made them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from policyproof.encode.alternatives import Alternative
from policyproof.english.material import Flip
from policyproof.logic.terms import Lit, Time
from policyproof.search.room import Room
from policyproof.solve.answers import Model


class Change(msgspec.Struct, frozen=True):
    """One circumstance made otherwise: variables set, and a minute given to an event that now happens."""

    flip: Flip
    sets: tuple[tuple[int, bool], ...]
    time: tuple[int, int] | None


def flips(room: Room, alternative: Alternative, model: Model, names: dict[str, str]) -> tuple[Flip, ...]:
    """Every single change after which the act would not have been permitted; what others could have done comes first."""
    if alternative.act is None:
        return ()
    engine = room.engine
    action, x = alternative.act
    minute = engine.g.minute(action, x)
    permitted = engine.law.may(action, x, alternative.doer, minute, (minute,), engine.plain, 0)
    changes = _changes(room, permitted, model, minute, names, action)
    found = [change.flip for change in changes if _stops(room, permitted, model, change)]
    return tuple(sorted(found, key=lambda flip: alternative.doer in flip.by or not flip.by))


def _stops(room: Room, permitted: Lit, model: Model, change: Change) -> bool:
    booleans, times = dict(model.booleans), list(model.times)
    booleans.update(change.sets)
    if change.time is not None:
        times[change.time[0]] = change.time[1]
    altered = Model(booleans, times, model.numbers)
    return not altered.makes_true(room.engine.terms, (permitted,)) and altered.makes_true(room.engine.terms, room.nature())


def _changes(room: Room, permitted: Lit, model: Model, minute: Time, names: dict[str, str], action: str) -> Iterator[Change]:
    terms, policy = room.engine.terms, room.engine.policy
    at_act = model.time(minute[0])
    found: list[tuple[int, Change]] = []
    for index in terms.cone([permitted]):
        node = terms.nodes[index]
        if node[0] != "bool":
            continue
        now = model.booleans.get(index, False)
        match node[1]:
            case ("fact", str(name), tuple() as args):
                flip = Flip((name, _named(args, names)), is_event=False, to=not now, by=policy.facts[name].decided_by)
                found.append((policy.order.index(name), Change(flip, ((index, not now),), None)))
            case ("happens", str(name), tuple() as args) if name != action:
                event = policy.events[name]
                flip = Flip((name, _named(args, names)), is_event=True, to=not now, by=event.by)
                time = None if now else (terms.time(("minute", name, args))[0], at_act)
                found.append((policy.order.index(name), Change(flip, ((index, not now),), time)))
            case ("value", str(name), tuple() as args, str(leaf)) if not now and policy.facts[name].type == "kind":
                flip = Flip((name, _named(args, names)), is_event=False, to=leaf, by=policy.facts[name].decided_by)
                others = [
                    terms.known(("value", name, args, other)) for other in policy.kinds[policy.facts[name].sort or ""].leaves
                ]
                sets = tuple((other >> 1, other >> 1 == index) for other in others if other is not None)
                found.append((policy.order.index(name), Change(flip, sets, None)))
    yield from (change for _, change in sorted(found, key=lambda pair: pair[0]))


def _named(args: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(arg, arg) for arg in args)
