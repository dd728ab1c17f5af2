"""The sentences about a case: what it expects, and what the policy decides instead.

The findings come as anything that has the fields named here, so that this room need not know the questions above it.
"""

from __future__ import annotations

from typing import Protocol, assert_never

from policyproof.english import phrases
from policyproof.english.changes import changed
from policyproof.english.clauses import capital
from policyproof.english.conditions import Context, outline
from policyproof.english.grounds import what_was_missed
from policyproof.english.laws import law, several
from policyproof.english.lists import joined
from policyproof.english.material import Flip, Wrong
from policyproof.english.outline import sentence
from policyproof.english.phrases import Cast
from policyproof.english.points import AT_THE_END, arguments
from policyproof.policy.formulas import Arg
from policyproof.policy.model import (
    Case,
    Expectation,
    ExpectDilemma,
    ExpectFormula,
    ExpectLawful,
    ExpectMay,
    ExpectMust,
    ExpectMustNot,
    ExpectPending,
    ExpectUnlawful,
    Policy,
)


class Finding(Protocol):
    """What the policy decides where a case expects something else."""

    @property
    def allowed_by(self) -> tuple[str, ...]: ...
    @property
    def forbidden_by(self) -> tuple[str, ...]: ...
    @property
    def closed_by(self) -> tuple[str, ...]: ...
    @property
    def could_open(self) -> tuple[str, ...]: ...
    @property
    def breached(self) -> tuple[str, ...]: ...
    @property
    def wrongs(self) -> tuple[Wrong, ...]: ...
    @property
    def change(self) -> Flip | None: ...


def expected(policy: Policy, expectation: Expectation) -> str:
    """What a case expects, as a sentence."""
    match expectation:
        case ExpectMay(action=action, args=args, under=under):
            return f"{capital(_act(policy, action, args).modal('may'))}{_under(policy, under)}."
        case ExpectMustNot(action=action, args=args, under=under):
            return f"{capital(_act(policy, action, args).modal('must', negative=True))}{_under(policy, under)}."
        case ExpectMust(action=action, args=args):
            return f"{capital(_act(policy, action, args).modal('must'))}: a duty runs."
        case ExpectLawful():
            return "All of it is lawful."
        case ExpectUnlawful(under=under):
            return f"Some of it is unlawful{_under(policy, under)}."
        case ExpectPending(rules=rules):
            return f"Still to be done under {_named(policy, rules)}."
        case ExpectDilemma():
            return "Somebody cannot obey, whatever is done."
        case ExpectFormula(formula=formula):
            return sentence("", outline(Context(policy, AT_THE_END, {}), formula))
        case _:
            assert_never(expectation)


def decided(policy: Policy, case: Case, expectation: Expectation, finding: Finding) -> tuple[str, ...]:
    """What the policy decides instead, by which rule, and the one change that would give what is expected."""
    names: Cast = {(each.entity, each.name): capital(phrases.readable(each.name)) for each in case.individuals}
    return (*_decision(policy, names, expectation, finding), *_change(policy, names, finding.change))


def _decision(policy: Policy, names: Cast, expectation: Expectation, finding: Finding) -> list[str]:
    match expectation:
        case ExpectMay(action=action, args=args) | ExpectMustNot(action=action, args=args):
            return _permission(policy, _act(policy, action, args), finding)
        case ExpectMust(action=action, args=args):
            return [f"No duty runs by which {_act(policy, action, args).modal('must')}."]
        case ExpectLawful():
            return _unlawful(policy, names, finding)
        case ExpectUnlawful(under=under):
            found = _unlawful(policy, names, finding)
            return found if under and (finding.wrongs or finding.breached) else ["All of it is lawful."]
        case ExpectPending(rules=rules):
            named = joined([phrases.cited(policy, each) for each in rules])
            return [f"Nothing is still to be done under {named}: it never began, is done, is excused or is past its date."]
        case ExpectDilemma():
            return ["There is a way to obey."]
        case ExpectFormula(formula=formula):
            return [sentence("", outline(Context(policy, AT_THE_END, {}), formula, positive=False))]
        case _:
            assert_never(expectation)


def _permission(policy: Policy, said: phrases.Said, finding: Finding) -> list[str]:
    """Whether the act is permitted, and by which rules: `forbidden` and `not permitted` are told apart."""
    must_not = capital(said.modal("must", negative=True))
    if finding.forbidden_by:
        return [f"{must_not}: forbidden by {_rules(policy, finding.forbidden_by)}."]
    if finding.closed_by:
        first, *others = finding.closed_by
        lines = [f"{must_not}: not permitted, where {phrases.cited(policy, first)} asks for a permission{_of(policy, first)}."]
        lines += [f"{capital(phrases.cited(policy, each))} asks for one{_of(policy, each)} too." for each in others]
        if finding.could_open:
            lines.append(f"Of the rules that could have permitted it, none applies: {_named(policy, finding.could_open)}.")
        if finding.allowed_by:
            permits, lifts = ("permits", "lifts") if len(finding.allowed_by) == 1 else ("permit", "lift")
            named = capital(_named(policy, finding.allowed_by))
            lines.append(f"{named} {permits} it, which {lifts} nothing of that.")
        return lines
    if finding.allowed_by:
        return [f"{capital(said.modal('may'))}: permitted by {_rules(policy, finding.allowed_by)}."]
    return [f"{capital(said.modal('may'))}: no rule stands against it."]


def _of(policy: Policy, name: str) -> str:
    """Of which law a permission is wanted, where there are several."""
    return f" of {law(policy, policy.rules[name].law)}" if several(policy) else ""


def _unlawful(policy: Policy, names: Cast, finding: Finding) -> list[str]:
    lines = []
    for wrong in finding.wrongs:
        act = phrases.event_of(policy, names, wrong.act).tell()
        if wrong.missed:
            lines.append(f"This was permitted, with a condition yet to come true: {act}.")
            lines += what_was_missed(policy, names, wrong.missed)
        else:
            by = f", against {_rules(policy, wrong.against)}" if wrong.against else ""
            lines.append(f"This is done without being permitted: {act}{by}.")
    lines += [f"A duty is broken: {phrases.cited(policy, name)}." for name in finding.breached]
    return lines or ["Some of it is unlawful."]


def _change(policy: Policy, names: Cast, flip: Flip | None) -> list[str]:
    return [] if flip is None else [f"If {changed(policy, names, flip)}, it would be as expected."]


def _rules(policy: Policy, names: tuple[str, ...]) -> str:
    return joined([phrases.cited(policy, each) for each in names])


def _named(policy: Policy, names: tuple[str, ...]) -> str:
    return joined([phrases.rule_name(policy, policy.rules[each]) for each in names])


def _under(policy: Policy, names: tuple[str, ...]) -> str:
    return f", under {_named(policy, names)}" if names else ""


def _act(policy: Policy, action: str, args: tuple[Arg, ...]) -> phrases.Said:
    return phrases.event(policy, action, arguments(policy, {}, args))
