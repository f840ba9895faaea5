"""The cells of a column that the user names by its header, read from the inputs again: tables keep what rules need only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nqi_limits.sources.read import read_file
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.sources.grid import Grid, SourceFile
    from nqi_limits.tables.table import Table


class GroupingColumn:
    """The column of one header in every table that has it."""

    def __init__(self, header: str, files: Sequence[SourceFile]) -> None:
        self.key = text_key(header)
        self._files = {file.name: file for file in files}
        self._read: tuple[str, dict[str, Grid]] = ("", {})

    def cells(self, table: Table) -> list[str] | None:
        """What stands in it, for each row of the table, "" for a blank; None where the table has no such column.

        Raises InputProblem where the file cannot be read again.
        """
        for column in table.columns.values():
            if text_key(column.header) == self.key:
                return [_text(column.raw(row)) for row in range(len(table))]
        number = next((one.number for one in table.headings if text_key(one.header) == self.key), None)
        grid = self._grid(table) if number is not None else None
        if number is None or grid is None:
            return None
        rows = [grid.rows[row - 1] for row in table.rows.tolist()]
        return [_text(row[number - 1]) if number <= len(row) else "" for row in rows]

    def _grid(self, table: Table) -> Grid | None:
        if self._read[0] != table.file and table.file in self._files:
            self._read = table.file, {grid.sheet: grid for grid in read_file(self._files[table.file])}
        return self._read[1].get(table.sheet) if self._read[0] == table.file else None


def _text(raw: object) -> str:
    text = clean(raw)  # type: ignore[arg-type]
    return "" if is_placeholder(text_key(text)) else text
