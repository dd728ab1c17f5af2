"""A fault of the tool is told as one: a paragraph, a code of its own, never a verdict."""

from __future__ import annotations

import argparse

import pytest

from policyproof.faces.cli.failure import guarded
from policyproof.search.errors import InternalDisagreement

NOTHING = argparse.Namespace()


def _failing(failure: BaseException) -> int:
    def run(_: argparse.Namespace) -> int:
        raise failure

    return guarded(run, NOTHING)


def test_interrupted(capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "policyproof: interrupted\n"


@pytest.mark.parametrize("failure", [RuntimeError("something"), RecursionError(), MemoryError(), KeyError("x")])
def test_internal_errors(failure: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICYPROOF_DEBUG", raising=False)
    assert _failing(failure) == 70
    said = capsys.readouterr().err
    assert said.startswith("policyproof: internal error")
    assert "report it" in said.replace("\n", " ")
    assert "Traceback" not in said


def test_a_disagreement_is_never_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(InternalDisagreement("of `release`")) == 70
    assert "no verdict can be trusted" in capsys.readouterr().err.replace("\n", " ")


def test_the_traceback_is_there_for_the_asking(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYPROOF_DEBUG", "1")
    assert _failing(RuntimeError("something")) == 70
    assert "Traceback" in capsys.readouterr().err
