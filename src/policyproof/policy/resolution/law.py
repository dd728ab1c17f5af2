"""The names of one law while it is being resolved: one namespace, and what is known of each name so far."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.formulas import Arg, Var
from policyproof.policy.model import Entity, Event, Fact, Kind, Party, SourceText, Standard, Statement, Term
from policyproof.policy.resolution.problems import Problems
from policyproof.source import Span
from policyproof.syntax import nodes as n

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
    "property",
]

_CALLED: dict[Sort, str] = {
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
    "property": "a property",
}


CONFUSABLE: frozenset[Sort] = frozenset({"party", "member", "fact", "event", "action", "term"})
"""What stands where a variable could stand too: a variable must not have the name of one."""


class Entry(msgspec.Struct, frozen=True):
    """A declared name. `kind` is set for members of kinds."""

    name: str
    sort: Sort
    span: Span
    kind: str | None = None

    @property
    def called(self) -> str:
        """What it is, in words."""
        return f"a member of the kind `{self.kind}`" if self.kind else _CALLED[self.sort]

    def label(self) -> Label:
        return Label(self.span, f"`{self.name}` is {self.called}")


class RuleHead(msgspec.Struct, frozen=True, eq=False):
    """What other declarations may need to know of a rule: its parameters and what it says of which action.

    `action` is None for `do not apply`. `licence`: it can make a prohibited act lawful (a permission, or a duty whose deadline
    does not come before its trigger).
    """

    name: str
    span: Span
    params: tuple[Var, ...]
    form: Literal["closes", "forbids", "permits", "duty", "switches off"]
    action: str | None
    args: tuple[Arg, ...]
    licence: bool


class Law:
    """Everything declared so far. Dictionaries keep the order of declaration, what is used first."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.names: dict[str, Entry] = {}
        self.hidden: dict[str, str] = {}
        """Names of a used policy that are no vocabulary, each with what it is."""
        self.refused: set[str] = set()
        """Names of what is not available yet: nothing more is said about them."""
        self.sources: dict[str, SourceText] = {}
        self.standards: dict[str, Standard] = {}
        self.parties: dict[str, Party] = {}
        self.kinds: dict[str, Kind] = {}
        self.entities: dict[str, Entity] = {}
        self.facts: dict[str, Fact] = {}
        self.events: dict[str, Event] = {}
        self.term_params: dict[str, tuple[Var, ...]] = {}
        self.used_terms: dict[str, Term] = {}
        self.assumptions: dict[str, Statement] = {}
        self.hypotheses: dict[str, Statement] = {}
        self.rules: dict[str, RuleHead] = {}
        self.order: list[str] = []
        """The names of facts and events, as declared."""

    def declare(self, word: n.Word, sort: Sort, kind: str | None = None) -> bool:
        """Enters a name. False, and an error, if it is taken."""
        return self.enter(Entry(word.text, sort, word.span, kind))

    def enter(self, entry: Entry) -> bool:
        known = self.names.setdefault(entry.name, entry)
        if known is entry or known.span == entry.span:  # the same declaration may come in by two ways
            return True
        self.problems.error(
            "PP101",
            f"`{entry.name}` is declared twice",
            entry.span,
            label=f"here as {entry.called}",
            labels=(Label(known.span, f"first here, as {known.called}"),),
            advice="choose another name for one of them",
        )
        return False

    def second_standards(self, span: Span) -> None:
        """Reports a second order of standards."""
        first = next(iter(self.standards.values())).span
        self.problems.error(
            "PP112",
            "the standards are declared twice, and cannot be compared with each other",
            span,
            labels=(Label(first, "first declared here"),),
            advice="put them into one order: `standard a < b < c`",
        )

    def find(self, word: n.Word, sorts: tuple[Sort, ...], wanted: str) -> Entry | None:
        """The entry of a name that must be of one of some sorts (`wanted` in words). None, and an error, if it is not."""
        entry = self.names.get(word.text)
        if entry is None:
            self.unknown(word, sorts)
            return None
        if entry.sort not in sorts:
            self.problems.error(
                "PP102",
                f"`{word.text}` is {entry.called}, and {wanted} is expected here",
                word.span,
                labels=(Label(entry.span, "declared here"),),
                advice=_wrong_sort(entry, sorts),
            )
            return None
        return entry

    def unknown(
        self,
        word: n.Word,
        sorts: tuple[Sort, ...] = (),
        near: tuple[str, ...] = (),
        advice: str = "declare it, or correct its name",
    ) -> None:
        """Reports a name that nothing declares; `near`: variables that it may be a slip of, `advice`: help where it is none."""
        if word.text in self.refused:
            return
        if word.text in self.hidden:
            message = f"`{word.text}` is {self.hidden[word.text]}, of which only the vocabulary is known here"
            self.problems.error("PP100", message, word.span, advice="name something that this law itself declares")
            return
        candidates = [entry.name for entry in self.names.values() if not sorts or entry.sort in sorts]
        close = self.problems.guess(word.text, [*near, *candidates])
        self.problems.error("PP100", f"nothing here is called `{word.text}`", word.span, advice=close or advice)

    def action(self, ref: n.Ref) -> Event | None:
        """The action that a reference names, or an error."""
        if self.dotted(ref):
            return None
        entry = self.names.get(ref.name.text)
        if entry is not None and entry.sort == "event":
            self.problems.error(
                "PP202",
                f"`{entry.name}` is an event, and only an action can be allowed, forbidden or owed",
                ref.name.span,
                labels=(Label(entry.span, "declared here"),),
                advice=f"declare it as an action: `action {entry.name} by PARTY`",
            )
            return None
        found = self.find(ref.name, ("action",), "an action")
        return self.events.get(found.name) if found else None

    def dotted(self, ref: n.Ref) -> bool:
        """Whether a reference has a dot, which is refused for now."""
        if len(ref.parts) > 1:
            self.problems.unavailable(f"a name with a dot (`{ref.text}`)", ref.span)
        return len(ref.parts) > 1

    def above(self, party: str) -> tuple[str, ...]:
        """The party and those above it, from below."""
        chain = [party]
        while (parent := self.parties[chain[-1]].parent) is not None:
            chain.append(parent)
        return tuple(chain)


def _wrong_sort(entry: Entry, sorts: tuple[Sort, ...]) -> str:
    if entry.sort == "member" and ("fact" in sorts or "event" in sorts):
        return f"write `FACT is {entry.name}`"
    if entry.sort == "rule" and "fact" in sorts:
        return f"write `{entry.name} applies`"
    if entry.sort == "term" and sorts == ("event", "action"):
        return "a term has no moment: name an event"
    if entry.sort == "fact" and sorts == ("event", "action"):
        return "a fact has no moment: name an event"
    return f"name {_CALLED[sorts[0]]}"
