"""Moments in words: the ends that deadlines and relations name, and how a relation between two of them reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

import msgspec

from policyproof.english import phrases
from policyproof.english.clauses import Tense, capital
from policyproof.english.lists import duration, joined
from policyproof.policy.calendars import Length
from policyproof.policy.formulas import (
    Arg,
    EventPoint,
    Extremum,
    Individual,
    LookBack,
    Member,
    Point,
    Relation,
    RelationOp,
    Shifted,
    Var,
)
from policyproof.policy.model import Policy

Scope = dict[str, tuple[str, str]]
"""What variables are called: by name, the sort and the phrase (`this person`)."""


class Reading(msgspec.Struct, frozen=True):
    """When a formula is read, as its words show it.

    `by` opens a condition that speaks of events (`by then`); `noun` names the moment (`that moment`). `seen` says whether
    relations look no further than the moment, or at the whole course of events, or are what is yet to come true.
    """

    by: str
    noun: str
    seen: Literal["so far", "whole", "to come"]

    @property
    def tense(self) -> Tense:
        """The tense of events named alone: at the end, where there is no moment to speak of, the present."""
        return "perfect" if self.by else "present"


AT_THE_END = Reading("", "the end", "whole")
TO_COME = Reading("", "then", "to come")
AT_THE_ACT = Reading("by the moment of doing so", "that moment", "so far")


def arguments(policy: Policy, scope: Scope, args: Sequence[Arg]) -> tuple[str, ...]:
    """The arguments of an atom as phrases."""
    return tuple(_argument(policy, scope, arg) for arg in args)


def _argument(policy: Policy, scope: Scope, arg: Arg) -> str:
    match arg:
        case Var():
            return scope[arg.name][1] if arg.name in scope else f"this {phrases.noun(arg.sort)}"
        case Member():
            return phrases.member(policy, arg.kind, arg.name)
        case Individual():
            return capital(phrases.readable(arg.name))
        case _:
            assert_never(arg)


def event(policy: Policy, scope: Scope, name: str, args: Sequence[Arg]) -> phrases.Said:
    """An event with its arguments, as a clause."""
    return phrases.event(policy, name, arguments(policy, scope, args))


def when(policy: Policy, scope: Scope, point: Point, tense: Tense = "present") -> str:
    """A point as a noun: `the moment at which the court approves the release`."""
    match point:
        case EventPoint():
            return f"the moment at which {event(policy, scope, point.event, point.args).tell(tense)}"
        case Shifted():
            return f"the point {_shift(policy, scope, point, tense)}"
        case Extremum():
            named = [each for each in point.points if isinstance(each, EventPoint)]
            if len(named) == len(point.points):
                clauses = [event(policy, scope, each.event, each.args).tell(tense) for each in named]
                return f"the {point.which} of the moments at which {joined(clauses)}"
            return f"the {point.which} of these moments: {joined([when(policy, scope, each, tense) for each in point.points])}"
        case _:
            assert_never(point)


def after(policy: Policy, scope: Scope, point: Point, tense: Tense = "present") -> str:
    """A point as what may follow `after` or `before`: a clause where it can be one."""
    if isinstance(point, EventPoint):
        return event(policy, scope, point.event, point.args).tell(tense)
    return when(policy, scope, point, tense)


def trigger(policy: Policy, scope: Scope, point: Point) -> str:
    """A point as what may follow `begins`: `when Ring hands the footage to the agency`."""
    return f"when {after(policy, scope, point)}" if isinstance(point, EventPoint) else f"at {when(policy, scope, point)}"


def relation(policy: Policy, scope: Scope, node: Relation, reading: Reading, *, positive: bool) -> str:
    """`Ring tells the owner within 72 hours after Ring hands over the footage`. Both ends must happen for it to be so."""
    whole = reading.seen != "so far"
    left: Tense = "present" if whole else "perfect"
    right: Tense = "present" if whole else "past"
    ahead = node.op in {"before", "not later", "within before", "at least before", "more before", "less before"}
    time = _time(node.op, node.length, policy, scope, node.right, right)
    if isinstance(node.left, EventPoint):
        said = event(policy, scope, node.left.event, node.left.args)
        clause = said.tell(left, negative=not positive)
    else:
        clause = f"{when(policy, scope, node.left)} {'comes' if positive else 'does not come'}"
    if positive:
        return f"{clause} {time}{' (and both happen)' if ahead and reading.seen == 'whole' else ''}"
    return f"{clause} {time} (but at another time, or never)"


def look_back(policy: Policy, scope: Scope, node: LookBack, reading: Reading, *, positive: bool) -> str:
    """`the owner agreed within the last 730 days before that moment`."""
    said = event(policy, scope, node.event, node.args)
    length = duration(node.length)
    match node.op:
        case "within the last":
            time = f"within the last {length} before {reading.noun}"
        case "at least ago":
            time = f"at least {length} before {reading.noun}"
        case "more ago":
            time = f"more than {length} before {reading.noun}"
        case "less ago":
            time = f"less than {length} before {reading.noun}"
        case _:
            assert_never(node.op)
    return f"{said.tell('past', negative=not positive)} {time}"


def _shift(policy: Policy, scope: Scope, point: Shifted, tense: Tense) -> str:
    back = (point.length if isinstance(point.length, int) else point.length.count) < 0
    return f"{duration(point.length)} {'before' if back else 'after'} {after(policy, scope, point.base, tense)}"


def _time(op: RelationOp, size: Length, policy: Policy, scope: Scope, right: Point, tense: Tense) -> str:
    length = duration(size)
    end = after(policy, scope, right, tense)
    match op:
        case "before" | "after":
            return f"{op} {end}"
        case "together":
            return f"in the same minute as {when(policy, scope, right, tense)}"
        case "not later":
            return f"at the latest {length} after {end}" if size else f"at the latest at {when(policy, scope, right, tense)}"
        case "within after":
            return f"within {length} after {end}"
        case "within before":
            return f"within {length} before {end}"
        case "at least after":
            return f"at least {length} after {end}"
        case "at least before":
            return f"at least {length} before {end}"
        case "more after":
            return f"more than {length} after {end}"
        case "more before":
            return f"more than {length} before {end}"
        case "less after":
            return f"less than {length} after {end}"
        case "less before":
            return f"less than {length} before {end}"
        case _:
            assert_never(op)
