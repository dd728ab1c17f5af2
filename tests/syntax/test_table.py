from __future__ import annotations

from pathlib import Path

import lark
import pytest

from conftest import ROOT
from policyproof.source import Source
from policyproof.syntax.generate import generate
from policyproof.syntax.table import TABLE_PATH, load_table
from policyproof.syntax.tokens import tokenize

GRAMMAR = (ROOT / "grammar" / "policy.lark").read_text(encoding="utf-8")


def test_the_shipped_table_is_that_of_the_grammar() -> None:
    assert TABLE_PATH.read_bytes() == generate(GRAMMAR), "run `python -m policyproof.syntax.generate`"


def test_the_grammar_has_no_conflict_and_no_colliding_terminals() -> None:
    pytest.importorskip("interegular")
    lark.Lark(GRAMMAR, parser="lalr", lexer="basic", strict=True)


@pytest.mark.parametrize("path", sorted((ROOT / "specs").rglob("*.policy")), ids=lambda path: path.name)
def test_our_tokens_are_those_of_lark(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parser = lark.Lark(GRAMMAR, parser="lalr", lexer="basic")
    ours = [(token.kind, token.start, token.end) for token in tokenize(Source("t", text), load_table()).tokens[:-1]]
    theirs = [(token.type, token.start_pos, token.end_pos) for token in parser.lex(text)]
    assert ours == theirs
    parser.parse(text)


def test_every_keyword_is_reserved_everywhere() -> None:
    words = load_table().words
    tokens = tokenize(Source("t", " ".join(words)), load_table()).tokens
    assert [token.kind for token in tokens[:-1]] == list(words.values())


def test_a_hyphenated_name_is_one_name() -> None:
    tokens = tokenize(Source("t", "not-any if-then a-b a - b all-of"), load_table()).tokens
    assert [token.text for token in tokens if token.kind == "NAME"] == ["not-any", "if-then", "a-b", "a", "b", "all-of"]
