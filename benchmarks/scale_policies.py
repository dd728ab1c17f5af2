"""Random policies of any number of rules, the same for the same seed: as data, for the contenders of `scale.py`, and as text.

A policy is made of chapters. Each closes an action, permits it on some conditions, forbids it on others, switches rules off by
chains of exceptions, and has duties with deadlines that the action triggers. One literal in seven is another chapter's.
"""

from __future__ import annotations

from random import Random
from typing import Final, Literal

import msgspec

HOUR: Final = 60
DEEPEST: Final = 20
"""Exceptions to exceptions, so deep."""


class Has(msgspec.Struct, frozen=True):
    """A yes/no fact."""

    fact: str


class Came(msgspec.Struct, frozen=True):
    """An event or action that has happened."""

    event: str


class No(msgspec.Struct, frozen=True):
    item: Condition


class Both(msgspec.Struct, frozen=True):
    """All of the items."""

    items: tuple[Condition, ...]


class Either(msgspec.Struct, frozen=True):
    """Some of the items."""

    items: tuple[Condition, ...]


class EverybodyAgreed(msgspec.Struct, frozen=True):
    """`every Person p where shown(p): agrees(p)`, the agreement being an event of each."""

    shown: str
    agrees: str


class SomebodyIs(msgspec.Struct, frozen=True):
    """`some Person p where shown(p): minor(p)`."""

    shown: str
    minor: str


Condition = Has | Came | No | Both | Either | EverybodyAgreed | SomebodyIs


class Limit(msgspec.Struct, frozen=True):
    """A deadline: `within` (from the trigger on) or `not later` than so many minutes after the trigger."""

    form: Literal["within", "not later"]
    minutes: int
    trigger: str


class Rule(msgspec.Struct, frozen=True):
    """One rule. `action` is empty for `off`, whose `target` is the rule that it switches off."""

    name: str
    kind: Literal["closes", "permits", "forbids", "duty", "off"]
    action: str = ""
    condition: Condition | None = None
    unless: Condition | None = None
    target: str = ""
    limit: Limit | None = None
    excused: Condition | None = None


class Claim(msgspec.Struct, frozen=True):
    """A property. `no without`: the `asked` is missing; `no if`, `possible`: it is there; `may`: it is the condition.

    `no in time`: the other action (of `limit`'s duty) is not done in time.
    """

    name: str
    kind: Literal["no without", "no if", "possible", "may", "no in time"]
    action: str
    asked: Condition | None = None
    limit: Limit | None = None
    owed: str = ""


class Event(msgspec.Struct, frozen=True):
    name: str
    by: str
    follows: str | None


class Made(msgspec.Struct, frozen=True):
    """A whole policy. `about_people`: facts about individuals; `agreements`: events of individuals."""

    facts: tuple[str, ...]
    about_people: tuple[str, ...]
    events: tuple[Event, ...]
    agreements: tuple[str, ...]
    actions: tuple[str, ...]
    rules: tuple[Rule, ...]
    claims: tuple[Claim, ...]


def make(rules: int, claims: int = 50, seed: int = 1) -> Made:
    """A policy of so many rules."""
    return _Maker(Random(f"{seed}/{rules}")).make(rules, claims)  # noqa: S311  # these are no secrets


