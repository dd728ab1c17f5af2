"""Everyday words of statutes that the language has not: what to write for them, in each of their senses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from policyproof.diagnostics import Diagnostic, Edit
from policyproof.source import Span
from policyproof.syntax.building import Notes
from policyproof.syntax.readings import Reading, note, written
from policyproof.syntax.tokens import DECLARES, Token, Tokens

_MODALS: Final = {
    "can": (("may", "it is permitted"),),
    "could": (("may", "it is permitted"),),
    "will": (("must", "a duty"),),
    "should": (("must", "a duty; where it is mere advice, leave the rule out"),),
    "cannot": (
        ("must not", "forbidden, whatever another rule permits"),
        ("must not {} unless permitted", "forbidden, unless a rule of this law permits it"),
    ),
}
"""What stands where `may` or `must` does."""
_CONDITIONS: Final = {
    "until": (("unless", "as long as it is not so"),),
    "upon": (("if", "a condition"), ("promptly after", "a time, from which a duty runs")),
    "where": (("if", "a condition"),),
    "without": (("unless", "what stands behind it is needed"),),
}
"""What stands where a clause of a rule begins."""
_ENDS: Final = frozenset(
    {
        *("UNLESS", "EXCUSED", "NOTWITHSTANDING", "SUBJECT", "SEE", "IF", "PROVIDED", "KNOWN", "EVEN", "SUPPOSING", "EXPECT"),
        *("STRING", "SEMICOLON", "RBRACE", "RPAR", "THEN", "EXACTLY", "$END"),
    }
)
"""What ends a condition."""
_TIMES: Final = frozenset({"WITHIN", "BEFORE", "AFTER", "AT", "MORE", "LESS", "NOT", "TOGETHER"})


def everyday_word(tokens: Tokens, at: int) -> Diagnostic | None:
    """The message about an everyday word, at or right before the token that cannot stand there; None where there is none."""
    slip = _Slip(tokens, at)
    for attempt in (slip.either, slip.neither, slip.modal, slip.condition, slip.two_ends, slip.time_of_a_group):
        attempt()
        if slip.notes.diagnostics:
            return slip.notes.diagnostics[0]
    return None


class _Slip:
    """The place where a declaration stops making sense."""

    def __init__(self, tokens: Tokens, at: int) -> None:
        self.tokens = tokens
        self.notes = Notes(tokens)
        self.all = tokens.tokens
        self.at = at
        self.token = self.all[at]

    def _span(self, first: int, last: int) -> Span:
        return self.tokens.span(self.all[first].start, self.all[last].end)

    def _word(self, text: str) -> int | None:
        """Where a word stands, at the place itself or right before it."""
        return next((place for place in (self.at - 1, self.at) if place >= 0 and self.all[place].text == text), None)

    def _items(self, first: int, joint: Callable[[Token], bool]) -> tuple[list[int], int]:
        """The joints between the items from a token on, and the last token of the last item."""
        depth, joints, place = 0, [], first
        while not (self.all[place].first and self.all[place].kind in DECLARES):
            token = self.all[place]
            if token.kind == "$END" or (depth == 0 and token.kind in _ENDS):
                break
            depth += {"LPAR": 1, "LBRACE": 1, "RPAR": -1, "RBRACE": -1}.get(token.kind, 0)
            if depth == 0 and joint(token):
                joints.append(place)
            place += 1
        return joints, place - 1

    def _listed(self, head: str, word: int, joints: Sequence[int], last: int) -> tuple[Edit, ...]:
        """A list in the place of `either A or B`."""
        edits = [Edit(self._span(word, word), head)]
        edits += [Edit(self.tokens.span(self.all[joint - 1].end, self.all[joint].end), ";") for joint in joints]
        return (*edits, Edit(self.tokens.span(self.all[last].end, self.all[last].end), " }"))

    def either(self) -> None:
        word = self._word("either")
        if word is None:
            return
        joints, last = self._items(word + 1, lambda token: token.kind == "OR")
        if not joints:
            return
        plain = (Edit(self.tokens.span(self.all[word].start, self.all[word + 1].start), ""),)
        one = self._listed("exactly one of {", word, joints, last)
        whole = self._span(word, last)
        readings = [
            Reading(written(self.notes, whole, plain), "one of them, or more", plain),
            Reading(written(self.notes, whole, one), "one of them and no other", one),
        ]
        message = "`either … or` leaves open whether both will do"
        note(self.notes, "PP034", message, self._span(word, word), readings, label="both, or one alone?")

    def neither(self) -> None:
        word = self._word("neither")
        if word is None:
            return
        joints, last = self._items(word + 1, lambda token: token.text == "nor")
        if joints:
            edits = self._listed("none of {", word, joints, last)
            reading = Reading(written(self.notes, self._span(word, last), edits), None, edits)
            note(self.notes, "PP030", "`neither` is no word of the language", self._span(word, word), (reading,))

    def modal(self) -> None:
        senses = _MODALS.get(self.token.text)
        action = self.all[self.at + 1] if self.token.kind == "NAME" else self.token
        if senses is None or self.token.kind != "NAME" or action.kind != "NAME" or self.all[self.at - 1].kind != "NAME":
            return
        readings = []
        for words, meaning in senses:
            now, _, behind = words.partition(" {}")
            edits = [Edit(self._span(self.at, self.at), now)]
            edits += [Edit(self.tokens.span(action.end, action.end), behind)] if behind else []
            whole = self._span(self.at - 1, self.at + 1)
            readings.append(Reading(written(self.notes, whole, edits), meaning, tuple(edits)))
        message = f"`{self.token.text}` does not say what is permitted and what is owed"
        note(self.notes, "PP034", message, self._span(self.at, self.at), readings)

    def condition(self) -> None:
        senses = _CONDITIONS.get(self.token.text)
        if senses is None:
            return
        place = self._span(self.at, self.at)
        _, last = self._items(self.at + 1, lambda _: False)
        duty = any(token.kind == "MUST" for token in self.notes.tokens_before(self.token.start))
        readings = []
        for words, meaning in senses:
            if words == "promptly after" and not duty:
                continue
            edits = (Edit(place, words),)
            readings.append(Reading(written(self.notes, self._span(self.at, last), edits), meaning, edits))
        code = "PP034" if len(readings) > 1 else "PP030"
        note(self.notes, code, f"`{self.token.text}` begins no clause of a rule", place, readings)

    def two_ends(self) -> None:
        """`must E within 72 hours after A or B`: the earlier, or the later of the two?"""
        if self.token.kind not in {"OR", "AND"} or self.all[self.at - 1].kind != "NAME" or self.all[self.at + 1].kind != "NAME":
            return
        if self.all[self.at - 2].kind not in {"AFTER", "BEFORE", "THAN", "WITH"}:
            return
        first, second = self.at - 1, self.at + 1
        ends = "; ".join(self.all[place].text for place in (first, second))
        readings = []
        for which, meaning in (("earliest", "by whichever comes first"), ("latest", "by whichever comes last")):
            edits = (Edit(self._span(first, second), f"{which} of {{ {ends} }}"),)
            readings.append(Reading(written(self.notes, self._span(self.at - 2, second), edits), meaning, edits))
        message = f"a time counts from one end, and `{self.all[first].text} {self.token.text} {self.all[second].text}` are two"
        note(self.notes, "PP033", message, self._span(first, second), readings, label="which of them counts?")

    def time_of_a_group(self) -> None:
        """`(A or B) within 48 hours after C`: a time belongs to each of the events."""
        if self.token.kind not in _TIMES or self.all[self.at - 1].kind != "RPAR":
            return
        start = self.at - 1
        names = list(self._names_back_to_bracket(start))
        if not names:
            return
        joints, last = self._items(self.at, lambda token: token.kind in {"AND", "OR"})
        last = joints[0] - 1 if joints else last
        phrase = written(self.notes, self._span(self.at, last), ())
        edits: list[Edit] = []
        for place in names:
            name = self.all[place]
            edits += [
                Edit(self.tokens.span(name.start, name.start), "("),
                Edit(self.tokens.span(name.end, name.end), f" {phrase})"),
            ]
        edits.append(Edit(self.tokens.span(self.all[start].end, self.all[last].end), ""))
        whole = self._span(min(names) - 1, last)
        reading = Reading(written(self.notes, whole, edits), None, tuple(edits))
        message = "a time belongs to an event, and not to what stands in brackets"
        note(self.notes, "PP030", message, self._span(self.at, last), (reading,))

    def _names_back_to_bracket(self, close: int) -> Iterator[int]:
        """The names between brackets that hold nothing but names, `and` and `or`; none where they hold more."""
        place = close - 1
        found = []
        while place >= 0 and self.all[place].kind in {"NAME", "AND", "OR"}:
            found += [place] if self.all[place].kind == "NAME" else []
            place -= 1
        if place >= 0 and self.all[place].kind == "LPAR":
            yield from reversed(found)
