"""Descriptions that do not say whom or what they are about: stories must add it in parentheses."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic
from policyproof.policy.model import Event, Fact, Policy
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import quoted, warning


def descriptions_without_their_parameters(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    declared: list[Fact | Event] = [*policy.facts.values(), *policy.events.values()]
    for one in declared:
        texts = [one.description]
        if isinstance(one, Fact) and one.otherwise is not None:
            texts.append(one.otherwise)
        if one.description == one.name.replace("-", " ").replace("_", " "):  # there is none
            continue
        missing = [f"{{{param.name}}}" for param in one.params if any(f"{{{param.name}}}" not in text for text in texts)]
        if missing:
            message = f"the description of `{one.name}` does not say {quoted(missing)}"
            advice = f"write {quoted(missing)} into it, where a name belongs"
            yield warning("PP652", message, one.span, "stories add the name in parentheses", advice=advice)
