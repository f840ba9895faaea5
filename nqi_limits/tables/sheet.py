"""A sheet ready to be searched: its cells as an array, its columns as codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.tables.columns import Coded, cells_of, code, is_filled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell, Grid
    from nqi_limits.tables.mapping.model import MappedSheet

_SAMPLE_ROWS = 2000
_SAMPLE = 100


@dataclass(slots=True)
class Sheet:
    """The cells of a grid (rows × columns, objects) and each column as codes. Rows and columns count from 0.

    `mapped` are the entries of the office's column mapping that are about the sheet.
    """

    grid: Grid
    cells: NDArray[Any]
    columns: list[Coded]
    mapped: tuple[MappedSheet, ...] = ()

    @classmethod
    def of(cls, grid: Grid, mapped: tuple[MappedSheet, ...] = ()) -> Sheet:
        """The sheet of a grid."""
        cells = cells_of(grid)
        return cls(grid, cells, [code(cells[:, at]) for at in range(cells.shape[1])], mapped)

    def __len__(self) -> int:
        return len(self.cells)

    def row(self, at: int) -> list[Cell]:
        """The cells of one row."""
        return list(self.cells[at])

    def texts(self, first: int, end: int) -> list[str]:
        """The filled text cells of some rows."""
        return [cell for cell in self.cells[first:end].ravel() if isinstance(cell, str) and cell.strip()]

    def sample(self, column: int, first: int) -> list[Cell]:
        """Some of the distinct filled cells of a column from row `first` on."""
        coded = self.columns[column]
        codes = np.unique(coded.codes[first : first + _SAMPLE_ROWS])
        found = (coded.values[at] for at in codes.tolist())
        return [cell for cell in found if is_filled(cell)][:_SAMPLE]
