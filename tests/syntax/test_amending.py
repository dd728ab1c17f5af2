"""Edits of a law: what each verb makes of a text, where everything stands afterwards, and which edits are refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyproof.diagnostics import Diagnostic
from policyproof.policy.formulas import Formula
from policyproof.policy.model import Policy
from policyproof.policy.printing import deadline_text, formula_text
from policyproof.policy.resolution.resolve import resolve
from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax.amending.amend import Amended, amend, with_edits_blamed
from policyproof.syntax.amending.names import reached, title_of
from policyproof.syntax.parse import parse

LAW = """\
policy base "Base"
source act "The Act of Nowhere"
party maker "the maker"
entity Person "somebody"
fact shown(p: Person)
event warrant
event subpoena
event consent
event gag
action release by maker
action notify by maker
term process means warrant or subpoena
term grounds means any of { (1) warrant; (2) subpoena; or (3) consent }
rule closed: maker must not release unless permitted see act "p. 1"
rule open "the door": maker may release if consent or process see act "p. 2"
rule plain: maker may release
rule guarded: maker may release unless gag
rule notice: maker must notify within 72 hours after release  # soon
  excused if gag
rule off: open, plain do not apply if gag and not warrant
property asked: no release without consent
case "a release": given only release at 0 hours expect unlawful
"""


def amended(edits: str, law: str = LAW) -> Amended:
    base, told = (parse(Source(name, text)) for name, text in (("law", law), ("told", f"policy told\n{edits}\n")))
    assert not base.diagnostics, base.diagnostics
    assert not told.diagnostics, told.diagnostics
    changes = sorted([*told.file.items, *told.file.edits], key=lambda change: change.span.start)
    return amend(base.file, base.tokens.source, changes, told.tokens.source)


def policy(edits: str, law: str = LAW) -> Policy:
    done = amended(edits, law)
    assert not done.diagnostics, done.diagnostics
    resolution = resolve(done.file, ())
    assert resolution.policy is not None, resolution.diagnostics
    return resolution.policy


def one(edits: str) -> Diagnostic:
    (diagnostic,) = amended(edits).diagnostics
    return diagnostic


def at(span: Span, edits: str = "") -> str:
    """The text at a place, in whichever file."""
    return {"law": LAW, "told": f"policy told\n{edits}\n"}[span.path][span.start : span.end]


# ---- limit, extend, except

REACH = {
    "limit rule open to gag": ("open", "if (consent or process) and gag"),
    "limit rule open to gag or warrant": ("open", "if (consent or process) and (gag or warrant)"),
    "limit rule plain to gag": ("plain", "if gag"),
    "limit rule guarded to consent": ("guarded", "if consent unless gag"),
    "extend rule open to gag": ("open", "if (consent or process) or gag"),
    "extend rule off to consent": ("off", "if (gag and not warrant) or consent"),
    "except gag from rule open": ("open", "if consent or process unless gag"),
    "except warrant and consent from rule guarded": ("guarded", "unless gag or (warrant and consent)"),
    "except gag from rule plain": ("plain", "unless gag"),
    "limit rule open to gag\nlimit rule open to warrant": ("open", "if ((consent or process) and gag) and warrant"),
    "limit rule open to gag\nextend rule open to warrant": ("open", "if ((consent or process) and gag) or warrant"),
}


@pytest.mark.parametrize(("edits", "rule", "now"), [(edits, *rest) for edits, rest in REACH.items()], ids=REACH)
def test_how_far_a_rule_reaches(edits: str, rule: str, now: str) -> None:
    line = next(line for line in LAW.splitlines() if line.startswith(f"rule {rule}"))
    sentence = re.split(" if | unless | see ", line)[0]
    written = resolve(parse(Source("written", LAW.replace(line, f"{sentence} {now}"))).file, ()).policy
    assert written is not None
    assert _condition(policy(edits), rule) == _condition(written, rule)


def _condition(law: Policy, rule: str) -> str:
    """The `if` and the `unless` of a rule."""
    found = law.rules[rule]
    parts = [("if ", found.condition), ("unless ", found.unless)]
    return " ".join(word + formula_text(part) for word, part in parts if part is not None)


# ---- words for words

TERMS = {
    "amend term process: strike { subpoena }": ("process", "warrant"),
    "amend term process: strike { warrant }": ("process", "subpoena"),
    "amend term process: strike { subpoena } and insert { consent and gag }": ("process", "warrant or (consent and gag)"),
    "amend term process: strike { subpoena } and insert { consent within 2 hours after gag }": (
        "process",
        "warrant or (consent within 2 hours after gag)",
    ),
    "amend term process: strike { warrant or subpoena } and insert { gag }": ("process", "gag"),
    "amend term process to read: gag": ("process", "gag"),
    "amend term grounds: strike { subpoena }": ("grounds", "warrant or consent"),
    "amend term grounds: strike { warrant }": ("grounds", "subpoena or consent"),
    "amend term grounds: strike { consent }": ("grounds", "warrant or subpoena"),
    "amend term grounds: strike { consent }\namend term grounds: strike { subpoena }": ("grounds", "any of { warrant }"),
}


@pytest.mark.parametrize(("edits", "term", "now"), [(edits, *rest) for edits, rest in TERMS.items()], ids=TERMS)
def test_terms_say_something_else(edits: str, term: str, now: str) -> None:
    wanted = resolve(parse(Source("a", LAW + f"term wanted means {now}\n")).file, ()).policy
    assert wanted is not None
    assert formula_text(policy(edits).terms[term].body) == formula_text(wanted.terms["wanted"].body)


DUTIES = {
    "amend rule notice: strike { 72 hours } and insert { 1 day }": ("within 24 hours after release", "gag"),
    "amend rule notice: strike { within 72 hours after release } and insert { before release }": ("before release", "gag"),
    "amend rule notice: strike { excused if gag } and insert { excused if consent }": (
        "within 72 hours after release",
        "consent",
    ),
    "amend rule notice: strike { gag } and insert { consent or warrant }": (
        "within 72 hours after release",
        "consent or warrant",
    ),
    "amend rule notice: strike { excused if gag }": ("within 72 hours after release", None),
    "amend rule notice: strike { within 72 hours after release }": (None, "gag"),
    "amend rule notice to read: maker must notify before release": ("before release", None),
    "amend rule notice: insert { if consent }": ("within 72 hours after release", "gag"),
}


@pytest.mark.parametrize(("edits", "deadline", "excused"), [(edits, *rest) for edits, rest in DUTIES.items()], ids=DUTIES)
def test_duties_say_something_else(edits: str, deadline: str | None, excused: str | None) -> None:
    rule = policy(edits).rules["notice"].sentence
    found = getattr(rule, "deadline", None)
    assert (None if found is None else deadline_text(found)) == deadline
    pardon = getattr(rule, "excused", None)
    assert (None if pardon is None else formula_text(pardon)) == excused


TWICE = "amend rule open to read: maker may release if gag or (gag and consent)\namend rule open: strike { gag }"


def test_each_place() -> None:
    found = policy(f"{TWICE} and insert {{ warrant }} each place it appears").rules["open"].condition
    assert found is not None
    assert formula_text(found) == "warrant or (warrant and consent)"


# ---- whole declarations


def test_struck_inserted_and_redesignated() -> None:
    law = policy(
        'strike case "a release"\nstrike property asked\nredesignate rule open as door\n'
        "insert after rule closed: rule early: maker may release if gag\n"
        "insert before rule door: rule late: maker may release if gag\n"
        "term wide means process or consent\ninsert event order\nlimit rule early to wide and order"
    )
    assert list(law.rules) == ["closed", "early", "late", "door", "plain", "guarded", "notice", "off"]
    assert [switched.rule for switched in law.rules["off"].overrides] == ["door", "plain"]
    assert (law.properties, law.cases) == ({}, {})
    assert list(law.terms) == ["process", "grounds", "wide"]


def test_what_no_edit_touches_stays_the_very_same_tree() -> None:
    base = parse(Source("law", LAW)).file
    told = parse(Source("told", "policy told\nlimit rule open to gag\n"))
    done = amend(base, Source("law", LAW), told.file.edits, told.tokens.source)
    changed = [(old, new) for old, new in zip(base.items, done.file.items, strict=True) if old is not new]
    assert [title_of(old) for old, _ in changed] == ["open"]
    assert done.touched == ("open",)


def test_everything_keeps_its_place_in_its_file() -> None:
    edits = "limit rule open to warrant or gag\namend rule notice: strike { 72 hours } and insert { 24 hours }"
    rules = {item.name.text: item for item in amended(edits).file.items if isinstance(item, n.RuleTree)}
    rule = rules["open"]
    assert (rule.name.span.path, rule.name.span.line, at(rule.name.span)) == ("law", 15, "open")
    (clause, see) = rule.clauses
    assert at(see.span) == 'see act "p. 2"'
    chain = clause.formula
    assert isinstance(chain, n.Chain)
    assert [at(item.span, edits) for item in chain.items] == ["consent or process", "warrant or gag"]
    inner = chain.items[1]
    assert isinstance(inner, n.Group)
    assert isinstance(inner.body, n.Chain)
    assert [(item.span.path, at(item.span, edits)) for item in inner.body.items] == [("told", "warrant"), ("told", "gag")]
    sentence = rules["notice"].sentence
    assert isinstance(sentence, n.ModalSentence)
    deadline = sentence.deadline
    assert deadline is not None
    assert deadline.length is not None
    assert (deadline.length.minutes, at(deadline.length.span, edits)) == (24 * 60, "24 hours")
    assert isinstance(deadline.point, n.Ref)
    assert (deadline.point.span.path, deadline.point.span.line) == ("law", 18)


def test_what_is_struck_must_not_be_named_elsewhere() -> None:
    done = amended("strike rule open")
    found = with_edits_blamed(resolve(done.file, ()).diagnostics, done.struck, {"law": Source("law", LAW)})
    (diagnostic,) = found
    assert (diagnostic.code, diagnostic.span and diagnostic.span.line) == ("PP100", 20)
    assert [(label.span.path, label.text) for label in diagnostic.labels] == [("told", "`open` is struck here")]


def test_everything_that_a_change_reaches_is_listed() -> None:
    base = parse(Source("law", LAW)).file
    assert [title_of(item) for item in reached(base.items, "process")] == ["open", "off"]
    assert reached(base.items, "asked") == ()


# ---- what is refused

REFUSED: dict[str, tuple[str, str, Sequence[str]]] = {
    "strike rule opne": ("PP120", "`base` has no rule `opne`", []),
    "limit rule process to gag": ("PP120", "`process` is no rule of `base`", ["term process means warrant or subpoena"]),
    'strike case "another"': ("PP120", '`base` has no case "another"', []),
    "insert after rule nowhere: term t means gag": ("PP120", "`base` has no rule `nowhere`", []),
    "amend term process: strike { gag }": ("PP121", "`gag` does not stand in term `process`", ["process"]),
    "amend term process: strike { process }": ("PP121", "`process` does not stand in term `process`", ["process"]),
    TWICE: ("PP121", "`gag` stands 2 times in rule `open`", ["gag", "gag"]),
    "extend rule plain to gag": ("PP123", "rule `plain` has no `if` that could reach further", ["plain"]),
    "extend rule guarded to gag": ("PP123", "rule `guarded` has no `if` that could reach further", ["guarded"]),
    "amend rule open: strike { consent or process }": (
        "PP123",
        "what this edit leaves of rule `open` cannot be read",
        ["rule open"],
    ),
    "amend rule off: strike { warrant }": ("PP123", "what this edit leaves of rule `off` cannot be read", ["rule off"]),
    "amend term process: insert { gag }": ("PP123", "it is not said where in term `process` `gag` is to stand", ["process"]),
    "amend rule notice: insert { excused if consent }": ("PP123", "what this edit leaves of rule `notice`", ["rule notice"]),
    "amend rule notice: insert { before release }": ("PP123", "what this edit leaves of rule `notice`", ["rule notice"]),
    "strike rule open\nlimit rule open to gag": ("PP122", "an earlier edit strikes rule `open`", ["strike rule open"]),
    "strike rule plain\ninsert rule plain: maker may release": (
        "PP122",
        "this edit undoes an earlier one",
        ["strike rule plain"],
    ),
    "insert rule x: maker may release\nstrike rule x": (
        "PP122",
        "this edit strikes what an earlier one inserts",
        ["insert rule x"],
    ),
    "amend term process: strike { subpoena }\namend term process: strike { subpoena }": (
        "PP122",
        "an earlier edit has struck these words",
        ["amend term process: strike { subpoena }"],
    ),
    "amend term process to read: gag\namend term process to read: warrant or subpoena": (
        "PP122",
        "this edit undoes an earlier one",
        ["amend term process to read: gag"],
    ),
    "amend term process to read: warrant or subpoena": ("PP122", "this edit changes nothing in term `process`", []),
    "redesignate rule open as door\nredesignate rule door as open": (
        "PP122",
        "this edit undoes an earlier one",
        ["redesignate rule open as door"],
    ),
    "redesignate rule open as warrant": ("PP101", "`warrant` is declared already", ["event warrant"]),
    'use "other.policy"': ("PP113", "`use` belongs to the law itself", []),
}


@pytest.mark.parametrize("edits", REFUSED)
def test_refused(edits: str) -> None:
    code, message, labels = REFUSED[edits]
    found = one(edits)
    assert (found.code, found.message[: len(message)]) == (code, message)
    assert found.span is not None
    assert found.span.path == "told"
    assert found.help
    assert [at(label.span, edits).startswith(start) for label, start in zip(found.labels, labels, strict=True)] == [True] * len(
        labels
    )


def test_what_is_a_fact_elsewhere_in_the_law_makes_nothing_unclear() -> None:
    """That a time belongs to the last item alone is clear where the others are facts, which have no time."""
    law = LAW + "fact danger\nrule timed: maker may release if danger and consent within 2 hours after warrant\n"
    assert formula_text(_is(policy("limit rule timed to gag", law).rules["timed"].condition)).endswith("and gag")
    assert {found.code for found in amended("redesignate rule timed as timely", law).diagnostics} == set()


def _is(formula: Formula | None) -> Formula:
    assert formula is not None
    return formula


def test_a_slip_in_a_name_is_guessed() -> None:
    assert one("strike rule opne").help == "did you mean `open`?"
    wanted = "name a rule, or write of the term in an edit that can: `amend term process`"
    assert one("limit rule process to gag").help == wanted


# ---- laws

FORMULAS = st.recursive(
    st.sampled_from(["warrant", "subpoena", "consent", "gag"]),
    lambda inner: st.one_of(
        inner.map(lambda body: f"not ({body})"),
        st.tuples(inner, inner).map(lambda two: f"(({two[0]}) and ({two[1]}))"),
        st.tuples(inner, inner).map(lambda two: f"(({two[0]}) or ({two[1]}))"),
    ),
    max_leaves=5,
)


@given(FORMULAS, FORMULAS, st.sampled_from(["limit", "extend"]))
def test_limit_and_extend_join_whole_conditions(old: str, new: str, word: str) -> None:
    joined = f"({old}) {'and' if word == 'limit' else 'or'} ({new})"
    edited = policy(f"amend rule open to read: maker may release if {old}\n{word} rule open to {new}")
    written = policy(f"amend rule open to read: maker may release if {joined}")
    assert _condition(edited, "open") == _condition(written, "open")


@given(FORMULAS)
def test_amending_and_amending_back_is_the_identity_and_is_refused(new: str) -> None:
    edits = f"amend term process to read: {new}\namend term process to read: warrant or subpoena"
    assert {found.code for found in amended(edits).diagnostics} == {"PP122"}
