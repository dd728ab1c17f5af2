"""When our two readings of the language disagree."""

from __future__ import annotations


class InternalDisagreement(Exception):  # noqa: N818  # it is not an error of the user's
    """The solver's scenario does not bear out what it was found for, says the evaluator. Never a verdict."""
