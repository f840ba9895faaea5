"""Small sheets written as pipe tables: the worked examples of the rules, and the test cases, as grids to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.sources.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.sources.grid import Cell

EXAMPLE_FILE = "example.xlsx"


def rows_of(table: str) -> list[list[str]]:
    """The cells of a pipe table, line by line, the header first; every row as long as the header.

    Cells are trimmed. Blank lines and lines starting with # are left out; a blank row of the sheet is written as bars
    alone. Raises ValueError for a row with more cells than the header.
    """
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in table.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    width = len(rows[0]) if rows else 0
    for row in rows:
        if len(row) > width:
            raise ValueError(f"more cells than headers: {' | '.join(row)}")
        row.extend([""] * (width - len(row)))
    return rows


def grids_from_tables(sheets: Mapping[str, str], file: str = EXAMPLE_FILE) -> list[Grid]:
    """One grid for each sheet name and pipe table, the header in row 1. Every cell is text."""
    grids = []
    for sheet, table in sheets.items():
        rows: list[list[Cell]] = [list(row) for row in rows_of(table)]
        grids.append(Grid(file=file, sheet=sheet, rows=rows))
    return grids
