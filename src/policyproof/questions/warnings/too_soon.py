"""Duties that count only what is done after their trigger, though it may be done before: then they can never be kept."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.duty_probes import done_too_soon
from policyproof.policy.formulas import EventPoint
from policyproof.policy.model import Duty, Policy
from policyproof.policy.printing import length_text, point_text
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import point_events
from policyproof.questions.warnings.warning import warning


def acts_done_too_soon(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    for rule in policy.rules.values():
        duty = rule.sentence
        if not isinstance(duty, Duty) or duty.deadline is None or duty.deadline.form != "within after":
            continue
        action = policy.events[duty.action]
        if {follows.event for follows in action.follows} & set(point_events(duty.deadline.trigger)):
            continue
        if asking.shown(done_too_soon, rule):
            trigger, length = point_text(duty.deadline.trigger), length_text(duty.deadline.length)
            message = f"`{duty.action}` can come before `{trigger}`, and then `{rule.name}` can never be kept"
            advice = f"say `not later than {length} after {trigger}`"
            if isinstance(duty.deadline.trigger, EventPoint):
                advice += f", or declare that `{duty.action}` follows `{duty.deadline.trigger.event}`"
            labels = [Label(action.span, f"nothing orders it after `{trigger}`")]
            yield warning("PP622", message, duty.deadline.span, "counts only what comes after", labels=labels, advice=advice)
