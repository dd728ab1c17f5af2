"""Readings of a law: where they are told, what they make of it, and what is wrong with some."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyproof.diagnostics import Diagnostic
from policyproof.policy.model import Policy
from policyproof.policy.printing import formula_text
from policyproof.project import load

SHOP = """\
policy shop "Customer data of a shop"
source act "The Shop Act of Nowhere"
party shop "the shop"
event consent "the customer agrees"
event order "a court orders it"
action disclose by shop "the shop hands over the data"
rule closed: shop must not disclose unless permitted
rule agreed: shop may disclose if consent see act "§ 2"
rule court: shop may disclose if order see act "§ 3"
property asked: no disclose without consent
case "nobody agreed": given only disclose at 0 hours expect unlawful
"""
NARROW = 'reading narrow "an order counts only with consent" of shop\nlimit rule court to consent\n'
WIDE = """\
reading wide of shop
event need
extend rule court to need
case "need": given only need at 0 hours expect shop may disclose
"""


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.policy").write_text(text, encoding="utf-8")


def laws(folder: Path, *paths: str) -> dict[str, Policy]:
    loaded = load(paths, folder)
    assert not loaded.diagnostics, loaded.diagnostics
    return {policy.full_name: policy for policy in loaded.policies}


def readings(policy: Policy) -> dict[str, str]:
    """The condition of the rule `court` under each reading."""
    found = {}
    for each in policy.every_reading:
        condition = each.rules["court"].condition
        assert condition is not None
        found[each.full_name] = formula_text(condition)
    return found


def one(folder: Path, *paths: str) -> Diagnostic:
    loaded = load(paths, folder)
    (diagnostic,) = loaded.diagnostics
    assert not loaded.policies
    return diagnostic


def covered(diagnostic: Diagnostic, folder: Path) -> str:
    assert diagnostic.span is not None
    return (folder / diagnostic.span.path).read_text(encoding="utf-8")[diagnostic.span.start : diagnostic.span.end]


BOTH = {"shop": "order", "shop.narrow": "order and consent", "shop.wide": "order or need"}


def test_in_the_file_of_the_law(tmp_path: Path) -> None:
    write(tmp_path, shop=SHOP + NARROW + WIDE)
    law = laws(tmp_path, ".")["shop"]
    assert readings(law) == BOTH
    assert [(each.name, each.title, each.span.line, each.touched) for each in law.readings] == [
        ("narrow", "an order counts only with consent", 12, ("court",)),
        ("wide", None, 14, ("need", "court")),
    ]
    assert "need" not in law.events
    assert [list(each.cases) for each in law.every_reading] == [["nobody agreed"], [], ["need"]]


def test_in_a_file_of_their_own_among_the_files_given(tmp_path: Path) -> None:
    write(tmp_path, shop=SHOP, a=NARROW + WIDE)
    law = laws(tmp_path, ".")["shop"]
    assert readings(law) == BOTH
    assert law.readings[0].span.path == "a.policy"
    assert [each.files for each in law.every_reading] == [
        ("shop.policy",),
        ("shop.policy", "a.policy"),
        ("shop.policy", "a.policy"),
    ]


@pytest.mark.parametrize("use", ["", 'use "shop.policy"\n'], ids=["by name beside it", "used"])
def test_a_file_of_readings_asks_for_its_law(use: str, tmp_path: Path) -> None:
    head, edit = NARROW.splitlines(keepends=True)
    write(tmp_path, shop=SHOP + WIDE, a=head + use + edit)
    assert readings(laws(tmp_path, "a.policy")["shop"]) == {key: BOTH[key] for key in ("shop", "shop.wide", "shop.narrow")}


def test_a_file_of_readings_may_use_words_of_a_library(tmp_path: Path) -> None:
    write(tmp_path, shop=SHOP, words='library words "W"\nevent need\n')
    write(tmp_path, a='reading wide of shop\nuse "words.policy"\nextend rule court to need\n')
    assert readings(laws(tmp_path, "a.policy")["shop"])["shop.wide"] == "order or need"


def test_many_files_of_readings_are_read_one_after_the_other(tmp_path: Path) -> None:
    write(tmp_path, shop=SHOP, **{f"r{number}": NARROW.replace("narrow", f"narrow-{number}") for number in range(300)})
    assert len(laws(tmp_path, ".")["shop"].readings) == 300


def test_literate_readings_cite_their_headings(tmp_path: Path) -> None:
    text = f"```policy\n{SHOP}```\n\n## § 9 Need\n\n```policy\nreading wide of shop\ninsert rule need: shop may disclose\n```\n"
    (tmp_path / "shop.policy.md").write_text(text, encoding="utf-8")
    rule = laws(tmp_path, ".")["shop"].readings[0].policy.rules["need"]
    assert rule.see is not None
    assert (rule.see.where, rule.span.line) == ("§ 9", 19)


def test_a_rule_keeps_its_heading_when_it_is_amended(tmp_path: Path) -> None:
    text = f"```policy\n{SHOP}```\n\n## § 9 Need\n\n```policy\nrule need: shop may disclose\n{NARROW}"
    text += "limit rule need to order\n```\n"
    (tmp_path / "shop.policy.md").write_text(text, encoding="utf-8")
    see = laws(tmp_path, ".")["shop"].readings[0].policy.rules["need"].see
    assert see is not None
    assert see.where == "§ 9"


WRONG = {
    "another law": (SHOP + "reading narrow of shops\nstrike rule court\n", "PP120", "shops"),
    "the same name twice": (SHOP + NARROW + NARROW, "PP101", "narrow"),
    "an edit of nothing": (SHOP + NARROW + "strike rule curt\n", "PP120", "curt"),
    "an edit above all readings": (SHOP + "strike rule court\n" + NARROW, "PP113", "strike rule court"),
    "a name that nothing declares": (SHOP + "reading wide of shop\nextend rule court to danger\n", "PP100", "danger"),
    "a struck term that is named": (
        SHOP + "term t means consent\nrule extra: shop may disclose if t\nreading bare of shop\nstrike term t\n",
        "PP100",
        "t",
    ),
    "a use": (SHOP + NARROW + 'use "shop.policy"\n', "PP113", 'use "shop.policy"'),
    "a reading of a library": ('library words "W"\nevent e\nreading r of words\nevent f\n', "PP113", "words"),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_law_with_a_reading_that_is_wrong_is_not_checked(text: str, tmp_path: Path) -> None:
    written, code, place = WRONG[text]
    write(tmp_path, a=written)
    diagnostic = one(tmp_path, "a.policy")
    assert (diagnostic.code, covered(diagnostic, tmp_path)) == (code, place)
    assert diagnostic.help


def test_neither_is_one_whose_reading_elsewhere_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, shop=SHOP, a=NARROW + "limit rule court to danger\n")
    diagnostic = one(tmp_path, ".")
    assert (diagnostic.code, diagnostic.path) == ("PP100", "a.policy")
    assert [label.text for label in diagnostic.labels] == ["in the reading `narrow`"]


def test_a_name_that_an_edit_struck_shows_the_edit(tmp_path: Path) -> None:
    write(tmp_path, a=WRONG["a struck term that is named"][0])
    diagnostic = one(tmp_path, "a.policy")
    labels = [(label.span.line, label.text) for label in diagnostic.labels]
    assert labels == [(15, "`t` is struck here"), (14, "in the reading `bare`")]
    assert diagnostic.help == "amend this too, or keep what it names"


def test_a_law_that_is_nowhere(tmp_path: Path) -> None:
    write(tmp_path, a=NARROW, other=SHOP.replace("policy shop", "policy shops"))
    loaded = load(["."], tmp_path)
    (diagnostic,) = loaded.diagnostics
    assert (diagnostic.code, diagnostic.message, diagnostic.help) == (
        "PP120",
        "there is no law `shop` here",
        "did you mean `shops`?",
    )
    assert [policy.name for policy in loaded.policies] == ["shops"]


def test_a_law_with_errors_is_one_message(tmp_path: Path) -> None:
    write(tmp_path, a=NARROW, shop=SHOP + "fact f f\n")
    assert one(tmp_path, "a.policy").path == "shop.policy"


def test_a_file_of_readings_cannot_be_used(tmp_path: Path) -> None:
    write(tmp_path, a=NARROW, shop=SHOP, b='policy b "B"\nuse "a.policy"\n')
    assert one(tmp_path, "b.policy").code == "PP010"


ORDERS = """policy orders
use "words.policy"
calendar court-days from "days.csv"
term peril means danger
term calm means not danger
rule closed: shop must not disclose unless permitted
table grounds: shop may disclose if
  | data  | peril |
  |-------|-------|
  | mail  | yes   |
  | photo | no    |
