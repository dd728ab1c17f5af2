"""Laws that claims compare with: `complies with sca`, `same as ring-v0`. They are not in force; they share the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from policyproof.policy.model import Complies, Policy, Property, SameAs
from policyproof.policy.resolution.calendars import check_span
from policyproof.policy.resolution.joining import Member, join
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.resolution.resolve import Resolution


def compared_with(policy: Policy) -> dict[str, Property]:
    """The laws that the claims of a policy compare with, each with the first claim that does."""
    found: dict[str, Property] = {}
    for declared in policy.properties.values():
        if isinstance(declared.claim, Complies | SameAs):
            found.setdefault(declared.claim.law, declared)
    return found


def link(policy: Policy, laws: Mapping[str, Policy]) -> Resolution:
    """The policy with the laws that its claims compare with; `laws` are those that were found, by name.

    Of a law that was not found nothing is said here: whoever looked for it has done so.
    """
    wanted = compared_with(policy)
    problems = Problems()
    for law, declared in wanted.items():
        if law in laws and laws[law].is_library:
            message = f"`{law}` is a library, and lays down nothing that could be complied with"
            problems.error("PP102", message, declared.span, advice="name a policy")
    for same in policy.sames:
        for law in dict.fromkeys((same.left[0], same.right[0])):
            if law != policy.name and law not in wanted:
                message = f"no claim here compares with `{law}`, so that this `same` says nothing"
                problems.error("PP112", message, same.span, advice=f"delete it, or claim something: `complies with {law}`")
    if problems.diagnostics or not set(wanted) <= set(laws):
        return Resolution(None, tuple(problems.diagnostics))
    if not wanted:
        return Resolution(policy, ())
    at = next(iter(wanted.values())).span
    members = [Member(policy, None), *(Member(laws[law], law) for law in wanted)]
    joined = join(policy, members, policy.sames, problems, at)
    if joined is None:
        return Resolution(None, tuple(problems.diagnostics))
    own, *others = joined.members
    linked = msgspec.structs.replace(
        own,
        properties=policy.properties,
        cases=policy.cases,
        files=joined.whole.files,
        others=dict(zip(wanted, others, strict=True)),
    )
    check_span(linked, problems)
    return Resolution(None if problems.diagnostics else linked, tuple(problems.diagnostics))
