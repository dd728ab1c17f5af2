"""From a place where the words stop making sense to a message in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from policyproof.diagnostics import Diagnostic
from policyproof.source import Span
from policyproof.syntax.lalr import DECLARES, DEPTH_LIMIT, Engine, Mistake, TooDeep
from policyproof.syntax.table import Table
from policyproof.syntax.tokens import Token, Tokens

_SIGNS = {
    "COLON": "`:`",
    "COMMA": "`,`",
    "DOT": "`.`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "SEMICOLON": "`;`",
    "STAR": "`*`",
    "VBAR": "`|`",
    "LESS": "`<`",
    "CMP": "a comparison (`<=`, `=`, …)",
    "SIGN": "`+` or `-`",
    "NAME": "a name",
    "STRING": 'a text in `"…"`',
    "INT": "a number",
    "UNIT": "a unit (`hours`, `days`, …)",
    "DATE": "a date (`2026-07-01`)",
    "TIME": "a time (`16:00`)",
    "LABEL": "a label (`(1)`)",
    "$END": "the end of the file",
}
_SOME, _MANY = 3, 6
"""More possibilities than so many help nobody."""
_LONG = 40
"""Letters of the reader's text to show."""
_HEADS = ("AMENDMENT", "LIBRARY", "POLICY", "READING", "TOGETHER")


def explain(mistake: Mistake | TooDeep, engine: Engine, table: Table, tokens: Tokens) -> Diagnostic:
    """The message about one mistake."""
    if isinstance(mistake, TooDeep):
        span = tokens.span(mistake.start, mistake.end)
        advice = "give an inner part a name: `term NAME means …`"
        return Diagnostic("PP032", "error", f"this is nested more than {DEPTH_LIMIT} levels deep", span, span.path, help=advice)
    return _Explanation(mistake, engine, table, tokens).diagnostic()


class _Explanation:
    def __init__(self, mistake: Mistake, engine: Engine, table: Table, tokens: Tokens) -> None:
        self.states = mistake.states
        self.engine = engine
        self.tokens = tokens
        self.all = tokens.tokens
        self.position = mistake.position
        self.token = self.all[mistake.position]
        self.before = self.all[mistake.position - 1] if mistake.position else None
        self.words = {kind: f"`{word}`" for word, kind in table.words.items()}
        self.expected = engine.expected(mistake.states)

    def diagnostic(self) -> Diagnostic:
        for attempt in (self._head, self._name_is_a_word, self._known_slip, self._cut_short):
            found = attempt()
            if found is not None:
                return found
        what = "the file ends here" if self.token.kind == "$END" else f"`{self.token.text}` cannot stand here"
        if self.before is not None and self.token.kind != "$END":
            what = f"`{self.token.text}` cannot stand after `{self._show(self.before)}`"
        return self._error("PP030", what, self._span(self.token), label=self._wanted())

    def _head(self) -> Diagnostic | None:
        if self.expected != _HEADS:
            return None
        if self.token.kind == "$END":
            return self._error(
                "PP003", "there is nothing in this file", self._span(self.token), advice='begin with `policy NAME "…"`'
            )
        return self._error(
            "PP030", "a file begins with `policy` or `library`", self._span(self.token), advice='begin with `policy NAME "…"`'
        )

    def _name_is_a_word(self) -> Diagnostic | None:
        """A word of the language where a name is wanted, and with a name all would be well."""
        if (
            self.token.kind not in self.words
            or "NAME" not in self.expected
            or (self.token.kind in DECLARES and self.token.first)
        ):
            return None
        following = [token.kind for token in self.all[self.position + 1 : self.position + 2]]
        if not self.engine.accepts(self.states, ("NAME", *following)):
            return None
        text = self.token.text
        message = f"`{text}` is a word of the language and cannot be a name"
        return self._error("PP031", message, self._span(self.token), advice=f"choose another name, for instance `the-{text}`")

    def _known_slip(self) -> Diagnostic | None:
        """Slips that have a message of their own."""
        kind = self.token.kind
        span = self._span(self.token)
        after = self.all[self.position + 1].kind if kind != "$END" else "$END"
        if kind == "NOT" and after == "MUST":
            span = span.through(self._span(self.all[self.position + 1]))
            return self._error(
                "PP034",
                "`not must` can mean that it is forbidden or that it is not required",
                span,
                advice="write `must not` to forbid it",
            )
        if kind == "LABEL" and self.before is not None and self.before.kind == "NAME":
            return self._error(
                "PP030", "arguments touch their name", span, advice=f"write `{self.before.text}{self.token.text}`"
            )
        if kind == "LABEL":
            inner = self.token.text[1:-1]
            return self._error(
                "PP030",
                f"`{self.token.text}` is read as the label of a list",
                span,
                advice=f"write `{inner}` without parentheses",
            )
        if kind == "CMP" and self.token.text == "=" and self.before is not None and self.before.kind in {"CMP", "LESS"}:
            return self._error(
                "PP030", f"`{self.before.text}=` is no comparison", span, advice="write one of `<`, `<=`, `=`, `!=`, `>=`, `>`"
            )
        if kind == "INT" and self.before is not None and self.before.kind == "IS":
            return self._error("PP030", "a number is compared with `=`", span, advice=f"write `= {self.token.text}`")
        if kind == "IF" and self.before is not None and self.engine.accepts(self.states, ("LPAR", "IF")):
            return self._error("PP030", "`if … then …` needs parentheses here", span, advice="write `(if … then …)`")
        if kind == "STRING" and self.before is not None and self.before.kind == "STRING":
            return self._error(
                "PP030",
                "a second text cannot stand here",
                span,
                advice="join the two texts, or say what the second one is (`otherwise`, `see`)",
            )
        return None

    def _cut_short(self) -> Diagnostic | None:
        """A declaration that stops too early: the next one begins, or the file ends."""
        begins = self.token.kind == "$END" or (self.token.first and self.token.kind in DECLARES)
        if not begins or self.before is None:
            return None
        span = self.tokens.span(self.before.end, self.before.end)
        return self._error("PP030", f"something is missing after `{self._show(self.before)}`", span, label=self._wanted())

    def _wanted(self) -> str | None:
        """What could stand here, if that is little enough to be said."""
        kinds = [kind for kind in self.expected if kind in _SIGNS or kind in self.words]
        if {"EVERY", "NOT", "LPAR"} <= set(kinds):
            return "a condition is expected"
        shown = [_SIGNS.get(kind) or self.words[kind] for kind in kinds if kind not in DECLARES or len(kinds) <= _SOME]
        if kinds == ["NAME"]:
            return "a name is expected"
        if not shown or len(shown) > _MANY:
            return None
        return f"{_either(shown)} is expected"

    def _show(self, token: Token) -> str:
        return token.text if len(token.text) <= _LONG else token.text[: _LONG - 1] + "…"

    def _span(self, token: Token) -> Span:
        return self.tokens.span(token.start, token.end)

    def _error(self, code: str, message: str, span: Span, *, label: str | None = None, advice: str | None = None) -> Diagnostic:
        return Diagnostic(code, "error", message, span, span.path, label, (), advice)


def _either(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " or " + items[-1]
