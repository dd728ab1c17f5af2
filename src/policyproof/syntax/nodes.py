"""The syntax tree: what was written, where, before any name is resolved. One class a construct, named as the grammar names
it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.source import Span


class Node(msgspec.Struct, frozen=True, eq=False):
    """A construct with its place."""

    span: Span


# ---- words


class Word(Node, frozen=True, eq=False):
    """A name, in Unicode's normal form C."""

    text: str


class Text(Node, frozen=True, eq=False):
    """A text between quotes, without them."""

    value: str


class Whole(Node, frozen=True, eq=False):
    value: int


class Mark(Node, frozen=True, eq=False):
    """A sign or a reserved word that carries meaning by itself (`<=`, `alone`, a unit, a label)."""

    kind: str
    text: str


class Ref(Node, frozen=True, eq=False):
    """`shown(p)`. `parts` has more than one word where dots were written; `args` is None without parentheses."""

    parts: tuple[Word, ...]
    args: tuple[Word, ...] | None

    @property
    def name(self) -> Word:
        return self.parts[0]

    @property
    def text(self) -> str:
        """As it is written, in its plainest form."""
        dotted = ".".join(part.text for part in self.parts)
        return dotted if self.args is None else f"{dotted}({', '.join(arg.text for arg in self.args)})"


class Length(Node, frozen=True, eq=False):
    """`72 hours`; or `3 court-days`: then `calendar` is the unit, which only a calendar can measure, and `count` how many."""

    minutes: int
    calendar: Mark | None
    count: int = 0


class Unavailable(Node, frozen=True, eq=False):
    """Something of the language that is recognised and not available yet. `feature` is what messages call it."""

    feature: str


# ---- points and timings


class ShiftedPoint(Node, frozen=True, eq=False):
    length: Length
    side: Literal["after", "before"]
    base: PointTree


class ExtremumPoint(Node, frozen=True, eq=False):
    which: Literal["earliest", "latest"]
    points: tuple[PointTree, ...]


PointTree = Ref | ShiftedPoint | ExtremumPoint

TimingForm = Literal[
    "before",
    "after",
    "together",
    "not later",
    "within after",
    "within before",
    "at least after",
    "at least before",
    "more after",
    "more before",
    "less after",
    "less before",
    "promptly",
]


class Timing(Node, frozen=True, eq=False):
    """`within 72 hours after release`: of a relation or a deadline. `not later than D after X` has X, shifted, as its point."""

    form: TimingForm
    length: Length | None
    point: PointTree


# ---- formulas


class Group(Node, frozen=True, eq=False):
    """A formula in parentheses."""

    body: FormulaTree


class Chain(Node, frozen=True, eq=False):
    """`a and b and c`. `word` joins the first two items; where others differ, the chain was reported."""

    word: Literal["and", "or"]
    items: tuple[FormulaTree, ...]


class Negation(Node, frozen=True, eq=False):
    body: FormulaTree


class Implication(Node, frozen=True, eq=False):
    left: FormulaTree
    right: FormulaTree


class Equivalence(Node, frozen=True, eq=False):
    left: FormulaTree
    right: FormulaTree


ListHead = Literal["all", "any", "none", "exactly", "at least", "at most"]


class Listing(Node, frozen=True, eq=False):
    """`all of { … }`; `number` belongs to the heads that count."""

    head: ListHead
    number: int
    items: tuple[FormulaTree, ...]


QuantifierWord = Literal["every", "some", "no", "at least", "at most", "exactly"]


class Quantifier(Node, frozen=True, eq=False):
    word: QuantifierWord
    number: int


class Binder(Node, frozen=True, eq=False):
    """`Person p`."""

    sort: Word
    variable: Word


class QuantifiedTree(Node, frozen=True, eq=False):
    quantifier: Quantifier
    binders: tuple[Binder, ...]
    where: FormulaTree | None
    body: FormulaTree


class AtTree(Node, frozen=True, eq=False):
    """`at E: F`."""

    point: PointTree
    body: FormulaTree


class Named(Node, frozen=True, eq=False):
    """A name that stands alone: a fact, an event or a term."""

    ref: Ref


class EventuallyTree(Node, frozen=True, eq=False):
    ref: Ref


class Related(Node, frozen=True, eq=False):
    left: PointTree
    timing: Timing


class LookBackTree(Node, frozen=True, eq=False):
    ref: Ref
    op: Literal["within the last", "at least ago", "more ago", "less ago"]
    length: Length


class IsTree(Node, frozen=True, eq=False):
    ref: Ref
    negated: bool
    value: Word


