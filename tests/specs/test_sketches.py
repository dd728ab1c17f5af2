"""Several laws at once, on sketches of real statutes: what is proved of them, and how it is told."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from golden.compare import matches_golden
from policyproof.policy.case_text import case_text
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult, PolicyResult, PropertyResult
from policyproof.report.text import TextOptions, render

SKETCHES = ROOT / "tests" / "sketches"

VERDICTS = {
    "sca": {"no-emergency-needed": "holds"},
    "vppa": {},
    "hipaa": {},
    "us-release": {
        "emergency-is-no-answer": "fails",
        "video-law-kept": "holds",
        "health-law-kept": "holds",
        "still-possible": "holds",
    },
    "gdpr": {"vital-interests": "holds"},
    "us-order": {},
    "atlantic": {
        "no-trap": "fails",
        "never-without-agreement": "holds",
        "warrant-is-answered": "holds",
        "not-a-word": "hollow",
    },
    "ring-clause": {"within-the-statute": "holds", "not-the-same": "fails"},
    "emergencies": {"converse": "fails"},
}
NOT_AS_CLAIMED = {"not-a-word"}
"""Claims that are in the sketches to be seen to be hollow."""


@cache
def checked(name: str) -> PolicyResult:
    loaded = load([f"tests/sketches/{name}.policy"], ROOT)
    assert not loaded.diagnostics
    (policy,) = loaded.policies
    return check(policy, CheckOptions())


def result(name: str, property_: str) -> PropertyResult:
    return next(one for one in checked(name).properties if one.property.name == property_)


@cache
def story(name: str, property_: str) -> str:
    """What the report says of one property, on one line."""
    one = checked(name)
    alone = PolicyResult(one.policy, (result(name, property_),), ())
    return " ".join(render(CheckResult((alone,), (), (), {}), TextOptions()).split())


def test_every_sketch_is_in_the_table() -> None:
    assert sorted([*VERDICTS, "words"]) == sorted(path.stem for path in SKETCHES.glob("*.policy"))


@pytest.mark.parametrize("name", VERDICTS)
def test_verdicts(name: str) -> None:
    assert {one.property.name: one.verdict for one in checked(name).properties} == VERDICTS[name]


@pytest.mark.parametrize("name", VERDICTS)
def test_everything_is_as_claimed(name: str) -> None:
    wrong = {one.property.name for one in checked(name).properties if not one.as_claimed}
    assert wrong == NOT_AS_CLAIMED & set(VERDICTS[name])
    assert [one.case.name for one in checked(name).cases if one.outcome != "passes"] == []


@pytest.mark.parametrize("path", sorted(SKETCHES.glob("*.policy")), ids=lambda path: path.stem)
def test_a_sketch_of_a_law_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(("together ", "library ")) or "A model, not legal advice." in text.splitlines()[0]


def test_an_emergency_clause_lifts_nothing_in_a_law_that_has_none() -> None:
    told = story("us-release", "emergency-is-no-answer")
    assert "Under the Stored Communications Act, it is allowed by rule `sca.b8` (tests/sketches/sca.policy:12;" in told
    assert "Under the Video Privacy Protection Act, it must not be done: rule `vppa.b1` (tests/sketches/vppa.policy:10;" in told
    assert "asks for a permission of that law, and none lifts it." in told
    assert "HIPAA" not in told.split("A course of events that breaks it:")[1]  # it is silent, and in nobody's way


def test_where_the_other_laws_are_silent_one_emergency_clause_is_enough() -> None:
    told = story("us-release", "still-possible")
    assert "Under the Stored Communications Act, it is allowed by rule `sca.b8`" in told
    silent = "nothing stands against it, since this is beyond its scope: the provider is no"
    assert f"Under the Video Privacy Protection Act, {silent} video tape service provider." in told
    assert f"Under the HIPAA privacy rule, {silent} covered entity." in told


def test_a_proof_names_the_file_of_each_law_it_rests_on() -> None:
    assert (
        "It rests on rule `gdpr.art44` (tests/sketches/gdpr.policy:14) and rule `us-order.produce` "
        "(tests/sketches/us-order.policy:6) and on the provider's obeying the rules."
        in story("atlantic", "warrant-is-answered")
    )


def test_an_order_of_one_law_and_a_prohibition_of_another_are_a_trap() -> None:
    told = story("atlantic", "no-trap")
    assert 'Now, under "A US warrant", the provider must disclose the data within 14 days' in told
    assert "But at no moment that would be in time do the laws permit it: whatever is done, a rule is broken." in told
    assert "Under the General Data Protection Regulation, it must not be done: rule `gdpr.art6`" in told
    assert "Rule `gdpr.art44` (tests/sketches/gdpr.policy:14; source:" in told


def test_what_holds_only_because_of_the_trap_is_hollow() -> None:
    told = story("atlantic", "not-a-word")
    assert "hollow. Where the order traps the provider, the customer is told nothing" in told
    assert "First, a search warrant is served on the provider. At any time within the next 14 days, the provider tells" in told
    assert "All is lawful up to that moment, but it cannot go on lawfully: whatever happens next, a rule is broken." in told
    assert "If nothing more happens, it is rule `us-order.produce` (tests/sketches/us-order.policy:6;" in told


def test_a_clause_that_asks_for_more_complies_and_the_converse_fails() -> None:
    grounds = result("ring-clause", "within-the-statute").rests_on
    assert grounds is not None
    assert (grounds.rules, grounds.assumptions) == (("closed",), ("imminence",))
    told = story("emergencies", "converse")
    assert "Ring does not believe that the danger is imminent." in told
    assert "Under this policy, this is lawful, by rule `b8` (tests/sketches/emergencies.policy:6;" in told
    assert "Under Ring's emergency clause of July 2022, it is not lawful. The provider must not disclose the data:" in told
    assert "rule `ring-clause.closed` (tests/sketches/ring-clause.policy:8;" in told


@pytest.mark.parametrize("name", ["us-release", "atlantic", "emergencies", "ring-clause"])
def test_each_story_is_a_case_that_passes(name: str, tmp_path: Path) -> None:
    policy = checked(name).policy
    shutil.copytree(SKETCHES, tmp_path, dirs_exist_ok=True)
    stories = [(one.property.name, telling) for one in checked(name).properties for telling in one.tellings]
    with (tmp_path / f"{name}.policy").open("a", encoding="utf-8") as file:
        file.writelines(case_text(policy, telling.scenario, title, telling.expectations) for title, telling in stories)
    loaded = load([f"{name}.policy"], tmp_path)
    assert not loaded.diagnostics
    found = {one.case.name: one.outcome for one in check(loaded.policies[0], CheckOptions()).cases}
    assert {title: found[title] for title, _ in stories} == {title: "passes" for title, _ in stories}
    assert stories


def test_the_reports() -> None:
    """Word for word: what each of them says."""
    texts = [render(CheckResult((checked(name),), (), (), {}), TextOptions()) for name in VERDICTS if VERDICTS[name]]
    matches_golden("sketches.txt", "\n".join(texts))
