from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from conftest import ROOT
from english.camera import VOCABULARY
from golden.compare import matches_golden
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult
from policyproof.report.document import json_schema
from policyproof.report.json import to_json
from report.made import made

SCHEMA: dict[str, Any] = json.loads(files("policyproof.report").joinpath("check.schema.json").read_bytes())
VERSIONS = {"policyproof": "0", "z3-solver": "0"}


def test_the_document() -> None:
    document = to_json(made(), VERSIONS)
    jsonschema_rs.validate(SCHEMA, json.loads(document))
    matches_golden("report.json", document.decode())


def test_the_schema_shipped_is_that_of_the_document() -> None:
    """If not: write `policyproof.report.document.json_schema()` to `check.schema.json`, and think about its version."""
    assert files("policyproof.report").joinpath("check.schema.json").read_bytes() == json_schema()


def test_what_issue_and_consumers_name_is_there() -> None:
    document = json.loads(to_json(made(), VERSIONS))
    assert document["schema"] == "policyproof/check/2"
    assert document["tool"] == VERSIONS
    policy = document["policies"][0]
    assert {"name", "file", "as_of", "properties", "cases"} <= set(policy)
    by_name = {each["name"]: each for each in policy["properties"]}
    assert by_name["bounded"]["people"] == 2
    assert "people" not in by_name["holding"]
    assert by_name["holding"]["rests_on"]["rules"][0]["name"] == "closed"
    assert by_name["usable"]["witness"]["rules"][0]["source"]["where"] == "p. 3"
    assert by_name["useless"]["witness"] is None
    assert "witness" not in by_name["failing"]
    assert by_name["holed"]["known_to_fail"] == "the emergency clause"
    counterexample = by_name["failing"]["counterexamples"][0]
    assert counterexample["rules"][0]["file"] == "ring.policy"
    assert counterexample["words"][1] == {
        "name": "danger-believed",
        "arguments": [],
        "speakers": ["ring"],
        "standard": "good-faith",
        "wrong": True,
    }
    assert document["checked"]["verdicts"]["known_failures"] == 1
    assert document["diagnostics"][0] == {
        "code": "PP100",
        "severity": "error",
        "file": "bad\x1b.policy",
        "line": 1,
        "column": 6,
        "message": "nothing here is called `waht`",
        "help": "write `what`",
    }
    assert document["diagnostics"][1]["file"] == "caf?.policy"


@pytest.mark.parametrize("change", [{"schema": "policyproof/check/3"}, {"extra": 1}, {"policies": [{}]}, {"tool": None}])
def test_the_schema_refuses_what_it_does_not_know(change: dict[str, object]) -> None:
    document = {**json.loads(to_json(made(), VERSIONS)), **change}
    assert not jsonschema_rs.is_valid(SCHEMA, document)


@pytest.mark.parametrize("spec", ["ring-v0", "ring-rfa", "ring-guidelines", "ring-2022", "ring-2025"])
def test_the_specs_fit_the_schema(spec: str, specs: Path) -> None:
    document = _run([f"ring/{spec}.policy"], specs)
    (policy,) = document["policies"]
    assert (policy["name"], policy["file"]) == (spec, f"ring/{spec}.policy")
    counts = document["checked"]
    assert (counts["policies"], counts["properties"], counts["cases"]) == (1, len(policy["properties"]), len(policy["cases"]))
    assert counts["verdicts"]["not_as_claimed"] == 0
    for one in policy["properties"]:
        shown = [*one["counterexamples"], *([one["witness"]] if one.get("witness") else [])]
        assert bool(shown) == (one["verdict"] == "fails" or "witness" in one)
        assert (one["rests_on"] is None) == bool(shown)
        for each in shown:
            assert each["story"]
            assert each["case"].startswith(f'case "{one["name"]}"')
            assert all(rule["file"] == policy["file"] and rule["source"]["where"] for rule in each["rules"])
    assert document["libraries"] == ["ring-words"]
    assert counts["libraries"] == 1
    assert document["diagnostics"] == []


