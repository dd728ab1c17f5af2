"""Facts to terms: what their values are, and how these compare."""

from __future__ import annotations

from itertools import product

from policyproof.encode.ends import Ending
from policyproof.encode.grounding import Args
from policyproof.encode.world import Env, Polarity
from policyproof.logic.terms import FALSE, TRUE, Lit
from policyproof.policy.formulas import FactValue, Individual, Linear, Value, Var


class Values(Ending):
    """Reads the values of facts, too."""

    def values(self, value: Value, env: Env, context: int) -> list[tuple[Lit, str]] | None:
        match value:
            case Var(_, name):
                return [(TRUE, env[name])]
            case Individual(_, name):
                return [(TRUE, env[name])]
            case FactValue(_, fact, args):
                valuation = self.g.contexts[context].valuation
                found = []
                for chosen in self.g.choices(args, env):
                    values = self.g.values(fact, chosen, valuation)
                    if values is None:
                        return None
                    found += values
                return found

    def ranked(self, value: Value, bound: str, kind: str, member: str, env: Env, context: int) -> Lit:
        declared = self.g.policy.kinds[kind]
        mark = declared.members[member].rank
        met = []
        for condition, leaf in self.values(value, env, context) or []:
            rank = declared.members[leaf].rank
            if rank is not None and mark is not None and (rank >= mark if bound == "at least" else rank <= mark):
                met.append(condition)
        return self.terms.disj(met)

    def same(self, left: Value, right: Value, env: Env, context: int, polarity: Polarity) -> Lit:
        ones, others = self.values(left, env, context), self.values(right, env, context)
        if ones is None or others is None:  # nothing is known of one of them: the weaker reading
            return TRUE if polarity > 0 else FALSE
        entity = self._entity_of(left)
        found = []
        for (a_is, a), (b_is, b) in product(ones, others):
            same = self.g.world.same(entity, a, b) if entity else (TRUE if a == b else FALSE)
            found.append(self.terms.conj((a_is, b_is, same)))
        return self.terms.disj(found)

    def _entity_of(self, value: Value) -> str | None:
        match value:
            case Var(_, _, sort, over_kind):
                return None if over_kind else sort
            case Individual(_, _, entity):
                return entity
            case FactValue(_, fact, _):
                declared = self.g.policy.facts[fact]
                return declared.sort if declared.type == "entity" else None

    def compare(self, left: Linear, op: str, right: Linear, env: Env, context: int) -> Lit:
        """Groups among the arguments: some choice of leaves makes the whole comparison true."""
        sides = [(factor, value) for factor, value in left.terms] + [(-factor, value) for factor, value in right.terms]
        valuation = self.g.contexts[context].valuation
        found = []
        for chosen in product(*(self.g.choices(value.args, env) for _, value in sides)):
            total: dict[int, int] = {}
            for (factor, value), args in zip(sides, chosen, strict=True):
                if not self.g.is_silent(value.fact, valuation):
                    number = self.g.number(value.fact, args, valuation)
                    total[number] = total.get(number, 0) + factor
            found.append(self._sum(total, op, right.constant - left.constant))
        return self.terms.disj(found)

    def granted(self, delay: str, args: Args, context: int) -> Lit:
        """A delay was granted at least once."""
        valuation = self.g.contexts[context].valuation
        if self.g.is_silent(delay, valuation):
            return FALSE
        return self.terms.at_most({self.g.number(delay, args, valuation): -1}, -1)

    def _sum(self, total: dict[int, int], op: str, bound: int) -> Lit:
        """`total op bound`."""
        terms = self.terms
        negated = {number: -factor for number, factor in total.items()}
        match op:
            case "<=":
                return terms.at_most(total, bound)
            case "<":
                return terms.at_most(total, bound - 1)
            case ">=":
                return terms.at_most(negated, -bound)
            case ">":
                return terms.at_most(negated, -bound - 1)
            case _:
                equal = terms.conj((terms.at_most(total, bound), terms.at_most(negated, -bound)))
                return equal if op == "=" else equal ^ 1
