"""Terms mean what they say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policyproof.logic.terms import END, FALSE, TRUE, Lit, Terms

TREES = st.recursive(
    st.integers(0, 5),
    lambda inner: st.tuples(st.sampled_from(["and", "or", "not", "iff", "two"]), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=20,
)
VALUES = st.tuples(*[st.booleans()] * 3, *[st.integers(-3, 3)] * 3)


def build(terms: Terms, tree: object) -> Lit:
    match tree:
        case int(atom) if atom < 3:
            return terms.boolean(atom)
        case int(atom):
            pairs = [("x", "y"), ("y", "z"), ("z", "x")]
            left, right = pairs[atom - 3]
            return terms.before(terms.time(left), terms.time(right))
        case ("and", [*items]):
            return terms.conj([build(terms, item) for item in items])
        case ("or", [*items]):
            return terms.disj([build(terms, item) for item in items])
        case ("not", [first, *_]):
            return build(terms, first) ^ 1
        case ("iff", [first, *rest]):
            return terms.iff(build(terms, first), build(terms, rest[0] if rest else first))
        case ("two", [*items]):
            return terms.at_least(2, [build(terms, item) for item in items])
        case _:
            raise AssertionError(tree)


def truth(tree: object, values: tuple[object, ...]) -> bool:
    match tree:
        case int(atom) if atom < 3:
            return bool(values[atom])
        case int(atom):
            x, y, z = (int(value) for value in values[3:])  # type: ignore[call-overload] # integers, as drawn
            return bool([x < y, y < z, z < x][atom - 3])
        case ("and", [*items]):
            return all(truth(item, values) for item in items)
        case ("or", [*items]):
            return any(truth(item, values) for item in items)
        case ("not", [first, *_]):
            return not truth(first, values)
        case ("iff", [first, *rest]):
            return truth(first, values) == truth(rest[0] if rest else first, values)
        case ("two", [*items]):
            return sum(truth(item, values) for item in items) >= 2
        case _:
            raise AssertionError(tree)


def assigned(terms: Terms, values: tuple[object, ...]) -> tuple[dict[int, bool], list[int]]:
    booleans = {terms.boolean(atom) >> 1: bool(values[atom]) for atom in range(3)}
    for name in "xyz":
        terms.time(name)
    by_name = dict(zip("xyz", values[3:], strict=True))
    return booleans, [int(by_name[name]) for name in terms.times]  # type: ignore[call-overload,index] # integers, as drawn


@given(TREES, VALUES)
def test_terms_evaluate_as_the_formula_they_were_built_from(tree: object, values: tuple[object, ...]) -> None:
    terms = Terms()
    lit = build(terms, tree)
    booleans, times = assigned(terms, values)
    found = terms.evaluate([lit], booleans, times, [])
    assert (found[lit >> 1] != bool(lit & 1)) == truth(tree, values)


@given(TREES, VALUES)
def test_a_justification_suffices(tree: object, values: tuple[object, ...]) -> None:
    """Whatever the other atoms are, the term keeps its truth."""
    terms = Terms()
    lit = build(terms, tree)
    booleans, times = assigned(terms, values)
    found = terms.evaluate([lit], booleans, times, [])
    kept = {atom >> 1: not atom & 1 for atom in terms.justify([lit], found, frozenset())}
    rest = {index: truth_ for index, truth_ in found.items() if not terms.parts[index] and index}
    for flipped in rest:
        if flipped not in kept:
            again = {**rest, **{index: not rest[index] for index in rest if index not in kept}}
            assert _closed(terms, lit, again) == (found[lit >> 1] != bool(lit & 1))
            break


def _closed(terms: Terms, lit: Lit, atoms: dict[int, bool]) -> bool:
    values: dict[int, bool] = {0: True, **atoms}
    for index in terms.cone([lit]):
        if terms.parts[index]:
            values[index] = all(values[part >> 1] != bool(part & 1) for part in terms.parts[index])
    return values[lit >> 1] != bool(lit & 1)


def test_equal_terms_are_one() -> None:
    terms = Terms()
    x, y = terms.time("x"), terms.time("y")
    assert terms.not_after(x, y) == terms.before(y, x) ^ 1
    assert terms.conj([terms.boolean(1), terms.boolean(2)]) == terms.conj([terms.boolean(2), terms.boolean(1)])
    assert terms.conj([terms.boolean(1), terms.boolean(1) ^ 1]) == FALSE


def test_nothing_is_after_the_end() -> None:
    terms = Terms()
    x = terms.time("x")
    assert terms.not_after(x, END) == TRUE
    assert terms.not_after(END, x) == FALSE
    assert terms.before(END, END) == FALSE


def said(terms: Terms, lit: Lit, booleans: tuple[bool, ...], numbers: tuple[int, ...] = ()) -> bool:
    truth = terms.evaluate([lit], {terms.boolean(i) >> 1: value for i, value in enumerate(booleans)}, [], numbers)
    return truth[lit >> 1] != bool(lit & 1)


@given(st.integers(-1, 7), st.lists(st.booleans(), max_size=6))
def test_at_least_counts(number: int, values: list[bool]) -> None:
    terms = Terms()
    items = [terms.boolean(i) for i in range(len(values))]
    assert said(terms, terms.at_least(number, items), tuple(values)) == (sum(values) >= number)


@given(st.lists(st.booleans(), max_size=6))
def test_exactly_one_is_exactly_one(values: list[bool]) -> None:
    terms = Terms()
    items = [terms.boolean(i) for i in range(len(values))]
    assert said(terms, terms.exactly_one(items), tuple(values)) == (sum(values) == 1)


@given(st.lists(st.integers(-4, 4), min_size=3, max_size=3), st.integers(-9, 9), st.tuples(*[st.integers(-5, 5)] * 3))
def test_sums_and_their_opposites(factors: list[int], bound: int, values: tuple[int, ...]) -> None:
    terms = Terms()
    coefficients = {terms.number(i): factor for i, factor in enumerate(factors)}
    total = sum(factor * value for factor, value in zip(factors, values, strict=True))
    most = terms.at_most(coefficients, bound)
    assert said(terms, most, (), values) == (total <= bound)
    more = terms.at_most({number: -factor for number, factor in coefficients.items()}, -bound - 1)
    assert more == most ^ 1


@given(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
def test_differences_of_times(offsets: tuple[int, int], minutes: tuple[int, int]) -> None:
    terms = Terms()
    (x, _), (y, _) = terms.time("x"), terms.time("y")
    lit = terms.not_after((x, offsets[0]), (y, offsets[1]))
    truth = terms.evaluate([lit], {}, minutes, [])
    assert (truth[lit >> 1] != bool(lit & 1)) == (minutes[0] + offsets[0] <= minutes[1] + offsets[1])


# ---- times that are sums

STEPS = st.dictionaries(st.integers(0, 2), st.integers(-3, 3), max_size=3)
PUT_OFF = st.tuples(st.integers(0, 1), st.integers(-2, 2), STEPS)
"""A time by index, an offset, and multiples of numbers."""


@given(PUT_OFF, PUT_OFF, st.tuples(*[st.integers(-3, 3)] * 5))
def test_a_time_put_off_is_so_much_later(left: tuple[object, ...], right: tuple[object, ...], values: tuple[int, ...]) -> None:
    terms = Terms()
    for key in "xy":
        terms.time(key)
    for key in "abc":
        terms.number(key)
    times, numbers = list(values[:2]), list(values[2:])
    made, minutes = [], []
    for index, offset, steps in (left, right):
        assert isinstance(index, int)
        assert isinstance(offset, int)
        assert isinstance(steps, dict)
        made.append(terms.put_off((index, offset), steps))
        minutes.append(times[index] + offset + sum(factor * numbers[number] for number, factor in steps.items()))
    values_of = times + [0] * (len(terms.times) - len(times))
    for lit, expected in (
        (terms.not_after(made[0], made[1]), minutes[0] <= minutes[1]),
        (terms.before(made[0], made[1]), minutes[0] < minutes[1]),
    ):
        assert (terms.evaluate([lit], {}, values_of, numbers)[lit >> 1] != bool(lit & 1)) == expected


def test_putting_off_twice_adds_up() -> None:
    terms = Terms()
    x, n = terms.time("x"), terms.number("n")
    assert terms.put_off(terms.put_off(x, {n: 2}), {n: 3}) == terms.put_off(x, {n: 5})
    assert terms.put_off(terms.put_off((x[0], 7), {n: 2}), {n: -2}) == (x[0], 7)


def test_the_end_put_off_is_still_after_everything() -> None:
    terms = Terms()
    x, n = terms.time("x"), terms.number("n")
    later = terms.put_off(END, {n: 5})
    assert (terms.not_after(x, later), terms.not_after(later, x)) == (TRUE, FALSE)
    assert terms.before(later, END) == terms.at_most({n: 5}, -1)


def test_an_atom_tells_the_numbers_that_it_compares() -> None:
    terms = Terms()
    x, y, n, k = terms.time("x"), terms.time("y"), terms.number("n"), terms.number("k")
    assert terms.compared(terms.not_after(x, terms.put_off(y, {n: 5}))) == {n: -5}
    assert terms.compared(terms.not_after(x, terms.put_off(y, {n: 5})) ^ 1) == {n: 5}
    assert terms.compared(terms.at_most({n: 1, k: -1}, 3)) == {n: 1, k: -1}
    assert terms.compared(terms.at_most({n: -1, k: 1}, 3)) == {n: -1, k: 1}
    assert terms.compared(terms.not_after(x, y)) == {}