def test_several_laws_are_told_as_data() -> None:
    """What each law says of the act, which rules of which laws a proof rests on, and what two laws make of one scenario."""
    (policy,) = _run(["tests/sketches/us-release.policy"], ROOT)["policies"]
    assert [law["name"] for law in policy["laws"]] == ["sca", "vppa", "hipaa"]
    by_name = {one["name"]: one for one in policy["properties"]}
    said = by_name["still-possible"]["witness"]["laws"]
    assert [(each["law"], each["says"], each["in_scope"]) for each in said] == [
        ("sca", "allows", True),
        ("vppa", "silent", False),
        ("hipaa", "silent", False),
    ]
    assert said[0]["rules"][0]["file"] == "tests/sketches/sca.policy"
    (against,) = [each for each in by_name["emergency-is-no-answer"]["counterexamples"][0]["laws"] if each["law"] == "vppa"]
    assert (against["says"], [rule["name"] for rule in against["rules"]]) == ("stands against", ["vppa.b1"])

    (policy,) = _run(["tests/sketches/ring-clause.policy"], ROOT)["policies"]
    compared = policy["properties"][1]["counterexamples"][0]["compared"]
    assert compared["unlawful_under"] == "ring-clause"
    assert [rule["name"] for rule in compared["unlawful_by"]] == ["closed"]
    assert [rule["name"] for rule in compared["lawful_by"]] == ["emergencies.b8"]


LATE = """\
rule urgent: maker may release if feared provided that review within 48 hours after release
rule told: maker must notify within 72 hours after release
delay more-time by court on probable-cause "a judge gives the maker more time" postpones told by up to 90 days
fact rank(p: Person): number "the rank of {p}"
property missed: no release if feared and not warrant even if maker disobeys
property late: no release without notify within 30 days after release
property capped: no release without notify within 93 days after release if warrant
property circle: never (some Person exists) and (every Person p: some Person q: rank(q) > rank(p))
"""


def test_late_conditions_delays_and_circles_are_told_as_data(tmp_path: Path) -> None:
    (tmp_path / "camera.policy").write_text(VOCABULARY + LATE)
    (policy,) = _run(["camera.policy"], tmp_path)["policies"]
    by_name = {one["name"]: one for one in policy["properties"]}
    (missed,) = by_name["missed"]["counterexamples"][0]["missed"]
    assert (missed["rule"]["name"], missed["event"], missed["due"]) == ("urgent", "review", 48 * 60)
    (postponed,) = by_name["late"]["counterexamples"][0]["postponed"]
    assert postponed["grants"] == [{"delay": "more-time", "arguments": [], "times": 1}]
    assert postponed["due_after"] == 93 * 24 * 60
    assert [delay["name"] for delay in by_name["capped"]["rests_on"]["delays"]] == ["more-time"]
    (link,) = by_name["circle"]["circle"]
    assert (link["entity"], link["demanded"], link["fact"]) == ("Person", "Person", None)
    assert link["every"]["line"] == link["some"]["line"] == policy["properties"][3]["line"]
    assert "circle" not in by_name["capped"]


BAD = {
    "no such file": None,
    "empty": b"",
    "not UTF-8": 'policy p "\xe0"'.encode("latin-1"),
    "a slip": b'policy p "P"\nparty ring "Ring"\nrule r: ring mst not x\n',
    "an unknown name": b'policy p "P"\nparty ring "Ring"\nrule r: ring must not release\n',
    "a lost library": b'policy p "P"\nuse "lost.policy"\n',
    "not yet": b'policy p "P"\nuse "lost.md"\n',
}


@pytest.mark.parametrize("name", BAD)
def test_errors_fit_the_schema(name: str, tmp_path: Path) -> None:
    content = BAD[name]
    if content is not None:
        (tmp_path / "given.policy").write_bytes(content)
    document = _run(["given.policy"], tmp_path)
    assert document["policies"] == []
    found = document["diagnostics"][0]
    assert found["code"].startswith("PP")
    assert (found["severity"], found["file"]) == ("error", "given.policy")
    assert found["message"]


def test_the_same_bytes_twice(specs: Path) -> None:
    assert _bytes(["ring/ring-2025.policy"], specs) == _bytes(["ring/ring-2025.policy"], specs)


def test_two_spaces_and_a_newline_at_the_end(specs: Path) -> None:
    text = _bytes(["ring/ring-v0.policy"], specs).decode("utf-8")
    assert text.startswith('{\n  "schema": "policyproof/check/2",\n  "tool": {\n')
    assert text.endswith("\n}\n")
    assert "\\u" not in text


def _run(paths: list[str], folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_bytes(paths, folder))
    jsonschema_rs.validate(SCHEMA, document)
    return document


def _bytes(paths: list[str], folder: Path) -> bytes:
    loaded = load(paths, folder)
    policies = tuple(check(each, CheckOptions()) for each in loaded.policies)
    libraries = tuple(each.name for each in loaded.libraries)
    return to_json(CheckResult(policies, libraries, loaded.diagnostics, loaded.sources), VERSIONS)
