"""An ambiguity has readings: is there a scenario on which they differ? Said as a note below its message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from policyproof.diagnostics import Diagnostic, Fix
from policyproof.encode.questions import needs_moment
from policyproof.english.readings import SAME, differ
from policyproof.policy.compared import Breaches, Claims, Compared, Decisions, Formulas
from policyproof.policy.formulas import And, Formula, Stands, Var
from policyproof.policy.model import (
    Always,
    Case,
    Duty,
    ExpectFormula,
    GivenFormula,
    MayClaim,
    MustClaim,
    Never,
    NoIf,
    NoWithout,
    Permits,
    Policy,
    Possible,
    Property,
    Rule,
    StandardNeverEnough,
    WordNeverEnough,
)
from policyproof.policy.printing import formula_text
from policyproof.policy.resolution.resolve import resolve
from policyproof.search.apart import come_apart
from policyproof.search.decide import Laboratory
from policyproof.solve.answers import Limits
from policyproof.source import Source
from policyproof.syntax import nodes as n
from policyproof.syntax.amending.parts import law_part
from policyproof.syntax.parse import parse

WORK: Final = 1_000_000
"""Units of the solver's work for one question. A note below a message is not worth more."""
MOST: Final = 12
"""Ambiguities of one file that are looked into; those after them have no note."""
_ORDINALS: Final = ("first", "second", "third", "fourth")


