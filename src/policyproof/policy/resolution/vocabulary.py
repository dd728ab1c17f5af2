"""Declarations without formulas: names first, so that anything may be named before it is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, assert_never

import msgspec

from policyproof.diagnostics import Edit, Fix, Label
from policyproof.policy.formulas import Arg, Member, Var
from policyproof.policy.model import Entity, Event, Fact, Follows, Kind, KindMember, Party, SourceText, Standard
from policyproof.policy.resolution.entries import CONFUSABLE, Keyword, Sort
from policyproof.policy.resolution.law import Law
from policyproof.source import Span
from policyproof.syntax import nodes as n

_PLACE = re.compile(r"\{([^{}]*)(\}?)")
"""A place for a parameter in a description."""


def plain(name: str) -> str:
    """A name as words, for what has no description."""
    return name.replace("-", " ").replace("_", " ")


def declare_names(law: Law, items: Sequence[n.Declaration]) -> list[n.Declaration]:
    """Enters every name of a file into the one namespace. Gives back what was declared under a free name."""
    return [item for item in items if _declare(law, item)]


def _declare(law: Law, item: n.Declaration) -> bool:
    match item:
        case n.SourceTree(name=name):
            return law.declare(name, "source")
        case n.StandardTree(names=names):
            free = [law.declare(name, "standard") for name in names]
            return all(free)
        case n.PartyTree(branch=branch):
            alone = _keyword(item, "party", () if branch.below else ("entity", "fact", "event"))
            free = [
                law.declare(part.name, "party", keyword=alone if part is branch else None) for part, _ in _branches((branch,))
            ]
            return all(free)
        case n.KindTree(name=name, branches=branches):
            members = [law.declare(part.name, "member", name.text) for part, _ in _branches(branches)]
            return law.declare(name, "kind") and all(members)
        case n.EntityTree(name=name):
            return law.declare(name, "entity", keyword=_keyword(item, "entity", ("party", "fact", "event")))
        case n.FactTree(name=name):
            plain_fact = item.type is None and not item.by and item.otherwise is None
            others: tuple[Sort, ...] = ("event",) if item.params else ("event", "party", "entity")
            return law.declare(name, "fact", keyword=_keyword(item, "fact", others if plain_fact else ()))
        case n.EventTree(name=name, is_action=is_action):
            sort: Sort = "action" if is_action else "event"
            other: Sort = "event" if is_action else "action"
            can_be_other = is_action or (bool(item.by) and item.standard is None)
            return law.declare(name, sort, keyword=_keyword(item, sort, (other,) if can_be_other else ()))
        case n.TermTree(name=name):
            return law.declare(name, "term")
        case n.StatementTree(word=word, name=name):
            return law.declare(name, "assumption" if word == "assume" else "hypothesis")
        case n.RuleTree(name=name):
            return law.declare(name, "rule")
        case n.DelayTree(name=name):
            return law.declare(name, "delay")
        case n.TableTree(name=name):
            return law.declare(name, "table")
        case n.PropertyTree(name=name):
            return law.declare(name, "property")
        case n.CaseTree() | n.Use() | n.ScopeTree() | n.SameTree() | n.CalendarTree() | n.Unavailable():
            return True
        case _:
            assert_never(item)


def _keyword(item: n.Declaration, sort: Sort, others: Sequence[Sort]) -> Keyword:
    """The word that begins a declaration, and those that could stand in its place."""
    start = item.span
    return Keyword(Span(start.path, start.start, start.start + len(sort), start.line, start.column), frozenset(others))


def _branches(roots: Sequence[n.Branch]) -> Iterator[tuple[n.Branch, n.Branch | None]]:
    """Every branch with the one above it, parents first, in the order in which they are written."""
    stack: list[tuple[n.Branch, n.Branch | None]] = [(root, None) for root in reversed(roots)]
    while stack:
        branch, parent = stack.pop()
        yield branch, parent
        stack.extend((below, branch) for below in reversed(branch.below))


def vocabulary(law: Law, items: Sequence[n.Declaration]) -> None:
    """Fills in sources, standards, parties, kinds and entities."""
    for item in items:
        match item:
            case n.SourceTree(name=name, title=title):
                law.sources[name.text] = SourceText(name.text, name.span, title.value)
            case n.StandardTree(names=names):
                if law.standards:
                    law.second_standards(item.span)
                else:
                    law.standards |= {word.text: Standard(word.text, word.span, rank) for rank, word in enumerate(names)}
            case n.PartyTree(branch=root):
                for branch, parent in _branches((root,)):
                    name = branch.name
                    law.parties[name.text] = Party(name.text, name.span, _said(branch), parent.name.text if parent else None)
            case n.KindTree():
                law.kinds[item.name.text] = _kind(item)
            case n.EntityTree(name=name, description=description):
                law.entities[name.text] = Entity(name.text, name.span, description.value if description else plain(name.text))
            case _:
                pass


def _said(branch: n.Branch) -> str:
    return branch.description.value if branch.description else plain(branch.name.text)


def _kind(tree: n.KindTree) -> Kind:
    leaves: dict[str, tuple[str, ...]] = {}
    branches = list(_branches(tree.branches))
    for branch, _ in reversed(branches):  # children first
        below = [leaf for child in branch.below for leaf in leaves[child.name.text]]
        leaves[branch.name.text] = tuple(below) or (branch.name.text,)
    ranks = {branch.name.text: rank for rank, branch in enumerate(tree.branches)}
    members: dict[str, KindMember] = {}
    for branch, parent in branches:
        name = branch.name.text
        if parent is not None:
            ranks[name] = ranks[parent.name.text]
        members[name] = KindMember(
            name,
            branch.name.span,
            _said(branch),
            parent.name.text if parent else None,
            leaves[name],
            ranks[name] if tree.ranked else None,
        )
    order = tuple(branch.name.text for branch, _ in branches if not branch.below)
    return Kind(tree.name.text, tree.name.span, tree.ranked, members, order)


def parameters(law: Law, params: Sequence[n.Param]) -> tuple[Var, ...] | None:
    """The parameters of a declaration; None, and an error, if one is wrong."""
    found: dict[str, Var] = {}
    for param in params:
        variable = new_variable(law, param.name, param.sort)
        if variable is None:
            continue
        if (first := found.get(variable.name)) is not None:
            labels = (Label(first.span, "first here"),)
            law.problems.error(
                "PP101", f"there are two parameters `{variable.name}`", param.span, labels=labels, advice="rename one of them"
            )
            continue
        found[variable.name] = variable
    return tuple(found.values()) if len(found) == len(params) else None


def new_variable(law: Law, name: n.Word, sort: n.Word) -> Var | None:
    """A variable of an entity or a kind, under a name that nothing else bears."""
    taken = law.names.get(name.text)
    if taken is not None and taken.sort in CONFUSABLE:
        message = f"the variable `{name.text}` has the name of {taken.called}"
        labels = (Label(taken.span, "declared here"),)
        law.problems.error("PP111", message, name.span, labels=labels, advice="choose another name for the variable")
        return None
    entry = law.find(sort, ("entity", "kind"), "an entity or a kind")
    if entry is None:
        return None
    return Var(name.span, name.text, entry.name, entry.sort == "kind")


def facts_and_events(law: Law, items: Sequence[n.Declaration]) -> None:
    """Fills in facts and events, but for what they are about and what they follow."""
    for item in items:
        match item:
            case n.FactTree(name=name) | n.DelayTree(name=name):
                fact = _fact(law, item) if isinstance(item, n.FactTree) else _grants(law, item)
                if fact is not None:
                    law.facts[name.text] = fact
                    law.order.append(name.text)
            case n.EventTree(name=name):
                event = _event(law, item)
                if event is not None:
                    law.events[name.text] = event
                    law.order.append(name.text)
            case _:
                pass


def _fact(law: Law, tree: n.FactTree) -> Fact | None:
    params = parameters(law, tree.params)
    value = _value_type(law, tree.type)
    if params is None or value is None:
        return None
    kind_of_value, sort = value
    if kind_of_value != "bool" and tree.otherwise is not None:
        law.problems.error("PP112", "`otherwise` belongs to a yes/no fact", tree.otherwise.span, advice="delete it")
    if kind_of_value != "bool" and tree.that is not None:
        law.problems.error("PP112", "`that` belongs to a yes/no fact", tree.that.span, advice="delete it")
    description = tree.description.value if tree.description else plain(tree.name.text)
    for text in (tree.description, tree.otherwise):
        _check_places(law, text, params)
    return Fact(
        tree.name.text,
        tree.name.span,
        params,
        kind_of_value,
        sort,
        _deciders(law, tree),
        _standard(law, tree.standard),
        None,
        description,
        tree.otherwise.value if tree.otherwise else None,
    )


def _grants(law: Law, tree: n.DelayTree) -> Fact | None:
    """How often a delay is granted."""
    params = parameters(law, tree.params)
    if params is None:
        return None
    law.delays.add(tree.name.text)
    _check_places(law, tree.description, params)
    description = tree.description.value if tree.description else plain(tree.name.text)
    deciders, standard = _deciders(law, tree), _standard(law, tree.standard)
    return Fact(tree.name.text, tree.name.span, params, "number", None, deciders, standard, None, description, None)


def _value_type(
    law: Law, tree: n.Word | n.Mark | None
) -> tuple[Literal["bool", "kind", "entity", "number", "duration"], str | None] | None:
    """The type of a fact's values, and the kind or entity that they are of; None, and an error, for an unknown one."""
    match tree:
        case None:
            return "bool", None
        case n.Mark(text="number"):
            return "number", None
        case n.Mark():
            return "duration", None
        case n.Word():
            entry = law.find(tree, ("kind", "entity"), "a kind, an entity, `number` or `duration`")
            if entry is None:
                return None
            return ("kind" if entry.sort == "kind" else "entity"), entry.name


