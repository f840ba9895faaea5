"""What a reader hands on: the raw cells of one sheet, with their true row and column numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Wording

# A formula that its program never calculated, written in front of the formula: nothing is known of such a cell.
NO_RESULT = "#公式未计算! "

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An input file: `name` is how it is shown (as the user wrote it, or relative to the folder given)."""

    path: Path
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CodedCells:
    """One column: for each row the index of its cell in `values`, the distinct cells in the order in which they come first."""

    codes: NDArray[np.int32]
    values: list[Cell]


@dataclass(slots=True)
class Grid:
    """The cells of one sheet.

    `rows[0][0]` is the cell A1: leading blank rows and columns are kept, so the index is the place less one.
    An empty cell is `""`. `merged` holds the merged ranges as (first row, first column, last row, last column),
    counted from 1. `hidden` says that the sheet is hidden, `hidden_rows` and `hidden_columns` how many of its rows and
    columns are: they are read like any other. An error value is its text (`#N/A`), a formula without a result its
    text after `NO_RESULT`. `remarks` tell what the office should know of how the sheet was read.
    `prose` tells that a file named like a workbook is text with hardly more than one cell to a line.
    `from_1904` says that the workbook counts days from 1904: so do plain numbers that stand for days.
    Where `coded` is given, it holds the cells as columns, and `rows` is empty; `lines` are the rows either way.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    remarks: list[Wording] = field(default_factory=list)
    prose: bool = False
    from_1904: bool = False
    coded: list[CodedCells] | None = None

    def lines(self, first: int = 0, end: int | None = None) -> list[list[Cell]]:
        """The rows from `first` to before `end` (from 0)."""
        if self.coded is None:
            return self.rows[first:end]
        columns = [[column.values[code] for code in column.codes[first:end].tolist()] for column in self.coded]
        return [list(row) for row in zip(*columns, strict=True)]
