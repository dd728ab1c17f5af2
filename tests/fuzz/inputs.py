"""What people, editors and accidents may put into a file: random, and the same for the same seed."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from conftest import ROOT
from fuzz.sentences import PREAMBLE, any_words, sentences
from oracle.policies import random_policy
from policyproof.source import Source
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import tokenize

LARGEST = 10_000
"""Bytes of the largest input."""

ODD = (
    *"\0\t\v\f\r\x1b\x7f\x85\xa0\xad",  # blanks and controls
    *"\u200b\u200d\u200e\u202e\u2028\u2029\u2060\ufeff\ufffe\U000e0001",  # what nobody sees
    *"\u201c\u201d\u201e\u2019\u00ab\u2013\u2014\u2212\u2264\u2260\u00d7\u00a7",  # what word processors make
    *("e\u0301", "A\u030a", "\u1e9b\u0323", "\ufb01", "\u212b", "\u0130", "\u00df"),  # names with more than one spelling
    *("指輪", "\u0660\u0661", "\u00b2", "\U0001d7d8", "\U0001f469\u200d\U0001f680", "\u0645\u0631\u062d\u0628\u0627", "\u2167"),
)
WILD = (
    *('"', "#", "(", ")", "{", "}", ";", ":", ",", ".", "<", "|", "-", "*", "'", "\\", "$", "`", "{p}", "\x1b[2J", "\r\n"),
    *("(1)", "(a) ", "-1", "0", "9" * 19, "9" * 5000, "2026-02-30", "99:99", "2026-07-01 16:00", "30 days", "2 court days"),
    *("and/or", "shall", "may not", "if", "unless", "not", "and", "or", "at", "no", "every Person p:", "rule r:", "|---|---|"),
)
STATUTES = (
    *("either", "neither", "nor", "whichever", "upon", "until", "where", "when", "once", "who", "each", "any", "such", "can"),
    *("cannot", "could", "should", "will", "shall", "shall not", "may not", "only if", "except", "provided that", "including"),
    *("no later than", "30 days from", "within 30 days of", "2 months", "3 business days", "or both", "the", "a", "is granted"),
)
"""What drafters write, and the language has no use for."""
_FENCED = re.compile(r"^```policy[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fuzzed(seed: int) -> bytes:
    """One input, of at most `LARGEST` bytes."""
    rng = Random(seed)
    make = rng.choice(_MAKERS)
    made = make(rng)
    if isinstance(made, str):
        end = rng.choice(["\n"] * 8 + ["\r\n", "\r"])
        made = made.replace("\n", end).encode("utf-8", "surrogatepass")
    return made[:LARGEST]


def _bytes(rng: Random) -> bytes:
    head = rng.choice([b"", b"", b'policy p "P"\n', b"\xef\xbb\xbf", b"\xff\xfe"])
    letters = rng.choice([range(256), range(32, 127), list(b'policy rule is a-1"{}():;,\n\r #')])
    return head + bytes(rng.choices(letters, k=rng.randint(0, 400)))


def _letters(rng: Random) -> str:
    return 'policy p "P"\n' + "".join(rng.choices([*ODD, *WILD, " ", "\n", "a", "rule "], k=rng.randint(1, 80)))


# ---- texts that make sense, spoilt


@cache
def _texts() -> tuple[str, ...]:
    """The shipped policies, the examples of all documents and pages, and some random policies."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "specs").rglob("*.policy"))]
    for folder in (ROOT / "docs", ROOT / "src" / "policyproof" / "pages"):
        for path in sorted(folder.rglob("*.md")):
            start = PREAMBLE
            for block in _FENCED.findall(path.read_text(encoding="utf-8")):
                start = block if block.startswith(("policy", "library")) else start
                texts.append(block if block is start else start + block)
    return (*texts, *(random_policy(seed) for seed in range(40)))


@cache
def _cut(text: str) -> tuple[str, ...]:
    """A text's words and comments, each with the blanks before it."""
    found = tokenize(Source("text", text), load_table())
    ends = sorted(token.end for token in (*found.tokens, *found.comments))
    return tuple(text[start:end] for start, end in zip([0, *ends], ends, strict=False))


@cache
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines(keepends=True))


def _mutated(rng: Random) -> str:
    """A word or a few that were dropped, doubled, swapped, exchanged, misspelt, or come from elsewhere."""
    words = list(_cut(rng.choice(_texts())))
    for _ in range(rng.choice([1, 1, 1, 2, 3, 10])):
        place, other = rng.randrange(len(words)), rng.randrange(len(words))
        match rng.randrange(10):
            case 0:
                words[place] = ""
            case 1:
                words.insert(place, words[place])
            case 2:
                words[place], words[other] = words[other], words[place]
            case 3:
                words[place] = words[other]
            case 4:
                at = rng.randint(0, len(words[place]))
                words[place] = words[place][:at] + words[place][at + rng.randint(0, 1) :]
            case 5:
                words.insert(place, rng.choice(ODD))
            case 6:
                words.insert(place, f" {rng.choice(WILD)} ")
            case 7:
                words.insert(place, f" {rng.choice(STATUTES)}")
            case 8:
                words[place] = f" {rng.choice(STATUTES)}"
            case _:
                words[place] = rng.choice(_cut(rng.choice(_texts())))
    return "".join(words)


