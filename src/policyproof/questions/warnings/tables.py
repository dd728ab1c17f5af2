"""Tables with holes: members that no row speaks of, rows that speak of the same, and a stronger instrument that opens less."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final, Literal

from policyproof.diagnostics import Diagnostic, Label
from policyproof.policy.formulas import And, Happened, Member
from policyproof.policy.model import Kind, Policy, Table, TableRow
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import quoted, verb, warning

_SAYS: Final = {0: "no", 1: "if …", 2: "yes"}


def tables_with_holes(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    for table in policy.tables.values():
        kind = policy.kinds[policy.facts[table.fact].sort or ""]
        yield from _gaps(table, kind)
        yield from _overlaps(table, kind)
        yield from _disorder(policy, table)


def _gaps(table: Table, kind: Kind) -> Iterator[Diagnostic]:
    spoken_of = {leaf for row in table.rows for leaf in kind.members[row.member].leaves}
    missing = [leaf for leaf in kind.leaves if leaf not in spoken_of]
    if missing:
        message = f"no row of the table `{table.name}` speaks of {quoted(missing)}"
        label = f"it permits nothing for {verb(missing, 'it', 'them')}"
        yield warning("PP660", message, table.span, label, advice="add a row, with `no` where nothing is permitted")


def _overlaps(table: Table, kind: Kind) -> Iterator[Diagnostic]:
    for first, second in combinations(table.rows, 2):
        common = [leaf for leaf in kind.members[first.member].leaves if leaf in kind.members[second.member].leaves]
        if common:
            message = f"two rows of the table `{table.name}` speak of {quoted(common)}"
            labels = (Label(first.span, "and this one"),)
            advice = "let each row speak of other members: what either row permits is permitted"
            yield warning("PP661", message, second.span, "this row", labels=labels, advice=advice)


def _disorder(policy: Policy, table: Table) -> Iterator[Diagnostic]:
    """Of two headings `E(i)` that differ in one ranked member, the stronger must not permit less."""
    for (low, weak), (high, strong) in combinations(enumerate(table.headings), 2):
        order = _order(policy, weak, strong)
        if order is None:
            continue
        (below, above) = (low, high) if order == "first is weaker" else (high, low)
        for row in table.rows:
            less, more = _extent(policy, row, above), _extent(policy, row, below)
            if less < more:
                message = (
                    f"in the row `{row.member}` of the table `{table.name}`, `{table.columns[above]}` says {_SAYS[less]} "
                    f"and the weaker `{table.columns[below]}` says {_SAYS[more]}"
                )
                advice = "let what is stronger permit at least as much, or allow this with the reason"
                yield warning("PP662", message, row.span, "in this row", advice=advice)


def _order(policy: Policy, one: object, other: object) -> Literal["first is weaker", "second is weaker"] | None:
    """Which of two headings names the weaker member of a ranked kind, all else alike."""
    if not (isinstance(one, Happened) and isinstance(other, Happened) and one.event == other.event):
        return None
    differing = [(a, b) for a, b in zip(one.args, other.args, strict=True) if a.name != b.name]
    if len(differing) != 1:
        return None
    ((a, b),) = differing
    if not (isinstance(a, Member) and isinstance(b, Member)):
        return None
    ranks = [policy.kinds[arg.kind].members[arg.name].rank for arg in (a, b)]
    if ranks[0] is None or ranks[1] is None or ranks[0] == ranks[1]:
        return None
    return "first is weaker" if ranks[0] < ranks[1] else "second is weaker"


def _extent(policy: Policy, row: TableRow, column: int) -> int:
    """How much a cell permits: nothing, something on a condition of its own, or everything of its row and column."""
    name = row.rules[column]
    if name is None:
        return 0
    condition = policy.rules[name].condition
    return 2 if isinstance(condition, And) and len(condition.items) == 2 else 1  # noqa: PLR2004  # its row and its column
