"""Which part of a file is the law, and which tells how a reading of it differs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from policyproof.syntax import nodes as n

Change = n.EditTree | n.Declaration
"""An edit, or a declaration that is new."""


class Told(msgspec.Struct, frozen=True, eq=False):
    """A reading as it is told: its head, and the changes that follow it, in the order of the text."""

    head: n.ReadingHead
    changes: tuple[Change, ...]


def law_part(file: n.File) -> n.File:
    """What stands above the first reading."""
    if not file.readings:
        return file
    end = min(reading.span.start for reading in file.readings)
    items = tuple(item for item in file.items if item.span.start < end)
    edits = tuple(edit for edit in file.edits if edit.span.start < end)
    return n.File(file.span, file.head, items, edits)


def readings_in(file: n.File) -> tuple[Told, ...]:
    """The readings of a file, in the order of the text."""
    own = (file.head,) if isinstance(file.head, n.ReadingHead) else ()
    heads = sorted((*own, *file.readings), key=lambda head: head.span.start)
    changes: Sequence[Change] = sorted((*file.items, *file.edits), key=lambda change: change.span.start)
    ends = [*(head.span.start for head in heads[1:]), *([file.span.end + 1] if heads else ())]
    return tuple(
        Told(head, tuple(change for change in changes if head.span.start < change.span.start < end))
        for head, end in zip(heads, ends, strict=True)
    )
