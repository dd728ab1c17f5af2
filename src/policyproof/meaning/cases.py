"""Whether a complete scenario meets a case's givens, and its expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import assert_never

from policyproof.meaning.decisions import Meaning, doers_among
from policyproof.meaning.dilemmas import dilemmas
from policyproof.meaning.lawful import Record
from policyproof.meaning.moments import END, Moment
from policyproof.policy.formulas import (
    And,
    Arg,
    DoneBy,
    EventPoint,
    Eventually,
    FactValue,
    Formula,
    Granted,
    Happened,
    Holds,
    LookBack,
    Node,
    Quantified,
    QuantifiedCount,
    Stands,
    Tainted,
    TermUse,
    Under,
    Var,
)
from policyproof.policy.model import (
    Case,
    Expectation,
    ExpectDilemma,
    ExpectFormula,
    ExpectLawful,
    ExpectMay,
    ExpectMust,
    ExpectMustNot,
    ExpectPending,
    ExpectUnlawful,
    GivenFormula,
    GivenTime,
    Policy,
)
from policyproof.scenario import Instance, Scenario

# ---- givens


def meets_givens(policy: Policy, case: Case, scenario: Scenario) -> bool:
    """Whether the scenario is one that the case speaks of; assumptions apart."""
    meaning = Meaning(policy, scenario)
    for individual in case.individuals:
        if individual.name not in scenario.individuals.get(individual.entity, ()):
            return False
    for given in case.givens:
        match given:
            case GivenFormula(formula=formula):
                if not meaning.holds(formula, END, END, {}):
                    return False
            case GivenTime(event=event, args=args, minute=minute):
                if all(at != minute for _, at in meaning.happening(event, args, {})):
                    return False
            case _:
                assert_never(given)
    return not case.only or _nothing_else(meaning, case)


def _nothing_else(meaning: Meaning, case: Case) -> bool:
    """`given only`: no other individuals, and of what the givens do not name nothing is so and nothing happens."""
    scenario = meaning.scenario
    if sum(map(len, scenario.individuals.values())) > len(case.individuals):
        return False
    named = named_by(meaning, case)
    facts = (told for told in scenario.facts if meaning.policy.facts[told[0]].type == "bool")
    granted = (told for told, count in scenario.facts.items() if told[0] in meaning.policy.delays and count)
    return all(told in named for told in (*facts, *granted)) and all(instance in named for instance in scenario.events)


def named_by(meaning: Meaning, case: Case) -> set[Instance]:
    """The facts and events that a case's givens name, also inside terms; a variable names them for everybody."""
    named: set[Instance] = set()
    for given in case.givens:
        if isinstance(given, GivenTime):
            named.update((given.event, given_args) for given_args in meaning.tuples(given.args, {}))
        else:
            named.update(_named_in(meaning, given.formula))
    return named


def _named_in(meaning: Meaning, formula: Formula) -> Iterator[Instance]:
    waiting: list[tuple[object, dict[str, tuple[str, ...]]]] = [(formula, {})]
    while waiting:
        part, scope = waiting.pop()
        match part:
            case Holds(fact=name, args=args) | FactValue(fact=name, args=args):
                yield from ((name, given) for given in _all_tuples(meaning, args, scope))
            case Happened() | Eventually() | DoneBy() | LookBack() | EventPoint():
                yield from ((part.event, given) for given in _all_tuples(meaning, part.args, scope))
            case Granted(delay=name, args=args):
                yield from ((name, given) for given in _all_tuples(meaning, args, scope))
            case Under() | Stands() | Tainted():
                yield from ((part.action, given) for given in _all_tuples(meaning, part.args, scope))
            case TermUse(term=name, args=args):
                term = meaning.policy.terms[name]
                stand_for = [_stands_for(meaning, arg, scope) for arg in args]
                names = [param.name for param in term.params]
                waiting.append((term.body, dict(zip(names, stand_for, strict=True))))
            case Quantified() | QuantifiedCount():
                binders = part.binders if isinstance(part, Quantified) else (part.binder,)
                inner = {**scope, **{binder.name: meaning.domain(binder) for binder in binders}}
                waiting += [(part.where, inner), (part.body, inner)]
            case tuple():
                waiting += [(item, scope) for item in part]
            case Node():
                waiting += [(getattr(part, name), scope) for name in part.__struct_fields__]
            case _:
                pass


