"""Days that are stored as plain numbers, as in a workbook whose styles are lost: said, and counted from the right day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.tables.remarks import cells_where, columns_in, facts_about
from nqi_limits.values.dates import day_of_serial
from nqi_limits.values.text import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Table

DATE_FIELDS = (
    *("birth_date", "start_date", "end_date", "extended_end_date", "left_date", "registered_on", "penalty_end"),
    "period",
)
# Where days are counted from 1904, their numbers are smaller by so many days.
_LATER = (dt.date(1904, 1, 1) - dt.date(1899, 12, 30)).days


def serial_dates(tables: Sequence[Table], from_1904: bool) -> list[Wording]:
    """Make days of the plain numbers in the date columns of one sheet's tables, where the workbook counts `from_1904`.

    What is counted from 1900 is left as it stands: every reader of dates takes it for a day. Gives what to say of both.
    """
    later = _LATER if from_1904 else 0
    found: dict[str, tuple[Cell, dt.date | None]] = {}
    for table, column in columns_in(tables, DATE_FIELDS):
        days = [day_of_serial(raw, later) for raw in column.values]
        for cell, code in cells_where(table, column, [day is not None for day in days]):
            found[cell] = column.values[code], days[code]
        if later:
            column.values = [raw if day is None else day for raw, day in zip(column.values, days, strict=True)]
    if not found:
        return []
    facts = facts_about(tables[0], found)
    raw, day = found[facts["cell"]]
    key = f"tables.remark.{'dates-from-1904' if from_1904 else 'dates-as-numbers'}"
    return [Wording(key, {**facts, "number": written(raw), "day": written(day)})]
