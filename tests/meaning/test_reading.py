"""Formulas at a moment and with a horizon."""

from __future__ import annotations

import pytest

from meaning.told import law, told
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.moments import END
from policyproof.policy.model import Always


def holds(text: str, story: str, m: float = END, h: float = END, people: str = "", lines: tuple[str, ...] = ()) -> bool:
    policy = law(*lines, f"property tried: always {text}")
    claim = policy.properties["tried"].claim
    assert isinstance(claim, Always)
    return Meaning(policy, told(story, people)).holds(claim.body, m, h, {})


def test_an_event_has_happened_by_the_moment_and_the_horizon() -> None:
    assert [holds("warrant", "warrant @ 5", m, h) for m, h in [(4, END), (5, END), (5, 4), (END, 5)]] == [
        False,
        True,
        False,
        True,
    ]


def test_eventually_looks_at_the_horizon_alone() -> None:
    assert holds("eventually warrant", "warrant @ 5", 0, END)
    assert not holds("eventually warrant", "warrant @ 5", 9, 4)


RELATIONS = {
    "release before warrant": ([99], [100, 101]),
    "release after warrant": ([101], [99, 100]),
    "release together with warrant": ([100], [99, 101]),
    "release not later than warrant": ([-9, 100], [101]),
    "release not later than 10 minutes after warrant": ([-9, 110], [111]),
    "release within 10 minutes after warrant": ([100, 110], [99, 111]),
    "release within 10 minutes before warrant": ([90, 100], [89, 101]),
    "release at least 10 minutes after warrant": ([110, 999], [109]),
    "release at least 10 minutes before warrant": ([-9, 90], [91]),
    "release more than 10 minutes after warrant": ([111], [110]),
    "release more than 10 minutes before warrant": ([89], [90]),
    "release less than 10 minutes after warrant": ([100, 109], [99, 110]),
    "release less than 10 minutes before warrant": ([91, 100], [90, 101]),
    "release before 10 minutes after warrant": ([109], [110]),
    "release after 10 minutes before warrant": ([91], [90]),
    "release before earliest of { warrant; hearing }": ([99], [100]),
    "release before latest of { warrant; hearing }": ([99], [100]),
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_at_their_boundaries(relation: str) -> None:
    true, false = RELATIONS[relation]
    assert [t for t in true if not holds(relation, f"warrant @ 100; release @ {t}")] == []
    assert [t for t in false if holds(relation, f"warrant @ 100; release @ {t}")] == []


@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_need_all_their_ends_to_be_seen(relation: str) -> None:
    t = RELATIONS[relation][0][0]
    assert not holds(relation, f"release @ {t}")
    assert not holds(relation, "warrant @ 100")
    assert not holds(relation, f"warrant @ 100; release @ {t}", END, max(100, t) - 1)


def test_extrema_skip_what_never_happens() -> None:
    text = "release before {} of {{ warrant; hearing }}"
    assert holds(text.format("earliest"), "warrant @ 5; hearing @ 3; release @ 2")
    assert not holds(text.format("earliest"), "warrant @ 5; hearing @ 3; release @ 4")
    assert holds(text.format("latest"), "warrant @ 5; hearing @ 3; release @ 4")
    assert not holds(text.format("latest"), "release @ 4")


def test_a_computed_end_is_seen_once_what_it_is_counted_from_is() -> None:
    text = "10 minutes after warrant before hearing"
    assert holds(text, "warrant @ 0; hearing @ 11", 11, 11)
    assert holds("consent before 10 minutes after warrant", "warrant @ 0; consent @ 1", 1, 1)


LOOK_BACKS = {
    "warrant within the last 10 minutes": ([0, 10], [-1, 11]),
    "warrant at least 10 minutes ago": ([10, 99], [9]),
    "warrant more than 10 minutes ago": ([11], [10]),
    "warrant less than 10 minutes ago": ([0, 9], [-1, 10]),
}


@pytest.mark.parametrize("text", LOOK_BACKS)
def test_looking_back_at_the_boundaries(text: str) -> None:
    true, false = LOOK_BACKS[text]
    assert [m for m in true if not holds(text, "warrant @ 0", m)] == []
    assert [m for m in false if holds(text, "warrant @ 0", m)] == []
    assert not holds(text, "", 5)
    assert not holds(text, "warrant @ 0", true[0], -1)


def test_at_reads_at_the_moment_of_an_end_with_the_horizon_unchanged() -> None:
    assert holds("at warrant: consent", "warrant @ 5; consent @ 5")
    assert not holds("at warrant: consent", "warrant @ 5; consent @ 6")
    assert holds("at warrant: (consent within 10 minutes after warrant)", "warrant @ 5; consent @ 9")
    assert not holds("at warrant: consent", "consent @ 5")
    assert holds("at 10 minutes after warrant: consent", "warrant @ 5; consent @ 15")


def test_groups_hold_where_some_leaf_makes_the_whole_true() -> None:
    assert holds("served(content)", "served(live) @ 0")
    assert not holds("served(content)", "served(metadata) @ 0")
    assert holds("served(content) before warrant", "served(stored) @ 9; served(live) @ 4; warrant @ 5")
    assert holds("not (served(content) before warrant)", "served(stored) @ 9; warrant @ 5")
    assert holds("at served(content): consent", "served(stored) @ 1; served(live) @ 4; consent @ 3")


def test_kinds_and_ranks() -> None:
    assert holds("data is content", "data = stored")
    assert not holds("data is content", "data = metadata")
    assert holds("data is not content", "data = metadata")
    ranks = {
        value: holds("process is at least summons", f"process = {value}") for value in ("letter", "civil", "warrant-order")
    }
    assert ranks == {"letter": False, "civil": True, "warrant-order": True}
    assert holds("process is at most civil", "process = criminal")


def test_numbers_and_durations() -> None:
    assert [holds("length > 2 minutes", f"length = {n}") for n in (2, 3)] == [False, True]
    assert [holds("2 * pages + 1 <= 7", f"pages = {n}") for n in (3, 4)] == [True, False]


def test_quantifiers() -> None:
    story = "shown(ann); shown(ben); agrees(ann) @ 0"
    assert not holds("every Person p where shown(p): agrees(p)", story, people="ann ben cai")
    assert holds("some Person p where shown(p): agrees(p)", story, people="ann ben cai")
    assert holds("no Person p where not shown(p): agrees(p)", story, people="ann ben cai")
    assert holds("every Person p: agrees(p)", "")
    assert holds("at least 2 Person p: shown(p)", story, people="ann ben cai")
    assert not holds("exactly 1 Person p: shown(p)", story, people="ann ben cai")
    assert holds("exactly 1 Person p where shown(p): agrees(p)", story, people="ann ben cai")
    assert holds("at most 1 Person p: agrees(p)", story, people="ann ben cai")
    assert holds("no Person exists", "")
    assert holds("every Data d: served(d)", "served(stored) @ 0; served(live) @ 0; served(metadata) @ 0")
    assert holds("some Person p, Person q where p is not q: (guardian(p) is q)", "guardian(ann) = ben", people="ann ben")
    assert not holds("some Person p, Person q where p is not q: (guardian(p) is q)", "", people="ann ben")


def test_lists_count() -> None:
    items = "{ warrant; consent; encrypted }"
    counts = {
        "any of": (1, 2, 3),
        "all of": (3,),
        "none of": (0,),
        "exactly one of": (1,),
        "at least 2 of": (2, 3),
        "at most 1 of": (0, 1),
    }
    stories = ["", "warrant @ 0", "warrant @ 0; consent @ 0", "warrant @ 0; consent @ 0; encrypted"]
    for head, numbers in counts.items():
        assert [n for n, story in enumerate(stories) if holds(f"{head} {items}", story)] == list(numbers), head


def test_by_asks_who_did_it() -> None:
    assert holds("seize by desk", "seize @ 0 by desk")
    assert not holds("seize by desk", "seize @ 0 by bureau")
    assert holds("seize by agency", "seize @ 0 by bureau")
    assert not holds("seize by desk", "seize @ 5 by desk", 4)


def test_terms_are_read_at_the_moment_of_whoever_uses_them() -> None:
    lines = ("term paper means warrant or consent", "term agreed(p: Person) means agrees(p)")
    assert not holds("at hearing: paper", "hearing @ 0; warrant @ 1", lines=lines)
    assert holds("paper", "hearing @ 0; warrant @ 1", lines=lines)
    assert holds("some Person q: agreed(q)", "agrees(ben) @ 0", people="ann ben", lines=lines)


LAW = (
    "rule closed: ring must not release unless permitted",
    "rule by-warrant: ring may release if warrant",
    "rule by-consent: ring may release if consent",
    "rule told: ring must notify within 10 minutes after release if danger excused if gag",
    "rule quiet: ring must not notify if encrypted",
    "rule off: by-consent does not apply if withdrawal",
)


def test_may_asks_for_a_decision_at_the_moment() -> None:
    assert [holds("may release", "warrant @ 5; release @ 900", m, lines=LAW) for m in (4, 5, END)] == [False, True, True]


def test_must_and_breached() -> None:
    story = "danger; warrant @ 0; release @ 0"
    assert [holds("must notify", story, m, lines=LAW) for m in (-1, 0, 10, 11)] == [False, True, True, False]
    assert [holds("told breached", story, m, lines=LAW) for m in (0, 10, 11, END)] == [False, False, True, True]
    assert not holds("told breached", story + "; gag @ 10", END, lines=LAW)
    assert not holds("told breached", story + "; notify @ 10", END, lines=LAW)


def test_applies() -> None:
    assert [holds("by-warrant applies", "warrant @ 5", m, lines=LAW) for m in (4, 5)] == [False, True]
    assert holds("closed applies", "", lines=LAW)
    assert [holds("told applies", "danger; release @ 5", m, lines=LAW) for m in (4, 5, 99)] == [False, True, True]
    assert not holds("told applies", "release @ 5", lines=LAW)
    assert not holds("by-consent applies", "consent @ 0; withdrawal @ 0", lines=LAW)
    assert [holds("off applies", "consent @ 0; withdrawal @ 3", m, lines=LAW) for m in (2, 3)] == [False, True]


def test_under_reads_at_the_acts_own_minute() -> None:
    assert holds("release under by-warrant", "warrant @ 0; release @ 5", lines=LAW)
    assert not holds("release under by-warrant", "warrant @ 6; release @ 5", lines=LAW)
    assert holds("release under by-warrant alone", "warrant @ 0; release @ 5; consent @ 6", lines=LAW)
    assert not holds("release under by-warrant alone", "warrant @ 0; release @ 5; consent @ 5", lines=LAW)
    assert holds("release under closed", "release @ 5", lines=LAW)
    assert holds("notify under told", "danger; release @ 0; notify @ 99", lines=LAW)
    assert not holds("notify under told", "danger; release @ 5; notify @ 4", lines=LAW)
