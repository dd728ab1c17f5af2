"""What `check` says below an ambiguity: a scenario on which its readings differ, or that they come to the same."""

from __future__ import annotations

import time

import pytest

from policyproof.diagnostics import Diagnostic
from policyproof.policy.resolution.resolve import resolve
from policyproof.questions.readings_apart import MOST, readings_apart
from policyproof.source import Source
from policyproof.syntax.parse import parse

VOCABULARY = """\
policy trial "A policy to try readings on"
party ring "Ring"
party owner "the camera's owner"
party court "a judge"
entity Person "somebody"
fact danger decided by ring
     "Ring believes that somebody is in danger" otherwise "Ring does not believe that anybody is in danger"
fact shown(p: Person) "the footage shows {p}"
event warrant by court "a search warrant is served"
event consent by owner "the owner agrees"
event review by court "a judge reviews the release"
event agrees(p: Person) by p "{p} agrees to the release"
action release by ring "Ring hands over the footage"
action notify by ring "Ring tells the owner"
"""
CLOSED = VOCABULARY + "rule closed: ring must not release unless permitted\n"


def noted(text: str) -> tuple[Diagnostic, ...]:
    """The messages about a text, with what `check` has to say of their readings."""
    return readings_apart(Source("t", text), (), parse(Source("t", text)).diagnostics)


def notes(text: str) -> tuple[str, ...]:
    """What is said of the one ambiguity of a text."""
    (found,) = noted(text)
    return found.notes[-1:]


APART = {
    # rules: what may be done, and what is owed
    "rule r: ring may release if warrant and consent or danger": (
        "the readings differ where Ring believes that somebody is in danger and no search warrant is served: "
        "the first permits that Ring hands over the footage, the second does not"
    ),
    "rule r: ring may release if not danger or warrant": (
        "the readings differ where a search warrant is served: "
        "the first permits that Ring hands over the footage, the second does not"
    ),
    "rule r: ring may release if consent or warrant within the last 30 days": (
        "the readings differ where the owner agrees, no search warrant is served, and more than 30 days have passed since: "
        "the first permits that Ring hands over the footage, the second does not"
    ),
    "rule r: ring may release if warrant and/or consent": (
        "the readings differ where a search warrant is served and the owner does not agree: "
        "the first permits that Ring hands over the footage, the second does not"
    ),
    "rule shut: ring must not notify unless permitted\nrule r: ring shall notify": (
        "the readings differ from the start: the second permits that Ring tells the owner, the first does not"
    ),
    "rule r: ring may release only if warrant": (
        "the readings differ where a search warrant is served: the second permits that Ring hands over the footage, "
        "the first does not"
    ),
    "rule r: ring must notify within 3 days of warrant": (
        "the readings differ where Ring tells the owner; and at any time within the next 72 hours, a search warrant is "
        "served: by the first, rule `r` (line 16) is broken, by the second it is not"
    ),
    "rule r: ring must notify when warrant": (
        "the readings differ where Ring tells the owner; and after that, a search warrant is served: "
        "by the second, rule `r` (line 16) is broken, by the first it is not"
    ),
    "rule r: ring must notify within 1 year after warrant": (
        "the readings differ where a search warrant is served; and more than 365 days later, but within 366 days, "
        "Ring tells the owner: "
        "by the first, rule `r` (line 16) is broken, by the second it is not"
    ),
    # exceptions, provisos, tables, scopes and delays
    "rule r: ring may release if warrant and consent or danger as an exception to closed": (
        "the readings differ where Ring believes that somebody is in danger and no search warrant is served: "
        "the first permits that Ring hands over the footage, the second does not"
    ),
    "rule r: ring may release if danger provided that review within 2 days after release and notify within 2 days after "
    "release or consent within 2 days after release": (
        "the readings differ where Ring believes that somebody is in danger; Ring hands over the footage; "
        "at any time within the next 48 hours, the owner agrees; and no judge reviews the release: "
        "by the first, what was done under `r` stands, by the second it does not; what may be done is the same"
    ),
    "kind Data is one of video, sound\nfact data: Data\ntable t: ring may release if\n  | data | warrant |\n"
    "  | video | if review and consent or danger |\n  | sound | yes |": (
        "the readings differ where Ring believes that somebody is in danger, the data: video, a search warrant is served, "
        "and no judge reviews the release: the first permits that Ring hands over the footage, the second does not"
    ),
    "scope warrant and consent or danger": (
        "the readings differ where Ring believes that somebody is in danger and no search warrant is served: "
        "the second permits that Ring hands over the footage, the first does not"
    ),
    "rule told: ring must notify within 2 days after release\n"
    'delay extension by court "the court gives time" postpones told by up to 9 days if warrant and consent or danger': (
        "the readings differ where Ring believes that somebody is in danger; once, the court gives time; "
        "Ring hands over the footage; more than 48 hours later, but within 11 days, Ring tells the owner; "
        "and no search warrant is served: by the second, rule `told` (line 16) is broken, by the first it is not"
    ),
    # individuals
    "rule r: ring may release if some Person p: agrees(p) or warrant": (
        "the readings differ where there is no person and a search warrant is served: "
        "the first permits that Ring hands over the footage, the second does not"
    ),
    "rule r: ring may release if no Person p: shown(p) and warrant": (
        "the readings differ where no search warrant is served: "
        "the second permits that Ring hands over the footage, the first does not"
    ),
    "rule r: ring may release if danger and every Person p where shown(p): agrees(p) or warrant": (
        "the readings differ where Ring does not believe that anybody is in danger and a search warrant is served: "
        "the first permits that Ring hands over the footage, the third does not"
    ),
    "rule r: ring may release if every Person p where shown(p): agrees(p) and warrant": (
        "the readings differ where no search warrant is served: "
        "the second permits that Ring hands over the footage, the first does not"
    ),
    # terms, assumptions, properties, cases
    "term legal means warrant and consent or danger": (
        "the readings differ where Ring believes that somebody is in danger and no search warrant is served: "
        "by the first, `legal` is so, by the second it is not"
    ),
    'assume a: warrant and consent or danger "why"': (
        "the readings differ where Ring believes that somebody is in danger and no search warrant is served: "
        "the first lets this happen, the second rules it out"
    ),
    "rule w: ring may release if warrant\nproperty p: no release without danger and consent or warrant": (
        "the readings differ where Ring does not believe that anybody is in danger; a search warrant is served; "
        "and after that, Ring hands over the footage: by the second, this breaks the claim, by the first it does not"
    ),
    "property p: possible warrant and consent or danger": (
        "the readings differ where Ring believes that somebody is in danger and no search warrant is served: "
        "by the first, this bears the claim out, by the second it does not"
    ),
    'case "c": given warrant; danger and consent or review expect lawful': (
        "the readings differ where Ring does not believe that anybody is in danger and a judge reviews the release: "
        "the first says yes, the second says no"
    ),
}


