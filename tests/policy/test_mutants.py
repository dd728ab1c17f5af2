"""Texts with slips of any sort: resolution answers with messages, never with an exception."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from policy.told import BASE
from policyproof.diagnostics import CODES
from policyproof.policy.printing import claim_text, formula_text
from policyproof.policy.resolution.resolve import resolve
from policyproof.source import Source
from policyproof.syntax.parse import parse

MORE = """
rule extra(z: Person): maker must tell(z) not later than earliest of { consent; 3 hours after served(trial) }
  excused if danger
rule off: notice does not apply if process and not danger-believed
rule own(z: Person): z must not post(z) if some Person y where guardian(y) is z: age(y) < 18 notwithstanding all
property first: no tell(z) without (at release: shown(z)) if consent within the last 3 days
  even if maker disobeys supposing careful
property two: always every Post u, Post v where u is not v: footage(u) + footage(v) <= 12 hours
property three: whether release is permitted does not depend on danger, served(warrant)
property four: must tell(z) within 3 days after release if release under open alone
scope danger or consent
delay more-time(z: Person) by court postpones told-late(z) by up to 3 days renewable at most 2 times if shown(z)
rule told-late(z: Person): maker must tell(z) not later than 3 days after withdrawal excused if more-time(z)
rule odd: maker may release if base governs release provided that every Person z where shown(z): tell(z) after release
  as an exception to closed see law "1"
table cells: maker may release if
  | data    | consent | served(warrant) |
  | content | no      | if danger       |
  | record  | yes     | yes             |
property five: never (release tainted or base allows release) supposing beliefs are true even out of scope
property six: never some Person z: more-time(z) >= 2
case "c": given only ann: Person; shown(ann); release at 2 hours; issue by court
  expect maker may release under open, cells.record.consent; pending notice; release stands
"""
TEXTS = [BASE + MORE, *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "specs" / "ring").glob("*.policy")))]
NAME = re.compile(r"[A-Za-z][\w-]*")


def test_the_texts_themselves_are_well_formed() -> None:
    parsed = parse(Source("t", TEXTS[0]))
    assert parsed.diagnostics == ()
    assert resolve(parsed.file, ()).policy is not None


@settings(max_examples=300)
@given(st.data())
def test_names_put_in_wrong_places(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(NAME.finditer(text))
        place, other = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))
        text = text[: place.start()] + other[0] + text[place.end() :]
    parsed = parse(Source("t", text))
    resolution = resolve(parsed.file, ())
    if parsed.complete:
        assert (resolution.policy is None) == bool(resolution.diagnostics)
    for diagnostic in resolution.diagnostics:
        assert diagnostic.code in CODES
        assert diagnostic.span is not None
        assert diagnostic.help
        assert not diagnostic.message.endswith(".")
        assert "\n" not in diagnostic.message
        assert "None" not in diagnostic.message
    if resolution.policy is not None:
        for prop in resolution.policy.properties.values():
            assert claim_text(prop)
        for rule in resolution.policy.rules.values():
            assert rule.condition is None or formula_text(rule.condition)
