"""When a scenario is a counterexample, claim by claim."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.meaning.claims import Break, breaks, breaks_pair, pair_for
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.dilemmas import dilemmas
from policyproof.meaning.lawful import Record

RULES = (
    "rule closed: ring must not release unless permitted",
    "rule by-warrant: ring may release if warrant",
    "rule by-belief: ring may release if believed",
    "rule asked: ring may release if sworn and consent",
    "rule told: ring must notify within 10 minutes after release",
)


def broken(claim: str, story: str, people: str = "", rules: tuple[str, ...] = RULES, *, so_far: bool = False) -> Break | None:
    policy = law(*rules, f"property tried: {claim}")
    return breaks(policy, policy.properties["tried"], told(story, people), so_far=so_far)


def test_no_without_reads_at_the_act_and_sees_everything() -> None:
    lawfully = "warrant @ 0; release @ 5; notify @ 6"
    assert broken("no release without consent", lawfully) == Break((), ("release", ()), 5)
    assert broken("no release without consent", lawfully + "; consent @ 5") is None
    assert broken("no release without consent", lawfully + "; consent @ 6")
    assert broken("no release without eventually consent", lawfully + "; consent @ 6") is None
    assert broken("no release without consent if encrypted", lawfully) is None
    assert broken("no release without notify within 10 minutes after release", lawfully) is None


def test_only_lawful_scenarios_count_and_lawful_so_far_where_asked() -> None:
    unlawful = "warrant @ 0; release @ 5"
    assert broken("no release if warrant", unlawful) is None
    assert broken("no release if warrant", unlawful, so_far=True)
    assert broken("no release if warrant even if ring disobeys", unlawful)
    assert broken("no release if warrant", "release @ 5; notify @ 5") is None


def test_assumptions_and_hypotheses_restrict_the_scenarios() -> None:
    rules = (*RULES, 'suppose calm: not encrypted "let us say"')
    assert (
        broken("no release if warrant supposing calm", "encrypted; warrant @ 0; release @ 0; notify @ 0", rules=rules) is None
    )
    assert broken("no release if warrant", "encrypted; warrant @ 0; release @ 0; notify @ 0", rules=rules)


def test_free_arguments_take_every_value() -> None:
    found = broken("no tell(x) without agrees(x)", "agrees(ann) @ 0; tell(ann) @ 1; tell(ben) @ 2", "ann ben", rules=())
    assert found == Break((("x", "ben"),), ("tell", ("ben",)), 2)


def test_a_group_in_the_act_means_each_leaf() -> None:
    assert broken("no hand(content) without warrant", "hand(live) @ 1", rules=())
    assert broken("no hand(content) without warrant", "hand(metadata) @ 1", rules=()) is None


def test_may_is_broken_where_nobody_may() -> None:
    found = broken("may release if encrypted", "encrypted")
    assert found is not None
    assert broken("may release if warrant", "warrant @ 3") is None
    assert broken("may release if hearing", "hearing @ 3; warrant @ 4") == Break((), None, 3)
    assert broken("may release if hearing", "hearing @ 4; warrant @ 4") is None
    assert broken("may seize", "", rules=("rule only-desk: desk must not seize",)) is None


def test_may_is_asked_only_while_all_is_lawful_so_far() -> None:
    rules = (*RULES, "rule never-seize: agency must not seize")
    assert broken("may release if seize", "seize @ 0 by desk", rules=rules) is None


def test_must_without_a_deadline_is_met_also_where_it_is_done() -> None:
    assert broken("must notify if release", "warrant @ 0; release @ 0; notify @ 5") is None
    assert broken("must notify if warrant", "warrant @ 0; release @ 2; notify @ 5") == Break((), None, 0)


@pytest.mark.parametrize(("minutes", "fails"), [(9, True), (10, False), (11, False)])
def test_must_by_a_deadline_wants_a_duty_at_least_as_strict(minutes: int, fails: bool) -> None:  # noqa: FBT001
    claim = f"must notify within {minutes} minutes after release"
    assert (broken(claim, "warrant @ 0; release @ 5; notify @ 6") is not None) == fails


def test_must_by_a_deadline_wants_it_unexcused() -> None:
    rules = ("rule told: ring must notify within 10 minutes after release excused if gag",)
    assert broken("must notify within 10 minutes after release", "release @ 5; gag @ 5", rules=rules) == Break((), None, 5)
    assert broken("must notify within 10 minutes after release", "release @ 5; gag @ 6", rules=rules) is None
    assert broken("must notify within 10 minutes after release if danger", "release @ 5; gag @ 5", rules=rules) is None


def test_always_never_and_possible_at_the_end() -> None:
    assert broken("always warrant", "") == Break(())
    assert broken("never warrant", "warrant @ 7") == Break(())
    assert broken("possible warrant and not consent", "warrant @ 7") == Break(())
    assert broken("possible warrant and not consent", "warrant @ 7; consent @ 99") is None


def test_always_and_never_at_a_free_moment() -> None:
    assert broken("always may release", "warrant @ 7")
    assert broken("never may release", "warrant @ 7") == Break((), None, 7)
    assert broken(
        "never (warrant within the last 10 minutes) and (consent at least 5 minutes ago)", "warrant @ 7; consent @ 9"
    ) == (Break((), None, 14))
    assert (
        broken("never (warrant within the last 10 minutes) and (consent at least 9 minutes ago)", "warrant @ 7; consent @ 9")
        is None
    )
    assert broken("never at consent: (warrant within the last 10 minutes)", "warrant @ 7; consent @ 9") == Break(())


def test_the_word_of_somebody_is_never_enough() -> None:
    by_belief = "believed; release @ 0; notify @ 1"
    assert broken("the word of ring is never enough to release", by_belief)
    assert broken("the word of agency is never enough to release", by_belief) is None
    both = "sworn; consent @ 0; release @ 0; notify @ 1"
    assert broken("the word of agency is never enough to release", both) is None
    assert broken("the word of agency, owner is never enough to release", both)


def test_what_nobody_decides_stays() -> None:
    rules = ("rule closed: ring must not release unless permitted", "rule real: ring may release if danger and hearing")
    assert broken("the word of ring is never enough to release", "danger; hearing @ 0; release @ 0", rules=rules)


def test_an_events_own_followers_fall_silent_with_it() -> None:
    rules = ("rule closed: ring must not release unless permitted", "rule taken-back: ring may release if withdrawal")
    story = "consent @ 0; withdrawal @ 1; release @ 2"
    assert broken("the word of owner is never enough to release", story, rules=rules)
    assert broken("the word of ring is never enough to release", story, rules=rules) is None


def test_an_individuals_word_is_nobodys() -> None:
    rules = (
        "rule closed(p: Person): ring must not tell(p) unless permitted",
        "rule ok(p: Person): ring may tell(p) if agrees(p)",
    )
    claim = "the word of ring, owner, agency, court is never enough to tell(x)"
    assert broken(claim, "agrees(ann) @ 0; tell(ann) @ 0", "ann", rules) is None


def test_less_than_a_standard_is_never_enough() -> None:
    warrant = "warrant @ 0; release @ 0; notify @ 1"
    assert broken("less than probable-cause is never enough to release", warrant) is None
    assert broken("less than probable-cause is never enough to release", "believed; release @ 0; notify @ 1")
    assert broken("less than good-faith is never enough to release", "believed; release @ 0; notify @ 1") is None


# ---- dilemmas

TRAP = (
    "rule told: ring must notify within 10 minutes after release if danger excused if gag",
    "rule quiet: ring must not notify if encrypted and not consent",
)


def test_a_dilemma_leaves_no_minute_to_obey_in() -> None:
    found = broken("no dilemma for ring", "danger; encrypted; release @ 5", rules=TRAP)
    assert found is not None
    assert found.dilemma is not None
    assert (found.dilemma.rule, found.dilemma.whose, found.dilemma.trigger) == ("told", "ring", 5)
    assert broken("no dilemma for ring", "danger; encrypted; release @ 5; consent @ 15", rules=TRAP) is None
    assert broken("no dilemma for ring", "danger; encrypted; release @ 5; consent @ 16", rules=TRAP)
    assert broken("no dilemma for ring", "danger; encrypted; release @ 5; gag @ 15", rules=TRAP) is None
    assert broken("no dilemma for agency", "danger; encrypted; release @ 5", rules=TRAP) is None
    assert broken("no dilemma", "danger; encrypted; release @ 5", rules=TRAP)


def test_no_dilemma_once_things_went_wrong_before() -> None:
    rules = (*TRAP, "rule slow: ring must not release if hearing")
    assert broken("no dilemma for ring", "danger; encrypted; hearing @ 0; release @ 5", rules=rules) is None


def test_a_dilemma_of_one_of_several_parties() -> None:
    rules = ("rule take: bureau, desk must seize within 10 minutes after warrant", "rule only-desk: desk must not seize")
    assert broken("no dilemma for desk", "warrant @ 0", rules=rules)
    assert broken("no dilemma for bureau", "warrant @ 0", rules=rules) is None
    assert broken("no dilemma for agency", "warrant @ 0", rules=rules) is None


def test_a_dilemma_without_a_trigger_is_read_at_the_end() -> None:
    rules = ("rule told: ring must notify if danger", "rule quiet: ring must not notify unless consent")
    policy = law(*rules)
    for story, expected in (("danger", ["ring"]), ("danger; consent @ 5", []), ("", [])):
        meaning = Meaning(policy, told(story))
        assert [found.whose for found in dilemmas(meaning, Record(meaning))] == expected


# ---- two scenarios


def pairs(claim: str, first: str, second: str) -> Break | None:
    policy = law(*RULES, f"property tried: {claim}")
    return breaks_pair(policy, policy.properties["tried"], told(first), told(second))


def test_does_not_depend_on() -> None:
    claim = "whether release is permitted does not depend on {}"
    assert pairs(claim.format("believed"), "believed", "")
    assert pairs(claim.format("encrypted"), "encrypted", "") is None
    assert pairs(claim.format("encrypted"), "believed", "") is None
    assert pairs(claim.format("warrant"), "warrant @ 0", "warrant @ 9") == Break((), None, 0)
    assert pairs(claim.format("warrant, believed"), "warrant @ 0", "believed")


def test_never_opens_and_never_blocks() -> None:
    assert pairs("warrant never opens release", "warrant @ 0", "") == Break((), None, 0)
    assert pairs("warrant never blocks release", "warrant @ 0", "") is None
    assert pairs("consent never opens release", "sworn; consent @ 0; withdrawal @ 1", "sworn")
    assert pairs("consent never opens release", "sworn; consent @ 0; withdrawal @ 1", "sworn; withdrawal @ 1") is None


def test_the_second_scenario_is_without_it_and_what_follows() -> None:
    policy = law(*RULES, "property tried: consent never opens release")
    (other,) = pair_for(policy, policy.properties["tried"], told("sworn; consent @ 0; withdrawal @ 1"))
    assert other == told("sworn")
