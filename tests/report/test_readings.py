"""How the readings of an ambiguity are shown to people and to programs; and that `check` alone asks where they differ."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest

from conftest import Run
from faces.texts import HOLDS, SMALL
from policyproof.diagnostics import Fix
from policyproof.project import load
from policyproof.report.console import Console
from policyproof.report.frames import frame
from policyproof.source import Source
from policyproof.syntax.parse import parse

UNCLEAR = SMALL + HOLDS + "rule mixed: ring may release if consent and warrant or warrant\n"


def test_a_frame_has_the_readings_one_by_one_and_the_notes_below() -> None:
    source = Source("given.policy", UNCLEAR)
    (found,) = parse(source).diagnostics
    assert frame(found, {source.path: source}, Console()) == [
        "error[PP033]: `and` and `or` are mixed",
        "  --> given.policy:10:33",
        "   |",
        "10 | rule mixed: ring may release if consent and warrant or warrant",
        "   |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ which belong together?",
        "  = first reading: write `(consent and warrant) or warrant`: `consent` and `warrant` together, or",
        "    `warrant` alone",
        "  = second reading: write `consent and (warrant or warrant)`: `consent` in any case, and `warrant`",
        "    or `warrant`",
    ]


def test_programs_get_edits_that_they_can_carry_out(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "given.policy").write_text(UNCLEAR, encoding="utf-8")
    document = json.loads(run_cli("check", "given.policy", "--format", "json").stdout)
    jsonschema_rs.validate(json.loads(files("policyproof.report").joinpath("check.schema.json").read_bytes()), document)
    (found,) = document["diagnostics"]
    assert [fix["title"].split("`")[1] for fix in found["fixes"]] == [
        "(consent and warrant) or warrant",
        "consent and (warrant or warrant)",
    ]
    text = UNCLEAR
    for edit in sorted(found["fixes"][1]["edits"], key=lambda edit: -int(edit["start"])):
        text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
    assert "if consent and (warrant or warrant)\n" in text
    (differ,) = found["notes"]
    assert differ.startswith("the readings differ where a warrant is served and the owner does not agree: the first permits")


def test_only_check_asks_where_they_differ(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "given.policy").write_text(UNCLEAR, encoding="utf-8")
    assert b"note: the readings differ" in run_cli("check", "given.policy").stdout
    assert b"differ" not in run_cli("fmt", "given.policy").stderr
    (unclear,) = load(["given.policy"], tmp_path).unclear
    assert [found.notes for found in unclear.diagnostics] == [()]


@pytest.mark.parametrize("more", ["fact f f\n", "fact f\nfact f\n", "rule other: ring may release if nothing\n"])
def test_nothing_is_asked_where_something_else_is_wrong_too(more: str, tmp_path: Path) -> None:
    (tmp_path / "given.policy").write_text(UNCLEAR + more, encoding="utf-8")
    assert load(["given.policy"], tmp_path).unclear == ()


def test_words_from_another_file_are_known(tmp_path: Path, run_cli: Run) -> None:
    words = 'library words "Words"\nparty ring "Ring"\nevent order "an order is made"\nevent consent "the owner agrees"\n'
    words += 'action release by ring "Ring hands over the footage"\n'
    (tmp_path / "words.policy").write_text(words, encoding="utf-8")
    law = 'policy law "A law"\nuse "words.policy"\nrule shut: ring must not release unless permitted\n'
    (tmp_path / "given.policy").write_text(law + "rule open: ring may release if not order or consent\n", encoding="utf-8")
    shown = " ".join(run_cli("check", "given.policy").stdout.decode().split())
    assert "the readings differ where the owner agrees: the first permits that Ring hands over the footage" in shown


def test_a_fix_is_carried_out_whatever_the_order_of_its_edits() -> None:
    (found,) = parse(Source("t", UNCLEAR)).diagnostics
    fix = found.fixes[0]
    assert Fix("", fix.edits[::-1]).applied_to(UNCLEAR) == fix.applied_to(UNCLEAR)
