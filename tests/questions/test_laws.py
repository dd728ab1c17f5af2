"""Verdicts on several laws, scopes, provisos, delays and beliefs, each on the smallest policy that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from meaning.told import law
from policyproof.policy.model import Complies, Policy, SameAs
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CaseResult, PropertyResult
from questions.laws import beside, in_two_laws

CLOSED = ("rule closed: ring must not release unless permitted", "rule on-warrant: ring may release if warrant")


def result(policy: Policy, name: str = "p") -> PropertyResult:
    return {found.property.name: found for found in check(policy, CheckOptions()).properties}[name]


def one(claim: str, *rules: str) -> PropertyResult:
    return result(law(*rules, f"property p: {claim}"))


def case(body: str, *rules: str) -> CaseResult:
    return check(law(*rules, f'case "c": {body}'), CheckOptions()).cases[0]


# ---- scope


def test_outside_its_scope_a_law_says_nothing() -> None:
    rules = ("scope danger", *CLOSED)
    assert one("no release without warrant", *rules).verdict == "holds"
    assert one("no release without warrant even out of scope", *rules).verdict == "fails"
    assert one("no release without (warrant or not danger) even out of scope", *rules).verdict == "holds"
    assert one("may release if not danger even out of scope", *rules).verdict == "holds"


def test_a_duty_runs_where_its_trigger_is_in_scope() -> None:
    rules = ("scope not gag", "rule told: ring must notify within 3 hours after release")
    assert one("no release without notify within 3 hours after release", *rules).verdict == "holds"
    assert one("no release without notify within 3 hours after release even out of scope", *rules).verdict == "fails"


def test_claims_about_nothing_in_scope_are_vacuous() -> None:
    never = ("scope danger and not danger", *CLOSED)
    for claim in ("no release without warrant", "no release if warrant", "may release", "always warrant", "must notify"):
        assert one(claim, *never).verdict == "vacuous", claim
    assert one("never release", *never).verdict == "holds"


def test_both_courses_of_a_comparison_are_in_scope() -> None:
    rules = ("scope warrant", *CLOSED)
    assert one("whether release is permitted does not depend on warrant", *rules).verdict == "holds"
    assert one("whether release is permitted does not depend on warrant even out of scope", *rules).verdict == "holds"
    closed = (*CLOSED, "scope warrant or gag")
    assert one("whether release is permitted does not depend on warrant", *closed).verdict == "fails"
    assert one("whether release is permitted does not depend on gag", *closed).verdict == "holds"
    beyond = (*CLOSED, "scope not gag")  # gagged, it is out of scope and so not closed
    assert one("whether release is permitted does not depend on gag", *beyond).verdict == "holds"
    assert one("whether release is permitted does not depend on gag even out of scope", *beyond).verdict == "fails"
    within = (*CLOSED, "scope gag")
    assert one("gag never blocks release", *within).verdict == "holds"
    assert one("gag never blocks release even out of scope", *within).verdict == "fails"


# ---- several laws


def two(*lines: str, second: str = "video", scope: str | None = None) -> Policy:
    policy = law(*lines)
    return in_two_laws(policy, {name for name in policy.rules if name.startswith(second)}, scope)


TWO = (
    "rule mail-closed: ring must not release unless permitted",
    "rule mail-warrant: ring may release if warrant",
    "rule video-closed: ring must not release unless permitted",
    "rule video-consent: ring may release if consent",
)


def test_every_law_must_let_it_through() -> None:
    policy = two(
        *TWO,
        "property p: may release if warrant",
        "property q: may release if all of { warrant; consent }",
        "property r: no release without (release under video-consent) and (release under mail-warrant)",
    )
    assert [found.verdict for found in check(policy, CheckOptions()).properties] == ["fails", "holds", "holds"]


def test_what_stands_in_the_way_is_the_rule_that_nothing_lifts() -> None:
    (telling,) = result(two(*TWO, "property p: may release if warrant")).tellings
    assert telling.forbidden_by == ("video-closed",)


def test_a_way_names_the_licences_of_every_law() -> None:
    (telling,) = result(two(*TWO, "property p: never release")).tellings
    assert [opening.rule for opening in telling.opened_by] == ["mail-warrant", "video-consent"]


def test_a_licence_for_what_its_law_does_not_close_opens_nothing() -> None:
    """The second law speaks only of dangerous times: elsewhere its permission makes no difference."""
    policy = two(*TWO, 'suppose danger-only: danger "so"', "property p: no release if consent", scope="danger-only")
    (telling,) = result(policy).tellings
    assert [opening.rule for opening in telling.opened_by] == ["mail-warrant"]


def test_alone_is_said_of_one_law() -> None:
    policy = two(*TWO, "property p: no release without release under mail-warrant alone")
    assert result(policy).verdict == "holds"


def test_what_one_law_allows_and_governs() -> None:
    lines = (
        "rule closed: ring must not release if danger unless permitted",
        "rule on-warrant: ring may release if warrant",
        "rule off: closed does not apply if gag",
        "property p: always if (danger and not gag) and not warrant then not (trial allows release)",
        "property q: always if danger then (trial governs release)",
        "property r: never (trial governs release) and not danger",
        "property s: always if gag then (trial allows release)",
    )
    assert [found.verdict for found in check(law(*lines), CheckOptions()).properties] == ["holds"] * 4


def test_what_one_law_allows_another_may_not() -> None:
    policy = two(
        *TWO,
        "property p: always if warrant and not consent then (trial allows release)",
        "property q: never (trial allows release) and not warrant",
        "property r: always if warrant and not consent then (may release)",
    )
    assert [found.verdict for found in check(policy, CheckOptions()).properties] == ["holds", "holds", "fails"]


# ---- laws compared

EXACT = ("rule closed: ring must not release unless permitted", "rule both: ring may release if warrant and consent")


def test_the_stricter_law_complies_with_the_laxer_one() -> None:
    assert result(beside(EXACT, CLOSED, Complies("other", ()))).verdict == "holds"
    found = result(beside(CLOSED, EXACT, Complies("other", ())))
    assert found.verdict == "fails"
    (telling,) = found.tellings
    assert telling.scenario.events == {("warrant", ()): 0, ("release", ()): 1}
    assert (telling.unlawful_under, telling.unlawful_by) == ("other", ("closed",))


def test_complies_with_itself() -> None:
    assert result(beside(CLOSED, CLOSED, Complies("other", ()))).verdict == "holds"
    assert result(beside(CLOSED, CLOSED, SameAs("other"))).verdict == "holds"


def test_the_same_is_asked_both_ways() -> None:
    found = result(beside(EXACT, CLOSED, SameAs("other")))
    assert found.verdict == "fails"
    assert found.tellings[0].unlawful_under == "trial"
    assert found.tellings[0].expectations == ("unlawful",)


def test_complies_for_some_parties() -> None:
    ours = ("rule quiet: ring must not release",)
    theirs = ("rule quiet: ring must not release", "rule idle: agency must not report")
    assert result(beside(ours, theirs, Complies("other", ("ring",)))).verdict == "holds"
    assert result(beside(ours, theirs, Complies("other", ("agency",)))).verdict == "fails"
    assert result(beside(ours, theirs, Complies("other", ()))).verdict == "fails"


def test_who_disobeys_here_may_be_unlawful_there() -> None:
    assert result(beside(CLOSED, CLOSED, Complies("other", ()), " even if ring disobeys")).verdict == "fails"
    assert result(beside(CLOSED, CLOSED, SameAs("other"), " even if ring disobeys")).verdict == "holds"


def test_a_proof_names_what_it_needs_of_either_law() -> None:
    theirs = (*CLOSED, "rule ban: ring must not release if gag", 'assume calm: not gag "so"')
    grounds = result(beside(EXACT, theirs, Complies("other", ()))).rests_on
    assert grounds is not None
    assert (grounds.rules, grounds.parties, grounds.others) == (("closed",), ("ring",), (("other", "calm"),))


def test_a_missed_proviso_is_named() -> None:
    ours = ("rule closed: ring must not release unless permitted", "rule free: ring may release if danger")
    theirs = (ours[0], "rule seised: ring may release if danger provided that report within 2 days after release")
    (telling,) = result(beside(ours, theirs, Complies("other", ()))).tellings
    assert telling.unlawful_by == ("closed", "seised")


def test_one_name_in_two_laws_is_two_rules() -> None:
    """Witnesses of the one must not answer for the other."""
    each = "rule ban(q: Person): ring must not tell(q) if {}"
    assert result(beside((each.format("shown(q)"),), (each.format("agrees(q)"),), Complies("other", ()))).verdict == "fails"
    both = each.format("shown(q) or agrees(q)")
    assert result(beside((both,), (each.format("agrees(q)"),), Complies("other", ()))).verdict == "holds"


def test_whom_one_law_speaks_of_is_not_whom_the_other_does() -> None:
    """Somebody is shown, and somebody else agrees: one witness for both rules of that name would be a false proof."""
    ours = ("rule closed: ring must not release unless permitted", "rule r(q: Person): ring may release if shown(q)")
    theirs = ("rule r(q: Person): ring must not release if agrees(q)",)
    apart = 'assume apart: every Person p where shown(p): (not agrees(p)) "so"'
    found = result(beside((*ours, apart), theirs, Complies("other", ())))
    assert found.verdict == "fails"
    assert len(found.tellings[0].scenario.individuals["Person"]) == 2


# ---- provisos

SEISED = (
    "rule closed: ring must not release unless permitted",
    "rule seised: ring may release if danger provided that report within 2 days after release",
)


def test_an_act_stands_until_its_proviso_is_missed() -> None:
    assert one("always if release then release stands", *SEISED).verdict == "holds"
    assert one("possible release tainted", *SEISED).verdict == "fails"
    assert one("possible release tainted even if ring disobeys", *SEISED).verdict == "holds"
    missed = one("no release without report even if ring disobeys", *SEISED)
    assert missed.verdict == "fails"


def test_what_stands_in_the_end_has_kept_its_proviso() -> None:
    assert one("always if release stands then report even if ring disobeys", *SEISED).verdict == "holds"
    assert one("possible (release stands) and not report even if ring disobeys", *SEISED).verdict == "fails"
    assert one("no notify without report if release stands", *SEISED).verdict == "fails"  # it may still come


@pytest.mark.parametrize(
    ("joint", "each", "either"),
    [("and", "holds", "holds"), ("or", "fails", "holds")],
)
def test_provisos_joined(joint: str, each: str, either: str) -> None:
    both = f"(report within 2 days after release) {joint} (notify within 3 days after release)"
    rules = (SEISED[0], f"rule seised: ring may release if danger provided that {both}")
    assert one("no release if none of { eventually notify; gag and not gag }", *rules).verdict == each
    assert one("no release if none of { eventually notify; eventually report }", *rules).verdict == either


def test_an_act_is_unlawful_under_the_licence_that_it_lost() -> None:
    rules = (
        "rule any-data: ring must not release unless permitted",
        "rule sensitive: ring must not release unless permitted",
        "rule ground: ring may release provided that report after release as an exception to any-data",
        "rule consented: ring may release provided that notify after release as an exception to sensitive",
    )
    story = "release at 0 hours; report at 1 hour"
    assert case(f"given only {story} expect unlawful under consented; unlawful under any-data", *rules).outcome == "passes"
    assert case(f"given only {story} expect unlawful under ground", *rules).outcome == "fails"


def test_a_licence_without_a_proviso_keeps_the_act() -> None:
    assert one("no release without report", *SEISED, "rule plain: ring may release if warrant").verdict == "fails"
    claim = "always if release then (warrant or report)"
    assert one(claim, *SEISED, "rule plain: ring may release if warrant").verdict == "holds"


def test_rules_may_bind_where_a_proviso_was_missed() -> None:
    """Contrary to duty: what is to be done where something was not."""
    amends = "rule amends: agency must seize within 1 hour after 1 minute after 2 days after release if release tainted"
    assert one("always if release tainted then seize even if ring disobeys", *SEISED, amends).verdict == "holds"
    sooner = amends.replace("1 minute after 2 days", "2 days")  # in that minute it can still be met
    assert one("always if release tainted then seize even if ring disobeys", *SEISED, sooner).verdict == "fails"


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("danger; release at 0 hours", "release tainted; unlawful under seised; unlawful under closed"),
        ("danger; release at 0 hours; report at 48 hours", "lawful; release stands"),
        ("danger; release at 0 hours; report at 49 hours", "unlawful under seised; ring may release under seised"),
        ("release at 0 hours; report at 1 hour", "unlawful under closed; release tainted; ring must not release"),
        ("danger; warrant at 0 hours; release at 0 hours", "unlawful under seised"),
    ],
)
def test_provisos_in_cases(story: str, expected: str) -> None:
    assert case(f"given only {story} expect {expected}", *SEISED).outcome == "passes"


def test_what_was_missed_is_told() -> None:
    found = case("given only danger; release at 0 hours expect lawful", *SEISED)
    (wrong,) = found.expectations[0].wrongs
    assert (found.outcome, [part.rule for part in wrong.missed]) == ("fails", ["seised"])


def test_a_proviso_about_everybody() -> None:
    rules = (
        "rule closed: ring must not release unless permitted",
        "rule told: ring may release provided that every Person p where shown(p): (tell(p) within 2 days after release)",
    )
    assert one("no release if some Person p: not eventually tell(p)", *rules).verdict == "fails"
    assert one("no release if some Person p where shown(p): not eventually tell(p)", *rules).verdict == "holds"


# ---- delays

TOLD = "rule told: ring must notify within 5 days after release"
EXTENDED = "delay extension by court on probable-cause postpones told by up to 90 days renewable at most 3 times"


def test_a_proof_names_the_delay_whose_cap_it_needs() -> None:
    grounds = one("no release without notify within 365 days after release", TOLD, EXTENDED).rests_on
    assert grounds is not None
    assert (grounds.rules, grounds.delays) == (("told",), ("extension",))
    grounds = one("no release without eventually notify", TOLD, EXTENDED).rests_on
    assert grounds is not None
    assert grounds.delays == ()


def test_the_story_needs_as_few_grants_as_can_be() -> None:
    uncapped = EXTENDED.replace(" at most 3 times", "")
    (telling,) = one("no release without notify within 365 days after release", TOLD, uncapped).tellings
    assert telling.scenario.facts["extension", ()] == 5
    assert (("extension", ()), 5) in telling.facts
    assert [timing.minute for timing in telling.events] == [0, 365 * 1440 + 1]


def test_a_story_without_grants_does_not_speak_of_them() -> None:
    (telling,) = one("never notify", TOLD, EXTENDED).tellings
    assert not [told for told, _ in telling.facts if told[0] == "extension"]


def test_a_delay_counts_where_its_condition_holds_at_the_trigger() -> None:
    rules = (TOLD, f"{EXTENDED} if gag")
    assert one("no release without notify within 5 days after release if not gag", *rules).verdict == "holds"
    assert one("no release without notify within 5 days after release if gag", *rules).verdict == "fails"
    late = "release at 0 days; gag at 1 day; notify at 95 days; extension"
    assert case(f"given only {late} expect unlawful under told", *rules).outcome == "passes"


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("release at 0 days; notify at 95 days", "unlawful under told; told breached"),
        ("release at 0 days; notify at 95 days; extension", "lawful"),
        ("release at 0 days; notify at 96 days; extension = 1", "unlawful under told"),
        ("release at 0 days; notify at 96 days; extension = 2", "lawful; extension; extension >= 2"),
        ("release at 0 days; hearing at 95 days; extension", "pending told"),
        ("release at 0 days; hearing at 95 days; extension < 1", "unlawful"),
    ],
)
def test_delays_in_cases(story: str, expected: str) -> None:
    assert case(f"given only {story} expect {expected}", TOLD, EXTENDED).outcome == "passes"


def test_more_grants_than_there_can_be_are_no_scenario() -> None:
    assert case("given only extension = 5 expect lawful", TOLD, EXTENDED).outcome == "impossible"


def test_excused_is_read_when_the_postponed_duty_falls_due() -> None:
    rules = (f"{TOLD} excused if gag", EXTENDED)
    late = "release at 0 days; gag at 7 days"
    assert case(f"given only {late}; extension < 1 expect unlawful under told", *rules).outcome == "passes"
    assert case(f"given only {late}; extension = 1 expect lawful", *rules).outcome == "passes"


def test_more_time_can_be_a_way_out_of_a_dilemma() -> None:
    """Nobody may notify in the first five days, and nobody need where a court has granted more."""
    rules = ("rule quiet: ring must not notify if release within the last 5 days", TOLD, EXTENDED)
    (telling,) = one("no dilemma for ring", *rules).tellings
    assert (telling.duty, telling.scenario.facts["extension", ()]) == ("told", 0)
    assert case("given only release at 0 days; extension < 1 expect dilemma", *rules).outcome == "passes"
    assert case("given only release at 0 days; extension expect dilemma", *rules).outcome == "fails"


def test_a_duty_in_time_counts_its_delays() -> None:
    assert one("must notify within 5 days after release", TOLD, EXTENDED).verdict == "fails"
    assert one("must notify within 365 days after release", TOLD, EXTENDED).verdict == "holds"
    assert one("must notify within 364 days after release", TOLD, EXTENDED).verdict == "fails"


def test_silence_takes_grants_with_it() -> None:
    """Without the court's grants the duty would have been breached, and its breach would have let the act through."""
    rules = (
        *CLOSED,
        "rule told: ring must notify within 5 days after hearing",
        "rule late: ring may release if told breached",
    )
    granted = EXTENDED.replace("by court", "by {}")
    assert one("the word of ring is never enough to release", *rules, granted.format("court")).verdict == "fails"
    assert one("the word of ring is never enough to release", *rules, granted.format("ring")).verdict == "holds"
    assert one("less than probable-cause is never enough to release", *rules, granted.format("ring")).verdict == "fails"


