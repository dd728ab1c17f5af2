"""The resolved policy: declarations, rules, properties and cases, frozen and typed.

Dictionaries keep the order of declaration (what a `use` brings in comes first), which the canonical counterexample relies on.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.policy.calendars import CalendarUnit, Length
from policyproof.policy.formulas import Arg, Formula, Individual, Point, Var
from policyproof.source import Span


class Declared(msgspec.Struct, frozen=True, eq=False):
    """Anything that has a name and a place."""

    name: str
    span: Span
    """The place of the name itself."""


# ---- vocabulary


class SourceText(Declared, frozen=True, eq=False):
    """`source letter "Amazon to Senator Markey, 1 July 2022"`."""

    title: str


class Party(Declared, frozen=True, eq=False):
    description: str
    parent: str | None


class Standard(Declared, frozen=True, eq=False):
    """A standard of proof. `rank` orders a chain `a < b < c` (0 is the weakest)."""

    rank: int


class KindMember(Declared, frozen=True, eq=False):
    description: str
    parent: str | None
    leaves: tuple[str, ...]
    """The leaves at or below it, in order of declaration (itself alone, for a leaf)."""
    rank: int | None
    """For ranked kinds, the place in the order; members below a ranked one share its rank."""


class Kind(Declared, frozen=True, eq=False):
    ranked: bool
    members: dict[str, KindMember]
    leaves: tuple[str, ...]


class Entity(Declared, frozen=True, eq=False):
    description: str


class Fact(Declared, frozen=True, eq=False):
    params: tuple[Var, ...]
    type: Literal["bool", "kind", "entity", "number", "duration"]
    sort: str | None
    """The kind or entity of its values, for those two types."""
    decided_by: tuple[str, ...]
    """Parties; empty where nobody decides it."""
    standard: str | None
    that: Formula | None
    description: str
    otherwise: str | None


class Event(Declared, frozen=True, eq=False):
    """An event, or an action (`is_action`).

    `by` names parties; `by_param` is a parameter of the event (`event agrees(p: Person) by p`): then each individual does its
    own. At most one of the two is set. Only where `by` names several is it open who did it.
    """

    params: tuple[Var, ...]
    by: tuple[str, ...]
    by_param: str | None
    standard: str | None
    follows: tuple[Follows, ...]
    description: str
    is_action: bool


class Follows(msgspec.Struct, frozen=True, eq=False):
    """`event E(x) follows F(x)`; arguments are parameters of E or members (a group: some leaf)."""

    event: str
    args: tuple[Arg, ...]
    span: Span


class Term(Declared, frozen=True, eq=False):
    params: tuple[Var, ...]
    body: Formula
    description: str | None


class Statement(Declared, frozen=True, eq=False):
    """`assume NAME: F "why"` or `suppose NAME: F "why"`."""

    body: Formula
    why: str


class Calendar(Declared, frozen=True, eq=False):
    """`calendar court-days "…" from "…"`, with its table; its name is its unit.

    Minutes are counted from 1970-01-01 00:00 UTC, days as `datetime.date.toordinal` does. `first` is the table's first day,
    `starts` the first minute of each of its days in order, and of the day after its last. `counted` are the days that count for
    its own unit, in order. `path` is the file that the table is from.
    """

    unit: CalendarUnit
    title: str
    path: str
    zone: str
    first: int
    starts: tuple[int, ...]
    counted: tuple[int, ...]

    @property
    def last(self) -> int:
        """The table's last day."""
        return self.first + len(self.starts) - 2


# ---- laws


class LawText(Declared, frozen=True, eq=False):
    """One law in force. `scope` is None where the law speaks of everything; outside its scope it says nothing."""

    title: str
    scope: Formula | None
    as_of: str | None
    path: str


class Same(msgspec.Struct, frozen=True):
    """`same sca.disclose as release`: two names, each with the law that has it, are one; the right one stays."""

    left: tuple[str, str]
    right: tuple[str, str]
    span: Span

    @property
    def left_text(self) -> str:
        """The left name with its law."""
        return ".".join(self.left)

    @property
    def right_text(self) -> str:
        """The right name with its law."""
        return ".".join(self.right)


# ---- rules


class Citation(msgspec.Struct, frozen=True, eq=False):
    source: str
    where: str


