"""What a certificate costs, over all that is proved of the shipped policies: medians, printed as JSON for `run.py`.

Milliseconds of CPU of one property: to find its proofs (what they are proofs of being known), to verify its file (the policy
being read), and, of that, what the kernel takes; and the size of a file in bytes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from policyproof.policy.model import Policy
from policyproof.project import load
from policyproof.project.load import Loaded
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.evidence import asserted, ground, part_of, written
from policyproof.questions.examine import Examiner
from policyproof.questions.results import PropertyResult
from policyproof.solve.answers import Limits
from policyproof.solve.evidence import prove
from policyproof.solve.kernel import Table
from policyproof.solve.kernel import check as check_proof
from policyproof.solve.notation import enter


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the least of three runs."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return min(taken)


def measured(loaded: Loaded, policy: Policy, result: PropertyResult) -> dict[str, float]:
    """The figures of one property."""
    certificate = result.certificate
    if certificate is None or certificate.lacks:
        raise SystemExit(f"{result.property.name} has no certificate")
    data = written(policy, result.property, loaded.sources, certificate, "0")
    examiner = Examiner(policy, loaded.sources)
    if examiner.examine(result.property, data).shown is None:
        raise SystemExit(f"the certificate of {result.property.name} is refused")
    found = kernel = 0.0
    for proof in certificate.proofs:
        asked = partial(part_of, result.property, proof.no, proof.question - 1, proof.about)
        engine, question = ground(policy, asked, proof.depth)
        sentences = asserted(engine, question)
        found += cpu(lambda terms=engine.terms, sentences=sentences: prove(terms, sentences, Limits()))  # type: ignore[misc] # its own terms
        table = Table()
        givens = enter(engine.terms, sentences, table)
        kernel += cpu(lambda lines=proof.lines, table=table, givens=givens: check_proof(lines, table, givens))  # type: ignore[misc] # as above
    verified = cpu(lambda: examiner.examine(result.property, data))
    return {"found": found, "verified": verified, "kernel": kernel, "bytes": len(data)}


def main() -> None:
    loaded = load([sys.argv[1]])
    figures = [
        measured(loaded, policy, result)
        for policy in loaded.policies
        for result in check(policy, CheckOptions(stories=False, certify=True)).properties
        if result.certificate is not None
    ]
    summary = {name: median(one[name] for one in figures) for name in figures[0]}
    json.dump({**summary, "largest": max(one["bytes"] for one in figures), "number": len(figures)}, sys.stdout)


main()
