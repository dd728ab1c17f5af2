from __future__ import annotations

from pathlib import Path

import pytest

from faces.texts import FAILS, HEAD, HOLDS, KNOWN, LIBRARY, SMALL, STALE, VACUOUS
from policyproof.faces.cli import main


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SMALL + HOLDS, 0),
        (SMALL + KNOWN, 0),
        (SMALL + HOLDS + KNOWN, 0),
        (LIBRARY, 0),
        (SMALL + FAILS, 1),
        (SMALL + STALE, 1),
        (SMALL + VACUOUS, 1),
        (SMALL + 'case "no": given only release at 0 hours\n  expect lawful\n', 1),
        (SMALL + 'case "yes": given only consent at 0 hours; release at 1 hour\n  expect lawful\n', 0),
        (SMALL + 'case "open": given release at 1 hour\n  expect lawful\n', 1),
        (SMALL, 2),
        (SMALL + "property p: no such", 2),
        (SMALL + FAILS + "property p: no such", 2),
    ],
)
def test_of_one_file(text: str, code: int, tmp_path: Path) -> None:
    path = tmp_path / "given.policy"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == code


def test_nothing_was_checked_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "given.policy"
    path.write_text(SMALL, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr()
    assert "nothing was checked" in said.out + said.err


def test_bad_input_wins_over_a_broken_claim(tmp_path: Path) -> None:
    (tmp_path / "a.policy").write_text(SMALL + FAILS, encoding="utf-8")
    (tmp_path / "b.policy").write_text(HEAD + "nonsense", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 2


def test_what_a_limit_leaves_open_is_undecided(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(specs / "ring" / "ring-v0.policy"), "--property", "ring-1", "--limit", "20"]) == 3
    assert "undecided" in capsys.readouterr().out


def test_too_few_people_leave_it_open(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(specs / "ring" / "ring-rfa.policy"), "--property", "ring-8", "--people", "1"]) == 3
    assert "holds up to 1" in capsys.readouterr().out


def test_a_broken_claim_wins_over_an_undecided_one(tmp_path: Path, specs: Path) -> None:
    (tmp_path / "broken.policy").write_text(SMALL + FAILS, encoding="utf-8")
    rfa = str(specs / "ring" / "ring-rfa.policy")
    wanted = ["--property", "ring-8", "--property", "served", "--people", "1"]
    assert main(["check", str(tmp_path), rfa, *wanted]) == 1


def test_an_unknown_property_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "given.policy"
    path.write_text(SMALL + HOLDS, encoding="utf-8")
    assert main(["check", str(path), "--property", "aske"]) == 2
    assert "did you mean `asked`?" in capsys.readouterr().err
    assert main(["check", str(path), "--property", "asked"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--nonsense"],
        ["check", "--limit", "0"],
        ["check", "--people", "-1"],
        ["check", "--format", "xml"],
        ["nonsense"],
    ],
)
def test_usage_errors(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: policyproof" in capsys.readouterr().err


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "check" in capsys.readouterr().out
