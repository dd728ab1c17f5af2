"""What a user may hand over by mistake: a clear message, exit code 2, and soon."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import HOLDS, SMALL

INTERNAL_WORDS = ["Traceback", "lark", "z3", "msgspec", "Error:", "Token(", "errno", "codec"]
CPU_SECONDS = 2


def _missing(_: Path) -> str:
    return "nowhere.policy"


def _no_policies(folder: Path) -> str:
    (folder / "empty").mkdir()
    (folder / "empty" / "notes.txt").write_text("nothing here", encoding="utf-8")
    return "empty"


def _file(content: bytes) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        (folder / "given.policy").write_bytes(content)
        return "given.policy"

    return make


def _cycle(folder: Path) -> str:
    (folder / "one.policy").write_text('library one "One"\nuse "two.policy"\n', encoding="utf-8")
    (folder / "two.policy").write_text('library two "Two"\nuse "one.policy"\n', encoding="utf-8")
    return "one.policy"


def _accents(folder: Path) -> str:
    (folder / "mes règles à moi").mkdir()
    (folder / "mes règles à moi" / "déjà vu.policy").write_text(SMALL + "rule rule", encoding="utf-8")
    return "mes règles à moi/déjà vu.policy"


BAD = {
    "missing file": (_missing, "nowhere.policy"),
    "folder without policies": (_no_policies, "empty"),
    "empty file": (_file(b""), "given.policy"),
    "blank file": (_file(b"\n  \n# only a comment\n"), "given.policy"),
    "binary": (_file(bytes(range(256)) * 40), "given.policy"),
    "Latin-1": (_file('policy p "à la carte"'.encode("latin-1")), "given.policy"),
    "too large": (_file(SMALL.encode() + b"# filler\n" * 500_000), "4 MB"),
    "cycle": (_cycle, "two.policy"),
    "missing use": (_file(b'policy p "P"\nuse "lost.policy"\n'), "lost.policy"),
    "deep nesting": (_file((SMALL + "property deep: always " + "not " * 2000 + "consent\n").encode()), "given.policy"),
    "deep parentheses": (_file((SMALL + "property d: always " + "(" * 2000 + "consent" + ")" * 2000).encode()), "given.policy"),
    "accents": (_accents, "déjà vu.policy"),
}


@pytest.mark.parametrize(("make", "named"), BAD.values(), ids=BAD.keys())
def test_a_clear_message_and_exit_code_2(make: Callable[[Path], str], named: str, tmp_path: Path, run_cli: Run) -> None:
    path = make(tmp_path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run_cli("check", path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 2, said
    assert named in said
    for word in INTERNAL_WORDS:
        assert word not in said
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < CPU_SECONDS


def test_the_other_files_are_still_checked(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "bad.policy").write_text("policy bad bad bad", encoding="utf-8")
    (tmp_path / "good.policy").write_text(SMALL + HOLDS, encoding="utf-8")
    done = run_cli("check")
    assert done.returncode == 2
    said = done.stdout.decode("utf-8")
    assert "asked" in said
    assert "bad.policy" in said


def test_a_good_file_with_blanks_and_accents_in_its_path(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "règles à moi.policy").write_text(SMALL + HOLDS, encoding="utf-8")
    done = run_cli("check", "règles à moi.policy")
    assert done.returncode == 0, done.stderr
