"""Certificates, read from a folder."""

from __future__ import annotations

from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""In bytes."""


class UnreadableError(Exception):
    """A certificate, or the folder of certificates, cannot be read; the message says why."""


class Certificates:
    """A folder of certificates."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        try:
            there = Path(folder).is_dir()
        except (OSError, ValueError):  # a name that the system cannot even ask for
            there = False
        if not there:
            raise UnreadableError(f"there is no folder `{folder}`")

    def read(self, name: str) -> bytes | None:
        """The bytes of one file; None where there is none of that name."""
        path = Path(self.folder) / name
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        except OSError as failure:
            raise UnreadableError(f"`{path}` cannot be read: {(failure.strerror or 'the system refuses').lower()}") from failure
        if len(data) > LARGEST:
            raise UnreadableError(f"`{path}` is larger than {LARGEST // (1024 * 1024)} MB")
        return data
