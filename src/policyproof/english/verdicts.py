"""The sentences around a verdict: what it means, what a proof rests on, and what a policy decides in a case instead.

The results come as anything that has the fields named here, so that this room need not know the questions above it.
"""

from __future__ import annotations

from typing import Literal, Protocol, assert_never

from policyproof.english import phrases
from policyproof.english.changes import changed
from policyproof.english.clauses import capital
from policyproof.english.conditions import Context, outline
from policyproof.english.lists import counted, joined, plural, possessive
from policyproof.english.material import Flip, RestsOn
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
    Independent,
    NeverBlocks,
    NeverOpens,
    NoIf,
    NoWithout,
    Policy,
    Possible,
    Property,
    StandardNeverEnough,
    WordNeverEnough,
)

Verdict = Literal["holds", "fails", "vacuous", "hollow", "holds-up-to", "undecided"]


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
    def unlawful_acts(self) -> tuple[str, ...]: ...
    @property
    def change(self) -> Flip | None: ...


# ---- properties


def verdict_words(policy: Policy, property_: Property, verdict: Verdict, people: int | None) -> str:
    """The verdict in a word or two, different for each: `fails, as known`, `holds up to 2 people`."""
    known = property_.known_to_fail is not None
    match verdict:
        case "holds":
            return "holds, though known to fail" if known else "holds"
        case "fails":
            return "fails, as known" if known else "fails"
        case "holds-up-to":
            return f"holds up to {people_of(policy, people or 0)}"
        case "vacuous" | "hollow" | "undecided":
            return verdict
        case _:
            assert_never(verdict)


def explanation(
    policy: Policy, property_: Property, verdict: Verdict, *, people: int | None = None, reason: str | None = None
) -> tuple[str, ...]:
    """What the verdict means here, a sentence or two; the last may announce the story that follows."""
    possible = isinstance(property_.claim, Possible)
    why = (f"{capital(reason.rstrip('.'))}.",) if reason else ()
    known = property_.known_to_fail
    match verdict:
        case "holds":
            stale = (
                (f'It is marked as known to fail ("{known}"), but it holds: take the mark out.',) if known is not None else ()
            )
            if possible:
                return (*stale, "The policy allows it, for instance so:")
            many = f", for any number of {_sorts(policy)}" if policy.entities else ""
            speaks = isinstance(property_.claim, NoWithout | NoIf | WordNeverEnough | StandardNeverEnough)
            return (*stale, f"Proved{many}{', and what it speaks of can happen' if speaks else ''}.")
        case "fails":
            documented = (f"A known hole: {known}.",) if known is not None else ()
            if possible:
                return (*documented, "Proved: no lawful course of events shows it.")
            if isinstance(property_.claim, Independent | NeverBlocks | NeverOpens):
                return (*documented, "Two courses of events that break it:")
            return (*documented, "A course of events that breaks it:")
        case "vacuous":
            return ("It holds for nothing: what it speaks of can never occur.", *why)
        case "hollow":
            return (
                "Nothing that governs the act itself upholds it; it holds only because things then cannot go on lawfully:",
                *why,
            )
        case "holds-up-to":
            bound = people_of(policy, people or 0)
            return (f"Nothing with at most {bound} breaks it; for more, this is not proved.", *why)
        case "undecided":
            return ("Neither proved nor refuted: a limit was reached.", *why)
        case _:
            assert_never(verdict)


def rests_on(policy: Policy, grounds: RestsOn) -> str | None:
    """``It rests on rule `closed` (line 12), and on Ring's obeying the rules.`` None where it rests on none of these."""
    parts = []
    if grounds.rules:
        parts.append(f"on {joined([phrases.rule_name(policy.rules[each]) for each in grounds.rules])}")
    for kind, names, declared in (
        ("assumption", grounds.assumptions, policy.assumptions),
        ("hypothesis", grounds.hypotheses, policy.hypotheses),
    ):
        parts += [f'on the {kind} "{declared[name].why}" (`{name}`, line {declared[name].span.line})' for name in names]
    if grounds.parties:
        who = joined([possessive(phrases.party(policy, each)) for each in grounds.parties])
        parts.append(f"on {who} obeying the rules")
    if not parts:
        return None
    return f"It rests {joined(parts)}."


