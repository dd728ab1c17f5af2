"""Questions to Z3: one solver for many questions about one arena of terms."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Final

from policyproof.solve.answers import Answer, Limits, Model, Satisfiable, Unknown, Unsatisfiable
from policyproof.solve.interrupts import heed_interrupts
from policyproof.solve.second import Mirror
from policyproof.solve.smtlib import Writer

if TYPE_CHECKING:
    import z3

    from policyproof.logic.terms import Lit, Terms

_FIRST_TRY: Final = 10
"""The shared solver gets this fraction of the work limit; what it cannot answer, a fresh solver is asked with the whole of it.

So an answer does not depend on which questions came before."""

_SPARING: Final = 100
"""Whether a refutation can do without a sentence is worth this fraction of the work limit."""

_solvers = count()
"""Numbers the solvers of a process: their names must differ, since Z3 knows definitions by name in the whole process."""


class Session:
    """Asks whether terms can be true together. Learns from question to question; its answers do not depend on that."""

    def __init__(self, terms: Terms, limits: Limits) -> None:
        self.terms = terms
        self.limits = limits
        self._always: dict[Lit, None] = {}
        self._solver = _Solver(terms, max(1, limits.work // _FIRST_TRY), limits.memory)
        self._asked = self._solver
        self._mirror = None if limits.second is None else Mirror(terms, limits.second)

    def always(self, lits: Iterable[Lit]) -> None:
        """Suppose these in every question from now on."""
        new = [lit for lit in dict.fromkeys(lits) if lit not in self._always]
        self._always.update(dict.fromkeys(new))
        self._solver.suppose(new)
        if self._mirror is not None:
            self._mirror.suppose(new)

    def prepare(self, lits: Iterable[Lit]) -> None:
        """Load what will be asked about, all at once (cheaper than piece by piece)."""
        self._solver.load(lits)

    def ask(self, lits: Sequence[Lit], *, model: bool = True, work: int | None = None) -> Answer:
        """Can all of these be true together? Without `model`, a yes comes with an empty one, and sooner.

        `work` asks for no more than a quick look: the shared solver alone, with so many units.
        """
        self._asked = self._solver
        answer = self._solver.ask(lits, model=model, work=work)
        if isinstance(answer, Unknown) and work is None:
            self._asked = self._fresh(1)
            answer = self._asked.ask(lits, model=model)
        if self._mirror is not None:
            self._mirror.compare(lits, answer)
        return answer

    def used(self, lits: Iterable[Lit]) -> list[Lit]:
        """Those of these literals, all of them asked about, that the last answer, a refutation, went through."""
        return self._asked.used(lits)

    def core(self, lits: Sequence[Lit]) -> list[Lit] | None:
        """Some of these that cannot all be true together, none of which little work finds to be needless; None where they are
        not refuted. Each is spared in turn if it can be, so which are left does not depend on what the solver went through.
        """
        used = self._solver.core(lits) or self._fresh(1).core(lits)
        if used is None:
            return None
        kept = dict.fromkeys(lits)
        solver = self._fresh(_SPARING)
        for lit in list(kept):
            if lit in used:
                fewer = solver.core([other for other in kept if other != lit])
                if fewer is None:
                    continue
                used = fewer
            del kept[lit]
        return list(kept)

    def _fresh(self, share: int) -> _Solver:
        """A solver that has learned nothing yet, with this fraction of the work limit."""
        fresh = _Solver(self.terms, max(1, self.limits.work // share), self.limits.memory)
        fresh.suppose(list(self._always))
        return fresh


class _Solver:
    """One Z3 solver. Answers are read through the C interface: thousands of small values, of which few are looked at twice."""

    def __init__(self, terms: Terms, work: int, memory: int) -> None:
        import z3  # noqa: PLC0415  # 50 ms that a command without questions need not pay

        heed_interrupts()
        self._terms = terms
        self._z3 = z3
        z3.set_param("memory_max_size", memory)
        self._solver = z3.SimpleSolver()
        self._context = self._solver.ctx.ref()
        # an interrupt is the user's, and no limit
        self._solver.set(random_seed=0, rlimit=work, ctrl_c=False)
        self._work = self._allowed = work
        self._writer = Writer(terms, f"s{next(_solvers)}")
        self._loaded: set[Lit] = set()
        self._asked_false = False
        """Whether what was asked last was plainly false, and refuted without the solver."""
        library = z3.z3core
        self._kept = library.Z3_mk_ast_vector(self._context)
        """Holds the constants below for as long as the solver lives."""
        library.Z3_ast_vector_inc_ref(self._context, self._kept)
        weakref.finalize(self, library.Z3_ast_vector_dec_ref, self._context, self._kept)
        self._bool, self._int = library.Z3_mk_bool_sort(self._context), library.Z3_mk_int_sort(self._context)
        self._asts: dict[Lit, z3.Ast] = {}
        self._integers: list[tuple[str, int, z3.FuncDecl]] = []
        self._booleans: dict[int, z3.FuncDecl] = {}

    def suppose(self, lits: Sequence[Lit]) -> None:
        if lits:
            self._solver.from_string(self._writer.assertions(lits))

    def load(self, lits: Iterable[Lit]) -> None:
        wanted = [lit for lit in dict.fromkeys(lits) if lit > 1 and lit not in self._loaded]
        guarded = [lit for lit in wanted if not self._is_variable(lit)]
        if guarded:
            self._solver.from_string(self._writer.activations(guarded))
        self._loaded.update(wanted)

    def ask(self, lits: Sequence[Lit], *, model: bool, work: int | None = None) -> Answer:
        self._asked_false = 1 in lits
        if self._asked_false:
            return Unsatisfiable()
        asked = [lit for lit in dict.fromkeys(lits) if lit > 1]
        z3 = self._z3
        try:
            self.load(asked)
            names = [self._asts.get(lit) or self._ast(lit) for lit in asked]
            assumed = (z3.Ast * len(names))(*names)
            self._allow(self._work if work is None else work)
            outcome = z3.z3core.Z3_solver_check_assumptions(self._context, self._solver.solver, len(names), assumed)
        except z3.Z3Exception as failure:
            return Unknown(_limit(str(failure)))
        match outcome:
            case 1:
                return Satisfiable(self._model() if model else Model({}, [], []))
            case -1:
                return Unsatisfiable()
            case _:
                return Unknown(_limit(self._solver.reason_unknown()))

    def _allow(self, work: int) -> None:
        """How much the next question may cost."""
        if work != self._allowed:
            self._solver.set(rlimit=work)
            self._allowed = work

    def core(self, lits: Sequence[Lit]) -> list[Lit] | None:
        """Those of the literals that a refutation of all of them went through; None where they are not refuted."""
        if 1 in lits:
            return [1]
        if not isinstance(self.ask(lits, model=False), Unsatisfiable):
            return None
        return self.used(dict.fromkeys(lits))

    def used(self, lits: Iterable[Lit]) -> list[Lit]:
        """Those of these that the last refutation went through."""
        if self._asked_false:
            return [lit for lit in lits if lit == 1]
        asked = [lit for lit in lits if lit > 1]
        if not asked:
            return []
        needed = self._needed()
        return [lit for lit in asked if lit in self._asts and self._asts[lit].value in needed]

    def _needed(self) -> set[int]:
        """What the last refutation went through, by address."""
        library, context = self._z3.z3core, self._context
        core = library.Z3_solver_get_unsat_core(context, self._solver.solver)
        library.Z3_ast_vector_inc_ref(context, core)
        size = library.Z3_ast_vector_size(context, core)
        found = {library.Z3_ast_vector_get(context, core, place).value for place in range(size)}
        library.Z3_ast_vector_dec_ref(context, core)
        return found

    def _is_variable(self, lit: Lit) -> bool:
        return self._terms.nodes[lit >> 1][0] == "bool"

    def _ast(self, lit: Lit) -> z3.Ast:
        """A yes/no variable, its negation, or the switch of another literal."""
        if not self._is_variable(lit):
            made = self._constant(self._writer.switch(lit), self._bool)
        else:
            made = self._constant(self._writer.variable(lit >> 1), self._bool)
            self._booleans[lit >> 1] = self._declaration(made)
            if lit & 1:
                made = self._keep(self._z3.z3core.Z3_mk_not(self._context, made))
        self._asts[lit] = made
        return made

    def _constant(self, name: str, sort: z3.Sort) -> z3.Ast:
        library, context = self._z3.z3core, self._context
        return self._keep(library.Z3_mk_const(context, library.Z3_mk_string_symbol(context, name), sort))

    def _keep(self, made: z3.Ast) -> z3.Ast:
        self._z3.z3core.Z3_ast_vector_push(self._context, self._kept, made)
        return made

    def _declaration(self, constant: z3.Ast) -> z3.FuncDecl:
        """What the values of a constant are read by."""
        library, context = self._z3.z3core, self._context
        return library.Z3_get_app_decl(context, library.Z3_to_app(context, constant))

    def _declare(self) -> None:
        """Keep what is needed to read the values of the variables declared since the last model."""
        booleans, integers = self._writer.take_new()
        self._booleans.update((index, self._declaration(self._constant(name, self._bool))) for index, name in booleans)
        self._integers += [(kind, index, self._declaration(self._constant(name, self._int))) for kind, index, name in integers]

    def _model(self) -> Model:
        """The values of all variables; those that the solver left open are no, or 0."""
        self._declare()
        library = self._z3.z3core
        context = self._context
        values = library.Z3_solver_get_model(context, self._solver.solver)
        library.Z3_model_inc_ref(context, values)
        booleans: dict[int, bool] = {}
        for index, declaration in self._booleans.items():
            value = library.Z3_model_get_const_interp(context, values, declaration)
            if value:
                booleans[index] = library.Z3_get_bool_value(context, value) == 1
        found = {"t": [0] * len(self._terms.times), "n": [0] * len(self._terms.numbers)}
        for kind, index, declaration in self._integers:
            value = library.Z3_model_get_const_interp(context, values, declaration)
            if value:
                found[kind][index] = int(library.Z3_get_numeral_string(context, value))
        library.Z3_model_dec_ref(context, values)
        return Model(booleans, found["t"], found["n"])


def _limit(reason: str) -> str:
    """Which limit was hit, in words that name no solver."""
    lowered = reason.lower()
    if "memory" in lowered:
        return "the memory limit"
    if "resource" in lowered or "cancel" in lowered or "limit" in lowered:
        return "the work limit (`--limit`)"
    return "a question outside what can be decided"
