"""A description as a clause: `Ring hands the footage to the agency` and what a sentence makes of it.

A clause is cut into subject, verb and rest, by shape and a list of common verbs. Where that fails, or where `not` would have an
unclear scope, the sentence falls back on `it is not so that …`. No clause ever carries two negations.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from policyproof.english.verbs import KNOWN, SAYING, infinitive, is_participle, of_past, participle, past, third_person

Tense = Literal["present", "past", "perfect", "pluperfect"]

_BE = frozenset({"is", "are", "was", "were"})
_HAVE = frozenset({"has", "have", "had"})
_DO = frozenset({"does", "do", "did"})
_MODAL = frozenset({"can", "may", "must", "will", "would", "could", "should", "shall", "might"})
_FINITE = _BE | _HAVE | _DO | _MODAL | {"cannot"}
_DETERMINERS = frozenset(
    """
the a an another any every each no some its their his her this these those all both either at of for to in on with
about from under within by into over against without between after before during since until upon as than only one's
least most two three four five
""".split()  # noqa: SIM905 - a paragraph of words is easier to read than a list of quoted ones
)
_RELATIVE = frozenset({"that", "who", "which", "whom", "whose", "where"})
_EMBEDDING = _RELATIVE | {"if", "whether", "because", "when", "what", "how", "why", "since", "while", "although", "unless"}
_ADVERBS = frozenset({"really", "also", "still", "just", "already", "even", "now", "often", "never", "always", "ever", "not"})
_PRONOUNS = frozenset(
    {"there", "it", "they", "he", "she", "somebody", "someone", "something", "nobody", "nothing", "everybody"}
)
_PLURALS = frozenset({"data", "police", "people", "children", "they", "men", "women", "these", "those"})
_NEGATIVE = frozenset({"not", "no", "never", "nobody", "nothing", "none", "cannot", "neither", "nor", "nowhere", "without"})
_SOME = {"somebody": "anybody", "someone": "anyone", "something": "anything", "somewhere": "anywhere"}
_NO_SUBJECT = (
    ("at least one ", "no "),
    ("another ", "no other "),
    ("a ", "no "),
    ("an ", "no "),
    ("some ", "no "),
    ("somebody ", "nobody "),
    ("someone ", "no one "),
    ("something ", "nothing "),
    ("everybody ", "not everybody "),
    ("everyone ", "not everyone "),
    ("every ", "not every "),
    ("all ", "not all "),
)


class Clause(msgspec.Struct, frozen=True):
    """`subject adverbs verb rest`; `plural` is the number of the verb; `text` the whole."""

    text: str
    subject: str
    adverbs: str
    verb: str
    rest: str
    plural: bool


def parse(text: str) -> Clause | None:
    """The clause that `text` is; None where no finite verb is found (then it is no clause, but a noun or a catchword)."""
    words = text.split()
    at = _verb_at(words)
    if at is None:
        at = next((index for index, raw in enumerate(words) if index and of_past(raw.lower())), None)
    if at is None:
        return None
    first = at
    while first > 1 and _is_adverb(words[first - 1]):
        first -= 1
    verb = words[at].strip(",").lower()
    plural = verb in {"are", "were", "have", "do"} or (verb not in _FINITE and infinitive(verb) == verb)
    rest = words[at + 1 :]
    if verb == "cannot":
        verb, rest = "can", ["not", *rest]
    return Clause(text, " ".join(words[:first]), " ".join(words[first:at]), verb, " ".join(rest), plural)


def tell(text: str, tense: Tense = "present", *, negative: bool = False) -> str:
    """The clause `text` in a tense, negated where asked: `Ring has handed …`, `no warrant is served`."""
    clause = parse(text)
    if clause is None:
        return f"this {'is not' if negative else 'is'} so: {text}"
    clause, turned = _upright(clause)
    join = _joint(clause)
    halves = _halves(clause.text) if join == "clauses" and not turned else None
    if halves is not None and (negative or tense != "present"):
        return f" {'or' if negative else 'and'} ".join(
            [f"{tell(halves[0], tense, negative=negative)},", tell(halves[1], tense, negative=negative)]
        )
    negative = negative != turned
    if tense == "present" and not negative and not turned:
        return clause.text
    if negative and (_negations(clause) or (turned is False and "because" in clause.rest.split())):
        return _affirm(clause, tense) if join == "none" else f'this is not so: "{text}"'
    if tense != "present" and (join == "clauses" or clause.verb in _MODAL):
        have = {"perfect": "has", "pluperfect": "had", "past": "was"}[tense]
        been = "" if tense == "past" else "been "
        return f"it {have} {'not ' if negative else ''}{been}so that {clause.text}"
    if negative and join != "none":
        return f"it is not so that {clause.text}"
    if negative:
        return _negate(clause, tense)
    words = _group(clause, tense, negative=False)
    told = _assemble(_in_step(clause, tense), clause.subject, words)
    return _some(told) if turned else told


def with_modal(text: str, modal: str, *, negative: bool = False, perfect: bool = False) -> str:
    """The clause with a modal verb: `Ring must not hand the footage to the agency`, `Ring could not have handed …`."""
    clause = parse(text)
    if clause is None or clause.verb in _MODAL:
        return f"it {modal} {'not ' if negative else ''}{'have been' if perfect else 'be'} so: {text}"
    join = _joint(clause)
    if join == "clauses":
        return f"it {modal} {'not ' if negative else ''}{'have been' if perfect else 'be'} so that {text}"
    clause = _in_step(clause, "perfect" if perfect else "infinitive") if join == "verbs" else clause
    words = [modal, *(["not"] if negative else [])]
    if perfect:
        words += ["have", *_participle(clause)]
    else:
        words.append("have" if _has_perfect(clause) else infinitive(clause.verb))
    adverbs = [] if clause.verb in _BE | _HAVE else [clause.adverbs]
    position = len(words) - 1
    return _join(clause.subject, *words[:position], *adverbs, words[position], clause.rest)


def to_do(text: str) -> str:
    """What the clause's subject does, as `hand the footage to the agency` (after `to`)."""
    clause = parse(text)
    if clause is None:
        return f"see to this: {text}"
    return _join(clause.adverbs, infinitive(clause.verb), _in_step(clause, "infinitive").rest)


