"""The JSON document of `check`, as types. `check.schema.json` beside this file is made from them, and a test compares the two.

Every type refuses fields that it does not know, so a new field means a new version of the schema's name.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "policyproof/check/1"


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
    """An event and its minute. `by` is who did it, where several may."""

    name: str
    arguments: tuple[str, ...]
    minute: int
    by: str | None


class ScenarioIs(_Part, frozen=True):
    """One complete course of events. Yes/no facts that are not listed are no; events that are not listed do not happen."""

    individuals: dict[str, tuple[str, ...]]
    facts: tuple[FactIs, ...]
    events: tuple[EventIs, ...]


class WordIs(_Part, frozen=True):
    """Whose word counted, for what, and how good a word; `wrong` is null where there is nothing to compare it with."""

    name: str
    arguments: tuple[str, ...]
    speaker: str
    standard: str | None
    wrong: bool | None


class ChangeIs(_Part, frozen=True):
    """A change that by itself would have stopped it, and by whom. For an event, `to` says whether it happens."""

    name: str
    arguments: tuple[str, ...]
    to: bool | int | str
    by: tuple[str, ...]


class Shown(_Part, frozen=True):
    """A counterexample or a witness. `rules` made the act lawful. `other` is the second course of a comparison."""

    scenario: ScenarioIs
    story: tuple[str, ...]
    rules: tuple[RulePlace, ...]
    words: tuple[WordIs, ...]
    changes: tuple[ChangeIs, ...]
    case: str
    other: ScenarioIs | msgspec.UnsetType = msgspec.UNSET


class Named(_Part, frozen=True):
    """An assumption or a hypothesis, and where it stands."""

    name: str
    file: str
    line: int


class Grounds(_Part, frozen=True):
    """What a proof needs. `parties` must obey."""

    rules: tuple[RulePlace, ...]
    assumptions: tuple[Named, ...]
    hypotheses: tuple[Named, ...]
    parties: tuple[str, ...]


class PropertyIs(_Part, frozen=True):
    """One claim and its verdict. `witness` is only there for a `possible`, `people` only for `holds-up-to`."""

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


class PolicyIs(_Part, frozen=True):
    name: str
    title: str
    file: str
    as_of: str | None
    properties: tuple[PropertyIs, ...]
    cases: tuple[CaseIs, ...]


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
    """How many properties got each verdict. Those that fail as known are counted in `fails` and again in `known_failures`."""

    holds: int
    fails: int
    vacuous: int
    hollow: int
    holds_up_to: int
    undecided: int
    known_failures: int
    not_as_claimed: int


class Checked(_Part, frozen=True):
    policies: int
    libraries: int
    properties: int
    cases: int
    verdicts: Verdicts
    cases_as_expected: int


class Document(_Part, frozen=True):
    """The whole run. Apart from `tool`, the same input gives the same bytes on every machine."""

    schema: Literal["policyproof/check/1"]
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
