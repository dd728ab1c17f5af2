"""What opened an act: for each rule that could, the condition that it did. A way of breaking a claim is told by these."""

from __future__ import annotations

from collections.abc import Collection

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.decisions import lifts
from policyproof.encode.questions import Engine
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import Lit
from policyproof.policy.model import Rule
from policyproof.scenario import Instance
from policyproof.search.room import Room
from policyproof.solve.answers import Model, Satisfiable


def openings(
    engine: Engine, alternative: Alternative, polarity: Polarity, acts: Collection[str] | None
) -> dict[str, Lit] | None:
    """By rule: that it licenses the act of the claim or, for a claim about none, some act that happens. `acts`: nothing else is
    done (None: anything may be).

    None where a way is not a matter of licences: for claims about what may be done, for dilemmas and for comparisons.
    """
    if alternative.act is None:
        if alternative.rule is not None:
            return None
        done = engine.law.about if acts is None else [action for action in engine.law.about if action in acts]
        closed = [action for action in done if engine.law.about[action]["Closes"]]
        return {
            rule.name: _licenses_some(engine, rule, action, polarity)
            for action in closed
            for rule in engine.law.licensing(action)
        }
    action = alternative.act[0]
    is_done = alternative.doer or engine.policy.events[action].by_param is not None
    if not is_done or alternative.rule is not None or alternative.second is not None:
        return None
    return {
        rule.name: _licenses(engine, rule, alternative.act, alternative.doer, polarity) for rule in engine.law.licensing(action)
    }


def _licenses(engine: Engine, rule: Rule, act: Instance, doer: str, polarity: Polarity) -> Lit:
    action, x = act
    minute = engine.g.minute(action, x)
    done = engine.terms.conj((engine.g.happens(action, x), engine.g.done_by(action, x, frozenset((doer,)), engine.plain)))
    licence = engine.law.licence(rule, x, doer, minute, (minute,), engine.plain, polarity)
    closing = [closed for closed in engine.law.about[action]["Closes"] if lifts(rule, closed)]
    closed = [engine.law.forbidden(closed, x, doer, minute, (minute,), engine.plain, polarity) for closed in closing]
    return engine.terms.conj((done, licence, engine.terms.disj(closed)))


def _licenses_some(engine: Engine, rule: Rule, action: str, polarity: Polarity) -> Lit:
    params = engine.policy.events[action].params

    def licenses(env: Env) -> Lit:
        act = (action, tuple(env[param.name] for param in params))
        return engine.terms.disj([_licenses(engine, rule, act, doer, polarity) for doer in engine.law.doers(action)])

    return engine.law.some_of(params, {}, ("opens", rule.name), polarity, licenses)


def without_ways(engine: Engine, alternative: Alternative, ways: list[tuple[str, ...]]) -> Lit:
    """The alternative comes true, and none of these sets of rules is what opened it."""
    acts = {getattr(engine.policy.rules[rule].sentence, "action", "") for way in ways for rule in way}
    opened = openings(engine, alternative, -engine.sign, acts) or {}
    others = [engine.terms.disj([opened[rule] ^ 1 for rule in way]) for way in ways]
    return engine.terms.conj([alternative.lit, *others])


def fewest_openings(room: Room, question: Question, alternative: Alternative, model: Model) -> Model:
    """A model in which no opening could be spared: each way is told by the rules that it needs."""
    fixed = [*question.lits(room.engine.terms), alternative.lit]
    for lit in (openings(room.engine, alternative, 0, question.about) or {}).values():
        if model.makes_true(room.engine.terms, (lit ^ 1,)):
            fixed.append(lit ^ 1)
            continue
        answer = room.ask_all([*fixed, lit ^ 1])
        if isinstance(answer, Satisfiable):
            model = answer.model
            fixed.append(lit ^ 1)
    return model


def opened(room: Room, question: Question, alternative: Alternative, model: Model) -> tuple[str, ...] | None:
    """The rules that opened the act in a scenario; None where a way is not a matter of licences."""
    found = openings(room.engine, alternative, 0, question.about)
    return None if found is None else tuple(rule for rule, lit in found.items() if model.makes_true(room.engine.terms, (lit,)))
