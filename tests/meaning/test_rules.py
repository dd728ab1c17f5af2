"""Decisions: what closes, forbids, permits; exceptions and exceptions to them; whom and what a rule speaks of."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.meaning.decisions import decide, licences
from policyproof.meaning.lawful import lawful, meets
from policyproof.meaning.moments import END
from policyproof.policy.model import Policy

RELEASE = ("release", ())


def outcome(policy: Policy, story: str, minute: float = 0, people: str = "") -> str:
    return decide(policy, told(story, people), None, RELEASE, minute).outcome


def test_what_no_rule_closes_or_forbids_is_allowed() -> None:
    assert outcome(law(), "") == "permitted"


def test_closed_forbidden_and_permitted_are_told_apart() -> None:
    policy = law(
        "rule closed: ring must not release unless permitted",
        "rule by-warrant: ring may release if warrant",
        "rule by-consent: ring may release if consent",
        "rule sealed: ring must not release if encrypted",
    )
    assert outcome(policy, "") == "not permitted"
    assert outcome(policy, "warrant @ 0") == "permitted"
    assert outcome(policy, "warrant @ 1") == "not permitted"
    assert outcome(policy, "warrant @ 0; encrypted") == "forbidden"
    found = decide(policy, told("warrant @ 0; encrypted"), ["ring"], RELEASE, 0)
    assert (found.allowed_by, found.forbidden_by, found.closed_by, found.could_open) == (
        ("by-warrant",),
        ("sealed",),
        ("closed",),
        ("by-consent",),
    )
    assert licences(policy, told("warrant @ 0"), RELEASE, "ring", 0) == ("by-warrant",)


def test_a_closing_rule_closes_only_where_its_condition_holds() -> None:
    policy = law(
        "rule closed: ring must not release if danger unless permitted", "rule by-warrant: ring may release if warrant"
    )
    assert outcome(policy, "") == "permitted"
    assert outcome(policy, "danger") == "not permitted"


def test_do_not_apply_and_exceptions_to_exceptions() -> None:
    policy = law(
        "rule closed: ring must not release unless permitted",
        "rule by-warrant: ring may release if warrant",
        "rule locked: by-warrant does not apply if encrypted",
        "rule urgent: locked does not apply if danger",
    )
    assert outcome(policy, "warrant @ 0") == "permitted"
    assert outcome(policy, "warrant @ 0; encrypted") == "not permitted"
    assert outcome(policy, "warrant @ 0; encrypted; danger") == "permitted"


@pytest.mark.parametrize(
    "lines",
    [
        ("rule forbids: ring must not release if encrypted", "rule frees: ring may release if warrant notwithstanding forbids"),
        ("rule forbids: ring must not release if encrypted subject to frees", "rule frees: ring may release if warrant"),
    ],
)
def test_notwithstanding_and_subject_to(lines: tuple[str, str]) -> None:
    policy = law("rule closed: ring must not release unless permitted", *lines)
    assert outcome(policy, "encrypted") == "forbidden"
    assert outcome(policy, "encrypted; warrant @ 0") == "permitted"


def test_same_named_parameters_of_an_overriding_rule_are_equal() -> None:
    policy = law(
        "rule forbids(p: Person): ring must not tell(p) if shown(p)",
        "rule frees(p: Person): forbids does not apply if agrees(p)",
    )
    scenario = told("shown(ann); shown(ben); agrees(ann) @ 0", "ann ben")
    assert decide(policy, scenario, None, ("tell", ("ann",)), 0).permitted
    assert not decide(policy, scenario, None, ("tell", ("ben",)), 0).permitted


def test_other_parameters_of_an_overriding_rule_are_for_some() -> None:
    policy = law(
        "rule forbids(p: Person): ring must not tell(p) if shown(p)",
        "rule frees(q: Person): forbids does not apply if agrees(q)",
    )
    scenario = told("shown(ann); shown(ben); agrees(ann) @ 0", "ann ben")
    assert decide(policy, scenario, None, ("tell", ("ben",)), 0).permitted


def test_a_duty_overrides_from_the_trigger_at_which_it_applied() -> None:
    policy = law(
        "rule forbids: ring must not release",
        "rule duty: ring must notify within 10 minutes after warrant if danger notwithstanding forbids",
    )
    assert outcome(policy, "danger; warrant @ 5", 4) == "forbidden"
    assert outcome(policy, "danger; warrant @ 5", 5) == "permitted"
    assert outcome(policy, "danger; warrant @ 5", 500) == "permitted"
    assert outcome(policy, "warrant @ 5", 5) == "forbidden"


def test_parameters_that_the_act_lacks_are_for_some_individual() -> None:
    policy = law(
        "rule closed: ring must not release unless permitted",
        "rule agreed(p: Person): ring may release if shown(p) and agrees(p)",
    )
    assert outcome(policy, "shown(ann); agrees(ben) @ 0", 0, "ann ben") == "not permitted"
    assert outcome(policy, "shown(ben); agrees(ben) @ 0", 0, "ann ben") == "permitted"


def test_a_party_stands_for_those_below_it() -> None:
    policy = law("rule forbids: agency must not seize if encrypted", "rule only-desk: desk must not seize if danger")
    assert not decide(policy, told("encrypted"), ["bureau"], ("seize", ()), 0).permitted
    assert decide(policy, told("danger"), ["bureau"], ("seize", ()), 0).permitted
    assert not decide(policy, told("danger"), ["desk"], ("seize", ()), 0).permitted
    assert decide(policy, told("danger"), ["agency"], ("seize", ()), 0).doer == "bureau"
    assert decide(policy, told("danger"), None, ("seize", ()), 0).permitted


def test_who_really_did_it_counts() -> None:
    policy = law("rule only-desk: desk must not seize")
    assert lawful(policy, told("seize @ 0 by bureau")).lawful
    found = lawful(policy, told("seize @ 0 by desk"))
    assert (found.acts[0].decision.forbidden_by, found.for_whom_not) == (("only-desk",), ("desk",))


def test_a_group_in_a_rule_speaks_of_each_leaf() -> None:
    policy = law("rule forbids: ring must not hand(content)")
    assert [decide(policy, told(""), None, ("hand", (leaf,)), 0).permitted for leaf in ("stored", "live", "metadata")] == [
        False,
        False,
        True,
    ]


def test_a_kind_parameter_binds_the_leaf() -> None:
    policy = law("rule forbids(d: Data): ring must not hand(d) if not served(d)")
    scenario = told("served(live) @ 0")
    assert decide(policy, scenario, None, ("hand", ("live",)), 0).permitted
    assert not decide(policy, scenario, None, ("hand", ("stored",)), 0).permitted


def test_an_individuals_own_act() -> None:
    policy = law("rule forbids(p: Person): p must not post(p) if shown(p)")
    scenario = told("shown(ann); post(ann) @ 0; post(ben) @ 0", "ann ben")
    assert lawful(policy, scenario).for_whom_not == ("ann",)


def test_a_decision_reads_the_act_as_done_then() -> None:
    policy = law("rule forbids: ring must not release if release within 10 minutes after warrant")
    assert outcome(policy, "warrant @ 0; release @ 500", 10) == "forbidden"
    assert outcome(policy, "warrant @ 0; release @ 5", 11) == "permitted"


def test_at_the_end_a_decision_is_made_after_everything() -> None:
    policy = law(
        "rule closed: ring must not release unless permitted", "rule old: ring may release if warrant at least 9 days ago"
    )
    assert outcome(policy, "warrant @ 77", END) == "permitted"
    assert outcome(policy, "warrant @ 77", 78) == "not permitted"


def test_a_permission_never_sees_the_future() -> None:
    policy = law(
        "rule closed: ring must not release unless permitted",
        "rule ahead: ring may release if at 10 minutes after warrant: (consent or (may notify))",
        "rule silent: ring must not notify unless permitted",
        "rule told: ring may notify if hearing",
    )
    assert outcome(policy, "warrant @ 0; consent @ 5; hearing @ 5", 4) == "not permitted"
    assert outcome(policy, "warrant @ 0; consent @ 5", 5) == "permitted"
    assert outcome(policy, "warrant @ 0; hearing @ 5", 5) == "permitted"


def test_parties_that_disobey_are_not_asked_about() -> None:
    policy = law(
        "rule forbids: agency must not seize",
        "rule duty: agency must report within 10 minutes after warrant",
        "rule told: ring must notify within 10 minutes after warrant",
    )
    scenario = told("warrant @ 0; seize @ 0 by desk; notify @ 3")
    assert lawful(policy, scenario).for_whom_not == ("desk", "agency")
    assert lawful(policy, scenario, ["agency"]).lawful
    assert [breach.rule for breach in lawful(policy, scenario, ["desk"]).breaches] == ["duty"]


def test_a_duty_of_several_binds_while_one_of_them_obeys() -> None:
    policy = law("rule both: bureau, desk must seize within 10 minutes after warrant")
    assert not lawful(policy, told("warrant @ 0"), ["desk"]).lawful
    assert lawful(policy, told("warrant @ 0"), ["desk", "bureau"]).lawful


def test_lawful_so_far_leaves_out_what_comes_later() -> None:
    policy = law("rule forbids: ring must not release", "rule duty: ring must notify within 10 minutes after warrant")
    scenario = told("warrant @ 0; release @ 20")
    assert lawful(policy, scenario, moment=10).lawful
    assert [breach.rule for breach in lawful(policy, scenario, moment=11).breaches] == ["duty"]
    assert lawful(policy, scenario, ["ring"], moment=20).lawful
    assert [wrong.minute for wrong in lawful(policy, scenario, moment=20).acts] == [20]


def test_assumptions_and_hypotheses_are_read_at_the_end() -> None:
    policy = law(
        'assume orderly: if hearing then warrant before hearing "always so"', 'suppose calm: eventually consent "let us say"'
    )
    assert meets(policy, told("hearing @ 5; warrant @ 4"))
    assert not meets(policy, told("hearing @ 5; warrant @ 5"))
    assert not meets(policy, told(""), ["calm"])
    assert meets(policy, told("consent @ 900"), ["calm"])
