"""Traps that drafters fall into, each a few lines below the words that they share, with the code of what is said about it.

The traps are of four kinds: words that can be read in two ways; words of statutes that mean two things; rules that do not say
what their author thinks; and claims that do not ask what their author thinks.
"""

from __future__ import annotations

import msgspec

WORDS = """\
policy trap "A policy with a trap"
source letter "Amazon to Senator Markey, 1 July 2022"
standard assertion < good-faith < probable-cause
party ring "Ring"
party owner "the camera's owner"
party court "a judge"
party agency "the agency"
entity Person "somebody whom the footage shows"
kind Agency is one of police, federal { fbi, immigration }, fire-department
kind Process ranked request < subpoena < search-warrant
fact requester: Agency "who asks for the footage"
fact served: Process "what is served"
fact pages: number "how many pages there are"
fact wait: duration "how long they wait"
fact danger "somebody really is in danger"
fact danger-believed decided by ring on good-faith that danger
     "Ring believes that somebody is in danger" otherwise "Ring does not believe that anybody is in danger"
fact shown(p: Person) "the footage shows {p}"
event warrant by court on probable-cause "a search warrant is served"
event consent by owner "the owner agrees"
event withdrawal by owner follows consent "the owner withdraws that consent"
event gag by court "a court forbids Ring to tell the owner"
event review by court "a judge reviews the release"
event agrees(p: Person) by p "{p} agrees to the release"
action release by ring "Ring hands over the footage"
action notify by ring "Ring tells the owner"
"""
CLOSED = WORDS + "rule closed: ring must not release unless permitted\n"
OPEN = CLOSED + "rule process: ring may release if warrant\n"


class Trap(msgspec.Struct, frozen=True):
    """`title`: what goes wrong. `code`: what is said about it. `words`: what the trap needs above itself."""

    title: str
    code: str
    text: str
    words: str = CLOSED


AMBIGUITIES = (
    # ---- which belong together?
    Trap("`and` with `or` in a permission", "PP033", "rule r: ring may release if warrant and consent or danger-believed"),
    Trap("`and` with `or` in an exception", "PP033", "rule r: ring may release if warrant unless gag or danger and review"),
    Trap(
        "`and` with `or` in an excuse",
        "PP033",
        "rule r: ring must notify within 72 hours after release excused if gag or danger and review",
    ),
    Trap(
        "`and` with `or` in what switches rules off",
        "PP033",
        "rule r: process does not apply if gag and danger or review",
        OPEN,
    ),
    Trap("`and` with `or` in a term", "PP033", "term legal means warrant and consent or review"),
    Trap("`and` with `or` in an assumption", "PP033", 'assume a: warrant and review or consent "so it is"'),
    Trap("`and` with `or` in a claim", "PP033", "property p: no release without warrant and review or consent", OPEN),
    Trap(
        "`and` with `or` in a claim's `if`",
        "PP033",
        "property p: no release without warrant if danger and gag or consent",
        OPEN,
    ),
    Trap(
        "`and` with `or` among whom a quantifier speaks of",
        "PP033",
        "property p: no release without every Person p where shown(p) and danger or gag: agrees(p)",
        OPEN,
    ),
    Trap("`and` with `or` in a case", "PP033", 'case "c": given warrant and consent or gag expect lawful'),
    Trap("`and` with `or` in what a word is about", "PP033", "fact belief decided by ring that danger and gag or consent"),
    # ---- how far does `not` reach?
    Trap("a leading `not` in a permission", "PP033", "rule r: ring may release if not danger or warrant"),
    Trap("a leading `not` before `and`", "PP033", "rule r: ring may release if not gag and consent"),
    Trap("a leading `not` in a claim", "PP033", "property p: no release without not gag or warrant", OPEN),
    Trap("a leading `not` with `and` and `or`", "PP033", "rule r: ring may release if not gag or warrant and consent"),
    # ---- what does a time belong to, and what does it count from?
    Trap("a time after the last item", "PP033", "rule r: ring may release if warrant or consent within the last 30 days"),
    Trap(
        "a deadline after the last item of a claim",
        "PP033",
        "property p: no release without consent or review within 48 hours after release",
        OPEN,
    ),
    Trap("`before` after the last item", "PP033", "term asked means consent and review before release"),
    Trap("`or` after a time", "PP033", "property p: no release without notify within 72 hours after warrant or consent", OPEN),
    Trap("`and` after a time", "PP033", "term late means notify more than 3 days after release and consent"),
    Trap(
        "a deadline that counts from either of two events",
        "PP033",
        "rule r: ring must notify within 72 hours after warrant or consent",
    ),
    # ---- where does a body end?
    Trap(
        "an item after what is said of everybody",
        "PP033",
        "rule r: ring may release if every Person p where shown(p): agrees(p) and warrant",
    ),
    Trap("an item after what is said of somebody", "PP033", "rule r: ring may release if some Person p: agrees(p) or warrant"),
    Trap(
        "an item after what is said of nobody",
        "PP033",
        "property p: no release without no Person p: shown(p) and warrant",
        OPEN,
    ),
    Trap("an item after how many there are", "PP033", "property p: possible at least 2 Person p: agrees(p) and warrant", OPEN),
    Trap("an item after `at E:`", "PP033", "property p: no release without at consent: warrant or review", OPEN),
    Trap(
        "`exactly when` after what is said of everybody",
        "PP033",
        "property p: always every Person p: agrees(p) exactly when consent",
        OPEN,
    ),
    Trap("`exactly when` after `then`", "PP033", "property p: always if consent then warrant exactly when review", OPEN),
)

