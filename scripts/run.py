"""Runs the program from the checkout: `python3 scripts/run.py check sample_data` (Windows: `py scripts\\run.py ...`).

What it needs is installed into `.venv` in the checkout at the first run; after that nothing is downloaded.
"""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> int:
    """Run the program with the arguments given, and return its exit status."""
    try:
        from environment import start

        return start(["-m", "nqi_limits", *sys.argv[1:]], held=True)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
