"""Several laws at once, made of random policies: rules dealt out to two laws, and a law to compare with."""

from __future__ import annotations

from random import Random

import msgspec

from meaning.told import read
from oracle.policies import text_over
from oracle.vocabulary import Knobs, random_vocabulary
from policyproof.policy.formulas import Formula, LookBack, TermUse
from policyproof.policy.model import Complies, LawText, Policy, Property, SameAs
from policyproof.policy.walking import walk


def in_two_laws(policy: Policy, rng: Random) -> Policy:
    """The same rules, dealt out to two laws; the second may have a scope, the first keeps its own."""
    first = policy.laws[policy.name]
    scopes = [statement.body for statement in (*policy.assumptions.values(), *policy.hypotheses.values())]
    scopes = [scope for scope in scopes if not any(isinstance(part, LookBack | TermUse) for part in walk(scope))]
    scope: Formula | None = rng.choice(scopes) if scopes and rng.random() < 0.7 else None
    second = LawText("second", first.span, "the second law", scope, None, first.path)
    names = [first.name, second.name]
    rules = {name: msgspec.structs.replace(rule, law=rng.choice(names)) for name, rule in policy.rules.items()}
    return msgspec.structs.replace(policy, rules=rules, laws={**policy.laws, second.name: second})


def beside_another(seed: int, knobs: Knobs, closeness: float = 0.5) -> Policy:
    """A random policy whose properties compare it with a second one over the same vocabulary, among its `others`.

    `closeness` is how often the second one is the same but for one rule.
    """
    rng = Random(seed)
    words = random_vocabulary(rng, knobs)
    policy = read(text_over(words, rng, knobs, f"random-{seed}"))
    if rng.random() < closeness:
        rules = {name: msgspec.structs.replace(rule, law="other") for name, rule in policy.rules.items()}
        changed = rng.choice(list(rules.values()))
        rules[changed.name] = msgspec.structs.replace(changed, condition=changed.unless, unless=changed.condition)
        law = msgspec.structs.replace(policy.laws[policy.name], name="other")
        other = msgspec.structs.replace(policy, name="other", rules=rules, laws={"other": law}, properties={}, cases={})
    else:
        other = read(text_over(words, rng, knobs, "other", prefix="o"))
    facts = {**policy.facts, **{name: fact for name, fact in other.facts.items() if name in other.delays}}
    order = (*policy.order, *(name for name in other.delays if name not in policy.order))
    other = msgspec.structs.replace(other, facts=facts, order=order)
    compared = msgspec.structs.replace(policy, facts=facts, order=order, others={"other": other})
    return msgspec.structs.replace(compared, properties=_comparisons(compared, rng))


def _comparisons(policy: Policy, rng: Random) -> dict[str, Property]:
    model = next(iter(policy.properties.values()))
    parties = list(policy.parties)
    claims = {
        "complies": Complies("other", ()),
        "complies-for": Complies("other", tuple(rng.sample(parties, rng.choice([1, 1, 2])))),
        "same": SameAs("other"),
    }
    return {
        name: msgspec.structs.replace(
            model,
            name=name,
            claim=claim,
            variables=(),
            disobey=tuple(rng.sample(parties, 1)) if rng.random() < 0.3 else (),
            supposing=(),
            out_of_scope=False,
            true_beliefs=False,
        )
        for name, claim in claims.items()
    }