STATUTE_WORDS = (
    # ---- modal words
    Trap("`shall` for a duty, a permission, or mere future", "PP034", "rule r: ring shall release if warrant"),
    Trap("`shall` with a deadline", "PP034", "rule r: ring shall notify within 72 hours after release"),
    Trap("`shall not`: absolute, or unless permitted?", "PP034", "rule r: ring shall not release if gag"),
    Trap(
        "`may not`: forbidden, or not required?",
        "PP034",
        "rule told: ring must notify within 3 days after release\nrule r: ring may not notify if gag",
    ),
    Trap(
        "`not must`: forbidden, or not required?",
        "PP034",
        "rule told: ring must notify within 3 days after release\nrule r: ring not must notify if gag",
    ),
    Trap("`permit` without saying whom", "PP034", "rule r: permit release if warrant"),
    Trap("`permit … to`", "PP034", "rule r: permit ring to release if warrant"),
    Trap("`forbid`: absolute, or unless permitted?", "PP034", "rule r: forbid release if gag"),
    Trap("`require … to`", "PP034", "rule r: require ring to notify within 72 hours after release"),
    Trap("`will` for a duty", "PP034", "rule r: ring will notify"),
    Trap("`can` for a permission", "PP034", "rule r: ring can release if warrant"),
    Trap("`should`: a duty, or advice?", "PP034", "rule r: ring should notify"),
    # ---- conditions
    Trap("`when`: a condition, or a time?", "PP034", "rule r: ring must notify when release"),
    Trap("`when` for a condition", "PP034", "rule r: ring may release when warrant"),
    Trap("`upon`: a condition, or a time?", "PP034", "rule r: ring must notify upon release"),
    Trap("`only if`: needed, or enough?", "PP034", "rule r: ring may release only if warrant"),
    Trap("`may only`: needed, or enough?", "PP034", "rule r: ring may only release if warrant"),
    Trap(
        "`provided that` with a condition",
        "PP034",
        "rule r: ring may release if warrant or consent provided that danger-believed",
    ),
    Trap("`and/or`", "PP034", "rule r: ring may release if warrant and/or consent"),
    Trap("`and/or` in a list", "PP034", "rule r: ring may release if any of { warrant; consent; and/or review }"),
    Trap("`either … or`: both, or one alone?", "PP034", "rule r: ring may release if either warrant or consent"),
    Trap(
        "a list of alternatives that ends in `and`",
        "PP036",
        "rule r: ring may release if any of { (1) warrant; (2) consent; and (3) review }",
    ),
    Trap(
        "a list of requirements that ends in `or`",
        "PP036",
        "rule r: ring may release if all of { (1) warrant; (2) consent; or (3) review }",
    ),
    Trap("`none of` with `and`", "PP036", "rule r: ring may release if none of { gag; withdrawal; and review }"),
    # ---- times
    Trap("`within … of`: before or after?", "PP034", "rule r: ring must notify within 3 days of release"),
    Trap("`within … of` between two events", "PP034", "property p: no release without consent within 30 days of release", OPEN),
    Trap(
        "court days, which weekends and holidays interrupt",
        "PP034",
        "rule r: ring must notify within 3 court days after release",
    ),
    Trap("business days", "PP034", "rule r: ring must notify within 5 business-days after release"),
    Trap("months, which are not all alike", "PP034", "rule r: ring must notify within 2 months after release"),
    Trap(
        "years, which are not all alike", "PP034", "property p: no release without consent within 1 year before release", OPEN
    ),
    Trap("calendar days", "PP034", "rule r: ring must notify within 10 calendar days after release"),
)

