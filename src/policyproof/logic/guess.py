"""A first guess at an assignment: cheap, often right for terms that nothing stands against, and certain where it is right."""

from __future__ import annotations

from collections.abc import Sequence

from policyproof.logic.terms import Lit, Terms


def guess(terms: Terms, lits: Sequence[Lit]) -> bool:
    """Whether one assignment, taken without any search, makes all of these true. A no says nothing.

    What the terms force is set; of each disjunction that is still open, the part is chosen that asks for least; what is left
    over is no. The assignment is evaluated before it is believed.
    """
    forced = _forced(terms, lits)
    if forced is None:
        return False
    times = _minutes(terms, forced)
    if times is None:
        return False
    truth = terms.evaluate(lits, forced, times, [0] * len(terms.numbers))
    return all(truth[lit >> 1] != bool(lit & 1) for lit in lits)


def _forced(terms: Terms, lits: Sequence[Lit]) -> dict[int, bool] | None:
    """Atoms by node, with the truth that was set for them; None where two parts ask for opposites."""
    truth: dict[int, bool] = {}
    waiting = list(lits)
    open_: list[tuple[Lit, ...]] = []
    while waiting:
        lit = waiting.pop()
        index, wanted = lit >> 1, not lit & 1
        known = truth.get(index, None if index else True)  # node 0 is true by itself
        if known is not None and known != wanted:
            return None
        if known is None:
            truth[index] = wanted
            if wanted:
                waiting.extend(terms.parts[index])
            elif terms.parts[index]:
                open_.append(terms.parts[index])
        if not waiting:
            open_ = [parts for parts in open_ if not any(truth.get(part >> 1) == bool(part & 1) for part in parts)]
            wanting = next((parts for parts in open_ if not any(_no_by_itself(terms, part, truth) for part in parts)), None)
            if wanting is not None:
                unset = [part for part in wanting if part >> 1 not in truth]
                waiting.append(min(unset or wanting, key=lambda part: _price(terms, part)) ^ 1)
    return {index: value for index, value in truth.items() if not terms.parts[index]}


def _no_by_itself(terms: Terms, part: Lit, truth: dict[int, bool]) -> bool:
    """A variable that nothing was asked of: what is left over is no."""
    return not part & 1 and part >> 1 not in truth and terms.nodes[part >> 1][0] == "bool"


def _price(terms: Terms, part: Lit) -> int:
    """How much it asks for that a literal be false: an atom that becomes no, one that becomes yes, or a whole term."""
    if terms.parts[part >> 1]:
        return 3 if part & 1 else 2
    return part & 1


def _minutes(terms: Terms, truth: dict[int, bool]) -> list[int] | None:
    """Times that meet the differences set, all numbers being 0; None where they contradict each other."""
    bounds = []
    for index, value in truth.items():
        match terms.nodes[index]:
            case ("diff", x, y, bound):
                (x, _), (y, _) = terms.start(x), terms.start(y)
                bounds.append((x, y, bound) if value else (y, x, -bound - 1))
            case _:
                pass
    times = [0] * len(terms.times)
    for _ in range(len(bounds) + 1):
        moved = False
        for x, y, bound in bounds:  # x - y <= bound
            if times[x] > times[y] + bound:
                times[x] = times[y] + bound
                moved = True
        if not moved:
            return times
    return None
