"""The JSON document of `check`, as types. `check.schema.json` beside this file is made from them, and a test compares the two.

Every type refuses fields that it does not know, so a new field means a new version of the schema's name.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

SCHEMA: Final = "policyproof/check/2"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the document."""


class SourcePlace(_Part, frozen=True):
    """Where a rule comes from: a title and the place in it."""

    name: str
    title: str
    where: str


class RulePlace(_Part, frozen=True):
    """A rule, where it stands, and its source."""

    name: str
    title: str | None
    file: str
    line: int
    source: SourcePlace | None


class FactIs(_Part, frozen=True):
    """A fact and its value: yes or no, a member of a kind, a number, minutes, or an individual."""

    name: str
    arguments: tuple[str, ...]
    value: bool | int | str


class EventIs(_Part, frozen=True):
    """An event and its minute. `by` is who did it, where several may.

    Where the policy has a calendar, minutes count from 1970-01-01 00:00 UTC, and `date` is what the clocks of its zone show.
    """

    name: str
    arguments: tuple[str, ...]
    minute: int
    by: str | None
    date: str | msgspec.UnsetType = msgspec.UNSET


class ScenarioIs(_Part, frozen=True):
    """One complete course of events. Yes/no facts that are not listed are no; events that are not listed do not happen."""

    individuals: dict[str, tuple[str, ...]]
    facts: tuple[FactIs, ...]
    events: tuple[EventIs, ...]


class WordIs(_Part, frozen=True):
    """Whose word counted (that of one of `speakers`), for what, and how good a word; `wrong`: null where there is nothing to
    compare it with.
    """

    name: str
    arguments: tuple[str, ...]
    speakers: tuple[str, ...]
    standard: str | None
    wrong: bool | None


class ChangeIs(_Part, frozen=True):
    """A change that by itself would have stopped it, and by whom. For an event, `to` says whether it happens."""

    name: str
    arguments: tuple[str, ...]
    to: bool | int | str
    by: tuple[str, ...]


class LawSays(_Part, frozen=True):
    """What one of several laws says of the act. `rules` allow it, or stand against it; out of scope, a law is silent."""

    law: str
    says: Literal["allows", "stands against", "silent"]
    rules: tuple[RulePlace, ...]
    in_scope: bool


class GrantIs(_Part, frozen=True):
    """How often a delay was granted."""

    delay: str
    arguments: tuple[str, ...]
    times: int


class PostponedIs(_Part, frozen=True):
    """A duty that was put off. `due_after`: minutes from its trigger; null where it is due no more."""

    rule: RulePlace
    grants: tuple[GrantIs, ...]
    due_after: int | None


class MissedIs(_Part, frozen=True):
    """What was missed of a permission's proviso: an event. `due`: minutes from the act; null where it has no date."""

    rule: RulePlace
    event: str
    due: int | None


class ComparedIs(_Part, frozen=True):
    """The scenario under the two laws of a comparison: which it is unlawful under, and by which rules each says so."""

    unlawful_under: str
    unlawful_by: tuple[RulePlace, ...]
    lawful_by: tuple[RulePlace, ...]


class Shown(_Part, frozen=True):
    """A counterexample or a witness. `rules` made the act lawful. `other` is the second course of a comparison.

    `laws` speak of the act, where several laws are in force or it is out of scope; `compared` is there where two laws are.
    """

    scenario: ScenarioIs
    story: tuple[str, ...]
    rules: tuple[RulePlace, ...]
    words: tuple[WordIs, ...]
    changes: tuple[ChangeIs, ...]
    case: str
    laws: tuple[LawSays, ...]
    postponed: tuple[PostponedIs, ...]
    missed: tuple[MissedIs, ...]
    other: ScenarioIs | msgspec.UnsetType = msgspec.UNSET
    compared: ComparedIs | msgspec.UnsetType = msgspec.UNSET


class Named(_Part, frozen=True):
    """An assumption, a hypothesis or a delay, and where it stands."""

    name: str
    file: str
    line: int


class OfOther(_Part, frozen=True):
    """Something of a law that a claim compares with: a rule, an assumption or a delay of it."""

    law: str
    name: str
    file: str
    line: int


class Grounds(_Part, frozen=True):
    """What a proof needs. `parties` must obey, `delays` be granted no oftener than they may, `beliefs` be right."""

    rules: tuple[RulePlace, ...]
    assumptions: tuple[Named, ...]
    hypotheses: tuple[Named, ...]
    parties: tuple[str, ...]
    delays: tuple[Named, ...]
    beliefs: tuple[str, ...]
    others: tuple[OfOther, ...]


class Place(_Part, frozen=True):
    """A place in a file, counted from 1."""

    file: str
    line: int
    column: int


class LinkIs(_Part, frozen=True):
    """A step of a circle: for each of `entity`, named at `every`, one of `demanded` is called for at `some`."""

    entity: str
    demanded: str
    every: Place
    some: Place
    fact: str | None


class UnderReading(_Part, frozen=True):
    """The verdict under one reading; `reading` is null for the text as it is written."""

    reading: str | None
    verdict: Literal["holds", "fails", "vacuous", "hollow", "holds-up-to", "undecided"]


