"""What is declared and never used."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.policy.model import Declared, Policy
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import warning
from policyproof.source import Span

_TEXTS = frozenset({"description", "otherwise", "title", "why", "where", "known_to_fail", "path", "as_of", "law", "table"})
"""Fields whose text names nothing, or nothing that could be declared and never used."""


def declared_and_never_used(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    if policy.is_library or not (policy.rules or policy.properties):  # words for others, or for what is still to be written
        return
    used = frozenset(name for reading in policy.every_reading for name in _used(reading))  # one reading is use enough
    given = _names(policy.cases)
    for called, declared in _declarations(policy, used):
        if declared.name in used:
            continue
        if declared.name in given:
            message = f"the {called} `{declared.name}` is given in cases, and nothing reads it"
            advice = "use it in a rule or a claim, or strike it from the cases too"
        else:
            message = f"the {called} `{declared.name}` is declared and never used"
            advice = "use it, or strike it"
        yield warning("PP650", message, declared.span, "nothing speaks of it", advice=advice)


def _used(policy: Policy) -> frozenset[str]:
    """The names that are used in one reading."""
    used = _names((policy.properties, policy.hypotheses, policy.sames))
    for one in (policy, *policy.others.values()):
        used |= _names((one.rules, one.terms, one.assumptions, one.facts, one.events, one.laws, one.delays, one.tables))
    return used | _names([case.expects for case in policy.cases.values()])


def _declarations(policy: Policy, used: frozenset[str]) -> Iterator[tuple[str, Declared]]:
    for called, declared in (
        ("source", policy.sources),
        ("kind", policy.kinds),
        ("entity", policy.entities),
        ("fact", {name: fact for name, fact in policy.facts.items() if not _is_delay(policy, name)}),
        ("term", policy.terms),
        ("hypothesis", policy.hypotheses),
    ):
        yield from ((called, one) for one in declared.values())
    yield from (("action" if event.is_action else "event", event) for event in policy.events.values())
    related = _related_parties(policy, used)
    yield from (("party", party) for party in policy.parties.values() if party.name not in related)
    if not used & policy.standards.keys():  # they are one scale, which may have steps that nothing is held to
        yield from (("standard", standard) for standard in list(policy.standards.values())[:1])


def _is_delay(policy: Policy, fact: str) -> bool:
    """The fact counts the grants of a delay, which puts a rule off whoever speaks of it."""
    return any(fact in one.delays for one in (policy, *policy.others.values()))


def _related_parties(policy: Policy, used: frozenset[str]) -> frozenset[str]:
    """Parties above or below one that is used: they are told apart by that."""
    found: set[str] = set()
    for name in policy.parties:
        family = policy.party_and_below(name)
        if family & used:
            found.add(name)
        if name in used:
            found |= family
    return frozenset(found)


def _names(value: object) -> frozenset[str]:
    """All that a part of a policy could name: names are one in a policy, whatever they are of."""
    found: set[str] = set()
    waiting: list[object] = [value]
    while waiting:
        part = waiting.pop()
        match part:
            case str():
                found.add(part)
            case dict():
                waiting.extend(part.values())
            case tuple() | list():
                waiting.extend(part)
            case msgspec.Struct():
                waiting.extend(_parts(part))
            case _:
                pass
    return frozenset(found)


def _parts(struct: msgspec.Struct) -> Iterator[object]:
    for field in struct.__struct_fields__:
        value = getattr(struct, field)
        own_name = field == "name" and isinstance(struct, Declared)
        if not own_name and not isinstance(value, Span) and not (field in _TEXTS and isinstance(value, str)):
            yield value
