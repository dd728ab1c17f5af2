"""The shipped policies are in order: whoever reads them as examples finds no warning, and a reason for each that is allowed."""

from __future__ import annotations

from pathlib import Path

from policyproof.project import load
from policyproof.questions.check import CheckOptions, check, check_words


def test_nothing_in_them_is_warned_about(specs: Path) -> None:
    loaded = load([str(specs)])
    options = CheckOptions(properties=("none",), warnings=True, allowances=loaded.allowances)
    found = [one for policy in loaded.policies for one in check(policy, options).diagnostics]
    found += [one for library in loaded.libraries for one in check_words(library, options)]
    assert [(one.path, one.span and one.span.line, one.message) for one in found] == []


def test_what_they_allow_is_what_it_is_said_to_be(specs: Path) -> None:
    """Each allowance hides one warning, which a reader may see by taking it away."""
    loaded = load([str(specs)])
    options = CheckOptions(properties=("none",), warnings=True)
    found = [one for policy in loaded.policies for one in check(policy, options).diagnostics]
    assert sorted((one.code, Path(one.path).stem) for one in found) == [
        ("PP615", "ring-2022"),
        ("PP615", "ring-guidelines"),
        ("PP650", "ring-2025"),
        ("PP650", "ring-rfa"),
    ]
    assert len(loaded.allowances) == len(found)
