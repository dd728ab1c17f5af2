"""Which scenarios are lawful, for whom not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

from policyproof.meaning.decisions import Decision, Meaning
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.rules import DutyRun
from policyproof.policy.model import Fact, Policy
from policyproof.scenario import Instance, Scenario


class UnlawfulAct(msgspec.Struct, frozen=True):
    """An act that was not permitted to its doer at its minute (the decision says by which rules), or that is tainted: then
    `missed` names the licences whose provisos did not come true.
    """

    act: Instance
    minute: int
    decision: Decision
    missed: tuple[str, ...] = ()


class Breach(msgspec.Struct, frozen=True):
    """A duty that was not met. `trigger` and `due` are minutes, None where it has no trigger or no date."""

    rule: str
    values: tuple[tuple[str, str], ...]
    parties: tuple[str, ...]
    trigger: int | None
    due: int | None


class Lawfulness(msgspec.Struct, frozen=True):
    """Whether all was lawful, and what was not, in order of declaration."""

    acts: tuple[UnlawfulAct, ...]
    breaches: tuple[Breach, ...]

    @property
    def lawful(self) -> bool:
        """Whether nothing was unlawful."""
        return not self.acts and not self.breaches

    @property
    def for_whom_not(self) -> tuple[str, ...]:
        """Those for whom it was not lawful: doers, and all whom a breached duty asked."""
        found = [wrong.decision.doer for wrong in self.acts]
        found += [party for breach in self.breaches for party in breach.parties]
        return tuple(dict.fromkeys(found))


class Record:
    """What was unlawful in one course of events, leaving out the parties that disobey; asked about at any moment.

    Worked out once, when first asked for, since an act is judged at its own minute and a breach when it falls due.
    """

    def __init__(self, meaning: Meaning, disobey: Sequence[str] = ()) -> None:
        self.meaning = meaning
        self.free = frozenset(below for party in disobey for below in meaning.lookup.below[party])

    @cached_property
    def wrongs(self) -> list[tuple[Instance, str, Moment]]:
        """The acts that were not permitted, with their doers and minutes."""
        return list(self._wrongs())

    @cached_property
    def unmet(self) -> list[DutyRun]:
        """The duties that were not met; when they count as breached is up to `DutyRun.past`."""
        return list(self._unmet())

    def _acts(self) -> Iterator[tuple[Instance, str, Moment]]:
        """The acts of those who are asked to obey."""
        meaning = self.meaning
        for act, minute in meaning.events.items():
            event = meaning.policy.events[act[0]]
            doer = meaning.doer(act)
            if event.is_action and doer is not None and (event.by_param is not None or doer not in self.free):
                yield act, doer, minute

    def _wrongs(self) -> Iterator[tuple[Instance, str, Moment]]:
        for act, doer, minute in self._acts():
            if not self.meaning.may(act, doer, minute):
                yield act, doer, minute

    def tainted_by(self, m: Moment) -> Iterator[tuple[Instance, str, Moment, tuple[str, ...]]]:
        """The acts that were permitted and that by `m` do not stand, with the licences whose provisos were missed."""
        if self.meaning.lookup.provisos:
            for act, doer, minute in self._acts():
                if (
                    minute <= m
                    and (missed := self.meaning.unproven(act, doer, m, END))
                    and (act, doer, minute) not in self.wrongs
                ):
                    yield act, doer, minute, missed

    def _unmet(self) -> Iterator[DutyRun]:
        for rule in self.meaning.lookup.duties:
            if rule.parties and self.free.issuperset(rule.parties):
                continue
            for run in self.meaning.all_runs(rule, END):
                if self.meaning.unmet(run):
                    yield run

    def lawful_by(self, m: Moment, apart_from: DutyRun | None = None) -> bool:
        """Whether everything is lawful so far at `m` (at the end: lawful), not counting one run of one duty."""
        for _, _, minute in self.wrongs:
            if minute <= m:
                return False
        return next(self.tainted_by(m), None) is None and all(run_is(run, apart_from) or not run.past(m) for run in self.unmet)


def run_is(run: DutyRun, other: DutyRun | None) -> bool:
    """Whether the two are one run of one duty."""
    return other is not None and (run.rule, run.values, run.number) == (other.rule, other.values, other.number)


def lawful(policy: Policy, scenario: Scenario, disobey: Sequence[str] = (), moment: Moment = END) -> Lawfulness:
    """What was unlawful by `moment` (`END`: altogether), leaving out the parties that disobey and those below them."""
    meaning = Meaning(policy, scenario)
    record = Record(meaning, disobey)
    acts = [
        UnlawfulAct(act, int(minute), meaning.decision(act, doer, minute))
        for act, doer, minute in record.wrongs
        if minute <= moment
    ]
    acts += [
        UnlawfulAct(act, int(minute), meaning.decision(act, doer, minute), missed)
        for act, doer, minute, missed in record.tainted_by(moment)
    ]
    breaches = [
        Breach(
            rule=run.rule.name,
            values=tuple(run.values.items()),
            parties=run.rule.parties or ((run.values[run.rule.party_param.name],) if run.rule.party_param else ()),
            trigger=None if run.trigger is None else int(run.trigger),
            due=None if run.due == END else int(run.due),
        )
        for run in record.unmet
        if run.past(moment)
    ]
    return Lawfulness(tuple(sorted(acts, key=lambda wrong: (wrong.minute, wrong.act))), tuple(breaches))


def lawful_for(record: Record, parties: Sequence[str]) -> bool:
    """Whether the scenario is lawful for these parties (for everybody, where none is named): their acts, and their duties."""
    if not parties:
        return record.lawful_by(END)
    meaning = record.meaning
    theirs = [
        doer
        for _, doer, _ in (*record.wrongs, *(tainted[:3] for tainted in record.tainted_by(END)))
        if doer in meaning.lookup.below and meaning.lookup.covers(tuple(parties), doer)
    ]
    return not theirs and not any(run.past(END) and meaning.asks(run.rule, parties) for run in record.unmet)


def meets(policy: Policy, scenario: Scenario, supposing: Sequence[str] = (), *, true_beliefs: bool = False) -> bool:
    """Whether the scenario meets the assumptions, the hypotheses named, and with `true_beliefs` whether every word is right."""
    meaning = Meaning(policy, scenario)
    statements = [*policy.assumptions.values(), *(policy.hypotheses[name] for name in supposing)]
    return all(meaning.holds(statement.body, END, END, {}) for statement in statements) and (
        not true_beliefs or all(is_right(meaning, fact) for fact in policy.facts.values() if fact.that is not None)
    )


def is_right(meaning: Meaning, word: Fact) -> bool:
    """Whether what a word says is so, wherever the word says yes."""
    for values in meaning.bindings(word.params, {}):
        told = (word.name, tuple(values[param.name] for param in word.params))
        if word.that is not None and told in meaning.scenario.facts and not meaning.holds(word.that, END, END, values):
            return False
    return True
