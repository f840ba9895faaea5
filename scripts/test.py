"""Runs the tests: `python3 scripts/test.py` (Windows: `py scripts\\test.py`). Arguments are passed on to pytest."""

from __future__ import annotations

import sys

from environment import ROOT, start

if __name__ == "__main__":
    sys.exit(start(["-m", "pytest", *sys.argv[1:]], extras=("dev",), folder=ROOT))
