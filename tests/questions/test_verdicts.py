"""Each verdict, on the smallest policy that shows it."""

from __future__ import annotations

import pytest

import policyproof.search.telling as telling_room
from meaning.told import law, read
from policyproof.policy.model import Policy
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import PropertyResult
from policyproof.search.errors import InternalDisagreement

CLOSED = ("rule closed: ring must not release unless permitted", "rule on-warrant: ring may release if warrant")


def verdict(policy: Policy, name: str = "p", **options: object) -> PropertyResult:
    results = {result.property.name: result for result in check(policy, CheckOptions(**options)).properties}  # type: ignore[arg-type] # its fields
    return results[name]


def one(claim: str, *rules: str, **options: object) -> PropertyResult:
    return verdict(law(*(rules or CLOSED), f"property p: {claim}"), "p", **options)


# ---- holds and fails


def test_holds_rests_on_the_rule_and_on_who_obeys() -> None:
    result = one("no release without warrant")
    assert (result.verdict, result.as_claimed) == ("holds", True)
    assert result.rests_on is not None
    assert (result.rests_on.rules, result.rests_on.parties) == (("closed",), ("ring",))


def test_a_proof_names_assumptions_and_hypotheses_and_nothing_needless() -> None:
    policy = law(
        *CLOSED,
        'assume calm: not encrypted "say"',
        'assume idle: not sworn "say"',
        'suppose signed: danger "say"',
        "property p: no release without all of { warrant; danger; not encrypted } supposing signed",
    )
    grounds = verdict(policy).rests_on
    assert grounds is not None
    assert (grounds.rules, grounds.assumptions, grounds.hypotheses) == (("closed",), ("calm",), ("signed",))


def test_fails_with_the_least_scenario() -> None:
    result = one("no release without consent")
    (telling,) = result.tellings
    assert result.verdict == "fails"
    assert telling.scenario.events == {("warrant", ()): 0, ("release", ()): 1}
    assert [opening.rule for opening in telling.opened_by] == ["on-warrant"]


def test_a_known_failure_is_as_claimed_and_a_stale_one_is_not() -> None:
    assert one('no release without consent known to fail because "so"').as_claimed
    stale = one('no release without warrant known to fail because "so"')
    assert (stale.verdict, stale.as_claimed) == ("holds", False)


def test_possible_holds_by_a_witness_and_fails_by_a_proof() -> None:
    assert one("possible release and not consent").verdict == "holds"
    assert one("possible release and not warrant").verdict == "fails"


def test_disobedience_is_not_asked_about() -> None:
    assert one("no release without warrant even if ring disobeys").verdict == "fails"


# ---- vacuous


@pytest.mark.parametrize(
    "claim",
    [
        "no release without warrant if gag and encrypted",  # A with G, lawfully
        "no release if danger",  # A by itself (forbidden below), or F
        "the word of ring is never enough to release",
        "always if release then warrant",
        "may notify if encrypted and not encrypted",
    ],
)
def test_vacuous_where_what_it_speaks_of_cannot_be(claim: str) -> None:
    assert one(claim, "rule ban: ring must not release").verdict == "vacuous"


def test_no_if_is_vacuous_where_its_condition_can_never_be() -> None:
    assert one("no release if encrypted and not encrypted").verdict == "vacuous"


def test_never_is_never_vacuous() -> None:
    assert one("never release", "rule ban: ring must not release").verdict == "holds"


def test_contradictory_assumptions_are_named_and_nothing_is_claimed() -> None:
    lines = [f'assume a{i}: danger or not danger "say"' for i in range(8)]
    policy = law(*lines, 'assume lit: encrypted "say"', 'assume dark: not encrypted "say"', "property p: never release")
    result = check(policy, CheckOptions())
    (found,) = result.diagnostics
    named = {policy.assumptions[name].span for name in ("lit", "dark")}
    assert {found.span, *(label.span for label in found.labels)} == named
    assert not result.properties


# ---- hollow

TRAPPED = (
    "rule told: ring must notify together with release if encrypted",
    "rule gagged: ring must not notify if encrypted",
)


