"""What is wrong and where: pure data, no printing. Wording rules: lower case, no final stop, the user's text in backticks."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from policyproof.source import Span


class Label(msgspec.Struct, frozen=True):
    """A second place that matters, and why."""

    span: Span
    text: str


class Edit(msgspec.Struct, frozen=True):
    """What to put in the place of a stretch of text: nothing, to delete it; the stretch may be empty, to add something."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """One way to put a text right, as `help` says it in words. Its edits are all of one file and do not overlap."""

    title: str
    """What it does, as an imperative: "write `must`"."""
    edits: tuple[Edit, ...]

    def applied_to(self, text: str) -> str:
        """The text of that file with the edits made."""
        for edit in sorted(self.edits, key=lambda edit: edit.span.start, reverse=True):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        return text


class Diagnostic(msgspec.Struct, frozen=True):
    """One finding. `span` is None only where there is no place in any file (a missing file): then `path` says which."""

    code: str
    severity: Literal["error", "warning"]
    message: str
    span: Span | None
    path: str
    label: str | None = None
    """Why the main span matters, printed under the caret."""
    labels: tuple[Label, ...] = ()
    help: str | None = None
    """An imperative that can be done."""
    fixes: tuple[Fix, ...] = ()
    """Ways to put it right that a program can carry out. Several are alternatives: the readings of an ambiguity."""
    notes: tuple[str, ...] = ()
    """What else is known of it, which took more than reading the text."""


AMBIGUITIES: Final = frozenset({"PP033", "PP034", "PP036"})
"""Codes of what can be read in more than one way: the fixes of such a message are its readings."""

CODES: Final[dict[str, str]] = {
    # ---- files
    "PP001": "a file or folder that does not exist",
    "PP002": "a folder without policies",
    "PP003": "an empty file",
    "PP004": "a file that is not text, or not UTF-8",
    "PP005": "a file above the size limit",
    "PP006": "a file that cannot be read",
    "PP007": "a `use` of a file that does not exist or cannot be read",
    "PP008": "files that use each other in a circle",
    "PP009": "a `use` that leaves the project",
    "PP010": "a file that is no policy file",
    "PP011": "a law that is named and cannot be found",
    "PP012": "a file of days from which no calendar can be read",
    # ---- text
    "PP020": "a character that cannot stand here",
    "PP021": "a text that is not closed",
    "PP022": "a fence of a literate file that cannot be read",
    "PP030": "words that do not make a sentence of the language",
    "PP031": "a word of the language used as a name",
    "PP032": "nesting deeper than the limit",
    "PP033": "an ambiguity: the words can be read in more than one way",
    "PP034": "a word that statutes use in more than one sense",
    "PP035": "a clause that does not fit its sentence, or comes twice",
    "PP036": "labels or connectives that disagree with the head of their list",
    "PP037": "a number, date or time that does not exist",
    "PP038": "an edition of the language that this tool does not know",
    # ---- names and types
    "PP100": "a name that nothing declares",
    "PP101": "a name declared twice",
    "PP102": "a name of the wrong sort",
    "PP103": "arguments that do not fit",
    "PP104": "a value that is no member of its kind",
    "PP105": "names that depend on each other in a circle",
    "PP106": "a party that is not the action's own",
    "PP107": "a permission for an action that nothing closes",
    "PP108": "rules that override each other",
    "PP109": "something that depends on a moment, or on the law, where it has no meaning",
    "PP110": "numbers and durations mixed",
    "PP111": "a variable where none can stand",
    "PP112": "a declaration that contradicts itself or another one",
    "PP113": "a declaration that this kind of file cannot hold",
    "PP114": "conditions that build on each other more deeply than the limit",
    "PP115": "an exception to a rule that no permission can lift",
    "PP116": "a delay of something that has no date to move",
    "PP117": "a table whose rows, columns or cells do not fit together",
    "PP118": "a name that several laws declare, and that may not mean the same",
    "PP119": "a length of time that no calendar here can count",
    "PP120": "a reading or an edit of something that is not there",
    "PP121": "words to strike that a text does not have, or has more than once",
    "PP122": "edits that undo each other, or change what another one has struck",
    "PP123": "an edit that leaves no sentence",
    "PP190": "something that is not available yet",
    # ---- properties and cases
    "PP201": "a property or case that says the same thing twice",
    "PP202": "a claim about something that is no action",
    "PP203": "times that cannot stand together in a case",
    "PP204": "assumptions that no scenario meets",
    "PP206": "a case whose givens no scenario meets",
    "PP207": "a case that leaves open a value that decides it",
    "PP208": "a modifier of a property that has nothing to act on",
    # ---- warnings
    "PP600": "a warning allowed without a reason",
    "PP601": "an allowance that nothing needs",
    "PP602": "an allowance of a code that is no warning",
    "PP610": "a rule that can never apply",
    "PP611": "a rule that never makes a difference",
    "PP612": "a permission that applies always",
    "PP613": "a permission that switches a permission off",
    "PP614": "an exception that is never needed",
    "PP615": "a permission and a prohibition, and nothing that says which prevails",
    "PP616": "an act that is closed and that nothing opens",
    "PP620": "a condition of a duty that can still come before the duty falls due",
    "PP621": "a duty that never falls due",
    "PP622": "a duty that cannot be kept once the act is done too soon",
    "PP630": "acts that permit each other in the same minute",
    "PP631": "a permission that is open for less than an hour",
    "PP632": "a belief that is read at moments far apart",
    "PP633": "a look back at an event that here happens only once",
    "PP634": "a belief in one rule and the fact in another",
    "PP640": "a claim about an act that is read at the end",
    "PP641": "a case that asks for a decision after the act",
    "PP650": "something declared and never used",
    "PP651": "a variable that is never used",
    "PP652": "a description that does not say whom or what it is about",
    "PP660": "a table without a row for some members",
    "PP661": "rows of a table that speak of the same",
    "PP662": "a table in which what is stronger permits less",
}
"""The catalogue of codes: PP0xx text, PP1xx names and types, PP2xx properties and cases, PP6xx warnings."""
