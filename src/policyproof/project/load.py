"""`load(paths, cwd) -> Loaded`: everything that some paths name, read, parsed and resolved, with whatever they use."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from policyproof.diagnostics import AMBIGUITIES, Diagnostic, Label
from policyproof.files.finding import LITERATE, SUFFIX, Wanted, find
from policyproof.files.reading import read
from policyproof.policy.calendars import DayTable
from policyproof.policy.model import Policy
from policyproof.policy.resolution.linking import compared_with, link
from policyproof.policy.resolution.resolve import resolve
from policyproof.project.calendars import SUFFIXES, read_table
from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax import parse as syntax
from policyproof.syntax.allowances import Allowance, allowances

_MARKERS = (".policyproof", ".git", "pyproject.toml")
"""What the root of a project has."""
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

    `policies` were asked for, in that order (folders sorted); `libraries` were asked for or used. `sources` has the text of
    every file read, by the path that messages call it. `allowances`: which warnings the texts allow, and why.
    `unclear`: the files that have ambiguities, and nothing else that is wrong.
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
    loader = _Loader(here, [place for file in wanted if (place := file.place) is not None])
    asked = [(file, policy) for file in wanted if (policy := loader.file(file)) is not None]
    policies = [policy for file, unlinked in asked if (policy := loader.linked(file, unlinked)) is not None]
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


class _Loader:
    """Reads each file once, however many use it."""

    def __init__(self, cwd: Path, given: Sequence[Path]) -> None:
        self.cwd = cwd
        self.roots = [cwd, *(_root(place) for place in given if not _is_inside(place, cwd))]
        self.given = given
        self._heads: dict[str, Path] | None = None
        self.read: dict[str, Policy | None] = {}
        self.sources: dict[str, Source] = {}
        self.diagnostics: list[Diagnostic] = []
        self.allowances: list[Allowance] = []
        self.unclear: list[Unclear] = []
        self.uses: dict[str, list[Span]] = {}
        """Where each file with errors is used, by the name that messages call it; the ways there too."""

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
        key = os.path.realpath(wanted.place) if wanted.place is not None else wanted.shown
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
        uses = [item for item in text.file.items if isinstance(item, n.Use)]
        before = len(self.diagnostics)
        used = [self._used(use, wanted, path) for use in uses]
        whole = [policy for policy in used if policy is not None]
        declared = [item for item in text.file.items if isinstance(item, n.CalendarTree)]
        tables = {tree.span: table for tree in declared if (table := self._table(tree, wanted)) is not None}
        if len(whole) < len(uses) or not text.knows_its_words:
            self.diagnostics[before:before] = syntax.explained(text)
            return None
        head = text.file.head
        named = {word.text: word.span for word in head.laws} if isinstance(head, n.TogetherHead) else {}
        laws = self._laws(named, wanted, whole, path)
        resolution = resolve(text.file, whole, text.lost, laws=laws, tables=tables)

        def faults(other: str) -> int:
            return _faults(Source(source.path, other), whole, laws, tables)

        found = [*syntax.explained(text, faults), *resolution.diagnostics]
        self.diagnostics[before:before] = sorted(found, key=lambda d: d.span.start if d.span else 0)
        if found and all(d.code in AMBIGUITIES and d.fixes for d in found):
            self.unclear.append(Unclear(source, tuple(whole), tuple(self.diagnostics[before : before + len(found)])))
        return None if found or len(tables) < len(declared) else resolution.policy

    # ---- laws by name

    def linked(self, wanted: Wanted, policy: Policy) -> Policy | None:
        """The policy with the laws that its claims compare with; None, and errors, where one is not to be had."""
        if policy.is_library:
            return policy
        named = {law: declared.span for law, declared in compared_with(policy).items()}
        path = (_Step(os.path.realpath(wanted.place) if wanted.place is not None else wanted.shown, wanted.shown, None),)
        known = [other for other in self.read.values() if other is not None and other.path in policy.files]
        resolution = link(policy, self._laws(named, wanted, known, path, compared=True))
        self.diagnostics.extend(resolution.diagnostics)
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
            self._missing(f"no law called `{law}` was found", span, f"add `use` with its file, or give the file of `{law}` too")
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
            self._heads = {name: place for place in reversed(self.given) if (name := _head_name(place)) is not None}
        if (given := self._heads.get(law)) is not None:
            return Wanted(_shown(given, self.cwd), given)
        folder = user.place.parent if user.place is not None else self.cwd
        beside = folder / f"{law}{SUFFIX}"
        return Wanted(_shown(beside, self.cwd), beside) if _is_file(beside) else None

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
        if not _is_file(Path(key)):
            self._error(
                "PP007",
                f"there is no file `{name}`",
                use,
                f"correct the path: it counts from the folder of `{user.shown}`",
                _used_from(path),
            )
            return None
        policy = self.file(target, path, use.file.span)
        if policy is None:
            self.uses.setdefault(target.shown, []).extend([use.file.span, *(label.span for label in _used_from(path))])
        return policy

    def _table(self, tree: n.CalendarTree, user: Wanted) -> DayTable | None:
        """The days of a calendar's file; None, and errors, where they are not to be had."""
        name = tree.file.value
        if not _is_relative(name):
            self._absolute(tree, 'write, for instance, `from "../lib/court-days.csv"`')
            return None
        if not name.endswith(SUFFIXES):
            advice = f"name a file that ends in {' or '.join(f'`{suffix}`' for suffix in SUFFIXES)}"
            self._error("PP012", f"`{name}` is no file of days", tree, advice)
            return None
        target = self._within(tree, user)
        if target is None:
            return None
        if target.place is None or not _is_file(target.place):
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
        if not _is_relative(name):
            self._absolute(use, 'write, for instance, `use "../lib/common.policy"`')
            return None
        if name.endswith(LITERATE):
            self.diagnostics.append(
                Diagnostic(
                    "PP190",
                    "error",
                    "literate files are not available yet",
                    use.span,
                    use.span.path,
                    help=f"use a file that ends in `{SUFFIX}`",
                )
            )
            return None
        if not name.endswith(SUFFIX):
            self._error("PP010", f"`{name}` is no policy file", use, f"use a file that ends in `{SUFFIX}`")
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
        if not any(_is_inside(place, root) for root in self.roots):
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


