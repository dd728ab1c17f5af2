"""Duties in a story: those that never began or did not bind, those put off, and one that cannot be obeyed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from policyproof.english import phrases
from policyproof.english.conditions import Context, outline
from policyproof.english.gloss import deadline_text
from policyproof.english.laws import law_of, several
from policyproof.english.lists import duration, joined, times
from policyproof.english.material import Postponed, Telling, Unbound
from policyproof.english.outline import Line
from policyproof.english.phrases import Cast
from policyproof.english.points import Reading, Scope, after, event
from policyproof.policy.formulas import EventPoint, Extremum, Point, Shifted, Var
from policyproof.policy.model import Duty, Policy, Rule

_THEN = Reading("", "then", "so far")


def idle(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The duties that did not bind because their trigger never came, where that, or what they ask for, matters here."""
    lines = []
    missing = {name for name, _ in telling.absent}
    done = {each.instance[0] for each in telling.events}
    for name in telling.idle_duties:
        rule = policy.rules[name]
        if not isinstance(rule.sentence, Duty) or rule.sentence.deadline is None:
            continue
        if rule.sentence.action in done or not missing & {rule.sentence.action, *_starts(rule.sentence.deadline.trigger)}:
            continue
        scope = _parameters(names, telling, rule)
        never = joined(_never(policy, scope, rule.sentence.deadline.trigger))
        lines.append(f"{_by_which(policy, scope, rule)} never began to run: {never}.")
    return [*lines, *(line for each in telling.unbound if (line := _unbound(policy, names, missing, each)))]


def _unbound(policy: Policy, names: Cast, missing: set[str], unbound: Unbound) -> str | None:
    """A duty that did not bind, or was excused, where what it asks for does not happen."""
    rule = policy.rules[unbound.rule]
    if not isinstance(rule.sentence, Duty) or rule.sentence.action not in missing:
        return None
    scope = named_values(policy, names, rule.params, unbound.values)
    start = _by_which(policy, scope, rule)
    match unbound.why:
        case "switched off":
            off = None if unbound.off is None else policy.rules[unbound.off]
            return f"{start} did not bind" + (f": {phrases.rule_name(policy, off)} switches it off." if off else ".")
        case "out of scope":
            start = f"{start} did not bind, beyond the scope of {law_of(policy, rule)}"
        case "does not bind":
            start = f"{start} did not bind"
        case "excused":
            start = f"{start} was excused"
        case _:
            assert_never(unbound.why)
    told = None if unbound.part is None else outline(Context(policy, _THEN, scope), unbound.part, positive=unbound.so)
    return f"{start}: {told.text if isinstance(told, Line) else _in_general(unbound)}."


def _in_general(unbound: Unbound) -> str:
    """Why a duty does not bind, where the part of the rule that says so is a long list."""
    match unbound.why:
        case "excused":
            return "its excuse is given"
        case "out of scope":
            return "what the scope asks for is not so"
        case _:
            return "what its `unless` says is so" if unbound.so else "what its `if` asks for is not so"


def _by_which(policy: Policy, scope: Scope, rule: Rule) -> str:
    """``The duty by which Ring must tell the owner (rule `notice`, line 44)``."""
    assert isinstance(rule.sentence, Duty)
    duty = event(policy, scope, rule.sentence.action, rule.sentence.args).modal("must")
    return f"The duty by which {duty} (rule `{rule.name}`, {phrases.place(policy, rule.span)})"


def put_off(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The duties that fall due later, where the grants matter."""
    matter = {instance for instance, _ in telling.facts}
    told = [each for each in telling.postponed if any(grant.instance in matter for grant in each.grants)]
    lines = [_put_off(policy, names, each) for each in told]
    return [*lines, "Extensions are counted, not dated."] if lines else []


def _put_off(policy: Policy, names: Cast, postponed: Postponed) -> str:
    rule = policy.rules[postponed.rule]
    scope = named_values(policy, names, rule.params, postponed.values)
    by = [
        f"{times(grant.times)} (delay `{grant.instance[0]}`, {phrases.place(policy, policy.delays[grant.instance[0]].span)})"
        for grant in postponed.grants
    ]
    what = f"Put off {joined(by)}, what {phrases.rule_name(policy, rule)} asks for"
    if postponed.due_after is None or not isinstance(rule.sentence, Duty) or rule.sentence.deadline is None:
        return f"{what} is due no more."
    return f"{what} falls due {duration(postponed.due_after)} after {after(policy, scope, rule.sentence.deadline.trigger)}."


def trap(policy: Policy, names: Cast, telling: Telling) -> list[str]:
    """The duty that cannot be obeyed, and that no moment in time for it is a permitted one."""
    if telling.duty is None:
        return []
    rule = policy.rules[telling.duty]
    if not isinstance(rule.sentence, Duty):
        return []
    scope = _parameters(names, telling, rule)
    said = event(policy, scope, rule.sentence.action, rule.sentence.args)
    time = "" if rule.sentence.deadline is None else f" {deadline_text(policy, scope, rule.sentence.deadline)}"
    now = f"Now, under {law_of(policy, rule)}," if several(policy) else "Now"
    permit = "do the laws" if several(policy) else "does the policy"
    return [
        f"{now} {said.modal('must')}{time}: {phrases.cited(policy, rule.name)}.",
        f"But at no moment that would be in time {permit} permit it: whatever is done, a rule is broken.",
    ]


# ---- parameters


def named_values(policy: Policy, names: Cast, variables: Iterable[Var], values: Sequence[tuple[str, str]]) -> Scope:
    """What variables are called that have these values."""
    given = dict(values)
    return {
        variable.name: (
            variable.sort,
            phrases.member(policy, variable.sort, value) if variable.over_kind else names.get((variable.sort, value), value),
        )
        for variable in variables
        if (value := given.get(variable.name)) is not None
    }


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


# ---- triggers


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
