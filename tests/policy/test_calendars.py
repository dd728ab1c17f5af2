"""Calendars and lengths in their days: what is refused, and what is said."""

from __future__ import annotations

from datetime import date

import pytest

from oracle.calendars import at, law_of_days, resolved_with, table
from policy.told import one
from policyproof.diagnostics import CODES
from policyproof.policy.model import GivenTime

DAYS = table(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (
            "rule r: shop must answer within 3 business-days after served",
            "PP119",
            "nothing here says which days `business-days` are",
        ),
        ("rule r: shop must answer within 3 court days after served", "PP034", "`court days` is one word here"),
        ("rule r: shop must answer within 0 court-days after served", "PP119", "no court-days are no length of time"),
        ("rule r: shop must answer within 3 court-days 2 hours after served", "PP037", "`3 court-days 2 hours` mixes units"),
        ("rule r: shop must answer within 1 month 3 court-days after served", "PP037", "`1 month 3 court-days` mixes units"),
        ("rule r: shop must answer within 9999 court-days after served", "PP119", "the table of `days.csv` is too short"),
        (
            "rule r: shop must answer within 99999999999999999999 months after served",
            "PP119",
            "the table of `days.csv` is too short",
        ),
        (
            "property p: always heard within 600 court-days after 2 years after served",
            "PP119",
            "the table of `days.csv` is too short",
        ),
        (
            "rule r: shop must answer within 3 days after served\ndelay d postpones r by up to 3 court-days",
            "PP119",
            "what a delay grants is counted in minutes",
        ),
        (
            "fact kept: duration\nproperty p: always kept <= 3 months",
            "PP119",
            "a duration that is compared is counted in minutes",
        ),
        ('calendar months "M" from "days.csv"', "PP119", "a calendar lists days, and `months` are none"),
        ('calendar hours "H" from "days.csv"', "PP119", "a calendar lists days, and `hours` are none"),
        ('calendar court-days "Others" from "others.csv"', "PP101", "there are two calendars of `court-days`"),
        (
            'case "c": given served at 3 hours expect lawful',
            "PP203",
            "this law counts days of a calendar, and this time has no date",
        ),
        ('case "c": given served at 3 court-days expect lawful', "PP119", "the time of an event is no number of `court-days`"),
        (
            'case "c": given served at 2026-03-08 02:30 expect lawful',
            "PP037",
            "the clocks of America/New_York never show this time",
        ),
    ],
)
def test_with_a_calendar_what_it_cannot_count_is_refused(line: str, code: str, message: str) -> None:
    diagnostic, *_ = resolved_with(DAYS, line).diagnostics
    assert diagnostic.code == code
    assert diagnostic.message.startswith(message)
    assert diagnostic.help
    assert diagnostic.code in CODES


def test_a_calendar_whose_file_could_not_be_read_is_reported_once() -> None:
    """By whoever reads files: here nothing more is said of the lengths that it would count."""
    diagnostic = one(
        'calendar business-days "B" from "b.csv"\nrule r: maker must release within 3 months after consent\nevent danger\n'
    )
    assert diagnostic.code == "PP101"  # the second `danger`, which has nothing to do with it


@pytest.mark.parametrize(
    ("time", "minute"),
    [
        ("2026-01-15 12:00", at(2026, 1, 15, 12)),
        ("2026-07-15 12:00", at(2026, 7, 15, 12)),
        ("2026-11-01 01:30", at(2026, 11, 1) + 90),  # shown twice that night: the first time is meant
    ],
)
def test_the_times_of_a_case_are_what_the_clocks_of_the_zone_show(time: str, minute: int) -> None:
    (given,) = law_of_days(DAYS, f'case "c": given served at {time} expect lawful').cases["c"].givens
    assert isinstance(given, GivenTime)
    assert given.minute == minute
    assert at(2026, 7, 15, 12) - at(2026, 1, 15, 12) == (181 * 24 - 1) * 60
