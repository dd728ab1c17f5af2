"""`parse(source) -> Parsed`: a file's text to its tree, with every slip of spelling and grammar as a diagnostic."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.source import Source
from policyproof.syntax import nodes as n
from policyproof.syntax.build_declarations import DECLARATION_BUILDERS
from policyproof.syntax.build_edits import ADDED, EDITS
from policyproof.syntax.build_formulas import FORMULA_BUILDERS
from policyproof.syntax.building import Notes
from policyproof.syntax.fences import torn, unreadable
from policyproof.syntax.headings import cited
from policyproof.syntax.lalr import Engine, Mistake, TooDeep
from policyproof.syntax.mistakes import Judge, Mistakes
from policyproof.syntax.outline import Outline
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import Token, Tokens, tokenize


class Reading(msgspec.Struct, frozen=True):
    """What could be read of a file, before anything is said about what could not."""

    file: n.File
    tokens: Tokens
    slips: tuple[Diagnostic, ...]
    """Slips that cost no declaration, and characters that cannot stand in a policy."""
    mistakes: tuple[Mistake | TooDeep, ...]

    @property
    def complete(self) -> bool:
        """False where a declaration was lost to a mistake: then names may be missing from the tree."""
        return not self.mistakes and not self.tokens.diagnostics

    @property
    def faults(self) -> int:
        """How much is wrong."""
        return len(self.slips) + len(self.mistakes)

    @property
    def lost(self) -> frozenset[str] | None:
        """The words of what was lost, among which are the names that it declares; None where nothing was."""
        return None if self.complete else frozenset(token.text for token in self._lost())

    @property
    def knows_its_words(self) -> bool:
        """Whether nothing was lost that brings in names from elsewhere, so that names that are not known are mistakes."""
        brings_in = (token.kind == "USE" or token.text.endswith(('.policy"', '.policy.md"')) for token in self._lost())
        return self.file.head is not None and not any(brings_in)

    def _lost(self) -> Iterator[Token]:
        tokens = self.tokens.tokens
        for mistake in self.mistakes:
            yield from tokens[mistake.start : mistake.end]
        strange = {d.span.line for d in self.tokens.diagnostics if d.span is not None}
        if strange:
            yield from (token for token in tokens if self.tokens.span(token.start, token.end).line in strange)


class Parsed(msgspec.Struct, frozen=True):
    """`complete` is False where a declaration was lost to a mistake: then names may be missing from the tree."""

    file: n.File
    tokens: Tokens
    diagnostics: tuple[Diagnostic, ...]
    complete: bool


@cache
def _engine() -> Engine:
    return Engine(load_table(), {**DECLARATION_BUILDERS, **FORMULA_BUILDERS})


def parse(source: Source, known: Outline | None = None) -> Parsed:
    """Reads one file. Never raises; `diagnostics` has one entry a slip, in the order of the text. `known`: see `Notes`."""
    reading = read(source, known)
    return Parsed(reading.file, reading.tokens, explained(reading), reading.complete)


def read(source: Source, known: Outline | None = None) -> Reading:
    """Reads one file, and leaves what is to be said about it to `explained`."""
    tokens = tokenize(source, load_table())
    notes = Notes(tokens, known)
    whole = tokens.span(0, len(source.text))
    unread = unreadable(tokens) if source.literate else ()
    if unread:
        return Reading(n.File(whole, None, ()), msgspec.structs.replace(tokens, diagnostics=unread), unread, ())
    outcome = _engine().run(tokens.tokens, notes)
    file = n.File(
        whole,
        outcome.head,
        tuple(item for item in outcome.items if isinstance(item, ADDED)),
        tuple(item for item in outcome.items if isinstance(item, EDITS)),
        tuple(item for item in outcome.items if isinstance(item, n.ReadingHead)),
    )
    slips = (*tokens.diagnostics, *notes.diagnostics)
    if source.literate:
        return Reading(cited(file, tokens), tokens, (*slips, *torn(file, tokens)), outcome.mistakes)
    return Reading(file, tokens, slips, outcome.mistakes)


def explained(reading: Reading, judge: Judge | None = None) -> tuple[Diagnostic, ...]:
    """One diagnostic a slip, in the order of the text. `judge` helps to choose among ways to put a mistake right."""
    # a strange character makes what stands beside it a mistake too: its own message is enough
    strange_lines = {d.span.line for d in reading.tokens.diagnostics if d.span is not None}
    mistakes = Mistakes(_engine(), load_table(), reading.tokens, judge).explain(reading.mistakes)
    mistakes = [d for d in mistakes if d.span is None or d.span.line not in strange_lines]
    return tuple(sorted([*reading.slips, *mistakes], key=lambda d: d.span.start if d.span else 0))
