"""Warnings about claims, cases and words."""

from __future__ import annotations

import pytest

from questions.warned import all_warnings, marked, one, warned

SERVED = "rule served: town may disclose if order\n"
OPEN = "rule agreed: town may disclose if consent\n"
RELEASED = "given only asker is press; consent at 0 hours; disclose at 1 hour; withdrawal at 2 hours"


# ---- a belief beside the fact


def test_a_belief_in_one_rule_and_the_fact_in_another() -> None:
    text = (
        "rule emergency: town may disclose if danger-believed\n"
        "rule notice: town must notify not later than 3 days after disclose unless danger\n"
    )
    found = one("PP634", text)
    assert found.message == "`emergency` asks whether `danger-believed`, and `notice` whether `danger`: the two can differ"
    assert marked(text, found) == ["danger-believed", "danger", "danger-believed"]


@pytest.mark.parametrize(
    "text",
    [
        "rule emergency: town may disclose if danger-believed\n",
        "rule emergency: town may disclose if danger\n",
        "rule emergency: town may disclose if danger-believed\nproperty truth: no disclose without danger if order\n",
        (
            "rule emergency: town may disclose if danger-believed\n"
            "rule wrong: town must report before audit if danger-believed and not danger\n"
        ),
    ],
)
def test_a_belief_that_no_rule_confuses_with_the_fact(text: str) -> None:
    assert warned("PP634", text) == []


# ---- claims that are read at the end


def test_always_about_an_act() -> None:
    text = SERVED + "property asked: always if disclose then consent\n"
    found = one("PP640", text)
    assert found.message == "this is read at the end, so `consent` can come after `disclose` and still count"
    assert found.help == "say `no disclose without consent`, or put `eventually` before what may come later"
    assert marked(text, found) == ["if disclose then consent"]


def test_always_about_every_person() -> None:
    text = "property asked: always every Person p where shown(p): (if tell(p) then agrees(p))\n"
    assert (
        one("PP640", text).help
        == "say `no tell(p) without agrees(p) if shown(p)`, or put `eventually` before what may come later"
    )


def test_never_an_act_without_something() -> None:
    text = "rule young: town may disclose if minor\nproperty asked: never all of { disclose; minor; not consent; not order }\n"
    assert one("PP640", text).help == (
        "say `no disclose without consent or order if minor`, or put `eventually` before what may come later"
    )


def test_what_the_advice_says_is_of_the_language_and_is_not_warned_about() -> None:
    text = (
        "property a: no disclose without consent\n"
        "property b: no tell(p) without agrees(p) if shown(p)\n"
        "property c: no disclose without consent or order if minor\n"
        "property d: always if disclose then eventually consent\n"
    )
    assert warned("PP640", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "property p: always if disclose then minor\n",  # facts have no moment
        "property p: always if consent then order\n",  # no act
        "property p: always if destroy then disclose\n",  # it cannot come later
        "property p: always if disclose then consent before disclose\n",
        "property p: always if (at disclose: minor) then consent\n",
        "property p: never disclose and minor\n",
        "property p: never disclose and consent\n",
        "property both: always every Person p, Person q: (if tell(p) and tell(q) then shown(p))\n",
        "property p: possible disclose and not consent\n",
    ],
)
def test_claims_that_say_the_same_at_the_end_as_at_the_act(text: str) -> None:
    assert warned("PP640", SERVED + text) == []


def test_a_rule_can_see_to_it_that_nothing_comes_later() -> None:
    assert warned("PP640", OPEN + "property asked: always if disclose then consent\n") == []


# ---- cases


def test_a_decision_after_the_act() -> None:
    text = OPEN + f'case "late": {RELEASED} expect not may disclose\n'
    found = one("PP641", text)
    assert found.message == "this is read at the end of the case, after `disclose`"
    assert found.help == "write `at disclose: …`, or name the party: `town may disclose`"
    assert marked(text, found) == ["may disclose", "disclose at 1 hour"]


def test_a_rule_that_applies_after_the_act() -> None:
    assert len(warned("PP641", OPEN + f'case "late": {RELEASED} expect not agreed applies\n')) == 1


