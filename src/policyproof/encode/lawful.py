"""What lawfulness asks, sentence by sentence, so that a proof can name those that it rests on. `Obligations` gathers them."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.encode.law import Law
from policyproof.encode.valuation import Valuation
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import Var
from policyproof.policy.model import Delay, Fact, Rule


class Sentence(msgspec.Struct, frozen=True):
    """One thing that every scenario of a question meets, and where it comes from.

    `name` is that of the rule, the assumption, the hypothesis, the delay (it is granted no more often than it may be) or the
    fact (a word that is true). `parties` are those whose obedience it is, for a rule. `of` names the law, where the sentence
    is of one that a claim compares with.
    """

    source: Literal["rule", "assumption", "hypothesis", "delay", "belief"]
    name: str
    parties: tuple[str, ...]
    lit: Lit
    of: str = ""


class Supposed(msgspec.Struct, frozen=True):
    """What a claim supposes: hypotheses by name and, with `true_beliefs`, that every word about a fact is right."""

    hypotheses: tuple[str, ...] = ()
    true_beliefs: bool = False


def stated(law: Law, supposed: Supposed, valuation: Valuation, of: str = "") -> list[Sentence]:
    """The assumptions, the most that delays may be granted, and what is supposed, in one course of events."""
    context = law.g.context_of(valuation)
    sign = law.g.world.asserted
    found = [
        Sentence("assumption", name, (), law.reader.read(statement.body, {}, END, (END,), context, sign), of)
        for name, statement in law.policy.assumptions.items()
    ]
    found += [
        Sentence("delay", delay.name, (), _within_most(law, delay, delay.most, valuation), of)
        for delay in law.policy.delays.values()
        if delay.most is not None
    ]
    found += [
        Sentence("hypothesis", name, (), law.reader.read(law.policy.hypotheses[name].body, {}, END, (END,), context, sign))
        for name in supposed.hypotheses
    ]
    if supposed.true_beliefs:
        facts = [fact for fact in law.policy.facts.values() if fact.type == "bool" and fact.that is not None]
        found += [Sentence("belief", fact.name, (), _is_right(law, fact, valuation)) for fact in facts]
    return found


def _within_most(law: Law, delay: Delay, most: int, valuation: Valuation) -> Lit:
    """No delay is granted more often than it may be."""
    context = law.g.context_of(valuation)
    if law.g.is_silent(delay.name, valuation):
        return TRUE
    return law.every_of(
        delay.params,
        {},
        ("most", delay.name, context),
        law.g.world.asserted,
        lambda env: law.terms.at_most({law.granted(delay, env, context): 1}, most),
    )


def _is_right(law: Law, fact: Fact, valuation: Valuation) -> Lit:
    """Where the fact holds, what it is about is so."""
    context = law.g.context_of(valuation)
    sign = law.g.world.asserted

    def right(env: Env) -> Lit:
        said = law.g.holds(fact.name, tuple(env[param.name] for param in fact.params), valuation)
        about = TRUE if fact.that is None else law.reader.read(fact.that, env, END, (END,), context, sign)
        return law.terms.implies(said, about)

    return law.every_of(fact.params, {}, ("right", fact.name, context), sign, right)


def disobeying(law: Law, parties: tuple[str, ...]) -> frozenset[str]:
    """Those of whom lawfulness is not asked: the parties and whoever is below them."""
    return frozenset().union(*(law.policy.party_and_below(party) for party in parties))


class Asked(msgspec.Struct, frozen=True):
    """Of whom lawfulness is asked: not of those who disobey and, where `only` names parties, of these alone."""

    disobey: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def doers(self, law: Law, rule: Rule, action: str) -> list[str]:
        """Those whose acts the rule judges."""
        free = disobeying(law, self.disobey)
        among = disobeying(law, self.only)
        return [
            doer
            for doer in law.doers(action)
            if doer not in free and doer in law.covers(rule) and (not self.only or doer in among)
        ]

    def binds(self, law: Law, rule: Rule) -> bool:
        """The duty is somebody's of whom lawfulness is asked."""
        free = disobeying(law, self.disobey)
        if self.only:
            return any(law.related(own, party) for own in rule.parties for party in self.only)
        return rule.party_param is not None or any(party not in free for party in rule.parties)


def acts_obey(law: Law, action: str, asked: Asked, m: Time, sign: Polarity, of: str = "") -> list[Sentence]:
    """What lawfulness asks of the acts of one kind: that they were permitted, and stand. Where none of them happens, none of
    this is broken.
    """
    rules = law.about[action]
    return [
        Sentence("rule", rule.name, (doer,) if doer else (), _acts_obey(law, rule, action, doer, m, sign), of)
        for rule in (*rules["Forbids"], *rules["Closes"])
        for doer in asked.doers(law, rule, action)
    ]


def duty_kept(law: Law, rule: Rule, m: Time, sign: Polarity, of: str = "") -> Sentence:
    """That a duty is kept. Where it has a trigger and none of the events in it happens, this is not broken."""
    return Sentence("rule", rule.name, rule.parties, _duty_kept(law, rule, m, sign), of)


def _acts_obey(law: Law, rule: Rule, action: str, doer: str, m: Time, sign: Polarity) -> Lit:
    """Every act of this doer that has happened by m was permitted, as far as this rule goes, and stands."""
    g, terms = law.g, law.terms
    params = law.policy.events[action].params

    def obeys(env: Env) -> Lit:
        x = tuple(env[param.name] for param in params)
        minute = g.minute(action, x)
        did = terms.conj((g.happens(action, x), terms.not_after(minute, m), g.done_by(action, x, frozenset((doer,)), 0)))
        if rule in law.about[action]["Closes"]:
            obeyed = law.opened(rule, x, doer, minute, (minute,), 0, sign, (m, (END,)))
        else:
            obeyed = law.forbidden(rule, x, doer, minute, (minute,), 0, -sign) ^ 1
        return terms.implies(did, obeyed)

    return law.every_of(params, {}, ("acts", rule.name, doer, m), sign, obeys)


def _duty_kept(law: Law, rule: Rule, m: Time, sign: Polarity) -> Lit:
    return law.every_of(
        rule.params, {}, ("kept", rule.name, m), sign, lambda env: law.breached_for(rule, env, m, (END,), 0, -sign) ^ 1
    )


def kept_but_one(law: Law, rule: Rule, m: Time, but: Env, trigger: int, sign: Polarity) -> Lit:
    """A duty is kept so far at m, apart from one instance of it: these values, this alternative of its trigger."""
    terms = law.terms

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

    return law.every_of(rule.params, {}, ("kept but one", rule.name, m, tuple(but.items()), trigger), sign, kept)


def _same_value(law: Law, param: Var, env: Env, other: Env) -> Lit:
    return law.g.same_args((param,), (env[param.name],), (other[param.name],))
