"""The read-back of scopes, late conditions, exceptions, delays, tables and several laws."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from english.camera import VOCABULARY
from english.two_laws import of_folder
from golden.compare import matches_golden
from policyproof.english.claims import gloss_property
from policyproof.english.gloss import gloss_delay, gloss_rule, gloss_scope
from policyproof.english.tables import gloss_table
from policyproof.policy.model import Policy
from policyproof.project.load import load_text

CAMERA = """\
kind Data is one of footage "footage" { video, sound }, record "a record"
kind Paper is one of warrant-paper "a warrant", court-order "a court order"
fact data: Data "what is asked for"
event served(i: Paper) by court "{i} is served on the maker"
event order by agency, court on probable-cause "somebody orders the release"
term agreed means consent and not gag
action hand-over by maker "the maker hands over what is asked for"
scope hurt and not (warrant before consent)
rule sealed-shut: maker must not release if sealed unless permitted
rule urgent: maker may release if feared
  provided that review within 48 hours after release and notify not later than 24 hours after review
rule for-all(p: Person): maker may release if shown(p) provided that every Person q where shown(q) and not warrant:
  any of { (agrees(q) within 2 days after release); (agrees(p) before review) }
rule excepted: maker may release if consent as an exception to closed
rule both-excepted: maker may release if gag as an exception to closed, sealed-shut
rule told: maker must notify within 72 hours after release excused if more-time
rule by-court: maker may release if order by court
delay more-time by agency, court on probable-cause "a judge gives the maker more time"
  postpones told by up to 30 days renewable at most 2 times if not gag
delay stay "a stay of the notice" postpones told indefinitely
delay grace postpones told by up to 1 day renewable
rule shut: maker must not hand-over unless permitted
table compelled: maker may hand-over if
  | data   | served(court-order)                      | agreed      |
  |--------|------------------------------------------|-------------|
  | video  | yes                                      | no          |
  | record | if (not gag) and data is not sound        | if form     |
property a: never release tainted
property b: always if release then release stands
property c: no release without release stands if not (release tainted)
property d: no release if camera governs release
property e: always if gag then not (camera allows release)
property f: never more-time >= 2
property g: possible stay and grace = 0 and more-time < 3
property h: no release if more-time + 2 * grace > 4
property i: no release if gag even out of scope
property j: may release if consent supposing beliefs are true
property k: whether release is permitted does not depend on sealed
property l: no dilemma for maker
property m: possible order by court
property n: never not (order by agency)
property o: never not more-time
"""


@pytest.fixture(scope="module")
def camera() -> Policy:
    return load_text(VOCABULARY + CAMERA, "camera.policy")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    text = (
        'together both "Both of them" of mail, health-law\n'
        "rule first: mail.closed, health-law.closed do not apply if mail governs tell\n"
        "property a: no disclose if (mail allows disclose) and not (health-law governs disclose)\n"
        "property b: complies with strict for keeper\n"
        "property c: same as strict\n"
    )
    strict = 'policy strict "Strict Act (fictional)"\nuse "words.policy"\nassume a: not urgent "nothing is urgent"\n'
    strict += "rule closed: keeper must not disclose unless permitted\n"
    return of_folder(tmp_path_factory.mktemp("both"), "both", both=text, strict=strict)


def everything(policy: Policy) -> Iterator[tuple[str, str]]:
    for text in policy.laws.values():
        if text.scope is not None:
            yield f"scope of {text.name}", gloss_scope(policy, text, text.scope)
    for rule in policy.rules.values():
        if rule.table is None and (rule.span.line > VOCABULARY.count("\n") or rule.law != "camera"):
            yield rule.name, gloss_rule(policy, rule)
    for table in policy.tables.values():
        yield table.name, gloss_table(policy, table)
    for delay in policy.delays.values():
        yield delay.name, gloss_delay(policy, delay)
    for declared in policy.properties.values():
        yield declared.name, gloss_property(policy, declared)


def test_the_read_back(camera: Policy, both: Policy) -> None:
    told = [f"{name}:\n{text}" for policy in (camera, both) for name, text in everything(policy)]
    matches_golden("read-back-of-laws.txt", "\n\n".join(told) + "\n")


def test_nothing_is_left_out_and_nothing_denied_twice(camera: Policy, both: Policy) -> None:
    for policy in (camera, both):
        for name, text in everything(policy):
            assert text.strip(), name
            for line in text.splitlines():
                assert not re.search(r"is so that\.|where\.|if\.|not not|  \w*no .* not |\bNone\b", line), line


def test_a_rule_of_another_file_is_told_with_that_file(both: Policy) -> None:
    assert "rule `mail.closed` (mail.policy:4)" in gloss_rule(both, both.rules["first"]).lower()


def test_a_permission_among_several_laws_says_whose_rules_it_lifts(both: Policy) -> None:
    assert gloss_rule(both, both.rules["mail.ordered"]).endswith("This lifts only what the Mail Act closes.")


def test_a_law_compared_with_is_called_by_its_title(both: Policy) -> None:
    assert gloss_property(both, both.properties["b"]) == (
        "Every course of events that is lawful under these laws together is lawful for the keeper under the Strict Act too. "
        "What the assumptions of either rule out is not looked at."
    )
