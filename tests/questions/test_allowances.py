"""Comments that allow a warning, with the reason: where they may stand, and what is wrong with one."""

from __future__ import annotations

import pytest

from policyproof.questions.warnings import asking
from policyproof.source import Source
from policyproof.syntax.format import formatted
from questions.warned import BASE, all_warnings, marked

CLASH = "rule agreed: town may disclose if consent\nrule minors: town must not disclose if minor\n"
WHY = "# allow PP615: a child cannot agree"


def codes(text: str) -> list[str]:
    """The codes of what is warned about, apart from words that the shared vocabulary declares in vain."""
    return [found.code for found in all_warnings(text) if found.code != "PP650"]


def test_without_it() -> None:
    assert codes(CLASH) == ["PP615"]


@pytest.mark.parametrize(
    "text",
    [
        CLASH.replace("rule minors", f"{WHY}\nrule minors"),
        CLASH.replace("rule minors", f"{WHY}\n# and so it has always been\nrule minors"),
        CLASH.replace("rule minors", f"{WHY}\n\nrule minors"),
        CLASH.replace("if minor\n", f"if minor  {WHY}\n"),
        CLASH.replace("minors: town", f"minors:  {WHY}\n  town"),
        CLASH.replace("minors: town", f"minors:\n  {WHY}\n  town"),
        CLASH.replace("rule minors", "# allow pp615 a child cannot agree\nrule minors"),
        CLASH.replace("rule minors", "#allow PP615 : a child cannot agree\nrule minors"),
    ],
)
def test_on_the_declaration_or_above_it(text: str) -> None:
    assert codes(text) == []


def test_it_speaks_of_one_declaration() -> None:
    text = CLASH.replace("rule agreed", f"{WHY}\nrule agreed")
    assert codes(text) == ["PP601", "PP615"]


def test_a_comment_at_the_end_of_a_line_is_about_that_line() -> None:
    text = CLASH.replace("if consent\n", f"if consent  {WHY}\n")
    assert codes(text) == ["PP601", "PP615"]


def test_several_codes() -> None:
    text = "rule notice: town must notify promptly after audit unless gag\n"
    assert codes(text) == ["PP616", "PP621", "PP620"]
    for both in ("PP620, PP621", "PP620 and PP621", "PP621 PP620"):
        assert codes(f"# allow {both}: as the Act has it\n{text}") == ["PP616"]


def test_a_word_that_only_begins_like_it() -> None:
    assert codes("# allow PPs to be counted\n# allow people to leave\n" + CLASH) == ["PP615"]


# ---- what can be wrong


def test_without_a_reason() -> None:
    text = CLASH.replace("rule minors", "# allow PP615\nrule minors")
    (found,) = [one for one in all_warnings(text) if one.code != "PP650"]
    assert (found.code, found.message) == ("PP600", "this allows a warning and does not say why")
    assert found.help == "give the reason: `# allow PP615: …`"
    assert marked(text, found) == ["# allow PP615"]


def test_what_nothing_needs() -> None:
    text = CLASH + "# allow PP620, PP615: as before\nrule told: town must not report if gag\n"
    found = [one for one in all_warnings(text) if one.code == "PP601"]
    assert [marked(text, one) for one in found] == [["PP620"], ["PP615"]]
    assert found[0].message == "nothing here calls for `PP620`, so there is nothing to allow"


def test_below_everything() -> None:
    assert codes(CLASH + WHY + "\n") == ["PP615", "PP601"]


@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        ("PP699", "no warning has the code `PP699`", "did you mean `PP615`?"),  # it is what the declaration has
        ("PP107", "`PP107` is a mistake, no warning, and cannot be allowed", "strike it"),
        ("PP601", "`PP601` is a word about such comments, and cannot be allowed", "strike it"),
    ],
)
def test_a_code_that_no_warning_has(code: str, message: str, advice: str) -> None:
    text = CLASH.replace("rule minors", f"# allow {code}: so be it\nrule minors")
    wrong, other = (one for one in all_warnings(text) if one.code != "PP650")
    assert (wrong.code, wrong.message, wrong.help) == ("PP602", message, advice)
    assert other.code == "PP615"


def test_a_code_far_from_all_others() -> None:
    (found,) = [one for one in all_warnings("# allow PP9: why\n" + CLASH) if one.code == "PP602"]
    assert found.help == "`policyproof explain` lists the codes there are"


def test_where_a_question_has_no_answer_nothing_is_called_needless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "QUESTIONS", 0)
    assert codes(CLASH.replace("rule minors", f"{WHY}\nrule minors")) == []


# ---- the formatter


@pytest.mark.parametrize(
    "text",
    [
        CLASH.replace("rule minors", f"{WHY}\nrule minors"),
        CLASH.replace("if minor\n", f"if minor  {WHY}\n"),
        CLASH.replace("minors: town", f"minors:  {WHY}\n  town"),
        CLASH.replace("minors: town", f"minors:\n  {WHY}\n  town"),
        CLASH.replace("town must not disclose if minor", f"town  must  not\n{WHY}\ndisclose   if minor"),
    ],
)
def test_layout_leaves_what_is_allowed_allowed(text: str) -> None:
    laid_out = formatted(Source("town.policy", BASE + text)).text
    assert laid_out.count(WHY) == 1
    assert [found.code for found in all_warnings("", base=laid_out) if found.code != "PP650"] == codes(text) == []
