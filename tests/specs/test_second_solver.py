"""The shipped policies, put to a second solver: it agrees on every answer, and so do solvers that read our scripts."""

from __future__ import annotations

from pathlib import Path

import cvc5
import pytest
import z3

from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.scripts import scripts
from policyproof.solve.second import SecondOpinion


def answer_of_cvc5(text: str) -> str:
    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    symbols = cvc5.SymbolManager(manager)
    parser = cvc5.InputParser(solver, symbols)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "script")
    printed = []
    while not (command := parser.nextCommand()).isNull():
        printed.append(command.invoke(solver, symbols))
    return "".join(printed).strip()


def answer_of_z3(text: str) -> str:
    solver = z3.Solver()
    solver.from_string(text)
    return str(solver.check())


def test_it_agrees_on_every_answer(specs: Path) -> None:
    second = SecondOpinion(50_000_000)
    for policy in load([str(specs)]).policies:
        check(policy, CheckOptions(second=second))
    assert second.agreed > 300
    assert second.open == 0


@pytest.mark.parametrize("name", ["ring-2022", "ring-rfa", "ring-v0"])
def test_scripts_say_what_solvers_answer(name: str, specs: Path) -> None:
    (policy,) = load([str(specs / "ring" / f"{name}.policy")]).policies
    verdicts = {one.property.name: one.verdict for one in check(policy, CheckOptions(stories=False)).properties}
    expected: dict[str, str] = {}
    for script in scripts(policy, CheckOptions()):
        (status,) = [line for line in script.text.splitlines() if line.startswith("(set-info :status ")]
        expected[script.name] = status.removeprefix("(set-info :status ").removesuffix(")")
        assert answer_of_z3(script.text) == answer_of_cvc5(script.text) == expected[script.name]
    for declared, verdict in verdicts.items():
        broken = expected.get(f"{declared}.counterexample", expected.get(f"{declared}.witness"))
        found = "sat" if (verdict == "fails") == (f"{declared}.witness" not in expected) else "unsat"
        assert broken == found, declared


def test_scripts_are_ascii_and_name_what_they_assert(specs: Path) -> None:
    (policy,) = load([str(specs / "ring" / "ring-2022.policy")]).policies
    (script, *_) = scripts(policy, CheckOptions(properties=("consent-or-process",)))
    assert script.text.isascii()
    assert script.text.startswith("; policy ring-2022, property consent-or-process: ")
    assert "\n; rule closed\n" in script.text
    assert script.text.endswith("\n(check-sat)\n")
