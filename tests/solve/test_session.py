"""What the solver is told, and what it may answer."""

from __future__ import annotations

from policyproof.logic.terms import Terms
from policyproof.solve.answers import Limits, Satisfiable, Unknown, Unsatisfiable
from policyproof.solve.session import Session
from policyproof.solve.smtlib import script


def test_answers_and_models() -> None:
    terms = Terms()
    x, y = terms.time("x"), terms.time("y")
    a = terms.boolean("a")
    either = terms.disj((a, terms.before(x, y)))
    session = Session(terms, Limits())
    answer = session.ask([either, a ^ 1])
    assert isinstance(answer, Satisfiable)
    assert answer.model.makes_true(terms, [either, a ^ 1, terms.before(x, y)])
    assert isinstance(session.ask([either, a ^ 1, terms.before(y, x)]), Unsatisfiable)


def test_what_always_holds_holds_in_a_fresh_solver_too() -> None:
    terms = Terms()
    a, b = terms.boolean("a"), terms.boolean("b")
    session = Session(terms, Limits())
    session.always([terms.disj((a, b))])
    assert isinstance(session.ask([a ^ 1, b ^ 1]), Unsatisfiable)


def test_two_arenas_do_not_mix() -> None:
    for key in ("a", "b"):
        terms = Terms()
        lit = terms.boolean(key) if key == "a" else terms.boolean(key) ^ 1
        assert isinstance(Session(terms, Limits()).ask([lit]), Satisfiable)


def test_a_limit_is_no_answer() -> None:
    terms = Terms()
    numbers = [terms.number(i) for i in range(30)]
    hard = [
        terms.at_most({n: 3 + i, numbers[(i * 7 + 1) % 30]: -5, numbers[(i * 11 + 3) % 30]: 2}, i - 9)
        for i, n in enumerate(numbers)
    ]
    answer = Session(terms, Limits(work=1)).ask([terms.disj(hard), terms.conj(hard) ^ 1])
    assert isinstance(answer, Unknown)
    assert "limit" in answer.reason


def test_the_text_is_made_of_our_own_names() -> None:
    terms = Terms()
    odd = terms.conj([terms.boolean("x | y \\"), terms.before(terms.time("née"), terms.time("b"))])
    text = script(terms, [(odd, "rule née\n(exit)")], "sat", ["née\r\n(exit)"])
    said = [line for line in text.splitlines() if not line.startswith(";")]
    assert text.isascii()
    assert not any("|" in line or "exit" in line for line in said)
    assert text.endswith("(check-sat)\n")


def test_times_that_are_sums_are_solved_with_their_numbers() -> None:
    """Told by a minute that is put off for each grant: a late enough minute needs enough grants."""
    terms = Terms()
    asked, told, grants = terms.time("asked"), terms.time("told"), terms.number("grants")
    in_time = terms.not_after(told, terms.put_off((asked[0], 10), {grants: 90}))
    late = terms.not_after((asked[0], 365), told)
    few = terms.at_most({grants: 1}, 3)
    session = Session(terms, Limits())
    assert isinstance(session.ask([in_time, late, few]), Unsatisfiable)
    answer = session.ask([in_time, late])
    assert isinstance(answer, Satisfiable)
    assert answer.model.number(grants) >= 4
    assert answer.model.makes_true(terms, [in_time, late])
    assert "(+ t0 (* 90 n0))" in script(terms, [(in_time, "in time")], "sat")
