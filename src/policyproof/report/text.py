"""The report that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from policyproof.diagnostics import Label
from policyproof.english import phrases
from policyproof.english.claims import gloss_property
from policyproof.english.clauses import capital
from policyproof.english.dates import span_sentence
from policyproof.english.findings import decided, expected
from policyproof.english.gloss import gloss_delay, gloss_rule, gloss_scope, gloss_statement, gloss_term
from policyproof.english.law_readings import called, verdicts, ways
from policyproof.english.laws import laws_in_force, several
from policyproof.english.lists import counted, joined
from policyproof.english.story import brief, story
from policyproof.english.tables import gloss_table
from policyproof.english.verdicts import circle, explanation, rests_on, verdict_words
from policyproof.policy.case_text import case_text
from policyproof.policy.model import LawReading, Policy
from policyproof.questions.results import CaseResult, CheckResult, Claim, PolicyResult, PropertyResult
from policyproof.report.console import Console, Style
from policyproof.report.frames import frames, place
from policyproof.report.layout import block, wrapped
from policyproof.report.letters import harmless
from policyproof.source import Source

DISCLAIMER = "This is a model of the rules, not legal advice."


class TextOptions(msgspec.Struct, frozen=True):
    """`read_back`: print each rule as it is understood. `as_case`: print each scenario as a case too. `warnings_fail`: say that
    they do.
    """

    read_back: bool = False
    as_case: bool = False
    console: Console = Console()
    warnings_fail: bool = False


def render(result: CheckResult, options: TextOptions) -> str:
    """The whole report, with a newline at its end."""
    return _Renderer(options).report(result)


class _Renderer:
    """Lays the report out for one console."""

    def __init__(self, options: TextOptions) -> None:
        self.options = options
        self.console = options.console
        self.sources: Mapping[str, Source] = {}

    def report(self, result: CheckResult) -> str:
        self.sources = result.sources
        blocks = frames(result.diagnostics, result.sources, self.console)
        for checked in result.policies:
            blocks += self._policy(checked)
        blocks.append(self._lines(_foot(result, warnings_fail=self.options.warnings_fail)))
        return "\n\n".join(blocks) + "\n"

    def _lines(self, texts: Iterable[str], margin: str = "") -> str:
        return "\n".join(line for text in texts for line in self._wrapped(text, margin))

    def _wrapped(self, text: str, margin: str, rest: str | None = None) -> list[str]:
        return wrapped(harmless(text), self.console.width, margin, margin if rest is None else rest)

    def _headed(self, head: str, shown: str, text: str) -> list[str]:
        """A paragraph that begins with `head`, painted as `shown` after it has been folded."""
        lines = self._wrapped(f"{head} {text}".rstrip(), "", "    ")
        lines[0] = lines[0].replace(head, shown, 1)
        return lines

    def _policy(self, checked: PolicyResult) -> Iterator[str]:
        policy = checked.policy
        as_of = f", as of {policy.as_of}" if policy.as_of else ""
        title = self.console.paint(harmless(policy.title or policy.name), "strong")
        yield "\n".join([title, harmless(f"{policy.name} ({policy.path}{as_of})"), *self._laws(policy)])
        if policy.readings:
            yield self._lines([ways(policy)])
        if self.options.read_back:
            yield "\n".join(self._read_back(policy))
            for reading in policy.readings:
                yield "\n".join(self._read_back(reading.policy, reading))
        for claim in checked.claims:
            yield "\n".join(self._claim(policy, claim) if policy.readings else self._property(policy, claim.under[0][1]))
        if checked.cases:
            yield "\n".join(line for one in checked.cases for line in self._case(policy, one))
        for told in checked.readings:
            law, cases = told.reading.policy, told.checked.cases
            if cases:
                yield "\n".join(line for one in cases for line in self._case(law, one, told.reading))

    # ---- readings

    def _claim(self, policy: Policy, claim: Claim) -> list[str]:
        """A claim under every reading: what it comes to, and why."""
        declared = claim.declared
        known = declared.known_to_fail
        words = _summary(policy, claim) + (" (as known)" if known is not None and claim.as_claimed else "")
        style: Style = "bad" if not claim.as_claimed else "good" if known is None else "known"
        head = f"{declared.name} ({phrases.place(policy, declared.span)}):"
        lines = self._headed(f"{head} {words}.", f"{head} {self.console.paint(words, style)}.", declared.title or "")
        if declared.title is None:
            lines += block(harmless(gloss_property(policy, declared)), self.console.width, "    ")
        if known is not None:
            holds = ", but it holds under every reading that has it: take the mark out" if claim.verdict == "holds" else ""
            marked = f'It is marked as known to fail ("{known}"){holds}.'
            lines += self._wrapped(f"A known hole: {known}." if claim.verdict == "fails" else marked, "    ")
        laws = [policy if reading is None else reading.policy for reading, _ in claim.under]
        same_span = len({span_sentence(law) for law in laws}) == 1
        lines += self._span(laws[0]) if same_span else []
        for (reading, one), law in zip(claim.under, laws, strict=True):
            lines += self._wrapped(f"{capital(called(reading))}: {_words(law, one)}.", "  ")
            lines += [] if same_span else self._span(law)
            lines += self._why(law, _unmarked(one))
        return lines

    def _laws(self, policy: Policy) -> Iterator[str]:
        """The laws that are in force together, each with its title, its file and its date."""
        for text in laws_in_force(policy) if several(policy) else ():
            as_of = f", as of {text.as_of}" if text.as_of else ""
            yield from self._wrapped(f"{text.name}: {text.title} ({text.path}{as_of})", "  ", "      ")

    # ---- properties

    def _property(self, policy: Policy, one: PropertyResult) -> list[str]:
        declared = one.property
        words = verdict_words(policy, declared, one.verdict, one.people)
        style: Style = "bad" if not one.as_claimed else "good" if declared.known_to_fail is None else "known"
        head = f"{declared.name} ({phrases.place(policy, declared.span)}):"
        shown = f"{head} {self.console.paint(words, style)}."
        lines = self._headed(f"{head} {words}.", shown, declared.title or "")
        if declared.title is None:
            lines += block(harmless(gloss_property(policy, declared)), self.console.width, "    ")
        return lines + self._span(policy) + self._why(policy, one)

    def _span(self, policy: Policy) -> list[str]:
        """The span of time that a verdict is about, where days are counted."""
        span = span_sentence(policy)
        return [] if span is None else self._wrapped(span, "    ")

    def _why(self, policy: Policy, one: PropertyResult) -> list[str]:
        """What a verdict means, and what it rests on or shows."""
        declared = one.property
        lines: list[str] = []
        for sentence in explanation(policy, declared, one.verdict, people=one.people, reason=one.reason):
            lines += self._wrapped(sentence, "    ")
        lines += self._circle(one)
        many = len(one.tellings) > 1
        for number, telling in enumerate(one.tellings, start=1):
            if many:
                lines.append(f"    Way {number} of {len(one.tellings)}:")
            for line in story(policy, declared, telling) if number == 1 else [brief(policy, telling)]:
                lines += self._wrapped(line, "      ")
            if self.options.as_case:
                lines += _as_case(policy, one, number)
        if one.all_ways:
            lines.append("    There is no other way: proved." if many else "    This is the only way: proved.")
        if one.rests_on is not None and (ground := rests_on(policy, one.rests_on)):
            lines += self._wrapped(ground, "    ")
        if one.unvouched:
            without = joined([f"`{name}`" for name in one.unvouched])
            lines += self._wrapped(f"Words without a standard, which are never struck: {without}.", "    ")
        for note in one.notes:
            lines += self._wrapped(note, "    ")
        return lines

    def _circle(self, one: PropertyResult) -> list[str]:
        """Why no number of people is enough: the lines that make the circle, and a way out."""
        if not one.cycle:
            return []
        reason, way_out = circle(one.cycle)
        lines = self._wrapped(reason, "    ")
        narrow = msgspec.structs.replace(self.console, width=self.console.width - 4)
        for link in one.cycle:
            for label in (Label(link.every, "for every one of these"), Label(link.some, "one of these is called for")):
                lines += [f"    {line}" for line in place(label, "-->", "-", self.sources, narrow)]
        return [*lines, *self._wrapped(way_out, "    ")]

    # ---- read-back

    def _read_back(self, policy: Policy, reading: LawReading | None = None) -> list[str]:
        """Everything, or what a reading changes."""
        lines = ["As this tool understands it:" if reading is None else f"{capital(called(reading))}:"]
        statements = (*policy.assumptions.values(), *policy.hypotheses.values())
        rules = [rule for rule in policy.rules.values() if rule.table is None]
        glosses = [
            *(
                (f"scope of {text.name}", gloss_scope(policy, text, text.scope))
                for text in policy.laws.values()
                if text.scope is not None
            ),
            *((statement.name, gloss_statement(policy, statement)) for statement in statements),
            *((term.name, gloss_term(policy, term)) for term in policy.terms.values()),
            *((rule.name, gloss_rule(policy, rule)) for rule in rules),
            *((table.name, gloss_table(policy, table)) for table in policy.tables.values()),
            *((delay.name, gloss_delay(policy, delay)) for delay in policy.delays.values()),
            *((declared.name, gloss_property(policy, declared)) for declared in policy.properties.values()),
        ]
        for name, text in glosses:
            if reading is not None and name not in reading.touched:
                continue
            first, *others = harmless(text).splitlines()
            lines += self._wrapped(f"{name}: {first}", "  ", "      ")
            lines += block("\n".join(others), self.console.width, "    ") if others else []
        return lines

    # ---- cases

    def _case(self, policy: Policy, one: CaseResult, reading: LawReading | None = None) -> list[str]:
        words, style, texts = _outcome(policy, one)
        name = f"{one.case.name} ({phrases.place(policy, one.case.span)})" + ("" if reading is None else f", {called(reading)}")
        lines = self._headed(f"case {words}:", f"case {self.console.paint(words, style)}:", name)
        for text in texts:
            lines += self._wrapped(text, "    ")
        return lines


def _as_case(policy: Policy, one: PropertyResult, number: int) -> list[str]:
    telling = one.tellings[number - 1]
    title = f"{one.property.name}, way {number}" if len(one.tellings) > 1 else one.property.name
    text = case_text(policy, telling.scenario, title, telling.expectations)
    return ["", *(f"      {line}".rstrip() for line in text.splitlines())]


def _outcome(policy: Policy, one: CaseResult) -> tuple[str, Style, list[str]]:
    """A case's outcome in a word or two, and what there is to say of it."""
    match one.outcome:
        case "passes":
            return "as expected", "good", []
        case "open":
            return "open", "bad", [f"What is given leaves it open: it turns on `{one.decides}`. Say what it is."]
        case "impossible":
            return "impossible", "bad", ["No course of events meets what is given."]
        case "undecided":
            return "undecided", "doubtful", [f"A limit was reached: {one.reason}."]
        case "fails":
            texts = []
            for expectation, found in zip(one.case.expects, one.expectations, strict=True):
                if not found.met:
                    decision, *others = decided(policy, one.case, expectation, found)
                    texts.append(f"Expected ({phrases.place(policy, found.span)}): {expected(policy, expectation)}")
                    texts += [f"The policy decides: {decision}", *others]
            return "not as expected", "bad", texts


