"""Readings of a law: each is the law with some edits, resolved as a policy of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import msgspec

from policyproof.diagnostics import Diagnostic, Label
from policyproof.policy.calendars import DayTable
from policyproof.policy.model import LawReading, Policy
from policyproof.policy.resolution.resolve import resolve
from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax.amending.parts import Told


class LawText(msgspec.Struct, frozen=True, eq=False):
    """A law as it is written, and what it was resolved to. `used`: the policies of its `use` lines. `tables`: the days of its
    calendars, by the places of their declarations.
    """

    policy: Policy
    file: n.File
    source: Source
    used: tuple[Policy, ...]
    tables: Mapping[Span, DayTable]


def read_readings(
    law: LawText,
    told: Sequence[Told],
    source: Source,
    known: Sequence[LawReading],
    used: Sequence[Policy] = (),
    tables: Mapping[Span, DayTable] | None = None,
) -> tuple[tuple[LawReading, ...], tuple[Diagnostic, ...]]:
    """The readings of a law that one file tells, whose text is `source`; and what is wrong with them.

    `known`: readings of this law told elsewhere. `used`: by the `use` lines of that file; `tables`: of its calendars.
    """
    found: dict[str, LawReading] = {reading.name: reading for reading in known}
    new: list[LawReading] = []
    wrong: list[Diagnostic] = []
    for one in told:
        name = one.head.name
        if name.text in found:
            labels = (Label(found[name.text].span, "first here"),)
            wrong.append(_error("PP101", f"the reading `{name.text}` is declared twice", name, "choose another name", labels))
            continue
        reading, diagnostics = _read(law, one, source, used, {**law.tables, **(tables or {})})
        wrong += diagnostics
        if reading is not None:
            found[name.text] = reading
            new.append(reading)
    return tuple(new), tuple(wrong)


def misplaced(told: Sequence[Told], law: n.Head | n.TogetherHead) -> tuple[Diagnostic, ...]:
    """Readings in the file of a law that are of another one, and any of a library or of laws `together`."""
    if isinstance(law, n.TogetherHead):
        message = "laws `together` are read as they are written"
        return tuple(_error("PP113", message, one.head.name, "give a reading of one of the laws") for one in told)
    if law.is_library and told:
        word, advice = told[0].head.law, "give readings of the policies that use it"
        return (_error("PP113", "a library claims nothing that a reading could change", word, advice),)
    return tuple(
        _error(
            "PP120",
            f"`{one.head.law.text}` is not the law of this file",
            one.head.law,
            f"write `of {law.name.text}`, or put this reading into a file of its own",
            (Label(law.name.span, "the law"),),
        )
        for one in told
        if one.head.law.text != law.name.text
    )


def no_such_law(head: n.ReadingHead, known: Sequence[str]) -> Diagnostic:
    """A reading of a law that cannot be found."""
    name = head.law.text
    near = get_close_matches(name, known, n=1)
    advice = f"did you mean `{near[0]}`?" if near else f"`use` its file, or call it `{name}.policy` and put it beside this one"
    return _error("PP120", f"there is no law `{name}` here", head.law, advice)


def _read(
    law: LawText, told: Told, source: Source, used: Sequence[Policy], tables: Mapping[Span, DayTable]
) -> tuple[LawReading | None, tuple[Diagnostic, ...]]:
    from policyproof.syntax.amending.amend import amend, with_edits_blamed  # noqa: PLC0415  # few laws have readings

    amended = amend(law.file, law.source, told.changes, source)
    if amended.diagnostics:
        return None, amended.diagnostics
    resolution = resolve(amended.file, tuple(dict.fromkeys((*law.used, *used))), tables=tables)
    sources = {law.source.path: law.source, source.path: source}
    name = told.head.name
    where = Label(name.span, f"in the reading `{name.text}`")
    wrong = tuple(
        msgspec.structs.replace(one, labels=(*one.labels, where))
        for one in with_edits_blamed(resolution.diagnostics, amended.struck, sources)
    )
    if resolution.policy is None:
        return None, wrong
    policy = msgspec.structs.replace(
        resolution.policy,
        reading=name.text,
        cases={title: case for title, case in resolution.policy.cases.items() if title in amended.touched},
        files=tuple(dict.fromkeys((*resolution.policy.files, source.path))),
    )
    title = None if told.head.title is None else told.head.title.value
    return LawReading(name.text, title, name.span, policy, amended.touched), ()


def _error(code: str, message: str, word: n.Word, advice: str, labels: tuple[Label, ...] = ()) -> Diagnostic:
    return Diagnostic(code, "error", message, word.span, word.span.path, None, labels, advice)
