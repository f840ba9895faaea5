"""Runs the program and its peers in turn, each in a process of its own, and tells the ratios that are aimed at.

`python3 scripts/environment.py benchmarks/measure.py ROW...` measures some rows (their names are keys of `COMPARISONS`), or
all without any; `--pairs N` says how often, `--write` puts the table into docs/performance.md and benchmarks/results.json.
Time is user and system time of the process and of those that it starts, so that other work on the machine matters little;
memory is the peak of what they hold together. Needs a system that tells of a finished process (`os.wait4`: Linux, macOS).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE, RESULTS = ROOT / "docs" / "performance.md", HERE / "results.json"
BEGIN, END = "<!-- measured: written by benchmarks/measure.py -->", "<!-- end of measured -->"
MIB = 1024 * 1024
EVERY = 0.05  # seconds
PYTHON = sys.executable
NEVER = ("--format", "json", "--fail-on", "never")
CORE = (
    "one-lead-application",
    "ongoing-leader-applies",
    "ongoing-topic-leader-leads",
    "two-project-total",
    "left-ongoing-project",
)
MEMBERSHIPS = {"medium": 200_000, "large": 1_000_000}


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds of processor time, seconds on the clock, bytes at the peak."""

    time: float
    clock: float
    peak: int


@dataclass(frozen=True)
class Comparison:
    """Two commands, made from a folder where the rosters are; what the first may cost of the second, 0 where it is not held."""

    what: str
    against: str
    rosters: tuple[str, ...]
    ours: Callable[[Path], list[str]]
    theirs: Callable[[Path], list[str]]
    most_time: float
    most_memory: float = 0
    scale: float = 1


def program(*words: str) -> list[str]:
    """The command that runs the program."""
    return [PYTHON, "-m", "nqi_limits", *words]


def peer(name: str, roster: Path, *more: str) -> list[str]:
    """The command that runs a peer on the workbooks of a roster."""
    return [PYTHON, str(HERE / "peers" / name), *sorted(map(str, roster.glob("*.xlsx"))), *more]


COMPARISONS = {
    "large": Comparison(
        "`check` of the large set",
        "bare calamine read",
        ("large",),
        lambda at: program("check", str(at / "large"), *NEVER),
        lambda at: peer("bare_read.py", at / "large"),
        1.0,
        1.5,
    ),
    "rows": Comparison(
        "cost for each row, large set",
        "medium set",
        ("large", "medium"),
        lambda at: program("check", str(at / "large"), *NEVER),
        lambda at: program("check", str(at / "medium"), *NEVER),
        1.2,
        scale=MEMBERSHIPS["medium"] / MEMBERSHIPS["large"],
    ),
    "office": Comparison(
        "`check` of an office's set",
        "import pandas and networkx, bare read",
        ("office",),
        lambda at: program("check", str(at / "office"), *NEVER),
        lambda at: peer("start_and_read.py", at / "office"),
        3.0,
    ),
    "help": Comparison(
        "`--help`",
        "`import click, rich`",
        (),
        lambda _: program("--help"),
        lambda _: [PYTHON, "-c", "import click, rich"],
        2.0,
    ),
    "workbook": Comparison(
        "marked workbook of the medium set, with the check",
        "openpyxl's load and save",
        ("medium-one",),
        lambda at: program("check", str(at / "medium-one"), *NEVER, "--force", "-o", str(at / "ours.xlsx")),
        lambda at: peer("load_and_save.py", at / "medium-one", str(at / "theirs.xlsx")),
        1.3,
        1.0,
    ),
    "groupby": Comparison(
        "core limits of the medium set",
        "pandas groupby",
        ("medium",),
        lambda at: program(
            "check", str(at / "medium"), *NEVER, *(word for rule in CORE for word in ("--select", rule))
        ),
        lambda at: peer("groupby.py", at / "medium"),
        1.0,
    ),
}


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end. Raises RuntimeError where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment)
        ended = threading.Event()
        looked: list[int] = [0]
        looking = threading.Thread(target=look, args=(started.pid, ended, looked))
        looking.start()
        _, status, used = os.wait4(started.pid, 0)
        ended.set()
        looking.join()
        started.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - began
        if started.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode(errors='replace')[-500:]}")
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(used.ru_utime + used.ru_stime, clock, max(peak, *looked))


