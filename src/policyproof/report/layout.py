"""Paragraphs within the width of a console."""

from __future__ import annotations

import textwrap


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `width`, the first after `first`, the others after `rest`. Words are never broken."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def block(text: str, width: int, margin: str) -> list[str]:
    """Lines that are sentences or list items (`- …`), each wrapped, with their own indents kept."""
    lines = []
    for line in text.splitlines():
        inner = len(line) - len(line.lstrip(" "))
        indent = margin + " " * inner
        hanging = f"{indent}  " if line.lstrip().startswith("- ") else indent
        lines += wrapped(line.strip(), width, indent, hanging)
    return lines
