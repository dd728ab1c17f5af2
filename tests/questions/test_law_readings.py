"""Verdicts on a law that can be read in several ways."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from policyproof.faces.cli.exits import AS_CLAIMED, NOT_AS_CLAIMED, UNDECIDED, exit_code
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult, Claim, PolicyResult, Verdict

LAW = """\
policy shop "Customer data of a shop"
party shop "the shop"
event consent "the customer agrees"
event order "a court orders it"
action disclose by shop "the shop hands over the data"
rule closed: shop must not disclose unless permitted
rule agreed: shop may disclose if consent
rule court: shop may disclose if order
{claims}
reading narrow of shop
limit rule court to consent
reading wide of shop
strike rule court
insert rule anybody: shop may disclose
{own}
"""


def checked(folder: Path, claims: str, own: str = "", limit: int | None = None) -> PolicyResult:
    (folder / "shop.policy").write_text(LAW.format(claims=claims, own=own), encoding="utf-8")
    loaded = load(["shop.policy"], folder)
    assert not loaded.diagnostics, loaded.diagnostics
    return check(loaded.policies[0], CheckOptions(limit=limit))


def code(result: PolicyResult) -> int:
    return exit_code(CheckResult((result,), (), result.diagnostics, {}))


KNOWN = ' known to fail because "a court may order it"'
CLAIMS = {
    "vacuous under each": ("property p: no disclose if not disclose", ["vacuous"] * 3, False),
    "holds under each": ("property p: possible disclose and consent", ["holds"] * 3, True),
    "holds under one": ("property p: no disclose without consent", ["fails", "holds", "fails"], False),
    "holds as written": ("property p: no disclose without consent or order", ["holds", "holds", "fails"], False),
    "known to fail, and does under some": (
        "property p: no disclose without consent" + KNOWN,
        ["fails", "holds", "fails"],
        True,
    ),
    "known to fail, and does under none": ("property p: possible disclose and consent" + KNOWN, ["holds"] * 3, False),
    "known to fail, and holds for nothing": ("property p: no disclose if not disclose" + KNOWN, ["vacuous"] * 3, False),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_as_claimed_if_it_is_under_every_reading(claim: str, tmp_path: Path) -> None:
    text, verdicts, as_claimed = CLAIMS[claim]
    result = checked(tmp_path, text)
    (found,) = result.claims
    assert [reading and reading.name for reading, _ in found.under] == [None, "narrow", "wide"]
    assert [one.verdict for _, one in found.under] == verdicts
    assert (found.as_claimed, found.is_open) == (as_claimed, False)
    assert code(result) == (AS_CLAIMED if as_claimed else NOT_AS_CLAIMED)


def test_the_worst_verdict_is_that_of_the_claim(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, "property p: no disclose without consent or order").claims
    assert found.verdict == "fails"


def test_each_reading_tells_its_own_story(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, "property p: no disclose without consent").claims
    rules = [[opening.rule for telling in one.tellings for opening in telling.opened_by] for _, one in found.under]
    assert rules == [["court"], [], ["anybody"]]


def test_claims_that_one_reading_adds_or_strikes(tmp_path: Path) -> None:
    own = "strike property p\nproperty q: possible disclose"
    claims = checked(tmp_path, "property p: no disclose without consent or order", own).claims
    assert [(claim.declared.name, [reading and reading.name for reading, _ in claim.under]) for claim in claims] == [
        ("p", [None, "narrow"]),
        ("q", ["wide"]),
    ]
    assert all(claim.as_claimed for claim in claims)


def test_a_limit_under_one_reading_leaves_the_claim_open(tmp_path: Path) -> None:
    result = checked(tmp_path, "property p: no disclose without consent or order or not order", limit=1)
    (found,) = result.claims
    assert "undecided" in {one.verdict for _, one in found.under}
    assert (found.as_claimed, found.is_open, code(result)) == (False, True, UNDECIDED)


FOUND: list[tuple[list[Verdict], str, str]] = [
    (["holds", "undecided"], "", "open"),
    (["fails", "undecided"], "", "broken"),
    (["vacuous", "undecided"], "", "broken"),
    (["fails", "undecided"], KNOWN, "as claimed"),
    (["holds", "holds-up-to"], KNOWN, "open"),
    (["fails", "vacuous"], KNOWN, "broken"),
    (["fails", "hollow"], KNOWN, "broken"),
]


@pytest.mark.parametrize(("verdicts", "known", "outcome"), FOUND)
def test_what_a_limit_leaves_open(verdicts: list[Verdict], known: str, outcome: str, tmp_path: Path) -> None:
    (claim,) = checked(tmp_path, "property p: possible disclose and consent" + known).claims
    pairs = zip(claim.under, verdicts, strict=False)
    found = Claim(tuple((reading, msgspec.structs.replace(one, verdict=verdict)) for (reading, one), verdict in pairs))
    assert ("as claimed" if found.as_claimed else "open" if found.is_open else "broken") == outcome


def test_a_reading_whose_assumptions_contradict_each_other_is_missed(tmp_path: Path) -> None:
    own = 'assume left: consent "left"\nassume right: not consent "right"'
    result = checked(tmp_path, "property p: possible disclose and consent", own)
    (found,) = result.claims
    assert [reading.name for reading in found.missing] == ["wide"]
    assert not found.as_claimed
    assert [one.code for each in result.every for one in each.diagnostics] == ["PP204"]


def test_what_one_reading_uses_is_used(tmp_path: Path) -> None:
    (tmp_path / "shop.policy").write_text(LAW.format(claims='event need "there is need"', own="limit rule anybody to need"))
    law = load(["shop.policy"], tmp_path).policies[0]
    assert "PP650" not in {found.code for found in check(law, CheckOptions(warnings=True)).diagnostics}


def test_cases_are_about_the_text_as_written_but_for_those_that_a_reading_adds(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        'case "ordered": given only order at 0 hours expect shop may disclose',
        'case "nobody": given only expect shop may disclose',
    )
    assert [[(one.case.name, one.outcome) for one in each.cases] for each in result.every] == [
        [("ordered", "passes")],
        [],
        [("nobody", "passes")],
    ]
