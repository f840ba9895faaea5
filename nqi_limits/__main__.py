"""`python -m nqi_limits`, and what the command `nqi-limits` runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status; `args` default to the process's own."""
    from nqi_limits.cli.app import run

    return run(args)


if __name__ == "__main__":
    sys.exit(main())