RULES = (
    # ---- clauses
    Trap("`unless` twice", "PP035", "rule r: ring may release if warrant unless gag unless danger"),
    Trap("`if` twice", "PP035", "rule r: ring may release if warrant if consent"),
    Trap("an excuse for what is no duty", "PP035", "rule r: ring may release if warrant excused if gag"),
    Trap("a permission that is itself to be permitted", "PP035", "rule r: ring may release unless permitted"),
    # ---- permissions and prohibitions
    Trap("an exemption taken for a permission", "PP107", "rule r: ring may release if warrant", WORDS),
    Trap(
        "exceptions in opposite senses",
        "PP108",
        "rule a: ring must not release if gag notwithstanding b\nrule b: ring may release if review notwithstanding a",
    ),
    Trap(
        "the same exception said in opposite senses by winner and loser",
        "PP108",
        "rule a: ring must not release if gag subject to b\nrule b: ring may release if review subject to a",
    ),
    Trap(
        "nested exceptions that go round in a circle",
        "PP105",
        (
            "rule a: ring must not release if gag notwithstanding b\n"
            "rule b: ring may release if review notwithstanding c\n"
            "rule c: ring must not release if danger notwithstanding a"
        ),
    ),
    Trap("a rule for the wrong party", "PP106", "rule r: agency may release if warrant"),
    Trap("a permission that waits for what comes later", "PP610", "rule r: ring may release if notify after release"),
    Trap("a permission that looks ahead", "PP109", "rule r: ring may release if eventually review"),
    Trap("a permission that another one swallows", "PP611", "rule r: ring may release if warrant and consent", OPEN),
    Trap("a permission that applies always", "PP612", "rule r: ring may release"),
    Trap(
        "a permission that takes another permission away",
        "PP613",
        "rule r: ring may release if consent notwithstanding process",
        OPEN,
    ),
    Trap(
        "an exception that is never needed",
        "PP614",
        "rule r: ring may release if consent unless danger\nrule s: r does not apply if danger",
    ),
    Trap("an exception said twice, the other way round", "PP611", "rule r: ring must not release if gag unless warrant", OPEN),
    Trap(
        "a permission against a prohibition, and nothing says which prevails",
        "PP615",
        "rule r: ring must not release if gag",
        OPEN,
    ),
    Trap("an act that is closed and that nothing opens", "PP616", "property p: never release"),
    # ---- duties
    Trap(
        "a condition of a duty that may come when it has begun",
        "PP620",
        "rule r: ring must notify within 72 hours after release if not gag",
        OPEN,
    ),
    Trap("a duty without a date", "PP621", "rule r: ring must notify promptly after release", OPEN),
    Trap(
        "`within … after` where the act may come early", "PP622", "rule r: ring must notify within 72 hours after release", OPEN
    ),
    # ---- facts, beliefs and moments
    Trap(
        "a belief in one rule, the fact in another",
        "PP634",
        "rule a: ring may release if danger-believed\nrule b: ring must notify within 72 hours after release if danger",
    ),
    Trap(
        "a typing slip in a list of who is excluded", "PP100", "rule r: ring may release if requester is not fire-departement"
    ),
    Trap("a member of another list among who is excluded", "PP104", "rule r: ring may release if requester is not subpoena"),
    Trap(
        "a permission that is open for a moment only", "PP631", "rule r: ring may release if consent less than 30 minutes ago"
    ),
    Trap(
        "a belief read twice, far apart",
        "PP632",
        (
            "rule r: ring may release if danger-believed\n"
            "rule s: ring must notify not later than 3 days after review if danger-believed"
        ),
    ),
    Trap("a time for a fact, which has no moment", "PP102", "rule r: ring may release if danger within 3 days after warrant"),
    Trap("a value taken for a yes or no", "PP102", "rule r: ring may release if requester"),
    Trap("a number compared with a time", "PP110", "rule r: ring may release if pages < 3 days"),
    Trap("a list that asks for more than it has", "PP112", "rule r: ring may release if at least 3 of { warrant; consent }"),
    Trap("`every … exists`", "PP111", "property p: always every Person exists", OPEN),
    Trap(
        "an assumption about how long ago something was",
        "PP109",
        'assume a: consent within the last 30 days "consent is fresh"',
    ),
    Trap(
        "a look back at consent, which in life is given again",
        "PP633",
        "rule r: ring may release if consent within the last 365 days",
    ),
    Trap(
        "permissions that wait for each other in one minute",
        "PP630",
        (
            "rule shut: ring must not notify unless permitted\n"
            "rule a: ring may release if notify\n"
            "rule b: ring may notify if release"
        ),
    ),
)

