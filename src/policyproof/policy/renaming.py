"""Gives names of a law new names, wherever its formulas, rules and declarations say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

import msgspec

T = TypeVar("T")

_NAMED = frozenset(
    {
        "action",
        "by",
        "calendar",
        "decided_by",
        "delay",
        "disobey",
        "entity",
        "event",
        "exception_to",
        "fact",
        "parent",
        "parties",
        "party",
        "rule",
        "rules",
        "sort",
        "source",
        "standard",
        "table",
        "term",
    }
)
"""Fields that hold names of the one namespace of a law. (Names of variables, of individuals and of laws are other names.)"""


class Renaming:
    """New names, and new names of laws. What stands at several places of a model stands there in its renamed form too."""

    def __init__(self, names: Mapping[str, str], laws: Mapping[str, str]) -> None:
        self.names = names
        self.laws = laws
        self._done: dict[int, tuple[object, object]] = {}

    def __call__(self, part: T) -> T:
        """The part of a model with its names renamed: the very same object, where it says none of them."""
        return cast("T", self._renamed(part))

    def _renamed(self, part: object) -> object:
        if isinstance(part, tuple):
            found = tuple(self._renamed(item) for item in part)
            return part if all(new is old for new, old in zip(found, part, strict=True)) else found
        if not isinstance(part, msgspec.Struct):
            return part
        known = self._done.get(id(part))
        if known is None:
            changed = {
                field: new
                for field in part.__struct_fields__
                if (new := self._field(field, old := getattr(part, field))) is not old
            }
            known = part, msgspec.structs.replace(part, **changed) if changed else part
            self._done[id(part)] = known  # with the part itself, so that its id stays its own
        return known[1]

    def _field(self, field: str, value: object) -> object:
        if field == "law" and isinstance(value, str):
            return self.laws.get(value, value)
        if field in _NAMED and isinstance(value, str):
            return self.names.get(value, value)
        if field in _NAMED and isinstance(value, tuple) and any(item in self.names for item in value if isinstance(item, str)):
            return tuple(self.names.get(item, item) for item in value)
        return self._renamed(value)
