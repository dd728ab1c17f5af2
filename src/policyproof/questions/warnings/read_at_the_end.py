"""Claims about an act that `always` or `never` reads at the end, where what came after the act counts too."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.encode.duty_probes import true_only_later
from policyproof.encode.questions import needs_moment
from policyproof.policy.formulas import And, Formula, Happened, Implies, Not, Or, Quantified, Var
from policyproof.policy.model import Always, Never, NoWithout, Policy, Property
from policyproof.policy.printing import claim_text, formula_text, reference_text
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.warning import quoted, warning


class _Claim(msgspec.Struct, frozen=True):
    """For all of `binders`: wherever all of `given` is so, one of `asked` is."""

    binders: tuple[Var, ...]
    given: tuple[Formula, ...]
    asked: tuple[Formula, ...]


def claims_read_at_the_end(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    for declared in policy.properties.values():
        claim = declared.claim
        if not isinstance(claim, Always | Never) or needs_moment(policy, claim.body):
            continue
        found = _always(claim.body) if isinstance(claim, Always) else _never(claim.body)
        acts = [part for part in found.given if isinstance(part, Happened) and policy.events[part.event].is_action]
        for act in acts if found.asked else ():
            what = (found.binders, (act.event, act.args), (*_scope(policy, declared), *found.given), found.asked)
            if any(asking.shown_among(size, true_only_later, *what) for size in asking.sizes(declared)):
                yield _warning(declared, act, found)
                break


def _scope(policy: Policy, declared: Property) -> tuple[Formula, ...]:
    """What the claim's law speaks of, where the claim is asked of nothing else."""
    scope = policy.laws[policy.name].scope
    return () if scope is None or declared.out_of_scope else (scope,)


def _warning(declared: Property, act: Happened, claim: _Claim) -> Diagnostic:
    body = declared.claim.body  # type: ignore[union-attr]  # `always` or `never`
    asked = quoted([formula_text(part) for part in claim.asked], "or")
    message = f"this is read at the end, so {asked} can come after `{reference_text(act.event, act.args)}` and still count"
    advice = "put `eventually` before what may come later"
    if {binder.name for binder in claim.binders} <= {arg.name for arg in act.args}:
        given = [part for part in claim.given if part is not act]
        without = claim.asked[0] if len(claim.asked) == 1 else Or(body.span, claim.asked)
        condition = None if not given else given[0] if len(given) == 1 else And(body.span, tuple(given))
        instead = msgspec.structs.replace(declared, claim=NoWithout(act.event, act.args, without, condition))
        advice = f"say `{claim_text(instead)}`, or {advice}"
    return warning("PP640", message, body.span, "read when everything has happened", advice=advice)


def _always(body: Formula) -> _Claim:
    """`every …: if G then F`."""
    binders: list[Var] = []
    given: list[Formula] = []
    while isinstance(body, Quantified) and body.quantifier == "every":
        binders += body.binders
        given += [] if body.where is None else _conjuncts(body.where)
        body = body.body
    if not isinstance(body, Implies):
        return _Claim((), (), ())
    return _Claim(tuple(binders), (*given, *_conjuncts(body.left)), (body.right,))


def _never(body: Formula) -> _Claim:
    """`some …: G and not F`."""
    binders: list[Var] = []
    parts: list[Formula] = []
    while isinstance(body, Quantified) and body.quantifier == "some":
        binders += body.binders
        parts += [] if body.where is None else _conjuncts(body.where)
        body = body.body
    parts += _conjuncts(body)
    asked = [item for part in parts if isinstance(part, Not) for item in _alternatives(part.body)]
    return _Claim(tuple(binders), tuple(part for part in parts if not isinstance(part, Not)), tuple(asked))


def _conjuncts(formula: Formula) -> list[Formula]:
    return [inner for item in formula.items for inner in _conjuncts(item)] if isinstance(formula, And) else [formula]


def _alternatives(formula: Formula) -> list[Formula]:
    return [inner for item in formula.items for inner in _alternatives(item)] if isinstance(formula, Or) else [formula]