def capital(text: str) -> str:
    """With a capital at the start: the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def _verb_at(words: list[str]) -> int | None:
    noun_seen = False
    relative = 0
    for index, raw in enumerate(words):
        word = raw.strip(",;:").lower()
        if word in _RELATIVE and noun_seen:
            relative += 1
        elif word in _FINITE and noun_seen:
            if not relative:
                return index
            relative -= 1
        elif word in _DETERMINERS or word.endswith(("'s", "s'")):
            noun_seen = False
        elif noun_seen and not _is_adverb(raw) and _is_verb(word, words, index):
            if not relative:
                return index
            relative -= 1
        elif not _is_adverb(raw):
            noun_seen = True
    return None


def _is_verb(word: str, words: list[str], index: int) -> bool:
    """Whether a word after a noun is the verb. A later `is`, `are`, `has` of the same clause wins: `the records are …`."""
    following = [each.strip(",").lower() for each in words[index + 1 :]]
    if word in KNOWN:
        before = words[index - 1].lower()
        if not (before in _PLURALS or (before.endswith("s") and not before.endswith(("ss", "us", "is")))):
            return False
    elif not word.endswith("s") or word.endswith(("ss", "us", "'s", "is")):
        return False
    if infinitive(word) not in KNOWN and following and following[0].endswith("s") and infinitive(following[0]) in KNOWN:
        return False
    if infinitive(word) in SAYING:
        return not (following and following[0] in _FINITE)
    before = word
    for each, raw in zip(following, words[index + 1 :], strict=True):
        if each in _EMBEDDING or words[index].endswith(","):
            return True
        if each in _FINITE and before != "to":
            return False
        if raw.endswith(","):
            return True
        before = each
    return True


def _upright(clause: Clause) -> tuple[Clause, bool]:
    """The clause without the `not` right after its verb, and whether there was one: `does not believe` → `believes`."""
    if not clause.rest.startswith("not ") or clause.verb in {"may", "might", "must", "shall"}:
        return clause, False
    rest = clause.rest.removeprefix("not ")
    verb = clause.verb
    if verb in _DO:
        base, _, rest = rest.partition(" ")
        verb = past(base) if verb == "did" else base if clause.plural else third_person(base)
    text = _join(clause.subject, clause.adverbs, verb, rest)
    return Clause(text, clause.subject, clause.adverbs, verb, rest, clause.plural), True


def _is_adverb(raw: str) -> bool:
    word = raw.strip(",").lower()
    return word in _ADVERBS or (word.endswith("ly") and len(word) > len("only") and word not in {"family", "supply", "reply"})


def _has_perfect(clause: Clause) -> bool:
    """Whether `has` makes a perfect here (`has turned on`)."""
    if clause.verb not in _HAVE:
        return False
    rest = [word for word in clause.rest.split() if not _is_adverb(word)]
    return bool(rest) and is_participle(rest[0].strip(","))


def _participle(clause: Clause) -> list[str]:
    """What follows `has`: `been`, `handed`; nothing where the clause is in the perfect already."""
    return [] if _has_perfect(clause) else [participle(infinitive(clause.verb))]


def _group(clause: Clause, tense: Tense, *, negative: bool) -> list[str]:
    """The verb with its auxiliaries; the first word is the one that `not` follows."""
    have, do = ("have", "do") if clause.plural else ("has", "does")
    if clause.verb in _MODAL:
        return [clause.verb]
    match tense:
        case "perfect":
            return [have, *_participle(clause)]
        case "pluperfect":
            return ["had", *_participle(clause)]
        case "past":
            if clause.verb in _BE:
                return ["were" if clause.plural else "was"]
            if _has_perfect(clause):
                return ["had"]
            return ["did", infinitive(clause.verb)] if negative else [past(infinitive(clause.verb))]
        case "present":
            if clause.verb in _BE or _has_perfect(clause) or not negative:
                return [clause.verb]
            return ["did" if of_past(clause.verb) else do, infinitive(clause.verb)]


def _assemble(clause: Clause, subject: str, words: list[str], *, negative: bool = False, rest: str | None = None) -> str:
    rest = clause.rest if rest is None else rest
    first, others = words[0], words[1:]
    middle = ["not"] if negative else []
    if negative and first == "can":
        first, middle = "cannot", []
    if clause.verb in _BE | _HAVE:
        return _join(subject, clause.adverbs, first, *middle, *others, rest)
    if others:
        return _join(subject, first, *middle, clause.adverbs, *others, rest)
    return _join(subject, clause.adverbs, first, *middle, rest)


def _negate(clause: Clause, tense: Tense) -> str:
    lowered = clause.subject.lower() + " "
    rest = _any(clause.rest)
    if lowered == "there ":
        for old, new in (("a ", "no "), ("an ", "no "), ("another ", "no other "), ("some ", "no ")):
            if clause.rest.startswith(old):
                words = _group(clause, tense, negative=False)
                return _assemble(clause, clause.subject, words, rest=new + _any(clause.rest.removeprefix(old)))
        if clause.verb in _BE and not clause.rest.startswith("the "):
            return _assemble(clause, clause.subject, _group(clause, tense, negative=False), rest=f"no {rest}")
    for old, new in _NO_SUBJECT:
        if lowered.startswith(old):
            subject = (new + clause.subject[len(old) :]).strip()
            return _assemble(clause, subject, _group(clause, tense, negative=False), rest=rest)
    if clause.verb in {"may", "might", "must", "shall"}:
        return f"it is not so that {clause.text}"
    return _assemble(clause, clause.subject, _group(clause, tense, negative=True), negative=True, rest=rest)


def _affirm(clause: Clause, tense: Tense) -> str:
    """The opposite of a clause that is negative already: its one `not` is taken out."""
    if _negations(clause) == 1:
        if clause.rest.startswith("no longer "):
            return _assemble(
                clause,
                clause.subject,
                _group(clause, tense, negative=False),
                rest=f"still {clause.rest.removeprefix('no longer ')}",
            )
        for positive, negative in (("somebody", "nobody"), ("something", "nothing")):
            if clause.subject.lower() == negative:
                return _some(_assemble(clause, positive, _group(clause, tense, negative=False)))
        for text, subject, rest in (
            (clause.subject, clause.subject.partition(" ")[2], clause.rest),
            (clause.rest, clause.subject, clause.rest.partition(" ")[2]),
        ):
            if text.lower().startswith("no ") and not text.lower().startswith(("no longer", "no other")):
                marked = (f"some {subject}", rest) if text is clause.subject else (subject, f"some {rest}")
                return _some(_assemble(clause, marked[0], _group(clause, tense, negative=False), rest=marked[1]))
    return f'this is not so: "{clause.text}"'


def _negations(clause: Clause) -> int:
    """How many negations the clause itself has; what it embeds (`… believes that nobody …`) is a clause of its own."""
    own = []
    for raw in clause.rest.split():
        if raw.strip(",").lower() in _EMBEDDING:
            break
        own.append(raw)
    words = [*clause.subject.split(), *clause.adverbs.split(), *own]
    return sum(word.strip('",;:.').lower() in _NEGATIVE or word.endswith("n't") for word in words)


def _joint(clause: Clause) -> Literal["none", "verbs", "clauses"]:
    """Whether a second verb is coordinated with the first (`deletes or restricts`), or a second clause with its own subject."""
    words = clause.rest.split()
    for index, raw in enumerate(words):
        word = raw.strip(",").lower()
        if word in _EMBEDDING:
            return "none"
        if word in {"and", "or", "but"}:
            after = [each for each in words[index + 1 :] if not _is_adverb(each)]
            if after and _is_second_verb(after):
                return "verbs"
            if _verb_at(after) is not None:
                return "clauses"
    return "none"


def _halves(text: str) -> tuple[str, str] | None:
    """The two clauses of `A, and B`, where each can be told by itself: neither is negated, nor a pair again."""
    first, _, second = text.partition(", and ")
    for half in (first, second):
        clause = parse(half)
        if clause is None or clause.verb in _MODAL or _negations(clause) or _joint(clause) == "clauses":
            return None
    words = second.lower().split()
    return None if ", and " in second or words[0] in _EMBEDDING or _is_second_verb(words) else (first, second)


def _is_second_verb(words: list[str]) -> bool:
    word = words[0].strip(",").lower()
    if word in _FINITE:
        return True
    return word.endswith("s") and infinitive(word) in KNOWN and len(words) > 1 and words[1].lower() not in _FINITE


def _in_step(clause: Clause, form: Tense | Literal["infinitive"]) -> Clause:
    """The clause with its second verbs in the form of the first: `has deleted or restricted`."""
    if form == "present" or _joint(clause) != "verbs":
        return clause
    words = clause.rest.split()
    for index, raw in enumerate(words):
        if raw.strip(",").lower() in _EMBEDDING:
            break
        if raw.lower() in {"and", "or", "but"} and _is_second_verb(words[index + 1 :] or [""]):
            base = infinitive(words[index + 1])
            words[index + 1] = base if form == "infinitive" else past(base) if form == "past" else participle(base)
    return msgspec.structs.replace(clause, rest=" ".join(words))


def _any(text: str) -> str:
    return _replace(text, _SOME)


def _some(text: str) -> str:
    return _replace(text, {any_word: some_word for some_word, any_word in _SOME.items()})


def _replace(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\b[a-z]+\b", lambda found: words.get(found[0], found[0]), text)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
