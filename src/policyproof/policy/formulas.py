"""Formulas, points and values of a resolved policy: frozen nodes, named as the language page names them.

Every name in a node is resolved and of the right sort. Nothing here evaluates anything: `meaning` and `encode` do, each in
its own way. Times are whole minutes; lengths are whole minutes or steps of a calendar.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.policy.calendars import Length
from policyproof.source import Span


class Node(msgspec.Struct, frozen=True, eq=False):
    """A node with its place in the file. Nodes are compared by identity."""

    span: Span


# ---- arguments and values


class Var(Node, frozen=True, eq=False):
    """A variable: of an entity, or of a kind (then it ranges over the kind's leaves)."""

    name: str
    sort: str
    """The name of an entity or of a kind."""
    over_kind: bool


class Member(Node, frozen=True, eq=False):
    """A member of a kind as an argument: a leaf, or a group that stands for each of its leaves."""

    kind: str
    name: str


class Individual(Node, frozen=True, eq=False):
    """An individual named by a case (`alice: Person`)."""

    name: str
    entity: str


Arg = Var | Member | Individual


class FactValue(Node, frozen=True, eq=False):
    """The value of a fact that is no yes/no fact: a leaf, an individual, a number or a duration."""

    fact: str
    args: tuple[Arg, ...]


Value = FactValue | Var | Individual
"""What `is`, `is at least` may stand after."""


class Linear(Node, frozen=True, eq=False):
    """A sum of whole multiples of number or duration facts, plus a constant (minutes for durations)."""

    terms: tuple[tuple[int, FactValue], ...]
    constant: int
    duration: bool


# ---- points: ends that relations and deadlines name


class EventPoint(Node, frozen=True, eq=False):
    """The minute at which an event happens. A group among the arguments stands for each of its leaves."""

    event: str
    args: tuple[Arg, ...]


class Shifted(Node, frozen=True, eq=False):
    """`48 hours after install`: `length` is negative for `before`."""

    base: Point
    length: Length


class Extremum(Node, frozen=True, eq=False):
    """`earliest of { a; b }`, `latest of { a; b }`: ends that never happen are skipped."""

    which: Literal["earliest", "latest"]
    points: tuple[Point, ...]


Point = EventPoint | Shifted | Extremum


# ---- formulas


class Not(Node, frozen=True, eq=False):
    body: Formula


class And(Node, frozen=True, eq=False):
    """`a and b`, `all of { … }`. Never empty."""

    items: tuple[Formula, ...]


class Or(Node, frozen=True, eq=False):
    """`a or b`, `any of { … }`. Never empty. `none of { … }` is `Not(Or(…))`."""

    items: tuple[Formula, ...]


class Implies(Node, frozen=True, eq=False):
    left: Formula
    right: Formula


class Iff(Node, frozen=True, eq=False):
    left: Formula
    right: Formula


Bound = Literal["at least", "at most", "exactly"]


class Count(Node, frozen=True, eq=False):
    """`at least 2 of { … }`, `exactly one of { … }`: how many of the items hold."""

    bound: Bound
    number: int
    items: tuple[Formula, ...]


class Quantified(Node, frozen=True, eq=False):
    """`every Person p where W: F`, `some`, `no`; several binders nest in order.

    `where` is None where nothing is said. For `every`, the body is asked of those that meet `where`; for the others, `where`
    and body are conjoined. `no` is `not some`.
    """

    quantifier: Literal["every", "some", "no"]
    binders: tuple[Var, ...]
    where: Formula | None
    body: Formula


class Exists(Node, frozen=True, eq=False):
    """`some Target exists`: the sort of `binder` has a member. (`no Target exists` is `Not(Exists(…))`.)"""

    binder: Var


class QuantifiedCount(Node, frozen=True, eq=False):
    """`at least 2 Person p where W: F`: how many individuals (or leaves) meet `where` and `body`.

    `body` is None for `at least 2 Person exists`.
    """

    bound: Bound
    number: int
    binder: Var
    where: Formula | None
    body: Formula | None


class AtMoment(Node, frozen=True, eq=False):
    """`at E: F`."""

    point: Point
    body: Formula


class Holds(Node, frozen=True, eq=False):
    """A yes/no fact."""

    fact: str
    args: tuple[Arg, ...]


class Happened(Node, frozen=True, eq=False):
    """An event or action named alone."""

    event: str
    args: tuple[Arg, ...]


class Eventually(Node, frozen=True, eq=False):
    event: str
    args: tuple[Arg, ...]


class DoneBy(Node, frozen=True, eq=False):
    """`issue by prosecutor`: it has happened, and that party (or one below it) did it."""

    event: str
    args: tuple[Arg, ...]
    party: str


class TermUse(Node, frozen=True, eq=False):
    """A term; its body is in `Policy.terms`, its parameters are bound to `args`."""

    term: str
    args: tuple[Arg, ...]


class IsMember(Node, frozen=True, eq=False):
    """`data is content`: the value is a leaf at or below `member`. (`is not` is `Not(…)`.)"""

    value: Value
    kind: str
    member: str


class IsSame(Node, frozen=True, eq=False):
    """`guardian(c) is p`, `q is p`, `data is d`: two values of one entity or of one kind are the same."""

    left: Value
    right: Value


class Ranked(Node, frozen=True, eq=False):
    """`i is at least court-order`: the rank of the value against the rank of `member`."""

    value: Value
    bound: Literal["at least", "at most"]
    kind: str
    member: str


class Compare(Node, frozen=True, eq=False):
    left: Linear
    op: Literal["<", "<=", "=", "!=", ">=", ">"]
    right: Linear


RelationOp = Literal[
    "before",  # left < right
    "after",  # left > right
    "together",  # left = right
    "not later",  # left <= right + D
    "within after",  # right <= left <= right + D
    "within before",  # right - D <= left <= right
    "at least after",  # left >= right + D
    "at least before",  # left <= right - D
    "more after",  # left > right + D
    "more before",  # left < right - D
    "less after",  # right <= left < right + D
    "less before",  # right - D < left <= right
]


class Relation(Node, frozen=True, eq=False):
    """A comparison of two ends; true only if both happen, by the horizon. `length` is D (0 where none is said)."""

    left: Point
    op: RelationOp
    length: Length
    right: Point


class LookBack(Node, frozen=True, eq=False):
    """`stored more than 180 days ago`, `consent within the last 730 days`: looks back from the moment m.

    within the last: t >= m - D · at least ago: t <= m - D · more ago: t < m - D · less ago: t > m - D; always t <= m.
    """

    event: str
    args: tuple[Arg, ...]
    op: Literal["within the last", "at least ago", "more ago", "less ago"]
    length: Length


class MayDo(Node, frozen=True, eq=False):
    """`may A`."""

    action: str
    args: tuple[Arg, ...]


class MustDo(Node, frozen=True, eq=False):
    """`must A`."""

    action: str
    args: tuple[Arg, ...]


class Applies(Node, frozen=True, eq=False):
    """`R applies`; `args` is None where no arguments are said (then: for some values of its parameters)."""

    rule: str
    args: tuple[Arg, ...] | None


class Under(Node, frozen=True, eq=False):
    """`A under R`, `A under R alone`."""

    action: str
    args: tuple[Arg, ...]
    rule: str
    alone: bool


class Breached(Node, frozen=True, eq=False):
    """`R breached`; `args` as in `Applies`."""

    rule: str
    args: tuple[Arg, ...] | None


class Stands(Node, frozen=True, eq=False):
    """`A stands`: done, permitted when it was done, and no proviso that it needs has been missed."""

    action: str
    args: tuple[Arg, ...]


class Tainted(Node, frozen=True, eq=False):
    """`A tainted`: done, and never permitted or with a proviso missed that it needed."""

    action: str
    args: tuple[Arg, ...]


class Allows(Node, frozen=True, eq=False):
    """`L allows A`: this law by itself would let somebody who can do A do it."""

    law: str
    action: str
    args: tuple[Arg, ...]


class Governs(Node, frozen=True, eq=False):
    """`L governs A`: a rule of this law that closes or forbids A has its conditions met, exceptions aside."""

    law: str
    action: str
    args: tuple[Arg, ...]


class Granted(Node, frozen=True, eq=False):
    """A delay named alone: granted at least once. (Compared with a number, it is a `FactValue`: how often.)"""

    delay: str
    args: tuple[Arg, ...]


Formula = (
    Not
    | And
    | Or
    | Implies
    | Iff
    | Count
    | Quantified
    | QuantifiedCount
    | Exists
    | AtMoment
    | Holds
    | Happened
    | Eventually
    | DoneBy
    | TermUse
    | IsMember
    | IsSame
    | Ranked
    | Compare
    | Relation
    | LookBack
    | MayDo
    | MustDo
    | Applies
    | Under
    | Breached
    | Stands
    | Tainted
    | Allows
    | Governs
    | Granted
)
