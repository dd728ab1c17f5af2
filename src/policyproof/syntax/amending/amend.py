"""`amend(file, source, changes, told) -> Amended`: a law's tree with edits carried out, one after the other.

Each edit works on the text of the one declaration that it is about, which is then read again. Whatever no edit touches stays
the very same tree, and everything keeps its place in the file that it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import assert_never

import msgspec

from policyproof.diagnostics import Diagnostic, Edit, Fix, Label
from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax.amending import clauses
from policyproof.syntax.amending.drafts import Cut, Draft, Read, piece, read
from policyproof.syntax.amending.names import binds, names, sort_of, title_of, words_in
from policyproof.syntax.amending.parts import Change
from policyproof.syntax.headings import see_of, with_see
from policyproof.syntax.outline import outline
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import tokenize


class Struck(msgspec.Struct, frozen=True):
    """A name that is gone, and the edit that struck or changed it."""

    name: str
    span: Span


class Amended(msgspec.Struct, frozen=True):
    """The amended law, and what is wrong with the edits: then some were not carried out. `touched`: the names of what they
    changed or added.
    """

    file: n.File
    diagnostics: tuple[Diagnostic, ...]
    struck: tuple[Struck, ...]
    touched: tuple[str, ...]


def amend(file: n.File, source: Source, changes: Sequence[Change], told: Source) -> Amended:
    """Carries out changes, in their order. `source` has the text of the law, `told` that of the changes."""
    amending = _Amending(file, source, told)
    for change in changes:
        amending.make(change)
    items = tuple(part.item for part in amending.parts)
    amended = n.File(file.span, file.head, items)
    return Amended(amended, tuple(amending.diagnostics), tuple(amending.struck), tuple(dict.fromkeys(amending.touched)))


def with_edits_blamed(
    found: Sequence[Diagnostic], struck: Sequence[Struck], sources: dict[str, Source]
) -> tuple[Diagnostic, ...]:
    """Messages about an amended law: a name that nothing declares any more is shown with the edit that struck it."""
    blamed = []
    for one in found:
        source = sources.get(one.path)
        named = source.text[one.span.start : one.span.end] if source is not None and one.span is not None else ""
        edits = [edit for edit in struck if edit.name == named and one.code == "PP100"]
        labels = tuple(Label(edit.span, f"`{edit.name}` is struck here") for edit in edits)
        help_ = "amend this too, or keep what it names" if edits else one.help
        fixes = () if edits else one.fixes
        blamed.append(msgspec.structs.replace(one, labels=(*one.labels, *labels), help=help_, fixes=fixes))
    return tuple(blamed)


class _Text:
    """A file's text, and what it declares."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.declared = outline(tokenize(source, load_table()).tokens)


class _Part:
    """A declaration of the law as it stands by now."""

    def __init__(self, item: n.Declaration, text: _Text, added: Change | None = None) -> None:
        self.item = item
        self.text = text
        self.added = added
        """The change that brought it in."""
        self.history: list[tuple[Change | None, tuple[tuple[str, str], ...]]] = []
        """What it has said, and the change that made it say so."""
        self._read: Read | None = None

    @property
    def read(self) -> Read:
        if self._read is None:
            found = read(Draft((piece(self.text.source, self.item.span),)), self.text.declared)
            assert isinstance(found, Read)  # it was read before, where it stands
            self._read = found
            self.history.append((self.added, found.words))
        return self._read

    def now(self, found: Read, change: Change) -> None:
        self._read = found
        self.item = _with_citation(found.placed(), self.item)
        self.history.append((change, found.words))


def _with_citation(item: n.Declaration, before: n.Declaration) -> n.Declaration:
    """A declaration of a literate file keeps the citation of its heading, which is no part of its text."""
    if not isinstance(item, _CITING) or not isinstance(before, _CITING) or see_of(item) is not None:
        return item
    cited = see_of(before)
    return item if cited is None or cited.span.start >= before.span.start else with_see(item, cited)


_CITING = (n.RuleTree, n.DelayTree, n.TableTree)


