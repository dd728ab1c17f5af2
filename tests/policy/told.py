"""How tests of resolution see a policy or its messages: a shared vocabulary, and what a test adds below it."""

from __future__ import annotations

from policyproof.diagnostics import Diagnostic
from policyproof.policy.model import Policy
from policyproof.policy.resolution.resolve import Resolution, resolve
from policyproof.source import Source
from policyproof.syntax.parse import parse

BASE = """policy base "Base"
source law "The Act"
standard guess < belief < proof
party maker "the maker"
party state "the state" { police "the police", court "a court" }
kind Data is one of content { mail, film }, record
kind Order ranked request < subpoena { trial, administrative } < warrant
entity Person "somebody"
entity Post
fact data: Data "what is asked for"
fact shown(p: Person) "{p} is shown" otherwise "{p} is not shown"
fact guardian(p: Person): Person
fact age(p: Person): number
fact footage(q: Post): duration
fact danger
fact danger-believed decided by maker on belief that danger
event served(i: Order) by police on proof
event consent
event withdrawal follows consent
event agrees(p: Person) by p
action release by maker
action tell(p: Person) by maker
action issue by police, court
action post(p: Person) by p
term process means served(warrant) or served(subpoena)
rule closed: maker must not release unless permitted
rule open: maker may release if consent
rule notice(p: Person): maker must tell(p) within 3 days after release if shown(p)
suppose careful: danger "they are careful"
"""


def resolved(text: str) -> Resolution:
    """The base with something added."""
    parsed = parse(Source("t.policy", BASE + text))
    assert not parsed.diagnostics, parsed.diagnostics
    return resolve(parsed.file, ())


def policy(text: str = "") -> Policy:
    """The policy, which must be without errors."""
    resolution = resolved(text)
    assert resolution.policy is not None, resolution.diagnostics
    return resolution.policy


def one(text: str) -> Diagnostic:
    """The one message about what was added."""
    (diagnostic,) = resolved(text).diagnostics
    return diagnostic


def covered(text: str, diagnostic: Diagnostic) -> str:
    """What the main span of a message covers."""
    assert diagnostic.span is not None
    return (BASE + text)[diagnostic.span.start : diagnostic.span.end]