def _misnamed(rng: Random) -> str:
    """Names, numbers, texts in the place of others: what the grammar lets through, and seldom makes sense."""
    text = rng.choice(_texts())
    found = tokenize(Source("text", text), load_table()).tokens
    words = [text[token.start : token.end] for token in found]
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        place = rng.randrange(1, len(found))
        alike = [other for other, token in enumerate(found) if token.kind == found[place].kind]
        likely = [other for other in alike if found[other - 1].kind == found[place - 1].kind]  # most often of the same sort
        words[place] = words[rng.choice(rng.choice([alike, likely, likely]))]
    blanks = [text[start:end] for start, end in zip([0, *(t.end for t in found)], [t.start for t in found], strict=False)]
    return "".join(blank + word for blank, word in zip(blanks, words, strict=True))


def _spliced(rng: Random) -> str:
    """Lines of several texts; or the beginning of one, cut off anywhere; or one all on one line, or with other line ends."""
    text, other = rng.choice(_texts()), rng.choice(_texts())
    match rng.randrange(5):
        case 0:
            return text[: rng.randint(0, len(text))] + other[rng.randint(0, len(other)) :]
        case 1:
            return text[: rng.randint(0, len(text))]
        case 2:
            return "".join(line for line in _lines(text) if "#" not in line).replace("\n", " ")
        case 3:
            return text.replace("\n", "\r\n", rng.randint(0, 50)).replace("\n", "\r", rng.randint(0, 5))
        case _:
            lines = list(_lines(text))
            for line in rng.choices(_lines(other), k=rng.randint(1, 10)):
                lines.insert(rng.randint(1, len(lines)), line)
            return "".join(lines)


# ---- too much of one thing

_DEEP = (
    ("not ", "danger", ""),
    ("(", "danger", ")"),
    ("all of { ", "danger", " }"),
    ("any of {\n", "danger; warrant", " }"),
    ("every Person p: ", "shown(p)", ""),
    ("some Person p where shown(p): (", "danger", ")"),
    ("at release: ", "danger", ""),
    ("(if danger then ", "warrant", ")"),
    ("(", "danger", " exactly when danger)"),
    ("release not later than earliest of { warrant; ", "release", " }"),
    ("warrant before 1 hour after ", "release", ""),
)
_MANY = (
    ("term t means danger", " and warrant"),
    ("term t means danger", " or not warrant"),
    ("term t means all of { danger", "; warrant"),
    ("term t means count", " + 2 * count - 1"),
    ("term t means danger ", "not "),
    ("term t means some Person p", ", Person q"),
    ("rule r: ring may release", " if danger"),
    ("rule r: ring may release", " unless warrant notwithstanding closed"),
    ("rule r: ring must release within 1 hour", " 1 hour"),
    ("party a { b ", "{ c "),
    ("kind K is one of a", ", b"),
    ("standard a", " < b"),
    ('case "c": given danger', "; release at 1 hour"),
    ('case "c": given danger expect lawful', "; ring may release under open"),
    ("", "\nrule"),
    ("", "\nproperty p: always danger"),
    ("", "\nterm t means danger and warrant or danger"),
    ("", "\n# a comment"),
    ("", "\n"),
    ("", " "),
    ("", "\t\f "),
    ("", '"'),
    ("", "\u200b"),
    ("", "|---|"),
    ("", "("),
    ("", "{"),
    ("", "9"),
    ("name", "-n"),
    ('"', "text "),
    ("table t: ring may release if | data ", "| danger "),
)


def _extreme(rng: Random) -> str:
    """Nesting, long lines, long names, many of one thing."""
    size = rng.choice([3, 3, 30, 30, 90, 99, 100, 101, 102, 300, 300, 3000])
    match rng.randrange(4):
        case 0:
            before, inside, after = rng.choice(_DEEP)
            closed = size if rng.random() < 0.8 else rng.randint(0, size)
            return f"{PREAMBLE}term deep means {before * size}{inside}{after * closed}\n"
        case 1:
            wraps = [rng.choice(_DEEP) for _ in range(min(size, 300))]
            before = "".join(wrap[0] for wrap in wraps)
            return f"{PREAMBLE}property p: always {before}danger{''.join(wrap[2] for wrap in reversed(wraps))}\n"
        case 2:
            first, more = rng.choice(_MANY)
            return PREAMBLE + first + more * size + rng.choice(["", "\n", "\nrule last: ring may release"])
        case _:
            lines = [f"term t{number} means {'danger' if not number else f't{number - 1}'}" for number in range(min(size, 120))]
            rng.shuffle(lines)
            return PREAMBLE + "\n".join(lines) + "\n"


_MAKERS = (_bytes, _letters, any_words, sentences, sentences, _mutated, _mutated, _misnamed, _misnamed, _spliced, _extreme)
