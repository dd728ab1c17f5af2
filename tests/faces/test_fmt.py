"""`policyproof fmt`: what it writes, what it leaves alone, and how it ends."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import HOLDS, LIBRARY, SMALL
from policyproof.faces.cli import main

GOOD = (SMALL + HOLDS).encode()
MESSY = GOOD.replace(b"\nrule", b"\n\n\n  rule").replace(b"may release", b"may   release")
TIDY = GOOD.replace(b"\nrule", b"\n\nrule")
BROKEN = (SMALL + "rule rule\n").encode()


def _file(folder: Path, content: bytes, name: str = "given.policy") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_files_are_put_into_layout(tmp_path: Path, run_cli: Run) -> None:
    path = _file(tmp_path, MESSY)
    library = _file(tmp_path, LIBRARY.replace(" ", "  ").encode(), "words.policy")
    done = run_cli("fmt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"given.policy" in done.stderr
    assert path.read_bytes() == TIDY
    assert library.read_bytes().startswith(b"library words ")
    assert run_cli("fmt", "--check").returncode == 0
    assert sorted(found.name for found in tmp_path.iterdir()) == ["given.policy", "words.policy"]


def test_check_writes_nothing(tmp_path: Path, run_cli: Run) -> None:
    path = _file(tmp_path, MESSY)
    _file(tmp_path, GOOD, "good.policy")
    done = run_cli("fmt", "--check")
    assert done.returncode == 1
    assert b"given.policy" in done.stderr
    assert b"good.policy" not in done.stderr
    assert path.read_bytes() == MESSY


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no `patch` here")
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("cut", [0, 1], ids=["whole", "no final line end"])
def test_diff_prints_a_patch_and_writes_nothing(end: bytes, cut: int, tmp_path: Path, run_cli: Run) -> None:
    messy = MESSY[: len(MESSY) - cut].replace(b"\n", end)
    path = _file(tmp_path, messy)
    done = run_cli("fmt", "--diff", "given.policy")
    assert done.returncode == 0
    assert path.read_bytes() == messy
    subprocess.run(["patch", "--binary", "-p0", "-s"], input=done.stdout, cwd=tmp_path, check=True)
    assert path.read_bytes() == TIDY.replace(b"\n", end)
    assert run_cli("fmt", "--diff", "given.policy").stdout == b""


def test_check_and_diff_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fmt", "--check", "--diff"])
    assert ended.value.code == 2
    assert "usage: policyproof" in capsys.readouterr().err


def test_standard_input_goes_to_standard_output(run_cli: Run) -> None:
    for content, expected in [(MESSY, TIDY), (GOOD, GOOD), (MESSY.replace(b"\n", b"\r\n"), TIDY.replace(b"\n", b"\r\n"))]:
        done = run_cli("fmt", "-", stdin=content)
        assert (done.returncode, done.stdout, done.stderr) == (0, expected, b"")
    assert run_cli("fmt", "--check", "-", stdin=MESSY).returncode == 1
    assert run_cli("fmt", "--check", "-", stdin=GOOD).returncode == 0


def test_letters_pass_whatever_the_console_knows(run_cli: Run) -> None:
    content = 'policy p "Règles — 日本"\n'.encode()
    assert run_cli("fmt", "-", stdin=content, PYTHONIOENCODING="ascii").stdout == content


def test_standard_input_with_errors_gives_nothing(run_cli: Run) -> None:
    done = run_cli("fmt", "-", stdin=BROKEN)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"error[PP03" in done.stderr


def test_a_file_with_errors_stays_and_the_others_are_put_into_layout(tmp_path: Path, run_cli: Run) -> None:
    bad = _file(tmp_path, BROKEN.replace(b"may release", b"may   release"), "bad.policy")
    before = bad.read_bytes()
    good = _file(tmp_path, MESSY)
    done = run_cli("fmt")
    assert done.returncode == 2
    assert b"bad.policy:9:6" in done.stderr
    assert bad.read_bytes() == before
    assert good.read_bytes() == TIDY
    _file(tmp_path, MESSY)
    assert run_cli("fmt", "--check").returncode == 2


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'policy p "\xe9"', b"policy p\0"], ids=["empty", "16", "latin", "zero"])
def test_what_is_no_policy_stays(content: bytes, tmp_path: Path, run_cli: Run) -> None:
    path = _file(tmp_path, content)
    done = run_cli("fmt", "given.policy")
    assert done.returncode == 2
    assert b"error[PP" in done.stderr
    assert b"Traceback" not in done.stderr
    assert path.read_bytes() == content


def test_a_missing_file(run_cli: Run) -> None:
    done = run_cli("fmt", "nowhere.policy")
    assert done.returncode == 2
    assert b"nowhere.policy" in done.stderr


def test_a_byte_order_mark_stays(tmp_path: Path, run_cli: Run) -> None:
    mark = b"\xef\xbb\xbf"
    path = _file(tmp_path, mark + MESSY)
    assert run_cli("fmt").returncode == 0
    assert path.read_bytes() == mark + TIDY
    assert run_cli("fmt", "--check").returncode == 0
    assert run_cli("fmt", "-", stdin=mark + MESSY).stdout == mark + TIDY


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
def test_permissions_and_links_stay(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "inside").mkdir()
    path = _file(tmp_path / "inside", MESSY)
    path.chmod(0o640)
    link = tmp_path / "link.policy"
    link.symlink_to("inside/given.policy")
    assert run_cli("fmt", "link.policy").returncode == 0
    assert link.is_symlink()
    assert path.read_bytes() == TIDY
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_in_layout_is_not_written(tmp_path: Path, run_cli: Run) -> None:
    path = _file(tmp_path, GOOD)
    os.utime(path, ns=(1, 1))
    before = path.stat()
    assert run_cli("fmt").returncode == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_disk_that_refuses_leaves_the_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, MESSY)

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    assert main(["fmt", str(path)]) == 2
    assert "no space left" in capsys.readouterr().err
    assert path.read_bytes() == MESSY
    assert list(tmp_path.iterdir()) == [path]


def test_a_layout_that_changes_words_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, MESSY)
    monkeypatch.setattr("policyproof.syntax.layout.Words.glued", lambda *_: True)
    assert main(["fmt", str(path)]) == 70
    assert "internal error" in capsys.readouterr().err
    assert path.read_bytes() == MESSY


def test_the_shipped_policies_are_canonical(specs: Path) -> None:
    assert main(["fmt", "--check", str(specs)]) == 0


def test_nothing_is_loaded_that_layout_does_not_need(specs: Path) -> None:
    script = (
        "import sys; from policyproof.faces.cli import main; code = main(['fmt', '--check', sys.argv[1]])\n"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('policyproof.')}\n"
        "heavy = ({'z3', 'lark'} & set(sys.modules)) | (rooms - {'faces', 'files', 'syntax', 'diagnostics', 'source'})\n"
        "sys.exit(code or ', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(specs)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_all_mistakes_of_a_file_are_shown_below_its_name(tmp_path: Path, run_cli: Run) -> None:
    _file(tmp_path, (SMALL + "fact f f\nfact g g\n").encode())
    said = run_cli("fmt").stderr.decode()
    assert said.startswith("policyproof: `given.policy` stays as it is\n\nerror[PP030]")
    places = [line.split("--> ")[1] for line in said.splitlines() if "--> " in line]
    assert places == ["given.policy:9:8", "given.policy:10:8"]
    assert said.count("stays as it is") == 1