def _is_relative(name: str) -> bool:
    """Whether a text could be a path that counts from a folder."""
    absolute = Path(name).is_absolute() or name.startswith(("/", "\\", "~")) or name[1:2] == ":"
    return bool(name.strip()) and "\0" not in name and not absolute


def _faults(source: Source, used: Sequence[Policy], laws: Mapping[str, Policy], tables: Mapping[Span, DayTable]) -> int:
    """How much is wrong with a text in the place of a file's."""
    text = syntax.read(source)
    if not text.knows_its_words:
        return text.faults
    more_uses = sum(isinstance(item, n.Use) for item in text.file.items) - len(used)  # of whatever file: a guess at best
    return text.faults + abs(more_uses) + len(resolve(text.file, used, text.lost, laws=laws, tables=tables).diagnostics)


def _used_from(path: tuple[_Step, ...]) -> tuple[Label, ...]:
    return tuple(Label(step.place, _USED) for step in reversed(path) if step.place is not None)


_HEAD = re.compile(rb"^[ \t]*(?:policy|together)[ \t]+([\w-]+)", re.MULTILINE)
_HEAD_WITHIN = 100_000
"""The head stands first, after comments: no need to read on."""


def _head_name(place: Path) -> str | None:
    """What the head of a file calls it; None where there is none, or nothing can be read."""
    try:
        with place.open("rb") as file:
            found = _HEAD.search(file.read(_HEAD_WITHIN))
    except OSError:
        return None
    return found[1].decode(errors="replace") if found else None


def _shown(place: Path, cwd: Path) -> str:
    """How messages call a file: by its path from the working folder, where that does not climb."""
    return place.relative_to(cwd).as_posix() if place.is_relative_to(cwd) else place.as_posix()


def _root(place: Path) -> Path:
    """The project that a file outside the working folder belongs to: the nearest folder with a sign of one, else its own."""
    folder = Path(os.path.realpath(place)).parent
    return next((above for above in (folder, *folder.parents) if any((above / marker).exists() for marker in _MARKERS)), folder)


def _is_inside(place: Path, root: Path) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(root))


def load_text(text: str, path: str = "policy") -> Policy:
    """The policy of a text that stands by itself. `ValueError`, with the first message, for any mistake in it."""
    parsed = syntax.parse(Source(path, text))
    resolution = resolve(parsed.file, ())
    for diagnostic in (*parsed.diagnostics, *resolution.diagnostics):
        if diagnostic.severity == "error":
            raise ValueError(f"{path}:{diagnostic.span.line if diagnostic.span else 0}: {diagnostic.message}")
    if resolution.policy is None:
        raise ValueError(f"{path}: no policy")
    return resolution.policy


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # a name that the system cannot even ask for
        return False
