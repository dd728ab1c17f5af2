"""`check --cross-check` and `check --emit smt2`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import z3

from conftest import Run
from faces.texts import FAILS, HOLDS, LIBRARY, SMALL
from policyproof.faces.cli import main
from policyproof.solve.second import Mirror, SecondOpinion


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "given.policy"
    path.write_text(SMALL + HOLDS + FAILS, encoding="utf-8")
    return path


# ---- a second solver


def test_agreement_is_said_and_changes_nothing_else(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", policy.name]) == 1
    report = capsys.readouterr().out
    assert main(["check", policy.name, "--cross-check"]) == 1
    said = capsys.readouterr()
    assert said.out == report
    assert re.fullmatch(r"policyproof: cvc5 agrees on [1-9]\d* answers\n", said.err)


def test_what_it_does_not_answer_is_said(
    policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lazy(self: Mirror, text: str) -> str:  # noqa: ARG001 - as the method is called
        return "unknown (RESOURCEOUT)" if "check-sat" in text else ""

    monkeypatch.setattr(Mirror, "_do", lazy)
    assert main(["check", policy.name, "--cross-check", "--property", "asked"]) == 0
    assert re.fullmatch(
        r"policyproof: cvc5 agrees on 0 answers; \d+ questions had no answer from one of the solvers\n", capsys.readouterr().err
    )


def test_a_disagreement_is_an_internal_error(
    policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def contrary(self: Mirror, text: str) -> str:  # noqa: ARG001 - as the method is called
        return "sat" if "check-sat" in text else ""

    monkeypatch.setattr(Mirror, "_do", contrary)
    assert main(["check", policy.name, "--cross-check"]) == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert "two solvers disagree" in said.err
    assert "no verdict can be trusted" in " ".join(said.err.split())


@pytest.mark.parametrize(
    ("arguments", "package", "extra"),
    [(["--cross-check"], "cvc5", "cross-check"), (["--certificate", "out"], "pysat", "evidence")],
)
def test_what_is_not_installed(
    arguments: list[str],
    package: str,
    extra: str,
    policy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    monkeypatch.setitem(__import__("sys").modules, f"{package}.solvers", None)
    assert main(["check", policy.name, *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"type `pip install 'policyproof[{extra}]'`" in said.err


def test_its_work_is_bounded_by_the_limit(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert SecondOpinion(7).work == 7
    assert main(["check", policy.name, "--cross-check", "--limit", "1000000"]) == 1
    assert "cvc5 agrees" in capsys.readouterr().err


# ---- scripts


def test_scripts_on_standard_output_are_one_session(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", policy.name, "--emit", "smt2"]) == 0
    text = capsys.readouterr().out
    scripts = text.split("(reset)\n")
    assert len(scripts) == 4
    for script in scripts:
        solver = z3.Solver()
        solver.from_string(script)
        assert f"(set-info :status {solver.check()})" in script


def test_scripts_as_files(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", policy.name, "--emit", "smt2", "--into", "scripts", "--property", "asked"]) == 0
    assert capsys.readouterr().out == ""
    names = sorted(path.name for path in Path("scripts").iterdir())
    assert names == [f"small.asked.{what}.smt2" for what in ("counterexample", "occasion-1", "up-to-the-act")]
    first = Path("scripts", names[0]).read_text(encoding="ascii").splitlines()
    assert first[:4] == [
        "; policy small, property asked: is there a counterexample?",
        "; for any number of individuals",
        "(set-info :status unsat)",
        "(set-logic QF_LIA)",
    ]


def test_the_same_scripts_in_every_process(policy: Path, run_cli: Run) -> None:
    first, second = (run_cli("check", policy.name, "--emit", "smt2", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.stdout == second.stdout != b""


def test_user_words_stay_in_remarks(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("asked", "gefragt-été").replace("consented", "règle"), encoding="utf-8")
    main(["check", policy.name, "--emit", "smt2"])
    said = capsys.readouterr().out
    assert said.isascii()
    assert "gefragt" not in "".join(line for line in said.splitlines() if not line.startswith(";"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--emit", "smt3"], "invalid choice"),
        (["--into", "scripts"], "--into says where --emit writes"),
        (["--emit", "smt2", "--into", "given.policy"], "the folder `given.policy` cannot be made"),
        (["--emit", "smt2", "--property", "lost"], "no property is called `lost`"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, policy: Path, run_cli: Run) -> None:
    done = run_cli("check", policy.name, *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()


@pytest.mark.parametrize("text", [SMALL, LIBRARY])
def test_nothing_to_ask(text: str, policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(text, encoding="utf-8")
    assert main(["check", policy.name, "--emit", "smt2"]) == 2
    assert "nothing was written" in capsys.readouterr().err


def test_a_policy_with_errors(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(SMALL + "property p: no such", encoding="utf-8")
    assert main(["check", policy.name, "--emit", "smt2"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "error[" in said.err