def _check_places(law: Law, text: n.Text | None, params: Sequence[Var]) -> None:
    """`{p}` in a description must name a parameter."""
    if text is None:
        return
    names = near(params)
    for part in _PLACE.finditer(text.value):
        place, closed = part[1], part[2]
        start = text.span.start + 1 + part.start(1)
        span = Span(text.span.path, start, start + len(place), text.span.line, text.span.column + 1 + part.start(1))
        if closed and place in names:
            law.uses.note(names[place])
        elif closed and names and place.strip():
            law.uses.unknown(
                place, span, (), names, f"write one of {', '.join(f'`{{{name}}}`' for name in names)}", in_text=True
            )
        else:
            advice = f"write one of {', '.join(f'`{{{name}}}`' for name in names)}" if names else "delete the braces"
            law.problems.error("PP103", f"`{{{place}{closed}` names no parameter", span, advice=advice)
            return


def near(variables: Iterable[Arg]) -> dict[str, Span]:
    """Where each of some variables is introduced."""
    return {variable.name: variable.span for variable in variables}


def _deciders(law: Law, tree: n.FactTree | n.DelayTree) -> tuple[str, ...]:
    own = {param.name.text for param in tree.params}
    for word in tree.by:
        if word.text in own:
            if isinstance(tree, n.FactTree):
                message = f"`{word.text}` stands for an individual, and a fact is decided by parties"
                advice = f"name a party, or make it an event: `event {tree.name.text}(…) by {word.text}`"
            else:
                message = f"`{word.text}` stands for an individual, and a delay is granted by parties"
                advice = "name a party"
            law.problems.error("PP106", message, word.span, advice=advice)
            return ()
    return _parties(law, tree.by)


