"""A policy as long as a statute, made of a shipped one: its declarations again and again, each time under other names."""

from __future__ import annotations

from itertools import count

from policyproof.source import Source
from policyproof.syntax.format import formatted
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import Token, tokenize

_REPEATED = frozenset({"FACT", "EVENT", "ACTION", "TERM", "ASSUME", "RULE", "PROPERTY"})


def long_policy(text: str, lines: int) -> str:
    """A text in canonical layout, of at least so many lines, that has no mistake where `text` has none."""
    tokens = tokenize(Source("policy", text), load_table()).tokens
    begins = [place for place, token in enumerate(tokens) if token.first and token.kind in _REPEATED]
    names = {tokens[place + 1].text for place in begins}
    end = tokens[-1].start
    repeated = tokens[begins[0] : -1]
    for number in count(2):
        result = formatted(Source("policy", text))
        assert result.diagnostics == (), result.diagnostics
        if result.text.count("\n") >= lines:
            return result.text
        text += _renamed(text[:end], repeated, names, f"-{number}")
    raise AssertionError


def _renamed(text: str, tokens: tuple[Token, ...], names: set[str], ending: str) -> str:
    """A stretch of a text with each of some names, and the title of each case, ended by something of its own."""
    parts: list[str] = []
    place = tokens[0].start
    for before, token in zip((None, *tokens), tokens, strict=False):
        parts += [text[place : token.start], text[token.start : token.end]]
        place = token.end
        if token.kind == "NAME" and token.text in names:
            parts.append(ending)
        elif before is not None and before.kind == "CASE":
            parts[-1] = parts[-1][:-1] + ending + '"'
    return "".join(parts) + "\n"
