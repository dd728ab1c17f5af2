"""The read-back of a table: row by row, what each column permits."""

from __future__ import annotations

from policyproof.english import phrases
from policyproof.english.conditions import Context, outline
from policyproof.english.gloss import regulated
from policyproof.english.outline import Items, Outline, joint, opened, sentence
from policyproof.english.points import AT_THE_ACT
from policyproof.policy.formulas import And, Formula
from policyproof.policy.model import Permits, Policy, Rule, Table, TableRow


def gloss_table(policy: Policy, table: Table) -> str:
    """What the table permits: a list of its rows, each a list of its columns. A `no` permits nothing, and forbids nothing."""
    context = Context(policy, AT_THE_ACT, {})
    cell = next(rule for rule in policy.rules.values() if rule.table == table.name)
    assert isinstance(cell.sentence, Permits)
    act = regulated(policy, cell, {}, cell.sentence.action, cell.sentence.args, "may")
    rows = tuple(_row(context, table, row) for row in table.rows)
    head = f"by this table, {act}, as things are at the moment of doing so"
    closing = "Each `yes` is a rule of its own. Where there is no rule, this table forbids nothing either."
    return "\n".join([sentence("", Items(head, rows)), closing])


def _row(context: Context, table: Table, row: TableRow) -> Outline:
    subject = phrases.quantity_as_subject(context.policy, table.fact, ())
    member = phrases.member(context.policy, context.policy.facts[table.fact].sort or "", row.member)
    cells = tuple(
        _cell(context, heading, None if name is None else context.policy.rules[name])
        for heading, name in zip(table.headings, row.rules, strict=True)
    )
    return Items(f"where {subject} is {member}", cells)


def _cell(context: Context, heading: Formula, rule: Rule | None) -> Outline:
    """One cell: its column, and its own condition."""
    if rule is None:
        return opened("no rule, if", outline(context, heading))
    assert isinstance(rule.condition, And)
    own = rule.condition.items[1:]  # after the row's member: the column's heading, and what the cell says after `if`
    return opened("yes, if", joint("and", [outline(context, each) for each in own]))
