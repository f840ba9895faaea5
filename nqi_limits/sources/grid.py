"""What a reader hands on: the raw cells of one sheet, with their true row and column numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An input file: `name` is how it is shown (as the user wrote it, or relative to the folder given)."""

    path: Path
    name: str
    sha256: str


@dataclass(slots=True)
class Grid:
    """The cells of one sheet.

    `rows[0][0]` is the cell A1: leading blank rows and columns are kept, so the index is the place less one.
    An empty cell is `""`. `merged` holds the merged ranges as (first row, first column, last row, last column),
    counted from 1. `hidden` says that the sheet is hidden.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
