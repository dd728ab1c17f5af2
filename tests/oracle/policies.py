"""Random small policies as source text: every construct of the language core, always well-typed, the same for the same seed."""

from __future__ import annotations

import re
from random import Random

import msgspec

from oracle.sentences import Sentences
from oracle.vocabulary import EventWord, Knobs, Vocabulary, random_vocabulary


def random_policy(seed: int, knobs: Knobs | None = None) -> str:
    """The text of a random policy."""
    rng = Random(seed)
    chosen = knobs or Knobs()
    words = random_vocabulary(rng, chosen)
    return text_over(words, rng, chosen, f"random-{seed}")


def text_over(words: Vocabulary, rng: Random, knobs: Knobs, name: str, prefix: str = "") -> str:
    """The text of a random policy over a vocabulary; its delays begin with the prefix."""
    return _Writer(rng, knobs, words, name, prefix).text()


class _Rule(msgspec.Struct):
    """A rule in the making. What it depends on was made before it, so that nothing goes round in a circle."""

    name: str
    params: dict[str, str]
    head: str
    clauses: list[str]
    overrides: list[str]
    subject_to: list[str]
    action: str

    @property
    def text(self) -> str:
        params = ", ".join(f"{name}: {sort}" for name, sort in self.params.items())
        sentence = f"{', '.join(self.overrides)} do not apply" if not self.head else self.head
        clauses = list(self.clauses)
        if self.head and self.overrides:
            clauses.append(f"notwithstanding {', '.join(self.overrides)}")
        if self.subject_to:
            clauses.append(f"subject to {', '.join(self.subject_to)}")
        return f"rule {self.name}{f'({params})' if params else ''}: {sentence} {' '.join(clauses)}".rstrip()


