"""`policyproof calendar US --from … --to … --zone …`: a table of working days, to save as CSV."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from policyproof.faces.cli.exits import AS_CLAIMED, USAGE
from policyproof.faces.cli.terminal import complain, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Container
    from datetime import date

DESCRIPTION = """\
Print the working days of a country or state, Monday to Friday without its public holidays, as a table that `calendar … from`
reads. The holidays are those of the library `holidays` (pip install 'policyproof[calendars]'): courts may keep others, so
compare the table with the court's own calendar before you rely on it.
"""


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "calendar",
        help="print a table of working days, from the holidays of a country",
        description=DESCRIPTION,
        allow_abbrev=False,
    )
    command.add_argument("country", help="a country, or a state of one: US, US-CA, DE, DE-BY")
    command.add_argument("--from", dest="first", required=True, metavar="DAY", type=_day, help="the first day: 2026-11-23")
    command.add_argument("--to", dest="last", required=True, metavar="DAY", type=_day, help="the last day")
    command.add_argument("--zone", required=True, help="the zone in which the days begin and end: America/New_York")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policyproof.policy.zones import zone_of

    if zone_of(arguments.zone) is None:
        complain(f"no zone is called `{arguments.zone}`: name it as the tz database does, `America/New_York`")
        return USAGE
    if arguments.first > arguments.last:
        complain("the first day comes after the last")
        return USAGE
    from importlib.metadata import version

    try:
        import holidays
    except ImportError:
        complain("this needs the library holidays: pip install 'policyproof[calendars]'")
        return USAGE
    country, _, state = arguments.country.partition("-")
    years = range(arguments.first.year, arguments.last.year + 2)  # a holiday of the next year may be observed on 31 December
    try:
        closed = holidays.country_holidays(country, subdiv=state or None, years=years)
    except NotImplementedError:
        complain(f"holidays {version('holidays')} does not know `{arguments.country}`")
        return USAGE
    write("".join(f"{line}\n" for line in _table(arguments, closed, version("holidays"))))
    return AS_CLAIMED


def _table(arguments: argparse.Namespace, closed: Container[date], known: str) -> list[str]:
    from datetime import date

    weekend = 5
    days = [date.fromordinal(day) for day in range(arguments.first.toordinal(), arguments.last.toordinal() + 1)]
    asked = f"--from {arguments.first} --to {arguments.last} --zone {arguments.zone}"
    return [
        f"# Monday to Friday, without the public holidays of {arguments.country} that the library holidays {known} knows.",
        f"# Made by: policyproof calendar {arguments.country} {asked}",
        f"# zone: {arguments.zone}",
        "day",
        *(day.isoformat() for day in days if day.weekday() < weekend and day not in closed),
    ]


def _day(text: str) -> date:
    from datetime import date

    return date.fromisoformat(text)
