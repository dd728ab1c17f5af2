"""Several laws over one vocabulary: what is one name, what stays a law's own, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyproof.policy.formulas import Governs
from policyproof.policy.model import Complies, NoIf, Policy
from policyproof.project import load

LIBRARY = """library words "Words"
party keeper "the keeper"
party court "a court"
fact urgent decided by keeper "the keeper holds that it is urgent"
event order by court "a court orders it"
action disclose by keeper "the keeper discloses the data"
"""
PRIVACY = """policy privacy "Privacy law"
use "words.policy"
source act "Privacy Act"
scope online
fact online "the service is online"
event consent "the customer agrees"
term agreed means consent
rule closed: keeper must not disclose unless permitted see act "1"
rule ordered: keeper may disclose if order or agreed see act "2"
"""
SECRETS = """policy secrets "Secrecy law"
use "words.policy"
source act "Secrecy Act"
fact online "the keeper is open"
rule closed: keeper must not disclose unless permitted see act "1"
rule emergency: keeper may disclose if urgent see act "2"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("words", LIBRARY), ("privacy", PRIVACY), ("secrets", SECRETS)):
        (tmp_path / f"{name}.policy").write_text(text)
    return tmp_path


def read(folder: Path, text: str) -> tuple[Policy | None, list[str]]:
    """The policy of a further file in the folder, and the messages about it."""
    (folder / "both.policy").write_text(text)
    loaded = load(["both.policy"], folder)
    messages = [f"{found.code} {found.message}" for found in loaded.diagnostics]
    return next(iter(loaded.policies), None), messages


TOGETHER = "together both of privacy, secrets\nsame secrets.online as privacy.online\n"


def test_rules_and_terms_stay_their_own_laws_and_vocabulary_is_shared(folder: Path) -> None:
    both, messages = read(folder, TOGETHER + "property p: no disclose if secrets governs disclose\n")
    assert messages == []
    assert both is not None
    assert list(both.rules) == ["privacy.closed", "privacy.ordered", "secrets.closed", "secrets.emergency"]
    assert list(both.terms) == ["privacy.agreed"]
    assert list(both.sources) == ["privacy.act", "secrets.act"]
    assert list(both.events) == ["order", "disclose", "consent"]
    assert list(both.laws) == ["privacy", "secrets", "both"]
    assert both.laws["privacy"].scope is not None
    assert both.laws["secrets"].scope is None
    assert {rule.law for rule in both.rules.values()} == {"privacy", "secrets"}


def test_a_rule_a_term_and_a_shared_name_can_be_said_with_their_law(folder: Path) -> None:
    both, messages = read(
        folder,
        TOGETHER
        + "property a: no disclose if (secrets.emergency applies) and not privacy.agreed\n"
        + "property b: no secrets.disclose if secrets.online\n"
        + "rule off: secrets.closed does not apply if privacy governs disclose\n",
    )
    assert messages == []
    assert both is not None
    assert [override.rule for override in both.rules["off"].overrides] == ["secrets.closed"]
    claim = both.properties["b"].claim
    assert isinstance(claim, NoIf)
    assert claim.action == "disclose"
    condition = both.rules["off"].condition
    assert isinstance(condition, Governs)
    assert condition.law == "privacy"


