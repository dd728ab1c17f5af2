"""From a place where the words stop making sense to a message in the reader's words, and to a fix where one is likely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from policyproof.diagnostics import Diagnostic, Edit, Fix
from policyproof.source import Span
from policyproof.syntax import reserved
from policyproof.syntax.everyday import everyday_word
from policyproof.syntax.fixes import FOR_EXAMPLE, edited, fix_for, phrase, shortened
from policyproof.syntax.lalr import DEPTH_LIMIT, EOF, Engine, Mistake, Stack, TooDeep
from policyproof.syntax.repairs import SIGNS, Repair, Repairs, advisable
from policyproof.syntax.table import Table
from policyproof.syntax.tokens import DECLARES, Token, Tokens

Judge = Callable[[str], int]
"""How much is wrong with a text in the place of the file's."""

_CALLED = {
    "CMP": "a comparison (`<=`, `=`, …)",
    "SIGN": "`+` or `-`",
    "NAME": "a name",
    "STRING": 'a text in `"…"`',
    "INT": "a number",
    "UNIT": "a unit (`hours`, `days`, …)",
    "DATE": "a date (`2026-07-01`)",
    "TIME": "a time (`16:00`)",
    "LABEL": "a label (`(1)`)",
    "DOT": "`.`",
    "VBAR": "`|`",
    EOF: "the end of the file",
} | {kind: f"`{sign}`" for kind, sign in SIGNS.items()}
_COMPARISONS = {"==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "><": "!="}
"""What other languages write, and what this one does."""
_USUAL = frozenset({("unless", "without"), ("from", "after"), ("since", "after"), ("is", "means"), (":", "means"), ("or", ",")})
"""Words that people take from ordinary language, and what this one has for them, where other words would do too."""
_SOME, _MANY = 3, 6
"""More possibilities than so many help nobody."""
_HEADS = ("AMENDMENT", "LIBRARY", "POLICY", "READING", "TOGETHER")
_CONDITION = "a condition"
_DECLARE = "begin with what it is, for instance `fact`, `event`, `rule` or `property`"
_LONGEST = 60
"""Words of an `if … then …` whose end is looked for."""
_SOUGHT = 50
"""For so many mistakes of a file a fix is looked for: whoever has more reads the first ones."""
_TRIED = 20
"""So many fixes of one mistake are tried on the whole file,"""
_WORDS = 250_000
"""and so many words are read for all the mistakes of a file: in a long one with many mistakes the first ones are helped."""


class Mistakes:
    """Explains the mistakes of one file."""

    def __init__(self, engine: Engine, table: Table, tokens: Tokens, judge: Judge | None) -> None:
        self.engine = engine
        self.table = table
        self.tokens = tokens
        self._judge = judge
        self._words = _WORDS
        self._now: int | None = None
        self.repairs = Repairs(engine, table, tokens.tokens)

    def faults(self, fixes: Sequence[Fix]) -> list[int] | None:
        """How much more is wrong after each fix than now; None where that is not known, or takes too long to tell."""
        text = self.tokens.source.text
        self._words -= len(self.tokens.tokens) * (len(fixes) + (self._now is None))
        if self._judge is None or self._words < 0:
            return None
        if self._now is None:
            self._now = self._judge(text)
        return [self._judge(fix.applied_to(text)) - self._now for fix in fixes]

    def explain(self, mistakes: Sequence[Mistake | TooDeep]) -> list[Diagnostic]:
        """One message a cause: what a misused word explains elsewhere is held back."""
        found: list[tuple[Mistake | TooDeep, Diagnostic]] = []
        explained = -1
        for number, mistake in enumerate(mistakes):
            if mistake.start == explained:
                continue
            if isinstance(mistake, Mistake):
                explanation = _Explanation(self, mistake, seek=number < _SOUGHT)
                found.append((mistake, explanation.diagnostic()))
                explained = mistake.position if explanation.begins_by_mistake else -1
            else:
                found.append((mistake, self._too_deep(mistake)))
        misused = {}
        for mistake, diagnostic in found:
            if isinstance(mistake, Mistake) and diagnostic.code == "PP031":
                word = self.tokens.tokens[mistake.position].text
                declared = mistake.position > 0 and self.tokens.tokens[mistake.position - 1].kind in DECLARES
                if declared or word not in misused:
                    misused[word] = diagnostic
        return [
            diagnostic
            for mistake, diagnostic in found
            if diagnostic in misused.values() or not isinstance(mistake, Mistake) or not self._explained_by(misused, mistake)
        ]

    def _explained_by(self, misused: dict[str, Diagnostic], mistake: Mistake) -> bool:
        """Whether a declaration would be read if these words of the language were names."""
        region = self.tokens.tokens[mistake.start : mistake.end + 1]
        if not any(token.text in misused for token in region):
            return False
        kinds = ["NAME" if token.text in misused and not token.first else token.kind for token in region]
        return self.engine.accepts(self.engine.before(head=mistake.start > 0), kinds)

    def _too_deep(self, mistake: TooDeep) -> Diagnostic:
        span = self.tokens.span(*mistake.place)
        advice = "give an inner part a name: `term NAME means …`"
        return Diagnostic("PP032", "error", f"this is nested more than {DEPTH_LIMIT} levels deep", span, span.path, help=advice)


class _Explanation:
    def __init__(self, file: Mistakes, mistake: Mistake, *, seek: bool) -> None:
        self.file = file
        self.engine = file.engine
        self.words = {kind: f"`{word}`" for word, kind in file.table.words.items()}
        self.mistake = mistake
        self.all = file.tokens.tokens
        self.position = mistake.position
        self.stack = mistake.stack
        self.token = self.all[mistake.position]
        self.before = self.all[mistake.position - 1] if mistake.position else None
        self.expected = self.engine.expected(mistake.stack)
        repairs = file.repairs.find(self.all, mistake) if seek else ()
        self.chosen, self.likely = self._choose(repairs)
        if seek and not repairs:
            first = file.repairs.find_one_of_several(self.all, mistake)
            self.chosen = first if first is not None and first.certain else None
        replaced = any(repair.start <= self.position < repair.end for repair in self.likely)
        self.begins_by_mistake = replaced and len(self.likely) <= _MANY
        """Whether the word that cannot stand there is wrong itself, even if it seems to begin the next declaration."""

    def diagnostic(self) -> Diagnostic:
        chosen = self.chosen
        if self.expected == _HEADS:
            return self._head(chosen)
        if chosen is not None and _is_likely(chosen) and self.token.kind != "CMP":
            return self._repaired(chosen)
        slip = self._label() if self.token.kind == "LABEL" else self._known_slip()
        helps = slip is not None and any(map(self._helps, slip.fixes))
        if slip is not None and (helps or (chosen is None and (slip.code != "PP030" or not slip.fixes))):
            return slip
        if chosen is not None:
            return self._repaired(chosen)
        return self._name_is_a_word() or self._missing() or self._cannot_stand()

    # ---- choosing a repair

    def _choose(self, repairs: Sequence[Repair]) -> tuple[Repair | None, Sequence[Repair]]:
        """The one repair that is left, if it is one and says all; and all that are left."""
        if 0 < len(repairs) <= _TRIED:
            repairs = self._judged(repairs)
        usual = [repair for repair in repairs if _is_usual(repair, self.all)]
        only = usual if len(usual) == 1 else repairs if len(repairs) == 1 else ()
        return (only[0] if only and only[0].certain else None), repairs

    def _judged(self, repairs: Sequence[Repair]) -> Sequence[Repair]:
        """Those that leave least wrong in the whole file. Where a name is missing, nobody can tell what else would be wrong."""
        tried = [repair for repair in repairs if not _wants_a_name(repair)]
        counts = self.file.faults([fix_for(repair, self.file.tokens) for repair in tried])
        if counts is None:
            return repairs
        faults = dict(zip(tried, counts, strict=True))
        least = min(counts, default=0)
        return [repair for repair in repairs if repair not in faults or faults[repair] == least < _is_likely(repair)]

    # ---- messages

    def _repaired(self, repair: Repair) -> Diagnostic:
        """The message about a mistake that one change would put right."""
        fix = fix_for(repair, self.file.tokens)
        token = self.all[repair.start]
        before = self.all[repair.start - 1] if repair.start else None
        (edit,) = fix.edits
        match repair.slip:
            case "doubled":
                return self._error("PP030", f"`{self._show(token)}` stands here twice", self._span(token), fix=fix)
            case "swapped":
                text = phrase([token.text, self.all[repair.start + 1].text])
                return self._error("PP030", f"`{text}` is in the wrong order", edit.span, fix=fix)
            case "apart":
                text = phrase([word.text for word in self.all[repair.start : repair.end]])
                return self._error("PP030", f"a name is one word, and `{text}` is not", edit.span, fix=fix)
            case "missing":
                ((_, word),) = repair.words
                behind = before is not None and edit.span.start == before.end
                place = f"after `{self._show(before)}`" if behind and before else f"before `{self._show(token)}`"
                span = edit.span if behind else self._span(token)
                return self._error("PP030", f"`{word}` is missing {place}", span, fix=fix)
            case _:
                return self._error("PP030", self._standing(repair.start, (repair,)), self._span(token), fix=fix)

    def _missing(self) -> Diagnostic | None:
        """Something is missing of which only the user knows what it is; or a declaration stops too early."""
        at = next((repair.start for repair in self.likely if repair.slip == "missing" and not repair.certain), None)
        begins = self.token.kind == EOF or (self.token.first and self.token.kind in DECLARES)
        if at is None and (not begins or self.begins_by_mistake):
            return None
        at = self.position if at is None else at
        if not at:
            return None
        before = self.all[at - 1]
        span = self.file.tokens.span(before.end, before.end)
        after = f"after `{self._show(before)}`"
        wanted = self._wanted(at)
        if wanted in {_CONDITION, *_CALLED.values()}:
            return self._error("PP030", f"{wanted} is missing {after}", span)
        return self._error("PP030", f"something is missing {after}", span, label=wanted and f"{wanted} is expected")

    def _stack_at(self, at: int) -> Stack:
        """The point before the token at a place that is not behind the mistake."""
        stack = self.engine.before(head=self.mistake.start > 0)
        for token in self.all[self.mistake.start : at]:
            stack = self.engine.step(stack, token.kind)
        return stack

    def _cannot_stand(self) -> Diagnostic:
        """Nothing more is known than where it stops making sense, and perhaps what could stand there."""
        starts = {repair.start for repair in self.likely}
        at = starts.pop() if len(starts) == 1 else self.position
        token = self.all[at]
        message = "the file ends here" if token.kind == EOF else self._standing(at, self.likely)
        texts = list(dict.fromkeys(text for repair in self.likely if repair.start == at for _, text in repair.words if text))
        several = 1 < len(texts) <= _MANY
        wanted = _either([f"`{text}`" for text in texts]) if several else self._wanted(at)
        if wanted is None and message.startswith("no declaration"):
            return self._error("PP030", message, self._span(token), advice=_DECLARE)
        return self._error("PP030", message, self._span(token), label=wanted and f"{wanted} is expected")

    def _head(self, chosen: Repair | None) -> Diagnostic:
        span = self._span(self.token)
        advice = 'begin with `policy NAME "…"`'
        if self.token.kind == EOF:
            return self._error("PP003", "there is nothing in this file", span, advice=advice)
        fix = fix_for(chosen, self.file.tokens) if chosen is not None else None
        return self._error(
            "PP030", "a file begins with `policy` or `library`", span, advice=advice if fix is None else None, fix=fix
        )

    def _name_is_a_word(self) -> Diagnostic | None:
        """A word of the language where a name is wanted, and with a name all would be well."""
        if (
            self.token.kind not in self.words
            or "NAME" not in self.expected
            or (self.token.kind in DECLARES and self.token.first)
        ):
            return None
        if not self.engine.accepts(self.stack, ("NAME", self.all[self.position + 1].kind)):
            return None
        text = self.token.text
        message = f"`{text}` is a word of the language and cannot be a name"
        return self._error("PP031", message, self._span(self.token), advice=f"choose another name, for instance `the-{text}`")

    def _label(self) -> Diagnostic | None:
        """`(a)` where no label can stand: a name in parentheses that it does not need, or arguments."""
        label = self.token
        inner = label.text[1:-1]
        kind = "INT" if inner.isdigit() else "NAME"
        before = self.before
        span = self._span(label)
        if before is not None and before.kind == "LPAR" and self._goes_on(kind, "RPAR"):
            fix = edited(self.file.tokens, "delete one of the two", before.end, label.start + 1, "")
            return self._error("PP030", "`(` stands here twice", self._span(before), fix=fix)
        if before is not None and before.kind == "NAME":
            if self.chosen is not None:
                return None
            fix = edited(self.file.tokens, f"write `{before.text}{label.text}`", before.end, label.start, "")
            return self._error("PP030", "arguments touch their name", span, fix=fix if self._helps(fix) else None)
        bare = edited(self.file.tokens, f"write `{inner}` without parentheses", label.start, label.end, inner)
        can_be_bare = self._goes_on(kind) and self._helps(bare)
        if not can_be_bare and self._goes_on("NAME", "LPAR", kind, "RPAR"):
            place = self.file.tokens.span(label.start, label.start)
            return self._error("PP030", f"a name is missing before `{label.text}`", place)
        if not can_be_bare:
            return None
        return self._error("PP030", f"`{label.text}` is read as the label of a list", span, fix=bare)

    def _goes_on(self, *kinds: str) -> bool:
        """Whether the declaration could be read with these in the place of the token that cannot stand there."""
        rest = (token.kind for token in self.all[self.position + 1 : self.mistake.end + 1])
        return self.engine.accepts(self.stack, chain(kinds, rest))

    def _helps(self, fix: Fix) -> bool:
        """Whether less is wrong after a fix, as far as can be told."""
        counts = self.file.faults([fix])
        return counts is None or counts[0] < 0

    def _known_slip(self) -> Diagnostic | None:
        """Slips that have a message of their own."""
        kind = self.token.kind
        span = self._span(self.token)
        before = self.before
        if before is None or kind == EOF:
            return None
        everyday = everyday_word(self.file.tokens, self.position)
        if everyday is not None:
            return everyday
        behind = self.all[self.position + 1]
        if kind == "NOT" and behind.kind == "MUST":
            found = reserved.not_must(self.file.tokens, self.position)
            if found is not None:
                return found
            fix = edited(self.file.tokens, "write `must not` to forbid it", span.start, behind.end, "must not")
            message = "`not must` can mean that it is forbidden or that it is not required"
            return self._error("PP034", message, span.through(self._span(behind)), fix=fix)
        written = before.text + self.token.text
        if written in _COMPARISONS and before.kind in {"CMP", "LESS"}:
            meant = _COMPARISONS[written]
            fix = edited(self.file.tokens, f"write `{meant}`", before.start, self.token.end, meant)
            return self._error("PP030", f"`{written}` is no comparison", self._span(before).through(span), fix=fix)
        if kind == "INT" and before.kind == "IS":
            fix = edited(self.file.tokens, f"write `= {self.token.text}`", before.start, self.token.end, f"= {self.token.text}")
            return self._error("PP030", "a number is compared with `=`", span, fix=fix)
        if kind == "IF" and (closing := self._end_of_condition()) is not None:
            tokens = self.file.tokens
            opened, closed = Edit(tokens.span(span.start, span.start), "("), Edit(tokens.span(closing, closing), ")")
            fix = Fix("write `(if … then …)`", (opened, closed))
            return self._error("PP030", "`if … then …` needs parentheses here", span, fix=fix)
        if kind == "STRING" and before.kind == "STRING":
            advice = "join the two texts, or say what the second one is (`otherwise`, `see`)"
            return self._error("PP030", "a second text cannot stand here", span, advice=advice)
        return None

    def _end_of_condition(self) -> int | None:
        """Where an `if … then …` ends that would be read if it had parentheses; None if nothing would be."""
        start, end = self.position, min(self.mistake.end, self.position + _LONGEST)
        kinds = [token.kind for token in self.all[start : self.mistake.end + 1]]
        for behind in range(end, start, -1):
            inside = kinds[: behind - start]
            if "THEN" in inside and self.engine.accepts(self.stack, ("LPAR", *inside, "RPAR", *kinds[behind - start :])):
                return self.all[behind - 1].end
        return None

    def _wanted(self, at: int) -> str | None:
        """What could stand in the place of the token at `at`, if that is little enough to be said."""
        expected = self.engine.expected(self._stack_at(at))
        before = self.all[at - 1] if at else None
        kinds = [kind for kind in expected if kind in _CALLED or (kind in self.words and advisable(kind, before))]
        if len(kinds) > 1:
            kinds = [kind for kind in kinds if kind != EOF]
        if {"EVERY", "NOT", "LPAR"} <= set(kinds):
            return _CONDITION
        shown = [_CALLED.get(kind) or self.words[kind] for kind in kinds if kind not in DECLARES or len(kinds) <= _SOME]
        if kinds == ["NAME"]:
            return _CALLED["NAME"]
        return _either(shown) if 0 < len(shown) <= _MANY else None

    def _standing(self, at: int, repairs: Sequence[Repair]) -> str:
        token, before = self.all[at], self.all[at - 1] if at else None
        begins = all(kind in DECLARES for repair in repairs for kind, _ in repair.words)
        if token.first and begins and self.engine.step(self._stack_at(at), EOF) is not None:
            return f"no declaration begins with `{self._show(token)}`"
        after = f"after `{self._show(before)}`" if before is not None else "here"
        return f"`{self._show(token)}` cannot stand {after}"

    def _show(self, token: Token) -> str:
        return shortened(token.text)

    def _span(self, token: Token) -> Span:
        return self.file.tokens.span(token.start, token.end)

    def _error(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        label: str | None = None,
        advice: str | None = None,
        fix: Fix | None = None,
    ) -> Diagnostic:
        fixes = () if fix is None else (fix,)
        return Diagnostic(code, "error", message, span, span.path, label, (), advice or (fix.title if fix else None), fixes)


def _is_usual(repair: Repair, tokens: Sequence[Token]) -> bool:
    """Whether a word gives way to the one that this language has for it, or a full stop to nothing."""
    if repair.slip == "extra":
        return tokens[repair.start].kind == "DOT"
    return repair.slip in {"wrong", "foreign"} and (tokens[repair.start].text, repair.words[0][1]) in _USUAL


def _wants_a_name(repair: Repair) -> bool:
    return not repair.certain and any(kind not in FOR_EXAMPLE for kind, text in repair.words if not text)


def _is_likely(repair: Repair) -> bool:
    """Whether a slip is so likely that it is named even where the declaration has other faults."""
    return repair.slip in {"misspelt", "doubled"}


def _either(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " or " + items[-1]
