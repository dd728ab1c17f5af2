"""A counterexample (or a witness) as a story that a reporter can quote: one sentence or two a line, in the drafter's words.

Who there is, what is so, what happens and when; what does not happen; which rule makes it lawful and where that stands; whose
word counted and when it was wrong; which duties never began; and what would have stopped it. Nothing is worked out here: the
telling says it all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

import msgspec

from policyproof.english import phrases
from policyproof.english.changes import changed
from policyproof.english.clauses import capital
from policyproof.english.dates import due_dates, on
from policyproof.english.duties import idle, put_off, trap
from policyproof.english.grounds import in_the_way, lawful
from policyproof.english.laws import several
from policyproof.english.lists import duration, joined
from policyproof.english.material import Telling, Timing, Word
from policyproof.english.phrases import Cast
from policyproof.english.timing import Told, elapsed, moment
from policyproof.english.words import words
from policyproof.policy.formulas import Var
from policyproof.policy.model import MayClaim, MustClaim, Policy, Property
from policyproof.scenario import FactValue, Instance, Scenario

_CHANGES_TO_A_SENTENCE = 3


def story(policy: Policy, property_: Property, telling: Telling) -> tuple[str, ...]:
    """The lines of the story, each a sentence or a few."""
    names = phrases.cast(policy, telling.scenario)
    match telling.aspect:
        case "breaks" | "witnesses":
            lines = [
                *_setting(policy, names, telling),
                *_course(policy, names, telling),
                *due_dates(policy, names, telling),
                *_verdict_at_the_moment(policy, names, property_, telling),
                *put_off(policy, names, telling),
                *lawful(policy, names, property_, telling),
                *words(policy, names, property_, telling),
                *idle(policy, names, telling),
                *_stopped(policy, names, telling),
            ]
        case "dilemma":
            lines = [
                *_setting(policy, names, telling),
                *_course(policy, names, telling),
                *due_dates(policy, names, telling),
                *put_off(policy, names, telling),
                *trap(policy, names, telling),
                *in_the_way(policy, telling),
                *words(policy, names, property_, telling),
                *idle(policy, names, telling),
                *_stopped(policy, names, telling),
            ]
        case "depends":
            lines = _two_courses(policy, names, telling)
        case _:
            assert_never(telling.aspect)
    return tuple(lines)


def brief(policy: Policy, telling: Telling) -> str:
    """Another way of the same, in one sentence: by which rules, and on what it turns."""
    names = phrases.cast(policy, telling.scenario)
    doers = telling.scenario.doers
    steps = [phrases.event_of(policy, names, each.instance, doers.get(each.instance)).tell() for each in telling.events]
    so = [phrases.valued(policy, names, instance, value) for instance, value in telling.facts if value is not False]
    rules = [phrases.rule_name(policy, policy.rules[opening.rule]) for opening in telling.opened_by]
    under = f"under {joined(rules)}" if rules else "with no rule against it"
    return f"{capital(under)}: {'; '.join([*so, *steps])}."


# ---- who, what is so, what happens


def _setting(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The people of the story, and the circumstances that nobody's word stands for."""
    lines = []
    for entity, individuals in telling.scenario.individuals.items():
        if individuals:
            who = joined([names[entity, each] for each in individuals])
            description = phrases.described(policy.entities[entity].description, entity)
            each = "each " if len(individuals) > 1 else ""
            what = f"{each}{description}" if description else f"{each}a {phrases.noun(entity)}"
            lines.append(f"{who}: {what}.")
    spoken = {word.instance for word in telling.words}
    told = {_denied(policy, word) for word in telling.words if word.wrong}
    stated = [
        capital(phrases.valued(policy, names, instance, value)) + "."
        for instance, value in telling.facts
        if instance not in spoken and instance[0] not in told
    ]
    return [*lines, " ".join(stated)] if stated else lines


def _denied(policy: Policy, word: Word) -> str | None:
    """The plain fact that a wrong word is about, which its own sentence tells (`although …`)."""
    that = None if word.is_event else policy.facts[word.instance[0]].that
    return getattr(that, "fact", None)


