"""Resolved nodes without their places, so that two can be compared."""

from __future__ import annotations

import msgspec

from policyproof.source import Span

Shape = tuple[object, ...] | str | int | bool | None


def shape(node: object) -> Shape:
    """The class of a node and the shapes of its parts."""
    match node:
        case Span():
            return None
        case msgspec.Struct():
            return (type(node).__name__, *(shape(getattr(node, name)) for name in node.__struct_fields__))
        case tuple() | list():
            return tuple(shape(part) for part in node)
        case dict():
            return tuple((str(key), shape(value)) for key, value in node.items())
        case str() | bool() | int() | None:
            return node
        case _:
            raise AssertionError(node)
