"""Mistakes of grammar: the right line, one message a cause, no word of the parser's own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from policyproof.diagnostics import CODES
from policyproof.source import Source
from policyproof.syntax import nodes as n
from policyproof.syntax.parse import parse
from syntax.told import HEAD, covered, found, one, read

RING = (ROOT / "specs" / "ring" / "ring-2022.policy").read_text(encoding="utf-8")

SLIPS = {
    "fact number": ("number", "`number` is a word of the language and cannot be a name"),
    "rule if: p may a": ("if", "`if` is a word of the language and cannot be a name"),
    "fact a b": ("b", "`b` cannot stand after `a`"),
    "fact a a": ("a", "`a` stands here twice"),
    "rule r: p may": ("", "a name is missing after `may`"),
    "rule r: p may if b": ("", "a name is missing after `may`"),
    "rule r: p may a\n  unles b": ("unles", "`unles` cannot stand after `a`"),
    "evnt a by b": ("evnt", "no declaration begins with `evnt`"),
    "fact a\nb by c": ("b", "no declaration begins with `b`"),
    "term t means a and": ("", "a condition is missing after `and`"),
    "term t means any of { a; b": ("", "`}` is missing after `b`"),
    "term t means shown (x)": ("(x)", "arguments touch their name"),
    "term t means shown (xy)": ("(xy)", "arguments touch their name"),
    "term t means (a)": ("(a)", "`(a)` is read as the label of a list"),
    "term t means every P p: if a then b": ("if", "`if … then …` needs parentheses here"),
    "term t means n is 5": ("5", "a number is compared with `=`"),
    "term t means n == 5": ("==", "`==` is no comparison"),
    'fact a "one" "two"': ("", '`otherwise` is missing after `"one"`'),
    'party a "one" "two"': ('"two"', "a second text cannot stand here"),
    "rule r: p may a if b if c": ("if", "`if` comes twice in one rule"),
    "rule r: p may a unless b if c": ("if", "`if` stands before `unless`"),
    "rule r: p may a unless permitted": ("unless permitted", "`unless permitted` belongs to `must not`"),
    "rule r: p may a excused if b": ("excused if", "`excused if` belongs to a duty (`must`)"),
    "rule r: p must a excused if b excused unless c": ("excused unless", "`excused unless` comes twice in one rule"),
    "property q: no a if b supposing x supposing y": ("supposing y", "`supposing` comes twice in one property"),
}


@pytest.mark.parametrize("text", SLIPS)
def test_slips(text: str) -> None:
    covers, message = SLIPS[text]
    diagnostic = one(text + "\n")
    assert (covered(text + "\n", diagnostic), diagnostic.message) == (covers, message)
    assert diagnostic.span is not None
    assert diagnostic.span.line == 2 + text.startswith(("fact a\n", "rule r: p may a\n"))


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("rule r: p may a unles b", "rule r: p may a unless b"),
        ("rule r: p may a a unless b", "rule r: p may a unless b"),
        ("rule r: p a may", "rule r: p may a"),
        ("term t any of { a; b }", "term t means any of { a; b }"),
        ("fact badly hurt otherwise", None),
        ("rule r: p a", None),
    ],
)
def test_a_fix_is_offered_where_one_slip_explains_it_and_nothing_else_does(text: str, repaired: str | None) -> None:
    diagnostic = one(text + "\n")
    fixed = [fix.applied_to(HEAD + text) for fix in diagnostic.fixes]
    assert fixed == ([HEAD + repaired] if repaired is not None else [])


def test_a_word_of_the_language_used_as_a_name_is_said_once_where_it_is_declared() -> None:
    text = (
        "rule early: library must not a\n"
        'party library "L"\n'
        "fact f decided by library on good that g\n"
        "rule late: library must a within 3 days after b\n"
        "property q: the word of library is never enough to a\n"
        "fact other thing\n"
    )
    first, second = found(text)
    assert (first.code, first.span and first.span.line) == ("PP031", 3)
    assert (second.message, second.span and second.span.line) == ("`thing` cannot stand after `other`", 7)


def test_a_word_at_the_start_of_a_line_that_begins_no_declaration_is_said_once() -> None:
    diagnostic = one("property q:\n  source release without a and b\nfact c\n")
    assert (diagnostic.message, diagnostic.span and diagnostic.span.line) == ("`source` cannot stand after `:`", 3)


def test_what_was_whole_before_a_mistake_is_read() -> None:
    parsed = read("fact a\nprty b\nfact c d\nfact e\n")
    names = [item.name.text for item in parsed.file.items if isinstance(item, n.FactTree)]
    assert names == ["a", "e"]


def test_each_declaration_has_its_own_message_and_the_others_are_read() -> None:
    text = "fact a a\n  more of it\nfact b\nrule r: p may\nrule s: p must not a\nproperty q no\n  known\nfact c\n"
    parsed = read(text)
    assert [d.span.line for d in parsed.diagnostics if d.span] == [2, 5, 7]
    assert not parsed.complete
    names = [item.name.text for item in parsed.file.items if isinstance(item, n.FactTree | n.RuleTree)]
    assert names == ["b", "s", "c"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "there is nothing in this file"),
        ("# only this\n\n", 3, "there is nothing in this file"),
        ("fact a\n", 1, "a file begins with `policy` or `library`"),
        ("hello world\nfact a a", 1, "a file begins with `policy` or `library`"),
    ],
)
def test_files_that_do_not_begin_well(text: str, line: int, message: str) -> None:
    diagnostic = parse(Source("t", text)).diagnostics[0]
    assert diagnostic.message == message
    assert diagnostic.span is not None
    assert diagnostic.span.line == line


@pytest.mark.parametrize("text", ["not " * 2000 + "a", "(" * 2000 + "aa" + ")" * 2000, "(not " * 1000 + "aa" + ")" * 1000])
def test_deep_nesting_is_a_message(text: str) -> None:
    diagnostic = one(f"term t means {text}\nfact a\n")
    assert (diagnostic.code, diagnostic.span and diagnostic.span.line) == ("PP032", 2)


def test_the_limit_itself_is_fine() -> None:
    assert not found(f"term t means {'not ' * 90}a\nfact a\n")


def test_deep_trees_of_parties_too() -> None:
    assert one("party p" + " { q" * 300 + " }" * 300 + "\n").code == "PP032"


INTERNAL = re.compile(r"[A-Z]{2,}|\$END|__|lark|token|Tree|terminal|None\b|Struct")


@given(st.data())
def test_mutated_files_never_raise_and_show_nothing_internal(data: st.DataObject) -> None:
    words = re.split(r"(\s+)", RING)
    place = data.draw(st.integers(0, len(words) - 1))
    change = data.draw(st.sampled_from(["drop", "double", "swap", "foreign"]))
    other = data.draw(st.integers(0, len(words) - 1))
    match change:
        case "drop":
            words[place] = ""
        case "double":
            words[place] *= 2
        case "swap":
            words[place], words[other] = words[other], words[place]
        case _:
            words[place] = data.draw(
                st.sampled_from(["{", ")", '"', "if", "(a)", "\u00a0", "=", "2026-13-01", "of", ";", "\ufeff"])
            )
    text = "".join(words)
    for diagnostic in parse(Source("t.policy", text)).diagnostics:
        assert diagnostic.code in CODES
        assert diagnostic.span is not None
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        own = re.sub(r"`[^`]*`|`.*", "", diagnostic.message + " " + (diagnostic.label or ""))
        assert not INTERNAL.search(own), diagnostic.message


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    parse(Source("t.policy", 'policy p "P"\n' + text))