class RankTree(Node, frozen=True, eq=False):
    ref: Ref
    bound: Literal["at least", "at most"]
    value: Word


class Product(Node, frozen=True, eq=False):
    """One addend: `factor` times the fact `ref`, or a plain number, or a span of time."""

    factor: int
    ref: Ref | None
    length: Length | None


class Sum(Node, frozen=True, eq=False):
    """Addends with their signs, 1 or -1."""

    products: tuple[tuple[int, Product], ...]


class CompareTree(Node, frozen=True, eq=False):
    left: Sum
    op: Literal["<", "<=", "=", "!=", ">=", ">"]
    right: Sum


class ModalTree(Node, frozen=True, eq=False):
    """`may A`, `must A`."""

    word: Literal["may", "must"]
    ref: Ref


class ByTree(Node, frozen=True, eq=False):
    ref: Ref
    party: Word


class ExistsTree(Node, frozen=True, eq=False):
    quantifier: Quantifier
    sort: Word


class RuleAtom(Node, frozen=True, eq=False):
    """`R applies`, `R breached`."""

    word: Literal["applies", "breached"]
    ref: Ref


class UnderTree(Node, frozen=True, eq=False):
    ref: Ref
    rule: Ref
    alone: bool


class FateTree(Node, frozen=True, eq=False):
    """`A stands`, `A tainted`."""

    word: Literal["stands", "tainted"]
    ref: Ref


class LawTree(Node, frozen=True, eq=False):
    """`L allows A`, `L governs A`."""

    word: Literal["allows", "governs"]
    law: Ref
    ref: Ref


FormulaTree = (
    Group
    | Chain
    | Negation
    | Implication
    | Equivalence
    | Listing
    | QuantifiedTree
    | AtTree
    | Named
    | EventuallyTree
    | Related
    | LookBackTree
    | IsTree
    | RankTree
    | CompareTree
    | ModalTree
    | ByTree
    | ExistsTree
    | RuleAtom
    | UnderTree
    | FateTree
    | LawTree
)


# ---- vocabulary


class Use(Node, frozen=True, eq=False):
    file: Text


class SourceTree(Node, frozen=True, eq=False):
    name: Word
    title: Text


class StandardTree(Node, frozen=True, eq=False):
    names: tuple[Word, ...]


class Branch(Node, frozen=True, eq=False):
    """A party or a member of a kind, with what lies below it."""

    name: Word
    description: Text | None
    below: tuple[Branch, ...]


class PartyTree(Node, frozen=True, eq=False):
    branch: Branch


class KindTree(Node, frozen=True, eq=False):
    name: Word
    ranked: bool
    branches: tuple[Branch, ...]


class EntityTree(Node, frozen=True, eq=False):
    name: Word
    description: Text | None


class Param(Node, frozen=True, eq=False):
    """`p: Person`."""

    name: Word
    sort: Word


class FactTree(Node, frozen=True, eq=False):
    """`type` is None for yes/no; a word names a kind or an entity; a mark is `number` or `duration`."""

    name: Word
    params: tuple[Param, ...]
    type: Word | Mark | None
    by: tuple[Word, ...]
    standard: Word | None
    that: FormulaTree | None
    description: Text | None
    otherwise: Text | None


class EventTree(Node, frozen=True, eq=False):
    name: Word
    params: tuple[Param, ...]
    by: tuple[Word, ...]
    standard: Word | None
    follows: tuple[Ref, ...]
    description: Text | None
    is_action: bool


class TermTree(Node, frozen=True, eq=False):
    name: Word
    params: tuple[Param, ...]
    body: FormulaTree
    description: Text | None


class StatementTree(Node, frozen=True, eq=False):
    """`assume` or `suppose`."""

    word: Literal["assume", "suppose"]
    name: Word
    body: FormulaTree
    why: Text


class ScopeTree(Node, frozen=True, eq=False):
    body: FormulaTree


class CalendarTree(Node, frozen=True, eq=False):
    """`calendar court-days "…" from "file.csv"`."""

    unit: Mark
    title: Text | None
    file: Text


class SameTree(Node, frozen=True, eq=False):
    """`same vppa.disclose as sca.disclose`: two laws mean the same thing by two names."""

    left: Ref
    right: Ref


# ---- rules


class ModalSentence(Node, frozen=True, eq=False):
    """`P must not A`, `P may A`, `P must A [DEADLINE]`."""

    word: Literal["must not", "may", "must"]
    parties: tuple[Ref, ...]
    action: Ref
    deadline: Timing | None