rule answers: shop must disclose within 3 court-days after served
delay late by court postpones answers by up to 24 hours
property like-old: complies with old
"""
WORDS = """library words
party shop
party court
kind Data is one of mail, photo
fact data: Data
fact danger
event served by court
action disclose by shop
"""


def test_a_reading_edits_what_calendars_tables_and_delays_say(tmp_path: Path) -> None:
    days = (Path(__file__).parents[2] / "specs" / "lib" / "us-federal-court-days.csv").read_text(encoding="utf-8")
    (tmp_path / "days.csv").write_text(days, encoding="utf-8")
    write(
        tmp_path,
        words=WORDS,
        old='policy old\nuse "words.policy"\nrule closed: shop must not disclose unless permitted\n',
        orders=ORDERS + "reading soon of orders\n"
        "amend rule answers: strike { 3 court-days } and insert { 2 court-days }\n"
        "amend table grounds: strike { peril } and insert { calm }\n"
        "amend delay late: strike { 24 hours } and insert { 48 hours }\n",
        calm="reading calm of orders\n"
        "insert before rule answers: rule now: shop must disclose within 1 court-day after served\n"
        "strike delay late\nstrike table grounds\n",
    )
    written, soon, calm = laws(tmp_path, "orders.policy", "calm.policy")["orders"].every_reading
    assert list(written.rules) == ["closed", "grounds.mail.peril", "answers"]
    assert list(soon.rules) == ["closed", "grounds.mail.calm", "answers"]
    assert list(calm.rules) == ["closed", "now", "answers"]
    assert [law.delays["late"].minutes for law in (written, soon)] == [24 * 60, 48 * 60]
    assert not calm.delays
    assert [list(law.others) for law in (written, soon, calm)] == [["old"]] * 3
    assert {law.calendars["court-days"].path for law in (written, soon, calm)} == {"days.csv"}


def test_laws_together_have_no_readings(tmp_path: Path) -> None:
    both = "together both of shop, other\n"
    write(
        tmp_path, shop=SHOP, other="policy other\n", a=both + "reading narrow of both\n", b=both, c="reading narrow of both\n"
    )
    for paths in (["a.policy"], ["b.policy", "c.policy"]):
        diagnostic = one(tmp_path, *paths)
        assert (diagnostic.code, diagnostic.message) == ("PP113", "laws `together` are read as they are written")
