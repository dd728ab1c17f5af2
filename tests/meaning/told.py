"""Policies and scenarios for the tests of the evaluator, in few words."""

from __future__ import annotations

import re

from policyproof.policy.model import Policy
from policyproof.policy.resolution.resolve import resolve
from policyproof.scenario import FactValue, Instance, Scenario
from policyproof.source import Source
from policyproof.syntax.parse import parse

VOCABULARY = """policy trial "A policy to try things on"
standard assertion < good-faith < probable-cause
party owner
party ring "Ring"
party agency "the agency" { bureau, desk }
party court
kind Data is one of content { stored, live }, metadata
kind Process ranked letter < summons { civil, criminal } < warrant-order
entity Person "somebody"
fact encrypted decided by owner
fact danger
fact believed decided by ring on good-faith that danger
fact sworn decided by agency on assertion
fact data: Data
fact process: Process
fact length: duration
fact pages: number
fact shown(p: Person)
fact guardian(p: Person): Person
event warrant by court on probable-cause
event consent by owner
event withdrawal by owner follows consent
event gag by court
event hearing
event served(d: Data) by agency on assertion
event agrees(p: Person) by p
action release by ring
action notify by ring
action seize by bureau, desk
action report by agency
action hand(d: Data) by ring
action post(p: Person) by p
action tell(p: Person) by ring
"""
"""Facts and events to choose from (`PLAIN` is what facts that are not yes or no are, unless told)."""

PLAIN: dict[Instance, FactValue] = {
    ("data", ()): "metadata",
    ("process", ()): "letter",
    ("length", ()): 0,
    ("pages", ()): 0,
}


def law(*lines: str) -> Policy:
    """The policy with these rules, properties and cases after the vocabulary."""
    return read(VOCABULARY + "\n".join(lines) + "\n")


def read(text: str) -> Policy:
    """A policy from its whole text; fails on any error in it."""
    parsed = parse(Source("trial.policy", text))
    found = resolve(parsed.file, ())
    assert not parsed.diagnostics, parsed.diagnostics[0].message
    assert found.policy is not None, found.diagnostics[0].message
    return found.policy


def told(story: str, people: str = "") -> Scenario:
    """A scenario from a few words: `encrypted; data = stored; warrant @ 0; seize @ 5 by desk; agrees(ann) @ -3`."""
    facts: dict[Instance, FactValue] = dict(PLAIN)
    events: dict[Instance, int] = {}
    doers: dict[Instance, str] = {}
    names = tuple(people.split())
    if names:
        facts |= {("guardian", (name,)): name for name in names}
    for part in filter(None, (part.strip() for part in story.split(";"))):
        match = re.fullmatch(r"([\w-]+)(?:\(([\w-]+)\))?(?:\s*=\s*([\w-]+)|\s*@\s*(-?\d+)(?:\s+by\s+(\w+))?)?", part)
        assert match, part
        name, arg, value, minute, doer = match.groups()
        instance = (name, (arg,) if arg else ())
        if minute is None:
            facts[instance] = True if value is None else int(value) if value.isdigit() else value
        else:
            events[instance] = int(minute)
            if doer:
                doers[instance] = doer
    return Scenario({"Person": names}, facts, events, doers)