def test_two_declarations_of_one_name_are_never_one_by_themselves(folder: Path) -> None:
    _, messages = read(folder, "together both of privacy, secrets\nproperty p: no disclose if online\n")
    assert messages == [
        "PP118 `privacy` and `secrets` both declare `online`, and nothing says that they mean the same",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("same secrets.onlin as privacy.online", "PP100 `secrets` has no party, entity, fact, event or action `onlin`"),
        ("same tax.online as privacy.online", "PP100 no law here is called `tax`"),
        ("same online as privacy.online", "PP118 `online` does not say whose name it is"),
        ("same secrets.online as privacy.consent", "PP118 `secrets.online` is a fact, and `privacy.consent` is an event"),
        (
            "term x means order",
            "PP113 a `together` holds assumptions, hypotheses, properties, cases and rules that do not apply",
        ),
        ("rule r: keeper must disclose", "PP113 a `together` lays down no rules of its own, but for rules that do not apply"),
        ("property q: no disclose if secrets.urgnt", "PP100 `secrets` has nothing called `urgnt`"),
        ("property q: no disclose if tax governs disclose", "PP100 no law here is called `tax`"),
        ("rule off: secrets.emergency does not apply if secrets allows disclose", "PP105 "),
    ],
)
def test_what_is_wrong_with_a_together_is_said(folder: Path, line: str, message: str) -> None:
    both, messages = read(folder, TOGETHER + line + "\nproperty p: no disclose if online\n")
    assert both is None
    assert any(found.startswith(message) for found in messages), messages


def test_a_rule_may_ask_another_law_about_what_it_switches_off(folder: Path) -> None:
    both, messages = read(folder, TOGETHER + "rule off: secrets.emergency does not apply if privacy allows disclose\n")
    assert messages == []
    assert both is not None


@pytest.mark.parametrize(
    ("laws", "message"),
    [
        ("privacy, taxes", "PP011 no law called `taxes` was found"),
        ("privacy, privacy", "PP101 `privacy` is named twice"),
        ("privacy, both", "PP008 these laws are made of each other: `both.policy` → `both.policy`"),
    ],
)
def test_the_laws_of_a_together_are_looked_for(folder: Path, laws: str, message: str) -> None:
    _, messages = read(folder, f"together both of {laws}\nproperty p: no disclose if urgent\n")
    assert message in messages


def test_a_law_that_is_not_there_may_be_a_slip_of_one_that_is(folder: Path) -> None:
    (folder / "both.policy").write_text("together both of privacy, secret\nproperty p: no disclose if urgent\n")
    (found,) = load(["both.policy"], folder).diagnostics
    assert (found.code, found.help) == ("PP011", "did you mean `secrets`?")


def test_a_claim_compares_with_a_law_that_is_not_in_force(folder: Path) -> None:
    text = SECRETS.replace("policy secrets", "policy ours") + (
        "same privacy.online as online\nsame secrets.online as online\n"
        "property p: complies with privacy\nproperty q: same as secrets\n"
    )
    ours, messages = read(folder, text)
    assert messages == []
    assert ours is not None
    assert list(ours.rules) == ["closed", "emergency"]
    assert list(ours.others) == ["privacy", "secrets"]
    assert list(ours.others["privacy"].rules) == ["privacy.closed", "privacy.ordered"]
    assert ours.others["privacy"].events == ours.events
    assert isinstance(ours.properties["p"].claim, Complies)


def test_two_laws_may_compare_with_each_other(folder: Path) -> None:
    clean = PRIVACY.replace("fact online", "fact on-line").replace("scope online", "scope on-line")
    (folder / "privacy.policy").write_text(clean + "property p: complies with secrets\n")
    (folder / "secrets.policy").write_text(SECRETS + "property p: complies with privacy\n")
    loaded = load([str(folder)], folder)
    assert [found.message for found in loaded.diagnostics] == []
    assert [list(policy.others) for policy in loaded.policies] == [["secrets"], ["privacy"]]


def test_a_same_that_no_claim_needs_is_an_error(folder: Path) -> None:
    text = (
        SECRETS.replace("policy secrets", "policy ours") + "same privacy.online as online\nproperty p: no disclose if online\n"
    )
    _, messages = read(folder, text)
    assert messages == ["PP112 no claim here compares with `privacy`, so that this `same` says nothing"]


def test_a_law_by_itself_knows_no_names_of_others(folder: Path) -> None:
    _, messages = read(folder, SECRETS + "property p: no disclose if privacy.online\n")
    assert messages == ["PP100 nothing here is called `privacy.online`"]
