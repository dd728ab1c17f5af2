"""One line for each mistake that resolution finds: what is marked, and what is said. Every one is the only message."""

from __future__ import annotations

import time

import pytest

from policy.told import BASE, covered, one, resolved
from policyproof.diagnostics import CODES
from policyproof.policy.resolution.resolve import resolve
from policyproof.source import Source
from policyproof.syntax.parse import parse

ERRORS = {
    # ---- names
    "term t means dangre": ("PP100", "dangre", "nothing here is called `dangre`"),
    "term t means nonsense": ("PP100", "nonsense", "nothing here is called `nonsense`"),
    "event danger": ("PP101", "danger", "`danger` is declared twice"),
    "kind Other is one of mail, post-card": ("PP101", "mail", "`mail` is declared twice"),
    "fact f(p: Person, p: Post)": ("PP101", "p: Post", "there are two parameters `p`"),
    "party maker": ("PP101", "maker", "`maker` is declared twice"),
    "term t means maker": ("PP102", "maker", "`maker` is a party, and a fact, an event or a term is expected here"),
    "term t means mail": (
        "PP102",
        "mail",
        "`mail` is a member of the kind `Data`, and a fact, an event or a term is expected here",
    ),
    "term t means closed": ("PP102", "closed", "`closed` is a rule, and a fact, an event or a term is expected here"),
    "term t means data": ("PP102", "data", "`data` is not a yes/no fact: it has a value of `Data`"),
    "term t means danger before consent": ("PP102", "danger", "`danger` is a fact, and an event is expected here"),
    "term t means process before consent": ("PP102", "process", "`process` is a term, and an event is expected here"),
    "term t means every Person p: p": ("PP102", "p", "`p` is a variable, and a condition is expected here"),
    "term t means every maker m: danger": ("PP102", "maker", "`maker` is a party, and an entity or a kind is expected here"),
    "event e by Person": ("PP102", "Person", "`Person` is an entity, and a party is expected here"),
    "fact f decided by maker on maker": ("PP102", "maker", "`maker` is a party, and a standard is expected here"),
    'rule r: maker must not tell(p) see danger "1"': None,
    'rule r: maker must not release see danger "1"': ("PP102", "danger", "`danger` is a fact, and a source is expected here"),
    # ---- arguments
    "term t means shown": ("PP103", "shown", "`shown` takes 1 argument (`p`: Person)"),
    "term t means every Person p: shown(p, p)": ("PP103", "p, p", "`shown` takes 1 argument (`p`: Person)"),
    "term t means every Person p: danger(p)": ("PP103", "p", "`danger` takes no arguments"),
    "term t means every Post q: shown(q)": ("PP103", "q", "`q` is of `Post`, and `Person` is expected here"),
    "term t means shown(mail)": (
        "PP103",
        "mail",
        "`mail` is a member of the kind `Data`, and an individual of `Person` is expected here",
    ),
    "term t means served(mail)": (
        "PP103",
        "mail",
        "`mail` is a member of the kind `Data`, and a member of `Order` is expected here",
    ),
    "term t means served(maker)": ("PP103", "maker", "`maker` is a party, and a member of `Order` is expected here"),
    "term t means shown(x)": ("PP100", "x", "nothing here is called `x`"),
    'fact f(x: Person) "{y} is nice"': ("PP103", "y", "`{y}` names no parameter"),
    "event e follows agrees(mail)": (
        "PP103",
        "mail",
        "`mail` is a member of the kind `Data`, and an individual of `Person` is expected here",
    ),
    # ---- values
    "term t means data is maker": ("PP104", "maker", "`maker` is a party, and `data` has a member of `Data` as its value"),
    "term t means data is warrant": (
        "PP104",
        "warrant",
        "`warrant` is a member of the kind `Order`, and `data` has a member of `Data` as its value",
    ),
    "term t means data is mial": ("PP100", "mial", "nothing here is called `mial`"),
    "term t means danger is mail": ("PP102", "danger", "`danger` is a yes/no fact"),
    "term t means data is at least mail": ("PP104", "data is at least mail", "the kind `Data` has no order"),
    "term t means some Person x, Post y: x is y": (
        "PP104",
        "y",
        "`x` is of `Person` and `y` of `Post`, so they are never the same",
    ),
    "term t means some Order i: i is at least mail": (
        "PP104",
        "mail",
        "`mail` is a member of the kind `Data`, and `i` has a member of `Order` as its value",
    ),
    "term t means some Person x: age(x) >= 3 hours": (
        "PP110",
        "age(x) >= 3 hours",
        "a number is compared with a length of time",
    ),
    "term t means some Person x, Post y: age(x) + footage(y) > 3": (
        "PP110",
        "footage(y)",
        "numbers and lengths of time cannot be added",
    ),
    "term t means danger = 3": (
        "PP110",
        "danger",
        "`danger` is a yes/no fact, and a number or a length of time is expected here",
    ),
    "term t means data = mail": (
        "PP110",
        "data",
        "`data` has a value of `Data`, and a number or a length of time is expected here",
    ),
    'fact f: number otherwise "no"': ("PP112", '"no"', "`otherwise` belongs to a yes/no fact"),
    "fact f: number decided by maker that danger": ("PP112", "danger", "`that` belongs to a yes/no fact"),
    "standard high < higher": ("PP112", "standard high < higher", "the standards are declared twice"),
    "term t means at least 3 of { danger; consent }": (
        "PP112",
        "at least 3 of { danger; consent }",
        "the list has no 3 items, so this can never be true",
    ),
    # ---- variables
    "term t means every Person danger: shown(danger)": (
        "PP111",
        "danger",
        "the variable `danger` has the name of a fact",
    ),
    "term t means every Person x: some Person x: shown(x)": ("PP111", "x", "`x` already stands for something here"),
    "term t means at least 2 Person x, Person y: shown(x)": ("PP111", "Person y", "one counts over one variable"),
    "term t means every Person x: consent before earliest of { agrees(x); release }": (
        "PP111",
        "x",
        "`earliest of` would range over every `x` here, which hides a quantifier",
    ),
    "term t means every Person exists": ("PP111", "every Person exists", "`every Person exists` says nothing"),
    # ---- parties
    "term t means issue by maker": ("PP106", "maker", "`issue` is done by `police`, `court`, never by `maker`"),
    "fact f(x: Person) decided by x": ("PP106", "x", "`x` stands for an individual, and a fact is decided by parties"),
    "event e(x: Order) by x": ("PP106", "x", "`x` is a member of a kind, and only a party or an individual does anything"),
    "event e(x: Person) by x, maker": ("PP106", "x", "`x` does it alone: no other party can be named beside it"),
    "rule r: state must not release": ("PP106", "state", "`release` is done by `maker`, not by `state`"),
    "rule r: maker must not post(p)": None,
    "rule r(x: Person): maker must not post(x)": ("PP106", "maker", "`post` is done by each `p` itself, not by `maker`"),
    "rule r(x: Person, y: Person): y must not post(x)": ("PP106", "y", "this `post` is done by `x`, not by `y`"),
    "rule r(x: Person): x must not tell(x)": ("PP106", "x", "`tell` is done by `maker`, not by `x`"),
    "rule r: police, police must not issue": ("PP101", "police", "`police` is named twice"),
    # ---- rules
    "rule r: maker must not consent": (
        "PP202",
        "consent",
        "`consent` is an event, and only an action can be allowed, forbidden or owed",
    ),
    "rule r(x: Person): maker may tell(x)": (
        "PP107",
        "maker may tell(x)",
        "an exemption is not a permission: no rule of this law closes `tell`",
    ),
    "rule r: maker must not release if eventually consent": (
        "PP109",
        "eventually consent",
        "a rule never sees the future: `eventually` says no more here than the event alone",
    ),
    "term t means eventually consent\nrule r: maker must not release if t": (
        "PP109",
        "t",
        "a rule never sees the future: `eventually` says no more here than the event alone",
    ),
    "rule r: maker must not release notwithstanding open\nrule s: open does not apply notwithstanding r\n": None,
    "rule r: maker must not release notwithstanding s\nrule s: maker must not release notwithstanding r": (
        "PP108",
        "r",
        "`s` and `r` switch each other off",
    ),
    "rule r: maker must not release notwithstanding s subject to s\nrule s: maker must not release": (
        "PP108",
        "s",
        "`s` and `r` switch each other off",
    ),
    "rule r: r does not apply": ("PP108", "r", "`r` cannot switch itself off"),
    "rule r: danger does not apply": ("PP102", "danger", "`danger` is a fact, and a rule is expected here"),
    "rule r(x: Person): notice(x) does not apply": (
        "PP103",
        "x",
        "between rules, parameters of the same name are the same: `notice` calls this one `p`",
    ),
    "rule r: open does not apply notwithstanding all": (
        "PP035",
        "notwithstanding all",
        "`notwithstanding all` means all rules about the same action, and this rule is about none",
    ),
    "rule r: maker must release not later than 3 hours before consent": (
        "PP030",
        "not later than 3 hours before consent",
        "`not later than` does not go with `before`",
    ),
    # ---- atoms about the law
    "property q: always open breached": ("PP102", "open", "`open` is no duty, and only a duty can be breached"),
    "property q: always release under notice": (
        "PP102",
        "notice",
        "nothing is done under `notice` here: it is about `tell`, not about `release`",
    ),
    "property q: always release under closed alone": (
        "PP102",
        "closed",
        "`closed` does not make anything lawful, so nothing is lawful under it alone",
    ),
    "property q: always every Person x, Person y: tell(x) under notice(y)": (
        "PP103",
        "y",
        "the act itself says which `p` of `notice` is meant",
    ),
    "property q: always danger applies": ("PP102", "danger", "`danger` is a fact, and a rule is expected here"),
    # ---- assumptions
    'assume a: consent within the last 3 days "why"': (
        "PP109",
        "consent within the last 3 days",
        "an assumption is read at the end, where there is no moment to look back from",
    ),
    'suppose a: may release "why"': (
        "PP109",
        "may release",
        "a hypothesis says what the world is like, and cannot depend on the law",
    ),
    'term t means open applies\nassume a: t "why"': (
        "PP109",
        "t",
        "an assumption says what the world is like, and cannot depend on the law",
    ),
    # ---- circles
    "term t means u\nterm u means not t": ("PP105", "u", "`t` depends on itself: `t` → `u` → `t`"),
    "term t means t": ("PP105", "t", "`t` depends on itself"),
    "event e follows f\nevent f follows e": ("PP105", "f", "`e` comes after itself: `e` → `f` → `e`"),
    "rule r: maker must not release if s applies\nrule s: maker must not release if not r applies": (
        "PP105",
        "s applies",
        "`r` depends on itself: `r` → `s` → `r`",
    ),
    "rule r: maker must not release if may release": ("PP105", "may release", None),
    "rule r: police must not issue if must issue\nrule s: police must issue if r applies": (
        "PP105",
        "must issue",
        "`r` depends on itself: `r` → `s` → `r`",
    ),
    "rule r: open does not apply if release under open alone": None,
    # ---- claims
    "property q: no consent without danger": (
        "PP202",
        "consent",
        "`consent` is an event, and only an action can be allowed, forbidden or owed",
    ),
    "property q: no tell(maker) if danger": (
        "PP103",
        "maker",
        "`maker` is a party, and an individual of `Person` is expected here",
    ),
    "property q: no tell if danger": ("PP103", "tell", "`tell` takes 1 argument (`p`: Person)"),
    "property q: data never blocks release": ("PP202", "data", "`data` is no yes/no fact, so it cannot be there or not"),
    "property q: no release if danger supposing danger": (
        "PP102",
        "danger",
        "`danger` is a fact, and a hypothesis (`suppose NAME: …`) is expected here",
    ),
    "property q: no dilemma for danger": ("PP102", "danger", "`danger` is a fact, and a party is expected here"),
    "property q: the word of Person is never enough to release": (
        "PP102",
        "Person",
        "`Person` is an entity, and a party is expected here",
    ),
    "property q: less than maker is never enough to release": (
        "PP102",
        "maker",
        "`maker` is a party, and a standard is expected here",
    ),
    # ---- cases
    'case "c": given x: Post; x: Person expect lawful': ("PP101", "x", "there are two individuals `x`"),
    'case "c": given danger: Post expect lawful': ("PP111", "danger", "the individual `danger` has the name of a fact"),
    'case "c": given consent at 3 hours; release at 2026-01-01 expect lawful': (
        "PP203",
        "2026-01-01",
        "dates and times from the start are mixed",
    ),
    'case "c": given release at 3 hours; release at 4 hours expect lawful': (
        "PP203",
        "release at 4 hours",
        "`release` is given two times, and it happens at most once",
    ),
    'case "c": given served(subpoena) expect lawful': (
        "PP104",
        "subpoena",
        "`subpoena` is a group, and a case says which of its members `served` is about",
    ),
    'case "c": given release expect court may release': ("PP106", "court", "`release` is done by `maker`, not by `court`"),
    'case "c": given x: Person; y: Person expect x may post(y)': ("PP106", "x", "this `post` is not done by `x`"),
    'case "c": given release expect pending open': ("PP102", "open", "`open` is no duty, and only a duty can be pending"),
    'case "c": given release expect maker may release under notice': ("PP102", "notice", "`notice` is not about `release`"),
    'case "c": given release expect lawful\ncase "c": given consent expect lawful': (
        "PP201",
        '"c"',
        "two cases have the same title",
    ),
}


