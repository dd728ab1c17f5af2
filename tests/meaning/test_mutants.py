"""The evaluator deliberately broken, one small slip at a time: the tests beside this one must notice each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

MUTANTS = {
    "a horizon that is not looked at": (
        "reading.py",
        "return any(minute <= m and minute <= h for _, minute in self.happening(event, args, env))",
        "return any(minute <= m for _, minute in self.happening(event, args, env))",
    ),
    "within, without its first minute": ("reading.py", "right <= left <= last", "right < left <= last"),
    "not later, strictly": (
        "reading.py",
        '"not later": lambda left, _, __, last: left <= last',
        '"not later": lambda left, _, __, last: left < last',
    ),
    "looking back, strictly": (
        "reading.py",
        '"within the last": lambda m, _, last: m <= last',
        '"within the last": lambda m, _, last: m < last',
    ),
    "at, read with the horizon as moment": (
        "reading.py",
        "self.holds(body, minute, h, env) for minute",
        "self.holds(body, h, h, env) for minute",
    ),
    "every, over those that do not meet where": ("reading.py", "if met and not self.holds", "if not met and not self.holds"),
    "latest for earliest": ("course.py", 'min(among) if which == "earliest"', 'min(among) if which == "latest"'),
    "a decision reads the act where it really was": (
        "decisions.py",
        "course = self.supposing(act, doer, minute)\n        key",
        "course = self\n        key",
    ),
    "a must not that nothing obeys": (
        "decisions.py",
        "for rule, values in speaking):\n            return False",
        "for rule, values in speaking[1:]):\n            return False",
    ),
    "duties license nothing": ("rules.py", 'in {"within after", "not later", "promptly", "together"}', "in set()"),
    "every duty licenses": ("rules.py", 'in {"within after", "not later", "promptly", "together"}', "not in set()"),
    "unless is forgotten": ("rules.py", "if rule.unless is not None and", "if rule.unless is None and False and"),
    "nothing is overridden": ("rules.py", "return all(not self._overrides(", "return True or all(not self._overrides("),
    "shared parameters need not be equal": (
        "rules.py",
        "if sorts.get(param.name) == param.sort}",
        "if sorts.get(param.name) == param}",
    ),
    "a group speaks of nothing": (
        "rules.py",
        "members[name].leaves:\n                        return None",
        "members[name].leaves[:1]:\n                        return None",
    ),
    "a condition read when due": (
        "rules.py",
        "END if run.trigger is None else run.trigger)",
        "END if run.trigger is None else run.due)",
    ),
    "excused at the trigger": (
        "rules.py",
        "not self.excused(run, run.due)",
        "not self.excused(run, run.due if run.trigger is None else run.trigger)",
    ),
    "anybody meets a duty": ("rules.py", "and doer and self.speaks_of(run.rule, run.values, act, doer):", "and doer:"),
    "breached in the due minute": ("rules.py", "return self.due < m", "return self.due <= m"),
    "before includes the minute itself": ("rules.py", "return -END, trigger - 1", "return -END, trigger"),
    "not later only from the trigger on": (
        "rules.py",
        '"not later":\n            return -END,',
        '"not later":\n            return trigger,',
    ),
    "events judged as acts": ("lawful.py", "if not event.is_action or doer is None", "if event.is_action or doer is None"),
    "those below a party that disobeys must obey": (
        "lawful.py",
        "for below in meaning.lookup.below[party])",
        "for below in [party])",
    ),
    "silence for words that nobody spoke": ("silence.py", "return bool(fact.decided_by) and", "return"),
    "followers stay": ("silence.py", "if len(left) == len(events):", "if len(left) <= len(events):"),
    "a standard struck and the ones below it": ("silence.py", ".rank >= line", ".rank <= line"),
    "a dilemma though excused": ("dilemmas.py", " or meaning.excused(run, run.due)", ""),
    "a dilemma looked for at the trigger only": (
        "dilemmas.py",
        "first_minute(could_obey, first, last)",
        "first_minute(could_obey, start, start)",
    ),
    "must, though done": ("claims.py", "if any(done <= minute for", "if any(done > minute for"),
    "a laxer duty will do": ("claims.py", "if begun and run.due <= due", "if begun"),
    "given only lets others in": ("cases.py", "> len(case.individuals):", "> len(case.individuals) + 9:"),
    "minutes missed": ("moments.py", "self.high = min(self.high, turn)", "self.high = min(self.high, turn + 1)"),
}


@pytest.mark.mutants
@pytest.mark.parametrize("name", MUTANTS)
def test_the_mutant_is_caught(name: str, tmp_path: Path) -> None:
    file, old, new = MUTANTS[name]
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    broken = tmp_path / "src" / "policyproof" / "meaning" / file
    text = broken.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has changed: choose the slip anew"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    tests = [str(ROOT / "tests" / "meaning"), str(ROOT / "tests" / "oracle")]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False)
    assert run.returncode == 1, run.stdout.decode()[-2000:]
