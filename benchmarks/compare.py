"""How long a check takes, as a ratio to a bare read of the same files with calamine, and how much memory both need.

`python3 scripts/environment.py benchmarks/compare.py FILES...` measures files or folders; with `--memberships N` instead,
a roster of that size is made first (see make_roster.py). Every measurement is a process of its own; the two kinds alternate.
The work is timed without starting Python and importing; the whole run is timed with them.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
MIB = 1024 * 1024

# What a measured process ends with: the seconds of the work itself and the peak of its memory in bytes (0 where unknown).
TELL = """
seconds = time.perf_counter() - began
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
except ImportError:
    peak = 0
print(json.dumps({"seconds": seconds, "peak": peak}))
"""
READ = (
    """
import csv, json, sys, time
from pathlib import Path
from python_calamine import load_workbook
began = time.perf_counter()
for name in sys.argv[1:]:
    if Path(name).suffix.lower() == ".csv":
        with open(name, encoding="utf-8", errors="replace", newline="") as file:
            rows = list(csv.reader(file))
        continue
    with load_workbook(name) as book:
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
"""
    + TELL
)
CHECK = (
    """
import json, sys, time
import nqi_limits.checking
import nqi_limits.rules.registry
nqi_limits.rules.registry.all_rules()
began = time.perf_counter()
report = nqi_limits.checking.check(sys.argv[1:])
findings = len(report.findings)
"""
    + TELL
)


@dataclass(frozen=True)
class Measured:
    """One process: the seconds of its work, the seconds from start to end, and the peak of its memory in bytes."""

    work: float
    whole: float
    peak: int


def measure(program: str, files: Sequence[str]) -> Measured:
    """Run `program` on `files` in a process of its own. Raises CalledProcessError where it fails."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program, *files], stdout=subprocess.PIPE, check=True)
    whole = time.perf_counter() - began
    told = json.loads(done.stdout)
    return Measured(told["seconds"], whole, told["peak"])


def compare(files: Sequence[str], pairs: int) -> tuple[list[Measured], list[Measured]]:
    """Reads and checks of `files`, in turn and each first as often as the other, after one of each that does not count."""
    measure(READ, files)
    measure(CHECK, files)
    reads: list[Measured] = []
    checks: list[Measured] = []
    for number in range(pairs):
        for program, results in ((READ, reads), (CHECK, checks))[:: 1 if number % 2 else -1]:
            results.append(measure(program, files))
    return reads, checks


def report(reads: Sequence[Measured], checks: Sequence[Measured]) -> str:
    """The medians, and the median of the ratios of the pairs."""
    ratio = statistics.median(check.work / read.work for read, check in zip(reads, checks, strict=True))
    lines = [f"{'':16}{'work':>10}{'whole run':>12}{'peak memory':>14}"]
    for name, results in (("calamine read", reads), ("check", checks)):
        work = statistics.median(one.work for one in results)
        whole = statistics.median(one.whole for one in results)
        peak = max(one.peak for one in results)
        lines.append(
            f"{name:16}{work:>8.3f} s{whole:>10.3f} s" + (f"{peak / MIB:>10.0f} MiB" if peak else f"{'-':>14}")
        )
    return "\n".join([*lines, f"ratio check / read, median of {len(reads)} pairs: {ratio:.2f}"])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", help="workbooks, .csv files or folders")
    parser.add_argument("--memberships", type=int, help="make a roster with so many memberships and measure that")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=5)
    wanted = parser.parse_args()
    if bool(wanted.files) == (wanted.memberships is not None):
        parser.error("give files, or --memberships")
    with tempfile.TemporaryDirectory() as folder:
        if wanted.memberships is not None:
            made = Path(folder) / "roster"
            maker = [sys.executable, str(HERE / "make_roster.py"), "--memberships", str(wanted.memberships)]
            subprocess.run([*maker, "--seed", str(wanted.seed), "--out", str(made)], check=True, stdout=sys.stderr)
            wanted.files = [folder]
        from nqi_limits.sources.files import find_files

        files = [str(file.path) for file in find_files(wanted.files)]
        size = sum(Path(file).stat().st_size for file in files)
        print(f"{len(files)} file(s), {size / MIB:.1f} MiB, Python {sys.version.split()[0]}")
        print(report(*compare(files, wanted.pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
