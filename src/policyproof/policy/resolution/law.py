"""The names of one law while it is being resolved: one namespace, and what is known of each name so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.formulas import Arg, Var
from policyproof.policy.model import Calendar, Entity, Event, Fact, Kind, Party, SourceText, Standard, Statement, Term
from policyproof.policy.resolution.entries import CALLED, Entry, Keyword, Sort
from policyproof.policy.resolution.problems import Problems
from policyproof.policy.resolution.uses import Misfit, Uses
from policyproof.source import Span
from policyproof.syntax import nodes as n


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
    law: str = ""
    """The law that has it, where there are several."""


class TableHead(msgspec.Struct, frozen=True, eq=False):
    """What other declarations may need to know of a table: the words that begin its rows, and the names of its columns."""

    name: str
    span: Span
    rows: tuple[str, ...]
    columns: tuple[str, ...]


class Law:
    """Everything declared so far. Dictionaries keep the order of declaration, what is used first.

    `name` is the law's own; None for a library, which is none. `lost`: the words of declarations that could not be read.
    """

    def __init__(self, problems: Problems, name: str | None, lost: frozenset[str] | None = None) -> None:
        self.problems = problems
        self.name = name
        self.whole = lost is None
        """Whether every declaration could be read."""
        self.laws: tuple[str, ...] = ()
        """The laws that are read together here; empty for a law by itself."""
        self.names: dict[str, Entry] = {}
        self.uses = Uses(problems)
        self.hidden: dict[str, str] = {}
        """Names of a used policy that are no vocabulary, each with what it is."""
        self.refused: set[str] = set(lost or ())
        """Names of what could not be read: nothing more is said about them."""
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
        """The cells of tables among them, under names with dots."""
        self.unsure_doers: set[str] = set()
        """Events and actions of which it is not known who does them, since a name is wrong there."""
        self.delays: set[str] = set()
        """The names of the facts that count how often a delay is granted."""
        self.tables: dict[str, TableHead] = {}
        self.calendars: dict[str, Calendar] = {}
        self.unread: set[str] = set()
        """The units of calendars whose files could not be read."""
        self.several: set[str] = set()
        """The units that laws which are read together count by different calendars."""
        self.has_scope = False
        self.has_beliefs = False
        """Whether some word is said to be about something (`that F`)."""
        self.order: list[str] = []
        """The names of facts and events, as declared."""

    def declare(self, word: n.Word, sort: Sort, kind: str | None = None, keyword: Keyword | None = None) -> bool:
        """Enters a name. False, and an error, if it is taken."""
        return self.enter(Entry(word.text, sort, word.span, kind, keyword))

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

    def entry(self, word: n.Word, sorts: tuple[Sort, ...] = ()) -> Entry | None:
        """The entry of a name that is used; `sorts`: what could stand there."""
        entry = self.names.get(word.text)
        if entry is not None:
            self.uses.note(entry.span, sorts)
        return entry

    def find(self, word: n.Word, sorts: tuple[Sort, ...], wanted: str, near: Mapping[str, Span] | None = None) -> Entry | None:
        """The entry of a name that must be of one of some sorts (`wanted` in words). None, and an error, if it is not."""
        entry = self.names.get(word.text)
        if entry is None:
            self.unknown(word, sorts, near or {})
            return None
        if entry.sort not in sorts:
            message = f"`{word.text}` is {entry.called}, and {wanted} is expected here"
            instead = f"{entry.name} applies" if entry.sort == "rule" and "fact" in sorts else None
            self.uses.misfit(entry, sorts, Misfit(word.span, wanted, "PP102", message, _wrong_sort(entry, sorts), instead))
            return None
        self.uses.note(entry.span, sorts)
        return entry

    def unknown(
        self,
        word: n.Word,
        sorts: tuple[Sort, ...],
        near: Mapping[str, Span],
        advice: str = "declare it, or correct its name",
    ) -> None:
        """Reports a name that nothing declares; `near`: variables that it may be a slip of, `advice`: help where it is none."""
        if word.text in self.refused:
            self.problems.expect()
        elif word.text in self.hidden:
            message = f"`{word.text}` is {self.hidden[word.text]}, of which only the vocabulary is known here"
            self.problems.error("PP100", message, word.span, advice="name something that this law itself declares")
        else:
            self.uses.unknown(word.text, word.span, sorts, near, advice)

    def action(self, ref: n.Ref) -> Event | None:
        """The action that a reference names, or an error."""
        if self.dotted(ref):
            return None
        entry = self.names.get(ref.name.text)
        if entry is not None and entry.sort == "event":
            message = f"`{entry.name}` is an event, and only an action can be allowed, forbidden or owed"
            advice = f"declare it as an action: `action {entry.name} by PARTY`"
            self.uses.misfit(entry, ("action",), Misfit(ref.name.span, "an action", "PP202", message, advice))
            return None
        found = self.find(ref.name, ("action",), "an action")
        return self.events.get(found.name) if found else None

    def rule(self, ref: n.Ref) -> RuleHead | None:
        """The rule that a reference names: one of its own, or the cell of a table."""
        if len(ref.parts) == 1:
            entry = self.find(ref.name, ("rule",), "a rule")
            return self.rules.get(entry.name) if entry else None
        name = ".".join(part.text for part in ref.parts)
        if name in self.rules:
            return self.rules[name]
        entry = self.names.get(ref.name.text)
        if entry is None or entry.sort != "table":
            self.dotted(ref)
        elif (table := self.tables.get(entry.name)) is not None:
            self._no_cell(ref, name, table)
        return None

    def _no_cell(self, ref: n.Ref, name: str, table: TableHead) -> None:
        cells = [f"{table.name}.{row}.{column}" for row in table.rows for column in table.columns]
        with_arguments = "-".join([name, *(word.text for word in ref.args or ())])
        labels = (Label(table.span, "declared here"),)
        if name in cells:
            message, advice = f"the cell `{name}` says `no`, and so it is no rule", "name a cell that permits something"
        else:
            message = f"the table `{table.name}` has no cell `{name.removeprefix(f'{table.name}.')}`"
            close = self.problems.guess(name, cells) or f"name one of its cells, for instance `{cells[0]}`"
            advice = f"write `{with_arguments}`" if with_arguments in cells else close
        self.problems.error("PP100", message, ref.span, labels=labels, advice=advice)

    def law(self, ref: n.Ref) -> str | None:
        """The law that a reference names, or an error."""
        laws = self.laws or ((self.name,) if self.name is not None else ())
        if ref.text in laws:
            return ref.text
        shown = " or ".join(f"`{law}`" for law in laws if law != self.name) or f"`{self.name}`"
        entry = self.names.get(ref.text)
        if not laws:
            message = "a library is no law, and cannot ask what a law says"
            self.problems.error("PP109", message, ref.span, advice="move it to a policy")
        elif entry is not None:
            message = f"`{ref.text}` is {entry.called}, and the name of a law is expected here"
            advice = f"write `{entry.name} applies`" if entry.sort == "rule" else f"name {shown}"
            labels = (Label(entry.span, "declared here"),)
            self.problems.error("PP102", message, ref.span, labels=labels, advice=advice)
        else:
            advice = self.problems.guess(ref.text, laws) or f"name {shown}"
            self.problems.error("PP100", f"no law here is called `{ref.text}`", ref.span, advice=advice)
        return None

    def dotted(self, ref: n.Ref) -> bool:
        """Whether a reference has a dot still: then it names nothing, which is reported."""
        if len(ref.parts) == 1:
            return False
        name = ".".join(part.text for part in ref.parts)
        law = ref.parts[0]
        close = self.problems.guess(name, [known for known in self.names if "." in known])
        if self.laws and law.text not in self.laws:
            known = ", ".join(f"`{each}`" for each in self.laws if each != self.name)
            message = f"no law here is called `{law.text}`"
            self.problems.error(
                "PP100", message, law.span, advice=self.problems.guess(law.text, self.laws) or f"name one of {known}"
            )
        elif self.laws:
            message = f"`{law.text}` has nothing called `{name.removeprefix(f'{law.text}.')}`"
            self.problems.error("PP100", message, ref.span, advice=close or "name something that it declares")
        else:
            message = f"nothing here is called `{name}`"
            advice = "names of other laws can be said in a `together` alone: leave out what stands before the dot"
            self.problems.error("PP100", message, ref.span, advice=close or advice)
        return True

    def above(self, party: str) -> tuple[str, ...]:
        """The party and those above it, from below; the party alone, where its declaration has an error."""
        chain = [party]
        while (known := self.parties.get(chain[-1])) is not None and known.parent is not None:
            chain.append(known.parent)
        return tuple(chain)


def _wrong_sort(entry: Entry, sorts: tuple[Sort, ...]) -> str:
    if entry.sort == "member" and ("fact" in sorts or "event" in sorts):
        return f"write `FACT is {entry.name}`"
    if entry.sort == "rule" and "fact" in sorts:
        return f"write `{entry.name} applies`"
    if entry.sort == "delay":
        return f"write `{entry.name}` alone, or `{entry.name} >= 2`: grants of a delay are counted, not dated"
    if entry.sort == "table" and "rule" in sorts:
        return f"name one of its cells: `{entry.name}.ROW.COLUMN`"
    if entry.sort == "term" and sorts == ("event", "action"):
        return "a term has no moment: name an event"
    if entry.sort == "fact" and sorts == ("event", "action"):
        return "a fact has no moment: name an event"
    return f"name {CALLED[sorts[0]]}"