def look(pid: int, ended: threading.Event, looked: list[int]) -> None:
    """Until the process has ended, note its memory where it has processes of its own: one alone tells its peak by itself."""
    while not ended.wait(EVERY):
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            pages = [int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in (pid, *children)]
        except (OSError, IndexError):
            continue
        if children:
            looked.append(sum(pages) * os.sysconf("SC_PAGE_SIZE"))


def measure(one: Comparison, folder: Path, pairs: int) -> dict[str, float]:
    """Medians of both, and of the ratios of the pairs; each command is first in every other pair."""
    costs: list[tuple[Cost, Cost]] = []
    for number in range(pairs):
        commands = (one.ours(folder), one.theirs(folder))
        if number % 2:
            theirs, ours = run(commands[1]), run(commands[0])
        else:
            ours, theirs = run(commands[0]), run(commands[1])
        costs.append((ours, theirs))
    middle = statistics.median
    return {
        "pairs": pairs,
        "ours_seconds": round(middle(ours.time for ours, _ in costs), 3),
        "theirs_seconds": round(middle(theirs.time for _, theirs in costs), 3),
        "time": round(middle(ours.time / theirs.time * one.scale for ours, theirs in costs), 2),
        "clock": round(middle(ours.clock / theirs.clock * one.scale for ours, theirs in costs), 2),
        "ours_mib": round(max(ours.peak for ours, _ in costs) / MIB),
        "theirs_mib": round(max(theirs.peak for _, theirs in costs) / MIB),
        "memory": round(middle(ours.peak / theirs.peak for ours, theirs in costs), 2),
    }


def make(name: str, folder: Path, seed: int) -> None:
    """Make a roster in the folder unless it is there."""
    if not (folder / name).exists():
        size, _, one = name.partition("-")
        words = ["--size", size, "--seed", str(seed), "--out", str(folder / name), *(["--one-book"] if one else [])]
        subprocess.run([PYTHON, str(HERE / "make_roster.py"), *words], check=True, stdout=sys.stderr)


def table(results: dict[str, dict[str, float]], about: str) -> str:
    """The Markdown table of everything that has been measured."""
    lines = [about, "", "| what | against | at most | processor time | clock | seconds (ours, theirs) | pairs |"]
    lines.append("|---|---|---|---|---|---|---|")
    for name, one in COMPARISONS.items():
        if name not in results:
            lines.append(f"| {one.what} | {one.against} | {one.most_time} × | not measured | | | |")
            continue
        found = results[name]
        seconds = f"{found['ours_seconds']:.2f}, {found['theirs_seconds']:.2f}"
        lines.append(
            f"| {one.what} | {one.against} | {one.most_time} × | {found['time']:.2f} × | {found['clock']:.2f} × "
            f"| {seconds} | {found['pairs']} |"
        )
        if one.most_memory:
            mib = f"{found['ours_mib']}, {found['theirs_mib']} MiB"
            lines.append(
                f"| its peak memory | the same | {one.most_memory} × | {found['memory']:.2f} × | | {mib} | {found['pairs']} |"
            )
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", nargs="*", choices=[*COMPARISONS, []], help="; ".join(COMPARISONS))
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rosters", type=Path, help="a folder that keeps the rosters for the next time")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = wanted.rosters or Path(scratch)
        results: dict[str, dict[str, float]] = {}
        if wanted.write and RESULTS.exists():
            results = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"]
        for name in wanted.rows or COMPARISONS:
            for roster in COMPARISONS[name].rosters:
                make(roster, folder, wanted.seed)
            results[name] = measure(COMPARISONS[name], folder, wanted.pairs)
            print(name, results[name], file=sys.stderr)
    about = f"Last measured {dt.date.today():%Y-%m-%d}, Python {platform.python_version()}, seed {wanted.seed}."
    page = table(results, about)
    print(page)
    if wanted.write:
        RESULTS.write_text(json.dumps({"about": about, "rows": results}, indent=2) + "\n", encoding="utf-8")
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{page}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
