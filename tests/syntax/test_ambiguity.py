"""An ambiguity is an error whose fixes are its readings: complete rewrites, each of them clear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyproof.diagnostics import Diagnostic
from policyproof.source import Source
from policyproof.syntax.parse import parse
from syntax.told import HEAD, covered, found, one

AMBIGUOUS = {
    # which belong together?
    "a and b or c": ["(a and b) or c", "a and (b or c)"],
    "a or b and c or d": ["a or (b and c) or d", "(a or b) and (c or d)"],
    # how far does `not` reach?
    "not a or b": ["(not a) or b", "not (a or b)"],
    "not a and b and c": ["(not a) and b and c", "not (a and b and c)"],
    "not not a or b": ["(not not a) or b", "not ((not a) or b)", "not not (a or b)"],
    "not a or b and c": ["(not a) or (b and c)", "((not a) or b) and c", "not (a or (b and c))"],
    # what does the time belong to?
    "a or b within 2 days after c": [
        "a or (b within 2 days after c)",
        "(a within 2 days after c) or (b within 2 days after c)",
    ],
    "a and (b or d) and c at least 3 days ago": [
        "a and (b or d) and (c at least 3 days ago)",
        "(a at least 3 days ago) and ((b at least 3 days ago) or (d at least 3 days ago)) and (c at least 3 days ago)",
    ],
    "a and b or c after d": [
        "(a and b) or (c after d)",
        "a and (b or (c after d))",
        "((a after d) and (b after d)) or (c after d)",
    ],
    # what does the time count from?
    "a within 2 days after b or c": [
        "(a within 2 days after b) or c",
        "a within 2 days after earliest of { b; c }",
        "a within 2 days after latest of { b; c }",
    ],
    "a before b and c": ["(a before b) and c", "a before earliest of { b; c }", "a before latest of { b; c }"],
    # where does the body end?
    "every P p: f(p) and b": ["(every P p: f(p)) and b", "every P p: (f(p) and b)"],
    "at a: b or c": ["(at a: b) or c", "at a: (b or c)"],
    "c and not some P p where g(p): f(p) and b": [
        "c and (not some P p where g(p): f(p)) and b",
        "c and not some P p where g(p): (f(p) and b)",
    ],
    "not every P p: f(p) and b": [
        "(not every P p: f(p)) and b",
        "not ((every P p: f(p)) and b)",
        "not every P p: (f(p) and b)",
    ],
    "every P p: some P q: f(p) or b": [
        "(every P p: some P q: f(p)) or b",
        "every P p: ((some P q: f(p)) or b)",
        "every P p: some P q: (f(p) or b)",
    ],
    "every P p: f(p) and b or c": [
        "((every P p: f(p)) and b) or c",
        "(every P p: f(p)) and (b or c)",
        "every P p: ((f(p) and b) or c)",
    ],
    "every P p: f(p) exactly when b": ["(every P p: f(p)) exactly when b", "every P p: (f(p) exactly when b)"],
    "a and every P p: f(p) exactly when b": [
        "(a and every P p: f(p)) exactly when b",
        "a and every P p: (f(p) exactly when b)",
    ],
    "if a then b exactly when c": ["if a then (b exactly when c)", "(if a then b) exactly when c"],
}

CLEAR = [
    "a and not b",
    "not a and not b",
    "not (aa) or b",
    "not a",
    "not any of { a; b } or c",
    "a within 48 hours after b",
    "(a within 48 hours after b) and c",
    "a within 48 hours after b and c within 3 days after b",
    "a within 48 hours after b and every P p: f(p)",
    "a and every P p: f(p)",
    "every P p where a and b: f(p)",
    "a and (b or c)",
    "all of { a; b or c; not d }",
    "all of { not a; every P p: f(p); b within 2 days after c }",
    "if a then b and c",
    "a and b exactly when c or d",
    "(if a then b) exactly when c",
    "a before earliest of { b; c } and d before a",
]


def readings(diagnostic: Diagnostic) -> list[str]:
    """What the fixes of a message tell to write."""
    return [fix.title.split("`")[1] for fix in diagnostic.fixes]


def rewritten(text: str, diagnostic: Diagnostic) -> list[str]:
    """The text with each of the fixes carried out, without the head."""
    return [fix.applied_to(HEAD + text).removeprefix(HEAD) for fix in diagnostic.fixes]


@pytest.mark.parametrize(("formula", "rewrites"), AMBIGUOUS.items(), ids=AMBIGUOUS)
def test_the_readings_are_complete_rewrites(formula: str, rewrites: list[str]) -> None:
    text = f'assume x: {formula} "why"'
    diagnostic = one(text)
    assert diagnostic.code == "PP033"
    assert readings(diagnostic) == rewrites
    assert rewritten(text, diagnostic) == [f'assume x: {rewrite} "why"' for rewrite in rewrites]
    assert all(f"`{rewrite}`" in (diagnostic.help or "") for rewrite in rewrites)


@pytest.mark.parametrize("formula", [*CLEAR, *(rewrite for rewrites in AMBIGUOUS.values() for rewrite in rewrites)])
def test_clear(formula: str) -> None:
    assert not found(f'assume x: {formula} "why"')


def test_a_reading_is_said_in_other_words_too() -> None:
    assert [fix.title for fix in one('assume x: a or b and c "why"').fixes] == [
        "write `a or (b and c)`: `a` alone, or `b` and `c` together",
        "write `(a or b) and c`: `a` or `b`, and `c` in any case",
    ]


def test_where_there_are_many_readings_some_are_printed_and_the_others_are_not_denied() -> None:
    diagnostic = one('assume x: not every P p: at c: f(p) and a or b "why"')
    assert len(diagnostic.fixes) == 4
    assert diagnostic.notes == ("there are other readings: put brackets around what belongs together",)


def test_fixes_leave_comments_and_lines_alone() -> None:
    text = 'assume x:\n  a # one\n  and b\n  or c # two\n  "why"'
    diagnostic = one(text)
    assert readings(diagnostic) == ["(a and b) or c", "a and (b or c)"]
    assert rewritten(text, diagnostic)[0] == 'assume x:\n  (a # one\n  and b)\n  or c # two\n  "why"'


def test_fixes_for_an_ambiguity_inside_another_one_go_together() -> None:
    text = HEAD + 'assume x: (a and b or c) or d and e "why"'
    inner, outer = sorted(parse(Source("t", text)).diagnostics, key=lambda found: len(found.message))
    once = outer.fixes[0].applied_to(text)
    (left,) = parse(Source("t", once)).diagnostics
    assert not parse(Source("t", left.fixes[1].applied_to(once))).diagnostics
    assert inner.code == outer.code == "PP033"


ATOMS = st.sampled_from(["aa", "bb", "f(p)", "x is y", "eventually bb", "(aa or bb)", "any of { aa; not bb }", "may aa"])
TIMED = st.builds(
    "{} {}".format,
    st.sampled_from(["aa", "bb", "g(p)"]),
    st.sampled_from(["within 2 days after cc", "before earliest of { aa; bb }", "at least 3 days ago", "not later than cc"]),
)
PREFIXES = st.sampled_from(["not", "every P p:", "some P q where aa and bb:", "at cc:", "at least 2 P r:"])
ITEMS = st.recursive(ATOMS | TIMED, lambda inner: st.builds("{} {}".format, PREFIXES, inner), max_leaves=3)
CHAINS = st.builds(
    lambda items, words: " ".join(part for pair in zip(items, [*words, ""], strict=False) for part in pair).strip(),
    st.lists(ITEMS, min_size=2, max_size=5),
    st.lists(st.sampled_from(["and", "or", "and", "or", "and/or"]), min_size=4, max_size=4),
)


@settings(max_examples=400, deadline=None)
@given(CHAINS.map(lambda chain: chain.removesuffix(" and/or").removesuffix(" and").removesuffix(" or")))
def test_of_any_chain_every_rewrite_is_clear(chain: str) -> None:
    text = f'assume x: {chain} "why"'
    diagnostics = found(text)
    for diagnostic in diagnostics:
        assert diagnostic.code in {"PP033", "PP034"}
        assert len(diagnostic.fixes) > 1
        assert len(set(rewritten(text, diagnostic))) == len(diagnostic.fixes)
        for changed in rewritten(text, diagnostic):
            assert len(found(changed)) == len(diagnostics) - 1, changed


# ---- times belong to events, which facts and terms are not


VOCABULARY = "fact danger\nterm legal means warrant\nevent warrant\nevent consent\naction release by ring\n"


@pytest.mark.parametrize("other", ["danger", "legal", "(not danger)", "(danger or legal)", "danger and legal"])
def test_a_time_cannot_belong_to_a_fact_or_a_term(other: str) -> None:
    assert not found(VOCABULARY + f'assume x: {other} and release within 2 days after warrant "why"')
    assert not found(VOCABULARY + 'assume x: release after warrant and danger "why"')


def test_it_is_given_to_the_events_among_the_items_alone() -> None:
    text = VOCABULARY + 'assume x: danger and consent and release within 2 days after warrant "why"'
    assert readings(one(text)) == [
        "danger and consent and (release within 2 days after warrant)",
        "danger and (consent within 2 days after warrant) and (release within 2 days after warrant)",
    ]


# ---- words with more than one sense


LAW = """\
event b
event c
action a by p
action open-one by p
action tell by p, q
rule closed: p must not a unless permitted
rule told: p must tell within 3 days after a
"""

WORDS = {
    "p shall a": ("shall", ["p must a", "p may a"]),
    "p shall a within 3 days after b": ("shall", ["p must a within 3 days after b"]),
    "p shall a excused if b": ("shall", ["p must a"]),
    "p shall open-one": ("shall", ["p must open-one"]),
    "p shall not a": ("shall not", ["p must not a", "p must not a unless permitted"]),
    "p shall not a unless permitted": ("shall not", ["p must not a"]),
    "p may not a": ("may not", ["p must not a", "p must not a unless permitted"]),
    "p may not tell": ("may not", ["p must not tell", "p must not tell unless permitted", "told does not apply"]),
    "p not must a": ("not must", ["p must not a"]),
    "p, q not must tell if b": ("not must", ["p, q must not tell", "told does not apply"]),
    "permit a": ("permit", ["p may a"]),
    "permit tell if b": ("permit", ["p, q may tell"]),
    "permit p to a": ("permit", ["p may a"]),
    "forbid a": ("forbid", ["p must not a", "p must not a unless permitted"]),
    "require a": ("require", ["p must a"]),
    "require p to a within 3 days after b": ("require", ["p must a within 3 days after b"]),
    "p may a when b": ("when", ["if b"]),
    "p must a when b": ("when", ["if b", "promptly after b"]),
    "p must a when b and c": ("when", ["if b and c"]),
    "p may a only if b": ("only", ["p must not a unless b", "p may a if b"]),
    "p may only a if b": ("only", ["p must not a unless b", "p may a if b"]),
    "p may open-one only if b": ("only", ["p must not open-one unless b"]),
    "p may only a": ("only", ["p may a"]),
    "p may a only if b unless c": ("only", ["p may a if b"]),
    "p may a if b and/or c": ("and/or", ["b or c", "b and c"]),
    "p may a if b and c and/or b": ("and/or", ["(b and c) or b", "b and (c or b)", "b and c and b"]),
    "p must a within 3 days of b": ("of", ["within 3 days after b", "within 3 days before b"]),
    "p may a if b within 3 days of c": ("of", ["within 3 days after c", "within 3 days before c"]),
    "p must a within 2 months after b": ("2 months", ["59 days", "62 days"]),
    "p must a within 1 year after b": ("1 year", ["365 days", "366 days"]),
    "p must a within 3 court days after b": ("3 court days", ["3 days", "5 days"]),
    "p must a within 10 business-days after b": ("10 business-days", ["10 days", "14 days"]),
    "p must a within 10 calendar days after b": ("10 calendar days", ["10 days"]),
    "p may a provided that b": ("provided that b", ["if b"]),
    "p may a if b provided that not c": ("provided that not c", ["if b and (not c)"]),
    "p may a if b or c provided that c": ("provided that c", ["if (b or c) and c"]),
}


@pytest.mark.parametrize(("sentence", "covers", "rewrites"), [(key, *value) for key, value in WORDS.items()], ids=WORDS)
def test_a_word_with_more_than_one_sense(sentence: str, covers: str, rewrites: list[str]) -> None:
    text = f"{LAW}rule r: {sentence}"
    diagnostic = one(text)
    assert diagnostic.code == "PP034"
    assert covered(text, diagnostic) == covers
    assert readings(diagnostic) == rewrites
    for changed in rewritten(text, diagnostic):
        assert not found(changed)


def test_one_who_is_named_nowhere_cannot_be_named_by_a_fix() -> None:
    diagnostic = one("rule r: permit a")
    assert (diagnostic.fixes, diagnostic.help) == ((), "say who: `PARTY may a`")


def test_a_proviso_made_of_deadlines_is_no_condition() -> None:
    for proviso in ("a within 3 days after b", "a before b and c before b", "all of { a before b; c after b }"):
        assert not found(f"rule r: p may a provided that {proviso}")


# ---- lists agree with their heads


LISTS = {
    "all of { (1) a; (2) b; and (3) c }": None,
    "any of { (a) a; (b) b; or (c) c }": None,
    "any of { (i) a; (ii) b; (iii) c; (iv) d; }": None,
    "none of { (A) a; (B) b }": None,
    "at least 2 of { a; b; and c }": None,
    "any of { a; b; and c }": "`and` does not agree with `any of`",
    "all of { a; b; or c }": "`or` does not agree with `all of`",
    "none of { a; b; and c }": "`and` does not agree with `none of`",
    "all of { a; b; and/or c }": "`and/or` can be read in more than one way",
    "all of { a; and b; c }": "`and` stands before the last item of a list only",
    "all of { (1) a; (3) b }": "label (3) stands where (2) is expected",
    "all of { (1) a; b }": "this item of the list has no label",
    "all of { (2) a; (3) b }": "the labels of a list begin with (1), (a), (A) or (i), not (2)",
}


@pytest.mark.parametrize(("formula", "message"), LISTS.items(), ids=LISTS)
def test_lists_agree_with_their_heads(formula: str, message: str | None) -> None:
    text = f'assume x: {formula} "why"'
    diagnostics = found(text)
    assert [d.message for d in diagnostics] == ([message] if message else [])
    for diagnostic in diagnostics:
        for changed in rewritten(text, diagnostic):
            assert not found(changed)


def test_head_and_connective_may_each_be_what_is_meant() -> None:
    text = 'assume x: none of { a; b; and c } "why"'
    assert rewritten(text, one(text)) == [
        'assume x: none of { a; b; or c } "why"',
        'assume x: not all of { a; b; and c } "why"',
    ]


def test_an_ambiguity_costs_no_declaration() -> None:
    parsed = parse(Source("t", 'policy p "P"\nassume x: a and b or c "why"\nfact a\n'))
    assert parsed.complete
    assert len(parsed.file.items) == 2
