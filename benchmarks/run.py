"""Speed and memory, as ratios to the floor measured in the same run. Prints a table and judges nothing.

    python benchmarks/run.py [--short]

CPU is user and system time of the child process, the median of several runs: wall time says more about the neighbours than
about the tool. A target in milliseconds was set where the floor took 138 ms of CPU, and is scaled to the floor of this run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import msgspec

from long_policy import long_policy

HERE = Path(__file__).parent
RING_2022 = HERE.parent / "specs" / "ring" / "ring-2022.policy"
REFERENCE_FLOOR_MS = 138
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed tool runs: its modules are compiled once, not at every start."""
PEAK_TARGET_MB = 120
LONG = 1500
"""How many lines the policy has at least that the formatter is timed on: as many as a long statute."""


class Cost(msgspec.Struct, frozen=True):
    """What one command costs: milliseconds of CPU, and the most memory it held at once, in megabytes."""

    cpu_ms: float
    peak_mb: float


class Row(msgspec.Struct, frozen=True):
    """One line of the table: the figure, its ratio to the floor, and the ratio aimed at."""

    name: str
    cpu_ms: float
    target_ratio: float


def cost(arguments: list[str], runs: int) -> Cost:
    """The median over `runs` of a command, after one run that only warms the disk."""
    costs = [_once(arguments) for _ in range(runs + 1)][1:]
    return Cost(median(one.cpu_ms for one in costs), median(one.peak_mb for one in costs))


def _once(arguments: list[str]) -> Cost:
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with exit code {process.returncode}")
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    return Cost((usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / per_megabyte)


def inside(script: str, *arguments: str) -> dict[str, float]:
    """Milliseconds of CPU of what a running process does, measured by that process itself."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="fewer runs: rough figures in a few seconds")
    runs = 3 if parser.parse_args().short else 15
    floor = cost([str(HERE / "floor.py")], runs)
    cold = cost(["-m", "policyproof", "check", str(RING_2022)], runs)
    version = cost(["-m", "policyproof", "--version"], runs)
    layout = cost(["-m", "policyproof", "fmt", "--check", str(RING_2022)], runs)
    page = cost(["-m", "policyproof", "explain", "PP033"], runs)
    long = long_policy(RING_2022.read_text(encoding="utf-8"), LONG)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "long.policy")
        path.write_text(long, encoding="utf-8")
        long_layout = cost(["-m", "policyproof", "fmt", "--check", str(path)], runs)
    figures = inside("inside.py", str(RING_2022), str(runs))
    certificates = inside("certificates.py", str(RING_2022.parents[1]))
    rows = [
        Row("the floor", floor.cpu_ms, 1),
        Row("check ring-2022, cold", cold.cpu_ms, 2),
        Row("--version", version.cpu_ms, 0.6),
        Row("explain PP033", page.cpu_ms, 0.6),
        Row("fmt --check ring-2022, cold", layout.cpu_ms, 1.2),
        Row(f"fmt --check of {long.count(chr(10)):,} lines, cold", long_layout.cpu_ms, 1.5),
        Row("all properties in process, with stories", figures["stories"], 30 / REFERENCE_FLOOR_MS),
        Row("all properties in process, verdicts alone", figures["verdicts"], 5 / REFERENCE_FLOOR_MS),
        Row("a certificate of the shipped policies, found", certificates["found"], 12 / REFERENCE_FLOOR_MS),
        Row("the same, verified", certificates["verified"], 5 / REFERENCE_FLOOR_MS),
        Row("of that, the kernel", certificates["kernel"], 0.3 / REFERENCE_FLOOR_MS),
    ]
    print(f"{'':44}{'CPU ms':>9}{'x floor':>9}{'target':>9}")
    for row in rows:
        print(f"{row.name:44}{row.cpu_ms:9.1f}{row.cpu_ms / floor.cpu_ms:9.3f}{'<= ' + format(row.target_ratio, '.3f'):>9}")
    size = f"{certificates['bytes']:.0f}, the largest of {certificates['number']} {certificates['largest']}"
    print(f"{'bytes of a certificate':44}{size}")
    print(f"{'peak memory of check ring-2022':44}{cold.peak_mb:6.0f} MB{'':9}{f'<= {PEAK_TARGET_MB}':>6} MB")


if __name__ == "__main__":
    main()
