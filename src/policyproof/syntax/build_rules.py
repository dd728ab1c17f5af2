"""Builders for rules, delays and tables."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal

from policyproof.diagnostics import Edit, Fix
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax import reserved
from policyproof.syntax.build_formulas import Builder, Refs, formula, whole
from policyproof.syntax.build_vocabulary import By, On, params_of
from policyproof.syntax.building import Kids, Notes
from policyproof.syntax.provisos import check_proviso


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


def rule(kids: Kids, span: Span, notes: Notes) -> n.RuleTree:
    sentence = kids.maybe(n.ModalSentence) or kids.one(n.SwitchSentence)
    clauses = kids.all(n.Clause)
    _check_clauses(sentence, clauses, notes)
    return n.RuleTree(span, kids.one(n.Word), params_of(kids), kids.maybe(n.Text), sentence, clauses)


_OF_PERMISSIONS = {
    "provided that": "write `if` or `unless` for a condition",
    "as an exception to": "write `notwithstanding` and the rules that give way",
}
"""What to write instead of a clause that only permissions have."""


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
        elif key in _OF_PERMISSIONS and word != "may":
            notes.error("PP035", f"`{key}` belongs to a permission (`may`)", place, advice=_OF_PERMISSIONS[key])
        elif clause.word == "provided that" and clause.formula is not None:
            check_proviso(clause.formula, clause.span, notes)
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


# ---- delays and tables


class UpTo(n.Node, frozen=True, eq=False):
    length: n.Length


class Renewable(n.Node, frozen=True, eq=False):
    most: n.Whole | None


class Header(n.Node, frozen=True, eq=False):
    refs: tuple[n.Ref, ...]


def _clause(kids: Kids, word: str) -> n.Clause | None:
    return next((clause for clause in kids.all(n.Clause) if clause.word == word), None)


def _delay(kids: Kids, span: Span, notes: Notes) -> n.DelayTree:
    by, on, upto, renewable = kids.maybe(By), kids.maybe(On), kids.maybe(UpTo), kids.maybe(Renewable)
    most = renewable.most if renewable else None
    if most is not None:
        whole(Kids([most]), notes)
    condition = _clause(kids, "if")
    return n.DelayTree(
        span,
        name=kids.one(n.Word),
        params=params_of(kids),
        by=by.parties if by else (),
        standard=on.standard if on else None,
        description=kids.maybe(n.Text),
        rule=kids.one(n.Ref),
        length=upto.length if upto else None,
        renewable=renewable is not None,
        most_renewals=most,
        condition=condition.formula if condition else None,
        see=_clause(kids, "see"),
    )


def _table(kids: Kids, span: Span, notes: Notes) -> n.TableTree:
    del notes
    subject, *columns = kids.one(Header).refs
    return n.TableTree(
        span,
        name=kids.one(n.Word),
        parties=kids.one(Refs).refs,
        action=kids.one(n.Ref),
        subject=subject,
        columns=tuple(columns),
        rows=kids.all(n.RowTree),
        see=_clause(kids, "see"),
    )


RULE_BUILDERS: dict[str, Builder] = {
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
    "provided": lambda k, s, _: n.Clause(s, "provided that", formula=formula(k)),
    "exception_to": lambda k, s, _: n.Clause(s, "as an exception to", rules=k.one(Refs).refs),
    "notwithstanding": _notwithstanding,
    "subject_to": lambda k, s, _: n.Clause(s, "subject to", rules=k.one(Refs).refs),
    "see": _see,
    "err_when": _when,
    "err_only_if": _only_if,
    "delay": _delay,
    "upto": lambda k, s, _: UpTo(s, k.one(n.Length)),
    "renewable": lambda k, s, _: Renewable(s, k.maybe(n.Whole)),
    "table": _table,
    "header": lambda k, s, _: Header(s, k.all(n.Ref)),
    "row": lambda k, s, _: n.RowTree(s, k.one(n.Word), k.all(n.CellTree)),
    "cell_yes": lambda k, s, _: n.CellTree(s, "yes", None, _clause(k, "see")),
    "cell_no": lambda k, s, _: n.CellTree(s, "no", None, _clause(k, "see")),
    "cell_if": lambda k, s, _: n.CellTree(s, "if", formula(k), _clause(k, "see")),
}
