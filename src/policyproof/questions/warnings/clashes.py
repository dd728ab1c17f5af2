"""A permission and a prohibition for the same act, and not a word on which prevails."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.probes import clash
from policyproof.policy.model import Forbids, Permits, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.rules import by_act
from policyproof.questions.warnings.warning import quoted, verb, warning


def undecided_clashes(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    about = by_act(policy)
    for rule in policy.rules.values():
        if not isinstance(rule.sentence, Forbids):
            continue
        same = about[rule.sentence.action]
        permissions = [other for other in same if isinstance(other.sentence, Permits) and other.law == rule.law]
        rivals = [other for other in permissions if other.name not in asking.idle]
        clashing = [other for other in rivals if asking.shown(clash, rule, other)]
        if clashing:
            yield _clash(rule, clashing)


def _clash(rule: Rule, permissions: list[Rule]) -> Diagnostic:
    names = [other.name for other in permissions]
    message = f"`{rule.name}` forbids what {quoted(names)} can permit, and nothing says which prevails: the prohibition does"
    labels = [Label(other.span, "permits it") for other in permissions]
    either = verb(names, f"`{names[0]}`", "the permission that prevails")
    advice = (
        f"add `notwithstanding {', '.join(names)}` to `{rule.name}` if that is meant, "
        f"else `notwithstanding {rule.name}` to {either}"
    )
    return warning("PP615", message, rule.span, "forbids it", labels=labels, advice=advice)
