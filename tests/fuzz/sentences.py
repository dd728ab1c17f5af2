"""Words of the language: in any order, and in orders that the grammar lets through, with names that exist but seldom fit."""

from __future__ import annotations

from functools import cache
from random import Random

from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import DECLARES

_FIRST = (*sorted(DECLARES), *["FACT", "EVENT", "ACTION"] * 4, *["TERM", "CASE"] * 10, *["RULE", "PROPERTY"] * 15)
"""How declarations begin, what matters most more often."""
PREAMBLE = """\
policy p "P"
source law "The law"
standard hunch < belief
party ring { desk, clerk }
party owner "the owner"
kind Data ranked record < content { stored, live }
entity Person
fact danger decided by ring on belief "there is danger"
fact data: Data
fact count: number
fact wait: duration
fact shown(p: Person) "{p} is shown"
event warrant by owner
event consent(p: Person) by p
action release by ring, owner
action notify(p: Person) by ring follows release
term process means warrant or danger
rule closed: ring must not release unless permitted
rule open: ring may release if warrant
"""
_NAMES = (
    *("law", "hunch", "belief", "ring", "desk", "owner", "Data", "record", "content", "stored", "Person", "danger", "data"),
    *("count", "wait", "shown", "warrant", "consent", "release", "notify", "process", "closed", "open", "p", "q", "x", "new"),
)
_NEW_NAMES = tuple(f"new-{number}" for number in range(50))
_SIGNS = {
    **dict(zip(("COLON", "COMMA", "DOT", "LBRACE", "LESS", "LPAR", "RBRACE", "RPAR"), ":,.{<(})", strict=True)),
    **dict(zip(("SEMICOLON", "STAR", "VBAR"), ";*|", strict=True)),
}
_SPELLINGS = {
    "NAME": _NAMES,
    "STRING": ('"text"', '"{p} is so"', '"{q}"', '"it\'s \u201cso\u201d"', '""', '"../lib/ring.policy"'),
    "INT": ("0", "1", "2", "2", "30", "30", "99999999999999999999"),
    "UNIT": ("minutes", "hours", "days", "weeks", "months", "court days"),
    "DATE": (*["2026-07-01"] * 9, "2026-02-30"),
    "TIME": (*["16:00"] * 9, "25:61"),
    "LABEL": ("(1)", "(a)", "(iv)"),
    "CMP": ("<=", ">=", "=", "!=", ">"),
    "SIGN": ("+", "-"),
    "RULER": ("|---|---|",),
    "AND_OR": ("and/or",),
}
_OPENING = frozenset({"LPAR", "LBRACE", "NOT", "EVERY", "SOME", "NO", "AT", "ANY", "ALL", "NONE", "EXACTLY", "IF"})
"""What brings about more words: seldom taken in a sentence that is to come to its end."""
_EDITS = frozenset({"AMEND", "STRIKE", "LIMIT", "EXTEND", "REDESIGNATE", "FROM", "AFTER", "BEFORE"})
_REFUSED = frozenset({"SHALL", "PERMIT", "FORBID", "REQUIRE", "WHEN", "AND_OR"})
"""What the grammar knows only so that a message can say what to write instead."""


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    signs = {kind: (sign,) for kind, sign in _SIGNS.items()}
    return {**{kind: (word,) for word, kind in load_table().words.items()}, **signs, **_SPELLINGS}


def any_words(rng: Random) -> str:
    """Words in any order, a few on each line."""
    kinds = [*_spellings(), *["NAME"] * 40, *["STRING", "INT"] * 5]
    lines = [rng.choices(kinds, k=rng.randint(1, 20)) for _ in range(rng.randint(1, 10))]
    return "\n".join(_spelt(rng, [rng.choice(_FIRST), *line], careless=True) for line in lines) + "\n"


def sentences(rng: Random) -> str:
    """A small vocabulary, and below it declarations that the grammar lets through, or the beginnings of some."""
    careless = rng.random() < 0.3
    found = [_declaration(rng, rng.choice(_FIRST), rng.randint(3, 20)) for _ in range(rng.choice([1, 1, 2, 5]))]
    return PREAMBLE + "\n".join(_spelt(rng, kinds, careless=careless) for kinds in found) + "\n"


def _spelt(rng: Random, kinds: list[str], *, careless: bool) -> str:
    """Words of these kinds; `careless`: with line ends and comments between them, or nothing at all."""
    parts: list[str] = []
    for before, kind in zip(["", *kinds], kinds, strict=False):
        if not before:
            blank = ""
        elif careless and rng.random() < 0.1:
            blank = rng.choice(["", "\n", "  # why\n"])
        else:
            blank = "" if kind == "LPAR" and before == "NAME" else " "
        names_something = kind == "NAME" and before in DECLARES and rng.random() < 0.9
        parts += [blank, rng.choice(_NEW_NAMES if names_something else _spellings()[kind])]
    return "".join(parts)


def _declaration(rng: Random, first: str, length: int) -> list[str]:
    """The kinds of the words of a declaration of about so many words; the beginning of one where it finds no end."""
    table = load_table()
    states: tuple[int, ...] | None = (table.start,)
    for kind in ("POLICY", "NAME", first):
        assert states is not None
        states = _after(states, kind)
    kinds = [first]
    while states is not None and len(kinds) < 3 * length:
        ending = len(kinds) >= length
        if ending and _after(states, "$END"):
            break
        possible = [kind for kind in table.rows[table.states[states[-1]]] if kind in _spellings()]
        if not ending and kinds[-1] not in _EDITS:  # else another declaration may begin too soon
            possible = [kind for kind in possible if kind not in DECLARES]
        rng.shuffle(possible)
        possible.sort(key=lambda kind: kind in _REFUSED or (kind in _OPENING and (ending or rng.random() < 0.7)))
        taken = ((kind, after) for kind in possible if (after := _after(states, kind)))
        kind, states = next(taken, ("", None))
        kinds += [kind] if kind else []
    return kinds


def _after(states: tuple[int, ...], kind: str) -> tuple[int, ...] | None:
    """Where a word of that kind leads to; None if it cannot follow."""
    table = load_table()
    stack = list(states)
    while True:
        action = table.rows[table.states[stack[-1]]].get(kind)
        if action is None:
            return None
        if action >= 0:
            return (*stack, action)
        production = table.productions[-1 - action]
        if production.origin == "start":
            return tuple(stack)
        del stack[len(stack) - production.length :]
        stack.append(table.rows[table.states[stack[-1]]][production.origin])
