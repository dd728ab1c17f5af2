"""Delays: what each postpones, by how much, how often; and where its grants can be asked for."""

from __future__ import annotations

import pytest

from policy.told import covered, one, policy
from policyproof.policy.formulas import Compare, Granted, Holds, Quantified
from policyproof.policy.model import Delay, Duty, GivenFormula, Never

DAY = 24 * 60


def delay(text: str) -> Delay:
    return policy(f"delay late {text}\n").delays["late"]


@pytest.mark.parametrize(
    ("text", "minutes", "most"),
    [
        ("postpones notice by up to 3 days", 3 * DAY, 1),
        ("postpones notice by up to 3 days renewable", 3 * DAY, None),
        ("postpones notice by up to 1 day renewable at most 2 times", DAY, 3),
        ("postpones notice indefinitely", None, 1),
        ("postpones notice indefinitely renewable", None, None),
    ],
)
def test_how_long_and_how_often(text: str, minutes: int | None, most: int | None) -> None:
    found = delay(text)
    assert (found.rule, found.minutes, found.most, found.law) == ("notice", minutes, most, "base")


def test_all_that_a_delay_can_say() -> None:
    law = policy(
        'delay late(p: Person) by court, police on proof "more time for {p}" postpones notice(p) by up to 3 days'
        ' if shown(p) see law "7"\n'
    )
    found = law.delays["late"]
    assert [param.name for param in found.params] == ["p"]
    assert isinstance(found.condition, Holds)
    assert found.see is not None
    assert (found.see.source, found.see.where) == ("law", "7")


def test_its_grants_are_counted_by_a_fact_of_the_same_name() -> None:
    law = policy('delay late(p: Person) by court on proof "more time" postpones notice by up to 3 days\n')
    count = law.facts["late"]
    assert (count.type, count.decided_by, count.standard, count.description) == ("number", ("court",), "proof", "more time")
    assert count.params == law.delays["late"].params
    assert law.order[-1] == "late"


def test_alone_it_asks_whether_it_was_granted_and_compared_how_often() -> None:
    text = """delay late(p: Person) by court postpones notice(p) by up to 3 days renewable
property once: never some Person p: late(p)
property often: never some Person p: late(p) >= 2
rule r(p: Person): maker must tell(p) within 3 days after consent excused if late(p)
"""
    law = policy(text)
    bodies = [prop.claim.body for prop in law.properties.values() if isinstance(prop.claim, Never)]
    once, often = (body.body for body in bodies if isinstance(body, Quantified))
    assert isinstance(once, Granted)
    assert isinstance(often, Compare)
    duty = law.rules["r"].sentence
    assert isinstance(duty, Duty)
    assert isinstance(duty.excused, Granted)


def test_a_case_gives_grants() -> None:
    text = """delay late(p: Person) by court postpones notice(p) by up to 3 days renewable
case "c": given only ann: Person; late(ann); late(ann) = 2
  expect lawful
"""
    (first, second) = policy(text).cases["c"].givens
    assert isinstance(first, GivenFormula)
    assert isinstance(second, GivenFormula)
    assert isinstance(first.formula, Granted)
    assert isinstance(second.formula, Compare)


NO_DATE = {
    "promptly after consent": "falls due at no date",
    "": "falls due at no date",
    "before consent": "falls due before its trigger",
    "at least 3 days before consent": "falls due before its trigger",
    "within 3 days before consent": "falls due before its trigger",
    "together with consent": "falls due at its trigger",
}


@pytest.mark.parametrize("deadline", NO_DATE)
def test_only_what_falls_due_later_can_be_postponed(deadline: str) -> None:
    text = f"rule due: maker must release {deadline}\ndelay late postpones due by up to 3 days\n"
    diagnostic = one(text)
    assert diagnostic.code == "PP116"
    assert diagnostic.message == f"`due` {NO_DATE[deadline]}, so it cannot be postponed"
    assert covered(text, diagnostic) == "due"


