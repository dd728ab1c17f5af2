"""Is a case decided as expected, in every way in which its givens can be completed?"""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.cases import CaseTerms, Told, speaks_of_individuals
from policyproof.encode.decode import decode, individual_names
from policyproof.encode.questions import Engine
from policyproof.english.material import Flip, Wrong
from policyproof.logic.terms import TRUE
from policyproof.meaning.cases import meets_expectation, meets_givens
from policyproof.meaning.decisions import Decision, Meaning, decide, lifts
from policyproof.meaning.lawful import UnlawfulAct, lawful, meets
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.nature import faults
from policyproof.policy.formulas import Arg, Member
from policyproof.policy.model import Case, Expectation, ExpectMay, ExpectMust, ExpectMustNot, GivenTime
from policyproof.questions.results import CaseResult, ExpectationResult
from policyproof.scenario import Scenario
from policyproof.search.canonical import Canonical
from policyproof.search.changes import single_changes
from policyproof.search.decide import Found, Laboratory, Outcome, Ruled, Undecided
from policyproof.search.errors import InternalDisagreement
from policyproof.search.saying import missed

Side = Literal["met", "unmet"]


class _Asked(msgspec.Struct, frozen=True):
    """One side of one expectation as a question in any world."""

    case: Case
    index: int | None
    side: Side

    def __call__(self, engine: Engine) -> tuple[Question, ...]:
        terms = CaseTerms(engine, self.case)
        if self.index is None:
            return (Question(terms.sentences, (Alternative(TRUE),)),)
        told: Told = terms.told(self.case.expects[self.index])
        lit = told.met if self.side == "met" else told.unmet
        return (Question(terms.sentences, (Alternative(engine.terms.conj([lit, *told.sides])),)),)


def check_case(laboratory: Laboratory, case: Case) -> tuple[CaseResult, tuple[Diagnostic, ...]]:
    """The outcome of one case, and what is wrong with it as a case."""
    checker = _CaseChecker(laboratory, case)
    return checker.result(), tuple(checker.diagnostics)


