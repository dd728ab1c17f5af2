"""Text to tokens. Blanks and comments are kept apart, so that a formatter can put comments back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import Final

import msgspec

from policyproof.diagnostics import Diagnostic, Edit, Fix
from policyproof.source import LINE_END, Source, Span, line_starts
from policyproof.syntax.literate import law_of, pages
from policyproof.syntax.strange import strange
from policyproof.syntax.table import Table

_CURLY_TEXT = re.compile(
    '[\u201c\u201d\u201e][^\u201c\u201d\u201e"\r\n]*[\u201c\u201d"]|[\u00ab\u00bb][^\u00ab\u00bb"\r\n]*[\u00ab\u00bb]'
)

DECLARES: Final = frozenset(
    {
        *("USE", "SOURCE", "SCOPE", "SAME", "CALENDAR", "STANDARD", "PARTY", "KIND", "ENTITY", "FACT", "EVENT", "ACTION"),
        *("TERM", "ASSUME", "SUPPOSE", "RULE", "TABLE", "DELAY", "PROPERTY", "CASE"),
        *("LIMIT", "EXTEND", "EXCEPT", "STRIKE", "INSERT", "AMEND", "REDESIGNATE", "READING"),
    }
)
"""The kinds of the words with which declarations begin, at the start of a line."""


class Token(msgspec.Struct, frozen=True):
    """A word, sign, number, text or comment. `kind` is the grammar's name for it; the last token of all is the end, `$END`."""

    kind: str
    text: str
    start: int
    end: int
    first: bool
    """Whether it is the first on its line."""


class Tokens(msgspec.Struct, frozen=True):
    """What a text consists of. `comments` are kept for a formatter; the grammar never sees them."""

    source: Source
    tokens: tuple[Token, ...]
    comments: tuple[Token, ...]
    line_starts: tuple[int, ...]
    diagnostics: tuple[Diagnostic, ...]

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of the text."""
        line = bisect_right(self.line_starts, start)
        return Span(self.source.path, start, end, line, start - self.line_starts[line - 1] + 1)


@cache
def _scanner(patterns: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns))


def tokenize(source: Source, table: Table) -> Tokens:
    """Cuts a text into tokens. Never fails: what cannot stand in a policy is reported and passed over."""
    text = law_of(source.text) if source.literate else source.text
    scan = _scanner(table.patterns)
    words = table.words
    ignored = frozenset(table.ignored)
    starts = line_starts(text)
    tokens: list[Token] = []
    comments: list[Token] = []
    places: list[tuple[int, int]] = []
    position = 0
    line_end = 0
    while position < len(text):
        if text[position] == " ":  # sooner done than matched
            position += 1
            continue
        found = scan.match(text, position)
        if found is None:
            token, position = _strange(text, position)
            places.append((token.start, position))
            if token.kind:
                tokens.append(token)
            continue
        kind = found.lastgroup or ""
        end = found.end()
        if kind not in ignored or kind == "COMMENT":
            value = found[0]
            first = position >= line_end
            if first:
                line = bisect_right(starts, position)
                line_end = starts[line] if line < len(starts) else len(text) + 1
            if kind == "NAME":
                value = value if value.isascii() else unicodedata.normalize("NFC", value)
                kind = words.get(value, kind)
            (comments if kind == "COMMENT" else tokens).append(Token(kind, value, position, end, first=first))
        position = end
    end = _end(source)
    tokens.append(Token("$END", "", end, end, first=True))
    result = Tokens(source, tuple(tokens), tuple(comments), starts, ())
    return msgspec.structs.replace(result, diagnostics=tuple(_report(result, places)))


def _end(source: Source) -> int:
    """Where the law of a file ends: in a literate one, with the last fence."""
    fences = pages(source.text).fences if source.literate else ()
    return fences[-1].end if fences else len(source.text)


def _strange(text: str, position: int) -> tuple[Token, int]:
    """A character that no token starts with: what to go on with (a token without a kind: nothing), and where."""
    curly = _CURLY_TEXT.match(text, position)
    if curly:  # read it as the text that was meant, so that one slip gives one message
        return Token("STRING", f'"{curly[0][1:-1]}"', position, curly.end(), first=False), curly.end()
    if text[position] == '"':
        end = LINE_END.search(text, position)
        stop = end.start() if end else len(text)
        return Token("STRING", text[position:stop] + '"', position, stop, first=False), stop
    return Token("", text[position], position, position + 1, first=False), position + 1


def _report(tokens: Tokens, places: list[tuple[int, int]]) -> list[Diagnostic]:
    """One message for each character, at the first place where it stands; its fix is for all of them."""
    text = tokens.source.text
    by_character: dict[str, list[tuple[int, int]]] = {}
    found = []
    for start, end in places:
        if text[start] == '"':
            span, close = tokens.span(start, end), tokens.span(end, end)
            fix = Fix('end it with `"` on the same line', (Edit(close, '"'),))
            found.append(Diagnostic("PP021", "error", "this text is not closed", span, span.path, help=fix.title, fixes=(fix,)))
        else:
            by_character.setdefault(text[start], []).append((start, end))
    found += [_unwelcome(tokens, character, where) for character, where in by_character.items()]
    return sorted(found, key=lambda d: d.span.start if d.span else 0)


def _unwelcome(tokens: Tokens, character: str, places: list[tuple[int, int]]) -> Diagnostic:
    """The message about a character that cannot stand in a policy, or about texts between such characters."""
    about = strange(character)
    message = f"{about.name} cannot stand here"
    if len(places) > 1:
        others = len(places) - 1
        message += f" (it stands at {others} other {'place' if others == 1 else 'places'} too)"
    edits: list[Edit] = []
    for start, end in places if about.instead is not None else ():
        edits.append(Edit(tokens.span(start, start + 1), about.instead or ""))
        if end > start + 1 and tokens.source.text[end - 1] != '"':
            edits.append(Edit(tokens.span(end - 1, end), about.instead or ""))
    fixes = (Fix(about.advice, tuple(edits)),) if edits else ()
    span = tokens.span(*places[0])
    return Diagnostic("PP020", "error", message, span, span.path, help=about.advice, fixes=fixes)
