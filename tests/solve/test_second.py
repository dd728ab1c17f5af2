"""The second solver: it is asked the same, it may object, and it may not know."""

from __future__ import annotations

import builtins
from random import Random

import pytest

from policyproof.logic.terms import Terms
from policyproof.solve.answers import Limits, Model, Satisfiable, Unknown, Unsatisfiable
from policyproof.solve.errors import SolversDisagree, ToolMissing
from policyproof.solve.second import Mirror, SecondOpinion
from policyproof.solve.session import Session
from solve.made import random_question

WORK = 10_000_000


def test_two_solvers_agree_on_random_questions() -> None:
    second = SecondOpinion(WORK)
    for seed in range(80):
        terms, asserted = random_question(Random(seed))
        session = Session(terms, Limits(second=second))
        lits = [lit for lit, _ in asserted]
        session.always(lits[:3])
        for end in range(3, len(lits) + 1):
            session.ask(lits[3:end], model=end % 2 == 0)
    assert second.agreed > 500
    assert second.open == 0


def test_it_objects() -> None:
    terms = Terms()
    a = terms.boolean("a")
    before = terms.before(terms.time("x"), terms.time("y"))
    mirror = Mirror(terms, SecondOpinion(WORK))
    mirror.suppose([terms.disj((a, before))])
    with pytest.raises(SolversDisagree, match="z3 finds that something can be, and cvc5 answers unsat"):
        mirror.compare([a ^ 1, before ^ 1], Satisfiable(Model({}, [], [])))
    with pytest.raises(SolversDisagree, match="z3 finds that something cannot be, and cvc5 answers sat"):
        mirror.compare([a ^ 1], Unsatisfiable())


def test_what_one_of_them_does_not_answer_is_counted() -> None:
    terms = Terms()
    a = terms.boolean("a")
    second = SecondOpinion(WORK)
    mirror = Mirror(terms, second)
    mirror.compare([a], Unknown("the work limit"))
    assert (second.agreed, second.open) == (0, 1)


def test_its_work_is_limited_too() -> None:
    terms = Terms()
    pigeons = [[terms.boolean((pigeon, hole)) for hole in range(9)] for pigeon in range(10)]
    lits = [terms.disj(holes) for holes in pigeons]
    lits += [terms.disj((one[h] ^ 1, other[h] ^ 1)) for n, one in enumerate(pigeons) for other in pigeons[:n] for h in range(9)]
    second = SecondOpinion(100)
    Mirror(terms, second).compare(lits, Unsatisfiable())
    assert (second.agreed, second.open) == (0, 1)


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    importing = builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name.startswith("cvc5"):
            raise ImportError(name)
        return importing(name, *rest)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ToolMissing, match=r"pip install 'policyproof\[cross-check\]'"):
        SecondOpinion(WORK)
