"""Terms as SMT-LIB text. Names are made up here (`b7`, `t0`, `n0`, `d9`), never the user's: theirs could break a quoted
symbol.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from policyproof.logic.terms import Lit, Multiples, Terms

LOGIC: Final = "QF_LIA"
"""Yes/no variables, and linear comparisons of whole numbers."""


Status = Literal["sat", "unsat", "unknown"]


class Writer:
    """Writes a growing arena piece by piece; a variable is declared once. All names begin with `prefix`.

    Shared parts are bound by `let`: definitions that outlive a text would be carried into every model.
    """

    def __init__(self, terms: Terms, prefix: str = "") -> None:
        self._terms = terms
        self._prefix = prefix
        self._declared: set[str] = set()
        self._new_booleans: list[tuple[int, str]] = []
        self._new_integers: list[tuple[str, int, str]] = []

    def variable(self, index: int) -> str:
        """The name of a yes/no variable, by its node."""
        return f"{self._prefix}b{index}"

    def switch(self, lit: Lit) -> str:
        """The switch of a literal. Yes/no variables need none: they are asked about as they are."""
        return f"{self._prefix}q{lit}"

    def take_new(self) -> tuple[list[tuple[int, str]], list[tuple[str, int, str]]]:
        """The yes/no variables (node, name) and the integers (`t` or `n`, index, name) declared since the last call."""
        taken = self._new_booleans, self._new_integers
        self._new_booleans, self._new_integers = [], []
        return taken

    def activations(self, guarded: Sequence[Lit]) -> str:
        """Text that makes each literal follow from a fresh switch `q…` of its own."""
        declared = "".join(f"(declare-fun {self.switch(lit)} () Bool)\n" for lit in guarded)
        return declared + self._asserted(guarded, [f"(=> {self.switch(lit)} {self._name(lit)})" for lit in guarded])

    def assertions(self, asserted: Sequence[Lit]) -> str:
        """Text that asserts each literal for good."""
        return self._asserted(asserted, [self._name(lit) for lit in asserted])

    def _asserted(self, roots: Sequence[Lit], claims: list[str]) -> str:
        head: list[str] = []
        bound: list[str] = []
        for index in self._terms.cone(roots):
            match self._terms.nodes[index]:
                case ("true",):
                    pass
                case ("bool", _):
                    self._boolean(index, head)
                case ("diff", x, y, bound_):
                    difference = f"(- {self._time(x, head)} {self._time(y, head)})"
                    bound.append(f"(let ((d{index} (<= {difference} {_numeral(bound_)})))")
                case ("linear", summands, bound_):
                    bound.append(f"(let ((d{index} (<= {_sum(self._multiples(summands, head))} {_numeral(bound_)})))")
                case ("and", parts):
                    bound.append(f"(let ((d{index} (and {' '.join(self._name(part) for part in parts)})))")
        claim = claims[0] if len(claims) == 1 else f"(and {' '.join(claims)})"
        return "\n".join([*head, "(assert", *bound, f"{claim}{')' * len(bound)})", ""])

    def _name(self, lit: Lit) -> str:
        index = lit >> 1
        name = "true" if not index else self.variable(index) if self._terms.nodes[index][0] == "bool" else f"d{index}"
        return f"(not {name})" if lit & 1 else name

    def _boolean(self, index: int, head: list[str]) -> None:
        made = self.variable(index)
        if made not in self._declared:
            self._declared.add(made)
            self._new_booleans.append((index, made))
            head.append(f"(declare-fun {made} () Bool)")

    def _time(self, index: int, head: list[str]) -> str:
        if index not in self._terms.sums:
            return self._integer("t", index, head)
        base, added = self._terms.sums[index]
        return _sum([self._integer("t", base, head), *self._multiples(added, head)])

    def _multiples(self, summands: Multiples, head: list[str]) -> list[str]:
        return [f"(* {_numeral(factor)} {self._integer('n', number, head)})" for number, factor in summands]

    def _integer(self, kind: str, index: int, head: list[str]) -> str:
        made = f"{self._prefix}{kind}{index}"
        if made not in self._declared:
            self._declared.add(made)
            self._new_integers.append((kind, index, made))
            head.append(f"(declare-fun {made} () Int)")
        return made


def script(terms: Terms, asserted: Iterable[tuple[Lit, str]], status: Status, remarks: Iterable[str] = ()) -> str:
    """A whole script for any solver: can all of these be true together? Each is asserted below its remark.

    `status` is what the script says is the answer. Remarks may hold any text: they become ASCII, one line each.
    """
    writer = Writer(terms)
    parts = [*(_remark(text) for text in remarks), f"(set-info :status {status})\n(set-logic {LOGIC})\n"]
    for lit, text in asserted:
        said = writer.assertions([lit])
        booleans, integers = writer.take_new()
        names = [(name, node[1]) for index, name in booleans if (node := terms.nodes[index])[0] == "bool"]
        names += [(name, (terms.times if kind == "t" else terms.numbers)[index]) for kind, index, name in integers]
        parts += [_remark(text), *(_remark(f"  {name} is {key!a}") for name, key in names), said]
    return "".join([*parts, "(check-sat)\n"])


def _remark(text: str) -> str:
    return f"; {' '.join(text.encode('ascii', 'backslashreplace').decode().splitlines())}\n"


def _sum(summands: list[str]) -> str:
    return summands[0] if len(summands) == 1 else f"(+ {' '.join(summands)})"


def _numeral(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"
