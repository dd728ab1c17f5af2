"""`check --warnings`: what it prints, how a run then ends, and that it never touches a verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faces.texts import FAILS, HOLDS, LIBRARY, SMALL
from policyproof.faces.cli import main

CLEAN = SMALL.replace('event warrant by owner "a warrant is served"\n', "")
WARNED = CLEAN + HOLDS + "rule sealed: ring must not release if consent and not consent\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "town.policy"
    path.write_text(WARNED, encoding="utf-8")
    return path


def test_they_stand_above_the_verdicts_and_change_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file.name, "--warnings", "none"]) == 0
    quiet = capsys.readouterr().out
    assert main(["check", file.name]) == 0
    told = capsys.readouterr().out
    assert "warning" not in quiet
    assert told.startswith("warning[PP610]: `sealed` can never apply: these two cannot both hold\n")
    assert "1 warning: `policyproof explain PP610` says more." in told
    assert [line for line in quiet.splitlines() if line not in told.splitlines()] == []


@pytest.mark.parametrize(("text", "code"), [(WARNED, 1), (CLEAN + HOLDS, 0), (CLEAN + FAILS.replace("warrant:", "x:"), 2)])
def test_they_can_fail_a_run(text: str, code: int, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(text, encoding="utf-8")
    assert main(["check", file.name, "--warnings", "error"]) == code
    assert ("which fails this run" in capsys.readouterr().out) == (code == 1)


def test_bad_input_wins_over_a_warning(file: Path) -> None:
    (file.parent / "bad.policy").write_text(CLEAN + "nonsense", encoding="utf-8")
    assert main(["check", ".", "--warnings", "error"]) == 2


def test_nothing_was_checked_wins_over_a_warning(file: Path) -> None:
    file.write_text(WARNED.replace(HOLDS, ""), encoding="utf-8")
    assert main(["check", file.name, "--warnings", "error"]) == 2


def test_a_warning_wins_over_what_a_limit_leaves_open(file: Path) -> None:
    assert main(["check", file.name, "--limit", "1", "--warnings", "none"]) == 3
    assert main(["check", file.name, "--limit", "1", "--warnings", "error"]) == 1


def test_one_property_is_asked_about_without_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file.name, "--property", "asked"]) == 0
    assert "warning" not in capsys.readouterr().out
    assert main(["check", file.name, "--property", "asked", "--warnings", "all"]) == 0
    assert "warning[PP610]" in capsys.readouterr().out


def test_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file.name, "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (found["code"], found["severity"], found["file"]) == ("PP610", "warning", "town.policy")
    assert found["line"] == len(WARNED.splitlines())


def test_a_file_with_mistakes_is_not_warned_about(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WARNED + "rule wrong: ring may relase if consent\n", encoding="utf-8")
    assert main(["check", file.name]) == 2
    said = capsys.readouterr().out
    assert "error[" in said
    assert "warning" not in said


def test_words_of_a_library_are_looked_at_too(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(LIBRARY + 'entity Person "a person"\nevent seen(p: Person) "p is seen"\n', encoding="utf-8")
    assert main(["check", file.name]) == 0
    assert "warning[PP652]: the description of `seen` does not say `{p}`" in capsys.readouterr().out


def test_words_taken_from_elsewhere_may_stay_unused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "words.policy").write_text(
        LIBRARY + 'fact idle "nobody asks"\nparty press "a newspaper"\n', encoding="utf-8"
    )
    head, rest = (CLEAN + HOLDS).split("\n", 1)
    file.write_text(f'{head}\nuse "words.policy"\n{rest}', encoding="utf-8")
    assert main(["check", file.name]) == 0
    assert "warning" not in capsys.readouterr().out


def test_the_same_bytes_whatever_else_is_checked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def warnings(*arguments: str) -> str:
        main(["check", file.name, "--warnings", "all", *arguments])
        return capsys.readouterr().out.split("A small policy")[0]

    assert warnings() == warnings("--all") == warnings("--property", "asked") == warnings("--people", "1")