def _stands_for(meaning: Meaning, arg: Arg, scope: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return scope[arg.name] if isinstance(arg, Var) else meaning.members(arg, {})


def _all_tuples(meaning: Meaning, args: tuple[Arg, ...], scope: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    return product(*(_stands_for(meaning, arg, scope) for arg in args))


# ---- moments


def last_given(case: Case) -> Moment:
    """The minute of the last event given with a time; the end, if there is none."""
    return max((given.minute for given in case.givens if isinstance(given, GivenTime)), default=END)


def moment_of(meaning: Meaning, case: Case, act: Instance) -> Moment:
    """When a decision on `act` is read: at its own minute if the case gives it, else at that of the last given event."""
    for given in case.givens:
        if isinstance(given, GivenTime):
            gives = given.event == act[0] and act[1] in set(meaning.tuples(given.args, {}))
        else:
            gives = _gives(meaning, given.formula, act)
        if gives and act in meaning.events:
            return meaning.events[act]
    return last_given(case)


def _gives(meaning: Meaning, formula: Formula, act: Instance) -> bool:
    match formula:
        case Happened(event=event, args=args):
            return event == act[0] and act[1] in set(meaning.tuples(args, {}))
        case And(items=items):
            return any(_gives(meaning, item, act) for item in items)
        case _:
            return False


# ---- expectations


def meets_expectation(policy: Policy, case: Case, expectation: Expectation, scenario: Scenario) -> bool:
    """Whether the law says of the scenario what the case expects."""
    meaning = Meaning(policy, scenario)
    match expectation:
        case ExpectMay(parties=parties, action=action, args=args, under=under):
            acts = [(action, given) for given in meaning.tuples(args, {})]
            asked = [[party] for party in parties] or [[]]  # nobody is named where an individual does its own act
            return all(any(_may_under(meaning, case, act, who, under) for act in acts) for who in asked)
        case ExpectMustNot(parties=parties, action=action, args=args, under=under):
            return all(_must_not_under(meaning, case, (action, given), parties, under) for given in meaning.tuples(args, {}))
        case ExpectMust(parties=parties, action=action, args=args):
            acts = [(action, given) for given in meaning.tuples(args, {})]
            moments = [(act, moment_of(meaning, case, act)) for act in acts]
            return any(meaning.must(act, moment, moment, parties or None) for act, moment in moments)
        case ExpectLawful():
            return Record(meaning).lawful_by(END)
        case ExpectUnlawful(under=under):
            return _unlawful_under(meaning, under)
        case ExpectPending(rules=rules):
            moment = last_given(case)
            return all(
                any(meaning.runs_at(run, moment) for run in meaning.all_runs(policy.rules[name], moment)) for name in rules
            )
        case ExpectDilemma():
            return next(dilemmas(meaning, Record(meaning)), None) is not None
        case ExpectFormula(formula=formula):
            return meaning.holds(formula, END, END, {})
        case _:
            assert_never(expectation)


def _may_under(meaning: Meaning, case: Case, act: Instance, parties: Sequence[str], under: Sequence[str]) -> bool:
    moment = moment_of(meaning, case, act)
    decisions = [meaning.decision(act, doer, moment) for doer in doers_among(meaning, act, parties)]
    return any(decision.permitted and set(under).issubset(decision.allowed_by) for decision in decisions)


def _must_not_under(meaning: Meaning, case: Case, act: Instance, parties: Sequence[str], under: Sequence[str]) -> bool:
    moment = moment_of(meaning, case, act)
    decisions = [meaning.decision(act, doer, moment) for doer in doers_among(meaning, act, parties)]
    return all(
        not decision.permitted and set(under).issubset(decision.forbidden_by + decision.closed_by) for decision in decisions
    )


def _unlawful_under(meaning: Meaning, under: Sequence[str]) -> bool:
    record = Record(meaning)
    broken = {run.rule.name for run in record.unmet if run.past(END)}
    for act, doer, minute in record.wrongs:
        decision = meaning.decision(act, doer, minute)
        broken.update(decision.forbidden_by + decision.closed_by)
    for act, doer, minute, missed in record.tainted_by(END):
        broken.update(missed + meaning.decision(act, doer, minute).closed_by)
    return not record.lawful_by(END) and broken.issuperset(under)
