"""What `check` answers: frozen results, which every report renders."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.english.material import Flip, Link, RestsOn, Telling, Wrong
from policyproof.policy.model import Case, LawReading, Policy, Property
from policyproof.solve.notation import Line
from policyproof.source import Source, Span

Verdict = Literal["holds", "fails", "vacuous", "hollow", "holds-up-to", "undecided"]

What = Literal["counterexample", "counterexample up to the act", "witness"]
"""What is shown not to exist."""

UP_TO_THE_ACT: Final = "counterexample up to the act"


class Proof(msgspec.Struct, frozen=True):
    """That one question has no answer, for any number of people: the `question`th (from 1) `of` so many.

    `depth`: how far its witnesses lie from one another; None where nothing turns on who there is. `about`: the events of the
    part of the law that is enough for it; None where that is all of it.
    """

    no: What
    question: int
    of: int
    depth: int | None
    about: tuple[str, ...] | None
    lines: tuple[Line, ...]


class Certificate(msgspec.Struct, frozen=True):
    """The proofs of one property. `lacks`: what there should be a proof of, and why there is none."""

    proofs: tuple[Proof, ...]
    lacks: tuple[tuple[What, str], ...] = ()

    @property
    def bears_the_claim(self) -> bool:
        """Nothing is lacking but, perhaps, that the claim is not hollow."""
        return all(no == UP_TO_THE_ACT for no, _ in self.lacks)


class PropertyResult(msgspec.Struct, frozen=True, eq=False):
    """The verdict on one property.

    `tellings` are the counterexamples (of `fails` and `hollow`), or the one witness of a `possible` that holds; with
    `--all`, one for each way,
    and `all_ways` says that there are no others, proved. `people` is the bound of `holds-up-to`. `reason` says which limit
    was hit
    (`undecided`), or why it is vacuous. `unvouched`: for claims about a standard, words that have no standard.
    `notes`: sentences to print below the verdict. `certificate`: proofs of what the verdict rests on, where asked for.
    """

    property: Property
    verdict: Verdict
    as_claimed: bool
    tellings: tuple[Telling, ...] = ()
    all_ways: bool = False
    people: int | None = None
    reason: str | None = None
    rests_on: RestsOn | None = None
    unvouched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    certificate: Certificate | None = None
    cycle: tuple[Link, ...] = ()
    """For `holds-up-to`: the circle in which everybody demands somebody, so that no number of people is enough."""


class ExpectationResult(msgspec.Struct, frozen=True, eq=False):
    """One expectation of a case: what was expected, met or not.

    `found`: what the policy says instead, as data for the report: rules that allow, that forbid, that close and that nothing
    lifts, that could have lifted these, what is breached, and the acts that were unlawful.
    """

    span: Span
    met: bool
    allowed_by: tuple[str, ...] = ()
    forbidden_by: tuple[str, ...] = ()
    closed_by: tuple[str, ...] = ()
    could_open: tuple[str, ...] = ()
    breached: tuple[str, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    change: Flip | None = None
    """One change of circumstances that would give the expected answer."""


class CaseResult(msgspec.Struct, frozen=True, eq=False):
    """`open`: completions of the givens disagree, and `decides` names a fact or event that would decide it.

    `impossible`: no scenario meets the givens (an error, reported with a diagnostic).
    """

    case: Case
    outcome: Literal["passes", "fails", "open", "impossible", "undecided"]
    expectations: tuple[ExpectationResult, ...]
    decides: str | None = None
    reason: str | None = None


class Claim(msgspec.Struct, frozen=True, eq=False):
    """A property and its verdict under each reading that has it; None: the text as it is written.

    `missing`: readings under which it could not be checked.
    """

    under: tuple[tuple[LawReading | None, PropertyResult], ...]
    missing: tuple[LawReading, ...] = ()

    @property
    def declared(self) -> Property:
        return self.under[0][1].property

    @property
    def verdict(self) -> Verdict:
        """The worst of them: it holds only if it does under every reading."""
        return min((one.verdict for _, one in self.under), key=_WORST_FIRST.index)

    @property
    def as_claimed(self) -> bool:
        """It holds under every reading; or it is known to fail, fails under some reading, and holds for nothing under none."""
        found = {one.verdict for _, one in self.under}
        if self.declared.known_to_fail is None:
            return found == {"holds"} and not self.missing
        return "fails" in found and not found & {"vacuous", "hollow"}

    @property
    def is_open(self) -> bool:
        """Not as claimed as far as is known, and only because a limit was hit."""
        found = {one.verdict for _, one in self.under}
        broken = {"vacuous", "hollow"} if self.declared.known_to_fail is not None else {"fails", "vacuous", "hollow"}
        return not self.as_claimed and bool(found & OPEN) and not found & broken


OPEN: Final[frozenset[Verdict]] = frozenset({"undecided", "holds-up-to"})
"""Verdicts that a limit left open."""

_WORST_FIRST: Final[tuple[Verdict, ...]] = ("fails", "hollow", "vacuous", "undecided", "holds-up-to", "holds")


class PolicyResult(msgspec.Struct, frozen=True, eq=False):
    """One law: the text as it is written, and then each of its readings."""

    policy: Policy
    properties: tuple[PropertyResult, ...]
    cases: tuple[CaseResult, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    """What only the solver could find wrong: assumptions that contradict each other, a case that cannot be."""
    readings: tuple[ReadingResult, ...] = ()

    @property
    def every(self) -> tuple[PolicyResult, ...]:
        """The results under every reading."""
        return (self, *(one.checked for one in self.readings))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Each property with its verdicts under all readings, in the order of the text."""
        found: dict[str, list[tuple[LawReading | None, PropertyResult]]] = {}
        own: tuple[tuple[LawReading | None, PolicyResult], ...] = ((None, self),)
        for reading, checked in (*own, *((one.reading, one.checked) for one in self.readings)):
            for result in checked.properties:
                found.setdefault(result.property.name, []).append((reading, result))
        return tuple(Claim(tuple(under), self._missing(name, under)) for name, under in found.items())

    def _missing(self, name: str, under: list[tuple[LawReading | None, PropertyResult]]) -> tuple[LawReading, ...]:
        there = {id(reading) for reading, _ in under}
        return tuple(
            one.reading for one in self.readings if name in one.reading.policy.properties and id(one.reading) not in there
        )


class ReadingResult(msgspec.Struct, frozen=True, eq=False):
    """A law under one of its readings."""

    reading: LawReading
    checked: PolicyResult


class CheckResult(msgspec.Struct, frozen=True, eq=False):
    """The whole run. `sources` holds the text of every file that a diagnostic or a citation may show, by path."""

    policies: tuple[PolicyResult, ...]
    libraries: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: dict[str, Source]
