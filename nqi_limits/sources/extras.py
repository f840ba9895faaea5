"""What a sheet holds beside its values: errors, formulas that have no result, what is hidden or merged."""

from __future__ import annotations

from dataclasses import dataclass, field

ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass(slots=True)
class Extras:
    """What was found in one sheet. Places are (row, column), counted from 1.

    `merged` holds ranges as `Grid.merged` does, where the reader does not tell them; `flags` the cells that hold a truth
    value, where the reader makes numbers of them. `from_1904` is of the whole workbook.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    flags: dict[tuple[int, int], bool] = field(default_factory=dict)
    from_1904: bool = False
    rows: int = 0
    columns: int = 0
    cells: int = 0
