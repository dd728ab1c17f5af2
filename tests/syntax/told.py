"""How tests of the syntax see a message: line, column, what the span covers, code, message and help."""

from __future__ import annotations

from policyproof.diagnostics import Diagnostic
from policyproof.source import Source
from policyproof.syntax.parse import Parsed, parse

HEAD = 'policy p "P"\n'


def read(text: str) -> Parsed:
    """A text below a head of one line."""
    return parse(Source("t.policy", HEAD + text))


def found(text: str) -> list[Diagnostic]:
    return list(read(text).diagnostics)


def one(text: str) -> Diagnostic:
    """The one message about a text."""
    (diagnostic,) = found(text)
    return diagnostic


def covered(text: str, diagnostic: Diagnostic) -> str:
    """What the main span of a message covers."""
    assert diagnostic.span is not None
    return (HEAD + text)[diagnostic.span.start : diagnostic.span.end]
