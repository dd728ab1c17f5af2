"""Variables that are introduced and never used: somebody meant to say more about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from policyproof.diagnostics import Diagnostic
from policyproof.encode.free import parts
from policyproof.policy.formulas import Node, Quantified, QuantifiedCount, Var
from policyproof.policy.model import Policy
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import conditions
from policyproof.questions.warnings.warning import warning


def variables_never_used(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    for rule in policy.rules.values():
        used = _variables((rule.sentence, *conditions(rule)))
        doer = {rule.party_param.name} if rule.party_param is not None else set()
        yield from _unused(rule.params, used | doer)
    for term in policy.terms.values():
        yield from _unused(term.params, _variables((term.body,)))
    statements = (policy.assumptions, policy.hypotheses)
    declared = (policy.laws, policy.rules, policy.delays, policy.terms, *statements, policy.properties, policy.cases)
    for node in (node for each in declared for one in each.values() for node in parts(one)):
        yield from _in_quantifier(node)


def _in_quantifier(node: Node) -> Iterator[Diagnostic]:
    match node:
        case Quantified(binders=binders, where=where, body=body):
            yield from _unused(binders, _variables((where, body)))
        case QuantifiedCount(binder=binder, where=where, body=body) if body is not None:
            yield from _unused((binder,), _variables((where, body)))
        case _:
            pass


def _unused(binders: Iterable[Var], used: Collection[str]) -> Iterator[Diagnostic]:
    for binder in binders:
        if binder.name not in used:
            message = f"the variable `{binder.name}` is introduced and never used"
            advice = f"say something about `{binder.name}`, or strike it"
            yield warning("PP651", message, binder.span, "nothing speaks of it", advice=advice)


def _variables(formulas: tuple[object, ...]) -> frozenset[str]:
    return frozenset(node.name for formula in formulas for node in parts(formula) if isinstance(node, Var))
