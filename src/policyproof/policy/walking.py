"""Walks over resolved formulas, without recursion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    AtMoment,
    Breached,
    Compare,
    Count,
    DoneBy,
    Eventually,
    Exists,
    Formula,
    Governs,
    Granted,
    Happened,
    Holds,
    Iff,
    Implies,
    IsMember,
    IsSame,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Quantified,
    QuantifiedCount,
    Ranked,
    Relation,
    Stands,
    Tainted,
    TermUse,
    Under,
)


def children(formula: Formula) -> tuple[Formula, ...]:
    """The formulas that stand directly inside one."""
    match formula:
        case And(items=items) | Or(items=items) | Count(items=items):
            return items
        case Not(body=body) | AtMoment(body=body):
            return (body,)
        case Implies(left=left, right=right) | Iff(left=left, right=right):
            return (left, right)
        case Quantified(where=where, body=body):
            return (body,) if where is None else (where, body)
        case QuantifiedCount(where=where, body=body):
            return tuple(part for part in (where, body) if part is not None)
        case (
            Exists()
            | Holds()
            | Happened()
            | Eventually()
            | DoneBy()
            | TermUse()
            | IsMember()
            | IsSame()
            | Ranked()
            | Compare()
            | Relation()
            | LookBack()
            | MayDo()
            | MustDo()
            | Applies()
            | Under()
            | Breached()
            | Stands()
            | Tainted()
            | Allows()
            | Governs()
            | Granted()
        ):
            return ()
        case _:
            assert_never(formula)


def walk(formula: Formula) -> Iterator[Formula]:
    """The formula and everything inside it, in the order in which it is written."""
    stack = [formula]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(reversed(children(found)))


def height(formula: Formula) -> int:
    """How many formulas stand inside one another, at most."""
    highest = 0
    stack = [(formula, 1)]
    while stack:
        found, level = stack.pop()
        highest = max(highest, level)
        stack.extend((child, level + 1) for child in children(found))
    return highest
