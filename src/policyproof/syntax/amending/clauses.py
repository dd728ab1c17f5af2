"""What each edit does to the text of one declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from policyproof.source import Source, Span
from policyproof.syntax import nodes as n
from policyproof.syntax.amending.drafts import Cut, Draft, Piece, Read, occurrences, piece
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import tokenize


class Refusal(msgspec.Struct, frozen=True):
    """Why an edit cannot be made. `places`: where in the draft, each with why that matters."""

    code: str
    message: str
    advice: str
    places: tuple[tuple[int, int, str], ...] = ()


# ---- how far a rule reaches


def reach(edit: n.ReachEdit, source: Source, rule: Read) -> Draft | Refusal:
    """`limit`: the rule's `if` and F. `extend`: its `if` or F. `except`: its `unless` or F."""
    tree = rule.tree
    assert isinstance(tree, n.RuleTree)
    found = {clause.word: clause.formula.span for clause in tree.clauses if clause.formula is not None}
    added = _glued(source, edit.body.span)
    sentence = tree.sentence.span.end
    condition, exception = found.get("if"), found.get("unless")
    match edit.word:
        case "limit":
            return _joined(rule, condition, "and", added) or _new(rule, sentence, "if", source, edit.body.span)
        case "except":
            after = sentence if condition is None else condition.end
            return _joined(rule, exception, "or", added) or _new(rule, after, "unless", source, edit.body.span)
        case "extend":
            return _joined(rule, condition, "or", added) or Refusal(
                "PP123",
                f"rule `{tree.name.text}` has no `if` that could reach further",
                "amend its `unless`" if exception is not None else "strike this edit: the rule applies always",
                ((tree.name.span.start, tree.name.span.end, "applies without a condition"),),
            )


def _glued(source: Source, span: Span) -> tuple[Piece, ...]:
    """A formula in parentheses, which stand for it."""
    return (
        Piece("(", source, span.start, span.end, exact=False),
        piece(source, span),
        Piece(")", source, span.start, span.end, exact=False),
    )


def _joined(rule: Read, old: Span | None, word: str, added: tuple[Piece, ...]) -> Draft | None:
    """`(old) and (added)`; None where there is nothing old."""
    if old is None:
        return None
    opening, closing = (rule.draft.in_place_of(old.start, old.end, mark) for mark in "()")
    between = msgspec.structs.replace(added[0], text=f" {word} ")
    return rule.draft.changed([Cut(old.start, old.start, (opening,)), Cut(old.end, old.end, (closing, between, *added))])


def _new(rule: Read, place: int, word: str, source: Source, span: Span) -> Draft:
    """A clause of its own."""
    opening = Piece(f" {word} ", source, span.start, span.end, exact=False)
    return rule.draft.changed([Cut(place, place, (opening, piece(source, span)))])


# ---- to read


def reread(edit: n.RereadEdit, source: Source, target: Read) -> Draft:
    """The declaration with another text behind its name, parameters and title; a term keeps its description."""
    start, end = _inside(target)
    return target.draft.changed([Cut(start, end, (piece(source, edit.text),))])


def _inside(target: Read) -> tuple[int, int]:
    """What a declaration says, without its name and title, and without its description or reason."""
    match target.tree:
        case n.RuleTree(sentence=sentence):
            return sentence.span.start, target.tree.span.end
        case n.PropertyTree(claim=claim):
            return claim.span.start, target.tree.span.end
        case n.TermTree(body=body) | n.StatementTree(body=body):
            return body.span.start, body.span.end
        case _:
            return target.tokens[1].end, target.tree.span.end


# ---- words for words


