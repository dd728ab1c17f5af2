"""Several laws over one vocabulary. A name of two laws is one only where one declaration gave it to both, or `same` says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.formulas import Arg, Var
from policyproof.policy.model import (
    Declared,
    Delay,
    Event,
    Fact,
    Follows,
    Party,
    Policy,
    Rule,
    Same,
    SourceText,
    Standard,
    Statement,
    Table,
    Term,
)
from policyproof.policy.renaming import Renaming
from policyproof.policy.resolution.problems import Problems
from policyproof.source import Span

D = TypeVar("D", bound=Declared)
_MERGED = ("party", "entity", "fact", "event", "action")
"""What `same` can make one."""


class Member(msgspec.Struct, frozen=True):
    """A law to be joined. `prefix` goes before its own names; None keeps them as they are."""

    policy: Policy
    prefix: str | None


def qualified(prefix: str | None, name: str) -> str:
    """How a name of one law is called where there are several."""
    return name if prefix is None else f"{prefix}.{name}"


class _Named(msgspec.Struct, frozen=True):
    """A declaration of vocabulary: by which law it came in first, under which name, and what it is."""

    law: str
    name: str
    sort: str
    thing: Declared


class Joined(msgspec.Struct, frozen=True):
    """`whole` has everything, `members` each law over the vocabulary of all. `aliases`: `sca.release` and the name it means."""

    whole: Policy
    members: tuple[Policy, ...]
    aliases: dict[str, str]


def join(head: Policy, members: Sequence[Member], sames: Sequence[Same], problems: Problems, at: Span) -> Joined | None:
    """Joins laws: `head` gives name, title and place. None, and errors, where their vocabularies clash."""
    before = len(problems.diagnostics)
    joiner = _Joiner(members, sames, problems, at)
    renamed = [joiner.renamed(member) for member in members]
    if len(problems.diagnostics) > before:
        return None
    vocabulary = joiner.vocabulary(renamed)
    if len(problems.diagnostics) > before:
        return None
    views = [_over(policy, vocabulary) for policy in renamed]
    whole = msgspec.structs.replace(
        head,
        **{field: getattr(vocabulary, field) for field in _VOCABULARY},
        **{field: _all(getattr(policy, field) for policy in renamed) for field in _OWN},
        files=tuple(dict.fromkeys([*(file for policy in renamed for file in policy.files), *head.files])),
        properties={},
        cases={},
    )
    return Joined(whole, tuple(views), joiner.aliases())


_VOCABULARY = (
    *("sources", "standards", "parties", "kinds", "entities", "facts", "events", "terms", "delays", "order"),
    "calendars",
)
"""What every joined law is read over (a delay's count is a fact, so the delays belong to the vocabulary too)."""
_OWN = ("assumptions", "hypotheses", "rules", "laws", "tables")


def _all(parts: Iterator[dict[str, D]]) -> dict[str, D]:
    return {name: thing for part in parts for name, thing in part.items()}


def _over(policy: Policy, vocabulary: Policy) -> Policy:
    """One law over the vocabulary of all."""
    return msgspec.structs.replace(
        policy,
        **{field: getattr(vocabulary, field) for field in _VOCABULARY},
        properties={},
        cases={},
        others={},
    )


class _Joiner:
    def __init__(self, members: Sequence[Member], sames: Sequence[Same], problems: Problems, at: Span) -> None:
        self.members = members
        self.problems = problems
        self.at = at
        self.found: dict[tuple[str, str], _Named] = {
            (member.policy.name, named.name): named for member in members for named in _vocabulary_of(member.policy)
        }
        self.into: dict[Span, _Named] = {}
        """For a declaration that `same` makes one with another: the other."""
        for same in sames:
            self._same(same)

    # ---- what is one

    def _same(self, same: Same) -> None:
        left, right = (self._named(law, name, same.span) for law, name in (same.left, same.right))
        if left is None or right is None:
            return
        left, right = self._final(left), self._final(right)
        if left.thing.span == right.thing.span:
            return
        if left.sort != right.sort or left.sort not in _MERGED:
            message = f"`{same.left_text}` is {_CALLED[left.sort]}, and `{same.right_text}` is {_CALLED[right.sort]}"
            advice = "declare what they share in a library that both use" if left.sort == right.sort else "name two of one sort"
            labels = (Label(left.thing.span, "declared here"), Label(right.thing.span, "declared here"))
            self.problems.error("PP118", message + ": they cannot be made one", same.span, labels=labels, advice=advice)
            return
        self.into[left.thing.span] = right

    def _named(self, law: str, name: str, span: Span) -> _Named | None:
        laws = [member.policy.name for member in self.members]
        if law not in laws:
            message, names = f"no law here is called `{law}`", ", ".join(f"`{each}`" for each in laws)
            self.problems.error("PP100", message, span, advice=self.problems.guess(law, laws) or f"name one of {names}")
            return None
        found = self.found.get((law, name))
        if found is None:
            known = [other for owner, other in self.found if owner == law]
            close = self.problems.guess(name, known)
            message = f"`{law}` has no party, entity, fact, event or action `{name}`"
            self.problems.error("PP100", message, span, advice=close or "name one that it declares")
        return found

    def _final(self, named: _Named) -> _Named:
        seen: set[Span] = set()
        while (further := self.into.get(named.thing.span)) is not None and named.thing.span not in seen:
            seen.add(named.thing.span)
            named = further
        return named

    # ---- renaming

    def renamed(self, member: Member) -> Policy:
        """A law with its own names made its own, and those that `same` gave away replaced."""
        policy, prefix = member.policy, member.prefix
        names = {name: final.name for name, final in self._finals(policy) if final.name != name}
        if prefix is not None:
            names |= {name: qualified(prefix, name) for name in _own_names(policy)}
        laws = {} if prefix is None else {law: _law_name(policy, prefix, law) for law in policy.laws}
        renaming = Renaming(names, laws)

        def each(declared: Mapping[str, D]) -> dict[str, D]:
            found: dict[str, D] = {}
            for name, thing in declared.items():
                new = names.get(name, name)
                moved = renaming(thing)
                found[new] = moved if new == name else msgspec.structs.replace(moved, name=new)
            return found

        return msgspec.structs.replace(
            policy,
            sources=each(policy.sources),
            parties=each(policy.parties),
            entities=each(policy.entities),
            facts=each(policy.facts),
            events=each(policy.events),
            terms=each(policy.terms),
            assumptions=each(policy.assumptions),
            hypotheses=each(policy.hypotheses),
            rules=each(policy.rules),
            delays=each(policy.delays),
            tables=each(policy.tables),
            calendars=each(policy.calendars),
            laws={
                laws.get(name, name): msgspec.structs.replace(renaming(law), name=laws.get(name, name))
                for name, law in policy.laws.items()
            },
            order=tuple(names.get(name, name) for name in policy.order),
        )

    def _finals(self, policy: Policy) -> Iterator[tuple[str, _Named]]:
        for named in _vocabulary_of(policy):
            yield named.name, self._final(named)

    def aliases(self) -> dict[str, str]:
        """What a name of the vocabulary may also be called: by its law."""
        return {f"{law}.{name}": self._final(named).name for (law, name), named in self.found.items()}

    # ---- one vocabulary

    def vocabulary(self, renamed: Sequence[Policy]) -> Policy:
        """The vocabulary of all; errors where a name has two meanings, or where what is made one differs."""
        self._clashes()
        events: dict[str, Event] = {}
        facts: dict[str, Fact] = {}
        for member, policy in zip(self.members, renamed, strict=True):
            for name, event in policy.events.items():
                events[name] = self._one(member, name, events.get(name), event)
            for name, fact in policy.facts.items():
                facts[name] = self._one(member, name, facts.get(name), fact)
        first = next((policy.standards for policy in renamed if policy.standards), {})
        for member, policy in zip(self.members, renamed, strict=True):
            if policy.standards and _spans(policy.standards) != _spans(first):
                one, other = next(iter(first.values())), next(iter(policy.standards.values()))
                self.problems.error(
                    "PP118",
                    f"`{member.policy.name}` has an order of standards of its own, which cannot be compared with the other one",
                    self.at,
                    labels=(Label(one.span, "one order of standards"), Label(other.span, "another")),
                    advice="declare the standards in a library that all these laws use",
                )
                break
        order = dict.fromkeys(name for policy in renamed for name in policy.order)
        return msgspec.structs.replace(
            renamed[0],
            sources=_all(policy.sources for policy in renamed),
            standards=first,
            parties=_parents_first(_all(policy.parties for policy in reversed(renamed))),
            kinds=_all(policy.kinds for policy in renamed),
            entities=_all(policy.entities for policy in reversed(renamed)),
            facts={name: facts[name] for name in order if name in facts},
            events={name: events[name] for name in order if name in events},
            terms=_all(policy.terms for policy in renamed),
            delays=_all(policy.delays for policy in renamed),
            order=tuple(order),
            calendars=_all(policy.calendars for policy in renamed),
        )

    def _clashes(self) -> None:
        """Reports, once each, the names that two laws declare apart."""
        first: dict[str, _Named] = {}
        reported: set[str] = set()
        for named in self.found.values():
            final = self._final(named)
            known = first.setdefault(final.name, final)
            if known.thing.span == final.thing.span or final.name in reported:
                continue
            reported.add(final.name)
            one, other = f"{known.law}.{known.name}", f"{final.law}.{final.name}"
            can = known.sort == final.sort and known.sort in _MERGED
            self.problems.error(
                "PP118",
                f"`{known.law}` and `{final.law}` both declare `{final.name}`, and nothing says that they mean the same",
                self.at,
                labels=(
                    Label(known.thing.span, f"{_CALLED[known.sort]} of `{known.law}`"),
                    Label(final.thing.span, f"{_CALLED[final.sort]} of `{final.law}`"),
                ),
                advice=f"write `same {other} as {one}` if they are one, or rename one of them"
                if can
                else "declare it in a library that both use, or rename one of them",
            )

    def _one(self, member: Member, name: str, known: D | None, new: D) -> D:
        """What two laws say of one name, as one; the declaration that `same` kept speaks, and both say what it follows."""
        if known is None or known.span == new.span:
            return new if known is None else known
        kept, other = (new, known) if self._keeps(name, new) else (known, new)
        if (difference := _difference(kept, other)) is not None:
            self.problems.error(
                "PP118",
                f"`{name}` cannot be one in `{member.policy.name}` and the others: {difference}",
                self.at,
                labels=(Label(known.span, "declared here"), Label(new.span, "and here")),
                advice="declare both alike, or use two names",
            )
        if isinstance(kept, Event) and isinstance(other, Event):
            return msgspec.structs.replace(kept, follows=(*kept.follows, *_follows_of(other, kept)))
        return kept

    def _keeps(self, name: str, declared: Declared) -> bool:
        return any(final.thing.span == declared.span for final in map(self._final, self.found.values()) if final.name == name)


def _vocabulary_of(policy: Policy) -> Iterator[_Named]:
    law = policy.name
    for party in policy.parties.values():
        yield _Named(law, party.name, "party", party)
    for kind in policy.kinds.values():
        yield _Named(law, kind.name, "kind", kind)
        yield from (_Named(law, member.name, "member", member) for member in kind.members.values())
    for entity in policy.entities.values():
        yield _Named(law, entity.name, "entity", entity)
    for fact in policy.facts.values():
        if fact.name not in policy.delays:
            yield _Named(law, fact.name, "fact", fact)
    for event in policy.events.values():
        yield _Named(law, event.name, "action" if event.is_action else "event", event)


_CALLED = {
    "party": "a party",
    "kind": "a kind",
    "member": "a member of a kind",
    "entity": "an entity",
    "fact": "a fact",
    "event": "an event",
    "action": "an action",
}


def _own_names(policy: Policy) -> Iterator[str]:
    """The names that stay a law's own: what its rules are called, and what it calls things for itself."""
    own: Sequence[Mapping[str, Rule | Delay | Table | SourceText | Statement | Term]] = (
        policy.rules,
        policy.delays,
        policy.tables,
        policy.sources,
        policy.assumptions,
        policy.hypotheses,
        policy.terms,
    )
    for declared in own:
        # what comes from a library is everybody's
        yield from (name for name, thing in declared.items() if thing.span.path == policy.path or isinstance(thing, Rule))
    yield from policy.calendars


def _law_name(policy: Policy, prefix: str, law: str) -> str:
    return prefix if law == policy.name else f"{prefix}.{law}"


def _spans(declared: Mapping[str, Standard]) -> list[Span]:
    return [thing.span for thing in declared.values()]


def _parents_first(parties: dict[str, Party]) -> dict[str, Party]:
    found: dict[str, Party] = {}

    def enter(name: str) -> None:
        party = parties[name]
        if name in found:
            return
        if party.parent is not None and party.parent in parties:
            enter(party.parent)
        found[name] = party

    for name in parties:
        enter(name)
    return found


def _difference(kept: Declared, other: Declared) -> str | None:
    """Why two declarations cannot be one, in words; None if they can."""
    match kept, other:
        case Event(), Event():
            if [param.sort for param in kept.params] != [param.sort for param in other.params]:
                return "they do not have the same parameters"
            if kept.by != other.by or (kept.by_param is None) != (other.by_param is None):
                return "they are not done by the same parties"
        case Fact(), Fact():
            if [param.sort for param in kept.params] != [param.sort for param in other.params]:
                return "they do not have the same parameters"
            if (kept.type, kept.sort) != (other.type, other.sort):
                return "their values are not of one sort"
            if kept.decided_by != other.decided_by:
                return "they are not decided by the same parties"
        case _:
            pass
    return None


def _follows_of(other: Event, kept: Event) -> Iterator[Follows]:
    """What the other declaration says the event follows, with the parameters that the kept one has."""
    names = {mine.name: own for mine, own in zip(other.params, kept.params, strict=False)}

    def moved(arg: Arg) -> Arg:
        return names.get(arg.name, arg) if isinstance(arg, Var) else arg

    for follows in other.follows:
        yield msgspec.structs.replace(follows, args=tuple(map(moved, follows.args)))
