"""The sentences around a verdict: what it means, what a proof rests on, and why more people are not reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

from policyproof.english import phrases
from policyproof.english.clauses import capital
from policyproof.english.laws import law, several
from policyproof.english.lists import article, counted, joined, plural, possessive, times
from policyproof.english.material import Link, RestsOn
from policyproof.policy.model import (
    Independent,
    NeverBlocks,
    NeverOpens,
    NoIf,
    NoWithout,
    Policy,
    Possible,
    Property,
    StandardNeverEnough,
    WordNeverEnough,
)

Verdict = Literal["holds", "fails", "vacuous", "hollow", "holds-up-to", "undecided"]


# ---- properties


def verdict_words(policy: Policy, property_: Property, verdict: Verdict, people: int | None) -> str:
    """The verdict in a word or two, different for each: `fails, as known`, `holds up to 2 people`."""
    known = property_.known_to_fail is not None
    match verdict:
        case "holds":
            return "holds, though known to fail" if known else "holds"
        case "fails":
            return "fails, as known" if known else "fails"
        case "holds-up-to":
            return f"holds up to {people_of(policy, people or 0)}"
        case "vacuous" | "hollow" | "undecided":
            return verdict
        case _:
            assert_never(verdict)


def explanation(
    policy: Policy, property_: Property, verdict: Verdict, *, people: int | None = None, reason: str | None = None
) -> tuple[str, ...]:
    """What the verdict means here, a sentence or two; the last may announce the story that follows."""
    possible = isinstance(property_.claim, Possible)
    why = (f"{capital(reason.rstrip('.'))}.",) if reason else ()
    known = property_.known_to_fail
    match verdict:
        case "holds":
            stale = (
                (f'It is marked as known to fail ("{known}"), but it holds: take the mark out.',) if known is not None else ()
            )
            if possible:
                return (*stale, f"{'The laws allow' if several(policy) else 'The policy allows'} it, for instance so:")
            many = f", for any number of {_sorts(policy)}" if policy.entities else ""
            speaks = isinstance(property_.claim, NoWithout | NoIf | WordNeverEnough | StandardNeverEnough)
            return (*stale, f"Proved{many}{', and what it speaks of can happen' if speaks else ''}.")
        case "fails":
            documented = (f"A known hole: {known}.",) if known is not None else ()
            if possible:
                return (*documented, "Proved: no lawful course of events shows it.")
            if isinstance(property_.claim, Independent | NeverBlocks | NeverOpens):
                return (*documented, "Two courses of events that break it:")
            return (*documented, "A course of events that breaks it:")
        case "vacuous":
            return ("It holds for nothing: what it speaks of can never occur.", *why)
        case "hollow":
            return (
                "Nothing that governs the act itself upholds it; it holds only because things then cannot go on lawfully:",
                *why,
            )
        case "holds-up-to":
            bound = people_of(policy, people or 0)
            return (f"Nothing with at most {bound} breaks it; for more, this is not proved.", *why)
        case "undecided":
            return ("Neither proved nor refuted: a limit was reached.", *why)
        case _:
            assert_never(verdict)


def rests_on(policy: Policy, grounds: RestsOn) -> str | None:
    """``It rests on rule `closed` (line 12), and on Ring's obeying the rules.`` None where it rests on none of these.

    What would make a long sentence stands in several.
    """
    parts = []
    if grounds.rules:
        parts.append(f"on {joined([phrases.rule_name(policy, policy.rules[each]) for each in grounds.rules])}")
    for kind, names, declared in (
        ("assumption", grounds.assumptions, policy.assumptions),
        ("hypothesis", grounds.hypotheses, policy.hypotheses),
    ):
        parts += [
            f'on the {kind} "{declared[name].why}" (`{name}`, {phrases.place(policy, declared[name].span)})' for name in names
        ]
    parts += [_cap(policy, name) for name in grounds.delays]
    parts += [f'on this word\'s being right: "{_word(policy, name)}"' for name in grounds.beliefs]
    parts += [_of_other(policy, *each) for each in grounds.others]
    if grounds.parties:
        who = joined([possessive(phrases.party(policy, each)) for each in grounds.parties])
        parts.append(f"on {who} obeying the rules")
    if not parts:
        return None
    told = f"It rests {joined(parts)}."
    if len(told.split()) <= _LONG:
        return told
    return " ".join(f"It {'also ' if index else ''}rests {part}." for index, part in enumerate(parts))


_LONG = 35
"""Words in a sentence, at most."""


def _cap(policy: Policy, name: str) -> str:
    delay = policy.delays[name]
    often = "" if delay.most is None else f" {times(delay.most)} at most"
    return f"on {phrases.delay_name(policy, delay)} being granted{often}"


def _word(policy: Policy, name: str) -> str:
    nouns = [f"some {phrases.noun(param.sort)}" for param in policy.facts[name].params]
    return phrases.fact(policy, name, nouns).tell()


def _of_other(policy: Policy, name: str, what: str) -> str:
    """Something of a law that the claim compares with."""
    other = policy.others[name]
    if what in other.rules:
        return f"on {phrases.rule_name(policy, other.rules[what])} of {law(policy, name)}"
    if what in other.assumptions:
        said = other.assumptions[what]
        return f'on the assumption "{said.why}" (`{what}`, {phrases.place(policy, said.span)}) of {law(policy, name)}'
    return f"on {phrases.delay_name(policy, other.delays[what])} of {law(policy, name)}"


def circle(cycle: Sequence[Link]) -> tuple[str, ...]:
    """Why no number of people is enough, and what can be done; nothing where there is no circle."""
    if not cycle:
        return ()
    steps = [
        f"every {phrases.noun(each.entity)} calls for {_one(each.entity, each.demanded)}"
        + (f" through `{each.fact}`" if each.fact else "")
        for each in cycle
    ]
    who = plural(phrases.noun(cycle[-1].demanded))
    return (
        f"The reason is a circle: {joined(steps)}, without end.",
        f"A way out: let the {who} that are called for be of an entity of their own, for which nobody is called for.",
    )


def _one(entity: str, demanded: str) -> str:
    return f"another {phrases.noun(demanded)}" if entity == demanded else article(phrases.noun(demanded))


def people_of(policy: Policy, number: int) -> str:
    """`2 people`, for a bound on the individuals of each entity."""
    sorts = [phrases.noun(each) for each in policy.entities] or ["individual"]
    return counted(number, sorts[0]) if len(sorts) == 1 else f"{number} each of {joined([plural(each) for each in sorts])}"


def _sorts(policy: Policy) -> str:
    return joined([plural(phrases.noun(each)) for each in policy.entities])
