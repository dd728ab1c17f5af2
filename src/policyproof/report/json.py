"""The report that programs read: `check --format json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from policyproof.diagnostics import Diagnostic, Fix
from policyproof.english.claims import gloss_property
from policyproof.english.findings import decided, expected
from policyproof.english.laws import laws_in_force
from policyproof.english.material import Link, Missed, RestsOn, Telling
from policyproof.english.story import story
from policyproof.policy.case_text import case_text
from policyproof.policy.formulas import EventPoint
from policyproof.policy.model import Complies, Delay, LawText, Policy, Possible, SameAs, Statement
from policyproof.policy.period import period_of
from policyproof.policy.zones import shown
from policyproof.questions.results import CaseResult, CheckResult, Claim, PolicyResult, PropertyResult
from policyproof.report import document as doc
from policyproof.scenario import Scenario


def to_json(result: CheckResult, versions: Mapping[str, str]) -> bytes:
    """The document, indented, with a newline at its end. `versions` names the tool and the solver."""
    document = doc.Document(
        schema=doc.SCHEMA,
        tool=dict(versions),
        policies=tuple(_policy(checked) for checked in result.policies),
        libraries=result.libraries,
        diagnostics=tuple(_finding(found) for found in result.diagnostics),
        checked=_checked(result),
    )
    return msgspec.json.format(msgspec.json.encode(_encodable(msgspec.to_builtins(document))), indent=2) + b"\n"


def _policy(checked: PolicyResult) -> doc.PolicyIs:
    policy = checked.policy
    claims = {claim.declared.name: claim for claim in checked.claims}
    readings = tuple(
        doc.ReadingIs(
            one.reading.name,
            one.reading.title,
            one.reading.span.path,
            one.reading.span.line,
            one.reading.touched,
            _properties(one.checked, claims, several=True),
            tuple(_case(one.reading.policy, case) for case in one.checked.cases),
            _span(one.reading.policy),
        )
        for one in checked.readings
    )
    return doc.PolicyIs(
        policy.name,
        policy.title,
        policy.path,
        policy.as_of,
        tuple(_law(text) for text in laws_in_force(policy)),
        _properties(checked, claims, several=bool(readings)),
        tuple(_case(policy, one) for one in checked.cases),
        _calendars(policy),
        _span(policy),
        readings or msgspec.UNSET,
    )


def _properties(checked: PolicyResult, claims: Mapping[str, Claim], *, several: bool) -> tuple[doc.PropertyIs, ...]:
    """The claims under one reading. `several`: there are others."""
    found = []
    for one in checked.properties:
        claim = claims[one.property.name]
        told = msgspec.structs.replace(_property(checked.policy, one), as_claimed=claim.as_claimed)
        under = tuple(doc.UnderReading(None if at is None else at.name, result.verdict) for at, result in claim.under)
        found.append(msgspec.structs.replace(told, under=under) if several else told)
    return tuple(found)


def _encodable(part: object) -> object:
    """The same with lone surrogates, which a file's name may hold, replaced: they are no text that JSON could carry."""
    match part:
        case str():
            return part.encode("utf-8", errors="replace").decode()
        case dict():
            return {_encodable(key): _encodable(value) for key, value in part.items()}
        case list() | tuple():
            return [_encodable(each) for each in part]
        case _:
            return part


def _finding(found: Diagnostic) -> doc.Finding:
    return doc.Finding(
        found.code,
        found.severity,
        found.path if found.span is None else found.span.path,
        None if found.span is None else found.span.line,
        None if found.span is None else found.span.column,
        found.message,
        found.help,
        tuple(_fix(fix) for fix in found.fixes) or msgspec.UNSET,
        found.notes or msgspec.UNSET,
    )


def _fix(fix: Fix) -> doc.FixIs:
    edits = [doc.EditIs(each.span.line, each.span.column, each.span.start, each.span.end, each.text) for each in fix.edits]
    return doc.FixIs(fix.title, tuple(edits))


# ---- properties


