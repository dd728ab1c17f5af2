"""Delays: how often they were granted moves what is due."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.meaning.claims import breaks
from policyproof.meaning.lawful import lawful
from policyproof.meaning.nature import faults
from policyproof.policy.model import Policy
from policyproof.scenario import Scenario

HOUR = 60
NOTICE = "rule notice: ring must notify within 2 hours after release"


def delayed(clause: str, *more: str) -> Policy:
    return law(NOTICE, f'delay wait by court on probable-cause "notice may wait" postpones notice {clause}', *more)


def granted(times: int, scenario: str) -> Scenario:
    return told(f"wait = {times}; {scenario}")


@pytest.mark.parametrize(("times", "last"), [(0, 2 * HOUR), (1, 5 * HOUR), (3, 11 * HOUR)])
def test_each_grant_moves_what_is_due_by_so_much(times: int, last: int) -> None:
    policy = delayed("by up to 3 hours renewable")
    assert lawful(policy, granted(times, f"release @ 0; notify @ {last}")).lawful
    (breach,) = lawful(policy, granted(times, f"release @ 0; notify @ {last + 1}")).breaches
    assert breach.due == last


@pytest.mark.parametrize(
    ("clause", "most"),
    [
        ("by up to 3 hours", 1),
        ("by up to 3 hours renewable at most 3 times", 4),
        ("by up to 3 hours renewable", None),
        ("indefinitely", 1),
    ],
)
def test_how_often_it_can_be_granted(clause: str, most: int | None) -> None:
    policy = delayed(clause)
    assert policy.delays["wait"].most == most
    if most is not None:
        assert list(faults(policy, granted(most, ""))) == []
        assert list(faults(policy, granted(most + 1, ""))) == [f"the fact ('wait', ()) cannot be {most + 1}"]


def test_an_indefinite_delay_leaves_no_date() -> None:
    policy = delayed("indefinitely")
    assert lawful(policy, granted(1, "release @ 0; notify @ 99999")).lawful
    (breach,) = lawful(policy, granted(1, "release @ 0")).breaches
    assert breach.due is None


def test_the_condition_of_a_delay_is_read_at_the_trigger() -> None:
    policy = delayed("by up to 3 hours if warrant")
    assert lawful(policy, granted(1, "warrant @ 0; release @ 0; notify @ 300")).lawful
    assert not lawful(policy, granted(1, "warrant @ 1; release @ 0; notify @ 300")).lawful


def test_delays_add_up() -> None:
    policy = law(
        NOTICE,
        'delay first by court "first" postpones notice by up to 3 hours',
        'delay second by agency "second" postpones notice by up to 4 hours',
    )
    assert lawful(policy, told("first = 1; second = 1; release @ 0; notify @ 540")).lawful
    assert not lawful(policy, told("first = 1; second = 1; release @ 0; notify @ 541")).lawful


def test_a_delay_of_each_person_moves_what_is_due_to_each() -> None:
    policy = law(
        "rule notice(p: Person): ring must tell(p) within 2 hours after release",
        'delay wait(p: Person) by court "{p} may wait" postpones notice by up to 3 hours',
    )
    start = "wait(ann) = 1; wait(bob) = 0; release @ 0; tell(ann) @ 300"
    assert lawful(policy, told(f"{start}; tell(bob) @ 120", "ann bob")).lawful
    (breach,) = lawful(policy, told(f"{start}; tell(bob) @ 121", "ann bob")).breaches
    assert breach.values == (("p", "bob"),)


def test_what_excuses_may_count_the_grants_and_is_read_when_all_delays_have_run() -> None:
    policy = law(
        NOTICE.replace(" after release", " after release excused if gag"),
        'delay wait by court "notice may wait" postpones notice by up to 3 hours',
    )
    assert lawful(policy, granted(1, "release @ 0; gag @ 300")).lawful
    assert not lawful(policy, granted(0, "release @ 0; gag @ 300")).lawful


def test_a_grant_is_a_word_that_can_be_struck_with_its_standard() -> None:
    policy = delayed(
        "by up to 3 hours",
        "rule closed: ring must not notify unless permitted",
        "rule late: ring may notify if not (notice applies)",
        "property p: less than probable-cause is never enough to notify",
    )
    assert breaks(policy, policy.properties["p"], granted(1, "notify @ 0")) is not None
