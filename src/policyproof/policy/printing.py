"""Policy to text: formulas and claims as a drafter would write them. What is printed parses back to the same meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

from policyproof.policy.calendars import CalendarSteps, Length
from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    Arg,
    AtMoment,
    Breached,
    Compare,
    Count,
    DoneBy,
    EventPoint,
    Eventually,
    Exists,
    Extremum,
    FactValue,
    Formula,
    Governs,
    Granted,
    Happened,
    Holds,
    Iff,
    Implies,
    IsMember,
    IsSame,
    Linear,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Point,
    Quantified,
    QuantifiedCount,
    Ranked,
    Relation,
    Shifted,
    Stands,
    Tainted,
    TermUse,
    Under,
    Value,
)
from policyproof.policy.model import (
    Always,
    Claim,
    Complies,
    Deadline,
    Independent,
    Instance,
    MayClaim,
    MustClaim,
    Never,
    NeverBlocks,
    NeverOpens,
    NoDilemma,
    NoIf,
    NoWithout,
    Possible,
    Property,
    SameAs,
    StandardNeverEnough,
    WordNeverEnough,
)

_HOUR, _DAY = 60, 24 * 60
_PAIR = 2
"""Two items are joined by a word, others stand in a list."""

Shape = Literal["atom", "timed", "not", "open", "chain", "conditional"]
"""How a printed formula ends: `timed` with a time phrase, `open` with the body of a quantifier or of `at`."""


def length_text(length: Length) -> str:
    """A length of time in the units of legal texts: hours up to three days, days beyond; or in days of a calendar."""
    if isinstance(length, CalendarSteps):
        return _counted(abs(length.count), length.unit.removesuffix("s"))
    parts: list[str] = []
    rest = abs(length)
    if rest > 72 * _HOUR:
        parts.append(_counted(rest // _DAY, "day"))
        rest %= _DAY
    if rest >= _HOUR or (rest == 0 and not parts):
        parts.append(_counted(rest // _HOUR, "hour"))
        rest %= _HOUR
    if rest:
        parts.append(_counted(rest, "minute"))
    return " ".join(parts)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def formula_text(formula: Formula) -> str:
    """A formula in the language's own words, with parentheses where the language wants them."""
    return _formula(formula)[0]


def reference_text(name: str, args: Sequence[Arg] | None) -> str:
    """`shown(p)`, or `shown` alone."""
    return f"{name}({', '.join(arg.name for arg in args)})" if args else name


def _formula(formula: Formula) -> tuple[str, Shape]:
    match formula:
        case And(items=items):
            return _items("and", "all of", items)
        case Or(items=items):
            return _items("or", "any of", items)
        case Count():
            return _count(formula), "atom"
        case Not(body=body):
            return _not(body)
        case Implies(left=left, right=right):
            return f"if {_side(left)} then {_side(right)}", "conditional"
        case Iff(left=left, right=right):
            return f"{_side(left, tight=True)} exactly when {_side(right, tight=True)}", "conditional"
        case Quantified(quantifier=word, binders=binders, where=where, body=body):
            bound = ", ".join(f"{binder.sort} {binder.name}" for binder in binders)
            return f"{word} {bound}{_where(where)}: {_operand(body)}", "open"
        case QuantifiedCount(bound=bound_word, number=number, binder=binder, where=where, body=body):
            head = f"{bound_word} {number} {binder.sort}"
            if body is None:
                return f"{head} exists", "atom"
            return f"{head} {binder.name}{_where(where)}: {_operand(body)}", "open"
        case Exists(binder=binder):
            return f"some {binder.sort} exists", "atom"
        case AtMoment(point=end, body=body):
            return f"at {point_text(end)}: {_operand(body)}", "open"
        case Relation(left=left, op=op, length=length, right=right):
            return f"{point_text(left)} {_timing(op, length, right)}", "timed"
        case LookBack():
            return _look_back(formula), "timed"
        case _:
            return _atom(formula), "atom"


_Atom = (
    Holds
    | Happened
    | Eventually
    | DoneBy
    | TermUse
    | IsMember
    | IsSame
    | Ranked
    | Compare
    | MayDo
    | MustDo
    | Applies
    | Under
    | Breached
    | Stands
    | Tainted
    | Allows
    | Governs
    | Granted
)


