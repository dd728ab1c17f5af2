from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

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
    assert document["schema"] == "policyproof/check/1"
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
        "speaker": "ring",
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


@pytest.mark.parametrize("change", [{"schema": "policyproof/check/2"}, {"extra": 1}, {"policies": [{}]}, {"tool": None}])
def test_the_schema_refuses_what_it_does_not_know(change: dict[str, object]) -> None:
    document = {**json.loads(to_json(made(), VERSIONS)), **change}
    assert not jsonschema_rs.is_valid(SCHEMA, document)


def test_a_real_run_fits_the_schema(specs: Path) -> None:
    loaded = load([str(specs / "ring" / "ring-rfa.policy")], specs)
    result = CheckResult(tuple(check(each, CheckOptions()) for each in loaded.policies), (), loaded.diagnostics, loaded.sources)
    document = json.loads(to_json(result, VERSIONS))
    jsonschema_rs.validate(SCHEMA, document)
    assert document["checked"]["properties"] > 0
