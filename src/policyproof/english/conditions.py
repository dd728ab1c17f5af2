"""A formula in plain English, with the moment at which it is read made visible.

`not` is pushed inwards, so that a clause is negated at most once and never twice. Bound variables read `this person`, or `the
second person` where there are several.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import msgspec

from policyproof.english import phrases
from policyproof.english.clauses import tell
from policyproof.english.laws import law
from policyproof.english.lists import duration, in_words, joined, ordinal, plural, times
from policyproof.english.outline import Items, Line, Outline, implies, joint, opened
from policyproof.english.points import Reading, Scope, arguments, event, look_back, relation, trigger
from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    Arg,
    AtMoment,
    Bound,
    Breached,
    Compare,
    Count,
    DoneBy,
    Eventually,
    Exists,
    FactValue,
    Formula,
    Governs,
    Granted,
    Happened,
    Holds,
    Iff,
    Implies,
    Individual,
    IsMember,
    IsSame,
    Linear,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Quantified,
    QuantifiedCount,
    Ranked,
    Relation,
    Stands,
    Tainted,
    TermUse,
    Under,
    Value,
    Var,
)
from policyproof.policy.model import Policy

_OPPOSITE = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}
_COMPARED = {
    "<": "is less than",
    "<=": "is at most",
    "=": "is exactly",
    "!=": "is other than",
    ">=": "is at least",
    ">": "is more than",
}
_HOW_OFTEN = {
    "<": "less than",
    "<=": "at most",
    "=": "exactly",
    "!=": "more or less than",
    ">=": "at least",
    ">": "more than",
}
_AT_ALL = {(">", 0), (">=", 1), ("!=", 0)}
"""Comparisons with how often something was granted that ask whether it was."""


class Context(msgspec.Struct, frozen=True):
    """What a formula's words depend on: the policy, the moment of reading, and what its free variables are called."""

    policy: Policy
    reading: Reading
    scope: Scope

    def at(self, reading: Reading) -> Context:
        return Context(self.policy, reading, self.scope)


def condition(context: Context, formula: Formula, *, positive: bool = True) -> Outline:
    """The formula (or its negation) as a condition, opened by its moment where it speaks of events: `by then, …`."""
    body = outline(context, formula, positive=positive)
    so_far = context.reading.seen == "so far"
    if context.reading.by and speaks_of_events(context.policy, formula, relations=so_far, looks_back=False):
        return opened(f"{context.reading.by},", body)
    return body


def outline(context: Context, formula: Formula, *, positive: bool = True) -> Outline:
    """The formula (or its negation) in prose, its moment taken as said."""
    while isinstance(formula, Not):
        formula, positive = formula.body, not positive
    match formula:
        case And(items=items):
            return _all_of(context, items) if positive else _none_or_not_all(context, items, "not all of these are so", "or")
        case Or(items=items):
            return _any_of(context, items) if positive else _none_or_not_all(context, items, "none of these is so", "and")
        case Implies(left=left, right=right):
            if positive:
                return implies(outline(context, left), outline(context, right))
            return joint("and", [outline(context, left), outline(context, right, positive=False)])
        case Iff(left=left, right=right):
            head = "these are both so, or both not" if positive else "exactly one of these is so"
            return Items(head, (outline(context, left), outline(context, right)))
        case Count(bound=bound, number=number, items=items):
            head = f"{_how_many(bound, number, positive=positive)} of these {'is' if number == 1 else 'are'} so"
            return Items(head, tuple(outline(context, item) for item in items))
        case Quantified():
            return _quantified(context, formula, positive=positive)
        case QuantifiedCount():
            return _counted(context, formula, positive=positive)
        case Exists(binder=binder):
            return Line(f"there is {'at least one' if positive else 'no'} {phrases.noun(binder.sort)}")
        case AtMoment(point=point, body=body):
            inner = context.at(Reading("by then", "then", context.reading.seen))
            start = f"at the moment {trigger(context.policy, context.scope, point)},"
            told = opened(start, outline(inner, body, positive=positive))
            return told if positive else opened("if that ever comes,", told)
        case TermUse():
            return _term(context, formula, positive=positive)
        case Stands(action=action, args=args) | Tainted(action=action, args=args):
            return _standing(context, action, args, stands=isinstance(formula, Stands), positive=positive)
        case _:
            return Line(atom(context, formula, positive=positive))


