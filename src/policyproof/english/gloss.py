"""The read-back: each rule, term and assumption as the tool understands it, in plain English with its moments made visible.

A drafter must be able to see here that she wrote the wrong thing: what is read at the moment of the act, what when a duty
begins, what when it falls due.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from policyproof.english import phrases
from policyproof.english.clauses import capital
from policyproof.english.conditions import Context, condition, outline, speaks_of_events
from policyproof.english.laws import law, law_of, several
from policyproof.english.lists import duration, joined, ordinal, times
from policyproof.english.outline import sentence
from policyproof.english.points import AT_THE_ACT, AT_THE_END, Reading, Scope, after, event, trigger, when
from policyproof.english.provisos import proviso
from policyproof.policy.formulas import Arg, EventPoint, Formula, Not, Var
from policyproof.policy.model import (
    Closes,
    Deadline,
    Delay,
    Duty,
    Forbids,
    LawText,
    Permits,
    Policy,
    Rule,
    Statement,
    SwitchesOff,
    Term,
)

_AT_AN_ACT = Reading("by the moment of the act", "that moment", "so far")
_THEN = Reading("by then", "then", "so far")
_SMALL = frozenset({"Unless", "The", "A", "An", "There", "In", "At", "When", "Two", "No", "This", "Rule"})
_NOT_LATER = "What comes later does not count."


def gloss_rule(policy: Policy, rule: Rule) -> str:
    """The rule in sentences; a list within stands on lines of its own, each with a dash."""
    scope, everyone = binding(rule.params)
    match rule.sentence:
        case Closes(action=action, args=args):
            act = regulated(policy, rule, scope, action, args, "must not")
            start = f"unless a rule of {law_of(policy, rule)} permits it, {act}"
            return bound(everyone, _about_an_act(policy, rule, scope, start))
        case Forbids(action=action, args=args):
            act = regulated(policy, rule, scope, action, args, "must not")
            tail = f"No permission of {'any law' if several(policy) else 'this policy'} helps against this."
            return bound(everyone, f"{_about_an_act(policy, rule, scope, act)}\n{tail}")
        case Permits(action=action, args=args):
            told = _about_an_act(policy, rule, scope, regulated(policy, rule, scope, action, args, "may"))
            return bound(everyone, "\n".join([told, *_limits(policy, rule, rule.sentence, scope)]))
        case Duty():
            return bound(everyone, _duty(policy, rule, rule.sentence, scope))
        case SwitchesOff():
            return bound(everyone, _switches_off(policy, rule, scope))
        case _:
            assert_never(rule.sentence)


def gloss_scope(policy: Policy, declared: LawText, scope: Formula) -> str:
    """What a law is about."""
    told = sentence(f"the rules of {law(policy, declared.name)} apply only where", condition(Context(policy, _THEN, {}), scope))
    lines = [told, "Outside that, they neither forbid nor permit anything, and ask for nothing."]
    if speaks_of_events(policy, scope):
        lines.append('Here, "then" is the moment at which a rule is read.')
    return "\n".join(lines)


def gloss_delay(policy: Policy, delay: Delay) -> str:
    """What a delay does to what is due, how often, and who grants it."""
    scope, everyone = binding(delay.params)
    said = phrases.fact(policy, delay.name, [phrase for _, phrase in scope.values()]).tell()
    due = f"what {phrases.rule_name(policy, policy.rules[delay.rule])} asks for falls due"
    if delay.minutes is None:
        told = [f"If {said}, {due} no more."]
    else:
        told = [f"Each time that {said}, {due} up to {duration(delay.minutes)} later."]
    if delay.most is None:
        told.append("There is no limit to how often.")
    elif delay.minutes is not None:
        told.append("This can happen once only." if delay.most == 1 else f"This can happen {times(delay.most)} at most.")
    if delay.condition is not None:
        told.append(
            sentence("it counts only if, when that duty begins,", outline(Context(policy, _THEN, scope), delay.condition))
        )
    granted = policy.facts[delay.name]
    if granted.decided_by:
        who = joined([phrases.party(policy, each) for each in granted.decided_by], "or")
        on = f", {phrases.standard(granted.standard)}" if granted.standard else ""
        told.append(f"It is up to {who}{on}.")
    return bound(everyone, "\n".join([*told, "Extensions are counted, not dated."]))


def gloss_term(policy: Policy, term: Term) -> str:
    """What a term stands for; it has no moment of its own."""
    scope, everyone = binding(term.params)
    text = phrases.described(term.description or "", term.name) or phrases.readable(term.name)
    text = phrases.fill_in(text, {name: phrase for name, (_, phrase) in scope.items()})
    told = sentence(f'{everyone}"{text}" means that', condition(Context(policy, _THEN, scope), term.body))
    if speaks_of_events(policy, term.body):
        return f'{told}\nHere, "then" is the moment at which whatever uses these words is read.'
    return told


def gloss_statement(policy: Policy, statement: Statement) -> str:
    """An assumption or a hypothesis: read at the end, over everything that happens."""
    told = sentence("In every course of events that is looked at,", outline(Context(policy, AT_THE_END, {}), statement.body))
    return f"{told}\nThe reason given: {statement.why}." if statement.why else told


def gloss_formula(policy: Policy, formula: Formula, moment_phrase: str) -> str:
    """A formula as one sentence, read at a moment that the phrase names (`by then`; empty: at the end)."""
    reading = Reading(moment_phrase, "that moment", "whole" if not moment_phrase else "so far")
    return sentence("", condition(Context(policy, reading, {}), formula))


def binding(params: Sequence[Var]) -> tuple[Scope, str]:
    """What parameters are called in sentences, and the opening that binds them: `For every person: `."""
    scope: Scope = {}
    sorts = [each.sort for each in params]
    nouns = []
    for param in params:
        noun = phrases.noun(param.sort)
        if sorts.count(param.sort) > 1:
            noun = f"{ordinal(sum(sort == param.sort for sort, _ in scope.values()))} {noun}"
            scope[param.name] = (param.sort, f"the {noun}")
        else:
            scope[param.name] = (param.sort, f"this {noun}")
        nouns.append(noun)
    return scope, f"For every {joined(nouns)}: " if nouns else ""


def bound(everyone: str, text: str) -> str:
    """A text behind its opening, with a small letter where its first word is one of the language's own."""
    first = text.split(maxsplit=1)[0]
    return everyone + text[:1].lower() + text[1:] if everyone and first in _SMALL else everyone + text


