"""What a story is told from: the findings about one scenario, already computed and checked. Nothing here is worked out."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.policy.formulas import Formula, Relation
from policyproof.scenario import Instance, Scenario
from policyproof.source import Span


class Word(msgspec.Struct, frozen=True):
    """A yes/no fact, a delay that was granted or an event that counted and that somebody vouches for.

    `speakers` are those of whom one said it: parties, or the individual of an event `by p`. `wrong` is True where the fact says
    `that F` and F is not so in the scenario, False where F is so, None where there is nothing to compare with.
    """

    instance: Instance
    is_event: bool
    speakers: tuple[str, ...]
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
    """A rule that made the act lawful (a permission, or a duty that licenses it).

    `came_true` says of a permission with a proviso whether that comes true (None: it has none).
    """

    rule: str
    came_true: bool | None = None


class LawSays(msgspec.Struct, frozen=True):
    """What one law says of the act. `rules` allow it, or stand in its way; none, where the law is silent.

    Outside its scope a law is silent: `beyond` is then the part of the scope that is not so.
    """

    law: str
    says: Literal["allows", "stands against", "silent"]
    rules: tuple[str, ...]
    beyond: Formula | None = None


class Missed(msgspec.Struct, frozen=True):
    """A part of the proviso of the licence `rule` that did not come true. `values` are those of the variables in it.

    `due`: how many minutes after the act it fell due, None where it had no date; `early`: it happened, but too early to count.
    """

    rule: str
    part: Relation
    values: tuple[tuple[str, str], ...]
    due: int | None
    early: bool


class Wrong(msgspec.Struct, frozen=True):
    """An act that was unlawful: rules that forbid it, or close it and that nothing lifts; or what its provisos missed."""

    act: Instance
    against: tuple[str, ...]
    missed: tuple[Missed, ...]


class Grant(msgspec.Struct, frozen=True):
    """A delay, and how often it was granted."""

    instance: Instance
    times: int


class Postponed(msgspec.Struct, frozen=True):
    """A duty that was postponed: it falls due so many minutes after its trigger (None: it is due no more)."""

    rule: str
    values: tuple[tuple[str, str], ...]
    grants: tuple[Grant, ...]
    due_after: int | None


class Unbound(msgspec.Struct, frozen=True):
    """A duty whose trigger came, or which has none, and which did not bind, or was excused in the end.

    `part` is what was so, or was not so (`so`), and made it that; `off` is a rule that switches it off instead.
    """

    rule: str
    values: tuple[tuple[str, str], ...]
    why: Literal["does not bind", "out of scope", "excused", "switched off"]
    part: Formula | None = None
    so: bool = False
    off: str | None = None


class Flip(msgspec.Struct, frozen=True):
    """A smallest change that would have stopped it: these facts set, these events happening (or not), by who could do it.

    `to` is the fact's new value; for events True (it happens, before the act) or False.
    """

    instance: Instance
    is_event: bool
    to: bool | int | str
    by: tuple[str, ...]


class DueDate(msgspec.Struct, frozen=True):
    """When a duty that is counted in days of a calendar falls due, or by when the claim asks for it (`rule` None).

    `values` are those of the duty's parameters; `days` the days that were counted, where they are few and not simply all.
    """

    rule: str | None
    values: tuple[tuple[str, str], ...]
    minute: int
    days: tuple[int, ...] = ()


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
    missed: tuple[Missed, ...] = ()
    """What was missed of the provisos of the act, where it is done by somebody who disobeys."""
    laws: tuple[LawSays, ...] = ()
    """What each law in force says of the act, where there are several, or where it is beyond the only one's scope."""
    postponed: tuple[Postponed, ...] = ()
    """Duties that fall due later than their rule says by itself."""
    unbound: tuple[Unbound, ...] = ()
    """Duties that would have asked for something that does not happen."""
    broken_later: tuple[str, ...] = ()
    """For a hollow claim: the rules that are broken in the end, if nothing more happens than is told."""
    unlawful_under: str | None = None
    """For a comparison of two laws: the name of the one under which the scenario is not lawful; under the other it is."""
    unlawful_by: tuple[str, ...] = ()
    """The rules of that law which say so: those that stand in the way of an act, provisos that were missed, duties breached."""
    lawful_by: tuple[str, ...] = ()
    """The rules of the other law that allow what is done."""
    due_dates: tuple[DueDate, ...] = ()
    """What falls due when, where days of a calendar are counted."""


class RestsOn(msgspec.Struct, frozen=True):
    """What a proof needs, minimal: without any one of these the claim would not be proved."""

    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    hypotheses: tuple[str, ...]
    parties: tuple[str, ...]
    """Parties that must obey."""
    delays: tuple[str, ...] = ()
    """Delays that may be granted only so often."""
    beliefs: tuple[str, ...] = ()
    """Facts whose word was supposed to be right (`supposing beliefs are true`)."""
    others: tuple[tuple[str, str], ...] = ()
    """What it needs of a law that the claim compares with: the law, and the name of its rule, assumption or delay."""


class Link(msgspec.Struct, frozen=True):
    """A step of a circle: for each individual of `entity` that `every` speaks of, one of `demanded` is called for at `some`.

    `fact` names the fact whose value that one is; None where a quantifier calls for it.
    """

    entity: str
    demanded: str
    every: Span
    some: Span
    fact: str | None


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
