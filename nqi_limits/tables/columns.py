"""Columns of raw cells as codes and distinct values, without a Python call for each cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nqi_limits.tables.ordinary import are_ordinary

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell, Grid
    from nqi_limits.tables.table import Origin


# A part with so many times fewer rows than its column has values is sorted; a larger one is marked off.
_FEW_ROWS = 8


@dataclass(slots=True)
class Coded:
    """The cells of one column of a sheet: `values[codes[row]]` is the cell. The values are distinct, "" among them or not.

    Of a column that the sheet does not have itself, `origins` say where each value stands; values may then repeat.
    """

    codes: NDArray[np.int32]
    values: list[Cell]
    origins: list[Origin | None] | None = None
    _tested: dict[Callable[[Cell], bool], NDArray[np.bool_]] = field(default_factory=dict)
    _ordinary: NDArray[np.bool_] | None = None

    def raw(self, row: int) -> Cell:
        """The cell in a row (from 0)."""
        return self.values[int(self.codes[row])]

    def where(self, test: Callable[[Cell], bool], ordinary: bool | None = None) -> NDArray[np.bool_]:
        """For each row whether its cell passes `test`, which is called once for each distinct cell.

        `ordinary` says whether every ordinary cell passes (see ordinary.py), where that is known.
        """
        found = self._tested.get(test)
        if found is None:
            if ordinary is None:
                passed = np.fromiter(map(test, self.values), dtype=np.bool_, count=len(self.values))
            else:
                if self._ordinary is None:
                    self._ordinary = are_ordinary(self.values)
                passed = np.full(len(self.values), ordinary, dtype=np.bool_)
                others = np.flatnonzero(~self._ordinary)
                passed[others] = [test(self.values[at]) for at in others.tolist()]
            found = passed[self.codes] if len(passed) else np.zeros(len(self.codes), dtype=np.bool_)
            self._tested[test] = found
        return found

    def filled(self) -> NDArray[np.bool_]:
        """For each row whether its cell holds more than blanks."""
        return self.where(is_filled, ordinary=True)

    def part(self, rows: NDArray[np.intp]) -> Coded:
        """The same for some rows only, without the values that do not occur in them."""
        codes = self.codes[rows]
        if len(rows) * _FEW_ROWS < len(self.values):
            used, renumbered = np.unique(codes, return_inverse=True)
            kept = used.tolist()
        else:
            present = np.zeros(len(self.values), dtype=np.bool_)
            present[codes] = True
            kept, renumbered = np.flatnonzero(present).tolist(), (np.cumsum(present) - 1)[codes]
        origins = None if self.origins is None else [self.origins[at] for at in kept]
        return Coded(renumbered.astype(np.int32), [self.values[at] for at in kept], origins)

    def without(self, rows: NDArray[np.intp]) -> Coded:
        """The same with the cells of some rows blank."""
        values = self.values if "" in self.values else [*self.values, ""]
        codes = self.codes.copy()
        codes[rows] = values.index("")
        return Coded(codes, values, self.origins)


def is_filled(raw: Cell) -> bool:
    """Whether a cell holds more than blanks."""
    return bool(raw.strip()) if isinstance(raw, str) else True


def coded_columns(grid: Grid) -> list[Coded]:
    """The grid's columns; short rows are filled up with "".

    A cell merged over several rows stands for all of them. It is not spread to the right: a remark across the sheet
    would become a name and a number.
    """
    if grid.coded is None:
        cells = _cells_of(grid)
        columns = [code(cells[:, at]) for at in range(cells.shape[1])]
    else:
        merged = {left for _, left, _, _ in grid.merged}  # written to below
        columns = [
            Coded(column.codes.copy() if at in merged else column.codes, column.values)
            for at, column in enumerate(grid.coded, start=1)
        ]
    height = len(columns[0].codes) if columns else 0
    for top, left, bottom, _ in grid.merged:
        if bottom > top and top <= height and left <= len(columns):
            codes = columns[left - 1].codes
            codes[top:bottom] = codes[top - 1]
    return columns


def _cells_of(grid: Grid) -> NDArray[Any]:
    """The grid's rows as an array of objects (rows × columns)."""
    width = max(map(len, grid.rows), default=0)
    cells = np.full((len(grid.rows), width), "", dtype=object)
    if not width:
        return cells
    if all(len(row) == width for row in grid.rows):
        cells[:] = grid.rows
    else:
        for at, row in enumerate(grid.rows):
            cells[at, : len(row)] = row
    return cells


def code(cells: NDArray[Any]) -> Coded:
    """The column as codes and distinct values. None and NaN become "" (an empty cell); 1, True and "1" stay apart."""
    places: defaultdict[Cell, int] = defaultdict()
    places.default_factory = places.__len__  # a new cell takes the next place
    codes = np.fromiter(map(places.__getitem__, cells.tolist()), dtype=np.int32, count=len(cells))
    found = list(places)
    empty = [at for at, cell in enumerate(found) if cell is None or cell != cell]
    if empty:
        blank = places[""]
        kept = np.ones(len(places), dtype=np.bool_)
        kept[empty] = False
        closed = np.cumsum(kept, dtype=np.int32) - 1
        closed[empty] = closed[blank]
        codes = closed[codes]
        found = [cell for at, cell in enumerate(places) if kept[at]]
    for number, truth in ((1, True), (0, False)):
        at = next((at for at, value in enumerate(found) if not isinstance(value, str) and value == number), None)
        if at is not None:
            rows = np.flatnonzero(codes == at)
            booleans = np.fromiter((isinstance(cell, bool) for cell in cells[rows]), dtype=np.bool_, count=len(rows))
            if booleans.any() and not booleans.all():
                found[at] = next(cell for cell in cells[rows] if not isinstance(cell, bool))
                codes[rows[booleans]] = len(found)
                found.append(truth)
    return Coded(codes, found)
