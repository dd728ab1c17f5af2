"""`is`, ranks and comparisons: what is said of facts that have a value."""

from __future__ import annotations

from policyproof.diagnostics import Label
from policyproof.policy.formulas import (
    Compare,
    FactValue,
    Individual,
    IsMember,
    IsSame,
    Linear,
    Member,
    Not,
    Ranked,
    Value,
    Var,
)
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.points import minutes
from policyproof.policy.resolution.scope import Scope
from policyproof.policy.resolution.vocabulary import arguments, near
from policyproof.source import Span
from policyproof.syntax import nodes as n


def is_formula(law: Law, tree: n.IsTree, scope: Scope) -> IsMember | IsSame | Not | None:
    """`data is content`, `guardian(c) is p`, `q is not p`."""
    left = value(law, tree.ref, scope)
    if left is None:
        return None
    found = _is(law, tree, left, scope)
    return Not(tree.span, found) if found is not None and tree.negated else found


def _is(law: Law, tree: n.IsTree, left: Value, scope: Scope) -> IsMember | IsSame | None:
    sort = sort_of(law, left)
    word = tree.value
    entry = law.entry(word, ("member", "fact")) if word.text not in scope.names else None
    if entry is not None and entry.sort == "member":
        if entry.kind != sort:
            _no_member(law, word, tree.ref, sort)
            return None
        return IsMember(tree.span, left, sort, word.text)
    if word.text not in scope.names and entry is None:
        members = law.kinds[sort].members.values() if sort in law.kinds else ()
        law.unknown(word, ("member", "fact"), {member.name: member.span for member in members} or near(scope.names.values()))
        return None
    if entry is not None and entry.sort != "fact":
        _no_member(law, word, tree.ref, sort)
        return None
    right = value(law, n.Ref(word.span, (word,), None), scope)
    if right is None:
        return None
    if sort_of(law, right) != sort:
        message = f"`{tree.ref.text}` is of `{sort}` and `{word.text}` of `{sort_of(law, right)}`, so they are never the same"
        law.problems.error("PP104", message, word.span, advice=f"name something of `{sort}`")
        return None
    return IsSame(tree.span, left, right)


def _no_member(law: Law, word: n.Word, ref: n.Ref, sort: str) -> None:
    entry = law.names[word.text]
    if sort in law.kinds:
        members = [f"`{leaf}`" for leaf in law.kinds[sort].leaves[:6]]
        message = f"`{word.text}` is {entry.called}, and `{ref.text}` has a member of `{sort}` as its value"
        advice = f"name one of {', '.join(members)}"
    else:
        message = f"`{word.text}` is {entry.called}, and `{ref.text}` is an individual of `{sort}`"
        advice = f"name a variable of `{sort}`"
    law.problems.error("PP104", message, word.span, labels=(Label(entry.span, "declared here"),), advice=advice)


def value(law: Law, ref: n.Ref, scope: Scope) -> Value | None:
    """What stands before `is`: a fact with a kind or an individual as its value, a variable, or an individual."""
    if law.dotted(ref):
        return None
    name = ref.name.text
    known = scope.names.get(name)
    if known is not None and not isinstance(known, Member):
        law.uses.note(known.span)
        if ref.args is not None:
            law.problems.error("PP103", f"`{name}` is a variable and takes no arguments", ref.span, advice=f"write `{name}`")
            return None
        return (
            Var(ref.span, known.name, known.sort, known.over_kind)
            if isinstance(known, Var)
            else Individual(ref.span, known.name, known.entity)
        )
    entry = law.find(ref.name, ("fact",), "a fact with a value")
    fact = law.facts.get(entry.name) if entry else None
    if entry is None or fact is None:
        return None
    if fact.sort is None:
        if fact.type == "bool":
            message, advice = f"`{name}` is a yes/no fact", f"write `{name}` or `not {name}`"
        else:
            message, advice = f"`{name}` is a {fact.type}", f"compare it: `{name} = …`, `{name} <= …`"
        law.problems.error("PP102", message, ref.span, labels=(Label(fact.span, "declared here"),), advice=advice)
        return None
    args = arguments(law, ref, fact.params, scope.names)
    return FactValue(ref.span, fact.name, args) if args is not None else None