@pytest.mark.parametrize("text", [text for text, expected in ERRORS.items() if expected])
def test_errors(text: str) -> None:
    expected = ERRORS[text]
    assert expected is not None
    code, covers, message = expected
    diagnostic = one(text + "\n")
    assert (diagnostic.code, covered(text, diagnostic)) == (code, covers)
    if message is not None:
        assert diagnostic.message.startswith(message)
    assert diagnostic.help
    assert diagnostic.code in CODES


def test_what_is_not_available_yet_is_refused_by_name() -> None:
    parsed = parse(Source("t.policy", 'amendment act-2 "Second Act" to base\nlimit rule open to danger\n'))
    assert not parsed.diagnostics
    (diagnostic,) = resolve(parsed.file, ()).diagnostics
    assert (diagnostic.code, diagnostic.message) == ("PP190", "an amendment is not available yet")


@pytest.mark.parametrize(
    "edit", ["limit rule open to danger", "strike rule open", "amend term process: strike { danger }", "insert fact further"]
)
def test_edits_belong_to_a_reading(edit: str) -> None:
    diagnostic = one(edit + "\n")
    assert (diagnostic.code, diagnostic.message) == ("PP113", "an edit stands in a reading of a law")
    assert diagnostic.help == "begin a reading above it, `reading NAME of base`, or write the law as it is to read"