class SwitchSentence(Node, frozen=True, eq=False):
    """`R, S do not apply`."""

    rules: tuple[Ref, ...]


class Clause(Node, frozen=True, eq=False):
    """A clause behind a rule's sentence; `span` covers it all, `word` is how it begins."""

    word: Literal[
        "if",
        "unless",
        "unless permitted",
        "excused if",
        "excused unless",
        "provided that",
        "as an exception to",
        "notwithstanding",
        "subject to",
        "see",
    ]
    formula: FormulaTree | None = None
    rules: tuple[Ref, ...] = ()
    everything: bool = False
    """`notwithstanding all`."""
    source: Word | None = None
    where: Text | None = None


class RuleTree(Node, frozen=True, eq=False):
    name: Word
    params: tuple[Param, ...]
    title: Text | None
    sentence: ModalSentence | SwitchSentence
    clauses: tuple[Clause, ...]


class DelayTree(Node, frozen=True, eq=False):
    """`delay N by Q postpones R by up to D renewable`. `length` is None for `indefinitely`.

    `most_renewals` is None where no number is said.
    """

    name: Word
    params: tuple[Param, ...]
    by: tuple[Word, ...]
    standard: Word | None
    description: Text | None
    rule: Ref
    length: Length | None
    renewable: bool
    most_renewals: Whole | None
    condition: FormulaTree | None
    see: Clause | None


class CellTree(Node, frozen=True, eq=False):
    """`yes`, `no`, `if F`, each perhaps with a source."""

    word: Literal["yes", "no", "if"]
    formula: FormulaTree | None
    see: Clause | None


class RowTree(Node, frozen=True, eq=False):
    member: Word
    cells: tuple[CellTree, ...]


class TableTree(Node, frozen=True, eq=False):
    """`table N: P may A if`, with its head and rows. `subject` is the first cell of the head, whose values begin the rows."""

    name: Word
    parties: tuple[Ref, ...]
    action: Ref
    subject: Ref
    columns: tuple[Ref, ...]
    rows: tuple[RowTree, ...]
    see: Clause | None


# ---- claims


class ActionClaim(Node, frozen=True, eq=False):
    """A claim about one action: `no A without F if G`, `no A if F`, `may A if F`, `must A DEADLINE if F`."""

    word: Literal["no without", "no if", "may", "must"]
    action: Ref
    without: FormulaTree | None
    condition: FormulaTree | None
    deadline: Timing | None


class WordClaim(Node, frozen=True, eq=False):
    """`the word of P is never enough to A`, or `less than S is never enough to A` (then `standard` is set)."""

    parties: tuple[Word, ...]
    standard: Word | None
    action: Ref
    condition: FormulaTree | None


class FormulaClaim(Node, frozen=True, eq=False):
    word: Literal["always", "never", "possible"]
    body: FormulaTree


class DilemmaClaim(Node, frozen=True, eq=False):
    parties: tuple[Word, ...]


class InfluenceClaim(Node, frozen=True, eq=False):
    """`whether A is permitted does not depend on X, Y`, `X never blocks A`, `X never opens A`."""

    word: Literal["depend", "blocks", "opens"]
    action: Ref
    subjects: tuple[Ref, ...]


class CompliesClaim(Node, frozen=True, eq=False):
    """`complies with L for P, Q`."""

    law: Word
    parties: tuple[Word, ...]


class SameAsClaim(Node, frozen=True, eq=False):
    law: Word


ClaimTree = ActionClaim | WordClaim | FormulaClaim | DilemmaClaim | InfluenceClaim | CompliesClaim | SameAsClaim


class EvenIf(Node, frozen=True, eq=False):
    parties: tuple[Word, ...]


class Supposing(Node, frozen=True, eq=False):
    names: tuple[Word, ...]


class TrueBeliefs(Node, frozen=True, eq=False):
    """`supposing beliefs are true`."""


class OutOfScope(Node, frozen=True, eq=False):
    """`even out of scope`."""


class Known(Node, frozen=True, eq=False):
    why: Text


ModifierTree = EvenIf | Supposing | TrueBeliefs | OutOfScope


class PropertyTree(Node, frozen=True, eq=False):
    name: Word
    title: Text | None
    claim: ClaimTree
    modifiers: tuple[ModifierTree, ...]
    known: Known | None


# ---- cases


class Instant(Node, frozen=True, eq=False):
    """`3 hours`, or `2026-11-25 16:00` (then `dated`, and minutes count from 1970-01-01 00:00). `calendar`: a unit of a length
    that only a calendar could measure.
    """

    minutes: int
    dated: bool
    calendar: Mark | None = None