def _course(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The events in order, with the time that passes between them; then what does not happen."""
    lines = []
    told: list[Told] = []
    for index, each in enumerate(telling.events):
        timing = _in_order(policy, telling.events[:index], each)
        doer = telling.scenario.doers.get(timing.instance)
        clause = phrases.event_of(policy, names, timing.instance, doer).tell()
        only = len(telling.events) == 1
        dated = on(policy, telling.scenario.events[timing.instance])
        opening = f"{dated}, " if dated else f"{elapsed(told, timing)}, " if told else "" if only else "First, "
        lines.append(f"{capital(opening + clause)}.")
        told.append(Told(timing.minute, clause))
    missing = [phrases.event_of(policy, names, instance).tell(negative=True) for instance in telling.absent]
    return [*lines, f"{capital(joined(missing))}."] if missing else lines


def _in_order(policy: Policy, before: Sequence[Timing], timing: Timing) -> Timing:
    """The timing, no earlier than the event that this one follows by its very declaration."""
    declared = policy.events[timing.instance[0]]
    given = dict(zip((param.name for param in declared.params), timing.instance[1], strict=True))
    for follows in declared.follows if len(declared.follows) == 1 else ():
        args = tuple(given.get(arg.name) if isinstance(arg, Var) else None for arg in follows.args)
        first = next((other.minute for other in before if other.instance == (follows.event, args)), None)
        if first is not None and (timing.earliest is None or timing.earliest < first):
            return msgspec.structs.replace(timing, earliest=first)
    return timing


def _verdict_at_the_moment(policy: Policy, names: Cast, property_: Property, telling: Telling) -> list[str]:
    """For a claim about a moment: what the policy says then."""
    if telling.act is None or not isinstance(property_.claim, MayClaim | MustClaim):
        return []
    said = phrases.event_of(policy, names, telling.act)
    opening = _at_the_moment(policy, telling)
    if isinstance(property_.claim, MayClaim):
        return [f"{opening}, {said.modal('may', negative=True)}.", *in_the_way(policy, telling)]
    if any(due.rule is not None for due in telling.due_dates):
        return [f"{opening}, no duty binds that is due so early."]
    return [f"{opening}, no such duty binds: nothing says that {said.modal('must')} in time."]


def _at_the_moment(policy: Policy, telling: Telling) -> str:
    """When the claim breaks, told from the last event of the story."""
    if telling.now is not None and (dated := on(policy, telling.now)) is not None:
        return capital(dated)
    if not telling.events:
        return "As things stand"
    if telling.now is None:
        return "At that moment"
    start = telling.scenario.events[telling.events[0].instance] - telling.events[0].minute
    return moment(telling.events[-1].minute, telling.now - start)


# ---- what would have stopped it


def _stopped(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The smallest changes of circumstances that would have stopped it, each by itself, a few to a sentence."""
    if not telling.flips:
        return []
    if telling.aspect == "dilemma":
        result = "there would have been a way to obey"
    elif telling.act is None:
        result = f"the {'laws' if several(policy) else 'policy'} would not have allowed this"
    else:
        result = phrases.event_of(policy, names, telling.act).modal("could", negative=True, perfect=True)
    first, *others = [changed(policy, names, flip) for flip in telling.flips]
    sentences = -(-len(others) // _CHANGES_TO_A_SENTENCE)
    lines = [f"If {first}, {result}."]
    for number in range(sentences):
        some = others[len(others) * number // sentences : len(others) * (number + 1) // sentences]
        lines.append(f"The same would have followed {joined([f'if {change}' for change in some], 'or')}.")
    return [" ".join(lines)]


# ---- comparisons


def _two_courses(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """Two courses of events that differ in little, and what the policy says in each."""
    if telling.other is None or telling.act is None:
        return []
    lines = [*_setting(policy, names, telling), *_course(policy, names, telling)]
    lines.append("Now take a second course of events that differs only in this:")
    differences = [pair for pair in _differences(policy, names, telling) if pair[0] != pair[1]]
    lines += [f"In the first, {one}; in the second, {other}." for one, other in differences]
    said = phrases.event_of(policy, names, telling.act)
    at = _at_the_moment(policy, telling)
    match telling.permitted:
        case "first":
            first, second = said.modal("may"), "not"
        case "second":
            first, second = said.modal("may", negative=True), "it is permitted"
        case _:
            return [*lines, f"{at}, in one of the two {said.modal('may')}, and in the other not."]
    return [*lines, f"{at}, in the first {first}; in the second{',' if second != 'not' else ''} {second}."]


def _differences(policy: Policy, names: Cast, telling: Telling) -> list[tuple[str, str]]:
    first, second = telling.scenario, telling.other
    if second is None:
        return []
    return [
        *(
            (_fact_in(policy, names, first, each), _fact_in(policy, names, second, each))
            for each in _either(first.facts, second.facts)
            if first.facts.get(each, False) != second.facts.get(each, False)
        ),
        *(
            (_event_in(policy, names, (first, second), each), _event_in(policy, names, (second, first), each))
            for each in _either(first.events, second.events)
            if (first.events.get(each), first.doers.get(each)) != (second.events.get(each), second.doers.get(each))
        ),
    ]


def _either(first: Mapping[Instance, FactValue], second: Mapping[Instance, FactValue]) -> list[Instance]:
    return [*first, *(each for each in second if each not in first)]


def _fact_in(policy: Policy, names: Cast, scenario: Scenario, instance: Instance) -> str:
    return phrases.valued(policy, names, instance, scenario.facts.get(instance, False))


def _event_in(policy: Policy, names: Cast, courses: tuple[Scenario, Scenario], instance: Instance) -> str:
    """The event in the first of two courses; with its time, where it happens in both."""
    scenario, other = courses
    said = phrases.event_of(policy, names, instance, scenario.doers.get(instance))
    if instance not in scenario.events:
        return said.tell(negative=True)
    if instance not in other.events:
        return said.tell()
    after = scenario.events[instance] - min(scenario.events.values())
    return f"{said.tell()} ({f'{duration(after)} after the start' if after else 'at the start'})"