def _foot(result: CheckResult, *, warnings_fail: bool) -> Iterator[str]:
    """What was checked, in numbers; known failures are counted by themselves."""
    properties = [claim for checked in result.policies for claim in checked.claims]
    cases = [one for checked in result.policies for reading in checked.every for one in reading.cases]
    readings = sum(len(checked.readings) for checked in result.policies)
    scope = [counted(len(result.policies), "policy"), *([counted(readings, "reading")] if readings else [])]
    scope += [counted(len(properties), "property"), counted(len(cases), "case")]
    yield f"Checked: {joined(scope)}."
    if properties:
        yield _counts(result)
    bad = sum(one.outcome != "passes" for one in cases)
    if cases:
        yield f"{counted(len(cases) - bad, 'case')} as expected; {bad} not."
    if not properties and not cases and result.policies:
        yield "Nothing was checked: no policy claims anything."
    errors = sum(found.severity == "error" for found in result.diagnostics)
    if errors:
        yield f"{counted(errors, 'error')}: what {'it concerns' if errors == 1 else 'they concern'} was not checked."
    warnings = [found.code for found in result.diagnostics if found.severity == "warning"]
    if warnings:
        failing = f", which {'fails' if len(warnings) == 1 else 'fail'} this run" if warnings_fail else ""
        yield f"{counted(len(warnings), 'warning')}{failing}: `policyproof explain {warnings[0]}` says more."
    yield DISCLAIMER


