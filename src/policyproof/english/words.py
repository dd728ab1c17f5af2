"""Whose word counted in a story, how good a word, and when it was wrong."""

from __future__ import annotations

from policyproof.english import phrases
from policyproof.english.clauses import capital
from policyproof.english.conditions import Context, outline
from policyproof.english.lists import joined, possessive
from policyproof.english.material import Telling, Word
from policyproof.english.outline import Line
from policyproof.english.phrases import Cast
from policyproof.english.points import AT_THE_END, Scope
from policyproof.policy.model import Policy, Property, StandardNeverEnough, WordNeverEnough


def words(policy: Policy, names: Cast, property_: Property, telling: Telling) -> list[str]:
    """Whose word counted; that nobody else's did; and for a claim about a word, that it was enough."""
    groups: dict[tuple[tuple[str, ...], str | None], list[Word]] = {}
    for word in telling.words:
        groups.setdefault((word.speakers, word.standard), []).append(word)
    lines = []
    heard: set[tuple[str, ...]] = set()
    for (who, standard), said in groups.items():
        claims = [_word(policy, names, telling, word) for word in said]
        on = f", {phrases.standard(standard)}" if standard else ""
        separator = ";" if any("," in each for each in claims) else ","
        also = "also " if who in heard else ""
        heard.add(who)
        whose = capital(joined([possessive(phrases.speaker(policy, names, each)) for each in who], "or"))
        lines.append(f"{whose} word {also}counted{on}: {f'{separator} and '.join(claims)}.")
    if lines:
        lines.append("Nobody else's word counted.")
    elif telling.opened_by or telling.unopened:
        lines.append("Nobody's word was needed.")
    match property_.claim:
        case WordNeverEnough(parties=parties):
            who_spoke = joined([phrases.party(policy, each) for each in parties], "and")
            lines.append(f"Had everybody but {who_spoke} kept silent, it would still have been permitted.")
        case StandardNeverEnough(standard=standard):
            weaker = phrases.readable(standard)
            lines.append(f"Without any word as good as {weaker} or better, it would still have been permitted.")
        case _:
            pass
    return lines


def _word(policy: Policy, names: Cast, telling: Telling, word: Word) -> str:
    if word.is_event:
        return phrases.event_of(policy, names, word.instance, telling.scenario.doers.get(word.instance)).tell()
    said = phrases.valued(policy, names, word.instance, telling.scenario.facts.get(word.instance, False))
    declared = policy.facts[word.instance[0]]
    if not word.wrong or declared.that is None:
        return said
    arguments = phrases.told_arguments(policy, names, word.instance)
    scope: Scope = {param.name: (param.sort, told) for param, told in zip(declared.params, arguments, strict=True)}
    truth = outline(Context(policy, AT_THE_END, scope), declared.that, positive=False)
    return f"{said}, although {truth.text}" if isinstance(truth, Line) else f"{said}, although this is not so"
