"""Small pieces of real disclosure law, each with the questions that a reader of the statute would ask."""

from __future__ import annotations

import pytest

from meaning.told import read
from policyproof.meaning.claims import breaks
from policyproof.meaning.decisions import decide
from policyproof.meaning.lawful import lawful
from policyproof.scenario import FactValue, Instance, Scenario

HOUR, DAY = 60, 24 * 60


def told(facts: dict[str, FactValue], posts: tuple[str, ...] = (), **events: int) -> Scenario:
    def instance(name: str) -> Instance:
        plain = name.replace("_", "-")
        bare, _, argument = plain.partition("(")
        return bare, (argument.rstrip(")"),) if argument else ()

    return Scenario(
        {"Post": posts} if posts else {},
        {instance(name): value for name, value in facts.items()},
        {instance(name): minute for name, minute in events.items()},
        {},
    )


EMERGENCY = read("""policy emergency "An emergency disclosure that is told afterwards"
standard good-faith < probable-cause
party provider
party agency
party court
fact emergency
fact emergency-believed decided by provider on good-faith that emergency
event warrant by court on probable-cause
event request by agency
event delayed by court
action disclose by provider
action notify by provider
rule closed: provider must not disclose unless permitted
rule by-warrant: provider may disclose if warrant
rule in-need: provider may disclose if emergency-believed and request
rule notice: provider must notify not later than 72 hours after disclose if disclose under in-need excused if delayed
rule silence: provider must not notify if delayed
property told: no disclose without warrant or (notify within 72 hours after disclose)
property without-trap: no dilemma for provider
property own-word: the word of provider is never enough to disclose
property both-words: the word of provider, agency is never enough to disclose
""")


@pytest.mark.parametrize(("after", "expected"), [(72 * HOUR, True), (72 * HOUR + 1, False), (-1, True)])
def test_notice_after_an_emergency_may_come_early_but_not_late(after: int, expected: bool) -> None:  # noqa: FBT001
    scenario = told({"emergency-believed": True}, request=0, disclose=HOUR, notify=HOUR + after)
    assert lawful(EMERGENCY, scenario).lawful == expected


def test_a_court_may_put_off_the_notice_until_it_is_due() -> None:
    scenario = told({"emergency-believed": True}, request=0, disclose=0, delayed=72 * HOUR)
    assert lawful(EMERGENCY, scenario).lawful
    assert breaks(EMERGENCY, EMERGENCY.properties["told"], scenario) is not None
    late = told({"emergency-believed": True}, request=0, disclose=0, delayed=72 * HOUR + 1)
    assert [breach.rule for breach in lawful(EMERGENCY, late).breaches] == ["notice"]
    assert breaks(EMERGENCY, EMERGENCY.properties["without-trap"], late) is None


def test_a_belief_is_enough_and_need_not_be_right() -> None:
    scenario = told({"emergency-believed": True}, request=0, disclose=0, notify=5)
    assert breaks(EMERGENCY, EMERGENCY.properties["own-word"], scenario) is None
    assert breaks(EMERGENCY, EMERGENCY.properties["both-words"], scenario) is not None
    assert not decide(EMERGENCY, told({"emergency": True}, request=0), None, ("disclose", ()), 5).permitted


RECORDS = read("""policy records "Consent that runs out, an objection in time"
party shop
party customer
party court
event consent by customer
event withdrawal by customer follows consent
event notice by court
event objection by customer follows notice
action sell by shop
rule closed: shop must not sell unless permitted
rule agreed: shop may sell if consent within the last 730 days and not withdrawal
rule ordered: shop may sell if notice at least 10 days ago unless objection
""")


def test_consent_lasts_for_two_years_and_until_withdrawn() -> None:
    def may(minute: int, **events: int) -> bool:
        return decide(RECORDS, told({}, (), **events), ["shop"], ("sell", ()), minute).permitted

    assert [may(minute, consent=0) for minute in (-1, 0, 730 * DAY, 730 * DAY + 1)] == [False, True, True, False]
    assert [may(minute, consent=0, withdrawal=5 * DAY) for minute in (5 * DAY - 1, 5 * DAY)] == [True, False]
    assert [may(minute, notice=0) for minute in (10 * DAY - 1, 10 * DAY)] == [False, True]
    assert [may(minute, notice=0, objection=12 * DAY) for minute in (12 * DAY - 1, 12 * DAY)] == [True, False]


