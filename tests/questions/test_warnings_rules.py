"""Warnings about rules that do nothing, or of which nobody can tell which prevails."""

from __future__ import annotations

import pytest

from questions.warned import marked, one, warned

OPEN = "rule agreed: town may disclose if consent\n"
BOTH = OPEN + "rule both: town may disclose if consent and order\n"


# ---- a rule that can never apply


def test_two_conditions_that_clash_are_both_shown() -> None:
    text = "rule officials: town may disclose if asker is police and asker is press\n"
    found = one("PP610", text)
    assert found.message == "`officials` can never apply: these two cannot both hold"
    assert marked(text, found) == ["asker is police", "asker is press"]
    assert found.help == "change one of the two, or strike the rule"


def test_of_many_conditions_only_those_that_clash_are_shown() -> None:
    text = "rule odd: town may disclose if all of { consent; asker is press; not minor; asker is police } unless gag\n"
    assert marked(text, one("PP610", text)) == ["asker is press", "asker is police"]


def test_what_stands_after_unless_may_clash_with_the_if() -> None:
    text = "rule odd: town may disclose if asker is city-police unless any of { gag; asker is police }\n"
    found = one("PP610", text)
    assert marked(text, found) == ["asker is city-police", "asker is police"]
    assert [label.text for label in found.labels] == ["and this, which must not be so"]


def test_an_assumption_that_takes_part_is_shown() -> None:
    text = 'assume calm: not danger "nothing ever happens"\nrule odd: town may disclose if danger\n'
    found = one("PP610", text)
    assert found.message == "`odd` can never apply: this can never be so"
    assert marked(text, found) == ["danger", "calm"]


def test_a_decision_reads_its_own_act_as_done() -> None:
    text = "rule once: town may disclose if consent and not disclose\n"
    assert marked(text, one("PP610", text)) == ["not disclose"]


def test_a_rule_that_another_always_switches_off() -> None:
    text = OPEN + "rule shut: agreed does not apply if consent\n"
    found = one("PP610", text)
    assert found.message == "`agreed` can never apply: wherever it would, `shut` switches it off"
    assert marked(text, found) == ["agreed", "agreed"]


def test_a_duty_whose_conditions_clash() -> None:
    text = "rule notice: town must notify not later than 3 days after disclose if order and not order\n"
    assert marked(text, one("PP610", text)) == ["order", "not order"]


def test_a_duty_whose_trigger_never_comes() -> None:
    text = (
        'assume no-audits: not audit "nobody looks in"\n'
        "rule reported: town must report not later than 3 days after audit if minor\n"
    )
    assert one("PP610", text).message == "`reported` can never apply: what it counts from can never come"


@pytest.mark.parametrize(
    "text",
    [
        "rule officials: town may disclose if asker is police or asker is press\n",
        "rule fine: town may disclose if consent and not withdrawal\n",
        "rule groups: town may disclose if asker is police and asker is not city-police\n",
        "rule people: town may disclose if every Person p where shown(p): agrees(p)\n",
        "rule two: town may disclose if at least 2 Person p: agrees(p)\n",
        OPEN + "rule shut: agreed does not apply if consent and minor\n",
        "rule in-time: town may disclose if consent more than 2 days ago\n",
        "rule slow: town may report if danger-believed\nrule closed-2: town must not report unless permitted\n",
    ],
)
def test_what_can_apply_is_not_warned_about(text: str) -> None:
    assert warned("PP610", text) == []


def test_for_any_number_of_people() -> None:
    text = "rule nobody: town may disclose if (some Person p: agrees(p)) and (no Person q: agrees(q))\n"
    assert one("PP610", text).message == "`nobody` can never apply: these two cannot both hold"


def test_what_reads_as_impossible_can_apply_where_the_rule_switches_off() -> None:
    """A decision on `report` reads it as done; but `late` is also read where `agreed` is, in decisions on `disclose`."""
    text = OPEN + "rule late: town must not report if not report notwithstanding agreed\n"
    assert warned("PP610", text) == []


