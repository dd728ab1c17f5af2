"""A second solver, cvc5, asked the same as the first, from the same text. It decides nothing: it may only object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policyproof.solve.answers import Answer, Satisfiable, Unknown, Unsatisfiable
from policyproof.solve.errors import SolversDisagree, ToolMissing
from policyproof.solve.smtlib import LOGIC, Writer

if TYPE_CHECKING:
    from policyproof.logic.terms import Lit, Terms


class SecondOpinion:
    """Counts the answers in which the two agree, and the questions that the second one (or the first) leaves open."""

    def __init__(self, work: int) -> None:
        """`work`: units of the second solver's own counter for one question. Raises `ToolMissing` where it is not installed."""
        try:
            import cvc5  # noqa: PLC0415  # only a cross-check needs it
        except ImportError as missing:
            raise ToolMissing("a cross-check needs cvc5: type `pip install 'policyproof[cross-check]'`") from missing
        self.cvc5 = cvc5
        self.work = work
        self.agreed = 0
        self.open = 0


class Mirror:
    """The second solver's side of one session."""

    def __init__(self, terms: Terms, opinion: SecondOpinion) -> None:
        library = opinion.cvc5
        self._opinion = opinion
        self._writer = Writer(terms)
        self._loaded: set[Lit] = set()
        manager = library.TermManager()
        self._solver = library.Solver(manager)
        self._solver.setOption("incremental", "true")
        self._solver.setOption("rlimit-per", str(opinion.work))
        self._solver.setLogic(LOGIC)
        self._symbols = library.SymbolManager(manager)
        self._parser = library.InputParser(self._solver, self._symbols)

    def suppose(self, lits: Sequence[Lit]) -> None:
        """Suppose these in every question from now on."""
        if lits:
            self._do(self._writer.assertions(lits))

    def compare(self, lits: Sequence[Lit], answer: Answer) -> None:
        """Raises `SolversDisagree` where the second solver says that what was found cannot be, or the other way round."""
        asked = list(dict.fromkeys(lits))
        new = [lit for lit in asked if lit not in self._loaded]
        if new:
            self._loaded.update(new)
            self._do(self._writer.activations(new))
        said = self._do(f"(check-sat-assuming ({' '.join(self._writer.switch(lit) for lit in asked)}))")
        match said.partition(" ")[0], answer:  # an `unknown` comes with its reason
            case ("sat", Satisfiable()) | ("unsat", Unsatisfiable()):
                self._opinion.agreed += 1
            case ("unknown", _) | (_, Unknown()):
                self._opinion.open += 1
            case ("sat" | "unsat", _):
                found = "can be" if isinstance(answer, Satisfiable) else "cannot be"
                raise SolversDisagree(f"z3 finds that something {found}, and cvc5 answers {said}")
            case _:
                raise ValueError(said)

    def _do(self, text: str) -> str:
        """What the commands print."""
        self._parser.setStringInput(self._opinion.cvc5.InputLanguage.SMT_LIB_2_6, text, "")
        printed: list[str] = []
        while not (command := self._parser.nextCommand()).isNull():
            printed.append(command.invoke(self._solver, self._symbols))
        return "".join(printed).strip()
