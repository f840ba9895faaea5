"""Extensions of ongoing projects that are told beside the dates: 备注 延期至2023年6月, 结束日期 2022-06-30（延期一年）."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.table import Column, Origin
from nqi_limits.values.extensions import says_extended
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Table

FIELD = "extended_end_date"
# The dates themselves before what is said of them.
_TOLD_IN = ("end_date", "period", "remark")
_KINDS = ("ongoing-projects", "ongoing-members")


def take_extensions(tables: Sequence[Table]) -> None:
    """Give rows of ongoing projects whose 延期至 is blank the cell that tells of an extension, as their 延期至."""
    for table in tables:
        if table.kind in _KINDS:
            _take(table)


def _take(table: Table) -> None:
    own = table.columns.get(FIELD)
    if own is not None and own.origins is not None:
        return  # told around the table, for all its rows
    filled = np.zeros(len(table), dtype=np.bool_)
    if own is not None:
        filled = np.array([not is_placeholder(text_key(raw)) for raw in own.values], dtype=np.bool_)[own.codes]
    cells: dict[int, Column] = {}
    for column in (table.columns[name] for name in _TOLD_IN if name in table.columns):
        told = np.array([says_extended(raw) for raw in column.values], dtype=np.bool_)
        if column.origins is None and told.any():
            for row in np.flatnonzero(told[column.codes] & ~filled).tolist():
                cells.setdefault(row, column)
    if not cells:
        return
    if own is not None:
        cells |= dict.fromkeys(np.flatnonzero(filled).tolist(), own)
    table.columns[FIELD] = _joined(table, cells)


def _joined(table: Table, cells: dict[int, Column]) -> Column:
    """One column of cells that stand in several; `cells` has for each row of the table the column that it is taken from."""
    codes = np.zeros(len(table), dtype=np.int32)
    values: list[Cell] = [""]
    origins: list[Origin | None] = [None]
    for row, column in sorted(cells.items()):
        codes[row] = len(values)
        values.append(column.raw(row))
        origins.append(Origin(int(table.rows[row]), column.number))
    from_columns = sorted({id(one): one for one in cells.values()}.values(), key=lambda one: one.number)
    header = "、".join(one.header for one in from_columns)
    return Column(FIELD, header, from_columns[0].number, codes, values, origins)
