"""Why a story is lawful or not: which rule, of which law, and where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from policyproof.english import phrases
from policyproof.english.clauses import capital
from policyproof.english.conditions import Context, outline
from policyproof.english.duties import named_values
from policyproof.english.gloss import deadline_text
from policyproof.english.laws import law, several
from policyproof.english.lists import date, joined
from policyproof.english.material import LawSays, Missed, Opening, Telling
from policyproof.english.outline import Line
from policyproof.english.phrases import Cast
from policyproof.english.points import Reading, Scope, event
from policyproof.english.provisos import fell_due, in_a_line, left_undone
from policyproof.policy.formulas import EventPoint, Extremum, Point, Shifted, Var
from policyproof.policy.model import (
    Closes,
    Complies,
    Duty,
    Forbids,
    MayClaim,
    MustClaim,
    Permits,
    Policy,
    Property,
    Rule,
    SameAs,
    SwitchesOff,
)

_THEN = Reading("", "then", "so far")


def lawful(policy: Policy, names: Cast, property_: Property, telling: Telling) -> list[str]:
    """By which rules it is lawful; for one that disobeys, what stands against it; for two laws, what each says."""
    if isinstance(property_.claim, MayClaim | MustClaim):
        allow = "the laws allow" if several(policy) else "the policy allows"
        return [f"Up to then, {allow} all of this."] if telling.events else []
    if isinstance(property_.claim, Complies | SameAs):
        return _compared(policy, names, property_.claim.law, telling)
    if property_.disobey and "unlawful" in telling.expectations and not telling.lawful_only_so_far:
        return _disobeyed(policy, names, property_.disobey, telling)
    if telling.laws:
        lines = [line for each in telling.laws for line in _law(policy, each, telling.opened_by)]
    elif telling.unopened:
        lines = [f"{_subject(policy)} this: no rule {'of them' if several(policy) else 'of it'} stands against it."]
    elif telling.opened_by:
        lines = _under(policy, "this", telling.opened_by)
    elif not telling.lawful_only_so_far:
        lines = [f"{_subject(policy)} all of this."]
    else:
        lines = []
    return [*lines, *_only_so_far(policy, telling)]


def in_the_way(policy: Policy, telling: Telling) -> list[str]:
    """What stands in the way of an act that may not be done; with several laws, also which of them would let it through.

    For a trap, in which a duty asks for the act, only what stands in the way.
    """
    if several(policy) and telling.laws:
        untold = {"silent", "allows"} if telling.aspect == "dilemma" else {"silent"}
        return [line for each in telling.laws if each.says not in untold for line in _law(policy, each, ())]
    return [_against(policy, policy.rules[name]) for name in telling.forbidden_by]


def _against(policy: Policy, rule: Rule) -> str:
    cited = phrases.cited(policy, rule.name)
    if isinstance(rule.sentence, Closes):
        return f"What closes it is {cited}, and no permission lifts it."
    return f"What forbids it is {cited}."


def _subject(policy: Policy) -> str:
    if several(policy):
        return "The laws allow"
    return f"The policy, as of {date(policy.as_of)}, allows" if policy.as_of else "The policy allows"


def _only_so_far(policy: Policy, telling: Telling) -> list[str]:
    if not telling.lawful_only_so_far:
        return []
    lines = ["All is lawful up to that moment, but it cannot go on lawfully: whatever happens next, a rule is broken."]
    if telling.broken_later:
        rules = joined([phrases.cited(policy, each) for each in telling.broken_later])
        lines.append(f"If nothing more happens, it is {rules}.")
    return lines


# ---- one law


def _under(policy: Policy, what: str, openings: Sequence[Opening]) -> list[str]:
    """The rules that allow something; then where each stands, and what it is taken from."""
    many = len(openings) > 1
    named = joined([phrases.titled(policy, each.rule) for each in openings])
    under = "under" if several(policy) else "under its"
    lines = [f"{_subject(policy)} {what} {under} rule{'s' if many else ''} {named}."]
    for opening in openings:
        it = f"Rule `{opening.rule}`" if many else "It"
        lines.append(f"{it} {_stands_in(policy, policy.rules[opening.rule])}.")
    lines = lines if many else [" ".join(lines)]
    return [*lines, *(line for each in openings for line in _condition(policy, each))]


def _stands_in(policy: Policy, rule: Rule) -> str:
    source = phrases.source_of(policy, rule)
    return f"stands in {rule.span.path}:{rule.span.line}" + (f"; its source is {source}" if source else "")


def _condition(policy: Policy, opening: Opening) -> Iterator[str]:
    """What a permission asks to come true, where it does."""
    sentence = policy.rules[opening.rule].sentence
    if opening.came_true and isinstance(sentence, Permits) and sentence.provided is not None:
        told = in_a_line(policy, {}, sentence.provided)
        yield f"It is allowed provided that {told}; that comes true." if told else "What it is provided with comes true."


# ---- several laws


def _law(policy: Policy, said: LawSays, openings: Sequence[Opening]) -> Iterator[str]:
    """What one law says of the act."""
    text = policy.laws[said.law]
    as_of = f", as of {date(text.as_of)}," if text.as_of else ","
    under = f"Under {law(policy, said.law)}{as_of}"
    match said.says:
        case "allows":
            yield f"{under} it is allowed by {joined([phrases.cited(policy, each) for each in said.rules])}."
            yield from (line for each in openings if each.rule in said.rules for line in _condition(policy, each))
        case "stands against":
            closing = [each for each in said.rules if isinstance(policy.rules[each].sentence, Closes)]
            forbidding = [each for each in said.rules if each not in closing]
            if forbidding:
                yield f"{under} it is forbidden by {joined([phrases.cited(policy, each) for each in forbidding])}."
            for index, name in enumerate(closing):
                cited = phrases.cited(policy, name)
                if index:
                    yield f"{capital(cited)} asks for one too."
                else:
                    yield f"{under} it must not be done: {cited} asks for a permission of that law, and none lifts it."
        case "silent" if said.beyond is not None:
            told = outline(Context(policy, _THEN, {}), said.beyond, positive=False)
            why = f": {told.text}" if isinstance(told, Line) else ""
            yield f"{under} nothing stands against it, since this is beyond its scope{why}."
        case "silent":
            yield f"{under} nothing stands against it."
        case _:
            assert_never(said.says)


# ---- disobedience, and conditions that were missed


def _disobeyed(policy: Policy, names: Cast, parties: Sequence[str], telling: Telling) -> list[str]:
    """For a claim that is made even if somebody disobeys: that somebody does, and what stands against the act, if anything."""
    breaks = "breaks" if len(parties) == 1 else "break"
    who = joined([phrases.party(policy, each) for each in parties])
    lines = [f"{capital(who)} {breaks} the rules here; everybody else obeys them."]
    if telling.laws:
        lines += [line for each in telling.laws for line in _law(policy, each, telling.opened_by)]
    elif telling.opened_by:
        lines += _under(policy, "the act itself", telling.opened_by)
    if not several(policy):
        lines += [f"What stands against the act is {phrases.cited(policy, name)}." for name in telling.forbidden_by]
    return [*lines, *what_was_missed(policy, names, telling.missed)]


def what_was_missed(policy: Policy, names: Cast, missed: Sequence[Missed]) -> list[str]:
    """The conditions of the act that did not come true, and that it does not stand."""
    lines = []
    for name in dict.fromkeys(each.rule for each in missed):
        rule = policy.rules[name]
        parts = [each for each in missed if each.rule == name]
        assert isinstance(rule.sentence, Permits)
        scope = named_values(policy, names, rule.params, parts[0].values)
        told = None if rule.sentence.provided is None else in_a_line(policy, scope, rule.sentence.provided)
        lines.append(f"Rule `{name}` allows it {f'provided that {told}' if told else 'with conditions yet to come true'}.")
        lines += [_part(policy, names, each, index) for index, each in enumerate(parts, 1 if len(parts) > 1 or not told else 0)]
    return [*lines, "So the act does not stand: it was unlawful after all."] if lines else []


def _part(policy: Policy, names: Cast, missed: Missed, index: int) -> str:
    """A condition that was missed: the only one (0), the first (1) of several, or another."""
    left = missed.part.left
    assert isinstance(left, EventPoint)
    variables = [*_variables(left), *_variables(missed.part.right)]
    undone = left_undone(policy, named_values(policy, names, variables, missed.values), left, early=missed.early)
    due = fell_due(missed.due)
    it = "That" if not index else "One of them" if index == 1 else "Another"
    return f"{it} fell due {due}; by then, {undone}." if due else f"{it} never came true: {undone}."


def _variables(point: Point) -> Iterator[Var]:
    match point:
        case EventPoint(args=args):
            yield from (arg for arg in args if isinstance(arg, Var))
        case Shifted(base=base):
            yield from _variables(base)
        case Extremum(points=points):
            for each in points:
                yield from _variables(each)
        case _:
            assert_never(point)


# ---- two laws compared


def _compared(policy: Policy, names: Cast, other: str, telling: Telling) -> list[str]:
    """Under which law it is lawful, and by which rules of it; under which it is not, and why."""
    laws = (policy, policy.others[other])
    here, there = laws if telling.unlawful_under == other else laws[::-1]
    return [*_lawful_under(policy, here, telling.lawful_by), *_unlawful_under(policy, there, names, telling)]


def _lawful_under(policy: Policy, here: Policy, rules: Sequence[str]) -> list[str]:
    name = law(policy, here.name)
    if not rules:
        return [f"Under {name}, this is lawful."]
    named = joined([phrases.cited(here, each) for each in rules])
    return [f"Under {name}, this is lawful, by {named}."]


def _unlawful_under(policy: Policy, there: Policy, names: Cast, telling: Telling) -> list[str]:
    rules = [there.rules[each] for each in telling.unlawful_by if each in there.rules]
    missed = any(isinstance(rule.sentence, Permits) for rule in rules)
    told = [rule for rule in rules if not (missed and isinstance(rule.sentence, Closes))]
    reasons = [f"{capital(_why(there, names, telling, rule))}." for rule in told]
    return [f"Under {law(policy, there.name)}, it is not lawful.", *reasons]


def _why(there: Policy, names: Cast, telling: Telling, rule: Rule) -> str:
    """Why a rule makes it unlawful."""
    cited = phrases.cited(there, rule.name)
    match rule.sentence:
        case Closes(action=action):
            return f"{_must_not(there, names, telling, action)}: {cited} asks for a permission, and none lifts it"
        case Forbids(action=action):
            return f"{_must_not(there, names, telling, action)}: {cited} forbids it"
        case Permits(provided=provided):
            told = None if provided is None else in_a_line(there, {}, provided)
            return f"{cited} allows it only provided that {told}, and that is missed" if told else f"{cited} is not kept to"
        case Duty(action=action, args=args, deadline=deadline):
            scope: Scope = {}
            time = "" if deadline is None else f" {deadline_text(there, scope, deadline)}"
            return f"{event(there, scope, action, args).modal('must')}{time}, and this is not done: {cited}"
        case SwitchesOff():
            return cited
        case _:
            assert_never(rule.sentence)


def _must_not(there: Policy, names: Cast, telling: Telling, action: str) -> str:
    """`Ring must not hand the footage to the agency`: the act of that sort that is done, or any, where there are several."""
    done = [each.instance for each in telling.events if each.instance[0] == action]
    if len(done) == 1:
        return phrases.event_of(there, names, done[0]).modal("must", negative=True)
    nouns = [f"some {phrases.noun(param.sort)}" for param in there.events[action].params]
    return phrases.event(there, action, nouns).modal("must", negative=True)
