"""Rules that switch others off to no purpose: a permission another permission, or a rule one that never applies beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.probes import exception_used
from policyproof.policy.model import Override, Permits, Policy, Rule, SwitchesOff
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import quoted, verb, warning


def needless_exceptions(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    for rule in policy.rules.values():
        if rule.name in asking.idle:
            continue
        for _, said in groupby(rule.overrides, key=lambda override: override.span):  # `all` says several in one place
            yield from _said(policy, rule, list(said), asking)


def _said(policy: Policy, rule: Rule, said: list[Override], asking: Asking) -> Iterator[Diagnostic]:
    """What one mention of one rule, or of all, amounts to."""
    losers = [policy.rules[override.rule] for override in said]
    if isinstance(rule.sentence, Permits) and all(_permits_the_same(rule, loser) for loser in losers):
        yield _permission_against_permission(rule, losers, said[0])
        return
    if any(loser.name in asking.idle for loser in losers):
        return
    if all(asking.ruled_out(exception_used, loser, rule) for loser in losers):
        names = [loser.name for loser in losers]
        message = f"this exception is never needed: {quoted([rule.name, *names])} can never apply together"
        labels = [Label(loser.span, "never applies where the exception does") for loser in losers]
        labels = labels if isinstance(rule.sentence, SwitchesOff) else [Label(rule.span, "the exception"), *labels]
        yield warning("PP614", message, said[0].span, "switches nothing off", labels=labels, advice="strike it")


def _permits_the_same(rule: Rule, loser: Rule) -> bool:
    """Where both apply, the one permits whatever the other does, and nothing which comes later takes it back."""
    one, other = rule.sentence, loser.sentence
    if not isinstance(one, Permits) or not isinstance(other, Permits) or one.action != other.action or one.provided is not None:
        return False
    return rule.law == loser.law and (not one.exception_to or set(one.exception_to) >= set(other.exception_to or ("",)))


def _permission_against_permission(rule: Rule, losers: list[Rule], said: Override) -> Diagnostic:
    names = [loser.name for loser in losers]
    message = f"`{rule.name}` permits, and switches off {quoted(names)}, which {verb(names, 'permits', 'permit')} the same act"
    labels = [Label(loser.span, "a permission too") for loser in losers]
    advice = "strike it: where both apply, the act is permitted either way"
    return warning("PP613", message, said.span, "a permission takes nothing away", labels=labels, advice=advice)
