"""Writing files: as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_NEW_FILE = 0o666
_PERMISSIONS = 0o7777


def write_whole(place: Path, data: bytes) -> None:
    """Puts `data` in the place of a file, or makes it: under another name first, then renamed.

    A link stays one, and permissions stay as they were. `OSError` where that cannot be; then nothing has changed.
    """
    target = Path(os.path.realpath(place))
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, no path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & _PERMISSIONS if target.exists() else _NEW_FILE & ~_mask())
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _mask() -> int:
    """The permissions that new files do not get. It can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
