"""Random formulas as source text, always well-typed; whatever could be read in two ways stands in brackets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from oracle.vocabulary import EventWord, FactWord, Vocabulary

Attempt = Callable[[], str | None]


_DEEPEST = 3
"""So much deeper than asked for a formula may go in search of somebody to speak of."""


class Sentences:
    """Writes formulas over a vocabulary.

    `scope` holds the variables in sight with their sorts. `laws` are the actions and `rules` the rules that atoms about the law
    may name; `terms` the terms with their parameters' sorts.
    """

    def __init__(self, rng: Random, words: Vocabulary) -> None:
        self.rng = rng
        self.words = words
        self.scope: dict[str, str] = {}
        self.laws: list[str] = []
        self.rules: dict[str, str] = {}
        """Rules that may be named, with the action they are about; those that switch off are about ``."""
        self.duties: list[str] = []
        self.licences: list[str] = []
        self.terms: dict[str, tuple[str, ...]] = {}
        self.delays: dict[str, tuple[str, ...]] = {}
        """Delays that may be named, with their parameters' sorts."""
        self.law = ""
        """The law's own name, where formulas may ask what it allows and governs."""
        self.stands = False
        """Whether formulas may ask whether an act stands."""
        self.look_back = True
        self.look_ahead = False
        self._count = 0

    @contextmanager
    def within(self, scope: dict[str, str]) -> Iterator[None]:
        """With these variables in sight as well."""
        before = self.scope
        self.scope = {**before, **scope}
        yield
        self.scope = before

    def fresh(self, prefix: str = "who") -> str:
        self._count += 1
        return f"{prefix}{self._count}"

    # ---- formulas

    def formula(self, depth: int) -> str:
        """A formula that may stand alone after `if`, `without`, `never` and the like."""
        text = self.bracketed(depth)
        plain = text.startswith("(") and text.endswith(")") and _one_group(text) and self.rng.random() < 0.7
        return text[1:-1] if plain else text

    def bracketed(self, depth: int) -> str:
        """A formula that may stand anywhere: an atom, or one in brackets."""
        kind = self.rng.random()
        if depth <= 0 or kind < 0.3:
            return self.atom(depth)
        if kind < 0.42:
            return f"(not {self.bracketed(depth - 1)})"
        if kind < 0.68:
            joint = self.rng.choice([" and ", " or "])
            return "(" + joint.join(self.bracketed(depth - 1) for _ in range(self.rng.choice([2, 2, 3]))) + ")"
        if kind < 0.74:
            return f"(if {self.bracketed(depth - 1)} then {self.bracketed(depth - 1)})"
        if kind < 0.78:
            return f"({self.bracketed(depth - 1)} exactly when {self.bracketed(depth - 1)})"
        if kind < 0.86:
            head = self.rng.choice(
                ["any of", "all of", "none of", "exactly one of", "at least 2 of", "at most 1 of", "any of", "all of"]
            )
            items = "; ".join(self.bracketed(depth - 1) for _ in range(self.rng.choice([2, 3])))
            return f"({head} {{ {items} }})"
        if kind < 0.94 and (self.words.entities or self.words.kinds):
            return self.quantified(depth)
        end = self.end(computed=0.3)
        return self.atom(depth) if end is None else f"(at {end}: {self.bracketed(depth - 1)})"

    def quantified(self, depth: int) -> str:
        sort = self.rng.choice([*self.words.entities, *self.words.kinds])
        name = self.fresh()
        head = self.rng.choice(["every", "some", "no", "some", "every", "at least 2", "at most 1", "exactly 1"])
        if sort in self.words.entities and self.rng.random() < 0.08:
            return f"({self.rng.choice(['some', 'no', 'at least 2'])} {sort} exists)"
        with self.within({name: sort}):
            where = f" where {self.bracketed(depth - 1)}" if self.rng.random() < 0.3 else ""
            return f"({head} {sort} {name}{where}: {self.bracketed(depth - 1)})"

    # ---- atoms

    def atom(self, depth: int) -> str:
        """One atom; in a policy without people or with all in sight some attempt succeeds."""
        attempts: list[tuple[float, Attempt]] = [
            (3, self.fact),
            (3, self.happened),
            (1.2, self.relation),
            (0.8 if self.look_back else 0, self.looking_back),
            (0.5 if self.look_ahead else 0, self.eventually),
            (0.6, self.done_by),
            (0.6 if self.terms else 0, self.term),
            (1.2 if self.laws else 0, self.law_atom),
            (0.8 if self.rules else 0, self.rule_atom),
            (0.8 if self.stands and self.laws else 0, self.standing),
            (0.5 if self.law and self.laws else 0, self.of_the_law),
            (1.5 if self.delays else 0, self.granted),
        ]
        for _ in range(12):
            (attempt,) = self.rng.choices([made for _, made in attempts], [weight for weight, _ in attempts])
            text = attempt()
            if text is not None:
                return text
        return self.anybody(depth)

    def anybody(self, depth: int) -> str:
        """Something that needs nobody in sight."""
        if self.words.entities and depth <= -_DEEPEST:
            return "(some Person exists)"
        if self.words.entities:
            name = self.fresh()
            with self.within({name: "Person"}):
                return f"(some Person {name}: {self.atom(depth - 1)})"
        return f"({self.words.events[-1].name} before {self.words.events[-1].name})"

    def argument(self, sort: str, *, groups: bool = True, variables: bool = True) -> str | None:
        """An argument of that sort: a variable in sight, a leaf, or a group; None if there is none."""
        options = [name for name, its in self.scope.items() if its == sort] if variables else []
        if sort in self.words.kinds:
            options += [name for name, leaf in self.words.kinds[sort].items() if leaf or groups]
        return self.rng.choice(options) if options else None

    def named(self, word: FactWord | EventWord, *, groups: bool = True, variables: bool = True) -> str | None:
        """A fact or an event with arguments."""
        if not word.params:
            return word.name
        args = [self.argument(sort, groups=groups, variables=variables) for sort in word.params]
        return None if None in args else f"{word.name}({', '.join(str(arg) for arg in args)})"

    def fact(self) -> str | None:
        word = self.rng.choice(self.words.facts)
        name = self.named(word)
        if name is None or word.type == "bool":
            return name
        if word.type in {"number", "duration"}:
            constant = f"{self.rng.choice([1, 3])}" if word.type == "number" else self.words.durations[0]
            left = f"{name} + {constant}" if self.rng.random() < 0.2 else f"2 * {name}" if self.rng.random() < 0.15 else name
            return f"({left} {self.rng.choice(['<', '<=', '=', '!=', '>=', '>'])} {constant})"
        if word.type in self.words.kinds:
            member = self.rng.choice(list(self.words.kinds[word.type]))
            others = [other for other, sort in self.scope.items() if sort == word.type]
            if word.type in self.words.ranked and self.rng.random() < 0.6:
                return f"({name} is at {self.rng.choice(['least', 'most'])} {member})"
            if others and self.rng.random() < 0.5:
                return f"({name} is {self.rng.choice(others)})"
            return f"({name} is {self.rng.choice(['', 'not '])}{member})"
        others = [other for other, sort in self.scope.items() if sort == word.type]
        return f"({name} is {self.rng.choice(['', 'not '])}{self.rng.choice(others)})" if others else None

    def happened(self) -> str | None:
        return self.named(self.rng.choice(self.words.events))

    def eventually(self) -> str | None:
        name = self.happened()
        return None if name is None else f"(eventually {name})"

    def done_by(self) -> str | None:
        shared = [event for event in self.words.events if event.by and event.by != ("*",)]
        word = self.rng.choice(shared) if shared else None
        name = None if word is None else self.named(word)
        if word is None or name is None:
            return None
        above = [party for doer in word.by for party in self.words.parties[doer]]
        return f"({name} by {self.rng.choice(above)})"

    def term(self) -> str | None:
        name, params = self.rng.choice(list(self.terms.items()))
        return self.named(FactWord(name, params))

    def looking_back(self) -> str | None:
        name = self.happened()
        length = self.rng.choice(self.words.durations)
        return None if name is None else f"({name} {self.rng.choice(LOOK_BACKS).format(length)})"

    def relation(self) -> str | None:
        left, right = self.end(computed=0.15), self.end(computed=0.15)
        if left is None or right is None:
            return None
        return f"({left} {self.timing(RELATIONS, right)})"

    def timing(self, forms: tuple[str, ...], end: str) -> str:
        """One of the forms, with a duration, and the end; `not later than D before` is not of the language."""
        length = self.rng.choice(self.words.durations)
        chosen = self.rng.choice([form for form in forms if form != "not later than" or not end[0].isdigit()])
        return f"{chosen.format(length)} {end}"

    def end(self, computed: float) -> str | None:
        """An end that relations and deadlines may name."""
        if self.rng.random() < computed:
            length = self.rng.choice(self.words.durations)
            if self.rng.random() < 0.6:
                base = self.end(computed=0.1)
                return None if base is None else f"{length} {self.rng.choice(['after', 'after', 'before'])} {base}"
            parts = [self.named(word, variables=False) for word in self.rng.sample(self.words.events, 2)]
            ends = [part for part in parts if part is not None]
            return f"{self.rng.choice(['earliest', 'latest'])} of {{ {'; '.join(ends)} }}" if ends else None
        return self.named(self.rng.choice(self.words.events))

    # ---- atoms about the law

    def law_atom(self) -> str | None:
        name = self.named(self.words.event(self.rng.choice(self.laws)))
        return None if name is None else f"({self.rng.choice(['may', 'must'])} {name})"

    def rule_atom(self) -> str | None:
        rule, action = self.rng.choice(list(self.rules.items()))
        if rule in self.duties and self.rng.random() < 0.5:
            return f"({rule} breached)"
        if action and self.rng.random() < 0.5:
            name = self.named(self.words.event(action))
            alone = rule in self.licences and action in self.laws and self.rng.random() < 0.4
            return None if name is None else f"({name} under {rule}{' alone' if alone else ''})"
        return f"({rule} applies)"

    def standing(self) -> str | None:
        name = self.named(self.words.event(self.rng.choice(self.laws)))
        return None if name is None else f"({name} {self.rng.choice(['stands', 'tainted'])})"

    def of_the_law(self) -> str | None:
        name = self.named(self.words.event(self.rng.choice(self.laws)))
        return None if name is None else f"({self.law} {self.rng.choice(['allows', 'governs'])} {name})"

    def granted(self) -> str | None:
        delay, params = self.rng.choice(list(self.delays.items()))
        name = self.named(FactWord(delay, params))
        return None if name is None else self.rng.choice([name, f"({name} >= 2)", f"({name} = 1)", f"({name} < 1)"])

    # ---- provisos

    def proviso(self, depth: int) -> str | None:
        """What `provided that` may be followed by."""
        if depth and self.rng.random() < 0.35:
            parts = [self.proviso(depth - 1), self.proviso(depth - 1)]
            known = [part for part in parts if part is not None]
            return self.rng.choice([" and ", " or "]).join(f"({part})" for part in known) if known else None
        if depth and self.words.entities and self.rng.random() < 0.5:
            name = self.fresh()
            with self.within({name: "Person"}):
                where = f" where {self.bracketed(0)}" if self.rng.random() < 0.5 else ""
                body = self.proviso(depth - 1)
            return None if body is None else f"every Person {name}{where}: ({body})"
        left = self.named(self.rng.choice(self.words.events))
        right = self.end(computed=0.2)
        return None if left is None or right is None else f"{left} {self.timing(RELATIONS, right)}"


LOOK_BACKS = ("within the last {}", "at least {} ago", "more than {} ago", "less than {} ago")

RELATIONS = (
    "before",
    "after",
    "together with",
    "not later than",
    "not later than {} after",
    "within {} after",
    "within {} before",
    "at least {} after",
    "at least {} before",
    "more than {} after",
    "more than {} before",
    "less than {} after",
    "less than {} before",
)


def _one_group(text: str) -> bool:
    """Whether the first bracket closes with the last."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
