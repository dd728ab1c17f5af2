"""Where two policies with one vocabulary come apart: the least scenario, replayed by the evaluator, or that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Final, Literal, assert_never

from policyproof.encode.apart import Apart
from policyproof.encode.decode import decode
from policyproof.encode.free import reached
from policyproof.english.material import Difference
from policyproof.meaning.apart import Where, said
from policyproof.meaning.nature import faults, instances
from policyproof.policy.compared import Breaches, Claims, Compared, Decisions, Formulas
from policyproof.policy.formulas import Exists, Formula, Quantified, QuantifiedCount, Var
from policyproof.policy.model import Policy
from policyproof.scenario import Instance, Scenario
from policyproof.search.canonical import Canonical
from policyproof.search.decide import (
    Found,
    Laboratory,
    Ruled,
    claim_speaks_of_individuals,
    names_individuals,
    speaks_of_individuals,
)
from policyproof.search.errors import InternalDisagreement
from policyproof.search.matters import matters
from policyproof.search.room import Room
from policyproof.search.shown import Shown

PEOPLE: Final = 2
"""Individuals of each entity among whom a difference is looked for."""
MOST_INSTANCES: Final = 500
"""Values of variables for which a difference is looked for; where there are more, nothing is said."""


def come_apart(
    laboratory: Laboratory, other: Policy, compared: Compared, work: int, spoken: Sequence[Formula] = ()
) -> Difference | Literal["alike"] | None:
    """A scenario in which the laboratory's policy and the other one say different things of what is compared.

    `spoken` are the formulas that are read in two ways, where `compared` does not hold them itself. `alike`: proved that there
    is none. None where that is not known, or the work that a question may cost did not suffice.
    """
    asked = Apart(other, compared)
    peopled = laboratory.peopled(None) or speaks_of_individuals(other)
    if isinstance(compared, Claims):
        peopled = peopled or laboratory.peopled(laboratory.policy.properties[compared.name])
        peopled = peopled or claim_speaks_of_individuals(other, other.properties[compared.name])
    if isinstance(compared, Formulas):
        spoken = [formula for pair in compared.pairs for formula in pair]
        peopled = peopled or any(not variable.over_kind for variable in compared.variables)
    peopled = peopled or names_individuals(laboratory.policy, *spoken) or names_individuals(other, *spoken)
    sizes = range(PEOPLE + 1) if peopled else (0,)
    for size in sizes:
        if _instances(laboratory.policy, compared, size) > MOST_INSTANCES:
            return None
        outcome = laboratory.decide_in(asked, size, work=work)
        if isinstance(outcome, Found):
            return _difference(laboratory.policy, other, compared, outcome, _spoken_of(other, spoken))
        if not isinstance(outcome, Ruled):
            return None
    return None if peopled else "alike"


def _instances(policy: Policy, compared: Compared, size: int) -> int:
    """For how many values of its variables a question is asked, with so many individuals of each entity."""
    asked: list[Sequence[Var]] = []
    match compared:
        case Decisions(actions):
            asked = [policy.events[action].params for action in actions]
        case Claims(name):
            asked = [policy.properties[name].variables]
        case Breaches(rules):
            asked = [policy.rules[rule].params for rule in rules]
        case Formulas(variables=variables):
            asked = [variables]
        case _:
            assert_never(compared)
    return sum(prod(len(policy.kinds[var.sort].leaves) if var.over_kind else size for var in each) for each in asked)


def _spoken_of(policy: Policy, formulas: Sequence[Formula]) -> list[str]:
    """The entities whose individuals formulas speak of, in order of declaration."""
    sorts: set[str] = set()
    for node in reached(policy, *formulas):
        match node:
            case Quantified(binders=binders):
                sorts.update(binder.sort for binder in binders)
            case QuantifiedCount(binder=binder) | Exists(binder=binder):
                sorts.add(binder.sort)
            case _:
                pass
    return [entity for entity in policy.entities if entity in sorts]


def _with_somebody(policy: Policy, scenario: Scenario, entity: str) -> Scenario:
    """The scenario with one more individual, of whom nothing is so."""
    who = f"{entity.lower()}-1"
    individuals = {**scenario.individuals, entity: (who,)}
    peopled = Scenario(individuals, {}, scenario.events, scenario.doers)
    facts = dict(scenario.facts)
    for fact in policy.facts.values():
        for args in instances(policy, peopled, fact.params):
            if fact.type == "bool" or (fact.name, args) in facts:
                continue
            leaves = policy.kinds[fact.sort or ""].leaves if fact.type == "kind" else individuals.get(fact.sort or "", ())
            facts[fact.name, args] = 0 if fact.type in {"number", "duration"} else next(iter(leaves), "")
    return Scenario(individuals, facts, scenario.events, scenario.doers)


def _looked_at(room: Room, tag: str, instance: Instance, shown: Shown, near: set[int]) -> bool:
    lit = room.engine.terms.known((tag, *shown.plain(instance)))
    return lit is not None and lit >> 1 in near


def _difference(first: Policy, second: Policy, compared: Compared, found: Found, entities: Sequence[str]) -> Difference:
    """The canonical scenario, replayed, with what matters of it; `entities` are those that the readings speak of."""
    room, question = found.room, found.question
    canonical = Canonical(room, question, found.model)
    model = canonical.find()
    alternative = canonical.alternative
    scenario = decode(room.engine, model)
    kept = matters(room, question, alternative, model)
    shown = Shown(room, alternative, model, kept, scenario)
    act = None if alternative.act is None else shown.named(alternative.act)
    env = {name: shown.names.get(value, value) for name, value in alternative.env}
    minute = None if alternative.now is None else model.time(alternative.now[0]) + alternative.now[1]
    wrong = next(faults(first, scenario), None)
    where = Where(env, act, alternative.rule, minute)
    both = None if wrong else said(first, second, compared, scenario, where)
    if both is None or both[0] == both[1]:
        raise InternalDisagreement(wrong or "the evaluator does not find that two readings differ")
    near = set(room.engine.terms.cone([alternative.lit]))  # what is not so matters where the readings look at it
    return Difference(
        scenario=scenario,
        facts=tuple(told for told in shown.facts if told[1] is not False or _looked_at(room, "fact", told[0], shown, near)),
        events=shown.events,
        absent=tuple(event for event in shown.absent() if _looked_at(room, "happens", event, shown, near)),
        now=shown.now(),
        act=act,
        rule=alternative.rule,
        yes="first" if both[0] else "second",
        nobody=tuple(
            entity
            for entity in entities
            if not scenario.individuals.get(entity)
            and said(first, second, compared, _with_somebody(first, scenario, entity), where) != both
        ),
    )
