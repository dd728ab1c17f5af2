"""Each form of deadline at its boundary minutes: done when, due when, a licence or not."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.meaning.decisions import decide
from policyproof.meaning.lawful import lawful
from policyproof.meaning.moments import END, Moment

FORMS = {
    "within 10 minutes after warrant": ([100, 110], [99, 111], 110),
    "not later than 10 minutes after warrant": ([-5, 99, 100, 110], [111], 110),
    "not later than warrant": ([-5, 100], [101], 100),
    "not later than earliest of { warrant; hearing }": ([-5, 100], [101], 100),
    "within 10 minutes before warrant": ([90, 100], [89, 101], 100),
    "promptly after warrant": ([100, 101, 999], [99], None),
    "before warrant": ([-5, 99], [100, 101], 99),
    "at least 10 minutes before warrant": ([-5, 90], [91, 100], 90),
    "together with warrant": ([100], [99, 101], 100),
    "within 10 minutes after 5 minutes after warrant": ([105, 115], [104, 116], 115),
    "within 10 minutes after 5 minutes before warrant": ([95, 105], [94, 106], 105),
}

LICENSING = ("within 10 minutes after warrant", "not later than 10 minutes after warrant", "promptly after warrant")
SILENT = ("within 10 minutes before warrant", "before warrant", "at least 10 minutes before warrant", "")


@pytest.mark.parametrize("form", FORMS)
def test_done_in_time_or_not(form: str) -> None:
    policy = law(f"rule duty: ring must notify {form}")
    in_time, out_of_time, _ = FORMS[form]
    assert [t for t in in_time if not lawful(policy, told(f"warrant @ 100; notify @ {t}")).lawful] == []
    assert [t for t in out_of_time if lawful(policy, told(f"warrant @ 100; notify @ {t}")).lawful] == []


@pytest.mark.parametrize("form", FORMS)
def test_never_done_is_a_breach_and_no_trigger_starts_nothing(form: str) -> None:
    policy = law(f"rule duty: ring must notify {form}")
    (breach,) = lawful(policy, told("warrant @ 100")).breaches
    assert (breach.rule, breach.due) == ("duty", FORMS[form][2])
    assert lawful(policy, told("")).lawful


@pytest.mark.parametrize("form", FORMS)
def test_breached_from_the_minute_after_the_due_minute_on(form: str) -> None:
    policy = law(f"rule duty: ring must notify {form}")
    due = FORMS[form][2]
    start = 105 if "5 minutes after" in form else 95 if "5 minutes before" in form else 100
    breached_from: Moment = END if due is None else max(due + 1, start)
    for moment in [m for m in (*range(80, 130), END) if m != breached_from]:
        assert lawful(policy, told("warrant @ 100"), moment=moment).lawful == (moment < breached_from), moment
    assert not lawful(policy, told("warrant @ 100"), moment=breached_from).lawful


def test_without_a_deadline_some_time_will_do() -> None:
    policy = law("rule duty: ring must notify if danger")
    assert lawful(policy, told("danger; notify @ -999")).lawful
    assert lawful(policy, told("notify @ 5")).lawful
    (breach,) = lawful(policy, told("danger")).breaches
    assert (breach.trigger, breach.due) == (None, None)
    assert lawful(policy, told("danger"), moment=10_000).lawful


def test_without_a_deadline_the_condition_is_read_at_the_end() -> None:
    policy = law("rule duty: ring must notify if warrant before hearing")
    assert not lawful(policy, told("warrant @ 5; hearing @ 6")).lawful
    assert lawful(policy, told("warrant @ 6; hearing @ 6")).lawful


@pytest.mark.parametrize("form", [*LICENSING, "together with warrant"])
def test_a_duty_licenses_from_its_trigger_on(form: str) -> None:
    policy = law("rule closed: ring must not notify unless permitted", f"rule duty: ring must notify {form}")
    outcomes = {t: decide(policy, told("warrant @ 100"), None, ("notify", ()), t) for t in (99, 100, 111, 5000)}
    assert [found.permitted for found in outcomes.values()] == [False, True, True, True]
    assert outcomes[5000].allowed_by == ("duty",)


@pytest.mark.parametrize("form", SILENT)
def test_other_duties_license_nothing(form: str) -> None:
    policy = law("rule closed: ring must not notify unless permitted", f"rule duty: ring must notify {form}")
    for t in (50, 95, 100, 105):
        assert decide(policy, told("warrant @ 100"), None, ("notify", ()), t).outcome == "not permitted"


def test_late_performance_is_licensed_and_the_lateness_is_the_breach() -> None:
    policy = law(
        "rule closed: ring must not notify unless permitted", "rule duty: ring must notify within 10 minutes after warrant"
    )
    found = lawful(policy, told("warrant @ 0; notify @ 60"))
    assert found.acts == ()
    assert [breach.rule for breach in found.breaches] == ["duty"]


def test_a_duty_excused_still_licenses() -> None:
    policy = law(
        "rule closed: ring must not notify unless permitted",
        "rule duty: ring must notify within 10 minutes after warrant excused if gag",
    )
    assert lawful(policy, told("warrant @ 0; gag @ 1; notify @ 5")).lawful
    assert lawful(policy, told("warrant @ 0; gag @ 1")).lawful


def test_the_condition_is_read_at_the_trigger() -> None:
    policy = law("rule duty: ring must notify within 10 minutes after warrant if consent unless gag")
    assert not lawful(policy, told("consent @ 100; warrant @ 100")).lawful
    assert lawful(policy, told("consent @ 101; warrant @ 100")).lawful
    assert lawful(policy, told("consent @ 1; gag @ 100; warrant @ 100")).lawful
    assert not lawful(policy, told("consent @ 1; gag @ 101; warrant @ 100")).lawful


@pytest.mark.parametrize(
    ("form", "due"),
    [("within 10 minutes after warrant", 110), ("before warrant", 99), ("at least 10 minutes before warrant", 90)],
)
def test_excused_is_read_when_the_duty_falls_due(form: str, due: int) -> None:
    policy = law(f"rule duty: ring must notify {form} excused if gag")
    assert lawful(policy, told(f"warrant @ 100; gag @ {due}")).lawful
    assert not lawful(policy, told(f"warrant @ 100; gag @ {due + 1}")).lawful


def test_undated_duties_are_excused_at_the_end() -> None:
    for form in ("promptly after warrant", ""):
        policy = law(f"rule duty: ring must notify {form} excused if gag")
        assert lawful(policy, told("warrant @ 100; gag @ 9999")).lawful
        assert not lawful(policy, told("warrant @ 100")).lawful


def test_excused_unless() -> None:
    policy = law("rule duty: ring must notify within 10 minutes after warrant excused unless consent")
    assert lawful(policy, told("warrant @ 0; consent @ 11")).lawful
    assert not lawful(policy, told("warrant @ 0; consent @ 10")).lawful


def test_each_leaf_of_a_group_is_a_trigger() -> None:
    policy = law("rule duty(d: Data): ring must notify within 10 minutes after served(content)")
    found = lawful(policy, told("served(stored) @ 0; served(live) @ 50; served(metadata) @ 90; notify @ 5"))
    assert {(breach.trigger, breach.due) for breach in found.breaches} == {(50, 60)}


def test_an_extremum_is_one_trigger() -> None:
    policy = law("rule duty: ring must notify within 10 minutes after latest of { served(content); hearing }")
    assert lawful(policy, told("served(stored) @ 0; served(live) @ 50; notify @ 55")).lawful
    assert not lawful(policy, told("served(stored) @ 0; served(live) @ 50; notify @ 5")).lawful


def test_doing_it_for_some_leaf_is_doing_it() -> None:
    policy = law("rule duty: ring must hand(content) within 10 minutes after warrant")
    assert lawful(policy, told("warrant @ 0; hand(live) @ 3")).lawful
    assert not lawful(policy, told("warrant @ 0; hand(metadata) @ 3")).lawful


def test_any_of_the_parties_meets_a_duty_and_nobody_else() -> None:
    policy = law("rule both: bureau, desk must seize within 10 minutes after warrant")
    assert lawful(policy, told("warrant @ 0; seize @ 3 by desk")).lawful
    assert lawful(policy, told("warrant @ 0")).for_whom_not == ("bureau", "desk")
    only = law("rule only-desk: bureau must seize within 10 minutes after warrant")
    assert not lawful(only, told("warrant @ 0; seize @ 3 by desk")).lawful
    above = law("rule above: agency must seize within 10 minutes after warrant")
    assert lawful(above, told("warrant @ 0; seize @ 3 by desk")).lawful


def test_a_duty_of_each_individual() -> None:
    policy = law("rule own(p: Person): p must post(p) within 10 minutes after warrant if shown(p)")
    found = lawful(policy, told("warrant @ 0; shown(ann); shown(ben); post(ann) @ 4", "ann ben cai"))
    assert [(breach.values, breach.parties) for breach in found.breaches] == [((("p", "ben"),), ("ben",))]


def test_must_is_open_from_the_trigger_to_the_due_minute() -> None:
    policy = law("rule duty: ring must notify within 10 minutes after warrant excused if gag", "property tried: must notify")
    from policyproof.meaning.decisions import Meaning

    def runs(story: str, m: int) -> bool:
        return Meaning(policy, told(story)).must(("notify", ()), m, m)

    assert [runs("warrant @ 100", m) for m in (99, 100, 110, 111)] == [False, True, True, False]
    assert [runs("warrant @ 100; notify @ 105", m) for m in (104, 105)] == [True, False]
    assert [runs("warrant @ 100; gag @ 105", m) for m in (104, 105)] == [True, False]
