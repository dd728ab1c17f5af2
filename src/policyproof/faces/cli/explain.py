"""`policyproof explain`: a page on a code of a message, or on a verdict."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from policyproof.faces.cli.exits import AS_CLAIMED, USAGE
from policyproof.faces.cli.terminal import complain, wants_colour, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from pathlib import Path

    from policyproof.report.console import Console

_SUFFIX = ".md"
_CODE = re.compile(r"PP\d+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_GROUPS = (
    ("PP00", "files"),
    ("PP01", "files"),
    ("PP0", "text"),
    ("PP1", "names"),
    ("PP2", "properties and cases"),
    ("PP6", "warnings"),
    ("", "verdicts"),
)
"""What a page belongs to: the first beginning that fits its name."""


def declare(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "explain",
        help="explain a code of a message, or a verdict",
        description="Explain a code (PP204) or a verdict (hollow), with an example; `explain verdicts` has them all.",
        allow_abbrev=False,
    )
    command.add_argument("words", nargs="*", metavar="CODE", help="a code or a verdict (without one: the list of all)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policyproof.report.console import Console

    console = Console(colour=wants_colour(sys.stdout))
    known = pages()
    if not arguments.words:
        write(_list(known, console))
        return AS_CLAIMED
    asked = " ".join(arguments.words)
    name = known_name(asked, known)
    if name is None:
        complain(_unknown(asked, known))
        return USAGE
    write(laid_out(page(name), console))
    return AS_CLAIMED


def pages() -> tuple[str, ...]:
    """The names of all pages: codes first, then verdicts, each sorted."""
    names = [file.stem for file in _folder().iterdir() if file.suffix == _SUFFIX]
    return tuple(sorted(names, key=lambda name: (_CODE.fullmatch(name) is None, name)))


def page(name: str) -> str:
    """The Markdown of one page."""
    return (_folder() / (name + _SUFFIX)).read_text(encoding="utf-8")


def known_name(asked: str, known: Iterable[str]) -> str | None:
    """The page that somebody asks for, however it is cased and spaced: `pp204`, `Holds up to`."""
    wanted = _plain(asked)
    return next((name for name in known if _plain(name) == wanted), None)


def laid_out(markdown: str, console: Console) -> str:
    """A page as a terminal shows it: paragraphs wrapped, examples indented, headings bold where there are colours."""
    return "\n".join(_lines(markdown, console)) + "\n"


def _lines(markdown: str, console: Console) -> Iterator[str]:
    import textwrap

    example = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            example = not example
        elif example:
            yield f"    {line}".rstrip()
        elif line.startswith("#"):
            yield console.paint(line.lstrip("# "), "strong")
        elif not line:
            yield ""
        else:
            hanging = "  " if line.startswith("- ") else ""
            wrapped = textwrap.wrap(
                line, console.width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
            )
            yield from (_BOLD.sub(lambda found: console.paint(found[1], "strong"), piece) for piece in wrapped)


def _list(known: Iterable[str], console: Console) -> str:
    """Every page with what it is about, in groups."""
    lines = ["Type `policyproof explain` and one of these:"]
    group = ""
    for name in known:
        its_group = next(called for beginning, called in _GROUPS if name.startswith(beginning))
        if its_group != group:
            group = its_group
            lines += ["", console.paint(group, "strong")]
        called, _, title = page(name).partition("\n")[0].removeprefix("# ").partition(": ")
        lines.append(f"  {called:<14} {title}")
    return "\n".join(lines) + "\n"


def _unknown(asked: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    from policyproof.report.letters import harmless

    shown = {_plain(name): name if _CODE.fullmatch(name) else name.replace("-", " ") for name in known}
    close = get_close_matches(_plain(asked), shown, n=1)
    advice = f"did you mean `{shown[close[0]]}`?" if close else "`policyproof explain` lists what there is"
    return f"there is no page on `{harmless(asked)}`: {advice}"


def _plain(name: str) -> str:
    return "-".join(name.casefold().replace("-", " ").split())


def _folder() -> Path:
    from pathlib import Path

    return Path(__file__).resolve().parents[2] / "pages"
