"""`provided that` goes with deadlines alone: what else is written there has a message with what to write instead."""

from __future__ import annotations

import pytest

from syntax.told import covered, found, one

DEADLINES = [
    "warrant within 48 hours after release",
    "warrant not later than 3 days after release",
    "(warrant within 48 hours after release) or (order within 48 hours after release)",
    "all of { warrant after release; any of { order before withdrawal; order together with release } }",
    "every Person p where shown(p): tell(p) within 30 days after release",
    "every Person p where shown(p): (tell(p) after release and answer(p) after release)",
    "warrant not later than earliest of { denial; 48 hours after release }",
]


@pytest.mark.parametrize("proviso", DEADLINES)
def test_deadlines_joined_by_and_or_and_every(proviso: str) -> None:
    assert found(f"rule r: ring may release provided that {proviso}\n") == []


NO_DEADLINES = {
    "eventually warrant": "say by when: `warrant within 30 days after EVENT`; at any time, `warrant after EVENT`",
    "48 hours after release before warrant": "begin with the event that is still to come",
    "some Person p: tell(p) after release": "write `every`",
    "none of { warrant after release }": "list deadlines with `all of` or `any of`",
    "if consent then (warrant after release)": (
        "write `if consent` before `provided that (warrant after release)`, in a rule of its own"
    ),
}


@pytest.mark.parametrize("proviso", NO_DEADLINES)
def test_anything_else_is_a_mistake(proviso: str) -> None:
    text = f"rule r: ring may release provided that {proviso}\n"
    diagnostic = one(text)
    assert (diagnostic.code, covered(text, diagnostic)) == ("PP034", proviso)
    assert diagnostic.message == f"`provided that` goes with deadlines alone, and `{proviso}` is none"
    assert diagnostic.help == NO_DEADLINES[proviso]


def test_each_part_that_is_no_deadline_is_named_once() -> None:
    text = "rule r: ring may release provided that all of { consent; warrant after release; danger }\n"
    assert [covered(text, diagnostic) for diagnostic in found(text)] == ["consent", "danger"]


def test_a_proviso_with_two_readings_has_one_message() -> None:
    assert one("rule r: ring may release provided that consent and warrant within 2 days after release\n").code == "PP033"


CLAUSES = {
    "ring must not release provided that warrant after release": (
        "provided that",
        "write `if` or `unless` for a condition",
    ),
    "ring must release provided that warrant after release": ("provided that", "write `if` or `unless` for a condition"),
    "notice does not apply provided that warrant after release": (
        "provided that",
        "write `if` or `unless` for a condition",
    ),
    "ring must not release as an exception to closed": (
        "as an exception to",
        "write `notwithstanding` and the rules that give way",
    ),
}


@pytest.mark.parametrize("sentence", CLAUSES)
def test_provisos_and_exceptions_belong_to_permissions(sentence: str) -> None:
    clause, advice = CLAUSES[sentence]
    text = f"rule r: {sentence}\n"
    diagnostic = one(text)
    assert (diagnostic.code, covered(text, diagnostic), diagnostic.help) == ("PP035", clause, advice)
    assert diagnostic.message == f"`{clause}` belongs to a permission (`may`)"


@pytest.mark.parametrize("clause", ["provided that warrant after release", "as an exception to closed"])
def test_neither_comes_twice(clause: str) -> None:
    diagnostic = one(f"rule r: ring may release {clause} {clause}\n")
    assert diagnostic.code == "PP035"
    assert diagnostic.message.endswith("comes twice in one rule")
