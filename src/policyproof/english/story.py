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
from policyproof.english.conditions import Context, outline
from policyproof.english.gloss import deadline_text
from policyproof.english.lists import date, duration, joined, possessive
from policyproof.english.material import Telling, Timing, Word
from policyproof.english.outline import Line
from policyproof.english.phrases import Cast
from policyproof.english.points import AT_THE_END, Scope, event
from policyproof.english.timing import Told, elapsed, moment
from policyproof.policy.formulas import EventPoint, Extremum, Point, Shifted, Var
from policyproof.policy.model import Duty, MayClaim, MustClaim, Policy, Property, Rule, StandardNeverEnough, WordNeverEnough
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
                *_verdict_at_the_moment(policy, names, property_, telling),
                *_lawful(policy, property_, telling),
                *_words(policy, names, property_, telling),
                *_idle(policy, names, telling),
                *_stopped(policy, names, telling),
            ]
        case "dilemma":
            lines = [
                *_setting(policy, names, telling),
                *_course(policy, names, telling),
                *_trap(policy, names, telling),
                *_words(policy, names, property_, telling),
                *_idle(policy, names, telling),
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
    rules = [phrases.rule_name(policy.rules[opening.rule]) for opening in telling.opened_by]
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
        opening = f"{elapsed(told, timing)}, " if told else "" if only else "First, "
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
    opening = _at_the_moment(telling)
    if isinstance(property_.claim, MayClaim):
        return [f"{opening}, {said.modal('may', negative=True)}.", *_forbidden(policy, telling)]
    return [f"{opening}, no such duty binds: nothing says that {said.modal('must')} in time."]


def _at_the_moment(telling: Telling) -> str:
    """When the claim breaks, told from the last event of the story."""
    if not telling.events or telling.now is None:
        return "At that moment"
    start = telling.scenario.events[telling.events[0].instance] - telling.events[0].minute
    return moment(telling.events[-1].minute, telling.now - start)


def _forbidden(policy: Policy, telling: Telling) -> list[str]:
    return [f"The reason is {phrases.cited(policy, name)}." for name in telling.forbidden_by]


# ---- why it is lawful, and on whose word


def _lawful(policy: Policy, property_: Property, telling: Telling) -> list[str]:
    if isinstance(property_.claim, MayClaim | MustClaim):
        return ["Up to then, the policy allows all of this."]
    as_of = f", as of {date(policy.as_of)}," if policy.as_of else ""
    if property_.disobey and "unlawful" in telling.expectations and not telling.lawful_only_so_far:
        return _disobeyed(policy, as_of, property_.disobey, telling)
    lines = []
    if telling.unopened:
        lines.append(f"The policy{as_of} allows this: no rule of it stands against it.")
    elif telling.opened_by:
        lines += _under(policy, as_of, "this", [opening.rule for opening in telling.opened_by])
    elif not telling.lawful_only_so_far:
        lines.append(f"The policy{as_of} allows all of this.")
    if telling.lawful_only_so_far:
        lines.append("All is lawful up to that moment, but it cannot go on lawfully: whatever happens next, a duty is broken.")
    return lines


def _disobeyed(policy: Policy, as_of: str, parties: Sequence[str], telling: Telling) -> list[str]:
    """For a claim that is made even if somebody disobeys: that somebody does, and what stands against the act, if anything."""
    breaks = "breaks" if len(parties) == 1 else "break"
    who = joined([phrases.party(policy, each) for each in parties])
    lines = [f"{capital(who)} {breaks} the rules here; everybody else obeys them."]
    if telling.opened_by:
        lines += _under(policy, as_of, "the act itself", [opening.rule for opening in telling.opened_by])
    return [*lines, *(f"What stands against the act is {phrases.cited(policy, name)}." for name in telling.forbidden_by)]


def _under(policy: Policy, as_of: str, what: str, rules: Sequence[str]) -> list[str]:
    """The rules that allow something; then where each stands, and what it is taken from."""
    several = len(rules) > 1
    named = joined([phrases.titled(policy, each) for each in rules])
    lines = [f"The policy{as_of} allows {what} under its rule{'s' if several else ''} {named}."]
    for name in rules:
        span, source = policy.rules[name].span, phrases.source_of(policy, policy.rules[name])
        it = f"Rule `{name}`" if several else "It"
        lines.append(f"{it} stands in {span.path}:{span.line}" + (f"; its source is {source}." if source else "."))
    return lines if several else [" ".join(lines)]


def _words(policy: Policy, names: Cast, property_: Property, telling: Telling) -> list[str]:
    """Whose word counted, how good a word, and when it was wrong; and that nobody else's did."""
    groups: dict[tuple[str, str | None], list[Word]] = {}
    for word in telling.words:
        groups.setdefault((word.speaker, word.standard), []).append(word)
    lines = []
    heard: set[str] = set()
    for (who, standard), words in groups.items():
        claims = [_word(policy, names, word) for word in words]
        on = f", {phrases.standard(standard)}" if standard else ""
        separator = ";" if any("," in each for each in claims) else ","
        also = "also " if who in heard else ""
        heard.add(who)
        whose = capital(possessive(phrases.speaker(policy, names, who)))
        lines.append(f"{whose} word {also}counted{on}: {f'{separator} and '.join(claims)}.")
    if lines:
        lines.append("Nobody else's word counted.")
    elif telling.opened_by or telling.unopened:
        lines.append("Nobody's word was needed.")
    match property_.claim:
        case WordNeverEnough(parties=parties):
            who = joined([phrases.party(policy, each) for each in parties], "and")
            lines.append(f"Had everybody but {who} kept silent, it would still have been permitted.")
        case StandardNeverEnough(standard=standard):
            weaker = phrases.readable(standard)
            lines.append(f"Without any word as good as {weaker} or better, it would still have been permitted.")
        case _:
            pass
    return lines


def _word(policy: Policy, names: Cast, word: Word) -> str:
    if word.is_event:
        return phrases.event_of(policy, names, word.instance).tell()
    said = phrases.fact_of(policy, names, word.instance).tell()
    declared = policy.facts[word.instance[0]]
    if not word.wrong or declared.that is None:
        return said
    arguments = phrases.told_arguments(policy, names, word.instance)
    scope: Scope = {param.name: (param.sort, told) for param, told in zip(declared.params, arguments, strict=True)}
    truth = outline(Context(policy, AT_THE_END, scope), declared.that, positive=False)
    return f"{said}, although {truth.text}" if isinstance(truth, Line) else f"{said}, although this is not so"


# ---- duties that never began, and what would have stopped it


def _idle(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The duties that did not bind because their trigger never came, where that, or what they ask for, matters here."""
    lines = []
    missing = {name for name, _ in telling.absent}
    for name in telling.idle_duties:
        rule = policy.rules[name]
        if not isinstance(rule.sentence, Duty) or rule.sentence.deadline is None:
            continue
        if not missing & {rule.sentence.action, *_starts(rule.sentence.deadline.trigger)}:
            continue
        scope = _parameters(names, telling, rule)
        duty = event(policy, scope, rule.sentence.action, rule.sentence.args).modal("must")
        never = joined(_never(policy, scope, rule.sentence.deadline.trigger))
        lines.append(f"The duty by which {duty} (rule `{name}`, line {rule.span.line}) never began to run: {never}.")
    return lines


def _parameters(names: Cast, telling: Telling, rule: Rule) -> Scope:
    """What the parameters of a duty stand for: the one individual there is, the one that began it, or anybody."""
    began: dict[str, str] = {}
    if isinstance(rule.sentence, Duty) and rule.sentence.deadline and isinstance(rule.sentence.deadline.trigger, EventPoint):
        trigger = rule.sentence.deadline.trigger
        for (name, args), arg in ((each.instance, arg) for each in telling.events for arg in enumerate(trigger.args)):
            if name == trigger.event and isinstance(arg[1], Var):
                began[arg[1].name] = args[arg[0]]
    scope: Scope = {}
    for param in rule.params:
        individuals = telling.scenario.individuals.get(param.sort, ())
        one = individuals[0] if len(individuals) == 1 else began.get(param.name)
        told = None if one is None else names.get((param.sort, one))
        scope[param.name] = (param.sort, told or f"any {phrases.noun(param.sort)}")
    return scope


def _starts(point: Point) -> list[str]:
    """The events that a trigger is counted from."""
    match point:
        case EventPoint():
            return [point.event]
        case Shifted():
            return _starts(point.base)
        case Extremum():
            return [name for each in point.points for name in _starts(each)]
        case _:
            assert_never(point)


def _never(policy: Policy, scope: Scope, point: Point) -> list[str]:
    """What a trigger's failing to come means: the events that it is counted from do not happen."""
    match point:
        case EventPoint():
            return [event(policy, scope, point.event, point.args).tell(negative=True)]
        case Shifted():
            return _never(policy, scope, point.base)
        case Extremum():
            return [clause for each in point.points for clause in _never(policy, scope, each)]
        case _:
            assert_never(point)


def _stopped(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The smallest changes of circumstances that would have stopped it, each by itself, a few to a sentence."""
    if not telling.flips:
        return []
    if telling.aspect == "dilemma":
        result = "there would have been a way to obey"
    elif telling.act is None:
        result = "the policy would not have allowed this"
    else:
        result = phrases.event_of(policy, names, telling.act).modal("could", negative=True, perfect=True)
    first, *others = [changed(policy, names, flip) for flip in telling.flips]
    sentences = -(-len(others) // _CHANGES_TO_A_SENTENCE)
    lines = [f"If {first}, {result}."]
    for number in range(sentences):
        some = others[len(others) * number // sentences : len(others) * (number + 1) // sentences]
        lines.append(f"The same would have followed {joined([f'if {change}' for change in some], 'or')}.")
    return [" ".join(lines)]


# ---- traps and comparisons


def _trap(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The duty that cannot be obeyed, and that no moment in time for it is a permitted one."""
    if telling.duty is None:
        return []
    rule = policy.rules[telling.duty]
    if not isinstance(rule.sentence, Duty):
        return []
    scope = _parameters(names, telling, rule)
    said = event(policy, scope, rule.sentence.action, rule.sentence.args)
    time = "" if rule.sentence.deadline is None else f" {deadline_text(policy, scope, rule.sentence.deadline)}"
    lines = [
        f"Now {said.modal('must')}{time}: {phrases.cited(policy, rule.name)}.",
        "But at no moment that would be in time does the policy permit it: whatever is done, a rule is broken.",
    ]
    return [*lines, *(f"What forbids it is {phrases.cited(policy, name)}." for name in telling.forbidden_by)]


def _two_courses(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """Two courses of events that differ in little, and what the policy says in each."""
    if telling.other is None or telling.act is None:
        return []
    lines = [*_setting(policy, names, telling), *_course(policy, names, telling)]
    lines.append("Now take a second course of events that differs only in this:")
    differences = [pair for pair in _differences(policy, names, telling) if pair[0] != pair[1]]
    lines += [f"In the first, {one}; in the second, {other}." for one, other in differences]
    said = phrases.event_of(policy, names, telling.act)
    at = _at_the_moment(telling)
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
