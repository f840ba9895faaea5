"""Days that are stored as plain numbers, as in a workbook whose styles are lost: said, and counted from the right day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.tables.table import column_letters
from nqi_limits.values.dates import day_of_serial
from nqi_limits.values.text import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Column, Table

DATE_FIELDS = (
    *("birth_date", "start_date", "end_date", "extended_end_date", "left_date", "registered_on", "penalty_end"),
    "period",
)
_FEW = 5
# Where days are counted from 1904, their numbers are smaller by so many days.
_LATER = (dt.date(1904, 1, 1) - dt.date(1899, 12, 30)).days


def serial_dates(tables: Sequence[Table], from_1904: bool) -> list[Wording]:
    """Make days of the plain numbers in the date columns of one sheet's tables, where the workbook counts `from_1904`.

    What is counted from 1900 is left as it stands: every reader of dates takes it for a day. Gives what to say of both.
    """
    found: list[tuple[str, Cell, dt.date]] = []
    first = next(iter(tables), None)
    for table in tables:
        for field in DATE_FIELDS:
            if table.kind != "ignored" and (column := table.columns.get(field)) is not None and not column.origins:
                found.extend(_in_column(table, column, _LATER if from_1904 else 0))
    if not found or first is None:
        return []
    cells = sorted(found, key=lambda one: (len(one[0]), one[0]))
    name, raw, day = cells[0]
    facts = {
        "file": first.file,
        "sheet": first.sheet,
        "n": len(cells),
        "where": tuple(cell for cell, _, _ in cells[:_FEW]),
        "more": Wording("sources.remark.and-more") if len(cells) > _FEW else "",
        "cell": name,
        "number": written(raw),
        "day": day.isoformat(),
    }
    return [Wording(f"tables.remark.{'dates-from-1904' if from_1904 else 'dates-as-numbers'}", facts)]


def _in_column(table: Table, column: Column, later: int) -> Iterator[tuple[str, Cell, dt.date]]:
    """The cells of a column that hold the number of a day, each with that day."""
    days = [day_of_serial(raw, later) for raw in column.values]
    if not any(days):
        return
    letters = column_letters(column.number)
    for row, code in zip(table.rows.tolist(), column.codes.tolist(), strict=True):
        day = days[code]
        if day is not None:
            yield f"{letters}{row}", column.values[code], day
    if later:
        column.values = [raw if day is None else day for raw, day in zip(column.values, days, strict=True)]
