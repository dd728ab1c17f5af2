"""A scenario as a case of its policy, as a drafter would write it: it parses, and passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import assert_never

from policyproof.policy.model import Policy
from policyproof.policy.printing import length_text
from policyproof.policy.zones import shown
from policyproof.scenario import Scenario
from policyproof.syntax.table import load_table


def case_names(policy: Policy, scenario: Scenario) -> dict[str, str]:
    """What a case calls the individuals of a scenario: their own names, but for those that no name may be."""
    members = {member for kind in policy.kinds.values() for member in kind.members}
    taken: set[str] = set(load_table().words) | members | _declared(policy)
    names: dict[str, str] = {}
    for entity, individuals in scenario.individuals.items():
        for number, individual in enumerate(individuals, start=1):
            name = individual
            if name in taken or not _NAME.fullmatch(name):
                name = next(free for free in _numbered(entity.lower(), number) if free not in taken)
            taken.add(name)
            names[individual] = name
    return names


_NAME = re.compile(r"[A-Za-z_]([A-Za-z0-9_]|-(?=[A-Za-z0-9_]))*")


def _numbered(stem: str, first: int) -> Sequence[str]:
    return [f"{stem}-{number}" for number in range(first, first + 1000)]


def _declared(policy: Policy) -> set[str]:
    return {
        *policy.sources,
        *policy.standards,
        *policy.parties,
        *policy.kinds,
        *policy.entities,
        *policy.facts,
        *policy.events,
        *policy.terms,
        *policy.assumptions,
        *policy.hypotheses,
        *policy.rules,
        *policy.delays,
        *policy.tables,
        *policy.properties,
    }


def case_text(policy: Policy, scenario: Scenario, title: str, expectations: Sequence[str]) -> str:
    """A scenario as a case of the policy: everything given, with `given only`, and what is expected of it.

    The expectations are policy text, with individuals called as `case_names` says. Times are shifted so that none is negative;
    where the policy has a calendar, they are dates.
    """
    names = case_names(policy, scenario)
    givens = [f"{names[one]}: {entity}" for entity, individuals in scenario.individuals.items() for one in individuals]
    order = {name: place for place, name in enumerate(policy.order)}
    for (name, args), value in sorted(scenario.facts.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        fact = policy.facts[name]
        said = _called(name, args, names)
        match fact.type:
            case "bool":
                if value:
                    givens.append(said)
            case "kind":
                givens.append(f"{said} is {value}")
            case "entity":
                givens.append(f"{said} is {names.get(str(value), value)}")
            case "number" if name in policy.delays and not value:
                pass  # not mentioned is not granted
            case "number":
                givens.append(f"{said} = {value}")
            case "duration":
                givens.append(f"{said} = {length_text(int(value))}")
            case _:
                assert_never(fact.type)
    zone = next((calendar.zone for calendar in policy.calendars.values()), None)
    shift = 0 if zone else -min([0, *scenario.events.values()])
    for (name, args), minute in sorted(scenario.events.items(), key=lambda item: (item[1], order[item[0][0]], item[0][1])):
        said = _called(name, args, names)
        clock = shown(zone, minute) if zone else None
        givens.append(f"{said} at {f'{clock:%Y-%m-%d %H:%M}' if clock else length_text(minute + shift)}")
        doer = scenario.doers.get((name, args))
        if doer is not None:
            givens.append(f"{said} by {doer}")
    plain_title = " ".join(title.replace('"', "'").split())
    lines = [f'case "{plain_title}":', *_wrapped("given only ", givens), *_wrapped("expect ", expectations)]
    return "\n".join(lines) + "\n"


def _called(name: str, args: Sequence[str], names: dict[str, str]) -> str:
    return f"{name}({', '.join(names.get(arg, arg) for arg in args)})" if args else name


def _wrapped(head: str, items: Sequence[str], width: int = 110) -> list[str]:
    """Items separated by semicolons, on lines of a readable width."""
    lines = [f"  {head}"]
    for place, item in enumerate(items):
        piece = item + (";" if place < len(items) - 1 else "")
        if len(lines[-1]) + len(piece) > width and place:
            lines.append("    ")
        lines[-1] += piece if lines[-1].endswith("  ") or place == 0 else f" {piece}"
    return [line.rstrip() for line in lines]
