"""Ends, timings and lengths of time."""

from __future__ import annotations

from typing import assert_never

from policyproof.diagnostics import Edit, Fix
from policyproof.policy.calendars import CalendarSteps, Length
from policyproof.policy.formulas import Arg, EventPoint, Extremum, Point, Relation, Shifted, Var
from policyproof.policy.model import Deadline
from policyproof.policy.resolution.calendars import measured
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.scope import Scope
from policyproof.policy.resolution.vocabulary import arguments
from policyproof.source import Span
from policyproof.syntax import nodes as n


def minutes(law: Law, length: n.Length, what: str) -> int | None:
    """A length of time in minutes. None, and an error, for units that need a calendar; `what` cannot have them."""
    if length.calendar is not None:
        message = f"{what} is counted in minutes, hours, days of 24 hours, or weeks"
        law.problems.error("PP119", message, length.span, advice="write it in one of these")
        return None
    return length.minutes


def happening(law: Law, ref: n.Ref, scope: Scope) -> tuple[str, tuple[Arg, ...]] | None:
    """The event that a reference names, with its arguments."""
    if law.dotted(ref):
        return None
    entry = law.find(ref.name, ("event", "action"), "an event")
    event = law.events.get(entry.name) if entry else None
    if event is None:
        return None
    args = arguments(law, ref, event.params, scope.names)
    return (event.name, args) if args is not None else None


def point(law: Law, tree: n.PointTree, scope: Scope, *, inside: str | None = None) -> Point | None:
    """An end. `inside` is the `earliest` or `latest` around it, where no quantified variable can stand."""
    match tree:
        case n.Ref():
            found = happening(law, tree, scope)
            if found is None:
                return None
            name, args = found
            if inside and (bound := next((a for a in args if isinstance(a, Var) and a.name in scope.quantified), None)):
                message = f"`{inside} of` would range over every `{bound.name}` here, which hides a quantifier"
                law.problems.error("PP111", message, bound.span, advice=f"name events without the variable `{bound.name}`")
                return None
            return EventPoint(tree.span, name, args)
        case n.ShiftedPoint(length=length, side=side, base=base):
            amount = measured(law, length)
            of = point(law, base, scope, inside=inside)
            if amount is None or of is None:
                return None
            return Shifted(tree.span, of, amount if side == "after" else _back(amount))
        case n.ExtremumPoint(which=which, points=points):
            found_points = [point(law, part, scope, inside=which) for part in points]
            parts = tuple(part for part in found_points if part is not None)
            return Extremum(tree.span, which, parts) if len(parts) == len(points) else None
        case _:
            assert_never(tree)


def _back(length: Length) -> Length:
    if isinstance(length, CalendarSteps):
        return CalendarSteps(-length.count, length.unit, length.calendar)
    return -length


def relation(law: Law, tree: n.Related, scope: Scope) -> Relation | None:
    """`A within 48 hours after B`."""
    left = point(law, tree.left, scope)
    timing = tree.timing
    found = _amount_and_point(law, timing, scope)
    if left is None or found is None:
        return None
    amount, right = found
    assert timing.form != "promptly"  # the grammar has it in deadlines only
    return Relation(tree.span, left, timing.form, amount, right)


def deadline(law: Law, timing: n.Timing, scope: Scope) -> Deadline | None:
    """The deadline of a duty, or of a claim about one."""
    found = _amount_and_point(law, timing, scope)
    if found is None:
        return None
    amount, trigger = found
    match timing.form:
        case "within after" | "not later" | "within before" | "promptly" | "before" | "at least before" | "together":
            return Deadline(timing.form, amount, trigger, timing.span)
        case _:
            raise AssertionError(timing.form)  # the grammar has no other deadline


def _amount_and_point(law: Law, timing: n.Timing, scope: Scope) -> tuple[Length, Point] | None:
    """D and the end of a timing. `not later than D after X` gives D and X."""
    if timing.form == "not later" and isinstance(timing.point, n.ShiftedPoint):
        shifted = timing.point
        if shifted.side == "before":
            start = timing.span
            words = Span(start.path, start.start, shifted.length.span.start, start.line, start.column)
            fix = Fix("write `at least` instead of `not later than`", (Edit(words, "at least "),))
            message = "`not later than` does not go with `before`"
            law.problems.error("PP030", message, timing.span, advice=fix.title, fixes=(fix,))
            return None
        length, tree = shifted.length, shifted.base
    elif timing.length is None:
        found = point(law, timing.point, scope)
        return (0, found) if found is not None else None
    else:
        length, tree = timing.length, timing.point
    amount = measured(law, length)
    end = point(law, tree, scope)
    return (amount, end) if amount is not None and end is not None else None
