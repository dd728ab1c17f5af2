"""The command line: one file a command. Nothing here imports what a command does not need, so that `--help` is instant."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence
from typing import Final

from policyproof.faces.cli import calendar, check, explain, fmt, new, specs, verify
from policyproof.faces.cli.exits import USAGE
from policyproof.faces.cli.failure import guarded
from policyproof.faces.cli.terminal import write

GARBAGE: Final = 100_000
"""How many objects are made before any garbage is looked for: a run makes many that live to its end."""

EPILOG = """\
exit codes:
  0    done; check: everything is as claimed
  1    check: some claim or case is not as claimed (with --warnings error: or there is a warning)
       fmt --check: some file would change; verify: a certificate is refused
  2    a usage error or bad input; check, verify: or there was nothing to do
  3    check: undecided, proved only up to some number of people, or without a certificate
       verify: a certificate is missing
  70   an internal error
  130  interrupted

a model, not legal advice
"""


class ShowVersion(argparse.Action):
    """`--version`: which tool, which solver. Both are looked up only when asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002 - argparse passes it
        values: object,  # noqa: ARG002 - as above
        option_string: str | None = None,  # noqa: ARG002 - as above
    ) -> None:
        from policyproof.faces.cli.version import version_lines

        write(version_lines())
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policyproof",
        description="Proofs and counterexamples for disclosure rules: who may hand over what, on whose word.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="print the versions of the tool and of the solver")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    calendar.declare(commands)
    check.declare(commands)
    explain.declare(commands)
    fmt.declare(commands)
    new.declare(commands)
    specs.declare(commands)
    verify.declare(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; raises only `SystemExit`: on usage errors, `--help` and `--version`."""
    gc.set_threshold(GARBAGE)
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help()
        return USAGE
    return guarded(arguments.run, arguments)
