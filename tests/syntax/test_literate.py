"""Literate files: which lines of a Markdown page are law, as GitHub shows them, and which provision a heading names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyproof.source import LINE_END, Source
from policyproof.syntax.format import formatted
from policyproof.syntax.headings import provision
from policyproof.syntax.literate import is_literate, law_of, pages
from policyproof.syntax.nodes import RuleTree
from policyproof.syntax.parse import parse

FENCES = {
    "backticks": ("```policy\nA\n```\n", ["A\n"]),
    "tildes": ("~~~policy\nA\n~~~\n", ["A\n"]),
    "a blank before the mark, more words behind it": ("``` policy of the shop\nA\n```\n", ["A\n"]),
    "more marks close it, fewer do not": ("````policy\n```\nA\n`````\n", ["```\nA\n"]),
    "other marks do not close it": ("```policy\n~~~\nA\n```\n", ["~~~\nA\n"]),
    "words behind the marks do not close it": ("```policy\nA\n``` end\nB\n```\n", ["A\n``` end\nB\n"]),
    "up to three blanks": ("   ```policy\n   A\n  ```  \n", ["   A\n"]),
    "an empty one": ("```policy\n```\n", [""]),
    "two": ("```policy\nA\n```\nand\n```policy\nB\n```", ["A\n", "B\n"]),
    "not another language": ("```text\nA\n```\n```policy\nB\n```\n", ["B\n"]),
    "not another word that begins alike": ("```policyholder\nA\n```\n", []),
    "not inside another fence": ("````markdown\n```policy\nA\n```\n````\n", []),
    "not inside a comment": ("<!--\n```policy\nA\n```\n-->\n```policy\nB\n```\n", ["B\n"]),
    "a comment of one line": ("<!-- note -->\n```policy\nA\n```\n", ["A\n"]),
    "not inside a line": ("some ```policy``` here\n", []),
    "right below a paragraph": ("Words\n```policy\nA\n```\n", ["A\n"]),
    "below HTML and an empty line": ("<details>\n\n```policy\nA\n```\n</details>\n", ["A\n"]),
    "CR LF": ("```policy\r\nA\r\n```\r\n", ["A\r\n"]),
    "CR": ("```policy\rA\r```\r", ["A\r"]),
}


@pytest.mark.parametrize(("text", "inside"), FENCES.values(), ids=FENCES)
def test_a_fence_marked_policy_is_law(text: str, inside: list[str]) -> None:
    found = pages(text)
    assert not found.faults
    assert [text[fence.start : fence.end] for fence in found.fences] == inside
    assert is_literate(text) == bool(inside)


FAULTS = {
    "never closed": ("Text\n```policy\nA\n", 2, "this fence is never closed"),
    "another fence never closed": ("```text\n```policy\nA\n", 1, "this fence is never closed"),
    "closed by other marks": ("```policy\nA\n~~~\n", 1, "this fence is never closed"),
    "a comment never closed": ("<!-- todo\n```policy\nA\n```\n", 1, "this comment is never closed"),
    "in a quote": ("> ```policy\n> A\n> ```\n", 1, "a fence marked `policy` is not read in a quote"),
    "in a list": ("- ```policy\n  A\n  ```\n", 1, "a fence marked `policy` is not read in a quote"),
    "in a numbered list": ("12. ~~~policy\n", 1, "a fence marked `policy` is not read in a quote"),
    "far in": ("1. a\n\n    ```policy\n    A\n    ```\n", 3, "a fence marked `policy` is not read in a quote"),
    "behind a tab": ("\t```policy\n\tA\n\t```\n", 1, "a fence marked `policy` is not read in a quote"),
    "in HTML": ("<details>\n```policy\nA\n```\n", 2, "a fence marked `policy` is not read inside HTML"),
    "another case": ("```Policy\nA\n```\n", 1, "`Policy` does not mark a policy"),
    "the mark of a class": ("```{.policy}\nA\n```\n", 1, "`{.policy}` does not mark a policy"),
    "none at all": ("# A page\n", 1, "this file has no fence marked `policy`"),
}


@pytest.mark.parametrize(("text", "line", "message"), FAULTS.values(), ids=FAULTS)
def test_where_it_cannot_be_told_what_is_law_nothing_is_read(text: str, line: int, message: str) -> None:
    parsed = parse(Source("a.policy.md", text, literate=True))
    assert not parsed.file.items
    found = parsed.diagnostics[0]
    assert found.span is not None
    assert (found.code, found.span.line) == ("PP022", line)
    assert found.message.startswith(message)


def test_a_declaration_ends_in_the_fence_in_which_it_begins() -> None:
    text = '```policy\npolicy a "A"\nterm t\n```\nSaid in passing.\n```policy\nmeans x\n```\n'
    (found,) = parse(Source("a.policy.md", text, literate=True)).diagnostics
    assert (found.code, found.message) == ("PP022", "this declaration begins in one fence and ends in another")
    assert found.span is not None
    assert text[found.span.start : found.span.end] == "term t"


LINES = (
    *("```policy", "```", "~~~", "~~~~policy", "  ```", "text", "", "# One", "===", "> q", "- ```policy", "<!--", "-->"),
    *("<p>", "\t", "event e"),
)
MARKDOWN = st.lists(st.sampled_from(LINES), max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


@pytest.mark.parametrize(
    "line", ["- " * 50_000, "-  >" * 30_000, "# " + " " * 100_000 + "x", " " * 100_000 + "x", "a\n" * 50_000]
)
def test_no_line_takes_long(line: str) -> None:
    start = time.perf_counter()
    pages(line)
    assert time.perf_counter() - start < 2


@given(MARKDOWN)
def test_each_offset_and_each_line_stays_what_it_was(text: str) -> None:
    law = law_of(text)
    assert len(law) == len(text)
    assert [end.span() for end in LINE_END.finditer(law)] == [end.span() for end in LINE_END.finditer(text)]
    assert all(there in {here, " "} for there, here in zip(law, text, strict=True))
    parse(Source("a.policy.md", text, literate=True))


# ---- headings

PROVISIONS = {
    "§ 5 Emergencies": "§ 5",
    "§ 2702(b)(8) Emergencies": "§ 2702(b)(8)",
    "§§ 3 and 4: what is closed": "§§ 3 and 4",
    "2702(b)(8): emergencies": "2702(b)(8)",
    "Article 6(1)(f)": "Article 6(1)(f)",
    "Art. 9 — special categories": "Art. 9",
    "SECTION 12-3. Notice": "SECTION 12-3",
    "Section IV": "Section IV",
    "**§ 5** Emergencies": "§ 5",
    "[§ 5](https://law.example/5) Emergencies": "§ 5",
    "p. 3": "p. 3",
}


@pytest.mark.parametrize(("heading", "where"), PROVISIONS.items(), ids=PROVISIONS)
def test_a_heading_that_begins_with_a_provision_names_it(heading: str, where: str) -> None:
    assert provision(heading, ["act", "letter"]) == ("act", where)


def test_a_heading_may_name_another_source_first() -> None:
    assert provision("letter, p. 3: emergencies", ["act", "letter"]) == ("letter", "p. 3")
    assert provision("letter § 4", ["act", "letter"]) == ("letter", "§ 4")
    assert provision("letters § 4", ["act", "letter"]) is None


NO_PROVISIONS = ["Emergencies", "1. Introduction", "2022 in review", "3 things to know", "The § 5 question", "Part of it", "§"]


@pytest.mark.parametrize("heading", [*NO_PROVISIONS, ""])
def test_any_other_heading_names_none(heading: str) -> None:
    assert provision(heading, ["act"]) is None


PAGE = """\
# The shop

