"""Builders for claims, cases and whole files."""

from __future__ import annotations

from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.build_edits import ADDED, EDIT_BUILDERS, EDITS
from policyproof.syntax.build_formulas import Builder, Names, Refs, formula, formulas
from policyproof.syntax.build_rules import RULE_BUILDERS
from policyproof.syntax.build_vocabulary import VOCABULARY_BUILDERS, day
from policyproof.syntax.building import Kids, Notes

_HOURS, _MINUTES = 24, 60
_DAY = _HOURS * _MINUTES


class UnderRules(n.Node, frozen=True, eq=False):
    refs: tuple[n.Ref, ...]


class DateTime(n.Node, frozen=True, eq=False):
    minutes: int


# ---- claims


def _if(kids: Kids) -> n.FormulaTree | None:
    clause = kids.maybe(n.Clause)
    return clause.formula if clause else None


def _words(kids: Kids) -> tuple[n.Word, ...]:
    names = kids.maybe(Names)
    return names.words if names else ()


def _property(kids: Kids, span: Span, notes: Notes) -> n.PropertyTree:
    modifiers = tuple(kid for kid in kids if isinstance(kid, MODIFIERS))
    claim = next(kid for kid in kids if isinstance(kid, CLAIMS))
    for kind, words, advice in (
        (n.EvenIf, "even if", "name them all in one"),
        (n.Supposing, "supposing", "name them all in one"),
        (n.TrueBeliefs, "supposing beliefs are true", "write it once"),
        (n.OutOfScope, "even out of scope", "write it once"),
    ):
        same = [modifier for modifier in modifiers if isinstance(modifier, kind)]
        if len(same) > 1:
            notes.error("PP201", f"`{words}` comes twice in one property", same[1].span, advice=advice)
    return n.PropertyTree(span, kids.one(n.Word), kids.maybe(n.Text), claim, modifiers, kids.maybe(n.Known))


CLAIMS = (
    n.ActionClaim,
    n.WordClaim,
    n.FormulaClaim,
    n.DilemmaClaim,
    n.InfluenceClaim,
    n.CompliesClaim,
    n.SameAsClaim,
)
MODIFIERS = (n.EvenIf, n.Supposing, n.TrueBeliefs, n.OutOfScope)


def _word_claim(kids: Kids, span: Span, notes: Notes) -> n.WordClaim:
    del notes
    standard = kids.maybe(n.Word)
    return n.WordClaim(span, _words(kids), standard, kids.one(n.Ref), _if(kids))


def _formula_claim(kids: Kids, span: Span, word: str) -> n.FormulaClaim:
    match word:
        case "always":
            return n.FormulaClaim(span, "always", formula(kids))
        case "never":
            return n.FormulaClaim(span, "never", formula(kids))
        case _:
            return n.FormulaClaim(span, "possible", formula(kids))


# ---- cases


def case(kids: Kids, span: Span, notes: Notes) -> n.CaseTree:
    del notes
    found: list[tuple[int, n.GivenTree]] = [
        (kid.span.start, kid) for kid in kids if isinstance(kid, n.TimedTree | n.IndividualTree)
    ]
    found += [(body.span.start, n.FormulaGiven(body.span, body)) for body in formulas(kids)]
    found.sort(key=lambda pair: pair[0])
    only = kids.maybe(n.Mark) is not None
    return n.CaseTree(span, kids.one(n.Text), only, tuple(given for _, given in found), kids.all(n.ExpectTree))


def date_time(kids: Kids, span: Span, notes: Notes) -> DateTime:
    date, *time = kids.all(n.Mark)
    minutes = day(date, notes) * _DAY
    if time:
        hour, minute = (int(part) for part in time[0].text.split(":"))
        if hour >= _HOURS or minute >= _MINUTES:
            notes.error("PP037", f"there is no time {time[0].text}", time[0].span, advice="write a time from 00:00 to 23:59")
        else:
            minutes += hour * 60 + minute
    return DateTime(span, minutes)


def timed(kids: Kids, span: Span, notes: Notes) -> n.TimedTree:
    del notes
    date = kids.maybe(DateTime)
    if date is not None:
        instant = n.Instant(date.span, date.minutes, dated=True)
    else:
        length = kids.one(n.Length)
        instant = n.Instant(length.span, length.minutes, dated=False, calendar=length.calendar)
    return n.TimedTree(span, kids.one(n.Ref), instant)