class TimedTree(Node, frozen=True, eq=False):
    ref: Ref
    instant: Instant


class IndividualTree(Node, frozen=True, eq=False):
    name: Word
    sort: Word


class FormulaGiven(Node, frozen=True, eq=False):
    body: FormulaTree


GivenTree = TimedTree | IndividualTree | FormulaGiven


class ExpectTree(Node, frozen=True, eq=False):
    """One expectation. What belongs to its `word` is set, the rest is empty."""

    word: Literal["may", "must not", "must", "lawful", "unlawful", "pending", "dilemma", "formula"]
    parties: tuple[Ref, ...] = ()
    action: Ref | None = None
    rules: tuple[Ref, ...] = ()
    """After `under` or `pending`."""
    body: FormulaTree | None = None


class CaseTree(Node, frozen=True, eq=False):
    title: Text
    only: bool
    givens: tuple[GivenTree, ...]
    expects: tuple[ExpectTree, ...]


# ---- files


class Head(Node, frozen=True, eq=False):
    """`policy NAME "…" as of DATE`, or `library …`."""

    name: Word
    title: Text | None
    as_of: Mark | None
    is_library: bool


class TogetherHead(Node, frozen=True, eq=False):
    """`together NAME "…" of sca, vppa`: several laws at once."""

    name: Word
    title: Text | None
    laws: tuple[Word, ...]
    as_of: Mark | None


Declaration = (
    Use
    | SourceTree
    | StandardTree
    | PartyTree
    | KindTree
    | EntityTree
    | FactTree
    | EventTree
    | TermTree
    | StatementTree
    | ScopeTree
    | SameTree
    | CalendarTree
    | RuleTree
    | DelayTree
    | TableTree
    | PropertyTree
    | CaseTree
    | Unavailable
)


# ---- readings and edits


class ReadingHead(Node, frozen=True, eq=False):
    """`reading NAME "…" of LAW`: what follows, up to the next one, tells how this reading differs."""

    name: Word
    title: Text | None
    law: Word


class PathTree(Node, frozen=True, eq=False):
    """The name of what is edited; more than one word where dots were written."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return ".".join(word.text for word in self.words)


EditedSort = Literal["rule", "term", "delay", "property", "table", "assume"]


class ReachEdit(Node, frozen=True, eq=False):
    """`limit rule R to F`, `extend rule R to F`, `except F from rule R`."""

    word: Literal["limit", "extend", "except"]
    path: PathTree
    body: FormulaTree


class StrikeEdit(Node, frozen=True, eq=False):
    """`strike rule R`; of a case, `sort` is "case" and its name a text."""

    sort: EditedSort | Literal["case"]
    target: PathTree | Text


class InsertEdit(Node, frozen=True, eq=False):
    """`insert [after rule R:] DECLARATION`."""

    side: Literal["after", "before"] | None
    path: PathTree | None
    declaration: Declaration


class RereadEdit(Node, frozen=True, eq=False):
    """`amend rule R to read: …`; `text` is the place of what it is to read."""

    sort: EditedSort
    path: PathTree
    text: Span


FragmentSort = Literal["formula", "length", "deadline", "clauses"]


class Fragment(Node, frozen=True, eq=False):
    """`{ 72 hours }`. `compound`: a formula that would need parentheses to stand among others."""

    sort: FragmentSort
    compound: bool


class ReplaceEdit(Node, frozen=True, eq=False):
    """`amend rule R: strike { … } and insert { … } each place it appears`, or one of the two."""

    sort: EditedSort
    path: PathTree
    strike: Fragment | None
    insert: Fragment | None
    each: bool


class RedesignateEdit(Node, frozen=True, eq=False):
    """`redesignate rule R as N`."""

    path: PathTree
    name: Word


EditTree = ReachEdit | StrikeEdit | InsertEdit | RereadEdit | ReplaceEdit | RedesignateEdit


class File(Node, frozen=True, eq=False):
    """A whole file. `head` is None where it could not be read. What follows a reading's head, by place, belongs to it."""

    head: Head | TogetherHead | ReadingHead | Unavailable | None
    items: tuple[Declaration, ...]
    edits: tuple[EditTree, ...] = ()
    readings: tuple[ReadingHead, ...] = ()
    """Those in the file of a law."""

    @property
    def parts(self) -> tuple[Node | None, ...]:
        """The head and everything that follows it; not in the order of the text."""
        return (self.head, *self.items, *self.edits, *self.readings)
