"""Builders for vocabulary, rules, claims, cases and whole files."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from typing import Literal

from policyproof.diagnostics import Edit, Fix
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax import reserved
from policyproof.syntax.build_formulas import Builder, Names, Refs, formula, formulas, refused_atom
from policyproof.syntax.building import Kids, Notes

_EPOCH = dt.date(1970, 1, 1)
_HOURS, _MINUTES = 24, 60
_DAY = _HOURS * _MINUTES
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


class UnderRules(n.Node, frozen=True, eq=False):
    refs: tuple[n.Ref, ...]


class DateTime(n.Node, frozen=True, eq=False):
    minutes: int


class Opaque(n.Node, frozen=True, eq=False):
    """A part of something that is not available yet, of which nothing but its place is kept."""


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
            _day(as_of, notes)
        return n.Head(span, kids.one(n.Word), kids.maybe(n.Text), as_of, is_library)

    return build


def _day(date: n.Mark, notes: Notes) -> int:
    """The days from 1970-01-01 to a date."""
    try:
        return (dt.date.fromisoformat(date.text) - _EPOCH).days
    except ValueError:
        notes.error("PP037", f"there is no day {date.text}", date.span, advice="write year, month and day: `2026-07-01`")
        return 0


def date_time(kids: Kids, span: Span, notes: Notes) -> DateTime:
    date, *time = kids.all(n.Mark)
    minutes = _day(date, notes) * _DAY
    if time:
        hour, minute = (int(part) for part in time[0].text.split(":"))
        if hour >= _HOURS or minute >= _MINUTES:
            notes.error("PP037", f"there is no time {time[0].text}", time[0].span, advice="write a time from 00:00 to 23:59")
        else:
            minutes += hour * 60 + minute
    return DateTime(span, minutes)


# ---- vocabulary


def _params(kids: Kids) -> tuple[n.Param, ...]:
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
        params=_params(kids),
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
            params=_params(kids),
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
    return n.TermTree(span, kids.one(n.Word), _params(kids), formula(kids), kids.maybe(n.Text))


# ---- rules


def _sentence(word: str) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.ModalSentence:
        del notes
        parties = kids.one(Refs).refs
        action = kids.one(n.Ref)
        match word:
            case "must not":
                return n.ModalSentence(span, "must not", parties, action, None)
            case "may":
                return n.ModalSentence(span, "may", parties, action, None)
            case _:
                return n.ModalSentence(span, "must", parties, action, kids.maybe(n.Timing))

    return build


def _reserved_modal(word: str, as_if: Literal["may", "must", "must not"]) -> Builder:
    """`shall` and its like: in statutes they mean more than one thing."""

    def build(kids: Kids, span: Span, notes: Notes) -> n.ModalSentence:
        refs = kids.maybe(Refs)
        action = kids.one(n.Ref)
        parties = refs.refs if refs else ()
        timing = kids.maybe(n.Timing)
        reserved.modal(word, parties, action, span, notes, has_deadline=timing is not None)
        return n.ModalSentence(span, as_if, parties, action, timing)

    return build


def _may_only(kids: Kids, span: Span, notes: Notes) -> n.ModalSentence:
    parties, action = kids.one(Refs).refs, kids.one(n.Ref)
    reserved.may_only(parties, action, span, notes)
    return n.ModalSentence(span, "may", parties, action, None)


_MODALS: dict[str, Builder] = {
    "err_shall": _reserved_modal("shall", "must"),
    "err_shall_not": _reserved_modal("shall not", "must not"),
    "err_may_not": _reserved_modal("may not", "must not"),
    "err_may_only": _may_only,
    "err_permit": _reserved_modal("permit", "may"),
    "err_forbid": _reserved_modal("forbid", "must not"),
    "err_require": _reserved_modal("require", "must"),
}


def _when(kids: Kids, span: Span, notes: Notes) -> n.Clause:
    body = formula(kids)
    reserved.when(body, span, notes)
    return n.Clause(span, "if", formula=body)


def _only_if(kids: Kids, span: Span, notes: Notes) -> n.Clause:
    reserved.only_if(span, notes)
    return n.Clause(span, "if", formula=formula(kids))


def _provided(kids: Kids, span: Span, notes: Notes) -> n.Unavailable | Opaque:
    body = formula(kids)
    if reserved.has_deadlines_alone(body):
        return n.Unavailable(span, "`provided that`")
    reserved.provided(body, span, notes)
    return Opaque(span)


def rule(kids: Kids, span: Span, notes: Notes) -> n.RuleTree:
    sentence = kids.maybe(n.ModalSentence) or kids.one(n.SwitchSentence)
    clauses = kids.all(n.Clause)
    _check_clauses(sentence, clauses, notes)
    return n.RuleTree(span, kids.one(n.Word), _params(kids), kids.maybe(n.Text), sentence, clauses, kids.all(n.Unavailable))


def _check_clauses(sentence: n.ModalSentence | n.SwitchSentence, clauses: tuple[n.Clause, ...], notes: Notes) -> None:
    seen: dict[str, n.Clause] = {}
    word = sentence.word if isinstance(sentence, n.ModalSentence) else "do not apply"
    for clause in clauses:
        key = "excused" if clause.word.startswith("excused") else clause.word
        place = _opening(clause, notes)
        if key in seen and notes.text(place) == "when":
            continue  # its own message is enough
        if key in seen:
            advice = "join the conditions: `all of { \u2026 }`" if clause.formula else "write it once"
            notes.error("PP035", f"`{clause.word}` comes twice in one rule", place, advice=advice)
        elif key == "if" and "unless" in seen:
            notes.error("PP035", "`if` stands before `unless`", place, advice="write `if \u2026` first, then `unless \u2026`")
        elif key == "unless permitted" and word != "must not":
            notes.error("PP035", "`unless permitted` belongs to `must not`", place, advice="delete it, or write `must not`")
        elif key == "excused" and word != "must":
            instead = "unless" if clause.word == "excused if" else "if"
            fix = Fix(f"write `{instead}` instead", (Edit(place, instead),))
            message = f"`{clause.word}` belongs to a duty (`must`)"
            notes.error("PP035", message, place, advice=fix.title, fixes=(fix,))
        seen.setdefault(key, clause)


def _opening(clause: n.Clause, notes: Notes) -> Span:
    """The words with which a clause begins."""
    tokens = notes.tokens.tokens
    first = bisect_left(tokens, clause.span.start, key=lambda token: token.start)
    last = first + len(clause.word.split()) - 1
    return notes.tokens.span(tokens[first].start, tokens[last].end)


def _see(kids: Kids, span: Span, notes: Notes) -> n.Clause:
    del notes
    return n.Clause(span, "see", source=kids.one(n.Word), where=kids.one(n.Text))


def _notwithstanding(kids: Kids, span: Span, notes: Notes) -> n.Clause:
    del notes
    refs = kids.maybe(Refs)
    return n.Clause(span, "notwithstanding", rules=refs.refs if refs else (), everything=refs is None)


# ---- claims


def _if(kids: Kids) -> n.FormulaTree | None:
    clause = kids.maybe(n.Clause)
    return clause.formula if clause else None


def _words(kids: Kids) -> tuple[n.Word, ...]:
    names = kids.maybe(Names)
    return names.words if names else ()


def _property(kids: Kids, span: Span, notes: Notes) -> n.PropertyTree:
    modifiers = tuple(kid for kid in kids if isinstance(kid, n.EvenIf | n.Supposing | Modifier))
    claim = next(kid for kid in kids if isinstance(kid, CLAIMS))
    for kind, words in ((n.EvenIf, "even if"), (n.Supposing, "supposing")):
        same = [modifier for modifier in modifiers if isinstance(modifier, kind)]
        if len(same) > 1:
            notes.error("PP201", f"`{words}` comes twice in one property", same[1].span, advice="name them all in one")
    plain = tuple(m.inner if isinstance(m, Modifier) else m for m in modifiers)
    return n.PropertyTree(span, kids.one(n.Word), kids.maybe(n.Text), claim, plain, kids.maybe(n.Known))


CLAIMS = (n.ActionClaim, n.WordClaim, n.FormulaClaim, n.DilemmaClaim, n.InfluenceClaim, n.Unavailable)


class Modifier(n.Node, frozen=True, eq=False):
    """A modifier that is not available yet, told apart from a claim that is not."""

    inner: n.Unavailable


def _refused_modifier(feature: str) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> Modifier:
        del kids, notes
        return Modifier(span, n.Unavailable(span, feature))

    return build


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


def timed(kids: Kids, span: Span, notes: Notes) -> n.TimedTree:
    del notes
    date = kids.maybe(DateTime)
    if date is not None:
        instant = n.Instant(date.span, date.minutes, dated=True)
    else:
        length = kids.one(n.Length)
        instant = n.Instant(length.span, length.minutes, dated=False)
    return n.TimedTree(span, kids.one(n.Ref), instant)


def _under(kids: Kids) -> tuple[n.Ref, ...]:
    found = kids.maybe(UnderRules)
    return found.refs if found else ()


def _refused_declaration(feature: str) -> Builder:
    def build(kids: Kids, span: Span, notes: Notes) -> n.Unavailable:
        del notes
        return n.Unavailable(span, feature, kids.one(n.Word).text)

    return build


def _file(kids: Kids, span: Span, notes: Notes) -> n.File:
    del notes
    first = kids[0]
    return n.File(
        span,
        first if isinstance(first, n.Head | n.Unavailable) else None,
        tuple(kid for kid in kids[1:] if isinstance(kid, DECLARATIONS)),
    )


DECLARATIONS = (
    n.Use,
    n.SourceTree,
    n.StandardTree,
    n.PartyTree,
    n.KindTree,
    n.EntityTree,
    n.FactTree,
    n.EventTree,
    n.TermTree,
    n.StatementTree,
    n.RuleTree,
    n.PropertyTree,
    n.CaseTree,
    n.Unavailable,
)


DECLARATION_BUILDERS: dict[str, Builder] = {
    "start": _file,
    "policy": head(is_library=False),
    "library": head(is_library=True),
    "together": refused_atom("`together`"),
    "amendment": refused_atom("an amendment"),
    "reading": refused_atom("a reading"),
    "edition": lambda k, _, __: k.one(n.Whole),
    "as_of": lambda k, _, __: k.one(n.Mark),
    "use": lambda k, s, _: n.Use(s, k.one(n.Text)),
    "source": lambda k, s, _: n.SourceTree(s, k.one(n.Word), k.one(n.Text)),
    "scope": refused_atom("`scope`"),
    "same": refused_atom("`same`"),
    "calendar": refused_atom("`calendar`"),
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
    "rule": rule,
    "must_not": _sentence("must not"),
    "may_do": _sentence("may"),
    "duty": _sentence("must"),
    "switch_off": lambda k, s, _: n.SwitchSentence(s, k.one(Refs).refs),
    **_MODALS,
    "if_": lambda k, s, _: n.Clause(s, "if", formula=formula(k)),
    "unless": lambda k, s, _: n.Clause(s, "unless", formula=formula(k)),
    "unless_permitted": lambda _, s, __: n.Clause(s, "unless permitted"),
    "excused_if": lambda k, s, _: n.Clause(s, "excused if", formula=formula(k)),
    "excused_unless": lambda k, s, _: n.Clause(s, "excused unless", formula=formula(k)),
    "provided": _provided,
    "exception_to": refused_atom("`as an exception to`"),
    "notwithstanding": _notwithstanding,
    "subject_to": lambda k, s, _: n.Clause(s, "subject to", rules=k.one(Refs).refs),
    "see": _see,
    "err_when": _when,
    "err_only_if": _only_if,
    "delay": _refused_declaration("`delay`"),
    "upto": lambda _, s, __: Opaque(s),
    "renewable": lambda _, s, __: Opaque(s),
    "table": _refused_declaration("`table`"),
    "header": lambda _, s, __: Opaque(s),
    "row": lambda _, s, __: Opaque(s),
    "cell_yes": lambda _, s, __: Opaque(s),
    "cell_no": lambda _, s, __: Opaque(s),
    "cell_if": lambda _, s, __: Opaque(s),
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
    "complies": refused_atom("`complies with`"),
    "same_as": refused_atom("`same as`"),
    "even_if": lambda k, s, _: n.EvenIf(s, k.one(Names).words),
    "supposing": lambda k, s, _: n.Supposing(s, k.one(Names).words),
    "true_beliefs": _refused_modifier("`supposing beliefs are true`"),
    "out_of_scope": _refused_modifier("`even out of scope`"),
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
    "limit": refused_atom("`limit`"),
    "extend": refused_atom("`extend`"),
    "except_from": refused_atom("`except`"),
    "strike": refused_atom("`strike`"),
    "insert": refused_atom("`insert`"),
    "reread": refused_atom("`amend`"),
    "replace": refused_atom("`amend`"),
    "redesignate": refused_atom("`redesignate`"),
    "each": lambda _, s, __: Opaque(s),
    "fragment": lambda _, s, __: Opaque(s),
    "path": lambda _, s, __: Opaque(s),
}