# ---- a rule that never makes a difference


def test_a_permission_that_another_one_covers() -> None:
    found = one("PP611", BOTH)
    assert found.message == "`both` never makes a difference: whatever it permits, `agreed` permits too"
    assert marked(BOTH, found) == ["both", "agreed"]


def test_of_two_that_say_the_same_the_later_one_is_needless() -> None:
    text = OPEN + "rule again: town may disclose if consent\n"
    assert one("PP611", text).message.startswith("`again` never makes a difference")


def test_a_permission_that_is_always_forbidden() -> None:
    text = "rule minors: town may disclose if minor and consent\nrule never-minors: town must not disclose if minor\n"
    assert one("PP611", text).message == ("`minors` never makes a difference: whatever it permits, `never-minors` forbids")


def test_a_permission_of_what_nothing_closes() -> None:
    text = (
        "rule closed-2: town must not report if minor unless permitted\n"
        "rule grown-up: town may report if consent unless minor\n"
        "rule young: town may report if order\n"
    )
    assert one("PP611", text).message == "`grown-up` never makes a difference: whatever it permits, no rule closes"


def test_a_duty_may_permit_what_a_permission_permits() -> None:
    text = "rule must-give: town must disclose within 3 days after order\nrule may-give: town may disclose if order\n"
    assert one("PP611", text).message == "`may-give` never makes a difference: whatever it permits, `must-give` permits too"


def test_a_prohibition_of_what_is_closed_anyway() -> None:
    text = OPEN + "rule needless: town must not disclose if order and not consent\n"
    assert one("PP611", text).message == (
        "`needless` never makes a difference: whatever it forbids is closed, and no permission opens it"
    )


@pytest.mark.parametrize(
    "text",
    [
        OPEN + "rule served: town may disclose if order\n",
        OPEN + "rule minors: town must not disclose if minor\n",
        "rule wide: town may disclose if consent and minor\nrule other: town may disclose if consent and asker is press\n",
        OPEN
        + "rule both: town may disclose if consent and order notwithstanding hush\nrule hush: town must not disclose if gag\n",
        BOTH + "rule noted: town must report before audit if disclose under both\n",
        BOTH + "rule told: town must not report if may disclose\n",
        "rule must-give: town must disclose at least 1 day before audit\nrule may-give: town may disclose if order\n",
    ],
)
def test_what_makes_a_difference_is_not_warned_about(text: str) -> None:
    assert warned("PP611", text) == []


# ---- a permission that applies always


def test_a_permission_without_a_condition() -> None:
    text = "rule open: town may disclose\n" + OPEN + "rule served: town may disclose if order\n"
    found = one("PP612", text)
    assert found.message == "`open` applies always, so `closed` closes nothing, and `agreed` and `served` are pointless"
    assert warned("PP611", text) == []  # it has been said


@pytest.mark.parametrize(
    "text",
    [
        OPEN,
        "rule open: town may disclose unless minor\n",
        "rule open: town may disclose\nrule shut: open does not apply if minor\n",
        (
            "rule closed-2(p: Person): town must not tell(p) unless permitted\n"
            "rule opened(p: Person): town may tell(p) if shown(p)\n"
        ),
    ],
)
def test_a_permission_that_can_fail_to_apply_is_not_warned_about(text: str) -> None:
    assert warned("PP612", text) == []


def test_a_permission_for_every_argument_applies_always() -> None:
    text = "rule closed-2(p: Person): town must not tell(p) unless permitted\nrule opened(p: Person): town may tell(p)\n"
    assert one("PP612", text).message == "`opened` applies always, so `closed-2` closes nothing"


# ---- exceptions


def test_a_permission_that_switches_a_permission_off() -> None:
    text = OPEN + "rule served: town may disclose if order notwithstanding agreed\n"
    found = one("PP613", text)
    assert found.message == "`served` permits, and switches off `agreed`, which permits the same act"
    assert marked(text, found) == ["agreed", "agreed"]


