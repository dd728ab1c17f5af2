"""`policyproof new NAME`: a small policy to start from, with comments that teach and a hole to find."""

from __future__ import annotations

import argparse
import os
import re
import unicodedata
from typing import TYPE_CHECKING

from policyproof.faces.cli.exits import AS_CLAIMED, USAGE
from policyproof.faces.cli.terminal import complain, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_ENDING = ".policy"
_NAME = re.compile(r"[^\W\d](?:\w|-(?=\w))*")
"""What the language takes for a name."""
_LONGEST = 100
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""No file can have such a name under Windows, whatever its ending."""

STARTER = """\
# A policy to start from. What stands after a # is a comment, for people only.
# Check it with:  policyproof check @NAME@.policy
# One claim below fails. The report tells how, as a story. Then change a rule, and check again.

policy @NAME@ "Who may see a customer's messages: a draft"

# Who acts. The text in quotation marks is what reports say.
party company "the company"
party customer "the customer"
party court "a court"

# What is so, or not, throughout. Here it is what the company believes, on its own word.
fact danger-believed decided by company
  "the company believes that somebody is in danger" otherwise "the company does not believe that anybody is in danger"

# What can happen, and through whom. What may change is an event, not a fact.
event consent by customer "the customer agrees"
event withdrawal by customer follows consent "the customer takes the consent back"
event warrant by court "a court issues a warrant"

# What a party does, and rules can allow, forbid or require.
action disclose by company "the company hands the messages to the police"
action notify by company "the company tells the customer"

# The rules. The first closes everything, the next three open it again, each in one case.
rule closed:    company must not disclose unless permitted
rule consented: company may disclose if consent and not withdrawal
rule compelled: company may disclose if warrant
rule emergency: company may disclose if danger-believed
rule notice:    company must notify not later than 3 days after disclose

# The claims. Each is proved, or a lawful course of events is told that breaks it.
# This one fails: one of the rules needs neither consent nor a warrant. Can you tell which?
property asked-or-ordered "Messages leave only with the customer's consent or on a warrant":
  no disclose without consent or warrant
# If you mean to keep it so, say it below the claim:  known to fail because "emergencies"

# This one holds.
property told "The customer is told within three days":
  no disclose without notify not later than 3 days after disclose

# A case tries the rules on one course of events.
case "the customer takes it back in time":
  given only consent at 0 hours; withdrawal at 1 hour
  expect company must not disclose under closed
"""


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "new",
        help="start a policy",
        description="Write NAME.policy: a small policy with comments that teach, and one claim that fails.",
        allow_abbrev=False,
    )
    command.add_argument("name", metavar="NAME", help="what to call the policy, for instance shop-2026")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from policyproof.files.writing import write_new

    name = unicodedata.normalize("NFC", arguments.name)
    complaint = wrong_with(name)
    path = name + _ENDING
    file = Path(path)
    if complaint is None:
        try:
            write_new(file, starter(name).encode())
        except FileExistsError:
            complaint = f"`{path}` is there already, and is left as it is: choose another name"
        except OSError as failure:
            complaint = f"`{path}` cannot be written: {(failure.strerror or 'the system refuses').lower()}"
    if complaint is not None:
        from policyproof.report.letters import harmless

        complain(harmless(complaint))
        return USAGE
    write(f"{path} is written. One of its claims fails. To see how, type:\n\n    policyproof check {path}\n")
    return AS_CLAIMED


def starter(name: str) -> str:
    """The text of a new policy."""
    return STARTER.replace("@NAME@", name)


def wrong_with(name: str) -> str | None:
    """Why a policy, or its file, cannot be called so; None if it can."""
    if not name.strip():
        return "a policy needs a name: `policyproof new shop`"
    if name.endswith(_ENDING) and _NAME.fullmatch(name.removesuffix(_ENDING)):
        return f"the ending is added by itself: type `policyproof new {name.removesuffix(_ENDING)}`"
    if "/" in name or os.sep in name:
        return f"`{name}` names a folder: go there first (`cd`), and give the name alone"
    if not _NAME.fullmatch(name):
        return f"`{name}` cannot be a name: begin with a letter, and use only letters, digits, `_` and single hyphens inside"
    if len(name) > _LONGEST:
        return f"this name has {len(name)} letters: choose one with at most {_LONGEST}"
    if _RESERVED.fullmatch(name):
        return f"no file can be called `{name}` under Windows: choose another name"
    if _is_a_word_of_the_language(name):
        return f"`{name}` is a word of the language and cannot be a name: choose another, for instance `the-{name}`"
    return None


def _is_a_word_of_the_language(name: str) -> bool:
    from policyproof.source import Source
    from policyproof.syntax.parse import parse

    return bool(parse(Source(name, starter(name))).diagnostics)
