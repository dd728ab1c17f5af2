"""Where two readings of a text come apart, in one sentence: what is so, what happens, and what each of them says to it."""

from __future__ import annotations

from typing import assert_never

from policyproof.english import phrases
from policyproof.english.lists import duration, joined
from policyproof.english.material import Difference
from policyproof.english.phrases import Cast
from policyproof.english.timing import Told, elapsed
from policyproof.policy.compared import Breaches, Claims, Compared, Decisions, Formulas
from policyproof.policy.model import Policy, Possible

SAME = "both readings come to the same here"
_BRIEFLY = {"": "", "At any time": "", "At any time after that": "after that, "}
"""What needs fewer words in a note than in a story."""
_ROUND = 60


def differ(policy: Policy, compared: Compared, found: Difference, names: tuple[str, str] = ("first", "second")) -> str:
    """`the readings differ where …: the first permits that …, the second does not`. `names` are what they are called."""
    cast = phrases.cast(policy, found.scenario)
    yes, no = names if found.yes == "first" else (names[1], names[0])
    circumstances = _circumstances(policy, cast, found)
    where = f"the readings differ where {joined(circumstances)}" if circumstances else "the readings differ from the start"
    return f"{where}: {_verdicts(policy, cast, compared, found, yes, no)}"


def _verdicts(policy: Policy, cast: Cast, compared: Compared, found: Difference, yes: str, no: str) -> str:
    """What each of the readings says to it."""
    match compared:
        case Decisions():
            clause = "" if found.act is None else phrases.event_of(policy, cast, found.act).tell()
            return f"the {yes} permits that {clause}, the {no} does not"
        case Breaches():
            return f"by the {yes}, {phrases.rule_name(policy, policy.rules[found.rule or ''])} is broken, by the {no} it is not"
        case Claims(name):
            verb = "bears the claim out" if isinstance(policy.properties[name].claim, Possible) else "breaks the claim"
            return f"by the {yes}, this {verb}, by the {no} it does not"
        case Formulas(of="statement"):
            return f"the {yes} lets this happen, the {no} rules it out"
        case Formulas(of="term", name=name):
            return f"by the {yes}, `{name}` is so, by the {no} it is not"
        case Formulas(of="rule", name=name):
            return f"by the {yes}, the conditions of `{name}` are met, by the {no} they are not"
        case Formulas(of="proviso", name=name):
            return f"by the {yes}, what was done under `{name}` stands, by the {no} it does not"
        case Formulas(of="scope"):
            return f"by the {yes}, the law speaks of this, by the {no} it does not"
        case Formulas(of="word", name=name):
            return f"by the {yes}, what `{name}` is about is so, by the {no} it is not"
        case Formulas(of="claim"):
            return f"by the {yes}, the claim speaks of this, by the {no} it does not"
        case Formulas():
            return f"the {yes} says yes, the {no} says no"
        case _:
            assert_never(compared)


def _circumstances(policy: Policy, cast: Cast, found: Difference) -> list[str]:
    """What is so, what happens with the time that passes in between, and what does not happen."""
    told = [f"there is no {phrases.noun(entity)}" for entity in found.nobody]
    for entity, individuals in found.scenario.individuals.items():
        if individuals:
            many = "is" if len(individuals) == 1 else "are"
            told.append(f"there {many} {joined([cast[entity, each] for each in individuals])}")
    told += [phrases.valued(policy, cast, instance, value) for instance, value in found.facts]
    before: list[Told] = []
    for timing in found.events:
        doer = found.scenario.doers.get(timing.instance)
        clause = phrases.event_of(policy, cast, timing.instance, doer).tell()
        opening = elapsed(before, timing) if before else ""
        opening = _BRIEFLY.get(opening, f"{opening[:1].lower()}{opening[1:]}, ")
        told.append(f"{opening}{clause}")
        before.append(Told(timing.minute, clause))
    told += [phrases.event_of(policy, cast, instance).tell(negative=True) for instance in found.absent]
    if found.now is not None and before and found.now > before[-1].minute + 1:
        told.append(_passed(found.now - before[-1].minute))
    return told


def _passed(minutes: int) -> str:
    """`more than 30 days have passed since`: what is a minute more than a round length is said so."""
    strict = (minutes - 1) % _ROUND == 0
    length = duration(minutes - 1 if strict else minutes)
    return f"{'more than ' if strict else ''}{length} {'has' if length.startswith('1 ') else 'have'} passed since"
