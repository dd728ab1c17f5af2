"""A property in plain English: what is claimed, of which courses of events, and at which moment it is read."""

from __future__ import annotations

from typing import assert_never

from policyproof.english import phrases
from policyproof.english.clauses import capital
from policyproof.english.conditions import Context, condition, outline
from policyproof.english.gloss import binding, bound, deadline_text
from policyproof.english.laws import law
from policyproof.english.lists import joined
from policyproof.english.outline import Items, Outline, sentence
from policyproof.english.points import AT_THE_END, Reading, Scope, arguments, event, trigger
from policyproof.policy.formulas import (
    Allows,
    And,
    Applies,
    Count,
    Formula,
    Governs,
    Iff,
    Implies,
    LookBack,
    MayDo,
    MustDo,
    Not,
    Or,
    Quantified,
    QuantifiedCount,
    TermUse,
)
from policyproof.policy.model import (
    Always,
    Complies,
    Independent,
    Instance,
    MayClaim,
    MustClaim,
    Never,
    NeverBlocks,
    NeverOpens,
    NoDilemma,
    NoIf,
    NoWithout,
    Policy,
    Possible,
    Property,
    SameAs,
    StandardNeverEnough,
    WordNeverEnough,
)

_AT_THE_ACT = Reading("by then", "then", "whole")
_AT_A_MOMENT = Reading("by then", "then", "so far")


def gloss_property(policy: Policy, property_: Property) -> str:
    """The claim in sentences, with its modifiers."""
    scope, everyone = binding(property_.variables)
    told = [bound(everyone, _claim(policy, property_, scope)), *_within_scope(policy, property_)]
    if property_.disobey:
        who = joined([phrases.party(policy, each) for each in property_.disobey])
        told.append(f"This is claimed even if {who} {'breaks' if len(property_.disobey) == 1 else 'break'} the rules.")
    if property_.true_beliefs:
        told.append("This is claimed only supposing that every word which is about something is right.")
    for name in property_.supposing:
        body = outline(Context(policy, AT_THE_END, {}), policy.hypotheses[name].body)
        told.append(sentence("This is claimed only supposing that", body))
    return "\n".join(told)


def _within_scope(policy: Policy, property_: Property) -> list[str]:
    """What a property of a law with a scope is asked of. Two laws compared, and a trap, are asked of everything."""
    declared = policy.laws.get(policy.name)
    if declared is None or declared.scope is None or isinstance(property_.claim, NoDilemma | Complies | SameAs):
        return []
    if property_.out_of_scope:
        return ["This is claimed even outside the scope of this policy."]
    match property_.claim:
        case Always(body=body) | Never(body=body) | Possible(body=body):
            context = Context(policy, _AT_THE_ACT if at_one_moment(policy, body) else AT_THE_END, {})
        case MayClaim() | MustClaim() | Independent() | NeverBlocks() | NeverOpens():
            context = Context(policy, _AT_A_MOMENT, {})
        case _:
            context = Context(policy, _AT_THE_ACT, {})
    told = condition(context, declared.scope)
    if isinstance(told, Items):
        return ["This is asked only within the scope of this policy."]
    return [sentence("this is asked only within the scope of this policy: where", told)]


def at_one_moment(policy: Policy, formula: Formula) -> bool:
    """Whether an `always`, `never` or `possible` is read at a free moment: it looks back, or asks what the rules then say."""
    pending: list[Formula] = [formula]
    while pending:
        node = pending.pop()
        match node:
            case LookBack() | MayDo() | MustDo() | Applies() | Allows() | Governs():
                return True
            case Not(body=body):
                pending.append(body)
            case And(items=items) | Or(items=items) | Count(items=items):
                pending.extend(items)
            case Implies(left=left, right=right) | Iff(left=left, right=right):
                pending.extend((left, right))
            case Quantified(where=where, body=inner) | QuantifiedCount(where=where, body=inner):
                pending.extend(each for each in (where, inner) if each is not None)
            case TermUse(term=term):
                pending.append(policy.terms[term].body)
            case _:
                pass
    return False


