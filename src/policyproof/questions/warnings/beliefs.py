"""What somebody believes in one rule, and what is so in another: two rules that sound alike may ask for different things."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.free import reached
from policyproof.policy.formulas import Holds
from policyproof.policy.model import Fact, Policy, Rule
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import conditions, event_of, first_mention
from policyproof.questions.warnings.warning import warning
from policyproof.source import Span


def beliefs_beside_facts(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    spoken_of = {rule.name: _names(policy, rule) for rule in policy.rules.values()}
    for fact in policy.facts.values():
        if fact.that is None:
            continue
        about = _names_in(policy, fact)
        believers = [rule for rule in policy.rules.values() if fact.name in spoken_of[rule.name]]
        asks = [(rule, name) for rule in policy.rules.values() for name in about if name in spoken_of[rule.name]]
        if not believers or not asks or any(rule in believers for rule, _ in asks):
            continue  # a rule that asks for both compares them, and its author knows that they are two
        rule, name = asks[0]
        message = f"`{believers[0].name}` asks whether `{fact.name}`, and `{rule.name}` whether `{name}`: the two can differ"
        labels = [Label(_place(policy, rule, name), "what is so"), Label(fact.span, "declared here, apart from what is so")]
        advice = f"ask for the same in both, or say why `{rule.name}` asks for what is so"
        yield warning("PP634", message, _place(policy, believers[0], fact.name), "a word", labels=labels, advice=advice)


def _names(policy: Policy, rule: Rule) -> frozenset[str]:
    """The facts and events that a rule's conditions speak of."""
    nodes = list(reached(policy, *conditions(rule)))
    return frozenset(node.fact for node in nodes if isinstance(node, Holds)) | frozenset(
        name for name in map(event_of, nodes) if name is not None
    )


def _names_in(policy: Policy, fact: Fact) -> list[str]:
    """What a word is about."""
    found = [node.fact if isinstance(node, Holds) else event_of(node) for node in reached(policy, fact.that)]
    return list(dict.fromkeys(name for name in found if name is not None))


def _place(policy: Policy, rule: Rule, name: str) -> Span:
    for formula in conditions(rule):
        span = first_mention(policy, formula, name)
        if span is not None:
            return span
    return rule.span
