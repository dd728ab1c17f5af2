"""The formatter's laws, on the shipped policies, on random ones, and on whatever the grammar lets through."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from fuzz.sentences import sentences
from oracle.policies import random_policy
from policyproof.source import LINE_END, Source
from policyproof.syntax.layout import WIDTH
from policyproof.syntax.parse import parse
from syntax.laid_out import SIXTY_LINES, comments, is_whole, laid_out, said, tokens

SPECS = tuple(sorted((ROOT / "specs").rglob("*.policy")))
SEEDS = st.integers(0, 2**32 - 1)
TEXTS = st.one_of(
    st.just(SIXTY_LINES),
    st.sampled_from(SPECS).map(lambda path: path.read_text(encoding="utf-8")),
    SEEDS.map(random_policy),
    SEEDS.map(lambda seed: sentences(Random(seed))).filter(is_whole),
)
RANDOMS = SEEDS.map(Random)
BLANKS = ("", " ", "  ", "\t", "\n", "\n\n", "\n \n\t\n", "\n   ", " " * 70, " \f", " # why\n", "\n# why \t\n", "\n\n # é ¶\n")
COMMENTS = {"behind": " # {}\n", "close": "# {}\n", "alone": "\n# {}\n", "apart": "\n\n   # {} \t\n\n\n"}
LIKE_A_LABEL = re.compile(r"\(([0-9]+|[A-Za-z]|[ivx]+)\)")
"""After a blank, it is the label of an item."""
BLANK_LINE = re.compile(rf"(?:{LINE_END.pattern})[ \t\f]*(?:{LINE_END.pattern})[ \t\f]*\Z")


@cache
def gaps(text: str) -> tuple[int, ...]:
    """The places before all tokens and at the end, where white space and comments may stand: arguments touch their name."""
    found = tokens(text)
    inside = [token.start for before, token in pairwise(found) if (before.kind, token.kind) != ("NAME", "LPAR")]
    return tuple(place for place in (found[0].start, *inside) if not LIKE_A_LABEL.match(text, place))


def respaced(text: str, rng: Random) -> str:
    """The same words with other white space and, some of the time, comments between them."""
    parts: list[str] = []
    end = 0
    for place in gaps(text):
        more = rng.choice(BLANKS) if rng.random() < 0.3 else ""
        parts += [text[end:place], more]
        end = place
    return "".join(parts)


def without_blanks(text: str) -> str:
    return "".join(text.split())


def blank_lines(text: str) -> list[bool]:
    """For each declaration and each comment alone between declarations, but the first of all: is a blank line before it?"""
    parsed = parse(Source("p", text))
    begins = {item.span.start for item in (parsed.file.head, *parsed.file.items) if item is not None}
    begins.add(len(text))
    places = begins - {len(text)}
    for comment in parsed.tokens.comments:
        following = next(token for token in parsed.tokens.tokens if token.start > comment.start)
        if following.start in begins and comment.first:
            places.add(comment.start)
    return [BLANK_LINE.search(text[:place]) is not None for place in sorted(places)][1:]


@settings(max_examples=60, deadline=None)
@given(TEXTS, RANDOMS)
def test_white_space_alone_changes_once_and_for_all(text: str, rng: Random) -> None:
    messy = respaced(text, rng)
    once = laid_out(messy)
    assert without_blanks(once) == without_blanks(messy)
    assert said(once) == said(messy) == said(text)
    assert comments(once) == comments(messy)
    assert laid_out(once) == once


@settings(max_examples=40, deadline=None)
@given(TEXTS, RANDOMS)
def test_blank_lines_between_blocks_are_kept_one_at_most(text: str, rng: Random) -> None:
    messy = respaced(text, rng)
    once = laid_out(messy)
    assert blank_lines(once) == blank_lines(messy)
    assert "\n\n\n" not in once


@settings(max_examples=40, deadline=None)
@given(TEXTS, RANDOMS)
def test_every_line_fits_ends_in_a_word_and_the_last_one_ends(text: str, rng: Random) -> None:
    lines = laid_out(respaced(text, rng)).split("\n")
    assert lines[-1] == ""
    assert lines[-2] != ""
    assert lines[0] != ""
    assert all(line == line.rstrip() for line in lines)
    assert all(len(line) <= WIDTH for line in lines if "#" not in line)


@settings(max_examples=30, deadline=None)
@given(TEXTS, RANDOMS, st.sampled_from(["\r\n", "\r"]))
def test_line_ends_are_kept(text: str, rng: Random, end: str) -> None:
    messy = respaced(text, rng)
    assert laid_out(messy.replace("\n", end)) == laid_out(messy).replace("\n", end)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(sorted(COMMENTS.values())))
def test_comments_in_all_gaps_survive_in_order(text: str, comment: str) -> None:
    places = gaps(text)
    parts = [text[start:end] for start, end in pairwise([0, *places])]
    full = "".join(part + comment.format(f"<{number}>") for number, part in enumerate(parts))
    once = laid_out(full)
    assert comments(once) == comments(full)
    assert [found for found in comments(once) if found.startswith("# <")] == [f"# <{number}>" for number in range(len(places))]
    assert said(once) == said(text)
    assert laid_out(once) == once


def holds_at(text: str, place: int, comment: str) -> bool:
    """Whether a comment in one gap stays between the words beside it, and changes nothing else."""
    full = text[:place] + comment.format("<here>") + text[place:]
    once = laid_out(full)
    before, *after = once.split("# <here>\n")
    return (
        [without_blanks(before), *map(without_blanks, after)] == [without_blanks(text[:place]), without_blanks(text[place:])]
        and said(once) == said(text)
        and laid_out(once) == once
    )


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.data(), st.sampled_from(sorted(COMMENTS.values())))
def test_a_comment_in_any_gap_stays_between_its_neighbours(text: str, data: st.DataObject, comment: str) -> None:
    assert holds_at(text, data.draw(st.sampled_from(gaps(text))), comment)


@pytest.mark.parametrize("comment", COMMENTS.values(), ids=COMMENTS.keys())
def test_a_comment_in_each_gap_of_a_shipped_file(comment: str, specs: Path) -> None:
    text = (specs / "lib" / "ring.policy").read_text(encoding="utf-8")
    assert [place for place in gaps(text) if not holds_at(text, place, comment)] == []


@pytest.mark.long
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
@pytest.mark.parametrize("comment", COMMENTS.values(), ids=COMMENTS.keys())
def test_a_comment_in_each_gap_of_every_shipped_file(path: Path, comment: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert [place for place in gaps(text) if not holds_at(text, place, comment)] == []
