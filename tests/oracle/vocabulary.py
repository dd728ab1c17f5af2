"""Random vocabulary for small policies, as source text and as what the rest of the generator needs to know of it."""

from __future__ import annotations

from random import Random

import msgspec


class Knobs(msgspec.Struct, frozen=True):
    """How large and how strange a random policy may be. The defaults keep most within 3,000 scenarios."""

    facts: int = 2
    events: int = 2
    actions: int = 1
    rules: int = 5
    properties: int = 4
    cases: int = 1
    depth: int = 2
    people: float = 0.3
    """How often there is an entity; likewise below."""
    places: float = 0
    """How often there is a second entity, where there is one."""
    kinds: float = 0.3
    numbers: float = 0.15
    follows: float = 0.3
    assumptions: float = 0.25
    durations: int = 1
    """How many different durations the policy uses."""
    scope: float = 0
    """How often the law has a scope, and its properties speak of what is out of it."""
    exceptions: float = 0
    """How often an action is closed twice, and a permission is an exception to one of the rules that close it."""
    provisos: float = 0
    """How often a permission goes with a proviso."""
    delays: float = 0
    """How often a duty can be postponed."""


class FactWord(msgspec.Struct, frozen=True):
    """`type` is `bool`, `number`, `duration`, or the name of a kind or an entity; `params` are names of kinds and entities."""

    name: str
    params: tuple[str, ...] = ()
    type: str = "bool"


class EventWord(msgspec.Struct, frozen=True):
    """`by` names parties, or is `("*",)` where each individual does its own."""

    name: str
    params: tuple[str, ...]
    by: tuple[str, ...]
    is_action: bool


class Vocabulary(msgspec.Struct, frozen=True):
    """What a policy's rules can speak of."""

    text: tuple[str, ...]
    parties: dict[str, tuple[str, ...]]
    """Each party with those above it."""
    kinds: dict[str, dict[str, bool]]
    """Each kind's members; True for leaves."""
    ranked: tuple[str, ...]
    entities: tuple[str, ...]
    facts: tuple[FactWord, ...]
    events: tuple[EventWord, ...]
    durations: tuple[str, ...]

    def event(self, name: str) -> EventWord:
        return next(event for event in self.events if event.name == name)

    @property
    def actions(self) -> tuple[EventWord, ...]:
        return tuple(event for event in self.events if event.is_action)


PARTIES = ("ring", "agency", "court")
FACTS = ("urgent", "encrypted", "believed", "requested", "sealed")
EVENTS = ("warrant", "consent", "denial", "hearing", "withdrawal", "gag", "complaint", "seizure", "pardon", "flood")
ACTIONS = ("release", "notify", "petition", "publish", "lend", "erase", "answer", "log", "file", "warn")
DURATIONS = ("2 minutes", "5 minutes", "3 hours", "2 days")


def random_vocabulary(rng: Random, knobs: Knobs) -> Vocabulary:
    text = ["standard hunch < belief < proof"]
    parties: dict[str, tuple[str, ...]] = {"ring": ("ring",), "agency": ("agency",), "court": ("court",)}
    if rng.random() < 0.3:
        parties |= {"bureau": ("bureau", "agency"), "desk": ("desk", "agency")}
        text.append('party ring\nparty agency "the agency" { bureau, desk }\nparty court "a judge"')
    else:
        text.append('party ring "Ring"\nparty agency\nparty court')
    kinds: dict[str, dict[str, bool]] = {}
    ranked: tuple[str, ...] = ()
    if rng.random() < knobs.kinds:
        name, members, line, is_ranked = rng.choice(KINDS)
        kinds[name] = members
        ranked = (name,) if is_ranked else ()
        text.append(line)
    entities: tuple[str, ...] = ()
    if rng.random() < knobs.people:
        entities = ("Person",)
        text.append('entity Person "somebody"')
        if knobs.places and rng.random() < knobs.places:
            entities = ("Person", "Place")
            text.append('entity Place "some place"')
    sorts = (*kinds, *entities)
    facts = _facts(rng, knobs, sorts, text)
    events = _events(rng, knobs, sorts, parties, text)
    return Vocabulary(
        text=tuple(text),
        parties=parties,
        kinds=kinds,
        ranked=ranked,
        entities=entities,
        facts=facts,
        events=events,
        durations=tuple(rng.sample(DURATIONS, knobs.durations)),
    )


