"""Cases that ask for a decision on an act at the end, when the act is long done."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.free import outside_at
from policyproof.policy.formulas import Allows, Applies, Governs, MayDo, MustDo, Node
from policyproof.policy.model import Closes, Duty, ExpectFormula, Forbids, GivenTime, Permits, Policy
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import warning


def decisions_after_the_act(policy: Policy, _: Asking) -> Iterator[Diagnostic]:
    for case in policy.cases.values():
        given = {one.event: one for one in case.givens if isinstance(one, GivenTime)}
        for expected in case.expects:
            if not isinstance(expected, ExpectFormula):
                continue
            for node in outside_at(policy, expected.formula):
                act = _decided(policy, node)
                if act is not None and act in given:
                    message = f"this is read at the end of the case, after `{act}`"
                    advice = f"write `at {act}: …`"
                    if not isinstance(node, Allows | Governs):
                        advice += f", or name the party: `{_party(policy, act)} may {act}`"
                    labels = [Label(given[act].span, "the act is here")]
                    yield warning("PP641", message, node.span, "asks about one more, later", labels=labels, advice=advice)
                    break


def _decided(policy: Policy, node: Node) -> str | None:
    """The act that an atom about the law decides on."""
    match node:
        case MayDo(action=action) | MustDo(action=action) | Allows(action=action) | Governs(action=action):
            return action
        case Applies(rule=rule):
            sentence = policy.rules[rule].sentence
            return sentence.action if isinstance(sentence, Closes | Forbids | Permits | Duty) else None
        case _:
            return None


def _party(policy: Policy, act: str) -> str:
    event = policy.events[act]
    return event.by[0] if event.by else event.by_param or ""
