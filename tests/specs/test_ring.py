"""What is proved of Ring's rules, verdict by verdict, and how the best-known hole is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from policyproof.faces.cli import main
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PolicyResult

RING = ROOT / "specs" / "ring"

VERDICTS = {
    "ring-v0": {
        "ring-1": "holds",
        "ring-3": "holds",
        "records-need-others": "fails",
        "weak-words": "fails",
        "ring-6": "fails",
        "usable": "holds",
    },
    "ring-rfa": {
        "ring-8": "fails",
        "one-post": "holds",
        "two-posts": "holds",
        "reviewed": "holds",
        "agencys-word": "holds",
        "their-word": "fails",
        "everybody-agrees": "fails",
        "usable": "holds",
    },
    "ring-guidelines": {
        "warrant-or-consent": "fails",
        "consent-or-process": "holds",
        "ring-3": "holds",
        "ring-5": "fails",
        "told-unless-gagged": "holds",
        "ring-6": "fails",
        "ring-7": "holds",
        "no-trap": "holds",
        "usable": "holds",
    },
    "ring-2022": {
        "ring-2": "fails",
        "ring-3": "fails",
        "ring-3-ring": "holds",
        "ring-3-agency": "holds",
        "ring-4": "fails",
        "ring-5": "fails",
        "ring-6": "fails",
        "ring-7": "holds",
        "ring-7-offered": "fails",
        "consent-or-process": "fails",
        "told-otherwise": "holds",
        "everybody-agrees": "fails",
        "weak-words": "fails",
        "the-truth-is-not-asked": "holds",
        "no-immigration": "fails",
        "no-trap": "holds",
        "usable": "holds",
    },
    "ring-2025": {
        "ring-9": "fails",
        "ring-9-directly": "holds",
        "no-federal": "holds",
        "truly-own": "fails",
        "agencys-word": "holds",
        "their-word": "fails",
        "warranted": "fails",
        "everybody-agrees": "fails",
        "usable": "holds",
    },
}


@cache
def checked(name: str) -> PolicyResult:
    loaded = load([str(RING / f"{name}.policy")])
    assert not loaded.diagnostics
    (policy,) = loaded.policies
    return check(policy, CheckOptions())


def test_every_spec_is_in_the_table() -> None:
    assert sorted(VERDICTS) == sorted(path.stem for path in RING.iterdir())


@pytest.mark.parametrize("name", VERDICTS)
def test_verdicts(name: str) -> None:
    found = {result.property.name: result.verdict for result in checked(name).properties}
    assert found == VERDICTS[name]


@pytest.mark.parametrize("name", VERDICTS)
def test_everything_is_as_claimed(name: str) -> None:
    result = checked(name)
    assert [each.property.name for each in result.properties if not each.as_claimed] == []
    assert [each.case.name for each in result.cases if each.outcome != "passes"] == []
    assert len(result.cases) >= 3


@pytest.mark.parametrize("name", VERDICTS)
def test_proofs_are_for_any_number_of_people(name: str) -> None:
    assert [each.property.name for each in checked(name).properties if each.people is not None] == []


@pytest.mark.parametrize("path", sorted((ROOT / "specs").glob("*/*.policy")), ids=lambda path: path.stem)
def test_each_file_says_what_it_is(path: Path) -> None:
    opening = path.read_text(encoding="utf-8").split("\n\n")[0].replace("\n#", "").replace("  ", " ")
    assert "A model, not legal advice." in " ".join(opening.split())


def test_the_emergency_story(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", str(RING / "ring-2022.policy"), "--property", "consent-or-process"])
    assert code == 0
    story = " ".join(capsys.readouterr().out.split())
    for words in [
        "the agency files Ring's emergency request form",
        "Ring believes that somebody is in imminent danger",
        "Ring believes that the disclosure cannot wait",
        "assertion",
        "good faith",
        "emergency",
        "Amazon (Huseman) to Senator Markey, 1 July 2022",
        "end-to-end encryption",
        "not legal advice",
    ]:
        assert words in story
    for words in ["z3", "sat", "unsat", "solver", "True", "False"]:
        assert words not in story.split()
