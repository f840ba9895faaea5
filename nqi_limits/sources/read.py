"""Files in, grids out: the raw cells of each sheet, read by python-calamine (workbooks) or as delimited text.

What a file is, is told from its content; its ending does not matter once it is read.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeVar

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.content import Content, content_of
from nqi_limits.sources.delimited import read_delimited
from nqi_limits.sources.grid import Grid
from nqi_limits.sources.own import OWN_SHEETS, is_own, without_result_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from python_calamine import CalamineSheet

    from nqi_limits.sources.grid import Cell, SourceFile

T = TypeVar("T")


def read_file(file: SourceFile, sheet: str | None = None) -> list[Grid]:
    """The grids of a file, one for each sheet (or the one sheet named); a text file is one sheet, named as the file.

    Chart sheets are left out; of the tool's own marked copies only the input's sheets are given, without the column
    that was added. Raises InputProblem where the file, or the sheet asked for, cannot be read.
    """
    data, content = _readable(file)
    if content is Content.WORKBOOK:
        grids = list(_sheets(data, file.name, sheet))
    else:
        grids = [Grid(file.name, file.path.stem, read_delimited(data, file.name))]
    if sheet is not None:
        grids = [grid for grid in grids if grid.sheet == sheet]
        if not grids:
            raise InputProblem(Wording("sources.no-such-sheet", {"file": file.name, "sheet": sheet}))
    if not grids:
        raise InputProblem(Wording("sources.no-sheets", {"file": file.name}))
    return grids


def read_own_sheets(file: SourceFile, name: str) -> list[Grid]:
    """The sheets of a workbook whose name begins with `name`: the tool's own, which `read_file` leaves out.

    Raises InputProblem where the file is no workbook or cannot be read.
    """
    data, content = _readable(file)
    if content is Content.TEXT:
        return []
    book = _opened(data, file.name)
    sheets = [about.name for about in book.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]
    return [_grid(book, file.name, one) for one in sheets if one.startswith(name)]


def _readable(file: SourceFile) -> tuple[bytes, Content]:
    """The bytes of a file and whether they are a workbook or text. Raises InputProblem where they are neither."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        raise InputProblem(Wording("sources.cannot-open", {"file": file.name})) from error
    content = content_of(data)
    if content not in (Content.WORKBOOK, Content.TEXT):
        raise InputProblem(Wording(f"sources.{content}", {"file": file.name}))
    return data, content


def _sheets(data: bytes, file: str, wanted: str | None) -> Iterator[Grid]:
    book = _opened(data, file)
    own = is_own(book.sheet_names)
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet or (own and about.name in OWN_SHEETS):
            continue
        if wanted is not None and about.name != wanted:
            continue
        grid = _grid(book, file, about.name)
        grid.hidden = about.visible is not SheetVisibleEnum.Visible
        if own:
            without_result_column(grid.rows)
        yield grid


def _opened(data: bytes, file: str) -> CalamineWorkbook:
    damaged = Wording("sources.damaged", {"file": file})
    return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), file, damaged)


def _grid(book: CalamineWorkbook, file: str, name: str) -> Grid:
    def read() -> Grid:
        sheet = book.get_sheet_by_name(name)
        rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
        merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in _merged(sheet)]
        return Grid(file, name, rows, merged)

    return _guarded(read, file, Wording("sources.damaged-sheet", {"file": file, "sheet": name}))


def _merged(sheet: CalamineSheet) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged ranges, counted from 0; none for .xlsb and .ods, of which calamine does not tell them."""
    return sheet.merged_cell_ranges or ()


def _guarded(call: Callable[[], T], file: str, damaged: Wording) -> T:
    """What `call` gives, or an InputProblem raised apart from calamine's own error, which may quote cells."""
    problem = damaged
    try:
        return call()
    except PasswordError:
        problem = Wording("sources.encrypted", {"file": file})
    except (CalamineError, OSError, ValueError):
        pass
    except BaseException as fault:  # a fault inside calamine is a PanicException, which is no Exception
        if type(fault).__name__ != "PanicException":
            raise
    raise InputProblem(problem)
