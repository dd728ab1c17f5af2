"""What canonical layout looks like. `test_format_laws` has what is true of all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyproof.source import LINE_END, Source
from policyproof.syntax.format import formatted
from policyproof.syntax.parse import parse
from syntax.laid_out import SIXTY_LINES, laid_out


def test_the_sample_has_sixty_lines_and_is_canonical() -> None:
    assert len(SIXTY_LINES.splitlines()) >= 60
    assert laid_out(SIXTY_LINES) == SIXTY_LINES


def test_the_shipped_policies_are_canonical(specs: Path) -> None:
    found = sorted(specs.rglob("*.policy"))
    assert found
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert laid_out(text) == text, path


def test_lines_that_end_in_several_ways_end_as_most_do() -> None:
    text = SIXTY_LINES.replace("\n", "\r\n").replace("\r\n", "\n", 3)
    once = laid_out(text)
    assert set(LINE_END.findall(once)) == {"\r\n"}
    assert laid_out('policy p "P"\rparty a "A"\n').count("\r") == 2


def test_the_last_line_ends_once() -> None:
    for tail in ("", "\n", "\n\n\n", "  ", "\n# the end", "\n\n# the end   \n\n"):
        once = laid_out('policy p "P"' + tail)
        assert once.endswith("\n")
        assert not once.endswith("\n\n")


LONG = "first-fact and second-fact and third-fact and first-fact and p"
LAID_OUT = {
    "a rule too long for a line breaks at its clauses": (
        """\
rule r "for a reason that takes rather many words": a may
  do-it if first-fact and second-fact and third-fact and first-fact unless second-fact see s "1\"""",
        """\
rule r "for a reason that takes rather many words":
  a may do-it if first-fact and second-fact and third-fact and first-fact unless second-fact
  see s "1\"""",
    ),
    "what fits stays on its line": (
        'rule   r :a  may do-it if first-fact   see s "1"',
        'rule r: a may do-it if first-fact see s "1"',
    ),
    "a list broken once has one item a line": (
        'rule r:\n a may do-it if all of {first-fact;\nsecond-fact;and third-fact}\n see s "1"',
        'rule r:\n  a may do-it if all of {\n    first-fact;\n    second-fact; and\n    third-fact }\n  see s "1"',
    ),
    "a list around a broken list is broken too": (
        "term t means all of { first-fact; any of { second-fact;\n third-fact } }",
        "term t means all of {\n  first-fact;\n  any of {\n    second-fact;\n    third-fact } }",
    ),
    "every declaration begins a line": (
        "term t means first-fact term u means t # why",
        "term t means first-fact\nterm u means t  # why",
    ),
    "a column stays a column": (
        'party uno    "1"\nparty three "3"\nparty x    "x"',
        'party uno   "1"\nparty three "3"\nparty x     "x"',
    ),
    "no column is made where there was none": (
        'party uno "1"\nparty three "3"',
        'party uno "1"\nparty three "3"',
    ),
    "comments in a column stay so": (
        "term t means first-fact     # one\nterm long-name means first-fact  # two",
        "term t means first-fact          # one\nterm long-name means first-fact  # two",
    ),
    "a group that looks like a label stays a group": (
        "term t means not(p) and ( p )",
        "term t means not ( p ) and ( p )",
    ),
    "two words that would be one stay two": (
        'calendar\ndays "all days" from "days.ics"\ncalendar   court days from "court.ics"',
        'calendar  days "all days" from "days.ics"\ncalendar court days from "court.ics"',
    ),
    "a table has one row a line and its columns in line": (
        'table t: a may do-it if | k |first-fact| see-it |\n|x|yes see s "1"|no| |yy| no | if p\n and p|see s "2"',
        """\
table t: a may do-it if
  | k  | first-fact    | see-it     |
  | x  | yes see s "1" | no         |
  | yy | no            | if p and p |
  see s "2\"""",
    ),
    "the ruler of a table is as wide as its columns": (
        "table t: a may do-it if | k | first-fact |\n|-|:---------:|\n| x | yes | |--|--| | y | no |",
        """\
table t: a may do-it if
  | k | first-fact |
  |---|:----------:|
  | x | yes        |
  |---|------------|
  | y | no         |""",
    ),
    "a comment inside a row, and no column is in line": (
        "table t: a may do-it if\n | k | first-fact |\n  |---|---| # so\n | x # why\n | yes |",
        """\
table t: a may do-it if
  | k | first-fact |
  |---|---|
  # so
  | x  # why
    | yes |""",
    ),
    "a row too long for a line breaks before its cells": (
        f"table t: a may do-it if\n| k | first-fact | second-fact |\n| x | if {LONG} | if {LONG} |",
        f"""\
table t: a may do-it if
  | k | first-fact | second-fact |
  | x | if {LONG}
    | if {LONG} |""",
    ),
    "a delay too long for a line breaks before what it postpones": (
        f'delay d by a "{"words " * 15}" postpones r by up to 3 days renewable if first-fact see s "1"',
        f"""\
delay d by a "{"words " * 15}"
  postpones r by up to 3 days renewable if first-fact
  see s "1\"""",
    ),
    "a calendar": (
        'calendar   court-days "Courts"\n  from "days.csv"\nrule r: a must do-it within 3  court-days after first-fact',
        'calendar court-days "Courts" from "days.csv"\nrule r: a must do-it within 3 court-days after first-fact',
    ),
    "a comment before the end of a list": (
        "term t means all of { first-fact; # one\n # two\n }",
        "term t means all of {\n  first-fact;  # one\n  # two\n}",
    ),
}
VOCABULARY = """\
policy v "V"
source s "S"
party a "A"
fact first-fact "1"
fact second-fact "2"
fact third-fact "3"
fact p "4"
action do-it by a "a does it"

"""


@pytest.mark.parametrize(("written", "expected"), LAID_OUT.values(), ids=LAID_OUT.keys())
def test_the_layout(written: str, expected: str) -> None:
    assert laid_out(VOCABULARY + written) == VOCABULARY + expected + "\n"


def test_laws_read_together() -> None:
    text = 'together  all-of-them "Both"   of one-law ,\n other-law as of 2024-01-01\nsame other-law . act as   one-law.act\n'
    assert laid_out(text) == (
        'together all-of-them "Both" of one-law, other-law as of 2024-01-01\nsame other-law.act as one-law.act\n'
    )


def test_words_longer_than_a_line_stay_whole() -> None:
    text = f'policy p "{"long " * 60}"\nparty a "A"\n'
    assert laid_out(text) == text


def test_a_comment_knows_whether_it_stands_first_on_its_line() -> None:
    text = '# one\npolicy p "P" # two\n  # three\nparty a "A"\n\n# four\n'
    assert [comment.first for comment in parse(Source("p", text)).tokens.comments] == [True, False, True, True]


def test_a_text_with_errors_stays_as_it_is() -> None:
    text = 'policy p   "P"\nrule rule\n'
    result = formatted(Source("p", text))
    assert result.text == text
    assert [found.severity for found in result.diagnostics] == ["error"]
