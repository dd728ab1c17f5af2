"""All warnings about one policy, in the order of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from policyproof.diagnostics import Diagnostic
from policyproof.policy.model import Policy
from policyproof.questions.warnings.after_the_act import decisions_after_the_act
from policyproof.questions.warnings.allowing import settle
from policyproof.questions.warnings.always_open import permissions_without_a_condition
from policyproof.questions.warnings.asking import Asking
from policyproof.questions.warnings.beliefs import beliefs_beside_facts
from policyproof.questions.warnings.clashes import undecided_clashes
from policyproof.questions.warnings.descriptions import descriptions_without_their_parameters
from policyproof.questions.warnings.each_other import acts_that_permit_each_other
from policyproof.questions.warnings.exceptions import needless_exceptions
from policyproof.questions.warnings.far_apart import facts_read_far_apart
from policyproof.questions.warnings.idle_rules import idle_rules
from policyproof.questions.warnings.idle_variables import variables_never_used
from policyproof.questions.warnings.late_conditions import conditions_that_come_late
from policyproof.questions.warnings.once_only import events_that_come_again
from policyproof.questions.warnings.read_at_the_end import claims_read_at_the_end
from policyproof.questions.warnings.tables import tables_with_holes
from policyproof.questions.warnings.too_soon import acts_done_too_soon
from policyproof.questions.warnings.unenforced import duties_without_a_date
from policyproof.questions.warnings.unopened import closed_for_good
from policyproof.questions.warnings.unused import declared_and_never_used
from policyproof.questions.warnings.windows import short_windows
from policyproof.search.decide import Laboratory
from policyproof.syntax.allowances import Allowance

Lint = Callable[[Policy, Asking], Iterator[Diagnostic]]

READ: Final[tuple[Lint, ...]] = (
    permissions_without_a_condition,
    closed_for_good,
    tables_with_holes,
    duties_without_a_date,
    events_that_come_again,
    beliefs_beside_facts,
    decisions_after_the_act,
    declared_and_never_used,
    variables_never_used,
    descriptions_without_their_parameters,
)
"""What the text alone shows."""

ASKED: Final[tuple[Lint, ...]] = (
    idle_rules,
    needless_exceptions,
    undecided_clashes,
    conditions_that_come_late,
    acts_done_too_soon,
    acts_that_permit_each_other,
    short_windows,
    facts_read_far_apart,
    claims_read_at_the_end,
)
"""What the prover is asked for. `idle_rules` comes first: of rules that do nothing, others say no more."""


def warnings(laboratory: Laboratory, allowances: Sequence[Allowance]) -> tuple[Diagnostic, ...]:
    """The warnings about a policy, but for those that are allowed in place, with the reason. Asked after all else: its claims
    and cases have then loaded most of what is needed, and cannot be affected.
    """
    policy = laboratory.policy
    asking = Asking(laboratory)
    found = [one for lint in (*READ, *ASKED) for one in lint(policy, asking) if one.path == policy.path]
    own = [allowance for allowance in allowances if allowance.span.path == policy.path]
    return settle(found, own, all_known=not asking.unanswered)
