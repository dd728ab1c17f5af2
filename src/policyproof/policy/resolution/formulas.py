"""Formulas: every name resolved, every sort checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from policyproof.diagnostics import Label
from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    Arg,
    AtMoment,
    Breached,
    Count,
    DoneBy,
    Eventually,
    Exists,
    Formula,
    Governs,
    Granted,
    Happened,
    Holds,
    Iff,
    Implies,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Quantified,
    QuantifiedCount,
    Stands,
    Tainted,
    TermUse,
    Under,
    Var,
)
from policyproof.policy.resolution.calendars import measured
from policyproof.policy.resolution.entries import Entry
from policyproof.policy.resolution.law import Law, RuleHead
from policyproof.policy.resolution.points import happening, point, relation
from policyproof.policy.resolution.scope import Scope
from policyproof.policy.resolution.values import compare, is_formula, rank
from policyproof.policy.resolution.vocabulary import arguments, new_variable
from policyproof.source import Span
from policyproof.syntax import nodes as n


def formula(law: Law, tree: n.FormulaTree, scope: Scope) -> Formula | None:
    """A formula of the law. None where something in it is wrong, which has been reported."""
    match tree:
        case n.Group(body=body):
            return formula(law, body, scope)
        case n.Chain(word=word, items=items):
            parts = _all(law, items, scope)
            return None if parts is None else And(tree.span, parts) if word == "and" else Or(tree.span, parts)
        case n.Negation(body=body):
            inner = formula(law, body, scope)
            return Not(tree.span, inner) if inner is not None else None
        case n.Implication(left=left, right=right):
            sides = _all(law, (left, right), scope)
            return Implies(tree.span, *sides) if sides is not None else None
        case n.Equivalence(left=left, right=right):
            sides = _all(law, (left, right), scope)
            return Iff(tree.span, *sides) if sides is not None else None
        case n.Listing():
            return _listing(law, tree, scope)
        case n.QuantifiedTree():
            return _quantified(law, tree, scope)
        case n.ExistsTree():
            return _exists(law, tree)
        case n.AtTree(point=end, body=body):
            moment = point(law, end, scope)
            inner = formula(law, body, scope)
            return AtMoment(tree.span, moment, inner) if moment is not None and inner is not None else None
        case _:
            return _atom(law, tree, scope)


_Atom = (
    n.Named
    | n.EventuallyTree
    | n.Related
    | n.LookBackTree
    | n.IsTree
    | n.RankTree
    | n.CompareTree
    | n.ModalTree
    | n.ByTree
    | n.RuleAtom
    | n.UnderTree
    | n.FateTree
    | n.LawTree
)


def _atom(law: Law, tree: _Atom, scope: Scope) -> Formula | None:
    match tree:
        case n.Named(ref=ref):
            return _named(law, ref, scope)
        case n.EventuallyTree(ref=ref):
            found = happening(law, ref, scope)
            return Eventually(tree.span, *found) if found is not None else None
        case n.Related():
            return relation(law, tree, scope)
        case n.LookBackTree(ref=ref, op=op, length=length):
            found = happening(law, ref, scope)
            amount = measured(law, length)
            return LookBack(tree.span, *found, op, amount) if found is not None and amount is not None else None
        case n.IsTree():
            return is_formula(law, tree, scope)
        case n.RankTree():
            return rank(law, tree, scope)
        case n.CompareTree():
            return compare(law, tree, scope)
        case n.ModalTree(word=word, ref=ref):
            act = action_with_args(law, ref, scope)
            return None if act is None else MayDo(tree.span, *act) if word == "may" else MustDo(tree.span, *act)
        case n.ByTree():
            return _done_by(law, tree, scope)
        case n.RuleAtom():
            return _rule_atom(law, tree, scope)
        case n.UnderTree():
            return _under(law, tree, scope)
        case n.FateTree(word=word, ref=ref):
            act = action_with_args(law, ref, scope)
            return None if act is None else Stands(tree.span, *act) if word == "stands" else Tainted(tree.span, *act)
        case n.LawTree(word=word, law=of, ref=ref):
            name = law.law(of)
            act = action_with_args(law, ref, scope)
            if name is None or act is None:
                return None
            return Allows(tree.span, name, *act) if word == "allows" else Governs(tree.span, name, *act)
        case _:
            assert_never(tree)


def action_with_args(law: Law, ref: n.Ref, scope: Scope) -> tuple[str, tuple[Arg, ...]] | None:
    """The action that a reference names, with its arguments."""
    action = law.action(ref)
    if action is None:
        return None
    args = arguments(law, ref, action.params, scope.names)
    return (action.name, args) if args is not None else None


def _all(law: Law, trees: Sequence[n.FormulaTree], scope: Scope) -> tuple[Formula, ...] | None:
    found = [formula(law, tree, scope) for tree in trees]
    parts = tuple(part for part in found if part is not None)
    return parts if len(parts) == len(trees) else None


def _listing(law: Law, tree: n.Listing, scope: Scope) -> Formula | None:
    parts = _all(law, tree.items, scope)
    if tree.head in {"at least", "exactly"} and tree.number > len(tree.items):
        message = f"the list has no {tree.number} items, so this can never be true"
        law.problems.error("PP112", message, tree.span, advice=f"write a number from 1 to {len(tree.items)}")
        return None
    if parts is None:
        return None
    match tree.head:
        case "all":
            return And(tree.span, parts)
        case "any":
            return Or(tree.span, parts)
        case "none":
            return Not(tree.span, Or(tree.span, parts))
        case "at least" | "at most" | "exactly":
            return Count(tree.span, tree.head, tree.number, parts)
        case _:
            assert_never(tree.head)


def _binders(law: Law, tree: n.QuantifiedTree, scope: Scope) -> tuple[Var, ...] | None:
    found: list[Var] = []
    for binder in tree.binders:
        variable = new_variable(law, binder.variable, binder.sort)
        if variable is None:
            continue
        if variable.name in scope.names or variable.name in {other.name for other in found}:
            message = f"`{variable.name}` already stands for something here"
            law.problems.error("PP111", message, binder.variable.span, advice="choose another name for the variable")
            continue
        found.append(variable)
    return tuple(found) if len(found) == len(tree.binders) else None


def _quantified(law: Law, tree: n.QuantifiedTree, scope: Scope) -> Formula | None:
    binders = _binders(law, tree, scope)
    if binders is None:
        return None
    word = tree.quantifier.word
    if len(binders) > 1 and word in {"at least", "at most", "exactly"}:
        place = tree.binders[1].span
        law.problems.error("PP111", "one counts over one variable", place, advice="nest a second quantifier in the body")
        return None
    inside = scope.binding(binders)
    where = formula(law, tree.where, inside) if tree.where is not None else None
    body = formula(law, tree.body, inside)
    if body is None or (where is None and tree.where is not None):
        return None
    match word:
        case "every" | "some" | "no":
            return Quantified(tree.span, word, binders, where, body)
        case "at least" | "at most" | "exactly":
            return QuantifiedCount(tree.span, word, tree.quantifier.number, binders[0], where, body)
        case _:
            assert_never(word)


def _exists(law: Law, tree: n.ExistsTree) -> Formula | None:
    entry = law.find(tree.sort, ("entity", "kind"), "an entity or a kind")
    if entry is None:
        return None
    binder = Var(tree.sort.span, "it", entry.name, entry.sort == "kind")
    match tree.quantifier.word:
        case "every":
            message = f"`every {entry.name} exists` says nothing"
            law.problems.error(
                "PP111", message, tree.span, advice=f"write `some {entry.name} exists`, or `every {entry.name} x: …`"
            )
            return None
        case "some":
            return Exists(tree.span, binder)
        case "no":
            return Not(tree.span, Exists(tree.span, binder))
        case "at least" | "at most" | "exactly":
            return QuantifiedCount(tree.span, tree.quantifier.word, tree.quantifier.number, binder, None, None)
        case _:
            assert_never(tree.quantifier.word)


def _named(law: Law, ref: n.Ref, scope: Scope) -> Formula | None:
    if law.dotted(ref):
        return None
    name = ref.name.text
    if name in scope.names:
        message = f"`{name}` is a variable, and a condition is expected here"
        law.problems.error("PP102", message, ref.name.span, advice=f"write what is so of it: `FACT({name})`, `{name} is …`")
        return None
    entry = law.find(ref.name, ("fact", "event", "action", "term", "delay"), "a fact, an event or a term")
    if entry is None:
        return None
    if entry.sort == "delay":
        count = law.facts.get(name)
        args = arguments(law, ref, count.params, scope.names) if count is not None else None
        return Granted(ref.span, name, args) if args is not None else None
    if entry.sort == "fact":
        return _fact(law, ref, entry, scope)
    if entry.sort == "term":
        params = law.term_params.get(name)
        args = arguments(law, ref, params, scope.names) if params is not None else None
        return TermUse(ref.span, name, args) if args is not None else None
    found = happening(law, ref, scope)
    return Happened(ref.span, *found) if found is not None else None


def _fact(law: Law, ref: n.Ref, entry: Entry, scope: Scope) -> Formula | None:
    fact = law.facts.get(entry.name)
    if fact is None:
        return None
    if fact.type != "bool":
        message = f"`{fact.name}` is not a yes/no fact: it has a value of `{fact.sort or fact.type}`"
        advice = f"compare it: `{fact.name} is …`" if fact.sort else f"compare it: `{fact.name} <= …`"
        law.problems.error("PP102", message, ref.span, labels=(entry.label(),), advice=advice)
        return None
    args = arguments(law, ref, fact.params, scope.names)
    return Holds(ref.span, fact.name, args) if args is not None else None


def _done_by(law: Law, tree: n.ByTree, scope: Scope) -> Formula | None:
    found = happening(law, tree.ref, scope)
    party = law.find(tree.party, ("party",), "a party")
    if found is None or party is None:
        return None
    event = law.events[found[0]]
    doers = event.by
    if event.name not in law.unsure_doers and not any(party.name in law.above(doer) for doer in doers):
        who = f"is done by {', '.join(f'`{doer}`' for doer in doers)}" if doers else "is done by no party"
        message = f"`{event.name}` {who}, never by `{party.name}`"
        labels = (Entry(event.name, "event", event.span).label(),)
        law.problems.error("PP106", message, tree.party.span, labels=labels, advice="name a party that does it")
        return None
    return DoneBy(tree.span, *found, party.name)


def _rule_atom(law: Law, tree: n.RuleAtom, scope: Scope) -> Formula | None:
    rule = law.rule(tree.ref)
    if rule is None:
        return None
    args: tuple[Arg, ...] | None = None
    if tree.ref.args is not None:
        args = arguments(law, tree.ref, rule.params, scope.names)
        if args is None:
            return None
    if tree.word == "applies":
        return Applies(tree.span, rule.name, args)
    if rule.form != "duty":
        message = f"`{rule.name}` is no duty, and only a duty can be breached"
        law.problems.error(
            "PP102", message, tree.ref.span, labels=(_declared(rule),), advice=f"write `{rule.name} applies`, or name a duty"
        )
        return None
    return Breached(tree.span, rule.name, args)


def _under(law: Law, tree: n.UnderTree, scope: Scope) -> Formula | None:
    act = action_with_args(law, tree.ref, scope)
    rule = law.rule(tree.rule)
    if act is None or rule is None:
        return None
    name, args = act
    if rule.action != name:
        about = f"is about `{rule.action}`" if rule.action else "is about other rules"
        message = f"nothing is done under `{rule.name}` here: it {about}, not about `{name}`"
        law.problems.error("PP102", message, tree.rule.span, labels=(_declared(rule),), advice=f"name a rule about `{name}`")
        return None
    if tree.alone and not rule.licence:
        message = f"`{rule.name}` does not make anything lawful, so nothing is lawful under it alone"
        law.problems.error(
            "PP102", message, tree.rule.span, labels=(_declared(rule),), advice=f"name a permission for `{name}`"
        )
        return None
    if tree.rule.args is not None and not _same_instance(law, tree.rule, rule, args, scope):
        return None
    return Under(tree.span, name, args, rule.name, tree.alone)


def _same_instance(law: Law, ref: n.Ref, rule: RuleHead, args: tuple[Arg, ...], scope: Scope) -> bool:
    """Whether the arguments said of the rule are those that the act itself gives it: others cannot be asked for."""
    said = arguments(law, ref, rule.params, scope.names)
    if said is None:
        return False
    for param, argument in zip(rule.params, said, strict=True):
        places = [i for i, own in enumerate(rule.args) if isinstance(own, Var) and own.name == param.name]
        if not places or any(args[i].name != argument.name for i in places):
            law.problems.error(
                "PP103",
                f"the act itself says which `{param.name}` of `{rule.name}` is meant",
                _place(ref),
                labels=(_declared(rule),),
                advice=f"write `under {rule.name}` without arguments",
            )
            return False
    return True


def _place(ref: n.Ref) -> Span:
    return ref.args[0].span.through(ref.args[-1].span) if ref.args else ref.span


def _declared(rule: RuleHead) -> Label:
    return Entry(rule.name, "rule", rule.span).label()
