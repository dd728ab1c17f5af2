"""Writing certificates: one file for each property that has one, in a folder of the user's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policyproof import __version__
from policyproof.english.lists import counted
from policyproof.faces.cli.exits import AS_CLAIMED, UNDECIDED
from policyproof.faces.cli.folders import make_ready, put, take_away
from policyproof.faces.cli.terminal import complain
from policyproof.policy.model import Policy
from policyproof.questions.evidence import file_name, written
from policyproof.questions.results import CheckResult
from policyproof.solve.evidence import require_search


def prepare(folder: str, policies: Sequence[Policy]) -> None:
    """Makes sure that certificates can be found and written, before any work is done."""
    require_search()
    files = [(file_name(policy, declared), policy) for policy in policies for declared in policy.properties.values()]
    make_ready(Path(folder), files)


def deliver(folder: str, result: CheckResult) -> int:
    """Writes them, and takes away those of a former run for what is not proved now. The exit code, as far as they go."""
    there = lacking = 0
    for checked in (reading for policy in result.policies for reading in policy.every):
        for one in checked.properties:
            place = Path(folder) / file_name(checked.policy, one.property)
            certificate = one.certificate
            lacking += certificate is not None and bool(certificate.lacks)
            if certificate is not None and certificate.bears_the_claim:
                there += 1
                put(place, written(checked.policy, one.property, result.sources, certificate, __version__))
            else:
                take_away(place)
    without = f"; of {counted(lacking, 'property')}, not all could be written down" if lacking else ""
    complain(f"{counted(there, 'certificate')} in `{folder}`{without}")
    return UNDECIDED if lacking else AS_CLAIMED
