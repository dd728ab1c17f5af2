"""Why a question about people may never end: everybody demands somebody, who is one of everybody again."""

from __future__ import annotations

from policyproof.encode.world import Demands
from policyproof.english.material import Link
from policyproof.policy.model import Policy


def shortest_cycle(policy: Policy, demands: Demands) -> tuple[Link, ...]:
    """The shortest circle of demands, the first by the order of declaration; empty, where there is none."""
    cycles = [cycle for entity in policy.entities if (cycle := _cycle_from(policy, demands, entity))]
    return min(cycles, key=len, default=())


def _cycle_from(policy: Policy, demands: Demands, start: str) -> tuple[Link, ...]:
    """The shortest way from an entity back to it."""
    ways: list[tuple[Link, ...]] = [()]
    seen: set[str] = set()
    while ways:
        longer: list[tuple[Link, ...]] = []
        for way in ways:
            at = way[-1].demanded if way else start
            for entity in policy.entities:
                found = demands.get((at, entity))
                if found is None:
                    continue
                step = (*way, Link(at, entity, found.every, found.some, found.fact))
                if entity == start:
                    return step
                if entity not in seen:
                    seen.add(entity)
                    longer.append(step)
        ways = longer
    return ()
