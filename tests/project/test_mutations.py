"""One slip in a shipped policy: one message a cause, on the right line, in the reader's words, and the right fix."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from conftest import ROOT
from policy.shapes import Shape, shape
from policyproof.diagnostics import Diagnostic, Fix
from policyproof.project import load
from project.mutations import KINDS, SPECS, Kind, Mutation, mutations, tokens_of

SEED = 1
EACH = 60
"""Slips of each of the five kinds."""
RIGHT = 0.85
"""What part of the fixes suggested must be the right one."""
HELPED = {"dropped": 0.2, "doubled": 0.9, "swapped": 0.7, "misspelt": 0.8, "wrong keyword": 0.5}
"""What part of the broken texts at least must come with a fix: saying nothing would be right too easily."""
NAMES = 2
"""A name that is declared under another spelling may give a message where it is declared and one where it is used."""
MISSED = 1
"""So many slips of each kind may give one message too many, or one on another line."""

INTERNAL = re.compile(r"__\w+|\$END|[A-Z]{3,}_?[A-Z]*")
"""Names of the parser's own. Only the reader's text, in backticks or quotation marks, may look like that."""
ALLOWED = re.compile(r'`[^`]*`|"[^"]*"|PP\d\d\d|\bNAME\b|\bPARTY\b|\bFACT\b|\bSOURCE\b')
SUGGESTS = re.compile(r"did you mean `|(write|delete) `[^…A-Z]*`")
"""Help in words that a program could have carried out, and so must have been given to it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("specs")
    shutil.copytree(ROOT / "specs", made, dirs_exist_ok=True)
    return made


@pytest.fixture(scope="module")
def shapes(folder: Path) -> dict[str, Shape]:
    return {name: _read(folder, name, text)[0] for name, text in SPECS.items()}


def _read(folder: Path, name: str, text: str) -> tuple[Shape, tuple[Diagnostic, ...]]:
    """What `load` makes of a spec with another text: its policy, without places, and what it says."""
    (place,) = folder.glob(f"*/{name}")
    place.write_text(text, encoding="utf-8")
    try:
        loaded = load([place.relative_to(folder).as_posix()], folder)
    finally:
        place.write_text(SPECS[name], encoding="utf-8")
    return shape((loaded.policies or loaded.libraries)[0]) if not loaded.diagnostics else None, loaded.diagnostics


def _puts_right(folder: Path, mutation: Mutation, fix: Fix, original: Shape) -> bool:
    text = fix.applied_to(mutation.text)
    same_words = [(t.kind, t.text) for t in tokens_of(text)] == [(t.kind, t.text) for t in tokens_of(SPECS[mutation.file])]
    return same_words or _read(folder, mutation.file, text)[0] == original


def _is_on_the_right_line(mutation: Mutation, diagnostic: Diagnostic) -> bool:
    """On the line of the slip, pointing at it, or about the very word that was changed (a use of what was renamed)."""
    assert diagnostic.span is not None
    places = [diagnostic.span, *(label.span for label in diagnostic.labels)]
    about = {mutation.was.strip(), mutation.now.strip()} - {""}
    return any(place.line in mutation.lines for place in places) or any(f"`{word}`" in diagnostic.message for word in about)


def _is_one_cause(mutation: Mutation, diagnostics: tuple[Diagnostic, ...]) -> bool:
    names = all(diagnostic.code >= "PP100" for diagnostic in diagnostics[1:])
    right = all(_is_on_the_right_line(mutation, diagnostic) for diagnostic in diagnostics)
    return right and len(diagnostics) <= (NAMES if names else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_one_slip(kind: Kind, folder: Path, shapes: dict[str, Shape]) -> None:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    missed: list[str] = []
    for mutation in mutations(SEED, EACH, kinds=(kind,)):
        policy, diagnostics = _read(folder, mutation.file, mutation.text)
        told = f"{mutation.file}:{min(mutation.lines)}: `{mutation.was.strip()}` \u2192 `{mutation.now.strip()}`"
        if policy is not None:
            counts["still a policy"] += 1
            continue
        counts["broken"] += 1
        counts["helped"] += any(diagnostic.fixes for diagnostic in diagnostics)
        if not _is_one_cause(mutation, diagnostics):
            missed.append(f"{told}: {[diagnostic.message for diagnostic in diagnostics]}")
        for diagnostic in diagnostics:
            texts = [diagnostic.message, diagnostic.label, diagnostic.help, *(label.text for label in diagnostic.labels)]
            said = " ".join(filter(None, texts))
            assert not INTERNAL.search(ALLOWED.sub("", said)), (told, said)
            if diagnostic.fixes or SUGGESTS.match(diagnostic.help or ""):
                right = any(_puts_right(folder, mutation, fix, shapes[mutation.file]) for fix in diagnostic.fixes)
                counts["right" if right else "wrong"] += 1
                wrong += [] if right else [f"{told}: {diagnostic.message}: {diagnostic.help}"]
    statistics = f"{kind}: {dict(counts)}; not right: {wrong}; not one message on its line: {missed}"
    assert counts["right"] >= RIGHT * (counts["right"] + counts["wrong"]), statistics
    assert counts["helped"] >= HELPED[kind] * counts["broken"], statistics
    assert len(missed) <= MISSED, statistics
