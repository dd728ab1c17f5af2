"""Builders for readings of a law and for the edits that make them."""

from __future__ import annotations

from typing import Final, Literal

from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.build_formulas import FORMULAS, Builder
from policyproof.syntax.building import Kids, Notes

_SIMPLE = (n.Named, n.Group, n.Listing)
"""Formulas that can stand anywhere among others."""


class Each(n.Node, frozen=True, eq=False):
    """`each place it appears`."""


def _reading(kids: Kids, span: Span, notes: Notes) -> n.ReadingHead:
    del notes
    name, law = kids.all(n.Word)
    return n.ReadingHead(span, name, kids.maybe(n.Text), law)


def _reach(word: Literal["limit", "extend", "except"]) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.ReachEdit:
        del notes
        return n.ReachEdit(span, word, kids.one(n.PathTree), _formula(kids))

    return build


def _formula(kids: Kids) -> n.FormulaTree:
    return next(kid for kid in kids if isinstance(kid, FORMULAS))


_SORTS: Final[dict[str, n.EditedSort]] = {
    "rule": "rule",
    "term": "term",
    "delay": "delay",
    "property": "property",
    "table": "table",
    "assume": "assume",
}


def _sort(span: Span, notes: Notes) -> n.EditedSort:
    """What is edited: the second word of an edit says it."""
    return _SORTS[notes.tokens_in(span)[1].text]


def _strike(kids: Kids, span: Span, notes: Notes) -> n.StrikeEdit:
    path = kids.maybe(n.PathTree)
    return n.StrikeEdit(span, "case", kids.one(n.Text)) if path is None else n.StrikeEdit(span, _sort(span, notes), path)


def _insert(kids: Kids, span: Span, notes: Notes) -> n.InsertEdit:
    path = kids.maybe(n.PathTree)
    declaration = next(kid for kid in kids if isinstance(kid, ADDED))
    after = any(token.kind == "AFTER" for token in notes.tokens_in(span)[:2])
    side: Literal["after", "before"] | None = None if path is None else "after" if after else "before"
    return n.InsertEdit(span, side, path, declaration)


def _reread(kids: Kids, span: Span, notes: Notes) -> n.RereadEdit:
    path = kids.one(n.PathTree)
    new = [token for token in notes.tokens_in(span) if token.start >= path.span.end][_TO_READ:]
    return n.RereadEdit(span, _sort(span, notes), path, notes.tokens.span(new[0].start, new[-1].end))


_TO_READ = len(("to", "read", ":"))


def _replace(kids: Kids, span: Span, notes: Notes) -> n.ReplaceEdit:
    fragments = kids.all(n.Fragment)
    path = kids.one(n.PathTree)
    first = next(token for token in notes.tokens_in(span) if token.start >= path.span.end and token.text != ":")
    strike, insert = (None, fragments[0]) if first.text == "insert" else (fragments[0], (*fragments[1:], None)[0])
    return n.ReplaceEdit(span, _sort(span, notes), path, strike, insert, kids.maybe(Each) is not None)


def _fragment(kids: Kids, span: Span, notes: Notes) -> n.Fragment:
    inside = notes.tokens_in(span)[1:-1]
    place = notes.tokens.span(inside[0].start, inside[-1].end)
    match kids[0]:
        case n.Length():
            return n.Fragment(place, "length", compound=False)
        case n.Timing():
            return n.Fragment(place, "deadline", compound=False)
        case first if isinstance(first, FORMULAS):
            return n.Fragment(place, "formula", compound=not isinstance(first, _SIMPLE))
        case _:
            return n.Fragment(place, "clauses", compound=False)


EDITS: Final = (n.ReachEdit, n.StrikeEdit, n.InsertEdit, n.RereadEdit, n.ReplaceEdit, n.RedesignateEdit)

ADDED: Final = (
    *(n.Use, n.SourceTree, n.StandardTree, n.PartyTree, n.KindTree, n.EntityTree, n.FactTree, n.EventTree, n.TermTree),
    *(n.StatementTree, n.ScopeTree, n.SameTree, n.CalendarTree, n.RuleTree, n.DelayTree, n.TableTree),
    *(n.PropertyTree, n.CaseTree, n.Unavailable),
)
"""What can be inserted: any declaration."""

EDIT_BUILDERS: Final[dict[str, Builder]] = {
    "reading": _reading,
    "limit": _reach("limit"),
    "extend": _reach("extend"),
    "except_from": _reach("except"),
    "strike": _strike,
    "insert": _insert,
    "reread": _reread,
    "replace": _replace,
    "redesignate": lambda k, s, _: n.RedesignateEdit(s, k.one(n.PathTree), k.one(n.Word)),
    "each": lambda _, s, __: Each(s),
    "fragment": _fragment,
    "path": lambda k, s, _: n.PathTree(s, k.all(n.Word)),
}
