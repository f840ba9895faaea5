"""Runs the tests: `python3 scripts/test.py` (Windows: `py scripts\\test.py`), all of them on all cores.

With arguments, which are passed on to pytest, only on as many as these say.
"""

from __future__ import annotations

import sys

from environment import ROOT, start

EVERYTHING = ("-n", "auto")

if __name__ == "__main__":
    sys.exit(start(["-m", "pytest", *(sys.argv[1:] or EVERYTHING)], extras=("dev",), folder=ROOT))
