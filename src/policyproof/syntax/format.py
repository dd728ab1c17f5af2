"""`formatted(source) -> Formatted`: the same words and comments in canonical layout. Only the white space between them changes.

Lines that the author broke where a line may break stay broken, and what was on one line stays there where it fits. Blank
lines stay, one at most in a row. All lines end as most of them did. Of a literate file only the inside of the fences changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from policyproof.diagnostics import Diagnostic
from policyproof.source import LINE_END, Source
from policyproof.syntax.layout import WIDTH, Line, Words
from policyproof.syntax.literate import pages
from policyproof.syntax.parse import Parsed, parse
from policyproof.syntax.table import load_table
from policyproof.syntax.tokens import Token, Tokens, tokenize

_KEPT = re.compile(r"#[^\r\n]*|\|[-:| \t]*\|")
"""What stands between tokens and is no white space: comments, and the rulers of tables."""
_STEP = 2
"""How far the rows of a table are indented."""
_ALIGNED_AFTER_NAME = frozenset({"SOURCE", "PARTY", "ENTITY", "FACT", "EVENT", "ACTION"})


class ChangedWordsError(Exception):
    """The layout would have changed more than white space: a fault of the formatter, whose output must not be used."""


class Formatted(msgspec.Struct, frozen=True):
    """The text in canonical layout; where a diagnostic is an error, the text as it was."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


class _Kept(msgspec.Struct, frozen=True):
    """A comment between two tokens. `blanks`: how many stand before one that shares its line with a token."""

    text: str
    alone: bool
    after_blank_line: bool
    blanks: int


class _Gap(msgspec.Struct, frozen=True):
    """What stands between a token and the one before it."""

    kept: tuple[_Kept, ...]
    broken: bool
    after_blank_line: bool
    blanks: int


_NOTHING = _Gap((), broken=False, after_blank_line=False, blanks=0)
_ONE_BLANK = _Gap((), broken=False, after_blank_line=False, blanks=1)


class _Row(msgspec.Struct):
    """A line to be written. `split` is where in `text` a column begins, which rows of the same `shape` may share."""

    text: str
    indent: int
    after_blank_line: bool
    shape: str = ""
    split: int = 0
    blanks: int = 1
    comment: str = ""
    comment_blanks: int = 2


def formatted(source: Source) -> Formatted:
    """Lays out one file. `ChangedWordsError` instead of a text that differs from the source in more than white space."""
    parsed = parse(source)
    if any(found.severity == "error" for found in parsed.diagnostics):
        return Formatted(source.text, parsed.diagnostics)
    text = _fences_laid_out(parsed) if source.literate else _lay_out(parsed.tokens, _beginnings(parsed), _line_end(source.text))
    again = msgspec.structs.replace(source, text=text)
    if text != source.text and _words(tokenize(again, load_table())) != _words(parsed.tokens):
        raise ChangedWordsError(f"formatting {source.path} would change its words")
    return Formatted(text, parsed.diagnostics)


def _words(tokens: Tokens) -> list[tuple[str, str]]:
    """All tokens and comments in the order of the text, as they are spelt there."""
    text = tokens.source.text
    found = sorted((*tokens.tokens, *tokens.comments), key=lambda token: token.start)
    return [(token.kind, text[token.start : token.end].rstrip(" \t\f")) for token in found]


def _beginnings(parsed: Parsed) -> frozenset[int]:
    """Where the head and each declaration begins."""
    return frozenset(node.span.start for node in parsed.file.parts if node is not None)


def _fences_laid_out(parsed: Parsed) -> str:
    """A literate file with the inside of its fences in canonical layout, as far in as their marks. The rest stays as it is."""
    source = parsed.tokens.source
    begins, line_end = _beginnings(parsed), _line_end(source.text)
    pieces: list[str] = []
    position = 0
    for fence in pages(source.text).fences:
        tokens = tokenize(Source(source.path, source.text[fence.start : fence.end]), load_table())
        inside = _lay_out(tokens, frozenset(place - fence.start for place in begins), line_end)
        lines = inside.removesuffix(line_end).split(line_end) if inside else []
        pieces.append(source.text[position : fence.start])
        pieces += [(" " * fence.indent + line if line else "") + line_end for line in lines]
        position = fence.end
    return "".join([*pieces, source.text[position:]])


