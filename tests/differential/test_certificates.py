"""Certificates of random policies: whatever is proved has one, and it proves nothing of a policy of which that is not so."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from meaning.told import read
from oracle.policies import random_policy
from oracle.vocabulary import Knobs
from policyproof.policy.model import Policy
from policyproof.project.load import load_text
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.evidence import head, written
from policyproof.questions.examine import Checked, Examiner
from policyproof.questions.results import PropertyResult
from policyproof.source import Source

SHAPES = {
    "plain": Knobs(properties=2, people=0.15),
    "people": Knobs(properties=2, people=1, events=1, facts=2),
    "kinds": Knobs(properties=2, people=0, kinds=1, facts=1, rules=6),
    "two actions": Knobs(properties=2, people=0, kinds=0, events=1, actions=2, facts=1, rules=8),
    "large": Knobs(facts=3, events=4, actions=3, rules=9, people=0.5, durations=2, properties=6),
}


NO_LONGER_PROVED = {("holds", "fails"), ("holds", "hollow"), ("fails", "holds")}
"""Verdicts before and after, the one shown by a proof, the other by a scenario (`possible` fails by a proof)."""


def sources(policy: Policy, text: str) -> dict[str, Source]:
    return {path: Source(path, text) for path in policy.files}


def certified(policy: Policy, text: str) -> Iterator[tuple[PropertyResult, bytes]]:
    """What is proved of the policy, each with its certificate."""
    for result in check(policy, CheckOptions(stories=False, certify=True)).properties:
        if result.certificate is not None:
            assert not result.certificate.lacks, result.certificate.lacks
            yield result, written(policy, result.property, sources(policy, text), result.certificate, "0")


def verify(shape: str, first: int, count: int) -> int:
    verified = 0
    for seed in range(first, first + count):
        text = random_policy(seed, SHAPES[shape])
        policy = read(text)
        for result, data in certified(policy, text):
            checked = Examiner(policy, sources(policy, text)).examine(result.property, data)
            assert checked.shown is not None, f"{checked.refused}: {result.property.name} of\n{text}"
            assert not checked.shown.hollow or result.notes
            verified += 1
    return verified


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_proved_has_a_certificate(shape: str) -> None:
    assert verify(shape, first=0, count=20) > 5


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_proved_has_a_certificate_in_the_long_run(shape: str, block: int) -> None:
    assert verify(shape, first=1000 + block * 100, count=100) > 10


def forged(policy: Policy, result: PropertyResult, text: str, data: bytes) -> Checked:
    """The certificate presented as one of another policy, which has the same property."""
    declared = policy.properties[result.property.name]
    proofs = data.partition(b"\n")[2]
    first = json.dumps({**head(policy, declared, sources(policy, text)), "policyproof": "0"}).encode()
    return Examiner(policy, sources(policy, text)).examine(declared, first + b"\n" + proofs)


def test_a_certificate_is_of_no_use_where_the_claim_does_not_hold() -> None:
    """Strike a rule, so that the claim is no longer proved: its former certificate is refused, whatever its head says."""
    refused = 0
    for seed in range(60):
        text = random_policy(seed, SHAPES["large"])
        proofs = list(certified(read(text), text))
        for struck in [line for line in text.splitlines() if line.startswith("rule ")] if proofs else []:
            other_text = text.replace(struck + "\n", "")
            try:
                other = load_text(other_text)
            except ValueError:  # something speaks of the rule
                continue
            now = {one.property.name: one.verdict for one in check(other, CheckOptions(stories=False)).properties}
            for result, data in proofs:
                if (result.verdict, now.get(result.property.name)) in NO_LONGER_PROVED:
                    refused += 1
                    checked = forged(other, result, other_text, data)
                    assert checked.refused is not None, f"{result.property.name} without {struck} of\n{text}"
    assert refused > 5
