"""`policyproof new`: a policy that parses, teaches and has one hole; never over another file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Run
from policyproof.faces.cli.new import starter, wrong_with
from policyproof.files.writing import write_new
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check


def test_it_writes_the_policy_and_says_what_to_type_next(run_cli: Run, tmp_path: Path) -> None:
    done = run_cli("new", "shop-2026")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().endswith("\n    policyproof check shop-2026.policy\n")
    assert [path.name for path in tmp_path.iterdir()] == ["shop-2026.policy"]
    assert (tmp_path / "shop-2026.policy").read_bytes() == starter("shop-2026").encode()


def test_the_command_that_it_names_tells_of_the_hole(run_cli: Run) -> None:
    run_cli("new", "shop")
    done = run_cli("check", "shop.policy")
    assert done.returncode == 1
    assert "allows this under its rule `emergency`" in done.stdout.decode()


def test_one_claim_fails_one_holds_and_the_case_passes(tmp_path: Path) -> None:
    (tmp_path / "shop.policy").write_text(starter("shop"), encoding="utf-8")
    loaded = load(["shop.policy"], tmp_path)
    assert loaded.diagnostics == ()
    result = check(loaded.policies[0], CheckOptions())
    assert [found.verdict for found in result.properties] == ["fails", "holds"]
    assert all(found.property.known_to_fail is None for found in result.properties)
    assert [found.outcome for found in result.cases] == ["passes"]


def test_it_never_overwrites(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.policy").write_text("mine", encoding="utf-8")
    done = run_cli("new", "shop")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "policyproof: `shop.policy` is there already, and is left as it is: choose another name\n"
    assert (tmp_path / "shop.policy").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "a policy needs a name"),
        ("my shop", "use only letters"),
        ("2026", "begin with a letter"),
        ("shop--two", "single hyphens"),
        ("shop-", "single hyphens"),
        ("../shop", "names a folder"),
        ("..", "begin with a letter"),
        ("shop.policy", "type `policyproof new shop`"),
        ("shop\n", "use only letters"),
        ("rule", "is a word of the language"),
        ("within", "is a word of the language"),
        ("nul", "under Windows"),
        ("s" * 101, "101 letters"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(name: str, says: str) -> None:
    assert says in (wrong_with(name) or "")


@pytest.mark.parametrize("name", ["shop", "Shop_2", "a-b-c", "münchen", "指輪", "company", "closed"])
def test_other_names_are_fine(name: str, tmp_path: Path) -> None:
    assert wrong_with(name) is None
    (tmp_path / "given.policy").write_text(starter(name), encoding="utf-8")
    assert load(["given.policy"], tmp_path).diagnostics == ()


def test_a_bad_name_writes_nothing(run_cli: Run, tmp_path: Path) -> None:
    done = run_cli("new", "my shop")
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_name_cannot_move_the_cursor_of_a_terminal(run_cli: Run) -> None:
    assert b"\x1b" not in run_cli("new", "\x1b[2J").stderr
    assert b"\x1b" not in run_cli("explain", "\x1b[2J").stderr


def test_of_two_runs_at_once_one_makes_the_file(tmp_path: Path) -> None:
    place = tmp_path / "shop.policy"

    def run(number: int) -> bool:
        try:
            write_new(place, str(number).encode())
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        made = [number for number, first in enumerate(pool.map(run, range(200))) if first]
    assert [place.read_bytes()] == [str(number).encode() for number in made]


def test_a_link_into_nowhere_is_left_as_it_is(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.policy").symlink_to("elsewhere.policy")
    assert run_cli("new", "shop").returncode == 2
    assert not (tmp_path / "elsewhere.policy").exists()


def test_a_disk_that_refuses_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from policyproof.faces.cli import main

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    assert main(["new", "shop"]) == 2
    assert capsys.readouterr().err == "policyproof: `shop.policy` cannot be written: no space left on device\n"
    assert list(tmp_path.iterdir()) == []
