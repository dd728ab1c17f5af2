"""What a law says of itself and of its reach: its scope, what it allows and governs, and words taken to be true."""

from __future__ import annotations

import pytest

from policy.told import covered, one, policy
from policyproof.policy.formulas import Allows, And, Governs
from policyproof.policy.model import Always
from policyproof.policy.resolution.resolve import resolve
from policyproof.source import Source
from policyproof.syntax.parse import parse


def test_a_policy_is_one_law_and_its_rules_are_that_laws() -> None:
    law = policy("scope danger and consent\n")
    (text,) = law.laws.values()
    assert (text.name, text.title, text.as_of, text.path) == ("base", "Base", None, "t.policy")
    assert isinstance(text.scope, And)
    assert {rule.law for rule in law.rules.values()} == {"base"}


def test_without_a_scope_a_law_speaks_of_everything() -> None:
    assert policy().laws["base"].scope is None


def test_a_library_is_no_law() -> None:
    resolution = resolve(parse(Source("l", 'library l "L"\nfact f\n')).file, ())
    assert resolution.policy is not None
    assert resolution.policy.laws == {}


@pytest.mark.parametrize(
    "text",
    [
        "scope danger",
        "rule r: p must not a",
        "delay d postpones r by up to 3 days",
        "table t: p may a if | k | f | | x | yes |",
        "property q: never danger",
        'case "c": given danger expect lawful',
    ],
)
def test_a_library_holds_nothing_of_a_law(text: str) -> None:
    resolution = resolve(parse(Source("l", f'library l "L"\nfact danger\n{text}\n')).file, ())
    assert [found.code for found in resolution.diagnostics] == ["PP113"]


def test_a_library_asks_nothing_of_laws() -> None:
    text = 'library l "L"\nparty p\naction a by p\nterm t means l allows a\n'
    (diagnostic,) = resolve(parse(Source("l", text)).file, ()).diagnostics
    assert (diagnostic.code, diagnostic.message) == ("PP109", "a library is no law, and cannot ask what a law says")


SCOPES = {
    "scope consent within the last 3 days": ("PP109", "consent within the last 3 days", "the scope of a law says whom"),
    "scope open applies": ("PP109", "open applies", "the scope of a law cannot depend on what a law says"),
    "scope base allows release": ("PP109", "base allows release", "the scope of a law cannot depend on what a law says"),
    "scope t\nterm t means danger and notice breached": ("PP109", "t", "the scope of a law cannot depend"),
    "scope eventually consent": ("PP109", "eventually consent", "a rule never sees the future"),
    "scope danger\nscope consent": ("PP112", "scope consent", "a law has one scope"),
    "scope dangr": ("PP100", "dangr", "nothing here is called `dangr`"),
}


@pytest.mark.parametrize("text", SCOPES)
def test_mistakes_in_a_scope(text: str) -> None:
    diagnostic = one(text + "\n")
    code, covers, message = SCOPES[text]
    assert (diagnostic.code, covered(text, diagnostic)) == (code, covers)
    assert diagnostic.message.startswith(message)
    assert diagnostic.help


# ---- modifiers of properties


def test_even_out_of_scope_and_true_beliefs_are_kept() -> None:
    text = "property q: no release if danger even out of scope supposing beliefs are true\n"
    prop = policy(f"scope danger\n{text}").properties["q"]
    assert (prop.out_of_scope, prop.true_beliefs) == (True, True)
    plain = policy("scope danger\nproperty q: no release if danger\n").properties["q"]
    assert (plain.out_of_scope, plain.true_beliefs) == (False, False)


def test_out_of_a_scope_that_there_is_not() -> None:
    text = "property q: no release if danger even out of scope\n"
    diagnostic = one(text)
    assert (diagnostic.code, covered(text, diagnostic)) == ("PP208", "even out of scope")
    assert diagnostic.message == "this law has no `scope`, so that nothing is out of it"


def test_beliefs_that_there_are_not() -> None:
    text = 'policy p "P"\nparty a\naction b by a\nproperty q: never b supposing beliefs are true\n'
    (diagnostic,) = resolve(parse(Source("p", text)).file, ()).diagnostics
    assert diagnostic.code == "PP208"
    assert diagnostic.message == "no word here is said to be about anything"


# ---- what a law allows and governs


@pytest.mark.parametrize(("word", "cls"), [("allows", Allows), ("governs", Governs)])
def test_a_law_is_asked_by_its_name(word: str, cls: type) -> None:
    claim = policy(f"property q: always base {word} release\n").properties["q"].claim
    assert isinstance(claim, Always)
    assert isinstance(claim.body, cls)
    assert isinstance(claim.body, Allows | Governs)
    assert (claim.body.law, claim.body.action) == ("base", "release")


LAWS = {
    "property q: always bsae allows release": ("PP100", "bsae", "no law here is called `bsae`", "did you mean `base`?"),
    "property q: always open allows release": (
        "PP102",
        "open",
        "`open` is a rule, and the name of a law is expected here",
        "write `open applies`",
    ),
    "property q: always base governs consent": (
        "PP202",
        "consent",
        "`consent` is an event, and only an action can be allowed, forbidden or owed",
        "declare it as an action: `action consent by PARTY`",
    ),
    'assume a: base governs release "why"': (
        "PP109",
        "base governs release",
        "an assumption says what the world is like, and cannot depend on the law",
        "say it as a rule or as a property",
    ),
}


@pytest.mark.parametrize("text", LAWS)
def test_mistakes_about_laws(text: str) -> None:
    diagnostic = one(text + "\n")
    code, covers, message, advice = LAWS[text]
    assert (diagnostic.code, covered(text, diagnostic), diagnostic.message, diagnostic.help) == (code, covers, message, advice)


def test_a_rule_cannot_ask_what_its_own_law_allows_of_its_own_act() -> None:
    diagnostic = one("rule r: closed does not apply if base allows release\n")
    assert diagnostic.message == "`closed` depends on itself: `closed` → `r` → `closed`"


def test_but_whether_its_law_governs_the_act_leaves_exceptions_aside() -> None:
    assert policy("rule r: closed does not apply if base governs release\n").rules["r"].condition is not None


def test_what_makes_a_law_govern_an_act_cannot_ask_whether_it_does() -> None:
    diagnostic = one("rule r: maker must not release if base governs release\n")
    assert (diagnostic.code, diagnostic.message) == ("PP105", "`r` depends on itself")
    assert diagnostic.label == "`r` asks whether the law governs `release`, which `r` bears on"
