"""A camera, its maker and its owner: words for the smallest policies that show something, and all that a report says of one."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.english.claims import gloss_property
from policyproof.english.story import story
from policyproof.english.verdicts import circle, explanation, rests_on, verdict_words
from policyproof.policy.model import Policy
from policyproof.questions.results import PropertyResult

VOCABULARY = """\
policy camera "Footage from a camera" as of 2024-03-01
source terms "The maker's terms of use"
standard assertion < good-faith < probable-cause
party maker "the maker"
party owner "the camera's owner"
party agency "the agency"
party court "a judge"
entity Person "somebody whom the footage shows"
fact shown(p: Person) "the footage shows {p}"
fact hurt "somebody is hurt" otherwise "nobody is hurt"
fact feared decided by maker on good-faith that hurt "the maker believes that somebody is hurt"
fact sealed decided by owner "the owner has locked the camera"
event form by agency on assertion "the agency files the form"
event warrant by court on probable-cause "a warrant is served on the maker"
event gag by court "a court forbids the maker to speak"
event consent by owner "the owner agrees, and the maker verifies it"
event agrees(p: Person) by p "{p} agrees"
action release by maker "the maker hands the footage to the agency"
action notify by maker "the maker tells the owner"
event review by court follows release "a judge reviews the release"
rule closed "nothing without a reason":
  maker must not release unless permitted see terms "section 1"
rule warranted "on a warrant":
  maker may release if warrant see terms "section 2"
"""


def told(policy: Policy, one: PropertyResult) -> Iterator[str]:
    """All that the report says of a property."""
    yield f"{verdict_words(policy, one.property, one.verdict, one.people)}. {gloss_property(policy, one.property)}"
    yield from explanation(policy, one.property, one.verdict, people=one.people, reason=one.reason)
    yield from circle(one.cycle)
    for telling in one.tellings:
        yield from (f"  {line}" for line in story(policy, one.property, telling))
    if one.rests_on is not None and (ground := rests_on(policy, one.rests_on)):
        yield ground
    yield from one.notes
