"""Properties: claims, their free variables and their modifiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from policyproof.diagnostics import Label
from policyproof.policy.formulas import Arg, Formula, Var
from policyproof.policy.model import (
    Always,
    Claim,
    Complies,
    Event,
    Independent,
    Instance,
    MayClaim,
    MustClaim,
    Never,
    NeverBlocks,
    NeverOpens,
    NoDilemma,
    NoIf,
    NoWithout,
    Possible,
    Property,
    SameAs,
    StandardNeverEnough,
    WordNeverEnough,
)
from policyproof.policy.resolution.entries import CONFUSABLE
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.law import Law
from policyproof.policy.resolution.points import deadline
from policyproof.policy.resolution.scope import Scope, scope_of
from policyproof.policy.resolution.vocabulary import argument, placed, wrong_number
from policyproof.syntax import nodes as n


def properties(law: Law, trees: Sequence[n.PropertyTree]) -> dict[str, Property]:
    """The properties. Those with errors are left out."""
    found = [_property(law, tree) for tree in trees]
    return {prop.name: prop for prop in found if prop is not None}


def _property(law: Law, tree: n.PropertyTree) -> Property | None:
    before = law.problems.count
    variables: dict[str, Var] = {}
    refused = set(law.refused)
    claim = _claim(law, tree.claim, variables)
    law.refused = refused
    disobey: tuple[str, ...] = ()
    supposing: tuple[str, ...] = ()
    for modifier in tree.modifiers:
        match modifier:
            case n.EvenIf(parties=words):
                disobey = _disobeying(law, words)
            case n.Supposing(names=words):
                supposing = _names(law, words)
            case n.TrueBeliefs():
                if not law.has_beliefs:
                    _idle(
                        law, modifier, "no word here is said to be about anything", "say of a fact what it is about: `that …`"
                    )
            case n.OutOfScope():
                if not law.has_scope:
                    _idle(law, modifier, "this law has no `scope`, so that nothing is out of it", "delete `even out of scope`")
            case _:
                assert_never(modifier)
    if claim is None or law.problems.count > before:
        return None
    return Property(
        tree.name.text,
        tree.name.span,
        tree.title.value if tree.title else None,
        claim,
        tuple(variables.values()),
        disobey,
        supposing,
        tree.known.why.value if tree.known else None,
        tree.span,
        any(isinstance(modifier, n.OutOfScope) for modifier in tree.modifiers),
        any(isinstance(modifier, n.TrueBeliefs) for modifier in tree.modifiers),
    )


def _is_other(law: Law, word: n.Word) -> bool:
    """Whether a law to compare with is another one. Whether there is one of that name, `link` sees."""
    if word.text != law.name:
        return True
    message = f"`{word.text}` is this very law, which is always the same as itself"
    law.problems.error("PP201", message, word.span, advice="name another law")
    return False


def _idle(law: Law, modifier: n.ModifierTree, why: str, advice: str) -> None:
    law.problems.error("PP208", why, modifier.span, label="this changes nothing", advice=advice)


def _claim(law: Law, tree: n.ClaimTree, variables: dict[str, Var]) -> Claim | None:
    match tree:
        case n.ActionClaim():
            return _action_claim(law, tree, variables)
        case n.WordClaim():
            return _word_claim(law, tree, variables)
        case n.FormulaClaim(word=word, body=body):
            found = formula(law, body, Scope({}))
            if found is None:
                return None
            return Always(found) if word == "always" else Never(found) if word == "never" else Possible(found)
        case n.DilemmaClaim(parties=words):
            return NoDilemma(_parties(law, words))
        case n.InfluenceClaim():
            return _influence(law, tree, variables)
        case n.CompliesClaim(law=other, parties=words):
            return Complies(other.text, _parties(law, words)) if _is_other(law, other) else None
        case n.SameAsClaim(law=other):
            return SameAs(other.text) if _is_other(law, other) else None
        case _:
            assert_never(tree)


def _action_claim(law: Law, tree: n.ActionClaim, variables: dict[str, Var]) -> Claim | None:
    act = _act(law, tree.action, variables)
    scope = scope_of(tuple(variables.values()))
    without = _optional(law, tree.without, scope)
    condition = _optional(law, tree.condition, scope)
    due = deadline(law, tree.deadline, scope) if tree.deadline is not None else None
    if act is None or (due is None and tree.deadline is not None):
        return None
    if (without is None and tree.without is not None) or (condition is None and tree.condition is not None):
        return None
    match tree.word:
        case "no without":
            return NoWithout(*act, without, condition) if without is not None else None
        case "no if":
            return NoIf(*act, condition) if condition is not None else None
        case "may":
            return MayClaim(*act, condition)
        case "must":
            return MustClaim(*act, due, condition)
        case _:
            assert_never(tree.word)


def _word_claim(law: Law, tree: n.WordClaim, variables: dict[str, Var]) -> Claim | None:
    act = _act(law, tree.action, variables)
    condition = _optional(law, tree.condition, scope_of(tuple(variables.values())))
    parties = _parties(law, tree.parties)
    standard = law.find(tree.standard, ("standard",), "a standard") if tree.standard is not None else None
    if act is None or (condition is None and tree.condition is not None):
        return None
    if tree.standard is None:
        return WordNeverEnough(parties, *act, condition)
    return StandardNeverEnough(standard.name, *act, condition) if standard is not None else None


def _influence(law: Law, tree: n.InfluenceClaim, variables: dict[str, Var]) -> Claim | None:
    act = _act(law, tree.action, variables)
    found = [_instance(law, ref, variables, yes_no=tree.word != "depend") for ref in tree.subjects]
    subjects = tuple(subject for subject in found if subject is not None)
    if act is None or len(subjects) < len(found):
        return None
    match tree.word:
        case "depend":
            return Independent(*act, subjects)
        case "blocks":
            return NeverBlocks(subjects[0], *act)
        case "opens":
            return NeverOpens(subjects[0], *act)
        case _:
            assert_never(tree.word)


def _optional(law: Law, tree: n.FormulaTree | None, scope: Scope) -> Formula | None:
    return formula(law, tree, scope) if tree is not None else None


def _act(law: Law, ref: n.Ref, variables: dict[str, Var]) -> tuple[str, tuple[Arg, ...]] | None:
    action = law.action(ref)
    if action is None:
        law.refused |= {word.text for word in ref.args or ()}  # these would have been variables
        return None
    args = _open_arguments(law, ref, action.params, variables)
    return (action.name, args) if args is not None else None


def _instance(law: Law, ref: n.Ref, variables: dict[str, Var], *, yes_no: bool) -> Instance | None:
    if law.dotted(ref):
        return None
    entry = law.find(ref.name, ("fact", "event", "action"), "a fact or an event")
    thing = (law.facts.get(entry.name) or law.events.get(entry.name)) if entry else None
    if thing is None:
        return None
    if yes_no and not isinstance(thing, Event) and thing.type != "bool":
        message = f"`{thing.name}` is no yes/no fact, so it cannot be there or not"
        labels = (Label(thing.span, "declared here"),)
        law.problems.error(
            "PP202", message, ref.span, labels=labels, advice="write `whether A is permitted does not depend on …`"
        )
        return None
    args = _open_arguments(law, ref, thing.params, variables)
    return Instance(thing.name, isinstance(thing, Event), args) if args is not None else None


def _open_arguments(law: Law, ref: n.Ref, params: Sequence[Var], variables: dict[str, Var]) -> tuple[Arg, ...] | None:
    """Arguments of a claim: what is no member of a kind is a variable, and the claim is made for every value of it."""
    words = ref.args or ()
    if len(words) != len(params):
        wrong_number(law, ref, params)
        return None
    found: list[Arg] = []
    for word, param in zip(words, params, strict=True):
        arg: Arg | None
        if (known := variables.get(word.text)) is not None:
            arg = placed(law, word, known, param)
        elif (entry := law.names.get(word.text)) is not None and entry.sort in CONFUSABLE:
            arg = argument(law, word, param, {})
        else:
            arg = variables[word.text] = Var(word.span, word.text, param.sort, param.over_kind)
        if arg is not None:
            found.append(arg)
    return tuple(found) if len(found) == len(params) else None


def _disobeying(law: Law, words: Sequence[n.Word]) -> tuple[str, ...]:
    for word in words:
        entry = law.names.get(word.text)
        if entry is not None and entry.sort == "entity":
            law.problems.unavailable("`even if` for the individuals of an entity", word.span)
            return ()
    return _parties(law, words)


def _parties(law: Law, words: Sequence[n.Word]) -> tuple[str, ...]:
    found = [law.find(word, ("party",), "a party") for word in words]
    return tuple(dict.fromkeys(entry.name for entry in found if entry is not None))


def _names(law: Law, words: Sequence[n.Word]) -> tuple[str, ...]:
    found = [law.find(word, ("hypothesis",), "a hypothesis (`suppose NAME: …`)") for word in words]
    return tuple(dict.fromkeys(entry.name for entry in found if entry is not None))
