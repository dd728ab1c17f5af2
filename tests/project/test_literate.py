"""Literate files among others: found, used, reported and laid out, each place being one of the page."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from conftest import Run
from policyproof.project import load

LIBRARY = """\
# Words that our laws share

```policy
library words "Words"
party shop "the shop"
```

## What it does

```policy
event consent "the customer agrees"
action disclose by shop "the shop hands over the data"
```
"""
LAW = """\
# What our shop may do

```policy
policy shop "A shop"
use "words.policy.md"
source act "The Shop Act of Nowhere"
```

## § 5 Disclosure

Nothing leaves the shop unless the customer agrees.

```policy
rule closed: shop must not   disclose unless permitted
rule agreed: shop may disclose if consent
property asked: no disclose without not consent
```
"""
BROKEN = LAW.replace("if consent", "if consnt")
PLAIN = 'policy plain "Plain"\nuse "words.policy.md"\nrule closed: shop must not disclose\n'


def test_folders_find_them_and_files_use_them(tmp_path: Path) -> None:
    for name, text in (("words.policy.md", LIBRARY), ("shop.policy.md", LAW), ("plain.policy", PLAIN), ("README.md", "# No")):
        (tmp_path / name).write_text(text)
    loaded = load(["."], tmp_path)
    assert not loaded.diagnostics
    assert [policy.name for policy in loaded.policies] == ["plain", "shop"]
    assert [library.name for library in loaded.libraries] == ["words"]
    assert loaded.sources["shop.policy.md"].text == LAW
    rule = loaded.policies[1].rules["agreed"]
    assert rule.see is not None
    assert (rule.span.line, rule.see.source, rule.see.where) == (15, "act", "§ 5")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CR LF"])
def test_messages_point_into_the_page(mark: bytes, end: str, tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "words.policy.md").write_text(LIBRARY)
    text = BROKEN.replace("\n", end)
    (tmp_path / "shop.policy.md").write_bytes(mark + text.encode())
    shown = run_cli("check", "shop.policy.md").stdout.decode()
    assert "shop.policy.md:15:35" in shown
    assert "15 | rule agreed: shop may disclose if consnt\n" in shown
    found = json.loads(run_cli("check", "--format", "json", "shop.policy.md").stdout)["diagnostics"][0]
    (edit,) = found["fixes"][0]["edits"]
    assert (found["line"], found["column"]) == (15, 35)
    assert (text[edit["start"] : edit["end"]], edit["text"]) == ("consnt", "consent")


def test_a_story_cites_the_heading_and_the_line_of_the_page(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "words.policy.md").write_text(LIBRARY)
    (tmp_path / "shop.policy.md").write_text(LAW)
    shown = " ".join(run_cli("check", "shop.policy.md").stdout.decode().split())
    assert 'It stands in shop.policy.md:15; its source is "The Shop Act of Nowhere", § 5.' in shown


def test_standard_input_is_literate_if_it_has_a_fence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.policy.md").write_text(LIBRARY)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LAW.encode())))
    loaded = load(["-"], tmp_path)
    assert not loaded.diagnostics
    assert [policy.name for policy in loaded.policies] == ["shop"]


def test_fmt_touches_the_fences_alone(tmp_path: Path, run_cli: Run) -> None:
    path = tmp_path / "shop.policy.md"
    messy = b"\xef\xbb\xbf" + LAW.replace("# What", "#   What").encode()
    path.write_bytes(messy)
    tidy = messy.replace(b"not   disclose", b"not disclose")
    assert run_cli("fmt", "-", stdin=messy).stdout == tidy
    checked = run_cli("fmt", "--check", ".")
    assert (checked.returncode, b"shop.policy.md" in checked.stderr) == (1, True)
    patch = run_cli("fmt", "--diff", "shop.policy.md").stdout.decode()
    assert [line for line in patch.splitlines() if line.startswith(("-rule", "+rule"))] == [
        "-rule closed: shop must not   disclose unless permitted",
        "+rule closed: shop must not disclose unless permitted",
    ]
    assert path.read_bytes() == messy
    assert run_cli("fmt").returncode == 0
    assert path.read_bytes() == tidy
    assert run_cli("fmt", "--check", ".").returncode == 0
