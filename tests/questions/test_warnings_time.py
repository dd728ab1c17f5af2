"""Warnings about duties and their deadlines, and about what is read when."""

from __future__ import annotations

import pytest

from questions.warned import BASE, all_warnings, marked, one, warned

OPEN = "rule agreed: town may disclose if consent\n"

# ---- a condition that can still come


def test_an_event_after_unless_that_can_still_come() -> None:
    text = OPEN + "rule notice: town must notify not later than 3 days after disclose unless gag\n"
    found = one("PP620", text)
    assert found.message == (
        "`gag` can still come between `disclose` and the due date, but `unless` asks what has happened by `disclose`"
    )
    assert found.help == "say `excused if gag` if what comes later is to count, or declare that `disclose` follows `gag`"
    assert marked(text, found) == ["gag", "not later than 3 days after disclose"]


def test_an_event_after_if_that_can_still_come() -> None:
    text = OPEN + "rule notice: town must notify not later than 3 days after disclose if order\n"
    found = one("PP620", text)
    assert (
        found.help == "say `excused unless order` if what comes later is to count, or declare that `disclose` follows `order`"
    )


def test_an_event_in_a_term_is_shown_where_the_term_is_used() -> None:
    rule = "rule notice: town must notify not later than 3 days after disclose unless silenced\n"
    text = f"{OPEN}term silenced means gag or minor\n{rule}"
    assert marked(text, one("PP620", text))[0] == "silenced"


def test_where_there_is_no_due_date_everything_can_still_come() -> None:
    text = OPEN + "rule notice: town must notify promptly after disclose unless gag\n"
    assert (
        one("PP620", text).message == "`gag` can still come after `disclose`, but `unless` asks what has happened by `disclose`"
    )


def test_an_event_of_somebody() -> None:
    text = OPEN + "rule notice(p: Person): town must tell(p) not later than 3 days after disclose unless agrees(p)\n"
    assert marked(text, one("PP620", text))[0] == "agrees(p)"


@pytest.mark.parametrize(
    "text",
    [
        "rule notice: town must notify not later than 3 days after disclose excused if gag\n",
        "rule notice: town must notify not later than 3 days after disclose unless gag excused if gag\n",
        "rule notice: town must notify before disclose unless gag\n",
        "rule notice: town must notify at least 1 day before disclose unless gag\n",
        "rule notice: town must notify not later than disclose unless gag\n",
        "rule notice: town must notify not later than 3 days after disclose if minor\n",
        "rule notice: town must notify not later than 3 days after withdrawal if consent\n",
        "rule notice: town must notify not later than 3 days after disclose if order before disclose\n",
        "rule notice: town must notify not later than 3 days after disclose if disclose under agreed\n",
        "rule notice(p: Person): town must tell(p) not later than 3 days after agrees(p) if agrees(p)\n",
    ],
)
def test_what_cannot_change_any_more_is_not_warned_about(text: str) -> None:
    assert warned("PP620", OPEN + text) == []


# ---- a duty without a date


def test_a_duty_that_never_falls_due() -> None:
    text = "rule notice: town must notify promptly after disclose\n"
    found = one("PP621", text)
    assert found.message == "`promptly` sets no date, so nobody is ever too late with `notice`"
    assert found.help == "say by when: `not later than 3 days after disclose`"
    assert marked(text, found) == ["promptly after disclose"]


def test_a_duty_without_a_deadline() -> None:
    text = "rule notice: town must notify if minor\n"
    assert one("PP621", text).message == "`notice` sets no date, so nobody is ever too late with `notify`"


def test_a_duty_with_a_date() -> None:
    assert warned("PP621", "rule notice: town must notify together with disclose\n") == []


# ---- an act that comes too soon


def test_an_act_that_can_come_before_the_trigger() -> None:
    found = one("PP622", OPEN + "rule notice: town must notify within 30 days after disclose\n")
    assert found.message == "`notify` can come before `disclose`, and then `notice` can never be kept"
    assert found.help == "say `not later than 30 days after disclose`, or declare that `notify` follows `disclose`"


def test_a_duty_for_each_person() -> None:
    text = "rule notice(p: Person): town must tell(p) within 3 days after agrees(p)\n"
    assert one("PP622", text).message.startswith("`tell` can come before `agrees(p)`")


@pytest.mark.parametrize(
    "text",
    [
        "rule notice: town must notify not later than 3 days after disclose\n",
        "rule gone: town must destroy within 3 days after disclose\n",  # it follows the trigger
        (
            'assume in-order: if notify then (audit before notify) "so they do"\n'
            "rule told: town must notify within 3 days after audit\n"
        ),
        "rule silent: town must not notify unless permitted\nrule told: town must notify within 3 days after audit\n",
        "rule notice: town must notify within 3 days after disclose excused if notify before disclose\n",
    ],
)
def test_an_act_that_cannot_come_too_soon_or_is_excused(text: str) -> None:
    assert warned("PP622", OPEN + text) == []


# ---- acts that permit each other

EACH_OTHER = (
    "rule closed-2: town must not notify unless permitted\n"
    "rule told: town may disclose if notify\n"
    "rule done: town may notify if disclose\n"
)


def test_two_acts_that_permit_each_other() -> None:
    found = one("PP630", EACH_OTHER)
    assert found.message == (
        "`disclose` and `notify` can permit each other: done in the same minute, each is lawful only because of the other"
    )
    assert marked(EACH_OTHER, found) == ["told", "done"]


