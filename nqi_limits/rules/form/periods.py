"""How long each application's project runs, in years: from start and end, a span in one cell, or a stated length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.rules.form.facts import APPLYING
from nqi_limits.rules.form.rows import combinations
from nqi_limits.values.dates import read_date, read_duration, read_period
from nqi_limits.values.periods import years_between
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.records.units import UnitRows
    from nqi_limits.rules.form.facts import FormFacts
    from nqi_limits.sources.grid import Cell

PERIOD_FIELDS = ("start_date", "end_date", "period", "duration")


def spans(facts: FormFacts) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """For each unit the shortest and the longest that its rows may mean (nan: not known), and whether any cell is filled.

    Lists of applications come before lists of members. Rows that contradict each other widen the span.
    """
    size = len(facts.records.units)
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    filled = np.zeros(size, dtype=np.bool_)
    for rows in sorted(facts.records.units.tables, key=lambda one: not one.is_list):
        if rows.table.kind in APPLYING and any(field in rows.table.columns for field in PERIOD_FIELDS):
            own = _of_rows(rows, size)
            new = np.isnan(low) & ~np.isnan(own[0])
            low[new], high[new] = own[0][new], own[1][new]
            filled |= own[2]
    return low, high, filled


def _of_rows(rows: UnitRows, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    kinds, inverse = combinations(rows, PERIOD_FIELDS)
    lows, highs, filled = [], [], []
    for cells in kinds:
        found = _span(*cells)
        lows.append(found[0] if found else np.nan)
        highs.append(found[1] if found else np.nan)
        filled.append(any(not is_placeholder(text_key(cell)) for cell in cells))
    known = rows.unit >= 0
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    least, most = np.array([*lows, np.nan])[inverse], np.array([*highs, np.nan])[inverse]
    given = known & ~np.isnan(least)
    np.minimum.at(low, rows.unit[given], least[given])
    np.maximum.at(high, rows.unit[given], most[given])
    any_filled = np.zeros(size, dtype=np.bool_)
    any_filled[rows.unit[known & np.array([*filled, False])[inverse]]] = True
    low[np.isinf(low)], high[np.isinf(high)] = np.nan, np.nan
    return low, high, any_filled


def _span(start: Cell, end: Cell, period: Cell, duration: Cell) -> tuple[float, float] | None:
    found = years_between(read_date(start), read_date(end)) or years_between(*read_period(period))
    if found is None and (years := read_duration(duration)) is not None:
        found = (years, years)
    return found
