"""Decisions to terms: what a law lets through, rule by rule, and whether it still stands when its provisos have run out."""

from __future__ import annotations

from functools import partial

from policyproof.encode.duties import Duties, duty_of, licenses
from policyproof.encode.ends import Horizon, narrow
from policyproof.encode.grounding import Args
from policyproof.encode.provisos import Later
from policyproof.encode.valuation import Context, Decision
from policyproof.encode.world import Polarity
from policyproof.logic.terms import FALSE, TRUE, Lit, Time
from policyproof.policy.model import Duty, Permits, Rule


class Decisions(Duties):
    """Decisions on acts, each of them the conjunction of what every law in force says."""

    # ---- licences

    def licensing(self, action: str, closing: Rule | None = None) -> list[Rule]:
        """The rules that could license an action: permissions, and duties whose deadline lets them; those that could lift
        one closing rule, where it is said.
        """
        found = [*self.about[action]["Permits"], *(rule for rule in self.about[action]["Duty"] if licenses(duty_of(rule)))]
        return found if closing is None else [rule for rule in found if lifts(rule, closing)]

    def licences(
        self, action: str, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity
    ) -> list[tuple[str, Lit]]:
        """The rules that could license A(x) at m, each with the condition that it does."""
        return [(rule.name, self.licence(rule, x, doer, m, h, context, polarity)) for rule in self.licensing(action)]

    def licence(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self, rule: Rule, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity, later: Later | None = None
    ) -> Lit:
        """The rule licenses A(x) at m and, with `later`, has no proviso that is missed."""
        if doer not in self.covers(rule) or (isinstance(rule.sentence, Duty) and not licenses(rule.sentence)):
            return FALSE
        if not isinstance(rule.sentence, Duty):
            return self.forbidden(rule, x, doer, m, h, context, polarity, later)
        guard, env = self.matches(rule, rule.sentence, x)
        if guard == FALSE:
            return FALSE
        key = ("licence", rule.name, x, m, h, context)
        started = partial(self.started, rule, m=m, h=h, context=context, polarity=polarity)
        return self.terms.conj((guard, self.some_of(self.rest(rule, env), env, key, polarity, started)))

    # ---- what a law lets through

    def may(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self,
        action: str,
        x: Args,
        doer: str,
        m: Time,
        h: Horizon,
        context: int,
        polarity: Polarity,
        later: Later | None = None,
        law: str | None = None,
    ) -> Lit:
        """The doer may do A(x) at m under one law (None: all of them) and, with `later`, no proviso that it needs is missed."""
        return self.terms.conj([lit for _, lit in self.permitted_parts(action, x, doer, m, h, context, polarity, later, law)])

    def permitted_parts(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self,
        action: str,
        x: Args,
        doer: str,
        m: Time,
        h: Horizon,
        context: int,
        polarity: Polarity,
        later: Later | None = None,
        law: str | None = None,
    ) -> list[tuple[str, Lit]]:
        """What each rule asks of a decision: that a forbidding one does not apply, that a closing one is lifted."""
        rules = self.about[action]
        forbidding = [rule for rule in rules["Forbids"] if law in {None, rule.law}]
        closing = [rule for rule in rules["Closes"] if law in {None, rule.law}]
        parts = [(rule.name, self.forbidden(rule, x, doer, m, h, context, -polarity) ^ 1) for rule in forbidding]
        parts += [(rule.name, self.opened(rule, x, doer, m, h, context, polarity, later)) for rule in closing]
        return parts

    def forbidden(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self, rule: Rule, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity, later: Later | None = None
    ) -> Lit:
        """A rule about an act applies to it."""
        return self.speaks(rule, rule.sentence, x, doer, m, h, context, polarity, later)  # type: ignore[arg-type]  # a rule about an act

    def opened(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self, rule: Rule, x: Args, doer: str, m: Time, h: Horizon, context: int, polarity: Polarity, later: Later | None = None
    ) -> Lit:
        """A closing rule does not apply, or a licence of its law lifts it (with `later`: one whose proviso is not missed)."""
        closed = self.forbidden(rule, x, doer, m, h, context, -polarity)
        if closed == FALSE:
            return TRUE
        action: str = rule.sentence.action  # type: ignore[union-attr]  # a closing rule
        licences = [
            self.licence(other, x, doer, m, h, context, polarity, later) for other in self.licensing(action, closing=rule)
        ]
        return self.terms.disj([closed ^ 1, *licences])

    def decision_context(self, action: str, x: Args, doer: str, m: Time, context: int, h: Horizon = ()) -> int:
        """The context in which the decision on A(x) at m by `doer` is read, where nothing later than h is seen."""
        outer = self.g.contexts[context]
        beyond = tuple(end for end in narrow(h, m) if end != m)
        decision = Decision((action, x), m, doer, beyond)
        return self.g.context(Context(outer.valuation, (*outer.decisions, decision), outer.open_law))

    def asked_of(  # noqa: PLR0913, PLR0917  # a decision has so many parts
        self,
        doer: str,
        action: str,
        x: Args,
        m: Time,
        h: Horizon,
        context: int,
        polarity: Polarity,
        law: str | None = None,
    ) -> Lit:
        """The doer may do A(x) at m, as a hypothetical decision (of one law, where it is said)."""
        inner = self.decision_context(action, x, doer, m, context, h)
        return self.may(action, x, doer, m, narrow(h, m), inner, polarity, law=law)


def lifts(rule: Rule, closing: Rule) -> bool:
    """Whether a licence lifts a closing rule: it is of the same law, and an exception to this one or to none in particular."""
    if rule.law != closing.law:
        return False
    return (
        not isinstance(rule.sentence, Permits) or not rule.sentence.exception_to or closing.name in rule.sentence.exception_to
    )
