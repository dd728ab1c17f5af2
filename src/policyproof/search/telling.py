"""One scenario of a question, made canonical, replayed by the evaluator, and laid out for a story."""

from __future__ import annotations

from typing import Literal

import msgspec

from policyproof.encode.alternatives import Question
from policyproof.encode.decode import decode
from policyproof.english.material import LawSays, Missed, Opening, Telling, Word
from policyproof.meaning.claims import breaks, breaks_pair
from policyproof.meaning.decisions import Decision, Meaning, decide
from policyproof.meaning.lawful import lawful
from policyproof.meaning.moments import END, Moment
from policyproof.meaning.nature import faults
from policyproof.policy.model import Duty, Independent, NeverBlocks, NeverOpens, NoDilemma, Policy, Possible, Property, SameAs
from policyproof.scenario import Instance, Scenario
from policyproof.search.canonical import Canonical
from policyproof.search.dates import due_dates
from policyproof.search.decide import Found
from policyproof.search.errors import InternalDisagreement
from policyproof.search.flips import flips
from policyproof.search.matters import matters
from policyproof.search.openings import fewest_openings, opened
from policyproof.search.room import Room
from policyproof.search.saying import laws_on, missed, openings, postponed, unbound
from policyproof.search.shown import Shown
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
    asked = question if plain is None else msgspec.structs.replace(question, alternatives=plain.alternatives)
    kept = matters(room, asked, asked.alternatives[question.alternatives.index(alternative)], model)
    telling = _Teller(declared, Shown(room, alternative, model, kept, scenario), other).telling(so_far=so_far)
    if alternative.against is not None:
        law, _ = alternative.against
        telling = msgspec.structs.replace(
            telling,
            unlawful_under=law,
            unlawful_by=_unlawful_by(room, question, law, model, scenario),
            lawful_by=_lawful_by(room.engine.policy, declared, law, telling),
        )
    return Way(telling, opened(room, question, alternative, model))


def _unlawful_by(room: Room, question: Question, law: str, model: Model, scenario: Scenario) -> tuple[str, ...]:
    """The rules of a law under which a scenario is not lawful, and the licences of it whose provisos were missed."""
    terms, policy = room.engine.terms, room.engine.policy
    broken = [
        alternative.against[1]
        for alternative in question.alternatives
        if alternative.against is not None and model.makes_true(terms, (alternative.lit,))
    ]
    acts = lawful(policy.others.get(law, policy), scenario).acts
    missed = [name for act in acts if set(act.decision.closed_by).intersection(broken) for name in act.missed]
    return tuple(dict.fromkeys((*broken, *missed)))


def _lawful_by(policy: Policy, declared: Property, unlawful_under: str, telling: Telling) -> tuple[str, ...]:
    """The rules by which what is done is lawful under the other of two laws that a claim compares."""
    if unlawful_under != policy.name or not isinstance(declared.claim, SameAs):
        return tuple(opening.rule for opening in telling.opened_by)
    meaning = Meaning(policy.others[declared.claim.law], telling.scenario)
    return tuple(opening.rule for opening in openings(meaning, [timing.instance for timing in telling.events]))


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
    return fewest_openings(found.room, found.question, chosen, found.model)


