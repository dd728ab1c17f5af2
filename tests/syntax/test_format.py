"""The formatter's laws: only white space changes, comments stay where they are, and what is laid out stays so."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyproof.source import LINE_END, Source
from policyproof.syntax.format import formatted
from policyproof.syntax.layout import WIDTH
from policyproof.syntax.parse import parse

SIXTY_LINES = """\
# What this is.
policy sample "A policy with one of everything" as of 2024-01-01
source law  "The law"
source note "A note on the law"

standard assertion < good-faith < probable-cause
party ring    "Ring"
party owner   "the owner"
party agency  "the agency"
kind Agency is one of
  local    "local police",
  federal  "a federal agency" { immigration "an immigration agency", other "another one" }
kind Data ranked record "a record" < content "content"
entity Person "somebody"

fact requester: Agency "who asks"
fact span: duration "how much is asked for"
fact area(who: Person): number "how large an area {who} covers"
fact shown(who: Person) "the footage shows {who}" otherwise "the footage does not show {who}"
fact danger
     "there really is a danger of death or of serious physical injury to somebody" otherwise "there is none"
fact believed decided by ring on good-faith that danger
     "Ring believes that there is a danger"
     otherwise "Ring does not"

event warrant by owner on probable-cause "a warrant is served"
event consent by owner "the owner agrees"
event agrees(who: Person) by who "{who} agrees"
action release by ring "Ring hands over the footage"
action notify by ring follows release "Ring tells the owner"

term process means warrant or (consent and not believed)
term either means any of { warrant; consent }
assume opt-in: if believed then consent "what must be so"

rule closed "nothing unless it is permitted":
  ring must not release unless permitted
  see law "first paragraph"
rule open: ring may release if warrant unless believed
rule listed:
  ring may release
  if all of {
    (1) process;
    (2) consent within the last 30 days;
    (3) span <= 12 hours 30 minutes; and
    (4) at most 1 Person who where shown(who): agrees(who) }
  see law "second paragraph"
rule told:
  ring must notify within 30 days after release
  excused if not (p-less)
fact p-less "nothing in particular"

# What it claims.

property asked "Nothing without consent":
  no release without consent or warrant if requester is federal
  known to fail because "the list has another way in"
property all-agree: no release without every Person who where shown(who): agrees(who)
property usable: possible release

case "a release":
  given only one-of-us: Person; requester is local; shown(one-of-us);
    warrant at 0 hours; release at 1 hour
  expect ring may release under open; lawful
