"""`check --certificate DIR` and `verify DIR FILE`, as people and CI jobs meet them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import FAILS, HOLDS, KNOWN, LIBRARY, SMALL, STALE, VACUOUS
from policyproof.faces.cli import main
from policyproof.solve import evidence

POSSIBLE = 'property can "It can happen": possible release\n'
NEVER = 'property cannot "It cannot happen without": possible release and not consent\n  known to fail because "so"\n'


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "given.policy"
    path.write_text(SMALL + HOLDS + KNOWN + POSSIBLE + NEVER, encoding="utf-8")
    return path


def certificates(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


BOTH = ["small.asked.proof.jsonl", "small.cannot.proof.jsonl"]


def test_written_and_verified(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", policy.name, "--certificate", "out"]) == 0
    said = capsys.readouterr()
    assert said.err == "policyproof: 2 certificates in `out`\n"
    assert certificates(Path("out")) == BOTH
    assert main(["verify", "out", policy.name]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "A small policy",
        "small (given.policy, as of 2024-01-01)",
        "",
        "asked (line 9): verified: 2 proofs, 19 lines.",
        "served (line 10): none needed: it is known to fail.",
        "can (line 12): none needed: a scenario shows it, and no proof.",
        "cannot (line 13): verified: 1 proof, 9 lines.",
        "",
        "Verified: 2 certificates; 0 refused; 0 missing; 2 not needed.",
        "A certificate shows what follows from a policy as this tool reads it, for any number of people. It",
        "does not show that the reading is right, nor that what a claim speaks of can happen. This is a model",
        "of the rules, not legal advice.",
    ]


def test_the_report_is_the_same_with_certificates(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for shape in ("text", "json"):
        main(["check", policy.name, "--format", shape])
        without = capsys.readouterr().out
        main(["check", policy.name, "--format", shape, "--certificate", "out"])
        assert capsys.readouterr().out == without


def test_the_same_bytes_in_every_process(policy: Path, run_cli: Run) -> None:
    for seed in ("1", "2"):
        run_cli("check", policy.name, "--certificate", f"out{seed}", PYTHONHASHSEED=seed)
    for name in BOTH:
        assert Path("out1", name).read_bytes() == Path("out2", name).read_bytes()


def test_verifying_asks_no_solver(policy: Path) -> None:
    main(["check", policy.name, "--certificate", "out"])
    script = (
        "import sys\nfrom policyproof.faces.cli import main\n"
        "assert main(['verify', 'out', 'given.policy']) == 0\n"
        "print(sorted({'z3', 'pysat', 'cvc5'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"


def test_from_standard_input(policy: Path, run_cli: Run) -> None:
    text = policy.read_bytes()
    assert run_cli("check", "-", "--certificate", "out", stdin=text).returncode == 0
    assert run_cli("verify", "out", "-", stdin=text).returncode == 0
    assert run_cli("verify", "out", "-", stdin=text + b"\n").returncode == 1


# ---- what is refused, and what is missing


@pytest.mark.parametrize("edit", ["# a comment\n", "rule also: ring may release if warrant\n"])
def test_an_edited_policy(edit: str, policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", policy.name, "--certificate", "out"])
    policy.write_text(policy.read_text(encoding="utf-8") + edit, encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", "out", policy.name]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "asked (line 9): refused: it was made for another text of the policy" in said
    assert "Verified: 0 certificates; 2 refused: `asked` and `cannot`; 0 missing; 2 not needed." in said


def test_a_missing_certificate(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", policy.name, "--certificate", "out"])
    Path("out", BOTH[1]).unlink()
    capsys.readouterr()
    assert main(["verify", "out", policy.name]) == 3
    said = capsys.readouterr().out
    assert "cannot (line 13): no certificate." in said
    assert "1 missing: `cannot`" in said


def test_refused_wins_over_missing(policy: Path) -> None:
    main(["check", policy.name, "--certificate", "out"])
    Path("out", BOTH[0]).unlink()
    Path("out", BOTH[1]).write_bytes(b"")
    assert main(["verify", "out", policy.name]) == 1


def test_a_certificate_without_its_second_proof(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", policy.name, "--certificate", "out"])
    lines = Path("out", BOTH[0]).read_text(encoding="utf-8").splitlines(keepends=True)
    act = next(at for at, line in enumerate(lines) if "up to the act" in line)
    Path("out", BOTH[0]).write_text("".join(lines[:act]), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", "out", policy.name]) == 3
    said = " ".join(capsys.readouterr().out.split())
    assert "asked (line 9): verified in part: that nothing breaks it (1 proof, " in said
    assert "not that the rules about the act itself uphold it." in said


def test_what_the_policy_does_not_prove_has_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "given.policy"
    path.write_text(SMALL + FAILS + VACUOUS, encoding="utf-8")
    assert main(["check", str(path), "--certificate", str(tmp_path / "out")]) == 1
    assert certificates(tmp_path / "out") == []
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "out"), str(path)]) == 3
    assert "2 missing: `served` and `idle`" in capsys.readouterr().out


def test_a_stale_certificate_is_taken_away(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", policy.name, "--certificate", "out"])
    Path("out", "notes.txt").write_text("mine", encoding="utf-8")
    policy.write_text(SMALL.replace("if consent", "if warrant") + HOLDS, encoding="utf-8")
    assert main(["check", policy.name, "--certificate", "out"]) == 1
    assert certificates(Path("out")) == ["notes.txt", "small.cannot.proof.jsonl"]
    assert "0 certificates in `out`" in capsys.readouterr().err


def test_only_the_properties_asked_about(policy: Path) -> None:
    main(["check", policy.name, "--certificate", "out"])
    before = Path("out", BOTH[1]).read_bytes()
    assert main(["check", policy.name, "--certificate", "out", "--property", "asked"]) == 0
    assert Path("out", BOTH[1]).read_bytes() == before


def test_a_known_failure_that_holds_has_one_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "given.policy"
    path.write_text(SMALL + STALE, encoding="utf-8")
    assert main(["check", str(path), "--certificate", str(tmp_path / "out")]) == 1
    assert main(["verify", str(tmp_path / "out"), str(path)]) == 0


def test_a_proof_that_cannot_be_written_down(
    policy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = 'property late "In time": no release without consent not later than 1 hour after release\n'
    policy.write_text(SMALL + claim, encoding="utf-8")
    monkeypatch.setattr(evidence, "MOST_CLASHES", 0)
    assert main(["check", policy.name, "--certificate", "out"]) == 3
    said = capsys.readouterr()
    assert "No certificate that there is no counterexample: it would take more than 0 steps" in said.out
    assert said.err == "policyproof: 0 certificates in `out`; of 1 property, not all could be written down\n"


# ---- bad input


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["verify"], 2, "usage"),
        (["verify", "out"], 2, "PATH"),
        (["verify", "nowhere", "given.policy"], 2, "there is no folder `nowhere`"),
        (["verify", "given.policy", "given.policy"], 2, "there is no folder `given.policy`"),
        (["verify", "a\0b", "given.policy"], 2, "there is no folder"),
        (["verify", ".", "nowhere.policy"], 2, "nowhere.policy"),
        (["check", "given.policy", "--certificate", "given.policy"], 2, "the folder `given.policy` cannot be made"),
        (["check", "given.policy", "--certificate"], 2, "--certificate"),
        (["check", "given.policy", "--certificate", "out", "--emit", "smt2"], 2, "not allowed with"),
    ],
)
def test_bad_input(arguments: list[str], code: int, said: str, policy: Path, run_cli: Run) -> None:
    assert policy.exists()
    done = (
        run_cli(*arguments)
        if "\0" not in "".join(arguments)
        else subprocess.CompletedProcess([], main(arguments), b"", b"there is no folder")
    )
    assert done.returncode == code
    shown = (done.stdout + done.stderr).decode()
    assert said in shown
    assert "Traceback" not in shown


def test_a_policy_with_errors(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", policy.name, "--certificate", "out"])
    policy.write_text(policy.read_text(encoding="utf-8") + "property p: no such", encoding="utf-8")
    assert main(["verify", "out", policy.name]) == 2
    assert "error[" in capsys.readouterr().out


@pytest.mark.parametrize("text", [SMALL, LIBRARY])
def test_nothing_to_verify(text: str, policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy.write_text(text, encoding="utf-8")
    assert main(["verify", ".", policy.name]) == 2
    assert "nothing was verified" in capsys.readouterr().err


def test_two_policies_of_one_name(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.policy").write_text(policy.read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["check", ".", "--certificate", "out"]) == 2
    assert "`given.policy` and `other.policy` would both write `small.asked.proof.jsonl`" in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_folder_in_the_place_of_a_certificate(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out", BOTH[0]).mkdir(parents=True)
    assert main(["check", policy.name, "--certificate", "out"]) == 2
    assert f"`out/{BOTH[0]}` cannot be written" in capsys.readouterr().err
    assert main(["verify", "out", policy.name]) == 2
    assert f"`out/{BOTH[0]}` cannot be read" in capsys.readouterr().err


def test_a_name_that_could_play_tricks_with_a_terminal(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", policy.name, "--certificate", "out"])
    place = Path("out", BOTH[0])
    first, _, rest = place.read_text(encoding="utf-8").partition("\n")
    place.write_text(json.dumps({**json.loads(first), "property": "\x1b[2Jgone"}) + "\n" + rest, encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", "out", policy.name]) == 1
    assert "\x1b" not in capsys.readouterr().out