def test_the_grants_of_people_add_up() -> None:
    each = "delay grant(p: Person) by court postpones told by up to 90 days"
    claim = "no release without notify within 5 days after release"
    found = one(claim, TOLD, each)
    assert found.verdict == "fails"
    assert len(found.tellings[0].scenario.individuals["Person"]) == 1
    assert one(f"{claim} if no Person p: grant(p)", TOLD, each).verdict == "holds"
    two_people = one("no release without notify within 180 days after release", TOLD, each)
    assert two_people.verdict == "fails"
    assert len(two_people.tellings[0].scenario.individuals["Person"]) == 2


# ---- beliefs


def test_true_beliefs_are_supposed_and_named() -> None:
    rules = (CLOSED[0], "rule emergency: ring may release if believed")
    found = one("no release without danger supposing beliefs are true", *rules)
    assert found.rests_on is not None
    assert (found.verdict, found.rests_on.beliefs, found.rests_on.rules) == ("holds", ("believed",), ("closed",))
    assert one("no release without warrant supposing beliefs are true", *rules).verdict == "fails"


def test_a_law_with_a_delay_can_be_held_against_another(tmp_path: Path) -> None:
    words = "library words\nparty ring\nparty court\naction release by ring\naction notify by ring\n"
    duty = 'use "words.policy"\nrule told: ring must notify within 2 hours after release\n'
    (tmp_path / "words.policy").write_text(words)
    (tmp_path / "plain.policy").write_text(f"policy plain\n{duty}property p: complies with patient\n")
    (tmp_path / "patient.policy").write_text(
        f"policy patient\n{duty}delay wait by court postpones told by up to 3 hours\nproperty p: complies with plain\n"
    )
    loaded = load([str(tmp_path)], tmp_path)
    verdicts = {policy.name: check(policy, CheckOptions()).properties[0].verdict for policy in loaded.policies}
    assert verdicts == {"patient": "fails", "plain": "holds"}


def test_where_two_laws_assume_the_contrary_nothing_is_compared(tmp_path: Path) -> None:
    (tmp_path / "words.policy").write_text("library words\nparty ring\nevent danger\naction release by ring\n")
    text = 'policy {}\nuse "words.policy"\nassume world: {} "so it is"\nrule r: ring must not release if danger\n'
    claims = "property p: complies with theirs\nproperty q: same as theirs\n"
    (tmp_path / "ours.policy").write_text(text.format("ours", "danger") + claims)
    (tmp_path / "theirs.policy").write_text(text.format("theirs", "not danger"))
    (policy,) = load(["ours.policy"], tmp_path).policies
    found = check(policy, CheckOptions()).properties
    assert [(one.verdict, one.as_claimed) for one in found] == [("vacuous", False), ("vacuous", False)]
