"""Dates where the number of a topic is expected: a spreadsheet makes a day of 1-3. Said, as nothing tells which topic it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.findings.model import Wording
from nqi_limits.tables.remarks import cells_where, columns_in, facts_about
from nqi_limits.values.dates import is_a_day
from nqi_limits.values.text import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.tables.table import Table

_FIELDS = ("topic_index", "topic_number")


def topic_dates(tables: Sequence[Table]) -> list[Wording]:
    """What to say of the dates in the columns of topics of one sheet's tables."""
    found = {
        cell: column.values[code]
        for table, column in columns_in(tables, _FIELDS)
        for cell, code in cells_where(table, column, list(map(is_a_day, column.values)))
    }
    if not found:
        return []
    facts = facts_about(tables[0], found)
    return [Wording("tables.remark.dates-for-topics", {**facts, "value": written(found[facts["cell"]])})]