class _Writer:
    def __init__(self, rng: Random, knobs: Knobs, words: Vocabulary, name: str, prefix: str) -> None:
        self.rng = rng
        self.knobs = knobs
        self.words = words
        self.name = name
        self.prefix = prefix
        self.says = Sentences(rng, words)
        self.rules: list[_Rule] = []
        self.scoped = False
        self.delays: list[str] = []
        self.countable: dict[str, tuple[str, ...]] = {}

    def text(self) -> str:
        lines = [f"policy {self.name}", *self.words.text]
        body = self._terms()
        body += self._scope()
        suppositions = self._statements(body)
        self.says.law = self.name if self.knobs.scope else ""
        self.says.stands = bool(self.knobs.provisos)
        self._rules()
        body += [rule.text for rule in self.rules]
        body += self.delays
        self.says.delays = self.countable
        self.says.look_back = True
        self.says.laws = [action.name for action in self.words.actions]
        body += [self._property(number, suppositions) for number in range(self.rng.randint(1, self.knobs.properties))]
        body += [self._case(number) for number in range(self.rng.randint(0, self.knobs.cases))]
        self.rng.shuffle(body)
        return "\n".join([*lines, *body]) + "\n"

    def _formula(self, scope: dict[str, str] | None = None, depth: int | None = None) -> str:
        with self.says.within(scope or {}):
            return self.says.formula(self.knobs.depth if depth is None else depth)

    # ---- terms, assumptions, hypotheses

    def _terms(self) -> list[str]:
        if self.rng.random() < 0.6:
            return []
        params = ("Person",) if self.words.entities and self.rng.random() < 0.5 else ()
        given = "(who: Person)" if params else ""
        self.says.look_back = self.rng.random() < 0.5
        line = f"term basis{given} means {self._formula({'who': 'Person'} if params else {}, depth=1)}"
        self.says.terms["basis"] = params
        return [line]

    def _statements(self, body: list[str]) -> list[str]:
        terms, self.says.terms = self.says.terms, {}  # a term may look back, an assumption may not
        self.says.look_back, self.says.look_ahead = False, True
        suppositions = []
        if self.rng.random() < self.knobs.assumptions:
            body.append(f'assume truth: {self._formula(depth=1)} "the world is so"')
        if self.rng.random() < self.knobs.assumptions:
            body.append(f'suppose granted: {self._formula(depth=1)} "let it be so"')
            suppositions = ["granted"]
        self.says.terms, self.says.look_back, self.says.look_ahead = terms, True, False
        return suppositions

    def _scope(self) -> list[str]:
        if not self.knobs.scope or self.rng.random() > self.knobs.scope:
            return []
        terms, self.says.terms, self.says.look_back = self.says.terms, {}, False
        line = f"scope {self._formula(depth=1)}"
        self.scoped = True
        self.says.terms, self.says.look_back = terms, True
        return [line]

    # ---- rules

    def _rules(self) -> None:
        target = self.rng.randint(2, self.knobs.rules)
        actions = list(self.words.actions)
        for position, action in enumerate(actions):
            closed = self.rng.random() < 0.65
            share = max(1, target // len(actions))
            kinds = ["closes"] if closed else []
            kinds += ["closes"] if closed and self.knobs.exceptions and self.rng.random() < 0.8 else []
            options = ["permits", "permits", "forbids", "duty", "duty"] if closed else ["forbids", "duty", "duty"]
            kinds += [self.rng.choice(options) for _ in range(share)]
            for kind in kinds:
                self._overrider()
                self._add(kind, action)
            self.says.laws = [done.name for done in actions[: position + 1]]

    def _overrider(self) -> None:
        if self.rng.random() < 0.2:
            params = {"who": "Person"} if self.words.entities and self.rng.random() < 0.4 else {}
            clauses = [f"if {self._formula(params, depth=1)}"]
            self._keep(_Rule(f"off{len(self.rules)}", params, "", clauses, [], [], ""))

    def _add(self, kind: str, action: EventWord) -> None:
        params, args = self._params(action)
        with self.says.within(params):
            owns = action.by == ("*",)
            who = next(iter(params), "") if owns else ", ".join(self._parties(action))
            act = f"{action.name}({', '.join(args)})" if args else action.name
            simple = self.rng.choice([0, 1, self.knobs.depth])
            clauses = [f"if {self._formula(depth=simple)}"] if self.rng.random() < 0.75 else []
            if kind in {"closes", "forbids"}:
                head = f"{who} must not {act}"
                clauses.append("unless permitted" if kind == "closes" else "")
            elif kind == "permits":
                head = f"{who} may {act}"
            else:
                head = f"{who} must {act}{self._deadline(0.85)}"
                self.says.delays = self.countable
                if self.rng.random() < 0.35:
                    clauses.append(f"excused {self.rng.choice(['if', 'unless'])} {self._formula(depth=1)}")
                self.says.delays = {}
            if kind == "permits":
                clauses += self._late_conditions(action)
            if kind != "closes" and self.rng.random() < 0.25:
                clauses.append(f"unless {self._formula(depth=1)}")
        rule = _Rule(f"{kind}{len(self.rules)}", params, head, [clause for clause in clauses if clause], [], [], action.name)
        for earlier in self.rules:
            self._maybe_override(earlier, rule)
        if kind == "duty":
            self._delay(rule)
        self._keep(rule)
        if kind == "duty":
            self.says.duties.append(rule.name)
        if kind == "permits":
            self.says.licences.append(rule.name)

    def _late_conditions(self, action: EventWord) -> list[str]:
        """`provided that` and `as an exception to` of a permission."""
        found = []
        if self.knobs.provisos and self.rng.random() < self.knobs.provisos:
            proviso = self.says.proviso(1)
            found += [] if proviso is None else [f"provided that {proviso}"]
        closing = [rule.name for rule in self.rules if rule.action == action.name and rule.name.startswith("closes")]
        if closing and self.knobs.exceptions and self.rng.random() < self.knobs.exceptions:
            found.append(f"as an exception to {', '.join(self.rng.sample(closing, self.rng.choice([1, 1, len(closing)])))}")
        return found

    def _delay(self, rule: _Rule) -> None:
        """What may postpone a duty that has a date after its trigger."""
        movable = re.search(r" must [\w-]+(\([^)]*\))? (within \d+ \w+ after|not later than) ", rule.head)
        if not self.knobs.delays or not movable or self.rng.random() > self.knobs.delays:
            return
        params = dict(rule.params) if self.rng.random() < 0.7 else {}
        if self.words.entities and self.rng.random() < 0.3:
            params["grantee"] = "Person"
        name = f"{self.prefix}extra{len(self.rules)}"
        given = ", ".join(f"{param}: {sort}" for param, sort in params.items())
        by = f" by {self.rng.choice(['court', 'agency'])}" if self.rng.random() < 0.8 else ""
        by += f" on {self.rng.choice(['hunch', 'proof'])}" if by and self.rng.random() < 0.5 else ""
        much = "indefinitely" if self.rng.random() < 0.2 else f"by up to {self.rng.choice(self.words.durations)}"
        often = self.rng.choice(["", " renewable", " renewable at most 1 times"])
        condition = f" if {self._formula(params, depth=0)}" if self.rng.random() < 0.4 else ""
        self.delays.append(f"delay {name}{f'({given})' if given else ''}{by} postpones {rule.name} {much}{often}{condition}")
        self.countable[name] = tuple(params.values())

    def _maybe_override(self, earlier: _Rule, rule: _Rule) -> None:
        if not earlier.head and (not earlier.overrides or self.rng.random() < 0.3):
            earlier.overrides.append(rule.name)
        elif earlier.head and self.rng.random() < 0.12:
            if self.rng.random() < 0.5:
                earlier.overrides.append(rule.name)
            else:
                rule.subject_to.append(earlier.name)

    def _keep(self, rule: _Rule) -> None:
        self.rules.append(rule)
        self.says.rules[rule.name] = rule.action

    def _params(self, action: EventWord) -> tuple[dict[str, str], list[str]]:
        """Parameters of a rule about an action, and the action's arguments in it."""
        params: dict[str, str] = {}
        args: list[str] = []
        for sort in action.params:
            if sort in self.words.kinds and self.rng.random() < 0.6:
                args.append(self.rng.choice(list(self.words.kinds[sort])))
            else:
                params["who" if sort in self.words.entities else "what"] = sort
                args.append("who" if sort in self.words.entities else "what")
        if self.words.entities and not params and self.rng.random() < 0.3:
            params[self.rng.choice(["who", "other"])] = "Person"
        return params, args

    def _parties(self, action: EventWord) -> list[str]:
        doers = self.rng.sample(action.by, self.rng.randint(1, len(action.by)))
        return list(dict.fromkeys(self.rng.choice(self.words.parties[doer]) for doer in doers))

    def _deadline(self, chance: float) -> str:
        trigger = self.says.end(computed=0.25) if self.rng.random() < chance else None
        if trigger is None:
            return ""
        return " " + self.says.timing(DEADLINES, trigger)

    # ---- properties

    def _property(self, number: int, suppositions: list[str]) -> str:
        line = f"property p{number}: {self._claim()}"
        if self.rng.random() < 0.15:
            line += f" even if {self.rng.choice(list(self.words.parties))} disobeys"
        if suppositions and self.rng.random() < 0.5:
            line += f" supposing {suppositions[0]}"
        if self.knobs.scope and self.rng.random() < 0.3:
            beliefs = any(" that " in told for told in self.words.text)
            line += " even out of scope" if self.scoped else " supposing beliefs are true" if beliefs else ""
        return line

    def _claim(self) -> str:
        kind = self.rng.choice(CLAIMS)
        scope, act = self._act(self.rng.choice(self.words.actions))
        if kind in {"without", "no if", "always", "never", "possible"}:
            self.says.look_ahead = True
        condition = f" if {self._formula(scope, depth=1)}" if self.rng.random() < 0.5 else ""
        match kind:
            case "without":
                claim = f"no {act} without {self._formula(scope)}{condition}"
            case "no if":
                claim = f"no {act} if {self._formula(scope)}"
            case "word":
                claim = (
                    f"the word of {', '.join(self.rng.sample(list(self.words.parties), 1))} is never enough to {act}{condition}"
                )
            case "standard":
                claim = f"less than {self.rng.choice(['belief', 'proof'])} is never enough to {act}{condition}"
            case "may":
                claim = f"may {act}{condition}"
            case "must":
                with self.says.within(scope):
                    claim = f"must {act}{self._deadline(0.7)}{condition}"
            case "dilemma":
                claim = "no dilemma" + self.rng.choice(["", f" for {self.rng.choice(list(self.words.parties))}"])
            case "independent":
                claim = f"whether {act} is permitted does not depend on {self._subject(scope)}"
            case "blocks" | "opens":
                claim = f"{self._subject(scope)} never {kind} {act}"
            case _:
                claim = f"{kind} {self._formula()}"
        self.says.look_ahead = False
        return claim

    def _act(self, word: EventWord) -> tuple[dict[str, str], str]:
        scope: dict[str, str] = {}
        args = []
        for sort in word.params:
            if sort in self.words.kinds and self.rng.random() < 0.7:
                args.append(self.rng.choice(list(self.words.kinds[sort])))
            else:
                name = "anyone" if sort in self.words.entities else "anything"
                scope[name] = sort
                args.append(name)
        return scope, f"{word.name}({', '.join(args)})" if args else word.name

    def _subject(self, scope: dict[str, str]) -> str:
        """A yes/no fact or an event, as `never blocks` and `depend on` name it."""
        options = [fact for fact in self.words.facts if fact.type == "bool"] + list(self.words.events)
        with self.says.within(scope):
            named = [self.says.named(word) for word in options]
        possible = [name for name in named if name is not None]
        relevant = [name for name in possible if any(name.split("(")[0] in rule.text for rule in self.rules if rule.head)]
        if relevant and self.rng.random() < 0.8:
            return self.rng.choice(relevant)
        return self.rng.choice(possible) if possible else self.words.events[0].name

    # ---- cases

    def _case(self, number: int) -> str:
        plain_facts = [fact.name for fact in self.words.facts if fact.type == "bool" and not fact.params]
        plain_events = [event.name for event in self.words.events if not event.params]
        givens = [self.rng.choice(["", "not "]) + name for name in plain_facts if self.rng.random() < 0.7]
        givens += [f"{name} at {2 * hour} hours" for hour, name in enumerate(plain_events) if self.rng.random() < 0.5]
        expects = [self._expectation() for _ in range(self.rng.choice([1, 1, 2]))]
        return f'case "story {number}": given {"; ".join(givens)} expect {"; ".join(expects)}'

    def _expectation(self) -> str:
        options = ["lawful", "unlawful", "dilemma"]
        options += [f"pending {name}" for name in self.says.duties]
        if self.knobs.provisos:
            options += [f"unlawful under {rule.name}" for rule in self.rules if rule.head]
        for action in self.words.actions:
            if not action.params:
                doer = self.rng.choice(action.by)
                options += [f"{doer} may {action.name}", f"{doer} must not {action.name}", f"{doer} must {action.name}"]
                options += [f"{doer} may {action.name} under {rule.name}" for rule in self.rules if _permits(rule, action)]
        return self.rng.choice(options)


def _permits(rule: _Rule, action: EventWord) -> bool:
    return rule.action == action.name and rule.name.startswith("permits")


DEADLINES = (
    "within {} after",
    "within {} after",
    "not later than {} after",
    "not later than",
    "within {} before",
    "promptly after",
    "before",
    "at least {} before",
    "together with",
)

CLAIMS = (
    "without",
    "without",
    "no if",
    "no if",
    "word",
    "standard",
    "may",
    "must",
    "must",
    "always",
    "never",
    "possible",
    "dilemma",
    "independent",
    "blocks",
    "opens",
)