def replace(edit: n.ReplaceEdit, source: Source, target: Read, called: str) -> Draft | Refusal:
    """The declaration with words struck, or inserted, or others in their place."""
    if edit.strike is None:
        assert edit.insert is not None
        return _inserted(edit.insert, source, target, called)
    words = fragment_words(edit.strike, source)
    start, end = _inside(target)
    within = [token for token in target.tokens if token.end <= end]
    found = occurrences(words, within, start)
    text = _shown(edit.strike, source)
    if not found:
        name = _name(target)
        return Refusal("PP121", f"`{text}` does not stand in {called}", "strike words that stand there", (*name,))
    if len(found) > 1 and not edit.each:
        places = tuple((within[a].start, within[b - 1].end, "here") for a, b in found)
        message = f"`{text}` stands {len(found)} times in {called}"
        return Refusal("PP121", message, "strike more of the words around it, or add `each place it appears`", places)
    stretches = [(within[a].start, within[b - 1].end) for a, b in found]
    if edit.insert is not None:
        compound = edit.insert.compound and edit.strike.sort == "formula"
        new = _glued(source, edit.insert.span) if compound else (piece(source, edit.insert.span),)
        return target.draft.changed([Cut(start, end, new) for start, end in stretches])
    return _struck(target, stretches)


def fragment_words(fragment: n.Fragment, source: Source) -> tuple[tuple[str, str], ...]:
    """What stands between the braces."""
    text = source.text[fragment.span.start : fragment.span.end]
    return tuple((token.kind, token.text) for token in tokenize(Source("draft", text), load_table()).tokens[:-1])


def _shown(fragment: n.Fragment, source: Source) -> str:
    return " ".join(source.text[fragment.span.start : fragment.span.end].split())


def _name(target: Read) -> Iterator[tuple[int, int, str]]:
    name = target.tokens[1]
    yield name.start, name.end, "edited here"


def _struck(target: Read, stretches: list[tuple[int, int]]) -> Draft:
    """Without some stretches. An item of a list or a chain goes with what joins it to its neighbours."""
    gone = set(stretches)
    cuts: list[Cut] = []
    for row in _rows(target.tree):
        struck = {at for start, end in gone for at in _items(row, start, end)}
        kept = [at for at in range(len(row)) if at not in struck]
        if not struck or not kept:
            continue
        gone -= {(start, end) for start, end in gone if _items(row, start, end)}
        if kept[0]:
            cuts.append(Cut(row[0][0], row[kept[0]][0]))
        cuts += [Cut(row[at - 1][1], row[at][1]) for at in sorted(struck) if at > kept[0]]
    return target.draft.changed([*cuts, *(Cut(start, end) for start, end in gone)])


def _items(row: list[tuple[int, int]], start: int, end: int) -> range:
    """The items that a stretch consists of; none where it does not begin with one and end with one."""
    first = next((at for at, item in enumerate(row) if item[0] == start), None)
    last = next((at for at, item in enumerate(row) if item[1] == end), None)
    return range(0) if first is None or last is None else range(first, last + 1)


def _rows(node: Any) -> Iterator[list[tuple[int, int]]]:  # noqa: ANN401 - whatever a tree consists of
    """The items of each chain and list in a tree."""
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, tuple):
            stack += found
        elif isinstance(found, n.Node):
            stack += [getattr(found, field) for field in found.__struct_fields__]
            if isinstance(found, n.Chain | n.Listing):
                yield [(item.span.start, item.span.end) for item in found.items]


def _inserted(fragment: n.Fragment, source: Source, target: Read, called: str) -> Draft | Refusal:
    """With a clause or a deadline more: a deadline and an `if` right behind the sentence, other clauses at the end."""
    tree = target.tree
    if not isinstance(tree, n.RuleTree) or fragment.sort not in {"clauses", "deadline"}:
        text = _shown(fragment, source)
        advice = "write `strike { … } and insert { … }`, or `to read: …`"
        return Refusal("PP123", f"it is not said where in {called} `{text}` is to stand", advice, (*_name(target),))
    conditions = [clause.span.end for clause in tree.clauses if clause.word == "if"]
    first = fragment_words(fragment, source)[0][1]
    if fragment.sort == "deadline" or first == "if":
        place = tree.sentence.span.end
    elif first == "unless" and conditions:
        place = conditions[0]
    else:
        place = tree.span.end
    opening = Piece(" ", source, fragment.span.start, fragment.span.start, exact=False)
    return target.draft.changed([Cut(place, place, (opening, piece(source, fragment.span)))])
