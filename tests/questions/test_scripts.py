"""The questions as scripts: which there are, and what they say of their answers."""

from __future__ import annotations

from meaning.told import VOCABULARY, read
from policyproof.questions.check import CheckOptions
from policyproof.questions.scripts import Script, scripts

CLOSED = "rule closed: ring must not release unless permitted\nrule on-warrant: ring may release if warrant\n"


def asked(*claims: str, text: str = CLOSED, people: int | None = None, limit: int | None = None) -> dict[str, Script]:
    properties = "".join(f"property p{n}: {claim}\n" for n, claim in enumerate(claims))
    policy = read(VOCABULARY + text + properties)
    return {script.name: script for script in scripts(policy, CheckOptions(people=people, limit=limit))}


def statuses(found: dict[str, Script]) -> dict[str, str]:
    return {name: script.text.partition("(set-info :status ")[2].partition(")")[0] for name, script in found.items()}


def test_what_holds_turns_on_three_questions() -> None:
    assert statuses(asked("no release without warrant")) == {
        "p0.counterexample": "unsat",
        "p0.occasion-1": "sat",
        "p0.up-to-the-act": "unsat",
    }


def test_what_fails_and_what_is_possible_turn_on_one() -> None:
    assert statuses(asked("no release without consent", "possible release", "possible release and not warrant")) == {
        "p0.counterexample": "sat",
        "p1.witness": "sat",
        "p2.witness": "unsat",
    }


def test_one_for_each_duty_that_could_be_a_trap() -> None:
    duties = "rule tells: ring must notify promptly after release if gag\nrule tells-before: ring must notify before release\n"
    found = asked("no dilemma for ring", text=CLOSED + duties)
    assert set(found) == {"p0.counterexample-1", "p0.counterexample-2"}
    assert set(statuses(found).values()) == {"unsat"}


def test_the_number_of_people_is_said() -> None:
    claim = "never (every Person p: some Person q: agrees(p) before agrees(q)) and (some Person exists)"
    (script,) = asked(claim, people=2).values()
    assert "; with up to 2 individuals of each kind; nothing is known beyond that\n" in script.text
    assert "(set-info :status unsat)" in script.text
    (failing,) = asked("never some Person p: shown(p)").values()
    assert "; with up to 1 individual of each kind\n" in failing.text


def test_what_a_limit_left_open_is_unknown() -> None:
    (script,) = asked("no release without warrant and consent if encrypted and not danger", limit=1).values()
    assert "(set-info :status unknown)" in script.text
    assert "a limit was reached: the work limit" in script.text
