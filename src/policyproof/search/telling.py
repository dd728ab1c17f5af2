"""One scenario of a question, made canonical, replayed by the evaluator, and laid out for a story."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.decode import decode, individual_names
from policyproof.english.material import Opening, Telling, Timing, Word
from policyproof.meaning.claims import breaks, breaks_pair
from policyproof.meaning.decisions import Decision, Meaning, decide
from policyproof.meaning.lawful import lawful
from policyproof.meaning.moments import END
from policyproof.meaning.nature import faults
from policyproof.policy.model import Duty, Independent, NeverBlocks, NeverOpens, NoDilemma, Policy, Possible, Property
from policyproof.scenario import Instance, Scenario
from policyproof.search.canonical import Canonical
from policyproof.search.decide import Found, Room
from policyproof.search.errors import InternalDisagreement
from policyproof.search.flips import flips
from policyproof.search.matters import Matters, matters
from policyproof.search.openings import fewest_openings, opened
from policyproof.solve.answers import Model


class Way(msgspec.Struct, frozen=True):
    """A scenario told, and the rules that opened it (None where a way is not a matter of licences)."""

    telling: Telling
    opened: tuple[str, ...] | None


def tell(found: Found, declared: Property, *, so_far: bool = False, plain: Question | None = None) -> Way:
    """The canonical scenario of a question that has one, replayed, as a story's material.

    `plain` is the question as the claim puts it, where `found` answers one that leaves out other ways: what matters is what
    matters to the claim.
    """
    room, question = found.room, found.question
    canonical = Canonical(room, question, _with_fewest_openings(found))
    model = canonical.find()
    alternative = canonical.alternative
    scenario = decode(room.engine, model)
    other = None if alternative.second is None else decode(room.engine, model, alternative.second)
    replay(room.engine.policy, declared, scenario, other, so_far=so_far)
    asked = plain or question
    kept = matters(room, asked, asked.alternatives[question.alternatives.index(alternative)], model)
    telling = _Teller(room, declared, alternative, model, kept, scenario, other).telling(so_far=so_far)
    return Way(telling, opened(room, alternative, model))


def replay(policy: Policy, declared: Property, scenario: Scenario, other: Scenario | None, *, so_far: bool) -> None:
    """The evaluator must agree that this is a scenario, and that it breaks the claim."""
    wrong = [*faults(policy, scenario), *(faults(policy, other) if other is not None else ())]
    if wrong:
        raise InternalDisagreement(f"{declared.name}: {wrong[0]}")
    if isinstance(declared.claim, Independent | NeverBlocks | NeverOpens):
        agreed = other is not None and breaks_pair(policy, declared, scenario, other) is not None
    else:
        agreed = breaks(policy, declared, scenario, so_far=so_far) is not None
    if not agreed:
        raise InternalDisagreement(f"{declared.name}: the evaluator does not find the claim broken")


def _with_fewest_openings(found: Found) -> Model:
    """The model to start from: of the first alternative that it meets, no opening could be spared."""
    terms = found.room.engine.terms
    met = (alternative for alternative in found.question.alternatives if found.model.makes_true(terms, (alternative.lit,)))
    chosen = next(met, None)
    if chosen is None:
        return found.model
    return fewest_openings(found.room, [*found.question.lits(terms), chosen.lit], chosen, found.model)


class _Teller:
    """Lays out one scenario."""

    def __init__(
        self,
        room: Room,
        declared: Property,
        alternative: Alternative,
        model: Model,
        kept: Matters,
        scenario: Scenario,
        other: Scenario | None,
    ) -> None:
        self.room = room
        self.policy = room.engine.policy
        self.declared = declared
        self.alternative = alternative
        self.model = model
        self.kept = kept
        self.scenario = scenario
        self.other = other
        self.names = individual_names(room.engine)
        self.originals = {name: who for who, name in self.names.items()}
        self.act = None if alternative.act is None else self._named(alternative.act)
        self.meaning = Meaning(self.policy, scenario)
        self.facts = self._facts()
        self.events = self._events()
        self.decision = self._decision()

    def telling(self, *, so_far: bool) -> Telling:
        happens = self.act is not None and self.act in self.scenario.events
        return Telling(
            scenario=self.scenario,
            aspect=self._aspect(),
            act=self.act,
            now=self._now(),
            facts=self.facts,
            events=self.events,
            absent=self._absent(),
            unopened=happens and self._unopened(),
            opened_by=self._opened_by() if happens else self._all_openings(),
            words=self._words(),
            idle_duties=self._idle_duties(),
            lawful_only_so_far=so_far,
            duty=self.alternative.rule,
            flips=flips(self.room, self.alternative, self.model, self.names)
            if self.decision is not None and self.decision.permitted
            else (),
            other=self.other,
            permitted=self._permitted(),
            forbidden_by=self._forbidden_by(),
            expectations=self._expectations(),
        )

    def _named(self, instance: Instance) -> Instance:
        return instance[0], tuple(self.names.get(arg, arg) for arg in instance[1])

    def _plain(self, instance: Instance) -> Instance:
        return instance[0], tuple(self.originals.get(arg, arg) for arg in instance[1])

    def _aspect(self) -> Literal["breaks", "witnesses", "dilemma", "depends"]:
        if isinstance(self.declared.claim, Possible):
            return "witnesses"
        if isinstance(self.declared.claim, NoDilemma) or self.alternative.rule is not None:
            return "dilemma"
        return "breaks" if self.other is None else "depends"

    def _now(self) -> int | None:
        now = self.alternative.now
        if now is None or now != self.room.engine.now:
            return None
        return self.model.time(now[0])

    def _matters(self, tag: str, instance: Instance) -> bool:
        name, args = self._plain(instance)
        return self.kept.keeps((tag, name, args))

    def _facts(self) -> tuple[tuple[Instance, bool | int | str], ...]:
        found: list[tuple[Instance, bool | int | str]] = []
        order = self.policy.order
        for name, args in sorted(self.room.engine.g.facts, key=lambda fact: (order.index(fact[0]), fact[1])):
            instance = self._named((name, args))
            fact = self.policy.facts[name]
            value = self.scenario.facts.get(instance, False)
            match fact.type:
                case "bool":
                    told = self._matters("fact", instance)
                case "number" | "duration":
                    told = self._number_matters(name, args) and instance in self.scenario.facts
                case _:
                    told = self.kept.keeps(("value", name, args, self.originals.get(str(value), str(value))))
            if told:
                found.append((instance, value))
        return tuple(found)

    def _number_matters(self, name: str, args: tuple[str, ...]) -> bool:
        terms = self.room.engine.terms
        index = terms.number(("number", name, args))
        return any(
            node[0] == "linear" and any(number == index for number, _ in node[1])
            for node in (terms.nodes[lit >> 1] for lit in self.kept.lits)
        )

    def _events(self) -> tuple[Timing, ...]:
        """Every event that happens: the canonical scenario has none that could be spared.

        A time is bounded by what has been told before it, so that the story can be told forward.
        """
        minutes = self.scenario.events
        ordered = sorted(minutes, key=lambda event: (minutes[event], self.policy.order.index(event[0]), event[1]))
        now = self._now()
        told: dict[int, int] = {} if now is None else {self.room.engine.now[0]: now}
        found: list[Timing] = []
        for event in ordered:
            variable, minute = self._variable(event), minutes[event]
            before = {index: when for index, when in told.items() if when <= minute}
            low, high = self.kept.bounds((variable, 0), before)
            low = max(low, found[-1].minute) if low is not None and found else low
            found.append(
                Timing(event, minute, None if low is None else min(low, minute), None if high is None else max(high, minute))
            )
            told[variable] = minute
        return tuple(found)

    def _variable(self, event: Instance) -> int:
        name, args = self._plain(event)
        return self.room.engine.g.minute(name, args)[0]

    def _absent(self) -> tuple[Instance, ...]:
        order = self.policy.order
        met = sorted(self.room.engine.g.events, key=lambda event: (order.index(event[0]), event[1]))
        named = [self._named(event) for event in met]
        return tuple(event for event in named if event not in self.scenario.events and self._matters("happens", event))

    def _decision(self) -> Decision | None:
        """The decision on the act at its own minute, where it happens."""
        if self.act is None or self.act not in self.scenario.events:
            return None
        return self.meaning.decision(self.act, self._who(self.act), self.scenario.events[self.act])

    def _unopened(self) -> bool:
        return self.decision is not None and not self.decision.closed_by and not self.decision.forbidden_by

    def _who(self, act: Instance) -> str:
        return self.meaning.doer(act) or ""

    def _opened_by(self) -> tuple[Opening, ...]:
        if self.decision is None or not self.decision.permitted or self._unopened():
            return ()
        return tuple(Opening(rule) for rule in self.decision.allowed_by)

    def _all_openings(self) -> tuple[Opening, ...]:
        """For a claim about no act: what licensed the acts that happen, in their order."""
        if self.alternative.act is not None:
            return ()
        found: dict[str, None] = {}
        for timing in self.events:
            if self.policy.events[timing.instance[0]].is_action:
                at = self.scenario.events[timing.instance]
                decision = self.meaning.decision(timing.instance, self._who(timing.instance), at)
                found.update(dict.fromkeys(decision.allowed_by if decision.closed_by else ()))
        return tuple(Opening(rule) for rule in found)

    def _words(self) -> tuple[Word, ...]:
        found: list[Word] = []
        for instance, value in self.facts:
            fact = self.policy.facts[instance[0]]
            if value is True and fact.decided_by:
                wrong = None
                if fact.that is not None:
                    env = {param.name: arg for param, arg in zip(fact.params, instance[1], strict=True)}
                    wrong = not self.meaning.holds(fact.that, END, END, env)
                found.append(Word(instance, is_event=False, speaker=fact.decided_by[0], standard=fact.standard, wrong=wrong))
        for timing in self.events:
            event = self.policy.events[timing.instance[0]]
            if timing.instance == self.act or event.is_action or not (event.by or event.by_param):
                continue
            found.append(
                Word(timing.instance, is_event=True, speaker=self._who(timing.instance), standard=event.standard, wrong=None)
            )
        return tuple(found)

    def _idle_duties(self) -> tuple[str, ...]:
        """Duties about this story whose trigger never came."""
        duties = [rule for rule in self.policy.rules.values() if isinstance(rule.sentence, Duty) and rule.sentence.deadline]
        return tuple(rule.name for rule in duties if not list(self.meaning.all_runs(rule, END)))

    def _against(self) -> tuple[str, ...]:
        """What forbids or closes the act that is done all the same, by somebody of whom obedience is not asked."""
        if self.decision is None or self.decision.permitted:
            return ()
        return tuple(dict.fromkeys((*self.decision.forbidden_by, *self.decision.closed_by)))

    def _expectations(self) -> tuple[str, ...]:
        """What a case made of this scenario can expect."""
        found = []
        if self.act is not None and self.act in self.scenario.events and self.alternative.doer:
            name, args = self.act
            act = f"{name}({', '.join(args)})" if args else name
            against = self._against()
            rules = ", ".join(against or [opening.rule for opening in self._opened_by()])
            found.append(
                f"{self.alternative.doer} {'must not' if against else 'may'} {act}" + (f" under {rules}" if rules else "")
            )
        return (*found, "lawful" if lawful(self.policy, self.scenario).lawful else "unlawful")

    def _permitted(self) -> Literal["first", "second"] | None:
        if self.other is None:
            return None
        return "second" if isinstance(self.declared.claim, NeverBlocks) else "first"

    def _forbidden_by(self) -> tuple[str, ...]:
        """What stands in the way of an act that is not permitted."""
        now = self._now()
        if self.act is None:
            return ()
        if self.act in self.scenario.events and self._aspect() == "breaks" and now is None:
            return self._against()
        if self._aspect() == "depends":
            return ()
        decision = decide(self.policy, self.scenario, None, self.act, END if now is None else now)
        return tuple(dict.fromkeys((*decision.forbidden_by, *decision.closed_by)))
