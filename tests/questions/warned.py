"""How tests see the warnings about a policy: a shared vocabulary, what a test adds below it, and one code at a time."""

from __future__ import annotations

from policyproof.diagnostics import Diagnostic
from policyproof.policy.resolution.resolve import resolve
from policyproof.questions.check import CheckOptions, check
from policyproof.source import Source
from policyproof.syntax.allowances import allowances
from policyproof.syntax.parse import parse

BASE = """policy town "A fictional town"
standard guess < good-faith
party town "the town"
party citizen "the citizen"
party court "a court"
kind Asker is one of police "the police" { city-police, state-police }, press "a newspaper", court-itself
entity Person "a person"
fact asker: Asker "who asks"
fact minor "the citizen is a minor"
fact danger "somebody is in danger"
fact danger-believed decided by town on good-faith that danger "the town believes that somebody is in danger"
fact shown(p: Person) "{p} is shown"
event consent by citizen "the citizen agrees"
event withdrawal by citizen follows consent "the citizen takes it back"
event order by court "a court orders it"
event gag by court "a court forbids the town to tell"
event audit "an auditor looks in"
event agrees(p: Person) by p "{p} agrees"
action disclose by town "the town hands over the list"
action notify by town "the town tells the citizen"
action report by town "the town reports to the auditor"
action tell(p: Person) by town "the town tells {p}"
action destroy by town follows disclose "the town destroys the list"
rule closed: town must not disclose unless permitted
"""


def all_warnings(text: str, *, base: str = BASE) -> list[Diagnostic]:
    """Every warning about the base and what is added, in the order of the text."""
    parsed = parse(Source("town.policy", base + text))
    resolution = resolve(parsed.file, ())
    assert (*parsed.diagnostics, *resolution.diagnostics) == ()
    assert resolution.policy is not None
    allowed = allowances(parsed.tokens, parsed.file.items)
    found = check(resolution.policy, CheckOptions(warnings=True, stories=False, allowances=allowed)).diagnostics
    assert {one.severity for one in found} <= {"warning"}
    return list(found)


def warned(code: str, text: str) -> list[Diagnostic]:
    """The warnings of one code."""
    return [one for one in all_warnings(text) if one.code == code]


def one(code: str, text: str) -> Diagnostic:
    """The one warning of that code."""
    (found,) = warned(code, text)
    return found


def marked(text: str, found: Diagnostic) -> list[str]:
    """What the main span and the labels of a warning cover."""
    spans = [found.span, *(label.span for label in found.labels)]
    return [(BASE + text)[span.start : span.end] for span in spans if span is not None]
