"""Who takes part in `scale.py`. Each is measured in a process of its own, which imports nothing of the others."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from scale_policies import make


class Run(msgspec.Struct, frozen=True):
    """What one contender did, in seconds of CPU. `answers`: by property, whether there is a scenario of that kind.

    `seconds`: from the policy as data to all answers; `first` and `further`: of that, each property's share. `load`: from the
    text to the policy.
    """

    answers: dict[str, bool]
    seconds: float = 0
    load: float = 0
    first: float = 0
    further: tuple[float, ...] = ()


def ours(place: Path, _rules: int) -> Run:
    """All verdicts on the policy of a file."""
    import z3  # noqa: F401, PLC0415  # as in the script of the other: importing it is no part of the question

    from policyproof.faces.cli import GARBAGE  # noqa: PLC0415
    from policyproof.project import load  # noqa: PLC0415
    from policyproof.questions.check import CheckOptions, check  # noqa: PLC0415

    gc.set_threshold(GARBAGE)  # as the command does
    start = time.process_time()
    (policy,) = load([str(place)]).policies
    loaded = time.process_time()
    marks: list[float] = []
    result = check(policy, CheckOptions(stories=False), lambda _: marks.append(time.process_time()))
    marks.append(time.process_time())
    each = [after - before for before, after in pairwise(marks)]
    answers = {one.property.name: one.verdict == _sought(one.property.claim) for one in result.properties}
    return Run(answers, marks[-1] - loaded, loaded - start, marks[1] - loaded, tuple(each[1:]))


def _sought(claim: object) -> str:
    """The verdict that says that there is a scenario of the kind that the claim is about."""
    return "holds" if type(claim).__name__ == "Possible" else "fails"


def stories(place: Path, _rules: int) -> Run:
    """What each property with a counterexample takes, from its question to the lines of the report."""
    from policyproof.project import load  # noqa: PLC0415
    from policyproof.questions.check import CheckOptions, check  # noqa: PLC0415
    from policyproof.questions.results import CheckResult, PolicyResult  # noqa: PLC0415
    from policyproof.report.text import TextOptions, render  # noqa: PLC0415

    (policy,) = load([str(place)]).policies
    marks: list[float] = []
    result = check(policy, CheckOptions(), lambda _: marks.append(time.process_time()))
    marks.append(time.process_time())
    further: list[float] = []
    for one, (before, after) in zip(result.properties, pairwise(marks), strict=True):
        start = time.process_time()
        render(CheckResult((PolicyResult(policy, (one,), ()),), (), (), {}), TextOptions())
        if one.tellings:
            further.append(after - before + time.process_time() - start)
    return Run({}, further=tuple(further))


def z3py(_place: Path, rules: int) -> Run:
    """The script for z3py."""
    from scale_z3py import answers  # noqa: PLC0415

    return _timed(answers, rules)


def clingo(_place: Path, rules: int) -> Run:
    """The program for clingo."""
    from scale_clingo import answers  # noqa: PLC0415

    return _timed(answers, rules)


def _timed(answers: Callable[..., dict[str, bool]], rules: int) -> Run:
    made = make(rules)
    start = time.process_time()
    found = answers(made)
    return Run(found, time.process_time() - start)


CONTENDERS: Final[dict[str, Callable[[Path, int], Run]]] = {"ours": ours, "stories": stories, "z3py": z3py, "clingo": clingo}
