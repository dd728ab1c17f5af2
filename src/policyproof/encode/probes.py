"""Single rules as questions: can one apply, does it make a difference, can two clash? Warnings ask them.

Each function builds one question in any world: is there a scenario, lawful or not, that meets the assumptions and in which it
is so?
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import product

import msgspec

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.decisions import lifts
from policyproof.encode.ends import Horizon
from policyproof.encode.grounding import Args
from policyproof.encode.lawful import Supposed, stated
from policyproof.encode.questions import Engine
from policyproof.encode.valuation import Plain, Without
from policyproof.encode.world import Env
from policyproof.logic.terms import END, FALSE, Lit, Time
from policyproof.policy.formulas import And, Formula, Or
from policyproof.policy.model import Closes, Duty, Forbids, Permits, Rule, SwitchesOff

CLOSING = ""
"""In `matters`, the constraint that something closes the act."""

Decided = tuple[Args, str, Time, Horizon, int]
"""A decision on an act: arguments, doer, minute, horizon and hypothesis."""


class Conjunct(msgspec.Struct, frozen=True):
    """One thing that a rule's `if` and `unless` ask: that a formula holds, or (`denied`) that it does not."""

    formula: Formula
    denied: bool


def conjuncts(rule: Rule) -> tuple[Conjunct, ...]:
    """What a rule asks for, one by one: the items of `and` in its `if`, those of `or` in its `unless`."""
    found = [] if rule.condition is None else [Conjunct(part, denied=False) for part in _items(rule.condition, And)]
    if rule.unless is not None:
        found += [Conjunct(part, denied=True) for part in _items(rule.unless, Or)]
    return tuple(found)


def _items(formula: Formula, joined: type[And | Or]) -> Iterator[Formula]:
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, joined):
            waiting.extend(reversed(part.items))
        else:
            yield part


def question(engine: Engine, lits: Sequence[Lit]) -> Question:
    """Can one of these be true, as the assumptions have it?"""
    sentences = tuple(stated(engine.law, Supposed(), Plain()))
    return Question(sentences, tuple(Alternative(lit) for lit in lits if lit != FALSE))


def acts(engine: Engine, rule: Rule, *, asked: bool = False) -> Iterator[tuple[Lit, Decided]]:
    """Every act that the rule can speak of, with the decision on it.

    Acts that happen, or (`asked`) any that could be asked about now. The term says when it comes up.
    """
    law, terms = engine.law, engine.terms
    action = rule.sentence.action  # type: ignore[union-attr]  # a rule about an act
    params = engine.policy.events[action].params
    for present, env in engine.values(params):
        x = tuple(env[param.name] for param in params)
        for doer in law.doers(action):
            if doer not in law.covers(rule):
                continue
            if asked:
                m, context = engine.now, law.decision_context(action, x, doer, engine.now, engine.plain)
                yield present, (x, doer, m, (m,), context)
                continue
            m = engine.g.minute(action, x)
            does = engine.g.done_by(action, x, frozenset((doer,)), engine.plain)
            yield terms.conj((present, engine.g.happens(action, x), does)), (x, doer, m, (m,), engine.plain)


# ---- can it apply?


def applies(engine: Engine, rule: Rule) -> Question:
    """The rule applies: to an act that happens, at a trigger that comes, or at some moment."""
    law, terms, now = engine.law, engine.terms, engine.now
    match rule.sentence:
        case Duty():
            read = partial(law.started, rule, m=END, h=(END,), context=engine.plain, polarity=engine.sign)
        case SwitchesOff():
            read = partial(law.conditions, rule, m=now, h=(now,), context=engine.plain, polarity=engine.sign)
        case _:
            decided = [terms.conj((did, law.forbidden(rule, *at, engine.sign))) for did, at in acts(engine, rule)]
            return question(engine, decided)
    return question(engine, [terms.conj((present, read(env))) for present, env in engine.values(rule.params)])


def can_be_met(engine: Engine, rule: Rule, only: Collection[Conjunct]) -> Question:
    """Of what the rule asks for, these can all be so where it is read, its exceptions apart."""
    lits = [
        engine.terms.conj((guard, *(_read(engine, part, env, m, context) for part in only)))
        for guard, env, m, context in _readings(engine, rule)
    ]
    return question(engine, lits)


