from __future__ import annotations

import pytest

from english.ring import ring
from policyproof.english.findings import decided, expected
from policyproof.english.material import Flip, RestsOn, Wrong
from policyproof.english.verdicts import Verdict, explanation, rests_on, verdict_words
from policyproof.questions.results import ExpectationResult
from policyproof.source import Span

MORE = """\
assume in-turn: if notify then release "nobody is told of what never happens"
property asked "t": no release without consent
property holed "t": no release without consent known to fail because "a hole"
property can: possible release
property quiet: never hand-back
property gagging: gag never blocks notify
case "one":
  given form at 0 hours; data is content
  expect ring may release under emergency; ring must not release; ring must notify; lawful;
    unlawful under notice; pending notice; dilemma; not consent
"""
POLICY = ring(MORE)


@pytest.mark.parametrize(
    ("name", "verdict", "words", "said"),
    [
        ("asked", "holds", "holds", "Proved, for any number of people, and what it speaks of can happen."),
        ("quiet", "holds", "holds", "Proved, for any number of people."),
        ("asked", "fails", "fails", "A course of events that breaks it:"),
        ("gagging", "fails", "fails", "Two courses of events that break it:"),
        ("holed", "fails", "fails, as known", "A known hole: a hole. A course of events that breaks it:"),
        (
            "holed",
            "holds",
            "holds, though known to fail",
            (
                'It is marked as known to fail ("a hole"), but it holds: take the mark out. '
                "Proved, for any number of people, and what it speaks of can happen."
            ),
        ),
        ("can", "holds", "holds", "The policy allows it, for instance so:"),
        ("can", "fails", "fails", "Proved: no lawful course of events shows it."),
        ("asked", "vacuous", "vacuous", "It holds for nothing: what it speaks of can never occur. Because."),
        (
            "asked",
            "holds-up-to",
            "holds up to 2 people",
            "Nothing with at most 2 people breaks it; for more, this is not proved. Because.",
        ),
        ("asked", "undecided", "undecided", "Neither proved nor refuted: a limit was reached. Because."),
    ],
)
def test_verdicts_differ_in_words(name: str, verdict: Verdict, words: str, said: str) -> None:
    declared = POLICY.properties[name]
    reason = "because" if verdict in {"vacuous", "holds-up-to", "undecided"} else None
    people = 2 if verdict == "holds-up-to" else None
    assert verdict_words(POLICY, declared, verdict, people) == words
    assert " ".join(explanation(POLICY, declared, verdict, people=people, reason=reason)) == said


def test_hollow() -> None:
    declared = POLICY.properties["asked"]
    assert verdict_words(POLICY, declared, "hollow", None) == "hollow"
    assert "only because things then cannot go on lawfully" in explanation(POLICY, declared, "hollow")[0]


def test_what_a_proof_rests_on() -> None:
    line = POLICY.rules["closed"].span.line
    assert rests_on(POLICY, RestsOn((), (), (), ())) is None
    assert rests_on(POLICY, RestsOn(("closed",), (), (), ("ring",))) == (
        f"It rests on rule `closed` (line {line}) and on Ring's obeying the rules."
    )
    assert 'on the assumption "nobody is told of what never happens" (`in-turn`, line' in str(
        rests_on(POLICY, RestsOn((), ("in-turn",), (), ()))
    )


def test_a_case_that_is_not_as_expected() -> None:
    """In this order: what was expected, what the policy decides, by which rule, and the change that would make it so."""
    case = POLICY.cases["one"]
    place = Span("ring.policy", 0, 0, 1, 1)

    def told(which: int, **found: object) -> tuple[str, ...]:
        result = ExpectationResult(place, met=False, **found)  # type: ignore[arg-type]  # the fields are named in the calls below
        return (expected(POLICY, case.expects[which]), *decided(POLICY, case, case.expects[which], result))

    rule = {name: each.span.line for name, each in POLICY.rules.items()}
    letter = 'source: "Amazon to Senator Markey, 1 July 2022"'
    change = Flip(("danger-believed", ()), is_event=False, to=True, by=("ring",))
    assert told(0, closed_by=("closed",), could_open=("process-rule", "emergency"), change=change) == (
        f"Ring may hand the data to the agency, under rule `emergency` (line {rule['emergency']}).",
        (
            "Ring must not hand the data to the agency: not permitted, where rule `closed` "
            f"(ring.policy:{rule['closed']}; {letter}, p. 2) asks for a permission."
        ),
        (
            "Of the rules that could have permitted it, none applies: rule `process-rule` "
            f"(line {rule['process-rule']}) and rule `emergency` (line {rule['emergency']})."
        ),
        "If Ring had believed that somebody is in imminent danger, it would be as expected.",
    )
    assert told(1, allowed_by=("emergency",))[1].startswith(
        "Ring may hand the data to the agency: permitted by rule `emergency`"
    )
    assert told(1)[1] == "Ring may hand the data to the agency: no rule stands against it."
    assert told(0, forbidden_by=("gagged",))[1].startswith(
        "Ring must not hand the data to the agency: forbidden by rule `gagged`"
    )
    assert told(2)[1] == "No duty runs by which Ring must tell the owner that the data were asked for."
    assert told(3, breached=("notice",))[1] == f"A duty is broken: rule `notice` (ring.policy:{rule['notice']})."
    assert told(3, wrongs=(Wrong(("release", ()), (), ()),))[1] == (
        "This is done without being permitted: Ring hands the data to the agency."
    )
    assert told(4)[1] == "All of it is lawful."
    assert told(5)[1].startswith("Nothing is still to be done under rule `notice`")
    assert told(6)[1] == "There is a way to obey."
    assert told(7) == ("The owner does not agree to this release.", "The owner agrees to this release.")
