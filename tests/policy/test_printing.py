"""What is printed parses back to the same meaning."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from oracle.calendars import at, law_of_days, table
from policy.shapes import shape
from policy.told import policy
from policyproof.policy.calendars import CalendarSteps, Length
from policyproof.policy.case_text import case_names, case_text
from policyproof.policy.model import Deadline, Duty, GivenFormula, GivenTime
from policyproof.policy.printing import claim_text, deadline_text, formula_text, length_text
from policyproof.project import load
from policyproof.scenario import Instance, Scenario

ATOMS = [
    "danger",
    "consent",
    "process",
    "shown(x)",
    "served(subpoena)",
    "eventually release",
    "issue by police",
    "data is content",
    "data is not mail",
    "guardian(x) is x",
    "age(x) >= 18",
    "age(x) - 2 * age(x) + 3 = 5",
    "footage(y) <= 12 hours 1 minute",
    "may release",
    "must tell(x)",
    "open applies",
    "notice(x) applies",
    "notice breached",
    "release under open",
    "release under open alone",
    "some Person exists",
    "no Post exists",
    "at least 2 Person exists",
    "consent within 48 hours after release",
    "consent not later than 3 days after served(warrant)",
    "release at least 90 minutes before 2 days after consent",
    "latest of { consent; withdrawal } more than 5 days before release",
    "consent within the last 730 days",
    "consent less than 1 hour ago",
    "release stands",
    "tell(x) tainted",
    "base allows release",
    "base governs tell(x)",
    "more-time(x)",
    "2 * more-time(x) >= 3",
    "cells.record.served-warrant applies",
]
MORE = """scope danger
delay more-time(p: Person) by court postpones notice(p) by up to 3 days renewable
table cells: maker may release if | data | served(warrant) | | record | yes |
"""


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = inner.map(lambda text: f"({text})")
    some = st.lists(inner, min_size=1, max_size=4)
    heads = st.sampled_from(["all of", "any of", "none of", "at least 1 of", "at most 2 of", "exactly one of"])
    return st.one_of(
        st.builds(
            lambda items, word: word.join(items), st.lists(group, min_size=2, max_size=3), st.sampled_from([" and ", " or "])
        ),
        group.map(lambda text: f"not {text}"),
        st.builds(lambda head, items: f"{head} {{ {'; '.join(items)} }}", heads, some),
        st.builds(lambda a, b: f"if {a} then {b}", group, group),
        st.builds(lambda a, b: f"{a} exactly when {b}", group, group),
        st.builds(
            lambda word, body: f"{word} Person z where shown(z): {body}",
            st.sampled_from(["every", "some", "no", "exactly 1"]),
            group,
        ),
        st.builds(lambda w, body: f"some Order i where {w}: {body}", group, group),
        group.map(lambda text: f"at release: {text}"),
    )


FORMULAS = st.recursive(st.sampled_from(ATOMS), _compound, max_leaves=8)


@given(FORMULAS)
def test_formulas_parse_back(text: str) -> None:
    # each quantifier of the strategy binds the same names, so nested ones are told apart here
    parts = text.split("Person z where shown(z)")
    text = parts[0] + "".join(f"Person z{i} where shown(z{i}){part}" for i, part in enumerate(parts[1:]))
    parts = text.split("Order i where")
    text = parts[0] + "".join(f"Order i{i} where{part}" for i, part in enumerate(parts[1:]))
    original = policy(f"{MORE}property x-y: never every Person x, Post y: ({text})\n").properties["x-y"]
    printed = claim_text(original)
    again = policy(f"{MORE}property x-y: {printed}\n").properties["x-y"]
    assert shape(again.claim) == shape(original.claim), printed
    assert claim_text(again) == printed


@pytest.mark.parametrize(
    "text",
    [
        "no release if danger even if maker disobeys supposing careful supposing beliefs are true even out of scope",
        "never danger supposing beliefs are true",
        "may release if consent even out of scope",
    ],
)
def test_modifiers_parse_back(text: str) -> None:
    assert claim_text(policy(f"{MORE}property q: {text}\n").properties["q"]) == text


@pytest.mark.parametrize("spec", sorted(path.name for path in (ROOT / "specs" / "ring").glob("*.policy")))
def test_the_claims_and_conditions_of_the_specs_parse_back(spec: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    file = tmp_path / "specs" / "ring" / spec
    (law,) = load([str(file)], tmp_path).policies
    conditions = {rule.name: (rule.params, rule.condition) for rule in law.rules.values() if rule.condition is not None}
    added = [f"property again-{name}: {claim_text(prop)}" for name, prop in law.properties.items()]
    for name, (params, condition) in conditions.items():
        inside = ", ".join(f"{param.name}: {param.sort}" for param in params)
        added.append(f"term {name}-if{f'({inside})' if inside else ''} means {formula_text(condition)}")
    file.write_text("\n".join([file.read_text(encoding="utf-8"), *added, ""]), encoding="utf-8")
    (again,) = load([str(file)], tmp_path).policies
    for name, prop in law.properties.items():
        assert shape(again.properties[f"again-{name}"].claim) == shape(prop.claim)
    for name, (_, condition) in conditions.items():
        assert shape(again.terms[f"{name}-if"].body) == shape(condition)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 hours"),
        (1, "1 minute"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (1440, "24 hours"),
        (4320, "72 hours"),
        (4321, "3 days 1 minute"),
        (129600, "90 days"),
    ],
)
def test_lengths(minutes: int, text: str) -> None:
    assert length_text(minutes) == text


@pytest.mark.parametrize(
    ("deadline", "length"),
    [
        ("within 3 court-days after served", CalendarSteps(3, "court-days", "court-days")),
        ("within 1 court-day after served", CalendarSteps(1, "court-days", "court-days")),
        ("not later than 2 months after served", CalendarSteps(2, "months", "court-days")),
        ("at least 10 calendar-days before served", CalendarSteps(10, "calendar-days", "court-days")),
        ("within 2 hours after 1 year after served", 120),
        ("within 24 hours after 3 court-days before served", 1440),
    ],
)
def test_lengths_in_days_of_a_calendar(deadline: str, length: Length) -> None:
    days = table(date(2026, 1, 1), date(2028, 12, 31))
    sentence = law_of_days(days, f"rule r: shop must answer {deadline}").rules["r"].sentence
    assert isinstance(sentence, Duty)
    assert sentence.deadline is not None
    assert sentence.deadline.length == length
    assert deadline_text(sentence.deadline) == deadline


@pytest.mark.parametrize(
    "text",
    [
        "within 72 hours after release",
        "not later than 72 hours after release",
        "not later than earliest of { release; consent }",
        "within 30 days before release",
        "promptly after release",
        "before release",
        "at least 10 days before release",
        "together with release",
        "within 24 hours after 10 days after release",
    ],
)
def test_deadlines(text: str) -> None:
    sentence = policy(f"rule r(z: Person): maker must tell(z) {text}\n").rules["r"].sentence
    deadline = getattr(sentence, "deadline", None)
    assert isinstance(deadline, Deadline)
    assert deadline_text(deadline) == text


SCENARIO = Scenario(
    individuals={"Person": ("rule", "Ann"), "Post": ("warrant",)},
    facts={
        ("data", ()): "mail",
        ("shown", ("Ann",)): True,
        ("guardian", ("Ann",)): "rule",
        ("guardian", ("rule",)): "rule",
        ("age", ("Ann",)): 7,
        ("age", ("rule",)): 0,
        ("footage", ("warrant",)): 361,
    },
    events={("served", ("trial",)): -60, ("issue", ()): 0, ("agrees", ("Ann",)): 30},
    doers={("issue", ()): "court"},
)


def test_a_scenario_prints_as_a_case_that_parses() -> None:
    law = policy()
    text = case_text(law, SCENARIO, 'the "first" case', ["maker must not release", "lawful"])
    assert text == (
        "case \"the 'first' case\":\n"
        "  given only person-1: Person; Ann: Person; post-1: Post; data is mail; shown(Ann); guardian(Ann) is person-1;\n"
        "    guardian(person-1) is person-1; age(Ann) = 7; age(person-1) = 0; footage(post-1) = 6 hours 1 minute;\n"
        "    served(trial) at 0 hours; issue at 1 hour; issue by court; agrees(Ann) at 1 hour 30 minutes\n"
        "  expect maker must not release; lawful\n"
    )
    case = policy(text).cases["the 'first' case"]
    assert case.only
    assert [(given.event, given.minute) for given in case.givens if isinstance(given, GivenTime)] == [
        ("served", 0),
        ("issue", 60),
        ("agrees", 90),
    ]
    assert sum(isinstance(given, GivenFormula) for given in case.givens) == 8


def test_what_is_not_granted_is_not_mentioned_in_a_case() -> None:
    granted: dict[tuple[str, tuple[str, ...]], int | str] = {("more-time", ("ann",)): 2, ("more-time", ("bob",)): 0}
    scenario = Scenario({"Person": ("ann", "bob")}, granted, {}, {})
    text = case_text(policy(MORE), scenario, "more time", ["lawful"])
    assert "  given only ann: Person; bob: Person; more-time(ann) = 2\n" in text
    assert policy(MORE + text).cases["more time"].only


def test_individuals_keep_their_names_where_names_they_can_be() -> None:
    assert case_names(policy(), SCENARIO) == {"rule": "person-1", "Ann": "Ann", "warrant": "post-1"}


def test_where_there_is_a_calendar_the_times_of_a_case_are_dates() -> None:
    policy = law_of_days(table(date(2026, 1, 1), date(2026, 12, 31)))
    events: dict[Instance, int] = {("served", ()): at(2026, 11, 25, 16), ("answer", ()): at(2026, 7, 1, 0, 1)}
    text = case_text(policy, Scenario({}, {}, events, {}), "t", ["lawful"])
    assert "given only answer at 2026-07-01 00:01; served at 2026-11-25 16:00\n" in text


def test_an_empty_scenario_is_a_case() -> None:
    text = case_text(policy(), Scenario({}, {}, {}, {}), "nothing", ["lawful"])
    assert text == 'case "nothing":\n  given only\n  expect lawful\n'
    assert policy(text).cases["nothing"].only