@pytest.mark.parametrize(
    "deadline", ["within 3 days after consent", "not later than consent", "not later than 3 days after consent"]
)
def test_what_can(deadline: str) -> None:
    text = f"rule due: maker must release {deadline}\ndelay late postpones due by up to 3 days\n"
    assert policy(text).delays["late"].rule == "due"


ERRORS = {
    "delay late postpones open by up to 3 days": ("PP116", "open", "`open` is no duty"),
    "delay late postpones notce by up to 3 days": ("PP100", "notce", "nothing here is called `notce`"),
    "delay late postpones danger by up to 3 days": ("PP102", "danger", "`danger` is a fact, and a rule is expected here"),
    "delay late(q: Person) postpones notice(q) by up to 3 days": ("PP103", "q", "between rules, parameters of the same name"),
    "delay late(p: Person) by p postpones notice by up to 3 days": ("PP106", "p", "`p` stands for an individual"),
    "delay late by curt postpones notice by up to 3 days": ("PP100", "curt", "nothing here is called `curt`"),
    "delay late on danger postpones notice by up to 3 days": ("PP102", "danger", "`danger` is a fact"),
    'delay late "for {x}" postpones notice by up to 3 days': ("PP103", "x", "`{x}` names no parameter"),
    "delay late postpones notice by up to 0 hours": ("PP112", "0 hours", "this postpones by nothing"),
    "delay late postpones notice by up to 1 hour renewable at most 0 times": ("PP112", "0", "it can be renewed no time"),
    "delay late postpones notice by up to 1 hour if eventually consent": (
        "PP109",
        "eventually consent",
        "a rule never sees the future",
    ),
    "delay late postpones notice by up to 1 hour if notice breached": ("PP105", "late", "`notice` depends on itself"),
    "delay consent postpones notice by up to 1 hour": ("PP101", "consent", "`consent` is declared twice"),
    'delay late postpones notice by up to 1 hour see lw "1"': ("PP100", "lw", "nothing here is called `lw`"),
}


@pytest.mark.parametrize("text", ERRORS)
def test_mistakes(text: str) -> None:
    diagnostic = one(text + "\n")
    code, covers, message = ERRORS[text]
    assert (diagnostic.code, covered(text, diagnostic)) == (code, covers)
    assert diagnostic.message.startswith(message)
    assert diagnostic.help


COUNTED = [
    "rule r: maker may release if late",
    "rule r: maker may release unless late >= 2",
    "rule r: maker may release if often",
    "rule r: maker may release provided that every Person p where late: tell(p) after release",
    "rule r: notice does not apply if late",
    "scope late",
    'assume a: late <= 2 "why"',
    'suppose s: late <= 2 "why"',
    "fact f decided by maker that late",
    "delay longer postpones notice by up to 1 day if late",
]


@pytest.mark.parametrize("text", COUNTED)
def test_grants_have_no_moment_that_a_rule_could_be_read_at(text: str) -> None:
    head = "delay late by court postpones notice by up to 3 days renewable\nterm often means danger and late > 1\n"
    diagnostic = one(f"{head}{text}\n")
    assert diagnostic.code == "PP109"
    assert diagnostic.message.startswith("grants of a delay are counted, not dated")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("property q: never late before release", "an event"),
        ("property q: never late is mail", "a fact with a value"),
        ('case "c": given late at 3 hours expect lawful', "an event"),
    ],
)
def test_a_grant_is_no_event(text: str, wanted: str) -> None:
    diagnostic = one(f"delay late by court postpones notice by up to 3 days\n{text}\n")
    assert (diagnostic.code, diagnostic.message) == ("PP102", f"`late` is a delay, and {wanted} is expected here")
    assert diagnostic.help == "write `late` alone, or `late >= 2`: grants of a delay are counted, not dated"


def test_a_case_names_the_leaf_that_a_grant_is_about() -> None:
    head = "delay late(i: Order) by court postpones notice by up to 3 days\n"
    assert one(f'{head}case "c": given late(subpoena) expect lawful\n').code == "PP104"