class _Chapter:
    """The words and rules of one chapter."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.facts = [f"f{number}-{i}" for i in range(5)]
        self.events = [f"e{number}-{i}" for i in range(4)]
        self.shown, self.minor, self.agrees = f"shown{number}", f"minor{number}", f"agrees{number}"
        self.peopled = False
        self.action, self.answer = f"act{number}", f"answer{number}"
        self.rules: list[Rule] = []

    def of_kind(self, kind: str, action: str) -> list[Rule]:
        return [rule for rule in self.rules if rule.kind == kind and rule.action == action]


class _Maker:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.chapters: list[_Chapter] = []

    def make(self, rules: int, claims: int) -> Made:
        left = rules
        while left > 0:
            chapter = _Chapter(len(self.chapters))
            self.chapters.append(chapter)
            self._fill(chapter)
            del chapter.rules[left:]
            left -= len(chapter.rules)
        asked = [self._claim(number) for number in range(claims)]
        peopled = [chapter for chapter in self.chapters if chapter.peopled]
        return Made(
            facts=tuple(fact for chapter in self.chapters for fact in chapter.facts),
            about_people=tuple(fact for chapter in peopled for fact in (chapter.shown, chapter.minor)),
            events=tuple(event for chapter in self.chapters for event in self._events(chapter)),
            agreements=tuple(chapter.agrees for chapter in peopled),
            actions=tuple(action for chapter in self.chapters for action in (chapter.action, chapter.answer)),
            rules=tuple(rule for chapter in self.chapters for rule in chapter.rules),
            claims=tuple(asked),
        )

    def _events(self, chapter: _Chapter) -> list[Event]:
        first, *others = chapter.events
        return [
            Event(first, "court", None),
            *(Event(name, "agency" if i % 2 else "owner", first if i == 1 else None) for i, name in enumerate(others)),
        ]

    # ---- conditions

    def _literal(self, chapter: _Chapter) -> Condition:
        near = chapter
        if self.rng.random() < 1 / 7:
            near = self.chapters[max(0, chapter.number - self.rng.randint(1, 3))]
        chosen: Condition = (
            Has(self.rng.choice(near.facts)) if self.rng.random() < 0.6 else Came(self.rng.choice(near.events))  # noqa: PLR2004  # shares
        )
        return No(chosen) if self.rng.random() < 0.3 else chosen  # noqa: PLR2004

    def _condition(self, chapter: _Chapter) -> Condition:
        """One to three parts, each a literal or a choice of two."""
        parts: list[Condition] = []
        for _ in range(self.rng.randint(1, 3)):
            first = self._literal(chapter)
            parts.append(Either((first, self._literal(chapter))) if self.rng.random() < 0.3 else first)  # noqa: PLR2004
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    # ---- rules

    def _fill(self, chapter: _Chapter) -> None:
        self._regulate(chapter, chapter.action, permits=self.rng.randint(2, 5))
        if self.rng.random() < 0.5:  # noqa: PLR2004
            self._regulate(chapter, chapter.answer, permits=1)
        for number in range(self.rng.randint(1, 2)):
            other = self.chapters[max(0, chapter.number - self.rng.randint(0, 2))]
            self._add(
                chapter,
                "duty",
                other.answer,
                condition=self._condition(chapter) if self.rng.random() < 0.7 else None,  # noqa: PLR2004
                limit=Limit(self.rng.choice(("within", "not later")), HOUR * self.rng.choice((24, 48, 72)), chapter.action),
                excused=self._literal(chapter) if number == 0 else None,
            )
        self._except(chapter)

    def _regulate(self, chapter: _Chapter, action: str, permits: int) -> None:
        self._add(chapter, "closes", action)
        for _ in range(permits):
            unless = self._literal(chapter) if self.rng.random() < 0.3 else None  # noqa: PLR2004
            self._add(chapter, "permits", action, condition=self._condition(chapter), unless=unless)
        for _ in range(self.rng.randint(0, 2)):
            self._add(chapter, "forbids", action, condition=self._condition(chapter))
        if chapter.number % 10 == 0 and action == chapter.action:
            chapter.peopled = True
            agreed = EverybodyAgreed(chapter.shown, chapter.agrees)
            self._add(chapter, "permits", action, condition=Both((agreed, self._literal(chapter))))
            self._add(chapter, "forbids", action, condition=SomebodyIs(chapter.shown, chapter.minor))

    def _except(self, chapter: _Chapter) -> None:
        """A chain of exceptions, most of them short, some as deep as they go."""
        depth = DEEPEST if chapter.number % 10 == 1 else min(DEEPEST, 1 + int(self.rng.expovariate(0.4)))
        target = self.rng.choice([rule for rule in chapter.rules if rule.kind != "closes"]).name
        for _ in range(depth):
            target = self._add(chapter, "off", "", condition=self._literal(chapter), target=target).name

    def _add(  # noqa: PLR0913  # the parts of a rule
        self,
        chapter: _Chapter,
        kind: Literal["closes", "permits", "forbids", "duty", "off"],
        action: str,
        *,
        condition: Condition | None = None,
        unless: Condition | None = None,
        target: str = "",
        limit: Limit | None = None,
        excused: Condition | None = None,
    ) -> Rule:
        name = f"r{chapter.number}-{len(chapter.rules)}"
        rule = Rule(name, kind, action, condition, unless, target, limit, excused)
        chapter.rules.append(rule)
        return rule

    # ---- properties

    def _claim(self, number: int) -> Claim:
        """About a chapter that closes its action and permits it (the last one may have been cut short)."""
        whole = [chapter for chapter in self.chapters if chapter.of_kind("permits", chapter.action)]
        chapter = self.rng.choice(whole)
        name, action = f"p{number}", chapter.action
        permits = [rule.condition for rule in chapter.of_kind("permits", action) if rule.condition is not None]
        forbids = [rule.condition for rule in chapter.of_kind("forbids", action) if rule.condition is not None]
        duties = [rule for rule in chapter.rules if rule.limit is not None and rule.condition is None]
        kind = self.rng.choice(("no without", "no without", "no if", "possible", "may", "no in time"))
        if kind == "no in time" and duties:
            duty = self.rng.choice(duties)
            limit = duty.limit or Limit("within", HOUR, action)
            given = limit.minutes if self.rng.random() < 0.7 else limit.minutes - HOUR  # noqa: PLR2004
            asked = None if duty.excused is None else No(duty.excused)
            return Claim(name, "no in time", action, asked, Limit("not later", given, action), duty.action)
        if kind == "no if" and forbids:
            return Claim(name, "no if", action, self.rng.choice(forbids))
        if kind == "possible":
            return Claim(name, "possible", action, Both((self._literal(chapter), self._literal(chapter))))
        if kind == "may":
            return Claim(name, "may", action, Both((self.rng.choice(permits), *(No(forbidden) for forbidden in forbids))))
        if self.rng.random() < 0.5 and len(permits) > 1:  # noqa: PLR2004  # leave a hole
            del permits[self.rng.randrange(len(permits))]
        return Claim(name, "no without", action, Either(tuple(permits)) if len(permits) > 1 else permits[0])


# ---- as text


def text(made: Made) -> str:
    """The policy in the language."""
    lines = ["policy scale", "party holder", "party court", "party agency", "party owner", "entity Person"]
    lines += [f"fact {fact}" for fact in made.facts]
    lines += [f"fact {fact}(p: Person)" for fact in made.about_people]
    lines += [
        f"event {event.name} by {event.by}" + (f" follows {event.follows}" if event.follows else "") for event in made.events
    ]
    lines += [f"event {name}(p: Person) by p" for name in made.agreements]
    lines += [f"action {action} by holder" for action in made.actions]
    lines += [_rule(rule) for rule in made.rules]
    lines += [f"property {claim.name}: {_claim(claim)}" for claim in made.claims]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> str:
    unless = "" if rule.unless is None else f" unless {said(rule.unless)}"
    condition = ("" if rule.condition is None else f" if {said(rule.condition)}") + unless
    head = f"rule {rule.name}: "
    match rule.kind:
        case "closes":
            return f"{head}holder must not {rule.action} unless permitted"
        case "permits":
            return f"{head}holder may {rule.action}{condition}"
        case "forbids":
            return f"{head}holder must not {rule.action}{condition}"
        case "off":
            return f"{head}{rule.target} does not apply{condition}"
        case "duty":
            limit = "" if rule.limit is None else f" {_limit(rule.limit)}"
            excused = "" if rule.excused is None else f" excused if {said(rule.excused)}"
            return f"{head}holder must {rule.action}{limit}{condition}{excused}"


def _limit(limit: Limit) -> str:
    words = "within" if limit.form == "within" else "not later than"
    return f"{words} {limit.minutes} minutes after {limit.trigger}"


def _claim(claim: Claim) -> str:
    asked = "" if claim.asked is None else said(claim.asked)
    match claim.kind:
        case "no without":
            return f"no {claim.action} without {asked}"
        case "no if":
            return f"no {claim.action} if {asked}"
        case "possible":
            return f"possible all of {{ {claim.action}; {asked} }}"
        case "may":
            return f"may {claim.action} if {asked}"
        case "no in time":
            owed = "" if claim.limit is None else f"{claim.owed} {_limit(claim.limit)}"
            return f"no {claim.action} without {owed}" + (f" if {asked}" if asked else "")


def said(condition: Condition) -> str:
    """A condition in the language."""
    match condition:
        case Has(fact):
            return fact
        case Came(event):
            return event
        case No(item):
            return f"not {said(item)}" if isinstance(item, Has | Came) else f"none of {{ {said(item)} }}"
        case Both(items):
            return f"all of {{ {'; '.join(said(item) for item in items)} }}"
        case Either(items):
            return f"any of {{ {'; '.join(said(item) for item in items)} }}"
        case EverybodyAgreed(shown, agrees):
            return f"every Person p where {shown}(p): {agrees}(p)"
        case SomebodyIs(shown, minor):
            return f"some Person p where {shown}(p): {minor}(p)"
