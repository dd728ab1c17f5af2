"""The kernel deliberately broken, one check at a time: its tests must notice each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

MUTANTS = {
    "anything is given": (
        "_demand((_signed(literals[0], named), str(line",
        "_demand(True or (_signed(literals[0], named), str(line",
    ),
    "whoever says it": ('in givens, "the policy', 'in {(n, str(line["from"])) for n, _ in givens}, "the policy'),
    "signs do not matter": ("return named[literal] if literal > 0 else -named[-literal]", "return named[abs(literal)]"),
    "any step follows": ("        _demand(follows,", "        _demand(True,"),
    "a step that leaves two things": ("if len(possible) == 1:", "if possible:"),
    "a step that leaves one thing is enough": ("if not possible:", "if len(possible) <= 1:"),
    "a step may rest on itself": ("0 < step < len(known)", "0 < step <= len(known)"),
    "conjunctions the other way round": ("[n, *(-part for part in parts)]", "[-n, *(-part for part in parts)]"),
    "a part makes the whole": ("*([-n, part] for part in parts)", "*([n, -part] for part in parts)"),
    "no end is needed": ('_demand(known[-1] == [[]], "the proof breaks', '_demand(True, "the proof breaks'),
    "lines after the end": ("_demand(known[-1] != [[]],", "_demand(True,"),
    "lines may be missing": ('_demand(line.get("n") == n,', "_demand(True,"),
    "numbers need not cancel out": ("limit < 0 and not any(total.values())", "limit < 0"),
    "nothing below nothing": ("limit < 0 and not any", "limit <= 0 and not any"),
    "a comparison taken less than never": ("often > 0 and 0 < abs", "0 < abs"),
    "numbers between whole ones": ("-bound - 1)", "-bound - 2)"),
    "the opposite is the same": ("sign = 1 if literal > 0 else -1", "sign = 1"),
    "bounds do not matter": ("key = (frozenset(times.items()), bound)", "key = frozenset(times.items())"),
    "names do not matter": ('key = repr(line["yes"])', 'key = "yes"'),
    "conjunctions are all the same": ("key = frozenset(_signed(part, named) for part in", "key = len("),
    "truths are numbers": ("type(number) is int", "isinstance(number, int)"),
}
SAMPLE = ("anything is given", "any step follows", "numbers need not cancel out", "no end is needed", "bounds do not matter")
"""These are tried in every run; the others by `make mutants`."""


@pytest.mark.parametrize(
    "name", [name if name in SAMPLE else pytest.param(name, marks=pytest.mark.mutants) for name in MUTANTS]
)
def test_the_mutant_is_caught(name: str, tmp_path: Path) -> None:
    old, new = MUTANTS[name]
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    broken = tmp_path / "src" / "policyproof" / "solve" / "kernel.py"
    text = broken.read_text(encoding="utf-8")
    assert text.count(old) == 1, "the kernel has changed: choose the slip anew"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/solve/test_kernel.py"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=100, check=False)
    assert run.returncode == 1, run.stdout.decode()[-2000:]