def test_hollow_where_only_a_dilemma_upholds_it() -> None:
    result = one("no release if encrypted", *TRAPPED)
    assert result.verdict == "hollow"
    assert result.tellings[0].lawful_only_so_far


def test_no_dilemma_finds_the_trap() -> None:
    result = one("no dilemma for ring", *TRAPPED)
    assert (result.verdict, result.tellings[0].duty) == ("fails", "told")
    assert one("no dilemma for court", *TRAPPED).verdict == "holds"


# ---- limits


def test_a_limit_gives_no_verdict_and_no_story() -> None:
    result = one("no release without consent", limit=1)
    assert (result.verdict, result.tellings, result.as_claimed) == ("undecided", (), False)
    assert result.reason is not None
    assert "limit" in result.reason


def test_holds_up_to_where_neither_search_answers() -> None:
    chain = law(
        "property p: never (every Person x: some Person y: (agrees(x) before agrees(y))) and (some Person exists)",
    )
    result = verdict(chain, people=2)
    assert (result.verdict, result.people, result.as_claimed) == ("holds-up-to", 2, False)


# ---- people


def test_proofs_are_for_any_number_of_people() -> None:
    assert one("no tell(x) without agrees(x)", "rule r(q: Person): ring must not tell(q) unless agrees(q)").verdict == "holds"


def test_two_names_may_be_one_person() -> None:
    """Distinct constants for witnesses would make these unsatisfiable: a false `holds`."""
    policy = law(
        'assume two: at least 2 Person p: shown(p) "say"',
        'assume few: at most 2 Person exists "say"',
        "property p: never (some Person p where shown(p): agrees(p)) and (some Person q where shown(q): not agrees(q))",
        "property q: never (every Person p: agrees(p)) and (some Person q: agrees(q))",
    )
    assert verdict(policy).verdict == "fails"
    assert verdict(policy, "q").verdict == "fails"


@pytest.mark.parametrize(
    ("claim", "people"),
    [
        ("never (not (every Person x: shown(x))) and (some Person y: shown(y))", 2),
        ("never at least 2 Person x: not shown(x)", 2),
        ("never (exactly 1 Person x: shown(x)) and (at most 1 Person x: not shown(x)) and (at least 2 Person exists)", 2),
        ("never every Person x: some Person y where not (guardian(x) is y): shown(y)", 0),
    ],
)
def test_as_many_people_as_it_takes(claim: str, people: int) -> None:
    result = one(claim)
    assert result.verdict == "fails"
    assert len(result.tellings[0].scenario.individuals["Person"]) == people


def test_what_is_said_of_everybody_is_said_of_each_witness() -> None:
    policy = law(
        'assume lit: every Person z where shown(z): encrypted "say"',
        'assume dark: every Person z where agrees(z): (not encrypted) "say"',
        "property p: never (some Person x: shown(x)) and (some Person y: agrees(y))",
    )
    assert verdict(policy).verdict == "holds"


def test_a_dilemma_leaves_out_one_instance_of_its_duty_and_no_other() -> None:
    """Who has breached it towards somebody else has not been lawful so far."""
    rules = (
        "rule told(q: Person): ring must tell(q) within 10 minutes after agrees(q)",
        "rule ban(q: Person): ring must not tell(q) if told breached",
    )
    assert one("no dilemma for ring", *rules).verdict == "holds"
    sooner = (rules[0], "rule ban(q: Person): ring must not tell(q) if some Person r: agrees(r) more than 10 minutes ago")
    assert one("no dilemma for ring", *sooner).verdict == "fails"


# ---- ways


def test_every_way_once_and_the_proof_that_there_are_no_others() -> None:
    rules = (*CLOSED, "rule agreed: ring may release if consent", "rule sworn-to: ring may release if sworn and consent")
    result = one("no release without gag", *rules, all_ways=True)
    assert [[opening.rule for opening in telling.opened_by] for telling in result.tellings] == [["on-warrant"], ["agreed"]]
    assert result.all_ways


def test_a_denied_act_is_no_way() -> None:
    result = one("no release without gag", *CLOSED, "rule ban: ring must not release if encrypted", all_ways=True)
    assert len(result.tellings) == 1
    assert (("encrypted", ()), False) in result.tellings[0].facts


