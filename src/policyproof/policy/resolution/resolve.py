"""`resolve(file, used) -> Resolution`: from a syntax tree, and the policies that it uses, to a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from policyproof.diagnostics import Diagnostic, Edit, Fix, Label
from policyproof.policy.calendars import DayTable
from policyproof.policy.formulas import Formula, Quantified
from policyproof.policy.model import Duty, LawText, Permits, Policy, Rule, Term
from policyproof.policy.resolution.calendars import calendars, check_span
from policyproof.policy.resolution.cases import cases
from policyproof.policy.resolution.claims import properties
from policyproof.policy.resolution.cycles import check_circles
from policyproof.policy.resolution.delays import delays
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.imports import take_over
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.moments import Moments
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.resolution.rules import check_exemptions, rule_heads, rules
from policyproof.policy.resolution.sames import sames_of
from policyproof.policy.resolution.scope import Scope, scope_of
from policyproof.policy.resolution.statements import statements
from policyproof.policy.resolution.tables import sentence, table_heads, tables
from policyproof.policy.resolution.together import together
from policyproof.policy.resolution.vocabulary import declare_names, facts_and_events, follows, parameters, plain, vocabulary
from policyproof.policy.walking import walk
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.amending.parts import law_part


class Resolution(msgspec.Struct, frozen=True):
    """`policy` is None where anything is wrong; then `diagnostics` says what, in the order of the text."""

    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]


def resolve(
    file: n.File,
    used: Sequence[Policy],
    lost: frozenset[str] | None = None,
    *,
    laws: Mapping[str, Policy] | None = None,
    tables: Mapping[Span, DayTable] | None = None,
) -> Resolution:
    """Resolves one file. `used` are the policies of its `use` lines, in their order; each of them is whole.

    What stands below a `reading` is left out: it is no part of the law as it is written. `lost`: the words of declarations that
    could not be read, if there are any. What their loss explains is not reported. `laws` has the laws that a `together` names;
    `tables` the days of its calendars, by the places of their declarations. The laws that claims compare with come in later, by
    `link`.
    """
    file = law_part(file)
    problems = Problems()
    head = file.head
    if isinstance(head, n.TogetherHead):
        _check_edits(file, head, problems)
        return _resolution(together(file, head, laws or {}, problems, lost), problems, lost)
    if not isinstance(head, n.Head):
        if isinstance(head, n.Unavailable):
            problems.unavailable(head.feature, head.span)
        return _resolution(None, problems, lost)
    law = Law(problems, None if head.is_library else head.name.text, lost)
    take_over(law, used)
    calendars(law, file.items, tables or {})
    for item in file.items:
        if isinstance(item, n.Unavailable):
            problems.unavailable(item.feature, item.span)
    _check_edits(file, head, problems)
    if head.is_library:
        _check_library(file, head, problems)
    policy = _policy(law, file, head, used)
    law.uses.report(law.names, file.span.path, law.refused)
    check_span(policy, problems)
    return _resolution(policy, problems, lost)


def _resolution(policy: Policy | None, problems: Problems, lost: frozenset[str] | None) -> Resolution:
    found = tuple(sorted(problems.diagnostics, key=lambda d: d.span.start if d.span else 0))
    return Resolution(None if found or lost is not None else policy, found)


def _check_edits(file: n.File, head: n.Head | n.TogetherHead, problems: Problems) -> None:
    if file.edits:
        advice = f"begin a reading above it, `reading NAME of {head.name.text}`, or write the law as it is to read"
        problems.error("PP113", "an edit stands in a reading of a law", file.edits[0].span, advice=advice)


def _check_library(file: n.File, head: n.Head, problems: Problems) -> None:
    found = [item for item in file.items if isinstance(item, _OF_POLICIES)]
    if not found:
        return
    word = Span(head.span.path, head.span.start, head.span.start + len("library"), head.span.line, head.span.column)
    fix = Fix("begin this file with `policy`", (Edit(word, "policy"),))
    problems.error(
        "PP113",
        "a library holds vocabulary, and no rules, properties or cases",
        found[0].span,
        label=None if len(found) == 1 else f"the first of {len(found)}",
        labels=(Label(word, "this file is a library"),),
        advice="move it to a policy" if len(found) == 1 else f"{fix.title}, or move them to one",
        fixes=() if len(found) == 1 else (fix,),
    )


_OF_POLICIES = (n.ScopeTree, n.SameTree, n.RuleTree, n.DelayTree, n.TableTree, n.PropertyTree, n.CaseTree)
"""What a library cannot hold."""


def _policy(law: Law, file: n.File, head: n.Head, used: Sequence[Policy]) -> Policy:
    items = declare_names(law, file.items)
    if head.is_library:  # of what it cannot hold, nothing more is said
        items = [item for item in items if not isinstance(item, _OF_POLICIES)]
    vocabulary(law, items)
    facts_and_events(law, items)
    follows(law, items)
    term_trees = [item for item in items if isinstance(item, n.TermTree)]
    rule_trees = [item for item in items if isinstance(item, n.RuleTree)]
    table_trees = [item for item in items if isinstance(item, n.TableTree)]
    for tree in term_trees:
        params = parameters(law, tree.params)
        if params is not None:
            law.term_params[tree.name.text] = params
    rule_heads(law, rule_trees)
    table_heads(law, table_trees)
    terms = _terms(law, term_trees)
    moments = Moments({name: term.body for name, term in terms.items()}, law.delays, law.problems)
    _that(law, items, moments)
    statements(law, items, moments)
    scope = _scope(law, items, moments)
    found_tables = tables(law, table_trees)
    check_exemptions(law, rule_trees, [sentence(tree) for tree in table_trees if tree.name.text in law.tables])
    found_rules = [*rules(law, rule_trees).values(), *found_tables.rules]
    places = {tree.name.text: place for place, tree in enumerate(items) if isinstance(tree, n.RuleTree | n.TableTree)}
    whole_rules = {rule.name: rule for rule in sorted(found_rules, key=lambda rule: places[rule.table or rule.name])}
    whole_delays = delays(law, [item for item in items if isinstance(item, n.DelayTree)], whole_rules)
    for rule in whole_rules.values():
        _check_moments(rule, moments)
    for delay in whole_delays.values():
        if delay.condition is not None:
            moments.check_rule(delay.condition)
            moments.check_no_counts(delay.condition)
    if not any(d.code == "PP108" for d in law.problems.diagnostics):
        check_circles(law, terms, whole_rules, whole_delays, scope)
    path = file.span.path
    title = head.title.value if head.title else plain(head.name.text)
    as_of = head.as_of.text if head.as_of else None
    own = LawText(head.name.text, head.name.span, title, scope, as_of, path)
    return Policy(
        name=head.name.text,
        title=title,
        is_library=head.is_library,
        as_of=as_of,
        path=path,
        span=head.name.span,
        sources=law.sources,
        standards=law.standards,
        parties=law.parties,
        kinds=law.kinds,
        entities=law.entities,
        facts=law.facts,
        events=law.events,
        terms=terms,
        assumptions=law.assumptions,
        hypotheses=law.hypotheses,
        rules=whole_rules,
        properties=properties(law, [item for item in items if isinstance(item, n.PropertyTree)]),
        cases=cases(law, [item for item in items if isinstance(item, n.CaseTree)]),
        files=tuple(dict.fromkeys([*(name for policy in used for name in policy.files), path])),
        order=tuple(law.order),
        laws={} if head.is_library else {own.name: own},
        delays=whole_delays,
        tables=found_tables.tables,
        sames=sames_of(items, head.name.text, law.problems),
        calendars=law.calendars,
    )


def _terms(law: Law, trees: Sequence[n.TermTree]) -> dict[str, Term]:
    found = dict(law.used_terms)
    for tree in trees:
        params = law.term_params.get(tree.name.text)
        if params is None:
            continue
        body = formula(law, tree.body, scope_of(params))
        if body is not None:
            description = tree.description.value if tree.description else None
            found[tree.name.text] = Term(tree.name.text, tree.name.span, params, body, description)
    return found


def _scope(law: Law, items: Sequence[n.Declaration], moments: Moments) -> Formula | None:
    """What the law speaks of; None where it has no scope, or a wrong one."""
    found_scopes = [item for item in items if isinstance(item, n.ScopeTree)]
    if not found_scopes or law.name is None:
        return None
    law.has_scope = True
    first, *others = found_scopes
    for other in others:
        labels = (Label(first.span, "first here"),)
        advice = "join the two: `scope all of { …; … }`"
        law.problems.error("PP112", "a law has one scope", other.span, labels=labels, advice=advice)
    found = formula(law, first.body, Scope({}))
    if found is not None:
        moments.check_scope(found)
    return found


def _that(law: Law, items: Sequence[n.Declaration], moments: Moments) -> None:
    """Fills in what words are about."""
    law.has_beliefs = any(fact.that is not None for fact in law.facts.values())
    for item in items:
        if not isinstance(item, n.FactTree) or item.that is None:
            continue
        law.has_beliefs = True
        if item.name.text not in law.facts:
            continue
        fact = law.facts[item.name.text]
        that = formula(law, item.that, scope_of(fact.params))
        if that is not None:
            moments.check_timeless(that, "what a word is about")
            law.facts[fact.name] = msgspec.structs.replace(fact, that=that)


def _check_moments(rule: Rule, moments: Moments) -> None:
    excused = rule.sentence.excused if isinstance(rule.sentence, Duty) else None
    provided = rule.sentence.provided if isinstance(rule.sentence, Permits) else None
    deadlines = walk(provided) if provided is not None else ()
    inside = [part.where for part in deadlines if isinstance(part, Quantified)]
    for part in (rule.condition, rule.unless, *inside):
        if part is not None:
            moments.check_rule(part)
            moments.check_no_counts(part)
    if excused is not None:
        moments.check_rule(excused)
