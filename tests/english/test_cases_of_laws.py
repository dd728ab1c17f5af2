"""What is said of a case that is not as expected, with several laws, late conditions and delays."""

from __future__ import annotations

from pathlib import Path

from english.camera import VOCABULARY
from english.two_laws import of_folder
from golden.compare import matches_golden
from policyproof.policy.model import Policy
from policyproof.project.load import load_text
from policyproof.questions.check import CheckOptions, check
from policyproof.questions.results import CheckResult
from policyproof.report.text import TextOptions, render

CAMERA = """\
rule of-the-sealed: maker must not release if sealed unless permitted
rule urgent: maker may release if feared provided that review within 48 hours after release
rule agreed: maker may release if consent as an exception to closed
rule told: maker must notify within 72 hours after release
delay more-time by court on probable-cause "a judge gives the maker more time" postpones told by up to 30 days
case "nobody reviews it":
  given only feared; release at 0 hours; notify at 1 hour
  expect lawful
case "it is reviewed in time":
  given only feared; release at 0 hours; notify at 1 hour; review at 2 hours
  expect unlawful under urgent
case "it is reviewed too late":
  given only feared; release at 0 hours; notify at 1 hour; review at 3 days
  expect release stands
case "consent is an exception to one rule only":
  given only consent at 0 hours; sealed
  expect maker may release
case "nobody is told":
  given only warrant at 0 hours; release at 1 hour
  expect lawful
case "told late, without more time":
  given only warrant at 0 hours; release at 1 hour; notify at 20 days
  expect lawful; more-time
case "told late, with more time":
  given only warrant at 0 hours; release at 1 hour; notify at 20 days; more-time = 1
  expect unlawful under told
"""
BOTH = """\
together both "Both of them" of mail, health-law
case "an emergency":
  given only urgent; health
  expect keeper may disclose
case "an emergency, with consent":
  given only urgent; health; consent at 0 hours
  expect keeper must not disclose under health-law.closed; not (mail allows disclose)
case "done all the same":
  given only urgent; health; disclose at 0 hours; tell at 1 hour
  expect lawful; health-law allows disclose; not (health-law governs disclose)
case "nothing at all":
  given only health
  expect keeper may disclose
"""


def report(policy: Policy) -> str:
    return render(CheckResult((check(policy, CheckOptions()),), (), (), {}), TextOptions())


def test_what_the_policy_decides_instead(tmp_path: Path) -> None:
    texts = [report(load_text(VOCABULARY + CAMERA, "camera.policy")), report(of_folder(tmp_path, "both", both=BOTH))]
    matches_golden("cases-of-laws.txt", "\n".join(texts))


def test_the_rule_that_nothing_lifts_is_named_and_the_one_that_lifts_nothing(tmp_path: Path) -> None:
    told = " ".join(report(of_folder(tmp_path, "both", both=BOTH)).split())
    assert "not permitted, where rule `health-law.closed` (health-law.policy:5; source:" in told
    assert "asks for a permission of the Health Privacy Act." in told
    assert "Of the rules that could have permitted it, none applies: rule `health-law.agreed` (health-law.policy:6)." in told
    assert "Rule `mail.emergency` (mail.policy:5) permits it, which lifts nothing of that." in told
