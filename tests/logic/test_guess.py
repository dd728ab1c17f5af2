"""A first guess: right where it says yes, and good enough for what stands open."""

from __future__ import annotations

from random import Random

import pytest

from policyproof.logic.guess import guess
from policyproof.logic.terms import FALSE, TRUE, Lit, Terms
from policyproof.solve.answers import Limits, Satisfiable
from policyproof.solve.session import Session


def some_terms() -> tuple[Terms, list[Lit]]:
    terms = Terms()
    return terms, [terms.boolean(name) for name in "abcd"]


def test_what_is_forced() -> None:
    terms, (a, b, c, _) = some_terms()
    assert guess(terms, [a, b ^ 1, terms.conj((a, c))])
    assert not guess(terms, [terms.conj((a, b)), terms.conj((a, b ^ 1))])
    assert guess(terms, [TRUE])
    assert not guess(terms, [FALSE])
    assert guess(terms, [])


def test_of_a_disjunction_the_part_that_asks_for_least() -> None:
    terms, (a, b, c, d) = some_terms()
    assert guess(terms, [terms.disj((a, b ^ 1)), terms.implies(c, d), terms.disj((terms.conj((a, b)), c))])
    assert guess(terms, [terms.disj((a, b)), a ^ 1])
    assert not guess(terms, [terms.disj((a, b)), a ^ 1, b ^ 1])


def test_minutes() -> None:
    terms = Terms()
    first, second, third = (terms.time(name) for name in "xyz")
    assert guess(terms, [terms.before(first, second), terms.before(second, third), terms.before((third[0], -100), first)])
    assert not guess(terms, [terms.before(first, second), terms.before(second, third), terms.before(third, first)])


def test_numbers_are_left_at_nothing() -> None:
    terms = Terms()
    assert guess(terms, [terms.at_most({terms.number("n"): 1}, 3)])
    assert not guess(terms, [terms.at_most({terms.number("n"): -1}, -3)])


def random_term(rng: Random, terms: Terms, depth: int) -> Lit:
    if depth == 0:
        minute = (rng.randrange(3), rng.randint(-2, 2))
        atom = terms.not_after((rng.randrange(3), 0), minute) if rng.random() < 0.5 else terms.boolean(rng.choice("abcd"))
        return atom ^ rng.randint(0, 1)
    parts = [random_term(rng, terms, depth - 1) for _ in range(rng.randint(1, 3))]
    return terms.conj(parts) ^ rng.randint(0, 1)


@pytest.mark.parametrize("block", range(4))
def test_a_yes_is_right_and_not_rare(block: int) -> None:
    found = possible = 0
    for seed in range(block * 50, block * 50 + 50):
        rng = Random(seed)
        terms = Terms()
        for name in "xyz":
            terms.time(name)
        lits = [random_term(rng, terms, 3) for _ in range(rng.randint(1, 4))]
        answer = isinstance(Session(terms, Limits()).ask(lits), Satisfiable)
        guessed = guess(terms, lits)
        assert answer or not guessed, seed
        found += guessed
        possible += answer
    assert found > possible / 2
