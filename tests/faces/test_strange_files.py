"""What a path may name beside a plain file: pipes, devices, links, folders that nobody may write."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import HOLDS, SMALL
from policyproof.faces.cli import main
from policyproof.source import Source
from policyproof.syntax.format import Formatted, formatted

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has none of these")

GOOD = (SMALL + HOLDS).encode()
MESSY = GOOD.replace(b"\nrule", b"\n\n\n  rule")
TIDY = GOOD.replace(b"\nrule", b"\n\nrule")


def _pipe(folder: Path, content: bytes, name: str = "pipe.policy") -> Path:
    """A named pipe out of which somebody will read `content`."""
    path = folder / name
    os.mkfifo(path)
    threading.Thread(target=path.write_bytes, args=(content,), daemon=True).start()
    return path


def test_a_policy_may_come_out_of_a_pipe(tmp_path: Path, run_cli: Run) -> None:
    _pipe(tmp_path, b"\xef\xbb\xbf" + GOOD)
    done = run_cli("check", "pipe.policy")
    assert done.returncode == 0, done.stderr
    assert b"asked (line 9): holds." in done.stdout


def test_a_pipe_is_laid_out_nowhere(tmp_path: Path, run_cli: Run) -> None:
    path = _pipe(tmp_path, MESSY)
    done = run_cli("fmt", "pipe.policy")
    assert done.returncode == 2
    assert b"`pipe.policy` cannot be written: it is no file" in done.stderr
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.parametrize(("mode", "code"), [("--check", 1), ("--diff", 0)])
def test_a_pipe_can_be_compared_with_its_layout(mode: str, code: int, tmp_path: Path, run_cli: Run) -> None:
    _pipe(tmp_path, b"\xef\xbb\xbf" + MESSY)
    done = run_cli("fmt", mode, "pipe.policy")
    assert done.returncode == code, done.stderr
    assert (b"-  rule" in done.stdout) == (mode == "--diff")


@pytest.mark.parametrize("command", [["check"], ["fmt", "--check"]])
def test_a_folder_is_not_searched_for_pipes(command: list[str], tmp_path: Path, run_cli: Run) -> None:
    os.mkfifo(tmp_path / "nobody-writes.policy")
    (tmp_path / "given.policy").write_bytes(GOOD)
    done = run_cli(*command)
    assert done.returncode == 0, done.stderr
    assert b"nobody" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("device", "says"), [("/dev/null", "there is nothing in this file"), ("/dev/zero", "`/dev/zero` is larger than 4 MB")]
)
@pytest.mark.parametrize("command", ["check", "fmt"])
def test_devices(device: str, says: str, command: str, run_cli: Run) -> None:
    done = run_cli(command, device)
    assert done.returncode == 2
    assert says in (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("command", ["check -", "fmt -", "check /dev/stdin"])
def test_a_closed_standard_input_is_an_empty_file(command: str, tmp_path: Path) -> None:
    line = f"{shlex.quote(sys.executable)} -m policyproof {command} <&-"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"internal error" not in done.stderr


@pytest.mark.parametrize("arguments", ["check --read given.policy", "fmt --diff given.policy", "explain verdicts", "explain"])
def test_a_reader_of_one_line(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "given.policy").write_bytes(MESSY + b"# filler\n\n\n" * 20_000)
    line = f"{shlex.quote(sys.executable)} -m policyproof {arguments} | head -n 1"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1


def test_a_file_that_changes_while_it_is_laid_out_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given.policy"
    path.write_bytes(MESSY)

    def meanwhile(source: Source) -> Formatted:
        path.write_bytes(MESSY + b"# a line that somebody has added\n")
        return formatted(source)

    monkeypatch.setattr("policyproof.syntax.format.formatted", meanwhile)
    assert main(["fmt", str(path)]) == 2
    assert "somebody else has changed it in the meantime" in capsys.readouterr().err
    assert path.read_bytes() == MESSY + b"# a line that somebody has added\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o755, 0o444)], ids=["folder", "file"])
def test_what_may_not_be_written_stays(folder: int, file: int, tmp_path: Path, run_cli: Run) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = inside / "given.policy"
    path.write_bytes(MESSY)
    path.chmod(file)
    inside.chmod(folder)
    done = run_cli("fmt", path)
    inside.chmod(0o755)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.endswith(b"cannot be written: permission denied\n")
    assert path.read_bytes() == MESSY
    assert list(inside.iterdir()) == [path]


def test_a_link_is_written_through_once(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "inside").mkdir()
    path = tmp_path / "inside" / "given.policy"
    path.write_bytes(MESSY)
    path.chmod(0o640)
    (tmp_path / "link.policy").symlink_to("inside/given.policy")
    (tmp_path / "again.policy").symlink_to("link.policy")
    done = run_cli("fmt", "again.policy", "link.policy", "inside")
    assert (done.returncode, done.stderr) == (0, b"policyproof: formatted `again.policy`\n")
    assert (tmp_path / "again.policy").readlink() == Path("link.policy")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (TIDY, 0o640)


@pytest.mark.parametrize("command", ["check", "fmt"])
def test_a_link_that_leads_nowhere_or_in_a_circle(command: str, tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "lost.policy").symlink_to("nowhere.policy")
    (tmp_path / "round.policy").symlink_to("round.policy")
    for arguments in (["lost.policy", "round.policy"], ["."]):
        done = run_cli(command, *arguments)
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 2
        assert "lost.policy" in said
        assert "round.policy" in said
        assert "internal error" not in said


def test_the_name_of_a_file_cannot_move_the_cursor_of_a_terminal(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "\x1b[2J.policy").write_bytes(MESSY)
    for arguments in (["fmt", "--check"], ["fmt", "--diff"], ["check"], ["fmt"]):
        done = run_cli(*arguments)
        assert b"\x1b" not in done.stdout + done.stderr, arguments


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_stays_its_owners(tmp_path: Path, run_cli: Run) -> None:
    path = tmp_path / "given.policy"
    path.write_bytes(MESSY)
    os.chown(path, 1234, 5678)
    assert run_cli("fmt").returncode == 0
    after = path.stat()
    assert (path.read_bytes(), after.st_uid, after.st_gid) == (TIDY, 1234, 5678)
