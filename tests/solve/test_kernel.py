"""The kernel of certificates: what each form of line may do, and that no other will."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from policyproof.solve import kernel
from policyproof.solve.kernel import Given, Line, Refused, Table, check

A: Line = {"n": 1, "yes": "a"}
B: Line = {"n": 2, "yes": "b"}
EARLY: Line = {"n": 1, "sum": ["x", "y"], "times": [1, -1], "at most": -1}
LATE: Line = {"n": 2, "sum": ["y", "x"], "times": [1, -1], "at most": -1}
END: Line = {"n": 5, "clause": [], "by": [3, 4]}


def table_of(*lines: Line) -> tuple[Table, dict[int, int]]:
    """A table that knows what these lines name, and its number of each."""
    table = Table()
    named: dict[int, int] = {}
    for n, line in enumerate(lines, start=1):
        number = table.number(line, named)
        assert number is not None
        named[n] = number
    return table, named


def proved(lines: Sequence[Line], *policy: Line, says: dict[str, int]) -> None:
    """Checks a proof against a policy that names these lines, and says these of them (below 0: the opposite)."""
    table, named = table_of(*policy)
    givens: set[Given] = {(named[abs(n)] * (1 if n > 0 else -1), rule) for rule, n in says.items()}
    check(lines, table, givens)


def refused(lines: Sequence[Line], *policy: Line, says: dict[str, int]) -> str:
    with pytest.raises(Refused) as why:
        proved(lines, *policy, says=says)
    return str(why.value)


def given(n: int, literal: object, rule: object) -> Line:
    return {"n": n, "given": literal, "from": rule}


# ---- what it is


def test_it_is_short_and_stands_alone() -> None:
    text = Path(kernel.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {node.module if isinstance(node, ast.ImportFrom) else alias.name for node in imported for alias in node.names}
    assert {str(name).partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


# ---- what the policy says


def test_a_rule_and_its_opposite() -> None:
    proved([A, B, given(3, 1, "rule r"), given(4, -1, "rule s"), END], A, B, says={"rule r": 1, "rule s": -1})


def test_names_count_and_not_the_order_in_which_they_come() -> None:
    turned = [{**B, "n": 1}, {**A, "n": 2}, given(3, 2, "rule r"), given(4, -2, "rule s"), END]
    proved(turned, A, B, says={"rule r": 1, "rule s": -1})


@pytest.mark.parametrize(
    "line",
    [
        given(3, 2, "rule r"),  # another sentence
        given(3, -1, "rule r"),  # the opposite
        given(3, 1, "rule s"),  # another rule's
        given(3, 1, ["rule r"]),  # nobody's
    ],
)
def test_what_the_policy_does_not_say(line: Line) -> None:
    lines = [A, B, line, given(4, -1, "rule s"), END]
    assert "the policy does not say this" in refused(lines, A, B, says={"rule r": 1, "rule s": -1})


def test_a_name_of_its_own_is_nothing_that_the_policy_says() -> None:
    lines = [A, {"n": 2, "all": [1]}, given(3, 2, "rule r"), given(4, -1, "rule s"), END]
    assert "line 3: the policy does not say this" in refused(lines, A, says={"rule r": 1, "rule s": -1})


# ---- conjunctions


BOTH: Line = {"n": 3, "all": [1, -2]}


def test_a_conjunction_has_its_parts_and_follows_from_them() -> None:
    ending: Line = {"n": 6, "clause": [], "by": [4, 3, 5]}
    proved([A, B, BOTH, given(4, 3, "r"), given(5, 2, "s"), ending], A, B, BOTH, says={"r": 3, "s": 2})
    together: Line = {"n": 7, "clause": [], "by": [4, 5, 3, 6]}
    proved(
        [A, B, BOTH, given(4, 1, "r"), given(5, -2, "s"), given(6, -3, "t"), together],
        *(A, B, BOTH),
        says={"r": 1, "s": -2, "t": -3},
    )


def test_a_conjunction_says_no_more() -> None:
    ending: Line = {"n": 6, "clause": [], "by": [4, 3, 5]}
    lines = [A, B, BOTH, given(4, -3, "r"), given(5, 2, "s"), ending]
    assert "it does not follow" in refused(lines, A, B, BOTH, says={"r": -3, "s": 2})


def test_the_empty_conjunction_is_true() -> None:
    nothing: Line = {"n": 1, "all": []}
    proved([nothing, given(2, -1, "r"), {"n": 3, "clause": [], "by": [1, 2]}], nothing, says={"r": -1})


# ---- comparisons


def test_a_circle_of_minutes() -> None:
    lines = [
        EARLY,
        LATE,
        given(3, 1, "r"),
        given(4, 2, "s"),
        {"n": 5, "not all": [1, 2], "times": [1, 1]},
        {"n": 6, "clause": [], "by": [3, 4, 5]},
    ]
    proved(lines, EARLY, LATE, says={"r": 1, "s": 2})


def clash(*comparisons: Line, taken: list[int], times: list[object]) -> list[Line]:
    """A proof that these comparisons clash, as far as one line goes."""
    n = len(comparisons)
    lines = [*comparisons, *(given(n + at, literal, f"r{at}") for at, literal in enumerate(taken, start=1))]
    nonsense: Line = {"n": len(lines) + 1, "not all": taken, "times": times}
    return [*lines, nonsense, {"n": len(lines) + 2, "clause": [], "by": [*range(n + 1, len(lines) + 2)]}]


def says(taken: list[int]) -> dict[str, int]:
    return {f"r{at}": literal for at, literal in enumerate(taken, start=1)}


TWO: Line = {"n": 1, "sum": ["x"], "times": [2], "at most": 3}
ONE: Line = {"n": 2, "sum": ["x"], "times": [1], "at most": 1}


def test_numbers_are_whole_and_taken_more_than_once() -> None:
    proved(clash(TWO, ONE, taken=[1, -2], times=[1, 2]), TWO, ONE, says=says([1, -2]))  # 2x is at most 3, and x at least 2


@pytest.mark.parametrize("times", [[1, 1], [2, 2], [0, 2], [1, 0], [-1, -2], [1], [1, 2, 1], [1, True], [1.0, 2], "12", None])
def test_what_does_not_add_up(times: list[object]) -> None:
    assert refused(clash(TWO, ONE, taken=[1, -2], times=times), TWO, ONE, says=says([1, -2]))


def test_what_can_be_is_no_clash() -> None:
    meets: Line = {"n": 2, "sum": ["x"], "times": [1], "at most": 0}
    lines = clash(TWO, meets, taken=[1, -2], times=[1, 2])  # 2x is at most 3, and x at least 1
    assert "do not add up to nonsense" in refused(lines, TWO, meets, says=says([1, -2]))


def test_what_cannot_be_less_than_itself_says_nothing_of_others() -> None:
    below: Line = {"n": 1, "sum": ["x"], "times": [1], "at most": -1}
    assert "do not add up" in refused(clash(below, ONE, taken=[1], times=[1]), below, ONE, says=says([1]))


def test_nothing_is_taken_away() -> None:
    lines = clash({**ONE, "n": 1}, {**ONE, "n": 2, "at most": 3}, taken=[1, 2], times=[1, -1])
    assert "less than once" in refused(lines, {**ONE, "n": 1}, {**ONE, "n": 2, "at most": 3}, says=says([1, 2]))


@pytest.mark.parametrize(
    "other", [{"at most": 2}, {"times": [2]}, {"times": [-1]}, {"sum": ["y"]}, {"sum": [["x"]]}, {"sum": [1]}]
)
def test_another_comparison_is_not_this_one(other: Line) -> None:
    lines = clash(TWO, ONE, taken=[1, -2], times=[1, 2])
    assert "does not say this" in refused(lines, TWO, {**ONE, **other}, says=says([1, -2]))


@pytest.mark.parametrize("literal", [3, 0, 9, -4])
def test_only_comparisons_are_added_up(literal: int) -> None:
    lines = clash(TWO, ONE, taken=[1, -2], times=[1, 2])
    lines[4] = {"n": 5, "not all": [1, literal], "times": [1, 2]}
    assert "line 5" in refused(lines, TWO, ONE, says=says([1, -2]))


# ---- steps


def test_a_step_needs_the_lines_that_it_names() -> None:
    lines = [A, B, given(3, 1, "r"), given(4, -1, "s"), {**END, "by": [3]}]
    assert "it does not follow" in refused(lines, A, B, says={"r": 1, "s": -1})


def test_what_leaves_two_things_possible_settles_neither() -> None:
    either: Line = {"n": 3, "all": [-1, -2]}
    lines = [A, B, either, given(4, -3, "r"), given(5, -1, "s"), given(6, -2, "t")]
    rules = {"r": -3, "s": -1, "t": -2}
    proved([*lines, {"n": 7, "clause": [], "by": [4, 5, 3, 6]}], A, B, either, says=rules)
    assert "it does not follow" in refused([*lines, {"n": 7, "clause": [], "by": [4, 3, 5]}], A, B, either, says=rules)


@pytest.mark.parametrize("step", [0, -3, 5, 6, True, "3", None])
def test_a_step_rests_on_earlier_lines(step: object) -> None:
    lines = [A, B, given(3, 1, "r"), given(4, -1, "s"), {**END, "by": [3, step]}]
    assert "line 5" in refused(lines, A, B, says={"r": 1, "s": -1})


def test_a_step_speaks_of_what_is_named() -> None:
    step: Line = {"n": 5, "clause": [7], "by": [3, 4]}
    lines = [A, B, given(3, 1, "r"), given(4, -1, "s"), step]
    assert "what no line before it names" in refused(lines, A, B, says={"r": 1, "s": -1})


def test_nothing_is_named_by_what_comes_after() -> None:
    lines = [{"n": 1, "all": [2]}, {"n": 2, "all": [-1]}]
    assert "line 1: it speaks of what no line before it names" in refused(lines, says={})


# ---- the whole


GOOD = [A, B, given(3, 1, "r"), given(4, -1, "s"), END]


@pytest.mark.parametrize("kept", range(5))
def test_a_proof_that_breaks_off(kept: int) -> None:
    assert "breaks off before its end" in refused(GOOD[:kept], A, B, says={"r": 1, "s": -1})


@pytest.mark.parametrize("missing", range(4))
def test_a_missing_line(missing: int) -> None:
    left = GOOD[:missing] + GOOD[missing + 1 :]
    assert "missing before it" in refused(left, A, B, says={"r": 1, "s": -1})


def test_nothing_comes_after_the_end() -> None:
    assert "has ended" in refused([*GOOD, {**A, "n": 6}], A, B, says={"r": 1, "s": -1})


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"n": 3},
        {"n": 3.5, "given": 1, "from": "r"},
        {"n": "3", "given": 1, "from": "r"},
        {"given": 1, "from": "r"},
        {"given": 1, "n": 3, "from": "r"},
        {"n": 3, "given": 1},
        {"n": 3, "given": [1], "from": "r"},
        {"n": 3, "given": True, "from": "r"},
        {"n": 3, "clause": [1]},
        {"n": 3, "clause": [1], "by": []},
        {"n": 3, "clause": 1, "by": []},
        {"n": 3, "yes": "a", "given": 1},
        {"n": 3, "all": [1, 2, "a"]},
        {"n": 3, "all": 1},
        {"n": 3, "sum": ["x"], "times": [1, 2], "at most": 0},
        {"n": 3, "sum": "x", "times": [1], "at most": 0},
        {"n": 3, "sum": ["x"], "times": ["1"], "at most": 0},
        {"n": 3, "sum": ["x"], "times": [1], "at most": 0.5},
        {"n": 3, "sum": ["x"], "times": [1], "at most": None},
        {"n": 3, "not all": [], "times": []},
        {"n": 3, "not all": "ab", "times": [1, 1]},
        {"n": 3, "trust": "me"},
    ],
)
def test_damaged_lines(line: Line) -> None:
    lines = [*GOOD[:2], line, *GOOD[3:]]
    assert refused(lines, A, B, says={"r": 1, "s": -1}).startswith("line 3: ")
