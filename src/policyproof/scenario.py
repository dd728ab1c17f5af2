"""A scenario: one finite course of events, complete and concrete. What evaluator, encoder and stories share."""

from __future__ import annotations

import msgspec

Instance = tuple[str, tuple[str, ...]]
"""The name of a fact or an event, and its arguments: individuals and leaves."""

FactValue = bool | int | str


class Scenario(msgspec.Struct, frozen=True):
    """Who there is, what is so, what happens when (minutes), and who did it where several may.

    `facts` has an entry for every fact and tuple of arguments whose value is not `False`; yes/no facts without one are no.
    `events` has exactly the instances that happen. `doers` has an entry for each instance that happens of an event
    with several parties.
    """

    individuals: dict[str, tuple[str, ...]]
    facts: dict[Instance, FactValue]
    events: dict[Instance, int]
    doers: dict[Instance, str]
