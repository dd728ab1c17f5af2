"""Folders that a run fills with files of its own making."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policyproof.faces.cli.terminal import OutputError
from policyproof.files.writing import write_whole
from policyproof.policy.model import Policy


def make_ready(folder: Path, files: Iterable[tuple[str, Policy]]) -> None:
    """Makes the folder. `files` are to be put there: their names, and the policy each is about; two policies share none.

    `OutputError` where that cannot be, before any work is done.
    """
    names: dict[str, Policy] = {}
    for name, policy in files:
        other = names.setdefault(name.casefold(), policy)  # some file systems take capital letters for small ones
        if other is not policy:
            raise OutputError(f"`{other.path}` and `{policy.path}` would both write `{name}`: check one at a time")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OutputError(f"the folder `{folder}` cannot be made: {_why(failure)}") from failure


def put(place: Path, data: bytes) -> None:
    """Writes a file as a whole. `OutputError` where that cannot be."""
    try:
        write_whole(place, data)
    except OSError as failure:
        raise OutputError(f"`{place}` cannot be written: {_why(failure)}") from failure


def take_away(place: Path) -> None:
    """Deletes a file, if it is there. `OutputError` where that cannot be."""
    try:
        place.unlink(missing_ok=True)
    except OSError as failure:
        raise OutputError(f"`{place}` cannot be deleted: {_why(failure)}") from failure


def _why(failure: OSError) -> str:
    return (failure.strerror or "the system refuses").lower()
