"""Words that statutes use in more than one sense, reserved so that the message can say what to write for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyproof.diagnostics import Diagnostic, Edit
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.building import Notes
from policyproof.syntax.readings import Reading, note, written
from policyproof.syntax.tokens import Token, Tokens

_NEVER = "forbidden, whatever another rule permits"
_CLOSED = "forbidden, unless a rule of this law permits it"
_NOT_ASKED = "it need not be done"
_ALLOWED = "it is permitted, and need not be done"
_OWED = "a duty"
_MOST_NAMED = 5
"""More rules than that are not named in a rewrite."""


# ---- modal words


def modal(
    word: str, parties: Sequence[n.Ref], action: n.Ref, sentence: Span, notes: Notes, *, has_deadline: bool = False
) -> None:
    """Notes a sentence with a modal word that can be read in more than one way: `ring shall release`."""
    place = _place(word, parties, action, sentence, notes)
    who = ", ".join(party.text for party in parties) or ", ".join(notes.outline.doers.get(action.name.text, ()))
    rest = {token.kind for token in notes.rest_of_declaration(sentence.end)}
    closed = action.name.text in notes.outline.closed
    duty_only = has_deadline or "EXCUSED" in rest or (word == "shall" and not closed)  # nothing that `may` could lift
    readings: list[Reading] = []
    otherwise = None
    for now, meaning in _senses(word, duty_only=duty_only):
        edits = _modal_edits(word, now, who, parties, action, sentence, notes)
        if edits is not None:
            readings.append(Reading(written(notes, sentence, edits), meaning, edits))
    if word in {"shall not", "may not", "forbid"} and "PERMITTED" not in rest:  # else it says itself that others open it
        readings = _closing(readings, action, sentence, notes)
    if word in {"may not", "not must"}:
        duties = notes.outline.duties.get(action.name.text, ())
        if 0 < len(duties) <= _MOST_NAMED and not has_deadline:
            off = f"{', '.join(duties)} {'does' if len(duties) == 1 else 'do'} not apply"
            readings.append(Reading(off, _NOT_ASKED, (Edit(sentence, off),)))
        else:
            otherwise = "where it only need not be done, leave the rule out"
    if readings:
        message = f"`{word}` is read in more than one way"
        if word == "not must":
            message = "`not must` can mean that it is forbidden or that it is not required"
        note(notes, "PP034", message, place, readings, otherwise=otherwise)
    else:
        modal_word = {"permit": "may", "require": "must"}.get(word, "must not")
        advice = f"say who: `PARTY {modal_word} {action.text}`"
        notes.error("PP034", f"`{word}` is read in more than one way", place, advice=advice)


def not_must(tokens: Tokens, at: int) -> Diagnostic | None:
    """The message about `P not must A`, whose `not` is the token at `at`; None where it is no such sentence."""
    all_tokens = tokens.tokens
    start = at
    while start > 0 and all_tokens[start - 1].kind in {"NAME", "COMMA"}:
        start -= 1
    action, end = all_tokens[at + 2], at + 2
    if action.kind != "NAME" or all_tokens[start].kind != "NAME" or all_tokens[start - 1].kind != "COLON":
        return None
    if all_tokens[end + 1].kind == "LPAR":
        while all_tokens[end].kind not in {"RPAR", "$END"}:
            end += 1
    notes = Notes(tokens)
    parties = [_reference(tokens, name, name) for name in all_tokens[start:at] if name.kind == "NAME"]
    sentence = tokens.span(all_tokens[start].start, all_tokens[end].end)
    modal("not must", parties, _reference(tokens, action, all_tokens[end]), sentence, notes)
    return notes.diagnostics[0]


def _reference(tokens: Tokens, name: Token, last: Token) -> n.Ref:
    return n.Ref(tokens.span(name.start, last.end), (n.Word(tokens.span(name.start, name.end), name.text),), None)


def _senses(word: str, *, duty_only: bool) -> Iterator[tuple[str, str]]:
    """What may be written for a word, and what that means."""
    match word:
        case "shall":
            yield "must", _OWED
            if not duty_only:
                yield "may", _ALLOWED
        case "permit":
            if not duty_only:
                yield "may", _ALLOWED
        case "require":
            yield "must", _OWED
        case _:
            yield "must not", _NEVER


def _place(word: str, parties: Sequence[n.Ref], action: n.Ref, sentence: Span, notes: Notes) -> Span:
    """The words themselves."""
    start = sentence.start if word in {"permit", "forbid", "require"} else parties[-1].span.end
    tokens = notes.tokens_in(notes.tokens.span(start, action.span.start))[: len(word.split())]
    return notes.tokens.span(tokens[0].start, tokens[-1].end)


def _modal_edits(
    word: str, now: str, who: str, parties: Sequence[n.Ref], action: n.Ref, sentence: Span, notes: Notes
) -> tuple[Edit, ...] | None:
    """The edits that put one modal word for another; None where nobody is known who could be named."""
    place = _place(word, parties, action, sentence, notes)
    if word not in {"permit", "forbid", "require"}:
        return (Edit(place, now),)
    if not parties:
        return (Edit(place, f"{who} {now}"),) if who else None
    (to,) = notes.tokens_in(notes.tokens.span(parties[-1].span.end, action.span.start))
    return (Edit(notes.tokens.span(place.start, parties[0].span.start), ""), Edit(notes.tokens.span(to.start, to.end), now))


def _closing(readings: list[Reading], action: n.Ref, sentence: Span, notes: Notes) -> list[Reading]:
    """A prohibition can also be one that other rules open."""
    found = []
    for reading in readings:
        edits = (*reading.edits, Edit(notes.tokens.span(action.span.end, action.span.end), " unless permitted"))
        found += [reading, Reading(written(notes, sentence, edits), _CLOSED, edits)]
    return found


# ---- conditions


def when(body: n.FormulaTree, clause: Span, notes: Notes) -> None:
    """Notes `when F`: a condition, or, right after a duty, the time at which it is to be done."""
    (word, *_) = notes.tokens_in(clause)
    place = notes.tokens.span(word.start, word.end)
    readings = [_instead(clause, place, "if", "a condition, read when the rule is", notes)]
    event = isinstance(body, n.Named) and notes.outline.sorts.get(body.ref.name.text) in {"EVENT", "ACTION"}
    otherwise = None
    if event and _follows_a_duty(clause.start, notes):
        readings.append(_instead(clause, place, "promptly after", "a time, from which the duty runs", notes))
        otherwise = f"or say how soon: `within 72 hours after {notes.text(body.span)}`"
    note(notes, "PP034", "`when` can mean a condition or a time", place, readings, otherwise=otherwise)


def _instead(whole: Span, place: Span, words: str, meaning: str | None, notes: Notes) -> Reading:
    """The reading that puts other words into one place."""
    edits = (Edit(place, words),)
    return Reading(written(notes, whole, edits), meaning, edits)


def _follows_a_duty(place: int, notes: Notes) -> bool:
    """Whether `must A` stands right before a place."""
    before = notes.tokens_before(place)
    if before and before[-1].kind == "RPAR":
        at = next((index for index in reversed(range(len(before))) if before[index].kind == "LPAR"), 0)
        before = before[:at]
    return [token.kind for token in before[-2:]] == ["MUST", "NAME"]


def provided(body: n.FormulaTree, clause: Span, notes: Notes) -> None:
    """Notes `provided that F` where F is no deadline: then it is a condition, or a duty that lacks its date."""
    start = notes.tokens_in(clause)[0].start
    end = body.span.end
    condition = _if_before(start, notes)
    if condition is None:
        whole = clause
        edits: tuple[Edit, ...] = (Edit(notes.tokens.span(start, body.span.start), "if "),)
    else:
        whole = notes.tokens.span(condition.start, end)
        first, last = condition.start + len("if"), condition.end
        edits = (Edit(notes.tokens.span(last, body.span.start), " and "),)
        if not _is_a_name(notes.tokens_in(notes.tokens.span(first, last))):
            first = notes.tokens_in(notes.tokens.span(first, last))[0].start
            edits = (Edit(notes.tokens.span(first, first), "("), Edit(notes.tokens.span(last, body.span.start), ") and "))
        if not _is_a_name(notes.tokens_in(body.span)):
            joint, closing = edits[-1], notes.tokens.span(end, end)
            edits = (*edits[:-1], Edit(joint.span, f"{joint.text}("), Edit(closing, ")"))
    note(
        notes,
        "PP034",
        "`provided that` is followed by something that is no deadline",
        notes.tokens.span(start, clause.end),
        (Reading(written(notes, whole, edits), "a condition of the permission", edits),),
        label="a condition, or something to be done later?",
        otherwise="for what is to be done later, make it a duty of its own",
    )


def _is_a_name(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a name alone, or with its arguments."""
    kinds = [token.kind for token in tokens]
    return kinds == ["NAME"] or (kinds[:2] == ["NAME", "LPAR"] and kinds.index("RPAR") == len(kinds) - 1)


