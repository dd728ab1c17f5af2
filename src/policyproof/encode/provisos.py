"""Conditions that come true later: whether what a permission was given on is missed, as seen at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policyproof.encode.ends import Ending, Horizon
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import And, EventPoint, Formula, Or, Quantified, Relation

if TYPE_CHECKING:
    from policyproof.encode.rulebook import Rulebook

Later = tuple[Time, Horizon]
"""The moment and the horizon at which a proviso is looked at."""


def missed(law: Rulebook, proviso: Formula, env: Env, act: Time, later: Later, context: int, polarity: Polarity) -> Lit:
    """The proviso of an act at `act` is missed: it can no longer come true."""
    terms = law.terms
    match proviso:
        case And(_, items):
            return terms.disj([missed(law, item, env, act, later, context, polarity) for item in items])
        case Or(_, items):
            return terms.conj([missed(law, item, env, act, later, context, polarity) for item in items])
        case Quantified(_, "every", binders, where, body):

            def misses(bound: Env) -> Lit:
                asked = TRUE if where is None else law.reader.read(where, bound, act, (act,), context, polarity)
                return terms.conj((asked, missed(law, body, bound, act, later, context, polarity)))

            own = {name: env[name] for name in law.reader.variables_of(proviso)}
            return law.some_of(binders, own, ("missed", id(proviso), act, later, context), polarity, misses)
        case Relation(_, EventPoint()):
            return _passed(law, proviso, env, later, context)
        case _:
            raise TypeError(type(proviso).__name__)


def _passed(law: Rulebook, relation: Relation, env: Env, later: Later, context: int) -> Lit:
    """What was to happen has not, in the window of any trigger seen; and all these windows are over, or all time is."""
    m, h = later
    terms, reader = law.terms, law.reader
    triggers = [end for ground in reader.ground_points(relation.right, env) for end in reader.ends(ground, h, context)]
    met = terms.disj(
        [
            terms.conj((happens, comes, terms.not_after(then, m), reader.compares(relation.op, relation.length, then, trigger)))
            for ground in reader.ground_points(relation.left, env)
            for happens, then in reader.ends(ground, h, context)
            for comes, trigger in triggers
        ]
    )
    if m == END:
        return met ^ 1
    over = [terms.implies(comes, _is_over(law, relation, trigger, m)) for comes, trigger in triggers]
    return terms.conj((met ^ 1, terms.disj([comes for comes, _ in triggers]), *over))


def _is_over(law: Rulebook, relation: Relation, trigger: Time, m: Time) -> Lit:
    last = last_minute(law.reader, relation, trigger)
    return FALSE if last is None else law.terms.before(last, m)


def last_minute(reader: Ending, relation: Relation, trigger: Time) -> Time | None:
    """The last minute of the window that a relation leaves its left end; None where it has no last one."""
    match relation.op:
        case "not later" | "within after" | "at least before":
            return reader.away(relation.op, relation.length, trigger, "last")
        case "less after" | "more before":
            return _before(reader.away(relation.op, relation.length, trigger, "first"))
        case "within before" | "less before" | "together":
            return trigger
        case "before":
            return _before(trigger)
        case "after" | "at least after" | "more after":
            return None


def _before(time: Time) -> Time:
    """The minute before."""
    return (time[0], time[1] - 1)
