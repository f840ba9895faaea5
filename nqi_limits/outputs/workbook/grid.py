"""Rows of merged cells on a grid of equal columns: paragraphs, headings, tables, and tables in two blocks side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.cell import MergedCell
from openpyxl.worksheet.cell_range import CellRange

from nqi_limits.outputs.workbook.look import (
    BODY,
    CENTRED,
    HEADER,
    HEADER_FILL,
    HEADING,
    LINK,
    MIDDLE,
    WORD_FILLS,
    WORD_FONTS,
    Cell,
    Sheet,
    display_width,
    dress,
    link,
    put,
    row_height,
    set_widths,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = 24
# As Excel is told it: letters of the workbook's own font, 7 or 8 pixels wide. With 8, a page that is filled in width is
# printed at 80 %, so that letters of 10 points come out as 8 points; so is one that is filled in height.
_COLUMN_WIDTH = 4.0
UNIT = 4.9  # letters of 10 points that fit a column once it is part of a merged cell
PAGE_HEIGHT = 935.0
ROW = 16.5
_GAP = 7.0
_HEADING_HEIGHT = 20.0


@dataclass(frozen=True)
class Shown:
    """What a cell of a table shows: `colour` is a severity or verdict, `location` what it links to.

    Where a name is shortened, `both_ends` says that its end tells as much as its beginning.
    """

    value: str | int | None
    colour: str = ""
    location: str = ""
    centred: bool = False
    both_ends: bool = False


class GridPage:
    """Fills a sheet from top to bottom; `at` is the last row written, `height` that of all rows in points."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.at, self.height = sheet, 0, 0.0
        set_widths(sheet, [_COLUMN_WIDTH] * COLUMNS)

    def line(self, text: str, font: object, height: float = 0) -> Cell:
        """A paragraph over the whole width."""
        (cell,) = self._cells((COLUMNS,), (text,), height)
        cell.font, cell.alignment = font, MIDDLE
        return cell

    def banner(self, text: str, colour: str) -> None:
        """The sentence that everything else explains."""
        cell = self.line(text, WORD_FONTS[colour], row_height([text], [UNIT * COLUMNS]) + 8)
        for column in range(1, COLUMNS + 1):
            self.sheet.cell(self.at, column).fill = WORD_FILLS[colour]
        cell.fill = WORD_FILLS[colour]

    def gap(self) -> None:
        """A low empty row."""
        self.at += 1
        self.sheet.row_dimensions[self.at].height = _GAP
        self.height += _GAP

    def heading(self, text: str) -> None:
        """A section's heading."""
        self.gap()
        self.line(text, HEADING, _HEADING_HEIGHT)

    def header(self, spans: Sequence[int], texts: Sequence[str]) -> None:
        """The headers of a table."""
        for cell in self._cells(spans, texts, boxed=True):
            dress(cell, HEADER, CENTRED, fill=HEADER_FILL)

    def row(self, spans: Sequence[int], values: Sequence[Shown | str | int | None]) -> list[Cell]:
        """A row of a table; its first cells."""
        shown = [one if isinstance(one, Shown) else Shown(one) for one in values]
        cells = self._cells(spans, [one.value for one in shown], boxed=True)
        for cell, one in zip(cells, shown, strict=True):
            if one.location:
                link(cell, one.location)
            if one.colour:
                dress(cell, WORD_FONTS[one.colour], CENTRED, fill=WORD_FILLS[one.colour])
            else:
                dress(cell, LINK if one.location else BODY, CENTRED if one.centred else MIDDLE)
        return cells

    def blocks(self, spans: Sequence[int], headers: Sequence[str], rows: Sequence[Sequence[Shown]]) -> None:
        """A table in blocks beside each other, as many as the grid has room for; to be read down each block in turn.

        Each row takes one line: what does not fit its cell is shortened. Without `headers` it has none.
        """
        count = COLUMNS // sum(spans)
        depth = -(-len(rows) // count)
        if not depth:
            return
        if headers:
            self.header(list(spans) * count, list(headers) * count)
        empty = [Shown(None)] * len(spans)
        for line in range(depth):
            values: list[Shown] = []
            for block in range(count):
                at = block * depth + line
                values += rows[at] if at < len(rows) else empty
            self.row(
                list(spans) * count,
                [
                    replace(one, value=_shortened(one, span))
                    for one, span in zip(values, list(spans) * count, strict=True)
                ],
            )

    def _cells(
        self, spans: Sequence[int], values: Sequence[str | int | None], height: float = 0, boxed: bool = False
    ) -> list[Cell]:
        self.at += 1
        cells, column = [], 1
        for span, value in zip(spans, values, strict=True):
            if span > 1:
                _merge(self.sheet, self.at, column, column + span - 1, boxed)
            cells.append(put(self.sheet.cell(self.at, column), value if value != "" else None))
            column += span
        texts = ["" if value is None else str(value) for value in values]
        height = height or row_height(texts, [span * UNIT for span in spans]) - 3.5
        self.sheet.row_dimensions[self.at].height = height
        self.height += height
        return cells


def _merge(sheet: Sheet, row: int, first: int, last: int, boxed: bool) -> None:
    """Merge cells of one row that are not there yet.

    openpyxl's own way compares each range with all before it, and adds borders side by side.
    """
    merged = CellRange(min_row=row, max_row=row, min_col=first, max_col=last)
    sheet.merged_cells.ranges.add(merged)
    for column in range(first + 1, last + 1):
        cell = MergedCell(sheet, row, column)
        sheet._cells[row, column] = cell
        if boxed:
            dress(cell, BODY, MIDDLE)


def block_rows(items: int, spans: Sequence[int]) -> int:
    """How many rows so many items take in blocks beside each other."""
    return -(-items // (COLUMNS // sum(spans)))


def block_items(rows: int, spans: Sequence[int]) -> int:
    """How many items so many rows of blocks have room for."""
    return rows * (COLUMNS // sum(spans))


def fits(text: str, span: int) -> bool:
    """Whether a text takes one line of a cell."""
    return display_width(text) <= span * UNIT - 1.5


def span_for(texts: Iterable[str], least: int, most: int) -> int:
    """How many columns a cell takes that shows each of the texts in one line."""
    widest = max(map(display_width, texts), default=0)
    return min(most, max(least, math.ceil((widest + 1.5) / UNIT)))


def _shortened(one: Shown, span: int) -> str | int | None:
    """A text that takes one line of its cell; as it is where it does."""
    if not isinstance(one.value, str):
        return one.value
    text = one.value.replace("\n", " ")
    for kept in range(len(text), 0, -1):
        tail = kept // 2 if one.both_ends else 0
        short = text if kept == len(text) else f"{text[: kept - tail].rstrip()}…{text[len(text) - tail :]}"
        if fits(short, span):
            return short
    return text