"""


def _format(text: str) -> str:
    result = formatted(Source("p", text))
    assert result.diagnostics == ()
    return result.text


def _tree(node: object) -> object:
    """A tree without its places: what was said, not where."""
    if isinstance(node, msgspec.Struct):
        parts = [(name, _tree(getattr(node, name))) for name in node.__struct_fields__ if name != "span"]
        return (type(node).__name__, parts)
    return [_tree(part) for part in node] if isinstance(node, tuple) else node


def _same(text: str, other: str) -> bool:
    return _tree(parse(Source("p", text)).file) == _tree(parse(Source("p", other)).file)


def _comments(text: str) -> list[str]:
    return [comment.text.rstrip() for comment in parse(Source("p", text)).tokens.comments]


@st.composite
def respaced(draw: st.DrawFn) -> str:
    """The sample with other white space and, some of the time, comments between its words."""
    tokens = parse(Source("p", SIXTY_LINES)).tokens
    ends = [0, *(token.end for token in tokens.tokens)]
    blanks = st.sampled_from(
        ["", "", "", "", " ", "  ", "\t", "\n", "\n\n", "\n\n\n \n", "\r\n   ", " " * 70, " # why\n", "\n# why \n"]
    )
    parts: list[str] = []
    for end, token in zip(ends, tokens.tokens, strict=False):
        between = SIXTY_LINES[end : token.start]
        added = draw(blanks)
        if token.kind == "LPAR" and not between:
            added = ""  # arguments touch their name
        elif "#" not in between and added and draw(st.booleans()):
            between = ""
        parts += [between, added, SIXTY_LINES[token.start : token.end]]
    return "".join(parts)


def test_the_sample_has_sixty_lines_and_is_canonical() -> None:
    assert len(SIXTY_LINES.splitlines()) >= 60
    assert _format(SIXTY_LINES) == SIXTY_LINES


def test_the_shipped_policies_are_canonical(specs: Path) -> None:
    found = sorted(specs.rglob("*.policy"))
    assert found
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert _format(text) == text, path


@settings(max_examples=60, deadline=None)
@given(respaced())
def test_any_white_space_is_laid_out_once_and_for_all(text: str) -> None:
    once = _format(text)
    assert _format(once) == once
    assert _same(text, once)
    assert _comments(once) == _comments(text)
    lines = once.split("\n")
    assert lines[-1] == ""
    assert all(line == line.rstrip() for line in lines)
    assert all(before or after for before, after in pairwise(lines[:-1]))
    assert all(len(line) <= WIDTH for line in lines)


@pytest.mark.parametrize("comment", [" # {}\n", "\n# {}\n", "\n\n   # {} \t\n\n\n"], ids=["behind", "alone", "apart"])
def test_a_comment_in_every_gap_survives_in_order(comment: str) -> None:
    tokens = parse(Source("p", SIXTY_LINES)).tokens.tokens
    parts: list[str] = []
    end = 0
    added = 0
    for token in tokens:
        between = SIXTY_LINES[end : token.start]
        if token.kind != "LPAR" or between:  # arguments touch their name
            between += comment.format(f"<{added}>")
            added += 1
        parts += [between, SIXTY_LINES[token.start : token.end]]
        end = token.end
    text = "".join(parts)
    once = _format(text)
    assert _comments(once) == _comments(text)
    assert len(_comments(once)) == added + 2
    assert _same(SIXTY_LINES, once)
    assert _format(once) == once


@pytest.mark.parametrize("number", range(0, 300, 7))
def test_a_comment_in_one_gap_stays_between_its_neighbours(number: int) -> None:
    tokens = [token for token in parse(Source("p", SIXTY_LINES)).tokens.tokens if token.kind != "LPAR"]
    place = tokens[number].start
    once = _format(SIXTY_LINES[:place] + "# here\n" + SIXTY_LINES[place:])
    before, after = once.split("# here\n")
    assert before.split() == SIXTY_LINES[:place].split()
    assert after.split() == SIXTY_LINES[place:].split()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_are_kept(end: str) -> None:
    messy = "\n\n" + SIXTY_LINES.replace("\n\n", "\n\n\n\n").replace("party ring  ", "party   ring  ") + "\n \n"
    assert _format(messy.replace("\n", end)) == SIXTY_LINES.replace("\n", end)


def test_lines_that_end_in_several_ways_end_as_most_do() -> None:
    text = SIXTY_LINES.replace("\n", "\r\n").replace("\r\n", "\n", 3)
    once = _format(text)
    assert set(LINE_END.findall(once)) == {"\r\n"}
    assert _format('policy p "P"\rparty a "A"\n').count("\r") == 2


def test_the_last_line_ends_once() -> None:
    for tail in ("", "\n", "\n\n\n", "  ", "\n# the end", "\n\n# the end   \n\n"):
        once = _format('policy p "P"' + tail)
        assert once.endswith("\n")
        assert not once.endswith("\n\n")


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


@pytest.mark.parametrize(("written", "laid_out"), LAID_OUT.values(), ids=LAID_OUT.keys())
def test_the_layout(written: str, laid_out: str) -> None:
    assert _format(VOCABULARY + written) == VOCABULARY + laid_out + "\n"


def test_words_longer_than_a_line_stay_whole() -> None:
    text = f'policy p "{"long " * 60}"\nparty a "A"\n'
    assert _format(text) == text


def test_a_text_with_errors_stays_as_it_is() -> None:
    text = 'policy p   "P"\nrule rule\n'
    result = formatted(Source("p", text))
    assert result.text == text
    assert [found.severity for found in result.diagnostics] == ["error"]