def applies_anywhere(engine: Engine, rule: Rule) -> Question:
    """The rule applies where it is read, in acts that are only asked about too."""
    lits = [
        engine.terms.conj((guard, engine.law.conditions(rule, env, m, (m,), context, engine.sign)))
        for guard, env, m, context in _readings(engine, rule)
    ]
    return question(engine, lits)


def _read(engine: Engine, part: Conjunct, env: Env, m: Time, context: int) -> Lit:
    if part.denied:
        return engine.reader.read(part.formula, env, m, (m,), context, -engine.sign) ^ 1
    return engine.reader.read(part.formula, env, m, (m,), context, engine.sign)


def _readings(engine: Engine, rule: Rule) -> Iterator[tuple[Lit, Env, Time, int]]:
    """Where a rule is read: for which values, at which minute, in which hypothesis. The first says when that comes up.

    A rule that switches others off is also read where these are.
    """
    for present, env in engine.values(rule.params):
        yield from _own_readings(engine, rule, present, env)
        for loser in _losers(engine, rule):
            for there, loser_env in engine.values(loser.params):
                for guard, _, m, context in _own_readings(engine, loser, there, loser_env):
                    yield engine.terms.conj((present, guard)), env, m, context


def _own_readings(engine: Engine, rule: Rule, present: Lit, env: Env) -> Iterator[tuple[Lit, Env, Time, int]]:
    """In the decisions on the act of a rule, at the triggers of a duty, at any moment for what switches off."""
    law, now = engine.law, engine.now
    match rule.sentence:
        case Closes(action, args) | Forbids(action, args) | Permits(action, args):
            for x in engine.g.choices(args, env):
                for doer in law.doers(action):
                    if doer in law.covers(rule):
                        yield present, env, now, law.decision_context(action, x, doer, now, engine.plain)
        case Duty():
            for _, comes, u in law.triggers(rule, env, (END,), engine.plain):
                yield engine.terms.conj((present, comes)), env, END if u is None else u, engine.plain
        case SwitchesOff():
            yield present, env, now, engine.plain


def _losers(engine: Engine, rule: Rule) -> list[Rule]:
    """What a rule switches off, what that switches off, and so on."""
    found: dict[str, Rule] = {}
    waiting = [rule]
    while waiting:
        for override in waiting.pop().overrides:
            if override.rule not in found:
                found[override.rule] = engine.policy.rules[override.rule]
                waiting.append(found[override.rule])
    return list(found.values())


# ---- does it make a difference?


def matters(engine: Engine, rule: Rule, against: Collection[str], *, asked: bool = False) -> Question:
    """The rule decides about an act that happens, or (`asked`) that is only asked about: it permits what is closed and nothing
    else permits or forbids, or forbids what would be permitted.

    `against` leaves out the constraints that come from other rules than these (`CLOSING`: that something closes the act). What
    is closed may be permitted by a rule that lifts what closes it, and that nothing which comes later can take back.
    """
    law, terms = engine.law, engine.terms
    action = rule.sentence.action  # type: ignore[union-attr]  # a rule about an act
    lits = []
    for did, at in acts(engine, rule, asked=asked):
        parts = [did, law.forbidden(rule, *at, engine.sign)]
        others = [other for other in law.about[action]["Forbids"] if other is not rule and other.name in against]
        parts += [law.forbidden(other, *at, -engine.sign) ^ 1 for other in others]
        closing = law.about[action]["Closes"]
        if isinstance(rule.sentence, Permits):
            parts.append(terms.disj(_opened_by_it_alone(engine, rule, at, against)))
        elif CLOSING in against:
            parts += [law.opened(closes, *at, engine.sign) for closes in closing]
        lits.append(terms.conj(parts))
    return question(engine, lits)