def test_a_duty_may_be_one_of_the_two_permissions() -> None:
    text = EACH_OTHER.replace("town may notify if disclose", "town must notify not later than 3 days after disclose")
    assert len(warned("PP630", text)) == 1


def test_two_acts_of_one_kind() -> None:
    text = (
        "rule closed-2(p: Person): town must not tell(p) unless permitted\n"
        "rule told(p: Person): town may tell(p) if some Person q where q is not p: tell(q)\n"
    )
    assert one("PP630", text).message.startswith("two acts of `tell` can permit each other")


@pytest.mark.parametrize(
    "text",
    [
        EACH_OTHER.replace("disclose if notify", "disclose if notify before disclose"),
        EACH_OTHER + "rule served: town may notify\n",
        "rule told: town may disclose if notify\n",
        EACH_OTHER.replace("notify unless", "notify if gag unless") + "rule gagged: told does not apply if gag\n",
    ],
)
def test_acts_of_which_one_stands_by_itself(text: str) -> None:
    assert warned("PP630", text) == []


# ---- a short window


def test_a_permission_that_is_open_for_minutes() -> None:
    text = "rule fresh: town may disclose if consent less than 30 minutes ago\n"
    found = one("PP631", text)
    assert found.message == "`fresh` permits `disclose` for less than an hour, whatever happens"
    assert marked(text, found) == ["consent less than 30 minutes ago"]


def test_a_prohibition_can_close_the_window() -> None:
    text = "rule fresh: town may disclose if consent\nrule stale: town must not disclose if consent at least 10 minutes ago\n"
    assert len(warned("PP631", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "rule fresh: town may disclose if consent less than 1 hour ago\n",
        "rule fresh: town may disclose if consent within the last 60 minutes\n",
        "rule fresh: town may disclose if consent more than 30 minutes ago\n",
        "rule fresh: town may disclose if order or (consent less than 30 minutes ago)\n",
        "rule fresh: town may disclose if order within 10 minutes after consent\n",
        "rule fresh: town may disclose if consent\n",
    ],
)
def test_a_permission_that_is_open_for_an_hour(text: str) -> None:
    assert warned("PP631", text) == []


# ---- a belief that is read far apart

APART = "rule emergency: town may disclose if danger-believed\n"


def test_a_belief_that_two_rules_read_at_different_times() -> None:
    text = APART + "rule told: town must report not later than 3 days after audit if danger-believed\n"
    found = one("PP632", text)
    assert found.message == (
        "`danger-believed` is read at `disclose` and at `audit`, which can lie more than a day apart, and a fact never changes"
    )
    assert marked(text, found) == ["danger-believed", "danger-believed"]


def test_a_belief_that_one_duty_reads_when_it_begins_and_when_it_falls_due() -> None:
    text = "rule told: town must report not later than 3 days after audit if danger-believed excused unless danger-believed\n"
    assert one("PP632", text).message.endswith("which can lie more than a day apart, and a fact never changes")


@pytest.mark.parametrize(
    "text",
    [
        APART + "rule hushed: town must not disclose if danger-believed and gag\n",  # the same act
        APART + "rule told: town must report not later than 3 days after disclose if danger-believed\n",  # the same moment
        APART + "rule told: town must report not later than 3 days after audit if minor\n",
        (
            "rule emergency: town may disclose if danger\n"
            "rule told: town must report not later than 3 days after audit if danger\n"
        ),
        APART + "rule soon: town must report not later than 20 hours after disclose excused if danger-believed\n",
        APART + "rule shut: emergency does not apply if danger-believed and minor\n",
    ],
)
def test_a_belief_that_is_read_at_one_time(text: str) -> None:
    assert warned("PP632", text) == []


# ---- an event that could come again


def test_looking_back_at_an_event_that_in_life_comes_again() -> None:
    text = "rule fresh: town may disclose if consent within the last 30 days\n"
    found = one("PP633", text)
    assert found.message == "`consent` happens at most once, so a later one, which would count here, cannot be told"
    assert found.help == (
        "if it can come again, declare `entity Consent` and `consent(x: Consent)`, "
        "and ask for `some Consent x: consent(x) within the last 30 days`"
    )


def test_what_the_advice_says_is_of_the_language() -> None:
    base = BASE.replace("event consent by citizen", "entity Consent\nevent consent(x: Consent) by citizen").replace(
        'event withdrawal by citizen follows consent "the citizen takes it back"\n', ""
    )
    text = "rule fresh: town may disclose if some Consent x: consent(x) within the last 30 days\n"
    assert "PP633" not in {found.code for found in all_warnings(text, base=base)}


def test_each_event_is_told_once_wherever_it_is() -> None:
    text = (
        "term fresh means consent within the last 30 days\n"
        "rule first: town may disclose if consent within the last 30 days\n"
        "property p: no disclose without consent within the last 30 days\n"
    )
    assert len(warned("PP633", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "rule fresh: town may disclose if consent less than 30 days ago\n",
        "rule fresh: town may disclose if audit within the last 30 days\n",  # nobody does it
        "rule fresh: town may disclose if some Person p: agrees(p) within the last 30 days\n",
    ],
)
def test_looking_back_at_what_is_not_done_again(text: str) -> None:
    assert warned("PP633", text) == []
