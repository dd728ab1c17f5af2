"""A law compared with another: is there a scenario that is lawful under the one and not under the other?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policyproof.encode.alternatives import Alternative, Question
from policyproof.encode.law import Law
from policyproof.encode.lawful import Asked, Sentence, Supposed, stated
from policyproof.encode.obligations import Obligations
from policyproof.encode.valuation import Plain
from policyproof.encode.world import Polarity
from policyproof.logic.terms import END, TRUE
from policyproof.policy.model import Complies, Property, SameAs

if TYPE_CHECKING:
    from policyproof.encode.questions import Engine


def comparison_of_laws(engine: Engine, declared: Property, claim: Complies | SameAs) -> tuple[Question, ...]:
    """`complies with L`: one question. `same as L`: one for each way round."""
    other = engine.other(claim.law)
    assumed = _assumed(engine, declared, other, claim.law)
    here = engine.lawful_at(END, declared.disobey)
    match claim:
        case Complies(law, parties):
            return (Question(assumed, _unlawful(other, law, Asked(only=parties), engine.sign), here),)
        case SameAs(law):
            asked = Asked(declared.disobey)
            there = Obligations(other, END, asked, engine.sign, of=law)
            return (
                Question(assumed, _unlawful(other, law, asked, engine.sign), here),
                Question(assumed, _unlawful(engine.law, engine.policy.name, asked, engine.sign), there),
            )


def something_to_compare(engine: Engine, declared: Property, claim: Complies | SameAs) -> Question:
    """Is there a scenario that the assumptions of both laws admit (and, for `complies`, that is lawful here)? Else nothing is
    compared.
    """
    lawful = engine.lawful_at(END, declared.disobey) if isinstance(claim, Complies) else None
    return Question(_assumed(engine, declared, engine.other(claim.law), claim.law), (Alternative(TRUE),), lawful)


def _assumed(engine: Engine, declared: Property, other: Law, name: str) -> tuple[Sentence, ...]:
    """What both laws assume, and the claim supposes."""
    return (*engine.assumed(declared), *stated(other, Supposed(), Plain(), of=name))


def _unlawful(law: Law, name: str, asked: Asked, sign: Polarity) -> tuple[Alternative, ...]:
    """The ways in which a scenario is not lawful under a law: rule by rule, and doer by doer."""
    sentences = Obligations(law, END, asked, -sign).all()
    return tuple(Alternative(sentence.lit ^ 1, against=(name, sentence.name)) for sentence in sentences)