def _lay_out(tokenized: Tokens, begins: frozenset[int], line_end: str) -> str:
    text = tokenized.source.text
    tokens = tokenized.tokens
    ends = [0, *(token.end for token in tokens)]
    gaps = [_gap(text[end : token.start], at_start=not end) for end, token in zip(ends, tokens, strict=False)]
    starts = [place for place, token in enumerate(tokens) if token.start in begins or token.kind == "$END"]
    rows: list[_Row] = []
    for start, end in pairwise(starts):
        _keep(gaps[start], rows, 0, blank_lines=True)
        _add_block(tokens[start:end], gaps[start:end], text, rows)
    _keep(gaps[-1], rows, 0, blank_lines=True)
    _align(rows)
    lines: list[str] = []
    for row in rows:
        if row.after_blank_line and lines:
            lines.append("")
        comment = " " * row.comment_blanks + row.comment if row.comment else ""
        lines.append(f"{' ' * row.indent}{row.text}{comment}")
    return "".join(line + line_end for line in lines)


def _line_end(text: str) -> str:
    """What ends most lines; of two that are as frequent, the first one."""
    found = Counter(LINE_END.findall(text))
    return max(found, key=lambda end: found[end]) if found else "\n"


def _gap(between: str, *, at_start: bool) -> _Gap:
    if between in {"", " "}:  # nearly all of them
        return _ONE_BLANK if between else _NOTHING
    kept: list[_Kept] = []
    position = 0
    for found in _KEPT.finditer(between):
        blank = between[position : found.start()]
        breaks = len(LINE_END.findall(blank))
        alone = bool(kept) or breaks > 0 or at_start or found[0].startswith("|")
        # the comment before ends where its line does, so that the first line end here is its own
        kept.append(_Kept(found[0].rstrip(" \t\f"), alone, breaks > 1, len(blank)))
        position = found.end()
    blank = between[position:]
    breaks = len(LINE_END.findall(blank))
    return _Gap(tuple(kept), bool(kept) or breaks > 0, breaks > 1, 1 if breaks or kept else len(blank))


def _keep(gap: _Gap, rows: list[_Row], indent: int, *, blank_lines: bool, widths: Sequence[int] = ()) -> None:
    """Puts back the comments of a gap, and the ruler of a table whose columns have these widths."""
    for kept in gap.kept:
        if kept.text.startswith("|"):
            rows.append(_Row(_ruler(kept.text, widths), indent, after_blank_line=False))
        elif kept.alone or not rows:
            rows.append(_Row(kept.text, indent, blank_lines and kept.after_blank_line))
        else:
            rows[-1].comment, rows[-1].comment_blanks = kept.text, kept.blanks


def _add_block(tokens: Sequence[Token], gaps: Sequence[_Gap], text: str, rows: list[_Row]) -> None:
    words = Words(tokens, [text[token.start : token.end] for token in tokens])
    lines = words.lines([gap.broken for gap in gaps], [bool(gap.kept) for gap in gaps])
    grid = _grid(words, lines)
    for line in lines:
        first = line.start
        blank_lines = first == 0 or words.kinds[first - 1] in {"SEMICOLON", "COMMA"}
        if first:
            deeper = 2 if words.kinds[first] in {"RBRACE", "RPAR"} else 0
            _keep(gaps[first], rows, line.indent + deeper, blank_lines=blank_lines, widths=grid.widths)
        written = grid.rows.get(first) or words.text(first, line.end)
        row = _Row(written, line.indent, blank_lines and gaps[first].after_blank_line)
        column = _column(words.kinds, first, line.end)
        if column:
            row.shape = words.kinds[0]
            row.split = len(words.text(first, column))
            row.blanks = gaps[column].blanks
        rows.append(row)


