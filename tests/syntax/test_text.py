"""Line ends, byte order marks, typographic characters: right places, and what to type instead."""

from __future__ import annotations

import time

import pytest

from policyproof.source import Source
from policyproof.syntax import nodes as n
from policyproof.syntax.parse import parse
from syntax.told import covered, found, one


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one(end: str) -> None:
    text = end.join(['policy p "P"', "# a comment", "", "fact a", "fact b c"])
    (diagnostic,) = parse(Source("t.policy", text)).diagnostics
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (5, 8)
    assert text[diagnostic.span.start : diagnostic.span.end] == "c"
    assert Source("t", text).line_text(5) == "fact b c"


@pytest.mark.parametrize("strange", ["\x0b", "\u2028", "\x85", "\x1c"])
def test_other_separators_end_no_line(strange: str) -> None:
    source = Source("t", f'policy p "a{strange}b"\nfact a')
    assert source.line_text(2) == "fact a"


@pytest.mark.parametrize(
    ("character", "name", "advice"),
    [
        ("\u00a0", "a no-break space", "type an ordinary blank"),
        ("\u200b", "a zero-width space", "delete it"),
        ("\ufeff", "a byte order mark inside the text", "delete it"),
        ("\u2013", "an en dash", "type `-`"),
        ("\u00ad", "a soft hyphen", "delete it, or type `-`"),
        ("!", "`!`", "write `not`"),
        ("\u263a", "`\u263a`", "delete it, or put it inside a text"),
        ("\x07", "the character U+0007", "delete it, or put it inside a text"),
    ],
)
def test_a_strange_character_is_named_with_what_to_type(character: str, name: str, advice: str) -> None:
    text = f"fact a\nfact {character} b\n"
    diagnostic = one(text)
    assert diagnostic.message == f"{name} cannot stand here"
    assert diagnostic.help == advice
    assert covered(text, diagnostic) == character
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (3, 6)


def test_the_same_character_is_reported_once() -> None:
    assert (
        one("fact\u00a0a\nfact\u00a0b\nfact\u00a0c").message
        == "a no-break space cannot stand here (it stands at 2 other places too)"
    )


def test_curly_quotes_are_one_message_and_the_text_goes_on() -> None:
    first, second = found("fact a \u201cone\u201d\nfact b c\n")
    assert first.message == "a curly quote cannot stand here"
    assert first.help == 'type a straight `"`'
    assert second.message == "`c` cannot stand after `b`"


def test_a_text_that_is_not_closed() -> None:
    text = 'fact a "so\nfact b\n'
    diagnostic = one(text)
    assert diagnostic.code == "PP021"
    assert covered(text, diagnostic) == '"so'


def test_names_are_read_in_normal_form_c() -> None:
    parsed = parse(Source("t", "policy p\nfact de\u0301ja\u0300\nfact autre-\u00e9l\u00e9ment"))
    assert not parsed.diagnostics
    names = [item.name.text for item in parsed.file.items if isinstance(item, n.FactTree)]
    assert names == ["d\u00e9j\u00e0", "autre-\u00e9l\u00e9ment"]


def test_comments_are_kept_with_their_places() -> None:
    parsed = parse(Source("t", "policy p # one\n# two\nfact a"))
    assert [(c.text, c.start) for c in parsed.tokens.comments] == [("# one", 9), ("# two", 15)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('case "c": given a at 2026-02-30 expect lawful', "there is no day 2026-02-30"),
        ('case "c": given a at 2026-02-03 24:00 expect lawful', "there is no time 24:00"),
        ('assume a: n <= 99999999999999999999999 "w"', "`99999999999999999999999` is too large a number"),
        (
            'assume a: n <= 9999999999999999999999999999999 weeks "w"',
            "`9999999999999999999999999999999 weeks` is too long a time",
        ),
    ],
)
def test_dates_times_and_numbers_that_do_not_exist(text: str, message: str) -> None:
    assert one(text).message == message


def test_an_edition_that_is_not_known() -> None:
    assert not parse(Source("t", 'policy p "P" language 1 as of 2022-07-01')).diagnostics
    (diagnostic,) = parse(Source("t", 'policy p "P" language 7')).diagnostics
    assert (diagnostic.code, diagnostic.help) == ("PP038", "write `language 1`")


def test_a_long_file_takes_time_in_proportion() -> None:
    text = "policy p\n" + "".join(f"rule r{number}: p may a if b\n" for number in range(4000))
    began = time.process_time()
    assert not parse(Source("t", text)).diagnostics
    assert time.process_time() - began < 2


def test_each_line_is_found_soon() -> None:
    source = Source("t", "one\r\ntwo\rthree\n" * 20_000 + "last")
    began = time.process_time()
    lines = [source.line_text(number) for number in range(60_003)]
    assert time.process_time() - began < 2
    assert lines[:5] == ["", "one", "two", "three", "one"]
    assert lines[-3:] == ["three", "last", ""]


@pytest.mark.parametrize(("before", "between", "behind"), [("", " and ", ""), ("all of { ", "; ", " }"), ("n = ", " + ", "")])
def test_a_long_sentence_takes_time_in_proportion(before: str, between: str, behind: str) -> None:
    def seconds(items: int) -> float:
        source = Source("t", f"policy p\nterm t means {before}{between.join(['aa'] * items)}{behind}\n")
        times = []
        for _ in range(3):
            began = time.process_time()
            assert not parse(source).diagnostics
            times.append(time.process_time() - began)
        return min(times)

    assert seconds(16_000) < 8 * seconds(4_000)