class _Amending:
    """The parts of a law while edits are carried out."""

    def __init__(self, file: n.File, source: Source, told: Source) -> None:
        self.law = file.head.name.text if isinstance(file.head, n.Head) else source.path
        law = _Text(source)
        self.told = told
        self.text = law if told is source else _Text(told)
        """That of the changes."""
        self.known = msgspec.structs.replace(
            law.declared,
            sorts={**self.text.declared.sorts, **law.declared.sorts},
            may_count_days=law.declared.may_count_days or self.text.declared.may_count_days,
        )
        self.parts = [_Part(item, law) for item in file.items]
        self.diagnostics: list[Diagnostic] = []
        self.struck: list[Struck] = []
        self.touched: list[str] = []
        self.gone: dict[tuple[str, str], tuple[n.Node, tuple[tuple[str, str], ...]]] = {}
        """What was struck, by sort and name: by which edit, and what it said."""

    def make(self, change: Change) -> None:
        match change:
            case n.ReachEdit(path=path):
                self._rewrite("rule", path, change)
            case n.RereadEdit(sort=sort, path=path) | n.ReplaceEdit(sort=sort, path=path):
                self._rewrite(sort, path, change)
            case n.StrikeEdit():
                self._strike(change)
            case n.InsertEdit():
                self._insert(change, change.declaration)
            case n.RedesignateEdit():
                self._redesignate(change)
            case _:
                self._insert(change, change)

    # ---- one declaration

    def _rewrite(self, sort: str, path: n.PathTree, edit: n.ReachEdit | n.RereadEdit | n.ReplaceEdit) -> None:
        part = self._find(sort, path.text, path.span)
        if part is None:
            return
        called = f"{sort} `{path.text}`"
        match edit:
            case n.ReachEdit():
                draft = clauses.reach(edit, self.told, part.read)
            case n.RereadEdit():
                draft = clauses.reread(edit, self.told, part.read)
            case n.ReplaceEdit():
                draft = clauses.replace(edit, self.told, part.read, called)
            case _:
                assert_never(edit)
        if isinstance(draft, clauses.Refusal):
            self._refuse(draft, part, edit)
        else:
            self._settle(draft, part, edit, called)

    def _settle(self, draft: Draft, part: _Part, edit: n.EditTree, called: str) -> None:
        """Reads a declaration as an edit leaves it."""
        found = read(draft, self.known)
        if isinstance(found, Diagnostic) or type(found.tree) is not type(part.item):
            why = f": {found.message}" if isinstance(found, Diagnostic) else ""
            self._error(
                "PP123",
                f"what this edit leaves of {called} cannot be read{why}",
                edit.span,
                "strike or insert a whole clause or a whole condition",
                (Label(part.item.span, "edited here"),),
            )
            return
        before = [words for _, words in part.history]
        if found.words in before:
            undone = [change for change, _ in part.history][before.index(found.words) + 1 :]
            labels = tuple(Label(change.span, "undone") for change in undone[:1] if change is not None)
            message = "this edit undoes an earlier one" if labels else f"this edit changes nothing in {called}"
            self._error("PP122", message, edit.span, "strike both edits" if labels else "strike this edit", labels)
            return
        part.now(found, edit)
        self.touched.append(title_of(part.item))

    def _refuse(self, why: clauses.Refusal, part: _Part, edit: n.EditTree) -> None:
        earlier = self._struck_from(part, edit)
        if why.code == "PP121" and earlier is not None:
            message = "an earlier edit has struck these words"
            self._error("PP122", message, edit.span, "strike one of the two edits", (Label(earlier.span, "struck here"),))
            return
        labels = tuple(Label(part.read.draft.origin(start, end), text) for start, end, text in why.places)
        self._error(why.code, why.message, edit.span, why.advice, labels)

    def _struck_from(self, part: _Part, edit: n.EditTree) -> Change | None:
        """The edit that took away the words that another one wants to strike."""
        if not isinstance(edit, n.ReplaceEdit) or edit.strike is None:
            return None
        words = clauses.fragment_words(edit.strike, self.told)
        had = [any(said[at : at + len(words)] == words for at in range(len(said))) for _, said in part.history]
        taken = [part.history[at + 1][0] for at, one in enumerate(had[:-1]) if one and not had[at + 1]]
        return None if had[-1] or not taken else taken[-1]

    # ---- whole declarations

    def _strike(self, edit: n.StrikeEdit) -> None:
        target = edit.target
        name = target.value if isinstance(target, n.Text) else target.text
        part = self._find(edit.sort, name, target.span)
        if part is None:
            return
        if part.added is not None:
            labels = (Label(part.added.span, "inserted here"),)
            self._error("PP122", "this edit strikes what an earlier one inserts", edit.span, "strike both edits", labels)
            return
        self.gone[edit.sort, name] = (edit, part.read.words)
        self.parts.remove(part)
        self.struck += [Struck(called, edit.span) for called in names(part.item)]

    def _insert(self, change: Change, declaration: n.Declaration) -> None:
        if isinstance(declaration, n.Use):
            self._error("PP113", "`use` belongs to the law itself", declaration.span, "write it there")
            return
        added = _Part(declaration, self.text, change)
        sort = sort_of(declaration)
        known = None if sort is None else self.gone.get((sort, title_of(declaration)))
        if known is not None and known[1] == added.read.words:
            labels = (Label(known[0].span, "struck here"),)
            self._error("PP122", "this edit undoes an earlier one", change.span, "strike both edits", labels)
            return
        place = len(self.parts)
        if isinstance(change, n.InsertEdit) and change.path is not None:
            beside = self._find("rule", change.path.text, change.path.span)
            if beside is None:
                return
            place = self.parts.index(beside) + (change.side == "after")
        self.parts.insert(place, added)
        self.struck = [one for one in self.struck if one.name not in names(declaration)]
        self.touched += [title_of(declaration)] if title_of(declaration) else names(declaration)

    def _redesignate(self, edit: n.RedesignateEdit) -> None:
        old, new = edit.path.text, edit.name.text
        part = self._find("rule", old, edit.path.span)
        if part is None:
            return
        taken = next((other for other in self.parts if new in names(other.item)), None)
        if taken is not None:
            labels = (Label(taken.item.span, f"`{new}` is declared here"),)
            self._error("PP101", f"`{new}` is declared already", edit.name.span, "choose another name", labels)
            return
        for other in [part, *(each for each in self.parts if each is not part)]:
            if any(word.text == old for word in words_in(other.item)) and not binds(other.item, old):
                cuts = [
                    Cut(token.start, token.end, (other.read.draft.in_place_of(token.start, token.end, new),))
                    for token in other.read.tokens
                    if (token.kind, token.text) == ("NAME", old)
                ]
                before = len(self.diagnostics)
                self._settle(other.read.draft.changed(cuts), other, edit, f"rule `{old}`")
                if len(self.diagnostics) > before:
                    return
        self.struck = [*(one for one in self.struck if one.name != new), Struck(old, edit.span)]

    # ---- what an edit is about

    def _find(self, sort: str, name: str, span: Span) -> _Part | None:
        """The declaration that an edit is about. None, and an error, where there is none."""
        for part in self.parts:
            if sort_of(part.item) == sort and title_of(part.item) == name:
                return part
        gone = self.gone.get((sort, name))
        if gone is not None:
            labels = (Label(gone[0].span, "struck here"),)
            self._error("PP122", f"an earlier edit strikes {sort} `{name}`", span, "strike one of the two edits", labels)
            return None
        called = _CALLED.get(sort, sort)
        other = next((part for part in self.parts if name in names(part.item)), None)
        if other is not None:
            its = sort_of(other.item)
            advice = f"name a {called}" if sort != "assume" else f"name an {called}"
            advice += (
                "" if its is None else f", or write of the {_CALLED.get(its, its)} in an edit that can: `amend {its} {name}`"
            )
            labels = (Label(other.item.span, "declared here"),)
            self._error("PP120", f"`{name}` is no {called} of `{self.law}`", span, advice, labels)
            return None
        near = get_close_matches(name, [title_of(part.item) for part in self.parts if sort_of(part.item) == sort], n=1)
        quote = '"' if sort == "case" else "`"
        advice = f"did you mean {quote}{near[0]}{quote}?" if near else "name one that the law has"
        fix = [Fix(f"write {quote}{one}{quote}", (Edit(span, f'"{one}"' if sort == "case" else one),)) for one in near]
        self._error("PP120", f"`{self.law}` has no {called} {quote}{name}{quote}", span, advice, fixes=tuple(fix))
        return None

    def _error(
        self,
        code: str,
        message: str,
        span: Span,
        advice: str,
        labels: tuple[Label, ...] = (),
        *,
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        self.diagnostics.append(Diagnostic(code, "error", message, span, span.path, None, labels, advice, fixes))


_CALLED = {"assume": "assumption"}
