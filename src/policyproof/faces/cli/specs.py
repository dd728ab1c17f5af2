"""`policyproof specs`: where the shipped policies are, to read, check and copy."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from policyproof.faces.cli.exits import AS_CLAIMED
from policyproof.faces.cli.terminal import write

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "specs",
        help="print the folder of the policies that come with the tool",
        description="Print the folder of the policies that come with the tool: policyproof check $(policyproof specs)/ring",
        allow_abbrev=False,
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    write(specs_folder() + "\n")
    return AS_CLAIMED


def specs_folder() -> str:
    """Inside the installed package; in a checkout, beside `src`."""
    from pathlib import Path

    package = Path(__file__).resolve().parents[2]
    installed = package / "specs"
    return str(installed if installed.is_dir() else package.parents[1] / "specs")
