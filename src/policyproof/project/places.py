"""Where files lie: which project they belong to, what lies beside them, and what their heads call them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from policyproof.files.finding import LITERATE, SUFFIX, Wanted
from policyproof.syntax.literate import law_of

_MARKERS = (".policyproof", ".git", "pyproject.toml")
"""What the root of a project has."""


def is_relative(name: str) -> bool:
    """Whether a text could be a path that counts from a folder."""
    absolute = Path(name).is_absolute() or name.startswith(("/", "\\", "~")) or name[1:2] == ":"
    return bool(name.strip()) and "\0" not in name and not absolute


def files_beside(law: str, user: Wanted, cwd: Path) -> Iterator[Wanted]:
    """The files of that name beside another one; beside the standard input, in the working folder."""
    folder, shown = (cwd, Path()) if user.place is None else (user.place.parent, Path(user.shown).parent)
    for suffix in (SUFFIX, LITERATE):
        if is_file(folder / (law + suffix)):
            yield Wanted((shown / (law + suffix)).as_posix(), folder / (law + suffix))


def key_of(wanted: Wanted) -> str:
    """What tells files apart, by whatever path they are named."""
    return os.path.realpath(wanted.place) if wanted.place is not None else wanted.shown


_HEAD = re.compile(r"^[ \t]*(?:policy|together)[ \t]+([\w-]+)", re.MULTILINE)
_HEAD_WITHIN = 100_000
"""The head stands first, after comments: no need to read on."""


def head_name(wanted: Wanted) -> str | None:
    """What the head of a file calls it; None where there is none, or nothing can be read."""
    if wanted.place is None:
        return None
    try:
        with wanted.place.open("rb") as file:
            text = file.read(_HEAD_WITHIN).decode(errors="replace")
    except OSError:
        return None
    found = _HEAD.search(law_of(text) if wanted.shown.endswith(LITERATE) else text)
    return found[1] if found else None


def root_of(place: Path) -> Path:
    """The project that a file outside the working folder belongs to: the nearest folder with a sign of one, else its own."""
    folder = Path(os.path.realpath(place)).parent
    return next((above for above in (folder, *folder.parents) if any((above / marker).exists() for marker in _MARKERS)), folder)


def is_inside(place: Path, root: Path) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root))


def is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # a name that the system cannot even ask for
        return False
