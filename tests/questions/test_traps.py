"""Each trap is refused or warned about, and what the message tells to write instead can be written.

`tests/golden/traps.txt` shows them all, with what the tool says to each.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from golden.compare import matches_golden
from oracle.policies import random_policy
from policyproof.diagnostics import AMBIGUITIES, CODES, Diagnostic
from policyproof.policy.resolution.resolve import resolve
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.readings_apart import readings_apart
from policyproof.source import Source
from policyproof.syntax.format import formatted
from policyproof.syntax.parse import parse
from questions.traps import TRAPS, Trap

IDLE = "PP650"
"""The traps share their words, and none of them uses them all."""


@cache
def said(trap: Trap) -> tuple[tuple[Diagnostic, ...], tuple[str, ...]]:
    """The messages about a trap, and the verdicts on its claims."""
    source = Source("trap.policy", f"{trap.words}{trap.text}\n")
    parsed = parse(source)
    resolution = resolve(parsed.file, ())
    wrong = (*parsed.diagnostics, *resolution.diagnostics)
    if wrong or resolution.policy is None:
        unclear = all(found.code in AMBIGUITIES and found.fixes for found in wrong)
        return (readings_apart(source, (), wrong) if unclear else wrong), ()
    result = check(resolution.policy, CheckOptions(warnings=True, stories=False))
    found = tuple(found for found in result.diagnostics if found.code != IDLE)
    return found, tuple(one.verdict for one in result.properties if not one.as_claimed)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.title)
def test_a_trap_is_refused_or_warned_about(trap: Trap) -> None:
    found, verdicts = said(trap)
    if trap.code in CODES:
        assert trap.code in {one.code for one in found}
        assert {one.code for one in found if one.severity == "error"} <= {trap.code}
    else:
        assert verdicts == (trap.code,)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.title)
def test_every_rewrite_can_be_written(trap: Trap) -> None:
    text = f"{trap.words}{trap.text}\n"
    for found in said(trap)[0]:
        assert found.fixes or found.code not in AMBIGUITIES
        for fix in found.fixes:
            parsed = parse(Source("trap.policy", fix.applied_to(text)))
            assert parsed.diagnostics == ()
            assert [one for one in resolve(parsed.file, ()).diagnostics if one.severity == "error"] == []


def test_there_are_many() -> None:
    assert len({trap.title for trap in TRAPS}) == len(TRAPS) >= 100
    assert {trap.code for trap in TRAPS} >= {code for code in CODES if "PP610" <= code < "PP650"} | AMBIGUITIES


def test_they_read_as_a_page() -> None:
    matches_golden("traps.txt", "".join(_shown(trap) for trap in TRAPS))


def _shown(trap: Trap) -> str:
    found, verdicts = said(trap)
    lines = [trap.title, *(f"    {line}" for line in trap.text.splitlines())]
    for one in found:
        lines.append(f"  {one.code} {one.message}")
        lines += [f"    - {fix.title}" for fix in one.fixes] or ([f"    - {one.help}"] if one.help else [])
        lines += [f"    {note}" for note in one.notes]
    lines += [f"  the claim: {verdict}" for verdict in verdicts]
    return "\n".join(lines) + "\n\n"


# ---- and nothing that is clear is refused


def formulas_and_sentences(text: str) -> int:
    """How many declarations of a text say something that could be unclear."""
    return sum(line.split(" ")[0] in {"rule", "property", "term", "assume", "suppose", "case"} for line in text.splitlines())


def shipped(specs: Path) -> Iterator[str]:
    yield from (path.read_text(encoding="utf-8") for path in sorted(specs.rglob("*.policy")))


def test_no_sentence_of_the_shipped_policies_is_called_unclear(specs: Path) -> None:
    texts = list(shipped(specs))
    assert sum(map(formulas_and_sentences, texts)) > 100
    assert [found.message for text in texts for found in parse(Source("t", text)).diagnostics] == []


def test_no_sentence_of_random_policies_is_called_unclear_however_it_is_laid_out() -> None:
    sentences = 0
    for seed in range(150):
        text = random_policy(seed)
        sentences += formulas_and_sentences(text)
        for laid_out in (text, formatted(Source("t", text)).text):
            assert [found.message for found in parse(Source("t", laid_out)).diagnostics] == []
    assert sentences > 1000
