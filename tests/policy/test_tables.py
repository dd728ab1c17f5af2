"""Tables: each cell that permits something is a rule of its own."""

from __future__ import annotations

import pytest

from policy.shapes import shape
from policy.told import covered, one, policy, resolved
from policyproof.policy.formulas import And, Happened, Holds, IsMember, TermUse
from policyproof.policy.model import ExpectMay, Permits, Rule

TABLE = """table compelled: maker may release if
  | data    | consent           | served(warrant) | process   |
  |---------|-------------------|-----------------|-----------|
  | content | no                | yes             | if danger |
  | record  | yes see law "9"   | no              | yes       |
  see law "7"
"""


def cell(name: str, text: str = TABLE) -> Rule:
    return policy(text).rules[name]


def test_each_cell_is_a_rule_by_the_name_of_its_table_row_and_column() -> None:
    found = [rule for rule in policy(TABLE).rules.values() if rule.table == "compelled"]
    assert [rule.name for rule in found] == [
        "compelled.content.served-warrant",
        "compelled.content.process",
        "compelled.record.consent",
        "compelled.record.process",
    ]
    assert {rule.law for rule in found} == {"base"}
    assert all(rule.parties == ("maker",) and isinstance(rule.sentence, Permits) for rule in found)


def test_a_cell_permits_where_its_row_its_column_and_its_own_condition_are_met() -> None:
    yes, if_ = cell("compelled.content.served-warrant"), cell("compelled.content.process")
    assert isinstance(yes.condition, And)
    assert [type(part) for part in yes.condition.items] == [IsMember, Happened]
    assert isinstance(if_.condition, And)
    assert [type(part) for part in if_.condition.items] == [IsMember, TermUse, Holds]
    written = policy("rule r: maker may release if all of { data is content; process; danger }\n").rules["r"]
    assert shape(if_.condition) == shape(written.condition)


def test_a_cell_cites_its_own_source_or_that_of_the_table() -> None:
    own, common = cell("compelled.record.consent").see, cell("compelled.record.process").see
    assert own is not None
    assert common is not None
    assert (own.where, common.where) == ("9", "7")


def test_the_place_of_a_rule_is_its_cell() -> None:
    rule = cell("compelled.record.consent")
    assert (rule.span.line, rule.span.column) == (34, 15)


def test_the_table_says_which_cell_wrote_which_rule() -> None:
    table = policy(TABLE).tables["compelled"]
    assert (table.fact, table.action, table.columns) == ("data", "release", ("consent", "served(warrant)", "process"))
    assert [type(heading) for heading in table.headings] == [Happened, Happened, TermUse]
    assert [(row.member, row.rules) for row in table.rows] == [
        ("content", (None, "compelled.content.served-warrant", "compelled.content.process")),
        ("record", ("compelled.record.consent", None, "compelled.record.process")),
    ]


def test_rows_may_lie_below_one_another_and_add_up() -> None:
    text = "table t: maker may release if | data | consent | | content | no | | mail | yes |\n"
    assert [rule.name for rule in policy(text).rules.values() if rule.table] == ["t.mail.consent"]


def test_rules_stand_in_the_order_of_the_text() -> None:
    text = "rule first: maker may release if danger\n" + TABLE + "rule final: maker may release if consent\n"
    names = list(policy(text).rules)
    assert names.index("first") < names.index("compelled.content.process") < names.index("final")


def test_cells_are_named_like_other_rules() -> None:
    law = policy(
        TABLE
        + """rule off: compelled.record.consent does not apply if danger
property q: never release under compelled.content.served-warrant
property s: never compelled.record.process applies
case "c": given data is record; consent at 0 hours expect maker may release under compelled.record.consent
"""
    )
    assert [override.rule for override in law.rules["off"].overrides] == ["compelled.record.consent"]
    expected = law.cases["c"].expects[0]
    assert isinstance(expected, ExpectMay)
    assert expected.under == ("compelled.record.consent",)


def test_notwithstanding_all_reaches_cells() -> None:
    law = policy(TABLE + "rule gag: maker must not release if danger notwithstanding all\n")
    assert "compelled.record.consent" in {override.rule for override in law.rules["gag"].overrides}


