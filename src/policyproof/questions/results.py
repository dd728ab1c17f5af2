"""What `check` answers: frozen results, which every report renders."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.english.material import Flip, Link, RestsOn, Telling, Wrong
from policyproof.policy.model import Case, Policy, Property
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


class PolicyResult(msgspec.Struct, frozen=True, eq=False):
    policy: Policy
    properties: tuple[PropertyResult, ...]
    cases: tuple[CaseResult, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    """What only the solver could find wrong: assumptions that contradict each other, a case that cannot be."""


class CheckResult(msgspec.Struct, frozen=True, eq=False):
    """The whole run. `sources` holds the text of every file that a diagnostic or a citation may show, by path."""

    policies: tuple[PolicyResult, ...]
    libraries: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: dict[str, Source]