class RulePartyParam(msgspec.Struct, frozen=True, eq=False):
    """A rule whose party is one of its own parameters (`rule r(p: Person): p must not post(p)`)."""

    name: str


class Deadline(msgspec.Struct, frozen=True, eq=False):
    """`form` is what is asked of the act at t, against the trigger's minute T and D = `length`:

    within after: T <= t <= T + D · not later: t <= T + D · within before: T - D <= t <= T · promptly: T <= t ·
    before: t < T · at least before: t <= T - D · together: t = T
    """

    form: Literal["within after", "not later", "within before", "promptly", "before", "at least before", "together"]
    length: Length
    trigger: Point
    span: Span


class Closes(msgspec.Struct, frozen=True, eq=False):
    """`P must not A unless permitted`."""

    action: str
    args: tuple[Arg, ...]


class Forbids(msgspec.Struct, frozen=True, eq=False):
    """`P must not A`."""

    action: str
    args: tuple[Arg, ...]


class Permits(msgspec.Struct, frozen=True, eq=False):
    """`P may A [provided that G] [as an exception to R, …]`.

    `exception_to` names the closing rules that it lifts (empty: all of its law). `provided` is made of relations whose left end
    is an event, joined by `and`, `or` and `every`.
    """

    action: str
    args: tuple[Arg, ...]
    provided: Formula | None = None
    exception_to: tuple[str, ...] = ()


class Duty(msgspec.Struct, frozen=True, eq=False):
    """`P must E DEADLINE [excused …]`. `excused` is `G`, or `Not(G)` for `excused unless G`."""

    action: str
    args: tuple[Arg, ...]
    deadline: Deadline | None
    excused: Formula | None


class SwitchesOff(msgspec.Struct, frozen=True, eq=False):
    """`R, S do not apply`: what it switches off is in `Rule.overrides`."""


Sentence = Closes | Forbids | Permits | Duty | SwitchesOff


class Override(msgspec.Struct, frozen=True, eq=False):
    """Where this rule applies, it switches `rule` off; `span` is where that is said."""

    rule: str
    span: Span


class Rule(Declared, frozen=True, eq=False):
    """A rule. `parties` is empty for `do not apply` and for a party that is a parameter (`party_param`).

    `condition` is what stands after `if` (None: nothing), `unless` what stands after `unless`. `overrides` gathers `do not
    apply`, `notwithstanding` and the `subject to` of the others, in order and each rule once.
    """

    params: tuple[Var, ...]
    title: str | None
    parties: tuple[str, ...]
    party_param: RulePartyParam | None
    sentence: Sentence
    condition: Formula | None
    unless: Formula | None
    overrides: tuple[Override, ...]
    see: Citation | None
    extent: Span
    """The whole declaration."""
    law: str = ""
    """The law that it belongs to: a key of `Policy.laws`."""
    table: str | None = None
    """The table of which it is a cell."""


class Delay(Declared, frozen=True, eq=False):
    """`delay N postpones R by up to D [renewable …] [if F]`.

    How often it was granted is a number fact of the same name, with the same parameters (`Policy.facts`), which also says who
    decides it. Parameters that `rule` has too (same name and sort) are the same; of the others, each individual's grants count.
    `minutes` is D for one grant, None for `indefinitely`. `most` is the highest number of grants, None for no limit.
    `condition` is read at the rule's trigger; where it does not hold, no grant counts.
    """

    params: tuple[Var, ...]
    rule: str
    minutes: int | None
    most: int | None
    condition: Formula | None
    see: Citation | None
    law: str = ""


class TableRow(msgspec.Struct, frozen=True, eq=False):
    """A row: the member that heads it, and for each column the rule its cell wrote (None for `no`)."""

    member: str
    rules: tuple[str | None, ...]
    span: Span
    """Where the member stands."""


class Table(Declared, frozen=True, eq=False):
    """A table whose cells are rules. `fact` has the kind of the rows' members.

    `columns` are the headings as written, `headings` the events and terms that they name.
    """

    fact: str
    action: str
    columns: tuple[str, ...]
    headings: tuple[Formula, ...]
    rows: tuple[TableRow, ...]


# ---- properties


class NoWithout(msgspec.Struct, frozen=True, eq=False):
    """`no A without F [if G]`. Arguments of A that are variables are bound here."""

    action: str
    args: tuple[Arg, ...]
    without: Formula
    condition: Formula | None


