"""Cases: individuals, givens, times and expectations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from policyproof.diagnostics import Label
from policyproof.policy.formulas import Arg, Granted, Happened, Holds, Individual, Member
from policyproof.policy.model import (
    Case,
    Event,
    Expectation,
    ExpectDilemma,
    ExpectFormula,
    ExpectLawful,
    ExpectMay,
    ExpectMust,
    ExpectMustNot,
    ExpectPending,
    ExpectUnlawful,
    Given,
    GivenFormula,
    GivenTime,
)
from policyproof.policy.resolution.entries import CONFUSABLE
from policyproof.policy.resolution.formulas import action_with_args, formula
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.points import happening
from policyproof.policy.resolution.rules import party_of
from policyproof.policy.resolution.scope import Scope, scope_of
from policyproof.policy.zones import minute_of
from policyproof.syntax import nodes as n


def cases(law: Law, trees: Sequence[n.CaseTree]) -> dict[str, Case]:
    """The cases by title. Those with errors are left out."""
    titles: dict[str, n.Text] = {}
    found: dict[str, Case] = {}
    for tree in trees:
        first = titles.setdefault(tree.title.value, tree.title)
        if first is not tree.title:
            labels = (Label(first.span, "first here"),)
            law.problems.error(
                "PP201", "two cases have the same title", tree.title.span, labels=labels, advice="give one another title"
            )
            continue
        case = _case(law, tree)
        if case is not None:
            found[case.name] = case
    return found


def _case(law: Law, tree: n.CaseTree) -> Case | None:
    before = law.problems.count
    refused = set(law.refused)
    individuals = _individuals(law, tree)
    scope = scope_of(individuals)
    _check_times(law, tree)
    dated = any(isinstance(given, n.TimedTree) and given.instant.dated for given in tree.givens)
    givens = [_given(law, given, scope) for given in tree.givens if not isinstance(given, n.IndividualTree)]
    expects = [_expectation(law, expect, scope) for expect in tree.expects]
    law.refused = refused
    if law.problems.count > before:
        return None
    return Case(
        tree.title.value,
        tree.title.span,
        tree.only,
        individuals,
        tuple(given for given in givens if given is not None),
        tuple(expect for expect in expects if expect is not None),
        dated,
        tree.span,
    )


def _individuals(law: Law, tree: n.CaseTree) -> tuple[Individual, ...]:
    found: dict[str, Individual] = {}
    for given in tree.givens:
        if not isinstance(given, n.IndividualTree):
            continue
        name = given.name.text
        entry = law.find(given.sort, ("entity",), "an entity")
        if entry is None:
            law.refused.add(name)
        taken = law.names.get(name)
        if taken is not None and taken.sort in CONFUSABLE:
            message = f"the individual `{name}` has the name of {taken.called}"
            law.problems.error(
                "PP111", message, given.name.span, labels=(Label(taken.span, "declared here"),), advice="choose another name"
            )
        elif name in found:
            labels = (Label(found[name].span, "first here"),)
            law.problems.error(
                "PP101", f"there are two individuals `{name}`", given.name.span, labels=labels, advice="choose another name"
            )
        elif entry is not None:
            found[name] = Individual(given.name.span, name, entry.name)
    return tuple(found.values())


def _check_times(law: Law, tree: n.CaseTree) -> None:
    timed = [given for given in tree.givens if isinstance(given, n.TimedTree)]
    for given in timed[1:]:
        if given.instant.dated != timed[0].instant.dated:
            labels = (
                Label(timed[0].instant.span, "a date" if timed[0].instant.dated else "a time that counts from the start"),
            )
            law.problems.error(
                "PP203",
                "dates and times from the start are mixed",
                given.instant.span,
                labels=labels,
                advice="use one of the two in a case",
            )
            break
    seen: dict[str, n.TimedTree] = {}
    for given in timed:
        first = seen.setdefault(given.ref.text, given)
        if first is not given:
            labels = (Label(first.span, "first here"),)
            message = f"`{given.ref.text}` is given two times, and it happens at most once"
            law.problems.error("PP203", message, given.span, labels=labels, advice="delete one of them")


def _minute(law: Law, instant: n.Instant) -> int | None:
    """The minute of a time in a case; where the law has a calendar, counted from 1970-01-01 00:00 UTC."""
    if instant.calendar is not None:
        message = f"the time of an event is no number of `{instant.calendar.text}`"
        law.problems.error("PP119", message, instant.span, advice="give its date: `at 2026-11-25 16:00`")
        return None
    if not law.calendars:
        return instant.minutes
    if not instant.dated:
        message = "this law counts days of a calendar, and this time has no date"
        law.problems.error("PP203", message, instant.span, advice="give its date: `at 2026-11-25 16:00`")
        return None
    zone = next(iter(law.calendars.values())).zone
    minute = minute_of(zone, instant.minutes)
    if minute is None:
        message = f"the clocks of {zone} never show this time: they are put forward then"
        law.problems.error("PP037", message, instant.span, advice="write a time that they show")
    return minute


def _given(law: Law, tree: n.TimedTree | n.FormulaGiven, scope: Scope) -> Given | None:
    match tree:
        case n.TimedTree(ref=ref, instant=instant):
            minute = _minute(law, instant)
            found = happening(law, ref, scope)
            if minute is None or found is None or not _names_leaves(law, *found):
                return None
            return GivenTime(*found, minute, tree.span)
        case n.FormulaGiven(body=body):
            given = formula(law, body, scope)
            if given is None:
                return None
            match given:
                case Holds(fact=name, args=args) | Happened(event=name, args=args) | Granted(delay=name, args=args):
                    _names_leaves(law, name, args)
                case _:
                    pass
            return GivenFormula(given, tree.span)
        case _:
            assert_never(tree)


def _names_leaves(law: Law, name: str, args: Sequence[Arg]) -> bool:
    """A case says what happened to the letter: `served(trial)`, not `served(subpoena)`."""
    for arg in args:
        if isinstance(arg, Member) and len(law.kinds[arg.kind].members[arg.name].leaves) > 1:
            leaves = ", ".join(f"`{leaf}`" for leaf in law.kinds[arg.kind].members[arg.name].leaves)
            message = f"`{arg.name}` is a group, and a case says which of its members `{name}` is about"
            law.problems.error("PP104", message, arg.span, advice=f"name one of {leaves}")
            return False
    return True


def _expectation(law: Law, tree: n.ExpectTree, scope: Scope) -> Expectation | None:
    match tree.word:
        case "may" | "must not" | "must":
            return _decision(law, tree, scope)
        case "lawful":
            return ExpectLawful(tree.span)
        case "unlawful":
            rules = _rules(law, tree.rules)
            return ExpectUnlawful(rules, tree.span) if rules is not None else None
        case "pending":
            rules = _rules(law, tree.rules, duties=True)
            return ExpectPending(rules, tree.span) if rules is not None else None
        case "dilemma":
            return ExpectDilemma(tree.span)
        case "formula":
            body = formula(law, tree.body, scope) if tree.body is not None else None
            return ExpectFormula(body, tree.span) if body is not None else None
        case _:
            assert_never(tree.word)


def _decision(law: Law, tree: n.ExpectTree, scope: Scope) -> ExpectMay | ExpectMustNot | ExpectMust | None:
    if tree.action is None:
        return None
    act = action_with_args(law, tree.action, scope)
    rules = _rules(law, tree.rules, about=act[0] if act else None)
    if act is None or rules is None:
        return None
    name, args = act
    parties = _parties(law, tree, law.events[name], args, scope)
    if parties is None or not _names_leaves(law, name, args):
        return None
    match tree.word:
        case "may":
            return ExpectMay(parties, name, args, rules, tree.span)
        case "must not":
            return ExpectMustNot(parties, name, args, rules, tree.span)
        case _:
            return ExpectMust(parties, name, args, tree.span)


def _parties(law: Law, tree: n.ExpectTree, action: Event, args: Sequence[Arg], scope: Scope) -> tuple[str, ...] | None:
    """The parties asked about; empty for an individual, who is the one that the act names."""
    first = tree.parties[0]
    individual = scope.names.get(first.name.text)
    if isinstance(individual, Individual) and len(tree.parties) == 1:
        law.uses.note(individual.span)
        place = next((i for i, param in enumerate(action.params) if param.name == action.by_param), None)
        if place is None or args[place].name != individual.name:
            message = f"this `{action.name}` is not done by `{individual.name}`"
            law.problems.error(
                "PP106", message, first.span, labels=(Label(action.span, "declared here"),), advice="name who does it"
            )
            return None
        return ()
    found = [party_of(law, ref, action) for ref in tree.parties]
    names = tuple(name for name in found if name is not None)
    return names if len(names) == len(found) else None


def _rules(law: Law, refs: Sequence[n.Ref], *, duties: bool = False, about: str | None = None) -> tuple[str, ...] | None:
    found: dict[str, None] = {}
    for ref in refs:
        if ref.args is not None:
            law.problems.unavailable("naming the arguments of a rule in a case", ref.span)
            return None
        rule = law.rule(ref)
        if rule is None:
            return None
        labels = (Label(rule.span, "declared here"),)
        if duties and rule.form != "duty":
            law.problems.error(
                "PP102",
                f"`{rule.name}` is no duty, and only a duty can be pending",
                ref.span,
                labels=labels,
                advice="name a duty",
            )
            return None
        if about is not None and rule.action != about:
            message = f"`{rule.name}` is not about `{about}`"
            law.problems.error("PP102", message, ref.span, labels=labels, advice=f"name a rule about `{about}`")
            return None
        found[rule.name] = None
    return tuple(found)
