"""Which course of events a formula is read in: the scenario itself, or one that differs from it in a stated way."""

from __future__ import annotations

import msgspec

from policyproof.logic.terms import Time
from policyproof.scenario import Instance


class Plain(msgspec.Struct, frozen=True):
    """The scenario as it is."""


class Silenced(msgspec.Struct, frozen=True):
    """Everybody but `kept` keeps silent; `act` stays."""

    kept: frozenset[str]
    act: Instance


class Struck(msgspec.Struct, frozen=True):
    """Every word on a standard of `rank` or better is struck; `act` stays."""

    rank: int
    act: Instance


class Without(msgspec.Struct, frozen=True):
    """Without some facts (they are no) or events, and whatever follows these."""

    instances: tuple[Instance, ...]


class Varied(msgspec.Struct, frozen=True):
    """A second scenario that may differ in these facts and events, and in nothing else."""

    instances: tuple[Instance, ...]


Valuation = Plain | Silenced | Struck | Without | Varied


class Decision(msgspec.Struct, frozen=True):
    """The hypothesis of a decision: this act happens at this minute, by this doer, and at no other time.

    `doer` is a party; empty where each individual does its own.
    """

    act: Instance
    minute: Time
    doer: str
    beyond: tuple[Time, ...] = ()
    """Where the decision's minute lies ahead of what is seen: that horizon, which hides everything but the act itself."""


class Context(msgspec.Struct, frozen=True):
    """A valuation and the decisions that are being asked in it, the innermost last.

    `open_law` leaves every atom about the law open (for the question whether a condition can come true at all).
    """

    valuation: Valuation = Plain()
    decisions: tuple[Decision, ...] = ()
    open_law: bool = False
