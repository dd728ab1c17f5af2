"""Dilemmas: a duty that runs, is not excused, and that at no minute could be done lawfully."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, overload

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.calendars import counted_from, turns
from policyproof.encode.duties import Trigger
from policyproof.encode.index import index_of
from policyproof.encode.lawful import kept_but_one
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, TRUE, Lit, Time
from policyproof.policy.model import Deadline, Duty, NoDilemma, Policy, Property, Rule

if TYPE_CHECKING:
    from policyproof.encode.questions import Engine


class Dilemmas(Sequence[Question]):
    """One question for each duty that could trap somebody: is there a situation in which it does? Each is built when it is
    looked at: most often, few are.
    """

    def __init__(self, engine: Engine, declared: Property, parties: tuple[str, ...]) -> None:
        self._engine = engine
        self._declared = declared
        self._duties = [
            (rule, duty, sets)
            for rule, duty in index_of(engine.policy).duties
            if (sets := trapped(engine, rule, duty, parties))
        ]
        self._built: dict[int, Question] = {}

    def __len__(self) -> int:
        return len(self._duties)

    @overload
    def __getitem__(self, at: int) -> Question: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Question]: ...

    def __getitem__(self, at: int | slice) -> Question | Sequence[Question]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        found = self._built.get(at)
        if found is None:
            found = self._built[at] = _dilemma(self._engine, self._declared, *self._duties[at])
        return found


def dilemmas(engine: Engine, declared: Property) -> Dilemmas:
    """The dilemmas that a claim denies."""
    if not isinstance(declared.claim, NoDilemma):
        raise TypeError(declared.name)
    return dilemmas_of(engine, declared, declared.claim.parties)


def dilemmas_of(engine: Engine, declared: Property, parties: tuple[str, ...]) -> Dilemmas:
    """The dilemmas of these parties (none: of everybody), under the modifiers of a property."""
    return Dilemmas(engine, declared, parties)


def trapped(engine: Engine, rule: Rule, duty: Duty, parties: tuple[str, ...]) -> list[tuple[str, ...]]:
    """For each party that the duty could trap, its doers: those that the duty binds and that are the party's, above or
    below it.

    One of them is enough: who must see to it that somebody does the act is trapped where none of its own may.
    """
    bound = [doer for doer in engine.law.doers(duty.action) if doer in engine.law.covers(rule)]
    if "" in bound:
        return [] if parties else [("",)]
    asked = parties or tuple(engine.policy.parties)
    sets = [tuple(doer for doer in bound if _related(engine.policy, doer, party)) for party in asked]
    return list(dict.fromkeys(doers for doers in sets if doers))


def _related(policy: Policy, doer: str, party: str) -> bool:
    return doer in policy.party_and_below(party) or party in policy.party_and_below(doer)


def _dilemma(engine: Engine, declared: Property, rule: Rule, duty: Duty, sets: list[tuple[str, ...]]) -> Question:
    m = END if duty.deadline is None else engine.now
    others = engine.lawful_at(m, declared.disobey).but(rule.name)
    alternatives = []
    for present, env in engine.values(rule.params):
        for trigger, doers in product(list(engine.law.triggers(rule, env, (END,), engine.plain)), sets):
            caught, sides = trap(engine, rule, env, trigger, doers, m, engine.sign)
            lit = engine.terms.conj([present, caught, engine.is_now(trigger[2]), *sides])
            act = (duty.action, engine.g.choices(duty.args, env)[0])
            now = None if trigger[2] is None else engine.now
            alternatives.append(Alternative(lit, tuple(env.items()), act, doers[0], rule.name, now))
    return Question(engine.assumed(declared), tuple(alternatives), others)


def trap(
    engine: Engine, rule: Rule, env: Env, trigger: Trigger, doers: tuple[str, ...], m: Time, sign: Polarity
) -> tuple[Lit, list[Lit]]:
    """One instance of a duty is a trap for these doers; the other duties and acts apart.

    With it come sentences that say what `long before` means: they hold whether it is a trap or not.
    """
    duty = rule.sentence
    if not isinstance(duty, Duty):
        raise TypeError(rule.name)
    index, comes, u = trigger
    cases, sides = [], []
    for when, due in engine.law.dues(rule, env, u, engine.plain, sign):
        nowhere, long_before = _nowhere(engine, duty, env, u, due, doers, sign)
        cases.append(engine.terms.conj((when, engine.law.excused(rule, env, due, engine.plain, -sign) ^ 1, *nowhere)))
        sides += long_before
    caught = (
        comes,
        engine.law.bound_at(rule, env, u, engine.plain, sign),
        engine.terms.disj(cases),
        kept_but_one(engine.law, rule, m, env, index, sign),
    )
    return engine.terms.conj(caught), sides


def _nowhere(  # a trap has so many parts
    engine: Engine,
    duty: Duty,
    env: Env,
    trigger: Time | None,
    last: Time | None,
    doers: tuple[str, ...],
    sign: Polarity,
) -> tuple[list[Lit], list[Lit]]:
    """At no minute that would count as done, `last` being the last such one, may any of the doers do it.

    What is permitted changes only where a comparison of the minute with another changes: so it is asked at the first
    minute that
    would count, and at each later one at which something changes.
    """
    terms = engine.terms
    when = terms.time(("when",))
    changes = _changes(engine, _may_at(engine, duty, env, when, doers, sign), when)
    first = _first(engine, duty.deadline, trigger)
    sides: list[Lit] = []
    if first is None:
        first = terms.time(("long before", duty.action, tuple(env.items()), trigger))
        sides = [terms.before(first, change) for change in changes]
        if last is not None:
            sides.append(terms.not_after(first, last))
    found = []
    for minute in dict.fromkeys((first, *changes)):
        inside = terms.conj((terms.not_after(first, minute), TRUE if last is None else terms.not_after(minute, last)))
        found.append(terms.implies(inside, _may_at(engine, duty, env, minute, doers, sign) ^ 1))
    return found, sides


def _may_at(engine: Engine, duty: Duty, env: Env, minute: Time, doers: tuple[str, ...], sign: Polarity) -> Lit:
    law = engine.law
    return engine.terms.disj(
        [
            law.asked_of(doer, duty.action, x, minute, (minute,), engine.plain, -sign)
            for x in engine.g.choices(duty.args, env)
            for doer in doers
        ]
    )


def _changes(engine: Engine, permitted: Lit, when: Time) -> list[Time]:
    """The minutes at which a comparison with `when` changes."""
    found: dict[Time, None] = {}
    for index in engine.terms.cone([permitted]):
        match engine.terms.nodes[index]:
            case ("diff", x, y, bound):  # x - y <= bound
                for side, other, at in ((x, y, bound + 1), (y, x, -bound)):
                    base, added = engine.terms.start(side)
                    found |= dict.fromkeys(_jumps(engine, base, when))
                    if base == when[0]:
                        less = {number: -factor for number, factor in added}
                        found[engine.terms.put_off((other, at), less)] = None
            case _:
                pass
    return list(found)


def _jumps(engine: Engine, variable: int, when: Time) -> list[Time]:
    """The minutes at which a day jumps that is counted from `when`, or from such a day in turn."""
    start = counted_from(engine.g, variable)
    if start is None:
        return []
    if start[0] != when[0]:
        return _jumps(engine, start[0], when)
    return [(zero, minute - start[1]) for zero, minute in turns(engine.g, variable)]


def _first(engine: Engine, deadline: Deadline | None, trigger: Time | None) -> Time | None:
    """The first minute that would count as done; None where there is none."""
    if deadline is None or trigger is None:
        return None
    match deadline.form:
        case "within after" | "promptly" | "together":
            return trigger
        case "within before":
            return engine.reader.away(deadline.form, deadline.length, trigger, "first")
        case _:
            return None
