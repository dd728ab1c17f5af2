"""What a policy's own words say: descriptions with their `{p}` filled, names of parties, members and individuals.

Every other module of this room gets its words here, so that no name of the policy's text reaches a sentence where a description
can stand instead. Arguments come as phrases (`Person 1`, `this person`, `a subpoena`), so stories and read-backs share it all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from policyproof.english.clauses import Tense, capital, parse, tell, to_do, with_modal
from policyproof.english.lists import duration, times
from policyproof.english.verbs import third_person
from policyproof.policy.model import Delay, Event, Fact, Policy, Rule
from policyproof.scenario import FactValue, Instance, Scenario
from policyproof.source import Span

Cast = dict[tuple[str, str], str]
"""What a text calls an individual: by entity and name."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_QUESTION = ("who ", "what ", "how ", "why ", "where ", "when ", "which ", "whom ", "whose ")
_STANDARDS = {
    "assertion": "on its assertion",
    "good-faith": "in good faith",
    "professional-judgment": "in its professional judgment",
}


class Said(msgspec.Struct, frozen=True):
    """A fact's or an event's clause, ready to be told; `note` names arguments that the description leaves out."""

    text: str
    otherwise: str | None = None
    note: str = ""

    def tell(self, tense: Tense = "present", *, negative: bool = False) -> str:
        if negative and self.otherwise is not None:
            return tell(self.otherwise, tense) + self.note
        return tell(self.text, tense, negative=negative) + self.note

    def modal(self, modal: str, *, negative: bool = False, perfect: bool = False) -> str:
        return with_modal(self.text, modal, negative=negative, perfect=perfect) + self.note

    def to_do(self) -> str:
        return to_do(self.text) + self.note


# ---- who


def party(policy: Policy, name: str) -> str:
    """`the camera's owner`."""
    declared = policy.parties[name]
    return described(declared.description, name) or readable(name)


def member(policy: Policy, kind: str, name: str) -> str:
    """`footage`, `a grand jury subpoena`."""
    declared = policy.kinds[kind].members[name]
    return described(declared.description, name) or readable(name)


