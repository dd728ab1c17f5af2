"""Proofs that are found: everything refuted has one, the kernel accepts it, and nothing made of it proves what can be."""

from __future__ import annotations

import builtins
import copy
from collections.abc import Collection, Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyproof.logic.terms import FALSE, Lit, Terms
from policyproof.solve import evidence
from policyproof.solve.answers import Limits, Unsatisfiable
from policyproof.solve.errors import SolversDisagree, ToolMissing
from policyproof.solve.evidence import Unproved, prove, require_search
from policyproof.solve.kernel import Refused, Table, check
from policyproof.solve.notation import Asserted, Line, enter
from policyproof.solve.session import Session
from solve.made import random_question


def refuted(terms: Terms, asserted: Collection[Asserted]) -> bool:
    return isinstance(Session(terms, Limits()).ask([lit for lit, _ in asserted], model=False), Unsatisfiable)


def found(terms: Terms, asserted: Sequence[Asserted]) -> list[Line]:
    lines = prove(terms, asserted, Limits())
    assert not isinstance(lines, Unproved), lines
    return list(lines)


def accepted(lines: Sequence[Line], terms: Terms, asserted: Collection[Asserted]) -> bool:
    table = Table()
    try:
        check(lines, table, enter(terms, asserted, table))
    except Refused:
        return False
    return True


@cache
def refutable() -> tuple[int, ...]:
    """Seeds of random questions that are refuted."""
    seeds = tuple(seed for seed in range(240) if refuted(*random_question(Random(seed))))
    assert len(seeds) > 80
    return seeds


@cache
def example(which: int) -> tuple[Terms, list[Asserted], list[Line]]:
    """One of them, with its proof."""
    terms, asserted = random_question(Random(refutable()[which % len(refutable())]))
    return terms, asserted, found(terms, asserted)


# ---- everything refuted has a proof


def test_random_questions() -> None:
    for which, seed in enumerate(refutable()):
        terms, asserted, lines = example(which)
        assert accepted(lines, terms, asserted), seed


def test_the_same_bytes_every_time() -> None:
    for seed in refutable()[:25]:
        assert found(*random_question(Random(seed))) == found(*random_question(Random(seed)))


def sums(*bounds: tuple[tuple[int, ...], int]) -> tuple[Terms, list[Asserted]]:
    """That each of these sums is at most its bound: `((3, 5), 7)` for 3x + 5y <= 7."""
    terms = Terms()
    numbers = [terms.number(name) for name in "xyz"]
    asserted = [(terms.at_most(dict(zip(numbers, factors, strict=False)), bound), "rule r") for factors, bound in bounds]
    return terms, asserted


@pytest.mark.parametrize(
    "bounds",
    [
        [((1,), 0), ((-1,), -1)],
        [((1, 1), 3), ((-1,), -2), ((0, -1), -2)],
        [((2, -2), 1), ((-2, 2), -1)],  # an even number is odd
        [((3, 5), 7), ((-3, -5), -7), ((-1,), 0), ((0, -1), 0)],  # 7 cents in coins of 3 and 5
        [((6, 10, 15), 29), ((-6, -10, -15), -29), ((-1,), 0), ((0, -1), 0), ((0, 0, -1), 0)],
        [((4, 6), 11), ((-4, -6), -11)],
    ],
)
def test_sums_of_whole_numbers(bounds: list[tuple[tuple[int, ...], int]]) -> None:
    terms, asserted = sums(*bounds)
    assert accepted(found(terms, asserted), terms, asserted)


def test_a_duty_that_falls_due_before_it_begins() -> None:
    terms = Terms()
    start, end = terms.time("start"), terms.time("end")
    lits = [terms.not_after((end[0], end[1] + 3), start), terms.not_after(start, (end[0], end[1] + 1))]
    asserted = [(lit, "rule r") for lit in lits]
    lines = found(terms, asserted)
    assert len(lines) == 6
    assert lines[-2] == {"n": 5, "not all": [-1, 2], "times": [1, 1]}
    assert accepted(lines, terms, asserted)


def test_what_is_false_by_itself() -> None:
    terms = Terms()
    asserted = [(FALSE, "rule r")]
    assert accepted(found(terms, asserted), terms, asserted)


