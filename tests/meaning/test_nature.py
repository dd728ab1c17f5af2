"""What is a scenario at all, and which minutes there are."""

from __future__ import annotations

import operator
from random import Random

import pytest

from meaning.told import law, told
from policyproof.meaning.moments import END, first_minute
from policyproof.meaning.nature import faults


@pytest.mark.parametrize(
    "story",
    [
        "withdrawal @ 0",
        "consent @ 1; withdrawal @ 0",
        "seize @ 0",
        "seize @ 0 by ring",
        "warrant @ 0 by court",
        "shown(ann)",
        "data = content",
        "pages = ann",
        "nothing",
        "nothing @ 0",
        "encrypted = 1",
    ],
)
def test_what_is_no_scenario(story: str) -> None:
    assert list(faults(law(), told(story))) != []


@pytest.mark.parametrize("story", ["", "consent @ 0; withdrawal @ 0", "seize @ 0 by desk", "shown(ann); data = live"])
def test_what_is_one(story: str) -> None:
    assert list(faults(law(), told(story, "ann"))) == []


def test_every_kind_of_minute_is_asked_about() -> None:
    assert first_minute(lambda m: 10 <= m <= 12) == 10
    assert first_minute(lambda m: m == 10) == 10
    assert first_minute(lambda m: m + 5 == 10 or m - 7 >= 90) == 5
    assert first_minute(lambda m: 10 < m < 11) is None
    assert first_minute(lambda m: m < -1000) is not None
    assert first_minute(lambda m: m > 1000) == 1001
    assert first_minute(lambda m: m > 1000, last=1000) is None
    assert first_minute(lambda m: m > 10, first=40) == 40
    assert first_minute(lambda m: m != 40, first=40, last=40) is None
    assert first_minute(lambda _: True, first=5, last=4) is None
    assert first_minute(lambda m: m < END) is not None
    assert first_minute(lambda m: min(m, 8) == 8) == 8
    assert first_minute(lambda m: max(m, 8) == 8 and m > 3) == 4


COMPARE = {"<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt}


@pytest.mark.parametrize("seed", range(300))
def test_no_minute_is_missed(seed: int) -> None:
    rng = Random(seed)
    turns = [(COMPARE[rng.choice(list(COMPARE))], rng.randint(-10, 10), rng.randint(-3, 3)) for _ in range(4)]

    def ask(m: int) -> bool:
        one, two, three, four = (compare(m + shift, minute) for compare, minute, shift in turns)
        return one and (two or three) and not four

    first, last = rng.choice([(-END, END), (-5, END), (-END, 5), (-4, 6)])
    found = first_minute(ask, first, last)
    expected = [m for m in range(int(max(first, -40)), int(min(last, 40)) + 1) if ask(m)]
    if expected and expected[0] == -40:
        assert found is not None
        assert ask(found)
    else:
        assert found == (expected[0] if expected else None)
