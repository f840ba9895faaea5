"""Cells of a sheet that a remark is about: which they are, and what it says of where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.findings.model import Wording
from nqi_limits.tables.table import column_letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from nqi_limits.tables.table import Column, Table

_FEW = 5


def columns_in(tables: Sequence[Table], fields: Collection[str]) -> Iterator[tuple[Table, Column]]:
    """The columns of these fields that the sheet itself has."""
    for table in tables:
        for field in fields:
            if table.kind != "ignored" and (column := table.columns.get(field)) is not None and not column.origins:
                yield table, column


def cells_where(table: Table, column: Column, wanted: Sequence[bool]) -> Iterator[tuple[str, int]]:
    """The name of each cell whose distinct value is `wanted`, and the code of that value."""
    if any(wanted):
        letters = column_letters(column.number)
        for row, code in zip(table.rows.tolist(), column.codes.tolist(), strict=True):
            if wanted[code]:
                yield f"{letters}{row}", code


def facts_about(table: Table, cells: Collection[str]) -> dict[str, Any]:
    """What a remark on these cells of a table's sheet says of them: `n` of them, the first few, the first `cell`."""
    names = sorted(cells, key=lambda one: (len(one), one))
    return {
        "file": table.file,
        "sheet": table.sheet,
        "n": len(names),
        "where": tuple(names[:_FEW]),
        "more": Wording("sources.remark.and-more") if len(names) > _FEW else "",
        "cell": names[0],
    }
