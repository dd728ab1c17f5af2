"""Looking back at an event that in life can come again, and here happens once."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.free import parts
from policyproof.policy.formulas import LookBack, Node
from policyproof.policy.model import Event, Policy
from policyproof.policy.printing import formula_text
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import read_by_rules
from policyproof.questions.warnings.warning import warning


def events_that_come_again(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for node in _nodes(policy):
        if not isinstance(node, LookBack) or node.op != "within the last" or node.event in seen:
            continue
        event = policy.events[node.event]
        if not _can_come_again(event):
            continue
        seen.add(event.name)
        entity = _entity(policy, event.name)
        asked = formula_text(node).replace(event.name, f"{event.name}(x)", 1)
        message = f"`{event.name}` happens at most once, so a later one, which would count here, cannot be told"
        advice = (
            f"if it can come again, declare `entity {entity}` and `{event.name}(x: {entity})`, "
            f"and ask for `some {entity} x: {asked}`"
        )
        labels = [Label(event.span, "declared without anything to tell one from another")]
        yield warning("PP633", message, node.span, "looks back at the only one there is", labels=labels, advice=advice)


def _can_come_again(event: Event) -> bool:
    """Somebody does it, and nothing tells one time from another."""
    return bool(event.by) and not event.params


def _entity(policy: Policy, event: str) -> str:
    """A name for what tells one time from another: `Request` for `preserve-request`."""
    name = event.rpartition("-")[2].capitalize()
    taken = {*policy.entities, *policy.kinds, *policy.parties, *policy.facts, *policy.events, *policy.terms, *policy.rules}
    return f"One-{event}" if name in taken else name


def _nodes(policy: Policy) -> Iterator[Node]:
    for formula in read_by_rules(policy):
        yield from parts(formula)
    for term in policy.terms.values():
        yield from parts(term.body)
    for declared in policy.properties.values():
        for field in declared.claim.__struct_fields__:
            yield from parts(getattr(declared.claim, field))
