"""Certificates of properties: what they are of, what they have to show, and why a file is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from meaning.told import VOCABULARY, read
from policyproof import __version__
from policyproof.policy.model import Policy, Possible, Property
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.evidence import file_name, written
from policyproof.questions.examine import Checked, Examiner, needs_proof
from policyproof.questions.results import PropertyResult
from policyproof.solve import evidence
from policyproof.source import Source

CLOSED = """\
rule closed: ring must not release unless permitted
rule on-warrant: ring may release if warrant
rule hand-closed(d: Data): ring must not hand(d) unless permitted
rule post-closed(p: Person): p must not post(p) unless permitted
rule posts(p: Person): p may post(p) if agrees(p)
rule notice: ring must notify not later than 2 days after release
rule tells(p: Person): ring must tell(p) within 1 day after post(p) excused if not shown(p)
rule hushed: ring must not notify if gag
rule long: ring must not release if length > 3 hours
"""

PROVED = {
    "an act": "no release without warrant",
    "an act, looking further": "no release without notify not later than 3 days after release",
    "a condition": "no release if length > 2 days",
    "sums": "no release if 2 * length >= 7 hours",
    "a permission": "may release if warrant and not (length > 3 hours)",
    "a duty": "must notify not later than 50 hours after release if not gag",
    "always": "always if eventually release then eventually warrant",
    "never": "never withdrawal and not consent",
    "people": "no post(p) without agrees(p)",
    "people counted": "never (at least 2 Person p: shown(p)) and (at most 1 Person p: shown(p))",
    "a word": "the word of ring is never enough to release",
    "a standard": "less than good-faith is never enough to release",
    "not a dilemma": "no dilemma for agency",
    "independence": "whether release is permitted does not depend on encrypted",
    "never blocks": "warrant never blocks release",
    "never opens": "gag never opens release",
    "impossible": "possible release and no Person exists and (some Person p: shown(p))",
}


@cache
def policy() -> tuple[Policy, dict[str, Source]]:
    claims = "".join(f"property p{n}: {claim}\n" for n, claim in enumerate(PROVED.values()))
    text = VOCABULARY + CLOSED + claims
    made = read(text)
    return made, {path: Source(path, text) for path in made.files}


@cache
def results() -> dict[str, PropertyResult]:
    made, _ = policy()
    return {one.property.name: one for one in check(made, CheckOptions(stories=False, certify=True)).properties}


def certificate(name: str = "p0", tool: str = __version__) -> bytes:
    made, sources = policy()
    found = results()[name]
    assert found.certificate is not None, found.verdict
    return written(made, found.property, sources, found.certificate, tool)


def examined(data: bytes, name: str = "p0") -> Checked:
    made, sources = policy()
    return Examiner(made, sources).examine(made.properties[name], data)


def why_refused(data: bytes, name: str = "p0") -> str:
    checked = examined(data, name)
    assert checked.refused is not None
    return checked.refused


# ---- what is certified


@pytest.mark.parametrize("kind", PROVED)
def test_every_kind_of_claim_is_certified(kind: str) -> None:
    name = f"p{list(PROVED).index(kind)}"
    found = results()[name]
    assert found.verdict == ("fails" if isinstance(found.property.claim, Possible) else "holds")
    checked = examined(certificate(name), name)
    assert checked.shown is not None, checked.refused
    assert not checked.shown.hollow


def test_what_holds_at_the_act_has_two_proofs_and_what_looks_further_one() -> None:
    proofs = {kind: [proof.no for proof in results()[f"p{n}"].certificate.proofs] for n, kind in enumerate(PROVED)}  # type: ignore[union-attr] # all are proved
    assert proofs["an act"] == ["counterexample", "counterexample up to the act"]
    assert proofs["an act, looking further"] == ["counterexample"]
    assert proofs["impossible"] == ["witness"]
    assert proofs["not a dilemma"] == []


def test_what_fails_or_is_vacuous_or_undecided_has_none() -> None:
    claims = "property fails: no release without consent\nproperty vacuous: no release if warrant and not warrant\n"
    found = check(read(VOCABULARY + CLOSED + claims + "property here: possible release\n"), CheckOptions(certify=True))
    assert [(one.verdict, one.certificate) for one in found.properties] == [
        ("fails", None),
        ("vacuous", None),
        ("holds", None),
    ]


def test_a_proof_says_which_sentences_it_rests_on() -> None:
    lines = [json.loads(line) for line in certificate().splitlines()]
    assert {line["from"] for line in lines if "given" in line} == {"rule closed", "the question"}


def test_the_same_bytes_alone_and_among_others() -> None:
    made, sources = policy()
    for name in ("p0", "p8", "p13"):
        (alone,) = check(made, CheckOptions(properties=(name,), certify=True)).properties
        assert alone.certificate is not None
        assert written(made, alone.property, sources, alone.certificate, __version__) == certificate(name)


# ---- the shipped policies


def test_everything_proved_of_the_shipped_policies_is_certified_and_verified(specs: Path) -> None:
    loaded = load([str(specs)])
    verified = 0
    for made in loaded.policies:
        examiner = Examiner(made, loaded.sources)
        for one in check(made, CheckOptions(stories=False, certify=True)).properties:
            proved = (one.verdict == "holds") != isinstance(one.property.claim, Possible)
            assert proved == needs_proof(one.property) == (one.certificate is not None)
            if one.certificate is not None:
                data = written(made, one.property, loaded.sources, one.certificate, "0")
                checked = examiner.examine(one.property, data)
                assert checked.shown is not None, checked.refused
                assert not checked.shown.hollow
                assert len(data) < 8000
                verified += 1
    assert verified >= 20


# ---- why a file is refused


def test_no_file() -> None:
    made, sources = policy()
    examiner = Examiner(made, sources)
    assert examiner.examine(made.properties["p0"], None).needed
    assert not examiner.examine(made.properties["p16"], None).needed  # a `possible` that is not known to fail


@pytest.mark.parametrize(
    ("needed", "claim"),
    [
        (True, "no release without warrant"),
        (False, 'no release without warrant known to fail because "so"'),
        (False, "possible release"),
        (True, 'possible release known to fail because "so"'),
    ],
)
def test_which_properties_need_one(needed: bool, claim: str) -> None:  # noqa: FBT001 - a table
    declared: Property = read(VOCABULARY + CLOSED + f"property p: {claim}\n").properties["p"]
    assert needs_proof(declared) == needed


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"no certificate", "breaks off in the middle of a line"),
        (b"no certificate\n", "line 1 of it cannot be read"),
        (b"\xff\xfe\n", "line 1 of it cannot be read"),
        (b"[]\n", "line 1 of it cannot be read"),
        (b"{}\n", "it is no certificate"),
        (b'{"certificate": 2}\n', "of an edition that this version does not know"),
        (b"[" * 100_000 + b"\n", "nested too deeply"),
        (b'{"certificate": ' + b"9" * 10_000 + b"}\n", "line 1 of it cannot be read"),
    ],
)
def test_other_files(data: bytes, why: str) -> None:
    assert why in why_refused(data)


def test_another_property() -> None:
    assert why_refused(certificate("p1")) == "it is a certificate of property `p1`"


def head(change: Callable[[dict[str, object]], None]) -> bytes:
    first, _, rest = certificate().partition(b"\n")
    changed = json.loads(first)
    change(changed)
    return json.dumps(changed).encode() + b"\n" + rest


def test_another_policy() -> None:
    assert why_refused(head(lambda line: line.update(policy="other"))) == "it is a certificate of policy `other`"


def test_another_version_is_named_where_a_proof_is_refused() -> None:
    damaged = certificate(tool="1.2.3").replace(b'"given": -', b'"given": ')
    assert why_refused(damaged).endswith(f"; it was written by version 1.2.3, and this is {__version__}")
    assert examined(certificate(tool="1.2.3")).shown is not None


def test_another_text() -> None:
    made, sources = policy()
    (path,) = made.files
    edited = {path: Source(path, sources[path].text + "# a comment\n")}
    checked = Examiner(made, edited).examine(made.properties["p0"], certificate())
    assert checked.refused == "it was made for another text of the policy, or of a file that the policy uses"


def test_the_head_alone_proves_nothing() -> None:
    renamed = certificate("p1").replace(b'"property": "p1"', b'"property": "p0"')
    assert "is wrong" in why_refused(renamed)
    assert "there is no proof in it" in why_refused(certificate().partition(b"\n")[0] + b"\n")


@pytest.mark.parametrize("name", ["p0", "p8", "p14"])
def test_broken_off_anywhere(name: str) -> None:
    whole = certificate(name).splitlines(keepends=True)
    act = next((at for at, line in enumerate(whole) if b"up to the act" in line), None)
    for kept in range(len(whole)):
        checked = examined(b"".join(whole[:kept]), name)
        if kept == act:  # what is left is the whole proof that it holds, and says so
            assert checked.shown is not None
            assert checked.shown.hollow
        else:
            assert checked.refused is not None, kept
    assert "middle of a line" in why_refused(certificate(name)[:-3], name)


def lines() -> list[dict[str, object]]:
    return [json.loads(line) for line in certificate().splitlines()]


def refused_lines(changed: list[dict[str, object]]) -> str:
    return why_refused("".join(json.dumps(line) + "\n" for line in changed).encode())


def test_a_missing_line() -> None:
    for at in range(2, len(lines())):
        if "no" not in lines()[at]:
            assert refused_lines(lines()[:at] + lines()[at + 1 :])


def test_a_changed_literal() -> None:
    changed = lines()
    given = next(line for line in changed if "given" in line)
    given["given"] = -int(str(given["given"]))
    assert "the policy does not say this" in refused_lines(changed)


def test_a_clause_of_its_own() -> None:
    """Nobody can claim what the policy does not say: not as a sentence, and not as a step."""
    heading, name = lines()[1], lines()[2]
    smuggled = [{"n": 1, "yes": name["yes"]}, {"n": 2, "given": -1, "from": "rule closed"}, {"n": 3, "clause": [], "by": [2]}]
    assert "line 2: the policy does not say this" in refused_lines([lines()[0], heading, *smuggled])
    smuggled[1] = {"n": 2, "clause": [-1], "by": []}
    assert "line 2: it does not follow" in refused_lines([lines()[0], heading, *smuggled])


def test_proofs_twice_of_nothing_or_under_another_heading() -> None:
    first, heading, *rest = lines()
    twice = [first, heading, *rest, heading, {"n": 1, "all": []}]
    assert refused_lines(twice) == "it proves one thing twice"
    assert refused_lines([first, *rest]) == "it has lines before its first proof"
    other = {**heading, "no": "witness"}
    assert "there is no proof in it that there is no counterexample" in refused_lines([first, other, *rest])
    assert "there is no proof in it" in refused_lines([first, {**heading, "of": 2}, *rest])
    assert refused_lines([first, heading, *rest, other, {"n": 1, "all": []}]) == "it has proofs of what nobody asks"


@pytest.mark.parametrize("about", [["nothing"], [7], "release", {"release": 1}])
def test_what_is_no_part_of_the_law(about: object) -> None:
    first, heading, *rest = lines()
    assert "no events of the policy" in refused_lines([first, {**heading, "about": about}, *rest])


def test_a_part_of_the_law_that_is_too_small_or_larger_than_it_need_be() -> None:
    first, heading, *rest = lines()
    assert "the policy does not say this" in refused_lines([first, {**heading, "about": []}, *rest])
    everything = "".join(json.dumps(line) + "\n" for line in [first, {**heading, "about": None}, *rest])
    assert examined(everything.encode()).shown is not None


@pytest.mark.parametrize("depth", [None, -1, 4, 10**9, True, "1", 1.5])
def test_a_world_in_which_nothing_is_shown_of_people(depth: object) -> None:
    first, heading, *rest = [json.loads(line) for line in certificate("p8").splitlines()]
    changed = "".join(json.dumps(line) + "\n" for line in [first, {**heading, "depth": depth}, *rest])
    assert "turns on who there is" in why_refused(changed.encode(), "p8")


# ---- what cannot be written down


def test_a_proof_that_is_not_found_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_CLASHES", 0)
    made, _ = policy()
    name = f"p{list(PROVED).index('sums')}"
    (found,) = check(made, CheckOptions(properties=(name,), certify=True)).properties
    assert found.verdict == "holds"
    assert found.certificate is not None
    assert not found.certificate.bears_the_claim
    assert (
        found.notes[0]
        == "No certificate that there is no counterexample: it would take more than 0 steps about times and numbers."
    )


def test_files_are_called_after_policy_and_property() -> None:
    made, _ = policy()
    assert file_name(made, made.properties["p0"]) == "trial.p0.proof.jsonl"
