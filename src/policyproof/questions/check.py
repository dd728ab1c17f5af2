"""Is every claim of a policy as claimed, and every case as expected?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.questions import asks_the_law
from policyproof.english import phrases
from policyproof.english.material import RestsOn
from policyproof.policy.model import (
    Complies,
    NoIf,
    NoWithout,
    Policy,
    Possible,
    Property,
    SameAs,
    StandardNeverEnough,
    WordNeverEnough,
)
from policyproof.questions.cases import check_case
from policyproof.questions.results import UP_TO_THE_ACT, PolicyResult, PropertyResult, ReadingResult, Verdict, What
from policyproof.search.decide import DEFAULT_PEOPLE, Asked, Found, Laboratory, NoneUpTo, Outcome, Ruled, Undecided
from policyproof.search.reasons import reasons
from policyproof.search.telling import tell
from policyproof.search.ways import all_ways
from policyproof.solve.answers import DEFAULT_WORK, Limits
from policyproof.solve.second import SecondOpinion
from policyproof.syntax.allowances import Allowance


class CheckOptions(msgspec.Struct, frozen=True):
    """`properties`: only these (empty: all, and the cases). `limit`: work units of the solver a question. `people`: see
    `decide`.
    """

    properties: tuple[str, ...] = ()
    all_ways: bool = False
    limit: int | None = None
    people: int | None = None
    second: SecondOpinion | None = None
    """Another solver that is asked everything too."""
    certify: bool = False
    """Write down proofs of what is proved."""
    stories: bool = True
    """Without stories and reasons, only verdicts are worked out."""
    warnings: bool = False
    """Whether to look for what is no mistake and deserves a look, but for what `allowances` allow."""
    allowances: tuple[Allowance, ...] = ()


_FEW: Final = 40
"""Rules of a policy small enough for one solver to be told everything at once, before anything is asked."""

Progress = Callable[[str], None]
"""Told the name of each property and case as it is begun."""


def check(policy: Policy, options: CheckOptions, progress: Progress = lambda _: None) -> PolicyResult:
    """The verdict on every property and case of one policy (a library has none), as written and under each of its readings."""
    limits = Limits(work=DEFAULT_WORK if options.limit is None else options.limit, second=options.second)
    laboratory = Laboratory(policy, limits, DEFAULT_PEOPLE if options.people is None else options.people)
    clash = _contradiction(laboratory)
    if clash is not None:
        return PolicyResult(policy, (), (), (clash,))
    wanted = [
        declared for declared in policy.properties.values() if not options.properties or declared.name in options.properties
    ]
    if len(policy.rules) <= _FEW:
        engine = laboratory.room(0).engine
        asked = [[engine.counterexample(one), engine.occasion(one), engine.hollow(one)] for one in wanted]
        laboratory.prepare([question for some in asked for questions in some for question in questions])
    results = []
    for declared in wanted:
        progress(declared.name)
        results.append(_Checker(laboratory, declared, options).result())
    cases = []
    diagnostics: list[Diagnostic] = []
    for case in policy.cases.values() if not options.properties else ():
        progress(case.name)
        found, trouble = check_case(laboratory, case)
        cases.append(found)
        diagnostics += trouble
    if options.warnings:
        diagnostics += _warnings(laboratory, options.allowances)
    plain = msgspec.structs.replace(options, warnings=False)  # what deserves a look does so in the text as it is written
    readings = tuple(ReadingResult(reading, check(reading.policy, plain, progress)) for reading in policy.readings)
    return PolicyResult(policy, tuple(results), tuple(cases), tuple(diagnostics), readings)


def _warnings(laboratory: Laboratory, allowances: tuple[Allowance, ...]) -> tuple[Diagnostic, ...]:
    from policyproof.questions.warnings.find import warnings  # noqa: PLC0415  # a score of modules that not every run needs

    return warnings(laboratory, allowances)


def check_words(library: Policy, options: CheckOptions) -> tuple[Diagnostic, ...]:
    """The warnings about a file of vocabulary, where they are wanted: it claims nothing that could be checked."""
    return _warnings(Laboratory(library, Limits()), options.allowances) if options.warnings else ()


def _contradiction(laboratory: Laboratory) -> Diagnostic | None:
    """Assumptions that cannot be true together."""
    policy = laboratory.policy
    if not policy.assumptions:
        return None
    outcome = laboratory.decide(lambda engine: (engine.possible_at_all(),), peopled=laboratory.peopled(None))
    if not isinstance(outcome, Ruled):
        return None
    names = reasons(outcome).assumptions
    first, *others = [policy.assumptions[name] for name in names] or list(policy.assumptions.values())
    return Diagnostic(
        "PP204",
        "error",
        "these assumptions contradict each other, so that no scenario meets them"
        if others
        else "no scenario meets this assumption",
        first.span,
        first.span.path,
        "cannot be true together with what follows" if others else "cannot be true",
        tuple(Label(other.span, "clashes") for other in others),
        "strike or weaken one of them",
    )


class _Checker:
    """The verdict on one property."""

    def __init__(self, laboratory: Laboratory, declared: Property, options: CheckOptions) -> None:
        self.laboratory = laboratory
        self.declared = declared
        self.options = options
        self.peopled = laboratory.peopled(declared)

    def decide(self, asked: Asked, *, model: bool = False) -> Outcome:
        return self.laboratory.decide(asked, peopled=self.peopled, model=model and self.options.stories)

    def result(self) -> PropertyResult:
        found = self.decide(lambda engine: engine.counterexample(self.declared), model=True)
        if isinstance(self.declared.claim, Possible):
            return self._possible(found)
        match found:
            case Found():
                return self._shown("fails", found, lambda engine: engine.counterexample(self.declared))
            case Ruled():
                return self._proved(found)
            case NoneUpTo(people, cycle):
                return self._result("holds-up-to", people=people, cycle=cycle)
            case Undecided(reason):
                return self._result("undecided", reason=reason)

    def _result(self, verdict: Verdict, **more: object) -> PropertyResult:
        known = self.declared.known_to_fail is not None
        as_claimed = verdict == "fails" if known else verdict == "holds"
        unvouched = _unvouched(self.laboratory.policy, self.declared)
        return PropertyResult(self.declared, verdict, as_claimed, unvouched=unvouched, **more)  # type: ignore[arg-type]  # its own fields

    def _possible(self, found: Outcome) -> PropertyResult:
        match found:
            case Found():
                return self._shown("holds", found, lambda engine: engine.counterexample(self.declared))
            case Ruled():
                return self._refuted("fails", found, {"witness": found})
            case NoneUpTo(people):
                return self._result(
                    "undecided", people=people, reason=f"no scenario with up to {people} of each, and beyond that it is open"
                )
            case Undecided(reason):
                return self._result("undecided", reason=reason)

    def _shown(self, verdict: Verdict, found: Found, asked: Asked, *, so_far: bool = False) -> PropertyResult:
        if not self.options.stories:
            return self._result(verdict)
        if self.options.all_ways and not isinstance(self.declared.claim, Possible):
            ways = all_ways(found, self.declared, asked, lambda more: self.decide(more, model=True), so_far=so_far)
            return self._result(verdict, tellings=ways.tellings, all_ways=ways.complete)
        return self._result(verdict, tellings=(tell(found, self.declared, so_far=so_far).telling,))

    def _proved(self, proof: Ruled) -> PropertyResult:
        for index, _ in enumerate(self.laboratory.room(0).engine.occasion(self.declared)):
            occasion = self.decide(lambda engine, index=index: (engine.occasion(self.declared)[index],))  # type: ignore[misc]
            match occasion:
                case Ruled():
                    rests_on = reasons(occasion) if self.options.stories else None
                    return self._result("vacuous", reason=_why_vacuous(self.declared, index), rests_on=rests_on)
                case NoneUpTo(people):
                    return self._result(
                        "undecided", reason=f"whether what it speaks of can happen with more than {people} of each"
                    )
                case Undecided(reason):
                    return self._result("undecided", reason=reason)
                case Found():
                    pass
        notes: tuple[str, ...] = ()
        refuted: dict[What, Ruled] = {"counterexample": proof}
        if self.laboratory.room(0).engine.hollow(self.declared):
            hollow = self.decide(lambda engine: engine.hollow(self.declared), model=True)
            match hollow:
                case Found():
                    return self._shown("hollow", hollow, lambda engine: engine.hollow(self.declared), so_far=True)
                case Undecided(reason):
                    return self._result("undecided", reason=reason)
                case NoneUpTo(people):
                    notes = (f"That the rules about the act itself uphold it is known for up to {people} of each only.",)
                case Ruled():
                    refuted[UP_TO_THE_ACT] = hollow
        elif isinstance(self.declared.claim, NoWithout | NoIf | WordNeverEnough | StandardNeverEnough):
            notes = self._traps()
        return self._refuted("holds", proof, refuted, notes)

    def _refuted(
        self, verdict: Verdict, proof: Ruled, refuted: dict[What, Ruled], notes: tuple[str, ...] = ()
    ) -> PropertyResult:
        """A verdict that rests on there being no scenario of some kind."""
        certificate = None
        if self.options.certify:
            from policyproof.questions.evidence import certify  # noqa: PLC0415  # a run without certificates pays nothing

            certificate = certify(self.laboratory.policy, self.declared, list(refuted.items()), self.laboratory.limits)
            notes += tuple(f"No certificate that there is no {no}: {reason}." for no, reason in certificate.lacks)
        return self._result(verdict, rests_on=self._grounds(proof), notes=notes, certificate=certificate)

    def _grounds(self, proof: Ruled) -> RestsOn | None:
        """What a proof rests on. Where the claim itself asks what the law says, the rules that it asks are looked for too."""
        if not self.options.stories:
            return None
        if asks_the_law(self.laboratory.policy, self.declared):
            by_rule = self.decide(lambda engine: engine.grounds(self.declared))
            if isinstance(by_rule, Ruled):
                return reasons(by_rule)
        return reasons(proof)

    def _traps(self) -> tuple[str, ...]:
        """A claim that looks further than the act could hold only because things cannot go on lawfully: is there a dilemma?"""
        trap = self.decide(lambda engine: engine.traps(self.declared))
        if isinstance(trap, Found):
            rule = next(alternative.rule for alternative in trap.question.alternatives if alternative.rule is not None)
            cited = phrases.cited(self.laboratory.policy, rule)
            return (f"Beside it: {cited} can become impossible to obey (ask `no dilemma`), and the claim may lean on that.",)
        return ()


def _why_vacuous(declared: Property, index: int) -> str:
    """Which part can never come true."""
    if isinstance(declared.claim, NoIf):
        return "the act can never be done lawfully" if index == 0 else "what stands after `if` can never be so"
    if isinstance(declared.claim, Complies):
        return "nothing that is lawful here meets what both laws assume"
    if isinstance(declared.claim, SameAs):
        return "no course of events meets what both laws assume"
    if isinstance(declared.claim, NoWithout | WordNeverEnough | StandardNeverEnough):
        return "the act can never be done lawfully" + (
            "" if declared.claim.condition is None else " with what stands after `if`"
        )
    return "what stands after `if` can never be so"


def _unvouched(policy: Policy, declared: Property) -> tuple[str, ...]:
    """Words that have no standard, for a claim about a standard: they are never struck."""
    if not isinstance(declared.claim, StandardNeverEnough):
        return ()
    spoken = [fact for fact in policy.facts.values() if fact.type == "bool" or fact.name in policy.delays]
    facts = [fact.name for fact in spoken if fact.decided_by and fact.standard is None]
    events = [event.name for event in policy.events.values() if event.by and event.standard is None and not event.is_action]
    return (*facts, *events)
