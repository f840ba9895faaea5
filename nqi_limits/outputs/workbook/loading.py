"""An input as an openpyxl workbook: as it is where openpyxl can open it, else its sheets as values."""

from __future__ import annotations

import datetime as dt
import hashlib
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from nqi_limits.errors import InputProblem
from nqi_limits.outputs.telling import ID_FIELDS
from nqi_limits.outputs.workbook.joining import sheet_name
from nqi_limits.outputs.workbook.look import Sheet, display_width, put
from nqi_limits.outputs.workbook.package import Features, features, has_macros, is_package
from nqi_limits.sources.own import is_own
from nqi_limits.sources.read import read_file
from nqi_limits.values.text import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from nqi_limits.outputs.workbook.sheet_writing import Results
    from nqi_limits.sources.grid import Grid, SourceFile
    from nqi_limits.tables.table import Table

_WIDEST = 60
_SAMPLE_ROWS = 200


class CannotCopyError(Exception):
    """The input cannot be copied; `why` is a key of the catalogue."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass
class Copy:
    """An input in memory.

    `sheets` are its worksheets by the name they have in the input, `before` what its package holds. `values_only` says
    that formats and formulas are not there.
    """

    file: SourceFile
    book: Workbook
    sheets: dict[str, Sheet]
    before: Features = field(default_factory=Features)
    results: dict[Sheet, Results] = field(default_factory=dict)
    extensions: dict[Sheet, list[Element]] = field(default_factory=dict)
    values_only: bool = False
    macros: bool = False


def load_copy(file: SourceFile, tables: Sequence[Table]) -> Copy:
    """The input as a workbook that can be marked; `tables` are those found in it.

    Raises CannotCopyError where openpyxl does not understand the file, or not all of it, where it has changed since it
    was checked, for the tool's own marked copies, and for encrypted files, whose content must not lie about in the open;
    InputProblem where a file of another kind cannot be read any more.
    """
    with file.path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
            raise CannotCopyError("changed")
    if not is_package(file.path):
        try:
            return _values(file, tables)
        except InputProblem as problem:
            if any(one.key == "sources.encrypted" for one in problem.wordings):
                raise CannotCopyError("encrypted") from None
            raise
    try:
        before = features(file.path)
        macros = has_macros(file.path)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            with file.path.open("rb") as stream:
                reader = _Reader(stream, keep_vba=macros, keep_links=True, rich_text=True)
                reader.read()
                book = reader.wb
    except Exception:  # openpyxl has no error of its own: what a damaged package raises may be anything
        raise CannotCopyError("unreadable") from None
    if any("comment which will be removed" in str(one.message) for one in told):
        before.counts["comments"] += 1_000_000
    if is_own(book.sheetnames):
        raise CannotCopyError("own-copy")
    if not {table.sheet for table in tables} <= set(book.sheetnames):
        raise CannotCopyError("unreadable")
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    results = {sheet: _results(file, name) for name, sheet in sheets.items()}
    extensions = {sheets[name]: kept for name, kept in before.extensions.items() if name in sheets}
    return Copy(file, book, sheets, before, results, extensions, macros=macros)


class _Reader(ExcelReader):
    """Reads as openpyxl does; cells that look alike share one style, which takes a third of the memory away.

    A style of a cell that was read is therefore never changed but replaced (see `look.own_style`).
    """

    def read_worksheets(self) -> None:
        """Share the styles of each sheet once openpyxl is done with it."""
        parser: Any = self.parser
        find = parser.find_sheets

        def sheets() -> Iterator[Any]:
            for found in find():
                yield found
                for sheet in self.wb.worksheets[-1:]:
                    _share_styles(sheet)

        parser.find_sheets = sheets
        super().read_worksheets()


def _share_styles(sheet: Sheet) -> None:
    known: dict[bytes, Any] = {}
    for cell in sheet._cells.values():
        if cell._style is not None:
            cell._style = known.setdefault(cell._style.tobytes(), cell._style)


def _results(file: SourceFile, sheet: str) -> Results:
    return lambda: read_file(file, sheet)[0].rows


def _values(file: SourceFile, tables: Sequence[Table]) -> Copy:
    """The sheets of a file that openpyxl cannot open, as values: types kept, ID numbers as text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {}
    ids = {(table.sheet, table.columns[name].number) for table in tables for name in ID_FIELDS if name in table.columns}
    heads = {(table.sheet, table.header_row) for table in tables}
    for grid in read_file(file):
        sheet = book.create_sheet(sheet_name(grid.sheet, book.sheetnames))
        rows = {row for name, row in heads if name == grid.sheet and row}
        _fill(sheet, grid, {column for name, column in ids if name == grid.sheet}, min(rows, default=1))
        for cell in (cell for row in rows for cell in sheet[row]):
            cell.font = Font(bold=True)
        sheets[grid.sheet] = sheet
    return Copy(file, book, sheets, values_only=True)


def _fill(sheet: Sheet, grid: Grid, ids: set[int], header: int) -> None:
    widths: dict[int, int] = {}
    for row, cells in enumerate(grid.rows, 1):
        for column, value in enumerate(cells, 1):
            if value == "":
                continue
            cell = sheet.cell(row, column)
            if isinstance(value, str) or column in ids:
                put(cell, written(value))
                if column in ids:
                    cell.number_format = "@"
            else:
                cell.value = value
                if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
                    cell.number_format = "yyyy-mm-dd"
            if header <= row <= header + _SAMPLE_ROWS:
                widths[column] = max(widths.get(column, 0), min(_WIDEST, display_width(written(value)) + 2))
    for top, left, bottom, right in grid.merged:
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = max(8, width)