def _if_before(place: int, notes: Notes) -> Span | None:
    """The `if` clause that ends at a place; None where another clause ends there, or none."""
    before = notes.tokens_before(place)
    for at in reversed(range(len(before))):
        if before[at].kind == "IF" and before[at - 1].kind not in {"EXCUSED", "LPAR"}:
            return notes.tokens.span(before[at].start, before[-1].end)
        if before[at].kind in {"UNLESS", "SEE", "NOTWITHSTANDING", "SUBJECT", "EXCUSED", "MAY"}:
            return None
    return None


def may_only(parties: Sequence[n.Ref], action: n.Ref, sentence: Span, notes: Notes) -> None:
    """Notes `P may only A if F`."""
    may, word = notes.tokens_in(notes.tokens.span(parties[-1].span.end, action.span.start))
    modal_words = notes.tokens.span(may.start, word.end)
    rest = list(notes.rest_of_declaration(sentence.end))
    pairs = zip(rest, [None, *rest], strict=False)
    condition = next((token for token, before in pairs if _opens_condition(token, before)), None)
    whole = notes.tokens.span(sentence.start, rest[-1].end if rest else sentence.end)
    needed: tuple[Edit, ...] = ()
    if condition is not None and all(token.kind != "UNLESS" for token in rest):
        needed = (Edit(modal_words, "must not"), Edit(notes.tokens.span(condition.start, condition.end), "unless"))
    place = notes.tokens.span(word.start, word.end)
    _only(whole, place, needed, (Edit(modal_words, "may"),), notes, closed=action.name.text in notes.outline.closed)


