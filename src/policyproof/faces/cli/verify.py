"""`policyproof verify`: whether certificates show what they have to, checked without the solver that found the proofs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from policyproof.faces.cli.exits import USAGE, exit_code_of_certificates
from policyproof.faces.cli.terminal import complain, wants_colour, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "verify",
        help="check certificates of what was proved",
        description="Check the certificates that `check --certificate DIR` wrote, against the policies as they are now.",
        allow_abbrev=False,
    )
    command.add_argument("directory", metavar="DIR", help="the folder with the certificates")
    command.add_argument("paths", nargs="+", metavar="PATH", help="the policies: files, folders, or - for standard input")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policyproof.project import load
    from policyproof.project.certificates import Certificates, UnreadableError
    from policyproof.questions.evidence import file_name
    from policyproof.questions.examine import Examiner
    from policyproof.report.certificates import render_certificates
    from policyproof.report.console import Console
    from policyproof.report.letters import harmless

    loaded = load(arguments.paths)
    checked = {}
    try:
        certificates = Certificates(arguments.directory)
        for policy in (reading for law in loaded.policies for reading in law.every_reading):
            examiner = Examiner(policy, loaded.sources)
            checked[policy] = [
                examiner.examine(declared, certificates.read(file_name(policy, declared)))
                for declared in policy.properties.values()
            ]
    except UnreadableError as why:
        complain(harmless(str(why)))
        return USAGE
    write(render_certificates(checked, loaded.diagnostics, loaded.sources, Console(colour=wants_colour(sys.stdout))))
    found = [one for properties in checked.values() for one in properties]
    if any(finding.severity == "error" for finding in loaded.diagnostics):
        return USAGE
    if not found:
        complain("nothing was verified: no policy here claims anything")
        return USAGE
    return exit_code_of_certificates(found)
