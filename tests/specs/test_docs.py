"""What the documents show is checked as if somebody had typed it in."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from conftest import ROOT
from policyproof.faces.cli import main

FENCE = re.compile(r"^```policy\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["docs/language.md"])
def test_whole_policies_on_a_page_are_green(page: str, tmp_path: Path) -> None:
    shown = FENCE.findall((ROOT / page).read_text(encoding="utf-8"))
    assert shown
    for number, text in enumerate(shown):
        path = tmp_path / f"shown{number}.policy"
        path.write_text(text, encoding="utf-8")
        assert main(["check", str(path)]) == 0


def test_the_readme_shows_what_the_tool_prints(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before, shown, after = re.split(r"(?<=tells how:\n\n```\n)(.*?)(?=\n```)", readme, maxsplit=1, flags=re.DOTALL)
    monkeypatch.chdir(ROOT)
    assert main(["check", "specs/ring/ring-2022.policy", "--property", "consent-or-process"]) == 0
    printed = capsys.readouterr().out.split("\n\n")[1]
    if os.environ.get("REFRESH") == "1":  # `make readme`
        (ROOT / "README.md").write_text(before + printed + after, encoding="utf-8")
    else:
        assert shown == printed, "`make readme` brings it up to date"


def test_the_readme_quotes_the_spec() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    spec = (ROOT / "specs" / "ring" / "ring-2022.policy").read_text(encoding="utf-8")
    (quoted,) = re.findall(r"```\n(rule emergency.*?)```", readme, re.DOTALL)
    for part in quoted.strip().split("\n\n"):
        assert part in spec
