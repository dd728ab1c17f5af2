from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def specs() -> Path:
    return ROOT / "specs"


@pytest.fixture
def run_cli(tmp_path: Path) -> Run:
    """Run the command line as a child process, in an empty folder, away from any terminal."""

    def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        cleaned = {
            name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "PYTHONHASHSEED"}
        }
        return subprocess.run(
            [sys.executable, "-m", "policyproof", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**cleaned, "PYTHONIOENCODING": "utf-8", **environment},
            timeout=60,
            check=False,
        )

    return run
