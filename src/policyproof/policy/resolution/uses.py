"""How names are used, and what is said of uses that do not fit: each cause once, at the place that is likelier to be wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from policyproof.diagnostics import Edit, Fix, Label
from policyproof.policy.resolution.entries import CALLED, Entry, Sort
from policyproof.policy.resolution.problems import Problems
from policyproof.source import Span
from policyproof.syntax.spelling import close

_SEVERAL = 2
"""So many uses that agree with each other outweigh one declaration."""


class Unknown(msgspec.Struct):
    """A name that nothing declares: where it is used, as what, and the variables that it may be a slip of.

    `in_texts`: how many of the places are in braces, in a description.
    """

    name: str
    near: Mapping[str, Span]
    advice: str
    places: list[Span] = []
    sorts: list[frozenset[Sort]] = []
    in_texts: int = 0


class Misfit(msgspec.Struct, frozen=True):
    """A use of a declared name as something that it is not, and what is said of it by itself."""

    place: Span
    wanted: str
    code: str
    message: str
    advice: str
    instead: str | None = None
    """What to write there, where the advice says exactly that."""


class Uses:
    """The uses of names in one law."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._wanted: dict[Span, list[frozenset[Sort]]] = {}
        """As what each declared name is used: by the place of its declaration."""
        self._unknown: dict[tuple[str, frozenset[Span]], Unknown] = {}
        self._misfits: dict[Span, tuple[Entry, list[Misfit]]] = {}

    def note(self, declared: Span, sorts: Iterable[Sort] = ()) -> None:
        """Something that is declared there is used; `sorts`: what could stand at that place."""
        self._wanted.setdefault(declared, []).append(frozenset(sorts))

    def unknown(
        self, name: str, place: Span, sorts: Iterable[Sort], near: Mapping[str, Span], advice: str, *, in_text: bool = False
    ) -> None:
        """A name is used that nothing declares."""
        self._problems.expect()
        found = self._unknown.setdefault((name, frozenset(near.values())), Unknown(name, near, advice))
        found.places.append(place)
        found.sorts.append(frozenset(sorts))
        found.in_texts += in_text

    def misfit(self, entry: Entry, sorts: Iterable[Sort], misfit: Misfit) -> None:
        """A declared name is used as something that it is not."""
        self._problems.expect()
        self.note(entry.span, sorts)
        self._misfits.setdefault(entry.span, (entry, []))[1].append(misfit)

    def report(self, names: Mapping[str, Entry], path: str, unread: Collection[str]) -> None:
        """Says what is wrong. A declaration in the file `path` may be blamed, unless its name is among the words `unread`."""
        for name, entry in names.items():
            if name in unread:
                self.note(entry.span)
        for found in self._unknown.values():
            self._report_unknown(found, names, path)
        for entry, misfits in self._misfits.values():
            self._report_misfits(entry, misfits, path)

    # ---- names that nothing declares

    def _report_unknown(self, found: Unknown, names: Mapping[str, Entry], path: str) -> None:
        meant = self._meant(found, names)
        if meant is None:
            self._report_uses(found, None, found.advice)
            return
        name, declared = meant
        never_used = declared not in self._wanted
        if not never_used or declared.path != path or len(found.places) < _SEVERAL:
            blamed = (
                ()
                if not never_used or declared.path != path
                else (Label(declared, f"`{name}` is declared here, and never used"),)
            )
            self._report_uses(found, name, f"did you mean `{name}`?", blamed)
            return
        self._problems.error(
            "PP100",
            f"`{name}` is declared and never used, and `{found.name}` is used and never declared",
            declared,
            label="declared here",
            labels=(Label(found.places[0], _first_of(len(found.places))),),
            advice=f"did you mean `{found.name}`?",
            fixes=(Fix(f"did you mean `{found.name}`?", (Edit(declared, found.name),)),),
        )

    def _meant(self, found: Unknown, names: Mapping[str, Entry]) -> tuple[str, Span] | None:
        """The one declared name that is so close that the unknown one must be a slip of it."""
        if not self._problems.may_guess(len(names) + len(found.near)):
            return None
        common = frozenset.intersection(*found.sorts) or frozenset(chain.from_iterable(found.sorts))
        known = {name: entry.span for name, entry in names.items() if entry.sort in common}
        known |= found.near
        best = close(found.name, known)
        if not best and found.in_texts == len(found.places) and len(known) == 1:
            best = tuple(known)
        return (best[0], known[best[0]]) if len(best) == 1 else None

    def _report_uses(self, found: Unknown, name: str | None, advice: str, labels: tuple[Label, ...] = ()) -> None:
        others = len(found.places) - 1
        code, message = "PP100", f"nothing here is called `{found.name}`"
        if found.in_texts == len(found.places):
            code, message = "PP103", f"`{{{found.name}}}` names no parameter"
        self._problems.error(
            code,
            message,
            found.places[0],
            label=f"and at {others} other {'place' if others == 1 else 'places'}" if others else None,
            labels=labels,
            advice=advice,
            fixes=() if name is None else (Fix(advice, tuple(Edit(place, name) for place in found.places)),),
        )

    # ---- names of another sort

    def _report_misfits(self, entry: Entry, misfits: Sequence[Misfit], path: str) -> None:
        fits = [sorts for sorts in self._wanted[entry.span] if sorts]
        common = frozenset.intersection(*fits) if fits else frozenset[Sort]()
        first = misfits[0]
        declared_wrong = bool(common) and entry.span.path == path
        several = len(misfits) >= _SEVERAL
        fixes = _other_keyword(entry, common) if declared_wrong and (several or first.code == "PP202") else ()
        if declared_wrong and several:
            self._problems.error(
                first.code,
                f"`{entry.name}` is declared as {entry.called}, and used as {first.wanted}",
                entry.span,
                label="declared here",
                labels=(Label(first.place, _first_of(len(misfits))),),
                advice=fixes[0].title if fixes else f"declare {first.wanted}, or use another name",
                fixes=fixes,
            )
            return
        for misfit in misfits:
            advice = fixes[0].title if fixes else misfit.advice
            labels = (Label(entry.span, "declared here"),)
            here = () if misfit.instead is None else (Fix(advice, (Edit(misfit.place, misfit.instead),)),)
            self._problems.error(misfit.code, misfit.message, misfit.place, labels=labels, advice=advice, fixes=fixes or here)


def _other_keyword(entry: Entry, sorts: frozenset[Sort]) -> tuple[Fix, ...]:
    """The declaration with another word at its beginning, if one alone would make every use fit."""
    if entry.keyword is None or len(sorts & entry.keyword.others) != 1:
        return ()
    (sort,) = sorts & entry.keyword.others
    return (Fix(f"declare it as {CALLED[sort]}: `{sort} {entry.name}`", (Edit(entry.keyword.span, sort),)),)


def _first_of(count: int) -> str:
    return "used here" if count == 1 else f"used here, the first of {count} places"
