"""Text to tokens. Blanks and comments are kept apart, so that a formatter can put comments back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.source import LINE_END, Source, Span, line_starts
from policyproof.syntax.table import Table

_INSTEAD = {
    "\u201c": ("a curly quote", 'type a straight `"`'),
    "\u201d": ("a curly quote", 'type a straight `"`'),
    "\u201e": ("a curly quote", 'type a straight `"`'),
    "\u00ab": ("a quotation mark", 'type a straight `"`'),
    "\u00bb": ("a quotation mark", 'type a straight `"`'),
    "\u2018": ("a curly quote", 'put texts between straight `"`'),
    "\u2019": ("a curly quote", 'put texts between straight `"`'),
    "'": ("a single quote", 'put texts between straight `"`'),
    "\u00a0": ("a no-break space", "type an ordinary blank"),
    "\u202f": ("a narrow no-break space", "type an ordinary blank"),
    "\u2007": ("a figure space", "type an ordinary blank"),
    "\u2009": ("a thin space", "type an ordinary blank"),
    "\u3000": ("an ideographic space", "type an ordinary blank"),
    "\u2028": ("a line separator", "type an ordinary line end"),
    "\u2029": ("a paragraph separator", "type an ordinary line end"),
    "\u0085": ("a next-line character", "type an ordinary line end"),
    "\u200b": ("a zero-width space", "delete it"),
    "\u200c": ("a zero-width non-joiner", "delete it"),
    "\u200d": ("a zero-width joiner", "delete it"),
    "\u2060": ("a word joiner of no width", "delete it"),
    "\ufeff": ("a byte order mark inside the text", "delete it"),
    "\u00ad": ("a soft hyphen", "delete it, or type `-`"),
    "\u2010": ("a typographic hyphen", "type `-`"),
    "\u2011": ("a no-break hyphen", "type `-`"),
    "\u2012": ("a figure dash", "type `-`"),
    "\u2013": ("an en dash", "type `-`"),
    "\u2014": ("an em dash", "type `-`, or put it inside a text"),
    "\u2212": ("a typographic minus", "type `-`"),
    "\u2264": ("`\u2264`", "type `<=`"),
    "\u2265": ("`\u2265`", "type `>=`"),
    "\u2260": ("`\u2260`", "type `!=`"),
    "\u00d7": ("a multiplication sign", "type `*`"),
    "!": ("`!`", "write `not`"),
    "&": ("`&`", "write `and`"),
    "\u00a7": ("`\u00a7`", 'put citations inside a text: `see SOURCE "\u2026"`'),
    "[": ("`[`", "use `(` and `)`, or `{` and `}` for lists"),
    "]": ("`]`", "use `(` and `)`, or `{` and `}` for lists"),
}
_CURLY_TEXT = re.compile('[\u201c\u201d\u201e]([^\u201c\u201d\u201e"\r\n]*)[\u201c\u201d"]')


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
    text = source.text
    scan = _scanner(table.patterns)
    words = table.words
    ignored = frozenset(table.ignored)
    starts = line_starts(text)
    tokens: list[Token] = []
    comments: list[Token] = []
    strange: list[tuple[int, int]] = []
    position = 0
    line_end = 0
    first = True
    while position < len(text):
        found = scan.match(text, position)
        if found is None:
            token, position = _strange(text, position)
            strange.append((token.start, position))
            if token.kind:
                tokens.append(token)
            continue
        kind = found.lastgroup or ""
        end = found.end()
        if kind in ignored:
            if kind == "COMMENT":
                comments.append(Token(kind, found[0], position, end, first=first))
        else:
            if position >= line_end:
                line = bisect_right(starts, position)
                line_end = starts[line] if line < len(starts) else len(text) + 1
                first = True
            else:
                first = False
            value = found[0]
            if kind == "NAME":
                value = value if value.isascii() else unicodedata.normalize("NFC", value)
                kind = words.get(value, kind)
            tokens.append(Token(kind, value, position, end, first=first))
        position = end
    tokens.append(Token("$END", "", len(text), len(text), first=True))
    result = Tokens(source, tuple(tokens), tuple(comments), starts, ())
    return msgspec.structs.replace(result, diagnostics=tuple(_report(result, strange)))


def _strange(text: str, position: int) -> tuple[Token, int]:
    """A character that no token starts with: what to go on with (a token without a kind: nothing), and where."""
    curly = _CURLY_TEXT.match(text, position)
    if curly:  # read it as the text that was meant, so that one slip gives one message
        return Token("STRING", f'"{curly[1]}"', position, curly.end(), first=False), curly.end()
    if text[position] == '"':
        end = LINE_END.search(text, position)
        stop = end.start() if end else len(text)
        return Token("STRING", text[position:stop] + '"', position, stop, first=False), stop
    return Token("", text[position], position, position + 1, first=False), position + 1


def _report(tokens: Tokens, strange: list[tuple[int, int]]) -> list[Diagnostic]:
    """One message for each character, at the first place where it stands."""
    text = tokens.source.text
    places: dict[str, list[tuple[int, int]]] = {}
    for start, end in strange:
        if text[start] == '"':
            places.setdefault(f'"{start}', []).append((start, end))
        else:
            places.setdefault(text[start], []).append((start, end))
    found = []
    for key, where in places.items():
        start, end = where[0]
        span = tokens.span(start, end)
        if key.startswith('"'):
            message, advice = "this text is not closed", 'end it with `"` on the same line'
            code = "PP021"
        else:
            name, advice = _INSTEAD.get(key, (_describe(key), "delete it, or put it inside a text"))
            message, code = f"{name} cannot stand here", "PP020"
            if len(where) > 1:
                others = len(where) - 1
                message += f" (it stands at {others} other {'place' if others == 1 else 'places'} too)"
        found.append(Diagnostic(code, "error", message, span, span.path, help=advice))
    return sorted(found, key=lambda d: d.span.start if d.span else 0)


def _describe(character: str) -> str:
    if character.isprintable() and not character.isspace() and not unicodedata.combining(character):
        return f"`{character}`"
    name = unicodedata.name(character, "").lower()
    return f"the character U+{ord(character):04X}" + (f" ({name})" if name else "")
