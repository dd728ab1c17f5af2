"""Pipes, consoles with few letters, colours, and the same bytes every time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import FAILS, HOLDS, SMALL
from policyproof import __version__
from policyproof.faces.cli.terminal import wants_colour
from policyproof.faces.cli.version import solver_version

UMLAUTS = SMALL.replace('"Ring"', '"Rîng → 指輪"')


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "given.policy"
    path.write_text(UMLAUTS + HOLDS + FAILS, encoding="utf-8")
    return path


def test_version_names_tool_and_solver(run_cli: Run) -> None:
    done = run_cli("--version")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [f"policyproof {__version__}", f"z3-solver {solver_version()}"]


def test_the_solver_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    assert solver_version() == version("z3-solver")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"], ["specs"]])
def test_nothing_heavy_is_loaded_for_small_questions(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom policyproof.faces.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'z3', 'lark', 'msgspec', 'policyproof.project'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"


def test_a_pipe_gets_no_colours_and_no_progress(policy: Path, run_cli: Run) -> None:
    done = run_cli("check", policy)
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_sees_progress_which_is_wiped(policy: Path) -> None:
    import pty

    watching, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    command = [sys.executable, "-m", "policyproof", "check", str(policy)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=terminal, env=environment, check=False)
    os.close(terminal)
    shown = os.read(watching, 10_000).decode()
    os.close(watching)
    assert "checking 1/2 asked" in shown
    assert "checking 2/2 served" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "latin-1"])
def test_consoles_with_few_letters(encoding: str, policy: Path, run_cli: Run) -> None:
    done = run_cli("check", policy, PYTHONIOENCODING=encoding)
    assert done.returncode == 1, done.stderr
    assert "fails" in done.stdout.decode(encoding)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    assert wants_colour(terminal)  # type: ignore[arg-type] # as much of a stream as is asked for
    monkeypatch.setenv(name, value)
    assert not wants_colour(terminal)  # type: ignore[arg-type] # as above


def test_a_reader_who_stops_early_is_no_failure(policy: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "policyproof", "check", str(policy)], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told(policy: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "policyproof", "check", str(policy)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr


def test_standard_input(run_cli: Run) -> None:
    done = run_cli("check", "-", stdin=(SMALL + HOLDS).encode())
    assert done.returncode == 0, done.stderr
    assert b"asked" in done.stdout


@pytest.mark.parametrize("format_", ["text", "json"])
def test_the_same_bytes_whatever_the_hash_seed(format_: str, specs: Path, run_cli: Run) -> None:
    seeds = random.Random(7).sample(range(2**32), 10)
    outputs = {
        run_cli("check", specs / "ring" / "ring-2022.policy", "--all", "--format", format_, PYTHONHASHSEED=str(seed)).stdout
        for seed in seeds
    }
    assert len(outputs) == 1
    assert outputs != {b""}
