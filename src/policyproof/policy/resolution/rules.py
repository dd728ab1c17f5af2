"""Rules: first what each says of which action, then its conditions and what it switches off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, assert_never

import msgspec

from policyproof.diagnostics import Label
from policyproof.policy.formulas import Formula, Not, Var
from policyproof.policy.model import (
    Citation,
    Closes,
    Deadline,
    Duty,
    Event,
    Forbids,
    Override,
    Permits,
    Rule,
    RulePartyParam,
    Sentence,
    SwitchesOff,
)
from policyproof.policy.resolution.formulas import formula
from policyproof.policy.resolution.law import Law, RuleHead
from policyproof.policy.resolution.points import deadline
from policyproof.policy.resolution.scope import scope_of
from policyproof.policy.resolution.vocabulary import arguments, parameters
from policyproof.source import Span
from policyproof.syntax import nodes as n
from policyproof.syntax.spelling import close

_BEFORE = frozenset({"before", "at least before", "within before"})
"""Deadlines before their trigger: such a duty makes nothing lawful."""
_SHOWN = 2
"""So many further rules are pointed at that have the same fault."""


def rule_heads(law: Law, trees: Sequence[n.RuleTree]) -> None:
    """Fills in what each rule is about."""
    for tree in trees:
        head = _head(law, tree)
        if head is not None:
            law.rules[tree.name.text] = head


def _head(law: Law, tree: n.RuleTree) -> RuleHead | None:
    params = parameters(law, tree.params)
    if params is None:
        return None
    name, span = tree.name.text, tree.name.span
    sentence = tree.sentence
    if isinstance(sentence, n.SwitchSentence):
        return RuleHead(name, span, params, "switches off", None, (), licence=False)
    action = law.action(sentence.action)
    if action is None:
        return None
    args = arguments(law, sentence.action, action.params, {param.name: param for param in params})
    if args is None:
        return None
    match sentence.word:
        case "may":
            return RuleHead(name, span, params, "permits", action.name, args, licence=True)
        case "must":
            timing = sentence.deadline
            licence = timing is not None and timing.form not in _BEFORE
            return RuleHead(name, span, params, "duty", action.name, args, licence)
        case "must not":
            closes = any(clause.word == "unless permitted" or _almost_permitted(law, clause) for clause in tree.clauses)
            return RuleHead(name, span, params, "closes" if closes else "forbids", action.name, args, licence=False)


def head_of(rule: Rule) -> RuleHead:
    """The same of a rule that is whole already."""
    sentence = rule.sentence
    match sentence:
        case SwitchesOff():
            return RuleHead(rule.name, rule.span, rule.params, "switches off", None, (), licence=False, law=rule.law)
        case Duty(deadline=due):
            licence = due is not None and due.form not in _BEFORE
            return RuleHead(rule.name, rule.span, rule.params, "duty", sentence.action, sentence.args, licence, law=rule.law)
        case Permits():
            return RuleHead(
                rule.name, rule.span, rule.params, "permits", sentence.action, sentence.args, licence=True, law=rule.law
            )
        case Closes() | Forbids():
            form: Literal["closes", "forbids"] = "closes" if isinstance(sentence, Closes) else "forbids"
            return RuleHead(
                rule.name, rule.span, rule.params, form, sentence.action, sentence.args, licence=False, law=rule.law
            )
        case _:
            assert_never(sentence)


def rules(law: Law, trees: Sequence[n.RuleTree]) -> dict[str, Rule]:
    """The rules, whole. Those with errors are left out."""
    overrides = _overrides(law, trees)
    found = [_rule(law, tree, overrides.get(tree.name.text, ())) for tree in trees]
    return {rule.name: rule for rule in found if rule is not None}


def _rule(law: Law, tree: n.RuleTree, overrides: Sequence[Override]) -> Rule | None:
    head = law.rules.get(tree.name.text)
    if head is None:
        return None
    scope = scope_of(head.params)
    formulas: dict[str, Formula] = {}
    for clause in tree.clauses:
        if (slip := _almost_permitted(law, clause)) is not None:
            law.uses.unknown(slip.text, slip.span, (), {"permitted": slip.span}, "")
            return None
        if clause.formula is not None:
            found = formula(law, clause.formula, scope)
            if found is None:
                return None
            formulas[clause.word] = found
    parties: tuple[str, ...] = ()
    own: RulePartyParam | None = None
    sentence: Sentence = SwitchesOff()
    if isinstance(tree.sentence, n.ModalSentence):
        parties, own = parties_of(law, tree.sentence, head)
        timing = tree.sentence.deadline
        due = deadline(law, timing, scope) if timing is not None else None
        if timing is not None and due is None:
            return None
        lifted = _lifted(law, tree, head)
        if lifted is None:
            return None
        sentence = _sentence(head, due, formulas, lifted)
    return Rule(
        head.name,
        head.span,
        head.params,
        tree.title.value if tree.title else None,
        parties,
        own,
        sentence,
        formulas.get("if"),
        formulas.get("unless"),
        tuple(overrides),
        _citation(law, tree),
        tree.span,
        law.name or "",
    )


def _almost_permitted(law: Law, clause: n.Clause) -> n.Ref | None:
    """The last word of `unless permited`, which would otherwise be read as a name."""
    if clause.word != "unless" or not isinstance(clause.formula, n.Named):
        return None
    ref = clause.formula.ref
    return ref if ref.text not in law.names and close(ref.text, ("permitted",)) else None


def _sentence(head: RuleHead, due: Deadline | None, formulas: Mapping[str, Formula], lifted: tuple[str, ...]) -> Sentence:
    assert head.action is not None
    match head.form:
        case "closes":
            return Closes(head.action, head.args)
        case "forbids":
            return Forbids(head.action, head.args)
        case "permits":
            return Permits(head.action, head.args, formulas.get("provided that"), lifted)
        case _:
            needed = formulas.get("excused unless")
            excused = Not(needed.span, needed) if needed is not None else formulas.get("excused if")
            return Duty(head.action, head.args, due, excused)


def _citation(law: Law, tree: n.RuleTree) -> Citation | None:
    return citation(law, next((clause for clause in tree.clauses if clause.word == "see"), None))


def citation(law: Law, see: n.Clause | None) -> Citation | None:
    """What a `see` cites; None, too, where there is none."""
    if see is None or see.source is None or see.where is None:
        return None
    entry = law.find(see.source, ("source",), "a source")
    return Citation(entry.name, see.where.value) if entry else None


def _lifted(law: Law, tree: n.RuleTree, head: RuleHead) -> tuple[str, ...] | None:
    """The closing rules that a permission is an exception to; None, and an error, where it cannot lift one of them."""
    named = [ref for clause in tree.clauses if clause.word == "as an exception to" for ref in clause.rules]
    found: dict[str, None] = {}
    for ref in named:
        rule = law.rule(ref)
        if rule is None or not same_parameters(law, ref, rule, head.params):
            return None
        if rule.form == "closes" and rule.action == head.action:
            found[rule.name] = None
            continue
        message, advice = _cannot_lift(rule, head)
        labels = (Label(rule.span, f"`{rule.name}` is declared here"),)
        law.problems.error("PP115", message, ref.span, labels=labels, advice=advice)
        return None
    return tuple(found)


def _cannot_lift(rule: RuleHead, head: RuleHead) -> tuple[str, str]:
    match rule.form:
        case "closes":
            message = f"`{rule.name}` closes `{rule.action}`, and this permission is for `{head.action}`"
            return message, f"name a rule that closes `{head.action}`"
        case "forbids":
            message = f"`{rule.name}` forbids outright: no permission is an exception to it"
            return message, f"write `notwithstanding {rule.name}`, or add `unless permitted` to `{rule.name}`"
        case "permits" | "duty" | "switches off":
            what = {"permits": "is a permission", "duty": "is a duty", "switches off": "switches rules off"}[rule.form]
            message = f"`{rule.name}` {what}, and closes nothing that could be lifted"
            return message, "name a rule that ends in `unless permitted`"


# ---- whom a rule speaks of


def parties_of(law: Law, sentence: n.ModalSentence, head: RuleHead) -> tuple[tuple[str, ...], RulePartyParam | None]:
    """The parties that a sentence speaks of, or the parameter that stands for one."""
    action = law.events[head.action or ""]
    own = {param.name: param for param in head.params}
    first = sentence.parties[0] if sentence.parties else None
    if first is not None and first.name.text in own:
        law.uses.note(own[first.name.text].span)
        _check_own_party(law, sentence, head, action, own[first.name.text])
        return (), RulePartyParam(first.name.text)
    found: dict[str, None] = {}
    for ref in sentence.parties:
        party = party_of(law, ref, action)
        if party is not None and party in found:
            law.problems.error("PP101", f"`{party}` is named twice", ref.span, advice="name it once")
        elif party is not None:
            found[party] = None
    return tuple(found), None


def party_of(law: Law, ref: n.Ref, action: Event) -> str | None:
    """A party that a sentence about an action may name: one that does it, or one above."""
    if law.dotted(ref):
        return None
    if ref.args is not None:
        law.problems.error("PP103", f"`{ref.name.text}` takes no arguments here", ref.span, advice=f"write `{ref.name.text}`")
        return None
    entry = law.find(ref.name, ("party",), "a party")
    if entry is None:
        return None
    if action.name in law.unsure_doers or any(entry.name in law.above(doer) for doer in action.by):
        return entry.name
    if action.by_param is not None:
        message = f"`{action.name}` is done by each `{action.by_param}` itself, not by `{entry.name}`"
        sort = next(param.sort for param in action.params if param.name == action.by_param)
        advice = f"give the rule a parameter: `rule NAME({action.by_param}: {sort}): {action.by_param} …`"
    else:
        doers = ", ".join(f"`{doer}`" for doer in action.by)
        message = f"`{action.name}` is done by {doers}, not by `{entry.name}`"
        advice = f"name {doers}" if len(action.by) == 1 else f"name one of {doers}"
    law.problems.error(
        "PP106", message, ref.span, labels=(Label(action.span, f"`{action.name}` is declared here"),), advice=advice
    )
    return None


def _check_own_party(law: Law, sentence: n.ModalSentence, head: RuleHead, action: Event, param: Var) -> None:
    place = sentence.parties[0].span
    if len(sentence.parties) > 1:
        law.problems.error(
            "PP106",
            f"`{param.name}` stands for one individual: no other can be named beside it",
            place,
            advice="make it two rules",
        )
        return
    if action.name in law.unsure_doers:
        return
    if action.by_param is None:
        doers = ", ".join(f"`{doer}`" for doer in action.by)
        labels = (Label(action.span, f"`{action.name}` is declared here"),)
        message = f"`{action.name}` is done by {doers}, not by `{param.name}`"
        law.problems.error("PP106", message, place, labels=labels, advice=f"name {doers}")
        return
    position = next(i for i, own in enumerate(action.params) if own.name == action.by_param)
    argument = head.args[position]
    if not (isinstance(argument, Var) and argument.name == param.name):
        message = f"this `{action.name}` is done by `{argument.name}`, not by `{param.name}`"
        law.problems.error("PP106", message, place, advice=f"write `{argument.name}`")


def check_exemptions(law: Law, trees: Sequence[n.RuleTree], tables: Sequence[n.ModalSentence]) -> None:
    """A permission needs something to lift. `tables` are the sentences of tables."""
    closed = {head.action for head in law.rules.values() if head.form == "closes"}
    broken = not law.whole or any(tree.name.text not in law.rules for tree in trees)
    if broken:  # one of those with errors may be what closes it
        return
    plain = [tree.sentence for tree in trees if not any(clause.word == "as an exception to" for clause in tree.clauses)]
    useless: dict[str, list[n.ModalSentence]] = {}
    for sentence in (*plain, *tables):
        if isinstance(sentence, n.ModalSentence) and sentence.word == "may" and sentence.action.name.text not in closed:
            useless.setdefault(sentence.action.name.text, []).append(sentence)
    for action, (sentence, *others) in useless.items():
        who = ", ".join(party.text for party in sentence.parties)
        law.problems.error(
            "PP107",
            f"an exemption is not a permission: no rule of this law closes `{action}`",
            sentence.span,
            label="nothing that it could lift",
            labels=tuple(Label(other.span, "nor this one") for other in others[:_SHOWN]),
            advice=f"add a rule such as `{who} must not {sentence.action.text} unless permitted`, or delete this one",
        )


# ---- which rule switches which off


class _Said(msgspec.Struct, frozen=True):
    winner: str
    loser: str
    span: Span


def _overrides(law: Law, trees: Sequence[n.RuleTree]) -> dict[str, list[Override]]:
    said = [*_said_by_winners(law, trees), *_said_by_losers(law, trees)]
    first: dict[tuple[str, str], _Said] = {}
    found: dict[str, list[Override]] = {}
    for one in said:
        pair = (one.winner, one.loser)
        if pair in first:
            continue
        first[pair] = one
        opposite = first.get((one.loser, one.winner))
        if opposite is not None and one.winner != one.loser:
            law.problems.error(
                "PP108",
                f"`{one.winner}` and `{one.loser}` switch each other off",
                one.span,
                label=f"here `{one.winner}` prevails",
                labels=(Label(opposite.span, f"here `{opposite.winner}` prevails"),),
                advice="delete one of the two",
            )
            continue
        found.setdefault(one.winner, []).append(Override(one.loser, one.span))
    return found


def _said_by_winners(law: Law, trees: Sequence[n.RuleTree]) -> list[_Said]:
    found: list[_Said] = []
    for tree in trees:
        head = law.rules.get(tree.name.text)
        if head is None:
            continue
        targets: list[n.Ref] = list(tree.sentence.rules) if isinstance(tree.sentence, n.SwitchSentence) else []
        for clause in tree.clauses:
            if clause.word == "notwithstanding":
                targets.extend(clause.rules)
            if clause.everything:
                about = [other for other in law.rules.values() if other.action == head.action and other.name != head.name]
                if head.action is None:
                    message = "`notwithstanding all` means all rules about the same action, and this rule is about none"
                    law.problems.error("PP035", message, clause.span, advice="name the rules")
                    continue
                found.extend(_Said(head.name, other.name, clause.span) for other in about)
        for ref in targets:
            loser = _target(law, ref, head)
            if loser is not None:
                found.append(_Said(head.name, loser.name, ref.span))
    return found


def _said_by_losers(law: Law, trees: Sequence[n.RuleTree]) -> list[_Said]:
    found: list[_Said] = []
    for tree in trees:
        head = law.rules.get(tree.name.text)
        for clause in tree.clauses if head is not None else ():
            if clause.word == "subject to" and head is not None:
                for ref in clause.rules:
                    winner = _target(law, ref, head)
                    if winner is not None:
                        found.append(_Said(winner.name, head.name, ref.span))
    return found


def _target(law: Law, ref: n.Ref, head: RuleHead) -> RuleHead | None:
    """A rule named by another. Its arguments, where said, can only be parameters that both have."""
    found = law.rule(ref)
    if found is None:
        return None
    if found.name == head.name:
        law.problems.error("PP108", f"`{head.name}` cannot switch itself off", ref.span, advice="name another rule")
        return None
    return found if same_parameters(law, ref, found, head.params) else None


def same_parameters(law: Law, ref: n.Ref, found: RuleHead, own: Sequence[Var]) -> bool:
    """Whether the arguments of a rule that is named are parameters that who names it has under the same names."""
    if ref.args is None:
        return True
    if arguments(law, ref, found.params, {param.name: param for param in own}) is None:
        return False
    for word, param in zip(ref.args, found.params, strict=True):
        if word.text != param.name:
            message = f"between rules, parameters of the same name are the same: `{found.name}` calls this one `{param.name}`"
            advice = f"call it `{param.name}` in both rules"
            law.problems.error("PP103", message, word.span, labels=(Label(param.span, "declared here"),), advice=advice)
            return False
    return True