def _property(policy: Policy, one: PropertyResult) -> doc.PropertyIs:
    declared = one.property
    shown = tuple(_shown(policy, one, telling) for telling in one.tellings)
    possible = isinstance(declared.claim, Possible)
    return doc.PropertyIs(
        name=declared.name,
        title=declared.title,
        file=declared.span.path,
        line=declared.span.line,
        claim=gloss_property(policy, declared),
        verdict=one.verdict,
        known_to_fail=declared.known_to_fail,
        as_claimed=one.as_claimed,
        reason=one.reason,
        counterexamples=() if possible else shown,
        all_ways=one.all_ways,
        rests_on=None if one.rests_on is None else _grounds(policy, one.rests_on),
        unvouched=one.unvouched,
        notes=one.notes,
        witness=(shown[0] if shown else None) if possible else msgspec.UNSET,
        people=msgspec.UNSET if one.people is None else one.people,
        circle=tuple(_link(link) for link in one.cycle) or msgspec.UNSET,
    )


def _law(text: LawText) -> doc.LawIs:
    return doc.LawIs(text.name, text.title, text.path, text.as_of)


def _link(link: Link) -> doc.LinkIs:
    every, some = (doc.Place(span.path, span.line, span.column) for span in (link.every, link.some))
    return doc.LinkIs(link.entity, link.demanded, every, some, link.fact)


def _shown(policy: Policy, one: PropertyResult, telling: Telling) -> doc.Shown:
    return doc.Shown(
        scenario=_scenario(policy, telling.scenario),
        story=story(policy, one.property, telling),
        rules=tuple(_rule(policy, opening.rule) for opening in telling.opened_by),
        words=tuple(
            doc.WordIs(word.instance[0], word.instance[1], word.speakers, word.standard, word.wrong) for word in telling.words
        ),
        changes=tuple(doc.ChangeIs(flip.instance[0], flip.instance[1], flip.to, flip.by) for flip in telling.flips),
        case=case_text(policy, telling.scenario, one.property.name, telling.expectations),
        laws=tuple(
            doc.LawSays(said.law, said.says, tuple(_rule(policy, name) for name in said.rules), said.beyond is None)
            for said in telling.laws
        ),
        postponed=tuple(
            doc.PostponedIs(
                _rule(policy, each.rule),
                tuple(doc.GrantIs(*grant.instance, grant.times) for grant in each.grants),
                each.due_after,
            )
            for each in telling.postponed
        ),
        missed=tuple(doc.MissedIs(_rule(policy, each.rule), _event(each), each.due) for each in telling.missed),
        compared=_compared(policy, one, telling),
        other=msgspec.UNSET if telling.other is None else _scenario(policy, telling.other),
    )


def _event(missed: Missed) -> str:
    """The event that a part of a proviso asks for."""
    return missed.part.left.event if isinstance(missed.part.left, EventPoint) else ""


def _compared(policy: Policy, one: PropertyResult, telling: Telling) -> doc.ComparedIs | msgspec.UnsetType:
    """What each of two laws says, where the claim compares two."""
    claim = one.property.claim
    if telling.unlawful_under is None or not isinstance(claim, Complies | SameAs):
        return msgspec.UNSET
    laws = (policy, policy.others[claim.law])
    here, there = laws if telling.unlawful_under == claim.law else laws[::-1]
    return doc.ComparedIs(
        telling.unlawful_under,
        tuple(_rule(there, name) for name in telling.unlawful_by if name in there.rules),
        tuple(_rule(here, name) for name in telling.lawful_by),
    )


def _scenario(policy: Policy, scenario: Scenario) -> doc.ScenarioIs:
    return doc.ScenarioIs(
        individuals=scenario.individuals,
        facts=tuple(doc.FactIs(name, args, value) for (name, args), value in scenario.facts.items()),
        events=tuple(
            doc.EventIs(name, args, minute, scenario.doers.get((name, args)), _date(policy, minute))
            for (name, args), minute in sorted(scenario.events.items(), key=lambda event: event[1])
        ),
    )


