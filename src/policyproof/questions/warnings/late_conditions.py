"""Duties whose conditions can still change between the trigger, at which they are read, and the due date."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.duty_probes import comes_in_between
from policyproof.policy.formulas import Formula
from policyproof.policy.model import Deadline, Duty, Policy, Rule
from policyproof.policy.printing import point_text
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import events_in, first_mention, ordered_before, point_events
from policyproof.questions.warnings.warning import quoted, warning
from policyproof.source import Span

_DUE_LATER = frozenset({"within after", "not later", "promptly"})


def conditions_that_come_late(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    for rule in policy.rules.values():
        duty = rule.sentence
        if not isinstance(duty, Duty) or duty.deadline is None or not _time_passes(duty.deadline):
            continue
        settled = ordered_before(policy, point_events(duty.deadline.trigger))
        events = [event for event in events_in(policy, rule.condition, rule.unless) if event not in settled]
        late = [event for event in events if asking.shown(comes_in_between, rule, event, events)]
        if late:
            yield _late(policy, rule, duty.deadline, late)


def _time_passes(deadline: Deadline) -> bool:
    """The duty falls due after its trigger, or never."""
    return deadline.form in _DUE_LATER and (deadline.length != 0 or deadline.form == "promptly")


def _late(policy: Policy, rule: Rule, deadline: Deadline, late: list[str]) -> Diagnostic:
    trigger = point_text(deadline.trigger)
    in_if = [event for event in late if _place(policy, rule.condition, event) is not None]
    word, instead = ("if", "excused unless") if in_if else ("unless", "excused if")
    event = (in_if or late)[0]
    span = _place(policy, rule.condition if in_if else rule.unless, event)
    when = f"after `{trigger}`" if deadline.form == "promptly" else f"between `{trigger}` and the due date"
    message = f"{quoted(late)} can still come {when}, but `{word}` asks what has happened by `{trigger}`"
    advice = f"say `{instead} {event}` if what comes later is to count"
    if trigger in policy.events and not policy.events[trigger].params:
        advice += f", or declare that `{trigger}` follows `{event}`"
    labels = [Label(deadline.span, "the duty begins to run here")]
    return warning("PP620", message, span or rule.span, "may come later", labels=labels, advice=advice)


def _place(policy: Policy, formula: Formula | None, event: str) -> Span | None:
    return None if formula is None else first_mention(policy, formula, event)
