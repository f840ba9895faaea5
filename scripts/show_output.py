"""Puts what the README's main command prints into the README: its beginning, a few of the findings and the result.

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
LIMITS = "（资格 4）"
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
    people = next(at for at, text in enumerate(sections) if PERSON.search(text))
    heading, *persons = re.split(r"\n(?=\d+\. )", sections[people])
    limits = [text for text in persons if LIMITS in text][:2]
    others = re.split(r"\n\n(?=  \S)", sections[people + 1])
    parts = [sections[0], f"{heading}\n{persons[0]}", "\n".join(limits), "\n\n".join(others[:2]), sections[-1]]
    return LEFT_OUT.join(f"\n{part.strip(chr(10))}\n" for part in parts)


def main() -> None:
    """Write the README anew."""
    text = README.read_text(encoding="utf-8")
    block = f"{MARK}\n\n```text\n{shown().strip()}\n```\n"
    README.write_text(BLOCK.sub(lambda _: block, text), encoding="utf-8")


if __name__ == "__main__":
    main()