@pytest.mark.parametrize(("declarations", "note"), APART.items(), ids=APART)
def test_where_readings_differ(declarations: str, note: str) -> None:
    assert notes(f"{CLOSED}{declarations}\n") == (note,)


def test_where_they_come_to_the_same() -> None:
    assert notes(f"{CLOSED}rule shut: ring must not release\nrule r: ring may release if warrant and consent or warrant\n") == (
        "both readings come to the same here",
    )


def test_a_claim_is_asked_only_of_what_its_law_speaks_of() -> None:
    claim = "property p: may release if warrant and consent or danger\n"
    assert notes(f"{CLOSED}scope not danger\n{claim}") == ("both readings come to the same here",)
    (note,) = notes(f"{CLOSED}scope danger\n{claim}")
    assert note.endswith("by the first, the claim speaks of this, by the second it does not")


def test_where_only_the_conditions_differ() -> None:
    text = f"{CLOSED}rule shut: ring must not release\nrule r: ring may release if warrant and consent or danger\n"
    assert notes(text) == (
        (
            "the readings differ where Ring believes that somebody is in danger and no search warrant is served: by the first, "
            "the conditions of `r` are met, by the second they are not; what may be done is the same"
        ),
    )


def test_of_three_readings_each_is_held_against_the_first() -> None:
    (one,) = noted(f"{CLOSED}rule told: ring must notify within 3 days after warrant\nrule r: ring may not notify if danger\n")
    assert [note.rpartition(": ")[2] for note in one.notes] == [
        "the second permits that Ring tells the owner, the first does not",
        "the third permits that Ring tells the owner, the first does not",
    ]


def test_other_ambiguities_are_read_in_their_first_way() -> None:
    text = f"{CLOSED}rule r: ring may release if warrant and consent or danger\nrule s: ring shall not release if consent\n"
    first, second = noted(text)
    assert "no search warrant is served" in first.notes[0]
    assert second.notes == (
        (
            "the readings differ where Ring believes that somebody is in danger and the owner agrees: "
            "the second permits that Ring hands over the footage, the first does not"
        ),
    )


def test_nothing_is_said_where_a_reading_leaves_something_wrong() -> None:
    assert notes(f"{VOCABULARY}rule r: ring may release if warrant and consent or danger\n") == ()
    assert resolve(parse(Source("t", f"{VOCABULARY}rule r: ring may release\n")).file, ()).policy is None


def test_a_note_never_takes_long() -> None:
    rules = "".join(f"rule r{n}: ring may release if warrant and consent or danger\n" for n in range(60))
    began = time.process_time()
    found = noted(CLOSED + rules)
    assert time.process_time() - began < 20
    assert len(found) == 60
    assert [bool(one.notes) for one in found] == [True] * MOST + [False] * (60 - MOST)


def test_nothing_is_said_where_there_are_too_many_cases_to_look_at() -> None:
    kinds = "".join(f"kind K{n} is one of {', '.join(f'm{n}-{i}' for i in range(60))}\n" for n in range(3))
    act = 'action send(a: K0, b: K1, c: K2) by ring "Ring sends it"\n'
    rule = "rule r(a: K0, b: K1, c: K2): ring must not send(a, b, c) if warrant and consent or danger\n"
    began = time.process_time()
    assert notes(f"{VOCABULARY}{kinds}{act}{rule}") == ()
    assert time.process_time() - began < 5
