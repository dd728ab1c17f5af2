"""Golden files: what a text must be, word for word. `UPDATE_GOLDEN=1 pytest tests/english tests/report` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent


def matches_golden(name: str, text: str) -> None:
    """The text is the one in `tests/golden/NAME`, to the letter."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"`UPDATE_GOLDEN=1 pytest` writes {path.name} anew, to be read before it is kept"
