"""Permissions that are open for so short a time that hardly anybody can use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policyproof.diagnostics import Diagnostic
from policyproof.encode.free import reached
from policyproof.encode.probes import open_as_long
from policyproof.policy.formulas import LookBack, Relation, Shifted
from policyproof.policy.model import Forbids, Permits, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import conditions
from policyproof.questions.warnings.rules import by_act
from policyproof.questions.warnings.warning import warning

HOUR: Final = 60
"""Minutes. From the first to the last of an hour there are 59."""


def short_windows(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    about = by_act(policy)
    for rule in policy.rules.values():
        if not isinstance(rule.sentence, Permits) or rule.name in asking.idle:
            continue
        limits = [other for other in about[rule.sentence.action] if other is rule or isinstance(other.sentence, Forbids)]
        if not any(_measures_time(policy, other) for other in limits):
            continue
        if asking.ruled_out(open_as_long, rule, HOUR - 1):
            message = f"`{rule.name}` permits `{rule.sentence.action}` for less than an hour, whatever happens"
            span = rule.condition.span if rule.condition is not None else rule.span
            advice = "check the times that it names, in hours and days, and which of them must lie before the other"
            yield warning("PP631", message, span, "true for less than an hour at a time", advice=advice)


def _measures_time(policy: Policy, rule: Rule) -> bool:
    return any(isinstance(node, LookBack | Relation | Shifted) for node in reached(policy, *conditions(rule)))
