"""`load(paths, cwd) -> Loaded`: everything that some paths name, read, parsed and resolved, with whatever they use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from policyproof.diagnostics import AMBIGUITIES, Diagnostic, Label
from policyproof.files.finding import LITERATE, SUFFIX, Wanted, find
from policyproof.files.reading import read, source_of
from policyproof.policy.calendars import DayTable
from policyproof.policy.model import LawReading, Policy
from policyproof.policy.resolution.linking import compared_with, link
from policyproof.policy.resolution.resolve import resolve
from policyproof.project.calendars import SUFFIXES, read_table
from policyproof.project.places import files_beside, head_name, is_file, is_inside, is_relative, key_of, root_of
from policyproof.project.readings import LawText, misplaced, no_such_law, read_readings
from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax import parse as syntax
from policyproof.syntax.allowances import Allowance, allowances
from policyproof.syntax.amending.parts import law_part, readings_in
from policyproof.syntax.spelling import close

_DEEPEST = 50
"""How many files may use one another in a row."""
_USED = "used from here"
_SHOW_THE_WAY = frozenset({"PP004", "PP005", "PP006", "PP007", "PP008"})
"""Diagnostics that say by themselves how one came to the file."""
_SHOWN = 3
"""So many of the places that use a file with errors are shown."""


class Unclear(msgspec.Struct, frozen=True):
    """A file with which nothing is wrong but ambiguities, the readings of which can be compared. `used`: by its `use` lines."""

    source: Source
    used: tuple[Policy, ...]
    diagnostics: tuple[Diagnostic, ...]


class Loaded(msgspec.Struct, frozen=True):
    """What was found. A file with errors gives no policy; the others are all there.

    `policies` were asked for, in that order (folders sorted), each with its readings; `libraries` were asked for or used.
    `sources` has the text of every file read, by the path that messages call it. `allowances`: which warnings the texts allow,
    and why. `unclear`: the files that have ambiguities, and nothing else that is wrong.
    """

    policies: tuple[Policy, ...]
    libraries: tuple[Policy, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: dict[str, Source]
    allowances: tuple[Allowance, ...] = ()
    unclear: tuple[Unclear, ...] = ()


def load(paths: Sequence[str], cwd: str | Path = ".") -> Loaded:
    """Reads files, folders and `-` (the standard input). Never raises for anything that files may contain."""
    here = Path(os.path.realpath(cwd))
    wanted, wrong = find(paths, here)
    loader = _Loader(here, wanted)
    policies = loader.asked()
    libraries = {id(p): p for p in loader.read.values() if p is not None and p.is_library}
    diagnostics, unclear = loader.told()
    return Loaded(
        tuple(policy for policy in policies if not policy.is_library),
        tuple(libraries.values()),
        (*wrong, *diagnostics),
        loader.sources,
        tuple(loader.allowances),
        tuple(unclear),
    )


class _Step(msgspec.Struct, frozen=True):
    """A file that is being read, and the place in the file before that led to it."""

    key: str
    shown: str
    place: Span | None


class _Waiting(msgspec.Struct, frozen=True):
    """A file of readings, and the policies of its `use` lines. `tables`: the days of its calendars (`complete`: all)."""

    text: syntax.Reading
    wanted: Wanted
    used: tuple[Policy, ...]
    tables: dict[Span, DayTable]
    complete: bool


class _Loader:
    """Reads each file once, however many use it."""

    def __init__(self, cwd: Path, given: Sequence[Wanted]) -> None:
        self.cwd = cwd
        self.given = given
        places = [file.place for file in given if file.place is not None]
        self.roots = [cwd, *(root_of(place) for place in places if not is_inside(place, cwd))]
        self._heads: dict[str, Wanted] | None = None
        self.read: dict[str, Policy | None] = {}
        self.sources: dict[str, Source] = {}
        self.diagnostics: list[Diagnostic] = []
        self.allowances: list[Allowance] = []
        self.unclear: list[Unclear] = []
        self.uses: dict[str, list[Span]] = {}
        """Where each file with errors is used, by the name that messages call it; the ways there too."""
        self.places: dict[str, Wanted] = {}
        """Which file each policy comes from, by its path."""
        self.texts: list[LawText] = []
        self.waiting: list[_Waiting] = []
        """Files of readings, which are read when all laws are."""
        self.laws: dict[str, Policy] = {}
        """The law that a file of readings is about, by the key of the file."""
        self.elsewhere: dict[str, list[LawReading]] = {}
        """Readings in files of their own, by the path of their law."""
        self.misread: set[str] = set()
        """The paths of laws with a reading that has errors: what holds under every reading cannot be said of them."""

    def asked(self) -> list[Policy]:
        """The policies of the files that were given; for a file of readings, the law that it reads."""
        policies = [self.file(wanted) for wanted in self.given]
        for waiting in self.waiting:
            self.diagnostics += self._readings(waiting)
        found: dict[str, Policy] = {}
        for wanted, policy in zip(self.given, policies, strict=True):
            law = policy if policy is not None else self.laws.get(key_of(wanted))
            if law is not None:
                found.setdefault(law.path, law)
        complete = [self._completed(law) for law in found.values() if law.path not in self.misread]
        return [policy for law in complete if (policy := self._linked(law)) is not None]

    def _completed(self, law: Policy) -> Policy:
        """A law with the readings that are told elsewhere too."""
        elsewhere = self.elsewhere.get(law.path)
        return msgspec.structs.replace(law, readings=(*law.readings, *elsewhere)) if elsewhere else law

    def told(self) -> tuple[list[Diagnostic], list[Unclear]]:
        """The diagnostics and the unclear files; the first error of a file that others use says where they do."""
        told: dict[int, Diagnostic] = {}
        waiting = dict(self.uses)
        for one in self.diagnostics:
            uses = waiting.pop(one.path, ())
            if uses and one.code not in _SHOW_THE_WAY:
                labels = tuple(Label(use, _USED) for use in list(dict.fromkeys(uses))[:_SHOWN])
                told[id(one)] = msgspec.structs.replace(one, labels=(*one.labels, *labels))
        unclear = [
            Unclear(file.source, file.used, tuple(told.get(id(one), one) for one in file.diagnostics)) for file in self.unclear
        ]
        return [told.get(id(one), one) for one in self.diagnostics], unclear

    def file(self, wanted: Wanted, path: tuple[_Step, ...] = (), place: Span | None = None) -> Policy | None:
        """The policy of one file; None where it, or what it uses, has errors, which are then among the diagnostics."""
        key = key_of(wanted)
        if key not in self.read:
            self.read[key] = None
            self.read[key] = self._fresh(wanted, (*path, _Step(key, wanted.shown, place)))
        return self.read[key]

    def _fresh(self, wanted: Wanted, path: tuple[_Step, ...]) -> Policy | None:
        source = read(wanted)
        if isinstance(source, Diagnostic):
            self._unreadable(source, path)
            return None
        self.sources[source.path] = source
        text = syntax.read(source)
        self.allowances += allowances(text.tokens, text.file.items)
        uses = [item for item in law_part(text.file).items if isinstance(item, n.Use)]
        before = len(self.diagnostics)
        used = [self._used(use, wanted, path) for use in uses]
        whole = [policy for policy in used if policy is not None]
        inserted = [edit.declaration for edit in text.file.edits if isinstance(edit, n.InsertEdit)]
        declared = [item for item in (*text.file.items, *inserted) if isinstance(item, n.CalendarTree)]
        tables = {tree.span: table for tree in declared if (table := self._table(tree, wanted)) is not None}
        if len(whole) < len(uses) or not text.knows_its_words:
            self.diagnostics[before:before] = syntax.explained(text)
            return None
        head = text.file.head
        if isinstance(head, n.ReadingHead):
            self.waiting.append(_Waiting(text, wanted, tuple(whole), tables, complete=len(tables) == len(declared)))
            return None
        named = {word.text: word.span for word in head.laws} if isinstance(head, n.TogetherHead) else {}
        laws = self._laws(named, wanted, whole, path)
        resolution = resolve(text.file, whole, text.lost, laws=laws, tables=tables)

        def faults(other: str) -> int:
            return _faults(msgspec.structs.replace(source, text=other), whole, laws, tables)

        found = [*syntax.explained(text, faults), *resolution.diagnostics]
        self.diagnostics[before:before] = sorted(found, key=lambda d: d.span.start if d.span else 0)
        if found and all(d.code in AMBIGUITIES and d.fixes for d in found):
            self.unclear.append(Unclear(source, tuple(whole), tuple(self.diagnostics[before : before + len(found)])))
        if found or resolution.policy is None or len(tables) < len(declared):
            return None
        self.places[source.path] = wanted
        return self._with_readings(LawText(resolution.policy, law_part(text.file), source, tuple(whole), tables), text.file)

    # ---- readings

    def _with_readings(self, law: LawText, file: n.File) -> Policy | None:
        """A law with the readings in its own file; None where something is wrong with them."""
        told = readings_in(file)
        assert isinstance(file.head, n.Head | n.TogetherHead)
        others = misplaced(told, file.head)
        readings, wrong = ((), others) if others else read_readings(law, told, law.source, ())
        self.diagnostics += wrong
        policy = msgspec.structs.replace(law.policy, readings=readings) if readings else law.policy
        self.texts.append(msgspec.structs.replace(law, policy=policy))
        return None if wrong else policy

    def _readings(self, waiting: _Waiting) -> tuple[Diagnostic, ...]:
        """Reads a file of readings; what is wrong with it."""
        wrong = list(syntax.explained(waiting.text))
        for told in () if wrong else readings_in(waiting.text.file):
            law = self._law_of(told.head.law.text, waiting)
            if law is None:
                wrong += () if self._any_broken() else (no_such_law(told.head, [each.policy.name for each in self.texts]),)
                continue
            path = law.policy.path
            known = (*law.policy.readings, *self.elsewhere.get(path, ()))
            others = [policy for policy in waiting.used if policy.name != law.policy.name]
            changes = tuple(change for change in told.changes if not isinstance(change, n.Use))
            only = (msgspec.structs.replace(told, changes=changes),)
            assert isinstance(law.file.head, n.Head | n.TogetherHead)
            errors = misplaced(only, law.file.head)
            if not errors:
                source = waiting.text.tokens.source
                readings, errors = read_readings(law, only, source, known, others, waiting.tables)
                self.elsewhere.setdefault(path, []).extend(readings)
            self.laws.setdefault(key_of(waiting.wanted), law.policy)
            self.misread |= set() if waiting.complete and not errors else {path}
            wrong += errors
        return tuple(wrong)

    def _law_of(self, name: str, waiting: _Waiting) -> LawText | None:
        """The law of a name: among the files used, the files given, and by name beside the file."""
        beside = files_beside(name, waiting.wanted, self.cwd)
        found: Iterator[Policy | None] = chain(waiting.used, map(self.file, self.given), map(self.file, beside))
        policy = next((each for each in found if each is not None and each.name == name), None)
        return None if policy is None else next(law for law in self.texts if law.policy.path == policy.path)

    def _any_broken(self) -> bool:
        """Whether some file has errors, which are told already: it may be the law that is missed."""
        others = {key_of(waiting.wanted) for waiting in self.waiting}
        return any(policy is None and key not in others for key, policy in self.read.items())

    # ---- laws by name

    def _linked(self, policy: Policy) -> Policy | None:
        """The policy and its readings with the laws that claims compare with; None, and errors, where one is not to be had."""
        if policy.is_library:
            return policy
        whole = self._with_others(policy)
        if whole is None:
            return None
        readings = []
        for reading in policy.readings:
            linked = self._with_others(reading.policy, (Label(reading.span, f"in the reading `{reading.name}`"),))
            if linked is None:
                return None
            readings.append(msgspec.structs.replace(reading, policy=linked))
        return msgspec.structs.replace(whole, readings=tuple(readings)) if readings else whole

    def _with_others(self, policy: Policy, labels: tuple[Label, ...] = ()) -> Policy | None:
        """One policy with the laws that its claims compare with."""
        named = {law: declared.span for law, declared in compared_with(policy).items()}
        wanted = self.places[policy.path]
        known = [other for other in self.read.values() if other is not None and other.path in policy.files]
        laws = self._laws(named, wanted, known, (_Step(key_of(wanted), wanted.shown, None),), compared=True)
        resolution = link(policy, laws)
        self.diagnostics += [msgspec.structs.replace(one, labels=(*one.labels, *labels)) for one in resolution.diagnostics]
        return resolution.policy

    def _laws(
        self,
        named: Mapping[str, Span],
        user: Wanted,
        known: Sequence[Policy],
        path: tuple[_Step, ...],
        *,
        compared: bool = False,
    ) -> dict[str, Policy]:
        """The laws of these names: among the files used, the files given, or by name beside the file. Says which are missing.

        A law that is only compared with may itself be compared with this one.
        """
        used = {policy.name: policy for policy in known}
        found = {law: used.get(law) or self._law(law, span, user, path, compared=compared) for law, span in named.items()}
        return {law: policy for law, policy in found.items() if policy is not None}

    def _law(self, law: str, span: Span, user: Wanted, path: tuple[_Step, ...], *, compared: bool) -> Policy | None:
        target = self._named(law, user)
        if target is None:
            near = close(law, self._known_laws(user))
            advice = (
                f"did you mean `{near[0]}`?" if len(near) == 1 else f"add `use` with its file, or give the file of `{law}` too"
            )
            self._missing(f"no law called `{law}` was found", span, advice)
            return None
        key = os.path.realpath(target.place or "")
        steps = [step.key for step in path]
        if key in steps and not compared:
            chain = " → ".join(f"`{name}`" for name in [*(step.shown for step in path[steps.index(key) :]), target.shown])
            self._missing(f"these laws are made of each other: {chain}", span, "name laws that stand by themselves", "PP008")
            return None
        policy = self.file(target, path, span)
        if policy is None:
            self._missing(f"`{law}` has errors, so this cannot be checked", span, f"correct `{target.shown}` first", "PP007")
        elif policy.name != law:
            self._missing(f"`{target.shown}` holds `{policy.name}`, not `{law}`", span, f"write `{policy.name}`, or rename it")
            return None
        return policy

    def _missing(self, message: str, span: Span, advice: str, code: str = "PP011") -> None:
        self.diagnostics.append(Diagnostic(code, "error", message, span, span.path, help=advice))

    def _named(self, law: str, user: Wanted) -> Wanted | None:
        """The file of a law: one that was given, or one of that name beside the user's."""
        if self._heads is None:
            heads = ((head_name(wanted), wanted) for wanted in reversed(self.given))
            self._heads = {name: wanted for name, wanted in heads if name is not None}
        return self._heads.get(law) or next(files_beside(law, user, self.cwd), None)

    def _known_laws(self, user: Wanted) -> list[str]:
        """The names of laws that would have been found: of the files given, and of those beside the user's."""
        folder = user.place.parent if user.place is not None else self.cwd
        beside = sorted(place.name.removesuffix(SUFFIX) for place in folder.glob(f"*{SUFFIX}"))
        return list(dict.fromkeys([*(self._heads or ()), *beside]))

    # ---- files by `use`

    def _used(self, use: n.Use, user: Wanted, path: tuple[_Step, ...]) -> Policy | None:
        name = use.file.value
        target = self._target(use, user)
        if target is None:
            return None
        key = os.path.realpath(target.place or "")
        steps = [step.key for step in path]
        if key in steps:
            chain = [*(step.shown for step in path[steps.index(key) :]), target.shown]
            labels = tuple(Label(step.place, _USED) for step in path[steps.index(key) + 1 :] if step.place is not None)
            shown = " → ".join(f"`{file}`" for file in chain)
            self._error(
                "PP008", f"these files use each other in a circle: {shown}", use, "move what both need to a library", labels
            )
            return None
        if len(path) >= _DEEPEST:
            self._error("PP008", f"more than {_DEEPEST} files use one another in a row", use, "use the last ones directly")
            return None
        if not is_file(Path(key)):
            self._error(
                "PP007",
                f"there is no file `{name}`",
                use,
                f"correct the path: it counts from the folder of `{user.shown}`",
                _used_from(path),
            )
            return None
        policy = self.file(target, path, use.file.span)
        if any(key_of(waiting.wanted) == key for waiting in self.waiting):
            message = f"`{name}` tells readings of a law, and has no words to use"
            self._error("PP010", message, use, "give it to `policyproof check`, beside its law")
        elif policy is None:
            self.uses.setdefault(target.shown, []).extend([use.file.span, *(label.span for label in _used_from(path))])
        return policy

    def _table(self, tree: n.CalendarTree, user: Wanted) -> DayTable | None:
        """The days of a calendar's file; None, and errors, where they are not to be had."""
        name = tree.file.value
        if not is_relative(name):
            self._absolute(tree, 'write, for instance, `from "../lib/court-days.csv"`')
            return None
        if not name.endswith(SUFFIXES):
            advice = f"name a file that ends in {' or '.join(f'`{suffix}`' for suffix in SUFFIXES)}"
            self._error("PP012", f"`{name}` is no file of days", tree, advice)
            return None
        target = self._within(tree, user)
        if target is None:
            return None
        if target.place is None or not is_file(target.place):
            advice = f"correct the path: it counts from the folder of `{user.shown}`"
            self._error("PP012", f"there is no file `{name}`", tree, advice)
            return None
        source = read(target)
        if isinstance(source, Diagnostic):
            self._unreadable(source, ())
            return None
        self.sources[source.path] = source
        table = read_table(source, tree.unit.text.removesuffix("s") + "s")
        if isinstance(table, tuple):
            labels = (Label(tree.span, "used from here"),)
            self.diagnostics.extend(msgspec.structs.replace(found, labels=labels) for found in table)
            return None
        return table

    def _target(self, use: n.Use, user: Wanted) -> Wanted | None:
        """The policy file that a `use` means."""
        name = use.file.value
        if not is_relative(name):
            self._absolute(use, 'write, for instance, `use "../lib/common.policy"`')
            return None
        if not name.endswith((SUFFIX, LITERATE)):
            self._error("PP010", f"`{name}` is no policy file", use, f"use a file that ends in `{SUFFIX}` or `{LITERATE}`")
            return None
        return self._within(use, user)

    def _absolute(self, naming: n.Use | n.CalendarTree, advice: str) -> None:
        self._error("PP009", f"a `{_verb(naming)}` names a file by its path from this file", naming, advice)

    def _within(self, naming: n.Use | n.CalendarTree, user: Wanted) -> Wanted | None:
        """The file that is named: relative to the file that names it, and inside the project."""
        name = naming.file.value
        folder = user.place.parent if user.place is not None else self.cwd
        beside = Path(user.shown).parent if user.place is not None else Path()
        shown = Path(os.path.normpath(beside / name)).as_posix()
        place = folder / name
        if not any(is_inside(place, root) for root in self.roots):
            self._error(
                "PP009",
                f"`{name}` lies outside the project",
                naming,
                "use files of the project alone, or put an empty file `.policyproof` into the folder that holds both",
            )
            return None
        return Wanted(shown, place)

    def _unreadable(self, why: Diagnostic, path: tuple[_Step, ...]) -> None:
        labels = _used_from(path)
        self.diagnostics.append(msgspec.structs.replace(why, labels=labels))

    def _error(
        self, code: str, message: str, naming: n.Use | n.CalendarTree, advice: str, labels: tuple[Label, ...] = ()
    ) -> None:
        self.diagnostics.append(Diagnostic(code, "error", message, naming.file.span, naming.span.path, None, labels, advice))