def _calendars(policy: Policy) -> tuple[doc.CalendarIs, ...] | msgspec.UnsetType:
    found = tuple(doc.CalendarIs(one.name, one.title, one.path, one.zone) for one in policy.calendars.values())
    return found or msgspec.UNSET


def _span(policy: Policy) -> doc.SpanIs | msgspec.UnsetType:
    period = period_of(policy)
    if period is None or not period.events:
        return msgspec.UNSET
    first, last = _date(policy, period.first), _date(policy, period.last)
    return doc.SpanIs(str(first), str(last), tuple(name for name in policy.order if name in period.events))


def _date(policy: Policy, minute: int) -> str | msgspec.UnsetType:
    """A minute as the clocks of the policy's calendar show it, with their distance from UTC."""
    zone = next((calendar.zone for calendar in policy.calendars.values()), None)
    clock = shown(zone, minute) if zone is not None else None
    return msgspec.UNSET if clock is None else clock.isoformat(timespec="minutes")


def _rule(policy: Policy, name: str) -> doc.RulePlace:
    rule = policy.rules[name]
    source = None
    if rule.see is not None:
        source = doc.SourcePlace(rule.see.source, policy.sources[rule.see.source].title, rule.see.where)
    return doc.RulePlace(name, rule.title, rule.span.path, rule.span.line, source)


def _grounds(policy: Policy, grounds: RestsOn) -> doc.Grounds:
    return doc.Grounds(
        rules=tuple(_rule(policy, name) for name in grounds.rules),
        assumptions=tuple(_named(policy.assumptions[name]) for name in grounds.assumptions),
        hypotheses=tuple(_named(policy.hypotheses[name]) for name in grounds.hypotheses),
        parties=grounds.parties,
        delays=tuple(_named(policy.delays[name]) for name in grounds.delays),
        beliefs=grounds.beliefs,
        others=tuple(_of_other(policy.others[law], law, name) for law, name in grounds.others),
    )


def _named(declared: Statement | Delay) -> doc.Named:
    return doc.Named(declared.name, declared.span.path, declared.span.line)


def _of_other(other: Policy, law: str, name: str) -> doc.OfOther:
    span = next(declared[name].span for declared in (other.rules, other.assumptions, other.delays) if name in declared)
    return doc.OfOther(law, name, span.path, span.line)


# ---- cases and counts


def _case(policy: Policy, one: CaseResult) -> doc.CaseIs:
    case = one.case
    return doc.CaseIs(
        name=case.name,
        file=case.span.path,
        line=case.span.line,
        outcome=one.outcome,
        expectations=tuple(
            doc.ExpectationIs(
                line=found.span.line,
                column=found.span.column,
                met=found.met,
                expected=expected(policy, expectation),
                decided=decided(policy, case, expectation, found) if one.outcome == "fails" and not found.met else (),
            )
            for expectation, found in zip(case.expects, one.expectations, strict=False)  # an impossible case decides none
        ),
        turns_on=one.decides,
        reason=one.reason,
    )


def _checked(result: CheckResult) -> doc.Checked:
    properties = [claim for checked in result.policies for claim in checked.claims]
    cases = [one for checked in result.policies for reading in checked.every for one in reading.cases]
    verdicts = Counter(one.verdict for one in properties)
    return doc.Checked(
        policies=len(result.policies),
        libraries=len(result.libraries),
        properties=len(properties),
        cases=len(cases),
        verdicts=doc.Verdicts(
            holds=verdicts["holds"],
            fails=verdicts["fails"],
            vacuous=verdicts["vacuous"],
            hollow=verdicts["hollow"],
            holds_up_to=verdicts["holds-up-to"],
            undecided=verdicts["undecided"],
            known_failures=sum(one.as_claimed and one.declared.known_to_fail is not None for one in properties),
            not_as_claimed=sum(not one.as_claimed for one in properties),
        ),
        cases_as_expected=sum(one.outcome == "passes" for one in cases),
        readings=sum(len(checked.readings) for checked in result.policies) or msgspec.UNSET,
    )
