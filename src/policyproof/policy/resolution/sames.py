"""`same sca.disclose as release`: whose names are one."""

from __future__ import annotations

from collections.abc import Sequence

from policyproof.policy.model import Same
from policyproof.policy.resolution.problems import Problems
from policyproof.syntax import nodes as n


def sames_of(items: Sequence[n.Declaration], own: str | None, problems: Problems) -> tuple[Same, ...]:
    """The `same` lines. A name without a law is one of the law `own`; in a `together` (None) each names its law."""
    found: list[Same] = []
    for tree in items:
        if isinstance(tree, n.SameTree):
            left, right = _law_and_name(tree.left, own, problems), _law_and_name(tree.right, own, problems)
            if left is not None and right is not None:
                found.append(Same(left, right, tree.span))
    return tuple(found)


def _law_and_name(ref: n.Ref, own: str | None, problems: Problems) -> tuple[str, str] | None:
    words = [part.text for part in ref.parts]
    if len(words) == 1 and own is not None:
        words = [own, *words]
    if len(words) == 2 and ref.args is None:  # noqa: PLR2004 a law, and a name of it
        return words[0], words[1]
    message = (
        f"`{ref.text}` does not say whose name it is" if len(words) == 1 else f"`{ref.text}` is no name of a law's vocabulary"
    )
    problems.error("PP118", message, ref.span, advice=f"write `LAW.{words[-1]}`, with the name of the law that has it")
    return None
