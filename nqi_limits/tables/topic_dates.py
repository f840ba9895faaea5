"""Dates where the number of a topic is expected: a spreadsheet makes a day of 1-3. Said, as nothing tells which topic it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.tables.table import column_letters
from nqi_limits.values.dates import is_a_day
from nqi_limits.values.text import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.tables.table import Column, Table

_FIELDS = ("topic_index", "topic_number")
_FEW = 5


def topic_dates(tables: Sequence[Table]) -> list[Wording]:
    """What to say of the dates in the columns of topics of one sheet's tables."""
    found: dict[str, str] = {}
    for table in tables:
        for field in _FIELDS:
            if table.kind != "ignored" and (column := table.columns.get(field)) is not None and not column.origins:
                found.update(_in_column(table, column))
    if not found:
        return []
    cells = sorted(found, key=lambda one: (len(one), one))
    facts = {
        "file": tables[0].file,
        "sheet": tables[0].sheet,
        "n": len(cells),
        "where": tuple(cells[:_FEW]),
        "more": Wording("sources.remark.and-more") if len(cells) > _FEW else "",
        "cell": cells[0],
        "value": found[cells[0]],
    }
    return [Wording("tables.remark.dates-for-topics", facts)]


def _in_column(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """The cells of a column that hold a date, each with what it shows."""
    days = [is_a_day(raw) for raw in column.values]
    if any(days):
        letters = column_letters(column.number)
        for row, code in zip(table.rows.tolist(), column.codes.tolist(), strict=True):
            if days[code]:
                yield f"{letters}{row}", written(column.values[code])
