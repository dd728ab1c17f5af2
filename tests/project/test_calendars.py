"""Files of days: what is read from them, and what is said of those that cannot be read."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from oracle.calendars import NEW_YORK, working
from policyproof.diagnostics import Diagnostic
from policyproof.policy.calendars import CalendarSteps
from policyproof.policy.model import Duty, Policy
from policyproof.project import load

POLICY = """\
policy order
calendar {unit} "Courts" from "{file}"
party shop
event served
action answer by shop
rule answers: shop must answer within 1 {unit} after served
"""
DAYS = "# zone: America/New_York\nday\n2026-11-24\n2026-11-25\n2026-11-27\n2026-11-30\n"


def loaded(
    folder: Path, name: str, text: str | bytes, unit: str = "court-days"
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    (folder / "order.policy").write_text(POLICY.format(unit=unit, file=name), encoding="utf-8")
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    found = load(["order.policy"], folder)
    return next(iter(found.policies), None), found.diagnostics


def the_policy(folder: Path, name: str, text: str, unit: str = "court-days") -> Policy:
    policy, diagnostics = loaded(folder, name, text, unit)
    assert diagnostics == ()
    assert policy is not None
    return policy


def test_a_csv_file_lists_the_days_that_count(tmp_path: Path) -> None:
    policy = the_policy(tmp_path, "days.csv", "\ufeff# of our court\n\n" + DAYS.replace("\n", "\r\n"))
    calendar = policy.calendars["court-days"]
    assert (calendar.title, calendar.path, calendar.zone) == ("Courts", "days.csv", NEW_YORK)
    assert [date.fromordinal(day).day for day in calendar.counted] == [24, 25, 27, 30]
    assert (date.fromordinal(calendar.first), date.fromordinal(calendar.last)) == (date(2026, 11, 24), date(2026, 11, 30))
    duty = policy.rules["answers"].sentence
    assert isinstance(duty, Duty)
    assert duty.deadline is not None
    assert duty.deadline.length == CalendarSteps(1, "court-days", "court-days")


KINDS = (
    DAYS.replace("day\n", "day,kind\n")
    .replace("24\n", '24,"court-days business-days"\n')
    .replace("25\n", "25, business-days\n")
)


@pytest.mark.parametrize(
    ("unit", "days"), [("court-days", [24, 27]), ("business-days", [24, 25]), ("calendar-days", [24, 25, 26, 27, 28, 29, 30])]
)
def test_a_second_column_says_for_which_units_a_day_counts(tmp_path: Path, unit: str, days: list[int]) -> None:
    text = KINDS.replace("27\n", "27,court-days\n").replace("30\n", "30,closed\n")
    counted = the_policy(tmp_path, "days.csv", text, unit).calendars[unit].counted
    assert [date.fromordinal(day).day for day in counted] == days


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("day\n2026-11-24\n", 1, 1, "`days.csv` does not say in which zone its days begin and end"),
        ("# zone: Mars/Base\nday\n2026-11-24\n", 1, 9, "no zone is called `Mars/Base`"),
        ("# zone: ../../etc/passwd\nday\n2026-11-24\n", 1, 9, "no zone is called `../../etc/passwd`"),
        (DAYS.replace("day\n", "date\n"), 2, 1, "the first row of a calendar is `day`, or `day,kind`"),
        (DAYS.replace("2026-11-25", "25.11.2026"), 4, 1, "`25.11.2026` is no day"),
        (DAYS.replace("2026-11-25", "  2026-11-31"), 4, 3, "`2026-11-31` is no day"),
        (DAYS.replace("2026-11-25", "2026-11-25,x"), 4, 1, "this row has 2 cells, and the first row 1"),
        (DAYS.replace("2026-11-25", "2026-11-24"), 4, 1, "2026-11-24 comes twice"),
        (DAYS.replace("2026-11-25", "2026-11-23"), 4, 1, "2026-11-23 comes after 2026-11-24"),
        (DAYS.replace("2026-11-30", "2027-11-30"), 6, 1, "no day counts between 2026-11-27 and 2027-11-30: 367 in a row"),
        ("# zone: UTC\n", 1, 1, "`days.csv` lists no days"),
        ("# zone: UTC\nday,kind\n2026-11-24,closed\n", 1, 1, "no day of `days.csv` counts for `court-days`"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_where_it_stands(
    tmp_path: Path, text: str, line: int, column: int, message: str
) -> None:
    policy, (diagnostic, *_) = loaded(tmp_path, "days.csv", text)
    assert policy is None
    assert (diagnostic.code, diagnostic.path, diagnostic.message) == ("PP012", "days.csv", message)
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (line, column)
    assert [label.span.path for label in diagnostic.labels] == ["order.policy"]
    assert diagnostic.help


def test_a_file_with_many_mistakes_gives_a_few_messages(tmp_path: Path) -> None:
    _, diagnostics = loaded(tmp_path, "days.csv", "# zone: UTC\nday\n" + "x\n" * 1000)
    assert len(diagnostics) == 5


@pytest.mark.parametrize(
    ("name", "code"),
    [("missing.csv", "PP012"), ("days.txt", "PP012"), ("../days.csv", "PP009"), ("/etc/days.csv", "PP009"), ("", "PP009")],
)
def test_files_that_are_not_read(tmp_path: Path, name: str, code: str) -> None:
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "days.csv").write_text(DAYS, encoding="utf-8")
    (inside / "order.policy").write_text(POLICY.format(unit="court-days", file=name), encoding="utf-8")
    found = load(["order.policy"], inside)
    assert found.policies == ()
    assert [diagnostic.code for diagnostic in found.diagnostics] == [code]


def test_a_file_that_is_no_text_or_too_large(tmp_path: Path) -> None:
    assert [d.code for d in loaded(tmp_path, "days.csv", b"\xff\xfe")[1]] == ["PP004"]
    assert [d.code for d in loaded(tmp_path, "days.csv", b"#" * (4 * 1024 * 1024 + 1))[1]] == ["PP005"]


def test_a_table_that_is_too_short_for_what_is_counted(tmp_path: Path) -> None:
    policy, (diagnostic,) = loaded(tmp_path, "days.csv", "# zone: UTC\nday\n2026-11-24\n")
    assert policy is None
    assert (diagnostic.code, diagnostic.message) == (
        "PP119",
        "the table of `days.csv` is too short for what this law counts in it",
    )


# ---- iCalendar

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//court//holidays//EN
X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
SUMMARY:Thanksgiving
DTSTART;VALUE=DATE:20261126
DTEND;VALUE=DATE:20261128
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20260101T000000Z
SUMMARY:Christmas
DTSTART;VALUE=DATE:20261225
END:VEVENT
END:VCALENDAR
"""


