"""Random questions about yes/no variables, minutes and numbers."""

from __future__ import annotations

from random import Random

from policyproof.logic.terms import Lit, Terms
from policyproof.solve.notation import Asserted


def random_question(rng: Random) -> tuple[Terms, list[Asserted]]:
    """Some sentences, which may contradict each other or not."""
    terms = Terms()
    sentences = [(_sentence(rng, terms, depth=2), f"rule r{n}") for n in range(rng.randint(8, 24))]
    return terms, [asserted for asserted in sentences if asserted[0] > 0]


def _sentence(rng: Random, terms: Terms, depth: int) -> Lit:
    if depth and rng.random() < 0.8:
        parts = [_sentence(rng, terms, depth - 1) for _ in range(rng.randint(2, 3))]
        return terms.disj(parts) if rng.random() < 0.7 else terms.conj(parts) ^ (rng.random() < 0.3)
    match rng.randrange(5):
        case 0:
            return terms.boolean(("fact", "abc"[rng.randrange(3)], ())) ^ (rng.random() < 0.5)
        case 1:
            left, right = rng.sample("wxyz", 2)
            return terms.not_after((terms.time(("minute", left, ()))[0], rng.randint(-3, 3)), terms.time(("minute", right, ())))
        case 2:
            left, right = rng.sample("wxyz", 2)
            put_off = terms.put_off(terms.time(("minute", right, ())), {terms.number(("number", rng.choice("nmk"), ())): 2})
            return terms.not_after((terms.time(("minute", left, ()))[0], rng.randint(-3, 3)), put_off)
        case _:
            chosen = rng.sample("nmk", rng.randint(1, 3))
            factors = {terms.number(("number", name, ())): rng.choice((-3, -2, -1, 1, 2, 3)) for name in chosen}
            return terms.at_most(factors, rng.randint(-6, 6))
