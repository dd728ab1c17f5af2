"""What a terminal can show: colours, and how wide it is taken to be."""

from __future__ import annotations

from typing import Literal

import msgspec

WIDTH = 100

Style = Literal["good", "bad", "known", "doubtful", "strong"]
_CODES: dict[Style, str] = {"good": "32", "bad": "31;1", "known": "33", "doubtful": "35", "strong": "1"}


class Console(msgspec.Struct, frozen=True):
    """Where a report goes: a pipe or a file unless said otherwise."""

    colour: bool = False
    width: int = WIDTH

    def paint(self, text: str, style: Style) -> str:
        """The text in a colour, where there are colours. Nothing depends on it: the words say the same."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and text else text
