"""Ambiguities are errors, and each message prints the readings as complete rewrites.

A chain of items joined by `and` or `or` can be unclear in five ways: which items belong together; how far a leading `not`
reaches; where the body of a quantifier or of `at E:` ends; whether a time at the end belongs to the last item alone; and
whether an item after a time belongs to the time. Readings that go together are combined, so that every rewrite is clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeVar

from policyproof.diagnostics import Label
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.building import Notes
from policyproof.syntax.chain_items import (
    Item,
    as_item,
    bracketed,
    events,
    head,
    joined_to_a_time,
    last_event,
    leads_with_not,
    operands,
    prefixes,
    time_is_unclear,
    time_phrase,
)
from policyproof.syntax.readings import Additions, Reading, note, shown, written

T = TypeVar("T")
Word = Literal["and", "or", "and/or"]

_MOST = 4
"""More readings than that are not printed: writing one of these makes the rest clear too."""
_PAIR = 2
_SHORT = 40
"""Longer items are not repeated to say what a reading means."""
_EXTREMES = ("earliest", "latest")


def check_chain(items: Sequence[n.FormulaTree], connectives: Sequence[tuple[Span, Word]], span: Span, notes: Notes) -> None:
    """Notes a chain that can be read more than once: one message, whatever makes it unclear."""
    chain = _Chain(items, connectives, span, notes)
    found = chain.both_words() or chain.mixed() or chain.open_end() or chain.leading_not() or chain.time_at_the_end()
    found = found or chain.item_after_a_time()
    if found is not None:
        code, message, place, label, labels = found
        readings, others = chain.readings()
        note(notes, code, message, place, readings, label=label, labels=labels, otherwise=others)


_Found = tuple[str, str, Span, str | None, tuple[Label, ...]]
"""Code, message, place, its label, and labels of other places."""


class _Chain:
    """One chain, what is unclear about it, and its readings."""

    def __init__(
        self, items: Sequence[n.FormulaTree], connectives: Sequence[tuple[Span, Word]], span: Span, notes: Notes
    ) -> None:
        self.units = [as_item(item) for item in items]
        self.words = [word for _, word in connectives]
        self.places = [place for place, _ in connectives]
        self.span = span
        self.notes = notes

    # ---- what is unclear

    def both_words(self) -> _Found | None:
        if "and/or" not in self.words:
            return None
        place = self.places[self.words.index("and/or")]
        return "PP034", "`and/or` can be read in more than one way", place, "both, or is one enough?", ()

    def mixed(self) -> _Found | None:
        if len(set(self.words)) == 1:
            return None
        return "PP033", "`and` and `or` are mixed", self.span, "which belong together?", ()

    def open_end(self) -> _Found | None:
        at = next((place for place, unit in enumerate(self.units[:-1]) if head(unit) is not None), None)
        if at is None:
            return None
        unit = self.units[at]
        what = "`at`" if head(unit) == "at" else "the quantifier"
        rest = self._text(self.places[at].start, self.span.end)
        body = self._stretch(operands(unit.node)[-1].span.start, unit.end)
        labels = (Label(body, "the body as it is read now"),)
        return (
            "PP033",
            f"`{shown(rest)}` can belong to the body of {what} or stand beside it",
            self.span,
            "where does the body end?",
            labels,
        )

    def leading_not(self) -> _Found | None:
        if not leads_with_not(self.units):
            return None
        message = f"`not` can belong to the first item alone or to all of `{shown(self._text(self.span.start, self.span.end))}`"
        return "PP033", message, self._stretch(self.units[0].start, self.units[0].end), "how far does this `not` reach?", ()

    def time_at_the_end(self) -> _Found | None:
        if not time_is_unclear(self.units, self.notes):
            return None
        phrase = time_phrase(self.units[-1])
        assert phrase is not None
        last = self.units[-1]
        name = self._text(last.start, phrase.start)
        message = f"`{self._text(phrase.start, phrase.end)}` can belong to `{name}` alone or to every item before it"
        return "PP033", message, self._stretch(last.start, last.end), "what does this time belong to?", ()

    def item_after_a_time(self) -> _Found | None:
        at = next(iter(joined_to_a_time(self.units, self.notes)), None)
        if at is None:
            return None
        rest = self._text(self.places[at].start, self.units[at + 1].end)
        place = self._stretch(self.units[at].start, self.units[at + 1].end)
        message = f"`{rest}` can belong to the time before it or stand beside it"
        return "PP033", message, place, "what does this time count from?", ()

    def _text(self, start: int, end: int) -> str:
        return written(self.notes, self._stretch(start, end), ())

    def _stretch(self, start: int, end: int) -> Span:
        return self.notes.tokens.span(start, end)

    # ---- readings

    def readings(self) -> tuple[list[Reading], str | None]:
        """Complete rewrites, each clear in itself, and whether there are others."""
        found: list[Reading] = []
        for additions, meaning in self._rewrites():
            edits = additions.edits(self.notes)
            reading = Reading(written(self.notes, self.span, edits), meaning, edits)
            if all(reading.text != other.text for other in found):
                found.append(reading)
            if len(found) > _MOST:
                return found[:_MOST], "there are other readings: put brackets around what belongs together"
        return found, None

    def _rewrites(self) -> Iterator[tuple[Additions, str | None]]:
        """The simplest first: each item by itself; then what reaches further."""
        for words in self._words():
            tights: tuple[Word, ...] = ("and", "or") if len(set(words)) > 1 else (words[0],)
            for tight in tights:
                additions = self._replaced(words)
                self._settle(self.units, words, tight, additions)
                yield additions, self._grouping(words, tight) or self._narrowest()
        words = self._words()[0]
        tight = "and" if len(set(words)) > 1 else words[0]
        if time_is_unclear(self.units, self.notes):
            yield self._time_for_all(words, tight), "the same time for every item"
        for at, whole, operand in self._reaching():
            what = "`not` for all that follows" if isinstance(whole, n.Negation) else "what follows belongs to its body"
            yield self._reach(at, operand, words, tight), what
        for at in joined_to_a_time(self.units, self.notes):
            for which in _EXTREMES:
                yield self._time_from_both(at, which, words, tight), f"the time counts from the {which} of the events"

    def _words(self) -> list[list[Word]]:
        """The connectives, with each sense of `and/or`."""
        if "and/or" not in self.words:
            return [self.words]
        return [[sense if word == "and/or" else word for word in self.words] for sense in ("or", "and")]

    def _replaced(self, words: Sequence[Word]) -> Additions:
        additions = Additions()
        for place, was, word in zip(self.places, self.words, words, strict=True):
            if was != word:
                additions.instead(place, word)
        return additions

    def _settle(self, units: Sequence[Item], words: Sequence[Word], tight: Word, additions: Additions) -> None:
        """Brackets around what `tight` joins, where both words occur, and around items that would reach beyond themselves."""
        if len(set(words)) > 1:
            groups = _groups(units, words, tight)
            for group in groups:
                if len(group) > 1:
                    self._settle_items(group, additions)
                    additions.around(group[0].start, group[-1].end)
            units = [group[0] if len(group) == 1 else bracketed(group) for group in groups]
        self._settle_items(units, additions)

    def _settle_items(self, units: Sequence[Item], additions: Additions) -> None:
        if len(units) == 1:
            return
        unclear = {place for place, unit in enumerate(units[:-1]) if head(unit) is not None}
        unclear.update(joined_to_a_time(units, self.notes))
        settled = [bracketed([unit]) if place in unclear else unit for place, unit in enumerate(units)]
        unclear.update([0] if leads_with_not(settled) else [])  # brackets around one can make another unclear
        unclear.update([len(units) - 1] if time_is_unclear(settled, self.notes) else [])
        for place in unclear:
            additions.around(units[place].start, units[place].end)

    def _time_for_all(self, words: Sequence[Word], tight: Word) -> Additions:
        additions = self._replaced(words)
        last = self.units[-1]
        phrase = time_phrase(last)
        assert phrase is not None
        for unit in self.units[:-1]:
            for name in events(unit.items, self.notes):
                additions.after(name.end, f" {self._text(phrase.start, phrase.end)}")
                additions.around(name.start, name.end)
        additions.around(last.start, last.end)
        self._settle([*self.units[:-1], bracketed([last])], words, tight, additions)
        return additions

    def _reaching(self) -> Iterator[tuple[int, n.FormulaTree, n.FormulaTree]]:
        """The items that may take in all that follows: which one, by which prefix, and the formula that would grow."""
        leading = leads_with_not(self.units)
        for at, unit in enumerate(self.units[:-1]):
            if head(unit) is not None or (at == 0 and leading):
                for whole, operand in prefixes(unit.node):
                    if not isinstance(whole, n.Negation) or (at == 0 and leading):
                        yield at, whole, operand

    def _reach(self, at: int, operand: n.FormulaTree, words: Sequence[Word], tight: Word) -> Additions:
        """The chain in which the prefix of an item reaches to the end."""
        additions = self._replaced(words)
        end = self.units[-1].end
        self._settle([as_item(operand), *self.units[at + 1 :]], words[at:], tight, additions)
        additions.around(operand.span.start, end)
        unit = self.units[at]
        self._settle([*self.units[:at], Item(unit.start, end, unit.node, unit.items)], words[:at], tight, additions)
        return additions

    def _time_from_both(self, at: int, which: str, words: Sequence[Word], tight: Word) -> Additions:
        """The time counted from one of two events, by which comes first."""
        additions = self._replaced(words)
        unit, following = self.units[at], self.units[at + 1]
        trigger = last_event(unit.node)
        assert trigger is not None
        ends = f"{self._text(trigger.start, trigger.end)}; {self._text(following.start, following.end)}"
        additions.instead(self._stretch(trigger.start, following.end), f"{which} of {{ {ends} }}")
        grown = Item(unit.start, following.end, unit.node, unit.items)
        units = [*self.units[:at], grown, *self.units[at + 2 :]]
        self._settle(units, [*words[:at], *words[at + 1 :]], tight, additions)
        return additions

    # ---- what a reading means

    def _grouping(self, words: Sequence[Word], tight: Word) -> str | None:
        """`a` and `b` together, or `c` alone."""
        texts = [self._text(unit.start, unit.end) for unit in self.units]
        if any(len(text) > _SHORT for text in texts) or any(head(unit) is not None for unit in self.units):
            return None
        if "and/or" in self.words and len(set(words)) == 1:
            return "one of them is enough" if tight == "or" else "both are needed" if len(texts) == _PAIR else "all are needed"
        if len(set(words)) == 1:
            return None
        loose = "or" if tight == "and" else "and"
        alone = "alone" if tight == "and" else "in any case"
        joint = " together" if tight == "and" else ""
        groups = _groups([f"`{text}`" for text in texts], words, tight)
        return f", {loose} ".join(
            f"{group[0]} {alone}" if len(group) == 1 else f" {tight} ".join(group) + joint for group in groups
        )

    def _narrowest(self) -> str | None:
        """What the reading means in which nothing reaches beyond the item that it stands in."""
        if len(set(self.words)) > 1:
            return None
        if any(head(unit) is not None for unit in self.units[:-1]):
            return "what follows stands beside it"
        if leads_with_not(self.units):
            return "`not` for the first item alone"
        timed = time_phrase(self.units[-1]) is not None
        return "the time for the last item alone" if timed else "the time counts from one event"


def check_equivalence(left: n.FormulaTree, right: n.FormulaTree, span: Span, notes: Notes) -> None:
    """Notes a quantifier whose body may or may not reach beyond `exactly when`."""
    last = left.items[-1] if isinstance(left, n.Chain) else left
    if head(as_item(last)) is None:
        return
    narrow, readings = Additions(), []
    narrow.around(left.span.start, left.span.end)
    for additions in (narrow, *(_brackets(body.span.start, right.span.end) for body in operands(last))):
        edits = additions.edits(notes)
        readings.append(Reading(written(notes, span, edits), None, edits))
    message = f"`exactly when` can stand inside or outside `{notes.text(last.span)}`"
    note(notes, "PP033", message, span, readings, label="where does the body end?")


def check_implication(right: n.FormulaTree, span: Span, notes: Notes) -> None:
    """Notes an `exactly when` that may belong to what stands after `then`, or to the whole of `if … then …`."""
    if not isinstance(right, n.Equivalence):
        return
    readings = []
    for start, end in ((right.span.start, right.span.end), (span.start, right.left.span.end)):
        edits = _brackets(start, end).edits(notes)
        readings.append(Reading(written(notes, span, edits), None, edits))
    message = "`exactly when` can belong to what stands after `then` or to all of `if … then …`"
    note(notes, "PP033", message, span, readings, label="which belong together?")


def _brackets(start: int, end: int) -> Additions:
    additions = Additions()
    additions.around(start, end)
    return additions


def _groups(units: Sequence[T], words: Sequence[Word], tight: Word) -> list[list[T]]:
    """The items with those together that the word `tight` joins."""
    groups = [[units[0]]]
    for word, unit in zip(words, units[1:], strict=True):
        if word == tight:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups
