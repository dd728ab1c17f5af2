"""Duties that nobody can enforce, since they never fall due."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic
from policyproof.policy.model import Duty, Policy
from policyproof.policy.printing import point_text, reference_text
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import warning


def duties_without_a_date(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    for rule in policy.rules.values():
        duty = rule.sentence
        if not isinstance(duty, Duty):
            continue
        if duty.deadline is None:
            act = reference_text(duty.action, duty.args)
            message = f"`{rule.name}` sets no date, so nobody is ever too late with `{act}`"
            advice = "say by when: `not later than 3 days after …`"
            yield warning("PP621", message, rule.span, "never falls due", advice=advice)
        elif duty.deadline.form == "promptly":
            trigger = point_text(duty.deadline.trigger)
            message = f"`promptly` sets no date, so nobody is ever too late with `{rule.name}`"
            advice = f"say by when: `not later than 3 days after {trigger}`"
            yield warning("PP621", message, duty.deadline.span, "never falls due", advice=advice)
    for delay in policy.delays.values():
        if delay.minutes is None:
            message = f"`{delay.name}` puts `{delay.rule}` off and sets no date, so once it is granted nobody is ever too late"
            advice = "say for how long: `by up to 90 days`, and `renewable` if once may not be enough"
            yield warning("PP621", message, delay.span, "never falls due again", advice=advice)
