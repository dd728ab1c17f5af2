"""Mistakes by example: what is written, with the marked part «between these», and what is said about it.

Each text stands below the policy `BASE`, and its message is the only one. Where the message has a fix, carrying it out leaves
nothing wrong.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from policyproof.diagnostics import CODES, Diagnostic
from policyproof.project import load
from policyproof.questions.check import CheckOptions, check

BASE = """\
policy ring "Ring" as of 2022-07-01
source letter "A letter"
standard assertion < good-faith < probable-cause
party ring "Ring"
party owner "the owner"
party agency "the agency" { police "the police", fbi "the FBI" }
party court "a court"
kind Data is one of content { video, sound }, records
kind Process ranked request < subpoena { trial, civil } < warrant-order
entity Person "somebody"
entity Post "a post"
fact data: Data "what is asked for"
fact shown(p: Person) "{p} is shown"
fact age(p: Person): number "how old {p} is"
fact length(q: Post): duration "how much {q} asks for"
fact guardian(p: Person): Person "who looks after {p}"
fact danger "somebody is in danger"
fact danger-believed decided by ring on good-faith that danger "Ring believes it"
event served(i: Process) by agency "{i} is served"
event warrant by court on probable-cause "a warrant is served"
event consent by owner "the owner agrees"
event withdrawal by owner follows consent "the owner withdraws"
event gag by court "a court forbids it"
event agrees(p: Person) by p "{p} agrees"
action release by ring "Ring hands it over"
action notify by ring "Ring tells the owner"
action tell(p: Person) by ring "Ring tells {p}"
action issue by police, court "an order is issued"
term process means warrant or consent
rule closed: ring must not release unless permitted
rule process-rule: ring may release if warrant
rule notice: ring must notify not later than 72 hours after release excused if gag
suppose careful: danger "they are careful"
"""


class Slip(msgspec.Struct, frozen=True):
    """A mistake and its message. `head`: it stands in a file of its own, not below `BASE`."""

    text: str
    code: str
    message: str
    label: str | None = None
    help: str | None = None
    own_file: bool = False
    file: str = "t.policy"


SLIPS = [
    # ---- misspelt, doubled, dropped, in the wrong order
    Slip(
        "rule emergency: ring may release «unles» danger-believed",
        "PP030",
        "`unles` cannot stand after `release`",
        help="did you mean `unless`?",
    ),
    Slip(
        "rule emergency: ring «mya» release if danger-believed",
        "PP030",
        "`mya` cannot stand after `ring`",
        help="did you mean `may`?",
    ),
    Slip(
        '«evnt» review by court "a court looks at it"',
        "PP030",
        "no declaration begins with `evnt`",
        help="did you mean `event`?",
    ),
    Slip("kind Mail is one «off» letter-post, parcel", "PP030", "`off` cannot stand after `one`", help="did you mean `of`?"),
    Slip(
        "property sealed: the word of ring is «nver» enough to release",
        "PP030",
        "`nver` cannot stand after `is`",
        help="did you mean `never`?",
    ),
    Slip(
        'case "quiet": given only danger «expct» lawful',
        "PP030",
        "`expct` cannot stand after `danger`",
        help="did you mean `expect`?",
    ),
    Slip(
        'fact urgent decided«» ring "Ring holds it urgent"',
        "PP030",
        "`by` is missing after `decided`",
        help="write `decided by ring`",
    ),
    Slip("property sealed«» no release if danger", "PP030", "`:` is missing after `sealed`", help="write `sealed: no`"),
    Slip("term wide means any of { consent; warrant«»", "PP030", "`}` is missing after `warrant`", help="write `warrant }`"),
    Slip(
        "property sealed: the word of ring is never enough«» release",
        "PP030",
        "`to` is missing after `enough`",
        help="write `enough to release`",
    ),
    Slip(
        'fact hurt "somebody is hurt"«» "nobody is hurt"',
        "PP030",
        '`otherwise` is missing after `"somebody is hurt"`',
        help='write `otherwise` before `"nobody is hurt"`',
    ),
    Slip("property sealed: no «no» release if danger", "PP030", "`no` stands here twice", help="delete one of the two"),
    Slip('event review «court by» "a court looks at it"', "PP030", "`court by` is in the wrong order", help="write `by court`"),
    Slip(
        'event review «given» court "a court looks at it"',
        "PP030",
        "`given` cannot stand after `review`",
        help="write `by` instead of `given`",
    ),
    Slip(
        "rule emergency: ring must not release if danger unless permitted «permitted»",
        "PP030",
        "`permitted` stands here twice",
        help="delete one of the two",
    ),
    Slip(
        'fact «badly hurt» "somebody is badly hurt"',
        "PP030",
        "a name is one word, and `badly hurt` is not",
        help="write `badly-hurt`",
    ),
    # ---- something of the reader's own is missing
    Slip('fact«» "somebody is hurt"', "PP030", "a name is missing after `fact`"),
    Slip("rule emergency: ring may«» if danger-believed", "PP030", "a name is missing after `may`"),
    Slip("rule emergency: ring may release if«»", "PP030", "a condition is missing after `if`"),
    Slip(
        'property sealed: no release without consent and«»\n  known to fail because "it is late"',
        "PP030",
        "a condition is missing after `and`",
    ),
    Slip("term hurt means any of { consent; (p)«» }", "PP030", "a condition is missing after `(p)`"),
    Slip("case«» : given only danger expect lawful", "PP030", 'a text in `"…"` is missing after `case`'),
    Slip(
        "property sealed: no release if danger known to fail because«»",
        "PP030",
        'a text in `"…"` is missing after `because`',
    ),
    # ---- said in a way that looks right
    Slip(
        "rule «party»: ring must not release if danger",
        "PP031",
        "`party` is a word of the language and cannot be a name",
        help="choose another name, for instance `the-party`",
    ),
    Slip(
        'party «library» "a library"\nfact lent decided by library "the library has lent it"',
        "PP031",
        "`library` is a word of the language and cannot be a name",
        help="choose another name, for instance `the-library`",
    ),
    Slip("term hurt means every Person q: shown «(q)»", "PP030", "arguments touch their name", help="write `shown(q)`"),
    Slip("term old means some Person p: age(p) is «18»", "PP030", "a number is compared with `=`", help="write `= 18`"),
    Slip("term old means some Person p: age(p) «=>» 18", "PP030", "`=>` is no comparison", help="write `>=`"),
    Slip(
        "term old means every Person p: «if» shown(p) then age(p) > 18",
        "PP030",
        "`if … then …` needs parentheses here",
        help="write `(if … then …)`",
    ),
    Slip("term wide means consent or warrant«)»", "PP030", "`)` cannot stand after `warrant`"),
    # ---- clauses, lists, numbers
    Slip(
        "rule emergency: ring may release if danger unless gag «if» consent",
        "PP035",
        "`if` comes twice in one rule",
        help="join the conditions: `all of { … }`",
    ),
    Slip(
        "rule emergency: ring may release unless gag «if» danger",
        "PP035",
        "`if` stands before `unless`",
        help="write `if …` first, then `unless …`",
    ),
    Slip(
        "rule emergency: ring may release «unless permitted»",
        "PP035",
        "`unless permitted` belongs to `must not`",
        help="delete it, or write `must not`",
    ),
    Slip(
        "rule emergency: ring may release if danger «excused if» gag",
        "PP035",
        "`excused if` belongs to a duty (`must`)",
        help="write `unless` instead",
    ),
    Slip(
        "rule late: ring must notify «not later than 3 days before release»",
        "PP030",
        "`not later than` does not go with `before`",
        help="write `at least` instead of `not later than`",
    ),
    Slip(
        "term wide means all of { (1) consent; «(3)» warrant }",
        "PP036",
        "label (3) stands where (2) is expected",
        help="write `(2)`",
    ),
    Slip(
        "term wide means any of { consent; warrant; «and» gag }",
        "PP036",
        "`and` does not agree with `any of`",
        help="write `or`, or delete it, or let the list begin with `all of`",
    ),
    Slip(
        'case "late": given only release at «2022-02-30» expect lawful',
        "PP037",
        "there is no day 2022-02-30",
        help="write year, month and day: `2026-07-01`",
    ),
    Slip(
        'case "late": given only release at 2022-02-20 «25:00» expect lawful',
        "PP037",
        "there is no time 25:00",
        help="write a time from 00:00 to 23:59",
    ),
    # ---- characters
    Slip("fact hurt «“somebody is hurt”»", "PP020", "a curly quote cannot stand here", help='type a straight `"`'),
    Slip('fact hurt «"somebody is hurt»', "PP021", "this text is not closed", help='end it with `"` on the same line'),
    Slip("rule emergency: ring may release if «!»gag", "PP020", "`!` cannot stand here", help="write `not`"),
    # ---- more than one meaning
    Slip(
        "term wide means «consent and warrant or gag»",
        "PP033",
        "`and` and `or` are mixed",
        label="which belong together?",
        help="write `(consent and warrant) or gag` or `consent and (warrant or gag)`",
    ),
    Slip(
        "term wide means «not consent» or warrant",
        "PP033",
        "`not` can belong to the first item alone or to all of `not consent or warrant`",
        label="how far does this `not` reach?",
        help="write `(not consent) or warrant` or `not (consent or warrant)`",
    ),
    Slip(
        "rule emergency: ring «shall» release if danger",
        "PP034",
        "`shall` is read in more than one way",
        help="write `ring must release` or `ring may release`",
    ),
    Slip(
        "rule emergency: ring may release «when» danger",
        "PP034",
        "`when` can mean a condition or a time",
        help="write `if danger`",
    ),
    Slip(
        "rule late: ring must notify within 3 days «of» release",
        "PP034",
        "`of` does not say whether before or after",
        help="write `within 3 days after release` or `within 3 days before release`",
    ),
    Slip(
        "term wide means consent «and/or» warrant",
        "PP034",
        "`and/or` can be read in more than one way",
        label="both, or is one enough?",
        help="write `consent or warrant` or `consent and warrant`",
    ),
    # ---- names
    Slip("term hurt means «dangr»", "PP100", "nothing here is called `dangr`", help="did you mean `danger`?"),
    Slip("term hurt means «nonsense»", "PP100", "nothing here is called `nonsense`", help="declare it, or correct its name"),
    Slip(
        "term hurt means «nonsense»\nterm worse means nonsense or danger",
        "PP100",
        "nothing here is called `nonsense`",
        label="and at 1 other place",
        help="declare it, or correct its name",
    ),
    Slip(
        'fact «hurtt» "somebody is hurt"\nterm bad means hurt\nterm worse means hurt and danger',
        "PP100",
        "`hurtt` is declared and never used, and `hurt` is used and never declared",
        label="declared here",
        help="did you mean `hurt`?",
    ),
    Slip("term hurt means every Person x: shown(«y»)", "PP100", "nothing here is called `y`", help="did you mean `x`?"),
    Slip(
        'event «consent» by ring "Ring agrees"',
        "PP101",
        "`consent` is declared twice",
        label="here as an event",
        help="choose another name for one of them",
    ),
    # ---- names of another sort
    Slip(
        "term hurt means «owner»",
        "PP102",
        "`owner` is a party, and a fact, an event or a term is expected here",
        help="name a fact",
    ),
    Slip(
        "term hurt means «content»",
        "PP102",
        "`content` is a member of the kind `Data`, and a fact, an event or a term is expected here",
        help="write `FACT is content`",
    ),
    Slip(
        "term hurt means «closed»",
        "PP102",
        "`closed` is a rule, and a fact, an event or a term is expected here",
        help="write `closed applies`",
    ),
    Slip(
        "term hurt means «data»",
        "PP102",
        "`data` is not a yes/no fact: it has a value of `Data`",
        help="compare it: `data is …`",
    ),
    Slip(
        "term hurt means «danger» before consent",
        "PP102",
        "`danger` is a fact, and an event is expected here",
        help="a fact has no moment: name an event",
    ),
    Slip(
        'entity «helper» "a helper"\nevent helps by helper "help comes"\nevent leaves by helper "help leaves"',
        "PP102",
        "`helper` is declared as an entity, and used as a party",
        label="declared here",
        help="declare it as a party: `party helper`",
    ),
    Slip(
        'event «review» by ring "Ring looks"\nrule r1: ring must not review\nrule r2: ring must not review if danger',
        "PP202",
        "`review` is declared as an event, and used as an action",
        label="declared here",
        help="declare it as an action: `action review`",
    ),
    # ---- arguments
    Slip(
        "term hurt means «shown»",
        "PP103",
        "`shown` takes 1 argument (`p`: Person)",
        help="write `shown(p)`, with the variables that are meant",
    ),
    Slip("term hurt means every Person p: danger(«p»)", "PP103", "`danger` takes no arguments", help="write `danger`"),
    Slip(
        "term hurt means every Post q: shown(«q»)",
        "PP103",
        "`q` is of `Post`, and `Person` is expected here",
        help="name a variable of `Person`",
    ),
    Slip(
        "term hurt means every Person q: shown(«owner»)",
        "PP103",
        "`owner` is a party, and an individual of `Person` is expected here",
        help="name a variable of `Person`",
    ),
    Slip('fact hurt(p: Person) "{«q»} is hurt"', "PP103", "`{q}` names no parameter", help="did you mean `p`?"),
    # ---- values
    Slip("term hurt means data is «conten»", "PP100", "nothing here is called `conten`", help="did you mean `content`?"),
    Slip(
        "term hurt means data is «subpoena»",
        "PP104",
        "`subpoena` is a member of the kind `Process`, and `data` has a member of `Data` as its value",
        help="name one of `video`, `sound`, `records`",
    ),
    Slip(
        "term hurt means «data is at least content»",
        "PP104",
        "the kind `Data` has no order",
        help="declare it as `kind Data ranked … < …`, or write `is content`",
    ),
    Slip(
        "term hurt means some Person p: «age(p) >= 3 hours»",
        "PP110",
        "a number is compared with a length of time",
        help="give the number a unit: `15 minutes`",
    ),
    Slip("term hurt means «danger» is content", "PP102", "`danger` is a yes/no fact", help="write `danger` or `not danger`"),
    # ---- variables
    Slip(
        "term hurt means every Person «danger»: shown(danger)",
        "PP111",
        "the variable `danger` has the name of a fact",
        help="choose another name for the variable",
    ),
    Slip(
        "term hurt means «every Person exists»",
        "PP111",
        "`every Person exists` says nothing",
        help="write `some Person exists`, or `every Person x: …`",
    ),
    # ---- parties and rules
    Slip("rule r: «owner» must not release", "PP106", "`release` is done by `ring`, not by `owner`", help="name `ring`"),
    Slip(
        "term hurt means issue by «owner»",
        "PP106",
        "`issue` is done by `police`, `court`, never by `owner`",
        help="name a party that does it",
    ),
    Slip(
        "rule r(p: Person): «ring may tell(p)» if shown(p)",
        "PP107",
        "an exemption is not a permission: no rule of this law closes `tell`",
        label="nothing that it could lift",
        help="add a rule such as `ring must not tell(p) unless permitted`, or delete this one",
    ),
    Slip(
        "rule r1: ring must not release notwithstanding r2\nrule r2: ring must not release notwithstanding «r1»",
        "PP108",
        "`r2` and `r1` switch each other off",
        label="here `r2` prevails",
        help="delete one of the two",
    ),
    Slip(
        "rule r: ring must not release if «eventually consent»",
        "PP109",
        "a rule never sees the future: `eventually` says no more here than the event alone",
        help="delete `eventually`",
    ),
    Slip(
        'assume calm: «may release» "it is so"',
        "PP109",
        "an assumption says what the world is like, and cannot depend on the law",
        help="say it as a rule or as a property",
    ),
    Slip(
        'assume calm: «consent within the last 30 days» "it is so"',
        "PP109",
        "an assumption is read at the end, where there is no moment to look back from",
        help="compare two events instead: `A within 30 days after B`",
    ),
    # ---- declarations
    Slip(
        "term t1 means «t2»\nterm t2 means t1",
        "PP105",
        "`t1` depends on itself: `t1` → `t2` → `t1`",
        label="`t1` uses `t2`",
        help="take one step out of this circle",
    ),
    Slip('fact hurt: number otherwise «"no"»', "PP112", "`otherwise` belongs to a yes/no fact", help="delete it"),
    Slip(
        "«standard weak < strong»",
        "PP112",
        "the standards are declared twice, and cannot be compared with each other",
        help="put them into one order: `standard a < b < c`",
    ),
    Slip(
        "term hurt means «at least 3 of { danger; consent }»",
        "PP112",
        "the list has no 3 items, so this can never be true",
        help="write a number from 1 to 2",
    ),
    Slip(
        "«strike rule process-rule»",
        "PP113",
        "an edit stands in a reading of a law",
        help="begin a reading above it, `reading NAME of ring`, or write the law as it is to read",
    ),
    # ---- more of the language
    Slip(
        "rule urgent: ring may release if danger as an exception to «notice»",
        "PP115",
        "`notice` is a duty, and closes nothing that could be lifted",
        help="name a rule that ends in `unless permitted`",
    ),
    Slip(
        "delay late postpones «closed» by up to 3 days",
        "PP116",
        "`closed` is no duty, and only what is owed by some date can be postponed",
        help="name a duty",
    ),
    Slip(
        "table t: ring may release if\n  | data | warrant |\n  «| video | yes | no |»",
        "PP117",
        "this row has 2 cells, and the table has 1 column",
        help="write one cell for each column",
    ),
    Slip(
        "same «a.b.c» as danger",
        "PP118",
        "`a.b.c` is no name of a law's vocabulary",
        help="write `LAW.c`, with the name of the law that has it",
    ),
    Slip(
        "property q: no release if danger «even out of scope»",
        "PP208",
        "this law has no `scope`, so that nothing is out of it",
        label="this changes nothing",
        help="delete `even out of scope`",
    ),
    # ---- properties and cases
    Slip(
        "property q1: no release if danger supposing careful «supposing careful»",
        "PP201",
        "`supposing` comes twice in one property",
        help="name them all in one",
    ),
    Slip(
        "property q1: no «consent» if danger",
        "PP202",
        "`consent` is an event, and only an action can be allowed, forbidden or owed",
        help="declare it as an action: `action consent`",
    ),
    Slip(
        'case "c": given consent at 3 hours; release at «2026-01-01» expect lawful',
        "PP203",
        "dates and times from the start are mixed",
        help="use one of the two in a case",
    ),
    Slip(
        'case "c": given release at 3 hours; «release at 4 hours» expect lawful',
        "PP203",
        "`release` is given two times, and it happens at most once",
        help="delete one of them",
    ),
    Slip(
        'case "c": given served(«subpoena») expect lawful',
        "PP104",
        "`subpoena` is a group, and a case says which of its members `served` is about",
        help="name one of `trial`, `civil`",
    ),
    Slip(
        'case "c": given release expect pending «closed»',
        "PP102",
        "`closed` is no duty, and only a duty can be pending",
        help="name a duty",
    ),
    Slip(
        'assume «high»: danger "it is so"\nassume low: not danger "it is not so"',
        "PP204",
        "these assumptions contradict each other, so that no scenario meets them",
        label="cannot be true together with what follows",
        help="strike or weaken one of them",
    ),
    Slip(
        'case «"c"»: given danger; not danger expect lawful',
        "PP206",
        "no scenario meets what this case is given",
        help="strike or correct one of the givens",
    ),
    Slip(
        'case «"c"»: given only danger; release at 0 hours expect data is content',
        "PP207",
        "this case does not say what `data` is, and it matters",
        help="add `data is …` to the givens",
    ),
    # ---- readings and edits
    Slip(
        "reading narrow of «rong»\nstrike rule notice",
        "PP120",
        "`rong` is not the law of this file",
        help="write `of ring`, or put this reading into a file of its own",
    ),
    Slip("reading narrow of ring\nstrike rule «notise»", "PP120", "`ring` has no rule `notise`", help="did you mean `notice`?"),
    Slip(
        "reading narrow of ring\nlimit rule «process» to danger",
        "PP120",
        "`process` is no rule of `ring`",
        help="name a rule, or write of the term in an edit that can: `amend term process`",
    ),
    Slip(
        "reading narrow of ring\n«amend term process: strike { gag }»",
        "PP121",
        "`gag` does not stand in term `process`",
        help="strike words that stand there",
    ),
    Slip(
        "reading narrow of ring\nstrike rule notice\nexcept danger from rule «notice»",
        "PP122",
        "an earlier edit strikes rule `notice`",
        help="strike one of the two edits",
    ),
    Slip(
        "reading narrow of ring\n«extend rule closed to danger»",
        "PP123",
        "rule `closed` has no `if` that could reach further",
        help="strike this edit: the rule applies always",
    ),
    Slip(
        "«strike rule notice»",
        "PP113",
        "an edit stands in a reading of a law",
        help="begin a reading above it, `reading NAME of ring`, or write the law as it is to read",
    ),
    # ---- literate files
    Slip(
        "«```policy»\npolicy shop",
        "PP022",
        "this fence is never closed",
        help="end it with a line ` ``` `",
        own_file=True,
        file="t.policy.md",
    ),
    # ---- heads, and what is too much
    Slip(
        'policy shop "A shop" language «7»',
        "PP038",
        "edition 7 of the language is not known",
        help="write `language 1`",
        own_file=True,
    ),
    Slip(
        "«rule» r: p may a",
        "PP030",
        "a file begins with `policy` or `library`",
        help='begin with `policy NAME "…"`',
        own_file=True,
    ),
    Slip("«polcy» shop", "PP030", "a file begins with `policy` or `library`", help="did you mean `policy`?", own_file=True),
    Slip("# only a comment\n«»", "PP003", "there is nothing in this file", help='begin with `policy NAME "…"`', own_file=True),
    Slip(
        "library words\nparty p\naction a by p\n«rule r: p must not a»",
        "PP113",
        "a library holds vocabulary, and no rules, properties or cases",
        help="move it to a policy",
        own_file=True,
    ),
    Slip(
        "term deep means " + "not " * 9 + "«" + "not " * 99 + "danger»",
        "PP032",
        "this is nested more than 100 levels deep",
        help="give an inner part a name: `term NAME means …`",
    ),
    Slip(
        "".join(f"term t{number} means not t{number + 1}\n" for number in range(39))
        + "term «t39» means not t40\n"
        + "".join(f"term t{number} means not t{number + 1}\n" for number in range(40, 69))
        + "term t69 means danger",
        "PP114",
        "`t39` builds on other rules and terms more than 60 levels deep",
        help="say some of it directly",
    ),
]


def _found(folder: Path, text: str, file: str) -> list[Diagnostic]:
    """All that is wrong with a text, as `check` says it."""
    (folder / file).write_text(text, encoding="utf-8")
    loaded = load([file], folder)
    later = [found for policy in loaded.policies for found in check(policy, CheckOptions(warnings=False)).diagnostics]
    return [*loaded.diagnostics, *later]


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.text.splitlines()[0][:60] for slip in SLIPS])
def test_a_mistake_and_its_message(slip: Slip, tmp_path: Path) -> None:
    before = "" if slip.own_file else BASE
    text = before + slip.text.replace("«", "").replace("»", "")
    (found,) = _found(tmp_path, text, slip.file)
    assert found.span is not None
    start, end = found.span.start, found.span.end
    marked = f"{text[len(before) : start]}«{text[start:end]}»{text[end:]}"
    assert (marked, found.code, found.message, found.label, found.help) == (
        slip.text,
        slip.code,
        slip.message,
        slip.label,
        slip.help,
    )
    for fix in found.fixes:
        assert not _found(tmp_path, fix.applied_to(text), slip.file), fix.title


def test_every_code_about_what_is_written_has_an_example() -> None:
    written = {code for code in CODES if "PP020" <= code < "PP300"}
    # a calendar is a file of its own (see `test_calendars`), and so is an amendment
    assert written - {slip.code for slip in SLIPS} == {"PP119", "PP190"}
