"""What a formula may name besides the law's own names: the variables bound around it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from policyproof.policy.formulas import Arg, Individual, Var


class Scope(msgspec.Struct, frozen=True):
    """The variables and individuals by name, and which of them a quantifier binds."""

    names: dict[str, Arg]
    quantified: frozenset[str] = frozenset()

    def binding(self, variables: Sequence[Var]) -> Scope:
        """The scope inside a quantifier."""
        added = {variable.name: variable for variable in variables}
        return Scope({**self.names, **added}, self.quantified | added.keys())


def scope_of(variables: Sequence[Var | Individual]) -> Scope:
    """The scope that parameters, free variables or individuals make."""
    return Scope({variable.name: variable for variable in variables})
