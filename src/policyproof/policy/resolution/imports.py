"""What `use` brings in: of a library everything, of a policy its vocabulary alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from policyproof.policy.model import Declared, Policy, Term
from policyproof.policy.resolution.calendars import take_over_calendars
from policyproof.policy.resolution.entries import Entry, Sort
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.moments import speaks_of_the_law

D = TypeVar("D", bound=Declared)


def take_over(law: Law, used: Sequence[Policy]) -> None:
    """Makes known what the used files declare. Names that clash are reported, and stay what they were first."""
    for policy in used:
        _standards(law, policy)
        _enter(law, law.sources, policy.sources, "source")
        _enter(law, law.parties, policy.parties, "party")
        _enter(law, law.kinds, policy.kinds, "kind")
        for kind in policy.kinds.values():
            for member in kind.members.values():
                law.enter(Entry(member.name, "member", member.span, kind.name))
        _enter(law, law.entities, policy.entities, "entity")
        order = [name for name in policy.order if name not in policy.delays]
        law.order.extend(name for name in order if name not in law.names)
        for name in order:
            if (fact := policy.facts.get(name)) is not None:
                _enter(law, law.facts, {name: fact}, "fact")
            else:
                event = policy.events[name]
                _enter(law, law.events, {name: event}, "action" if event.is_action else "event")
        _terms(law, policy)
        take_over_calendars(law, policy)
        if policy.is_library:
            _enter(law, law.assumptions, policy.assumptions, "assumption")
            _enter(law, law.hypotheses, policy.hypotheses, "hypothesis")
        else:
            law.hidden |= dict.fromkeys(policy.rules, f"a rule of `{policy.name}`")
            law.hidden |= dict.fromkeys(policy.delays, f"a delay of `{policy.name}`")
            law.hidden |= dict.fromkeys(policy.tables, f"a table of `{policy.name}`")
            law.hidden |= dict.fromkeys(policy.hypotheses, f"a hypothesis of `{policy.name}`")


def _enter(law: Law, into: dict[str, D], declared: dict[str, D], sort: Sort) -> None:
    for name, thing in declared.items():
        if law.enter(Entry(name, sort, thing.span)):
            into.setdefault(name, thing)


def _standards(law: Law, policy: Policy) -> None:
    """All standards form one order, so they may come from one declaration only."""
    if not policy.standards:
        return
    first = next(iter(policy.standards.values()))
    if law.standards and first.span not in {standard.span for standard in law.standards.values()}:
        law.second_standards(first.span)
        return
    _enter(law, law.standards, policy.standards, "standard")


def _terms(law: Law, policy: Policy) -> None:
    bodies = {name: term.body for name, term in policy.terms.items()}
    taken: dict[str, Term] = {}
    for name, term in policy.terms.items():
        if not policy.is_library and speaks_of_the_law(term.body, bodies, policy.delays.keys()):
            law.hidden[name] = f"a term about the rules of `{policy.name}`"
        else:
            taken[name] = term
    _enter(law, law.used_terms, taken, "term")
    law.term_params |= {name: term.params for name, term in law.used_terms.items()}
