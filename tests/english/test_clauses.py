from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyproof.english.clauses import parse, tell, to_do, with_modal

NEGATIONS = re.compile(r"\b(not|no|never|nobody|nothing|none|cannot|neither|nor|without)\b")


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Ring hands the data to the agency", "Ring does not hand the data to the agency"),
        ("the agency files Ring's emergency request form", "the agency does not file Ring's emergency request form"),
        ("a search warrant for the data is served on Ring", "no search warrant for the data is served on Ring"),
        ("another court order is served", "no other court order is served"),
        ("the records are reasonably described", "the records are not reasonably described"),
        ("the data relate to the emergency", "the data do not relate to the emergency"),
        ("somebody really is in danger", "nobody really is in danger"),
        ("there really is an emergency that requires access", "there really is no emergency that requires access"),
        ("Ring believes that somebody is in danger", "Ring does not believe that anybody is in danger"),
        ("Ring does not believe that anybody is in danger", "Ring believes that somebody is in danger"),
        ("the owner has turned on encryption", "the owner has not turned on encryption"),
        ("Ring has no objection to the demand", "Ring has some objection to the demand"),
        ("nobody really is in danger", "somebody really is in danger"),
        ("the patient cannot agree", "the patient can agree"),
        ("a court forbids Ring to tell the owner", "no court forbids Ring to tell the owner"),
        ("the entity learned it in therapy", "the entity did not learn it in therapy"),
        ("Person 1 agrees to the release", "Person 1 does not agree to the release"),
        ("the agency deletes or restricts the data", "it is not so that the agency deletes or restricts the data"),
        ("the owner agrees, and Ring has verified it", "the owner does not agree, or Ring has not verified it"),
        ("the data are no longer needed", "the data are still needed"),
        ("consent of the owner", "this is not so: consent of the owner"),
        ("everybody shown agrees", "not everybody shown agrees"),
        ("the person who asks signs the form", "the person who asks does not sign the form"),
    ],
)
def test_negation(text: str, negated: str) -> None:
    assert tell(text, negative=True) == negated


@pytest.mark.parametrize(
    ("text", "perfect", "past", "pluperfect"),
    [
        (
            "Ring hands over the data",
            "Ring has handed over the data",
            "Ring handed over the data",
            "Ring had handed over the data",
        ),
        ("a warrant is served", "a warrant has been served", "a warrant was served", "a warrant had been served"),
        (
            "the owner has turned it on",
            "the owner has turned it on",
            "the owner had turned it on",
            "the owner had turned it on",
        ),
        ("the court denies it", "the court has denied it", "the court denied it", "the court had denied it"),
        (
            "the owner agrees, and Ring verifies that it is the owner",
            "the owner has agreed, and Ring has verified that it is the owner",
            "the owner agreed, and Ring verified that it is the owner",
            "the owner had agreed, and Ring had verified that it is the owner",
        ),
        (
            "it gives or sells the data",
            "it has given or sold the data",
            "it gave or sold the data",
            "it had given or sold the data",
        ),
        (
            "an order for electronic readers issues",
            "an order for electronic readers has issued",
            "an order for electronic readers issued",
            "an order for electronic readers had issued",
        ),
    ],
)
def test_tenses(text: str, perfect: str, past: str, pluperfect: str) -> None:
    assert (tell(text, "perfect"), tell(text, "past"), tell(text, "pluperfect")) == (perfect, past, pluperfect)


def test_negated_tenses() -> None:
    assert tell("a warrant is served", "perfect", negative=True) == "no warrant has been served"
    assert tell("a warrant is not served", "pluperfect") == "no warrant had been served"
    assert (
        tell("Ring believes that somebody is hurt", "pluperfect", negative=True) == "Ring had not believed that anybody is hurt"
    )
    assert tell("the owner agrees, and Ring verifies it", "pluperfect", negative=True) == (
        "the owner had not agreed, or Ring had not verified it"
    )
    assert tell("the disclosure really cannot wait") == "the disclosure really cannot wait"
    assert tell("Ring does not believe that anybody is hurt", "pluperfect") == "Ring had not believed that anybody is hurt"


def test_modals() -> None:
    assert with_modal("Ring hands over the data", "must", negative=True) == "Ring must not hand over the data"
    assert with_modal("the order is issued", "may") == "the order may be issued"
    assert (
        with_modal("Ring hands over the data", "could", negative=True, perfect=True)
        == "Ring could not have handed over the data"
    )
    assert with_modal("the owner has agreed", "may") == "the owner may have agreed"
    assert to_do("the agency lawfully files and signs the form") == "lawfully file and sign the form"


def test_what_is_no_clause() -> None:
    assert parse("consent of the owner") is None
    assert with_modal("consent", "may") == "it may be so: consent"


def test_no_clause_of_a_spec_is_ever_negated_twice(specs: Path) -> None:
    """Each description and its `otherwise`, in every tense, affirmed and denied."""
    descriptions = {
        found
        for path in sorted(specs.rglob("*.policy"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(fact|event|action|\")", line)
        for found in re.findall(r'"([^"]+)"', line)
    }
    assert len(descriptions) > 50
    for text in sorted(descriptions):
        for tense in ("present", "past", "perfect", "pluperfect"):
            for negative in (False, True):
                told = tell(text, tense, negative=negative)
                for clause in re.split(r"\bthat\b|\bwho\b|\bwhich\b|\bif\b|\bwhether\b|\bhow\b|[,:;]", told):
                    assert len(NEGATIONS.findall(clause)) <= 1, told