def _verb(naming: n.Use | n.CalendarTree) -> str:
    return "use" if isinstance(naming, n.Use) else "calendar"


def _faults(source: Source, used: Sequence[Policy], laws: Mapping[str, Policy], tables: Mapping[Span, DayTable]) -> int:
    """How much is wrong with a text in the place of a file's."""
    text = syntax.read(source)
    if not text.knows_its_words:
        return text.faults
    more_uses = sum(isinstance(item, n.Use) for item in text.file.items) - len(used)  # of whatever file: a guess at best
    return text.faults + abs(more_uses) + len(resolve(text.file, used, text.lost, laws=laws, tables=tables).diagnostics)


def _used_from(path: tuple[_Step, ...]) -> tuple[Label, ...]:
    return tuple(Label(step.place, _USED) for step in reversed(path) if step.place is not None)


def load_text(text: str, path: str = "policy") -> Policy:
    """The policy of a text that stands by itself. `ValueError`, with the first message, for any mistake in it."""
    parsed = syntax.parse(source_of(path, text))
    resolution = resolve(parsed.file, ())
    for diagnostic in (*parsed.diagnostics, *resolution.diagnostics):
        if diagnostic.severity == "error":
            raise ValueError(f"{path}:{diagnostic.span.line if diagnostic.span else 0}: {diagnostic.message}")
    if resolution.policy is None:
        raise ValueError(f"{path}: no policy")
    return resolution.policy
