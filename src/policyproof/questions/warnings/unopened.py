"""Acts that a rule closes `unless permitted`, and that no rule of the law permits."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic
from policyproof.encode.decisions import lifts
from policyproof.encode.duties import licenses
from policyproof.policy.model import Closes, Duty, Permits, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.rules import by_act
from policyproof.questions.warnings.warning import warning


def closed_for_good(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    about = by_act(policy)
    for rule in policy.rules.values():
        if isinstance(rule.sentence, Closes) and not any(_opens(other, rule) for other in about[rule.sentence.action]):
            action = rule.sentence.action
            message = f"`{rule.name}` closes `{action}` unless it is permitted, and no rule permits it"
            advice = "write a rule that permits it, or strike `unless permitted` if it is never to be done"
            yield warning("PP616", message, rule.span, "nothing opens it", advice=advice)


def _opens(rule: Rule, closing: Rule) -> bool:
    """The rule could license what the other closes."""
    return (isinstance(rule.sentence, Permits) or (isinstance(rule.sentence, Duty) and licenses(rule.sentence))) and lifts(
        rule, closing
    )