def regulated(policy: Policy, rule: Rule, scope: Scope, action: str, args: Sequence[Arg], modal: str) -> str:
    """The act with the rule's modal verb; with the rule's parties where the act has other doers too."""
    said = event(policy, scope, action, args)
    doers = policy.events[action].by
    covered = {below for each in rule.parties for below in policy.party_and_below(each)}
    if rule.parties and not set(doers) <= covered:
        who = joined([phrases.party(policy, each) for each in rule.parties], "or")
        said = phrases.done_by(policy, action, said, who)
    verb, _, negation = modal.partition(" ")
    return said.modal(verb, negative=bool(negation))


def deadline_text(policy: Policy, scope: Scope, deadline: Deadline) -> str:
    """`within 72 hours after Ring hands the footage to the agency`."""
    length = duration(deadline.length)
    end = after(policy, scope, deadline.trigger)
    match deadline.form:
        case "within after":
            return f"within {length} after {end}"
        case "not later":
            if deadline.length:
                return f"not later than {length} after {end}"
            return f"not later than {when(policy, scope, deadline.trigger)}"
        case "within before":
            return f"within the last {length} before {end}"
        case "promptly":
            return f"at some time after {end}"
        case "before":
            return f"before {end}"
        case "at least before":
            return f"at least {length} before {end}"
        case "together":
            return f"in the same minute as {when(policy, scope, deadline.trigger)}"
        case _:
            assert_never(deadline.form)


def _about_an_act(policy: Policy, rule: Rule, scope: Scope, act: str) -> str:
    """A rule that is read at the moment of the act."""
    context = Context(policy, AT_THE_ACT, scope)
    told = [f"{capital(act)}." if rule.condition is None else sentence(f"{act} if", condition(context, rule.condition))]
    if rule.unless is not None:
        told.append(sentence("this rule does not apply if", condition(context, rule.unless)))
    if any(speaks_of_events(policy, each) for each in (rule.condition, rule.unless) if each is not None):
        told.append(_NOT_LATER)
    return "\n".join([*told, *_overrides(rule, policy)])