def _atom(formula: _Atom) -> str:
    match formula:
        case (
            Holds(fact=name, args=args)
            | Happened(event=name, args=args)
            | TermUse(term=name, args=args)
            | Granted(delay=name, args=args)
        ):
            return reference_text(name, args)
        case Eventually(event=name, args=args):
            return f"eventually {reference_text(name, args)}"
        case DoneBy(event=name, args=args, party=party):
            return f"{reference_text(name, args)} by {party}"
        case IsMember(value=value, member=member):
            return f"{_value(value)} is {member}"
        case IsSame(left=left, right=right):
            return f"{_value(left)} is {_value(right)}"
        case Ranked(value=value, bound=bound, member=member):
            return f"{_value(value)} is {bound} {member}"
        case Compare(left=left_sum, op=op, right=right_sum):
            return f"{_linear(left_sum)} {op} {_linear(right_sum)}"
        case MayDo(action=name, args=args):
            return f"may {reference_text(name, args)}"
        case MustDo(action=name, args=args):
            return f"must {reference_text(name, args)}"
        case Applies(rule=name, args=rule_args):
            return f"{reference_text(name, rule_args)} applies"
        case Breached(rule=name, args=rule_args):
            return f"{reference_text(name, rule_args)} breached"
        case Under(action=name, args=args, rule=rule, alone=alone):
            return f"{reference_text(name, args)} under {rule}{' alone' if alone else ''}"
        case Stands(action=name, args=args):
            return f"{reference_text(name, args)} stands"
        case Tainted(action=name, args=args):
            return f"{reference_text(name, args)} tainted"
        case Allows(law=law, action=name, args=args):
            return f"{law} allows {reference_text(name, args)}"
        case Governs(law=law, action=name, args=args):
            return f"{law} governs {reference_text(name, args)}"
        case _:
            assert_never(formula)


def _items(word: str, head: str, items: Sequence[Formula]) -> tuple[str, Shape]:
    if len(items) != _PAIR:
        return f"{head} {{ {'; '.join(formula_text(item) for item in items)} }}", "atom"
    printed = [_formula(item) for item in items]
    all_negated = all(shape == "not" for _, shape in printed)
    parts = []
    for place, (text, shape) in enumerate(printed):
        bare = shape == "atom" or (shape == "not" and (place > 0 or all_negated))
        parts.append(text if bare else f"({text})")
    return f" {word} ".join(parts), "chain"


def _count(formula: Count) -> str:
    items = "; ".join(formula_text(item) for item in formula.items)
    match formula.bound, formula.number:
        case "exactly", 1:
            return f"exactly one of {{ {items} }}"
        case "exactly", number:  # the language counts exactly one only
            return f"all of {{ at least {number} of {{ {items} }}; at most {number} of {{ {items} }} }}"
        case bound, number:
            return f"{bound} {number} of {{ {items} }}"


def _not(body: Formula) -> tuple[str, Shape]:
    match body:
        case Or(items=items):
            return f"none of {{ {'; '.join(formula_text(item) for item in items)} }}", "atom"
        case IsMember(value=value, member=member):
            return f"{_value(value)} is not {member}", "atom"
        case IsSame(left=left, right=right):
            return f"{_value(left)} is not {_value(right)}", "atom"
        case Exists(binder=binder):
            return f"no {binder.sort} exists", "atom"
        case _:
            text, shape = _formula(body)
            return (f"not {text}" if shape == "atom" else f"not ({text})"), "not"


def _operand(formula: Formula) -> str:
    """A formula behind `:`."""
    text, shape = _formula(formula)
    return f"({text})" if shape in {"chain", "conditional"} else text


def _side(formula: Formula, *, tight: bool = False) -> str:
    """A formula beside `then` or `exactly when`."""
    text, shape = _formula(formula)
    return f"({text})" if shape in {"conditional", "open"} or (tight and shape == "timed") else text


def _where(where: Formula | None) -> str:
    if where is None:
        return ""
    text, shape = _formula(where)
    return f" where ({text})" if shape in {"conditional", "open"} else f" where {text}"


def point_text(point: Point) -> str:
    """An end: `release`, `48 hours after install`, `earliest of { a; b }`."""
    match point:
        case EventPoint(event=name, args=args):
            return reference_text(name, args)
        case Shifted(base=base, length=length):
            back = (length if isinstance(length, int) else length.count) < 0
            return f"{length_text(length)} {'before' if back else 'after'} {point_text(base)}"
        case Extremum(which=which, points=points):
            return f"{which} of {{ {'; '.join(point_text(part) for part in points)} }}"
        case _:
            assert_never(point)


def deadline_text(deadline: Deadline) -> str:
    """`within 72 hours after release`."""
    return _timing(deadline.form, deadline.length, deadline.trigger)


