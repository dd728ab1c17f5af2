"""How far two words are apart, and which of some words somebody meant."""

from __future__ import annotations

from collections.abc import Iterable

_SHORT = 4
"""In a word of so few letters, one slip is as much as can be guessed."""


def close(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """The candidates that are fewest slips away, and not too many, in their order."""
    least = 1 if len(word) <= _SHORT else 2
    best: list[str] = []
    for candidate in candidates:
        slips = distance(word, candidate, least)
        if slips < least:
            best, least = [candidate], slips
        elif slips == least:
            best.append(candidate)
    return tuple(best)


def distance(left: str, right: str, limit: int) -> int:
    """How many letters must be changed, added, dropped or swapped with a neighbour; above `limit`, some number above it."""
    if abs(len(left) - len(right)) > limit or left == right:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        before, above, row = row if i == 1 else before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
