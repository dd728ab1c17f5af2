"""What conditions and claims may ask of the law: whether an act is permitted, owed, done under a rule, or stands."""

from __future__ import annotations

from functools import partial

from policyproof.encode.decisions import Decisions
from policyproof.encode.duties import duty_of
from policyproof.encode.ends import Horizon, narrow
from policyproof.encode.grounding import Args
from policyproof.encode.reading import Reader
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import FALSE, Lit, Time
from policyproof.policy.formulas import Under
from policyproof.policy.model import Closes, Duty, Forbids, Permits, Rule, SwitchesOff


class Law(Decisions):
    """The rules of one policy, and the atoms about them."""

    def __init__(self, reader: Reader, *, in_force: bool = False) -> None:
        super().__init__(reader, in_force=in_force)
        reader.law = self

    def asked(
        self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity, law: str | None = None
    ) -> Lit:
        """`may A`; of one law: `L allows A`."""
        return self.terms.disj([self.asked_of(doer, action, args, m, h, context, polarity, law) for doer in self.doers(action)])

    def governs(self, law: str, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`L governs A`: a closing or forbidding rule has its conditions met, exceptions aside."""
        rules = [rule for kind in ("Forbids", "Closes") for rule in self.about[action][kind] if rule.law == law]
        return self.terms.disj(
            [
                self._governed(rule, args, m, narrow(h, m), self.decision_context(action, args, doer, m, context, h), polarity)
                for doer in self.doers(action)
                for rule in rules
                if doer in self.covers(rule)
            ]
        )

    def _governed(self, rule: Rule, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        guard, env = self.matches(rule, rule.sentence, args)  # type: ignore[arg-type]  # a rule about an act
        key = ("governs", rule.name, args, m, h, context)
        met = partial(self.own_conditions, rule, m=m, h=h, context=context, polarity=polarity)
        return (
            FALSE if guard == FALSE else self.terms.conj((guard, self.some_of(self.rest(rule, env), env, key, polarity, met)))
        )

    def must(
        self, action: str, args: Args, m: Time, h: Horizon, context: int, polarity: Polarity, parties: tuple[str, ...] = ()
    ) -> Lit:
        """`must A`: a duty to do it runs (one that asks one of these parties, where they are said)."""
        found = []
        for rule in self.about[action]["Duty"]:
            if parties and not any(self.related(own, party) for own in rule.parties for party in parties):
                continue
            guard, env = self.matches(rule, duty_of(rule), args)
            if guard != FALSE:
                key = ("must", rule.name, args, m, h, context)
                runs = partial(self.runs, rule, m=m, h=h, context=context, polarity=polarity)
                found.append(self.terms.conj((guard, self.some_of(self.rest(rule, env), env, key, polarity, runs))))
        return self.terms.disj(found)

    def applies(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`R applies`."""
        declared = self.policy.rules[rule]
        env: Env = {} if args is None else {param.name: value for param, value in zip(declared.params, args, strict=True)}
        key = ("applies", rule, m, h, context)
        return self.some_of(
            self.rest(declared, env), env, key, polarity, lambda bound: self._applies(declared, bound, m, h, context, polarity)
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
        return self.terms.disj(
            [
                self.terms.conj((done, self._acts_under(atom, args, doer, minute, context, polarity)))
                for done, minute, doer in self._deeds(atom.action, args, m, h, context)
            ]
        )

    def _deeds(self, action: str, x: Args, m: Time, h: Horizon, context: int) -> list[tuple[Lit, Time, str]]:
        """When an act may have been done, by m, and by whom."""
        found = []
        for seen, minute in self.reader.sightings(action, x, h, context):
            by_then = self.terms.conj((seen, self.terms.not_after(minute, m)))
            if by_then == FALSE:
                continue
            for doer in self.doers(action):
                does = self.g.done_by(action, x, frozenset((doer,)), context)
                found.append((self.terms.conj((by_then, does)), minute, doer))
        return found

    def _acts_under(self, atom: Under, x: Args, doer: str, minute: Time, context: int, polarity: Polarity) -> Lit:
        declared = self.policy.rules[atom.rule]
        h = (minute,)
        if isinstance(declared.sentence, Duty):
            own = self.licence(declared, x, doer, minute, h, context, polarity)
        else:
            own = self.forbidden(declared, x, doer, minute, h, context, polarity)
        if not atom.alone:
            return own
        others = [rule for rule in self.licensing(atom.action) if rule.name != atom.rule and rule.law == declared.law]
        return self.terms.conj([own, *(self.licence(rule, x, doer, minute, h, context, -polarity) ^ 1 for rule in others)])

    def stands(self, action: str, x: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`A stands`: done by m, permitted, and no proviso missed by m that it needs."""
        return self.terms.disj(
            [
                self.terms.conj((done, self.may(action, x, doer, minute, (minute,), context, polarity, (m, h))))
                for done, minute, doer in self._deeds(action, x, m, h, context)
            ]
        )

    def tainted(self, action: str, x: Args, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`A tainted`: done by m, and it does not stand."""
        return self.terms.disj(
            [
                self.terms.conj((done, self.may(action, x, doer, minute, (minute,), context, -polarity, (m, h)) ^ 1))
                for done, minute, doer in self._deeds(action, x, m, h, context)
            ]
        )

    def breached(self, rule: str, args: Args | None, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`R breached`."""
        declared = self.policy.rules[rule]
        env: Env = {} if args is None else {param.name: value for param, value in zip(declared.params, args, strict=True)}
        key = ("breached", rule, m, h, context)
        return self.some_of(
            self.rest(declared, env),
            env,
            key,
            polarity,
            lambda bound: self.breached_for(declared, bound, m, h, context, polarity),
        )