KINDS: tuple[tuple[str, dict[str, bool], str, bool], ...] = (
    ("Data", {"content": True, "metadata": True}, "kind Data is one of content, metadata", False),
    (
        "Data",
        {"content": False, "stored": True, "live": True, "metadata": True},
        'kind Data is one of content "contents" { stored, live }, metadata',
        False,
    ),
    ("Process", {"letter": True, "order": True}, "kind Process ranked letter < order", True),
    (
        "Process",
        {"letter": True, "summons": False, "civil": True, "criminal": True, "order": True},
        "kind Process ranked letter < summons { civil, criminal } < order",
        True,
    ),
)


def _facts(rng: Random, knobs: Knobs, sorts: tuple[str, ...], text: list[str]) -> tuple[FactWord, ...]:
    found: list[FactWord] = []
    for name in FACTS[: rng.randint(1, knobs.facts)]:
        params = (rng.choice(sorts),) if sorts and rng.random() < 0.4 else ()
        kind = rng.choice(["bool", "bool", *sorts])
        if rng.random() < knobs.numbers:
            kind, params = rng.choice(["number", "duration"]), ()
        if kind not in {"bool", "number", "duration"} and kind in params:
            params = ()
        given = f"({params[0].lower()}-x: {params[0]})" if params else ""
        line = f"fact {name}{given}" + ("" if kind == "bool" else f": {kind}")
        if rng.random() < 0.5:
            line += f" decided by {', '.join(rng.sample(PARTIES, rng.choice([1, 1, 2])))}"
            line += f" on {rng.choice(['hunch', 'belief', 'proof'])}" if rng.random() < 0.7 else ""
            earlier = [fact.name for fact in found if fact.type == "bool" and not fact.params]
            line += f" that {rng.choice(earlier)}" if earlier and kind == "bool" and rng.random() < 0.5 else ""
        text.append(line)
        found.append(FactWord(name, params, kind))
    return tuple(found)


def _events(
    rng: Random, knobs: Knobs, sorts: tuple[str, ...], parties: dict[str, tuple[str, ...]], text: list[str]
) -> tuple[EventWord, ...]:
    found: list[EventWord] = []
    actions = ACTIONS[: rng.randint(1, knobs.actions)]
    events = EVENTS[: rng.randint(1, knobs.events)]
    for name in (*events, *actions):
        is_action = name in actions
        params = (rng.choice(sorts),) if sorts and rng.random() < 0.3 else ()
        by: tuple[str, ...] = ()
        if is_action or rng.random() < 0.6:
            by = tuple(rng.sample(list(parties), rng.choice([1, 1, 1, 2])))
        if params == ("Person",) and rng.random() < 0.4:
            by = ("*",)
        variable = f"{params[0].lower()}-x" if params else ""
        line = f"{'action' if is_action else 'event'} {name}" + (f"({variable}: {params[0]})" if params else "")
        line += f" by {variable}" if by == ("*",) else f" by {', '.join(by)}" if by else ""
        line += f" on {rng.choice(['hunch', 'belief', 'proof'])}" if not is_action and by and rng.random() < 0.4 else ""
        earlier = [event for event in found if not event.params or event.params == params]
        if earlier and rng.random() < knobs.follows:
            before = rng.choice(earlier)
            line += f" follows {before.name}" + (f"({variable})" if before.params else "")
        text.append(line)
        found.append(EventWord(name, params, by, is_action))
    return tuple(found)