def sort_of(law: Law, of: Value) -> str:
    """The kind or entity of a value."""
    match of:
        case Var(sort=sort):
            return sort
        case Individual(entity=entity):
            return entity
        case FactValue(fact=name):
            return law.facts[name].sort or ""


def rank(law: Law, tree: n.RankTree, scope: Scope) -> Ranked | None:
    """`i is at least court-order`."""
    left = value(law, tree.ref, scope)
    member = law.find(tree.value, ("member",), "a member of a ranked kind")
    if left is None or member is None or member.kind is None:
        return None
    sort = sort_of(law, left)
    if member.kind != sort:
        _no_member(law, tree.value, tree.ref, sort)
        return None
    kind = law.kinds.get(sort)
    if kind is None:
        return None
    if not kind.ranked:
        message = f"the kind `{sort}` has no order"
        advice = f"declare it as `kind {sort} ranked … < …`, or write `is {member.name}`"
        law.problems.error("PP104", message, tree.span, labels=(Label(kind.span, "declared here"),), advice=advice)
        return None
    return Ranked(tree.span, left, tree.bound, sort, member.name)


def compare(law: Law, tree: n.CompareTree, scope: Scope) -> Compare | None:
    """`span(p) + span(q) <= 12 hours`."""
    left = _linear(law, tree.left, scope)
    right = _linear(law, tree.right, scope) if left is not None else None  # one side wrong: one message
    if left is None or right is None:
        return None
    if left.duration != right.duration:
        number = tree.left if right.duration else tree.right
        message = "a number is compared with a length of time"
        law.problems.error(
            "PP110",
            message,
            tree.span,
            labels=(Label(number.span, "this is a number"),),
            advice="give the number a unit: `15 minutes`",
        )
        return None
    return Compare(tree.span, left, tree.op, right)


def _linear(law: Law, tree: n.Sum, scope: Scope) -> Linear | None:
    terms: list[tuple[int, FactValue]] = []
    constant = 0
    kinds: list[tuple[bool, Span]] = []
    for sign, product in tree.products:
        if product.length is not None:
            amount = minutes(law, product.length, "a duration that is compared")
            if amount is None:
                return None
            constant += sign * amount
            kinds.append((True, product.span))
        elif product.ref is None:
            constant += sign * product.factor
            kinds.append((False, product.span))
        else:
            fact = _quantity(law, product.ref, scope)
            if fact is None:
                return None
            terms.append((sign * product.factor, fact))
            kinds.append((law.facts[fact.fact].type == "duration", product.span))
    duration, first = kinds[0]
    for other, span in kinds[1:]:
        if other != duration:
            message = "numbers and lengths of time cannot be added"
            labels = (Label(first, "a length of time" if duration else "a number"),)
            law.problems.error("PP110", message, span, labels=labels, advice="give the number a unit, or take the unit away")
            return None
    return Linear(tree.span, tuple(terms), constant, duration)


def _quantity(law: Law, ref: n.Ref, scope: Scope) -> FactValue | None:
    if law.dotted(ref):
        return None
    if ref.name.text in scope.names:
        message = f"`{ref.name.text}` is a variable, and a number or a length of time is expected here"
        law.problems.error("PP110", message, ref.span, advice="compare a fact; for the same individual, write `is`")
        return None
    entry = law.find(ref.name, ("fact", "delay"), "a number or a length of time")
    fact = law.facts.get(entry.name) if entry else None
    if fact is None:
        return None
    if fact.type not in {"number", "duration"}:
        what = "is a yes/no fact" if fact.type == "bool" else f"has a value of `{fact.sort}`"
        advice = f"write `{fact.name}` or `not {fact.name}`" if fact.type == "bool" else f"write `{fact.name} is …`"
        message = f"`{fact.name}` {what}, and a number or a length of time is expected here"
        law.problems.error("PP110", message, ref.span, labels=(Label(fact.span, "declared here"),), advice=advice)
        return None
    args = arguments(law, ref, fact.params, scope.names)
    return FactValue(ref.span, fact.name, args) if args is not None else None