def only_if(clause: Span, notes: Notes) -> None:
    """Notes `only if F` after a sentence."""
    word, if_word = notes.tokens_in(clause)[:2]
    before = notes.tokens_before(clause.start)
    after = {token.kind for token in notes.rest_of_declaration(clause.end)}
    at = next((place for place, token in enumerate(before) if token.kind in {"MAY", "MUST"}), len(before))
    start = at
    while start > 0 and before[start - 1].kind in {"NAME", "COMMA"}:
        start -= 1
    whole = notes.tokens.span(before[start].start if start < len(before) else clause.start, clause.end)
    needed: tuple[Edit, ...] = ()
    plain = [token.kind for token in before[at : at + 2]] == ["MAY", "NAME"]
    if plain and "UNLESS" not in after | {token.kind for token in before}:
        needed = (
            Edit(notes.tokens.span(before[at].start, before[at].end), "must not"),
            Edit(notes.tokens.span(word.start, if_word.end), "unless"),
        )
    enough = (Edit(notes.tokens.span(word.start, if_word.start), ""),)
    closed = not plain or before[at + 1].text in notes.outline.closed
    _only(whole, notes.tokens.span(word.start, word.end), needed, enough, notes, closed=closed)


def _opens_condition(token: Token, before: Token | None) -> bool:
    return token.kind == "IF" and (before is None or before.kind not in {"EXCUSED", "LPAR"})


def _only(whole: Span, place: Span, needed: tuple[Edit, ...], enough: tuple[Edit, ...], notes: Notes, *, closed: bool) -> None:
    """Notes an `only`. Where no rule closes the action, there is nothing that a permission could lift."""
    readings = []
    otherwise = None
    if closed or not needed:
        readings.append(Reading(written(notes, whole, enough), "what stands after `if` is enough", enough))
    if needed:
        readings.insert(0, Reading(written(notes, whole, needed), "it is needed, and permits nothing by itself", needed))
    else:
        otherwise = "where it says what is needed, make that a rule of its own: `PARTY must not A unless F`"
    message = "`only` can say what is needed or what is enough"
    note(notes, "PP034", message, place, readings, label="needed, or enough?", otherwise=otherwise)


# ---- times


def side(timing: Span, of: Span, notes: Notes) -> None:
    """Notes `within 3 days of E`, which does not say on which side of E."""
    readings = [_instead(timing, of, word, None, notes) for word in ("after", "before")]
    note(notes, "PP034", "`of` does not say whether before or after", of, readings)
