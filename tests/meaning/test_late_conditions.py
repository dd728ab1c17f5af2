"""Conditions that come true after the act: provisos, and what stands, is tainted, or is still open."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.meaning.decisions import Meaning, decide
from policyproof.meaning.lawful import Record, lawful
from policyproof.meaning.moments import END, Moment
from policyproof.policy.formulas import Formula
from policyproof.policy.model import Always, Policy

PROVISO = (
    "rule closed: ring must not release unless permitted",
    "rule urgent: ring may release if believed provided that report within 48 hours after release",
    "property standing: always release stands",
    "property spoilt: always release tainted",
)
DAY = 24 * 60


def formula(policy: Policy, name: str) -> Formula:
    claim = policy.properties[name].claim
    assert isinstance(claim, Always)
    return claim.body


def says(policy: Policy, name: str, scenario: str, moment: Moment) -> bool:
    """Whether a formula holds at a moment, with that moment for its horizon."""
    return Meaning(policy, told(scenario)).holds(formula(policy, name), moment, moment, {})


def test_a_permission_with_a_proviso_counts_at_once() -> None:
    decision = decide(law(*PROVISO), told("believed; release @ 0"), ["ring"], ("release", ()), 0)
    assert (decision.outcome, decision.allowed_by) == ("permitted", ("urgent",))


@pytest.mark.parametrize(("report", "stands"), [("; report @ 2880", True), ("; report @ 2881", False), ("", False)])
def test_the_act_stands_when_the_proviso_comes_true_in_time(report: str, *, stands: bool) -> None:
    found = lawful(law(*PROVISO), told(f"believed; release @ 0{report}"))
    assert found.lawful == stands
    assert [(wrong.decision.permitted, wrong.missed) for wrong in found.acts] == ([] if stands else [(True, ("urgent",))])


def test_until_it_is_due_an_act_whose_proviso_is_open_is_lawful_so_far_and_stands() -> None:
    policy = law(*PROVISO)
    record = Record(Meaning(policy, told("believed; release @ 0")))
    assert record.lawful_by(2 * DAY)
    assert not record.lawful_by(2 * DAY + 1)
    assert [says(policy, "standing", "believed; release @ 0", m) for m in (0, 2 * DAY, 2 * DAY + 1, END)] == [
        True,
        True,
        False,
        False,
    ]
    assert [says(policy, "spoilt", "believed; release @ 0", m) for m in (0, 2 * DAY, 2 * DAY + 1, END)] == [
        False,
        False,
        True,
        True,
    ]


def test_what_was_never_permitted_is_tainted_from_the_start() -> None:
    assert says(law(*PROVISO), "spoilt", "release @ 0; report @ 5", 0)


def test_another_licence_makes_the_proviso_matter_no_more() -> None:
    policy = law(*PROVISO, "rule ordered: ring may release if warrant")
    assert lawful(policy, told("believed; warrant @ 0; release @ 1")).lawful


def test_a_rule_may_bind_those_whose_act_is_tainted() -> None:
    policy = law(
        *PROVISO,
        "rule closed-notice: ring must not notify unless permitted",
        "rule amends: ring may notify if release tainted",
    )
    scenario = told("believed; release @ 0; notify @ 2881")
    assert decide(policy, scenario, ["ring"], ("notify", ()), 2881).permitted
    assert not decide(policy, scenario, ["ring"], ("notify", ()), 2880).permitted


@pytest.mark.parametrize(
    ("proviso", "events", "stands"),
    [
        ("(report within 1 hour after release) and (notify within 2 hours after release)", "report @ 60; notify @ 120", True),
        ("(report within 1 hour after release) and (notify within 2 hours after release)", "report @ 60", False),
        ("(report within 1 hour after release) or (notify within 2 hours after release)", "notify @ 120", True),
        ("(report within 1 hour after release) or (notify within 2 hours after release)", "notify @ 121", False),
        ("report before release", "report @ -1", True),
        ("report before release", "report @ 0", False),
        ("report at least 1 hour before release", "report @ -60", True),
        ("report not later than 1 hour after release", "report @ -500", True),
        ("report less than 1 hour after release", "report @ 59", True),
        ("report less than 1 hour after release", "report @ 60", False),
        ("report after release", "report @ 1", True),
        ("report after release", "", False),
        ("report within 1 hour after hearing", "", False),
        ("report within 1 hour after hearing", "hearing @ 600; report @ 660", True),
    ],
)
def test_forms_of_provisos(proviso: str, events: str, *, stands: bool) -> None:
    policy = law("rule closed: ring must not release unless permitted", f"rule open: ring may release provided that {proviso}")
    assert lawful(policy, told(f"release @ 0; {events}" if events else "release @ 0")).lawful == stands


def test_a_proviso_for_every_person_shown() -> None:
    policy = law(
        "rule closed: ring must not release unless permitted",
        "rule open: ring may release provided that every Person p where shown(p): tell(p) within 1 hour after release",
    )
    both = "shown(ann); shown(bob); release @ 0; tell(ann) @ 5"
    assert not lawful(policy, told(both, "ann bob")).lawful
    assert lawful(policy, told(f"{both}; tell(bob) @ 60", "ann bob")).lawful


# ---- exceptions to one prohibition among several


GROUNDS = (
    "rule ground: ring must not release unless permitted",
    "rule special: ring must not release if data is content unless permitted",
    "rule agreed: ring may release if consent as an exception to ground",
    "rule vital: ring may release if danger as an exception to special",
    "rule ordered: ring may release if warrant",
)


@pytest.mark.parametrize(
    ("scenario", "permitted"),
    [
        ("data = metadata; consent @ 0", True),
        ("data = stored; consent @ 0", False),
        ("data = stored; danger", False),
        ("data = stored; danger; consent @ 0", True),
        ("data = stored; warrant @ 0", True),
        ("data = metadata; danger", False),
    ],
)
def test_each_closing_rule_wants_a_licence_that_lifts_it(scenario: str, *, permitted: bool) -> None:
    decision = decide(law(*GROUNDS), told(scenario), ["ring"], ("release", ()), 5)
    assert decision.permitted == permitted


def test_the_decision_says_which_prohibition_nothing_lifts() -> None:
    decision = decide(law(*GROUNDS), told("data = stored; consent @ 0"), ["ring"], ("release", ()), 5)
    assert (decision.closed_by, decision.unlifted) == (("ground", "special"), ("special",))
