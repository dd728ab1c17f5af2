"""What is compared where two policies with one vocabulary are held against each other, declaration by declaration."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.policy.formulas import Arg, Formula, Var


class Decisions(msgspec.Struct, frozen=True, eq=False):
    """What may be done: whether somebody may do these actions, at any moment."""

    actions: tuple[str, ...]


class Breaches(msgspec.Struct, frozen=True, eq=False):
    """Duties: whether they are broken in the end. A rule that is no duty is never broken."""

    rules: tuple[str, ...]


class Claims(msgspec.Struct, frozen=True, eq=False):
    """A property: whether a scenario breaks it (for `possible`: bears it out). Only for claims about acts or about the end."""

    name: str


class Formulas(msgspec.Struct, frozen=True, eq=False):
    """Formulas, pair by pair, for any values of their variables. `of`: what they belong to, `name`: what that is called.

    They are read at any moment (`now`), after everything (`end`; at any moment where they ask for one), or at an `act` that
    happens. `sees`: whether they see what comes later. `lawful`: only in what is lawful, but for these parties (None: in
    anything). `supposing`, `true_beliefs`: as in a property. `apart_from`: an assumption or hypothesis that is compared, and so
    not assumed.
    """

    of: Literal["term", "statement", "word", "rule", "proviso", "scope", "claim", "case"]
    name: str
    pairs: tuple[tuple[Formula, Formula], ...]
    variables: tuple[Var, ...]
    moment: Literal["now", "end", "act"]
    sees: Literal["so far", "whole"] = "whole"
    act: tuple[str, tuple[Arg, ...]] | None = None
    lawful: tuple[str, ...] | None = None
    supposing: tuple[str, ...] = ()
    true_beliefs: bool = False
    apart_from: str | None = None


Compared = Decisions | Breaches | Claims | Formulas
