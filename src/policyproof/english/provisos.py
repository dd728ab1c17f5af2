"""What stands after `provided that`, in prose: what must yet come true for an act to stay lawful."""

from __future__ import annotations

from policyproof.english.conditions import Context, bind, condition, outline
from policyproof.english.lists import duration
from policyproof.english.outline import Line, Outline, implies, joint, opened
from policyproof.english.points import AT_THE_ACT, TO_COME, Scope, event
from policyproof.policy.formulas import And, EventPoint, Formula, Or, Quantified
from policyproof.policy.model import Policy


def proviso(policy: Policy, scope: Scope, formula: Formula) -> Outline:
    """The proviso as a clause, or a list of clauses, in the present: `a court reviews the lending within 48 hours after …`."""
    return _told(Context(policy, TO_COME, scope), formula)


def _told(context: Context, formula: Formula) -> Outline:
    match formula:
        case And(items=items):
            return joint("and", [_told(context, item) for item in items])
        case Or(items=items):
            return joint("or", [_told(context, item) for item in items])
        case Quantified(binders=binders, where=where, body=body):
            inner, named = bind(context, binders)
            told = _told(inner, body)
            if where is not None:
                told = implies(condition(inner.at(AT_THE_ACT), where), told)
            return opened(f"for every {named},", told)
        case _:
            return outline(context, formula)


def in_a_line(policy: Policy, scope: Scope, formula: Formula) -> str | None:
    """The proviso within a sentence; None where it is a list."""
    told = proviso(policy, scope, formula)
    return told.text if isinstance(told, Line) else None


def fell_due(due: int | None) -> str:
    """When a part of a proviso fell due, counted from the act: `48 hours after the act`; empty, where it has no date."""
    if due is None:
        return ""
    return f"{duration(due)} {'after' if due > 0 else 'before'} the act" if due else "at the very moment of the act"


def left_undone(policy: Policy, scope: Scope, point: EventPoint, *, early: bool) -> str:
    """That what a proviso asks for was not done in its time."""
    said = event(policy, scope, point.event, point.args)
    return f"{said.tell('pluperfect')}, but too early to count" if early else said.tell("pluperfect", negative=True)
