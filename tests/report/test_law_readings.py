"""How a law is reported that can be read in several ways, to people and to programs."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema_rs
import pytest

from conftest import Run
from golden.compare import matches_golden
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult
from policyproof.report.json import to_json
from policyproof.report.text import TextOptions, render

LAW = """\
policy shop "Customer data of a shop"
source act "The Shop Act of Nowhere"
party shop "the shop"
event consent "the customer agrees"
event order "a court orders it"
action disclose by shop "the shop hands over the data"
rule closed: shop must not disclose unless permitted see act "§ 1"
rule agreed: shop may disclose if consent see act "§ 2"
rule court: shop may disclose if order see act "§ 3"
property asked "Data leave only with consent": no disclose without consent
property usable: possible disclose and consent
property hole: no disclose without order known to fail because "consent is enough"
property stale: possible disclose known to fail because "somebody thought so"

reading narrow "a court's order counts only with consent" of shop
limit rule court to consent
reading bare of shop
strike rule court
strike property stale
property useless: possible disclose and not consent
case "an order": given only order at 0 hours expect shop may disclose
"""


@pytest.fixture
def result(tmp_path: Path) -> CheckResult:
    (tmp_path / "shop.policy").write_text(LAW, encoding="utf-8")
    loaded = load(["shop.policy"], tmp_path)
    assert not loaded.diagnostics, loaded.diagnostics
    return CheckResult((check(loaded.policies[0], CheckOptions()),), (), (), loaded.sources)


def test_the_report(result: CheckResult) -> None:
    matches_golden("law-readings.txt", render(result, TextOptions(read_back=True)))


def test_the_document(result: CheckResult) -> None:
    document = json.loads(to_json(result, {}))
    jsonschema_rs.validate(json.loads(files("policyproof.report").joinpath("check.schema.json").read_bytes()), document)
    (policy,) = document["policies"]
    under = {one["name"]: [(each["reading"], each["verdict"]) for each in one["under"]] for one in policy["properties"]}
    assert under["asked"] == [(None, "fails"), ("narrow", "holds"), ("bare", "holds")]
    assert under["stale"] == [(None, "holds"), ("narrow", "holds")]
    assert [one["as_claimed"] for one in policy["properties"]] == [False, True, True, False]
    assert [(one["name"], one["line"], one["touched"]) for one in policy["readings"]] == [
        ("narrow", 15, ["court"]),
        ("bare", 17, ["useless", "an order"]),
    ]
    assert [len(one["properties"]) for one in policy["readings"]] == [4, 4]
    assert policy["readings"][1]["cases"][0]["outcome"] == "fails"
    assert (document["checked"]["readings"], document["checked"]["properties"]) == (2, 5)


def test_certificates_of_each_reading(tmp_path: Path, run_cli: Run) -> None:
    text = LAW.replace("property asked", "property other: no disclose without consent or order\nproperty asked")
    (tmp_path / "shop.policy").write_text(text, encoding="utf-8")
    run_cli("check", "--property", "other", "--certificate", "proofs", "shop.policy")
    assert sorted(each.name for each in (tmp_path / "proofs").iterdir()) == [
        "shop.bare.other.proof.jsonl",
        "shop.narrow.other.proof.jsonl",
        "shop.other.proof.jsonl",
    ]
    shown = run_cli("verify", "proofs", "shop.policy").stdout.decode()
    assert shown.count("other") == 3
    (tmp_path / "shop.policy").write_text(text.replace("limit rule court to consent", "limit rule court to order"))
    assert run_cli("verify", "proofs", "shop.policy").returncode == 1


def test_one_property_that_only_a_reading_claims(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "shop.policy").write_text(LAW, encoding="utf-8")
    done = run_cli("check", "--property", "useless", "shop.policy")
    assert done.returncode == 1
    assert b"useless (line 20): fails under `bare`." in done.stdout


def test_scripts_of_each_reading(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "shop.policy").write_text(LAW, encoding="utf-8")
    run_cli("check", "--property", "asked", "--emit", "smt2", "--into", "scripts", "shop.policy")
    names = {each.name.split(".asked")[0] for each in (tmp_path / "scripts").iterdir()}
    assert names == {"shop", "shop.narrow", "shop.bare"}


def test_readings_are_laid_out(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "shop.policy").write_text(LAW.replace("limit rule court", "limit   rule\ncourt"), encoding="utf-8")
    assert run_cli("fmt", "--check", "shop.policy").returncode == 1
    assert run_cli("fmt", "shop.policy").returncode == 0
    once = (tmp_path / "shop.policy").read_text(encoding="utf-8")
    assert run_cli("fmt", "--check", "shop.policy").returncode == 0
    assert "limit rule court to consent\nreading bare of shop\nstrike rule court\nstrike property stale\n" in once
