"""The generated parse table: how it is stored, and how it is read. `policyproof.syntax.generate` writes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

TABLE_PATH = Path(__file__).with_name("table.json")


class Production(msgspec.Struct, frozen=True):
    """One way to form a construct out of `length` symbols.

    `build` names what it forms (empty: its parts go to whatever surrounds it). `keep` are the positions of the symbols
    that carry
    meaning. `single`: where one part is kept, it stands for itself.
    """

    origin: str
    build: str
    length: int
    keep: tuple[int, ...]
    single: bool


class Table(msgspec.Struct, frozen=True):
    """An LALR(1) automaton with its words.

    A row maps a terminal to what is done on it: a number of 0 or more is the state to shift to, one below 0 is the
    production `-1 - n`
    to reduce by. A construct is mapped to the state to go on in. Many states share a row.
    """

    words: dict[str, str]
    """Reserved words, each with the name of its terminal."""
    patterns: tuple[tuple[str, str], ...]
    """The other terminals with their regular expressions, in the order in which they are tried."""
    ignored: tuple[str, ...]
    productions: tuple[Production, ...]
    states: tuple[int, ...]
    """The row of each state."""
    rows: tuple[dict[str, int], ...]
    start: int


@cache
def load_table() -> Table:
    """The table that ships with the package."""
    return msgspec.json.decode(TABLE_PATH.read_bytes(), type=Table)
