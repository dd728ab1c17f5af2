"""From a repair to the edit of the text that carries it out, with its title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policyproof.diagnostics import Edit, Fix
from policyproof.syntax.lalr import EOF
from policyproof.syntax.repairs import Repair
from policyproof.syntax.tokens import Tokens

FOR_EXAMPLE: Final = {
    "STRING": '""',
    "INT": "1",
    "UNIT": "days",
    "DATE": "2000-01-01",
    "TIME": "00:00",
    "CMP": "=",
    "SIGN": "+",
}
"""What is tried where something of a kind is missing, to see whether anything of that kind would do."""
_LONG = 40
"""Letters of the reader's text to show."""
_TOUCHING = frozenset({":", ";", ",", ")"})
"""Signs with no blank before them."""
_CLOSING = _TOUCHING | {"}"}
"""Signs that belong to what stands before them, on whatever line."""


def fix_for(repair: Repair, tokens: Tokens) -> Fix:
    """The fix that makes a repair; what is open in it is filled in for example."""
    all_tokens = tokens.tokens
    first, last = all_tokens[repair.start], all_tokens[max(repair.end - 1, repair.start)]
    before = all_tokens[repair.start - 1].end if repair.start else first.start
    texts = [text or FOR_EXAMPLE.get(kind, "") for kind, text in repair.words]
    match repair.slip:
        case "doubled":
            return edited(tokens, "delete one of the two", before, first.end, "")
        case "extra":
            return edited(tokens, "delete it", before, first.end, "")
        case "swapped":
            between = tokens.source.text[first.end : last.start] or " "
            return edited(tokens, f"write `{phrase(texts)}`", first.start, last.end, between.join(texts))
        case "apart":
            return edited(tokens, f"write `{texts[0]}`", first.start, last.end, texts[0])
        case "misspelt":
            title = f"write `{texts[0]}`" if texts[0].isdigit() else f"did you mean `{texts[0]}`?"
            return edited(tokens, title, first.start, first.end, texts[0])
        case "wrong" | "foreign":
            return edited(tokens, f"write `{texts[0]}` instead of `{first.text}`", first.start, first.end, texts[0])
        case "missing":
            return _insertion(texts[0], repair.start, tokens)


def _insertion(word: str, at: int, tokens: Tokens) -> Fix:
    token = tokens.tokens[at]
    before = tokens.tokens[at - 1] if at else None
    after = "" if token.kind in {EOF, "STRING"} else token.text
    if before is None or (token.first and word not in _CLOSING):
        return edited(tokens, f"write `{phrase((word, after))}`", token.start, token.start, f"{word} ")
    touches = word in _TOUCHING or (word == "(" and token.start == before.end)
    shown = phrase(("" if before.kind == "STRING" else before.text, word, "" if token.first else after))
    where = f" before `{shortened(token.text)}`" if token.kind == "STRING" and before.kind == "STRING" else ""
    return edited(tokens, f"write `{shown}`{where}", before.end, before.end, word if touches else f" {word}")


def edited(tokens: Tokens, title: str, start: int, end: int, text: str) -> Fix:
    """The fix that puts `text` in the place of one stretch."""
    return Fix(title, (Edit(tokens.span(start, end), text),))


def phrase(texts: Iterable[str]) -> str:
    """Words as one writes them, so far as a message shows them."""
    whole = ""
    for text in filter(None, map(shortened, texts)):
        whole += text if not whole or text in _TOUCHING or whole.endswith("(") else f" {text}"
    return whole


def shortened(text: str) -> str:
    """A text as far as a message shows it."""
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
