"""Events and ends to terms: when they come, whether that is seen, and how two minutes compare."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Literal

from policyproof.encode.calendars import Edge, far
from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.world import Env
from policyproof.logic.terms import END, FALSE, Lit, Time
from policyproof.policy.calendars import CalendarSteps, Length
from policyproof.policy.formulas import EventPoint, Extremum, Point, RelationOp, Shifted

Horizon = tuple[Time, ...]
"""Nothing later than any of these is seen."""

Ends = list[tuple[Lit, Time]]
"""The minutes that an end may have, with conditions of which at most one is met."""

GroundPoint = (
    tuple[Literal["event"], str, Args]
    | tuple[Literal["shifted"], "GroundPoint", Length]
    | tuple[Literal["earliest", "latest"], tuple["GroundPoint", ...]]
)
"""A point with its arguments bound."""


def narrow(h: Horizon, m: Time) -> Horizon:
    """The horizon of a decision at m that is asked where nothing later than h is seen."""
    return (m, *(end for end in h if end not in (END, m)))


class Ending:
    """Reads ends in one grounding. Remembers what it has read."""

    def __init__(self, grounding: Grounding) -> None:
        self.g = grounding
        self.terms = grounding.terms
        self._points: dict[Hashable, Ends] = {}

    def happened(self, event: str, args: Args, m: Time, h: Horizon, context: int) -> Lit:
        """That an event has happened by m, seen by h."""
        return self.terms.disj(
            [
                self.terms.conj((seen, self.terms.not_after(minute, m)))
                for seen, minute in self.sightings(event, args, h, context)
            ]
        )

    def sightings(self, event: str, args: Args, h: Horizon, context: int) -> Ends:
        """When an event happens, if that is seen by h."""
        return [
            (self.terms.conj((happens, self.seen(minute, tuple(end for end in h if end not in beyond)))), minute)
            for happens, minute, beyond in self.g.marked_candidates(event, args, context)
        ]

    def seen(self, minute: Time, h: Horizon) -> Lit:
        return self.terms.conj([self.terms.not_after(minute, end) for end in h])

    def ground_points(self, point: Point, env: Env) -> list[GroundPoint]:
        """A point with its arguments bound: one for each choice of leaves of the groups in it (an extremum is of all its
        leaves).
        """
        match point:
            case EventPoint(_, event, args):
                return [("event", event, chosen) for chosen in self.g.choices(args, env)]
            case Shifted(_, base, length):
                return [("shifted", ground, length) for ground in self.ground_points(base, env)]
            case Extremum(_, which, points):
                return [(which, tuple(ground for part in points for ground in self.ground_points(part, env)))]

    def ends(self, point: GroundPoint, h: Horizon, context: int) -> Ends:
        """The minute of a point, if it is seen by h."""
        key = (point, h, context)
        found = self._points.get(key)
        if found is None:
            found = self._points[key] = [(seen, minute) for seen, minute in self._ends(point, h, context) if seen != FALSE]
        return found

    def _ends(self, point: GroundPoint, h: Horizon, context: int) -> Ends:
        match point:
            case ("event", event, args):
                return self.sightings(event, args, h, context)
            case ("shifted", base, length):
                edge: Edge = "first" if isinstance(length, CalendarSteps) and length.count < 0 else "last"
                return [(seen, far(self.g, length, minute, edge)) for seen, minute in self.ends(base, h, context)]
            case (which, points):
                return self._extremum([self.ends(part, h, context) for part in points], earliest=which == "earliest")

    def _extremum(self, parts: Sequence[Ends], *, earliest: bool) -> Ends:
        """Of the ends seen, the first (or last); of several at the same minute, the first named."""
        found: Ends = []
        for index, part in enumerate(parts):
            for seen, minute in part:
                beats = []
                for other_index, other in enumerate(parts):
                    if other_index == index:
                        continue
                    for there, then in other:
                        near, far = (minute, then) if earliest else (then, minute)
                        strictly = other_index < index
                        wins = self.terms.before(near, far) if strictly else self.terms.not_after(near, far)
                        beats.append(self.terms.implies(there, wins))
                found.append((self.terms.conj([seen, *beats]), minute))
        return found

    def away(self, form: str, length: Length, end: Time, edge: Edge) -> Time:
        """The first or the last minute of what lies a length after an end, or before it, as the form of words says."""
        return far(self.g, length, end, edge, back=form.endswith("before"))

    def compares(self, op: RelationOp, length: Length, left: Time, right: Time) -> Lit:
        """Two minutes compare as a relation says."""
        terms = self.terms
        match op:
            case "before":
                return terms.before(left, right)
            case "after":
                return terms.before(right, left)
            case "together":
                return terms.conj((terms.not_after(left, right), terms.not_after(right, left)))
            case "not later":
                return terms.not_after(left, self.away(op, length, right, "last"))
            case "within after":
                return terms.conj((terms.not_after(right, left), terms.not_after(left, self.away(op, length, right, "last"))))
            case "within before":
                return terms.conj((terms.not_after(self.away(op, length, right, "first"), left), terms.not_after(left, right)))
            case "at least after":
                return terms.not_after(self.away(op, length, right, "first"), left)
            case "at least before":
                return terms.not_after(left, self.away(op, length, right, "last"))
            case "more after":
                return terms.before(self.away(op, length, right, "last"), left)
            case "more before":
                return terms.before(left, self.away(op, length, right, "first"))
            case "less after":
                return terms.conj((terms.not_after(right, left), terms.before(left, self.away(op, length, right, "first"))))
            case "less before":
                return terms.conj((terms.before(self.away(op, length, right, "last"), left), terms.not_after(left, right)))

    def looks_back(self, event: str, args: Args, op: str, length: Length, m: Time, h: Horizon, context: int) -> Lit:
        """An event has happened by m, so long ago: counted on from the event."""
        found = []
        for happens, minute in self.sightings(event, args, h, context):
            match op:
                case "within the last":
                    fits = self.terms.not_after(m, far(self.g, length, minute, "last"))
                case "at least ago":
                    fits = self.terms.not_after(far(self.g, length, minute, "first"), m)
                case "more ago":
                    fits = self.terms.before(far(self.g, length, minute, "last"), m)
                case _:
                    fits = self.terms.before(m, far(self.g, length, minute, "first"))
            found.append(self.terms.conj((happens, self.terms.not_after(minute, m), fits)))
        return self.terms.disj(found)
