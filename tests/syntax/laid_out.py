"""How tests of the formatter see a text: its tokens, comments and tree, without the white space between them."""

from __future__ import annotations

import msgspec

from policyproof.source import Source, Span
from policyproof.syntax.format import formatted
from policyproof.syntax.parse import parse
from policyproof.syntax.tokens import Token

SIXTY_LINES = """\
# What this is.
policy sample "A policy with one of everything" as of 2024-01-01
source law  "The law"
source note "A note on the law"

standard assertion < good-faith < probable-cause
party ring    "Ring"
party owner   "the owner"
party agency  "the agency"
scope requester is federal or danger
kind Agency is one of
  local    "local police",
  federal  "a federal agency" { immigration "an immigration agency", other "another one" }
kind Data ranked record "a record" < content "content"
entity Person "somebody"

fact requester: Agency "who asks"
fact span: duration "how much is asked for"
fact area(who: Person): number "how large an area {who} covers"
fact shown(who: Person) "the footage shows {who}" otherwise "the footage does not show {who}"
fact danger
     "there really is a danger of death or of serious physical injury to somebody" otherwise "there is none"
fact believed decided by ring on good-faith that danger
     "Ring believes that there is a danger"
     otherwise "Ring does not"

event warrant by owner on probable-cause "a warrant is served"
event consent by owner "the owner agrees"
event agrees(who: Person) by who "{who} agrees"
action release by ring "Ring hands over the footage"
action notify by ring follows release "Ring tells the owner"

term process means warrant or (consent and not believed)
term either means any of { warrant; consent }
assume opt-in: if believed then consent "what must be so"

rule closed "nothing unless it is permitted":
  ring must not release unless permitted
  see law "first paragraph"
rule open: ring may release if warrant unless believed
rule listed:
  ring may release
  if all of {
    (1) process;
    (2) consent within the last 30 days;
    (3) span <= 12 hours 30 minutes; and
    (4) at most 1 Person who where shown(who): agrees(who) }
  see law "second paragraph"
rule told:
  ring must notify within 30 days after release
  excused if not (p-less)
fact p-less "nothing in particular"
rule kept "an exception on a condition":
  ring may release if danger
  provided that (notify within 48 hours after release)
    or (every Person who where shown(who): notify before warrant)
  as an exception to closed
delay more-time(who: Person) by agency on probable-cause "an agency grants more time for {who}"
  postpones told by up to 30 days renewable at most 2 times if shown(who)
  see law "third paragraph"
table by-rank: ring may release if
  | data    | warrant | consent               | process         |
  |---------|:-------:|-----------------------|-----------------|
  | record  | yes     | yes see note "a note" | if not believed |  # nearly all
  | content | no      | no                    | if danger       |
  see law "a table"

# What it claims.

property asked "Nothing without consent":
  no release without consent or warrant if requester is federal
  known to fail because "the list has another way in"
property all-agree: no release without every Person who where shown(who): agrees(who)
property usable: possible release
property kept-up: never release tainted and (sample allows release)
  even out of scope
  supposing beliefs are true

case "a release":
  given only one-of-us: Person; requester is local; shown(one-of-us);
    warrant at 0 hours; release at 1 hour
  expect ring may release under open; lawful
"""


def laid_out(text: str) -> str:
    """A text in canonical layout; it has no mistakes."""
    result = formatted(Source("p", text))
    assert [found for found in result.diagnostics if found.severity == "error"] == []
    return result.text


def is_whole(text: str) -> bool:
    """Whether a text parses without a mistake."""
    return not any(found.severity == "error" for found in parse(Source("p", text)).diagnostics)


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens, and the end."""
    return parse(Source("p", text)).tokens.tokens


def comments(text: str) -> list[str]:
    return [comment.text.rstrip() for comment in parse(Source("p", text)).tokens.comments]


def said(text: str) -> object:
    """What a text says, and not where: its tree without the places. Where an edit has a place for a text, the words there."""
    parsed = parse(Source("p", text))
    return _without_places(parsed.file, parsed.tokens.tokens)


def _without_places(node: object, words: tuple[Token, ...]) -> object:
    match node:
        case Span():
            return [word.text for word in words if node.start <= word.start < node.end]
        case msgspec.Struct():
            parts = [(name, _without_places(getattr(node, name), words)) for name in node.__struct_fields__ if name != "span"]
            return (type(node).__name__, parts)
        case tuple():
            return [_without_places(part, words) for part in node]
        case _:
            return node
