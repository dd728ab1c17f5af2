"""What a run ends with when it does not end as planned: interrupted, or a fault of the tool itself."""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Callable

from policyproof.faces.cli.exits import INTERNAL, INTERRUPTED, USAGE
from policyproof.faces.cli.terminal import OutputError, complain


def guarded(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a command; a failure becomes one paragraph and an exit code. POLICYPROOF_DEBUG=1 shows the traceback instead."""
    try:
        return run(arguments)
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except OutputError as failure:
        complain(str(failure))
        return USAGE
    except Exception as failure:  # noqa: BLE001 - the last line of defence: anything left is a fault of the tool
        if _called(failure, "ToolMissing"):
            complain(str(failure))
            return USAGE
        if os.environ.get("POLICYPROOF_DEBUG") == "1":
            sys.excepthook(type(failure), failure, failure.__traceback__)
        else:
            complain(_apology(failure))
        return INTERNAL


def _called(failure: Exception, name: str) -> bool:
    """Whether it is of the kind of that name: to import the kind would take time that most commands need not spend."""
    return type(failure).__name__ == name


def _apology(failure: Exception) -> str:
    if isinstance(failure, MemoryError):
        what = "there was not enough memory"
    elif _called(failure, "InternalDisagreement"):
        what = f"two independent readings of the policy disagree ({failure}), so no verdict can be trusted"
    elif _called(failure, "SolversDisagree"):
        what = f"two solvers disagree ({failure}), so no verdict can be trusted"
    else:
        what = f"{type(failure).__name__}: {failure}".rstrip(": ")
    return textwrap.fill(
        f"internal error: {' '.join(what.split())}. This is a fault of policyproof, not of your policy, and this run proves "
        "nothing. Please report it together with the policy; POLICYPROOF_DEBUG=1 shows where it happened.",
        width=100,
        break_long_words=False,
        break_on_hyphens=False,
    )
