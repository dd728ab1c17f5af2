"""`provided that` goes with deadlines alone: anything else in it is a mistake, and each message says what to write instead."""

from __future__ import annotations

from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax import reserved
from policyproof.syntax.building import Notes


def check_proviso(tree: n.FormulaTree, clause: Span, notes: Notes) -> None:
    """Notes every part of a proviso that is no deadline of an event (joined by `and`, `or` and `every`).

    Where the proviso can be read in several ways, that was noted, and is enough for once. A proviso without any deadline is a
    condition said in other words.
    """
    inside = range(tree.span.start, tree.span.end)
    if any(found.code == "PP033" and found.span is not None and found.span.start in inside for found in notes.diagnostics):
        return
    if isinstance(tree, _CONDITIONS) and not has_deadline(tree):
        reserved.provided(tree, clause, notes)
        return
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        match part:
            case n.Related(left=n.Ref()):
                pass
            case n.Group(body=body):
                waiting.append(body)
            case n.Chain(items=items) | n.Listing(head="all" | "any", items=items):
                waiting.extend(reversed(items))
            case n.QuantifiedTree(quantifier=n.Quantifier(word="every"), body=body):
                waiting.append(body)
            case _:
                _misfit(part, notes)


_CONDITIONS = (n.Named, n.Negation, n.Group, n.Chain, n.IsTree, n.RankTree, n.CompareTree, n.LookBackTree)
"""What stands for a condition by itself, or joins conditions."""


def has_deadline(tree: n.FormulaTree) -> bool:
    """Whether a deadline of an event stands anywhere in what `and`, `or` and parentheses join."""
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case n.Related():
                return True
            case n.Group(body=body) | n.Negation(body=body):
                waiting.append(body)
            case n.Chain(items=items):
                waiting.extend(items)
            case _:
                pass
    return False


def _misfit(part: n.FormulaTree, notes: Notes) -> None:
    text = notes.text(part.span)
    match part:
        case n.Related():
            advice = "begin with the event that is still to come"
        case n.EventuallyTree(ref=ref):
            advice = f"say by when: `{ref.text} within 30 days after EVENT`; at any time, `{ref.text} after EVENT`"
        case n.Negation():
            advice = "say it by a rule of its own (`PARTY must not …`), or behind `if` where it must be so at the act"
        case n.Listing():
            advice = "list deadlines with `all of` or `any of`"
        case n.QuantifiedTree():
            advice = "write `every`"
        case n.Implication(left=left, right=right):
            advice = f"write `if {notes.text(left.span)}` before `provided that {notes.text(right.span)}`, in a rule of its own"
        case _:
            advice = f"write `if {text}` where it must be so at the act, or say by when an event must follow"
    message = f"`provided that` goes with deadlines alone, and `{text}` is none"
    notes.error("PP034", message, part.span, label="no event with a deadline", advice=advice)
