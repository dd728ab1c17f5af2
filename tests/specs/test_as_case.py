"""What `--as-case` prints of a story is a case of the same policy, and passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from policyproof.policy.case_text import case_text
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check


@pytest.mark.parametrize("spec", sorted(path.name for path in (ROOT / "specs" / "ring").glob("*.policy")))
def test_each_story_told_again_as_a_case_passes(spec: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    file = tmp_path / "specs" / "ring" / spec
    (policy,) = load([str(file)], tmp_path).policies
    told = {
        f"{result.property.name}, way {number}": telling
        for result in check(policy, CheckOptions(all_ways=True)).properties
        for number, telling in enumerate(result.tellings, start=1)
    }
    assert told
    cases = [case_text(policy, telling.scenario, title, telling.expectations) for title, telling in told.items()]
    file.write_text("\n".join([file.read_text(encoding="utf-8"), *cases]), encoding="utf-8")
    (again,) = load([str(file)], tmp_path).policies
    outcomes = {case.case.name: case.outcome for case in check(again, CheckOptions(stories=False)).cases}
    assert {title: outcomes[title] for title in told} == dict.fromkeys(told, "passes")
