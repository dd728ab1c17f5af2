"""One policy in every shape in which editors and word processors hand it over, from the bytes to the report."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import Run
from faces.texts import FAILS, HOLDS, SMALL
from policyproof.diagnostics import Diagnostic
from policyproof.project import load
from policyproof.syntax.format import formatted

MARK = b"\xef\xbb\xbf"
TEXT = SMALL + HOLDS + FAILS
WRONG = SMALL + HOLDS + "rule wrong: ring may release if consent or warrant and consent\n"
ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


def checked(run_cli: Run, folder: Path, content: bytes) -> subprocess.CompletedProcess[bytes]:
    (folder / "given.policy").write_bytes(content)
    return run_cli("check", "given.policy")


@pytest.mark.parametrize("mark", [b"", MARK], ids=["plain", "marked"])
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("text", [TEXT, WRONG], ids=["whole", "ambiguous"])
def test_the_report_is_the_same_whatever_ends_a_line(text: str, end: str, mark: bytes, tmp_path: Path, run_cli: Run) -> None:
    plain = checked(run_cli, tmp_path, text.encode())
    given = checked(run_cli, tmp_path, mark + text.replace("\n", ENDS[end]).encode())
    assert (given.returncode, given.stdout, given.stderr) == (plain.returncode, plain.stdout, plain.stderr)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("chunk", [1, 2, 3])
def test_a_mark_is_known_however_a_pipe_hands_it_over(chunk: int, end: str, tmp_path: Path) -> None:
    """Some programs write a byte or two before the rest."""
    content = MARK + SMALL.replace("\n", ENDS[end]).encode()
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "policyproof", "fmt", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env=environment) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(content[:chunk])
        child.stdin.flush()
        time.sleep(0.2)
        child.stdin.write(content[chunk:])
        child.stdin.close()
        assert child.stdout.read() == content
    assert child.returncode == 0


# ---- what word processors put in the place of what was typed


PASTED = {
    "curly quotes": ('"Ring"', "\u201cRing\u201d", "a curly quote", 'type a straight `"`'),
    "low and high quotes": ('"Ring"', "\u201eRing\u201c", "a curly quote", 'type a straight `"`'),
    "guillemets": ('"Ring"', "\u00abRing\u00bb", "a quotation mark", 'type a straight `"`'),
    "no-break spaces": ("rule closed", "rule\u00a0closed", "a no-break space", "type an ordinary blank"),
    "narrow no-break spaces": ("rule closed", "rule\u202fclosed", "a narrow no-break space", "type an ordinary blank"),
    "zero-width spaces": ("rule closed", "rule closed\u200b", "a zero-width space", "delete it"),
    "a mark inside": ("rule closed", "\ufeffrule closed", "a byte order mark inside the text", "delete it"),
    "soft hyphens": ("consented", "con\u00adsented", "a soft hyphen", "delete it, or type `-`"),
    "dashes": ("2024-01-01", "2024\u201301\u201301", "an en dash", "type `-`"),
    "a line separator": ("\nrule closed", "\u2028rule closed", "a line separator", "type an ordinary line end"),
}


@pytest.mark.parametrize(("typed", "pasted", "name", "advice"), PASTED.values(), ids=PASTED)
def test_a_strange_character_is_named_and_one_fix_puts_all_of_them_right(
    typed: str, pasted: str, name: str, advice: str, tmp_path: Path
) -> None:
    text = TEXT.replace(typed, pasted)
    (found,) = _found(tmp_path, text.encode())[:1]
    assert found.code == "PP020"
    assert re.match(f"{name} cannot stand here", found.message)
    assert found.help == advice
    (fix,) = found.fixes
    assert fix.applied_to(text) == TEXT


def test_a_text_that_is_not_closed_can_be(tmp_path: Path) -> None:
    text = TEXT.replace('party ring "Ring"', 'party ring "Ring')
    (found,) = _found(tmp_path, text.encode())
    assert found.code == "PP021"
    assert found.fixes[0].applied_to(text) == TEXT


def test_no_fix_is_guessed_where_it_is_not_clear_what_was_meant(tmp_path: Path) -> None:
    for character in ("'", "\u2019", "\u00a7", "[", "\u2014", "\u263a"):
        (found,) = _found(tmp_path, (TEXT + f"fact {character} more\n").encode())
        assert (found.code, found.fixes) == ("PP020", ())


def _found(folder: Path, content: bytes) -> Sequence[Diagnostic]:
    (folder / "given.policy").write_bytes(content)
    return load(["given.policy"], folder).diagnostics


# ---- names, words and bytes


def test_a_name_is_the_same_however_its_letters_are_composed(tmp_path: Path) -> None:
    composed = TEXT.replace("consented", "consenti-d\u00e9j\u00e0")
    half = composed.replace("rule consenti-d\u00e9j\u00e0", unicodedata.normalize("NFD", "rule consenti-d\u00e9j\u00e0"))
    assert half != composed
    loaded = [
        load([name], tmp_path)
        for name, text in {"a.policy": composed, "b.policy": half}.items()
        if _write(tmp_path / name, text)
    ]
    names = [list(one.policies[0].rules) for one in loaded]
    assert names[0] == names[1] == ["closed", "consenti-d\u00e9j\u00e0"]


def _write(path: Path, text: str) -> int:
    return path.write_text(text, encoding="utf-8")


def test_words_of_the_language_do_no_harm_in_names_texts_and_comments(tmp_path: Path) -> None:
    text = TEXT.replace("consented", "if-not-rule").replace(
        '"Ring"', '"Ring, if not the rule unless permitted"  # shall and/or'
    )
    _write(tmp_path / "a.policy", text)
    loaded = load(["a.policy"], tmp_path)
    assert loaded.diagnostics == ()
    assert "if-not-rule" in loaded.policies[0].rules
    assert formatted(loaded.sources["a.policy"]).text == text


def test_bytes_that_are_no_text_are_named_with_file_line_and_byte(tmp_path: Path, run_cli: Run) -> None:
    content = TEXT.replace("the owner agrees", "the propri\u00e9taire agrees").encode("cp1252")
    done = checked(run_cli, tmp_path, content)
    assert done.returncode == 2
    at = content.index(b"\xe9")
    assert f"`given.policy` is not UTF-8: byte {at + 1} is 0xe9" in done.stdout.decode()
    assert "--> given.policy:4:35\n" in done.stdout.decode()
    assert "where this byte is `\u00e9`" in done.stdout.decode()
