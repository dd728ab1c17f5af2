"""What lawfulness asks, sentence by sentence, so that a proof can name those that it rests on. `Obligations` gathers them."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.encode.law import Law
from policyproof.encode.valuation import Valuation
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, FALSE, Lit, Time
from policyproof.policy.formulas import Var
from policyproof.policy.model import Rule


class Sentence(msgspec.Struct, frozen=True):
    """One thing that every scenario of a question meets, and where it comes from.

    `name` is the rule's, the assumption's or the hypothesis'. `parties` are those whose obedience it is, for a rule.
    """

    source: Literal["rule", "assumption", "hypothesis"]
    name: str
    parties: tuple[str, ...]
    lit: Lit


def stated(law: Law, hypotheses: tuple[str, ...], valuation: Valuation) -> list[Sentence]:
    """The assumptions, and these hypotheses, in one course of events."""
    context = law.g.context_of(valuation)
    sign = law.g.world.asserted
    found = [
        Sentence("assumption", name, (), law.reader.read(statement.body, {}, END, (END,), context, sign))
        for name, statement in law.policy.assumptions.items()
    ]
    found += [
        Sentence("hypothesis", name, (), law.reader.read(law.policy.hypotheses[name].body, {}, END, (END,), context, sign))
        for name in hypotheses
    ]
    return found


def disobeying(law: Law, parties: tuple[str, ...]) -> frozenset[str]:
    """Those of whom lawfulness is not asked: the parties and whoever is below them."""
    return frozenset().union(*(law.policy.party_and_below(party) for party in parties))


def acts_obey(law: Law, action: str, free: frozenset[str], m: Time, sign: Polarity) -> list[Sentence]:
    """What lawfulness asks of the acts of one kind. Where none of them happens, none of this is broken."""
    rules = law.about[action]
    return [
        Sentence("rule", rule.name, (doer,) if doer else (), _acts_obey(law, rule, action, doer, m, sign))
        for rule in (*rules["Forbids"], *rules["Closes"])
        for doer in law.doers(action)
        if doer not in free and doer in law.covers(rule)
    ]


def duty_kept(law: Law, rule: Rule, m: Time, sign: Polarity) -> Sentence:
    """That a duty is kept. Where it has a trigger and none of the events in it happens, this is not broken."""
    return Sentence("rule", rule.name, rule.parties, _duty_kept(law, rule, m, sign))


def asks_somebody_else(rule: Rule, free: frozenset[str]) -> bool:
    """The duty binds somebody who is not free to disobey."""
    return rule.party_param is not None or any(party not in free for party in rule.parties)


def _acts_obey(law: Law, rule: Rule, action: str, doer: str, m: Time, sign: Polarity) -> Lit:
    """Every act of this doer that has happened by m was permitted, as far as this rule goes."""
    g, terms = law.g, law.terms
    params = law.policy.events[action].params

    def obeys(env: Env) -> Lit:
        x = tuple(env[param.name] for param in params)
        minute = g.minute(action, x)
        did = terms.conj((g.happens(action, x), terms.not_after(minute, m), g.done_by(action, x, frozenset((doer,)), 0)))
        if rule in law.about[action]["Closes"]:
            obeyed = law.opened(rule, x, doer, minute, (minute,), 0, sign)
        else:
            obeyed = law.forbidden(rule, x, doer, minute, (minute,), 0, -sign) ^ 1
        return terms.implies(did, obeyed)

    return g.world.every_of(params, {}, ("acts", rule.name, doer, m), sign, obeys)


def _duty_kept(law: Law, rule: Rule, m: Time, sign: Polarity) -> Lit:
    return law.g.world.every_of(
        rule.params, {}, ("kept", rule.name, m), sign, lambda env: law.breached_for(rule, env, m, (END,), 0, -sign) ^ 1
    )


def kept_but_one(law: Law, rule: Rule, m: Time, but: Env, trigger: int, sign: Polarity) -> Lit:
    """A duty is kept so far at m, apart from one instance of it: these values, this alternative of its trigger."""
    g, terms = law.g, law.terms

    def kept(env: Env) -> Lit:
        same = terms.conj([_same_value(law, param, env, but) for param in rule.params])
        return terms.conj(
            [
                terms.disj(
                    ((same if candidate[0] == trigger else FALSE), law.breach(rule, env, candidate, m, (END,), 0, -sign) ^ 1)
                )
                for candidate in law.triggers(rule, env, (END,), 0)
            ]
        )

    return g.world.every_of(rule.params, {}, ("kept but one", rule.name, m, tuple(but.items()), trigger), sign, kept)


def _same_value(law: Law, param: Var, env: Env, other: Env) -> Lit:
    return law.g.same_args((param,), (env[param.name],), (other[param.name],))
