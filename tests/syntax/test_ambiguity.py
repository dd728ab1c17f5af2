"""An ambiguity is an error whose help prints the readings as complete rewrites."""

from __future__ import annotations

import pytest

from policyproof.source import Source
from policyproof.syntax.parse import parse
from syntax.told import covered, found, one

AMBIGUOUS = {
    "a and b or c": "write `(a and b) or c` or `a and (b or c)`",
    "a or b and c or d": "write `a or (b and c) or d` or `(a or b) and (c or d)`",
    "not a or b": "write `(not a) or b` or `not (a or b)`",
    "not a and b and c": "write `(not a) and b and c` or `not (a and b and c)`",
    "a or b within 2 days after c": (
        "write `a or (b within 2 days after c)` or `(a within 2 days after c) or (b within 2 days after c)`"
    ),
    "a and (b or d) and c at least 3 days ago": "write `a and (b or d) and (c at least 3 days ago)`",
    "every P p: f(p) and b": "write `(every P p: f(p)) and b` or `every P p: (f(p) and b)`",
    "at a: b or c": "write `(at a: b) or c` or `at a: (b or c)`",
    "c and not some P p where g(p): f(p) and b": None,
    "every P p: f(p) exactly when b": None,
}

CLEAR = [
    "a and not b",
    "not a and not b",
    "not (aa) or b",
    "not a",
    "a within 48 hours after b",
    "(a within 48 hours after b) and c",
    "a within 48 hours after b and c within 3 days after b",
    "a and every P p: f(p)",
    "a and (b or c)",
    "all of { a; b or c; not d }",
    "if a or b then c and d",
    "a and b exactly when c or d",
]


@pytest.mark.parametrize(("formula", "advice"), AMBIGUOUS.items(), ids=AMBIGUOUS)
def test_ambiguous(formula: str, advice: str | None) -> None:
    diagnostic = one(f'assume x: {formula} "why"')
    assert diagnostic.code == "PP033"
    if advice is not None:
        assert diagnostic.help == advice


@pytest.mark.parametrize("formula", CLEAR)
def test_clear(formula: str) -> None:
    assert not found(f'assume x: {formula} "why"')


@pytest.mark.parametrize("formula", [f for f, advice in AMBIGUOUS.items() if advice])
def test_the_rewrites_are_clear_themselves(formula: str) -> None:
    advice = AMBIGUOUS[formula]
    assert advice is not None
    for rewrite in advice.removeprefix("write ").split(" or `"):
        assert not found(f'assume x: {rewrite.strip("`")} "why"')


@pytest.mark.parametrize(
    ("text", "covers", "start"),
    [
        ("rule r: p shall a", "shall", "`shall` is read in more than one way"),
        ("rule r: p shall not a", "shall not", "`shall not` is read in more than one way"),
        ("rule r: p may not a", "may not", "`may not` is read in more than one way"),
        ("rule r: p not must a", "not must", "`not must` can mean"),
        ("rule r: permit a", "permit", "`permit` is read"),
        ("rule r: forbid a", "forbid", "`forbid` is read"),
        ("rule r: require a", "require", "`require` is read"),
        ("rule r: p may a when b", "when", "`when` can mean a condition or a time"),
        ("rule r: p may a if b and/or c", "and/or", "`and/or` can be read in more than one way"),
        ("rule r: p must a within 3 days of b", "of", "`of` does not say whether before or after"),
    ],
)
def test_words_with_more_than_one_sense(text: str, covers: str, start: str) -> None:
    diagnostic = one(text)
    assert diagnostic.code == "PP034"
    assert covered(text, diagnostic) == covers
    assert diagnostic.message.startswith(start)
    assert diagnostic.help


LISTS = {
    "all of { (1) a; (2) b; and (3) c }": None,
    "any of { (a) a; (b) b; or (c) c }": None,
    "any of { (i) a; (ii) b; (iii) c; (iv) d; }": None,
    "none of { (A) a; (B) b }": None,
    "at least 2 of { a; b; and c }": None,
    "any of { a; b; and c }": "`and` does not agree with `any of`",
    "all of { a; b; or c }": "`or` does not agree with `all of`",
    "all of { a; and b; c }": "`and` stands before the last item of a list only",
    "all of { (1) a; (3) b }": "label (3) stands where (2) is expected",
    "all of { (1) a; b }": "this item of the list has no label",
    "all of { (2) a; (3) b }": "the labels of a list begin with (1), (a), (A) or (i), not (2)",
}


@pytest.mark.parametrize(("formula", "message"), LISTS.items(), ids=LISTS)
def test_lists_agree_with_their_heads(formula: str, message: str | None) -> None:
    diagnostics = found(f'assume x: {formula} "why"')
    assert [d.message for d in diagnostics] == ([message] if message else [])


def test_an_ambiguity_costs_no_declaration() -> None:
    parsed = parse(Source("t", 'policy p "P"\nassume x: a and b or c "why"\nfact a\n'))
    assert parsed.complete
    assert len(parsed.file.items) == 2