def _under(kids: Kids) -> tuple[n.Ref, ...]:
    found = kids.maybe(UnderRules)
    return found.refs if found else ()


# ---- files


def _refused(feature: str) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.Unavailable:
        del kids, notes
        return n.Unavailable(span, feature)

    return build


def _file(kids: Kids, span: Span, notes: Notes) -> n.File:
    del notes
    first = kids[0]
    return n.File(
        span,
        first if isinstance(first, HEADS) else None,
        tuple(kid for kid in kids[1:] if isinstance(kid, ADDED)),
        tuple(kid for kid in kids if isinstance(kid, EDITS)),
        tuple(kid for kid in kids[1:] if isinstance(kid, n.ReadingHead)),
    )


HEADS = (n.Head, n.TogetherHead, n.ReadingHead, n.Unavailable)


DECLARATION_BUILDERS: dict[str, Builder] = {
    "start": _file,
    **VOCABULARY_BUILDERS,
    **RULE_BUILDERS,
    "property": _property,
    "no_without": lambda k, s, _: n.ActionClaim(s, "no without", k.one(n.Ref), formula(k), _if(k), None),
    "no_if": lambda k, s, _: n.ActionClaim(s, "no if", k.one(n.Ref), None, _if(k), None),
    "no_word": _word_claim,
    "no_standard": _word_claim,
    "may_claim": lambda k, s, _: n.ActionClaim(s, "may", k.one(n.Ref), None, _if(k), None),
    "must_claim": lambda k, s, _: n.ActionClaim(s, "must", k.one(n.Ref), None, _if(k), k.maybe(n.Timing)),
    "always": lambda k, s, _: _formula_claim(k, s, "always"),
    "never": lambda k, s, _: _formula_claim(k, s, "never"),
    "possible": lambda k, s, _: _formula_claim(k, s, "possible"),
    "no_dilemma": lambda k, s, _: n.DilemmaClaim(s, _words(k)),
    "independent": lambda k, s, _: n.InfluenceClaim(s, "depend", k.one(n.Ref), k.one(Refs).refs),
    "blocks": lambda k, s, _: n.InfluenceClaim(s, "blocks", k.all(n.Ref)[1], k.all(n.Ref)[:1]),
    "opens": lambda k, s, _: n.InfluenceClaim(s, "opens", k.all(n.Ref)[1], k.all(n.Ref)[:1]),
    "complies": lambda k, s, _: n.CompliesClaim(s, k.one(n.Word), _words(k)),
    "same_as": lambda k, s, _: n.SameAsClaim(s, k.one(n.Word)),
    "even_if": lambda k, s, _: n.EvenIf(s, k.one(Names).words),
    "supposing": lambda k, s, _: n.Supposing(s, k.one(Names).words),
    "true_beliefs": lambda _, s, __: n.TrueBeliefs(s),
    "out_of_scope": lambda _, s, __: n.OutOfScope(s),
    "known": lambda k, s, _: n.Known(s, k.one(n.Text)),
    "case": case,
    "timed": timed,
    "individual": lambda k, s, _: n.IndividualTree(s, *k.all(n.Word)),
    "date_time": date_time,
    "under_rules": lambda k, s, _: UnderRules(s, k.one(Refs).refs),
    "x_may": lambda k, s, _: n.ExpectTree(s, "may", k.one(Refs).refs, k.one(n.Ref), _under(k)),
    "x_must_not": lambda k, s, _: n.ExpectTree(s, "must not", k.one(Refs).refs, k.one(n.Ref), _under(k)),
    "x_must": lambda k, s, _: n.ExpectTree(s, "must", k.one(Refs).refs, k.one(n.Ref)),
    "x_lawful": lambda _, s, __: n.ExpectTree(s, "lawful"),
    "x_unlawful": lambda k, s, _: n.ExpectTree(s, "unlawful", rules=_under(k)),
    "x_pending": lambda k, s, _: n.ExpectTree(s, "pending", rules=k.one(Refs).refs),
    "x_dilemma": lambda _, s, __: n.ExpectTree(s, "dilemma"),
    "x_formula": lambda k, s, _: n.ExpectTree(s, "formula", body=formula(k)),
    "amendment": _refused("an amendment"),
    **EDIT_BUILDERS,
}
