"""What depends on what: rules and terms must not go round in circles, nor build on each other too deeply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.formulas import (
    Allows,
    Applies,
    Breached,
    Formula,
    Governs,
    MayDo,
    MustDo,
    Stands,
    Tainted,
    TermUse,
    Under,
)
from policyproof.policy.model import Delay, Duty, Event, Permits, Rule, Term
from policyproof.policy.resolution.law import Law, RuleHead
from policyproof.policy.walking import height, walk
from policyproof.source import Span

HEIGHT_LIMIT = 60
"""How deep conditions may stand inside one another, terms and rules unfolded: every walk over them stays far from Python's
limit.
"""

_CONDITIONS = " if"
"""What the name of a rule has behind it where its own conditions are meant, whatever switches it off. No name has a blank."""


class _Edge(msgspec.Struct, frozen=True):
    """`target` is needed; `why` says how, at `span`."""

    target: str
    span: Span
    why: str


Graph = Mapping[str, Sequence[_Edge]]


def check_circles(
    law: Law, terms: Mapping[str, Term], rules: Mapping[str, Rule], delays: Mapping[str, Delay], scope: Formula | None
) -> None:
    """Reports circles among events, terms, rules and delays, each once, as a path with its places."""
    _report(law, {name: _follows(event) for name, event in law.events.items()}, "comes after itself", {})
    graph = _graph(law, terms, rules, delays)
    own: dict[str, int] = {name: max(1, height(term.body)) for name, term in terms.items()}
    around = [scope] if scope is not None else []
    for name, rule in rules.items():
        own[name] = own[name + _CONDITIONS] = max((height(formula) for formula in (*around, *_formulas(rule))), default=1)
    own |= {name: height(delay.condition) for name, delay in delays.items() if delay.condition is not None}
    _report(law, graph, "depends on itself", own)


def _follows(event: Event) -> list[_Edge]:
    return [_Edge(one.event, one.span, f"`{event.name}` follows `{one.event}`") for one in event.follows]


def _formulas(rule: Rule) -> Iterable[Formula]:
    yield from _conditions(rule)
    if isinstance(rule.sentence, Duty) and rule.sentence.excused is not None:
        yield rule.sentence.excused
    if isinstance(rule.sentence, Permits) and rule.sentence.provided is not None:
        yield rule.sentence.provided


def _conditions(rule: Rule) -> Iterable[Formula]:
    return (formula for formula in (rule.condition, rule.unless) if formula is not None)


def _graph(law: Law, terms: Mapping[str, Term], rules: Mapping[str, Rule], delays: Mapping[str, Delay]) -> Graph:
    graph: dict[str, list[_Edge]] = {name: _edges(law, name, (term.body,)) for name, term in terms.items()}
    for name, rule in rules.items():
        graph[name] = _edges(law, name, _formulas(rule))
        graph[name + _CONDITIONS] = _edges(law, name, _conditions(rule))
    for name, rule in rules.items():
        for override in rule.overrides:
            graph.get(override.rule, []).append(_Edge(name, override.span, f"`{override.rule}` is switched off by `{name}`"))
    for name, delay in delays.items():
        graph[name] = _edges(law, name, () if delay.condition is None else (delay.condition,))
        graph.get(delay.rule, []).append(_Edge(name, delay.span, f"`{delay.rule}` is postponed by `{name}`"))
    return graph


def _edges(law: Law, name: str, formulas: Iterable[Formula]) -> list[_Edge]:
    found: list[_Edge] = []
    for formula in formulas:
        for part in walk(formula):
            match part:
                case TermUse(span, term):
                    found.append(_Edge(term, span, f"`{name}` uses `{term}`"))
                case Applies(span, rule):
                    found.append(_Edge(rule, span, f"`{name}` asks whether `{rule}` applies"))
                case Breached(span, rule):
                    found.append(_Edge(rule, span, f"`{name}` asks whether `{rule}` is breached"))
                case Under(span, action, _, rule, alone):
                    found.append(_Edge(rule, span, f"`{name}` asks what is done under `{rule}`"))
                    if alone:
                        why = f"`{name}` asks whether anything else allows `{action}`"
                        found.extend(_Edge(other, span, why) for other in _about(law, action, licences=True) if other != rule)
                case Stands(span, action) | Tainted(span, action):
                    why = f"`{name}` asks whether `{action}` was lawful"
                    found.extend(_Edge(other, span, f"{why}, which `{other}` bears on") for other in _about(law, action))
                case Governs(span, _, action):
                    why = f"`{name}` asks whether the law governs `{action}`"
                    about = [rule for rule in law.rules.values() if rule.action == action and _of(rule, part.law, law)]
                    closing = [rule.name for rule in about if rule.form in _BARS]
                    found.extend(_Edge(other + _CONDITIONS, span, f"{why}, which `{other}` bears on") for other in closing)
                case MayDo(span, action) | Allows(span, _, action):
                    why = f"`{name}` asks whether `{action}` is allowed"
                    whose = part.law if isinstance(part, Allows) else None
                    asked = [other for other in _about(law, action) if whose is None or _of(law.rules[other], whose, law)]
                    found.extend(_Edge(other, span, f"{why}, which `{other}` bears on") for other in asked)
                case MustDo(span, action):
                    why = f"`{name}` asks whether `{action}` is owed"
                    duties = [rule.name for rule in law.rules.values() if rule.action == action and rule.form == "duty"]
                    found.extend(_Edge(other, span, f"{why}, which `{other}` bears on") for other in duties)
                case _:
                    pass
    return found


_BARS = frozenset({"closes", "forbids"})
"""What a rule that governs an act says of it."""


def _of(rule: RuleHead, name: str, law: Law) -> bool:
    """Whether a rule belongs to the law of that name."""
    return (rule.law or law.name) == name


def _about(law: Law, action: str, *, licences: bool = False) -> list[str]:
    return [rule.name for rule in law.rules.values() if rule.action == action and (rule.licence or not licences)]


def _report(law: Law, graph: Graph, says: str, own: Mapping[str, int]) -> None:
    """Goes through the graph depth first, without recursion; `own` gives the height of each node's own conditions."""
    done: dict[str, int] = {}
    for root in graph:
        if root in done:
            continue
        path: list[str] = [root]
        via: list[_Edge] = []
        waiting = [iter(graph[root])]
        while path:
            edge = next(waiting[-1], None)
            if edge is None:
                finished = path.pop()
                waiting.pop()
                if via:
                    via.pop()
                done[finished] = own.get(finished, 0) + max((done.get(e.target, 0) for e in graph[finished]), default=0)
                if done[finished] > HEIGHT_LIMIT >= own.get(finished, 0):
                    _too_high(law, finished)
                    return
            elif edge.target in path:
                _circle(law, [*via[path.index(edge.target) :], edge], says)
                return
            elif edge.target in graph and edge.target not in done:
                path.append(edge.target)
                via.append(edge)
                waiting.append(iter(graph[edge.target]))


def _circle(law: Law, edges: Sequence[_Edge], says: str) -> None:
    name = _shown(edges[-1].target)
    message = (
        f"`{name}` {says}"
        if len(edges) == 1
        else f"`{name}` {says}: {' → '.join(f'`{n}`' for n in [name, *(_shown(e.target) for e in edges)])}"
    )
    first, *others = edges
    labels = tuple(Label(edge.span, edge.why) for edge in others)
    law.problems.error("PP105", message, first.span, label=first.why, labels=labels, advice="take one step out of this circle")


def _shown(node: str) -> str:
    return node.removesuffix(_CONDITIONS)


def _too_high(law: Law, node: str) -> None:
    name = _shown(node)
    place = law.rules[name].span if name in law.rules else law.names[name].span
    message = f"`{name}` builds on other rules and terms more than {HEIGHT_LIMIT} levels deep"
    law.problems.error("PP114", message, place, advice="say some of it directly")
