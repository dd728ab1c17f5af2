"""Warnings where permissions lift some closing rules only or come with provisos, and where there are delays and other laws."""

from __future__ import annotations

import msgspec
import pytest

from meaning.told import law
from policyproof.policy.model import LawText
from policyproof.questions.check import CheckOptions, check
from questions.warned import BASE, all_warnings, marked, one, warned

NOTICE = "rule notice: town must notify not later than 3 days after disclose\n"
SENSITIVE = "rule sensitive: town must not disclose if minor unless permitted\n"


# ---- permissions that lift one closing rule only


def test_a_permission_for_one_closing_rule_takes_nothing_from_one_for_another() -> None:
    partial = (
        "rule ground: town may disclose if consent as an exception to closed\n"
        "rule explicit: town may disclose if consent and order as an exception to sensitive\n"
    )
    assert warned("PP611", SENSITIVE + partial) == []
    whole = partial.replace(" as an exception to closed", "").replace(" as an exception to sensitive", "")
    assert [found.message for found in warned("PP611", SENSITIVE + whole)] == [
        "`explicit` never makes a difference: whatever it permits, `ground` permits too"
    ]


def test_two_that_lift_the_same_are_compared() -> None:
    text = (
        "rule ground: town may disclose if consent as an exception to closed\n"
        "rule both: town may disclose if consent and order as an exception to closed\n"
    )
    assert one("PP611", text).message == "`both` never makes a difference: whatever it permits, `ground` permits too"


def test_an_unconditional_permission_for_one_closing_rule_leaves_the_other() -> None:
    assert warned("PP612", "rule whatever: town may disclose\n") != []
    assert warned("PP612", SENSITIVE + "rule whatever: town may disclose as an exception to closed\n") == []


def test_a_closing_rule_that_no_permission_lifts() -> None:
    text = SENSITIVE + "rule ground: town may disclose if consent as an exception to closed\n"
    found = one("PP616", text)
    assert found.message == "`sensitive` closes `disclose` unless it is permitted, and no rule permits it"


def test_switching_off_a_permission_that_lifts_more_is_no_mistake() -> None:
    text = SENSITIVE + (
        "rule whole: town may disclose if consent\n"
        "rule part: town may disclose if consent and order as an exception to closed notwithstanding whole\n"
    )
    assert warned("PP613", text) == []
    assert warned("PP613", text.replace(" as an exception to closed", "")) != []


# ---- provisos


def test_a_permission_without_a_proviso_is_worth_more_than_one_with() -> None:
    text = (
        "rule seised: town may disclose if consent provided that report within 48 hours after disclose\n"
        "rule settled: town may disclose if consent and order\n"
    )
    assert warned("PP611", text) == []
    assert [
        found.message for found in warned("PP611", text.replace(" provided that report within 48 hours after disclose", ""))
    ]


def test_a_proviso_makes_no_permission_unconditional() -> None:
    assert warned("PP612", "rule whatever: town may disclose provided that report within 48 hours after disclose\n") == []


# ---- delays


def test_a_delay_without_a_date() -> None:
    text = f"{NOTICE}delay hush by court postpones notice indefinitely\n"
    found = one("PP621", text)
    assert found.message == "`hush` puts `notice` off and sets no date, so once it is granted nobody is ever too late"
    assert marked(text, found) == ["hush"]
    assert warned("PP621", text.replace("indefinitely", "by up to 90 days renewable")) == []


def test_what_comes_before_a_postponed_date_still_comes_late() -> None:
    text = "rule notice: town must notify not later than 0 days after order unless gag\n"
    longer = text.replace("0 days", "3 days") + "delay hush by court postpones notice by up to 90 days\n"
    assert warned("PP620", text) == []
    assert marked(longer, one("PP620", longer))[0] == "gag"


# ---- what is used


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("scope minor\n", {"minor"}),
        (
            "rule seised: town may disclose if consent provided that audit within 48 hours after disclose\n",
            {"audit"},
        ),
        (f"{NOTICE}delay hush by court postpones notice by up to 9 days if gag\n", {"gag", "hush", "notify"}),
        ("table answers: town may disclose if\n  | asker | order |\n  | press | yes |\n", {"asker", "order"}),
    ],
    ids=["scope", "proviso", "delay", "table"],
)
def test_scopes_provisos_delays_and_tables_use_what_they_speak_of(text: str, used: set[str]) -> None:
    def unused(added: str) -> set[str]:
        return {found.message.split("`")[1] for found in warned("PP650", added)}

    assert unused("") >= used - {"hush"}
    assert not unused(text) & used


# ---- several laws


def test_of_two_laws_neither_prevails_over_the_other() -> None:
    """Both must let an act through: that one forbids what the other permits is no clash."""
    policy = law(
        "rule closed: ring must not release unless permitted",
        "rule open: ring may release if warrant",
        "rule sealed: ring must not release if gag",
    )
    assert "PP615" in {found.code for found in check(policy, CheckOptions(warnings=True)).diagnostics}
    own = policy.laws[policy.name]
    rules = {**policy.rules, "sealed": msgspec.structs.replace(policy.rules["sealed"], law="second")}
    second = LawText("second", own.span, "the second law", None, None, own.path)
    both = msgspec.structs.replace(policy, rules=rules, laws={**policy.laws, "second": second})
    assert "PP615" not in {found.code for found in check(both, CheckOptions(warnings=True)).diagnostics}


def test_everything_together_has_no_warnings_of_its_own() -> None:
    text = SENSITIVE + (
        "rule ground: town may disclose if consent as an exception to closed\n"
        "rule explicit: town may disclose if order provided that report within 48 hours after disclose "
        "as an exception to sensitive\n"
        f"{NOTICE}delay hush by court postpones notice by up to 90 days renewable at most 2 times if order\n"
        "property p: no disclose without consent\n"
    )
    assert {found.code for found in all_warnings(text) if found.span is not None and found.span.start > len(BASE)} == set()
