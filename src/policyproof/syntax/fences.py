"""What is wrong with the fences of a literate file."""

from __future__ import annotations

from bisect import bisect_right

from policyproof.diagnostics import Diagnostic
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.literate import LANGUAGE, pages
from policyproof.syntax.tokens import Tokens


def unreadable(tokens: Tokens) -> tuple[Diagnostic, ...]:
    """Why it cannot be told what the law of a file is: then nothing of it is read."""
    found = pages(tokens.source.text)
    if found.faults:
        return tuple(_error(tokens, fault.message, fault.start, fault.end, fault.advice) for fault in found.faults)
    if not found.fences:
        message = f"this file has no fence marked `{LANGUAGE}`"
        advice = f"put the policy between a line ` ```{LANGUAGE} ` and a line ` ``` `"
        return (_error(tokens, message, 0, 0, advice),)
    return ()


def torn(file: n.File, tokens: Tokens) -> tuple[Diagnostic, ...]:
    """Declarations that do not end in the fence in which they begin: whatever stands between would be read over."""
    fences = pages(tokens.source.text).fences
    starts = [fence.start for fence in fences]
    found = []
    for node in file.parts:
        if node is None:
            continue
        fence = fences[bisect_right(starts, node.span.start) - 1]
        if node.span.end > fence.end:
            message = "this declaration begins in one fence and ends in another"
            found.append(_error(tokens, message, node.span.start, _line_end(tokens, node.span), "write it in one fence"))
    return tuple(found)


def _line_end(tokens: Tokens, span: Span) -> int:
    return span.start + len(tokens.source.line_text(span.line)) - span.column + 1


def _error(tokens: Tokens, message: str, start: int, end: int, advice: str) -> Diagnostic:
    span = tokens.span(start, end)
    return Diagnostic("PP022", "error", message, span, span.path, help=advice)