def atom(context: Context, formula: Formula, *, positive: bool = True) -> str:
    """A formula without parts as a clause."""
    policy, scope, negative = context.policy, context.scope, not positive
    tense = context.reading.tense
    match formula:
        case Holds(fact=name, args=args):
            return phrases.fact(policy, name, arguments(policy, scope, args)).tell(negative=negative)
        case Happened(event=name, args=args):
            return event(policy, scope, name, args).tell(tense, negative=negative)
        case Eventually(event=name, args=args):
            said = event(policy, scope, name, args)
            return f"{said.tell(negative=True)}, then or later" if negative else f"{said.tell()}, sooner or later"
        case DoneBy(event=name, args=args, party=party):
            said = phrases.done_by(policy, name, event(policy, scope, name, args), phrases.party(policy, party))
            return said.tell(tense, negative=negative)
        case IsMember(value=value, kind=kind, member=member):
            return f"{value_noun(context, value)} {'is not' if negative else 'is'} {phrases.member(policy, kind, member)}"
        case IsSame(left=left, right=right):
            same = "the same as " if isinstance(left, FactValue) and isinstance(right, FactValue) else ""
            return f"{value_noun(context, left)} {'is not' if negative else 'is'} {same}{value_noun(context, right)}"
        case Ranked(value=value, bound=bound, kind=kind, member=member):
            rank = ("at least as high as", "lower than") if bound == "at least" else ("at most as high as", "higher than")
            return f"{value_noun(context, value)} ranks {rank[negative]} {phrases.member(policy, kind, member)}"
        case Compare(left=left, op=op, right=right):
            return _compared(context, left, _OPPOSITE[op] if negative else op, right)
        case Granted(delay=name, args=args):
            return phrases.fact(policy, name, arguments(policy, scope, args)).tell(negative=negative)
        case Relation():
            return relation(policy, scope, formula, context.reading, positive=positive)
        case LookBack():
            return look_back(policy, scope, formula, context.reading, positive=positive)
        case MayDo(action=action, args=args):
            return f"{event(policy, scope, action, args).modal('may', negative=negative)} as things stand"
        case MustDo(action=action, args=args):
            said = event(policy, scope, action, args)
            return (
                f"no duty runs by which {said.modal('must')}" if negative else f"{said.modal('must')}, a duty that is running"
            )
        case Allows(law=name, action=action, args=args):
            may = event(policy, scope, action, args).modal("may", negative=negative)
            return f"under {law(policy, name)} alone, {may} as things stand"
        case Governs(law=name, action=action, args=args):
            done = event(policy, scope, action, args).tell()
            return f"{'no' if negative else 'a'} rule of {law(policy, name)} governs whether {done}"
        case Applies(rule=rule):
            return f"{phrases.rule_name(policy, policy.rules[rule])} {'does not apply' if negative else 'applies'}"
        case Under(action=action, args=args, rule=rule, alone=alone):
            clause = event(policy, scope, action, args).tell(tense, negative=negative)
            return f"{clause} under {phrases.rule_name(policy, policy.rules[rule])}{' and no other' if alone else ''}"
        case Breached(rule=rule):
            return f"{phrases.rule_name(policy, policy.rules[rule])} has {'not ' if negative else ''}been broken"
        case _:
            return ""


def speaks_of_events(policy: Policy, formula: Formula, *, relations: bool = True, looks_back: bool = True) -> bool:
    """Whether the formula's own moment matters to it: it names events alone or asks what the rules say.

    `relations`: whether relations of two ends count (they are read no further than that moment); `looks_back`: whether
    look-backs do (their words name the moment themselves).
    """
    pending: list[Formula] = [formula]
    while pending:
        node = pending.pop()
        match node:
            case Happened() | DoneBy() | MayDo() | MustDo() | Applies() | Under() | Breached() | Stands() | Tainted():
                return True
            case Allows() | Governs():
                return True
            case Relation() | Eventually():
                if relations:
                    return True
            case LookBack():
                if looks_back:
                    return True
            case Not(body=body):
                pending.append(body)
            case And(items=items) | Or(items=items) | Count(items=items):
                pending.extend(items)
            case Implies(left=left, right=right) | Iff(left=left, right=right):
                pending.extend((left, right))
            case Quantified(where=where, body=body):
                pending.extend(each for each in (where, body) if each is not None)
            case QuantifiedCount(where=where, body=inner):
                pending.extend(each for each in (where, inner) if each is not None)
            case TermUse(term=term):
                pending.append(policy.terms[term].body)
            case _:
                pass
    return False


def value_noun(context: Context, value: Value) -> str:
    """What stands before `is`."""
    match value:
        case FactValue(fact=name, args=args):
            return phrases.quantity_as_subject(context.policy, name, arguments(context.policy, context.scope, args))
        case Var() | Individual():
            return arguments(context.policy, context.scope, [value])[0]
        case _:
            assert_never(value)


def _standing(context: Context, action: str, args: Sequence[Arg], *, stands: bool, positive: bool) -> Outline:
    """That an act was done and stands, or is tainted; denied: that it was not done, or is the other."""
    said = event(context.policy, context.scope, action, args).tell(context.reading.tense, negative=not positive)
    words = ("this stands", "this is tainted")
    return joint("and" if positive else "or", [Line(said), Line(words[stands != positive])])


