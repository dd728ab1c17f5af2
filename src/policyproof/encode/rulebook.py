"""The rules of one law text in one grounding: whom they speak of, what they match, and when they apply."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from policyproof.encode.ends import Horizon
from policyproof.encode.grounding import Args, Grounding
from policyproof.encode.index import index_of
from policyproof.encode.provisos import Later, missed
from policyproof.encode.reading import Reader
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import FALSE, TRUE, Lit, Time
from policyproof.policy.formulas import Arg, Var
from policyproof.policy.model import Closes, Duty, Forbids, Permits, Rule

Sentenced = Closes | Forbids | Permits | Duty


class Rulebook:
    """The rules of one policy, read in one grounding.

    Where `in_force` is asked for, each rule applies only where a yes/no variable of its own says so: a proof that does not
    need the variable does not need the rule.
    """

    def __init__(self, reader: Reader, *, in_force: bool = False) -> None:
        self.reader = reader
        self.g: Grounding = reader.g
        self.terms = reader.terms
        self.policy = reader.policy
        self._in_force = in_force
        index = index_of(self.policy)
        self.about = index.about
        self._covers = index.covers
        self._overriders = index.overriders
        self.delays = index.delays
        self._memory: dict[Hashable, Lit] = {}

    # ---- quantifiers

    def some_of(
        self, variables: tuple[Var, ...], env: Env, key: tuple[Hashable, ...], polarity: Polarity, body: Callable[[Env], Lit]
    ) -> Lit:
        """There are such values; a witness of one policy is no witness of another."""
        return self.g.world.some_of(variables, env, (self.reader.tag, *key), polarity, body)

    def every_of(
        self, variables: tuple[Var, ...], env: Env, key: tuple[Hashable, ...], polarity: Polarity, body: Callable[[Env], Lit]
    ) -> Lit:
        """All values are such."""
        return self.g.world.every_of(variables, env, (self.reader.tag, *key), polarity, body)

    # ---- who

    def covers(self, rule: Rule) -> frozenset[str]:
        return self._covers[rule.name]

    def doers(self, action: str) -> tuple[str, ...]:
        """The declared doers of an action."""
        event = self.policy.events[action]
        return ("",) if event.by_param is not None else event.by

    def related(self, one: str, other: str) -> bool:
        """The same party, or one below the other."""
        return one in self.policy.party_and_below(other) or other in self.policy.party_and_below(one)

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

    def rest(self, rule: Rule, env: Env) -> tuple[Var, ...]:
        """The parameters that a match leaves open."""
        return tuple(param for param in rule.params if param.name not in env)

    # ---- when rules apply

    def in_force(self, rule: Rule) -> Lit:
        """The variable without which the rule never applies, where rules are in force one by one."""
        return self.terms.boolean(("in force", rule.name))

    def speaks(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self,
        rule: Rule,
        sentence: Sentenced,
        x: Args,
        doer: str,
        m: Time,
        h: Horizon,
        context: int,
        polarity: Polarity,
        later: Later | None = None,
    ) -> Lit:
        """A rule about an act applies in the decision on A(x) at m by `doer` and, with `later`, no proviso of it is missed."""
        if doer not in self._covers[rule.name]:
            return FALSE
        proviso = sentence.provided if isinstance(sentence, Permits) and later is not None else None
        also = None if proviso is None else later
        key = ("speaks", rule.name, x, doer if rule.party_param else "", m, h, context, polarity, also)
        found = self._memory.get(key)
        if found is None:
            guard, env = self.matches(rule, sentence, x)

            def applies(bound: Env) -> Lit:
                met = self.conditions(rule, bound, m, h, context, polarity)
                if proviso is None or also is None or met == FALSE:
                    return met
                return self.terms.conj((met, missed(self, proviso, bound, m, also, context, -polarity) ^ 1))

            found = FALSE
            if guard != FALSE:
                found = self.terms.conj((guard, self.some_of(self.rest(rule, env), env, key, polarity, applies)))
            self._memory[key] = found
        return found

    def conditions(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`if` and scope, not `unless`, and nothing that applies then overrides it."""
        key = ("conditions", rule.name, tuple(env.get(param.name, "") for param in rule.params), m, h, context, polarity)
        found = self._memory.get(key)
        if found is None:
            parts = [self.own_conditions(rule, env, m, h, context, polarity)]
            parts += [self.overrides(other, rule, env, m, h, context, -polarity) ^ 1 for other in self._overriders[rule.name]]
            found = self._memory[key] = self.terms.conj(parts)
        return found

    def own_conditions(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`if` and scope, not `unless`; exceptions aside."""
        parts = [self.in_force(rule)] if self._in_force else []
        scope = self.policy.laws[rule.law].scope
        if scope is not None:
            parts.append(self.reader.read(scope, {}, m, h, context, polarity))
        if rule.condition is not None:
            parts.append(self.reader.read(rule.condition, env, m, h, context, polarity))
        if rule.unless is not None:
            parts.append(self.reader.read(rule.unless, env, m, h, context, -polarity) ^ 1)
        return self.terms.conj(parts)

    def overrides(self, other: Rule, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """`other` applies, for the same values of same-named parameters."""
        sorts = {(param.name, param.sort) for param in rule.params}
        shared = {param.name: env[param.name] for param in other.params if (param.name, param.sort) in sorts}
        key = ("overrides", other.name, rule.name, m, h, context)

        def applies(bound: Env) -> Lit:
            if isinstance(other.sentence, Duty):
                return self.started(other, bound, m, h, context, polarity)
            return self.conditions(other, bound, m, h, context, polarity)

        return self.some_of(self.rest(other, shared), shared, key, polarity, applies)

    def started(self, rule: Rule, env: Env, m: Time, h: Horizon, context: int, polarity: Polarity) -> Lit:
        """Some trigger of a duty has come by m, and the duty applied there."""
        raise NotImplementedError
