"""One world with its engine, and a solver that knows what has been asked there and no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Final

from policyproof.encode.mentions import Mentions
from policyproof.encode.nature import Nature
from policyproof.encode.questions import Engine
from policyproof.logic.terms import Lit
from policyproof.scenario import Instance
from policyproof.solve.answers import Answer, Limits, Unsatisfiable
from policyproof.solve.session import Session

_MANY: Final = 4
"""Of more sentences than this, a refutation most often leaves out some."""


class Room:
    """Terms are asked about together with what nature says of the facts and events in them, and of no others."""

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self.engine = engine
        self._limits = limits
        self._nature = Nature(engine.g)
        self.mentions = Mentions(engine.g, self._nature)
        self._begin()

    def _begin(self) -> None:
        self.session = Session(self.engine.terms, self._limits)
        self.instances: dict[Instance, None] = {}
        """The facts and events asked about, in the order of asking."""
        self.size = 0
        """About how many nodes the solver has to do with."""
        self._attended: set[Lit] = set()
        self._said: dict[Lit, None] = {}
        self._tied = self.engine.g.world.open
        """Whether ties between instances matter: in an open world, and for a second scenario."""
        self._say(self._nature.always)
        self.attend(self._nature.always)

    def fresh(self) -> Room:
        """The same with a new solver: all that one has been asked before slows it down."""
        room = copy(self)
        room._begin()  # noqa: SLF001  # its own kind
        return room

    def nature(self) -> list[Lit]:
        """What nature says of the facts and events asked about."""
        self.attend(())
        return list(self._said)

    def attend(self, lits: Iterable[Lit]) -> None:
        """Let the solver suppose what nature says of the facts and events in these."""
        new: dict[Lit, None] = {}
        waiting = [lit for lit in lits if lit not in self._attended]
        if not waiting and not self._tied:
            return
        while True:
            self._attended.update(waiting)
            for lit in waiting:
                mentioned = self.mentions.of(lit)
                self.size += mentioned.nodes
                self._tied = self._tied or mentioned.second
                for instance in mentioned.instances:
                    if instance not in self.instances:
                        self.instances[instance] = None
                        new.update(dict.fromkeys(self._nature.of(instance)))
                for key in mentioned.sides:
                    new.update(dict.fromkeys(self._nature.beside(key)))
            waiting = [lit for lit in self._nature.ties() if lit not in self._attended] if self._tied else []
            new.update(dict.fromkeys(waiting))
            if not waiting:
                break
        self._say(new)

    def _say(self, lits: Iterable[Lit]) -> None:
        said = [lit for lit in lits if lit and lit not in self._said]
        if said:
            self._said.update(dict.fromkeys(said))
            self.session.always(said)

    def ask_all(self, lits: Sequence[Lit], *, model: bool = True) -> Answer:
        """Can all of these be true together, as nature goes?"""
        self.attend(lits)
        return self.session.ask(lits, model=model)

    def refutes(self, lits: Sequence[Lit]) -> bool:
        """Proved: they cannot all be true together, as nature goes."""
        return isinstance(self.ask_all(lits, model=False), Unsatisfiable)

    def indispensable(self, given: Sequence[Lit], lits: Sequence[Lit]) -> list[bool]:
        """Of some that cannot all be true together with what is given: which are left when each in turn is spared if it can be.

        Which these are depends on their order alone. What a refutation did not go through can be spared without asking again.
        """
        left = dict.fromkeys(range(len(lits)))
        worth_it = len(lits) > _MANY and self.refutes([*given, *lits])
        used = set(self.session.used(lits) if worth_it else lits)
        for place, lit in enumerate(lits):
            rest = [lits[other] for other in left if other != place]
            if lit not in used or lit in rest:
                del left[place]
            elif self.refutes([*given, *rest]):
                used = set(self.session.used(rest))
                del left[place]
        return [place in left for place in range(len(lits))]

    def prepare(self, lits: Sequence[Lit]) -> None:
        """Load what will be asked about, all at once."""
        self.attend(lits)
        self.session.prepare(lits)