class PropertyIs(_Part, frozen=True):
    """One claim and its verdict. `witness` is only there for a `possible`, `people` and `circle` only for `holds-up-to`.

    `under` is only there where a law has readings: the verdict under each that makes the claim. `verdict` and what explains it
    are those of the text, or of the reading, in which it is listed; `as_claimed` is about all readings together.
    """

    name: str
    title: str | None
    file: str
    line: int
    claim: str
    verdict: Literal["holds", "fails", "vacuous", "hollow", "holds-up-to", "undecided"]
    known_to_fail: str | None
    as_claimed: bool
    reason: str | None
    counterexamples: tuple[Shown, ...]
    all_ways: bool
    rests_on: Grounds | None
    unvouched: tuple[str, ...]
    notes: tuple[str, ...]
    witness: Shown | msgspec.UnsetType | None = msgspec.UNSET
    people: int | msgspec.UnsetType = msgspec.UNSET
    circle: tuple[LinkIs, ...] | msgspec.UnsetType = msgspec.UNSET
    under: tuple[UnderReading, ...] | msgspec.UnsetType = msgspec.UNSET


class ExpectationIs(_Part, frozen=True):
    """One expectation of a case; `decided` says what the policy decides instead."""

    line: int
    column: int
    met: bool
    expected: str
    decided: tuple[str, ...]


class CaseIs(_Part, frozen=True):
    name: str
    file: str
    line: int
    outcome: Literal["passes", "fails", "open", "impossible", "undecided"]
    expectations: tuple[ExpectationIs, ...]
    turns_on: str | None
    reason: str | None


class ReadingIs(_Part, frozen=True):
    """A reading of a law: the names of what differs from the text as it is written, and all claims under it. The cases are
    those that the reading adds. `span` is that of a reading by which days are counted.
    """

    name: str
    title: str | None
    file: str
    line: int
    touched: tuple[str, ...]
    properties: tuple[PropertyIs, ...]
    cases: tuple[CaseIs, ...]
    span: SpanIs | msgspec.UnsetType = msgspec.UNSET


class LawIs(_Part, frozen=True):
    """A law in force."""

    name: str
    title: str
    file: str
    as_of: str | None


class CalendarIs(_Part, frozen=True):
    """A calendar, and the file of its table."""

    name: str
    title: str
    file: str
    zone: str


class SpanIs(_Part, frozen=True):
    """The verdicts are about scenarios in which these events, from which days are counted, happen in this span, if at all."""

    first: str
    last: str
    events: tuple[str, ...]


class PolicyIs(_Part, frozen=True):
    """One policy, as it is written. `laws` are those in force: itself, or those that it puts together.

    `calendars` and `span` are only there for a policy that has a calendar (and counts by it), `readings` where it has some.
    """

    name: str
    title: str
    file: str
    as_of: str | None
    laws: tuple[LawIs, ...]
    properties: tuple[PropertyIs, ...]
    cases: tuple[CaseIs, ...]
    calendars: tuple[CalendarIs, ...] | msgspec.UnsetType = msgspec.UNSET
    span: SpanIs | msgspec.UnsetType = msgspec.UNSET
    readings: tuple[ReadingIs, ...] | msgspec.UnsetType = msgspec.UNSET


class EditIs(_Part, frozen=True):
    """What to put in the place of the characters from `start` up to `end` of the file, which begin at `line` and `column`."""

    line: int
    column: int
    start: int
    end: int
    text: str


class FixIs(_Part, frozen=True):
    """One way to put it right, by edits of the finding's file that go together. Several are alternatives."""

    title: str
    edits: tuple[EditIs, ...]


class Finding(_Part, frozen=True):
    """Something wrong in a text; `line` and `column` count from 1, and are null where there is no place in any file.

    Here and everywhere a column, `start` and `end` count characters: the code points of Unicode, neither bytes nor the units of
    UTF-16. Only LF, CRLF and CR end a line. The fixes of an ambiguity are its readings; a note says where they differ.
    """

    code: str
    severity: Literal["error", "warning"]
    file: str
    line: int | None
    column: int | None
    message: str
    help: str | None
    fixes: tuple[FixIs, ...] | msgspec.UnsetType = msgspec.UNSET
    notes: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Verdicts(_Part, frozen=True):
    """How many properties got each verdict, under the reading where it is worst. Those that fail as known are counted in
    `fails` and again in `known_failures`.
    """

    holds: int
    fails: int
    vacuous: int
    hollow: int
    holds_up_to: int
    undecided: int
    known_failures: int
    not_as_claimed: int


class Checked(_Part, frozen=True):
    """What was checked; `readings` is only there where a law has some."""

    policies: int
    libraries: int
    properties: int
    cases: int
    verdicts: Verdicts
    cases_as_expected: int
    readings: int | msgspec.UnsetType = msgspec.UNSET


class Document(_Part, frozen=True):
    """The whole run. Apart from `tool`, the same input gives the same bytes on every machine."""

    schema: Literal["policyproof/check/2"]
    tool: dict[str, str]
    policies: tuple[PolicyIs, ...]
    libraries: tuple[str, ...]
    diagnostics: tuple[Finding, ...]
    checked: Checked


def json_schema() -> bytes:
    """The JSON Schema of the document, as shipped in `check.schema.json`."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "policyproof check --format json",
        **msgspec.json.schema(Document),
    }
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=2) + b"\n"
