"""Puts what the README's main command prints into the README: its beginning, the first two people and the result.

Run it after a change to the output or to the sample: `python scripts/show_output.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COMMAND = ("check", "sample_data", "--lang", "zh")
COLUMNS = "80"
MARK = "<!-- output -->"
BLOCK = re.compile(f"{MARK}\n.*?(?=\n## )", re.DOTALL)
LEFT_OUT = "\n……（此处省略）……\n"
PERSON = re.compile(r"^\d+\. ", re.MULTILINE)


def shown() -> str:
    """The excerpt of the output, 80 columns wide."""
    settings = {**os.environ, "COLUMNS": COLUMNS, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "nqi_limits", *COMMAND],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        encoding="utf-8",
    )
    if run.returncode not in (0, 1):
        sys.exit(run.stderr)
    sections = re.split(r"\n(?=【)", run.stdout)
    people = next(text for text in sections if PERSON.search(text))
    starts = [found.start() for found in PERSON.finditer(people)]
    return LEFT_OUT.join([sections[0].rstrip() + "\n", "\n" + people[: starts[2]].rstrip() + "\n", "\n" + sections[-1]])


def main() -> None:
    """Write the README anew."""
    text = README.read_text(encoding="utf-8")
    block = f"{MARK}\n\n```text\n{shown().strip()}\n```\n"
    README.write_text(BLOCK.sub(lambda _: block, text), encoding="utf-8")


if __name__ == "__main__":
    main()
