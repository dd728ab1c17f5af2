"""The rules of a policy by what they speak of, worked out once: nothing that is asked of one action looks at all rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policyproof.encode.free import free_variables
from policyproof.policy.formulas import EventPoint, Extremum, Formula, Point, Shifted
from policyproof.policy.model import Closes, Delay, Duty, Forbids, Permits, Policy, Rule


class Index:
    """`about`: by action and kind of sentence. `covers`: by rule, the doers it speaks of (`""`: whose act it is).
    `overriders`: by rule, those that can switch it off. `started_by`: by event, the duties that it can trigger. `untriggered`:
    the duties without a trigger. `delays`: by duty, what can put it off. `place`, `order`: of each rule and event, its place in
    the policy.
    """

    def __init__(self, policy: Policy) -> None:
        rules = policy.rules.values()
        self._variables: dict[int, tuple[Formula, tuple[str, ...]]] = {}
        """By the identity of the formula, which is kept so that it stays its own."""
        self.place = {name: place for place, name in enumerate(policy.rules)}
        self.order = {name: place for place, name in enumerate(policy.events)}
        self.about: dict[str, dict[str, list[Rule]]] = {
            action: {kind.__name__: [] for kind in (Closes, Forbids, Permits, Duty)} for action in policy.events
        }
        self.overriders: dict[str, list[Rule]] = {name: [] for name in policy.rules}
        self.started_by: dict[str, list[Rule]] = {event: [] for event in policy.events}
        self.duties: list[tuple[Rule, Duty]] = []
        self.untriggered: list[Rule] = []
        self.delays: dict[str, list[Delay]] = {name: [] for name in policy.rules}
        for delay in policy.delays.values():
            if delay.rule in self.delays:  # laws that are compared know each other's delays, and not each other's rules
                self.delays[delay.rule].append(delay)
        below = {party: policy.party_and_below(party) for party in policy.parties}
        below_all = {parties: frozenset().union(*(below[party] for party in parties)) for parties in {r.parties for r in rules}}
        self.covers = {rule.name: frozenset(("",)) if rule.party_param else below_all[rule.parties] for rule in rules}
        for rule in rules:
            for name in dict.fromkeys(override.rule for override in rule.overrides):
                self.overriders[name].append(rule)
            if isinstance(rule.sentence, Closes | Forbids | Permits | Duty):
                self.about[rule.sentence.action][type(rule.sentence).__name__].append(rule)
            if isinstance(rule.sentence, Duty):
                self.duties.append((rule, rule.sentence))
                if rule.sentence.deadline is None:
                    self.untriggered.append(rule)
                else:
                    for event in dict.fromkeys(_events(rule.sentence.deadline.trigger)):
                        self.started_by[event].append(rule)

    def variables(self, formula: Formula) -> tuple[str, ...]:
        """The free variables of a formula of the policy, sorted."""
        known = self._variables.get(id(formula))
        if known is None:
            known = self._variables[id(formula)] = (formula, free_variables(formula))
        return known[1]

    def binds(self, event: str) -> bool:
        """Whether any rule is asked to be kept where this event happens."""
        about = self.about[event]
        return bool(about["Forbids"] or about["Closes"] or self.started_by[event])


def _events(point: Point) -> Iterator[str]:
    """The events that a point is counted from."""
    match point:
        case EventPoint(_, event, _):
            yield event
        case Shifted(_, base, _):
            yield from _events(base)
        case Extremum(_, _, points):
            for part in points:
                yield from _events(part)


@lru_cache(maxsize=8)
def index_of(policy: Policy) -> Index:
    """The index of a policy; kept for the last few, since each world of a question asks for it again."""
    return Index(policy)
