"""`policyproof calendar`: the table that comes with the tool is what it prints, and what it cannot do it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT, Run
from policyproof.project import load

ASKED = ("--from", "2026-11-23", "--to", "2029-12-31", "--zone", "America/New_York")


def days(table: str) -> list[str]:
    return [line for line in table.splitlines() if not line.startswith("#")]


def test_the_shipped_table_is_what_it_prints(run_cli: Run) -> None:
    done = run_cli("calendar", "US", *ASKED)
    assert (done.returncode, done.stderr) == (0, b"")
    shipped = (ROOT / "specs" / "lib" / "us-federal-court-days.csv").read_text(encoding="utf-8")
    assert days(done.stdout.decode()) == days(shipped)
    assert f"# Made by: policyproof calendar US {' '.join(ASKED)}\n" in shipped


def test_what_it_prints_can_be_used(run_cli: Run, tmp_path: Path) -> None:
    done = run_cli("calendar", "DE-BY", "--from", "2027-01-01", "--to", "2027-12-31", "--zone", "Europe/Berlin")
    (tmp_path / "days.csv").write_bytes(done.stdout)
    (tmp_path / "by.policy").write_text('policy bavaria\ncalendar business-days from "days.csv"\n', encoding="utf-8")
    loaded = load(["by.policy"], tmp_path)
    assert loaded.diagnostics == ()
    assert "2027-01-06" not in days(done.stdout.decode())  # a holiday in Bavaria
    assert loaded.policies[0].calendars["business-days"].zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("XX", *ASKED), "does not know `XX`"),
        (("US-ZZ", *ASKED), "does not know `US-ZZ`"),
        (("US", *ASKED[:-1], "Mars"), "no zone is called `Mars`"),
        (("US", "--from", "2027-01-02", "--to", "2027-01-01", "--zone", "UTC"), "the first day comes after the last"),
        (("US", "--from", "soon", "--to", "2027-01-01", "--zone", "UTC"), "--from"),
    ],
)
def test_what_it_cannot_do(run_cli: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run_cli("calendar", *arguments)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert done.stdout == b""
