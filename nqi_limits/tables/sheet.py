"""A sheet ready to be searched: its columns as codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.columns import Coded, coded_columns, is_filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell, Grid
    from nqi_limits.tables.mapping.model import MappedSheet

_SAMPLE_ROWS = 2000
_SAMPLE = 100


@dataclass(slots=True)
class Sheet:
    """The columns of a grid as codes. Rows and columns count from 0.

    `width` is how many columns the grid has: what stands further right was told by the sheet's surroundings. `mapped` are
    the entries of the office's column mapping that are about the sheet.
    """

    grid: Grid
    columns: list[Coded]
    width: int
    mapped: tuple[MappedSheet, ...] = ()
    _filled: NDArray[np.int32] | None = None

    @classmethod
    def of(cls, grid: Grid, mapped: tuple[MappedSheet, ...] = ()) -> Sheet:
        """The sheet of a grid."""
        columns = coded_columns(grid)
        return cls(grid, columns, len(columns), mapped)

    def __len__(self) -> int:
        return len(self.columns[0].codes) if self.columns else 0

    def edited(self, blank: Sequence[int], more: Sequence[Coded]) -> Sheet:
        """The sheet with some rows blank and further columns to the right."""
        rows = np.array(blank, dtype=np.intp)
        columns = [*(column.without(rows) for column in self.columns), *more]
        return Sheet(self.grid, columns, self.width, self.mapped)

    def part(self, rows: range, columns: range, below: int = 0) -> Sheet:
        """The sheet with only these rows and columns; all else is blank. Above row `below` a cell alone in its row stays.

        A title merged over more than these columns stays too.
        """
        keep = np.zeros((len(self), len(self.columns)), dtype=np.bool_)
        keep[rows.start : rows.stop, columns.start : columns.stop] = True
        keep[np.flatnonzero(self.filled[rows.start : below] == 1) + rows.start] = True
        for top, left, _, right in self.grid.merged:
            if rows.start < top <= rows.stop and left <= columns.start < right:
                keep[top - 1, left - 1] |= self.filled[top - 1] == 1
        parted = [column.without(np.flatnonzero(~keep[:, at])) for at, column in enumerate(self.columns)]
        return Sheet(replace(self.grid, rows=[], coded=None), parted, self.width, self.mapped)

    @property
    def filled(self) -> NDArray[np.int32]:
        """How many cells of each row hold more than blanks."""
        if self._filled is None:
            self._filled = np.zeros(len(self), dtype=np.int32)
            for column in self.columns:
                self._filled += column.filled()
        return self._filled

    def cell(self, row: int, column: int) -> Cell:
        """One cell."""
        return self.columns[column].raw(row)

    def row(self, at: int) -> list[Cell]:
        """The cells of one row."""
        return [column.raw(at) for column in self.columns]

    def texts(self, first: int, end: int) -> list[str]:
        """The filled text cells of some rows."""
        rows = np.arange(len(self))[first:end]
        rows = rows[self.filled[rows] > 0]
        return [cell for row in rows.tolist() for cell in self.row(row) if isinstance(cell, str) and cell.strip()]

    def sample(self, column: int, first: int) -> list[Cell]:
        """Some of the distinct filled cells of a column from row `first` on."""
        coded = self.columns[column]
        codes = np.unique(coded.codes[first : first + _SAMPLE_ROWS])
        found = (coded.values[at] for at in codes.tolist())
        return [cell for cell in found if is_filled(cell)][:_SAMPLE]
