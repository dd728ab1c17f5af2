"""What looks back, looks ahead or speaks of the law: allowed only where there is a moment, or a law, to speak of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from policyproof.diagnostics import Label
from policyproof.policy.formulas import (
    Applies,
    Breached,
    Eventually,
    Formula,
    LookBack,
    MayDo,
    MustDo,
    TermUse,
    Under,
)
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.walking import walk
from policyproof.source import Span

Feature = Literal["looks back", "looks ahead", "speaks of the law"]


def feature_of(formula: Formula) -> Feature | None:
    """What an atom does by itself."""
    match formula:
        case LookBack():
            return "looks back"
        case Eventually():
            return "looks ahead"
        case MayDo() | MustDo() | Applies() | Under() | Breached():
            return "speaks of the law"
        case _:
            return None


def first_with(formula: Formula, feature: Feature, terms: Mapping[str, Formula]) -> tuple[Span, Span] | None:
    """Where a formula has a feature, itself or through terms: the place in the formula, and the place of the atom."""
    for found in walk(formula):
        if feature_of(found) == feature:
            return found.span, found.span
        if isinstance(found, TermUse):
            atom = _in_terms(found.term, feature, terms)
            if atom is not None:
                return found.span, atom
    return None


def _in_terms(name: str, feature: Feature, terms: Mapping[str, Formula]) -> Span | None:
    waiting, seen = [name], {name}
    while waiting:
        body = terms.get(waiting.pop())
        for found in walk(body) if body is not None else ():
            if feature_of(found) == feature:
                return found.span
            if isinstance(found, TermUse) and found.term not in seen:
                seen.add(found.term)
                waiting.append(found.term)
    return None


def check_timeless(formula: Formula, where: str, terms: Mapping[str, Formula], problems: Problems) -> None:
    """An assumption speaks of the whole scenario: it has no moment to look back from, and must not depend on the law."""
    found = first_with(formula, "looks back", terms)
    if found is not None:
        message = f"{where} is read at the end, where there is no moment to look back from"
        _report(message, found, "compare two events instead: `A within 30 days after B`", problems)
    found = first_with(formula, "speaks of the law", terms)
    if found is not None:
        message = f"{where} says what the world is like, and cannot depend on the law"
        _report(message, found, "say it as a rule or as a property", problems)


def check_rule(formula: Formula, terms: Mapping[str, Formula], problems: Problems) -> None:
    """A rule never sees the future."""
    found = first_with(formula, "looks ahead", terms)
    if found is not None:
        _report(
            "a rule never sees the future: `eventually` says no more here than the event alone",
            found,
            "delete `eventually`",
            problems,
        )


def _report(message: str, found: tuple[Span, Span], advice: str, problems: Problems) -> None:
    place, atom = found
    labels = () if place == atom else (Label(atom, "this is what the term says"),)
    problems.error("PP109", message, place, labels=labels, advice=advice)
