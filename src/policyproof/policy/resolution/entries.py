"""The sorts of names, and a declared name with its place."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from policyproof.diagnostics import Label
from policyproof.source import Span

Sort = Literal[
    "source",
    "standard",
    "party",
    "kind",
    "member",
    "entity",
    "fact",
    "event",
    "action",
    "term",
    "assumption",
    "hypothesis",
    "rule",
    "delay",
    "table",
    "property",
]

CALLED: Final[dict[Sort, str]] = {
    "source": "a source",
    "standard": "a standard",
    "party": "a party",
    "kind": "a kind",
    "member": "a member of a kind",
    "entity": "an entity",
    "fact": "a fact",
    "event": "an event",
    "action": "an action",
    "term": "a term",
    "assumption": "an assumption",
    "hypothesis": "a hypothesis",
    "rule": "a rule",
    "delay": "a delay",
    "table": "a table",
    "property": "a property",
}

CONFUSABLE: Final[frozenset[Sort]] = frozenset({"party", "member", "fact", "event", "action", "term", "delay"})
"""What stands where a variable could stand too: a variable must not have the name of one."""


class Keyword(msgspec.Struct, frozen=True):
    """The word that begins a declaration, and the sorts whose word could stand in its place as far as its form goes."""

    span: Span
    others: frozenset[Sort]


class Entry(msgspec.Struct, frozen=True):
    """A declared name. `kind` is set for members of kinds; `keyword` where the name has a declaration to itself."""

    name: str
    sort: Sort
    span: Span
    kind: str | None = None
    keyword: Keyword | None = None

    @property
    def called(self) -> str:
        """What it is, in words."""
        return f"a member of the kind `{self.kind}`" if self.kind else CALLED[self.sort]

    def label(self) -> Label:
        return Label(self.span, f"`{self.name}` is {self.called}")
