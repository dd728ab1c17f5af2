"""The exit codes, and which one a run of `check` ends with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # results load msgspec, and `--help` does not need it
    from policyproof.questions.examine import Checked
    from policyproof.questions.results import CaseResult, CheckResult

AS_CLAIMED = 0
NOT_AS_CLAIMED = 1
USAGE = 2
UNDECIDED = 3
INTERNAL = 70
INTERRUPTED = 130


def exit_code(result: CheckResult, *, warnings_fail: bool = False) -> int:
    """Bad input wins over a broken claim, a broken claim over an undecided one. A warning counts as a broken claim where
    `warnings_fail`, and else for nothing.
    """
    claims = [claim for policy in result.policies for claim in policy.claims]
    cases = [checked for policy in result.policies for reading in policy.every for checked in reading.cases]
    if any(finding.severity == "error" for finding in result.diagnostics) or nothing_was_checked(result):
        return USAGE
    if any(not claim.as_claimed and not claim.is_open for claim in claims) or any(_case_broken(case) for case in cases):
        return NOT_AS_CLAIMED
    if warnings_fail and any(finding.severity == "warning" for finding in result.diagnostics):
        return NOT_AS_CLAIMED
    if any(claim.is_open for claim in claims) or any(case.outcome == "undecided" for case in cases):
        return UNDECIDED
    return AS_CLAIMED


def exit_code_of_certificates(checked: Sequence[Checked]) -> int:
    """A refused certificate is as bad as a broken claim, and a missing one leaves the claim undecided."""
    if any(one.refused is not None for one in checked):
        return NOT_AS_CLAIMED
    if any(_lacking(one) for one in checked):
        return UNDECIDED
    return AS_CLAIMED


def _lacking(one: Checked) -> bool:
    return one.shown.hollow if one.shown is not None else one.needed


def nothing_was_checked(result: CheckResult) -> bool:
    """Policies that claim nothing. Libraries claim nothing by their nature: a run of libraries alone is fine."""
    return bool(result.policies) and not any(
        reading.properties or reading.cases for policy in result.policies for reading in policy.every
    )


def _case_broken(case: CaseResult) -> bool:
    return case.outcome in {"fails", "open"}
