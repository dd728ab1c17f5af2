"""Assumptions and hypotheses."""

from __future__ import annotations

from collections.abc import Sequence

from policyproof.policy.model import Statement
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.moments import Moments
from policyproof.policy.resolution.scope import Scope
from policyproof.syntax import nodes as n


def statements(law: Law, items: Sequence[n.Declaration], moments: Moments) -> None:
    """Fills in what the world cannot do, and what properties may suppose."""
    for item in items:
        if not isinstance(item, n.StatementTree):
            continue
        body = formula(law, item.body, Scope({}))
        if body is None:
            continue
        where = "an assumption" if item.word == "assume" else "a hypothesis"
        moments.check_timeless(body, where)
        into = law.assumptions if item.word == "assume" else law.hypotheses
        into[item.name.text] = Statement(item.name.text, item.name.span, body, item.why.value)
