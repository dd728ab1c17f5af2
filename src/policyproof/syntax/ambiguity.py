"""Ambiguities are errors, and each message prints the readings as complete rewrites. Lists must agree with their heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from policyproof.diagnostics import Label
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.building import Notes

_ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)


def check_chain(items: Sequence[n.FormulaTree], words: Sequence[Literal["and", "or"]], span: Span, notes: Notes) -> None:
    """Notes the first way in which `a and b …` can be read more than once; one slip gives one message."""
    texts = [notes.text(item.span) for item in items]
    if len(set(words)) > 1:
        _mixed(texts, words, span, notes)
        return
    word = words[0]
    for place, (item, text) in enumerate(zip(items[:-1], texts, strict=False)):
        if (head := _open_end(item)) is not None:
            _after_body(item, head, text, word, f" {word} ".join(texts[place + 1 :]), span, notes)
            return
    first = items[0]
    if isinstance(first, n.Negation) and _bare(first.body) and not all(isinstance(item, n.Negation) for item in items):
        rest = f" {word} ".join(texts[1:])
        body = notes.text(first.body.span)
        notes.error(
            "PP033",
            f"`not` can belong to the first item alone or to all of `{notes.text(span)}`",
            first.span,
            label="how far does this `not` reach?",
            advice=f"write `(not {body}) {word} {rest}` or `not ({body} {word} {rest})`",
        )
        return
    last = items[-1]
    if (phrase := _time_phrase(last)) is not None and all(_time_phrase(item) is None for item in items[:-1]):
        time = notes.text(phrase)
        names = [*texts[:-1], notes.text(Span(last.span.path, last.span.start, phrase.start, 0, 0))]
        alone = f" {word} ".join([*texts[:-1], f"({texts[-1]})"])
        each = f" {word} ".join(f"({name} {time})" for name in names)
        every_is_a_name = all(isinstance(item, n.Named) for item in items[:-1])
        notes.error(
            "PP033",
            f"`{time}` can belong to `{names[-1]}` alone or to every item before it",
            last.span,
            label="what does this time belong to?",
            advice=f"write `{alone}`" + (f" or `{each}`" if every_is_a_name else ""),
        )


def _time_phrase(item: n.FormulaTree) -> Span | None:
    """Where the time phrase behind a name stands: `within 48 hours after release`."""
    match item:
        case n.Related(left=n.Ref(), timing=timing):
            return timing.span
        case n.LookBackTree(span=span, ref=ref):
            return Span(span.path, ref.span.end, span.end, span.line, span.column)
        case _:
            return None


def check_equivalence(left: n.FormulaTree, notes: Notes) -> None:
    """Notes a quantifier whose body may or may not reach beyond `exactly when`."""
    head = _open_end(left)
    if head is not None:
        text = notes.text(left.span)
        advice = f"put parentheses around what belongs together: `({text}) exactly when …` or `{head} (… exactly when …)`"
        notes.error("PP033", f"`exactly when` can stand inside or outside `{text}`", left.span, advice=advice)


def _bare(tree: n.FormulaTree) -> bool:
    return not isinstance(tree, n.Group | n.Listing)


def _open_end(tree: n.FormulaTree) -> str | None:
    """How the quantifier or `at` begins at which a formula ends without a bracket; None where there is none."""
    while isinstance(tree, n.Negation):
        tree = tree.body
    match tree:
        case n.QuantifiedTree(quantifier=quantifier):
            return "every" if quantifier.word == "every" else quantifier.word
        case n.AtTree():
            return "at"
        case _:
            return None


def _after_body(item: n.FormulaTree, head: str, text: str, word: str, last: str, span: Span, notes: Notes) -> None:
    while isinstance(item, n.Negation):
        item = item.body
    body = item.body if isinstance(item, n.QuantifiedTree | n.AtTree) else item
    lead = " ".join(notes.tokens.source.text[item.span.start : body.span.start].split())
    inner = notes.text(body.span)
    what = "the quantifier" if head != "at" else "`at`"
    notes.error(
        "PP033",
        f"`{word} {last}` can belong to the body of {what} or stand beside it",
        span,
        label="where does the body end?",
        labels=(Label(body.span, "the body as it is read now"),),
        advice=f"write `({text}) {word} {last}` or `{lead} ({inner} {word} {last})`",
    )


def _mixed(texts: Sequence[str], words: Sequence[str], span: Span, notes: Notes) -> None:
    notes.error(
        "PP033",
        "`and` and `or` are mixed",
        span,
        label="which belong together?",
        advice=f"write `{_grouped(texts, words, 'and')}` or `{_grouped(texts, words, 'or')}`",
    )


def _grouped(texts: Sequence[str], words: Sequence[str], tight: str) -> str:
    """The items with parentheses around those that the word `tight` joins."""
    groups: list[list[str]] = [[texts[0]]]
    for word, text in zip(words, texts[1:], strict=True):
        if word == tight:
            groups[-1].append(text)
        else:
            groups.append([text])
    loose = "or" if tight == "and" else "and"
    return f" {loose} ".join(g[0] if len(g) == 1 else "(" + f" {tight} ".join(g) + ")" for g in groups)


def check_list(
    head_text: str,
    head: n.ListHead,
    labels: Sequence[n.Mark | None],
    connectives: Sequence[tuple[Span, Literal["and", "or"]] | None],
    places: Sequence[Span],
    notes: Notes,
) -> None:
    """Notes labels out of sequence and an `and` or `or` that does not agree with the head of its list."""
    _check_labels(labels, places, notes)
    wanted = {"all": "and", "any": "or", "none": "or", "exactly": "or"}.get(head)
    for number, found in enumerate(connectives):
        if found is None:
            continue
        span, word = found
        if number != len(connectives) - 1 or number == 0:
            notes.error("PP036", f"`{word}` stands before the last item of a list only", span, advice=f"delete this `{word}`")
            return
        if wanted is not None and word != wanted:
            other = {"and": "`all of`", "or": "`any of`"}[word]
            advice = f"write `{wanted}`, or delete it, or let the list begin with {other}"
            notes.error("PP036", f"`{word}` does not agree with `{head_text}`", span, advice=advice)


def _check_labels(labels: Sequence[n.Mark | None], places: Sequence[Span], notes: Notes) -> None:
    given = [label for label in labels if label is not None]
    if not given:
        return
    if len(given) != len(labels):
        missing = next(number for number, label in enumerate(labels) if label is None)
        notes.error("PP036", "this item of the list has no label", places[missing], advice="label every item, or none")
        return
    names = [label.text[1:-1] for label in given]
    sequences = [_sequence(style, len(names)) for style in ("1", "a", "A", "i")]
    best = max(sequences, key=lambda sequence: _agreement(sequence, names))
    at = _agreement(best, names)
    if at == len(names):
        return
    if at == 0:
        notes.error(
            "PP036",
            f"the labels of a list begin with (1), (a), (A) or (i), not {given[0].text}",
            given[0].span,
            advice="label the first item `(1)`",
        )
    elif at < len(best):
        notes.error(
            "PP036",
            f"label {given[at].text} stands where ({best[at]}) is expected",
            given[at].span,
            advice=f"write `({best[at]})`",
        )
    else:
        notes.error(
            "PP036", f"there is no label for item {at + 1} after ({best[-1]})", given[at].span, advice="use numbers as labels"
        )


def _agreement(sequence: Sequence[str], names: Sequence[str]) -> int:
    """How many names, from the first on, are as the sequence has them."""
    count = 0
    while count < min(len(sequence), len(names)) and sequence[count] == names[count]:
        count += 1
    return count


def _sequence(style: str, count: int) -> list[str]:
    match style:
        case "1":
            return [str(number + 1) for number in range(count)]
        case "i":
            return list(_ROMAN[:count])
        case _:
            return [chr(ord(style) + number) for number in range(min(count, 26))]
