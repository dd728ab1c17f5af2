"""Rules to terms: when they apply, what they let through, which duties run, and what is lawful."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial

from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.index import index_of
from policyproof.encode.reading import Horizon, Reader, narrow
from policyproof.encode.valuation import Context, Decision
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import END, FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import Arg, Under, Var
from policyproof.policy.model import Closes, Deadline, Duty, Forbids, Permits, Rule, SwitchesOff

LICENSING = ("within after", "not later", "promptly", "together")
"""The deadlines under which a duty licenses its act."""

Sentenced = Closes | Forbids | Permits | Duty
Trigger = tuple[int, Lit, Time | None]
"""Which alternative of the trigger (a leaf of a group), whether it comes, and when (None: the duty has no trigger)."""


def due_minute(deadline: Deadline | None, trigger: Time | None) -> Time | None:
    """The last minute that keeps a duty; None where it has none."""
    if deadline is None or trigger is None:
        return None
    variable, offset = trigger
    match deadline.form:
        case "within after" | "not later":
            return (variable, offset + deadline.minutes)
        case "within before" | "together":
            return trigger
        case "before":
            return (variable, offset - 1)
        case "at least before":
            return (variable, offset - deadline.minutes)
        case "promptly":
            return None


class Law:
    """The rules of one policy, read in one grounding."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.g: Grounding = reader.g
        self.terms = reader.terms
        self.policy = self.g.policy
        reader.law = self
        index = index_of(self.policy)
        self.about = index.about
        self._covers = index.covers
        self._overriders = index.overriders
        self._memory: dict[Hashable, Lit] = {}

    # ---- who

    def covers(self, rule: Rule) -> frozenset[str]:
        return self._covers[rule.name]

    def doers(self, action: str) -> tuple[str, ...]:
        """The declared doers of an action."""
        event = self.policy.events[action]
        return ("",) if event.by_param is not None else event.by

    # ---- matching

    def matches(self, rule: Rule, sentence: Sentenced, x: Args) -> tuple[Lit, Env]:
        """Whether the rule speaks of A(x), and what its parameters then are."""
        env: Env = {}
        guards: list[Lit] = []
        for arg, value in zip(sentence.args, x, strict=True):
            guards.append(self._match(arg, value, env))
        if rule.party_param is not None:
            event = self.policy.events[sentence.action]
            position = next(i for i, param in enumerate(event.params) if param.name == event.by_param)
            if rule.party_param.name in env:
                guards.append(self.g.same_args((event.params[position],), (env[rule.party_param.name],), (x[position],)))
            else:
                env[rule.party_param.name] = x[position]
        return self.terms.conj(guards), env

    def _match(self, arg: Arg, value: str, env: Env) -> Lit:
        match arg:
            case Var():
                if arg.name not in env:
                    env[arg.name] = value
                    return TRUE
                return self.g.same_args((arg,), (env[arg.name],), (value,))
            case _:
                return TRUE if (value,) in self.g.choices((arg,), env) else FALSE

    def _rest(self, rule: Rule, env: Env) -> tuple[Var, ...]:
        return tuple(param for param in rule.params if param.name not in env)

    # ---- when rules apply

    def speaks(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self, rule: Rule, sentence: Sentenced, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity
    ) -> Lit:
        """A rule about an act applies in the decision on A(x) at m by `doer`."""
        if doer not in self._covers[rule.name]:
            return FALSE
        key = ("speaks", rule.name, x, doer if rule.party_param else "", m, h, context, polarity)
        found = self._memory.get(key)
        if found is None:
            guard, env = self.matches(rule, sentence, x)
            if guard == FALSE:
                found = FALSE
            else:
                inner = self.g.world.some_of(
                    self._rest(rule, env),
                    env,
                    key,
                    polarity,
                    lambda bound: self.conditions(rule, bound, m, h, context, polarity),
                )
                found = self.terms.conj((guard, inner))
            self._memory[key] = found
        return found

    def conditions(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`if`, not `unless`, and nothing that applies then overrides it."""
        key = ("conditions", rule.name, tuple(env.get(param.name, "") for param in rule.params), m, h, context, polarity)
        found = self._memory.get(key)
        if found is None:
            parts: list[Lit] = []
            if rule.condition is not None:
                parts.append(self.reader.read(rule.condition, env, m, h, context, polarity))
            if rule.unless is not None:
                parts.append(self.reader.read(rule.unless, env, m, h, context, -polarity) ^ 1)
            parts += [self.overrides(other, rule, env, m, h, context, -polarity) ^ 1 for other in self._overriders[rule.name]]
            found = self._memory[key] = self.terms.conj(parts)
        return found

    def overrides(self, other: Rule, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`other` applies, for the same values of same-named parameters."""
        sorts = {(param.name, param.sort) for param in rule.params}
        shared = {param.name: env[param.name] for param in other.params if (param.name, param.sort) in sorts}
        key = ("overrides", other.name, rule.name, m, h, context)

        def applies(bound: Env) -> Lit:
            if isinstance(other.sentence, Duty):
                return self.started(other, bound, m, h, context, polarity)
            return self.conditions(other, bound, m, h, context, polarity)

        return self.g.world.some_of(self._rest(other, shared), shared, key, polarity, applies)

    # ---- duties

    def triggers(self, rule: Rule, env: Env, h: Horizon, context: int) -> Iterator[Trigger]:
        """The triggers of a duty, as far as they are seen."""
        duty = _duty(rule)
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
        if _duty(rule).deadline is None:
            return self.conditions(rule, env, m, narrow(h, m), context, polarity)
        return self.terms.disj(
            [
                self.terms.conj((comes, self.terms.not_after(u, m), self.bound_at(rule, env, u, context, polarity)))
                for _, comes, u in self.triggers(rule, env, h, context)
                if u is not None
            ]
        )

    def done(self, rule: Rule, env: Env, minute: Time | None, context: int, h: Horizon = (END,)) -> Lit:
        """What the duty asks for is done, as its deadline asks it, by h."""
        duty = _duty(rule)
        return self.terms.disj(
            [
                self.terms.conj(
                    (
                        happens,
                        self.g.done_by(duty.action, x, self.covers(rule), context),
                        self._in_time(duty.deadline, then, minute),
                    )
                )
                for x in self.g.choices(duty.args, env)
                for happens, then in self.reader.sightings(duty.action, x, h, context)
            ]
        )

    def _in_time(self, deadline: Deadline | None, then: Time, trigger: Time | None) -> Lit:
        if deadline is None or trigger is None:
            return TRUE
        due = due_minute(deadline, trigger)
        bounds = [] if due is None else [self.terms.not_after(then, due)]
        match deadline.form:
            case "within after" | "promptly" | "together":
                bounds.append(self.terms.not_after(trigger, then))
            case "within before":
                bounds.append(self.terms.not_after((trigger[0], trigger[1] - deadline.minutes), then))
            case "not later" | "before" | "at least before":
                pass
        return self.terms.conj(bounds)

    def excused(self, rule: Rule, env: Env, minute: Time | None, context: int, polarity: Polarity) -> Lit:
        """The duty is excused when it falls due (at the end, where it has no due minute)."""
        duty = _duty(rule)
        if duty.excused is None:
            return FALSE
        due = due_minute(duty.deadline, minute) or END
        return self.reader.read(duty.excused, env, due, (due,), context, polarity)

    def breach(self, rule: Rule, env: Env, trigger: Trigger, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """One instance of a duty is breached by m."""
        _, comes, u = trigger
        due = due_minute(_duty(rule).deadline, u)
        if due is None and m != END:
            return FALSE
        past = []
        for bound in dict.fromkeys((m, *h)):
            past += [] if u is None else [self.terms.not_after(u, bound)]
            past += [] if due is None else [self.terms.before(due, bound)]
        return self.terms.conj(
            [
                comes,
                *past,
                self.bound_at(rule, env, u, context, polarity),
                self.excused(rule, env, u, context, -polarity) ^ 1,
                self.done(rule, env, u, context) ^ 1,
            ]
        )

    def breached_for(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """Some instance of the duty, for these values, is breached by m."""
        return self.terms.disj(
            [self.breach(rule, env, trigger, m, h, context, polarity) for trigger in self.triggers(rule, env, h, context)]
        )

    # ---- decisions

    def licensing(self, action: str) -> list[Rule]:
        """The rules that could license an action: permissions, and duties whose deadline lets them."""
        return [*self.about[action]["Permits"], *(rule for rule in self.about[action]["Duty"] if _licenses(_duty(rule)))]

    def licences(
        self, action: str, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity
    ) -> list[tuple[str, Lit]]:
        """The rules that could license A(x) at m, each with the condition that it does."""
        return [(rule.name, self.licence(rule, x, doer, m, h, context, polarity)) for rule in self.licensing(action)]

    def licence(self, rule: Rule, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """The rule licenses A(x) at m."""
        if doer not in self.covers(rule) or (isinstance(rule.sentence, Duty) and not _licenses(rule.sentence)):
            return FALSE
        if not isinstance(rule.sentence, Duty):
            return self.forbidden(rule, x, doer, m, h, context, polarity)
        guard, env = self.matches(rule, rule.sentence, x)
        if guard == FALSE:
            return FALSE
        key = ("licence", rule.name, x, m, h, context)
        started = partial(self.started, rule, m=m, h=h, context=context, polarity=polarity)
        return self.terms.conj((guard, self.g.world.some_of(self._rest(rule, env), env, key, polarity, started)))

    def may(self, action: str, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """The doer may do A(x) at m."""
        return self.terms.conj([lit for _, lit in self.permitted_parts(action, x, doer, m, h, context, polarity)])

    def permitted_parts(
        self, action: str, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity
    ) -> list[tuple[str, Lit]]:
        """What each rule asks of a decision: that a forbidding one does not apply, that a closing one is opened."""
        parts = [
            (rule.name, self.forbidden(rule, x, doer, m, h, context, -polarity) ^ 1) for rule in self.about[action]["Forbids"]
        ]
        parts += [(rule.name, self.opened(rule, x, doer, m, h, context, polarity)) for rule in self.about[action]["Closes"]]
        return parts

    def forbidden(self, rule: Rule, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """A forbidding or closing rule applies to the act."""
        return self.speaks(rule, rule.sentence, x, doer, m, h, context, polarity)  # type: ignore[arg-type]  # a rule about an act

    def opened(self, rule: Rule, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """A closing rule does not apply, or a licence does."""
        closed = self.forbidden(rule, x, doer, m, h, context, -polarity)
        if closed == FALSE:
            return TRUE
        action = rule.sentence.action  # type: ignore[union-attr]  # a closing rule
        return self.terms.disj([closed ^ 1, *(lit for _, lit in self.licences(action, x, doer, m, h, context, polarity))])

    def decision_context(self, action: str, x: Args, doer: str, m: Time, context: int, h: Horizon = ()) -> int:
        """The context in which the decision on A(x) at m by `doer` is read, where nothing later than h is seen."""
        outer = self.g.contexts[context]
        beyond = tuple(end for end in narrow(h, m) if end != m)
        decision = Decision((action, x), m, doer, beyond)
        return self.g.context(Context(outer.valuation, (*outer.decisions, decision), outer.open_law))

    def asked_of(self, doer: str, action: str, x: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """The doer may do A(x) at m, as a hypothetical decision."""
        return self.may(action, x, doer, m, narrow(h, m), self.decision_context(action, x, doer, m, context, h), polarity)

    # ---- atoms about the law

    def asked(self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`may A`."""
        return self.terms.disj([self.asked_of(doer, action, args, m, h, context, polarity) for doer in self.doers(action)])

    def must(
        self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity, parties: tuple[str, ...] = ()
    ) -> Lit:
        """`must A`: a duty to do it runs (one that asks one of these parties, where they are said)."""
        found = []
        for rule in self.about[action]["Duty"]:
            if parties and not any(self._related(own, party) for own in rule.parties for party in parties):
                continue
            guard, env = self.matches(rule, _duty(rule), args)
            if guard != FALSE:
                key = ("must", rule.name, args, m, h, context)
                runs = partial(self.runs, rule, m=m, h=h, context=context, polarity=polarity)
                found.append(self.terms.conj((guard, self.g.world.some_of(self._rest(rule, env), env, key, polarity, runs))))
        return self.terms.disj(found)

    def _related(self, one: str, other: str) -> bool:
        """The same party, or one below the other."""
        return one in self.policy.party_and_below(other) or other in self.policy.party_and_below(one)

    def runs(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """The duty runs at m: it applied, is not done, not past due, not excused as things stand."""
        duty = _duty(rule)
        stands = narrow(h, m)
        excused = FALSE if duty.excused is None else self.reader.read(duty.excused, env, m, stands, context, -polarity)
        running = []
        for _, comes, u in self.triggers(rule, env, h, context):
            if u is None:
                undone = self.done(rule, env, u, context, stands) ^ 1
                running.append(self.terms.conj((undone, self.conditions(rule, env, m, stands, context, polarity))))
                continue
            due = due_minute(duty.deadline, u)
            in_time = TRUE if due is None else self.terms.not_after(m, due)
            undone = self.done(rule, env, u, context, stands) ^ 1
            bound = self.bound_at(rule, env, u, context, polarity)
            running.append(self.terms.conj((comes, self.terms.not_after(u, m), in_time, undone, bound)))
        return self.terms.conj((excused ^ 1, self.terms.disj(running)))

    def applies(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`R applies`."""
        declared = self.policy.rules[rule]
        env: Env = {} if args is None else {param.name: value for param, value in zip(declared.params, args, strict=True)}
        key = ("applies", rule, m, h, context)
        return self.g.world.some_of(
            self._rest(declared, env), env, key, polarity, lambda bound: self._applies(declared, bound, m, h, context, polarity)
        )

    def _applies(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        match rule.sentence:
            case Duty():
                return self.started(rule, env, m, h, context, polarity)
            case SwitchesOff():
                return self.conditions(rule, env, m, narrow(h, m), context, polarity)
            case Closes(action, args) | Forbids(action, args) | Permits(action, args):
                return self.terms.disj(
                    [
                        self.conditions(
                            rule, env, m, narrow(h, m), self.decision_context(action, x, doer, m, context, h), polarity
                        )
                        for x in self.g.choices(args, env)
                        for doer in self.doers(action)
                        if doer in self.covers(rule)
                    ]
                )

    def under(self, atom: Under, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`A under R [alone]`."""
        found = []
        for seen, minute in self.reader.sightings(atom.action, args, h, context):
            by_then = self.terms.conj((seen, self.terms.not_after(minute, m)))
            if by_then == FALSE:
                continue
            for doer in self.doers(atom.action):
                does = self.g.done_by(atom.action, args, frozenset((doer,)), context)
                found.append(self.terms.conj((by_then, does, self._acts_under(atom, args, doer, minute, context, polarity))))
        return self.terms.disj(found)

    def _acts_under(self, atom: Under, x: Args, doer: str, minute: Time, context: int, polarity: Polarity) -> Lit:
        declared = self.policy.rules[atom.rule]
        h = (minute,)
        if isinstance(declared.sentence, Duty):
            own = self.licence(declared, x, doer, minute, h, context, polarity)
        else:
            own = self.forbidden(declared, x, doer, minute, h, context, polarity)
        if not atom.alone:
            return own
        others = [rule for rule in self.licensing(atom.action) if rule.name != atom.rule]
        return self.terms.conj([own, *(self.licence(rule, x, doer, minute, h, context, -polarity) ^ 1 for rule in others)])

    def breached(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`R breached`."""
        declared = self.policy.rules[rule]
        env: Env = {} if args is None else {param.name: value for param, value in zip(declared.params, args, strict=True)}
        key = ("breached", rule, m, h, context)
        return self.g.world.some_of(
            self._rest(declared, env),
            env,
            key,
            polarity,
            lambda bound: self.breached_for(declared, bound, m, h, context, polarity),
        )


def _licenses(duty: Duty) -> bool:
    """Whether the form of a duty's deadline lets it license its act."""
    return duty.deadline is not None and duty.deadline.form in LICENSING


def _duty(rule: Rule) -> Duty:
    if not isinstance(rule.sentence, Duty):
        raise TypeError(rule.name)
    return rule.sentence
