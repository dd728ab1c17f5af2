"""`policyproof explain`: the page that is meant, laid out, fast."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import Run
from policyproof.faces.cli.explain import known_name, laid_out, page, pages
from policyproof.report.console import Console


def test_a_code_prints_its_page(run_cli: Run) -> None:
    done = run_cli("explain", "PP033")
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert shown.startswith("PP033: an ambiguity")
    assert "\n    rule agreed: shop may disclose if consent or (warrant and urgent)\n" in shown
    assert "```" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("asked", "name"),
    [("pp204", "PP204"), ("Verdicts", "verdicts"), ("holds up to", "holds-up-to"), ("known-to-fail", "known-to-fail")],
)
def test_case_and_blanks_do_not_matter(asked: str, name: str) -> None:
    assert known_name(asked, pages()) == name


def test_a_verdict_may_be_several_words(run_cli: Run) -> None:
    assert run_cli("explain", "known", "to", "fail").stdout.decode().startswith("known to fail: ")


def test_without_a_code_everything_is_listed(run_cli: Run) -> None:
    done = run_cli("explain")
    assert done.returncode == 0
    for name in pages():
        assert f"\n  {page(name).removeprefix('# ').partition(':')[0]}" in done.stdout.decode()


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ("PP2004", "did you mean `PP204`?"),
        ("vacuos", "did you mean `vacuous`?"),
        ("hold-up-to", "did you mean `holds up to`?"),
        ("zebra", "`policyproof explain` lists what there is"),
        ("../verdicts/..", None),
    ],
)
def test_an_unknown_code_is_answered_by_the_nearest(run_cli: Run, asked: str, advice: str | None) -> None:
    done = run_cli("explain", asked)
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert said.startswith(f"policyproof: there is no page on `{asked}`: ")
    assert advice is None or said.endswith(f"{advice}\n")


def test_pages_are_wrapped_and_bold_only_where_there_are_colours() -> None:
    plain = laid_out(page("verdicts"), Console(width=60))
    assert all(len(line) <= 60 for line in plain.splitlines() if not line.startswith("    "))
    assert "\n- holds: proved" in plain
    assert "\x1b[1mholds\x1b[0m" in laid_out(page("verdicts"), Console(colour=True))


def test_every_page_can_be_laid_out() -> None:
    for name in pages():
        shown = laid_out(page(name), Console())
        assert not any(mark in shown for mark in ("```", "**", "\n#"))


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "PP204"], ["explain", "PP999"]])
def test_nothing_heavy_is_loaded_to_explain(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom policyproof.faces.cli import main\nmain(sys.argv[1:])\n"
        "heavy = {'z3', 'lark', 'policyproof.project', 'policyproof.policy', 'policyproof.questions', 'policyproof.syntax'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=True)
