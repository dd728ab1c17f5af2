"""The same questions as a z3py script by hand would ask them: one solver for each set of rules, `push` and `pop` a property.

Two individuals are enough for these policies: nothing in them asks for more.
"""

from __future__ import annotations

import z3

from scale_policies import (
    Both,
    Came,
    Claim,
    Condition,
    Either,
    EverybodyAgreed,
    Has,
    Limit,
    Made,
    No,
    Rule,
    SomebodyIs,
)

PEOPLE = ("alice", "bob")


class Script:
    """The rules as z3 terms. A moment is an integer term; None is the end, by which everything has happened."""

    def __init__(self, made: Made) -> None:
        self.made = made
        names = [*(event.name for event in made.events), *made.actions]
        names += [f"{name}({who})" for name in made.agreements for who in PEOPLE]
        self.fact = {name: z3.Bool(name) for name in made.facts}
        self.fact |= {f"{name}({who})": z3.Bool(f"{name}({who})") for name in made.about_people for who in PEOPLE}
        self.there = {who: z3.Bool(who) for who in PEOPLE}
        self.happens = {name: z3.Bool(f"happens {name}") for name in names}
        self.at = {name: z3.Int(f"at {name}") for name in names}
        self.now = z3.Int("now")
        self.about: dict[tuple[str, str], list[Rule]] = {}
        self.against: dict[str, list[Rule]] = {}
        for rule in made.rules:
            self.about.setdefault((rule.kind, rule.action), []).append(rule)
            if rule.target:
                self.against.setdefault(rule.target, []).append(rule)
        self.read: dict[tuple[str, int | None], z3.BoolRef] = {}

    def by(self, event: str, moment: z3.ArithRef | None) -> z3.BoolRef:
        return self.happens[event] if moment is None else z3.And(self.happens[event], self.at[event] <= moment)

    def condition(self, said: Condition, moment: z3.ArithRef | None) -> z3.BoolRef:
        match said:
            case Has(fact):
                return self.fact[fact]
            case Came(event):
                return self.by(event, moment)
            case No(item):
                return z3.Not(self.condition(item, moment))
            case Both(items):
                return z3.And([self.condition(item, moment) for item in items])
            case Either(items):
                return z3.Or([self.condition(item, moment) for item in items])
            case EverybodyAgreed(shown, agrees):
                asked = [(z3.And(self.there[who], self.fact[f"{shown}({who})"]), f"{agrees}({who})") for who in PEOPLE]
                return z3.And([z3.Implies(condition, self.by(event, moment)) for condition, event in asked])
            case SomebodyIs(shown, minor):
                return z3.Or(
                    [z3.And(self.there[who], self.fact[f"{shown}({who})"], self.fact[f"{minor}({who})"]) for who in PEOPLE]
                )

    def applies(self, rule: Rule, moment: z3.ArithRef | None) -> z3.BoolRef:
        key = (rule.name, None if moment is None else moment.get_id())
        if key not in self.read:
            parts = [] if rule.condition is None else [self.condition(rule.condition, moment)]
            parts += [] if rule.unless is None else [z3.Not(self.condition(rule.unless, moment))]
            parts += [z3.Not(self.applies(other, moment)) for other in self.against.get(rule.name, ())]
            self.read[key] = z3.And(parts)
        return self.read[key]

    def may(self, action: str, moment: z3.ArithRef) -> z3.BoolRef:
        """The action is permitted at a moment."""
        licences = [self.applies(rule, moment) for rule in self.about.get(("permits", action), ())]
        for duty in self.about.get(("duty", action), ()):
            if duty.limit is not None:
                then = self.at[duty.limit.trigger]
                licences.append(z3.And(self.by(duty.limit.trigger, moment), self.applies(duty, then)))
        closed = [self.applies(rule, moment) for rule in self.about.get(("closes", action), ())]
        return z3.And(
            *(z3.Not(self.applies(rule, moment)) for rule in self.about.get(("forbids", action), ())),
            *(z3.Implies(shut, z3.Or(licences)) for shut in closed),
        )

    def done(self, action: str, limit: Limit) -> z3.BoolRef:
        start, then = self.at[limit.trigger], self.at[action]
        in_time = then <= start + limit.minutes
        return z3.And(self.happens[action], in_time, start <= then if limit.form == "within" else True)

    def lawful(self, moment: z3.ArithRef | None) -> list[z3.BoolRef]:
        """Lawful so far at a moment (None: at the end)."""
        found = [z3.Implies(self.by(action, moment), self.may(action, self.at[action])) for action in self.made.actions]
        for rule in self.made.rules:
            if rule.kind == "duty" and rule.limit is not None:
                start = self.at[rule.limit.trigger]
                due = start + rule.limit.minutes
                runs = [self.by(rule.limit.trigger, moment), self.applies(rule, start)]
                runs += [] if moment is None else [due < moment]
                runs += [] if rule.excused is None else [z3.Not(self.condition(rule.excused, due))]
                found.append(z3.Implies(z3.And(runs), self.done(rule.action, rule.limit)))
        return found

    def nature(self) -> list[z3.BoolRef]:
        found = [
            z3.Implies(self.happens[event.name], self.by(event.follows, self.at[event.name]))
            for event in self.made.events
            if event.follows is not None
        ]
        found += [
            z3.Implies(self.happens[f"{name}({who})"], self.there[who]) for name in self.made.agreements for who in PEOPLE
        ]
        found += [z3.Implies(self.fact[f"{name}({who})"], self.there[who]) for name in self.made.about_people for who in PEOPLE]
        return found

    def broken(self, claim: Claim) -> z3.BoolRef:
        """What a counterexample (of `possible`: a witness) meets, lawfulness apart."""
        action, moment = claim.action, self.at[claim.action]
        match claim.kind:
            case "may":
                asked = True if claim.asked is None else self.condition(claim.asked, self.now)
                return z3.And(asked, z3.Not(self.may(action, self.now)))
            case "no in time":
                asked = True if claim.asked is None else self.condition(claim.asked, moment)
                late = True if claim.limit is None else z3.Not(self.done(claim.owed, claim.limit))
                return z3.And(self.happens[action], asked, late)
            case "possible":
                asked = True if claim.asked is None else self.condition(claim.asked, None)
                return z3.And(self.happens[action], asked)
            case "no if":
                asked = True if claim.asked is None else self.condition(claim.asked, moment)
                return z3.And(self.happens[action], asked)
            case "no without":
                asked = False if claim.asked is None else self.condition(claim.asked, moment)
                return z3.And(self.happens[action], z3.Not(asked))


def answers(made: Made) -> dict[str, bool]:
    """By property: whether there is a scenario of that kind."""
    script = Script(made)
    solvers: dict[bool, z3.Solver] = {}
    found = {}
    for claim in made.claims:
        so_far = claim.kind == "may"
        solver = solvers.get(so_far)
        if solver is None:
            solver = solvers[so_far] = z3.Solver()
            solver.add(script.nature())
            solver.add(script.lawful(script.now if so_far else None))
        solver.push()
        solver.add(script.broken(claim))
        found[claim.name] = solver.check() == z3.sat
        solver.pop()
    return found
