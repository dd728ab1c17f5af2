from __future__ import annotations

import re
from pathlib import Path

import pytest

from golden.compare import matches_golden
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult, PolicyResult
from policyproof.report.console import Console
from policyproof.report.letters import columns, printable
from policyproof.report.text import TextOptions, render
from report.made import POLICY, made


def test_the_report() -> None:
    matches_golden("report.txt", render(made(), TextOptions()))


def test_the_report_with_read_back_and_cases() -> None:
    matches_golden("report-long.txt", render(made(), TextOptions(read_back=True, as_case=True)))


def test_no_line_is_too_wide_and_no_escape_code_gets_through() -> None:
    text = render(made(), TextOptions(read_back=True))
    assert max(columns(line) for line in text.splitlines()) <= 100
    assert "\x1b" not in text


def test_colour_adds_nothing_but_colour() -> None:
    painted = render(made(), TextOptions(console=Console(colour=True)))
    assert "\x1b[31;1m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == render(made(), TextOptions())


def test_verdicts_differ_in_words() -> None:
    heads = [line for line in render(made(), TextOptions()).splitlines() if re.match(r"[\w-]+ \(line \d+\): ", line)]
    words = [re.sub(r"^[^:]*: ([^.]*)\..*", r"\1", line) for line in heads]
    assert words == [
        "holds",
        "fails",
        "fails, as known",
        "holds, though known to fail",
        "vacuous",
        "hollow",
        "holds up to 2 people",
        "undecided",
        "holds",
        "fails",
    ]


def test_the_foot() -> None:
    foot = render(made(), TextOptions()).split("\n\n")[-1]
    assert foot.startswith(
        "Checked: 1 policy, 10 properties, and 5 cases.\n2 as claimed; 1 fails as known; 5 not as claimed: `failing`"
    )
    assert foot.endswith("This is a model of the rules, not legal advice.\n")


def test_the_real_emergency_story_names_whose_words_counted(specs: Path) -> None:
    loaded = load([str(specs / "ring" / "ring-2022.policy")], specs)
    checked = check(loaded.policies[0], CheckOptions(properties=("consent-or-process",)))
    text = " ".join(render(CheckResult((checked,), (), (), loaded.sources), TextOptions()).split())
    for said in (
        "The requesting agency's word counted, on its assertion: the agency files Ring's emergency request form.",
        "Ring's word counted, in good faith: Ring believes that somebody is in imminent danger",
        "Nobody else's word counted.",
        "allows this under its rule `emergency`",
        'its source is "Amazon (Huseman) to Senator Markey, 1 July 2022"',
        "If the owner had turned on end-to-end encryption, Ring could not have handed the data to the agency.",
    ):
        assert said in text
    for word in ("solver", "Z3", "True", "None", "sat", "tuple", "danger-believed"):
        assert not re.search(rf"\b{word}\b", text)


def test_nothing_was_checked() -> None:
    text = render(CheckResult((PolicyResult(POLICY, (), ()),), (), (), {}), TextOptions())
    assert "Nothing was checked: no policy claims anything." in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_any_console_can_show_it(encoding: str) -> None:
    printable(render(made(), TextOptions(read_back=True, as_case=True)), encoding).encode(encoding)


CIRCLE = """\
policy hall "A hall"
party office "the office"
entity Person "somebody"
entity Elder "an elder"
fact rank(p: Person): number "the rank of {p}"
fact height(e: Elder): number "the rank of {e}"
action publish by office "the office publishes"
property p "Nobody is topped by somebody":
  never (some Person exists) and (every Person p: some Person q: rank(q) > rank(p))
"""


def test_a_circle_is_shown_in_the_text_with_a_way_out_that_works(tmp_path: Path) -> None:
    out_of_it = CIRCLE.replace("some Person q: rank(q) > rank(p)", "some Elder e: height(e) > rank(p)") + (
        '  known to fail because "elders may be so many"\n'
    )
    (tmp_path / "hall.policy").write_text(CIRCLE)
    (tmp_path / "out.policy").write_text(out_of_it)
    loaded = load(["hall.policy", "out.policy"], tmp_path)
    results = tuple(check(each, CheckOptions()) for each in loaded.policies)
    text = render(CheckResult(results, (), (), loaded.sources), TextOptions())
    assert "holds up to 4 each of people and elders." in text
    assert "The reason is a circle: every person calls for another person, without end.\n     --> hall.policy:9:" in text
    assert "\n    9 |   never (some Person exists) and (every Person p: some Person q: rank(q) > rank(p))\n" in text
    assert "- for every one of these" in text
    assert "- one of these is called for" in text
    assert "A way out: let the people that are called for be of an entity of their own" in " ".join(text.split())
    assert results[1].properties[0].verdict == "fails"  # decided, then
    assert max(columns(line) for line in text.splitlines()) <= 100
