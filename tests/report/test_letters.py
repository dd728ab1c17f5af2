from __future__ import annotations

import pytest

from policyproof.report.console import Console
from policyproof.report.letters import columns, harmless, printable


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("café → “no”", "utf-8", "café → “no”"),
        ("café → “no”", "cp1252", "café -> “no”"),
        ("café → “no” …", "ascii", 'cafe -> "no" ...'),
        ("日本", "latin-1", "??"),
        ("Straße", "ascii", "Strasse"),
        ("café", "no-such-encoding", "cafe"),
        ("broken \udce9 name", "utf-8", "broken ? name"),
    ],
)
def test_a_console_that_lacks_a_letter_gets_the_nearest(text: str, encoding: str, shown: str) -> None:
    assert printable(text, encoding) == shown


def test_control_characters_go_no_further() -> None:
    assert harmless("a\x1b[31mb\tc\u202ed\ne") == "a?[31mb c?d\ne"


def test_columns() -> None:
    assert (columns("abc"), columns("日本"), columns("e\u0301")) == (3, 4, 1)


def test_colour_is_only_where_there_is_colour() -> None:
    assert Console().paint("fails", "bad") == "fails"
    assert Console(colour=True).paint("fails", "bad") == "\x1b[31;1mfails\x1b[0m"
    assert Console(colour=True).paint("", "bad") == ""