def _timing(form: str, length: Length, end: Point) -> str:
    point = point_text(end)
    match form:
        case "before" | "after":
            return f"{form} {point}"
        case "together":
            return f"together with {point}"
        case "promptly":
            return f"promptly after {point}"
        case "not later":
            return f"not later than {length_text(length)} after {point}" if length else f"not later than {point}"
        case _:
            way, side = form.rsplit(" ", 1)
            lead = {"within": "within", "at least": "at least", "more": "more than", "less": "less than"}[way]
            return f"{lead} {length_text(length)} {side} {point}"


def _look_back(formula: LookBack) -> str:
    name = reference_text(formula.event, formula.args)
    length = length_text(formula.length)
    match formula.op:
        case "within the last":
            return f"{name} within the last {length}"
        case "at least ago":
            return f"{name} at least {length} ago"
        case "more ago":
            return f"{name} more than {length} ago"
        case "less ago":
            return f"{name} less than {length} ago"
        case _:
            assert_never(formula.op)


def _value(value: Value) -> str:
    return reference_text(value.fact, value.args) if isinstance(value, FactValue) else value.name


def _linear(linear: Linear) -> str:
    amount = length_text if linear.duration else str
    positive = [(factor, fact) for factor, fact in linear.terms if factor > 0]
    negative = [(-factor, fact) for factor, fact in linear.terms if factor <= 0]
    text = " + ".join(_scaled(factor, fact) for factor, fact in positive)
    if not positive or linear.constant > 0:
        text = f"{text} + {amount(linear.constant)}" if positive else amount(max(linear.constant, 0))
    for factor, fact in negative:
        text += f" - {_scaled(factor, fact)}"
    return f"{text} - {amount(-linear.constant)}" if linear.constant < 0 else text


def _scaled(factor: int, fact: FactValue) -> str:
    name = reference_text(fact.fact, fact.args)
    return name if factor == 1 else f"{factor} * {name}"


# ---- claims


def claim_text(prop: Property) -> str:
    """A property's claim with its modifiers, without its name, title and documented hole."""
    text = _claim(prop.claim)
    if prop.disobey:
        text += f" even if {', '.join(prop.disobey)} {'disobeys' if len(prop.disobey) == 1 else 'disobey'}"
    if prop.supposing:
        text += f" supposing {', '.join(prop.supposing)}"
    if prop.true_beliefs:
        text += " supposing beliefs are true"
    return f"{text} even out of scope" if prop.out_of_scope else text


def _claim(claim: Claim) -> str:
    match claim:
        case NoWithout(action=name, args=args, without=without, condition=condition):
            return f"no {reference_text(name, args)} without {_side(without)}{_if(condition)}"
        case NoIf(action=name, args=args, condition=condition):
            return f"no {reference_text(name, args)}{_if(condition)}"
        case WordNeverEnough(parties=parties, action=name, args=args, condition=condition):
            return f"the word of {', '.join(parties)} is never enough to {reference_text(name, args)}{_if(condition)}"
        case StandardNeverEnough(standard=standard, action=name, args=args, condition=condition):
            return f"less than {standard} is never enough to {reference_text(name, args)}{_if(condition)}"
        case MayClaim(action=name, args=args, condition=condition):
            return f"may {reference_text(name, args)}{_if(condition)}"
        case MustClaim(action=name, args=args, deadline=deadline, condition=condition):
            due = f" {deadline_text(deadline)}" if deadline is not None else ""
            return f"must {reference_text(name, args)}{due}{_if(condition)}"
        case Always(body=body):
            return f"always {formula_text(body)}"
        case Never(body=body):
            return f"never {formula_text(body)}"
        case Possible(body=body):
            return f"possible {formula_text(body)}"
        case NoDilemma(parties=parties):
            return f"no dilemma for {', '.join(parties)}" if parties else "no dilemma"
        case Independent(action=name, args=args, of=of):
            subjects = ", ".join(_instance(one) for one in of)
            return f"whether {reference_text(name, args)} is permitted does not depend on {subjects}"
        case NeverBlocks(subject=subject, action=name, args=args):
            return f"{_instance(subject)} never blocks {reference_text(name, args)}"
        case NeverOpens(subject=subject, action=name, args=args):
            return f"{_instance(subject)} never opens {reference_text(name, args)}"
        case Complies(law=law, parties=parties):
            return f"complies with {law} for {', '.join(parties)}" if parties else f"complies with {law}"
        case SameAs(law=law):
            return f"same as {law}"
        case _:
            assert_never(claim)


def _if(condition: Formula | None) -> str:
    return f" if {_side(condition)}" if condition is not None else ""


def _instance(instance: Instance) -> str:
    return reference_text(instance.name, instance.args)
