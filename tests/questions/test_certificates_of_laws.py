"""Certificates where several laws, provisos, delays, scopes, beliefs and days of a calendar bear on a claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from meaning.told import law
from oracle.calendars import law_of_days, table
from policyproof import __version__
from policyproof.policy.model import Complies, Policy, SameAs
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.evidence import written
from policyproof.questions.examine import Checked, Examiner
from policyproof.source import Source
from questions.laws import beside, in_two_laws

CLOSED = ("rule closed: ring must not release unless permitted", "rule on-warrant: ring may release if warrant")
TOLD = "rule told: ring must notify within 5 days after release"
EXTENDED = "delay extension by court on probable-cause postpones told by up to 90 days renewable at most 3 times"
EACH = "delay extra(q: Person) postpones told by up to 5 days"
DAYS = table(date(2026, 11, 2), date(2027, 1, 29), (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 25)))


def two_laws() -> Policy:
    rules = (
        "rule mail-closed: ring must not release unless permitted",
        "rule mail-warrant: ring may release if warrant",
        "rule video-closed: ring must not release unless permitted",
        "rule video-consent: ring may release if consent",
    )
    made = law(*rules, "property p: no release without all of { warrant; consent }")
    return in_two_laws(made, {"video-closed", "video-consent"})


PROVED: dict[str, Callable[[], Policy]] = {
    "a proviso": lambda: law(
        CLOSED[0],
        "rule seised: ring may release if danger provided that report within 48 hours after release",
        "property p: no release without report within 48 hours after release",
    ),
    "an exception to one of two closing rules": lambda: law(
        "rule any-data: ring must not release unless permitted",
        "rule sensitive: ring must not release if data is content unless permitted",
        "rule ground: ring may release if warrant as an exception to any-data",
        "rule explicit: ring may release if consent as an exception to sensitive",
        "property p: no release without consent if data is content",
    ),
    "two laws": two_laws,
    "scope": lambda: law("scope danger", *CLOSED, "property p: no release without warrant"),
    "a delay renewed so often": lambda: law(
        TOLD, EXTENDED, "property p: no release without notify within 365 days after release"
    ),
    "a delay that nobody is granted": lambda: law(
        TOLD, EACH, "property p: no release without notify within 5 days after release if every Person q: extra(q) < 1"
    ),
    "true beliefs": lambda: law(
        CLOSED[0],
        "rule emergency: ring may release if believed",
        "property p: no release without danger supposing beliefs are true",
    ),
    "compliance": lambda: beside((*CLOSED, "rule hushed: ring must not release if gag"), CLOSED, Complies("other", ())),
    "the same law": lambda: beside(CLOSED, (CLOSED[0], "rule w: ring may release if warrant"), SameAs("other")),
    "days of a calendar": lambda: law_of_days(
        DAYS,
        "rule answers: shop must answer within 5 court-days after served",
        "property p: must answer not later than 8 court-days after served",
    ),
}


def examined(made: Policy, of: Policy) -> Checked:
    """What a certificate made of one policy shows of another."""
    sources = {path: Source(path, "") for path in (*made.files, *of.files)}
    (found,) = check(made, CheckOptions(stories=False, certify=True)).properties
    assert found.verdict == "holds"
    assert found.certificate is not None
    assert found.certificate.lacks == ()
    data = written(made, found.property, sources, found.certificate, __version__)
    return Examiner(of, sources).examine(of.properties["p"], data)


@pytest.mark.parametrize("kind", PROVED)
def test_what_is_proved_is_certified(kind: str) -> None:
    made = PROVED[kind]()
    checked = examined(made, made)
    assert checked.shown is not None, checked.refused


def test_a_certificate_of_a_stricter_law_is_refused() -> None:
    """With one renewal more, or without the proviso, a policy does not say what the proof rests on."""
    claim = "property p: no release without notify within 365 days after release"
    made = law(TOLD, EXTENDED, claim)
    laxer = law(TOLD, EXTENDED.replace("3 times", "4 times"), claim)
    assert examined(made, laxer).refused is not None
    claim = "property p: no release without report within 48 hours after release"
    rule = "rule seised: ring may release if danger"
    made = law(CLOSED[0], f"{rule} provided that report within 48 hours after release", claim)
    assert examined(made, law(CLOSED[0], rule, claim)).refused is not None