class _Teller:
    """Lays out one scenario."""

    def __init__(self, declared: Property, shown: Shown, other: Scenario | None) -> None:
        self.room = shown.room
        self.policy = shown.policy
        self.declared = declared
        self.shown = shown
        self.alternative = shown.alternative
        self.model = shown.model
        self.scenario = shown.scenario
        self.other = other
        self.act = None if shown.alternative.act is None else shown.named(shown.alternative.act)
        self.meaning = Meaning(self.policy, self.scenario)
        self.facts = shown.facts
        self.events = shown.events
        self.decision = self._decision()

    def telling(self, *, so_far: bool) -> Telling:
        happens = self.act is not None and self.act in self.scenario.events
        return Telling(
            scenario=self.scenario,
            aspect=self._aspect(),
            act=self.act,
            now=self.shown.now(),
            facts=self.facts,
            events=self.events,
            absent=self.shown.absent(),
            unopened=happens and self._unopened(),
            opened_by=self._opened_by() if happens else self._all_openings(),
            words=self._words(),
            idle_duties=self._idle_duties(),
            lawful_only_so_far=so_far,
            duty=self.alternative.rule,
            flips=flips(self.room, self.alternative, self.model, self.shown.names)
            if self.decision is not None and self.decision.permitted
            else (),
            other=self.other,
            permitted=self._permitted(),
            forbidden_by=self._forbidden_by(),
            expectations=self._expectations(),
            missed=self._missed(),
            laws=self._laws(),
            postponed=tuple(postponed(self.meaning)),
            unbound=tuple(unbound(self.meaning)),
            broken_later=self._broken_later() if so_far else (),
            due_dates=tuple(due_dates(self.meaning, self.declared, self.shown.now())),
        )

    def _aspect(self) -> Literal["breaks", "witnesses", "dilemma", "depends"]:
        if isinstance(self.declared.claim, Possible):
            return "witnesses"
        if isinstance(self.declared.claim, NoDilemma) or self.alternative.rule is not None:
            return "dilemma"
        return "breaks" if self.other is None else "depends"

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
        if self.act is None or self.decision is None or not self.decision.permitted or self._unopened():
            return ()
        return openings(self.meaning, [self.act])

    def _all_openings(self) -> tuple[Opening, ...]:
        """For a claim about no act: what licensed the acts that happen, in their order."""
        if self.alternative.act is not None:
            return ()
        return openings(self.meaning, [timing.instance for timing in self.events])

    def _words(self) -> tuple[Word, ...]:
        found: list[Word] = []
        for instance, value in self.facts:
            fact = self.policy.facts[instance[0]]
            granted = instance[0] in self.policy.delays and value
            if (value is True or granted) and fact.decided_by:
                wrong = None
                if fact.that is not None:
                    env = {param.name: arg for param, arg in zip(fact.params, instance[1], strict=True)}
                    wrong = not self.meaning.holds(fact.that, END, END, env)
                found.append(Word(instance, is_event=False, speakers=fact.decided_by, standard=fact.standard, wrong=wrong))
        for timing in self.events:
            event = self.policy.events[timing.instance[0]]
            if timing.instance == self.act or event.is_action or not (event.by or event.by_param):
                continue
            speakers = (self._who(timing.instance),)
            found.append(Word(timing.instance, is_event=True, speakers=speakers, standard=event.standard, wrong=None))
        return tuple(found)

    def _idle_duties(self) -> tuple[str, ...]:
        """Duties about this story whose trigger never came."""
        duties = [rule for rule in self.policy.rules.values() if isinstance(rule.sentence, Duty) and rule.sentence.deadline]
        return tuple(rule.name for rule in duties if not list(self.meaning.all_runs(rule, END)))

    def _against(self) -> tuple[str, ...]:
        """What forbids or closes the act that is done all the same, by somebody of whom obedience is not asked."""
        if self.decision is None or self.decision.permitted:
            return ()
        return tuple(dict.fromkeys((*self.decision.forbidden_by, *self.decision.unlifted)))

    def _missed(self) -> tuple[Missed, ...]:
        """What was missed of the provisos of the act that the story turns on: it was permitted, and does not stand."""
        asked = self._asked()
        if asked is None or asked[0] not in self.scenario.events or not asked[1].permitted:
            return ()
        return tuple(missed(self.meaning, asked[0], self._who(asked[0])))

    def _broken_later(self) -> tuple[str, ...]:
        """The duties that are breached and the licences whose provisos are missed, if nothing more happens."""
        judged = lawful(self.policy, self.scenario, self.declared.disobey)
        later = [name for act in judged.acts for name in act.missed]
        return tuple(dict.fromkeys((*(breach.rule for breach in judged.breaches), *later)))

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

    def _asked(self) -> tuple[Instance, Decision, Moment] | None:
        """The decision that the story turns on: on the claim's act or, where it has none, on the only act that is done."""
        act, now = self.act, self.shown.now()
        if self._aspect() == "depends":
            return None
        if act is None:
            done = [timing.instance for timing in self.events if self.policy.events[timing.instance[0]].is_action]
            if len(done) != 1 or self._aspect() == "dilemma":
                return None
            minute = self.scenario.events[done[0]]
            return done[0], self.meaning.decision(done[0], self._who(done[0]), minute), minute
        if self.decision is not None and self._aspect() != "dilemma" and now is None:
            return act, self.decision, self.scenario.events[act]
        minutes: list[Moment] = [
            END if now is None else now,
            *([self.scenario.events[self.events[-1].instance]] if self.events else []),
        ]
        found = [(act, decide(self.policy, self.scenario, None, act, minute), minute) for minute in minutes]
        return next((one for one in found if not one[1].permitted), found[0])

    def _laws(self) -> tuple[LawSays, ...]:
        asked = self._asked()
        return () if asked is None else laws_on(self.meaning, *asked)

    def _forbidden_by(self) -> tuple[str, ...]:
        """What stands in the way of an act that is not permitted."""
        asked = self._asked()
        if self.act is None or asked is None:
            return ()
        _, decision, _ = asked
        return tuple(dict.fromkeys((*decision.forbidden_by, *decision.unlifted)))
