"""What is looked up in a policy again and again, worked out once."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from policyproof.policy.calendars import CalendarSteps
from policyproof.policy.formulas import Node
from policyproof.policy.model import Delay, Duty, Permits, Policy, Rule, SwitchesOff


class Lookup(msgspec.Struct, frozen=True, eq=False):
    """`about`: the rules about each action (duties to do it among them). `duties`: all duties. `overriders`: what switches a
    rule off. `below`: each party with those below it. `delays`: what postpones each duty. `provisos`: whether any permission
    has one. `reach`: more minutes than the policy's lengths of time, delays apart, can ever add up to.
    """

    about: dict[str, tuple[Rule, ...]]
    duties: tuple[Rule, ...]
    overriders: dict[str, tuple[Rule, ...]]
    below: dict[str, frozenset[str]]
    delays: dict[str, tuple[Delay, ...]]
    provisos: bool
    reach: int

    def covers(self, parties: tuple[str, ...], party: str) -> bool:
        """Whether `party` is one of `parties` or below one."""
        return any(party in self.below[above] for above in parties)


@lru_cache(maxsize=16)
def lookup(policy: Policy) -> Lookup:
    """The lookups of a policy (the same object for the same policy)."""
    about: dict[str, list[Rule]] = {}
    overriders: dict[str, list[Rule]] = {name: [] for name in policy.rules}
    for rule in policy.rules.values():
        if not isinstance(rule.sentence, SwitchesOff):
            about.setdefault(rule.sentence.action, []).append(rule)
        for override in rule.overrides:
            overriders[override.rule].append(rule)
    return Lookup(
        about={name: tuple(rules) for name, rules in about.items()},
        duties=tuple(rule for rule in policy.rules.values() if isinstance(rule.sentence, Duty)),
        overriders={name: tuple(rules) for name, rules in overriders.items()},
        below={name: policy.party_and_below(name) for name in policy.parties},
        delays={
            name: tuple(delay for delay in policy.delays.values() if delay.rule == name)
            for name in dict.fromkeys(delay.rule for delay in policy.delays.values())
        },
        provisos=any(isinstance(rule.sentence, Permits) and rule.sentence.provided for rule in policy.rules.values()),
        reach=1 + 2 * sum(_durations(policy)),
    )


def _durations(policy: Policy) -> list[int]:
    """Every length of time that rules and terms name, in minutes; for one of a calendar, all of its table."""
    found: list[int] = []
    waiting: list[object] = [*policy.rules.values(), *policy.terms.values(), *(law.scope for law in policy.laws.values())]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part)
        elif isinstance(part, msgspec.Struct):
            for name in part.__struct_fields__:
                value = getattr(part, name)
                if isinstance(value, CalendarSteps):
                    starts = policy.calendars[value.calendar].starts
                    found.append(starts[-1] - starts[0])
                elif name == "length":
                    found.append(abs(value))
                elif isinstance(value, tuple | Node) or name in {"sentence", "deadline"}:
                    waiting.append(value)
    return found
