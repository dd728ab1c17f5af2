"""What texts mean, as the model has it."""

from __future__ import annotations

import pytest

from policy.shapes import shape
from policy.told import policy
from policyproof.policy.formulas import (
    And,
    AtMoment,
    Compare,
    Count,
    Exists,
    Extremum,
    FactValue,
    Formula,
    Holds,
    IsMember,
    IsSame,
    LookBack,
    Not,
    Or,
    Quantified,
    QuantifiedCount,
    Ranked,
    Relation,
    Shifted,
    TermUse,
    Var,
)
from policyproof.policy.model import (
    Closes,
    Duty,
    ExpectMay,
    ExpectUnlawful,
    Forbids,
    GivenFormula,
    GivenTime,
    MustClaim,
    NeverBlocks,
    NoIf,
    Permits,
    RulePartyParam,
    SwitchesOff,
)


def body(text: str) -> Formula:
    return policy(f"term t means {text}\n").terms["t"].body


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("all of { danger; consent }", And),
        ("danger or consent", Or),
        ("none of { danger; consent }", Not),
        ("exactly one of { danger; consent }", Count),
        ("process", TermUse),
        ("data is content", IsMember),
        ("data is not content", Not),
        ("some Order i: i is at least warrant", Quantified),
        ("no Person exists", Not),
        ("some Person exists", Exists),
        ("at least 2 Person exists", QuantifiedCount),
        ("at consent: danger", AtMoment),
        ("consent within the last 3 days", LookBack),
    ],
)
def test_formulas(text: str, cls: type) -> None:
    assert isinstance(body(text), cls)


@pytest.mark.parametrize(
    ("text", "op", "minutes"),
    [
        ("consent before release", "before", 0),
        ("consent after release", "after", 0),
        ("consent together with release", "together", 0),
        ("consent not later than release", "not later", 0),
        ("consent not later than 3 hours after release", "not later", 180),
        ("consent not later than earliest of { release; issue }", "not later", 0),
        ("consent within 3 hours after release", "within after", 180),
        ("consent within 1 day 1 hour 1 minute before release", "within before", 1501),
        ("consent at least 1 week before release", "at least before", 10080),
        ("consent at least 3 hours after release", "at least after", 180),
        ("consent more than 3 hours after release", "more after", 180),
        ("consent less than 3 hours before release", "less before", 180),
        ("48 hours after consent before release", "before", 0),
    ],
)
def test_relations(text: str, op: str, minutes: int) -> None:
    relation = body(text)
    assert isinstance(relation, Relation)
    assert (relation.op, relation.length) == (op, minutes)


def test_computed_ends() -> None:
    relation = body("consent within 1 day after 10 days before latest of { release; 2 hours after issue }")
    assert isinstance(relation, Relation)
    assert isinstance(relation.right, Shifted)
    assert relation.right.length == -14400
    assert isinstance(relation.right.base, Extremum)
    assert [type(point).__name__ for point in relation.right.base.points] == ["EventPoint", "Shifted"]


def test_variables_members_and_facts_after_is() -> None:
    found = body("every Person a, Person b where guardian(a) is b: a is not b")
    assert isinstance(found, Quantified)
    assert isinstance(found.where, IsSame)
    assert isinstance(found.where.left, FactValue)
    assert isinstance(found.where.right, Var)
    assert isinstance(found.body, Not)
    ranked = body("every Order i where i is at most subpoena: served(i)")
    assert isinstance(ranked, Quantified)
    assert isinstance(ranked.where, Ranked)


def test_sums() -> None:
    found = body("some Post a, Post b: footage(a) - 2 * footage(b) + 3 hours <= 1 day")
    assert isinstance(found, Quantified)
    assert isinstance(found.body, Compare)
    assert [factor for factor, _ in found.body.left.terms] == [1, -2]
    assert (found.body.left.constant, found.body.right.constant, found.body.left.duration) == (180, 1440, True)


def test_kinds_and_parties_are_trees() -> None:
    law = policy()
    assert law.kinds["Data"].leaves == ("mail", "film", "record")
    assert law.kinds["Data"].members["content"].leaves == ("mail", "film")
    assert law.kinds["Order"].members["trial"].rank == 1
    assert law.kinds["Order"].members["warrant"].rank == 2
    assert law.kinds["Data"].members["film"].rank is None
    assert law.party_and_below("state") == {"state", "police", "court"}


def test_descriptions_and_defaults() -> None:
    law = policy('fact some-thing\nevent e_1 "it happens"\n')
    assert law.facts["some-thing"].description == "some thing"
    assert law.events["e_1"].description == "it happens"
    assert law.facts["shown"].otherwise == "{p} is not shown"


