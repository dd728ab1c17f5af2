"""What the documents show is done as if somebody had typed it in, page by page, and what they say comes out.

A page may hold these blocks:

- `policy NAME.policy` is a file, and so is `markdown NAME.policy.md`. What no command on the page names is checked all the
  same, and must be green.
- `policy edit NAME.policy` holds lines of that file as somebody has changed them: the same first two words, once in the file.
- `policy + NAME.policy` goes on where that file ends: the two together must be green.
- `console` holds commands, each after a `$`, and what they print. `$ echo $?` shows how the last one ended, `$ cat FILE` what a
  command wrote.

`UPDATE_DOCS=1` (`make docs`) writes down what the commands print now.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT
from policyproof.faces.cli import main

DOCS = ROOT / "docs"
PAGES = sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
UPDATING = os.environ.get("UPDATE_DOCS") == "1"


class Shell:
    """One folder in which the blocks of a page are done, in order."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.ended = 0

    def run(self, command: str) -> str:
        """What `command` prints, on either stream."""
        if command == "echo $?":
            return f"{self.ended}\n"
        program, *arguments = shlex.split(command)
        if program == "cat":
            return (self.folder / arguments[0]).read_text(encoding="utf-8")
        assert program == "policyproof", f"the test cannot run {command!r}"
        try:
            self.ended = main(arguments)
        except SystemExit as stop:
            self.ended = int(stop.code or 0)
        out, err = self.capsys.readouterr()
        return out + err

    def console(self, shown: str) -> str:
        """The block as it ought to be: the same commands, and what they print."""
        commands = [line[2:] for line in shown.splitlines() if line.startswith("$ ")]
        return "\n".join(f"$ {command}\n{self.run(command)}" for command in commands)


class Block(NamedTuple):
    """What stands between two fences, and what its first fence says of it."""

    head: str
    body: str


def _done(shell: Shell, block: Block, commands: str) -> str:
    """The body of `block` as it ought to be, after doing what it says."""
    match block.head.split():
        case ["console"]:
            return shell.console(block.body)
        case ["policy" | "markdown", name] if name.endswith((".policy", ".policy.md")):
            (shell.folder / name).write_text(block.body, encoding="utf-8")
            if name not in commands:
                printed = shell.run(f"policyproof check {name}")
                assert shell.ended == 0, printed
        case ["policy", "+", name]:
            longer = shell.folder / "longer.policy"
            longer.write_text((shell.folder / name).read_text(encoding="utf-8") + block.body, encoding="utf-8")
            printed = shell.run("policyproof check longer.policy")
            assert shell.ended == 0, block.body + printed
        case ["policy", "edit", name]:
            path = shell.folder / name
            path.write_text(_edited(path.read_text(encoding="utf-8"), block.body), encoding="utf-8")
        case _:
            pytest.fail(f"a block that nobody runs: ```{block.head}")
    return block.body


def _edited(text: str, lines: str) -> str:
    """`text` with each of `lines` in the place of the one that begins with the same two words."""
    for line in lines.splitlines():
        start = " ".join(line.split()[:2])
        before, *after = re.split(rf"^{re.escape(start)}.*$", text, flags=re.MULTILINE)
        assert len(after) == 1, line
        text = before + line + after[0]
    return text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_happens(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    shell = Shell(tmp_path, capsys)
    commands = "".join(body for head, body in FENCE.findall(text) if head == "console")
    right = FENCE.sub(lambda found: f"```{found[1]}\n{_done(shell, Block(found[1], found[2]), commands)}```", text)
    if UPDATING:
        (DOCS / page).write_text(right, encoding="utf-8")
    else:
        assert text == right, "`make docs` brings it up to date"


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for target in LINK.findall((DOCS / page).read_text(encoding="utf-8")):
        assert (DOCS / page).parent.joinpath(target).exists(), target


def test_the_index_names_every_page() -> None:
    linked = set(LINK.findall((DOCS / "README.md").read_text(encoding="utf-8")))
    assert {page for page in PAGES if page != "README.md"} <= linked


def test_the_readme_shows_what_the_tool_prints(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before, shown, after = re.split(r"(?<=tells how:\n\n```\n)(.*?)(?=\n```)", readme, maxsplit=1, flags=re.DOTALL)
    monkeypatch.chdir(ROOT)
    assert main(["check", "specs/ring/ring-2022.policy", "--property", "consent-or-process"]) == 0
    printed = capsys.readouterr().out.split("\n\n")[1]
    if UPDATING:
        (ROOT / "README.md").write_text(before + printed + after, encoding="utf-8")
    else:
        assert shown == printed, "`make docs` brings it up to date"


def test_the_readme_quotes_the_spec() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    spec = (ROOT / "specs" / "ring" / "ring-2022.policy").read_text(encoding="utf-8")
    (quoted,) = re.findall(r"```\n(rule emergency.*?)```", readme, re.DOTALL)
    for part in quoted.strip().split("\n\n"):
        assert part in spec
