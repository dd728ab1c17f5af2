"""What declarations are called, and which ones name which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policyproof.syntax import nodes as n


def names(item: n.Declaration) -> tuple[str, ...]:
    """The names that a declaration declares."""
    match item:
        case n.PartyTree(branch=branch):
            return tuple(_branches([branch]))
        case n.KindTree(name=name, branches=branches):
            return (name.text, *_branches(branches))
        case n.StandardTree(names=words):
            return tuple(word.text for word in words)
        case n.Use() | n.CaseTree() | n.ScopeTree() | n.SameTree() | n.CalendarTree():
            return ()
        case n.Unavailable():
            return ()
        case _:
            return (item.name.text,)


def _branches(branches: Sequence[n.Branch]) -> Iterator[str]:
    for branch in branches:
        yield branch.name.text
        yield from _branches(branch.below)


def sort_of(item: n.Declaration) -> str | None:
    """The word by which an edit speaks of a declaration; None where edits cannot."""
    match item:
        case n.RuleTree():
            return "rule"
        case n.TermTree():
            return "term"
        case n.DelayTree():
            return "delay"
        case n.TableTree():
            return "table"
        case n.PropertyTree():
            return "property"
        case n.StatementTree(word="assume"):
            return "assume"
        case n.CaseTree():
            return "case"
        case _:
            return None


def title_of(item: n.Declaration) -> str:
    """The name by which an edit speaks of a declaration."""
    match item:
        case n.CaseTree(title=title):
            return title.value
        case n.RuleTree(name=name) | n.TermTree(name=name) | n.PropertyTree(name=name) | n.StatementTree(name=name):
            return name.text
        case n.DelayTree(name=name) | n.TableTree(name=name):
            return name.text
        case _:
            return ""


def words_in(node: Any) -> Iterator[n.Word]:  # noqa: ANN401 - whatever a tree consists of
    """Every name that is written in a tree."""
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, n.Word):
            yield found
        elif isinstance(found, tuple):
            stack += reversed(found)
        elif isinstance(found, n.Node):
            stack += [getattr(found, field) for field in reversed(found.__struct_fields__)]


def binds(node: Any, name: str) -> bool:  # noqa: ANN401 - whatever a tree consists of
    """Whether a name is a variable somewhere in a tree."""
    stack = [node]
    while stack:
        found = stack.pop()
        match found:
            case n.Param(name=word) | n.Binder(variable=word) | n.IndividualTree(name=word) if word.text == name:
                return True
            case tuple():
                stack += found
            case n.Node():
                stack += [getattr(found, field) for field in found.__struct_fields__]
            case _:
                pass
    return False


def reached(items: Sequence[n.Declaration], name: str) -> tuple[n.Declaration, ...]:
    """Everything that a change to what has this name reaches, in the order of the text: what names it, what names that, …"""
    naming = [frozenset(word.text for word in words_in(item)) for item in items]
    changed = {name}
    found: set[int] = set()
    grown = True
    while grown:
        new = {at for at, item in enumerate(items) if at not in found and name not in names(item) and naming[at] & changed}
        found |= new
        changed |= {called for at in new for called in names(items[at])}
        grown = bool(new)
    return tuple(items[at] for at in sorted(found))