def readings_apart(source: Source, used: Sequence[Policy], diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The messages of a file with which nothing is wrong but ambiguities, each with a note that says where its readings differ.

    `used` are the policies of its `use` lines. Where the answer is not known, there is no note. Of other ambiguities the first
    reading is taken.
    """
    noted = []
    for number, found in enumerate(diagnostics):
        others = [other.fixes[0] for other in diagnostics if other is not found and other.fixes]
        notes: tuple[str, ...] = ()
        if number < MOST and found.span is not None:
            texts = [_Written(source, used, [fix, *others]) for fix in found.fixes[: len(_ORDINALS)]]
            item = texts[0].declaration(found.span.start) if texts else None
            notes = () if item is None else tuple(_notes(item, [text.policy for text in texts]))
        noted.append(msgspec.structs.replace(found, notes=(*found.notes, *notes)))
    return tuple(noted)


class _Written:
    """The file with some fixes carried out; `policy` is None where that leaves something wrong."""

    def __init__(self, source: Source, used: Sequence[Policy], fixes: Sequence[Fix]) -> None:
        self.edits = [edit for fix in fixes for edit in fix.edits]
        changed = Fix("", tuple(self.edits)).applied_to(source.text)
        parsed = parse(msgspec.structs.replace(source, text=changed))
        self.items = law_part(parsed.file).items
        self.policy = None if parsed.diagnostics else resolve(parsed.file, used).policy

    def declaration(self, place: int) -> n.Declaration | None:
        """The declaration in which a place of the original text lies now."""
        before = [edit for edit in self.edits if edit.span.start < place]
        now = place + sum(len(edit.text) - (edit.span.end - edit.span.start) for edit in before)
        return next((item for item in self.items if item.span.start <= now < item.span.end), None)


def _notes(item: n.Declaration, policies: Sequence[Policy | None]) -> Iterator[str]:
    """How the later readings differ from the first."""
    first, *others = policies or (None,)
    if first is None:
        return
    laboratory = Laboratory(first, Limits(work=WORK))
    told = [
        None if second is None else _difference(item, laboratory, second, ordinal)
        for second, ordinal in zip(others, _ORDINALS[1:], strict=False)
    ]
    if told and all(text == SAME for text in told):
        yield SAME if len(told) == 1 else "all these readings come to the same here"
        return
    for text, ordinal in zip(told, _ORDINALS[1:], strict=False):
        if text == SAME:
            yield f"the first and the {ordinal} reading come to the same here"
        elif text is not None:
            yield text


def _difference(item: n.Declaration, laboratory: Laboratory, second: Policy, ordinal: str) -> str | None:
    first = laboratory.policy
    alike: Compared | None = None
    spoken = _spoken(item, (first, second))
    for compared in _comparisons(item, first, second):
        if isinstance(compared, Formulas) and not compared.pairs:
            return None
        found = come_apart(laboratory, second, compared, WORK, spoken)
        if found is None:
            return None
        if found != "alike":
            told = differ(first, compared, found, ("first", ordinal))
            return told if alike is None or isinstance(compared, Breaches) else f"{told}; what may be done is the same"
        alike = compared
    return SAME if alike is not None else None


def _spoken(item: n.Declaration, policies: Sequence[Policy]) -> list[Formula]:
    """The formulas of a rule, by both readings: of other declarations, what is compared holds them."""
    found: list[Formula | None] = []
    for policy in policies:
        for rule in _rules_of(item, policy):
            excused = rule.sentence.excused if isinstance(rule.sentence, Duty) else None
            found += [rule.condition, rule.unless, excused, _provided(rule)]
        if isinstance(item, n.DelayTree):
            found.append(policy.delays[item.name.text].condition)
    return [part for part in found if part is not None]


def _rules_of(item: n.Declaration, policy: Policy) -> list[Rule]:
    """The rule that a declaration is, or those of its cells."""
    match item:
        case n.RuleTree(name=name):
            return [policy.rules[name.text]]
        case n.TableTree(name=name):
            return [rule for rule in policy.rules.values() if rule.table == name.text]
        case _:
            return []


def _provided(rule: Rule) -> Formula | None:
    return rule.sentence.provided if isinstance(rule.sentence, Permits) else None


# ---- what to compare


def _comparisons(item: n.Declaration, first: Policy, second: Policy) -> Iterator[Compared]:
    """What a declaration decides, the most telling first."""
    match item:
        case n.RuleTree() | n.TableTree():
            yield from _rules(first, second, _rules_of(item, first), _rules_of(item, second))
        case n.DelayTree(name=name):
            delay, same = first.delays[name.text], second.delays[name.text]
            yield Breaches((delay.rule,))
            yield Formulas("rule", delay.name, _apart([(delay.condition, same.condition)]), delay.params, "now", "so far")
        case n.ScopeTree():
            yield Decisions(tuple(event.name for event in first.events.values() if event.is_action))
            yield Breaches(tuple(rule.name for rule in first.rules.values() if isinstance(rule.sentence, Duty)))
            scopes = [(first.laws[first.name].scope, second.laws[second.name].scope)]
            yield Formulas("scope", first.name, _apart(scopes), (), "now", "so far")
        case n.TermTree(name=name):
            term, twin = first.terms[name.text], second.terms[name.text]
            yield Formulas("term", name.text, _apart([(term.body, twin.body)]), term.params, "now")
        case n.StatementTree(name=name):
            one, other = ({**policy.assumptions, **policy.hypotheses}[name.text] for policy in (first, second))
            yield Formulas("statement", name.text, _apart([(one.body, other.body)]), (), "end", apart_from=name.text)
        case n.FactTree(name=name):
            fact, twin_fact = first.facts[name.text], second.facts[name.text]
            yield Formulas("word", name.text, _apart([(fact.that, twin_fact.that)]), fact.params, "end")
        case n.PropertyTree(name=name):
            yield from _property(first, second, name.text)
        case n.CaseTree(title=title):
            yield _case(first.cases[title.value], second.cases[title.value])
        case _:
            pass


def _rules(first: Policy, second: Policy, ones: Sequence[Rule], others: Sequence[Rule]) -> Iterator[Compared]:
    """What may be done as things stand, and what is owed; then whether each rule applies at all, and what stands."""
    rules = [*ones, *others]
    for policy, theirs in ((first, ones), (second, others)):
        rules += [policy.rules[override.rule] for rule in theirs for override in rule.overrides]
    actions = [getattr(rule.sentence, "action", None) for rule in rules]
    yield Decisions(tuple(dict.fromkeys(action for action in actions if action is not None)))
    yield Breaches(tuple(dict.fromkeys(rule.name for rule in rules)))
    for one, other in zip(ones, others, strict=True):
        conditions = _apart([(one.condition, other.condition), (one.unless, other.unless)])
        if conditions:
            yield Formulas("rule", one.name, conditions, one.params, "now", "so far")
        if isinstance(one.sentence, Permits) and _apart([(_provided(one), _provided(other))]):
            params = first.events[one.sentence.action].params
            stands = Stands(one.span, one.sentence.action, params)
            yield Formulas("proviso", one.name, ((stands, stands),), params, "end")


def _property(first: Policy, second: Policy, name: str) -> Iterator[Compared]:
    """What breaks the claim; of a claim about a moment, what it speaks of."""
    one, other = first.properties[name], second.properties[name]
    match one.claim:
        case NoWithout() | NoIf() | WordNeverEnough() | StandardNeverEnough():
            yield Claims(name)
        case Always(body) | Never(body) | Possible(body):
            twin = getattr(other.claim, "body", body)
            if needs_moment(first, body) or needs_moment(second, twin):
                pairs = _in_scope(first, second, one, _apart([(body, twin)]))
                yield _claim(one, pairs, "end", "whole")
            else:
                yield Claims(name)
        case MayClaim(condition=condition) | MustClaim(condition=condition):
            pairs = _in_scope(first, second, one, _apart([(condition, getattr(other.claim, "condition", None))]))
            yield _claim(one, pairs, "now", "so far")
        case _:
            pass


def _claim(
    declared: Property,
    pairs: tuple[tuple[Formula, Formula], ...],
    moment: Literal["now", "end"],
    sees: Literal["so far", "whole"],
) -> Formulas:
    """Formulas of a claim, in the scenarios that it is about."""
    return Formulas(
        "claim",
        declared.name,
        pairs,
        declared.variables,
        moment,
        sees,
        lawful=declared.disobey,
        supposing=declared.supposing,
        true_beliefs=declared.true_beliefs,
    )


def _in_scope(
    first: Policy, second: Policy, declared: Property, pairs: tuple[tuple[Formula, Formula], ...]
) -> tuple[tuple[Formula, Formula], ...]:
    """The pairs where the law of a property speaks at all, for one that is asked of nothing else."""
    one, other = (policy.laws[policy.name].scope for policy in (first, second))
    if declared.out_of_scope or one is None or other is None:
        return pairs
    return tuple((And(left.span, (one, left)), And(right.span, (other, right))) for left, right in pairs)


def _case(one: Case, other: Case) -> Compared:
    """The formulas given and expected, about whoever the case names."""
    told = [(*case.givens, *case.expects) for case in (one, other)]
    pairs = [
        (left.formula, right.formula)
        for left, right in zip(*told, strict=True)
        if isinstance(left, GivenFormula | ExpectFormula) and isinstance(right, GivenFormula | ExpectFormula)
    ]
    people = tuple(Var(each.span, each.name, each.entity, over_kind=False) for each in one.individuals)
    return Formulas("case", one.name, _apart(pairs), people, "end")


def _apart(pairs: Iterable[tuple[Formula | None, Formula | None]]) -> tuple[tuple[Formula, Formula], ...]:
    """The pairs that are not written alike: where none is left, the readings differ in something that is not compared."""
    return tuple(
        (one, other)
        for one, other in pairs
        if one is not None and other is not None and formula_text(one) != formula_text(other)
    )
