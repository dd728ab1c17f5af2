"""`parse(source) -> Parsed`: a file's text to its tree, with every slip of spelling and grammar as a diagnostic."""

from __future__ import annotations

from functools import cache

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.source import Source
from policyproof.syntax import nodes as n
from policyproof.syntax.build_declarations import DECLARATION_BUILDERS
from policyproof.syntax.build_formulas import FORMULA_BUILDERS
from policyproof.syntax.building import Notes
from policyproof.syntax.lalr import Engine
from policyproof.syntax.mistakes import explain
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import Tokens, tokenize


class Parsed(msgspec.Struct, frozen=True):
    """`complete` is False where a declaration was lost to a mistake: then names may be missing from the tree."""

    file: n.File
    tokens: Tokens
    diagnostics: tuple[Diagnostic, ...]
    complete: bool


@cache
def _engine() -> Engine:
    return Engine(load_table(), {**DECLARATION_BUILDERS, **FORMULA_BUILDERS})


def parse(source: Source) -> Parsed:
    """Reads one file. Never raises; `diagnostics` has one entry a slip, in the order of the text."""
    table = load_table()
    tokens = tokenize(source, table)
    notes = Notes(tokens)
    engine = _engine()
    outcome = engine.run(tokens.tokens, notes)
    # a strange character makes what stands beside it a mistake too: its own message is enough
    strange_lines = {d.span.line for d in tokens.diagnostics if d.span is not None}
    mistakes = [explain(mistake, engine, table, tokens) for mistake in outcome.mistakes]
    mistakes = [d for d in mistakes if d.span is None or d.span.line not in strange_lines]
    diagnostics = sorted([*tokens.diagnostics, *notes.diagnostics, *mistakes], key=lambda d: d.span.start if d.span else 0)
    whole = tokens.span(0, len(source.text))
    complete = not outcome.mistakes and not tokens.diagnostics
    return Parsed(n.File(whole, outcome.head, outcome.items), tokens, tuple(diagnostics), complete)
