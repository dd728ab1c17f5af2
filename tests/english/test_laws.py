"""What laws are called, and who does what several may do."""

from __future__ import annotations

import msgspec
import pytest

from english.camera import VOCABULARY
from policyproof.english import phrases
from policyproof.english.laws import law, law_of, several
from policyproof.policy.model import Policy
from policyproof.project.load import load_text

DOERS = """\
party authority "an authority" { inspector "an inspector", clerk "a clerk" }
event order by agency, court "somebody orders the release"
event signed by agency, court "the order is signed"
event arrives by agency, court "the form reaches the maker"
event inspected by inspector, clerk "an authority inspects the camera"
event agreed by owner, maker "the camera's owner or the maker agrees"
event told by maker, agency "the maker is told of it by letter"
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_text(VOCABULARY + DOERS, "camera.policy")


def titled(policy: Policy, title: str) -> str:
    """What a second law in force is called, that has this title."""
    other = msgspec.structs.replace(policy.laws["camera"], name="other", title=title)
    return law(msgspec.structs.replace(policy, laws={**policy.laws, "other": other}), "other")


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Stored Communications Act", "the Stored Communications Act"),
        ("Stored Communications Act (a sketch)", "the Stored Communications Act"),
        ("General Data Protection Regulation", "the General Data Protection Regulation"),
        ("HIPAA privacy rule", "the HIPAA privacy rule"),
        ("The Town Code", "the Town Code"),
        ("the second law", "the second law"),
        ("Ring's emergency clause of July 2022 (a sketch)", "Ring's emergency clause of July 2022"),
        ("A US warrant (a sketch)", '"A US warrant"'),
        (
            "Ring: law-enforcement disclosure, as described in July 2022",
            '"Ring: law-enforcement disclosure, as described in July 2022"',
        ),
        ("Camera sharing in Oldtown", '"Camera sharing in Oldtown"'),
        ("other", "`other`"),
        ("", "`other`"),
    ],
)
def test_a_law_is_called_by_its_title(policy: Policy, title: str, called: str) -> None:
    assert titled(policy, title) == called


def test_two_laws_of_one_title_are_told_apart_by_name(policy: Policy) -> None:
    assert titled(policy, policy.title) == '"Footage from a camera" (`other`)'


def test_the_one_law_in_force_is_this_policy(policy: Policy) -> None:
    assert not several(policy)
    assert law(policy, "camera") == "this policy"
    assert law_of(policy, policy.rules["closed"]) == "this policy"


@pytest.mark.parametrize(
    ("event", "doer", "told", "denied"),
    [
        ("order", "court", "a judge orders the release", "no judge has ordered the release"),
        ("signed", "court", "the order is signed by a judge", "the order has not been signed by a judge"),
        ("inspected", "clerk", "a clerk inspects the camera", "no clerk has inspected the camera"),
        ("agreed", "maker", "the maker agrees", "the maker has not agreed"),
    ],
)
def test_who_did_it_takes_the_place_of_whoever_may(policy: Policy, event: str, doer: str, told: str, denied: str) -> None:
    said = phrases.done_by(policy, event, phrases.event(policy, event, ()), phrases.party(policy, doer))
    assert said.tell() == told
    assert said.tell("perfect", negative=True) == denied


@pytest.mark.parametrize("event", ["arrives", "told"])
def test_who_was_behind_it_is_added_where_the_subject_is_something_else(policy: Policy, event: str) -> None:
    plain = phrases.event(policy, event, ())
    said = phrases.done_by(policy, event, plain, "the agency")
    assert said.tell() == f"{plain.tell()} (through the agency)"
    assert said.tell("perfect", negative=True) == f"{plain.tell('perfect', negative=True)} (through the agency)"
