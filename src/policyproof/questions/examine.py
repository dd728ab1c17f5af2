"""Is a file a certificate of this property of this policy?

Answered from the policy, read and grounded afresh, and by the kernel: no solver is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from policyproof import __version__
from policyproof.encode.alternatives import Question
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld
from policyproof.logic.terms import Terms
from policyproof.policy.model import Policy, Possible, Property
from policyproof.questions.evidence import HEADING, asserted, broken, ground, head, part_of, questions
from policyproof.questions.results import UP_TO_THE_ACT, What
from policyproof.search.decide import MAX_DEPTH, claim_speaks_of_individuals, speaks_of_individuals
from policyproof.solve.kernel import Refused, Table, check
from policyproof.solve.notation import Line, enter
from policyproof.source import Source

_Proofs = dict[tuple[str, str, str], tuple[object, object, list[Line]]]
"""Of each proof, how deep its world is, what it is about, and its lines; by what it refutes, which question of that, of how
many.
"""


class Verified(msgspec.Struct, frozen=True):
    """What it has to show is shown, in so many proofs and lines. `hollow`: but that the claim is not hollow is not."""

    proofs: int
    lines: int
    hollow: bool


class Checked(msgspec.Struct, frozen=True, eq=False):
    """What there is of one property: a certificate, which shows something or is refused (and why); or none, needed or not."""

    property: Property
    shown: Verified | None = None
    refused: str | None = None
    needed: bool = True


class Examiner:
    """Checks certificates of one policy."""

    def __init__(self, policy: Policy, sources: dict[str, Source]) -> None:
        self.policy = policy
        self.sources = sources
        self._peopled = speaks_of_individuals(policy)
        self._engine = Engine(policy, ClosedWorld(policy, Terms(), 0))
        """Tells how many questions there are; each is grounded afresh, as it was for its proof."""

    def examine(self, declared: Property, data: bytes | None) -> Checked:
        """What the certificate of a property, if there is one, is worth."""
        if data is None:
            return Checked(declared, needed=needs_proof(declared))
        try:
            return Checked(declared, shown=self._verify(declared, data))
        except Refused as why:
            return Checked(declared, refused=str(why))
        except RecursionError:
            return Checked(declared, refused="it is nested too deeply to be a certificate")

    def _verify(self, declared: Property, data: bytes) -> Verified:
        first, *lines = _read(data)
        _compare(first, head(self.policy, declared, self.sources))
        try:
            return self._shown(declared, _proofs(lines))
        except Refused as why:
            if first.get("policyproof") == __version__:
                raise
            raise Refused(f"{why}; it was written by version {first.get('policyproof')}, and this is {__version__}") from why

    def _shown(self, declared: Property, proofs: _Proofs) -> Verified:
        numbers = (len(proofs), sum(len(proof) for _, _, proof in proofs.values()))
        self._refuted(declared, broken(declared), proofs)
        acts = questions(self._engine, declared, UP_TO_THE_ACT)
        hollow = bool(acts) and not any(no == UP_TO_THE_ACT for no, _, _ in proofs)
        if not hollow:
            self._refuted(declared, UP_TO_THE_ACT, proofs)
        if proofs:
            raise Refused("it has proofs of what nobody asks")
        return Verified(*numbers, hollow)

    def _refuted(self, declared: Property, no: What, proofs: _Proofs) -> None:
        """Every question about this is refuted by a proof, which is taken out."""
        count = len(questions(self._engine, declared, no))
        for index in range(count):
            depth, about, lines = proofs.pop((no, str(index + 1), str(count)), (None, None, None))
            which = f" (question {index + 1} of {count})" if count > 1 else ""
            if lines is None:
                raise Refused(f"there is no proof in it that there is no {no}{which}")
            engine, question = self._grounded(declared, partial(part_of, declared, no, index, self._events(about)), depth)
            table = Table()
            try:
                check(lines, table, enter(engine.terms, asserted(engine, question), table))
            except Refused as why:
                raise Refused(f"its proof that there is no {no}{which} is wrong: {why}") from why

    def _events(self, about: object) -> list[str] | None:
        """The events that a proof is about, if it says so. Any will do: what a part of the law rules out, all of it does."""
        if about is None:
            return None
        if not isinstance(about, list) or any(not isinstance(name, str) or name not in self.policy.events for name in about):
            raise Refused("what it is about are no events of the policy")
        return about

    def _grounded(self, declared: Property, asked: Callable[[Engine], Question], depth: object) -> tuple[Engine, Question]:
        """The question in the world of the proof: for any number of people, where it can turn on who there is."""
        if not self._peopled and not claim_speaks_of_individuals(self.policy, declared):
            return ground(self.policy, asked, None)
        if type(depth) is not int or not 0 <= depth <= MAX_DEPTH:
            raise Refused(f"it turns on who there is, and its `depth` is no number up to {MAX_DEPTH}")
        return ground(self.policy, asked, depth)


def needs_proof(declared: Property) -> bool:
    """Whether a run in which everything is as claimed proves something of this property, and tells no scenario."""
    return isinstance(declared.claim, Possible) == (declared.known_to_fail is not None)


def _read(data: bytes) -> list[Line]:
    """The lines of a file."""
    if not data.endswith(b"\n"):
        raise Refused("it breaks off in the middle of a line" if data else "it is empty")
    return [_line(n, text) for n, text in enumerate(data.split(b"\n")[:-1], start=1)]


def _line(n: int, text: bytes) -> Line:
    try:
        line = json.loads(text)
    except ValueError:
        line = None
    if not isinstance(line, dict):
        raise Refused(f"line {n} of it cannot be read")
    return line


def _compare(found: Line, right: Line) -> None:
    """Refuses a file that is about another property, another policy, or another text of this one."""
    if found.get("certificate") != right["certificate"]:
        raise Refused("it is no certificate, or one of an edition that this version does not know")
    for part, what in (("policy", "of policy"), ("property", "of property")):
        if found.get(part) != right[part]:
            raise Refused(f"it is a certificate {what} `{found.get(part)}`")
    if found.get("sha256") != right["sha256"]:
        raise Refused("it was made for another text of the policy, or of a file that the policy uses")


def _proofs(lines: Sequence[Line]) -> _Proofs:
    """The proofs in a file, each under its heading."""
    found: _Proofs = {}
    taken: list[Line] | None = None
    for line in lines:
        if tuple(line) == HEADING:
            of_what = (str(line["no"]), str(line["question"]), str(line["of"]))
            if of_what in found:
                raise Refused("it proves one thing twice")
            taken = []
            found[of_what] = (line["depth"], line["about"], taken)
        elif taken is None:
            raise Refused("it has lines before its first proof")
        else:
            taken.append(line)
    return found
