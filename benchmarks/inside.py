"""What checking ring-2022 costs once the tool is loaded, in milliseconds of CPU: printed as JSON for `run.py`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from statistics import median

from policyproof.project import load
from policyproof.questions.check import CheckOptions, check


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """The median CPU time of `work`, after one run that does not count."""
    work()
    taken: list[float] = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return median(taken)


def main() -> None:
    path, runs = sys.argv[1], int(sys.argv[2])
    (policy,) = load([path]).policies
    names = tuple(policy.properties)  # the properties, without the cases
    json.dump(
        {
            "stories": milliseconds(lambda: check(policy, CheckOptions(properties=names)), runs),
            "verdicts": milliseconds(lambda: check(policy, CheckOptions(properties=names, stories=False)), runs),
        },
        sys.stdout,
    )


main()
