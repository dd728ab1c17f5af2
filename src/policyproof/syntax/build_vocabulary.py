"""Builders for the heads of files and for vocabulary."""

from __future__ import annotations

import datetime as dt

from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.build_formulas import Builder, Names, Refs, formula
from policyproof.syntax.building import Kids, Notes

_EPOCH = dt.date(1970, 1, 1)
EDITION = 1
"""The one edition of the language that there is so far."""


class Params(n.Node, frozen=True, eq=False):
    params: tuple[n.Param, ...]


class ValueType(n.Node, frozen=True, eq=False):
    type: n.Word | n.Mark


class By(n.Node, frozen=True, eq=False):
    parties: tuple[n.Word, ...]


class On(n.Node, frozen=True, eq=False):
    standard: n.Word


class That(n.Node, frozen=True, eq=False):
    body: n.FormulaTree


class Decided(n.Node, frozen=True, eq=False):
    by: By
    on: On | None
    that: That | None


class Otherwise(n.Node, frozen=True, eq=False):
    text: n.Text


class Follows(n.Node, frozen=True, eq=False):
    refs: tuple[n.Ref, ...]


# ---- heads


def head(*, is_library: bool) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.Head:
        edition = kids.maybe(n.Whole)
        if edition is not None and edition.value != EDITION:
            notes.error(
                "PP038", f"edition {edition.value} of the language is not known", edition.span, advice="write `language 1`"
            )
        as_of = kids.maybe(n.Mark)
        if as_of is not None:
            day(as_of, notes)
        return n.Head(span, kids.one(n.Word), kids.maybe(n.Text), as_of, is_library)

    return build


def day(date: n.Mark, notes: Notes) -> int:
    """The days from 1970-01-01 to a date."""
    try:
        return (dt.date.fromisoformat(date.text) - _EPOCH).days
    except ValueError:
        notes.error("PP037", f"there is no day {date.text}", date.span, advice="write year, month and day: `2026-07-01`")
        return 0


def together(kids: Kids, span: Span, notes: Notes) -> n.TogetherHead:
    as_of = kids.maybe(n.Mark)
    if as_of is not None:
        day(as_of, notes)
    return n.TogetherHead(span, kids.one(n.Word), kids.maybe(n.Text), kids.one(Names).words, as_of)


# ---- vocabulary


def params_of(kids: Kids) -> tuple[n.Param, ...]:
    found = kids.maybe(Params)
    return found.params if found else ()


def fact(kids: Kids, span: Span, notes: Notes) -> n.FactTree:
    del notes
    value_type = kids.maybe(ValueType)
    decided = kids.maybe(Decided)
    otherwise = kids.maybe(Otherwise)
    return n.FactTree(
        span,
        name=kids.one(n.Word),
        params=params_of(kids),
        type=value_type.type if value_type else None,
        by=decided.by.parties if decided else (),
        standard=decided.on.standard if decided and decided.on else None,
        that=decided.that.body if decided and decided.that else None,
        description=kids.maybe(n.Text),
        otherwise=otherwise.text if otherwise else None,
    )


def event(*, is_action: bool) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.EventTree:
        del notes
        by = kids.maybe(By)
        on = kids.maybe(On)
        follows = kids.maybe(Follows)
        return n.EventTree(
            span,
            name=kids.one(n.Word),
            params=params_of(kids),
            by=by.parties if by else (),
            standard=on.standard if on else None,
            follows=follows.refs if follows else (),
            description=kids.maybe(n.Text),
            is_action=is_action,
        )

    return build


def value_type(kids: Kids, span: Span, notes: Notes) -> ValueType:
    del notes
    return ValueType(span, kids.maybe(n.Word) or kids.one(n.Mark))


def tree(kids: Kids, span: Span, notes: Notes) -> n.Branch:
    del notes
    return n.Branch(span, kids.one(n.Word), kids.maybe(n.Text), kids.all(n.Branch))


def term(kids: Kids, span: Span, notes: Notes) -> n.TermTree:
    del notes
    return n.TermTree(span, kids.one(n.Word), params_of(kids), formula(kids), kids.maybe(n.Text))


def calendar(kids: Kids, span: Span, notes: Notes) -> n.CalendarTree:
    del notes
    *title, file = kids.all(n.Text)
    return n.CalendarTree(span, kids.one(n.Mark), title[0] if title else None, file)


VOCABULARY_BUILDERS: dict[str, Builder] = {
    "policy": head(is_library=False),
    "library": head(is_library=True),
    "together": together,
    "edition": lambda k, _, __: k.one(n.Whole),
    "as_of": lambda k, _, __: k.one(n.Mark),
    "use": lambda k, s, _: n.Use(s, k.one(n.Text)),
    "source": lambda k, s, _: n.SourceTree(s, k.one(n.Word), k.one(n.Text)),
    "scope": lambda k, s, _: n.ScopeTree(s, formula(k)),
    "calendar": calendar,
    "same": lambda k, s, _: n.SameTree(s, *k.all(n.Ref)),
    "standard": lambda k, s, _: n.StandardTree(s, k.all(n.Word)),
    "party": lambda k, s, _: n.PartyTree(s, k.one(n.Branch)),
    "kind": lambda k, s, _: n.KindTree(s, k.one(n.Word), ranked=False, branches=k.all(n.Branch)),
    "ranked_kind": lambda k, s, _: n.KindTree(s, k.one(n.Word), ranked=True, branches=k.all(n.Branch)),
    "tree": tree,
    "entity": lambda k, s, _: n.EntityTree(s, k.one(n.Word), k.maybe(n.Text)),
    "fact": fact,
    "value_type": value_type,
    "decided": lambda k, s, _: Decided(s, k.one(By), k.maybe(On), k.maybe(That)),
    "by": lambda k, s, _: By(s, k.one(Names).words),
    "on": lambda k, s, _: On(s, k.one(n.Word)),
    "that": lambda k, s, _: That(s, formula(k)),
    "otherwise": lambda k, s, _: Otherwise(s, k.one(n.Text)),
    "event": event(is_action=False),
    "action": event(is_action=True),
    "follows": lambda k, s, _: Follows(s, k.one(Refs).refs),
    "params": lambda k, s, _: Params(s, k.all(n.Param)),
    "param": lambda k, s, _: n.Param(s, *k.all(n.Word)),
    "term": term,
    "assume": lambda k, s, _: n.StatementTree(s, "assume", k.one(n.Word), formula(k), k.one(n.Text)),
    "suppose": lambda k, s, _: n.StatementTree(s, "suppose", k.one(n.Word), formula(k), k.one(n.Text)),
}
