"""What a formula depends on: its free variables, and which parts of the policy it reaches."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from policyproof.policy.formulas import AtMoment, Formula, Node, Quantified, QuantifiedCount, TermUse, Var
from policyproof.policy.model import Policy


def free_variables(node: Node) -> tuple[str, ...]:
    """The names of the free variables, sorted."""
    return tuple(sorted(_free(node)))


def _free(node: object) -> set[str]:
    match node:
        case Var():
            return {node.name}
        case Quantified():
            inner = _free(node.body) | (_free(node.where) if node.where is not None else set())
            return inner - {binder.name for binder in node.binders}
        case QuantifiedCount():
            parts = [part for part in (node.where, node.body) if part is not None]
            return set().union(*(_free(part) for part in parts)) - {node.binder.name}
        case tuple():
            return set().union(*(_free(part) for part in node)) if node else set()
        case msgspec.Struct():
            return set().union(
                set(), *(_free(getattr(node, field)) for field in node.__struct_fields__ if field not in ("span", "binder"))
            )
        case _:
            return set()


def parts(node: object) -> Iterator[Node]:
    """Every node of a formula, itself first, without looking into terms."""
    if isinstance(node, Node):
        yield node
    if isinstance(node, msgspec.Struct):
        for field in node.__struct_fields__:
            if field != "span":
                yield from parts(getattr(node, field))
    elif isinstance(node, tuple):
        for part in node:
            yield from parts(part)


def reached(policy: Policy, *formulas: Formula | None) -> Iterator[Node]:
    """Every node of the formulas and of the terms that they use, each term once."""
    terms: set[str] = set()
    waiting = [formula for formula in formulas if formula is not None]
    while waiting:
        for node in parts(waiting.pop()):
            yield node
            if isinstance(node, TermUse) and node.term not in terms:
                terms.add(node.term)
                waiting.append(policy.terms[node.term].body)


def outside_at(policy: Policy, formula: Formula) -> Iterator[Node]:
    """The nodes that are read at the formula's own moment: `at E: F` is entered no further than its end."""
    match formula:
        case AtMoment():
            yield formula
        case TermUse():
            yield from outside_at(policy, policy.terms[formula.term].body)
        case _:
            yield formula
            for field in formula.__struct_fields__:
                yield from _outside_at(policy, getattr(formula, field))


def _outside_at(policy: Policy, value: object) -> Iterator[Node]:
    if isinstance(value, tuple):
        for part in value:
            yield from _outside_at(policy, part)
    elif isinstance(value, Formula):
        yield from outside_at(policy, value)
