from __future__ import annotations

import re

import msgspec
import pytest

from english.ring import EMERGENCY, ring
from golden.compare import matches_golden
from policyproof.english.material import Flip, Opening, Telling, Timing, Word
from policyproof.english.story import brief, story
from policyproof.policy.model import Policy
from policyproof.scenario import Scenario

CLAIMS = """\
property consent-or-process: no release without consent or process
property their-word: the word of ring, agency is never enough to release
property weak: less than probable-cause is never enough to release
property may-tell: may notify if release
property must-tell: must notify within 24 hours after release
property usable: possible release
property no-trap: no dilemma
property gag-matters: whether notify is permitted does not depend on gag
property told: no release without notify
"""


def with_(**changes: object) -> Telling:
    return msgspec.structs.replace(EMERGENCY, **changes)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return ring(CLAIMS)


GAGGED = Scenario({"Person": ()}, {}, {("consent", ()): 0, ("gag", ()): 1, ("release", ()): 2}, {})
UNGAGGED = Scenario({"Person": ()}, {("encrypted", ()): True}, {("consent", ()): 5, ("release", ()): 7}, {})
PEOPLE = Scenario(
    {"Person": ("a", "b")},
    {("age", ("a",)): 17, ("age", ("b",)): 40, ("shown", ("a",)): True},
    {("issue", ()): 0, ("agrees", ("a",)): 3, ("served", ("jury",)): 1443},
    {("issue", ()): "court"},
)

TELLINGS = {
    "emergency": ("consent-or-process", EMERGENCY),
    "their word": ("their-word", EMERGENCY),
    "weak words": ("weak", EMERGENCY),
    "witness": ("usable", with_(aspect="witnesses")),
    "several ways to stop it": (
        "consent-or-process",
        with_(
            flips=(
                Flip(("encrypted", ()), is_event=False, to=True, by=("owner",)),
                Flip(("form", ()), is_event=True, to=False, by=("agency",)),
                Flip(("danger-believed", ()), is_event=False, to=False, by=("ring",)),
                Flip(("gag", ()), is_event=True, to=True, by=("court",)),
                Flip(("data", ()), is_event=False, to="records", by=()),
            )
        ),
    ),
    "hollow": ("told", with_(lawful_only_so_far=True, idle_duties=())),
    "nothing against it": ("told", with_(unopened=True, opened_by=(), words=(), flips=())),
    "several people": (
        "usable",
        with_(
            scenario=PEOPLE,
            act=None,
            facts=tuple(PEOPLE.facts.items()),
            events=(
                Timing(("issue", ()), 0, None, None),
                Timing(("agrees", ("a",)), 3, 0, 24 * 60),
                Timing(("served", ("jury",)), 1443, 1443, None),
            ),
            absent=(("agrees", ("b",)),),
            opened_by=(),
            words=(
                Word(("agrees", ("a",)), is_event=True, speakers=("a",), standard=None, wrong=None),
                Word(("served", ("jury",)), is_event=True, speakers=("agency",), standard="assertion", wrong=None),
            ),
            idle_duties=(),
            flips=(),
        ),
    ),
    "nobody may": (
        "may-tell",
        with_(
            scenario=GAGGED,
            act=("notify", ()),
            now=62,
            facts=(),
            events=(Timing(("gag", ()), 0, None, None), Timing(("release", ()), 1, 0, None)),
            absent=(),
            opened_by=(),
            words=(),
            flips=(),
            forbidden_by=("gagged",),
        ),
    ),
    "no such duty": ("must-tell", with_(act=("notify", ()), now=1, opened_by=(), flips=())),
    "a trap": (
        "no-trap",
        with_(
            aspect="dilemma",
            scenario=GAGGED,
            act=("notify", ()),
            facts=(),
            events=(
                Timing(("consent", ()), 0, None, None),
                Timing(("gag", ()), 1, None, None),
                Timing(("release", ()), 2, 1, None),
            ),
            absent=(("notify", ()),),
            opened_by=(),
            words=(Word(("gag", ()), is_event=True, speakers=("court",), standard=None, wrong=None),),
            idle_duties=(),
            duty="notice",
            flips=(Flip(("gag", ()), is_event=True, to=False, by=("court",)),),
            forbidden_by=("gagged",),
        ),
    ),
    "two courses": (
        "gag-matters",
        with_(
            aspect="depends",
            scenario=GAGGED,
            other=UNGAGGED,
            act=("notify", ()),
            now=2,
            facts=(),
            events=(
                Timing(("consent", ()), 0, None, None),
                Timing(("gag", ()), 1, 0, None),
                Timing(("release", ()), 2, 0, None),
            ),
            absent=(),
            permitted="second",
        ),
    ),
}


def test_the_stories(policy: Policy) -> None:
    told = [
        "\n".join([f"{title}:", *(f"  {line}" for line in story(policy, policy.properties[name], telling))])
        for title, (name, telling) in TELLINGS.items()
    ]
    matches_golden("stories.txt", "\n\n".join(told) + "\n")


def test_the_emergency_story_says_what_a_reporter_must_know(policy: Policy) -> None:
    text = "\n".join(story(policy, policy.properties["consent-or-process"], EMERGENCY))
    assert "The requesting agency's word counted, on its assertion: the agency files Ring's emergency request form." in text
    assert "Ring's word counted, in good faith:" in text
    assert "although nobody really is in imminent danger" in text
    assert "Nobody else's word counted." in text
    assert "under its rule `emergency`. It stands in ring.policy:" in text
    assert 'its source is "Amazon to Senator Markey, 1 July 2022", p. 3.' in text
    assert "If the owner had turned on end-to-end encryption, Ring could not have handed the data to the agency." in text
    assert "The policy, as of 1 July 2022, allows this" in text


def test_stories_use_no_name_and_no_word_of_the_trade(policy: Policy) -> None:
    for name, telling in TELLINGS.values():
        text = re.sub(r"`[^`]*`", "", "\n".join(story(policy, policy.properties[name], telling)))
        for word in ("danger-believed", "true", "false", "True", "None", "solver", "Z3", "illegal", "was released"):
            assert not re.search(rf"\b{word}\b", text), text


def test_a_brief_telling(policy: Policy) -> None:
    assert brief(policy, EMERGENCY) == (
        f"Under rule `emergency` (line {policy.rules['emergency'].span.line}): what the agency asks for: footage; Ring "
        "believes that somebody is in imminent danger; Ring believes that the disclosure cannot wait; the agency files Ring's "
        "emergency request form; Ring hands the data to the agency."
    )
    assert brief(policy, with_(opened_by=(Opening("consented"), Opening("emergency")))).startswith("Under rule `consented`")
