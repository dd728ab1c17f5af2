"""Delays: which duty each postpones, by how much, and how often it may be granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyproof.diagnostics import Label
from policyproof.policy.model import Deadline, Delay, Duty, Rule
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.law import Law, RuleHead
from policyproof.policy.resolution.points import minutes
from policyproof.policy.resolution.rules import citation, same_parameters
from policyproof.policy.resolution.scope import scope_of
from policyproof.syntax import nodes as n

_MOVABLE = frozenset({"within after", "not later"})
"""Deadlines that fall due after their trigger, at a date that can be moved."""


def delays(law: Law, trees: Sequence[n.DelayTree], rules: Mapping[str, Rule]) -> dict[str, Delay]:
    """The delays. Those with errors are left out, and so are those of rules with errors."""
    found = [_delay(law, tree, rules) for tree in trees]
    return {delay.name: delay for delay in found if delay is not None}


def _delay(law: Law, tree: n.DelayTree, rules: Mapping[str, Rule]) -> Delay | None:
    count = law.facts.get(tree.name.text)
    amount = minutes(law, tree.length, "what a delay grants") if tree.length is not None else None
    see = citation(law, tree.see)
    head = law.rule(tree.rule)
    if count is None or head is None or not same_parameters(law, tree.rule, head, count.params):
        return None
    condition = formula(law, tree.condition, scope_of(count.params)) if tree.condition is not None else None
    if condition is None and tree.condition is not None:
        return None
    rule = rules.get(head.name)
    if not _can_wait(law, tree, head, rule) or not _adds_up(law, tree, amount):
        return None
    return Delay(
        tree.name.text,
        tree.name.span,
        count.params,
        head.name,
        amount,
        _most(tree),
        condition,
        see,
        law.name or "",
    )


def _most(tree: n.DelayTree) -> int | None:
    """How often it can be granted at most: once, and once more for each renewal."""
    if not tree.renewable:
        return 1
    return tree.most_renewals.value + 1 if tree.most_renewals is not None else None


def _can_wait(law: Law, tree: n.DelayTree, head: RuleHead, rule: Rule | None) -> bool:
    """Whether the rule is a duty with a date that can be moved. Of a duty with errors of its own, nothing more is said."""
    labels = (Label(head.span, f"`{head.name}` is declared here"),)
    if head.form != "duty":
        message = f"`{head.name}` is no duty, and only what is owed by some date can be postponed"
        law.problems.error("PP116", message, tree.rule.span, labels=labels, advice="name a duty")
        return False
    deadline = rule.sentence.deadline if rule is not None and isinstance(rule.sentence, Duty) else None
    if rule is None or (deadline is not None and deadline.form in _MOVABLE):
        return True
    message = f"`{head.name}` {_why_fixed(deadline)}, so it cannot be postponed"
    advice = f"give `{head.name}` a date that can move: `within 30 days after EVENT`, or `not later than 30 days after EVENT`"
    law.problems.error("PP116", message, tree.rule.span, labels=labels, advice=advice)
    return False


def _why_fixed(deadline: Deadline | None) -> str:
    if deadline is None or deadline.form == "promptly":
        return "falls due at no date"
    return "falls due at its trigger" if deadline.form == "together" else "falls due before its trigger"


def _adds_up(law: Law, tree: n.DelayTree, amount: int | None) -> bool:
    most = tree.most_renewals
    if tree.length is not None and not amount:
        if amount == 0:
            message = "this postpones by nothing"
            law.problems.error("PP112", message, tree.length.span, advice="write how long one grant lasts: `30 days`")
        return False
    if most is not None and most.value == 0:
        law.problems.error("PP112", "it can be renewed no time at all", most.span, advice="delete `renewable at most 0 times`")
        return False
    return True
