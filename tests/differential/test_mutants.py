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
        "decisions.py",
        'forbidding = [rule for rule in rules["Forbids"]',
        'forbidding = [rule for rule in rules["Permits"]',
    ),
    "unless is forgotten": (
        "rulebook.py",
        "        if rule.unless is not None:\n",
        "        if rule.unless is not None and self._in_force:\n",
    ),
    "nothing is overridden": (
        "rulebook.py",
        "for other in self._overriders[rule.name]",
        "for other in self._overriders[rule.name][:0]",
    ),
    "duties license nothing": (
        "duties.py",
        'LICENSING = ("within after", "not later", "promptly", "together")',
        "LICENSING = ()",
    ),
    "every duty licenses": (
        "duties.py",
        'LICENSING = ("within after", "not later", "promptly", "together")',
        'LICENSING = ("within after", "not later", "promptly", "together", "before", "within before", "at least before")',
    ),
    "before includes the minute itself": ("delays.py", "return (trigger[0], trigger[1] - 1)", "return trigger"),
    "at least before, without its distance": (
        "delays.py",
        'return reader.away(deadline.form, deadline.length, trigger, "last")',
        'return reader.away(deadline.form, 0 if deadline.form == "at least before" else deadline.length, trigger, "last")',
    ),
    "within begins anywhere": (
        "duties.py",
        'case "within after" | "promptly" | "together":\n                bounds.append',
        'case "promptly" | "together":\n                bounds.append',
    ),
    "breached in the due minute": ("duties.py", "self.terms.before(due, bound)", "self.terms.not_after(due, bound)"),
    "excused at the end": ("duties.py", "m = END if due is None else due\n", "m = END\n"),
    "an excused duty is breached": ("duties.py", "self.terms.conj((when, *past, unexcused, ", "self.terms.conj((when, *past, "),
    "a condition read when asked": (
        "duties.py",
        "m = END if minute is None else minute\n",
        "m = END\n",
    ),
    "anybody meets a duty": (
        "duties.py",
        "self.g.done_by(duty.action, x, self.covers(rule), context),\n                        self._in_time",
        "self._in_time",
    ),
    "must, though done": (
        "duties.py",
        "undone = self.done(rule, env, u, due, context, stands) ^ 1\n                bound",
        "undone = TRUE\n                bound",
    ),
    "under any rule": ("law.py", "if not atom.alone:\n            return own", "if not atom.alone:\n            return TRUE"),
    "alone, whatever else licenses": ("law.py", "if rule.name != atom.rule and rule.law == declared.law]", "if False]"),
    "a decision reads the act where it really was": (
        "decisions.py",
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
    "duties bind nobody": ("obligations.py", "if binds else []", "if False else []"),
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
        "ends.py",
        "self.terms.conj([self.terms.not_after(minute, end) for end in h])",
        "self.terms.conj([])",
    ),
    "looking back, strictly": (
        "ends.py",
        'fits = self.terms.not_after(m, far(self.g, length, minute, "last"))',
        'fits = self.terms.before(m, far(self.g, length, minute, "last"))',
    ),
    "more than, not strictly": (
        "ends.py",
        'return terms.before(self.away(op, length, right, "last"), left)',
        'return terms.not_after(self.away(op, length, right, "last"), left)',
    ),
    "within, without its last minute": (
        "ends.py",
        'terms.not_after(left, self.away(op, length, right, "last"))))\n            case "within before"',
        'terms.before(left, self.away(op, length, right, "last"))))\n            case "within before"',
    ),
    "latest for earliest": ("ends.py", 'earliest=which == "earliest"', 'earliest=which == "latest"'),
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
    "silence for words that nobody spoke": ("grounding.py", "bool(fact.decided_by) and not kept", "not kept"),
    "followers stay": (
        "grounding.py",
        "self.terms.disj((stays, self.terms.conj([own, *followed])))",
        "self.terms.disj((stays, own))",
    ),
    "a standard struck and the ones below it": (
        "grounding.py",
        "return fact.standard is not None and self.policy.standards[fact.standard].rank >= rank",
        "return fact.standard is not None and self.policy.standards[fact.standard].rank <= rank",
    ),
    "nature orders nothing": (
        "nature.py",
        "found.append(g.terms.implies(happens, g.terms.disj(before)))\n    return found",
        "before.clear()\n    return found",
    ),
    "a fact with two values": ("nature.py", "g.terms.exactly_one(\n", "g.terms.disj(\n"),
    "witnesses are all different": ("world.py", 'self.terms.boolean(("same", *key))', "FALSE"),
    "a dilemma though excused": ("dilemma.py", "engine.law.excused(rule, env, due, engine.plain, -sign) ^ 1, ", ""),
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
        "return self.terms.disj(self._of_each(var, lambda who: body({**env, var.name: who})).values())",
        "return self.terms.disj(list(self._of_each(var, lambda who: body({**env, var.name: who})).values())[:1])",
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
    "scope is forgotten": (
        "rulebook.py",
        "        if scope is not None:\n",
        "        if scope is not None and self._in_force:\n",
    ),
    "a licence of another law lifts": ("decisions.py", "if rule.law != closing.law:", "if not rule.law:"),
    "an exception lifts every rule": ("decisions.py", "or closing.name in rule.sentence.exception_to", "or True"),
    "provisos do not matter": ("lawful.py", "(minute,), 0, sign, (m, (END,)))", "(minute,), 0, sign)"),
    "missed in the last minute": ("provisos.py", "law.terms.before(last, m)", "law.terms.not_after(last, m)"),
    "what is still open is missed": ("provisos.py", "terms.disj([comes for comes, _ in triggers]), *over))", "))"),
    "one part of a proviso is enough": (
        "provisos.py",
        "return terms.disj([missed(law, item",
        "return terms.conj([missed(law, item",
    ),
    "every, whoever it is": ("provisos.py", "asked = TRUE if where is None else", "asked = TRUE if True else"),
    "a window without its end": (
        "provisos.py",
        'return reader.away(relation.op, relation.length, trigger, "last")\n',
        "return trigger\n",
    ),
    "what stands is what was permitted": (
        "law.py",
        "self.may(action, x, doer, minute, (minute,), context, polarity, (m, h))",
        "self.may(action, x, doer, minute, (minute,), context, polarity)",
    ),
    "tainted from the start or never": (
        "law.py",
        "self.may(action, x, doer, minute, (minute,), context, -polarity, (m, h)) ^ 1",
        "self.may(action, x, doer, minute, (minute,), context, -polarity) ^ 1",
    ),
    "one law allows what all allow": (
        "decisions.py",
        'for rule in rules["Closes"] if law in {None, rule.law}]',
        'for rule in rules["Closes"]]',
    ),
    "governs, unless there is an exception": ("law.py", "partial(self.own_conditions, rule", "partial(self.conditions, rule"),
    "delays do nothing": ("delays.py", "terms.put_off(due, total)))", "due))"),
    "a delay counts where its condition fails": (
        "delays.py",
        "*(_Case(terms.conj((case.when, idle)), case.added, case.for_good) for case in cases),",
        "*(_Case(terms.conj((case.when, idle)), case.added + added, case.for_good) for case in cases),",
    ),
    "for good is for now": ("delays.py", "found.append((terms.conj((case.when, lost)), None))", "pass"),
    "a delay's condition read at the end": (
        "duties.py",
        "self.reader.read(delay.condition, env, u, (u,), context, polarity)",
        "self.reader.read(delay.condition, env, END, (END,), context, polarity)",
    ),
    "excused before the grants": (
        "duties.py",
        "self.excused(rule, env, due, context, -polarity) ^ 1\n",
        "self.excused(rule, env, due_minute(self.reader, duty_of(rule).deadline, u), context, -polarity) ^ 1\n",
    ),
    "one renewal more": (
        "lawful.py",
        "{law.granted(delay, env, context): 1}, most)",
        "{law.granted(delay, env, context): 1}, most + 1)",
    ),
    "those who are not there are granted delays": (
        "nature.py",
        "return [at_least_0, g.terms.disj((_present(g, fact, args), g.terms.at_most({number: 1}, 0)))]",
        "return [at_least_0]",
    ),
    "nobody beyond those known has a grant": (
        "delays.py",
        "law.g.sides[key] = (terms.at_most({total: -1}, 0),",
        "law.g.sides[key] = (terms.at_most({total: 1}, 0),",
    ),
    "grants are silenced for nobody": (
        "grounding.py",
        "return name in self.delays and self._goes",
        "return False and self._goes",
    ),
    "a grant named alone is any number": ("values.py", "args, valuation): -1}, -1)", "args, valuation): -1}, 0)"),
    "beliefs are true, or not": ("lawful.py", "return law.terms.implies(said, about)", "return TRUE"),
    "witnesses of another law answer": (
        "rulebook.py",
        "(self.reader.tag, *key), polarity, body)\n\n    def every_of",
        "key, polarity, body)\n\n    def every_of",
    ),
    "complies, whoever is asked about": ("compared.py", "Asked(only=parties)", "Asked()"),
    "the same, asked one way": (
        "compared.py",
        "Question(assumed, _unlawful(engine.law, engine.policy.name, asked, engine.sign), there),",
        "",
    ),
    "the other law assumes nothing": ("compared.py", "*stated(other, Supposed(), Plain(), of=claim.law))", ")"),
    "a claim reaches out of its scope": (
        "questions.py",
        "return TRUE if scope is None else self.reader",
        "return TRUE if True else self.reader",
    ),
    "a comparison with what is out of scope": (
        "questions.py",
        "contexts = (self.plain, self.g.context_of(second))",
        "contexts = (self.plain,)",
    ),
    "a claim knows no delays": (
        "questions.py",
        "dues = self.law.dues(rule, env, u, self.plain, sign)",
        "dues = [(TRUE, due_minute(self.reader, duty.deadline, u))]",
    ),
    "given only lets delays in": ("cases.py", "elif fact.name in self.g.delays:", "elif False:"),
    "unlawful under a licence that was kept": (
        "cases.py",
        "return terms.conj((does, applied, permitted, terms.conj(kept) ^ 1))",
        "return terms.conj((does, applied, permitted))",
    ),
    "a dilemma whenever the first minute is closed": (
        "dilemma.py",
        "_nowhere(engine, duty, env, u, due, doers, sign)",
        "_nowhere(engine, duty, env, u, u, doers, sign)",
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
    "a licence of another law lifts",
    "provisos do not matter",
    "one renewal more",
)
"""These are tried in every run; the others by `make mutants`."""

BLOCKS = ("plain-0", "plain-1", "kinds-0", "kinds-1", "two actions-0", "two actions-1", "people-0", "people-1", "people-2")
LATER = ("provisos-0", "provisos-1", "delays-0", "delays and people-0", "scope-0", "two laws-0", "compared-0")
BRUTE = "tests/differential/test_brute_force.py"
BATTERY = [
    "tests/questions",
    *(f"{BRUTE}::test_twelve_hundred_small_policies[{block}]" for block in BLOCKS),
    *(f"{BRUTE}::test_small_policies_with_later_conditions_and_several_laws[{block}]" for block in LATER),
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
