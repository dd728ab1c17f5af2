"""One-token slips in the shipped policies: what a tired drafter types, drawn by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, get_args

import msgspec

from conftest import ROOT
from policyproof.source import Source
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import Token, tokenize

Kind = Literal["dropped", "doubled", "swapped", "misspelt", "wrong keyword"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
EVERYDAY: Final = ("permit", "when", "shall", "unles", "forbid", "require", "then", "allow", "except", "may")
"""What people write where the language has another word."""

SPECS: Final = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted([*(ROOT / "specs" / "ring").glob("*.policy"), *(ROOT / "specs" / "lib").glob("*.policy")])
}


class Mutation(msgspec.Struct, frozen=True):
    """A text with one slip in it. `lines` are those from the token before the slip to the token behind it."""

    kind: Kind
    file: str
    text: str
    was: str
    now: str
    lines: frozenset[int]


def tokens_of(text: str) -> tuple[Token, ...]:
    return tokenize(Source("t", text), load_table()).tokens


def mutations(seed: int, each: int, texts: Mapping[str, str] = SPECS, kinds: Sequence[Kind] = KINDS) -> Iterator[Mutation]:
    """So many slips of each kind. The same seed gives the same slips."""
    pool = {name: tokens_of(text)[:-1] for name, text in texts.items()}
    places = [(name, number) for name, tokens in pool.items() for number in range(len(tokens))]
    for kind in kinds:
        draw = random.Random(f"{seed} {kind}")
        made = 0
        while made < each:
            name, number = draw.choice(places)
            found = _mutated(draw, kind, texts[name], pool[name], number)
            if found is not None:
                made += 1
                start, end, now = found
                yield _mutation(kind, name, texts[name], pool[name], start, end, now)


def _mutation(kind: Kind, name: str, text: str, tokens: tuple[Token, ...], start: int, end: int, now: str) -> Mutation:
    changed = text[:start] + now + text[end:]
    before = max((token.end for token in tokens if token.end <= start), default=0)
    after = min((token.start for token in tokens if token.start >= end), default=end)
    first = changed.count("\n", 0, before) + 1
    last = changed.count("\n", 0, after + len(now) - (end - start)) + 1
    return Mutation(kind, name, changed, text[start:end], now, frozenset(range(first, last + 1)))


def _mutated(draw: random.Random, kind: Kind, text: str, tokens: tuple[Token, ...], number: int) -> tuple[int, int, str] | None:
    """Which stretch of the text becomes what; None where that kind of slip cannot happen there."""
    token = tokens[number]
    words = load_table().words
    match kind:
        case "dropped":
            return token.start, token.end, ""
        case "doubled":
            return token.end, token.end, f" {token.text}"
        case "swapped":
            if number + 1 == len(tokens) or tokens[number + 1].text == token.text:
                return None
            other = tokens[number + 1]
            between = text[token.end : other.start] or " "
            return (
                token.start,
                other.end,
                f"{_apart(text, token.start)}{other.text}{between}{token.text}{_apart(text, other.end)}",
            )
        case "misspelt":
            if token.kind != "NAME" and token.text not in words:
                return None
            misspelt = draw.choice(_MISSPELLINGS)(draw, token.text)
            return None if misspelt in {token.text, ""} else (token.start, token.end, misspelt)
        case "wrong keyword":
            if token.text not in words:
                return None
            wrong = draw.choice(EVERYDAY if draw.random() < 0.5 else tuple(words))
            return None if wrong == token.text else (token.start, token.end, wrong)


def _apart(text: str, place: int) -> str:
    """A blank where words would run into each other."""
    return " " if 0 < place < len(text) and not text[place - 1].isspace() and not text[place].isspace() else ""


def _drop(draw: random.Random, word: str) -> str:
    place = draw.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _double(draw: random.Random, word: str) -> str:
    place = draw.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def _swap(draw: random.Random, word: str) -> str:
    place = draw.randrange(len(word) - 1) if len(word) > 1 else 0
    return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]


def _replace(draw: random.Random, word: str) -> str:
    place = draw.randrange(len(word))
    return word[:place] + draw.choice("abcdefghijklmnopqrstuvwxyz") + word[place + 1 :]


_MISSPELLINGS: Final[tuple[Callable[[random.Random, str], str], ...]] = (_drop, _double, _swap, _replace)
