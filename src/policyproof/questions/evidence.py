"""Certificates: which refutations a verdict rests on, and their proofs written down.

That a claim holds rests on this: no lawful course of events breaks it; and, where it looks no further than the act, none
that is lawful up to the act does (else it would be hollow). That what it speaks of can happen is shown by a scenario, which
is no refutation. That a `possible` fails rests on there being no witness.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from functools import partial
from hashlib import sha256

from policyproof.encode.alternatives import Question
from policyproof.encode.lawful import Sentence
from policyproof.encode.nature import nature
from policyproof.encode.opened import open_world
from policyproof.encode.questions import Engine
from policyproof.encode.world import ClosedWorld, OpenWorld
from policyproof.logic.terms import Terms
from policyproof.policy.model import Policy, Possible, Property
from policyproof.questions.results import UP_TO_THE_ACT, Certificate, Proof, What
from policyproof.search.decide import Ruled
from policyproof.solve.answers import Limits
from policyproof.solve.evidence import Unproved, prove
from policyproof.solve.notation import Asserted, Line
from policyproof.source import Source

FORMAT = 1
"""The edition of the files."""

HEADING = ("no", "question", "of", "depth", "about")
"""The keys of the line above a proof: see `Proof`."""


def broken(declared: Property) -> What:
    """What there must not be of a claim."""
    return "witness" if isinstance(declared.claim, Possible) else "counterexample"


def certify(policy: Policy, declared: Property, refuted: Sequence[tuple[What, Ruled]], limits: Limits) -> Certificate:
    """Proofs of what was refuted."""
    proofs: list[Proof] = []
    lacks: list[tuple[What, str]] = []
    for no, ruled in refuted:
        for index, (room, part) in enumerate(ruled.proofs):
            world = room.engine.g.world
            depth = world.depth if isinstance(world, OpenWorld) else None
            about = None if part.about is None else tuple(sorted(part.about))
            engine, question = ground(policy, partial(part_of, declared, no, index, about), depth)
            match prove(engine.terms, asserted(engine, question), limits):
                case Unproved(reason):
                    lacks.append((no, reason))
                case lines:
                    proofs.append(Proof(no, index + 1, len(ruled.proofs), depth, about, lines))
    return Certificate(tuple(proofs), tuple(lacks))


# ---- the questions, as both who writes and who checks a certificate build them


def questions(engine: Engine, declared: Property, no: What) -> Sequence[Question]:
    """What is asked: each must be refuted."""
    return engine.hollow(declared) if no == UP_TO_THE_ACT else engine.counterexample(declared)


def part_of(declared: Property, no: What, index: int, about: Collection[str] | None, engine: Engine) -> Question:
    """One of them, or the part of it that is about these events."""
    question = questions(engine, declared, no)[index]
    return question if about is None else question.within(about)


def ground(policy: Policy, asked: Callable[[Engine], Question], depth: int | None, size: int = 0) -> tuple[Engine, Question]:
    """One question in a world of its own: an open one, or (no `depth`) a closed one of so many individuals."""
    if depth is None:
        engine = Engine(policy, ClosedWorld(policy, Terms(), size))
        return engine, asked(engine)
    opened = open_world(policy, asked, depth)
    return opened.engine, opened.question


def asserted(engine: Engine, question: Question) -> list[Asserted]:
    """What a question asserts, sentence by sentence, with where each comes from."""
    sentences = [(sentence.lit, _origin(sentence)) for sentence in question.sentences]
    return [*sentences, (question.either(engine.terms), "the question"), *((lit, "nature") for lit in nature(engine.g))]


def _origin(sentence: Sentence) -> str:
    """`rule closed`; of a law that the claim compares with, `rule closed of mail`."""
    return f"{sentence.source} {sentence.name}" + (f" of {sentence.of}" if sentence.of else "")


# ---- files


def file_name(policy: Policy, declared: Property) -> str:
    """What a certificate's file is called."""
    return f"{policy.full_name}.{declared.name}.proof.jsonl"


def head(policy: Policy, declared: Property, sources: dict[str, Source]) -> Line:
    """What a file is a certificate of: the first line, the tool's version apart."""
    digests = [[path.rpartition("/")[2], sha256(sources[path].text.encode()).hexdigest()] for path in policy.files]
    return {"certificate": FORMAT, "policy": policy.full_name, "property": declared.name, "sha256": digests}


def written(policy: Policy, declared: Property, sources: dict[str, Source], certificate: Certificate, tool: str) -> bytes:
    """A certificate as a file, a line of JSON each: what it is about; then of each proof, of what, and its lines."""
    lines: list[Line] = [{**head(policy, declared, sources), "policyproof": tool}]
    for proof in certificate.proofs:
        lines.append(dict(zip(HEADING, (proof.no, proof.question, proof.of, proof.depth, proof.about), strict=True)))
        lines += proof.lines
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
