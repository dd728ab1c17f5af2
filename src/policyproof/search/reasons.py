"""What a proof rests on: a minimal set of sentences, and of parties that must obey."""

from __future__ import annotations

from itertools import compress

from policyproof.encode.alternatives import Question
from policyproof.encode.lawful import Sentence
from policyproof.english.material import RestsOn
from policyproof.search.decide import Ruled
from policyproof.search.room import Room


def reasons(ruled: Ruled) -> RestsOn:
    """The sentences that the refutations need, spared one by one in the order of declaration."""
    needed: dict[tuple[str, str, str, tuple[str, ...]], Sentence] = {}
    for room, question in ruled.proofs:
        for sentence in _core(room, question):
            needed[(sentence.of, sentence.source, sentence.name, sentence.parties)] = sentence
    sentences = [sentence for sentence in needed.values() if not sentence.of]
    return RestsOn(
        rules=_names(sentences, "rule"),
        assumptions=_names(sentences, "assumption"),
        hypotheses=_names(sentences, "hypothesis"),
        parties=tuple(dict.fromkeys(party for sentence in sentences for party in sentence.parties)),
        delays=_names(sentences, "delay"),
        beliefs=_names(sentences, "belief"),
        others=tuple(dict.fromkeys((sentence.of, sentence.name) for sentence in needed.values() if sentence.of)),
    )


def _names(sentences: list[Sentence], source: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence.name for sentence in sentences if sentence.source == source))


def _core(room: Room, question: Question) -> list[Sentence]:
    base = [question.either(room.engine.terms)]
    sentences = list(question.sentences)
    if len(question.alternatives) == 1 and question.alternatives[0].besides is not None:
        base = [question.alternatives[0].besides]
        sentences += question.alternatives[0].parts
    return list(compress(sentences, room.indispensable(base, [sentence.lit for sentence in sentences])))