HEAD = "table t: maker may release if\n"
ERRORS = {
    # ---- rows
    "| data | consent |\n| mial | yes |": ("PP100", "mial", "nothing here is called `mial`"),
    "| data | consent |\n| warrant | yes |": ("PP104", "warrant", "`warrant` is a member of the kind `Order`, and a row"),
    "| data | consent |\n| danger | yes |": ("PP104", "danger", "`danger` is a fact, and a row of this table begins with"),
    "| data | consent |\n| mail | yes |\n| mail | yes |": ("PP117", "mail", "there are two rows `mail`"),
    "| data | consent | process |\n| mail | yes |": ("PP117", "| mail | yes |", "this row has 1 cell, and the table has 2"),
    "| data | consent |\n| mail | yes | no |": ("PP117", "| mail | yes | no |", "this row has 2 cells, and the table has 1"),
    "| data | consent |\n| mail | no |\n| film | no |": ("PP117", "t", "every cell of this table says `no`"),
    # ---- columns
    "| data | consent | consent |\n| mail | yes | no |": ("PP117", "consent", "there are two columns `consent`"),
    "| data | danger |\n| mail | yes |": ("PP102", "danger", "`danger` is a fact, and an event or a term heads a column"),
    "| data | maker |\n| mail | yes |": ("PP102", "maker", "`maker` is a party, and an event or a term is expected here"),
    "| data | cosent |\n| mail | yes |": ("PP100", "cosent", "nothing here is called `cosent`"),
    "| data | served(mail) |\n| mail | yes |": ("PP103", "mail", "`mail` is a member of the kind `Data`"),
    # ---- what the rows are about
    "| dta | consent |\n| mail | yes |\n| film | yes |": ("PP100", "dta", "nothing here is called `dta`"),
    "| consent | process |\n| mail | yes |": ("PP102", "consent", "`consent` is an event, and a fact with a value"),
    "| danger | consent |\n| mail | yes |": ("PP102", "danger", "`danger` is a yes/no fact, and the rows of a table are"),
    # ---- cells
    "| data | consent |\n| mail | if dangr |": ("PP100", "dangr", "nothing here is called `dangr`"),
    "| data | consent |\n| mail | if eventually consent |": ("PP109", "eventually consent", "a rule never sees the future"),
    "| data | consent |\n| mail | if release tainted |": ("PP105", "release tainted", "`t.mail.consent` depends on itself"),
    '| data | consent |\n| mail | yes see lw "1" |': ("PP100", "lw", "nothing here is called `lw`"),
    '| data | consent |\n| mail | yes | see lw "1"': ("PP100", "lw", "nothing here is called `lw`"),
}


@pytest.mark.parametrize("table", ERRORS)
def test_mistakes_in_a_table(table: str) -> None:
    text = f"{HEAD}{table}\n"
    diagnostic = one(text)
    code, covers, message = ERRORS[table]
    assert (diagnostic.code, covered(text, diagnostic)) == (code, covers)
    assert diagnostic.message.startswith(message)
    assert diagnostic.help


SENTENCES = {
    "state may release": ("PP106", "state"),
    "maker, maker may release": ("PP101", "maker"),
    "maker may consent": ("PP202", "consent"),
    "maker may tell(p)": ("PP111", "p"),
    "maker may issue-it": ("PP100", "issue-it"),
    "police may issue": ("PP107", "police may issue"),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_mistakes_in_what_a_table_permits(sentence: str) -> None:
    text = f"table t: {sentence} if | data | consent | | mail | yes |\nrule r: t.mail.consent does not apply if danger\n"
    diagnostic = resolved(text).diagnostics[0]
    assert (diagnostic.code, covered(text, diagnostic)) == SENTENCES[sentence]
    assert len(resolved(text).diagnostics) == 1


NAMES = {
    "compelled.record.conset": (
        "the table `compelled` has no cell `record.conset`",
        "did you mean `compelled.record.consent`?",
    ),
    "compelled.film": (
        "the table `compelled` has no cell `film`",
        "name one of its cells, for instance `compelled.content.consent`",
    ),
    "compelled.content.served(warrant)": (
        "the table `compelled` has no cell `content.served`",
        "write `compelled.content.served-warrant`",
    ),
    "compelled.content.consent": (
        "the cell `compelled.content.consent` says `no`, and so it is no rule",
        "name a cell that permits something",
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_cells_that_there_are_not(name: str) -> None:
    text = f"{TABLE}rule off: {name} does not apply if danger\n"
    diagnostic = one(text)
    assert (diagnostic.code, covered(text, diagnostic)) == ("PP100", name)
    assert (diagnostic.message, diagnostic.help) == NAMES[name]


def test_a_table_is_no_rule() -> None:
    diagnostic = one(f"{TABLE}rule off: compelled does not apply if danger\n")
    assert diagnostic.message == "`compelled` is a table, and a rule is expected here"
    assert diagnostic.help == "name one of its cells: `compelled.ROW.COLUMN`"


def test_a_table_with_a_mistake_has_one_message_whoever_names_its_cells() -> None:
    text = "table t: maker may release if | data | cosent | | mail | yes |\nrule r: t.mail.consent does not apply if danger\n"
    assert one(text).help == "did you mean `consent`?"
