"""A change of circumstances as the `if` of a sentence: `the owner had turned on end-to-end encryption`."""

from __future__ import annotations

from policyproof.english import phrases
from policyproof.english.clauses import parse
from policyproof.english.lists import joined
from policyproof.english.material import Flip
from policyproof.english.phrases import Cast
from policyproof.policy.model import Policy


def changed(policy: Policy, names: Cast, flip: Flip) -> str:
    """The changed circumstance; with whose it was to change, where the clause itself does not say."""
    if flip.is_event:
        clause = phrases.event_of(policy, names, flip.instance).tell("pluperfect", negative=not flip.to)
    elif isinstance(flip.to, bool) or flip.instance[0] in policy.delays:
        clause = phrases.fact_of(policy, names, flip.instance).tell("pluperfect", negative=not flip.to)
    else:
        subject = phrases.quantity_as_subject(policy, flip.instance[0], phrases.told_arguments(policy, names, flip.instance))
        return f"{subject} had been {phrases.value(policy, names, flip.instance[0], flip.to)}"
    parsed = parse(clause)
    named = set(parsed.subject.lower().replace("'s ", " ").split()) if parsed else set()
    who = [phrases.speaker(policy, names, each) for each in flip.by]
    if not who or any(each.lower().split()[-1] in named for each in who):
        return clause
    return f"{clause} (which was up to {joined(who, 'or')})"