class NoIf(msgspec.Struct, frozen=True, eq=False):
    """`no A if F`."""

    action: str
    args: tuple[Arg, ...]
    condition: Formula


class WordNeverEnough(msgspec.Struct, frozen=True, eq=False):
    """`the word of P, Q is never enough to A [if G]`."""

    parties: tuple[str, ...]
    action: str
    args: tuple[Arg, ...]
    condition: Formula | None


class StandardNeverEnough(msgspec.Struct, frozen=True, eq=False):
    """`less than probable-cause is never enough to A [if G]`."""

    standard: str
    action: str
    args: tuple[Arg, ...]
    condition: Formula | None


class MayClaim(msgspec.Struct, frozen=True, eq=False):
    """`may A [if F]`."""

    action: str
    args: tuple[Arg, ...]
    condition: Formula | None


class MustClaim(msgspec.Struct, frozen=True, eq=False):
    """`must A [DEADLINE] [if F]`."""

    action: str
    args: tuple[Arg, ...]
    deadline: Deadline | None
    condition: Formula | None


class Always(msgspec.Struct, frozen=True, eq=False):
    body: Formula


class Never(msgspec.Struct, frozen=True, eq=False):
    body: Formula


class Possible(msgspec.Struct, frozen=True, eq=False):
    body: Formula


class NoDilemma(msgspec.Struct, frozen=True, eq=False):
    """`no dilemma [for P, …]`; `parties` is empty for everybody."""

    parties: tuple[str, ...]


class Instance(msgspec.Struct, frozen=True, eq=False):
    """A fact or an event with its arguments, as `depend on` and `never blocks` name it."""

    name: str
    is_event: bool
    args: tuple[Arg, ...]


class Independent(msgspec.Struct, frozen=True, eq=False):
    """`whether A is permitted does not depend on X, Y`."""

    action: str
    args: tuple[Arg, ...]
    of: tuple[Instance, ...]


class NeverBlocks(msgspec.Struct, frozen=True, eq=False):
    """`X never blocks A`."""

    subject: Instance
    action: str
    args: tuple[Arg, ...]


class NeverOpens(msgspec.Struct, frozen=True, eq=False):
    """`X never opens A`."""

    subject: Instance
    action: str
    args: tuple[Arg, ...]


class Complies(msgspec.Struct, frozen=True, eq=False):
    """`complies with L [for P, …]`: what is lawful here is lawful under L (for P). `law` is a key of `Policy.others`."""

    law: str
    parties: tuple[str, ...]


class SameAs(msgspec.Struct, frozen=True, eq=False):
    """`same as L`: the same scenarios are lawful."""

    law: str


Claim = (
    NoWithout
    | NoIf
    | WordNeverEnough
    | StandardNeverEnough
    | MayClaim
    | MustClaim
    | Always
    | Never
    | Possible
    | NoDilemma
    | Independent
    | NeverBlocks
    | NeverOpens
    | Complies
    | SameAs
)


class Property(Declared, frozen=True, eq=False):
    """A claim with its modifiers. `disobey`: parties of whom lawfulness is not asked. `supposing`: hypotheses.

    `known_to_fail` is the reason given, None where the property is claimed to hold. `variables` are the free variables of the
    claim (arguments that are no members of a kind): the claim is made for every value of them.
    """

    title: str | None
    claim: Claim
    variables: tuple[Var, ...]
    disobey: tuple[str, ...]
    supposing: tuple[str, ...]
    known_to_fail: str | None
    extent: Span
    out_of_scope: bool = False
    """`even out of scope`: asked of every scenario, not only of what the law's scope covers."""
    true_beliefs: bool = False
    """`supposing beliefs are true`: every word that is about a fact is right."""


# ---- cases


class GivenFormula(msgspec.Struct, frozen=True, eq=False):
    """`danger-believed`, `warrant`, `not encrypted`, `requester is local-police`, read at the end."""

    formula: Formula
    span: Span


class GivenTime(msgspec.Struct, frozen=True, eq=False):
    """`release at 2 hours`: the event happens then. Minutes, counted from the case's own zero or from 1970-01-01 00:00."""

    event: str
    args: tuple[Arg, ...]
    minute: int
    span: Span


Given = GivenFormula | GivenTime