def _column(kinds: Sequence[str], first: int, end: int) -> int:
    """The token that may stand in a column below its like, as the texts of parties do; 0 if the line has none."""
    if first == 0 and kinds[0] in _ALIGNED_AFTER_NAME and kinds[1:2] == ["NAME"]:
        column = 2
    elif first and kinds[0] in {"KIND", "PARTY"} and kinds[first] == "NAME":
        column = first + 1
    else:
        return 0
    return column if column < end and kinds[column] in {"STRING", "BY"} else 0


# ---- tables


class _Grid(msgspec.Struct, frozen=True):
    """A table in columns: how wide each is, and its rows as written, each by the bar that it begins with."""

    widths: list[int]
    rows: dict[int, str]


def _grid(words: Words, lines: Sequence[Line]) -> _Grid:
    """A grid without rows where there is no table, or where its rows are no lines of one width."""
    nothing = _Grid([], {})
    rows = words.rows()
    ends = {line.start: line.end for line in lines}
    if len({len(row) for row in rows}) != 1 or any(ends.get(row[0][0] - 1) != row[-1][1] + 1 for row in rows):
        return nothing
    texts = [[words.text(*cell) for cell in row] for row in rows]
    widths = [max(len(text) for text in column) for column in zip(*texts, strict=True)]
    if _STEP + sum(widths) + 3 * len(widths) + 1 > WIDTH:
        return nothing
    padded = [" | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in texts]
    return _Grid(widths, {row[0][0] - 1: f"| {text} |" for row, text in zip(rows, padded, strict=True)})


def _ruler(text: str, widths: Sequence[int]) -> str:
    """A ruler as wide as its table, if it has as many columns."""
    parts = [part.strip(" \t") for part in text.strip("|").split("|")]
    if len(parts) != len(widths):
        return text
    dashes = [
        ":" * part.startswith(":") + "-" * (width + 2 - part.count(":")) + ":" * part.endswith(":")
        for part, width in zip(parts, widths, strict=True)
    ]
    return f"|{'|'.join(dashes)}|"


# ---- columns


def _align(rows: Sequence[_Row]) -> None:
    """Columns stay that the author made: the texts and the final comments of neighbouring lines."""
    for run in _runs(rows, lambda row: row.shape):
        column = _common([(row.split, row.blanks) for row in run], 1)
        if column is None or any(row.indent + len(row.text) + column - row.split - 1 > WIDTH for row in run):
            continue
        for row in run:
            row.text = row.text[: row.split] + " " * (column - row.split) + row.text[row.split + 1 :]
    for run in _runs(rows, lambda row: "comment" if row.comment else ""):
        widths = [row.indent + len(row.text) for row in run]
        column = _common([(width, row.comment_blanks) for width, row in zip(widths, run, strict=True)], 2)
        for row, width in zip(run, widths, strict=True):
            row.comment_blanks = 2 if column is None else column - width


def _runs(rows: Sequence[_Row], shape_of: Callable[[_Row], str]) -> list[list[_Row]]:
    """Two or more rows of the same shape and indent, without a blank line between; rows without a shape are left out."""
    runs: list[list[_Row]] = []
    last: _Row | None = None
    for row in rows:
        shape = shape_of(row)
        if shape:
            if last is not None and shape_of(last) == shape and last.indent == row.indent and not row.after_blank_line:
                runs[-1].append(row)
            else:
                runs.append([row])
        last = row
    return runs


def _common(ends: Sequence[tuple[int, int]], least: int) -> int | None:
    """The column for what follows words that end at these columns with so many blanks; None: no column, the least of blanks."""
    if len(ends) == 1 or all(blanks <= least for _, blanks in ends):
        return None
    first = max(end for end, _ in ends) + least
    return min(column for end, blanks in ends if (column := end + max(blanks, least)) >= first)
