"""`python -m nqi_limits`, and what the command `nqi-limits` runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status; `args` default to the process's own."""
    if args is not None:
        from nqi_limits.cli.app import run

        return run(args)
    try:
        from nqi_limits.cli.interrupts import leave, take_over

        take_over()
        from nqi_limits.cli.app import run

        return leave(run())
    except KeyboardInterrupt:  # before there was anything to clear up
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
