"""What a text calls a law: by its title, with the article that it wants, so that no verb needs to agree with it."""

from __future__ import annotations

import re

from policyproof.policy.model import LawText, Policy, Rule

_ENDS = frozenset(
    """
act acts agreement amendment bill charter clause code constitution convention decree directive guidelines law laws
order ordinance policy principles regulation regulations rule rules statute statutes terms treaty
""".split()  # noqa: SIM905 - a paragraph of words is easier to read than a list of quoted ones
)
"""Titles that end so are nouns which `the` may stand before."""
_REMARK = re.compile(r"\s*\([^()]*\)$")
_MOST_WORDS = 8


def several(policy: Policy) -> bool:
    """Whether several laws are in force."""
    return len(policy.laws) > 1


def laws_in_force(policy: Policy) -> tuple[LawText, ...]:
    """The laws in force: the policy's own, or those that it puts together."""
    return tuple(text for text in policy.laws.values() if not several(policy) or text.name != policy.name)


def law(policy: Policy, name: str) -> str:
    """`the Stored Communications Act`, `Ring's emergency clause`, `"Footage: a draft"`; the one law in force: `this policy`."""
    if name == policy.name:
        return "these laws together" if several(policy) else "this policy"
    titles = {each: declared.title for each, declared in policy.laws.items()}
    titles |= {each: other.title for each, other in policy.others.items()}
    told = _titled(titles.get(name, ""), name)
    alike = any(each != name and _titled(title, each) == told for each, title in titles.items())
    return f"{told} (`{name}`)" if alike else told


def law_of(policy: Policy, rule: Rule) -> str:
    """The law that a rule belongs to."""
    return law(policy, rule.law) if rule.law in policy.laws and several(policy) else "this policy"


def _titled(title: str, name: str) -> str:
    head = _REMARK.sub("", title).strip()
    if not head or head == name:
        return f"`{name}`"
    first, *_, last = head.split() if " " in head else (head, head)
    if first.lower() == "the":
        return f"the{head[len(first) :]}"
    if any(sign in head for sign in ':,;."') or len(head.split()) > _MOST_WORDS or first.lower() in {"a", "an"}:
        return f'"{head}"'.replace('""', '"')
    if first.endswith(("'s", "s'")):
        return head
    return f"the {head}" if last.lower() in _ENDS else f'"{head}"'
