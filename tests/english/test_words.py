from __future__ import annotations

import pytest

from english.ring import ring
from policyproof.english import phrases
from policyproof.english.lists import article, counted, date, duration, in_words, joined, ordinal, possessive
from policyproof.english.material import Timing
from policyproof.english.timing import Told, elapsed, moment
from policyproof.english.verbs import infinitive, participle, past, third_person
from policyproof.scenario import Scenario

HOUR, DAY = 60, 24 * 60


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (90, "1 hour and 30 minutes"),
        (72 * HOUR, "72 hours"),
        (72 * HOUR + 1, "3 days and 1 minute"),
        (DAY, "24 hours"),
        (30 * DAY, "30 days"),
        (4 * DAY + 2 * HOUR + 5, "4 days, 2 hours, and 5 minutes"),
        (-48 * HOUR, "48 hours"),
        (100_000 * DAY, "100000 days"),
    ],
)
def test_durations(minutes: int, told: str) -> None:
    assert duration(minutes) == told


def test_lists_and_numbers() -> None:
    assert date("2022-07-01") == "1 July 2022"
    assert joined([]) == ""
    assert joined(["a"]) == "a"
    assert joined(["a", "b"], "or") == "a or b"
    assert joined(["a", "b", "c"]) == "a, b, and c"
    assert joined(["a, x", "b"]) == "a, x; and b"
    assert (counted(1, "agency"), counted(2, "agency"), counted(2, "person")) == ("1 agency", "2 agencies", "2 people")
    assert (in_words(2), in_words(40), ordinal(0), ordinal(11)) == ("two", "40", "first", "12th")
    assert (possessive("Ring"), possessive("the police officers")) == ("Ring's", "the police officers'")
    assert (article("agency"), article("post")) == ("an agency", "a post")


@pytest.mark.parametrize(
    ("form", "base", "past_form", "participle_form"),
    [
        ("hands", "hand", "handed", "handed"),
        ("files", "file", "filed", "filed"),
        ("passes", "pass", "passed", "passed"),
        ("denies", "deny", "denied", "denied"),
        ("gives", "give", "gave", "given"),
        ("stops", "stop", "stopped", "stopped"),
        ("discloses", "disclose", "disclosed", "disclosed"),
        ("goes", "go", "went", "gone"),
        ("undertakes", "undertake", "undertook", "undertaken"),
    ],
)
def test_verbs(form: str, base: str, past_form: str, participle_form: str) -> None:
    assert infinitive(form) == base
    assert (past(base), participle(base), third_person(base)) == (past_form, participle_form, form)


A, B = Told(0, "the agency asks"), Told(1, "Ring answers")


@pytest.mark.parametrize(
    ("told", "timing", "opening"),
    [
        ([A], (5, 5, 5), "5 minutes later"),
        ([A], (0, 0, 0), "In the same minute"),
        ([A], (1, 1, 1), "Then"),
        ([A], (1, 0, None), "At any time after that"),
        ([A], (1, 1, None), "At any time after that"),
        ([A, B], (2, None, None), "At any time"),
        ([A, B], (2, 0, None), "At any time after the agency asks"),
        ([A], (1, 0, 72 * HOUR), "At any time within the next 72 hours"),
        ([A, B], (2, 1, 72 * HOUR), "At any time within 72 hours after the agency asks"),
        ([A], (72 * HOUR + 1, 72 * HOUR + 1, None), "More than 72 hours later"),
        ([A, B], (72 * HOUR, 72 * HOUR, None), "At least 72 hours after the agency asks"),
        ([A], (10 * DAY, 10 * DAY, 30 * DAY), "At least 10 days later, but within 30 days"),
        ([A], (DAY, DAY, DAY), "24 hours later"),
        ([A, B], (DAY, DAY, DAY), "Exactly 24 hours after the agency asks"),
        ([A], (DAY - 1, 0, DAY - 1), "Less than 24 hours later"),
    ],
)
def test_elapsed_times(told: list[Told], timing: tuple[int, int | None, int | None], opening: str) -> None:
    assert elapsed(told, Timing(("e", ()), *timing)) == opening


def test_moments() -> None:
    assert (moment(5, 5), moment(0, DAY), moment(DAY, 0)) == ("At that moment", "24 hours later", "24 hours before that")


def test_individuals_are_called_by_what_they_are_or_as_a_case_calls_them() -> None:
    policy = ring('case "one":', "given only alice: Person; shown(alice); data is content", "expect lawful")
    scenario = Scenario({"Person": ("x1", "alice")}, {}, {}, {})
    assert phrases.cast(policy, scenario) == {("Person", "x1"): "Person 1", ("Person", "alice"): "Alice"}


def test_descriptions() -> None:
    policy = ring()
    names = phrases.cast(policy, Scenario({"Person": ("q",)}, {}, {}, {}))
    assert phrases.fact_of(policy, names, ("shown", ("q",))).tell() == "the footage shows Person 1"
    assert phrases.event_of(policy, names, ("tell", ("q",))).tell(negative=True) == "Ring does not tell anybody (Person 1)"
    assert phrases.event_of(policy, names, ("served", ("jury",))).tell("perfect", negative=True) == (
        "no grand jury subpoena for the data has been served on Ring"
    )
    assert phrases.event_of(policy, names, ("issue", ()), "court").tell() == "the order is issued by a judge or magistrate"
    assert phrases.event_of(policy, names, ("hand-back", ())).tell() == "Ring hands back"
    assert phrases.event_of(policy, names, ("plain", ())).tell(negative=True) == '"plain" does not happen'
    assert phrases.valued(policy, names, ("age", ("q",)), 17) == "the age of Person 1: 17"
    assert phrases.valued(policy, names, ("danger-believed", ()), is_=False) == (
        "Ring does not believe that anybody is in imminent danger"
    )
    assert (phrases.standard("good-faith"), phrases.standard("probable-cause")) == ("in good faith", "on probable cause")