HEALTH = read("""policy health "Paragraph (f)(6) does not apply and (c) governs; a restriction agreed on"
party clinic
party patient
fact crime-off-premises
fact abuse-believed decided by clinic
fact restricted decided by clinic
event agrees by patient
action disclose by clinic
action inform by clinic
rule closed: clinic must not disclose unless permitted
rule f6: clinic may disclose if crime-off-premises
rule f6ii: f6 does not apply if abuse-believed
rule c1: clinic may disclose if abuse-believed and agrees
rule c2: clinic must inform promptly after disclose if disclose under c1
rule agreed-limit: clinic must not disclose if restricted
rule limit-lifted: agreed-limit does not apply if c1 applies
property governed: no disclose if (disclose under f6 alone) and abuse-believed
""")


def test_one_paragraph_yields_to_another() -> None:
    def under(facts: dict[str, FactValue], **events: int) -> tuple[str, tuple[str, ...]]:
        found = decide(HEALTH, told(facts, (), **events), None, ("disclose", ()), 0)
        return found.outcome, found.allowed_by

    assert under({"crime-off-premises": True}) == ("permitted", ("f6",))
    assert under({"crime-off-premises": True, "abuse-believed": True}) == ("not permitted", ())
    assert under({"abuse-believed": True}, agrees=0) == ("permitted", ("c1",))
    assert under({"crime-off-premises": True, "restricted": True}) == ("forbidden", ("f6",))
    assert under({"abuse-believed": True, "restricted": True}, agrees=0) == ("permitted", ("c1",))


def test_a_duty_to_do_it_promptly_is_breached_only_if_it_is_never_done() -> None:
    facts: dict[str, FactValue] = {"abuse-believed": True}
    assert lawful(HEALTH, told(facts, agrees=0, disclose=0, inform=900 * DAY)).lawful
    assert [breach.rule for breach in lawful(HEALTH, told(facts, agrees=0, disclose=0)).breaches] == ["c2"]
    assert lawful(HEALTH, told(facts, agrees=0, disclose=0), moment=900 * DAY).lawful


POSTS = read("""policy posts "Requests for footage: length and number"
party agency
entity Post "a post about one investigation"
fact span(p: Post): duration
action post(p: Post) by agency
rule closed(p: Post): agency must not post(p) unless permitted
rule ok(p: Post): agency may post(p)
  if all of { span(p) >= 15 minutes; span(p) <= 12 hours; at most 1 Post q where q is not p: post(q) }
property twelve-hours: always every Post p, Post q where p is not q: (if post(p) and post(q) then span(p) + span(q) <= 12 hours)
property two-posts: never at least 3 Post p: post(p)
""")


def test_two_posts_get_round_a_limit_on_each() -> None:
    lengths: dict[str, FactValue] = {"span(a)": 6 * HOUR, "span(b)": 6 * HOUR + 1}
    scenario = told(lengths, ("a", "b"), **{"post(a)": 0, "post(b)": 1})
    assert lawful(POSTS, scenario).lawful
    assert breaks(POSTS, POSTS.properties["twelve-hours"], scenario) is not None


def test_a_third_post_is_unlawful() -> None:
    lengths: dict[str, FactValue] = {f"span({name})": HOUR for name in "abc"}
    scenario = told(lengths, ("a", "b", "c"), **{"post(a)": 0, "post(b)": 1, "post(c)": 2})
    assert [wrong.act for wrong in lawful(POSTS, scenario).acts] == [("post", ("c",))]
    assert breaks(POSTS, POSTS.properties["two-posts"], scenario) is None
    at_once = told(lengths, ("a", "b", "c"), **{"post(a)": 0, "post(b)": 0, "post(c)": 0})
    assert len(lawful(POSTS, at_once).acts) == 3
