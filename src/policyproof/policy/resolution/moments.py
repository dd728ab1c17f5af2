"""What looks back, looks ahead, counts or speaks of the law: allowed only where there is a moment, or a law, to speak of."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Literal

from policyproof.diagnostics import Label
from policyproof.policy.formulas import (
    Allows,
    Applies,
    Breached,
    Compare,
    Eventually,
    Formula,
    Governs,
    Granted,
    LookBack,
    MayDo,
    MustDo,
    Stands,
    Tainted,
    TermUse,
    Under,
)
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.walking import walk
from policyproof.source import Span

Feature = Literal["looks back", "looks ahead", "speaks of the law", "counts grants"]


class Moments:
    """Checks formulas for what has no meaning where they stand. `terms` are bodies by name, `delays` the names of delays."""

    def __init__(self, terms: Mapping[str, Formula], delays: AbstractSet[str], problems: Problems) -> None:
        self._terms = terms
        self._delays = delays
        self._problems = problems

    def check_timeless(self, formula: Formula, where: str) -> None:
        """An assumption speaks of the whole scenario: it has no moment to look back from, and must not depend on the law."""
        message = f"{where} is read at the end, where there is no moment to look back from"
        self._refuse(formula, "looks back", message, "compare two events instead: `A within 30 days after B`")
        message = f"{where} says what the world is like, and cannot depend on the law"
        self._refuse(formula, "speaks of the law", message, "say it as a rule or as a property")
        self.check_no_counts(formula)

    def check_scope(self, formula: Formula) -> None:
        """The scope of a law is read wherever one of its rules is."""
        message = "the scope of a law says whom and what it is about, and does not look back from a moment"
        self._refuse(formula, "looks back", message, "write it behind `if` in the rules that it is meant for")
        message = "the scope of a law cannot depend on what a law says"
        self._refuse(formula, "speaks of the law", message, "write it behind `if` in the rules that it is meant for")
        self.check_rule(formula)
        self.check_no_counts(formula)

    def check_rule(self, formula: Formula) -> None:
        """A rule never sees the future."""
        message = "a rule never sees the future: `eventually` says no more here than the event alone"
        self._refuse(formula, "looks ahead", message, "delete `eventually`")

    def check_no_counts(self, formula: Formula) -> None:
        """How often a delay was granted is known of the whole scenario alone."""
        message = "grants of a delay are counted, not dated, so nothing but `excused`, properties and cases can ask for them"
        self._refuse(formula, "counts grants", message, "declare an event for what happens: `event extended by PARTY`")

    def _refuse(self, formula: Formula, feature: Feature, message: str, advice: str) -> None:
        found = first_with(formula, feature, self._terms, self._delays)
        if found is not None:
            place, atom = found
            labels = () if place == atom else (Label(atom, "this is what the term says"),)
            self._problems.error("PP109", message, place, labels=labels, advice=advice)


def speaks_of_the_law(formula: Formula, terms: Mapping[str, Formula], delays: AbstractSet[str]) -> bool:
    """Whether a formula means nothing without the rules and delays of its law."""
    features: tuple[Feature, ...] = ("speaks of the law", "counts grants")
    return any(first_with(formula, feature, terms, delays) is not None for feature in features)


def feature_of(formula: Formula, delays: AbstractSet[str]) -> Feature | None:
    """What an atom does by itself."""
    match formula:
        case LookBack():
            return "looks back"
        case Eventually():
            return "looks ahead"
        case MayDo() | MustDo() | Applies() | Under() | Breached() | Stands() | Tainted() | Allows() | Governs():
            return "speaks of the law"
        case Granted():
            return "counts grants"
        case Compare(left=left, right=right) if any(fact.fact in delays for _, fact in (*left.terms, *right.terms)):
            return "counts grants"
        case _:
            return None


def first_with(
    formula: Formula, feature: Feature, terms: Mapping[str, Formula], delays: AbstractSet[str]
) -> tuple[Span, Span] | None:
    """Where a formula has a feature, itself or through terms: the place in the formula, and the place of the atom."""
    for found in walk(formula):
        if feature_of(found, delays) == feature:
            return found.span, found.span
        if isinstance(found, TermUse):
            atom = _in_terms(found.term, feature, terms, delays)
            if atom is not None:
                return found.span, atom
    return None


def _in_terms(name: str, feature: Feature, terms: Mapping[str, Formula], delays: AbstractSet[str]) -> Span | None:
    waiting, seen = [name], {name}
    while waiting:
        body = terms.get(waiting.pop())
        for found in walk(body) if body is not None else ():
            if feature_of(found, delays) == feature:
                return found.span
            if isinstance(found, TermUse) and found.term not in seen:
                seen.add(found.term)
                waiting.append(found.term)
    return None