CLAIMS = (
    Trap(
        "assumptions that contradict each other",
        "PP204",
        'assume a: danger "there is"\nassume b: not danger "there is not"\nproperty p: no release without warrant',
        OPEN,
    ),
    Trap("a case that cannot be", "PP206", 'case "c": given withdrawal; not consent expect lawful', OPEN),
    Trap(
        "a case that leaves out what decides it",
        "PP207",
        'rule r: ring may release if requester is police\ncase "c": given only danger expect ring may release',
        OPEN,
    ),
    Trap(
        "a decision expected after the act",
        "PP641",
        (
            'case "c": given only requester is police; served is request; warrant at 0 hours; '
            "release at 1 hour; gag at 2 hours expect may release"
        ),
        OPEN,
    ),
    Trap("`always` with an act", "PP640", "property p: always if release then consent", WORDS),
    Trap("a claim about something that nobody does", "PP202", "property p: no warrant without consent", OPEN),
    Trap("a variable that nothing binds", "PP651", "property p: no release without every Person p: warrant", OPEN),
)

EVERYDAY = (
    Trap(
        "a time after alternatives in brackets",
        "PP030",
        "rule r: ring may release if (warrant or consent) within 30 days before release",
    ),
    Trap("`neither … nor`", "PP030", "rule r: ring may release if neither gag nor withdrawal"),
    Trap("`until`", "PP030", "rule r: ring must not release until warrant"),
    Trap("`without` in a rule", "PP030", "rule r: ring must not release without warrant"),
)

VERDICTS = (
    Trap("a permission taken for a duty", "fails", "property p: must release if warrant", OPEN),
    Trap(
        "one's own belief taken for something that others check",
        "fails",
        "rule r: ring may release if danger-believed\nproperty p: the word of ring is never enough to release",
    ),
    Trap(
        "consent that is asked once, and no longer when it is withdrawn",
        "fails",
        "rule r: ring may release if consent\nproperty p: no release if withdrawal",
    ),
    Trap(
        "a duty to do what a court may forbid",
        "fails",
        (
            "rule a: ring must notify within 72 hours after release\n"
            "rule b: ring must not notify if gag\n"
            "property p: no dilemma for ring"
        ),
        OPEN,
    ),
    Trap(
        "a claim that holds since what it speaks of can never be",
        "vacuous",
        'assume a: not consent "the owner is never asked"\nproperty p: no release without warrant if consent',
        OPEN,
    ),
    Trap(
        "a claim that rests on somebody's obeying alone",
        "fails",
        'event asked by agency "the agency asks"\nrule r: ring may release if asked\nproperty p: no release without danger',
    ),
)
"""What is found by a claim alone: the verdict on it."""

TRAPS = (*AMBIGUITIES, *STATUTE_WORDS, *RULES, *CLAIMS, *EVERYDAY, *VERDICTS)