def _parties(law: Law, words: Sequence[n.Word], variables: Mapping[str, Span] | None = None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in words:
        entry = law.find(word, ("party",), "a party", variables)
        if entry is not None and entry.name in found:
            law.problems.error("PP101", f"`{word.text}` is named twice", word.span, advice="name it once")
        elif entry is not None:
            found[entry.name] = None
    return tuple(found)


def _standard(law: Law, word: n.Word | None) -> str | None:
    entry = law.find(word, ("standard",), "a standard") if word else None
    return entry.name if entry else None


def _event(law: Law, tree: n.EventTree) -> Event | None:
    params = parameters(law, tree.params)
    if params is None:
        return None
    by_param: str | None = None
    by: tuple[str, ...] = ()
    own = next((param for param in params for word in tree.by if param.name == word.text), None)
    if own is None:
        by = _parties(law, tree.by, near(params))
        if len(by) < len(tree.by):
            law.unsure_doers.add(tree.name.text)
    elif len(tree.by) > 1:
        law.problems.error(
            "PP106",
            f"`{own.name}` does it alone: no other party can be named beside it",
            tree.by[0].span,
            advice=f"write `by {own.name}`",
        )
    elif own.over_kind:
        message = f"`{own.name}` is a member of a kind, and only a party or an individual does anything"
        law.problems.error("PP106", message, tree.by[0].span, advice="name a party")
    else:
        by_param = own.name
        law.uses.note(own.span)
    _check_places(law, tree.description, params)
    return Event(
        tree.name.text,
        tree.name.span,
        params,
        by,
        by_param,
        _standard(law, tree.standard),
        (),
        tree.description.value if tree.description else plain(tree.name.text),
        tree.is_action,
    )


def follows(law: Law, items: Sequence[n.Declaration]) -> None:
    """Fills in what events follow, once every event is known."""
    for item in items:
        if isinstance(item, n.EventTree) and item.follows and item.name.text in law.events:
            event = law.events[item.name.text]
            found = tuple(_follows(law, event, ref) for ref in item.follows)
            law.events[item.name.text] = msgspec.structs.replace(event, follows=tuple(f for f in found if f is not None))


def _follows(law: Law, event: Event, ref: n.Ref) -> Follows | None:
    if law.dotted(ref):
        return None
    entry = law.find(ref.name, ("event", "action"), "an event")
    target = law.events.get(entry.name) if entry else None
    if entry is None or target is None:
        return None
    args = arguments(law, ref, target.params, {var.name: var for var in event.params})
    return Follows(entry.name, args, ref.span) if args is not None else None


def arguments(law: Law, ref: n.Ref, params: Sequence[Var], variables: dict[str, Arg]) -> tuple[Arg, ...] | None:
    """The arguments of a reference against the parameters of what it names. None, and an error, where they do not fit."""
    words = ref.args or ()
    if len(words) != len(params):
        wrong_number(law, ref, params)
        return None
    found = [argument(law, word, param, variables) for word, param in zip(words, params, strict=True)]
    args = tuple(arg for arg in found if arg is not None)
    return args if len(args) == len(params) else None


def wrong_number(law: Law, ref: n.Ref, params: Sequence[Var]) -> None:
    """Reports that the number of arguments is not that of the parameters."""
    place = _argument_place(ref)
    name = ref.parts[-1].text
    if not params:
        fix = Fix(f"write `{name}`", (Edit(ref.span, name),))
        law.problems.error("PP103", f"`{name}` takes no arguments", place, advice=fix.title, fixes=(fix,))
        return
    shape = f"{name}({', '.join(param.name for param in params)})"
    count = f"{len(params)} argument{'' if len(params) == 1 else 's'}"
    sorts = ", ".join(f"`{param.name}`: {param.sort}" for param in params)
    law.problems.error(
        "PP103", f"`{name}` takes {count} ({sorts})", place, advice=f"write `{shape}`, with the variables that are meant"
    )


def _argument_place(ref: n.Ref) -> Span:
    return ref.args[0].span.through(ref.args[-1].span) if ref.args else ref.span


def argument(law: Law, word: n.Word, param: Var, variables: dict[str, Arg]) -> Arg | None:
    """One argument: a variable, a member of a kind, or an individual of a case."""
    known = variables.get(word.text)
    if known is not None:
        return placed(law, word, known, param)
    entry = law.entry(word, ("member",))
    if entry is None:
        advice = f"bind it: `every {param.sort} {word.text}: …`, or as a parameter, `{word.text}: {param.sort}`"
        law.unknown(word, ("member",), near(variables.values()), advice)
        return None
    if entry.sort != "member" or entry.kind is None or entry.kind != param.sort:
        wanted = "a member" if param.over_kind else "an individual"
        message = f"`{word.text}` is {entry.called}, and {wanted} of `{param.sort}` is expected here"
        law.problems.error("PP103", message, word.span, labels=(Label(entry.span, "declared here"),), advice=_instead(param))
        return None
    return Member(word.span, entry.kind, entry.name)


def _instead(param: Var) -> str:
    return (
        f"name a member of `{param.sort}`, or a variable for one" if param.over_kind else f"name a variable of `{param.sort}`"
    )


def placed(law: Law, word: n.Word, known: Arg, param: Var) -> Arg | None:
    """A known variable or individual as an argument, if its sort is the parameter's."""
    law.uses.note(known.span)
    sort = known.entity if not isinstance(known, Var | Member) else known.sort if isinstance(known, Var) else known.kind
    if sort != param.sort:
        message = f"`{word.text}` is of `{sort}`, and `{param.sort}` is expected here"
        labels = (Label(known.span, f"`{word.text}` is introduced here"),)
        law.problems.error("PP103", message, word.span, labels=labels, advice=_instead(param))
        return None
    return msgspec.structs.replace(known, span=word.span)
