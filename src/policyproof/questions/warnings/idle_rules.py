"""Rules that do nothing: they can never apply, or it never makes a difference that they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policyproof.diagnostics import Diagnostic, Label
from policyproof.encode.free import reached
from policyproof.encode.probes import (
    CLOSING,
    Conjunct,
    applies,
    applies_anywhere,
    can_be_met,
    conjuncts,
    matters,
)
from policyproof.policy.formulas import Allows, Applies, Governs, MayDo, Stands, Tainted, Under
from policyproof.policy.model import Closes, Forbids, Permits, Policy, Rule, SwitchesOff
from policyproof.questions.warnings.always_open import always_open
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.mentions import read_by_rules
from policyproof.questions.warnings.rules import by_act, overriders
from policyproof.questions.warnings.warning import quoted, warning
from policyproof.search.decide import Ruled
from policyproof.search.reasons import reasons


def idle_rules(policy: Policy, asking: Asking) -> Iterator[Diagnostic]:
    """The last rules first: of two that say the same, the one that came later is needless."""
    exempt = _spoken_of(policy) | _beside_an_open_door(policy)
    above, about = overriders(policy), by_act(policy)
    for rule in reversed(policy.rules.values()):
        decides = isinstance(rule.sentence, Permits | Forbids) and not rule.overrides and rule.name not in exempt
        others = [other for other in about.get(_act(rule), ()) if other is not rule and other.name not in asking.idle]
        if decides and not asking.ruled_out(matters, rule, _constraints(others)):
            continue
        if not decides and not conjuncts(rule) and rule.name not in above:
            continue
        found = _never_applies(policy, rule, above.get(rule.name, ()), asking)
        if found is None and decides:
            found = _no_difference(rule, others, asking)
        if found is not None:
            asking.idle[rule.name] = None
            yield found


def _act(rule: Rule) -> str:
    return "" if isinstance(rule.sentence, SwitchesOff) else rule.sentence.action


def _constraints(others: Iterable[Rule]) -> tuple[str, ...]:
    """What a rule has to hold its own against: the other rules about the act, and that something closes it."""
    return (*(other.name for other in others if not isinstance(other.sentence, Closes)), CLOSING)


def _spoken_of(policy: Policy) -> set[str]:
    """Rules whose applying other rules ask about, or on whose act they ask for the decision: these matter by that."""
    nodes = list(reached(policy, *read_by_rules(policy)))
    asked = {node.action for node in nodes if isinstance(node, MayDo | Allows | Governs | Stands | Tainted)}
    named = {node.rule for node in nodes if isinstance(node, Applies | Under)}
    return named | {rule.name for rule in policy.rules.values() if _act(rule) in asked}


def _beside_an_open_door(policy: Policy) -> set[str]:
    """Permissions beside one without a condition: they have been warned about there."""
    return {name for opened in always_open(policy) for name in opened.permissions}


# ---- never applies


def _never_applies(policy: Policy, rule: Rule, above: Sequence[Rule], asking: Asking) -> Diagnostic | None:
    if not asking.ruled_out(applies, rule) or not asking.ruled_out(applies_anywhere, rule):
        return None
    parts = conjuncts(rule)
    clash = asking.ruled_out(can_be_met, rule, parts)
    if clash is not None:
        return _conflict(policy, rule, *_fewest(rule, parts, clash, asking))
    if not above:  # the proof that its conditions clash took too long
        return None
    names = [winner.name for winner in above]
    said = [override for winner in above for override in winner.overrides if override.rule == rule.name]
    labels = [Label(override.span, "switched off here") for override in said]
    message = f"`{rule.name}` can never apply: wherever it would, {quoted(names, 'or')} switches it off"
    advice = f"strike it, or let {quoted(names)} apply to less"
    return warning("PP610", message, rule.span, "does nothing", labels=labels, advice=advice)


def _fewest(rule: Rule, parts: Sequence[Conjunct], clash: Ruled, asking: Asking) -> tuple[tuple[Conjunct, ...], Ruled]:
    """Of conditions that cannot all be met, no more than it takes, with the proof of that."""
    needed = tuple(parts)
    for part in parts:
        rest = tuple(other for other in needed if other is not part)
        proof = asking.ruled_out(can_be_met, rule, rest)
        if proof is not None:
            needed, clash = rest, proof
    return needed, clash


def _conflict(policy: Policy, rule: Rule, parts: tuple[Conjunct, ...], clash: Ruled) -> Diagnostic:
    assumed = [policy.assumptions[name] for name in reasons(clash).assumptions]
    labels = [Label(part.formula.span, _denied(part, "and this")) for part in parts[1:]]
    labels += [Label(statement.span, "as is assumed here") for statement in assumed]
    if not parts:
        message = f"`{rule.name}` can never apply: what it counts from can never come"
        return warning("PP610", message, rule.span, "does nothing", labels=labels, advice="strike it, or weaken the assumption")
    first = parts[0]
    label: str | None
    match len(parts):
        case 1 if first.denied:
            why, label, advice = "this is always so", "stands after `unless`", "ask for something that need not be so"
        case 1:
            why, label, advice = "this can never be so", None, "ask for something that can be so"
        case 2:
            why, label, advice = "these two cannot both hold", _denied(first, "this"), "change one of the two"
        case _:
            why, label, advice = "these cannot all hold", _denied(first, "this"), "change one of them"
    message = f"`{rule.name}` can never apply: {why}"
    return warning("PP610", message, first.formula.span, label, labels=labels, advice=f"{advice}, or strike the rule")


def _denied(part: Conjunct, words: str) -> str:
    return f"{words}, which must not be so" if part.denied else words


# ---- never makes a difference


def _no_difference(rule: Rule, others: Sequence[Rule], asking: Asking) -> Diagnostic | None:
    needed = _constraints(others)
    if not asking.ruled_out(matters, rule, needed, asked=True):
        return None
    for name in needed:
        rest = tuple(other for other in needed if other != name)
        if asking.ruled_out(matters, rule, rest, asked=True):
            needed = rest
    if not needed:
        return None
    closing = CLOSING in needed
    named = [other for other in others if other.name in needed]
    labels = [Label(other.span, "forbids it" if isinstance(other.sentence, Forbids) else "permits it") for other in named]
    labels += [Label(other.span, "closes it") for other in others if closing and isinstance(other.sentence, Closes)]
    message = f"`{rule.name}` never makes a difference: {_reason(rule, named, closing=closing)}"
    advice = "strike it, or let it speak of what " + (
        "no other rule decides" if named else "is closed" if isinstance(rule.sentence, Permits) else "another rule permits"
    )
    return warning("PP611", message, rule.span, "does nothing", labels=labels, advice=advice)


def _reason(rule: Rule, named: Sequence[Rule], *, closing: bool) -> str:
    """Why the rule decides nothing, in a clause."""
    licences = [other.name for other in named if not isinstance(other.sentence, Forbids)]
    prohibitions = [other.name for other in named if isinstance(other.sentence, Forbids)]
    if isinstance(rule.sentence, Permits):
        ways = []
        if licences:
            ways.append(f"{quoted(licences, 'or')} permits too")
        if prohibitions:
            ways.append(f"{quoted(prohibitions, 'or')} forbids")
        if closing:
            ways.append("no rule closes")
        return f"whatever it permits, {' or '.join(ways)}"
    if not prohibitions:
        return "whatever it forbids is closed, and no permission opens it"
    forbidden = f"whatever it forbids, {quoted(prohibitions, 'or')} forbids too"
    return f"{forbidden}, or it is closed and no permission opens it" if closing else forbidden
