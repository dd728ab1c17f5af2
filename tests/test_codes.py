"""Each code of a message is in the catalogue, and the catalogue promises no code that nothing uses."""

from __future__ import annotations

import re

from conftest import ROOT
from policyproof.diagnostics import CODES

CATALOGUE = ROOT / "src" / "policyproof" / "diagnostics.py"


def test_the_catalogue_holds_the_codes_that_are_used() -> None:
    modules = [path for path in (ROOT / "src").rglob("*.py") if path != CATALOGUE]
    used = {code for path in modules for code in re.findall(r'"(PP\d{3})"', path.read_text(encoding="utf-8"))}
    assert sorted(used - CODES.keys()) == []
    assert sorted(CODES.keys() - used) == []
    assert list(CODES) == sorted(CODES)
