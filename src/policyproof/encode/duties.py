"""Duties to terms: when they begin to run, when they fall due, whether they are done, and when they are breached."""

from __future__ import annotations

from collections.abc import Iterator

from policyproof.encode.delays import Due, due_minute, dues, longest_due
from policyproof.encode.ends import Horizon, narrow
from policyproof.encode.rulebook import Rulebook
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.model import Deadline, Delay, Duty, Rule

LICENSING = ("within after", "not later", "promptly", "together")
"""The deadlines under which a duty licenses its act."""

Trigger = tuple[int, Lit, Time | None]
"""Which alternative of the trigger (a leaf of a group), whether it comes, and when (None: the duty has no trigger)."""


class Duties(Rulebook):
    """The duties among the rules."""

    # ---- running

    def triggers(self, rule: Rule, env: Env, h: Horizon, context: int) -> Iterator[Trigger]:
        """The triggers of a duty, as far as they are seen."""
        duty = duty_of(rule)
        if duty.deadline is None:
            yield (0, TRUE, None)
            return
        for index, ground in enumerate(self.reader.ground_points(duty.deadline.trigger, env)):
            for comes, minute in self.reader.ends(ground, h, context):
                yield (index, comes, minute)

    def bound_at(self, rule: Rule, env: Env, minute: Time | None, context: int, polarity: Polarity) -> Lit:
        """The duty applied at its trigger (without one: at the end)."""
        m = END if minute is None else minute
        return self.conditions(rule, env, m, (m,), context, polarity)

    def started(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """Some trigger has come by m and the duty applied there; without a trigger: it applies as things stand."""
        if duty_of(rule).deadline is None:
            return self.conditions(rule, env, m, narrow(h, m), context, polarity)
        return self.terms.disj(
            [
                self.terms.conj((comes, self.terms.not_after(u, m), self.bound_at(rule, env, u, context, polarity)))
                for _, comes, u in self.triggers(rule, env, h, context)
                if u is not None
            ]
        )

    # ---- due dates

    def dues(self, rule: Rule, env: Env, minute: Time | None, context: int, polarity: Polarity) -> list[Due]:
        """The last minutes that keep a duty with that trigger, delays included: exactly one is the one."""
        due = due_minute(self.reader, duty_of(rule).deadline, minute)
        if minute is None or due is None or not self.delays[rule.name]:
            return [(TRUE, due)]
        return dues(self, rule, env, minute, due, context, polarity)

    def granted(self, delay: Delay, env: Env, context: int) -> int:
        """The number of times that a delay was granted (one that is not silent), for these values."""
        args = tuple(env[param.name] for param in delay.params)
        return self.g.number(delay.name, args, self.g.contexts[context].valuation)

    def counts(self, delay: Delay, env: Env, u: Time, context: int, polarity: Polarity) -> Lit:
        """Grants of the delay put off a duty with that trigger."""
        if delay.condition is None:
            return TRUE
        return self.reader.read(delay.condition, env, u, (u,), context, polarity)

    # ---- keeping

    def done(self, rule: Rule, env: Env, minute: Time | None, due: Time | None, context: int, h: Horizon = (END,)) -> Lit:
        """What the duty asks for is done, as its deadline asks it and by that due minute, as far as h is seen."""
        duty = duty_of(rule)
        return self.terms.disj(
            [
                self.terms.conj(
                    (
                        happens,
                        self.g.done_by(duty.action, x, self.covers(rule), context),
                        self._in_time(duty.deadline, then, minute, due),
                    )
                )
                for x in self.g.choices(duty.args, env)
                for happens, then in self.reader.sightings(duty.action, x, h, context)
            ]
        )

    def _in_time(self, deadline: Deadline | None, then: Time, trigger: Time | None, due: Time | None) -> Lit:
        if deadline is None or trigger is None:
            return TRUE
        bounds = [] if due is None else [self.terms.not_after(then, due)]
        match deadline.form:
            case "within after" | "promptly" | "together":
                bounds.append(self.terms.not_after(trigger, then))
            case "within before":
                bounds.append(self.terms.not_after(self.reader.away(deadline.form, deadline.length, trigger, "first"), then))
            case "not later" | "before" | "at least before":
                pass
        return self.terms.conj(bounds)

    def excused(self, rule: Rule, env: Env, due: Time | None, context: int, polarity: Polarity) -> Lit:
        """The duty is excused when it falls due (at the end, where it has no due minute)."""
        duty = duty_of(rule)
        if duty.excused is None:
            return FALSE
        m = END if due is None else due
        return self.reader.read(duty.excused, env, m, (m,), context, polarity)

    def breach(self, rule: Rule, env: Env, trigger: Trigger, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """One instance of a duty is breached by m."""
        _, comes, u = trigger
        found = [(when, due) for when, due in self.dues(rule, env, u, context, polarity) if due is not None or m == END]
        if not found:
            return FALSE
        bounds = dict.fromkeys((m, *h))
        begun = [] if u is None else [self.terms.not_after(u, bound) for bound in bounds]
        applied = self.bound_at(rule, env, u, context, polarity)
        overdue = []
        for when, due in found:
            past = [] if due is None else [self.terms.before(due, bound) for bound in bounds]
            unexcused = self.excused(rule, env, due, context, -polarity) ^ 1
            overdue.append(self.terms.conj((when, *past, unexcused, self.done(rule, env, u, due, context) ^ 1)))
        plain = due_minute(self.reader, duty_of(rule).deadline, u)
        longest = longest_due(self, rule, plain) if len(found) > 1 and duty_of(rule).excused is None else None
        if longest is not None:  # says nothing new, and spares the solver to try date after date
            past = [self.terms.before(longest, bound) for bound in bounds]
            overdue.append(self.terms.conj((*past, self.done(rule, env, u, longest, context) ^ 1)))
        return self.terms.conj((comes, *begun, applied, self.terms.disj(overdue)))

    def breached_for(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """Some instance of the duty, for these values, is breached by m."""
        return self.terms.disj(
            [self.breach(rule, env, trigger, m, h, context, polarity) for trigger in self.triggers(rule, env, h, context)]
        )

    def runs(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """The duty runs at m: it applied, is not done, not past due, not excused as things stand."""
        duty = duty_of(rule)
        stands = narrow(h, m)
        excused = FALSE if duty.excused is None else self.reader.read(duty.excused, env, m, stands, context, -polarity)
        running = []
        for _, comes, u in self.triggers(rule, env, h, context):
            if u is None:
                undone = self.done(rule, env, u, None, context, stands) ^ 1
                running.append(self.terms.conj((undone, self.conditions(rule, env, m, stands, context, polarity))))
                continue
            for when, due in self.dues(rule, env, u, context, polarity):
                in_time = TRUE if due is None else self.terms.not_after(m, due)
                undone = self.done(rule, env, u, due, context, stands) ^ 1
                bound = self.bound_at(rule, env, u, context, polarity)
                running.append(self.terms.conj((comes, self.terms.not_after(u, m), when, in_time, undone, bound)))
        return self.terms.conj((excused ^ 1, self.terms.disj(running)))


def licenses(duty: Duty) -> bool:
    """Whether the form of a duty's deadline lets it license its act."""
    return duty.deadline is not None and duty.deadline.form in LICENSING


def duty_of(rule: Rule) -> Duty:
    """The sentence of a rule that is a duty."""
    if not isinstance(rule.sentence, Duty):
        raise TypeError(rule.name)
    return rule.sentence
