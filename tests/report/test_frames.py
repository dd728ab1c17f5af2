from __future__ import annotations

from policyproof.diagnostics import Diagnostic, Label
from policyproof.report.console import WIDTH, Console
from policyproof.report.frames import SHOWN, frame, frames
from policyproof.report.letters import columns
from policyproof.source import Source, Span

TEXT = 'rule a: ring may release if warrent\n\trule b\nfact x "日本の事実" by nobody\n'
SOURCES = {"a.policy": Source("a.policy", TEXT)}


def place(line: int, column: int, length: int, path: str = "a.policy") -> Span:
    start = sum(len(each) + 1 for each in TEXT.splitlines()[: line - 1]) + column - 1
    return Span(path, start, start + length, line, column)


def shown(found: Diagnostic, sources: dict[str, Source] = SOURCES) -> str:
    return "\n".join(frame(found, sources, Console()))


def test_a_frame() -> None:
    found = Diagnostic(
        "PP100",
        "error",
        "nothing here is called `warrent`",
        place(1, 29, 7),
        "a.policy",
        label="used as an event",
        labels=(Label(place(3, 6, 1), "this comes close"),),
        help="write `warrant`",
    )
    assert shown(found).splitlines() == [
        "error[PP100]: nothing here is called `warrent`",
        " --> a.policy:1:29",
        "  |",
        "1 | rule a: ring may release if warrent",
        "  |                             ^^^^^^^ used as an event",
        " ::: a.policy:3:6",
        "  |",
        '3 | fact x "日本の事実" by nobody',
        "  |      - this comes close",
        "  = help: write `warrant`",
    ]


def test_carets_stand_below_what_they_mean_after_tabs_and_wide_letters() -> None:
    for span, marked in ((place(2, 7, 1), "b"), (place(3, 16, 2), "by")):
        lines = shown(Diagnostic("PP001", "warning", "m", span, "a.policy")).splitlines()
        text, carets = lines[-2], lines[-1]
        before = text[: text.index(marked)] if marked == "by" else text[: text.rindex(marked)]
        assert columns(before) == carets.index("^")


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 300 + " HERE " + "y" * 300
    found = Diagnostic("PP001", "error", "m" * 10, Span("l.policy", 301, 305, 1, 302), "l.policy", label="why " * 20)
    lines = frame(found, {"l.policy": Source("l.policy", line)}, Console())
    assert all(columns(each) <= WIDTH for each in lines)
    text, carets = next(each for each in lines if "HERE" in each), next(each for each in lines if "^" in each)
    assert text[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_without_a_place_or_a_text() -> None:
    assert shown(Diagnostic("PP001", "error", "there is no such file", None, "no\x1bwhere.policy")).splitlines() == [
        "error[PP001]: there is no such file",
        " --> no?where.policy",
    ]
    found = Diagnostic("PP001", "error", "m", place(1, 1, 4), "a.policy", label="why")
    assert "why" in shown(found, {})
    assert (
        shown(Diagnostic("PP001", "error", "m", Span("a.policy", 0, 0, 99, 1), "a.policy"))
        .splitlines()[1]
        .endswith("a.policy:99:1")
    )


def test_of_each_file_the_first_diagnostics_are_shown_and_how_many_more_there_are() -> None:
    many = [
        Diagnostic("PP100", "error", f"slip {number}", Span("a.policy", 0, 1, number, 1), "a.policy") for number in range(55)
    ]
    few = [Diagnostic("PP100", "error", "other", Span("b.policy", 0, 1, 1, 1), "b.policy")]
    blocks = frames([*many, *few], {}, Console())
    assert len(blocks) == SHOWN + 2
    assert blocks[SHOWN - 1].startswith(f"error[PP100]: slip {SHOWN - 1}\n")
    assert blocks[SHOWN].startswith("error[PP100]: other")
    assert blocks[-1] == f"... and {55 - SHOWN} more about `a.policy`"
