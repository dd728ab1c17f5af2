"""The encoder deliberately broken, one small slip at a time: verdicts, cases and brute force must notice each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

MUTANTS = {
    "a permission forbids nothing less": (
        "law.py",
        'for rule in self.about[action]["Forbids"]\n',
        'for rule in self.about[action]["Permits"]\n',
    ),
    "unless is forgotten": (
        "law.py",
        "            if rule.unless is not None:\n",
        "            if rule.unless is not None and m == END:\n",
    ),
    "nothing is overridden": (
        "law.py",
        "for other in self._overriders[rule.name]",
        "for other in self._overriders[rule.name][:0]",
    ),
    "duties license nothing": ("law.py", 'LICENSING = ("within after", "not later", "promptly", "together")', "LICENSING = ()"),
    "every duty licenses": (
        "law.py",
        'LICENSING = ("within after", "not later", "promptly", "together")',
        'LICENSING = ("within after", "not later", "promptly", "together", "before", "within before", "at least before")',
    ),
    "before includes the minute itself": ("law.py", "return (variable, offset - 1)", "return (variable, offset)"),
    "at least before, without its distance": (
        "law.py",
        'case "at least before":\n            return (variable, offset - deadline.minutes)',
        'case "at least before":\n            return (variable, offset)',
    ),
    "within begins anywhere": (
        "law.py",
        'case "within after" | "promptly" | "together":\n                bounds.append',
        'case "promptly" | "together":\n                bounds.append',
    ),
    "breached in the due minute": ("law.py", "self.terms.before(due, bound)", "self.terms.not_after(due, bound)"),
    "excused at the end": ("law.py", "due = due_minute(duty.deadline, minute) or END", "due = END"),
    "an excused duty is breached": (
        "law.py",
        "self.excused(rule, env, u, context, -polarity) ^ 1,\n                self.done",
        "self.done",
    ),
    "a condition read when asked": (
        "law.py",
        "m = END if minute is None else minute\n",
        "m = END\n",
    ),
    "anybody meets a duty": (
        "law.py",
        "self.g.done_by(duty.action, x, self.covers(rule), context),\n                        self._in_time",
        "self._in_time",
    ),
    "must, though done": (
        "law.py",
        "undone = self.done(rule, env, u, context, stands) ^ 1\n            bound",
        "undone = TRUE\n            bound",
    ),
    "under any rule": ("law.py", "if not atom.alone:\n            return own", "if not atom.alone:\n            return TRUE"),
    "alone, whatever else licenses": ("law.py", "if rule.name != atom.rule]", "if rule.name != atom.rule][:0]"),
    "a decision reads the act where it really was": (
        "law.py",
        "(*outer.decisions, decision)",
        "(*outer.decisions,)",
    ),
    "lawful for those who disobey": (
        "lawful.py",
        "if doer not in free and doer in law.covers(rule)",
        "if doer in law.covers(rule)",
    ),
    "those below must obey": (
        "lawful.py",
        "*(law.policy.party_and_below(party) for party in parties)",
        "*({party} for party in parties)",
    ),
    "duties bind nobody": ("obligations.py", "if asks_somebody_else(rule, self._free) else []", "if False else []"),
    "a duty without a trigger is left out": (
        "obligations.py",
        "started.update((rule.name, rule) for rule in self._index.untriggered)",
        "",
    ),
    "assumptions are forgotten": (
        "lawful.py",
        "for name, statement in law.policy.assumptions.items()",
        "for name, statement in ()",
    ),
    "a horizon that is not looked at": (
        "reading.py",
        "self.terms.conj([self.terms.not_after(minute, end) for end in h])",
        "self.terms.conj([])",
    ),
    "looking back, strictly": (
        "reading.py",
        "far = self.terms.not_after(mark, minute)",
        "far = self.terms.before(mark, minute)",
    ),
    "more than, not strictly": ("reading.py", "return terms.before(later, left)", "return terms.not_after(later, left)"),
    "within, without its last minute": (
        "reading.py",
        "return terms.conj((terms.not_after(right, left), terms.not_after(left, later)))",
        "return terms.conj((terms.not_after(right, left), terms.before(left, later)))",
    ),
    "latest for earliest": ("reading.py", 'earliest=which == "earliest"', 'earliest=which == "latest"'),
    "at, read at the moment outside": (
        "reading.py",
        "self.read(body, env, minute, h, context, polarity)",
        "self.read(body, env, m, h, context, polarity)",
    ),
    "every, over those that do not meet where": (
        "reading.py",
        "return self.terms.implies(where, self.read(formula.body",
        "return self.terms.implies(where ^ 1, self.read(formula.body",
    ),
    "at most, one too many": (
        "reading.py",
        "return least(number + 1, -polarity) ^ 1",
        "return least(number + 2, -polarity) ^ 1",
    ),
    "silence for words that nobody spoke": ("grounding.py", "if fact.decided_by and not kept", "if not kept"),
    "followers stay": (
        "grounding.py",
        "self.terms.disj((stays, self.terms.conj([own, *followed])))",
        "self.terms.disj((stays, own))",
    ),
    "a standard struck and the ones below it": (
        "grounding.py",
        "and self.policy.standards[fact.standard].rank >= rank:",
        "and self.policy.standards[fact.standard].rank <= rank:",
    ),
    "nature orders nothing": (
        "nature.py",
        "found.append(g.terms.implies(happens, g.terms.disj(before)))\n    return found",
        "before.clear()\n    return found",
    ),
    "a fact with two values": ("nature.py", "g.terms.exactly_one(\n", "g.terms.disj(\n"),
    "witnesses are all different": ("world.py", 'self.terms.boolean(("same", *key))', "FALSE"),
    "a dilemma though excused": ("dilemma.py", "engine.law.excused(rule, env, u, engine.plain, -sign) ^ 1,", ""),
    "a dilemma at the first minute only": ("dilemma.py", "dict.fromkeys((first, *changes))", "dict.fromkeys((first,))"),
    "given only lets others in": ("cases.py", "found += self._nothing_else()", "found += []"),
    "not, as if it denied nothing": (
        "reading.py",
        "return self.read(body, env, m, h, context, -polarity) ^ 1",
        "return self.read(body, env, m, h, context, polarity) ^ 1",
    ),
    "those who are not there are counted": (
        "world.py",
        "found = [self.terms.conj((present, body({**env, var.name: who}, polarity))) for present, who",
        "found = [body({**env, var.name: who}, polarity) for present, who",
    ),
    "what cannot be named is denied": (
        "world.py",
        "return TRUE if found is None else body({**env, var.name: found[0]})",
        "return FALSE if found is None else body({**env, var.name: found[0]})",
    ),
    "universals asked of one witness": (
        "world.py",
        "return self.terms.disj([body({**env, var.name: who}) for _, who in self.members(var.sort)])",
        "return self.terms.disj([body({**env, var.name: who}) for _, who in self.members(var.sort)[:1]])",
    ),
    "so far, asked at the end": (
        "questions.py",
        "self.lawful_at(self.now, declared.disobey))",
        "self.lawful_at(END, declared.disobey))",
    ),
    "no without, for no if": ("questions.py", "if isinstance(claim, NoWithout):", "if isinstance(claim, NoIf):"),
    "a laxer duty will do": (
        "questions.py",
        "self.terms.not_after(u, minute), soon, begun)",
        "self.terms.not_after(u, minute), begun)",
    ),
    "a comparison of a course with itself": (
        "grounding.py",
        'return self.terms.boolean(("fact 2", name, args))',
        "return plain",
    ),
    "never blocks, for never opens": (
        "questions.py",
        "blocked = isinstance(claim, NeverBlocks)",
        "blocked = isinstance(claim, NeverOpens)",
    ),
    "dilemmas of the whole duty": (
        "lawful.py",
        "same if candidate[0] == trigger else FALSE",
        "TRUE if candidate[0] == trigger else FALSE",
    ),
}

SAMPLE = (
    "unless is forgotten",
    "nothing is overridden",
    "breached in the due minute",
    "lawful for those who disobey",
    "assumptions are forgotten",
    "alone, whatever else licenses",
    "witnesses are all different",
    "not, as if it denied nothing",
)
"""These are tried in every run; the others by `make mutants`."""

BLOCKS = ("plain-0", "plain-1", "kinds-0", "kinds-1", "two actions-0", "two actions-1", "people-0", "people-1", "people-2")
BATTERY = [
    "tests/questions",
    *(f"tests/differential/test_brute_force.py::test_two_thousand_small_policies[{block}]" for block in BLOCKS),
]
"""The tests of each verdict, and a tenth of those against brute force."""


@pytest.mark.parametrize(
    "name", [name if name in SAMPLE else pytest.param(name, marks=pytest.mark.mutants) for name in MUTANTS]
)
def test_the_mutant_is_caught(name: str, tmp_path: Path) -> None:
    file, old, new = MUTANTS[name]
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    broken = tmp_path / "src" / "policyproof" / "encode" / file
    text = broken.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file} has changed: choose the slip anew"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *BATTERY]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=400, check=False)
    assert run.returncode == 1, run.stdout.decode()[-2000:]
