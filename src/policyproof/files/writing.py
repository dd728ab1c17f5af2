"""Writing files: as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_PERMISSIONS = 0o7777
_NEW = 0o666
"""What a new file may be done to, before the user's mask."""


def write_whole(place: Path, data: bytes) -> None:
    """Puts `data` in the place of a file, or makes it: under another name first, then renamed.

    A link stays one; permissions stay as they were, and so does the owner where that is allowed. `OSError` where it cannot be
    written; then nothing has changed, nor has it after an interrupt.
    """
    target = Path(os.path.realpath(place))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, no path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _as_before(target, beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_new(place: Path, data: bytes) -> None:
    """Makes a file. `FileExistsError` where anything has that name, even since a moment ago; other `OSError`s leave nothing."""
    with place.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            place.unlink(missing_ok=True)
            raise


def _as_before(target: Path, beside: Path) -> None:
    """Gives a file the owner and the permissions of the one whose place it is to take (of any new file, if there is none)."""
    try:
        before = target.stat()
    except FileNotFoundError:
        beside.chmod(_NEW & ~_mask())
        return
    if hasattr(os, "chown"):  # Windows has no owners of this kind
        with suppress(PermissionError):
            os.chown(beside, before.st_uid, before.st_gid)
    beside.chmod(before.st_mode & _PERMISSIONS)


def _mask() -> int:
    """What permissions new files are not given. There is no way to ask but to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