def test_a_circle_names_every_place() -> None:
    diagnostic = one("term t means u\nterm u means v\nterm v means danger and t\n")
    assert diagnostic.message == "`t` depends on itself: `t` → `u` → `v` → `t`"
    assert diagnostic.label == "`t` uses `u`"
    assert [label.text for label in diagnostic.labels] == ["`u` uses `v`", "`v` uses `t`"]


def test_a_clash_shows_both_places() -> None:
    diagnostic = one("event danger\n")
    (label,) = diagnostic.labels
    assert label.text == "first here, as a fact"
    assert label.span.line < (diagnostic.span.line if diagnostic.span else 0)


@pytest.mark.parametrize(("name", "help_"), [("dangre", "did you mean `danger`?"), ("zzz", "declare it, or correct its name")])
def test_did_you_mean_only_when_close(name: str, help_: str) -> None:
    assert one(f"term t means {name}\n").help == help_


def test_where_most_names_are_wrong_the_messages_come_soon() -> None:
    text = "".join(f"term t{number} means dangr-{number}\nterm dangr-{number}a means danger\n" for number in range(2000))
    began = time.process_time()
    diagnostics = resolved(text).diagnostics
    assert time.process_time() - began < 5
    assert len(diagnostics) == 2000
    assert (diagnostics[0].help, diagnostics[-1].help) == ("did you mean `dangr-0a`?", "declare it, or correct its name")


