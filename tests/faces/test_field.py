"""What people who do this job ran into with other tools, and what happens here: each test is named after the trouble."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from policyproof.faces.cli import main

WORDS = """\
policy p "P"
party ring "Ring"
party owner "the owner"
party court "a court"
fact danger-believed "Ring believes somebody is in danger" otherwise "Ring does not believe that anybody is in danger"
event consent by owner "the owner agrees"
event warrant by court "a warrant issues"
action release by ring "Ring hands over the footage"
"""
RULES = """\
rule closed: ring must not release unless permitted
rule process: ring may release if warrant or consent
rule emergency: ring may release if danger-believed
"""
SAFE = """\
property safe "Footage leaves only with a warrant or consent":
  no release without warrant or consent
"""
P0 = WORDS + RULES + SAFE


class Told:
    """What one run of the command line said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        self.said = out + err

    @property
    def errors(self) -> list[str]:
        return re.findall(r"^error\[PP\d+\]: .*$", self.said, re.MULTILINE)


class Desk:
    """A folder, and the command line in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def put(self, name: str, text: str | bytes) -> None:
        place = self.folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *arguments: str) -> Told:
        code = main(list(arguments))
        return Told(code, *self._capsys.readouterr())

    def check(self, text: str | bytes, *options: str) -> Told:
        self.put("p.policy", text)
        return self.run("check", "p.policy", *options)

    def json(self, text: str | bytes, *options: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.check(text, "--format", "json", *options).out)
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def test_the_policy_itself_fails_by_the_emergency_alone(desk: Desk) -> None:
    told = desk.check(P0)
    assert told.code == 1
    assert "Ring believes somebody is in danger" in told.out
    assert "rule `emergency`" in told.out


# ---- text in, message out


def test_one_slip_gives_one_complaint(desk: Desk) -> None:
    text = P0.replace("release if danger-believed", "release unles danger-believed")
    told = desk.check(text)
    assert told.errors == ["error[PP030]: `unles` cannot stand after `release`"]
    assert (
        "11 | rule emergency: ring may release unles danger-believed\n   |                                  ^^^^^\n" in told.out
    )
    assert "did you mean `unless`?" in told.out
    assert told.code == 2


def test_the_span_of_a_duplicate_is_its_name_and_the_first_one_is_shown(desk: Desk) -> None:
    text = P0 + "fact something-else\n" + 'fact warrant "it is so"\n'
    (found,) = desk.json(text)["diagnostics"]
    assert (found["line"], found["column"], found["message"]) == (15, 6, "`warrant` is declared twice")
    told = desk.check(text)
    assert "p.policy:15:6" in told.out
    assert "p.policy:7:7" in told.out
    assert "first here, as an event" in told.out


def test_the_span_of_an_unknown_name_is_the_operand_that_it_is(desk: Desk) -> None:
    text = P0 + "term all-of-it means all of {\n  consent;\n  warrant;\n  sesame;\n  danger-believed;\n  release }\n"
    (found,) = desk.json(text)["diagnostics"]
    assert (found["line"], found["column"], found["message"]) == (17, 3, "nothing here is called `sesame`")


def test_an_error_in_a_file_that_is_used_names_that_file_the_reason_and_the_user(desk: Desk) -> None:
    desk.put("a.policy", 'policy a "A"\nuse "lib/b.policy"\n')
    desk.put("lib/b.policy", 'library b "B"\nparty ring\n\n\n\n\nfact f decided ring\n')
    told = desk.run("check", "a.policy")
    assert told.errors == ["error[PP030]: `by` is missing after `decided`"]
    assert " --> lib/b.policy:7:15" in told.out
    assert re.search(r"::: a\.policy:2:5\n.*\n.*\n.*used from here", told.out)
    assert told.code == 2


def test_files_that_use_each_other_are_one_error_that_names_the_chain(desk: Desk) -> None:
    desk.put("a.policy", 'library a "A"\nuse "b.policy"\n')
    desk.put("b.policy", 'library b "B"\nuse "a.policy"\n')
    told = desk.run("check", "a.policy")
    assert told.code == 2
    (error,) = told.errors
    assert "`a.policy` → `b.policy` → `a.policy`" in error


def test_a_file_that_is_used_and_not_there_is_an_error(desk: Desk) -> None:
    told = desk.check('policy p "P"\nuse "lost.policy"\n')
    assert (told.code, told.errors) == (2, ["error[PP007]: there is no file `lost.policy`"])


def test_what_is_missing_at_the_end_is_said_where_it_is_missing(desk: Desk) -> None:
    (found,) = desk.json(P0 + "rule r: ring may release if\n\n\n\n")["diagnostics"]
    assert (found["line"], found["column"]) == (14, 28)
    assert found["message"] == "a condition is missing after `if`"


def test_a_word_of_the_language_does_not_silently_become_a_name(desk: Desk) -> None:
    told = desk.check(P0 + "rule when: ring may release if consent\n")
    assert told.errors == ["error[PP031]: `when` is a word of the language and cannot be a name"]
    assert desk.check(P0 + "term t means and\n").code == 2


def test_a_word_of_the_language_may_begin_a_name_and_stand_in_a_text(desk: Desk) -> None:
    told = desk.check(P0 + 'rule permitted-use "if and when, unless not": ring may release if consent\n', "--property", "safe")
    assert not told.errors


@pytest.mark.parametrize(
    ("text", "says", "advice"),
    [
        ("policy p \u201cRing\u201d\n", "a curly quote cannot stand here", 'type a straight `"`'),
        ("policy p\u00a0\n", "a no-break space cannot stand here", "type an ordinary blank"),
        ("policy p\u200b\n", "a zero-width space cannot stand here", "delete it"),
        ("policy p\u2028fact a\n", "a line separator cannot stand here", "type an ordinary line end"),
    ],
)
def test_what_a_word_processor_leaves_behind_is_named_with_what_to_type(desk: Desk, text: str, says: str, advice: str) -> None:
    told = desk.check(text)
    assert told.errors == [f"error[PP020]: {says}"]
    assert f"help: {advice}" in told.out


def test_a_byte_order_mark_is_fine(desk: Desk) -> None:
    assert desk.check(b"\xef\xbb\xbf" + P0.encode()).out == desk.check(P0).out


def test_two_names_that_look_alike_are_one(desk: Desk) -> None:
    told = desk.check(P0 + "fact de\u0301ja\u0300-vu\nrule r: ring may release if d\u00e9j\u00e0-vu\n", "--property", "safe")
    assert not told.errors


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_change_no_place_and_are_kept(desk: Desk, end: str) -> None:
    wrong = P0 + "fact thing x y\n"
    assert desk.check(wrong.replace("\n", end)).said == desk.check(wrong).said
    assert "\\r" not in json.dumps(desk.json(wrong.replace("\n", end)))
    desk.put("p.policy", P0)
    desk.run("fmt", "p.policy")
    canonical = (desk.folder / "p.policy").read_bytes().replace(b"\n", end.encode())
    desk.put("p.policy", canonical)
    assert desk.run("fmt", "--check", "p.policy").code == 0
    desk.put("p.policy", canonical.replace(b"rule closed", b"rule   closed"))
    assert desk.run("fmt", "--check", "p.policy").code == 1
    desk.run("fmt", "p.policy")
    assert (desk.folder / "p.policy").read_bytes() == canonical


def test_the_formatter_neither_eats_nor_moves_a_comment(desk: Desk) -> None:
    words = re.findall(r'"[^"]*"|[\w-]+|[^\s\w]', P0)
    text = "".join(f"{word} # comment {number}\n" for number, word in enumerate(words))
    desk.put("p.policy", text.replace("ring may release", "ring may release"))
    before = desk.run("check", "p.policy", "--format", "json").out
    assert desk.run("fmt", "p.policy").code == 0
    once = (desk.folder / "p.policy").read_text(encoding="utf-8")
    assert re.findall(r"# comment (\d+)", once) == [str(number) for number in range(len(words))]
    desk.run("fmt", "p.policy")
    assert (desk.folder / "p.policy").read_text(encoding="utf-8") == once
    after = desk.run("check", "p.policy", "--format", "json").out
    verdicts = [[(p["name"], p["verdict"]) for p in json.loads(out)["policies"][0]["properties"]] for out in (before, after)]
    assert verdicts[0] == verdicts[1]


def test_columns_count_characters_whatever_they_are_made_of(desk: Desk) -> None:
    text = 'policy p "\U0001f600\U0001f600" zzz\n'
    (found,) = desk.json(text)["diagnostics"]
    assert (found["line"], found["column"]) == (1, 15)
    assert "p.policy:1:15" in desk.check(text).out


def test_a_console_without_our_letters_gets_others_and_no_traceback(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "p.policy").write_text(P0.replace("hands over", "h\u00e0nds \u2192"), encoding="utf-8")
    done = run_cli("check", "p.policy", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "h\u00e0nds ->" in done.stdout.decode("cp1252")


def test_a_byte_that_is_no_utf8_is_named_with_its_file_line_and_number(desk: Desk) -> None:
    told = desk.check(b'policy p "P"\n# caf\xe9\n')
    assert told.errors[0].startswith("error[PP004]: `p.policy` is not UTF-8: byte 19 is 0xe9")
    assert "p.policy:2:6" in told.out
    assert told.code == 2


# ---- meaning and verdicts


def test_a_typo_is_an_error_and_never_means_never(desk: Desk) -> None:
    told = desk.check(P0.replace("release if danger-believed", "release if danger-beleived"))
    assert told.errors == ["error[PP100]: nothing here is called `danger-beleived`"]
    assert "did you mean `danger-believed`?" in told.out
    assert told.code == 2
    assert not re.search("holds|fails", told.out)


def test_a_typo_in_an_exclusion_lets_nobody_in(desk: Desk) -> None:
    kinds = 'kind Agency is one of police "the police", immigration "immigration"\nfact requester: Agency "who asks"\n'
    told = desk.check(WORDS + kinds + RULES + "rule open: ring may release if requester is not imigration\n" + SAFE)
    assert told.errors == ["error[PP100]: nothing here is called `imigration`"]
    assert "did you mean `immigration`?" in told.out
    assert told.code == 2


def test_a_proof_about_nothing_is_not_called_a_proof(desk: Desk) -> None:
    told = desk.check(P0 + 'assume never-released: not release "it is never handed over"\n', "--warnings", "none")
    assert "safe (line 12): vacuous" in told.out
    assert told.code == 1


def test_of_ten_assumptions_the_two_that_contradict_each_other_are_named(desk: Desk) -> None:
    lines = [f'fact f{number} "fact {number} is so"' for number in range(8)]
    lines += [f'assume a{number}: f{number} or warrant "so it is"' for number in range(8)]
    lines.insert(9, 'assume in-danger: danger-believed "they do"')
    lines.insert(14, 'assume no-danger: not danger-believed "they do not"')
    text = P0 + "\n".join(lines) + "\n"
    (found,) = desk.json(text)["diagnostics"]
    assert (found["code"], found["line"]) == ("PP204", text.splitlines().index(lines[9]) + 1)
    told = desk.check(text)
    assert f"p.policy:{text.splitlines().index(lines[14]) + 1}:" in told.out
    assert not re.search(r"assume a\d", told.out)
    assert told.code == 2


def test_a_limit_is_named_has_its_own_exit_code_and_comes_without_a_story(desk: Desk, specs: Path) -> None:
    arguments = ["check", str(specs / "ring" / "ring-v0.policy"), "--property", "ring-1", "--limit", "20"]
    told = desk.run(*arguments)
    assert told.code == 3
    assert "undecided" in told.out
    assert "limit" in told.out
    (found,) = json.loads(desk.run(*arguments, "--format", "json").out)["policies"][0]["properties"]
    assert found["verdict"] == "undecided"
    assert found["counterexamples"] == []
    assert "limit" in found["reason"]


def test_a_verdict_is_one_of_six_words(desk: Desk) -> None:
    text = P0 + 'property other "O": no release if not danger-believed and not consent and not warrant\n'
    verdicts = [found["verdict"] for found in desk.json(text)["policies"][0]["properties"]]
    assert verdicts == ["fails", "holds"]
