"""Several laws in force, and laws that a claim compares with."""

from __future__ import annotations

from pathlib import Path

import pytest

from meaning.told import told
from policyproof.meaning.claims import breaks
from policyproof.meaning.decisions import decide
from policyproof.policy.model import Policy
from policyproof.project import load

WORDS = """library words "Words"
party keeper "the keeper"
party clerk "a clerk"
fact urgent "it is urgent"
fact video "it is a video service"
event consent "the customer agrees"
action disclose by keeper "the keeper discloses"
action tell by keeper "the keeper tells the customer"
"""
EMERGENCY = """policy emergency "Emergencies Act"
use "words.policy"
rule closed: keeper must not disclose unless permitted
rule urgently: keeper may disclose if urgent
property stricter: complies with video-law
property for-clerks: complies with video-law for clerk
property equal: same as video-law
"""
VIDEO = """policy video-law "Video Act"
use "words.policy"
scope video
rule closed: keeper must not disclose unless permitted
rule agreed: keeper may disclose if consent
property inside: no disclose without consent
property outside: no disclose without consent even out of scope
"""
BOTH = """together both of emergency, video-law
property allowed: always emergency allows disclose
property governed: always video-law governs disclose
property told: may disclose if urgent
"""


@pytest.fixture
def laws(tmp_path: Path) -> dict[str, Policy]:
    texts = {"words": WORDS, "emergency": EMERGENCY, "video-law": VIDEO, "both": BOTH}
    for name, text in texts.items():
        (tmp_path / f"{name}.policy").write_text(text)
    loaded = load([str(tmp_path)], tmp_path)
    assert loaded.diagnostics == ()
    return {policy.name: policy for policy in loaded.policies}


@pytest.mark.parametrize(
    ("scenario", "outcome", "unlifted"),
    [
        ("urgent", "permitted", ()),
        ("", "not permitted", ("emergency.closed",)),
        ("video; urgent", "not permitted", ("video-law.closed",)),
        ("video; consent @ 0", "not permitted", ("emergency.closed",)),
        ("video; urgent; consent @ 0", "permitted", ()),
    ],
)
def test_an_exception_lifts_its_own_laws_prohibition_only(
    laws: dict[str, Policy], scenario: str, outcome: str, unlifted: tuple[str, ...]
) -> None:
    decision = decide(laws["both"], told(scenario), ["keeper"], ("disclose", ()), 5)
    assert (decision.outcome, decision.unlifted) == (outcome, unlifted)


@pytest.mark.parametrize(("scenario", "fails"), [("urgent", False), ("", True), ("video; urgent", False)])
def test_a_law_by_itself_allows(laws: dict[str, Policy], scenario: str, *, fails: bool) -> None:
    both = laws["both"]
    assert (breaks(both, both.properties["allowed"], told(scenario)) is not None) == fails


@pytest.mark.parametrize(("scenario", "fails"), [("urgent", True), ("video", False), ("video; consent @ 0", False)])
def test_a_law_governs_inside_its_scope(laws: dict[str, Policy], scenario: str, *, fails: bool) -> None:
    both = laws["both"]
    assert (breaks(both, both.properties["governed"], told(scenario)) is not None) == fails


def test_a_property_of_a_scoped_law_is_read_inside_the_scope(laws: dict[str, Policy]) -> None:
    law = laws["video-law"]
    assert breaks(law, law.properties["inside"], told("disclose @ 0")) is None
    assert breaks(law, law.properties["outside"], told("disclose @ 0")) is not None
    assert breaks(law, law.properties["inside"], told("video; disclose @ 0")) is None  # not lawful


def test_what_is_lawful_here_and_not_there_breaks_compliance(laws: dict[str, Policy]) -> None:
    law = laws["emergency"]
    assert breaks(law, law.properties["stricter"], told("urgent; disclose @ 0")) is None
    assert breaks(law, law.properties["stricter"], told("urgent; video; disclose @ 0")) is not None
    assert breaks(law, law.properties["for-clerks"], told("urgent; video; disclose @ 0")) is None
    assert breaks(law, law.properties["equal"], told("consent @ 0; disclose @ 0; urgent")) is None
    assert breaks(law, law.properties["equal"], told("disclose @ 0")) is not None