def test_holidays_of_an_icalendar_file(tmp_path: Path) -> None:
    calendar = the_policy(tmp_path, "holidays.ics", ICS.replace("\n", "\r\n")).calendars["court-days"]
    closed = (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 25))
    assert calendar.counted == working(date(2026, 1, 1), date(2026, 12, 31), closed)
    assert calendar.zone == NEW_YORK


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`holidays.ics` is no iCalendar file"),
        ("a,b\n", "`holidays.ics` is no iCalendar file"),
        (ICS.replace("X-WR-TIMEZONE:America/New_York\n", ""), "`holidays.ics` does not say in which zone"),
        (ICS.replace("UID:2", "UID:2\nRRULE:FREQ=YEARLY"), "`Christmas` recurs, and a table lists each day"),
        (ICS.replace("DTSTART;VALUE=DATE:20261225\n", ""), "`Christmas` has no day"),
        (ICS[: ICS.index("BEGIN:VEVENT")] + "END:VCALENDAR\n", "`holidays.ics` has no holidays"),
    ],
)
def test_what_is_wrong_with_an_icalendar_file(tmp_path: Path, text: str, message: str) -> None:
    _, (diagnostic,) = loaded(tmp_path, "holidays.ics", text)
    assert diagnostic.code == "PP012"
    assert diagnostic.message.startswith(message)


def test_without_the_library_an_icalendar_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    _, (diagnostic,) = loaded(tmp_path, "holidays.ics", ICS)
    assert diagnostic.message == "reading `holidays.ics` needs the library icalendar"
    assert diagnostic.help is not None
    assert "policyproof[calendars]" in diagnostic.help


# ---- calendars of libraries, and of several laws

LIBRARY = 'library courts\ncalendar court-days "Courts" from "days.csv"\nparty shop\nevent served\naction answer by shop\n'
LAW = 'policy {name}\nuse "courts.policy"\nrule answers: shop must answer within {count} court-days after served\n'
BOTH = """\
together both of slow, quick
property sooner: must answer within 2 court-days after served
property next-day: must answer within 1 calendar-day after served
"""


def test_a_library_gives_its_calendar_and_laws_keep_their_own_when_read_together(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text(DAYS, encoding="utf-8")
    (tmp_path / "courts.policy").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "slow.policy").write_text(LAW.format(name="slow", count=2), encoding="utf-8")
    (tmp_path / "quick.policy").write_text(LAW.format(name="quick", count=1), encoding="utf-8")
    (tmp_path / "both.policy").write_text(BOTH, encoding="utf-8")
    found = load(["both.policy", "quick.policy"], tmp_path)
    assert found.diagnostics == ()
    both, quick = found.policies
    assert list(quick.calendars) == ["court-days"]
    assert list(both.calendars) == ["slow.court-days", "quick.court-days"]
    lengths = [
        rule.sentence.deadline.length
        for rule in both.rules.values()
        if isinstance(rule.sentence, Duty) and rule.sentence.deadline
    ]
    assert lengths == [CalendarSteps(2, "court-days", "slow.court-days"), CalendarSteps(1, "court-days", "quick.court-days")]


def test_laws_with_different_calendars(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_text(DAYS, encoding="utf-8")
    (tmp_path / "other.csv").write_text(DAYS.replace("2026-11-25\n", ""), encoding="utf-8")
    (tmp_path / "words.policy").write_text("library words\nparty shop\nevent served\naction answer by shop\n", encoding="utf-8")
    for name, file in (("slow", "days.csv"), ("quick", "other.csv")):
        text = LAW.format(name=name, count=1).replace("courts.policy", "words.policy")
        (tmp_path / f"{name}.policy").write_text(f'{text}calendar court-days from "{file}"\n', encoding="utf-8")
    (tmp_path / "both.policy").write_text(BOTH, encoding="utf-8")
    (diagnostic,) = load(["both.policy"], tmp_path).diagnostics
    assert (diagnostic.code, diagnostic.message) == ("PP119", "the laws here count `court-days` by different calendars")
    (tmp_path / "both.policy").write_text("\n".join(BOTH.splitlines()[::2]) + "\n", encoding="utf-8")
    assert load(["both.policy"], tmp_path).diagnostics == ()
