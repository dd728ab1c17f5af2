"""Dates in words, where a policy counts by a calendar: what the clocks show, what a proof spans, and when counted days end."""

from __future__ import annotations

from datetime import date, datetime

from policyproof.english import phrases
from policyproof.english.clauses import capital
from policyproof.english.lists import duration, in_months, joined
from policyproof.english.material import DueDate, Telling
from policyproof.english.points import event
from policyproof.policy.calendars import CalendarSteps
from policyproof.policy.model import Calendar, Duty, Policy
from policyproof.policy.period import period_of
from policyproof.policy.zones import shown

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zone_of_stories(policy: Policy) -> str | None:
    """The zone whose clocks a policy's stories are told by; None where it has no calendar."""
    return next((calendar.zone for calendar in policy.calendars.values()), None)


def on(policy: Policy, minute: int) -> str | None:
    """`on Wednesday, 25 November 2026, at 16:00`; None where the policy has no calendar."""
    zone = zone_of_stories(policy)
    if zone is None:
        return None
    clock = shown(zone, minute)
    return "far outside every calendar" if clock is None else f"on {_date(clock)}, at {clock:%H:%M}"


def span_sentence(policy: Policy) -> str | None:
    """For which events a verdict was worked out, and how days are counted; None where none are counted."""
    period = period_of(policy)
    if period is None or not period.events:
        return None
    first, last = shown(period.zone, period.first), shown(period.zone, period.last)
    if first is None or last is None:
        return None
    tables = joined(list(dict.fromkeys(_table(calendar) for calendar in policy.calendars.values())))
    return (
        f"For events from {in_months(first.date())} to {in_months(last.date())}, counted by {tables}. "
        f"The day of the event is not counted; the last day is, to its end."
    )


def _table(calendar: Calendar) -> str:
    """`“US federal courts” (days.csv, America/New_York)`."""
    named = f'"{calendar.title}" ' if calendar.title else ""
    return f"{named}(`{calendar.path}`, {calendar.zone})" if named else f"`{calendar.path}` ({calendar.zone})"


def due_dates(policy: Policy, names: phrases.Cast, telling: Telling) -> list[str]:
    """When what is counted in days falls due, with the days that were counted; and when the claim asks for it."""
    return [f"{capital(_due(policy, names, each))}." for each in telling.due_dates]


def _due(policy: Policy, names: phrases.Cast, due: DueDate) -> str:
    when = _by(policy, due.minute)
    if due.rule is None:
        return f"the claim asks for it by {when}"
    rule = policy.rules[due.rule]
    assert isinstance(rule.sentence, Duty)
    assert rule.sentence.deadline is not None
    values = dict(due.values)
    scope = {param.name: (param.sort, names.get((param.sort, values[param.name]), param.name)) for param in rule.params}
    said = event(policy, scope, rule.sentence.action, rule.sentence.args).modal("must")
    length = rule.sentence.deadline.length
    days = f": the {duration(length)} are {joined([_date(date.fromordinal(day)) for day in due.days])}" if due.days else ""
    if isinstance(length, CalendarSteps) and length.count == 1:
        days = days.replace(" are ", " is ", 1)
    return f"under {phrases.cited(policy, due.rule)}, {said} by {when}{days}"


def _by(policy: Policy, minute: int) -> str:
    """`the end of Friday, 27 November 2026`, for the last minute of a day; else the date and the time."""
    clock = shown(zone_of_stories(policy) or "UTC", minute)
    if clock is None:
        return "a day outside every calendar"
    return f"the end of {_date(clock)}" if (clock.hour, clock.minute) == (23, 59) else f"{_date(clock)}, at {clock:%H:%M}"


def _date(day: date | datetime) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, {in_months(day)}"