def _opened_by_it_alone(engine: Engine, rule: Rule, at: Decided, against: Collection[str]) -> Iterator[Lit]:
    """For each rule that a permission lifts where it applies: that rule closes the act, and nothing else lifts it."""
    law, terms = engine.law, engine.terms
    action = rule.sentence.action  # type: ignore[union-attr]  # a permission
    lifted: list[Rule | None] = [closes for closes in law.about[action]["Closes"] if lifts(rule, closes)]
    for closes in lifted or [None]:
        licences = [other for other in law.licensing(action, closes) if other is not rule and other.name in against]
        rivals = [other for other in licences if not isinstance(other.sentence, Permits) or other.sentence.provided is None]
        parts = [law.licence(other, *at, -engine.sign) ^ 1 for other in rivals]
        if CLOSING in against:
            parts.append(FALSE if closes is None else law.forbidden(closes, *at, engine.sign))
        yield terms.conj(parts)


def clash(engine: Engine, forbids: Rule, permits: Rule) -> Question:
    """An act that one rule forbids and another permits, neither overriding the other there."""
    law, sign = engine.law, engine.sign
    lits = [
        engine.terms.conj((did, law.forbidden(forbids, *at, sign), law.forbidden(permits, *at, sign)))
        for did, at in acts(engine, forbids)
    ]
    return question(engine, lits)


def exception_used(engine: Engine, loser: Rule, winner: Rule) -> Question:
    """Where `loser` is read, nothing but `winner` keeps it from applying."""
    law, sign = engine.law, engine.sign
    others = [
        other
        for other in engine.policy.rules.values()
        if other is not winner and any(override.rule == loser.name for override in other.overrides)
    ]
    lits = []
    for guard, env, m, context in _readings(engine, loser):
        at = (env, m, (m,), context)
        parts = [guard, *(_read(engine, part, env, m, context) for part in conjuncts(loser))]
        parts += [law.overrides(other, loser, *at, -sign) ^ 1 for other in others]
        lits.append(engine.terms.conj((*parts, law.overrides(winner, loser, *at, sign))))
    return question(engine, lits)


# ---- when is it open?


def open_as_long(engine: Engine, rule: Rule, minutes: int) -> Question:
    """At two minutes that far apart, the permission would let the same act be done by the same doer."""
    law, terms, sign = engine.law, engine.terms, engine.sign
    action = rule.sentence.action  # type: ignore[union-attr]  # a permission
    params = engine.policy.events[action].params
    later = terms.time(("later",))
    lits = []
    for present, env in engine.values(params):
        x = tuple(env[param.name] for param in params)
        for doer in law.doers(action):
            if doer not in law.covers(rule):
                continue
            parts = [present, terms.not_after((engine.now[0], engine.now[1] + minutes), later)]
            for m in (engine.now, later):
                at = (x, doer, m, (m,), law.decision_context(action, x, doer, m, engine.plain))
                parts.append(law.licence(rule, *at, sign))
                parts += [law.forbidden(other, *at, -sign) ^ 1 for other in law.about[action]["Forbids"]]
            lits.append(terms.conj(parts))
    return question(engine, lits)


def permit_each_other(engine: Engine, first: str, second: str) -> Question:
    """Two acts in the same minute, both permitted, of which neither would be without the other."""
    law, terms = engine.law, engine.terms
    sides = [list(_permitted_acts(engine, action)) for action in (first, second)]
    lits = []
    for (one, did_one, doer_one), (other, did_other, doer_other) in product(*sides):
        if one == other:
            continue
        minute, then = engine.g.minute(*one), engine.g.minute(*other)
        parts = [did_one, did_other, engine.is_now(minute), engine.is_now(then)]
        for act, doer, without in ((one, doer_one, other), (other, doer_other, one)):
            m = engine.g.minute(*act)
            alone = engine.g.context_of(Without((without,)))
            parts.append(law.may(*act, doer, m, (m,), engine.plain, engine.sign))
            parts.append(law.may(*act, doer, m, (m,), alone, -engine.sign) ^ 1)
        lits.append(terms.conj(parts))
    return question(engine, lits)


def _permitted_acts(engine: Engine, action: str) -> Iterator[tuple[tuple[str, Args], Lit, str]]:
    params = engine.policy.events[action].params
    for present, env in engine.values(params):
        x = tuple(env[param.name] for param in params)
        for doer in engine.law.doers(action):
            does = engine.g.done_by(action, x, frozenset((doer,)), engine.plain)
            yield (action, x), engine.terms.conj((present, engine.g.happens(action, x), does)), doer
