"""A rule, delay or table of a literate file that says no `see` takes the provision that its heading names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policyproof.syntax import nodes as n
from policyproof.syntax.literate import Heading, pages
from policyproof.syntax.tokens import Tokens

_WORDS = (
    *("section", "sections", "sec", "secs", "article", "articles", "art", "arts", "paragraph", "paragraphs", "para", "paras"),
    *("subsection", "subdivision", "clause", "chapter", "part", "title", "recital", "schedule", "rule", "regulation"),
    *("page", "p"),
)
_NUMBER = r"(?:[A-Z]{0,3}[0-9]+[A-Za-z]{0,2}|[IVXLC]+)(?:[-.\u2013:][0-9]+[A-Za-z]?)*(?:\s?\((?:[0-9]+|[A-Za-z]{1,5})\))*"
_NUMBERS = rf"{_NUMBER}(?:(?:,\s*|\s+and\s+|\s*\u2013\s*){_NUMBER})*"
_PROVISION: Final = re.compile(
    rf"(?P<provision>(?:\u00a7{{1,2}}|(?i:{'|'.join(_WORDS)})\b\.?)\s*{_NUMBERS})(?=$|[\s:;,.\u2013\u2014-])"
    rf"|(?P<bare>{_NUMBER})(?=\s*:(?:\s|$))"
)
_DEEPEST = 6
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"[*`]|\\(?=[^\w\s])|(?<!\w)_|_(?!\w)")


def cited(file: n.File, tokens: Tokens) -> n.File:
    """The file with the citations that headings give. The first source that the file declares is meant, unless the heading
    begins with the name of another one.
    """
    sources = [item.name for item in file.items if isinstance(item, n.SourceTree)]
    headings = pages(tokens.source.text).headings
    if not sources or not headings:
        return file
    places = [heading.start for heading in headings]

    def with_citation(item: n.Declaration) -> n.Declaration:
        if not isinstance(item, n.RuleTree | n.DelayTree | n.TableTree) or see_of(item) is not None:
            return item
        see = _see(_around(headings, bisect_right(places, item.span.start)), sources, tokens)
        return item if see is None else with_see(item, see)

    def inserting(edit: n.EditTree) -> n.EditTree:
        if not isinstance(edit, n.InsertEdit):
            return edit
        return msgspec.structs.replace(edit, declaration=with_citation(edit.declaration))

    items = tuple(with_citation(item) for item in file.items)
    return msgspec.structs.replace(file, items=items, edits=tuple(inserting(edit) for edit in file.edits))


def see_of(item: n.RuleTree | n.DelayTree | n.TableTree) -> n.Clause | None:
    """The citation of a declaration; of a table, the one that counts for all cells without one of their own."""
    if isinstance(item, n.RuleTree):
        return next((clause for clause in item.clauses if clause.word == "see"), None)
    return item.see


def with_see(item: n.RuleTree | n.DelayTree | n.TableTree, see: n.Clause) -> n.Declaration:
    """The same with a citation."""
    if isinstance(item, n.RuleTree):
        return msgspec.structs.replace(item, clauses=(*item.clauses, see))
    return msgspec.structs.replace(item, see=see)


def _see(around: Iterator[Heading], sources: Sequence[n.Word], tokens: Tokens) -> n.Clause | None:
    for heading in around:
        found = provision(heading.text, [source.text for source in sources])
        if found is not None:
            source, where = found
            span = tokens.span(heading.start, heading.end)
            return n.Clause(span, "see", source=n.Word(span, source), where=n.Text(span, where))
    return None


def _around(headings: Sequence[Heading], place: int) -> Iterator[Heading]:
    """The headings of the sections that a place lies in, the innermost first. `place`: how many headings stand above it."""
    level = _DEEPEST + 1
    while place and level > 1:
        place -= 1
        if headings[place].level < level:
            level = headings[place].level
            yield headings[place]


def provision(heading: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """The source and the provision with which a heading begins; None where it begins with none.

    `§ 5(b) Emergencies`, `Article 6(1)`, `2702(b)(8): emergencies`; the name of a source, and a comma or blank, may come first.
    """
    text = _EMPHASIS.sub("", _LINK.sub(r"\1", heading)).strip()
    source = sources[0]
    for name in sources:
        if text.startswith(name) and re.match(r",?\s+", text[len(name) :]):
            source, text = name, text[len(name) :].lstrip(", \t")
            break
    found = _PROVISION.match(text)
    return None if found is None else (source, found["provision"] or found["bare"])
