"""What a story is told from: the findings about one scenario, already computed and checked. Nothing here is worked out."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.scenario import Instance, Scenario


class Word(msgspec.Struct, frozen=True):
    """A yes/no fact or an event that counted and that somebody vouches for.

    `speaker` is a party, or an individual for an event `by p`. `wrong` is True where the fact says `that F` and F is not so in
    the scenario, False where F is so, None where there is nothing to compare with.
    """

    instance: Instance
    is_event: bool
    speaker: str
    standard: str | None
    wrong: bool | None


class Timing(msgspec.Struct, frozen=True):
    """When an event of the story happens.

    `minute` counts from the story's first event. `earliest` and `latest` bound the minute, everything else as it is told (None:
    no bound on that side): where they differ from `minute`, the time itself does not matter.
    """

    instance: Instance
    minute: int
    earliest: int | None
    latest: int | None


class Opening(msgspec.Struct, frozen=True):
    """A rule that made the act lawful (a permission, or a duty that licenses it)."""

    rule: str


class Flip(msgspec.Struct, frozen=True):
    """A smallest change that would have stopped it: these facts set, these events happening (or not), by who could do it.

    `to` is the fact's new value; for events True (it happens, before the act) or False.
    """

    instance: Instance
    is_event: bool
    to: bool | int | str
    by: tuple[str, ...]


class Telling(msgspec.Struct, frozen=True):
    """One counterexample (or witness) as a story's raw material. Every tuple is in the order to be told.

    `aspect` says what the scenario shows: it `breaks` the claim (lawful and against it), `witnesses` a `possible`, shows a
    `dilemma`, or compares two courses of events (`depends`; then `other` is the second one).
    """

    scenario: Scenario
    aspect: Literal["breaks", "witnesses", "dilemma", "depends"]
    act: Instance | None
    """The act that the claim is about, if it is about one."""
    now: int | None
    """The moment at which a claim about a moment breaks."""
    facts: tuple[tuple[Instance, bool | int | str], ...]
    """The facts that matter, yes and no."""
    events: tuple[Timing, ...]
    """The events that matter and happen, in order."""
    absent: tuple[Instance, ...]
    """The events that matter and do not happen."""
    unopened: bool
    """True where no rule was needed: nothing closes or forbids the act."""
    opened_by: tuple[Opening, ...]
    words: tuple[Word, ...]
    idle_duties: tuple[str, ...]
    """Duties that never began to run, since their trigger never came."""
    lawful_only_so_far: bool
    """For a hollow claim: lawful at the act, but things cannot go on lawfully."""
    duty: str | None
    """The duty that cannot be obeyed, for a dilemma."""
    flips: tuple[Flip, ...]
    """Changes each of which, by itself, would have stopped it."""
    other: Scenario | None
    permitted: Literal["first", "second"] | None = None
    """For a comparison: in which of the two courses (`scenario`, `other`) the act is permitted."""
    forbidden_by: tuple[str, ...] = ()
    """Rules that stand in the way: for a dilemma, for a `may A` that breaks, and for an act done by one who disobeys."""
    expectations: tuple[str, ...] = ("lawful",)
    """What a case with this scenario would expect, in the words of the language."""


class RestsOn(msgspec.Struct, frozen=True):
    """What a proof needs, minimal: without any one of these the claim would not be proved."""

    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    hypotheses: tuple[str, ...]
    parties: tuple[str, ...]
    """Parties that must obey."""


class Difference(msgspec.Struct, frozen=True):
    """A scenario in which two readings of a text come apart; what of it matters is as in a `Telling`.

    `yes` says which of the two permits the act, finds the duty (`rule`) broken, or calls the formula true.
    """

    scenario: Scenario
    facts: tuple[tuple[Instance, bool | int | str], ...]
    events: tuple[Timing, ...]
    absent: tuple[Instance, ...]
    now: int | None
    act: Instance | None
    rule: str | None
    yes: Literal["first", "second"]
    nobody: tuple[str, ...] = ()
    """Entities of which there is nobody, where that matters."""
