"""The readings of an ambiguity: for each one what to write, what it means, and the edits that write it.

Edits add brackets and words and leave the rest of the text alone, so that comments and line breaks stay, and so that edits for
one ambiguity go together with those for another one inside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from policyproof.diagnostics import Edit, Fix, Label
from policyproof.source import Span
from policyproof.syntax.building import Notes

_LONGEST: Final = 600
"""Letters of a rewrite that are shown."""


class Reading(msgspec.Struct, frozen=True):
    """One way to read a stretch of text. `text` is what to write for it; `meaning` says it in other words."""

    text: str
    meaning: str | None
    edits: tuple[Edit, ...]


def note(  # noqa: PLR0913 - the parts of one message, each of which has a name
    notes: Notes,
    code: str,
    message: str,
    span: Span,
    readings: Sequence[Reading],
    *,
    label: str | None = None,
    labels: tuple[Label, ...] = (),
    otherwise: str | None = None,
) -> None:
    """Notes an ambiguity with its readings, each as a fix. `otherwise`: what else could be done, which no edit can say."""
    texts = list(dict.fromkeys(f"`{shown(reading.text)}`" for reading in readings))
    advice = "write " + (" or ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else texts[0])
    fixes = tuple(
        Fix(f"write `{shown(reading.text)}`" + (f": {reading.meaning}" if reading.meaning else ""), reading.edits)
        for reading in readings
    )
    notes.error(code, message, span, label=label, advice=advice, labels=labels, fixes=fixes, more=otherwise)


def shown(text: str) -> str:
    """A rewrite as a message has it: of one that would fill pages, the beginning and the end. The fix is whole in any case."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 3 :]}"


class Additions:
    """What a reading adds to a text: brackets around stretches of it, and words after them."""

    def __init__(self) -> None:
        self._opened: Counter[int] = Counter()
        self._closed: Counter[int] = Counter()
        self._words: dict[int, str] = {}
        self._replaced: dict[int, tuple[int, str]] = {}

    def around(self, start: int, end: int) -> None:
        """Brackets from `start` to `end`."""
        self._opened[start] += 1
        self._closed[end] += 1

    def after(self, place: int, words: str) -> None:
        """Words at the end of a stretch, inside the brackets that close there."""
        self._words[place] = words

    def instead(self, span: Span, words: str) -> None:
        """Other words for those of a stretch; what was to stand inside it does no longer."""
        kept = {start: new for start, new in self._replaced.items() if not span.start <= start < span.end}
        self._replaced = {**kept, span.start: (span.end, words)}

    def edits(self, notes: Notes) -> tuple[Edit, ...]:
        """All of it as edits, one a place."""
        found = {start: (end, words) for start, (end, words) in self._replaced.items()}
        for place in {*self._opened, *self._closed, *self._words}:
            words = f"{self._words.get(place, '')}{')' * self._closed[place]}{'(' * self._opened[place]}"
            found[place] = (place, words)
        return tuple(Edit(notes.tokens.span(start, found[start][0]), found[start][1]) for start in sorted(found))


def written(notes: Notes, span: Span, edits: Sequence[Edit]) -> str:
    """A stretch of the text as it reads after edits inside it, on one line and without comments."""
    comments = [Edit(notes.tokens.span(comment.start, comment.end), "") for comment in notes.comments_in(span)]
    text = notes.tokens.source.text
    pieces = []
    done = span.start
    for edit in sorted((*edits, *comments), key=lambda edit: edit.span.start):
        pieces += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return " ".join("".join((*pieces, text[done : span.end])).split())