def noun(sort: str) -> str:
    """The everyday noun for an entity or a kind: `Person` → `person`, `LegalProcess` → `legal process`."""
    return readable(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", sort)).lower()


def cast(policy: Policy, scenario: Scenario) -> Cast:
    """`Person 1`, `Person 2`, …; individuals that a case names keep their names (`alice` → `Alice`)."""
    given = {(each.entity, each.name) for case in policy.cases.values() for each in case.individuals}
    return {
        (entity, name): capital(readable(name)) if (entity, name) in given else f"{capital(noun(entity))} {index}"
        for entity, names in scenario.individuals.items()
        for index, name in enumerate(names, 1)
    }


def speaker(policy: Policy, names: Cast, who: str) -> str:
    """A party's description, or the name of an individual that speaks for itself."""
    if who in policy.parties:
        return party(policy, who)
    return next((told for (_, name), told in names.items() if name == who), readable(who))


def standard(name: str) -> str:
    """`in good faith`, `on probable cause`."""
    return _STANDARDS.get(name, f"on {readable(name)}")


# ---- what is so, and what happens


def fact(policy: Policy, name: str, arguments: Sequence[str]) -> Said:
    """A yes/no fact as a clause; a delay's: that it is granted."""
    declared = policy.facts[name]
    text = described(declared.description, name)
    if name in policy.delays and (text is None or parse(text) is None):
        what = f'"{readable(name)}"' if text is None else text
        text = f"{what} is granted"
    if text is None:
        return Said(f'"{readable(name)}" is so', None, _all_noted(arguments))
    otherwise = None if declared.otherwise is None else fill(declared, declared.otherwise, arguments)[0]
    return Said(*_filled(declared, text, arguments, otherwise))


def event(policy: Policy, name: str, arguments: Sequence[str]) -> Said:
    """An event as a clause in the present: `Ring hands the footage to the agency`."""
    declared = policy.events[name]
    text = described(declared.description, name)
    if text is not None:
        return Said(*_filled(declared, text, arguments, None))
    if declared.is_action and len(declared.by) == 1:
        verb, _, rest = readable(name).partition(" ")
        return Said(f"{party(policy, declared.by[0])} {third_person(verb)} {rest}".strip(), None, _all_noted(arguments))
    return Said(f'"{readable(name)}" happens', None, _all_noted(arguments))


def quantity(policy: Policy, name: str, arguments: Sequence[str]) -> str:
    """The noun phrase for the value of a fact that is no yes/no fact: `the area of Post 1`, `what the agency asks for`."""
    declared = policy.facts[name]
    text = described(declared.description, name)
    if name in policy.delays:
        return f"the number of times that {fact(policy, name, arguments).tell()}"
    if text is None:
        return f"the {readable(name)}" + (f" of {' and '.join(arguments)}" if arguments else "")
    filled, note = fill(declared, text, arguments)
    return filled + note


def quantity_as_subject(policy: Policy, name: str, arguments: Sequence[str]) -> str:
    """The same before a verb: `the one who asks for the footage` (is …)."""
    text = quantity(policy, name, arguments)
    if text.startswith("who "):
        text = f"the one {text}"
    return f"{text}," if text.startswith(("the one ", *_QUESTION)) and "," in text else text


def value(policy: Policy, names: Cast, name: str, is_: FactValue) -> str:
    """A value in words: a member's description, an individual's name, a number, a length of time."""
    declared = policy.facts[name]
    if declared.type == "kind" and declared.sort is not None:
        return member(policy, declared.sort, str(is_))
    if declared.type == "entity" and declared.sort is not None:
        return names.get((declared.sort, str(is_)), readable(str(is_)))
    if declared.type == "duration":
        return duration(int(is_))
    return str(is_)


def valued(policy: Policy, names: Cast, instance: Instance, is_: FactValue) -> str:
    """Any fact with its value, as a piece of a list: `what the agency asks for: footage`, `nobody really is in danger`."""
    name, arguments = instance[0], told_arguments(policy, names, instance)
    if isinstance(is_, bool):
        return fact(policy, name, arguments).tell(negative=not is_)
    if name in policy.delays:
        said = fact(policy, name, arguments)
        return f"{times(int(is_))}, {said.tell()}" if is_ else said.tell(negative=True)
    return f"{quantity(policy, name, arguments)}: {value(policy, names, name, is_)}"


def told_arguments(policy: Policy, names: Cast, instance: Instance) -> tuple[str, ...]:
    """The arguments of a scenario's instance as phrases."""
    declared: Fact | Event = policy.facts[instance[0]] if instance[0] in policy.facts else policy.events[instance[0]]
    return tuple(
        member(policy, param.sort, name) if param.over_kind else names.get((param.sort, name), readable(name))
        for param, name in zip(declared.params, instance[1], strict=True)
    )


def event_of(policy: Policy, names: Cast, instance: Instance, doer: str | None = None) -> Said:
    """An event of a scenario; with who did it, where several may."""
    said = event(policy, instance[0], told_arguments(policy, names, instance))
    return said if doer is None else done_by(policy, instance[0], said, party(policy, doer))


def done_by(policy: Policy, name: str, said: Said, who: str) -> Said:
    """The clause with its doer, where its subject is not that one: `the order is issued by a prosecutor`.

    A subject that stands for whoever can do it gives way; one that is a thing is told with who was behind it.
    """
    clause = parse(said.text)
    if clause is None:
        return msgspec.structs.replace(said, note=f"{said.note} (through {who})")
    if clause.subject.lower().endswith(who.lower()) and " or " not in clause.subject:
        return said
    if clause.verb in {"is", "are"}:
        by = "" if " by " in f" {clause.rest} " else f" by {who}"
        return msgspec.structs.replace(said, text=f"{said.text}{by}") if by else _through(said, who)
    if _is_anybody(policy, name, clause.subject) and not clause.plural and not who.endswith(("police", "s")):
        return msgspec.structs.replace(said, text=f"{who}{said.text[len(clause.subject) :]}")
    return _through(said, who)


def _through(said: Said, who: str) -> Said:
    return msgspec.structs.replace(said, note=f"{said.note} (through {who})")


def _is_anybody(policy: Policy, name: str, subject: str) -> bool:
    """Whether a subject stands for those who can do it, one of them or all: `somebody`, `a judge or a prosecutor`."""
    lowered = subject.lower()
    doers = policy.events[name].by
    above = {parent for doer in doers if (parent := policy.parties[doer].parent) is not None}
    nouns = {party(policy, each).lower().partition(" ")[2] or party(policy, each).lower() for each in (*doers, *above)}
    named = re.split(r" or |, ", lowered)
    return lowered in {"somebody", "someone"} or all(
        (each.partition(" ")[2] if each.startswith(("a ", "an ", "the ")) else each) in nouns for each in named
    )


def fact_of(policy: Policy, names: Cast, instance: Instance) -> Said:
    """A yes/no fact of a scenario."""
    return fact(policy, instance[0], told_arguments(policy, names, instance))


def rule_name(policy: Policy, rule: Rule) -> str:
    """How a text calls a rule, which has a name and a place, but seldom a description: ``rule `emergency` (line 33)``.

    A rule of another file than the policy's own is told with that file.
    """
    title = f', "{rule.title}"' if rule.title else ""
    return f"rule `{rule.name}` ({place(policy, rule.span)}{title})"


def delay_name(policy: Policy, delay: Delay) -> str:
    """``delay `more-time` (line 40)``."""
    return f"delay `{delay.name}` ({place(policy, delay.span)})"


def place(policy: Policy, span: Span) -> str:
    """Where something of a policy stands: `line 33`, or `vppa.policy:33` where it comes from another file."""
    return f"line {span.line}" if span.path == policy.path else f"{span.path}:{span.line}"


def source_of(policy: Policy, rule: Rule) -> str | None:
    """The rule's source and the place in it: `"Amazon to Senator Markey, 1 July 2022", p. 3`; None where it cites none."""
    if rule.see is None:
        return None
    title = policy.sources[rule.see.source].title
    return f'"{title}", {rule.see.where}' if title else rule.see.where


def titled(policy: Policy, name: str) -> str:
    """```emergency` ("in an emergency, on the agency's form")``: a rule by its name and title."""
    title = policy.rules[name].title
    return f"`{name}`" + (f' ("{title}")' if title else "")


def cited(policy: Policy, name: str) -> str:
    """``rule `emergency` (ring-2022.policy:33; source: "Amazon to Senator Markey, 1 July 2022", p. 3)``."""
    rule = policy.rules[name]
    source = source_of(policy, rule)
    title = f'"{rule.title}", ' if rule.title else ""
    return f"rule `{name}` ({title}{rule.span.path}:{rule.span.line}{f'; source: {source}' if source else ''})"


# ---- descriptions


def described(description: str, name: str) -> str | None:
    """The description, or None where the drafter gave none."""
    return None if description in {"", name, readable(name)} else description


def readable(name: str) -> str:
    """A name for want of a description: `local-police` → `local police`."""
    return name.replace("-", " ").replace("_", " ")


def fill(declared: Fact | Event, text: str, arguments: Sequence[str]) -> tuple[str, str]:
    """The description with its placeholders filled, and a note for the arguments that it does not mention."""
    by_name = {param.name: phrase for param, phrase in zip(declared.params, arguments, strict=True)}
    mentioned = set(_PLACEHOLDER.findall(text))
    missing = [phrase for param, phrase in by_name.items() if param not in mentioned]
    return fill_in(text, by_name), _all_noted(missing)


def fill_in(text: str, by_name: dict[str, str]) -> str:
    """The text with `{p}` replaced by what `p` is called."""
    return _PLACEHOLDER.sub(lambda found: by_name.get(found[1], found[1]), text)


def _filled(declared: Fact | Event, text: str, arguments: Sequence[str], otherwise: str | None) -> tuple[str, str | None, str]:
    filled, note = fill(declared, text, arguments)
    return filled, otherwise, note


def _all_noted(arguments: Sequence[str]) -> str:
    return f" ({', '.join(arguments)})" if arguments else ""
