"""When a penalty in a list of the discredited ended: 惩戒期限, 到期日 and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.values.dates import read_date, read_duration, read_period
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    import datetime as dt

    from nqi_limits.sources.grid import Cell

_LONGEST = 100  # years; 2021年12月 is no length
_BEGINS = re.compile("^(?:自|从)|起$|以来$|开始$")


def penalty_ended(raw: Cell | None) -> dt.date | None:
    """The latest day that a penalty may have ended on; None where the cell does not tell for certain.

    A mere length (5年), a start (自2019年1月起) or 长期 tells no end.
    """
    if isinstance(raw, str) and (read_duration(raw) or _LONGEST) < _LONGEST:
        return None
    start, end = read_period(raw)
    if not end.problem and not start.problem:
        return end.last
    if isinstance(raw, str) and _BEGINS.search(clean(raw)):
        return None
    found = read_date(raw)
    return None if found.problem else found.last
