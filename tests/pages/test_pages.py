"""Every code and every verdict has a page, and what its examples are said to give they give."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from policyproof.diagnostics import CODES, Diagnostic
from policyproof.faces.cli.explain import page, pages
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PolicyResult, PropertyResult, Verdict

FENCE = re.compile(r"^```(policy (?:bad|good)|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"^The message points to line (\d+)(?:: `(.*)`|, where the file ends)\.$", re.MULTILINE)
LIMITS = {"undecided": 1}
"""Verdicts that depend on how much work is allowed: what their pages say of the limit."""


def examples(name: str, label: str) -> list[str]:
    return [text for found, text in FENCE.findall(page(name)) if found == label]


def checked(
    text: str, folder: Path, limit: int | None = None, *, warnings: bool = False
) -> tuple[list[Diagnostic], list[PolicyResult]]:
    (folder / "example.policy").write_text(text, encoding="utf-8")
    loaded = load(["example.policy"], folder)
    options = CheckOptions(limit=limit, warnings=warnings, allowances=loaded.allowances)
    results = [check(policy, options) for policy in loaded.policies if not loaded.diagnostics]
    return [*loaded.diagnostics, *(found for result in results for found in result.diagnostics)], results


def is_warning(code: str) -> bool:
    """Their pages show examples that are free of other warnings too."""
    return code.startswith("PP6")


def the_property(text: str, folder: Path, limit: int | None = None) -> PropertyResult:
    diagnostics, results = checked(text, folder, limit)
    assert diagnostics == []
    (found,) = results[0].properties
    return found


# ---- the pages


VERDICTS = sorted({*get_args(Verdict), "known-to-fail"})


def test_every_code_and_verdict_has_a_page_and_every_page_a_subject() -> None:
    assert sorted(pages()) == sorted([*CODES, *VERDICTS, "verdicts"])


@pytest.mark.parametrize("code", CODES)
def test_a_page_opens_with_its_code_and_what_the_catalogue_says(code: str) -> None:
    assert page(code).startswith(f"# {code}: {CODES[code]}\n")


@pytest.mark.parametrize("name", VERDICTS)
def test_the_page_of_a_verdict_opens_with_it_and_the_overview_names_it(name: str) -> None:
    called = name.replace("-", " ")
    assert page(name).startswith(f"# {called}: ")
    assert f"- **{called}**: " in page("verdicts")


@pytest.mark.parametrize("name", [*CODES, *VERDICTS])
def test_a_page_says_what_it_means_and_why_and_shows_what_to_do(name: str) -> None:
    text = page(name)
    assert "\n## What it means\n" in text
    assert "\n## Why it matters\n" in text
    assert FENCE.search(text)
    assert text.count("```") == 2 * len(FENCE.findall(text))
    assert all(len(line) <= 96 for _, example in FENCE.findall(text) for line in example.splitlines())


# ---- codes


@pytest.mark.parametrize("code", [code for code in CODES if examples(code, "policy bad")])
def test_a_bad_example_gives_its_code_at_the_place_that_the_page_names(code: str, tmp_path: Path) -> None:
    (bad,) = examples(code, "policy bad")
    (place,) = PLACE.finditer(page(code))
    diagnostics, _ = checked(bad, tmp_path, warnings=is_warning(code))
    assert {found.code for found in diagnostics} == {code}
    span = diagnostics[0].span
    assert span is not None
    assert span.line == int(place[1])
    shown = bad[span.start : span.end].split("\n")[0]
    assert shown == (place[2] or "")


@pytest.mark.parametrize("code", [code for code in CODES if examples(code, "policy good")])
def test_a_good_example_is_free_of_mistakes(code: str, tmp_path: Path) -> None:
    (good,) = examples(code, "policy good")
    assert checked(good, tmp_path, warnings=is_warning(code))[0] == []


# ---- codes about files: their examples are commands


def _missing(_: Path) -> str:
    return "polices/shop.policy"


def _no_policies(folder: Path) -> str:
    (folder / "empty").mkdir()
    return "empty"


def _no_text(folder: Path) -> str:
    (folder / "memo.policy").write_bytes('policy caf "Café"\n'.encode("cp1252"))
    return "memo.policy"


def _too_large(folder: Path) -> str:
    (folder / "footage.policy").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    return "footage.policy"


def _files_shown(code: str) -> Callable[[Path], str]:
    """Writes the files that a page shows by `cat`; gives the one that it then checks."""

    def build(folder: Path) -> str:
        example = examples(code, "console")[0]
        for name, text in re.findall(r"^\$ cat (\S+)\n((?:(?!\$).*\n)*)", example, re.MULTILINE):
            (folder / name).write_text(text, encoding="utf-8")
        (asked,) = re.findall(r"^\$ policyproof check (\S+)$", example, re.MULTILINE)
        return str(asked)

    return build


def _nested(folder: Path) -> str:
    text = "policy nested\nevent consent\nterm deep means " + "(" * 101 + "consent" + ")" * 101 + "\n"
    (folder / "nested.policy").write_text(text, encoding="utf-8")
    return "nested.policy"


def _tower(folder: Path) -> str:
    terms = "".join(f"term level-{number} means level-{number - 1} or consent\n" for number in range(2, 62))
    text = f"policy tower\nevent consent\nterm level-1 means consent or not consent\n{terms}"
    (folder / "tower.policy").write_text(text, encoding="utf-8")
    return "tower.policy"


SITUATIONS: dict[str, Callable[[Path], str]] = {
    "PP001": _missing,
    "PP002": _no_policies,
    "PP004": _no_text,
    "PP005": _too_large,
    "PP007": _files_shown("PP007"),
    "PP008": _files_shown("PP008"),
    "PP009": _files_shown("PP009"),
    "PP010": _files_shown("PP010"),
    "PP011": _files_shown("PP011"),
    "PP012": _files_shown("PP012"),
    "PP022": _files_shown("PP022"),
    "PP032": _nested,
    "PP114": _tower,
    "PP118": _files_shown("PP118"),
    "PP119": _files_shown("PP119"),
}


@pytest.mark.parametrize("code", SITUATIONS)
def test_the_situation_that_a_page_describes_gives_its_code(code: str, tmp_path: Path) -> None:
    asked = SITUATIONS[code](tmp_path)
    assert f"$ policyproof check {asked}\n" in examples(code, "console")[0]
    assert {found.code for found in load([asked], tmp_path).diagnostics} == {code}


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "shop.policy").write_text("policy shop\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", refused)
    assert [found.code for found in load(["shop.policy"], tmp_path).diagnostics] == ["PP006"]


def test_no_code_is_without_a_test() -> None:
    shown = {code for code in CODES if examples(code, "policy bad")}
    assert sorted(CODES.keys() - shown - SITUATIONS.keys()) == ["PP006"]


# ---- verdicts


@pytest.mark.parametrize("name", [name for name in VERDICTS if name not in {"holds", "known-to-fail"}])
def test_the_example_of_a_verdict_has_it_and_the_other_one_holds(name: str, tmp_path: Path) -> None:
    (bad,) = examples(name, "policy bad")
    (good,) = examples(name, "policy good")
    found = the_property(bad, tmp_path, LIMITS.get(name))
    assert (found.verdict, found.as_claimed) == (name, False)
    assert the_property(good, tmp_path).verdict == "holds"


def test_the_examples_of_holds(tmp_path: Path) -> None:
    assert the_property(examples("holds", "policy good")[0], tmp_path).verdict == "holds"
    assert the_property(examples("holds", "policy bad")[0], tmp_path).verdict == "fails"


def test_the_examples_of_known_to_fail(tmp_path: Path) -> None:
    kept = the_property(examples("known-to-fail", "policy good")[0], tmp_path)
    stale = the_property(examples("known-to-fail", "policy bad")[0], tmp_path)
    assert (kept.verdict, kept.as_claimed) == ("fails", True)
    assert (stale.verdict, stale.as_claimed) == ("holds", False)
