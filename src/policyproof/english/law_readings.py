"""A law that can be read in several ways: how each is called, and what a claim comes to under all of them."""

from __future__ import annotations

from collections.abc import Sequence

from policyproof.english.lists import joined
from policyproof.english.phrases import place
from policyproof.policy.model import LawReading, Policy


def called(reading: LawReading | None) -> str:
    """`under the reading narrow`; the text as it is written is the first reading."""
    return "as written" if reading is None else f"under the reading `{reading.name}`"


def ways(policy: Policy) -> str:
    """In which ways a law is read, and where each is told."""
    told = []
    for reading in policy.readings:
        title = "" if reading.title is None else f', "{reading.title}"'
        told.append(f"`{reading.name}` ({place(policy, reading.span)}){title}")
    return f"Read as it is written, and as {joined(told)}."


def verdicts(under: Sequence[tuple[LawReading | None, str]], missing: Sequence[LawReading], ways: int) -> str:
    """What a claim comes to: ``fails as written and under `wide`; holds under `narrow```. `ways`: in how many the law is read.

    Of every reading is spoken only where the claim is made, and was checked, under each.
    """
    words = list(dict.fromkeys(word for _, word in under))
    if len(words) == 1 and len(under) == ways:
        return f"{words[0]} under every reading"
    worst_first = [word for word in words if word != "holds"] + [word for word in words if word == "holds"]
    parts = [f"{word} {_names([reading for reading, its in under if its == word])}" for word in worst_first]
    parts += [f"not checked {_names(missing)}"] if missing else []
    return "; ".join(parts)


def _names(readings: Sequence[LawReading | None]) -> str:
    """`as written and under narrow and wide`."""
    named = [f"`{reading.name}`" for reading in readings if reading is not None]
    parts = [*(["as written"] if None in readings else []), *([f"under {joined(named)}"] if named else [])]
    return " and ".join(parts)
