"""`resolve(file, used) -> Resolution`: from a syntax tree, and the policies that it uses, to a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from policyproof.diagnostics import Diagnostic, Edit, Fix, Label
from policyproof.policy.formulas import Formula
from policyproof.policy.model import Duty, Policy, Rule, Statement, Term
from policyproof.policy.resolution.cases import cases
from policyproof.policy.resolution.claims import properties
from policyproof.policy.resolution.cycles import check_circles
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.imports import take_over
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.moments import check_rule, check_timeless
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.resolution.rules import rule_heads, rules
from policyproof.policy.resolution.scope import Scope, scope_of
from policyproof.policy.resolution.vocabulary import declare_names, facts_and_events, follows, parameters, plain, vocabulary
from policyproof.source import Span
from policyproof.syntax import nodes as n


class Resolution(msgspec.Struct, frozen=True):
    """`policy` is None where anything is wrong; then `diagnostics` says what, in the order of the text."""

    policy: Policy | None
    diagnostics: tuple[Diagnostic, ...]


def resolve(file: n.File, used: Sequence[Policy], lost: frozenset[str] | None = None) -> Resolution:
    """Resolves one file. `used` are the policies of its `use` lines, in their order; each of them is whole.

    `lost`: the words of declarations that could not be read, if there are any. What their loss explains is not reported.
    """
    problems = Problems()
    if not isinstance(file.head, n.Head):
        if file.head is not None:
            problems.unavailable(file.head.feature, file.head.span)
        return Resolution(None, tuple(problems.diagnostics))
    law = Law(problems, lost)
    take_over(law, used)
    for item in file.items:
        if isinstance(item, n.Unavailable):
            problems.unavailable(item.feature, item.span)
            law.refused |= {item.name} if item.name is not None else set()
    if file.head.is_library:
        _check_library(file, file.head, problems)
    policy = _policy(law, file, file.head, used)
    law.uses.report(law.names, file.span.path, law.refused)
    found = tuple(sorted(problems.diagnostics, key=lambda d: d.span.start if d.span else 0))
    return Resolution(None if found or lost is not None else policy, found)


def _check_library(file: n.File, head: n.Head, problems: Problems) -> None:
    found = [item for item in file.items if isinstance(item, n.RuleTree | n.PropertyTree | n.CaseTree)]
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


def _policy(law: Law, file: n.File, head: n.Head, used: Sequence[Policy]) -> Policy:
    items = declare_names(law, file.items)
    vocabulary(law, items)
    facts_and_events(law, items)
    follows(law, items)
    term_trees = [item for item in items if isinstance(item, n.TermTree)]
    rule_trees = [item for item in items if isinstance(item, n.RuleTree)]
    for tree in term_trees:
        params = parameters(law, tree.params)
        if params is not None:
            law.term_params[tree.name.text] = params
    rule_heads(law, rule_trees)
    terms = _terms(law, term_trees)
    bodies = {name: term.body for name, term in terms.items()}
    _that(law, items, bodies)
    _statements(law, items, bodies)
    whole_rules = rules(law, rule_trees)
    for rule in whole_rules.values():
        _check_moments(law, rule, bodies)
    if not any(d.code == "PP108" for d in law.problems.diagnostics):
        check_circles(law, terms, whole_rules)
    path = file.span.path
    return Policy(
        name=head.name.text,
        title=head.title.value if head.title else plain(head.name.text),
        is_library=head.is_library,
        as_of=head.as_of.text if head.as_of else None,
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


def _that(law: Law, items: Sequence[n.Declaration], terms: Mapping[str, Formula]) -> None:
    """Fills in what words are about."""
    for item in items:
        if not isinstance(item, n.FactTree) or item.that is None or item.name.text not in law.facts:
            continue
        fact = law.facts[item.name.text]
        that = formula(law, item.that, scope_of(fact.params))
        if that is not None:
            check_timeless(that, "what a word is about", terms, law.problems)
            law.facts[fact.name] = msgspec.structs.replace(fact, that=that)


def _statements(law: Law, items: Sequence[n.Declaration], terms: Mapping[str, Formula]) -> None:
    for item in items:
        if not isinstance(item, n.StatementTree):
            continue
        body = formula(law, item.body, Scope({}))
        if body is None:
            continue
        where = "an assumption" if item.word == "assume" else "a hypothesis"
        check_timeless(body, where, terms, law.problems)
        into = law.assumptions if item.word == "assume" else law.hypotheses
        into[item.name.text] = Statement(item.name.text, item.name.span, body, item.why.value)


def _check_moments(law: Law, rule: Rule, terms: Mapping[str, Formula]) -> None:
    excused = rule.sentence.excused if isinstance(rule.sentence, Duty) else None
    for part in (rule.condition, rule.unless, excused):
        if part is not None:
            check_rule(part, terms, law.problems)
