"""`policyproof check`: the verdict on every claim of every policy, with a story for each that fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from policyproof import __version__
from policyproof.faces.cli.exits import USAGE, exit_code, nothing_was_checked
from policyproof.faces.cli.terminal import Progress, complain, wants_colour, write
from policyproof.faces.cli.version import solver_version

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Sequence

    from policyproof.diagnostics import Diagnostic
    from policyproof.policy.model import Policy
    from policyproof.project.load import Loaded
    from policyproof.questions.results import CheckResult
    from policyproof.solve.second import SecondOpinion


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "check",
        help="check the claims and cases of policies",
        description="Check the claims and cases of policies: a proof or a counterexample for each.",
        allow_abbrev=False,
    )
    command.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="files, folders, or - for standard input (the current folder)"
    )
    command.add_argument("--property", action="append", default=[], metavar="NAME", help="check only this one (repeatable)")
    command.add_argument("--all", action="store_true", help="tell every distinct way in which a claim fails")
    command.add_argument("--as-case", action="store_true", help="print each counterexample as a case of the language too")
    command.add_argument("--read", action="store_true", help="print each rule as the tool understands it")
    command.add_argument("--format", choices=["text", "json"], default="text", help="how to report (text)")
    command.add_argument("--limit", type=_at_least(1), metavar="N", help="how much work a question may cost the solver")
    command.add_argument("--people", type=_at_least(0), metavar="N", help="look for counterexamples among up to N individuals")
    command.add_argument(
        "--warnings",
        choices=["none", "all", "error"],
        help="warnings: none (as with --property), all (as otherwise), or all, and exit code 1 if there is any",
    )
    besides = command.add_mutually_exclusive_group()
    besides.add_argument(
        "--certificate", metavar="DIR", help="write a certificate of each proof into this folder, for `policyproof verify`"
    )
    besides.add_argument(
        "--emit", choices=["smt2"], help="print the questions to the solver instead, with the answers, for other solvers"
    )
    command.add_argument("--into", metavar="DIR", help="with --emit: write each question to a file in this folder")
    command.add_argument("--cross-check", action="store_true", help="ask a second solver (cvc5) every question too")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policyproof.project import load
    from policyproof.questions.check import CheckOptions, check, check_words
    from policyproof.questions.results import CheckResult

    if arguments.into is not None and arguments.emit is None:
        complain("--into says where --emit writes: give both")
        return USAGE
    loaded = load(arguments.paths)
    wanted = tuple(arguments.property)
    complaint = _unknown_property(loaded.policies, wanted)
    if complaint and not loaded.diagnostics:  # else it may be declared in a file that could not be read
        complain(complaint)
        return USAGE
    policies = [policy for policy in loaded.policies if not wanted or any(name in _properties(policy) for name in wanted)]
    readings = [reading for policy in policies for reading in policy.every_reading]
    warned = (arguments.warnings or ("none" if wanted else "all")) != "none"
    second = _second_opinion(arguments) if arguments.cross_check else None
    options = CheckOptions(
        properties=wanted,
        all_ways=arguments.all,
        limit=arguments.limit,
        people=arguments.people,
        warnings=warned,
        allowances=loaded.allowances,
        second=second,
        certify=arguments.certificate is not None,
    )
    if arguments.emit is not None:
        from policyproof.faces.cli.emit import emit

        return emit(loaded, readings, options, arguments.into)
    if arguments.certificate is not None:
        from policyproof.faces.cli.certificates import prepare

        prepare(arguments.certificate, readings)
    with Progress(sum(_claims(policy, wanted) for policy in readings)) as progress:
        results = [check(policy, options, progress.step) for policy in policies]
    found = [finding for checked in results for reading in checked.every for finding in reading.diagnostics]
    found += [finding for library in loaded.libraries for finding in check_words(library, options)]
    diagnostics = (*_with_readings(loaded), *found)
    result = CheckResult(tuple(results), tuple(library.name for library in loaded.libraries), diagnostics, loaded.sources)
    write(_report(result, arguments))
    if nothing_was_checked(result):
        complain("nothing was checked: no policy here has a property or a case")
    if second is not None:
        complain(_agreement(second))
    code = exit_code(result, warnings_fail=arguments.warnings == "error")
    if arguments.certificate is not None:
        from policyproof.faces.cli.certificates import deliver

        delivered = deliver(arguments.certificate, result)
        return code or delivered
    return code


def _with_readings(loaded: Loaded) -> tuple[Diagnostic, ...]:
    """The messages of the files, those about ambiguities with where their readings differ."""
    noted: dict[int, Diagnostic] = {}
    for unclear in loaded.unclear:
        from policyproof.questions.readings_apart import readings_apart

        found = readings_apart(unclear.source, unclear.used, unclear.diagnostics)
        noted.update((id(one), told) for one, told in zip(unclear.diagnostics, found, strict=True))
    return tuple(noted.get(id(one), one) for one in loaded.diagnostics)


def _second_opinion(arguments: argparse.Namespace) -> SecondOpinion:
    from policyproof.solve.answers import DEFAULT_WORK
    from policyproof.solve.second import SecondOpinion

    return SecondOpinion(DEFAULT_WORK if arguments.limit is None else arguments.limit)


def _agreement(second: SecondOpinion) -> str:
    from policyproof.english.lists import counted

    unanswered = f"; {counted(second.open, 'question')} had no answer from one of the solvers" if second.open else ""
    return f"cvc5 agrees on {counted(second.agreed, 'answer')}{unanswered}"


def _report(result: CheckResult, arguments: argparse.Namespace) -> str:
    if arguments.format == "json":
        from policyproof.report.json import to_json

        return to_json(result, {"policyproof": __version__, "z3-solver": solver_version()}).decode()
    from policyproof.report.console import Console
    from policyproof.report.text import TextOptions, render

    console = Console(colour=wants_colour(sys.stdout))
    return render(result, TextOptions(arguments.read, arguments.as_case, console, arguments.warnings == "error"))


def _claims(policy: Policy, wanted: Sequence[str]) -> int:
    """How many properties and cases will be looked at."""
    return len(set(wanted) & set(policy.properties)) if wanted else len(policy.properties) + len(policy.cases)


def _properties(policy: Policy) -> frozenset[str]:
    """The names of what is claimed under any reading."""
    return frozenset(name for reading in policy.every_reading for name in reading.properties)


def _unknown_property(policies: Sequence[Policy], wanted: Sequence[str]) -> str | None:
    known = sorted({name for policy in policies for name in _properties(policy)})
    for name in wanted:
        if name not in known:
            from difflib import get_close_matches

            close = get_close_matches(name, known, n=1)
            return f"no property is called `{name}`" + (f": did you mean `{close[0]}`?" if close else "")
    return None


def _at_least(least: int) -> Callable[[str], int]:
    def whole_number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) >= least):
            raise argparse.ArgumentTypeError(f"`{text}` is no whole number from {least} up")
        return int(text)

    return whole_number
