"""Makes the parse table from the grammar: `python -m policyproof.syntax.generate [GRAMMAR]`. Only development needs it,
and lark.

Lark reads the grammar and works out the automaton; what is stored is plain numbers and names, so that the product neither
pays for
the analysis at every start nor loads a pickle.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import lark
import msgspec
from lark.grammar import Rule, Terminal
from lark.lexer import PatternStr, TerminalDef
from lark.parsers.lalr_analysis import ParseTableBase, Shift

from policyproof.syntax.table import TABLE_PATH, Production, Table

GRAMMAR_PATH = Path(__file__).parents[3] / "grammar" / "policy.lark"


def generate(grammar: str) -> bytes:
    """The table of a grammar, as it is stored. Raises lark's `GrammarError` for a grammar that is not LALR(1)."""
    parser = lark.Lark(grammar, parser="lalr", lexer="basic")
    automaton = _automaton(parser)
    start = automaton.start_states["start"]
    states = _walk(automaton.states, start)
    numbers = {state: number for number, state in enumerate(states)}
    productions: dict[Rule, int] = {}
    rows: dict[tuple[tuple[str, int], ...], int] = {}
    row_of = []
    for state in states:
        row = []
        for symbol, (action, target) in sorted(automaton.states[state].items()):
            number = numbers[target] if action is Shift else -1 - productions.setdefault(target, len(productions))
            row.append((str(symbol), number))
        row_of.append(rows.setdefault(tuple(row), len(rows)))
    words, patterns = _words_and_patterns(list(parser.terminals))
    table = Table(
        words=words,
        patterns=patterns,
        ignored=tuple(sorted(map(str, parser.ignore_tokens))),
        productions=tuple(_production(rule) for rule in productions),
        states=tuple(row_of),
        rows=tuple(dict(row) for row in rows),
        start=numbers[start],
    )
    return msgspec.json.encode(table) + b"\n"


def _automaton(parser: lark.Lark) -> ParseTableBase[int]:
    # Lark has no public name for its automaton: this is the one place that reaches for it
    table: ParseTableBase[int] = parser.parser.parser._parse_table  # noqa: SLF001
    return table


def _walk(rows: dict[int, dict[str, tuple[Any, Any]]], start: int) -> list[int]:
    """The states in an order that depends on the grammar alone: lark's own numbers depend on the hash seed."""
    found = {start: None}
    for state in (order := [start]):
        for _, (action, target) in sorted(rows[state].items()):
            if action is Shift and target not in found:
                found[target] = None
                order.append(target)
    return order


def _production(rule: Rule) -> Production:
    kept = [i for i, symbol in enumerate(rule.expansion) if not (isinstance(symbol, Terminal) and symbol.filter_out)]
    origin = rule.origin.name
    inlined = origin.startswith("_") and not rule.alias
    return Production(
        origin=str(origin),
        build="" if inlined else str(rule.alias or origin),
        length=len(rule.expansion),
        keep=tuple(kept),
        single=bool(rule.options.expand1) and not rule.alias,
    )


def _words_and_patterns(terminals: list[TerminalDef]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    name = re.compile(next(t for t in terminals if t.name == "NAME").pattern.to_regexp())
    words: dict[str, str] = {}
    patterns: list[TerminalDef] = []
    for terminal in terminals:
        if isinstance(terminal.pattern, PatternStr) and name.fullmatch(terminal.pattern.value):
            words[terminal.pattern.value] = terminal.name
        else:
            patterns.append(terminal)
    patterns.sort(key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    found = {str(word): str(terminal) for word, terminal in sorted(words.items())}
    return found, tuple((str(t.name), t.pattern.to_regexp()) for t in patterns)


def main() -> None:
    """Writes the table of the grammar given, or of the repository's own."""
    grammar = Path(sys.argv[1]) if len(sys.argv) > 1 else GRAMMAR_PATH
    TABLE_PATH.write_bytes(generate(grammar.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
