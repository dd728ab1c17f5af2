"""Comparisons that clash: what is found adds up, and nothing is missed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product
from random import Random

import pytest

from policyproof.logic.terms import Lit, Terms
from policyproof.solve.answers import Limits, Unsatisfiable
from policyproof.solve.session import Session
from policyproof.solve.sums import Clash, Split, clash


def random_comparisons(rng: Random) -> tuple[Terms, list[Lit]]:
    terms = Terms()
    lits = []
    for _ in range(rng.randint(1, 9)):
        kind = rng.random()
        if kind < 0.7:
            left, right = rng.sample("wxyz", 2)
            later = terms.time(right)
            if kind > 0.45:
                later = terms.put_off(later, {terms.number(rng.choice("nmk")): rng.choice((-3, -2, 1, 2))})
            lit = terms.not_after((terms.time(left)[0], rng.randint(-2, 2)), later)
        else:
            names = rng.sample("nmk", rng.randint(1, 3))
            lit = terms.at_most({terms.number(name): rng.choice((-3, -2, -1, 1, 2, 3)) for name in names}, rng.randint(-4, 4))
        lits.append(lit ^ (rng.random() < 0.5))
    return terms, lits


def adds_up(terms: Terms, found: Clash) -> bool:
    """The comparisons, each so many times, say that 0 is at most something below 0."""
    total: Counter[object] = Counter()
    limit = 0
    for lit, times in zip(found.lits, found.times, strict=True):
        sign = -1 if lit & 1 else 1
        match terms.nodes[lit >> 1]:
            case ("diff", x, y, bound):
                for time, factor in ((x, 1), (y, -1)):
                    base, added = terms.sums.get(time, (time, ()))
                    total.update({("time", base): sign * times * factor})
                    total.update({("number", number): sign * times * factor * often for number, often in added})
            case ("linear", summands, bound):
                total.update({("number", number): sign * times * factor for number, factor in summands})
            case _:
                return False
        limit += times * (bound if sign > 0 else -bound - 1)
    return limit < 0 and not any(total.values())


@pytest.mark.parametrize("seed", range(300))
def test_what_is_found(seed: int) -> None:
    terms, lits = random_comparisons(Random(seed))
    answer = clash(terms, lits)
    impossible = isinstance(Session(terms, Limits()).ask(lits, model=False), Unsatisfiable)
    match answer:
        case Clash():
            assert set(answer.lits) <= set(lits)
            assert all(times > 0 for times in answer.times)
            assert adds_up(terms, answer)
        case None:
            assert not impossible
        case Split():
            assert answer.lit >> 1 not in {lit >> 1 for lit in lits}


def test_a_split_cuts_off_the_fraction() -> None:
    terms = Terms()
    x = terms.number("x")
    lits = [terms.at_most({x: 2}, 1), terms.at_most({x: -2}, -1)]  # twice x is 1
    split = clash(terms, lits)
    assert isinstance(split, Split)
    assert all(isinstance(clash(terms, [*lits, split.lit ^ side]), Clash) for side in (0, 1))


def test_many_numbers_come_to_an_end() -> None:
    terms = Terms()
    numbers = [terms.number(n) for n in range(12)]
    lits = [terms.at_most({a: 1, b: -1}, -1) for a, b in pairwise(numbers)]
    assert clash(terms, lits) is None
    around = clash(terms, [*lits, terms.at_most({numbers[-1]: 1, numbers[0]: -1}, 10)])
    assert isinstance(around, Clash)
    assert set(around.times) == {1}
    assert len(around.lits) == len(numbers)


def test_a_date_that_grants_put_off() -> None:
    """Told a year after asking, ten days after it or 90 days later for each of three grants: it does not add up."""
    terms = Terms()
    asked, told, grants = terms.time("asked"), terms.time("told"), terms.number("grants")
    lits = [
        terms.not_after(told, terms.put_off((asked[0], 10), {grants: 90})),
        terms.not_after((asked[0], 365), told),
        terms.at_most({grants: 1}, 3),
    ]
    assert clash(terms, lits) == Clash((lits[0], lits[1], lits[2]), (1, 1, 90))
    assert not isinstance(clash(terms, [*lits[:2], terms.at_most({grants: 1}, 4)]), Clash)


def test_small_grids_by_hand() -> None:
    """Every pair of bounds on `a + b` and `a - b`: what no two whole numbers meet is a clash or leads to one."""
    for low, high in product(range(-2, 3), repeat=2):
        terms = Terms()
        a, b = terms.number("a"), terms.number("b")
        lits = [
            terms.at_most({a: 1, b: 1}, low),
            terms.at_most({a: -1, b: -1}, -low),
            terms.at_most({a: 1, b: -1}, high),
            terms.at_most({a: -1, b: 1}, -high),
        ]
        assert (clash(terms, lits) is None) == ((low + high) % 2 == 0)