def test_long_chains_of_terms_are_a_message() -> None:
    chain = "term t0 means danger\n" + "".join(f"term t{i + 1} means not t{i}\n" for i in range(3000))
    assert one(chain).code == "PP114"
    shorter = "term t0 means danger\n" + "".join(f"term t{i + 1} means not t{i}\n" for i in range(25))
    assert resolved(shorter).policy is not None


def test_a_library_holds_no_rules() -> None:
    from policyproof.policy.resolution.resolve import resolve
    from policyproof.source import Source
    from policyproof.syntax.parse import parse

    text = 'library l "L"\nparty p\naction a by p\nrule r: p must not a\n'
    (diagnostic,) = resolve(parse(Source("l", text)).file, ()).diagnostics
    assert diagnostic.code == "PP113"


ONE_CAUSE = {
    "a name used several times that nothing declares": (
        "term a1 means nonsense\nterm a2 means nonsense\nproperty q: no release if nonsense",
        ("PP100", "nothing here is called `nonsense`", "and at 2 other places"),
    ),
    "a declaration that is misspelt, of what is used several times": (
        "fact hury\nterm a1 means hurt\nproperty q: no release if hurt",
        ("PP100", "`hury` is declared and never used, and `hurt` is used and never declared", "declared here"),
    ),
    "a variable that is misspelt where it is bound": (
        "term t means every Person x: (shown(y) or guardian(y) is y)",
        ("PP100", "`x` is declared and never used, and `y` is used and never declared", "declared here"),
    ),
    "a party that is misspelt, and rules that name it rightly": (
        "action sell by makr\nrule r1: maker must not sell\nrule r2: maker must not sell if danger",
        ("PP100", "nothing here is called `makr`", None),
    ),
    "an action that is misspelt in a claim, and its variables": (
        "property q: no tel(p) without shown(p) and agrees(p)",
        ("PP100", "nothing here is called `tel`", None),
    ),
    "the entity of an individual that is misspelt": (
        'case "c": given x: Persn; shown(x); agrees(x) at 0 hours expect not shown(x)',
        ("PP100", "nothing here is called `Persn`", None),
    ),
    "an action that is declared as an event": (
        "event sell by maker\nrule r1: maker must not sell\nrule r2: maker must not sell if danger",
        ("PP202", "`sell` is declared as an event, and used as an action", "declared here"),
    ),
    "a party that is declared as an entity": (
        "entity shop\nevent sold by shop\nfact dear decided by shop\nproperty q: no dilemma for shop",
        ("PP102", "`shop` is declared as an entity, and used as a party", "declared here"),
    ),
    "permissions for what nothing closes": (
        "action sell by maker\nrule r1: maker may sell if danger\nrule r2: maker may sell if consent",
        ("PP107", "an exemption is not a permission: no rule of this law closes `sell`", "nothing that it could lift"),
    ),
    "`permitted`, misspelt": (
        "action sell by maker\nrule r1: maker must not sell unless permited\nrule r2: maker may sell if consent",
        ("PP100", "nothing here is called `permited`", None),
    ),
}


