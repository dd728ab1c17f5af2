"""Whatever a file holds, the tool answers with a verdict or with messages: soon, and never with an exception."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Iterable
from pathlib import Path

import pytest

from conftest import ROOT
from fuzz.inputs import fuzzed
from fuzz.verdict import Verdict, judged

QUICK = 2_000
LONG = 100_000
PART = 5_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder as the inputs expect one: with a library that they may use."""
    (tmp_path / "laws").mkdir()
    (tmp_path / ".policyproof").touch()
    shutil.copytree(ROOT / "specs" / "lib", tmp_path / "lib")
    return tmp_path


def _run(seeds: Iterable[int], project: Path, *, ask_every: int) -> list[Verdict]:
    """The verdicts on some inputs, none of which may raise or be complained of. One in so many is checked, too."""
    verdicts: list[Verdict] = []
    wrong: list[str] = []
    for seed in seeds:
        try:
            verdicts.append(judged(fuzzed(seed), project, ask=not seed % ask_every))
        except Exception:  # noqa: BLE001 - any exception is what this test looks for
            wrong.append(f"fuzzed({seed}): {traceback.format_exc(limit=-3)}")
        else:
            wrong += [f"fuzzed({seed}): {complaint}" for complaint in verdicts[-1].complaints]
    assert not wrong, "\n".join([f"{len(wrong)} inputs, among them:", *wrong[:10]])
    return verdicts


def test_strange_input_is_answered(project: Path) -> None:
    verdicts = _run(range(QUICK), project, ask_every=40)
    understood = sum(verdict.understood for verdict in verdicts)
    codes = frozenset().union(*(verdict.codes for verdict in verdicts))
    assert understood > QUICK / 20, "too much nonsense to find anything"
    assert len(codes) > 30, f"too few ways of going wrong: {sorted(codes)}"


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, LONG, PART))
def test_strange_input_is_answered_in_the_long_run(first: int, project: Path) -> None:
    _run(range(first, first + PART), project, ask_every=10)
