"""`load(paths, cwd) -> Loaded`: everything that some paths name, read, parsed and resolved, with whatever they use."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from policyproof.diagnostics import AMBIGUITIES, Diagnostic, Label
from policyproof.files.finding import LITERATE, SUFFIX, Wanted, find
from policyproof.files.reading import read
from policyproof.policy.model import Policy
from policyproof.policy.resolution.resolve import resolve
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
    policies = [policy for file in wanted if (policy := loader.file(file)) is not None]
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
    """A file that is being read, and the `use` in the file before that led to it."""

    key: str
    shown: str
    use: n.Use | None


class _Loader:
    """Reads each file once, however many use it."""

    def __init__(self, cwd: Path, given: Sequence[Path]) -> None:
        self.cwd = cwd
        self.roots = [cwd, *(_root(place) for place in given if not _is_inside(place, cwd))]
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

    def file(self, wanted: Wanted, path: tuple[_Step, ...] = (), use: n.Use | None = None) -> Policy | None:
        """The policy of one file; None where it, or what it uses, has errors, which are then among the diagnostics."""
        key = os.path.realpath(wanted.place) if wanted.place is not None else wanted.shown
        if key not in self.read:
            self.read[key] = None
            self.read[key] = self._fresh(wanted, (*path, _Step(key, wanted.shown, use)))
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
        if len(whole) < len(uses) or not text.knows_its_words:
            self.diagnostics[before:before] = syntax.explained(text)
            return None
        resolution = resolve(text.file, whole, text.lost)
        found = [*syntax.explained(text, lambda other: _faults(Source(source.path, other), whole)), *resolution.diagnostics]
        self.diagnostics[before:before] = sorted(found, key=lambda d: d.span.start if d.span else 0)
        if found and all(d.code in AMBIGUITIES and d.fixes for d in found):
            self.unclear.append(Unclear(source, tuple(whole), tuple(self.diagnostics[before : before + len(found)])))
        return None if found else resolution.policy

    def _used(self, use: n.Use, user: Wanted, path: tuple[_Step, ...]) -> Policy | None:
        name = use.file.value
        target = self._target(use, user)
        if target is None:
            return None
        key = os.path.realpath(target.place or "")
        steps = [step.key for step in path]
        if key in steps:
            chain = [*(step.shown for step in path[steps.index(key) :]), target.shown]
            labels = tuple(Label(step.use.file.span, _USED) for step in path[steps.index(key) + 1 :] if step.use is not None)
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
        policy = self.file(target, path, use)
        if policy is None:
            self.uses.setdefault(target.shown, []).extend([use.file.span, *(label.span for label in _used_from(path))])
        return policy

    def _target(self, use: n.Use, user: Wanted) -> Wanted | None:
        """The file that a `use` means: relative to the file that it stands in, and inside the project."""
        name = use.file.value
        absolute = Path(name).is_absolute() or name.startswith(("/", "\\", "~")) or name[1:2] == ":"
        if not name.strip() or "\0" in name or absolute:
            self._error(
                "PP009",
                "a `use` names a file by its path from this file",
                use,
                'write, for instance, `use "../lib/common.policy"`',
            )
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
        folder = user.place.parent if user.place is not None else self.cwd
        beside = Path(user.shown).parent if user.place is not None else Path()
        shown = Path(os.path.normpath(beside / name)).as_posix()
        place = folder / name
        if not any(_is_inside(place, root) for root in self.roots):
            self._error(
                "PP009",
                f"`{name}` lies outside the project",
                use,
                "use files of the project alone, or put an empty file `.policyproof` into the folder that holds both",
            )
            return None
        return Wanted(shown, place)

    def _unreadable(self, why: Diagnostic, path: tuple[_Step, ...]) -> None:
        labels = _used_from(path)
        self.diagnostics.append(msgspec.structs.replace(why, labels=labels))

    def _error(self, code: str, message: str, use: n.Use, advice: str, labels: tuple[Label, ...] = ()) -> None:
        self.diagnostics.append(Diagnostic(code, "error", message, use.file.span, use.span.path, None, labels, advice))


def _faults(source: Source, used: Sequence[Policy]) -> int:
    """How much is wrong with a text in the place of a file's."""
    text = syntax.read(source)
    if not text.knows_its_words:
        return text.faults
    more_uses = sum(isinstance(item, n.Use) for item in text.file.items) - len(used)  # of whatever file: a guess at best
    return text.faults + abs(more_uses) + len(resolve(text.file, used, text.lost).diagnostics)


def _used_from(path: tuple[_Step, ...]) -> tuple[Label, ...]:
    return tuple(Label(step.use.file.span, _USED) for step in reversed(path) if step.use is not None)


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