@pytest.mark.parametrize(
    "expected",
    [
        "town may disclose under agreed",
        "at disclose: may disclose",
        "at disclose: agreed applies",
        "withdrawal",
        "disclose under agreed",
        "may notify",
        "lawful",
    ],
)
def test_expectations_that_say_when(expected: str) -> None:
    assert warned("PP641", OPEN + f'case "late": {RELEASED} expect {expected}\n') == []


# ---- declared and never used


def test_what_nothing_speaks_of() -> None:
    text = 'source act "The Act"\nfact idle "nobody cares"\nsuppose calm: not danger "all is well"\n'
    told = [found.message for found in warned("PP650", text)]
    assert "the source `act` is declared and never used" in told
    assert "the fact `idle` is declared and never used" in told
    assert "the hypothesis `calm` is declared and never used" in told
    assert "the kind `Asker` is declared and never used" not in told  # `asker` is of it


def test_what_only_cases_give() -> None:
    text = OPEN + 'case "a child": given only asker is press; minor; consent at 0 hours expect town may disclose\n'
    assert "the fact `minor` is given in cases, and nothing reads it" in [found.message for found in warned("PP650", text)]


def test_a_scale_is_used_as_a_whole() -> None:
    assert not [found for found in warned("PP650", OPEN) if "standard" in found.message]


def test_families_of_parties_are_used_together() -> None:
    base = (
        'policy town "A town"\nparty state "the state" { office "an office" { clerk "a clerk" }, court "a court" }\n'
        'party press "a newspaper"\nevent order by office "an office orders it"\naction disclose by clerk "the list is given"\n'
        "rule sealed: office must not disclose if order\n"
    )
    told = ["the party `court` is declared and never used", "the party `press` is declared and never used"]
    assert [found.message for found in all_warnings("", base=base)] == told


def test_a_text_without_rules_and_claims_is_left_alone() -> None:
    assert all_warnings("", base='policy town "A town"\nfact idle "nobody cares"\n') == []


# ---- variables and descriptions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("rule odd(p: Person): town may disclose if consent\n", "p"),
        ("rule odd: town may disclose if some Person p: consent\n", "p"),
        ("rule odd: town may disclose if every Person p, Person q: agrees(p)\n", "q"),
        ("rule odd: town may disclose if at least 2 Person p: consent\n", "p"),
        ("term odd(p: Person) means consent\nrule used(q: Person): town must not tell(q) if odd(q)\n", "p"),
        ("property odd: always every Person p: consent\n", "p"),
    ],
)
def test_a_variable_that_nothing_speaks_of(text: str, name: str) -> None:
    assert one("PP651", text).message == f"the variable `{name}` is introduced and never used"


@pytest.mark.parametrize(
    "text",
    [
        "rule fine(p: Person): town must not tell(p)\n",
        "rule fine(p: Person): town must notify not later than 3 days after agrees(p)\n",
        "rule fine(p: Person): town must notify not later than 3 days after disclose excused if agrees(p)\n",
        "rule fine: town may disclose if some Person p where shown(p): agrees(p)\n",
        "rule fine: town may disclose if some Person exists\n",
        "rule fine: town may disclose if at least 2 Person exists\n",
    ],
)
def test_a_variable_that_something_speaks_of(text: str) -> None:
    assert warned("PP651", text) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ('event seen(p: Person) "p is seen"\n', "`{p}`"),
        ('event seen(p: Person, a: Asker) "somebody sees it"\n', "`{p}` and `{a}`"),
        ('fact seen(p: Person) "{p} is seen" otherwise "nobody is seen"\n', "`{p}`"),
    ],
)
def test_a_description_that_names_nobody(text: str, missing: str) -> None:
    assert one("PP652", text).message == f"the description of `seen` does not say {missing}"


@pytest.mark.parametrize(
    "text",
    [
        'event seen(p: Person) "{p} is seen"\n',
        "event seen(p: Person)\n",  # no description at all
        'fact seen(p: Person) "{p} is seen" otherwise "{p} is not seen"\n',
    ],
)
def test_a_description_that_names_everybody(text: str) -> None:
    assert warned("PP652", text) == []