def test_a_search_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_CLASHES", 2)
    terms, asserted = sums(((6, 10, 15), 29), ((-6, -10, -15), -29), ((-1,), 0), ((0, -1), 0), ((0, 0, -1), 0))
    answer = prove(terms, asserted, Limits())
    assert isinstance(answer, Unproved)
    assert "more than 2 steps" in answer.reason


def test_a_work_limit_leaves_no_proof() -> None:
    terms, asserted = sums(((6, 10, 15), 29), ((-6, -10, -15), -29), ((-1,), 0), ((0, -1), 0), ((0, 0, -1), 0))
    assert isinstance(prove(terms, asserted, Limits(work=1)), Unproved)


def test_the_search_objects_where_the_solver_errs(monkeypatch: pytest.MonkeyPatch) -> None:
    def errs(_: Session, lits: Sequence[Lit]) -> list[Lit]:
        return list(lits)

    monkeypatch.setattr(Session, "core", errs)
    terms = Terms()
    with pytest.raises(SolversDisagree):
        prove(terms, [(terms.boolean("a"), "rule r"), (terms.at_most({terms.number("x"): 2}, 5), "rule s")], Limits())


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    importing = builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name.startswith("pysat"):
            raise ImportError(name)
        return importing(name, *rest)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ToolMissing, match=r"pip install 'policyproof\[evidence\]'"):
        require_search()


# ---- and of what can be, there is none

CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 7), st.integers(-12, 12)), min_size=1, max_size=4)
"""Where a proof is changed, in which way, and by how much."""


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(which=st.integers(0, 10**6), without=st.integers(0, 10**6), changes=CHANGES)
def test_no_change_of_a_proof_proves_what_can_be(which: int, without: int, changes: list[tuple[int, int, int]]) -> None:
    """Take a sentence away that the proof needs: the rest can be, and no tampering shows that it cannot."""
    terms, asserted, lines = example(which % len(refutable()))
    needed = sorted({str(line["from"]) for line in lines if "given" in line})
    rest = [one for one in asserted if one[1] != needed[without % len(needed)]]
    if refuted(terms, rest):  # by others
        return
    assert not accepted(lines, terms, rest)
    for where, kind, by in changes:
        lines = changed(lines, where, kind, by)
        assert not accepted(lines, terms, rest)


def changed(lines: Sequence[Line], where: int, kind: int, by: int) -> list[Line]:
    """The lines with one of them altered, left out, said twice or moved; numbered anew, so that none seems to be missing."""
    altered = [copy.deepcopy(line) for line in lines] or [{"n": 1, "all": []}]
    at = where % len(altered)
    match kind:
        case 0:
            del altered[at]
        case 1:
            altered.insert(at, dict(altered[(at + by) % len(altered)]))
        case 2:
            other = (at + by) % len(altered)
            altered[at], altered[other] = altered[other], altered[at]
        case 3:
            altered = altered[: at + 1]
            altered[-1] = {"n": 0, "clause": [], "by": list(range(1, at + 1))}
        case _:
            altered[at] = {key: nudged(value, by) for key, value in altered[at].items()}
    return [{**line, "n": n} for n, line in enumerate(altered, start=1)]


def nudged(value: object, by: int) -> object:
    """The value with its first or last number moved, or turned into its opposite."""
    match value:
        case list() if value:
            at = by % len(value)
            return [*value[:at], nudged(value[at], by), *value[at + 1 :]]
        case int():
            return -value if by == 0 else value + by
        case _:
            return value


@pytest.mark.parametrize("which", range(25))
def test_every_line_of_a_proof_counts(which: int) -> None:
    """Left out without numbering anew, broken off anywhere, gone on with, or with a sentence turned round: refused."""
    terms, asserted, lines = example(which)
    assert not any(accepted(lines[:kept], terms, asserted) for kept in range(len(lines)))
    assert not any(accepted(lines[:at] + lines[at + 1 :], terms, asserted) for at in range(len(lines)))
    assert not accepted([*lines, {"n": len(lines) + 1, "clause": [1], "by": []}], terms, asserted)
    for at, line in enumerate(lines):
        if "given" in line:
            turned = {**line, "given": -int(str(line["given"]))}
            assert not accepted([*lines[:at], turned, *lines[at + 1 :]], terms, asserted)