def test_said_by_the_loser() -> None:
    text = "rule agreed: town may disclose if consent subject to served\nrule served: town may disclose if order\n"
    assert marked(text, one("PP613", text)) == ["served", "agreed"]


@pytest.mark.parametrize(
    "text",
    [
        OPEN + "rule minors: town must not disclose if minor\nrule served: town may disclose if order notwithstanding minors\n",
        OPEN + "rule minors: town must not disclose if minor\nrule served: town may disclose if order notwithstanding all\n",
        OPEN + "rule shut: agreed does not apply if minor\n",
    ],
)
def test_exceptions_to_prohibitions_are_what_permissions_are_for(text: str) -> None:
    assert warned("PP613", text) == []
    assert warned("PP614", text) == []


def test_two_rules_that_never_meet_need_no_exception() -> None:
    text = "rule adults: town may disclose if consent unless minor\nrule shut: adults does not apply if minor and order\n"
    found = one("PP614", text)
    assert found.message == "this exception is never needed: `shut` and `adults` can never apply together"
    assert marked(text, found) == ["adults", "adults"]


def test_an_exception_to_an_exception_is_needed() -> None:
    text = (
        OPEN
        + "rule minors: town must not disclose if minor notwithstanding agreed\n"
        + "rule ordered: town may disclose if order notwithstanding minors\n"
    )
    assert warned("PP614", text) == []


def test_an_exception_for_some_of_the_people() -> None:
    text = (
        "rule closed-2(p: Person): town must not tell(p) unless permitted\n"
        "rule opened(p: Person): town may tell(p) if shown(p)\n"
        "rule shut(p: Person): opened does not apply if agrees(p)\n"
        "rule never-shut(p: Person): opened does not apply if agrees(p) and not shown(p)\n"
    )
    assert [found.message for found in warned("PP614", text)] == [
        "this exception is never needed: `never-shut` and `opened` can never apply together"
    ]


# ---- clashes


def test_a_clash_that_nothing_decides() -> None:
    text = OPEN + "rule served: town may disclose if order\nrule minors: town must not disclose if minor\n"
    found = one("PP615", text)
    assert found.message == (
        "`minors` forbids what `agreed` and `served` can permit, and nothing says which prevails: the prohibition does"
    )
    assert found.help == (
        "add `notwithstanding agreed, served` to `minors` if that is meant, "
        "else `notwithstanding minors` to the permission that prevails"
    )
    assert marked(text, found) == ["minors", "agreed", "served"]


@pytest.mark.parametrize(
    "text",
    [
        OPEN + "rule minors: town must not disclose if minor notwithstanding agreed\n",
        OPEN + "rule minors: town must not disclose if minor subject to agreed\n",
        "rule agreed: town may disclose if consent notwithstanding minors\nrule minors: town must not disclose if minor\n",
        "rule agreed: town may disclose if consent unless minor\nrule minors: town must not disclose if minor\n",
        OPEN + "rule shut: agreed does not apply if minor\nrule minors: town must not disclose if minor\n",
    ],
)
def test_what_is_decided_is_no_clash(text: str) -> None:
    assert warned("PP615", text) == []


def test_doing_what_the_advice_says_ends_both_warnings() -> None:
    text = OPEN + "rule minors: town must not disclose if minor notwithstanding agreed\n"
    assert [found for code in ("PP613", "PP614", "PP615") for found in warned(code, text)] == []


# ---- an act that nothing opens


def test_an_act_that_nothing_opens() -> None:
    assert one("PP616", "").message == "`closed` closes `disclose` unless it is permitted, and no rule permits it"
    assert len(warned("PP616", "rule due: town must disclose before audit\n")) == 1  # such a duty permits nothing


@pytest.mark.parametrize("text", [OPEN, "rule due: town must disclose not later than 3 days after order\n"])
def test_an_act_that_something_opens(text: str) -> None:
    assert warned("PP616", text) == []