# ---- the evaluator has the last word


def test_a_scenario_that_the_evaluator_denies_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling_room, "breaks", lambda *_, **__: None)
    with pytest.raises(InternalDisagreement):
        one("no release without consent")


# ---- order and company


def test_a_property_alone_gives_what_it_gives_among_others() -> None:
    policy = law(*CLOSED, "property p: no release without consent", "property q: no release without warrant")
    for name in ("p", "q"):
        alone = check(policy, CheckOptions(properties=(name,))).properties[0]
        among = verdict(policy, name)
        assert (alone.verdict, alone.tellings, alone.rests_on) == (among.verdict, among.tellings, among.rests_on)


def test_the_order_of_rules_changes_nothing() -> None:
    claim = "property p: no release without consent"
    forth, back = law(*CLOSED, claim), law(*reversed(CLOSED), claim)
    assert verdict(forth).tellings == verdict(back).tellings


def test_names_are_free_to_be_strange() -> None:
    text = (
        'policy p\nparty x0\nfact b1 "a | b \\ c"\nfact q2\naction t0 by x0\n'
        "rule d3: x0 must not t0 if b1\nproperty n0: no t0 if b1\n"
    )
    assert verdict(read(text), "n0").verdict == "holds"


# ---- the last minute, the last word

CHAIN = (
    "policy chain",
    "standard assertion < good-faith",
    "party ring",
    "party agency",
    "party court",
    "event asked by agency",
    "event ordered by court follows asked",
    "action release by ring",
    "rule closed: ring must not release unless permitted",
    "rule order: ring may release if ordered",
    "property p: the word of court is never enough to release",
)


def test_silence_takes_what_follows_with_it() -> None:
    """The court's order needs the agency's asking: without the agency's word there is no order."""
    assert verdict(read("\n".join(CHAIN) + "\n")).verdict == "holds"


def test_silence_leaves_what_nobody_decides() -> None:
    result = one("the word of court is never enough to release", CLOSED[0], "rule fire: ring may release if danger")
    assert result.verdict == "fails"


def test_only_words_of_the_standard_or_better_are_struck() -> None:
    rules = (CLOSED[0], "rule belief: ring may release if believed")
    assert one("less than probable-cause is never enough to release", *rules).verdict == "fails"
    assert one("less than good-faith is never enough to release", *rules).verdict == "holds"


def test_alone_means_that_nothing_else_licenses() -> None:
    rules = (*CLOSED, "rule agreed: ring may release if consent")
    assert one("no release if (release under on-warrant alone) and consent", *rules).verdict == "holds"
    assert one("no release if (release under on-warrant) and consent", *rules).verdict == "fails"


def test_who_disobeys_takes_those_below_along() -> None:
    assert one("never seize even if agency disobeys", "rule ban: agency must not seize").verdict == "fails"
    assert one("never seize even if desk disobeys", "rule ban: agency must not seize").verdict == "fails"
    assert one("never seize", "rule ban: agency must not seize").verdict == "holds"


def test_deadlines_to_the_minute() -> None:
    late = "rule ban: ring must not release if release more than 5 minutes after warrant"
    assert one("never release at least 6 minutes after warrant", late).verdict == "holds"
    assert one("never release at least 5 minutes after warrant", late).verdict == "fails"
    later = "rule ban: ring must not release if release at least 6 minutes after warrant"
    assert one("never release more than 5 minutes after warrant", later).verdict == "holds"
    within = "no release if release after warrant and not (release within 5 minutes after warrant)"
    assert one(within, late).verdict == "holds"


def test_given_only_lets_nothing_else_in() -> None:
    case = 'case "c": given only release at 0 minutes expect unlawful; ring must not release under closed'
    (found,) = check(law(*CLOSED, case), CheckOptions()).cases
    assert found.outcome == "passes"
    (wide,) = check(law(*CLOSED, case.replace("given only", "given")), CheckOptions()).cases
    assert (wide.outcome, wide.decides) == ("open", "warrant")
