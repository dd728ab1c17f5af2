"""The items of a chain, and in what each of them could reach beyond itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.building import Notes

_ONE_MINUTE = frozenset({"together", "promptly"})
"""What cannot be meant to be counted from the earlier or the later of two events."""


class Item(msgspec.Struct, frozen=True):
    """What stands between two connectives: an item, or items in brackets of their own (`node` is None then)."""

    start: int
    end: int
    node: n.FormulaTree | None
    items: tuple[n.FormulaTree, ...]


def as_item(item: n.FormulaTree) -> Item:
    return Item(item.span.start, item.span.end, item, (item,))


def bracketed(units: Sequence[Item]) -> Item:
    return Item(units[0].start, units[-1].end, None, tuple(item for unit in units for item in unit.items))


def prefixes(item: n.FormulaTree | None) -> Iterator[tuple[n.FormulaTree, n.FormulaTree]]:
    """What an item begins with that reaches to the right (`not`, a quantifier, `at E:`), each with what it is said of."""
    while isinstance(item, n.Negation | n.QuantifiedTree | n.AtTree):
        yield item, item.body
        item = item.body


def operands(item: n.FormulaTree | None) -> list[n.FormulaTree]:
    """What the quantifiers and `at` at the start of an item are said of, the outermost first."""
    return [operand for whole, operand in prefixes(item) if not isinstance(whole, n.Negation)]


def head(unit: Item) -> str | None:
    """How the quantifier or `at` begins that an item ends in, without a bracket; None where there is none."""
    for whole, _ in prefixes(unit.node):
        if isinstance(whole, n.QuantifiedTree):
            return whole.quantifier.word
        if isinstance(whole, n.AtTree):
            return "at"
    return None


def leads_with_not(units: Sequence[Item]) -> bool:
    """Whether the first item alone begins with a `not` that has no bracket."""
    first = units[0].node
    if not isinstance(first, n.Negation) or isinstance(first.body, n.Group | n.Listing):
        return False
    return not all(isinstance(unit.node, n.Negation) for unit in units)


def time_phrase(unit: Item) -> Span | None:
    """Where the time phrase behind a name stands: `within 48 hours after release`."""
    match unit.node:
        case n.Related(left=n.Ref(), timing=timing):
            return timing.span
        case n.LookBackTree(span=span, ref=ref):
            return Span(span.path, ref.span.end, span.end, span.line, span.column)
        case _:
            return None


def time_is_unclear(units: Sequence[Item], notes: Notes) -> bool:
    """Whether a time at the end could belong to items before it, which have none of their own and may be events."""
    phrase = time_phrase(units[-1])
    if phrase is None or any(time_phrase(unit) is not None for unit in units[:-1]):
        return False
    if any(unit.kind == "UNIT" and of.kind == "OF" for unit, of in pairwise(notes.tokens_in(phrase))):
        return False  # `within 2 days of` is unclear in itself, which is said first
    return any(True for unit in units[:-1] for _ in events(unit.items, notes))


def events(items: Sequence[n.FormulaTree], notes: Notes) -> Iterator[Span]:
    """The names in a formula that stand alone and may be those of events."""
    waiting = list(reversed(items))
    while waiting:
        match waiting.pop():
            case n.Named(span=span, ref=ref) if notes.outline.sorts.get(ref.name.text) not in {"FACT", "TERM"}:
                yield span
            case n.Group(body=body) | n.Negation(body=body):
                waiting.append(body)
            case n.Chain(items=inner) | n.Listing(items=inner):
                waiting += reversed(inner)
            case _:
                pass


def joined_to_a_time(units: Sequence[Item], notes: Notes) -> list[int]:
    """The items with a time that the event after them may belong to: `within 48 hours after warrant or consent`."""
    return [
        at
        for at, (unit, following) in enumerate(pairwise(units))
        if last_event(unit.node) is not None
        and isinstance(following.node, n.Named)
        and any(True for _ in events((following.node,), notes))
    ]


def last_event(item: n.FormulaTree | None) -> Span | None:
    """The event, named at the end of an item, from which its time counts."""
    match item:
        case n.Related(timing=n.Timing(form=form, point=n.Ref(span=span))) if form not in _ONE_MINUTE:
            return span
        case n.Related(timing=n.Timing(form="not later", point=n.ShiftedPoint(base=n.Ref(span=span)))):
            return span
        case _:
            return None
