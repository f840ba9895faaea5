"""How long a project runs: from its start and end, or from a stated length, in years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nqi_limits.values.dates import Dates

_DAY = dt.timedelta(days=1)


def years_between(start: Dates, end: Dates) -> tuple[float, float] | None:
    """The shortest and the longest that a project may run, in years, both days counted in; None where a date is missing.

    Dates given to the month leave a month open at each end, those given to the year a year.
    """
    if start.first is None or start.last is None or end.first is None or end.last is None:
        return None
    if end.last < start.first:
        return None
    return max(0.0, _years(start.last, end.first)), _years(start.first, end.last + _DAY)


def contract_years(start: Dates, end: Dates) -> tuple[float, ...]:
    """How long a project runs as contracts mean their dates: a month as a start is its first day, as an end its last.

    Two days give two lengths, the last day counted in or not; bare years and dates that may mean several give none.
    """
    exact = {"day", "month"}
    if years_between(start, end) is None or any(one.problem or one.precision not in exact for one in (start, end)):
        return ()
    assert start.first is not None
    assert end.last is not None
    inclusive = _years(start.first, end.last + _DAY)
    return (_years(start.first, end.last), inclusive) if start.precision == end.precision == "day" else (inclusive,)


def _years(start: dt.date, end: dt.date) -> float:
    """Years and a share of a year: exactly 3 from one day to the same day three years later."""
    whole = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    before, after = _anniversary(start, whole), _anniversary(start, whole + 1)
    return whole + (end - before) / (after - before)


def _anniversary(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
