"""Duties, and claims read at the end, as questions about time: what can still come, and what came too soon. Warnings ask them.

Each function builds one question, to be asked in closed worlds: what is found there is a real scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.delays import Due
from policyproof.encode.duties import Trigger, duty_of
from policyproof.encode.free import parts
from policyproof.encode.grounding import Args
from policyproof.encode.probes import question
from policyproof.encode.questions import Engine
from policyproof.encode.world import Env
from policyproof.logic.terms import END, TRUE, Lit, Time
from policyproof.policy.formulas import Arg, EventPoint, Formula, Var
from policyproof.policy.model import Duty, Rule


def comes_in_between(engine: Engine, rule: Rule, event: str, others: Collection[str]) -> Question:
    """`event` comes after the trigger and by the due date, none of the others does, and the duty's conditions read otherwise
    than at the trigger. It is not excused.
    """
    duty, terms = duty_of(rule), engine.terms
    lits = []
    for present, env, (_, comes, u) in _triggers(engine, rule):
        if u is None:
            continue
        for when, due in _dues(engine, rule, env, u):
            until = END if due is None else due
            between = [_some_between(engine, other, u, until) ^ 1 for other in others if other != event]
            came = (present, comes, _triggered_lawfully(engine, duty, env), _some_between(engine, event, u, until), *between)
            then, now = _conditions(engine, rule, env, u), _conditions(engine, rule, env, until)
            lits += [terms.conj((*came, when, *differs)) for differs in ((then, now ^ 1), (then ^ 1, now))]
    return question(engine, lits)


def done_too_soon(engine: Engine, rule: Rule) -> Question:
    """The duty begins to run, and what it asks for was done before, lawfully. It is not excused."""
    duty, law, terms = duty_of(rule), engine.law, engine.terms
    lits = []
    for present, env, (_, comes, u) in _triggers(engine, rule):
        if u is None:
            continue
        begun = (present, comes, law.bound_at(rule, env, u, engine.plain, engine.sign))
        unexcused = terms.disj([when for when, _ in _dues(engine, rule, env, u)])
        lawful = _triggered_lawfully(engine, duty, env)
        for x in engine.g.choices(duty.args, env):
            did = engine.g.done_by(duty.action, x, law.covers(rule), engine.plain)
            sooner = terms.before(engine.g.minute(duty.action, x), u)
            done = (engine.g.happens(duty.action, x), did, sooner, _permitted(engine, duty.action, x))
            lits.append(terms.conj((*begun, unexcused, lawful, *done)))
    return question(engine, lits)


class Reading(msgspec.Struct, frozen=True):
    """Where a fact is read: at an act (`action`), at the trigger of a duty, or when it falls due."""

    rule: Rule
    when: str


def read_far_apart(engine: Engine, first: Reading, second: Reading, minutes: int) -> Question:
    """Two readings are made more than so many minutes apart, each at an act that is lawful or at an event that is none."""
    terms = engine.terms
    lits = []
    for there, one in _moments(engine, first):
        for also, other in _moments(engine, second):
            apart = terms.disj((_more_than(engine, minutes, one, other), _more_than(engine, minutes, other, one)))
            lits.append(terms.conj((there, also, apart)))
    return question(engine, lits)


def _more_than(engine: Engine, minutes: int, sooner: Time, later: Time) -> Lit:
    return engine.terms.before((sooner[0], sooner[1] + minutes), later)


def _moments(engine: Engine, reading: Reading) -> Iterator[tuple[Lit, Time]]:
    sentence = reading.rule.sentence
    if not isinstance(sentence, Duty):
        action = sentence.action  # type: ignore[union-attr]  # a rule about an act
        params = engine.policy.events[action].params
        for present, env in engine.values(params):
            x = tuple(env[param.name] for param in params)
            there = engine.terms.conj((present, engine.g.happens(action, x), _permitted(engine, action, x)))
            yield there, engine.g.minute(action, x)
        return
    for present, env, (_, comes, u) in _triggers(engine, reading.rule):
        if u is None:
            continue
        begins = engine.terms.conj((present, comes, _triggered_lawfully(engine, sentence, env)))
        if reading.when == "trigger":
            yield begins, u
            continue
        for when, due in engine.law.dues(reading.rule, env, u, engine.plain, engine.sign):
            if due is not None:
                yield engine.terms.conj((begins, when)), due


def true_only_later(
    engine: Engine,
    binders: tuple[Var, ...],
    act: tuple[str, tuple[Arg, ...]],
    given: Sequence[Formula],
    late: Sequence[Formula],
) -> Question:
    """A lawful scenario in which an act happens and all of `given` is so at the end, and one of `late` too, but none was at the
    act.
    """
    terms, reader = engine.terms, engine.reader
    action, args = act
    lits = []
    for present, env in engine.values(binders):
        for x in engine.g.choices(args, env):
            minute = engine.g.minute(action, x)
            at_end = [reader.read(part, env, END, (END,), engine.plain, engine.sign) for part in given]
            in_the_end = terms.disj([reader.read(part, env, END, (END,), engine.plain, engine.sign) for part in late])
            so_far = [reader.read(part, env, minute, (END,), engine.plain, -engine.sign) ^ 1 for part in late]
            lits.append(terms.conj((present, engine.g.happens(action, x), *at_end, in_the_end, *so_far)))
    found = question(engine, lits)
    return Question(found.sentences, found.alternatives, engine.lawful_at(END, ()))


# ---- pieces


def _permitted(engine: Engine, action: str, x: Args) -> Lit:
    """An act was permitted to its doer when it was done; what is no act needs no permission."""
    if not engine.policy.events[action].is_action:
        return TRUE
    m = engine.g.minute(action, x)
    return engine.terms.disj(
        [
            engine.terms.conj(
                (
                    engine.g.done_by(action, x, frozenset((doer,)), engine.plain),
                    engine.law.may(action, x, doer, m, (m,), engine.plain, engine.sign),
                )
            )
            for doer in engine.law.doers(action)
        ]
    )


def _triggered_lawfully(engine: Engine, duty: Duty, env: Env) -> Lit:
    """The acts that the duty counts from are permitted where they happen."""
    if duty.deadline is None:
        return TRUE
    ends = [node for node in parts(duty.deadline.trigger) if isinstance(node, EventPoint)]
    instances = [(end.event, x) for end in ends for x in engine.g.choices(end.args, env)]
    return engine.terms.conj(
        [engine.terms.implies(engine.g.happens(*instance), _permitted(engine, *instance)) for instance in instances]
    )


def _dues(engine: Engine, rule: Rule, env: Env, u: Time) -> Iterator[Due]:
    """The dates at which the duty may fall due, each with the condition that it does, and is not excused then."""
    for when, due in engine.law.dues(rule, env, u, engine.plain, engine.sign):
        unexcused = engine.law.excused(rule, env, due, engine.plain, -engine.sign) ^ 1
        yield engine.terms.conj((when, unexcused)), due


def _triggers(engine: Engine, rule: Rule) -> Iterator[tuple[Lit, Env, Trigger]]:
    for present, env in engine.values(rule.params):
        for trigger in engine.law.triggers(rule, env, (END,), engine.plain):
            yield present, env, trigger


def _conditions(engine: Engine, rule: Rule, env: Env, m: Time) -> Lit:
    """The `if` and the `unless` of a duty, read at a minute."""
    asked = [TRUE]
    if rule.condition is not None:
        asked.append(engine.reader.read(rule.condition, env, m, (m,), engine.plain, engine.sign))
    if rule.unless is not None:
        asked.append(engine.reader.read(rule.unless, env, m, (m,), engine.plain, -engine.sign) ^ 1)
    return engine.terms.conj(asked)


def _some_between(engine: Engine, event: str, after: Time, until: Time) -> Lit:
    """Some instance of an event happens after one minute and by another, lawfully."""
    g, terms = engine.g, engine.terms
    params = engine.policy.events[event].params

    def happens(env: Env) -> Lit:
        x = tuple(env[param.name] for param in params)
        minute = g.minute(event, x)
        within = (terms.before(after, minute), terms.not_after(minute, until))
        return terms.conj((g.happens(event, x), *within, _permitted(engine, event, x)))

    return g.world.some_of(params, {}, ("between", event, after, until), engine.sign, happens)
