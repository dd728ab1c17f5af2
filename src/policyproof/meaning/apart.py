"""Two policies with one vocabulary in one scenario: what does each of them say?"""

from __future__ import annotations

from typing import assert_never

import msgspec

from policyproof.meaning.claims import asks_about_a_moment, breaks
from policyproof.meaning.course import Env
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.lawful import Record, is_right
from policyproof.meaning.moments import END, Moment
from policyproof.policy.compared import Breaches, Claims, Compared, Decisions, Formulas
from policyproof.policy.formulas import Breached, Formula
from policyproof.policy.model import Duty, Policy
from policyproof.scenario import Instance, Scenario


class Where(msgspec.Struct, frozen=True):
    """Where two policies are said to come apart: values of variables, the act, the duty, the minute (None: at the end)."""

    env: Env
    act: Instance | None
    rule: str | None
    minute: int | None


def said(first: Policy, second: Policy, compared: Compared, scenario: Scenario, where: Where) -> tuple[bool, bool] | None:
    """What the first and the second say there; None where the scenario is none that is asked about."""
    one, other = Meaning(first, scenario), Meaning(second, scenario)
    apart_from = compared.apart_from if isinstance(compared, Formulas) else None
    supposing = compared.supposing if isinstance(compared, Formulas) else ()
    right = isinstance(compared, Formulas) and compared.true_beliefs
    if not all(_meets(meaning, supposing, apart_from, right=right) for meaning in (one, other)):
        return None
    moment = END if where.minute is None else where.minute
    match compared:
        case Decisions():
            if where.act is None:
                return None
            act = where.act
            return one.afresh().anybody_may(act, moment), other.afresh().anybody_may(act, moment)
        case Breaches():
            return _breached(one, where.rule or ""), _breached(other, where.rule or "")
        case Claims(name):
            return (
                breaks(first, first.properties[name], scenario) is not None,
                breaks(second, second.properties[name], scenario) is not None,
            )
        case Formulas():
            return _formulas(one, other, compared, where, moment)
        case _:
            assert_never(compared)


def _meets(meaning: Meaning, supposing: tuple[str, ...], apart_from: str | None, *, right: bool) -> bool:
    """Whether the scenario meets what is assumed, leaving out the statement that is compared; and whether every word is
    `right`, where that is asked.
    """
    policy = meaning.policy
    if right and not all(is_right(meaning, fact) for fact in policy.facts.values() if fact.that is not None):
        return False
    statements = [*policy.assumptions.values(), *(policy.hypotheses[name] for name in supposing)]
    return all(meaning.holds(each.body, END, END, {}) for each in statements if each.name != apart_from)


def _breached(meaning: Meaning, rule: str) -> bool:
    declared = meaning.policy.rules.get(rule)
    if declared is None or not isinstance(declared.sentence, Duty):
        return False
    return meaning.says(Breached(declared.span, rule, None), END, END, {})


def _formulas(one: Meaning, other: Meaning, compared: Formulas, where: Where, moment: Moment) -> tuple[bool, bool] | None:
    if compared.lawful is not None:
        settled = moment if compared.moment == "now" else END
        if not Record(one, compared.lawful).lawful_by(settled):
            return None
    if compared.moment == "act" and (where.act is None or one.scenario.events.get(where.act) != where.minute):
        return None
    for left, right in compared.pairs:
        if compared.moment == "end" and (where.minute is None) == _moves(one, left, other, right):
            continue
        h = END if compared.sees == "whole" else moment
        found = one.afresh().holds(left, moment, h, where.env), other.afresh().holds(right, moment, h, where.env)
        if found[0] != found[1]:
            return found
    return None


def _moves(one: Meaning, left: Formula, other: Meaning, right: Formula) -> bool:
    return asks_about_a_moment(one.policy, left) or asks_about_a_moment(other.policy, right)
