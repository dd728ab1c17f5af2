"""What formulas speak of, and where: names of facts and events, through the terms that they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policyproof.encode.free import parts, reached
from policyproof.policy.formulas import (
    DoneBy,
    EventPoint,
    Eventually,
    Formula,
    Happened,
    Holds,
    LookBack,
    Node,
    Point,
    Stands,
    Tainted,
    TermUse,
    Under,
)
from policyproof.policy.model import Duty, Policy, Rule
from policyproof.source import Span

_OF_EVENTS = Happened | DoneBy | EventPoint | LookBack | Eventually


def event_of(node: Node) -> str | None:
    """The event that a node speaks of, if it speaks of one."""
    if isinstance(node, _OF_EVENTS):
        return node.event
    return node.action if isinstance(node, Under | Stands | Tainted) else None


def events_in(policy: Policy, *formulas: Formula | None) -> list[str]:
    """The events that formulas speak of, each once, in the order of mention."""
    found = (event_of(node) for node in reached(policy, *formulas))
    return list(dict.fromkeys(event for event in found if event is not None))


def first_mention(policy: Policy, formula: Formula, name: str) -> Span | None:
    """Where a formula first speaks of a fact or an event, itself or by a term."""
    for node in parts(formula):
        if event_of(node) == name or (isinstance(node, Holds) and node.fact == name):
            return node.span
        if isinstance(node, TermUse) and any(
            event_of(inner) == name or (isinstance(inner, Holds) and inner.fact == name) for inner in reached(policy, node)
        ):
            return node.span
    return None


def point_events(point: Point) -> list[str]:
    """The events that an end is made of."""
    return list(dict.fromkeys(node.event for node in parts(point) if isinstance(node, EventPoint)))


def ordered_before(policy: Policy, events: Iterable[str]) -> frozenset[str]:
    """What has happened whichever of these has: events without arguments, and what they follow, in turn."""
    found: list[frozenset[str]] = [_chain(policy, event) for event in events]
    return frozenset.intersection(*found) if found else frozenset()


def _chain(policy: Policy, event: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [event]
    while waiting:
        name = waiting.pop()
        if name not in found and not policy.events[name].params:
            found.add(name)
            waiting.extend(follows.event for follows in policy.events[name].follows)
    return frozenset(found)


def conditions(rule: Rule) -> Iterator[Formula]:
    """All that a rule makes depend on something: `if`, `unless`, `excused`."""
    excused = rule.sentence.excused if isinstance(rule.sentence, Duty) else None
    yield from (formula for formula in (rule.condition, rule.unless, excused) if formula is not None)


def read_by_rules(policy: Policy) -> Iterator[Formula]:
    """All that rules depend on: their conditions, the scopes of their laws, and what delays ask for."""
    for rule in policy.rules.values():
        yield from conditions(rule)
    asked = [*(law.scope for law in policy.laws.values()), *(delay.condition for delay in policy.delays.values())]
    yield from (formula for formula in asked if formula is not None)