```policy
policy shop "A shop"
{sources}party shop
event a
action disclose by shop
```

{headings}

```policy
rule closed: shop must not disclose unless permitted{see}
```
"""
ACT = 'source act "The Act"\n'
CITED = {
    "by the heading above it": (ACT, "## § 5 Disclosure", "", "§ 5"),
    "by the innermost one": (ACT, "## § 5\n### § 5(b)", "", "§ 5(b)"),
    "by the one around it": (ACT, "## § 5\n### In words", "", "§ 5"),
    "not by the section before": (ACT, "## § 5\n## Other matters", "", None),
    "not by a deeper one of the section before": (ACT, "## § 4\n### § 4(a)\n## § 5", "", "§ 5"),
    "by a heading with marks on both sides": (ACT, "## § 5 Disclosure ##", "", "§ 5"),
    "by an underlined heading": (ACT, "§ 5 Disclosure\n---", "", "§ 5"),
    "not where it says so itself": (ACT, "## § 5", ' see act "§ 9"', "§ 9"),
    "not without a source": ("", "## § 5", "", None),
    "not in a fence of another language": (ACT, "```text\n## § 5\n```", "", None),
}


@pytest.mark.parametrize(("sources", "headings", "see", "where"), CITED.values(), ids=CITED)
def test_a_rule_is_cited(sources: str, headings: str, see: str, where: str | None) -> None:
    parsed = parse(Source("a.policy.md", PAGE.format(sources=sources, headings=headings, see=see), literate=True))
    assert not parsed.diagnostics
    (rule,) = (item for item in parsed.file.items if isinstance(item, RuleTree))
    found = [clause.where.value for clause in rule.clauses if clause.word == "see" and clause.where is not None]
    assert found == ([] if where is None else [where])


# ---- layout

UNTIDY = """\
Words  stay.

  ```policy
  policy   a "A"
      event  e


  # note
  ```
*  and  so * on

~~~policy
~~~
~~~policy
term   t means   e
~~~"""
TIDY = """\
Words  stay.

  ```policy
  policy a "A"
  event e

  # note
  ```
*  and  so * on

~~~policy
~~~
~~~policy
term t means e
~~~"""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CR LF"])
def test_layout_changes_the_inside_of_fences_alone(end: str) -> None:
    once = formatted(Source("a.policy.md", UNTIDY.replace("\n", end), literate=True))
    assert not once.diagnostics
    assert once.text == TIDY.replace("\n", end)
    assert formatted(Source("a.policy.md", once.text, literate=True)).text == once.text