def test_rules() -> None:
    law = policy(
        "rule a: state must not issue if danger unless consent unless permitted\n"
        'rule b: police, court may issue if danger see law "1"\n'
        "rule c(x: Person): x must not post(x) if shown(x)\n"
        "rule d: maker must release not later than 3 hours after consent excused unless danger\n"
        "rule e: b, open do not apply if danger\n"
    ).rules
    assert isinstance(law["a"].sentence, Closes)
    assert law["a"].condition is not None
    assert isinstance(law["a"].unless, Formula)
    assert isinstance(law["b"].sentence, Permits)
    assert law["b"].see is not None
    assert (law["b"].see.source, law["b"].see.where) == ("law", "1")
    assert law["b"].parties == ("police", "court")
    assert isinstance(law["c"].sentence, Forbids)
    assert isinstance(law["c"].party_param, RulePartyParam)
    assert law["c"].parties == ()
    duty = law["d"].sentence
    assert isinstance(duty, Duty)
    assert isinstance(duty.excused, Not)
    assert duty.deadline is not None
    assert (duty.deadline.form, duty.deadline.length) == ("not later", 180)
    assert isinstance(law["e"].sentence, SwitchesOff)
    assert [override.rule for override in law["e"].overrides] == ["b", "open"]


def test_overrides_are_gathered_once() -> None:
    rules = policy(
        "rule a: maker must not release if danger notwithstanding open\n"
        "rule b: maker may release if danger subject to a\n"
        "rule d: maker must release if danger subject to a\n"
        "rule f: maker may release if danger subject to a\n"
    ).rules
    assert [override.rule for override in rules["a"].overrides] == ["open", "b", "d", "f"]


def test_notwithstanding_all_means_the_rules_about_the_action() -> None:
    rules = policy("rule a: maker must not release if danger notwithstanding all\n").rules
    assert [override.rule for override in rules["a"].overrides] == ["closed", "open"]


def test_claims_bind_their_free_arguments() -> None:
    properties = policy(
        "property a: no tell(x) if shown(x)\n"
        "property b: must tell(x) within 3 days after release if shown(x)\n"
        "property c: agrees(x) never blocks tell(x)\n"
        "property d: served(i) never opens release\n"
        'property f: no release if danger even if maker, police disobey supposing careful known to fail because "so"\n'
    ).properties
    assert shape(properties["a"].variables) == (("Var", None, "x", "Person", False),)
    claim = properties["a"].claim
    assert isinstance(claim, NoIf)
    assert isinstance(claim.condition, Holds)
    assert shape(claim.condition.args) == shape(claim.args)
    assert isinstance(properties["b"].claim, MustClaim)
    blocks = properties["c"].claim
    assert isinstance(blocks, NeverBlocks)
    assert blocks.subject.is_event
    assert len(properties["c"].variables) == 1
    assert shape(properties["d"].variables) == (("Var", None, "i", "Order", True),)
    assert (properties["f"].disobey, properties["f"].supposing) == (("maker", "police"), ("careful",))
    assert properties["f"].known_to_fail == "so"


def test_members_in_claims_are_members() -> None:
    claim = policy("property a: served(subpoena) never opens release\n").properties["a"].claim
    assert "Member" in str(shape(claim))


def test_cases() -> None:
    case = policy(
        'case "c":\n  given only ann: Person; bob: Person; shown(ann); data is mail; agrees(bob) at 2 hours;\n'
        "    served(trial) at 0 hours; guardian(ann) is bob; age(ann) = 7; issue by court\n"
        "  expect maker may release under open; ann may post(ann); unlawful under notice; not danger\n"
    ).cases["c"]
    assert case.only
    assert [one.name for one in case.individuals] == ["ann", "bob"]
    assert [given.minute for given in case.givens if isinstance(given, GivenTime)] == [120, 0]
    assert sum(isinstance(given, GivenFormula) for given in case.givens) == 5
    may, post, unlawful, _ = case.expects
    assert isinstance(may, ExpectMay)
    assert (may.parties, may.under) == (("maker",), ("open",))
    assert isinstance(post, ExpectMay)
    assert post.parties == ()
    assert isinstance(unlawful, ExpectUnlawful)


def test_dates_count_from_1970() -> None:
    case = policy('case "c": given consent at 1970-01-02 01:30; release at 1971-01-01 expect lawful\n').cases["c"]
    assert case.dated
    assert [given.minute for given in case.givens if isinstance(given, GivenTime)] == [1530, 365 * 1440]


def test_rules_may_be_named_before_they_are_declared() -> None:
    law = policy("term early means late applies\nrule late: maker must not release if consent\n")
    assert "early" in law.terms


def test_a_variable_may_share_the_name_of_a_rule_or_property() -> None:
    law = policy("rule r(r: Person): maker must not tell(r)\nproperty q: no tell(q) if shown(q)\n")
    assert law.rules["r"].params[0].name == "r"


def test_groups_stand_as_arguments() -> None:
    found = body("served(subpoena) before release")
    assert isinstance(found, Relation)
    assert "Member" in str(shape(found.left))
