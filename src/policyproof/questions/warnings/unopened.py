"""Acts that a rule closes `unless permitted`, and that no rule of the law permits."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic
from policyproof.encode.law import LICENSING
from policyproof.policy.model import Closes, Duty, Permits, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import warning


def closed_for_good(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    opened = {
        rule.sentence.action for rule in policy.rules.values() if isinstance(rule.sentence, Permits | Duty) and _opens(rule)
    }
    for rule in policy.rules.values():
        if isinstance(rule.sentence, Closes) and rule.sentence.action not in opened:
            action = rule.sentence.action
            message = f"`{rule.name}` closes `{action}` unless it is permitted, and no rule permits it"
            advice = "write a rule that permits it, or strike `unless permitted` if it is never to be done"
            yield warning("PP616", message, rule.span, "nothing opens it", advice=advice)


def _opens(rule: Rule) -> bool:
    if isinstance(rule.sentence, Duty):
        return rule.sentence.deadline is not None and rule.sentence.deadline.form in LICENSING
    return True