def _claim(policy: Policy, property_: Property, scope: Scope) -> str:
    match property_.claim:
        case NoWithout(action=action, args=args, without=without, condition=asked):
            act = event(policy, scope, action, args).tell()
            context = Context(policy, _AT_THE_ACT, scope)
            told = sentence(f"in every lawful course of events, whenever {act},", condition(context, without))
            return "\n".join([told, *_only_if(context, asked)])
        case NoIf(action=action, args=args, condition=refused):
            act = event(policy, scope, action, args).tell()
            context = Context(policy, _AT_THE_ACT, scope)
            return sentence(f"there is no lawful course of events in which {act} and", condition(context, refused))
        case WordNeverEnough(parties=parties, action=action, args=args, condition=asked):
            who = joined([phrases.party(policy, each) for each in parties], "or")
            told = (
                f"There is no lawful course of events in which {event(policy, scope, action, args).tell()} "
                f"and would have been permitted to do so even if nobody but {who} had said or done anything."
            )
            return "\n".join([told, *_only_if(Context(policy, _AT_THE_ACT, scope), asked)])
        case StandardNeverEnough(standard=standard, action=action, args=args, condition=asked):
            told = (
                f"There is no lawful course of events in which {event(policy, scope, action, args).tell()} and would have been "
                f"permitted to do so even without any word given {phrases.standard(standard)} or better."
            )
            return "\n".join([told, *_only_if(Context(policy, _AT_THE_ACT, scope), asked)])
        case MayClaim(action=action, args=args, condition=asked):
            told = f"At every moment up to which all is lawful, {event(policy, scope, action, args).modal('may')}."
            return "\n".join([told, *_only_if(Context(policy, _AT_A_MOMENT, scope), asked)])
        case MustClaim(action=action, args=args, deadline=deadline, condition=asked):
            must = event(policy, scope, action, args).modal("must")
            if deadline is None:
                told = f"At every moment up to which all is lawful, {must}, or has done so already."
            else:
                told = (
                    f"{capital(trigger(policy, scope, deadline.trigger))}, if all is lawful up to then, a duty begins: "
                    f"{must} {deadline_text(policy, scope, deadline)}, or sooner."
                )
            return "\n".join([told, *_only_if(Context(policy, _AT_A_MOMENT, scope), asked)])
        case Always(body=body):
            return sentence(*_overall(policy, scope, body, "in every lawful course of events, at", "every", "its end,"))
        case Never(body=body):
            return sentence(
                *_overall(policy, scope, body, "in no lawful course of events, at", "any", "its end, is it so that")
            )
        case Possible(body=body):
            return sentence(
                *_overall(policy, scope, body, "there is a lawful course of events in which, at", "some", "its end,")
            )
        case NoDilemma(parties=parties):
            who = joined([phrases.party(policy, each) for each in parties], "or") if parties else "anybody"
            return (
                f"No course of events that is lawful so far leads {who} into a trap: a duty binds, and at no moment "
                "that would be in time do the rules permit what it asks for."
            )
        case Independent(action=action, args=args, of=of):
            things = joined([f'"{_instance(policy, scope, each)}"' for each in of], "or")
            return (
                f"Two courses of events that differ in nothing but {things} always agree, at every moment, on whether "
                f"{event(policy, scope, action, args).modal('may')}."
            )
        case NeverBlocks(subject=subject, action=action, args=args):
            may = event(policy, scope, action, args).modal("may", negative=True)
            thing = _instance(policy, scope, subject)
            return (
                f'There is no course of events in which "{thing}" stands in the way: {may}, and would be allowed but for that.'
            )
        case NeverOpens(subject=subject, action=action, args=args):
            may = event(policy, scope, action, args).modal("may")
            thing = _instance(policy, scope, subject)
            return f'There is no course of events in which "{thing}" opens the way: {may}, and would be refused but for that.'
        case Complies(law=name, parties=parties):
            here, there = law(policy, policy.name), law(policy, name)
            whose = f" for {joined([phrases.party(policy, each) for each in parties])}" if parties else ""
            told = f"Every course of events that is lawful under {here} is lawful{whose} under {there} too."
            return told + _assumed(policy, name)
        case SameAs(law=name):
            here, there = law(policy, policy.name), law(policy, name)
            return f"The same courses of events are lawful under {here} and under {there}.{_assumed(policy, name)}"
        case _:
            assert_never(property_.claim)


def _assumed(policy: Policy, other: str) -> str:
    """What a comparison of two laws does not look at."""
    assumed = policy.assumptions or policy.others[other].assumptions
    return " What the assumptions of either rule out is not looked at." if assumed else ""


def _overall(policy: Policy, scope: Scope, body: Formula, start: str, moment: str, end: str) -> tuple[str, Outline]:
    """The opening and the body of a claim about whole courses of events; `moment` is the word for a free moment."""
    if at_one_moment(policy, body):
        rest = " is it so that" if end.endswith("that") else ""
        return f"{start} {moment} moment,{rest}", condition(Context(policy, _AT_THE_ACT, scope), body)
    return f"{start} {end}", outline(Context(policy, AT_THE_END, scope), body)


def _only_if(context: Context, asked: Formula | None) -> list[str]:
    return [] if asked is None else [sentence("this is asked only where", condition(context, asked))]


def _instance(policy: Policy, scope: Scope, instance: Instance) -> str:
    names = arguments(policy, scope, instance.args)
    if instance.is_event:
        return phrases.event(policy, instance.name, names).tell()
    if policy.facts[instance.name].type == "bool":
        return phrases.fact(policy, instance.name, names).tell()
    return phrases.quantity(policy, instance.name, names)
