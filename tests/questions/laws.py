"""Laws beside each other, made without their loader."""

from __future__ import annotations

import msgspec

from meaning.told import law
from policyproof.policy.model import Complies, LawText, Policy, SameAs


def in_two_laws(policy: Policy, second: set[str], scope: str | None = None) -> Policy:
    """The same rules, some of them of a second law, whose scope is the condition of the property of that name."""
    first = policy.laws[policy.name]
    said = None if scope is None else policy.hypotheses[scope].body
    other = LawText("second", first.span, "the second law", said, None, first.path)
    rules = {
        name: msgspec.structs.replace(rule, law="second") if name in second else rule for name, rule in policy.rules.items()
    }
    return msgspec.structs.replace(policy, rules=rules, laws={**policy.laws, "second": other})


def beside(ours: tuple[str, ...], theirs: tuple[str, ...], claim: Complies | SameAs, modifiers: str = "") -> Policy:
    """A law whose property `p` compares it with another one, called `other`."""
    policy = law(*ours, f"property p: always danger or not danger{modifiers}")
    other = law(*theirs)
    text = msgspec.structs.replace(other.laws[other.name], name="other")
    rules = {name: msgspec.structs.replace(rule, law="other") for name, rule in other.rules.items()}
    other = msgspec.structs.replace(other, name="other", rules=rules, laws={"other": text})
    facts = {**policy.facts, **other.facts}
    other = msgspec.structs.replace(other, facts=facts)
    declared = msgspec.structs.replace(policy.properties["p"], claim=claim)
    order = (*policy.order, *(name for name in other.delays if name not in policy.order))
    return msgspec.structs.replace(policy, facts=facts, order=order, others={"other": other}, properties={"p": declared})
