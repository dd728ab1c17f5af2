"""Characters that no policy can hold outside its texts: what each is called, and what to type instead."""

from __future__ import annotations

import unicodedata
from typing import Final

import msgspec

_BLANK: Final = "type an ordinary blank"
_DELETE: Final = "delete it"
_QUOTE: Final = 'type a straight `"`'
_QUOTES: Final = 'put texts between straight `"`'
_HYPHEN: Final = "type `-`"
_LINE: Final = "type an ordinary line end"
_BRACKETS: Final = "use `(` and `)`, or `{` and `}` for lists"


class Strange(msgspec.Struct, frozen=True):
    """What a character is called, what to do about it, and what to put in its place (None where that is not clear)."""

    name: str
    advice: str
    instead: str | None


_KNOWN: Final = {
    "\u201c": Strange("a curly quote", _QUOTE, '"'),
    "\u201d": Strange("a curly quote", _QUOTE, '"'),
    "\u201e": Strange("a curly quote", _QUOTE, '"'),
    "\u00ab": Strange("a quotation mark", _QUOTE, '"'),
    "\u00bb": Strange("a quotation mark", _QUOTE, '"'),
    "\u2018": Strange("a curly quote", _QUOTES, None),
    "\u2019": Strange("a curly quote", _QUOTES, None),
    "'": Strange("a single quote", _QUOTES, None),
    "\u00a0": Strange("a no-break space", _BLANK, " "),
    "\u202f": Strange("a narrow no-break space", _BLANK, " "),
    "\u2007": Strange("a figure space", _BLANK, " "),
    "\u2009": Strange("a thin space", _BLANK, " "),
    "\u3000": Strange("an ideographic space", _BLANK, " "),
    "\u2028": Strange("a line separator", _LINE, "\n"),
    "\u2029": Strange("a paragraph separator", _LINE, "\n"),
    "\u0085": Strange("a next-line character", _LINE, "\n"),
    "\u200b": Strange("a zero-width space", _DELETE, ""),
    "\u200c": Strange("a zero-width non-joiner", _DELETE, ""),
    "\u200d": Strange("a zero-width joiner", _DELETE, ""),
    "\u2060": Strange("a word joiner of no width", _DELETE, ""),
    "\ufeff": Strange("a byte order mark inside the text", _DELETE, ""),
    "\u00ad": Strange("a soft hyphen", "delete it, or type `-`", ""),
    "\u2010": Strange("a typographic hyphen", _HYPHEN, "-"),
    "\u2011": Strange("a no-break hyphen", _HYPHEN, "-"),
    "\u2012": Strange("a figure dash", _HYPHEN, "-"),
    "\u2013": Strange("an en dash", _HYPHEN, "-"),
    "\u2014": Strange("an em dash", "type `-`, or put it inside a text", None),
    "\u2212": Strange("a typographic minus", _HYPHEN, "-"),
    "\u2264": Strange("`\u2264`", "type `<=`", "<="),
    "\u2265": Strange("`\u2265`", "type `>=`", ">="),
    "\u2260": Strange("`\u2260`", "type `!=`", "!="),
    "\u00d7": Strange("a multiplication sign", "type `*`", "*"),
    "!": Strange("`!`", "write `not`", "not "),
    "&": Strange("`&`", "write `and`", "and"),
    "\u00a7": Strange("`\u00a7`", 'put citations inside a text: `see SOURCE "\u2026"`', None),
    "[": Strange("`[`", _BRACKETS, None),
    "]": Strange("`]`", _BRACKETS, None),
}


def strange(character: str) -> Strange:
    """What there is to say about a character."""
    known = _KNOWN.get(character)
    return known or Strange(_describe(character), "delete it, or put it inside a text", None)


def _describe(character: str) -> str:
    if character.isprintable() and not character.isspace() and not unicodedata.combining(character):
        return f"`{character}`"
    name = unicodedata.name(character, "").lower()
    return f"the character U+{ord(character):04X}" + (f" ({name})" if name else "")
