"""From what was asked for (files, folders, `-`) to the files to read, in an order that depends on their names alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from policyproof.diagnostics import Diagnostic

SUFFIX = ".policy"
LITERATE = ".policy.md"
STDIN = "-"
STDIN_NAME = "<stdin>"


class Wanted(msgspec.Struct, frozen=True):
    """A file to read: `shown` is what messages call it, `place` where it is (None for the standard input)."""

    shown: str
    place: Path | None


def find(paths: Sequence[str], cwd: Path) -> tuple[tuple[Wanted, ...], tuple[Diagnostic, ...]]:
    """The files meant by some paths, each once, and what is wrong with the paths. Folders are searched for `*.policy` and
    `*.policy.md`.
    """
    found: dict[str, Wanted] = {}
    wrong: list[Diagnostic] = []
    for path in paths:
        if path == STDIN:
            found.setdefault(STDIN, Wanted(STDIN_NAME, None))
            continue
        place = cwd / path
        try:
            is_folder = place.is_dir()
            exists = is_folder or place.exists()
        except (OSError, ValueError):  # a name that the system cannot even ask for
            exists = is_folder = False
        if not exists:
            wrong.append(_error("PP001", f"there is no file or folder `{path}`", path, "correct the path"))
        elif not is_folder:
            found.setdefault(os.path.realpath(place), Wanted(path, place))
        else:
            inside = _inside(place)
            for relative in inside:
                shown = (Path(path) / relative).as_posix()
                found.setdefault(os.path.realpath(place / relative), Wanted(shown, place / relative))
            if not inside:
                advice = f"name a folder with files that end in `{SUFFIX}` or `{LITERATE}`"
                wrong.append(_error("PP002", f"the folder `{path}` has no policy files", path, advice))
    return tuple(found.values()), tuple(wrong)


def _inside(folder: Path) -> list[str]:
    """The policy files below a folder, relative to it, sorted by their path; what is hidden, or a pipe, is left out."""
    found: list[str] = []
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        relative = Path(where).relative_to(folder)
        found.extend(
            (relative / name).as_posix()
            for name in files
            if name.endswith((SUFFIX, LITERATE)) and not name.startswith(".") and not _is_something_else(Path(where, name))
        )
    return sorted(found)


def _is_something_else(place: Path) -> bool:
    """Whether there is a thing that is no file; what cannot be found is reported when it is read."""
    return place.exists() and not place.is_file()


def _error(code: str, message: str, path: str, advice: str) -> Diagnostic:
    return Diagnostic(code, "error", message, None, path, help=advice)
