"""What the law said in a scenario, for its story: each law of an act, provisos missed, duties put off or not binding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyproof.english.material import Grant, LawSays, Missed, Opening, Postponed, Unbound
from policyproof.meaning.course import Env
from policyproof.meaning.decisions import Decision, Meaning, lifts
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.rules import DutyRun
from policyproof.policy.formulas import And, EventPoint, Formula
from policyproof.policy.model import Closes, Duty, Forbids, Permits, Rule
from policyproof.scenario import Instance


def lifting(meaning: Meaning, decision: Decision) -> tuple[str, ...]:
    """The licences that lift what closes an act."""
    rules = meaning.policy.rules
    return tuple(
        name for name in decision.allowed_by if any(lifts(rules[name], rules[closed]) for closed in decision.closed_by)
    )


def openings(meaning: Meaning, happening: Sequence[Instance]) -> tuple[Opening, ...]:
    """What licensed the acts among these, in their order, each rule once."""
    found: dict[str, Opening] = {}
    for act in happening:
        doer = meaning.doer(act)
        if not meaning.policy.events[act[0]].is_action or doer is None:
            continue
        for name in lifting(meaning, meaning.decision(act, doer, meaning.events[act])):
            found.setdefault(name, Opening(name, _came_true(meaning, act, doer, name)))
    return tuple(found.values())


# ---- laws


def laws_on(meaning: Meaning, act: Instance, decision: Decision, minute: Moment) -> tuple[LawSays, ...]:
    """What each law that closes or forbids such acts at all says of this one; nothing where one law alone speaks of it."""
    policy = meaning.policy
    about = [rule for rule in policy.rules.values() if isinstance(rule.sentence, Closes | Forbids)]
    speaking = list(dict.fromkeys(rule.law for rule in about if getattr(rule.sentence, "action", None) == act[0]))
    course = meaning.supposing(act, decision.doer, meaning.after_everything() if minute == END else minute)
    found = tuple(_law(course, law, decision, course.events[act]) for law in speaking)
    several = sum(any(rule.law == law for rule in policy.rules.values()) for law in policy.laws) > 1
    return tuple(said for said in found if several or said.beyond is not None)


def _law(course: Meaning, law: str, decision: Decision, minute: Moment) -> LawSays:
    rules = course.policy.rules

    def of_it(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if rules[name].law == law)

    if against := of_it((*decision.forbidden_by, *decision.unlifted)):
        return LawSays(law, "stands against", against)
    if of_it(decision.closed_by):
        return LawSays(law, "allows", of_it(lifting(course, decision)))
    scope = course.policy.laws[law].scope
    outside = scope is not None and not course.holds(scope, minute, minute, {})
    return LawSays(law, "silent", (), _part(course, scope, minute, {}) if scope is not None and outside else None)


def _part(course: Meaning, formula: Formula, minute: Moment, env: Env) -> Formula:
    """Of several conditions that must all be so, the first that is not; else the whole."""
    while isinstance(formula, And):
        formula = next(item for item in formula.items if not course.holds(item, minute, minute, env))
    return formula


# ---- provisos


def missed(meaning: Meaning, act: Instance, doer: str) -> Iterator[Missed]:
    """What was missed of the provisos of an act that was permitted and does not stand."""
    at = meaning.events[act]
    names = meaning.unproven(act, doer, END, END)
    for rule, values in meaning.about(act, doer):
        proviso = rule.sentence.provided if isinstance(rule.sentence, Permits) else None
        if rule.name not in names or proviso is None or not meaning.licenses(rule, values, at):
            continue
        for part, env in meaning.missing(proviso, values, at):
            windows = meaning.windows(part, env, END)
            last = max((last for _, last in windows), default=END)
            assert isinstance(part.left, EventPoint)
            done = [minute for _, minute in meaning.happening(part.left.event, part.left.args, env)]
            due = None if abs(last) == END else int(last - at)
            yield Missed(rule.name, part, tuple(env.items()), due, early=any(minute <= last for minute in done))


def _came_true(meaning: Meaning, act: Instance, doer: str, name: str) -> bool | None:
    """Whether the proviso of a licence of the act comes true; None where it has none."""
    at = meaning.events[act]
    sentence = meaning.policy.rules[name].sentence
    proviso = sentence.provided if isinstance(sentence, Permits) else None
    if proviso is None:
        return None
    licences = [values for rule, values in meaning.about(act, doer) if rule.name == name and meaning.licenses(rule, values, at)]
    return any(not meaning.missed(proviso, values, at, END, END) for values in licences)


# ---- duties


def postponed(meaning: Meaning) -> Iterator[Postponed]:
    """The duties that bind and fall due later than they say by themselves."""
    for rule, run in _runs(meaning):
        if not run.postponed or run.trigger is None or not meaning.began(run):
            continue
        due = None if run.due == END else int(run.due - run.trigger)
        yield Postponed(rule.name, tuple(run.values.items()), tuple(_grants(meaning, run)), due)


def _grants(meaning: Meaning, run: DutyRun) -> Iterator[Grant]:
    """The delays that count for a run of a duty."""
    trigger = END if run.trigger is None else run.trigger
    sorts = {param.name: param.sort for param in run.rule.params}
    for delay in meaning.lookup.delays.get(run.rule.name, ()):
        shared = {param.name: run.values[param.name] for param in delay.params if sorts.get(param.name) == param.sort}
        for bound in meaning.bindings(delay.params, shared):
            instance = (delay.name, tuple(bound[param.name] for param in delay.params))
            times = int(meaning.scenario.facts.get(instance, 0))
            if times and (delay.condition is None or meaning.holds(delay.condition, trigger, trigger, bound)):
                yield Grant(instance, times)


def unbound(meaning: Meaning) -> Iterator[Unbound]:
    """The duties with a trigger that came, of which no run is in force in the end: for the first one, why not."""
    for rule in meaning.lookup.duties:
        runs = list(meaning.all_runs(rule, END))
        if runs and not any(meaning.unmet(run) or (meaning.began(run) and meaning.done(run, END)) for run in runs):
            yield _why_not(meaning, rule, runs[0])


def _why_not(meaning: Meaning, rule: Rule, run: DutyRun) -> Unbound:
    start = END if run.trigger is None else run.trigger
    env, values = run.values, tuple(run.values.items())
    scope = meaning.policy.laws[rule.law].scope if rule.law in meaning.policy.laws else None
    if scope is not None and not meaning.holds(scope, start, start, {}):
        return Unbound(rule.name, values, "out of scope", _part(meaning, scope, start, {}))
    if rule.condition is not None and not meaning.holds(rule.condition, start, start, env):
        return Unbound(rule.name, values, "does not bind", _part(meaning, rule.condition, start, env))
    if rule.unless is not None and meaning.holds(rule.unless, start, start, env):
        return Unbound(rule.name, values, "does not bind", rule.unless, so=True)
    if not meaning.began(run):
        off = next((each.name for each in meaning.lookup.overriders[rule.name] if _in_force(meaning, each, rule, run)), None)
        return Unbound(rule.name, values, "switched off", off=off)
    assert isinstance(rule.sentence, Duty)
    return Unbound(rule.name, values, "excused", rule.sentence.excused, so=True)


def _in_force(meaning: Meaning, overriding: Rule, rule: Rule, run: DutyRun) -> bool:
    """Whether a rule that overrides the duty applies when the duty would begin."""
    start = END if run.trigger is None else run.trigger
    sorts = {param.name: param.sort for param in rule.params}
    shared = {param.name: run.values[param.name] for param in overriding.params if sorts.get(param.name) == param.sort}
    return any(meaning.in_force(overriding, some, start, start) for some in meaning.bindings(overriding.params, shared))


def _runs(meaning: Meaning) -> Iterator[tuple[Rule, DutyRun]]:
    for rule in meaning.lookup.duties:
        for run in meaning.all_runs(rule, END):
            yield rule, run
