"""Two policies with one vocabulary in one scenario: where do they come apart? Asked in closed worlds alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.ends import Horizon
from policyproof.encode.grounding import Args
from policyproof.encode.lawful import Sentence, Supposed, stated
from policyproof.encode.obligations import Obligations
from policyproof.encode.questions import Engine, needs_moment
from policyproof.encode.valuation import Plain
from policyproof.encode.world import Env
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.compared import Breaches, Claims, Compared, Decisions, Formulas
from policyproof.policy.model import Duty, Policy


class Apart:
    """Builds the question where two policies come apart: the second one is read beside each engine of the first."""

    def __init__(self, other: Policy, compared: Compared) -> None:
        self.other = other
        self.compared = compared
        self._beside: dict[int, tuple[Engine, Engine]] = {}

    def __call__(self, engine: Engine) -> tuple[Question, ...]:
        _, second = self._beside.setdefault(id(engine), (engine, Engine(self.other, engine.g.world, engine)))
        if isinstance(self.compared, Claims):
            return (_claims(engine, second, self.compared.name),)
        found = [each for each in _alternatives(engine, second, self.compared) if each.lit != FALSE]
        return (Question(self._assumed(engine, second), tuple(found), self._lawful(engine)),)

    def _assumed(self, first: Engine, second: Engine) -> tuple[Sentence, ...]:
        """What both policies assume."""
        supposed = Supposed()
        apart_from = None
        if isinstance(self.compared, Formulas):
            supposed = Supposed(self.compared.supposing, self.compared.true_beliefs)
            apart_from = self.compared.apart_from
        return tuple(
            sentence
            for engine in (first, second)
            for sentence in stated(engine.law, supposed, Plain())
            if sentence.name != apart_from
        )

    def _lawful(self, first: Engine) -> Obligations | None:
        """That all is lawful, where that is asked."""
        if not isinstance(self.compared, Formulas) or self.compared.lawful is None:
            return None
        return first.lawful_at(first.now if self.compared.moment == "now" else END, self.compared.lawful)


def _alternatives(first: Engine, second: Engine, compared: Decisions | Breaches | Formulas) -> Iterator[Alternative]:
    match compared:
        case Decisions(actions):
            for action in actions:
                yield from _decisions(first, second, action)
        case Breaches(rules):
            for rule in rules:
                yield from _breaches(first, second, rule)
        case Formulas():
            yield from _formulas(first, second, compared)
        case _:
            assert_never(compared)


def _one_way_or_the_other(first: Engine, one: Lit, other: Lit, given: tuple[Lit, ...]) -> tuple[Lit, Lit]:
    """True by the first and not by the second; the other way round."""
    return first.terms.conj((*given, one, other ^ 1)), first.terms.conj((*given, one ^ 1, other))


def _decisions(first: Engine, second: Engine, action: str) -> Iterator[Alternative]:
    """Somebody may do the action now by one policy, and nobody by the other."""
    params = first.policy.events[action].params
    for present, env in first.values(params):
        x = tuple(env[param.name] for param in params)
        one, other = (
            engine.law.asked(action, x, engine.now, (engine.now,), engine.plain, engine.sign) for engine in (first, second)
        )
        for lit in _one_way_or_the_other(first, one, other, (present,)):
            yield Alternative(lit, tuple(env.items()), (action, x), now=first.now)


def _breaches(first: Engine, second: Engine, rule: str) -> Iterator[Alternative]:
    """A duty is breached by one policy, and not by the other."""
    one, other = (
        engine.law.breached(rule, None, END, (END,), engine.plain, engine.sign) if _is_duty(engine.policy, rule) else FALSE
        for engine in (first, second)
    )
    for lit in _one_way_or_the_other(first, one, other, ()):
        yield Alternative(lit, rule=rule)


def _is_duty(policy: Policy, rule: str) -> bool:
    return rule in policy.rules and isinstance(policy.rules[rule].sentence, Duty)


def _claims(first: Engine, second: Engine, name: str) -> Question:
    """A scenario breaks the claim by one policy, and not by the other."""
    (one,) = first.counterexample(first.policy.properties[name])
    (other,) = second.counterexample(second.policy.properties[name])
    found = [
        msgspec.structs.replace(each, lit=first.terms.conj((each.lit, against.either(first.terms) ^ 1)))
        for question, against in ((one, other), (other, one))
        for each in question.alternatives
    ]
    return Question((*one.sentences, *other.sentences), tuple(each for each in found if each.lit != FALSE))


def _formulas(first: Engine, second: Engine, compared: Formulas) -> Iterator[Alternative]:
    """One of the pairs is true by one policy, and false by the other."""
    for present, env in first.values(compared.variables):
        for happens, act, moment in _moments(first, compared, env):
            for one, other in compared.pairs:
                moves = needs_moment(first.policy, one) or needs_moment(second.policy, other)
                m = moment or (first.now if moves else END)
                h: Horizon = (END,) if compared.sees == "whole" else (m,)
                left = first.reader.read(one, env, m, h, first.plain, first.sign)
                right = second.reader.read(other, env, m, h, second.plain, second.sign)
                for lit in _one_way_or_the_other(first, left, right, (present, happens)):
                    yield Alternative(lit, tuple(env.items()), act, now=None if m == END else m)


def _moments(engine: Engine, compared: Formulas, env: Env) -> Iterator[tuple[Lit, tuple[str, Args] | None, Time | None]]:
    """When the pairs are read: on which condition, at which act, at which minute (None: after everything)."""
    match compared.moment:
        case "now":
            yield TRUE, None, engine.now
        case "end":
            yield TRUE, None, None
        case "act":
            action, args = compared.act or ("", ())
            for x in engine.g.choices(args, env):
                yield engine.g.happens(action, x), (action, x), engine.g.minute(action, x)