@pytest.mark.parametrize("cause", ONE_CAUSE)
def test_one_cause_gives_one_message(cause: str) -> None:
    text, expected = ONE_CAUSE[cause]
    diagnostic = one(text + "\n")
    assert (diagnostic.code, diagnostic.message, diagnostic.label) == expected


def test_a_fix_mends_every_place_at_once() -> None:
    text = "term a1 means dangre\nterm a2 means not dangre\n"
    (fix,) = one(text).fixes
    assert fix.applied_to(BASE + text) == BASE + text.replace("dangre", "danger")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("fact hury\nterm a1 means hurt\nterm a2 means hurt", "fact hurt\nterm a1 means hurt\nterm a2 means hurt"),
        ("entity shop\nevent sold by shop\nevent lent by shop", "party shop\nevent sold by shop\nevent lent by shop"),
        ("event sell by maker\nrule r1: maker must not sell", "action sell by maker\nrule r1: maker must not sell"),
        ("term t means closed", "term t means closed applies"),
        ("term t means every Person x: danger(x)", "term t means every Person x: danger"),
        ('fact hurt(x: Person) "{p} is hurt"', 'fact hurt(x: Person) "{x} is hurt"'),
    ],
)
def test_fixes(text: str, fixed: str) -> None:
    (fix,) = one(text).fixes
    assert fix.applied_to(BASE + text) == BASE + fixed


def test_a_library_with_many_rules_is_said_once() -> None:
    from policyproof.policy.resolution.resolve import resolve
    from policyproof.source import Source
    from policyproof.syntax.parse import parse

    text = "library l\nparty p\naction a by p\nrule r: p must not a\nrule s: p must not a if a\nproperty q: no a if a\n"
    (diagnostic,) = resolve(parse(Source("l", text)).file, ()).diagnostics
    assert (diagnostic.code, diagnostic.label) == ("PP113", "the first of 3")
    assert diagnostic.fixes[0].applied_to(text).startswith("policy l\n")
