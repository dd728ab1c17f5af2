"""Permissions with `provided that` and `as an exception to`, and what can be asked of an act: whether it stands."""

from __future__ import annotations

import pytest

from policy.told import covered, one, policy
from policyproof.policy.formulas import And, Not, Quantified, Relation, Stands, Tainted
from policyproof.policy.model import Never, Permits


def permission(text: str, name: str = "r") -> Permits:
    sentence = policy(text).rules[name].sentence
    assert isinstance(sentence, Permits)
    return sentence


def test_a_proviso_is_kept_with_its_permission() -> None:
    provided = permission(
        "event told\nrule r: maker may release if danger provided that (told within 3 days after release)"
        " and (every Person p where shown(p): tell(p) within 2 days after release)\n"
    ).provided
    assert isinstance(provided, And)
    first, second = provided.items
    assert isinstance(first, Relation)
    assert (first.op, first.length) == ("within after", 3 * 24 * 60)
    assert isinstance(second, Quantified)


def test_without_more_a_permission_lifts_whatever_closes_its_action() -> None:
    assert permission("", "open").exception_to == ()


def test_an_exception_names_the_rules_that_it_lifts_each_once() -> None:
    text = """rule for-minors: maker must not release unless permitted if danger
rule r: maker may release if consent as an exception to closed, for-minors, closed
"""
    assert permission(text).exception_to == ("closed", "for-minors")


def test_a_rule_with_parameters_is_named_with_its_own_or_without() -> None:
    text = """rule quiet(p: Person): maker must not tell(p) unless permitted
rule r(p: Person): maker may tell(p) if consent as an exception to quiet(p)
rule s(p: Person): maker may tell(p) if danger as an exception to quiet
"""
    assert permission(text).exception_to == permission(text, "s").exception_to == ("quiet",)


NOT_LIFTED = {
    "gag": ("`gag` forbids outright: no permission is an exception to it", "write `notwithstanding gag`, or add"),
    "open": ("`open` is a permission, and closes nothing that could be lifted", "name a rule that ends in"),
    "notice": ("`notice` is a duty, and closes nothing that could be lifted", "name a rule that ends in"),
    "off": ("`off` switches rules off, and closes nothing that could be lifted", "name a rule that ends in"),
    "r": ("`r` is a permission, and closes nothing that could be lifted", "name a rule that ends in"),
    "quiet": ("`quiet` closes `tell`, and this permission is for `release`", "name a rule that closes `release`"),
}


@pytest.mark.parametrize("name", NOT_LIFTED)
def test_an_exception_to_what_no_permission_lifts(name: str) -> None:
    text = f"""rule gag: maker must not release if danger
rule off: notice does not apply if danger
rule quiet(p: Person): maker must not tell(p) unless permitted
rule r: maker may release as an exception to {name}
"""
    diagnostic = one(text)
    message, advice = NOT_LIFTED[name]
    assert (diagnostic.code, diagnostic.message, covered(text, diagnostic)) == ("PP115", message, name)
    assert diagnostic.help
    assert diagnostic.help.startswith(advice)


def test_an_exception_for_an_action_that_nothing_closes_has_one_message() -> None:
    assert one("rule r(p: Person): maker may tell(p) as an exception to closed\n").code == "PP115"


@pytest.mark.parametrize("word", ["stands", "tainted"])
def test_whether_an_act_stands(word: str) -> None:
    claim = policy(f"property q: never some Person p: tell(p) {word}\n").properties["q"].claim
    assert isinstance(claim, Never)
    assert isinstance(claim.body, Quantified)
    assert isinstance(claim.body.body, Stands if word == "stands" else Tainted)


def test_what_becomes_of_an_act_may_decide_about_another() -> None:
    rule = policy("rule r: maker must not release if not (some Person p: tell(p) tainted)\n").rules["r"]
    assert isinstance(rule.condition, Not)


@pytest.mark.parametrize("word", ["stands", "tainted"])
def test_but_not_about_itself(word: str) -> None:
    diagnostic = one(f"rule r: maker must not release if release {word}\n")
    assert diagnostic.code == "PP105"
    assert diagnostic.label == "`r` asks whether `release` was lawful, which `r` bears on"


ERRORS = {
    "property q: never consent stands": ("PP202", "consent"),
    "property q: never relaese stands": ("PP100", "relaese"),
    "property q: never tell tainted": ("PP103", "tell"),
    'assume a: release stands "why"': ("PP109", "release stands"),
    "rule r: maker may release provided that told within 3 days after consent": ("PP100", "told"),
    "rule r: maker may release provided that every Person p where eventually consent: tell(p) after release": (
        "PP109",
        "eventually consent",
    ),
}


@pytest.mark.parametrize("text", ERRORS)
def test_mistakes(text: str) -> None:
    diagnostic = one(text + "\n")
    assert (diagnostic.code, covered(text, diagnostic)) == ERRORS[text]
    assert diagnostic.help
