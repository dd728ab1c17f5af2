"""Warnings against what the text allows: those that are allowed go, and allowances that are not in order come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyproof.diagnostics import CODES, Diagnostic
from policyproof.questions.warnings.warning import warning
from policyproof.syntax.allowances import Allowance, AllowedCode
from policyproof.syntax.spelling import close

_BAND = "PP6"
_ABOUT_ALLOWING = ("PP600", "PP601", "PP602")


def settle(found: Sequence[Diagnostic], allowances: Sequence[Allowance], *, all_known: bool) -> tuple[Diagnostic, ...]:
    """The warnings that stay, in the order of the text. `all_known`: no question went unanswered, so that an allowance without
    its warning is needless.
    """
    used: set[AllowedCode] = set()
    stay: list[Diagnostic] = []
    for one in found:
        allowed = [code for allowance in allowances for code in allowance.codes if _is_about(allowance, code, one)]
        used.update(allowed)
        if not allowed:
            stay.append(one)
    for allowance in allowances:
        there = list(dict.fromkeys(one.code for one in stay if _lies_in(allowance, one)))
        stay += _complaints(allowance, used, there, all_known=all_known)
    return tuple(sorted(stay, key=lambda one: (one.span.start, one.code) if one.span else (0, one.code)))


def _is_about(allowance: Allowance, code: AllowedCode, found: Diagnostic) -> bool:
    return code.code == found.code and _lies_in(allowance, found)


def _lies_in(allowance: Allowance, found: Diagnostic) -> bool:
    """The declaration that the allowance is about is the one that the warning points to."""
    return found.span is not None and allowance.first <= found.span.line <= allowance.last


def _complaints(allowance: Allowance, used: set[AllowedCode], there: Sequence[str], *, all_known: bool) -> Iterator[Diagnostic]:
    for code in allowance.codes:
        if code.code not in _warnings():
            yield _no_warning(code, there)
        elif code not in used and all_known:
            message = f"nothing here calls for `{code.code}`, so there is nothing to allow"
            yield warning("PP601", message, code.span, "allows nothing", advice="strike it")
    if not allowance.reason:
        codes = ", ".join(code.code for code in allowance.codes)
        message = "this allows a warning and does not say why"
        yield warning("PP600", message, allowance.span, "no reason given", advice=f"give the reason: `# allow {codes}: …`")


def _warnings() -> list[str]:
    return [code for code in CODES if code.startswith(_BAND) and code not in _ABOUT_ALLOWING]


def _no_warning(code: AllowedCode, there: Sequence[str]) -> Diagnostic:
    """`there`: the codes of the warnings that the declaration has, one of which may be meant."""
    if code.code in CODES:
        what = "a word about such comments" if code.code.startswith(_BAND) else "a mistake, no warning"
        return warning(
            "PP602", f"`{code.code}` is {what}, and cannot be allowed", code.span, "not for allowing", advice="strike it"
        )
    meant = there if len(there) == 1 else close(code.code, there or _warnings())
    advice = f"did you mean `{meant[0]}`?" if len(meant) == 1 else "`policyproof explain` lists the codes there are"
    return warning("PP602", f"no warning has the code `{code.code}`", code.span, "unknown", advice=advice)
