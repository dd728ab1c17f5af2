"""Ctrl-C, as a terminal sends it: the run ends at once, with its own exit code and one line, whatever it was doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import HOLDS, SMALL
from policyproof.faces.cli import main

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")

GUESTS = 12
SOON = 5.0
"""Seconds: far less than the question takes."""


def endless() -> str:
    """Twelve guests, eleven rooms, a room of one's own for each: a question that takes any solver very long."""
    rooms = ", ".join(f"r{number}" for number in range(GUESTS - 1))
    guests = "".join(f"fact g{number}: Room\n" for number in range(GUESTS))
    together = [
        f"(g{one} is r{room} and g{other} is r{room})"
        for room in range(GUESTS - 1)
        for one, other in combinations(range(GUESTS), 2)
    ]
    return (
        f'policy inn "An inn"\nkind Room is one of {rooms}\n{guests}property p: possible none of {{ {"; ".join(together)} }}\n'
    )


def _cpu(process: subprocess.Popen[bytes]) -> float:
    """The seconds of CPU that a process has taken so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(autouse=True)
def _heeded() -> Iterator[None]:
    """In this process too, whatever it was started with."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


HEEDING = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from policyproof.faces.cli import main; sys.exit(main(sys.argv[1:]))"
)
"""A shell that starts tests in the background lets them ignore the signal: a terminal does not."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs to see how long a process has worked")
@pytest.mark.parametrize("worked", [0.15, 1.0], ids=["while it begins", "while the solver works"])
def test_a_run_that_takes_long_can_be_interrupted(worked: float, tmp_path: Path) -> None:
    (tmp_path / "inn.policy").write_text(endless(), encoding="utf-8")
    command = [sys.executable, "-c", HEEDING, "check", "--limit", "4000000000", "inn.policy"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            while _cpu(process) < worked:
                assert process.poll() is None
                time.sleep(0.01)
            before = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert time.monotonic() - before < SOON
    assert (process.returncode, out, err) == (130, b"", b"policyproof: interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["inn.policy"]


def test_a_file_that_was_being_written_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given.policy"
    path.write_text(SMALL + "\n\n\n" + HOLDS, encoding="utf-8")
    before = path.read_bytes()

    def interrupted(_: int) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "fsync", interrupted)
    assert main(["fmt", str(path)]) == 130
    assert capsys.readouterr().err == "policyproof: interrupted\n"
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_next_question_is_answered_as_if_nothing_had_happened(tmp_path: Path, run_cli: Run) -> None:
    """What catches the interrupt may go on: a question that was stopped leaves no trace in the next one."""
    (tmp_path / "inn.policy").write_text(endless(), encoding="utf-8")
    (tmp_path / "given.policy").write_text(SMALL + HOLDS, encoding="utf-8")
    script = (
        "import os, signal, sys, threading\nfrom policyproof.faces.cli import main\n"
        "threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "first = main(['check', '--limit', '4000000000', 'inn.policy'])\n"
        "sys.exit(10 * (first == 130) + main(['check', 'given.policy']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (10, b"policyproof: interrupted\n")
    assert done.stdout == run_cli("check", "given.policy").stdout
