"""When a duty falls due, delays included: its own last minute, put off by what was granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from policyproof.encode.ends import Ending
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import Var
from policyproof.policy.model import Deadline, Delay, Rule

if TYPE_CHECKING:
    from policyproof.encode.duties import Duties

Due = tuple[Lit, Time | None]
"""A last minute that a duty may have (None: none), with the condition that it is this one. Exactly one condition is met."""


def due_minute(reader: Ending, deadline: Deadline | None, trigger: Time | None) -> Time | None:
    """The last minute that keeps a duty, delays apart; None where it has none."""
    if deadline is None or trigger is None:
        return None
    match deadline.form:
        case "within after" | "not later" | "at least before":
            return reader.away(deadline.form, deadline.length, trigger, "last")
        case "within before" | "together":
            return trigger
        case "before":
            return (trigger[0], trigger[1] - 1)
        case "promptly":
            return None


class _Granted(msgspec.Struct, frozen=True):
    """One count that may put a duty off: where `counts`, by `minutes` for each grant (None: for good). `idle`: it does not."""

    counts: Lit
    idle: Lit
    number: int
    minutes: int | None


class _Case(msgspec.Struct, frozen=True):
    """Where `when`: so much is added, and one of `for_good` leaves no due minute."""

    when: Lit
    added: tuple[tuple[int, int], ...] = ()
    for_good: tuple[Lit, ...] = ()


def dues(law: Duties, rule: Rule, env: Env, u: Time, due: Time, context: int, polarity: Polarity) -> list[Due]:
    """The last minutes that a duty with trigger minute `u` may have, `due` being the one without delays."""
    terms = law.terms
    groups: dict[tuple[Lit, Lit], list[_Granted]] = {}
    for delay in law.delays[rule.name]:
        for granted in _granted(law, delay, rule, env, u, context, polarity):
            groups.setdefault((granted.counts, granted.idle), []).append(granted)
    cases = [_Case(TRUE)]
    for (counts, idle), group in groups.items():
        added = tuple((granted.number, granted.minutes) for granted in group if granted.minutes is not None)
        for_good = tuple(at_least_once(law, granted.number) for granted in group if granted.minutes is None)
        cases = [
            *(_Case(terms.conj((case.when, counts)), case.added + added, case.for_good + for_good) for case in cases),
            *(_Case(terms.conj((case.when, idle)), case.added, case.for_good) for case in cases),
        ]
    found: list[Due] = []
    for case in cases:
        lost = terms.disj(case.for_good)
        total: dict[int, int] = {}
        for number, minutes in case.added:
            total[number] = total.get(number, 0) + minutes
        found.append((terms.conj((case.when, lost)), None))
        found.append((terms.conj((case.when, lost ^ 1)), terms.put_off(due, total)))
    return [(when, minute) for when, minute in found if when != FALSE]


def longest_due(law: Duties, rule: Rule, due: Time | None) -> Time | None:
    """The last minute that a duty can have with all that may be granted, `due` being the one without; None where there is no
    saying, or none.
    """
    delays = law.delays[rule.name]
    sorts = {(param.name, param.sort) for param in rule.params}
    if due is None or any((param.name, param.sort) not in sorts for delay in delays for param in delay.params):
        return None
    total = 0
    for delay in delays:
        if delay.minutes is None or delay.most is None:
            return None
        total += delay.minutes * delay.most
    return (due[0], due[1] + total)


def at_least_once(law: Duties, number: int) -> Lit:
    """A count of grants is no 0."""
    return law.terms.at_most({number: -1}, -1)


def _granted(law: Duties, delay: Delay, rule: Rule, env: Env, u: Time, context: int, polarity: Polarity) -> list[_Granted]:
    """The counts of one delay that add up for these values of the duty's parameters."""
    if law.g.is_silent(delay.name, law.g.contexts[context].valuation):
        return []
    sorts = {(param.name, param.sort) for param in rule.params}
    shared = {param.name: env[param.name] for param in delay.params if (param.name, param.sort) in sorts}
    rest = tuple(param for param in delay.params if param.name not in shared)
    if law.g.world.open and any(not param.over_kind for param in rest):
        return [_Granted(TRUE, FALSE, _in_all(law, delay, shared, rest, u, context), delay.minutes)]
    found: list[_Granted] = []

    def add(bound: Env) -> Lit:
        counts = law.counts(delay, bound, u, context, polarity)
        idle = law.counts(delay, bound, u, context, -polarity) ^ 1
        found.append(_Granted(counts, idle, law.granted(delay, bound, context), delay.minutes))
        return FALSE

    law.some_of(rest, shared, ("granted", delay.name), polarity, add)  # who is not there has no grants: see `nature`
    return found


def _in_all(law: Duties, delay: Delay, shared: Env, rest: tuple[Var, ...], u: Time, context: int) -> int:
    """A number for the grants that all individuals of an open world have together: nobody can list them.

    It is at least what each of them has and, where it is not 0, somebody has one: sentences that hold in every scenario.
    """
    terms = law.terms
    key = ("granted in all", law.reader.tag, delay.name, tuple(shared.items()), u, context)
    total = terms.number(key)
    if key in law.g.sides:
        return total
    law.g.sides[key] = ()  # it is told what it is but once

    def has_one(bound: Env) -> Lit:
        return terms.conj((law.counts(delay, bound, u, context, 1), at_least_once(law, law.granted(delay, bound, context))))

    def is_within(bound: Env) -> Lit:
        fits = terms.at_most({law.granted(delay, bound, context): 1, total: -1}, 0)
        return terms.implies(law.counts(delay, bound, u, context, -1), fits)

    somebody = law.some_of(rest, shared, ("has one", *key), 1, has_one)
    each = law.every_of(rest, shared, ("is within", *key), 1, is_within)
    law.g.sides[key] = (terms.at_most({total: -1}, 0), terms.implies(at_least_once(law, total), somebody), each)
    return total
