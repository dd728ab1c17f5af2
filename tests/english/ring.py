"""A small Ring policy, and the material of one story about it."""

from __future__ import annotations

from policyproof.english.material import Flip, Opening, Telling, Timing, Word
from policyproof.policy.model import Policy
from policyproof.policy.resolution.resolve import resolve
from policyproof.scenario import Scenario
from policyproof.source import Source
from policyproof.syntax.parse import parse

TEXT = """\
policy ring-2022 "Ring: law-enforcement disclosure, as described in July 2022" as of 2022-07-01
source letter "Amazon to Senator Markey, 1 July 2022"
standard assertion < good-faith < probable-cause
party owner "the camera's owner"
party ring "Ring"
party court "a judge or magistrate"
party agency "the requesting agency"
kind Data is one of content "footage", records "account records"
kind Paper ranked request "a mere request"
  < subpoena "a subpoena" { trial "a trial subpoena", jury "a grand jury subpoena" } < warrant "a warrant"
entity Person "somebody whom the footage shows"

fact data: Data "what the agency asks for"
fact shown(p: Person) "the footage shows {p}"
fact age(p: Person): number "the age of {p}"
fact imminent-danger "somebody really is in imminent danger of death or serious injury"
  otherwise "nobody really is in imminent danger"
fact encrypted decided by owner "the owner has turned on end-to-end encryption"
fact danger-believed decided by ring on good-faith that imminent-danger
  "Ring believes that somebody is in imminent danger" otherwise "Ring does not believe that anybody is in imminent danger"
fact urgent decided by ring on good-faith
  "Ring believes that the disclosure cannot wait" otherwise "Ring believes that the disclosure can wait"
event form by agency on assertion "the agency files Ring's emergency request form"
event served(i: Paper) by agency on assertion "{i} for the data is served on Ring"
event gag by court "a court forbids Ring to tell the owner"
event consent by owner "the owner agrees to this release"
event withdrawal by owner follows consent "the owner withdraws that consent"
event agrees(p: Person) by p "{p} agrees to the release"
event plain by court
action release by ring "Ring hands the data to the agency"
action notify by ring "Ring tells the owner that the data were asked for"
action tell(p: Person) by ring "Ring tells somebody"
action issue by court, agency "the order is issued"
action hand-back by ring

term process means served(subpoena) or served(warrant)
term test means all of { form; danger-believed; urgent }

rule closed: ring must not release unless permitted see letter "p. 2"
rule process-rule: ring may release if process see letter "p. 2"
rule consented: ring may release if consent and not withdrawal see letter "p. 2"
rule emergency: ring may release if test see letter "p. 3"
rule encryption: process-rule, consented, emergency do not apply if encrypted and data is content
rule notice: ring must notify not later than 72 hours after release if not test excused if gag
rule early: ring must notify before release excused unless test
rule gagged: ring must not notify if gag notwithstanding notice
rule court-only: agency must not issue if plain
rule promptly-told(p: Person): ring must tell(p) promptly after release if shown(p) and age(p) >= 18
rule sometime: ring must hand-back if consent within the last 30 days
"""


def policy_of(text: str) -> Policy:
    """The policy that a text is; it must have no mistakes."""
    parsed = parse(Source("ring.policy", text))
    assert parsed.file is not None, parsed.diagnostics
    resolved = resolve(parsed.file, used=[])
    assert resolved.policy is not None, (*parsed.diagnostics, *resolved.diagnostics)
    return resolved.policy


def ring(*more: str) -> Policy:
    """The small policy, with lines added at its end."""
    return policy_of("\n".join([TEXT, *more]))


EMERGENCY = Telling(
    scenario=Scenario(
        individuals={"Person": ()},
        facts={("danger-believed", ()): True, ("urgent", ()): True, ("data", ()): "content"},
        events={("form", ()): 0, ("release", ()): 1},
        doers={},
    ),
    aspect="breaks",
    act=("release", ()),
    now=None,
    facts=(
        (("data", ()), "content"),
        (("imminent-danger", ()), False),
        (("danger-believed", ()), True),
        (("urgent", ()), True),
    ),
    events=(Timing(("form", ()), 0, None, None), Timing(("release", ()), 1, 0, None)),
    absent=(("served", ("warrant",)), ("consent", ()), ("notify", ())),
    unopened=False,
    opened_by=(Opening("emergency"),),
    words=(
        Word(("form", ()), is_event=True, speakers=("agency",), standard="assertion", wrong=None),
        Word(("danger-believed", ()), is_event=False, speakers=("ring",), standard="good-faith", wrong=True),
        Word(("urgent", ()), is_event=False, speakers=("ring",), standard="good-faith", wrong=None),
    ),
    idle_duties=("notice",),
    lawful_only_so_far=False,
    duty=None,
    flips=(Flip(("encrypted", ()), is_event=False, to=True, by=("owner",)),),
    other=None,
)
