"""A run of `check` with every verdict and every outcome, made by hand: what reports must be able to show."""

from __future__ import annotations

import msgspec

from english.ring import EMERGENCY, ring
from policyproof.diagnostics import Diagnostic
from policyproof.english.material import Flip, Opening, RestsOn
from policyproof.questions.results import CaseResult, CheckResult, ExpectationResult, PolicyResult, PropertyResult
from policyproof.source import Source, Span

MORE = """\
property holding "Encryption keeps footage in": no release if encrypted and data is content
property failing "Only with consent or process": no release without consent or process
property holed "Nobody acts on Ring's word": the word of ring, agency is never enough to release
  known to fail because "the emergency clause"
property stale "Nobody is told": never notify known to fail because "it used to"
property empty "No hand-back after a gag": no hand-back if gag
property hollow-one "Told": no release without notify
property bounded "Nobody agrees": never at least 3 Person p: agrees(p)
property open-one: always if consent then closed applies
property usable "It can be used": possible release
property useless "It can be undone": possible hand-back and gag
case "passes": given only form at 0 hours; data is content expect ring must not release
case "does not": given only form at 0 hours; data is content expect ring may release under emergency; lawful
case "open": given form; data is content expect ring may release
case "never": given only form; not form; data is content expect lawful
case "too hard": given form; data is content expect lawful
"""
POLICY = ring(MORE)


def result(name: str, verdict: str, *, as_claimed: bool, **more: object) -> PropertyResult:
    return PropertyResult(POLICY.properties[name], verdict, as_claimed, **more)  # type: ignore[arg-type]  # named by the callers


def outcomes() -> tuple[CaseResult, ...]:
    passes, does_not, left_open, never, too_hard = POLICY.cases.values()
    place = does_not.expects[0].span
    return (
        CaseResult(passes, "passes", (ExpectationResult(passes.expects[0].span, met=True),)),
        CaseResult(
            does_not,
            "fails",
            (
                ExpectationResult(
                    place,
                    met=False,
                    closed_by=("closed",),
                    could_open=("emergency",),
                    change=Flip(("urgent", ()), is_event=False, to=True, by=("ring",)),
                ),
                ExpectationResult(place, met=True),
            ),
        ),
        CaseResult(left_open, "open", (ExpectationResult(place, met=False),), decides="danger-believed"),
        CaseResult(never, "impossible", ()),
        CaseResult(too_hard, "undecided", (ExpectationResult(place, met=False),), reason="the solver's limit"),
    )


def made() -> CheckResult:
    """Every verdict, with a story where there is one."""
    second = msgspec.structs.replace(EMERGENCY, opened_by=(Opening("consented"),), words=(), flips=())
    properties = (
        result("holding", "holds", as_claimed=True, rests_on=RestsOn(("closed",), (), (), ("ring",))),
        result("failing", "fails", as_claimed=False, tellings=(EMERGENCY, second), all_ways=True),
        result("holed", "fails", as_claimed=True, tellings=(EMERGENCY,)),
        result("stale", "holds", as_claimed=False),
        result("empty", "vacuous", as_claimed=False, reason="no hand-back is ever lawful"),
        result(
            "hollow-one",
            "hollow",
            as_claimed=False,
            tellings=(msgspec.structs.replace(EMERGENCY, lawful_only_so_far=True),),
        ),
        result("bounded", "holds-up-to", as_claimed=False, people=2, reason="each person may need another"),
        result("open-one", "undecided", as_claimed=False, reason="the limit of work", notes=("a note",), unvouched=("gag",)),
        result("usable", "holds", as_claimed=True, tellings=(msgspec.structs.replace(EMERGENCY, aspect="witnesses"),)),
        result("useless", "fails", as_claimed=False),
    )
    place = Span("bad\x1b.policy", 5, 9, 1, 6)
    diagnostics = (
        Diagnostic("PP100", "error", "nothing here is called `waht`", place, "bad\x1b.policy", help="write `what`"),
        Diagnostic("PP001", "error", "there is no such file", None, "caf\udce9.policy"),
    )
    sources = {"bad\x1b.policy": Source("bad\x1b.policy", "rule waht")}
    return CheckResult((PolicyResult(POLICY, properties, outcomes()),), ("common",), diagnostics, sources)
