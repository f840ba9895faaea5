"""Checks applications to the NQI programme against the limits on how much one person may lead and join (限项).

`check(paths) -> Report` is the library's entry. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.version import __version__

if TYPE_CHECKING:
    from nqi_limits.checking import check
    from nqi_limits.report import Report

__all__ = ["Report", "__version__", "check"]


def __getattr__(name: str) -> object:
    if name == "check":
        from nqi_limits.checking import check

        return check
    if name == "Report":
        from nqi_limits.report import Report

        return Report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
