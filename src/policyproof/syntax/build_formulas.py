"""Builders for formulas, points and timings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from policyproof.diagnostics import Edit, Fix
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax import reserved
from policyproof.syntax.ambiguity import check_chain, check_equivalence, check_implication
from policyproof.syntax.building import Kids, Notes
from policyproof.syntax.calendar_units import calendar_unit
from policyproof.syntax.lists import check_list

_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_LARGEST = 10**12
"""Numbers above are taken for slips: a million years are some 5 · 10^11 minutes."""


class Connective(n.Node, frozen=True, eq=False):
    word: Literal["and", "or", "and/or"]


class Side(n.Node, frozen=True, eq=False):
    """`unclear`: for `of`, which may be either."""

    side: Literal["after", "before"]
    unclear: bool = False


class ListHeadPart(n.Node, frozen=True, eq=False):
    head: n.ListHead
    number: int


class Item(n.Node, frozen=True, eq=False):
    """An item of a list: its label, what joins it to the items before, and itself."""

    label: n.Mark | None
    connective: Connective | None
    body: n.FormulaTree


class Where(n.Node, frozen=True, eq=False):
    body: n.FormulaTree


class Args(n.Node, frozen=True, eq=False):
    words: tuple[n.Word, ...]


class Refs(n.Node, frozen=True, eq=False):
    refs: tuple[n.Ref, ...]


class Names(n.Node, frozen=True, eq=False):
    words: tuple[n.Word, ...]


Builder = Callable[[Kids, Span, Notes], object]

FORMULAS = (
    n.Group,
    n.Chain,
    n.Negation,
    n.Implication,
    n.Equivalence,
    n.Listing,
    n.QuantifiedTree,
    n.AtTree,
    n.Named,
    n.EventuallyTree,
    n.Related,
    n.LookBackTree,
    n.IsTree,
    n.RankTree,
    n.CompareTree,
    n.ModalTree,
    n.ByTree,
    n.ExistsTree,
    n.RuleAtom,
    n.UnderTree,
    n.FateTree,
    n.LawTree,
)
POINTS = (n.Ref, n.ShiftedPoint, n.ExtremumPoint)


def formulas(kids: Kids) -> tuple[n.FormulaTree, ...]:
    """The formulas among the parts."""
    return tuple(kid for kid in kids if isinstance(kid, FORMULAS))


def formula(kids: Kids) -> n.FormulaTree:
    return formulas(kids)[0]


def points(kids: Kids) -> tuple[n.PointTree, ...]:
    return tuple(kid for kid in kids if isinstance(kid, POINTS))


def whole(kids: Kids, notes: Notes) -> int:
    """The first number among the parts, checked against the largest that makes sense."""
    found = kids.one(n.Whole)
    if found.value > _LARGEST:
        notes.error("PP037", f"`{notes.text(found.span)}` is too large a number", found.span, advice="write a smaller number")
        return _LARGEST
    return found.value


def ref(kids: Kids, span: Span, notes: Notes) -> n.Ref:
    args = kids.maybe(Args)
    parts = kids.all(n.Word)
    if args is not None and args.span.start != parts[-1].span.end:
        written = f"{parts[-1].text}({', '.join(word.text for word in args.words)})"
        between = notes.tokens.span(parts[-1].span.end, args.span.start)
        fix = Fix(f"write `{written}`", (Edit(between, ""),))
        notes.error("PP030", "arguments touch their name", args.span, advice=fix.title, fixes=(fix,))
    return n.Ref(span, parts, args.words if args else None)


def length(kids: Kids, span: Span, notes: Notes) -> n.Length:
    minutes = count = 0
    calendar = None
    numbers = kids.all(n.Whole)
    units = kids.all(n.Mark)
    for number, unit in zip(numbers, units, strict=True):
        name = unit.text.removesuffix("s")
        if name in _MINUTES:
            minutes += number.value * _MINUTES[name]
        elif notes.outline.may_count_days and len(unit.text.split()) == 1:
            calendar, count = calendar or unit, count or number.value
        else:
            minutes += calendar_unit(number, unit, notes) * _MINUTES["day"]
    if calendar is not None and len(units) > 1:
        message = f"`{notes.text(span)}` mixes units, and `{calendar.text}` is counted in days of a calendar"
        notes.error("PP037", message, span, advice=f"say one of the two: `{count} {calendar.text}`")
    if minutes > _LARGEST:
        notes.error("PP037", f"`{notes.text(span)}` is too long a time", span, advice="write a shorter time")
        minutes = _LARGEST
    return n.Length(span, minutes, calendar, min(count, _LARGEST))


def chain(kids: Kids, span: Span, notes: Notes) -> n.Chain:
    items = formulas(kids)
    connectives = kids.all(Connective)
    check_chain(items, tuple((c.span, c.word) for c in connectives), span, notes)
    return n.Chain(span, "and" if connectives[0].word == "and" else "or", items)


def implication(kids: Kids, span: Span, notes: Notes) -> n.Implication:
    left, right = formulas(kids)
    check_implication(right, span, notes)
    return n.Implication(span, left, right)


def equivalence(kids: Kids, span: Span, notes: Notes) -> n.Equivalence:
    left, right = formulas(kids)
    check_equivalence(left, right, span, notes)
    return n.Equivalence(span, left, right)


def listing(kids: Kids, span: Span, notes: Notes) -> n.Listing:
    head = kids.one(ListHeadPart)
    items = kids.all(Item)
    labels = tuple(item.label for item in items)
    connectives = tuple((item.connective.span, item.connective.word) if item.connective else None for item in items)
    check_list(head.span, head.head, labels, connectives, tuple(item.body.span for item in items), notes)
    return n.Listing(span, head.head, head.number, tuple(item.body for item in items))


def quantified(kids: Kids, span: Span, notes: Notes) -> n.QuantifiedTree:
    del notes
    where = kids.maybe(Where)
    return n.QuantifiedTree(span, kids.one(n.Quantifier), kids.all(n.Binder), where.body if where else None, formula(kids))


def at_moment(kids: Kids, span: Span, notes: Notes) -> n.AtTree:
    del notes
    return n.AtTree(span, points(kids)[0], formula(kids))


def related(kids: Kids, span: Span, notes: Notes) -> n.Related:
    del notes
    return n.Related(span, points(kids)[0], kids.one(n.Timing))


def timing(form: n.TimingForm) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.Timing:
        del notes
        return n.Timing(span, form, kids.maybe(n.Length), points(kids)[0])

    return build


def timing_aside(before: n.TimingForm, after: n.TimingForm) -> Builder:
    """A timing that says on which side of its point it is."""

    def build(kids: Kids, span: Span, notes: Notes) -> n.Timing:
        form = after if _side(kids, span, notes) == "after" else before
        return n.Timing(span, form, kids.one(n.Length), points(kids)[0])

    return build


def shifted(kids: Kids, span: Span, notes: Notes) -> n.ShiftedPoint:
    return n.ShiftedPoint(span, kids.one(n.Length), _side(kids, span, notes), points(kids)[0])


def extremum(which: Literal["earliest", "latest"]) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.ExtremumPoint:
        del notes
        return n.ExtremumPoint(span, which, points(kids))

    return build


def _side(kids: Kids, span: Span, notes: Notes) -> Literal["after", "before"]:
    found = kids.one(Side)
    if found.unclear:
        reserved.side(span, found.span, notes)
    return found.side


def look_back(op: Literal["within the last", "at least ago", "more ago", "less ago"]) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.LookBackTree:
        del notes
        return n.LookBackTree(span, kids.one(n.Ref), op, kids.one(n.Length))

    return build


def quantifier(word: n.QuantifierWord) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.Quantifier:
        return n.Quantifier(span, word, whole(kids, notes) if kids else 0)

    return build


def list_head(head: n.ListHead, number: int | None = None) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> ListHeadPart:
        return ListHeadPart(span, head, whole(kids, notes) if number is None else number)

    return build


def product(kids: Kids, span: Span, notes: Notes) -> n.Product:
    of = kids.maybe(n.Ref)
    span_of_time = kids.maybe(n.Length)
    factor = whole(kids, notes) if kids.maybe(n.Whole) else 1
    return n.Product(span, factor, of, span_of_time)


def sum_(kids: Kids, span: Span, notes: Notes) -> n.Sum:
    del notes
    found: list[tuple[int, n.Product]] = []
    sign = 1
    for kid in kids:
        if isinstance(kid, n.Mark):
            sign = -1 if kid.text == "-" else 1
        elif isinstance(kid, n.Product):
            found.append((sign, kid))
    return n.Sum(span, tuple(found))


def compare(kids: Kids, span: Span, notes: Notes) -> n.CompareTree:
    del notes
    left, right = kids.all(n.Sum)
    return n.CompareTree(span, left, msgspec.convert(kids.one(n.Mark).text, Literal["<", "<=", "=", "!=", ">=", ">"]), right)


FORMULA_BUILDERS: dict[str, Builder] = {
    "ref": ref,
    "args": lambda k, s, _: Args(s, k.all(n.Word)),
    "refs": lambda k, s, _: Refs(s, k.all(n.Ref)),
    "names": lambda k, s, _: Names(s, k.all(n.Word)),
    "length": length,
    "group": lambda k, s, _: n.Group(s, formula(k)),
    "chain": chain,
    "and_": lambda _, s, __: Connective(s, "and"),
    "or_": lambda _, s, __: Connective(s, "or"),
    "err_and_or": lambda _, s, __: Connective(s, "and/or"),
    "negation": lambda k, s, _: n.Negation(s, formula(k)),
    "implies": implication,
    "iff": equivalence,
    "listing": listing,
    "item": lambda k, s, _: Item(s, k.maybe(n.Mark), None, formula(k)),
    "closing_item": lambda k, s, _: Item(s, k.maybe(n.Mark), k.one(Connective), formula(k)),
    "all_of": list_head("all", 0),
    "any_of": list_head("any", 0),
    "none_of": list_head("none", 0),
    "one_of": list_head("exactly", 1),
    "k_of": list_head("at least"),
    "at_most_of": list_head("at most"),
    "quantified": quantified,
    "where": lambda k, s, _: Where(s, formula(k)),
    "binder": lambda k, s, _: n.Binder(s, *k.all(n.Word)),
    "every": quantifier("every"),
    "some": quantifier("some"),
    "no": quantifier("no"),
    "at_least": quantifier("at least"),
    "at_most": quantifier("at most"),
    "exactly": quantifier("exactly"),
    "at_moment": at_moment,
    "named": lambda k, s, _: n.Named(s, k.one(n.Ref)),
    "eventually": lambda k, s, _: n.EventuallyTree(s, k.one(n.Ref)),
    "related": related,
    "within": timing_aside("within before", "within after"),
    "promptly": timing("promptly"),
    "before": timing("before"),
    "later": timing("after"),
    "lead": timing("at least before"),
    "not_later": timing("not later"),
    "jointly": timing("together"),
    "apart": timing_aside("at least before", "at least after"),
    "more": timing_aside("more before", "more after"),
    "less": timing_aside("less before", "less after"),
    "after_side": lambda _, s, __: Side(s, "after"),
    "before_side": lambda _, s, __: Side(s, "before"),
    "err_of": lambda _, s, __: Side(s, "after", unclear=True),
    "shifted": shifted,
    "earliest": extremum("earliest"),
    "latest": extremum("latest"),
    "within_the_last": look_back("within the last"),
    "at_least_ago": look_back("at least ago"),
    "more_ago": look_back("more ago"),
    "less_ago": look_back("less ago"),
    "is_": lambda k, s, _: n.IsTree(s, k.one(n.Ref), negated=False, value=k.one(n.Word)),
    "is_not": lambda k, s, _: n.IsTree(s, k.one(n.Ref), negated=True, value=k.one(n.Word)),
    "rank_at_least": lambda k, s, _: n.RankTree(s, k.one(n.Ref), "at least", k.one(n.Word)),
    "rank_at_most": lambda k, s, _: n.RankTree(s, k.one(n.Ref), "at most", k.one(n.Word)),
    "sum": sum_,
    "number": product,
    "span_number": product,
    "scaled": product,
    "quantity": product,
    "compare": compare,
    "may_atom": lambda k, s, _: n.ModalTree(s, "may", k.one(n.Ref)),
    "must_atom": lambda k, s, _: n.ModalTree(s, "must", k.one(n.Ref)),
    "done_by": lambda k, s, _: n.ByTree(s, k.one(n.Ref), k.one(n.Word)),
    "exists": lambda k, s, _: n.ExistsTree(s, k.one(n.Quantifier), k.one(n.Word)),
    "applies": lambda k, s, _: n.RuleAtom(s, "applies", k.one(n.Ref)),
    "breached": lambda k, s, _: n.RuleAtom(s, "breached", k.one(n.Ref)),
    "under": lambda k, s, _: n.UnderTree(s, k.all(n.Ref)[0], k.all(n.Ref)[1], alone=k.maybe(n.Mark) is not None),
    "stands": lambda k, s, _: n.FateTree(s, "stands", k.one(n.Ref)),
    "tainted": lambda k, s, _: n.FateTree(s, "tainted", k.one(n.Ref)),
    "allows": lambda k, s, _: n.LawTree(s, "allows", *k.all(n.Ref)),
    "governs": lambda k, s, _: n.LawTree(s, "governs", *k.all(n.Ref)),
}
