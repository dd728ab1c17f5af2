"""Several laws read at once: `together NAME of sca, vppa`. Vocabulary is shared; rules and terms stay their own law's."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.model import LawText, Policy
from policyproof.policy.resolution.calendars import check_span, take_over_all
from policyproof.policy.resolution.cases import cases
from policyproof.policy.resolution.claims import properties
from policyproof.policy.resolution.cycles import check_circles
from policyproof.policy.resolution.dotted import undotted
from policyproof.policy.resolution.entries import Entry
from policyproof.policy.resolution.joining import Joined, Member, join
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.moments import Moments
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.resolution.rules import head_of, rule_heads, rules
from policyproof.policy.resolution.sames import sames_of
from policyproof.policy.resolution.statements import statements
from policyproof.policy.resolution.vocabulary import declare_names, plain
from policyproof.source import Span
from policyproof.syntax import nodes as n

_ADDS = (n.StatementTree, n.RuleTree, n.PropertyTree, n.CaseTree, n.SameTree, n.Use)
"""What a `together` may hold."""


def together(
    file: n.File, head: n.TogetherHead, laws: Mapping[str, Policy], problems: Problems, lost: frozenset[str] | None
) -> Policy | None:
    """Resolves a `together`; `laws` has the laws that it names, those that were found. `lost` as for `resolve`."""
    members = _members(head, laws, problems)
    sames = sames_of(file.items, None, problems)
    if members is None:
        return None
    path = file.span.path
    empty = _empty(head, path)
    at = head.laws[0].span.through(head.laws[-1].span)
    joined = join(empty, [Member(policy, policy.name) for policy in members], sames, problems, at)
    return None if joined is None else _with_its_own(file, joined, Law(problems, head.name.text, lost))


def _members(head: n.TogetherHead, laws: Mapping[str, Policy], problems: Problems) -> list[Policy] | None:
    """The laws named, each once; None where one is missing (which whoever looked for it has said)."""
    seen: dict[str, Span] = {}
    for word in head.laws:
        if word.text in seen:
            labels = (Label(seen[word.text], "first here"),)
            problems.error("PP101", f"`{word.text}` is named twice", word.span, labels=labels, advice="name it once")
        seen.setdefault(word.text, word.span)
    if len(seen) == 1:
        problems.error("PP112", "one law is no `together`", head.laws[0].span, advice="name a second law, or check this one")
    found = [laws[name] for name in seen if name in laws]
    for policy in found:
        if policy.is_library:
            message = f"`{policy.name}` is a library, and lays down nothing"
            problems.error("PP102", message, seen[policy.name], advice="name a policy: `use` is what a library is for")
    complete = len(found) == len(seen) and not any(policy.is_library for policy in found)
    return found if complete else None


def _empty(head: n.TogetherHead, path: str) -> Policy:
    title = head.title.value if head.title else plain(head.name.text)
    return Policy(
        name=head.name.text,
        title=title,
        is_library=False,
        as_of=head.as_of.text if head.as_of else None,
        path=path,
        span=head.name.span,
        sources={},
        standards={},
        parties={},
        kinds={},
        entities={},
        facts={},
        events={},
        terms={},
        assumptions={},
        hypotheses={},
        rules={},
        properties={},
        cases={},
        files=(path,),
        order=(),
    )


def _with_its_own(file: n.File, joined: Joined, law: Law) -> Policy:
    whole, problems = joined.whole, law.problems
    law.laws = tuple(whole.laws)
    _make_known(law, whole)
    names = {**joined.aliases, **{name: name for name in law.names if "." in name}}
    items = [undotted(item, names.get) for item in file.items if _allowed(item, problems)]
    items = declare_names(law, items)
    rule_trees = [item for item in items if isinstance(item, n.RuleTree)]
    rule_heads(law, rule_trees)
    moments = Moments({name: term.body for name, term in whole.terms.items()}, law.delays, problems)
    statements(law, items, moments)
    own = rules(law, rule_trees)
    for rule in own.values():
        for part in (rule.condition, rule.unless):
            if part is not None:
                moments.check_rule(part)
                moments.check_no_counts(part)
    every = {**whole.rules, **own}
    if not any(d.code == "PP108" for d in problems.diagnostics):
        check_circles(law, whole.terms, every, whole.delays, None)
    text = LawText(whole.name, whole.span, whole.title, None, whole.as_of, whole.path)
    found = msgspec.structs.replace(
        whole,
        assumptions=law.assumptions,
        hypotheses=law.hypotheses,
        rules=every,
        laws={**whole.laws, whole.name: text},
        properties=properties(law, [item for item in items if isinstance(item, n.PropertyTree)]),
        cases=cases(law, [item for item in items if isinstance(item, n.CaseTree)]),
    )
    law.uses.report(law.names, file.span.path, law.refused)
    check_span(found, problems)
    return found


def _allowed(item: n.Declaration, problems: Problems) -> bool:
    if isinstance(item, n.RuleTree) and not isinstance(item.sentence, n.SwitchSentence):
        message = "a `together` lays down no rules of its own, but for rules that do not apply"
        problems.error("PP113", message, item.span, advice="move it to one of the laws")
        return False
    if isinstance(item, _ADDS):
        return not isinstance(item, n.SameTree | n.Use)
    message = "a `together` holds assumptions, hypotheses, properties, cases and rules that do not apply"
    problems.error("PP113", message, item.span, advice="move it to one of the laws, or to a library that they use")
    return False


def _make_known(law: Law, whole: Policy) -> None:
    """Everything that the laws declare, under the names that it has here."""
    law.sources, law.standards, law.parties = whole.sources, whole.standards, whole.parties
    law.kinds, law.entities = whole.kinds, whole.entities
    law.facts, law.events, law.used_terms = whole.facts, whole.events, whole.terms
    law.assumptions, law.hypotheses = dict(whole.assumptions), dict(whole.hypotheses)
    law.delays = set(whole.delays)
    law.term_params = {name: term.params for name, term in whole.terms.items()}
    law.rules = {name: head_of(rule) for name, rule in whole.rules.items()}
    law.order = list(whole.order)
    take_over_all(law, whole)
    law.has_beliefs = any(fact.that is not None for fact in whole.facts.values())
    for entry in _entries(whole):
        law.names.setdefault(entry.name, entry)


def _entries(whole: Policy) -> list[Entry]:
    found = [Entry(each.name, "source", each.span) for each in whole.sources.values()]
    found += [Entry(each.name, "standard", each.span) for each in whole.standards.values()]
    found += [Entry(each.name, "party", each.span) for each in whole.parties.values()]
    for kind in whole.kinds.values():
        found.append(Entry(kind.name, "kind", kind.span))
        found += [Entry(each.name, "member", each.span, kind.name) for each in kind.members.values()]
    found += [Entry(each.name, "entity", each.span) for each in whole.entities.values()]
    found += [Entry(name, "delay", each.span) for name, each in whole.delays.items()]
    found += [Entry(each.name, "fact", each.span) for each in whole.facts.values() if each.name not in whole.delays]
    found += [Entry(each.name, "action" if each.is_action else "event", each.span) for each in whole.events.values()]
    found += [Entry(each.name, "term", each.span) for each in whole.terms.values()]
    found += [Entry(each.name, "assumption", each.span) for each in whole.assumptions.values()]
    found += [Entry(each.name, "hypothesis", each.span) for each in whole.hypotheses.values()]
    found += [Entry(each.name, "rule", each.span) for each in whole.rules.values()]
    return found
