"""The same questions as a program for clingo with difference constraints (clingo-dl): grounded once, assumptions a property.

Two individuals are enough for these policies: nothing in them asks for more.
"""

from __future__ import annotations

import clingo
from clingo.ast import ProgramBuilder, parse_string
from clingodl import ClingoDLTheory

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


class Program:
    """Writes the program. `le(X,Y,N)` is the difference constraint `X - Y <= N`, either way."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.lines: list[str] = []
        self.about: dict[tuple[str, str], list[Rule]] = {}
        self.against: dict[str, list[Rule]] = {}
        for rule in made.rules:
            self.about.setdefault((rule.kind, rule.action), []).append(rule)
            if rule.target:
                self.against.setdefault(rule.target, []).append(rule)
        self.read: dict[tuple[str, str], str] = {}
        self.met: dict[str, None] = {}

    def no_later(self, left: str, right: str, by: int = 0) -> str:
        """`left <= right + by`, for names of minutes."""
        atom = f"le({left},{right},{by})"
        if atom not in self.met:
            self.met[atom] = None
            self.lines.append(
                f"{{{atom}}}. &diff {{{left}-{right}}} <= {by} :- {atom}. &diff {{{right}-{left}}} <= {-by - 1} :- not {atom}."
            )
        return atom

    def define(self, prefix: str, bodies: list[str]) -> str:
        """A fresh atom that is true where one of the bodies is."""
        name = f"{prefix}{len(self.lines)}"
        self.lines += [f"{name} :- {body}." if body else f"{name}." for body in bodies] or [f"#external {name}."]
        return name

    def by(self, event: str, moment: str, plus: int = 0) -> str:
        if not moment:
            return f"happens({event})"
        if moment == event and plus >= 0:
            return f"happens({event})"
        return f"happens({event}), {self.no_later(event, moment, plus)}"

    def condition(self, said: Condition, moment: str, plus: int = 0) -> str:
        """A body. `moment` is the name of a minute, `plus` so much later; empty is the end."""
        match said:
            case Has(fact):
                return f"holds({_name(fact)})"
            case Came(event):
                return self.by(_name(event), moment, plus)
            case No(Has(fact)):
                return f"not holds({_name(fact)})"
            case No(item):
                return f"not {self.define('n', [self.condition(item, moment, plus)])}"
            case Both(items):
                return ", ".join(self.condition(item, moment, plus) for item in items)
            case Either(items):
                return self.define("o", [self.condition(item, moment, plus) for item in items])
            case EverybodyAgreed(shown, agrees):
                missing = []
                for who in PEOPLE:
                    agreed = self.define("a", [self.by(f"{_name(agrees)}({who})", moment, plus)])
                    missing.append(f"there({who}), holds({_name(shown)}({who})), not {agreed}")
                return f"not {self.define('d', missing)}"
            case SomebodyIs(shown, minor):
                found = [f"there({who}), holds({_name(shown)}({who})), holds({_name(minor)}({who}))" for who in PEOPLE]
                return self.define("s", found)

    def applies(self, rule: Rule, moment: str) -> str:
        key = (rule.name, moment)
        if key not in self.read:
            parts = [] if rule.condition is None else [self.condition(rule.condition, moment)]
            parts += [] if rule.unless is None else [f"not {self.define('u', [self.condition(rule.unless, moment)])}"]
            parts += [f"not {self.applies(other, moment)}" for other in self.against.get(rule.name, ())]
            self.read[key] = self.define("r", [", ".join(parts)])
        return self.read[key]

    def unlawful(self, action: str, moment: str) -> list[str]:
        """What would make the action unlawful at a moment."""
        licences = [self.applies(rule, moment) for rule in self.about.get(("permits", action), ())]
        for duty in self.about.get(("duty", action), ()):
            if duty.limit is not None:
                then = _name(duty.limit.trigger)
                licences.append(f"{self.by(then, moment)}, {self.applies(duty, then)}")
        found = [self.applies(rule, moment) for rule in self.about.get(("forbids", action), ())]
        closed = [self.applies(rule, moment) for rule in self.about.get(("closes", action), ())]
        if closed:
            found += [f"{shut}, not {self.define('l', licences)}" for shut in closed]
        return found

    def done(self, action: str, limit: Limit) -> str:
        start, then = _name(limit.trigger), _name(action)
        parts = [f"happens({then})", self.no_later(then, start, limit.minutes)]
        return ", ".join([*parts, *([self.no_later(start, then)] if limit.form == "within" else [])])

    def write(self) -> list[str]:
        """The whole program; a property NAME is asked by assuming `ask(NAME)`."""
        made = self.made
        names = [_name(event.name) for event in made.events] + [_name(action) for action in made.actions]
        agreements = [f"{_name(name)}({who})" for name in made.agreements for who in PEOPLE]
        self.lines += [f"{{happens({name})}}." for name in [*names, *agreements]]
        self.lines += [f"{{holds({_name(fact)})}}." for fact in made.facts]
        self.lines += [f"{{there({who})}}." for who in PEOPLE]
        for who in PEOPLE:
            self.lines += [f"{{holds({_name(name)}({who}))}} :- there({who})." for name in made.about_people]
            self.lines += [f":- happens({_name(name)}({who})), not there({who})." for name in made.agreements]
        for event in made.events:
            if event.follows is not None:
                first = self.define("b", [self.by(_name(event.follows), _name(event.name))])
                self.lines.append(f":- happens({_name(event.name)}), not {first}.")
        self.lines.append("{so_far}.")
        for action in made.actions:
            wrong = self.define("w", self.unlawful(action, _name(action)))
            self._forbid(_name(action), [wrong], None)
        for rule in made.rules:
            if rule.kind == "duty" and rule.limit is not None:
                start = _name(rule.limit.trigger)
                runs = [self.applies(rule, start)]
                if rule.excused is not None:
                    runs.append(f"not {self.define('x', [self.condition(rule.excused, start, rule.limit.minutes)])}")
                runs.append(f"not {self.define('k', [self.done(rule.action, rule.limit)])}")
                self._forbid(start, runs, rule.limit.minutes)
        for claim in made.claims:
            self._ask(claim)
        return self.lines

    def _forbid(self, event: str, wrong: list[str], due: int | None) -> None:
        """Not lawful: at the end, and so far (where what is due later does not count)."""
        self.lines.append(f":- not so_far, happens({event}), {', '.join(wrong)}.")
        seen = self.no_later(event, "now", 0 if due is None else -due - 1)
        self.lines.append(f":- so_far, happens({event}), {seen}, {', '.join(wrong)}.")

    def _ask(self, claim: Claim) -> None:
        action, name = _name(claim.action), f"ask({claim.name})"
        moment = {"may": "now", "possible": ""}.get(claim.kind, action)
        asked = None if claim.asked is None else self.condition(claim.asked, moment)
        self.lines.append(f"{{{name}}}.")
        self.lines.append(f":- {name}, {'not ' if claim.kind == 'may' else ''}so_far.")
        if claim.kind == "may":
            self.lines += [f":- {name}, not {self.define('c', [asked or ''])}."]
            self.lines += [f":- {name}, not {self.define('m', self.unlawful(claim.action, 'now'))}."]
            return
        self.lines.append(f":- {name}, not happens({action}).")
        if asked is not None:
            wrong = "" if claim.kind == "no without" else "not "
            self.lines.append(f":- {name}, {wrong}{self.define('c', [asked])}.")
        if claim.limit is not None:
            self.lines.append(f":- {name}, {self.done(claim.owed, claim.limit)}.")


def _name(word: str) -> str:
    return word.replace("-", "_")


def answers(made: Made) -> dict[str, bool]:
    """By property: whether there is a scenario of that kind."""
    theory = ClingoDLTheory()
    control = clingo.Control(["--warn=none"])
    theory.register(control)
    lines = Program(made).write()
    control.add("base", [], "\n".join(line for line in lines if "&diff" not in line))
    with ProgramBuilder(control) as builder:  # only these need to go through Python, statement by statement
        differences = "\n".join(line for line in lines if "&diff" in line)
        parse_string(differences, lambda statement: theory.rewrite_ast(statement, builder.add))
    control.ground([("base", [])])
    theory.prepare(control)
    found = {}
    for claim in made.claims:
        asked = [(clingo.Function("ask", [clingo.Function(other.name)]), other is claim) for other in made.claims]
        found[claim.name] = bool(control.solve(assumptions=asked).satisfiable)
    return found
