"""What somebody believes, read at moments between which it may well change. A fact is so throughout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.duty_probes import Reading, read_far_apart
from policyproof.encode.free import reached
from policyproof.policy.formulas import Formula, Holds
from policyproof.policy.model import Deadline, Duty, Fact, Policy, Rule, SwitchesOff
from policyproof.policy.printing import point_text
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import first_mention
from policyproof.questions.warnings.warning import warning
from policyproof.source import Span

DAY: Final = 24 * 60
"""Minutes."""


class _Read(msgspec.Struct, frozen=True):
    """A place where a fact is read, and the moment in words."""

    reading: Reading
    moment: str
    span: Span


def facts_read_far_apart(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    reads = _reads(policy)
    for fact, places in reads.items():
        first, *others = places.values()
        for other in others:
            if asking.shown(read_far_apart, first.reading, other.reading, DAY):
                yield _warning(fact, first, other)
                break


def _warning(fact: str, first: _Read, other: _Read) -> Diagnostic:
    message = (
        f"`{fact}` is read {first.moment} and {other.moment}, which can lie more than a day apart, and a fact never changes"
    )
    labels = [Label(other.span, f"read {other.moment}")]
    advice = "make an event of what can change in between, or allow this, if it is settled once for all"
    return warning("PP632", message, first.span, f"read {first.moment}", labels=labels, advice=advice)


def _reads(policy: Policy) -> dict[str, dict[str, _Read]]:
    """For each fact that somebody judges: where rules read it, one place for each moment."""
    found: dict[str, dict[str, _Read]] = {fact.name: {} for fact in policy.facts.values() if _is_judgement(fact)}
    for rule in policy.rules.values():
        for formula, reading, moment in _readings(policy, rule):
            for node in reached(policy, formula):
                if isinstance(node, Holds) and node.fact in found:
                    span = first_mention(policy, formula, node.fact) or rule.span
                    found[node.fact].setdefault(moment, _Read(reading, moment, span))
    return {name: places for name, places in found.items() if len(places) > 1}


def _is_judgement(fact: Fact) -> bool:
    """Somebody's word on how things are, which may change with them; other decisions stand once they are made."""
    return fact.type == "bool" and bool(fact.decided_by) and (fact.that is not None or fact.standard is not None)


def _readings(policy: Policy, rule: Rule) -> Iterator[tuple[Formula, Reading, str]]:
    """The conditions of a rule, each with the moment at which it is read."""
    asked = [formula for formula in (rule.condition, rule.unless) if formula is not None]
    sentence = rule.sentence
    read_as = [policy.rules[override.rule] for override in rule.overrides] if isinstance(sentence, SwitchesOff) else [rule]
    for other in read_as:
        when = _when(other)
        if when is not None:
            yield from ((formula, *when) for formula in asked)
    if isinstance(sentence, Duty) and sentence.excused is not None and _falls_due(sentence):
        yield sentence.excused, Reading(rule, "due"), f"when `{rule.name}` falls due"


def _when(rule: Rule) -> tuple[Reading, str] | None:
    """The moment at which `if` and `unless` of a rule are read; None where there is none of its own."""
    match rule.sentence:
        case SwitchesOff() | Duty(deadline=None):
            return None
        case Duty(deadline=Deadline(trigger=trigger)):
            return Reading(rule, "trigger"), f"at `{point_text(trigger)}`"
        case _:
            return Reading(rule, "act"), f"at `{rule.sentence.action}`"


def _falls_due(duty: Duty) -> bool:
    return duty.deadline is not None and duty.deadline.form != "promptly"
