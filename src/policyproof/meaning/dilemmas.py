"""Dilemmas: a duty began to run, and at no minute that would meet it was doing so permitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from policyproof.meaning.decisions import Meaning
from policyproof.meaning.lawful import Record
from policyproof.meaning.moments import END, first_minute
from policyproof.meaning.rules import DutyRun


class Dilemma(msgspec.Struct, frozen=True):
    """`whose`: the party or individual that can obey in no way. `trigger` is None for a duty without one."""

    rule: str
    values: tuple[tuple[str, str], ...]
    whose: str
    trigger: int | None


def dilemmas(meaning: Meaning, record: Record, parties: Sequence[str] = ()) -> Iterator[Dilemma]:
    """The dilemmas of `parties` (of everybody, where none is named); `record` is that of the same course."""
    for rule in meaning.lookup.duties:
        for run in meaning.all_runs(rule, END):
            for whose in _asked(meaning, run, parties):
                if _is_dilemma(meaning, record, run, whose):
                    trigger = None if run.trigger is None else int(run.trigger)
                    yield Dilemma(rule.name, tuple(run.values.items()), whose, trigger)


def _asked(meaning: Meaning, run: DutyRun, parties: Sequence[str]) -> list[str]:
    """Those among `parties` that the duty asks: doers of its act, or above or below one (who can do nothing about it is
    not asked).
    """
    if run.rule.party_param is not None:
        return [] if parties else [run.values[run.rule.party_param.name]]
    doers = [doer for doer in meaning.policy.events[run.duty.action].by if meaning.lookup.covers(run.rule.parties, doer)]
    return [party for party in parties or meaning.policy.parties if any(meaning.related(doer, party) for doer in doers)]


def _is_dilemma(meaning: Meaning, record: Record, run: DutyRun, whose: str) -> bool:
    start = END if run.trigger is None else run.trigger
    if not meaning.began(run) or meaning.excused(run, run.due) or not record.lawful_by(start, apart_from=run):
        return False

    def could_obey(minute: int) -> bool:
        course = meaning.afresh()
        for arguments in course.tuples(run.duty.args, run.values):
            act = (run.duty.action, arguments)
            for doer in course.possible_doers(act):
                speaks = course.speaks_of(run.rule, run.values, act, doer)
                own = doer == whose or (not run.rule.party_param and course.related(doer, whose))
                if speaks and own and course.may(act, doer, minute):
                    return True
        return False

    first, last = run.window
    return first_minute(could_obey, first, last) is None
