"""Permissions without a condition: what they permit might as well not be closed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from policyproof.diagnostics import Diagnostic, Label
from policyproof.policy.formulas import Var
from policyproof.policy.model import Closes, Permits, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import quoted, verb, warning


class AlwaysOpen(msgspec.Struct, frozen=True):
    """A permission that always applies, the closing rules that it makes void, and the permissions that it makes pointless."""

    rule: Rule
    closes: tuple[str, ...]
    permissions: tuple[str, ...]


def permissions_without_a_condition(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    for found in always_open(policy):
        void = f"{quoted(found.closes)} {verb(found.closes, 'closes', 'close')} nothing"
        message = f"`{found.rule.name}` applies always, so {void}"
        if found.permissions:
            message += f", and {quoted(found.permissions)} {verb(found.permissions, 'is', 'are')} pointless"
        labels = [Label(policy.rules[name].span, "closes nothing") for name in found.closes]
        labels += [Label(policy.rules[name].span, "permits nothing more") for name in found.permissions]
        advice = "give it a condition, or strike the rules that it makes pointless"
        yield warning("PP612", message, found.rule.span, "permits it in any case", labels=labels, advice=advice)


def always_open(policy: Policy) -> list[AlwaysOpen]:
    """Every unconditional permission that leaves some closing rule without effect."""
    overridden = {override.rule for rule in policy.rules.values() for override in rule.overrides}
    found: list[AlwaysOpen] = []
    pointless: set[str] = set()
    for rule in policy.rules.values():
        if rule.name in pointless or rule.name in overridden or not _unconditional(rule):
            continue
        about = [other for other in policy.rules.values() if other is not rule and _within(policy, other, rule)]
        closes = tuple(other.name for other in about if isinstance(other.sentence, Closes))
        permissions = tuple(other.name for other in about if isinstance(other.sentence, Permits))
        if closes:
            found.append(AlwaysOpen(rule, closes, permissions))
            pointless.update(permissions)
    return found


def _unconditional(rule: Rule) -> bool:
    """It permits the act whoever and whatever its arguments are, whatever closes it and whatever comes later."""
    if not isinstance(rule.sentence, Permits) or rule.condition is not None or rule.unless is not None:
        return False
    if rule.sentence.provided is not None or rule.sentence.exception_to:
        return False
    args = [arg.name for arg in rule.sentence.args if isinstance(arg, Var)]
    return len(set(args)) == len(rule.sentence.args) and {param.name for param in rule.params} <= set(args)


def _within(policy: Policy, other: Rule, rule: Rule) -> bool:
    """`other`, of the same law, closes or permits the same act, and to nobody whom `rule` does not speak of."""
    sentence = other.sentence
    if not isinstance(sentence, Closes | Permits) or not isinstance(rule.sentence, Permits) or other.law != rule.law:
        return False
    return sentence.action == rule.sentence.action and _doers(policy, other) <= _doers(policy, rule)


def _doers(policy: Policy, rule: Rule) -> frozenset[str]:
    return frozenset().union(*(policy.party_and_below(party) for party in rule.parties))