def people_of(policy: Policy, number: int) -> str:
    """`2 people`, for a bound on the individuals of each entity."""
    sorts = [phrases.noun(each) for each in policy.entities] or ["individual"]
    return counted(number, sorts[0]) if len(sorts) == 1 else f"{number} each of {joined([plural(each) for each in sorts])}"


def _sorts(policy: Policy) -> str:
    return joined([plural(phrases.noun(each)) for each in policy.entities])


# ---- cases


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
            return f"Still to be done under {joined([phrases.rule_name(policy.rules[each]) for each in rules])}."
        case ExpectDilemma():
            return "Somebody cannot obey, whatever is done."
        case ExpectFormula(formula=formula):
            return sentence("", outline(Context(policy, AT_THE_END, {}), formula))
        case _:
            assert_never(expectation)


def decided(policy: Policy, case: Case, expectation: Expectation, finding: Finding) -> tuple[str, ...]:
    """What the policy decides instead, by which rule, and the one change that would give what is expected."""
    return (*_decision(policy, expectation, finding), *_change(policy, case, finding.change))


def _decision(policy: Policy, expectation: Expectation, finding: Finding) -> list[str]:
    match expectation:
        case ExpectMay(action=action, args=args) | ExpectMustNot(action=action, args=args):
            return _permission(policy, _act(policy, action, args), finding)
        case ExpectMust(action=action, args=args):
            return [f"No duty runs by which {_act(policy, action, args).modal('must')}."]
        case ExpectLawful():
            return _unlawful(policy, finding)
        case ExpectUnlawful(under=under):
            found = _unlawful(policy, finding)
            return found if under and (finding.unlawful_acts or finding.breached) else ["All of it is lawful."]
        case ExpectPending(rules=rules):
            names = _rules(policy, rules)
            return [f"Nothing is still to be done under {names}: it never began, is done, is excused or is past its date."]
        case ExpectDilemma():
            return ["There is a way to obey."]
        case ExpectFormula(formula=formula):
            return [sentence("", outline(Context(policy, AT_THE_END, {}), formula, positive=False))]
        case _:
            assert_never(expectation)


def _permission(policy: Policy, said: phrases.Said, finding: Finding) -> list[str]:
    """Whether the act is permitted, and by which rules: `forbidden` and `not permitted` are told apart."""
    if finding.forbidden_by:
        return [f"{capital(said.modal('must', negative=True))}: forbidden by {_rules(policy, finding.forbidden_by)}."]
    if finding.closed_by and not finding.allowed_by:
        closing = _rules(policy, finding.closed_by)
        lines = [f"{capital(said.modal('must', negative=True))}: not permitted, where {closing} asks for a permission."]
        if finding.could_open:
            names = [phrases.rule_name(policy.rules[each]) for each in finding.could_open]
            lines.append(f"Of the rules that could have permitted it, none applies: {joined(names)}.")
        return lines
    if finding.allowed_by:
        return [f"{capital(said.modal('may'))}: permitted by {_rules(policy, finding.allowed_by)}."]
    return [f"{capital(said.modal('may'))}: no rule stands against it."]


def _unlawful(policy: Policy, finding: Finding) -> list[str]:
    lines = []
    for name in finding.unlawful_acts:
        against = (*finding.forbidden_by, *finding.closed_by)
        by = f": {_rules(policy, against)}" if against else ""
        lines.append(f"This is done without being permitted{by}: {phrases.event_by_name(policy, name)}.")
    lines += [f"A duty is broken: {phrases.cited(policy, name)}." for name in finding.breached]
    return lines or ["Some of it is unlawful."]


def _change(policy: Policy, case: Case, flip: Flip | None) -> list[str]:
    if flip is None:
        return []
    names: Cast = {(each.entity, each.name): capital(phrases.readable(each.name)) for each in case.individuals}
    return [f"If {changed(policy, names, flip)}, it would be as expected."]


def _rules(policy: Policy, names: tuple[str, ...]) -> str:
    return joined([phrases.cited(policy, each) for each in names])


def _under(policy: Policy, names: tuple[str, ...]) -> str:
    return f", under {joined([phrases.rule_name(policy.rules[each]) for each in names])}" if names else ""


def _act(policy: Policy, action: str, args: tuple[Arg, ...]) -> phrases.Said:
    return phrases.event(policy, action, arguments(policy, {}, args))