def _counts(result: CheckResult) -> str:
    """``12 as claimed; 13 fail as known; 1 not as claimed: `told` (vacuous).`` What a limit left open is counted by itself."""
    as_claimed = known = 0
    wrong: list[str] = []
    unsettled: list[str] = []
    for checked in result.policies:
        for claim in checked.claims:
            law = f" of {checked.policy.name}" if len(result.policies) > 1 else ""
            told = f"`{claim.declared.name}`{law} ({_summary(checked.policy, claim)})"
            if claim.is_open:
                unsettled.append(told)
            elif not claim.as_claimed:
                wrong.append(told)
            elif claim.declared.known_to_fail is not None:
                known += 1
            else:
                as_claimed += 1
    parts = [f"{as_claimed} as claimed", f"{known} {'fails' if known == 1 else 'fail'} as known"]
    parts.append(f"{len(wrong)} not as claimed{': ' if wrong else ''}{joined(wrong)}")
    if unsettled:
        parts.append(f"{len(unsettled)} not settled: {joined(unsettled)}")
    return f"{'; '.join(parts)}."


def _summary(policy: Policy, claim: Claim) -> str:
    """What a claim comes to, in a few words."""
    if policy.readings:
        under = [(reading, _words(policy, one)) for reading, one in claim.under]
        return verdicts(under, claim.missing, len(policy.every_reading))
    ((_, one),) = claim.under
    return verdict_words(policy, one.property, one.verdict, one.people)


def _words(policy: Policy, one: PropertyResult) -> str:
    """The verdict under one reading; whether it was known to fail is said of all readings together."""
    return verdict_words(policy, _unmarked(one).property, one.verdict, one.people)


def _unmarked(one: PropertyResult) -> PropertyResult:
    declared = msgspec.structs.replace(one.property, known_to_fail=None)
    return msgspec.structs.replace(one, property=declared)