def _compared(context: Context, left: Linear, op: str, right: Linear) -> str:
    """A comparison; of how often a delay was granted with a number, as such: `at least twice, the court gives …`."""
    counted = [fact for _, fact in left.terms if fact.fact in context.policy.delays]
    if len(left.terms) != 1 or not counted or right.terms or left.constant or left.terms[0][0] != 1:
        return f"{_sum(context, left)} {_COMPARED[op]} {_sum(context, right)}"
    (delay,) = counted
    said = phrases.fact(context.policy, delay.fact, arguments(context.policy, context.scope, delay.args))
    if (op, right.constant) in _AT_ALL or (_OPPOSITE[op], right.constant) in _AT_ALL:
        return said.tell(negative=(op, right.constant) not in _AT_ALL)
    return f"{_HOW_OFTEN[op]} {times(right.constant)}, {said.tell()}"


def _all_of(context: Context, items: Sequence[Formula]) -> Outline:
    return joint("and", [outline(context, item) for item in items])


def _any_of(context: Context, items: Sequence[Formula]) -> Outline:
    told = joint("or", [outline(context, item) for item in items])
    if isinstance(told, Line) and told.joint == "or" and "," not in told.text:
        return Line(f"either {told.text}", "or", "", told.parts)
    return told


def _none_or_not_all(context: Context, items: Sequence[Formula], head: str, word: str) -> Outline:
    """A negated list: item by item where that makes one line, otherwise with a heading that negates them all."""
    told = joint("or" if word == "or" else "and", [outline(context, item, positive=False) for item in items])
    return told if isinstance(told, Line) else Items(head, tuple(outline(context, item) for item in items))


def _term(context: Context, use: TermUse, *, positive: bool) -> Outline:
    """A term by its description, or by what it stands for."""
    term = context.policy.terms[use.term]
    names = arguments(context.policy, context.scope, use.args)
    own: Scope = {param.name: (param.sort, name) for param, name in zip(term.params, names, strict=True)}
    text = phrases.described(term.description or "", term.name)
    if text is None:
        return outline(Context(context.policy, context.reading, own), term.body, positive=positive)
    return Line(tell(phrases.fill_in(text, {name: phrase for name, (_, phrase) in own.items()}), negative=not positive))


def _quantified(context: Context, node: Quantified, *, positive: bool) -> Outline:
    inner, named = bind(context, node.binders)
    head = f"for every {named}," if node.quantifier == "every" else f"for at least one {named},"
    if node.quantifier == "every":
        if positive:
            body = outline(inner, node.body)
            return opened(head, body if node.where is None else implies(outline(inner, node.where), body))
        refuted = outline(inner, node.body, positive=False)
        met = [refuted] if node.where is None else [outline(inner, node.where), refuted]
        return opened(f"for at least one {named},", joint("and", met))
    met = [outline(inner, part) for part in (node.where, node.body) if part is not None]
    if positive == (node.quantifier == "some"):
        return opened(head, joint("and", met))
    return opened(f"for no {named} is it so that", joint("and", met))


def _counted(context: Context, node: QuantifiedCount, *, positive: bool) -> Outline:
    inner, named = bind(context, (node.binder,))
    many = _how_many(node.bound, node.number, positive=positive)
    noun = named if node.number == 1 else plural(named)
    met = [outline(inner, part) for part in (node.where, node.body) if part is not None]
    if not met:
        return Line(f"there {'is' if node.number == 1 else 'are'} {many} {noun}")
    return opened(f"for {many} {noun},", joint("and", met))


def bind(context: Context, binders: Sequence[Var]) -> tuple[Context, str]:
    """The context inside a quantifier, and what stands after `for every`: `person`, or `first post and second post`."""
    scope = dict(context.scope)
    named = []
    sorts = [each.sort for each in binders]
    for binder in binders:
        noun = phrases.noun(binder.sort)
        before = sum(sort == binder.sort for sort, _ in scope.values())
        numbered = before or sorts.count(binder.sort) > 1
        scope[binder.name] = (binder.sort, f"the {ordinal(before)} {noun}" if numbered else f"this {noun}")
        named.append(f"{ordinal(before)} {noun}" if numbered else noun)
    return Context(context.policy, context.reading, scope), joined(named)


def _how_many(bound: Bound, number: int, *, positive: bool) -> str:
    many = in_words(number)
    match bound:
        case "at least":
            return f"at least {many}" if positive else f"fewer than {many}"
        case "at most":
            return f"at most {many}" if positive else f"more than {many}"
        case "exactly":
            return f"exactly {many}" if positive else f"more or fewer than {many}"
        case _:
            assert_never(bound)


def _sum(context: Context, linear: Linear) -> str:
    parts: list[str] = []
    for factor, fact in linear.terms:
        noun = value_noun(context, fact)
        times = noun if abs(factor) == 1 else f"{abs(factor)} times {noun}"
        parts.append(times if not parts and factor > 0 else f"{'plus' if factor > 0 else 'minus'} {times}")
    if linear.constant or not parts:
        size = duration(linear.constant) if linear.duration else str(abs(linear.constant))
        sign = "" if not parts and linear.constant >= 0 else "plus " if linear.constant > 0 else "minus "
        parts.append(f"{sign}{size}")
    return " ".join(parts)