class _CaseChecker:
    def __init__(self, laboratory: Laboratory, case: Case) -> None:
        self.laboratory = laboratory
        self.policy = laboratory.policy
        self.case = case
        self.diagnostics: list[Diagnostic] = []

    def ask(self, index: int | None, side: Side) -> Outcome:
        asked = _Asked(self.case, index, side)
        if self.case.only:  # then the world is known
            size = max(
                (sum(individual.entity == entity for individual in self.case.individuals) for entity in self.policy.entities),
                default=0,
            )
            return self.laboratory.decide_in(asked, size)
        engine = self.laboratory.room(0).engine
        return self.laboratory.decide(asked, peopled=self.laboratory.peopled(None) or speaks_of_individuals(engine, self.case))

    def result(self) -> CaseResult:
        possible = self.ask(None, "met")
        if isinstance(possible, Undecided):
            return CaseResult(self.case, "undecided", (), reason=possible.reason)
        if not isinstance(possible, Found):
            self._error("PP206", "no scenario meets what this case is given", "strike or correct one of the givens")
            return CaseResult(self.case, "impossible", ())
        results = []
        outcome: Literal["passes", "fails", "open", "undecided"] = "passes"
        decides: str | None = None
        reason: str | None = None
        for index, expectation in enumerate(self.case.expects):
            met, unmet = self.ask(index, "met"), self.ask(index, "unmet")
            if isinstance(unmet, Ruled):
                results.append(ExpectationResult(expectation.span, met=True))
            elif isinstance(met, Ruled) and isinstance(unmet, Found):
                outcome = "fails" if outcome != "undecided" else outcome
                results.append(self._unmet(expectation, self._scenario(unmet, expectation, met=False)))
            elif isinstance(met, Found) and isinstance(unmet, Found):
                outcome = "open" if outcome == "passes" else outcome
                decides = decides or self._deciding(
                    self._scenario(met, expectation, met=True), self._scenario(unmet, expectation, met=False)
                )
                results.append(ExpectationResult(expectation.span, met=False))
            else:
                outcome = "undecided"
                reason = next(
                    (one.reason for one in (met, unmet) if isinstance(one, Undecided)), "whether more people would change it"
                )
                results.append(ExpectationResult(expectation.span, met=False))
        if outcome == "open" and self.case.only and decides is not None and self._is_value(decides):
            self._error(
                "PP207", f"this case does not say what `{decides}` is, and it matters", f"add `{decides} is …` to the givens"
            )
        return CaseResult(self.case, outcome, tuple(results), decides=decides if outcome == "open" else None, reason=reason)

    def _error(self, code: str, message: str, advice: str) -> None:
        self.diagnostics.append(Diagnostic(code, "error", message, self.case.span, self.case.span.path, None, (), advice))

    def _is_value(self, name: str) -> bool:
        return name in self.policy.facts and self.policy.facts[name].type != "bool"

    def _scenario(self, found: Found, expectation: Expectation, *, met: bool) -> Scenario:
        """The canonical completion, replayed."""
        model = Canonical(found.room, found.question, found.model).find()
        terms = CaseTerms(found.room.engine, self.case)
        names = individual_names(found.room.engine)
        names.update({who: name for name, who in terms.env.items()})
        start = model.time(terms.zero[0])
        shifted = msgspec.structs.replace(model, times=[time - start for time in model.times])
        scenario = decode(found.room.engine, shifted, names=names)
        if (
            next(iter(faults(self.policy, scenario)), None)
            or not meets(self.policy, scenario)
            or not meets_givens(self.policy, self.case, scenario)
        ):
            raise InternalDisagreement(f"case {self.case.name}: the evaluator does not find the givens met")
        if meets_expectation(self.policy, self.case, expectation, scenario) != met:
            raise InternalDisagreement(f"case {self.case.name}: the evaluator decides otherwise")
        return scenario

    def _deciding(self, one: Scenario, other: Scenario) -> str:
        """The first declared fact or event in which two completions differ, one as expected and one not."""
        for name in self.policy.order:
            facts = [{key: value for key, value in scenario.facts.items() if key[0] == name} for scenario in (one, other)]
            events = [{key for key in scenario.events if key[0] == name} for scenario in (one, other)]
            if facts[0] != facts[1] or events[0] != events[1]:
                return name
        for name in self.policy.order:
            minutes = [{key: value for key, value in scenario.events.items() if key[0] == name} for scenario in (one, other)]
            if minutes[0] != minutes[1]:
                return name
        return next(iter(self.policy.order), "")

    def _unmet(self, expectation: Expectation, scenario: Scenario) -> ExpectationResult:
        """What the policy says instead, and the one change that would give what is expected."""
        judged = lawful(self.policy, scenario)
        decision = None
        if isinstance(expectation, ExpectMay | ExpectMustNot | ExpectMust):
            act = (expectation.action, tuple(self._first_leaf(arg) for arg in expectation.args))
            moment = scenario.events.get(act, self._last_given())
            decision = decide(self.policy, scenario, expectation.parties or None, act, moment)
        return ExpectationResult(
            expectation.span,
            met=False,
            allowed_by=decision.allowed_by if decision else (),
            forbidden_by=decision.forbidden_by if decision else (),
            closed_by=decision.unlifted if decision else (),
            could_open=self._could_open(decision) if decision else (),
            breached=tuple(dict.fromkeys(breach.rule for breach in judged.breaches)),
            wrongs=tuple(self._wrong(scenario, act) for act in judged.acts),
            change=self._remedy(expectation, scenario),
        )

    def _could_open(self, decision: Decision) -> tuple[str, ...]:
        """The permissions that do not apply and that could have lifted what nothing lifts."""
        rules = self.policy.rules
        return tuple(
            name for name in decision.could_open if any(lifts(rules[name], rules[closed]) for closed in decision.unlifted)
        )

    def _wrong(self, scenario: Scenario, found: UnlawfulAct) -> Wrong:
        against = (*found.decision.forbidden_by, *found.decision.unlifted)
        late = tuple(missed(Meaning(self.policy, scenario), found.act, found.decision.doer)) if found.missed else ()
        return Wrong(found.act, against, late)

    def _first_leaf(self, arg: Arg) -> str:
        match arg:
            case Member(_, kind, name):
                return self.policy.kinds[kind].members[name].leaves[0]
            case _:
                return arg.name

    def _last_given(self) -> Moment:
        return max((given.minute for given in self.case.givens if isinstance(given, GivenTime)), default=END)

    def _remedy(self, expectation: Expectation, scenario: Scenario) -> Flip | None:
        """The first declared circumstance that, made otherwise, gives what is expected; an act that is judged stays."""
        judged = getattr(expectation, "action", None)
        last = self._last_given()
        minute = int(last) if last != END else max(scenario.events.values(), default=0)
        for flip, other in single_changes(self.policy, scenario, minute):
            if flip.instance[0] == judged or not meets(self.policy, other):
                continue
            if meets_expectation(self.policy, self.case, expectation, other):
                return flip
        return None
