"""What `verify` prints: property by property, whether its certificate shows what it has to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policyproof.diagnostics import Diagnostic
from policyproof.english.lists import counted, joined
from policyproof.policy.model import Policy, Possible
from policyproof.questions.examine import Checked
from policyproof.report.console import Console, Style
from policyproof.report.frames import frame
from policyproof.report.layout import wrapped
from policyproof.report.letters import harmless
from policyproof.source import Source

TRUSTED = (
    "A certificate shows what follows from a policy as this tool reads it, for any number of people. It does not show that the "
    "reading is right, nor that what a claim speaks of can happen. This is a model of the rules, not legal advice."
)


def render_certificates(
    checked: Mapping[Policy, Sequence[Checked]],
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Source],
    console: Console,
) -> str:
    """The whole report, with a newline at its end."""
    blocks = ["\n".join(frame(found, sources, console)) for found in diagnostics]
    for policy, properties in checked.items():
        as_of = f", as of {policy.as_of}" if policy.as_of else ""
        title = console.paint(harmless(policy.title or policy.full_name), "strong")
        blocks.append(f"{title}\n{harmless(f'{policy.full_name} ({policy.path}{as_of})')}")
        lines = [line for one in properties for line in _property(one, console)]
        blocks.append("\n".join(lines))
    foot = [*_counts([one for properties in checked.values() for one in properties]), TRUSTED]
    blocks.append("\n".join(line for text in foot for line in wrapped(text, console.width)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _property(one: Checked, console: Console) -> list[str]:
    words, style, more = _outcome(one)
    head = f"{one.property.name} (line {one.property.span.line}): {words}"
    lines = wrapped(harmless(f"{head}{more}"), console.width, "", "    ")
    lines[0] = lines[0].replace(f": {words}", f": {console.paint(words, style)}", 1)
    return lines


def _outcome(one: Checked) -> tuple[str, Style, str]:
    """The outcome in a word or two, how to paint it, and the rest of the sentence."""
    if one.refused is not None:
        return "refused", "bad", f": {one.refused}."
    if one.shown is not None:
        size = f"{counted(one.shown.proofs, 'proof')}, {counted(one.shown.lines, 'line')}"
        if one.shown.hollow:
            lacking = "not that the rules about the act itself uphold it"
            return "verified in part", "doubtful", f": that nothing breaks it ({size}), {lacking}."
        return "verified", "good", f": {size}."
    if one.needed:
        return "no certificate", "doubtful", "."
    why = "a scenario shows it, and no proof" if isinstance(one.property.claim, Possible) else "it is known to fail"
    return "none needed", "known", f": {why}."


def _counts(checked: Sequence[Checked]) -> Iterator[str]:
    shown = [one for one in checked if one.shown is not None]
    refused = [f"`{one.property.name}`" for one in checked if one.refused is not None]
    missing = [f"`{one.property.name}`" for one in checked if one.shown is None and one.refused is None and one.needed]
    others = len(checked) - len(shown) - len(refused) - len(missing)
    yield (
        f"Verified: {counted(len(shown), 'certificate')}; {_named('refused', refused)}; {_named('missing', missing)}; "
        f"{others} not needed."
    )


def _named(what: str, names: list[str]) -> str:
    return f"{len(names)} {what}{': ' if names else ''}{joined(names)}"