def _limits(policy: Policy, rule: Rule, permission: Permits, scope: Scope) -> list[str]:
    """What a permission lifts, where it does not lift all, and what must yet come true."""
    told = []
    if permission.exception_to:
        closing = joined([phrases.rule_name(policy, policy.rules[each]) for each in permission.exception_to])
        told.append(f"This is an exception only to {closing}: what else closes this asks for a permission of its own.")
    elif several(policy):
        told.append(f"This lifts only what {law_of(policy, rule)} closes.")
    if permission.provided is not None:
        told.append(sentence("done so, it stays lawful only if", proviso(policy, scope, permission.provided)))
        told.append("Once that is missed, it was unlawful after all.")
    return told


def _duty(policy: Policy, rule: Rule, duty: Duty, scope: Scope) -> str:
    act = regulated(policy, rule, scope, duty.action, duty.args, "must")
    if duty.deadline is None:
        told = [f"{capital(act)}, at some time.", *_read_at_the_end(policy, rule, scope)]
        due = "At the end, after everything that happens"
    else:
        told = [f"{capital(act)} {deadline_text(policy, scope, duty.deadline)}.", *_begins(policy, rule, duty.deadline, scope)]
        due = "Read when it falls due"
        if duty.deadline.form == "promptly":
            told.append("No time is set, so nothing enforces this duty before the end.")
            due = "At the end, after everything that happens"
    if duty.excused is not None:
        unless = isinstance(duty.excused, Not)
        body = duty.excused.body if isinstance(duty.excused, Not) else duty.excused
        told.append(
            sentence(f"{due}: it is excused {'unless' if unless else 'if'}", condition(Context(policy, _THEN, scope), body))
        )
    delays = [phrases.delay_name(policy, delay) for delay in policy.delays.values() if delay.rule == rule.name]
    if delays:
        told.append(f"It may fall due later, by {joined(delays, 'or')}.")
    return "\n".join([*told, *_overrides(rule, policy)])


def _begins(policy: Policy, rule: Rule, deadline: Deadline, scope: Scope) -> list[str]:
    """When a duty begins, and what is read at that moment."""
    told = []
    begins = trigger(policy, scope, deadline.trigger)
    context = Context(policy, _THEN, scope)
    backwards = deadline.form in {"before", "at least before", "within before"}
    verb = "is read" if backwards else "begins"
    if deadline.form == "not later":
        told.append("To do so even before that is enough.")
    if rule.condition is not None:
        told.append(sentence(f"it {verb} {begins}, and binds only if", condition(context, rule.condition)))
    elif not isinstance(deadline.trigger, EventPoint) or backwards:
        told.append(f"It {verb} {begins}.")
    if rule.unless is not None:
        told.append(sentence(f"it does not bind if, {begins},", condition(context, rule.unless)))
    told.append("If that moment never comes, the duty never binds.")
    return told


def _read_at_the_end(policy: Policy, rule: Rule, scope: Scope) -> list[str]:
    context = Context(policy, AT_THE_END, scope)
    told = []
    if rule.condition is not None:
        told.append(
            sentence("read at the end, after everything that happens: it binds only if", outline(context, rule.condition))
        )
    if rule.unless is not None:
        told.append(sentence("read at the end: it does not bind if", outline(context, rule.unless)))
    return told


def _switches_off(policy: Policy, rule: Rule, scope: Scope) -> str:
    """`R, S do not apply`: read whenever the rules that it switches off are read."""
    switched = [policy.rules[each.rule] for each in rule.overrides]
    duties = sum(isinstance(each.sentence, Duty) for each in switched)
    reading = _AT_AN_ACT if not duties else _THEN
    context = Context(policy, reading, scope)
    verb = "does" if len(switched) == 1 else "do"
    start = f"{joined([phrases.rule_name(policy, each) for each in switched])} {verb} not apply"
    told = [f"{capital(start)}." if rule.condition is None else sentence(f"{start} if", condition(context, rule.condition))]
    if rule.unless is not None:
        told.append(sentence("this is not so if", condition(context, rule.unless)))
    if duties and (rule.condition is not None or rule.unless is not None):
        told.append('Here, "then" is the moment at which the duty begins, or the act is done.')
    return "\n".join(told)


def _overrides(rule: Rule, policy: Policy) -> list[str]:
    """What the rule switches off by `notwithstanding`, or by the `subject to` of others."""
    names = [phrases.rule_name(policy, policy.rules[each.rule]) for each in rule.overrides]
    if not names:
        return []
    return [f"Where this rule applies, {joined(names)} {'does' if len(names) == 1 else 'do'} not."]
