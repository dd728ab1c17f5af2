"""Warnings about tables: gaps, rows that overlap, and what is stronger and permits less."""

from __future__ import annotations

import pytest

from questions.warned import warned

WORDS = """\
kind Paper ranked letter < summons { civil, criminal } < writ
event served(i: Paper) by court
event sealed(i: Paper) by court
"""


def table(*rows: str, columns: str = "served(letter) | served(writ)") -> str:
    lines = "\n".join(f"  | {row} |" for row in rows)
    return f"{WORDS}table t: town may disclose if\n  | asker | {columns} |\n{lines}\n"


def test_members_that_no_row_speaks_of() -> None:
    (found,) = warned("PP660", table("police | yes | yes"))
    assert found.message == "no row of the table `t` speaks of `press` and `court-itself`"
    assert warned("PP660", table("police | yes | yes", "press | no | yes", "court-itself | yes | yes")) == []


def test_two_rows_that_speak_of_the_same() -> None:
    (found,) = warned("PP661", table("police | no | yes", "state-police | yes | yes"))
    assert found.message == "two rows of the table `t` speak of `state-police`"
    assert warned("PP661", table("city-police | no | yes", "state-police | yes | yes")) == []


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("press | yes | no", "`served(writ)` says no and the weaker `served(letter)` says yes"),
        ("press | yes | if consent", "`served(writ)` says if … and the weaker `served(letter)` says yes"),
        ("press | if consent | no", "`served(writ)` says no and the weaker `served(letter)` says if …"),
        ("press | no | yes", None),
        ("press | if consent | if order", None),  # which is more, nobody can tell from the table
        ("press | yes | yes", None),
    ],
)
def test_what_is_stronger_permits_no_less(row: str, says: str | None) -> None:
    found = [one.message for one in warned("PP662", table(row))]
    assert found == ([] if says is None else [f"in the row `press` of the table `t`, {says}"])


def test_the_order_of_the_columns_does_not_matter() -> None:
    assert len(warned("PP662", table("press | no | yes", columns="served(writ) | served(letter)"))) == 1


@pytest.mark.parametrize("columns", ["served(letter) | sealed(writ)", "served(civil) | served(criminal)", "consent | order"])
def test_only_one_event_at_several_ranks_has_an_order(columns: str) -> None:
    assert warned("PP662", table("press | yes | no", columns=columns)) == []
