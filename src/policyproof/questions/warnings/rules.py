"""Rules by the act that they are about, and by what overrides them: in one pass, since policies may be large."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from policyproof.policy.model import Policy, Rule, SwitchesOff


def by_act(policy: Policy) -> Mapping[str, Sequence[Rule]]:
    """The rules about each act, in order; what switches off is about none."""
    found: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in policy.rules.values():
        if not isinstance(rule.sentence, SwitchesOff):
            found[rule.sentence.action].append(rule)
    return found


def overriders(policy: Policy) -> Mapping[str, Sequence[Rule]]:
    """For each rule, those that switch it off where they apply."""
    found: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in policy.rules.values():
        for override in rule.overrides:
            found[override.rule].append(rule)
    return found
