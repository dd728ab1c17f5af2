"""When duties that are counted in days of a calendar fall due, for the story of a scenario."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from policyproof.english.material import DueDate
from policyproof.meaning.decisions import Meaning
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.rules import DutyRun
from policyproof.policy.calendars import ALWAYS, LISTED, CalendarSteps
from policyproof.policy.model import Deadline, MustClaim, Property

_FEW: Final = 7
"""So many days are listed one by one."""


def due_dates(meaning: Meaning, declared: Property, now: int | None) -> Iterator[DueDate]:
    """The duties that run and are not done, or that the claim is about, each with its date; and the claim's own date, where it
    has one at the moment `now`.
    """
    if not meaning.policy.calendars:
        return
    claim = declared.claim
    for rule in meaning.lookup.duties:
        for run in meaning.all_runs(rule, END):
            about = not meaning.done(run, END) or getattr(claim, "action", None) == run.duty.action
            if about and _is_counted(run.duty.deadline) and meaning.began(run) and abs(run.due) < ALWAYS:
                yield DueDate(rule.name, tuple(run.values.items()), int(run.due), _days(meaning, run))
    if isinstance(claim, MustClaim) and claim.deadline is not None and now is not None:
        last: Moment = meaning.window(claim.deadline, now)[1]
        if abs(last) < ALWAYS:
            yield DueDate(None, (), int(last))


def _is_counted(deadline: Deadline | None) -> bool:
    return deadline is not None and isinstance(deadline.length, CalendarSteps)


def _days(meaning: Meaning, run: DutyRun) -> tuple[int, ...]:
    """The listed days between a trigger and the date, both counted as the clocks of the calendar show them."""
    length = run.duty.deadline.length if run.duty.deadline is not None else 0
    if not isinstance(length, CalendarSteps) or length.unit not in LISTED or length.count > _FEW or run.postponed:
        return ()
    calendar = meaning.policy.calendars[length.calendar]
    trigger = calendar.first + bisect_right(calendar.starts, run.trigger or 0) - 1
    due = calendar.first + bisect_right(calendar.starts, run.due) - 1
    if due < trigger:
        return ()
    return calendar.counted[bisect_right(calendar.counted, trigger) : bisect_left(calendar.counted, due + 1)]
