"""`check --emit smt2`: the questions behind verdicts as scripts that any SMT solver reads, in the place of a report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from policyproof.faces.cli.exits import AS_CLAIMED, USAGE
from policyproof.faces.cli.folders import make_ready, put
from policyproof.faces.cli.terminal import complain, wants_colour, write
from policyproof.policy.model import Policy
from policyproof.project.load import Loaded
from policyproof.questions.check import CheckOptions
from policyproof.questions.scripts import Script, scripts
from policyproof.report.console import Console
from policyproof.report.frames import frame


def emit(loaded: Loaded, policies: Sequence[Policy], options: CheckOptions, into: str | None) -> int:
    """One after another on standard output, `(reset)` between them; or each into a file of its own. The exit code."""
    console = Console(colour=wants_colour(sys.stderr))
    for finding in loaded.diagnostics:
        complain("\n".join(["", *frame(finding, loaded.sources, console)]))
    found = [(policy, script) for policy in policies for script in scripts(policy, options)]
    if into is None:
        write("(reset)\n".join(script.text for _, script in found))
    else:
        make_ready(Path(into), ((_file_name(policy, script), policy) for policy, script in found))
        for policy, script in found:
            put(Path(into) / _file_name(policy, script), script.text.encode())
    if not found:
        complain("nothing was written: no policy here has a property")
    return USAGE if not found or any(finding.severity == "error" for finding in loaded.diagnostics) else AS_CLAIMED


def _file_name(policy: Policy, script: Script) -> str:
    return f"{policy.full_name}.{script.name}.smt2"
