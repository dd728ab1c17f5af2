"""What goes wrong with solvers, and is nobody's policy's fault."""

from __future__ import annotations


class SolversDisagree(Exception):  # noqa: N818 - it is not an error of the user's
    """One says that something can be, another that it cannot. Never a verdict."""


class ToolMissing(Exception):  # noqa: N818 - it can be installed
    """A package that only some answers need is not installed; the message says how to install it."""
