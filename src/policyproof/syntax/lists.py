"""Lists must agree with their heads: labels in sequence, and the `and` or `or` before the last item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from policyproof.diagnostics import Edit, Fix, Label
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.building import Notes

Word = Literal["and", "or", "and/or"]

_WANTED: dict[n.ListHead, Literal["and", "or"]] = {"all": "and", "any": "or", "none": "or", "exactly": "or"}
_OTHER_HEAD: dict[tuple[n.ListHead, Word], str] = {
    ("all", "or"): "any of",
    ("any", "and"): "all of",
    ("none", "and"): "not all of",
}
"""The head with which a list would mean what its connective says."""

_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)


def check_list(
    head: Span,
    sort: n.ListHead,
    labels: Sequence[n.Mark | None],
    connectives: Sequence[tuple[Span, Word] | None],
    places: Sequence[Span],
    notes: Notes,
) -> None:
    """Notes labels out of sequence and an `and` or `or` that does not agree with the head of its list."""
    _check_labels(labels, places, notes)
    wanted = _WANTED.get(sort)
    for number, found in enumerate(connectives):
        if found is None:
            continue
        span, word = found
        delete = Fix(f"delete this `{word}`", (Edit(span, ""),))
        if number != len(connectives) - 1 or number == 0:
            message = f"`{word}` stands before the last item of a list only"
            notes.error("PP036", message, span, advice=delete.title, fixes=(delete,))
            return
        if word == "and/or":
            fix = delete if wanted is None else Fix(f"write `{wanted}`", (Edit(span, wanted),))
            notes.error("PP034", "`and/or` can be read in more than one way", span, advice=fix.title, fixes=(fix,))
        elif wanted is not None and word != wanted:
            _disagrees(head, sort, span, word, notes)


def _disagrees(head: Span, sort: n.ListHead, span: Span, word: Word, notes: Notes) -> None:
    """The head and the connective say different things: either may be what is meant."""
    wanted = _WANTED[sort]
    fixes = [Fix(f"write `{wanted}`", (Edit(span, wanted),))]
    advice = f"write `{wanted}`, or delete it"
    other = _OTHER_HEAD.get((sort, word))
    if other is not None:
        fixes.append(Fix(f"let the list begin with `{other}`", (Edit(head, other),)))
        advice += f", or let the list begin with `{other}`"
    message = f"`{word}` does not agree with `{notes.text(head)}`"
    labels = (Label(head, "the list begins here"),)
    notes.error("PP036", message, span, labels=labels, advice=advice, fixes=tuple(fixes))


def _check_labels(labels: Sequence[n.Mark | None], places: Sequence[Span], notes: Notes) -> None:
    given = [label for label in labels if label is not None]
    if not given:
        return
    if len(given) != len(labels):
        missing = next(number for number, label in enumerate(labels) if label is None)
        notes.error("PP036", "this item of the list has no label", places[missing], advice="label every item, or none")
        return
    names = [label.text[1:-1] for label in given]
    sequences = [_sequence(style, len(names)) for style in ("1", "a", "A", "i")]
    best = max(sequences, key=lambda sequence: _agreement(sequence, names))
    at = _agreement(best, names)
    if at == len(names):
        return
    if at == 0:
        notes.error(
            "PP036",
            f"the labels of a list begin with (1), (a), (A) or (i), not {given[0].text}",
            given[0].span,
            advice="label the first item `(1)`",
        )
    elif at < len(best):
        notes.error(
            "PP036",
            f"label {given[at].text} stands where ({best[at]}) is expected",
            given[at].span,
            advice=f"write `({best[at]})`",
        )
    else:
        notes.error(
            "PP036", f"there is no label for item {at + 1} after ({best[-1]})", given[at].span, advice="use numbers as labels"
        )


def _agreement(sequence: Sequence[str], names: Sequence[str]) -> int:
    """How many names, from the first on, are as the sequence has them."""
    count = 0
    while count < min(len(sequence), len(names)) and sequence[count] == names[count]:
        count += 1
    return count


def _sequence(style: str, count: int) -> list[str]:
    match style:
        case "1":
            return [str(number + 1) for number in range(count)]
        case "i":
            return list(_ROMAN[:count])
        case _:
            return [chr(ord(style) + number) for number in range(min(count, 26))]
