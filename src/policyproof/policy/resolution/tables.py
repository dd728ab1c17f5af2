"""Tables: each cell that permits something is a rule of its own, called `TABLE.ROW.COLUMN`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.formulas import And, Arg, FactValue, Formula, Happened, IsMember, TermUse
from policyproof.policy.model import Citation, Permits, Rule, RulePartyParam, Table, TableRow
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.law import Law, RuleHead, TableHead
from policyproof.policy.resolution.rules import citation, parties_of
from policyproof.policy.resolution.scope import Scope
from policyproof.policy.resolution.values import value
from policyproof.policy.resolution.vocabulary import arguments
from policyproof.source import Span
from policyproof.syntax import nodes as n

_NOWHERE = Scope({})


class Tables(msgspec.Struct, frozen=True):
    """The tables by name, and the rules that their cells are."""

    tables: dict[str, Table]
    rules: tuple[Rule, ...]


def sentence(tree: n.TableTree) -> n.ModalSentence:
    """`P may A`, which a table says of every cell."""
    return n.ModalSentence(tree.parties[0].span.through(tree.action.span), "may", tree.parties, tree.action, None)


def table_heads(law: Law, trees: Sequence[n.TableTree]) -> None:
    """Fills in what each cell is about."""
    for tree in trees:
        act = _act(law, tree)
        if act is None:
            continue
        head = TableHead(
            tree.name.text,
            tree.name.span,
            tuple(row.member.text for row in tree.rows),
            tuple(_column(ref) for ref in tree.columns),
        )
        law.tables[head.name] = head
        for row in tree.rows:
            for column, cell in zip(head.columns, row.cells, strict=False):
                if cell.word != "no":
                    name = _cell_name(tree, row, column)
                    law.rules.setdefault(name, RuleHead(name, cell.span, (), "permits", *act, licence=True))


def _act(law: Law, tree: n.TableTree) -> tuple[str, tuple[Arg, ...]] | None:
    action = law.action(tree.action)
    if action is None:
        return None
    for word, param in zip(tree.action.args or (), action.params, strict=False):
        if not param.over_kind and word.text not in law.names:
            message = f"a table has no parameters, so that `{word.text}` stands for nobody here"
            advice = f"write rules instead: `rule NAME({word.text}: {param.sort}): …`"
            law.problems.error("PP111", message, word.span, advice=advice)
            return None
    args = arguments(law, tree.action, action.params, {})
    return (action.name, args) if args is not None else None


def _column(ref: n.Ref) -> str:
    """What a column is called in the names of its cells: `served(warrant)` is `served-warrant`."""
    return "-".join(word.text for word in (*ref.parts, *(ref.args or ())))


def _cell_name(tree: n.TableTree, row: n.RowTree, column: str) -> str:
    return f"{tree.name.text}.{row.member.text}.{column}"


def tables(law: Law, trees: Sequence[n.TableTree]) -> Tables:
    """The tables and their rules. Tables with errors are left out, and so are all of their cells."""
    found: dict[str, Table] = {}
    rules: list[Rule] = []
    for tree in trees:
        before = law.problems.count
        headings = [_heading(law, ref) for ref in tree.columns]
        cells = _cells(law, tree, headings)
        _check_shape(law, tree)
        head = law.tables.get(tree.name.text)
        if head is None or law.problems.count > before:
            law.tables.pop(tree.name.text, None)  # of cells that it does not have, nothing more is said
            continue
        found[head.name] = Table(
            head.name,
            head.span,
            tree.subject.name.text,
            tree.action.name.text,
            tuple(ref.text for ref in tree.columns),
            tuple(heading for heading in headings if heading is not None),
            tuple(_row(row, row_of) for row, row_of in cells),
        )
        rules.extend(rule for _, row_of in cells for rule in row_of if rule is not None)
    return Tables(found, tuple(rules))


def _row(row: n.RowTree, rules: Sequence[Rule | None]) -> TableRow:
    return TableRow(row.member.text, tuple(rule.name if rule else None for rule in rules), row.member.span)


def _cells(law: Law, tree: n.TableTree, headings: Sequence[Formula | None]) -> list[tuple[n.RowTree, list[Rule | None]]]:
    """For each row what its cells are (None: `no`, or something is wrong, which is reported)."""
    head = law.tables.get(tree.name.text)
    about = RuleHead(tree.name.text, tree.name.span, (), "permits", tree.action.name.text, (), licence=True)
    whose = parties_of(law, sentence(tree), about) if head is not None else ((), None)
    default = citation(law, tree.see)
    subject = _subject(law, tree.subject)
    found: list[tuple[n.RowTree, list[Rule | None]]] = []
    for row in tree.rows:
        member = _member(law, subject, row.member) if subject is not None else None
        rules: list[Rule | None] = []
        for ref, heading, cell in zip(tree.columns, headings, row.cells, strict=False):
            extra = formula(law, cell.formula, _NOWHERE) if cell.formula is not None else None
            see = citation(law, cell.see) or default
            parts = tuple(part for part in (member, heading, extra) if part is not None)
            rule = law.rules.get(_cell_name(tree, row, _column(ref))) if cell.word != "no" else None
            rules.append(_rule(law, tree, rule, And(cell.span, parts), whose, see) if rule is not None and parts else None)
        found.append((row, rules))
    return found


def _rule(
    law: Law,
    tree: n.TableTree,
    head: RuleHead,
    condition: Formula,
    whose: tuple[tuple[str, ...], RulePartyParam | None],
    see: Citation | None,
) -> Rule:
    assert head.action is not None
    return Rule(
        head.name,
        head.span,
        head.params,
        None,
        *whose,
        Permits(head.action, head.args),
        condition,
        None,
        (),
        see,
        head.span,
        law.name or "",
        tree.name.text,
    )


def _subject(law: Law, ref: n.Ref) -> FactValue | None:
    """The fact whose values begin the rows."""
    fact = law.facts.get(ref.text)
    if fact is not None and fact.type != "kind" and fact.name not in law.delays:
        what = "a yes/no fact" if fact.type == "bool" else f"an individual of `{fact.sort}`" if fact.sort else f"a {fact.type}"
        message = f"`{fact.name}` is {what}, and the rows of a table are members of a kind"
        labels = (Label(fact.span, "declared here"),)
        law.problems.error("PP102", message, ref.span, labels=labels, advice="name a fact whose value is a member of a kind")
        return None
    found = value(law, ref, _NOWHERE)
    return found if isinstance(found, FactValue) else None


def _member(law: Law, subject: FactValue, word: n.Word) -> IsMember | None:
    kind = law.kinds.get(law.facts[subject.fact].sort or "")
    if kind is None:
        return None
    if word.text in kind.members:
        return IsMember(word.span, subject, kind.name, word.text)
    entry = law.names.get(word.text)
    if entry is None:
        law.unknown(word, ("member",), {member.name: member.span for member in kind.members.values()})
        return None
    message = f"`{word.text}` is {entry.called}, and a row of this table begins with a member of `{kind.name}`"
    advice = f"name one of {', '.join(f'`{leaf}`' for leaf in kind.leaves[:6])}"
    law.problems.error("PP104", message, word.span, labels=(Label(entry.span, "declared here"),), advice=advice)
    return None


def _heading(law: Law, ref: n.Ref) -> Happened | TermUse | None:
    if law.dotted(ref):
        return None
    entry = law.names.get(ref.name.text)
    if entry is not None and entry.sort in {"fact", "delay"}:
        message = f"`{entry.name}` is {entry.called}, and an event or a term heads a column"
        advice = f"name it in a term: `term NAME means {entry.name}`, and write that name here"
        law.problems.error("PP102", message, ref.span, labels=(Label(entry.span, "declared here"),), advice=advice)
        return None
    if law.find(ref.name, ("event", "action", "term"), "an event or a term") is None:
        return None
    found = formula(law, n.Named(ref.span, ref), _NOWHERE)
    return found if isinstance(found, Happened | TermUse) else None


def _check_shape(law: Law, tree: n.TableTree) -> None:
    _check_doubles(law, "column", [(_column(ref), ref.span) for ref in tree.columns])
    _check_doubles(law, "row", [(row.member.text, row.member.span) for row in tree.rows])
    wanted = len(tree.columns)
    for row in tree.rows:
        if len(row.cells) != wanted:
            cells = f"{len(row.cells)} {'cell' if len(row.cells) == 1 else 'cells'}"
            message = f"this row has {cells}, and the table has {wanted} {'column' if wanted == 1 else 'columns'}"
            labels = (Label(tree.subject.span.through(tree.columns[-1].span), "the columns"),)
            law.problems.error("PP117", message, row.span, labels=labels, advice="write one cell for each column")
    if all(cell.word == "no" for row in tree.rows for cell in row.cells):
        advice = "write `yes` or `if …` into a cell, or delete the table"
        law.problems.error("PP117", "every cell of this table says `no`, so it permits nothing", tree.name.span, advice=advice)


def _check_doubles(law: Law, what: str, names: Sequence[tuple[str, Span]]) -> None:
    first: dict[str, Span] = {}
    for name, span in names:
        known = first.setdefault(name, span)
        if known is not span:
            labels = (Label(known, "first here"),)
            message = f"there are two {what}s `{name}`"
            law.problems.error("PP117", message, span, labels=labels, advice="join the two into one")
