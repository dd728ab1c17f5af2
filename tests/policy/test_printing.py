"""What is printed parses back to the same meaning."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from policy.shapes import shape
from policy.told import policy
from policyproof.policy.model import Deadline, GivenFormula, GivenTime
from policyproof.policy.printing import case_names, case_text, claim_text, deadline_text, formula_text, length_text
from policyproof.project import load
from policyproof.scenario import Scenario

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
]


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
    original = policy(f"property x-y: never every Person x, Post y: ({text})\n").properties["x-y"]
    printed = claim_text(original)
    again = policy(f"property x-y: {printed}\n").properties["x-y"]
    assert shape(again.claim) == shape(original.claim), printed
    assert claim_text(again) == printed


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


def test_individuals_keep_their_names_where_names_they_can_be() -> None:
    assert case_names(policy(), SCENARIO) == {"rule": "person-1", "Ann": "Ann", "warrant": "post-1"}


def test_an_empty_scenario_is_a_case() -> None:
    text = case_text(policy(), Scenario({}, {}, {}, {}), "nothing", ["lawful"])
    assert text == 'case "nothing":\n  given only\n  expect lawful\n'
    assert policy(text).cases["nothing"].only
