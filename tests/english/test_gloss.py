from __future__ import annotations

import re

import pytest

from english.ring import ring
from golden.compare import matches_golden
from policyproof.english.claims import gloss_property
from policyproof.english.gloss import gloss_formula, gloss_rule, gloss_statement, gloss_term
from policyproof.policy.model import Policy

CLAIMS = """\
assume in-turn: if notify then release "nobody is told of what never happens"
suppose warned: consent before release "the owner is asked first"
property a: no release without consent or process
property b: no release without notify within 30 days after release
property c: no release if encrypted even if owner disobeys
property d: no release without every Person p where shown(p): agrees(p)
property e: the word of ring, agency is never enough to release
property f: less than probable-cause is never enough to release
property g: may notify if release and not gag
property h: must notify not later than 30 days after release
property i: must notify if release
property j: always if release then closed applies
property k: never release and (consent at least 30 days ago)
property l: possible release and not process supposing warned
property m: no dilemma for ring
property n: whether release is permitted does not depend on shown(p), consent
property o: served(subpoena) never blocks release
property q: encrypted never opens release
property r: no tell(p) if age(p) < 18
property s: never at least 3 Person p: agrees(p)
property t: possible some Paper i where i is at least subpoena: served(i)
property u: never (at release: gag) and not notify
property v: always exactly one of { (1) consent; (2) process; (3) not release }
property w: never release under emergency alone
property x: possible no Person exists
property y: never latest of { form; consent } before 24 hours after release
property z: never withdrawal together with consent
property aa: always not (notify within 72 hours after release) exactly when gag
property ab: never issue by court and (notice breached or not (notice applies))
property ac: no release if every Person p, Person q where p is not q: shown(p)
property ad: no release without eventually notify
property ae: always must notify or may release
property af: no release if none of { consent; process }
property ag: possible at most 1 of { consent; served(jury); gag }
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return ring(CLAIMS)


def everything(policy: Policy) -> list[tuple[str, str]]:
    return [
        *((each.name, gloss_statement(policy, each)) for each in policy.assumptions.values()),
        *((each.name, gloss_term(policy, each)) for each in policy.terms.values()),
        *((each.name, gloss_rule(policy, each)) for each in policy.rules.values()),
        *((each.name, gloss_property(policy, each)) for each in policy.properties.values()),
    ]


def test_the_read_back(policy: Policy) -> None:
    matches_golden("read-back.txt", "\n\n".join(f"{name}:\n{text}" for name, text in everything(policy)) + "\n")


def test_no_name_of_the_text_and_no_word_of_the_trade(policy: Policy) -> None:
    """Rules are called by name, in backticks, and what has no description by its readable name, in quotes."""
    names = {*policy.facts, *policy.events, *policy.terms, *policy.properties, *policy.parties, *policy.standards}
    odd = {name for name in names if "-" in name} | {
        "imminent-danger",
        "true",
        "false",
        "solver",
        "satisfiable",
        "None",
        "tuple",
    }
    for _, text in everything(policy):
        plain = re.sub(r"`[^`]*`", "", text)
        assert not odd & set(re.findall(r"[\w-]+", plain)), text


def test_no_line_is_long(policy: Policy) -> None:
    """At most 35 words a sentence, but for a few whose descriptions are long; a longer condition stands as a list."""
    lengths = [len(sentence.split()) for _, text in everything(policy) for sentence in re.split(r"(?<=\.)\s|\n", text)]
    assert sum(length > 35 for length in lengths) <= len(lengths) // 12
    assert max(lengths) <= 52


def test_what_is_read_when_is_seen() -> None:
    """A drafter sees whether a condition is read when the duty begins or when it falls due."""
    begins = ring("rule r: ring must hand-back within 24 hours after release if gag")
    due = ring("rule r: ring must hand-back within 24 hours after release excused if gag")
    assert "It begins when Ring hands the data to the agency, and binds only if, by then, a court has forbidden" in gloss_rule(
        begins, begins.rules["r"]
    )
    assert "Read when it falls due: it is excused if, by then, a court has forbidden" in gloss_rule(due, due.rules["r"])


def test_a_formula_at_a_moment(policy: Policy) -> None:
    rule = policy.rules["gagged"]
    assert rule.condition is not None
    assert gloss_formula(policy, rule.condition, "by then") == "By then, a court has forbidden Ring to tell the owner."
    assert gloss_formula(policy, rule.condition, "") == "A court forbids Ring to tell the owner."