class ExpectMay(msgspec.Struct, frozen=True, eq=False):
    parties: tuple[str, ...]
    action: str
    args: tuple[Arg, ...]
    under: tuple[str, ...]
    span: Span


class ExpectMustNot(msgspec.Struct, frozen=True, eq=False):
    parties: tuple[str, ...]
    action: str
    args: tuple[Arg, ...]
    under: tuple[str, ...]
    span: Span


class ExpectMust(msgspec.Struct, frozen=True, eq=False):
    parties: tuple[str, ...]
    action: str
    args: tuple[Arg, ...]
    span: Span


class ExpectLawful(msgspec.Struct, frozen=True, eq=False):
    span: Span


class ExpectUnlawful(msgspec.Struct, frozen=True, eq=False):
    under: tuple[str, ...]
    span: Span


class ExpectPending(msgspec.Struct, frozen=True, eq=False):
    rules: tuple[str, ...]
    span: Span


class ExpectDilemma(msgspec.Struct, frozen=True, eq=False):
    span: Span


class ExpectFormula(msgspec.Struct, frozen=True, eq=False):
    formula: Formula
    span: Span


Expectation = (
    ExpectMay | ExpectMustNot | ExpectMust | ExpectLawful | ExpectUnlawful | ExpectPending | ExpectDilemma | ExpectFormula
)


class Case(Declared, frozen=True, eq=False):
    """`name` is the case's title. `dated`: minutes count from 1970-01-01 00:00 (all times were given as dates)."""

    only: bool
    individuals: tuple[Individual, ...]
    givens: tuple[Given, ...]
    expects: tuple[Expectation, ...]
    dated: bool
    extent: Span


class Policy(msgspec.Struct, frozen=True, eq=False):
    """One law, several laws at once (`together`), or a library (`is_library`: vocabulary, no rules).

    Everything in `rules` is in force. In a `together`, the names of rules, terms, assumptions and delays begin with their law's
    name (`sca.b8`), and `laws` has an entry for each law, and one for the `together` itself, whose own rules only switch off.
    `others` are laws that are not in force and that a claim compares with: policies over the same vocabulary.
    """

    name: str
    title: str
    is_library: bool
    as_of: str | None
    path: str
    span: Span
    sources: dict[str, SourceText]
    standards: dict[str, Standard]
    parties: dict[str, Party]
    kinds: dict[str, Kind]
    entities: dict[str, Entity]
    facts: dict[str, Fact]
    events: dict[str, Event]
    terms: dict[str, Term]
    assumptions: dict[str, Statement]
    hypotheses: dict[str, Statement]
    rules: dict[str, Rule]
    properties: dict[str, Property]
    cases: dict[str, Case]
    files: tuple[str, ...]
    """Every file read for it, the used ones first."""
    order: tuple[str, ...]
    """The names of facts and events, mixed, in order of declaration."""
    laws: dict[str, LawText] = {}
    delays: dict[str, Delay] = {}
    tables: dict[str, Table] = {}
    others: dict[str, Policy] = {}
    sames: tuple[Same, ...] = ()
    calendars: dict[str, Calendar] = {}
    """By unit; in a `together`, each with its law's name before it. Where there is one, minutes count from 1970-01-01 UTC."""
    readings: tuple[LawReading, ...] = ()
    """How else this text can be read. The policy itself is the text as it is written."""
    reading: str | None = None
    """Of a reading: its name. `name` is that of the law, by which rules and claims know it."""

    @property
    def full_name(self) -> str:
        """The name of the law; of a reading, `LAW.READING`."""
        return self.name if self.reading is None else f"{self.name}.{self.reading}"

    @property
    def every_reading(self) -> tuple[Policy, ...]:
        """The text as it is written, and each of its readings."""
        return (self, *(reading.policy for reading in self.readings))

    def party_and_below(self, party: str) -> frozenset[str]:
        """`party` and the parties below it."""
        found = {party}
        for name, declared in self.parties.items():  # parents are declared before their children
            if declared.parent in found:
                found.add(name)
        return frozenset(found)


class LawReading(msgspec.Struct, frozen=True, eq=False):
    """A named alternative of a law's text.

    `policy` is the law as it then reads; its cases are those that the reading itself adds.
    `touched`: the names of what differs. `span`: of the reading's name.
    """

    name: str
    title: str | None
    span: Span
    policy: Policy
    touched: tuple[str, ...]
