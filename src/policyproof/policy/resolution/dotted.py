"""References with dots, where several laws are joined: `sca.b8` becomes one word, `vppa.disclose` the name that it shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import msgspec

from policyproof.syntax import nodes as n

T = TypeVar("T")


def undotted(tree: T, meaning: Callable[[str], str | None]) -> T:
    """The tree with each reference whose words, joined by dots, mean one name turned into a reference to that name."""
    return cast("T", _undotted(tree, meaning))


def _undotted(part: object, meaning: Callable[[str], str | None]) -> object:
    if isinstance(part, tuple):
        return tuple(_undotted(item, meaning) for item in part)
    if isinstance(part, n.Ref):
        return _one_word(part, meaning)
    if isinstance(part, n.Node):
        return msgspec.structs.replace(
            part, **{field: _undotted(getattr(part, field), meaning) for field in part.__struct_fields__}
        )
    return part


def _one_word(ref: n.Ref, meaning: Callable[[str], str | None]) -> n.Ref:
    if len(ref.parts) == 1:
        return ref
    name = meaning(".".join(part.text for part in ref.parts))
    if name is None:
        return ref
    span = ref.parts[0].span.through(ref.parts[-1].span)
    return msgspec.structs.replace(ref, parts=(n.Word(span, name),))
