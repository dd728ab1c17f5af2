"""How time and memory grow with a policy, beside hand-written scripts for z3py and clingo that answer the same questions.

    python benchmarks/scale.py [--short]

Every contender works in a process of its own, on the same random policies with 50 properties, and all must give the same
answers. Figures are CPU time: read the ratios. The others read the policy as data, so ours is compared from the typed policy
on; what our parser takes stands apart. Ours tells vacuous and hollow claims from others besides, which the scripts do not.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from itertools import pairwise
from math import log2
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import msgspec

from scale_contenders import CONTENDERS, Run
from scale_policies import make, text

SIZES: Final = (100, 1000, 2000, 3000, 10_000)
SHORT: Final = (100, 1000)
STORIES: Final = {30: 50, 100: 150, 300: 400}
"""By rules, the milliseconds aimed at for a counterexample with its story."""
MOST_FOR_CLINGO: Final = 3000
"""It takes most of a minute for more."""
GROWTH: Final = 2.3
"""What doubling the rules may cost."""
ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Cost(msgspec.Struct, frozen=True):
    """What a whole process cost: seconds of CPU, and the most memory it held at once, in megabytes."""

    cpu: float
    peak: float


def process(arguments: list[str]) -> tuple[bytes, Cost]:
    """What a child process printed, and its cost. A policy whose claims fail ends with 1."""
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, env=ENVIRONMENT)
    printed = child.stdout.read() if child.stdout is not None else b""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(arguments)} ended with exit code {child.returncode}")
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    return printed, Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / per_megabyte)


def contend(name: str, rules: int, place: Path) -> tuple[Run, Cost]:
    """One contender, in a process of its own."""
    printed, cost = process([__file__, "--contender", name, "--rules", str(rules), "--policy", str(place)])
    return msgspec.json.decode(printed, type=Run), cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="small policies alone")
    parser.add_argument("--contender", choices=list(CONTENDERS), help=argparse.SUPPRESS)
    parser.add_argument("--rules", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--policy", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contender is not None:
        found = CONTENDERS[arguments.contender](arguments.policy, arguments.rules)
        sys.stdout.buffer.write(msgspec.json.encode(found))
        return
    sizes = SHORT if arguments.short else SIZES
    with tempfile.TemporaryDirectory() as folder:
        places = {rules: Path(folder, f"scale{rules}.policy") for rules in (*sizes, *STORIES)}
        for rules, place in places.items():
            place.write_text(text(make(rules)), encoding="utf-8")
        _compare(sizes, places)
        _tell(places)


def _compare(sizes: tuple[int, ...], places: dict[int, Path]) -> None:
    """Time and memory by size, beside the others."""
    heads = ("rules", "one, cold", "load", "first", "next p95", "all 50", "z3py", "clingo", "ours/z3py", "cold", "MB")
    print("Seconds of CPU. One, cold: the whole command for one property, with its story. Load: parse and resolve. First, next")
    print("p95, all 50: verdicts from the typed policy on. Cold: load and all 50, and the start of a process.\n")
    print("".join(f"{head:>10}" for head in heads))
    totals: dict[int, float] = {}
    for rules in sizes:
        place = places[rules]
        _, cold = process(["-m", "policyproof", "check", str(place), "--property", "p0"])
        run, cost = contend("ours", rules, place)
        others = {name: contend(name, rules, place)[0] for name in ("z3py", "clingo") if _takes_part(name, rules)}
        for name, other in others.items():
            differ = [claim for claim, answer in run.answers.items() if other.answers[claim] != answer]
            if differ:
                raise SystemExit(f"{name} gives another answer at {rules} rules: {', '.join(differ)}")
        totals[rules] = run.load + run.seconds
        figures = [cold.cpu, run.load, run.first, _p95(run.further), run.seconds]
        rivals = [others[name].seconds if name in others else None for name in ("z3py", "clingo")]
        ratio = None if rivals[0] is None else run.seconds / rivals[0]
        cells = [*figures, *rivals, ratio, cost.cpu]
        print(
            f"{rules:10}"
            + "".join(f"{'-' if cell is None else format(cell, '.3f'):>10}" for cell in cells)
            + f"{cost.peak:10.0f}"
        )
    print("\naimed at:  1,000 rules: one, cold <= 0.8; next p95 <= 0.02; all 50 <= 0.5; ours/z3py < 1 from there on")
    print("           10,000 rules: cold <= 6, and <= 2.5 without the parse; <= 500 MB")
    for less, more in pairwise(sizes):
        doubling = (totals[more] / totals[less]) ** (1 / log2(more / less))
        print(f"load and all 50, from {less} to {more} rules: x {doubling:.2f} a doubling (aimed at: <= {GROWTH})")


def _takes_part(name: str, rules: int) -> bool:
    return name == "z3py" or (
        rules <= MOST_FOR_CLINGO and find_spec("clingo") is not None and find_spec("clingodl") is not None
    )


def _tell(places: dict[int, Path]) -> None:
    """A counterexample found, made canonical, replayed, generalised and told: milliseconds each."""
    print(f"\n{'a counterexample, told':32}{'p50 ms':>10}{'p95 ms':>10}{'aimed at':>12}")
    for rules, target in STORIES.items():
        run, _ = contend("stories", rules, places[rules])
        told = [seconds * 1000 for seconds in run.further]
        print(f"{f'{rules} rules, {len(told)} of them':32}{median(told):10.1f}{_p95(told):10.1f}{f'<= {target}':>12}")


def _p95(figures: tuple[float, ...] | list[float]) -> float:
    return quantiles(figures, n=20)[-1]


if __name__ == "__main__":
    main()
