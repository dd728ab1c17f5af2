"""Two acts of which each is permitted only because the other is done, in the same minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.duties import licenses
from policyproof.encode.probes import permit_each_other
from policyproof.policy.model import Closes, Duty, Permits, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import conditions, events_in, point_events
from policyproof.questions.warnings.rules import by_act
from policyproof.questions.warnings.warning import warning


def acts_that_permit_each_other(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    closed = {rule.sentence.action for rule in policy.rules.values() if isinstance(rule.sentence, Closes)}
    opens = {action: _licences(policy, about) for action, about in by_act(policy).items() if action in closed}
    order = list(opens)
    for place, first in enumerate(order):
        for second in opens[first]:
            if second not in opens or first not in opens[second] or order.index(second) < place:
                continue
            if first == second and not policy.events[first].params:  # it happens once
                continue
            sizes = (2,) if first == second else asking.sizes(None)  # one act alone is not another one
            if any(asking.shown_among(size, permit_each_other, first, second) for size in sizes):
                yield _pair(first, second, opens[first][second], opens[second][first])


def _licences(policy: Policy, about: Sequence[Rule]) -> dict[str, Rule]:
    """For each event that can permit an act by having happened: a rule that makes it so."""
    found: dict[str, Rule] = {}
    for rule in about:
        events: list[str] = []
        if isinstance(rule.sentence, Permits):
            events = events_in(policy, *conditions(rule))
        elif isinstance(rule.sentence, Duty) and licenses(rule.sentence):
            events = point_events(rule.sentence.deadline.trigger)  # type: ignore[union-attr]  # it has a deadline
        for event in events:
            found.setdefault(event, rule)
    return found


def _pair(first: str, second: str, opens_first: Rule, opens_second: Rule) -> Diagnostic:
    what = f"`{first}` and `{second}`" if first != second else f"two acts of `{first}`"
    message = f"{what} can permit each other: done in the same minute, each is lawful only because of the other"
    labels = [] if opens_first is opens_second else [Label(opens_second.span, f"permits `{second}` once there is `{first}`")]
    advice = f"say which comes first: `{first} before {second}`" if first != second else "say which comes first"
    return warning(
        "PP630", message, opens_first.span, f"permits `{first}` once there is `{second}`", labels=labels, advice=advice
    )
