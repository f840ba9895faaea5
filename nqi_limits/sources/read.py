"""Files in, grids out: the raw cells of each sheet, read by python-calamine (workbooks), as delimited text or as a web page.

What a file is, is told from its content; its ending does not matter once it is read.
"""

from __future__ import annotations

import io
import zipfile
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
from nqi_limits.sources.content import Content, content_of, is_zip
from nqi_limits.sources.damage import DAMAGE
from nqi_limits.sources.decrypting import decrypted
from nqi_limits.sources.delimited import decoded, read_delimited
from nqi_limits.sources.extras import Extras
from nqi_limits.sources.grid import Grid
from nqi_limits.sources.guard import check_package
from nqi_limits.sources.other_formats import extras_by_sheet
from nqi_limits.sources.own import OWN_SHEETS, is_own, is_own_file, without_result_column
from nqi_limits.sources.parts import counts_from_1904, sheet_parts
from nqi_limits.sources.reduced import FarApartProblem, reduced
from nqi_limits.sources.repair import check_shared_texts, check_small_parts, with_plain_errors
from nqi_limits.sources.sheet_xml import letters, scan_sheet, too_sparse
from nqi_limits.sources.spreadsheet_extras import put_in
from nqi_limits.sources.web_page import read_web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from python_calamine import CalamineSheet

    from nqi_limits.sources.grid import Cell, SourceFile
    from nqi_limits.sources.reduced import ReducedSheet

T = TypeVar("T")
_TEXTS = (".csv", ".txt", ".tsv")


def read_file(
    file: SourceFile, sheet: str | None = None, password: str | None = None, coded: bool = False
) -> list[Grid]:
    """The grids of a file, one for each sheet (or the one sheet named); a text file is one sheet, named as the file.

    Chart sheets are left out; of the tool's own marked copies only the input's sheets are given, and 身份核实, without the column
    that was added. `password` opens encrypted files. Where the grids may be `coded`, those of ordinary .xlsx sheets are: that
    takes much less time and memory where cells say the same. Raises InputProblem where the file, or the sheet asked for, cannot
    be read, and where it is made to do harm.
    """
    data, content = _readable(file, password)
    if content is Content.WORKBOOK:
        grids = _workbook(data, file.name, sheet, password, coded)
    elif content is Content.HTML:
        grids = _web_page(data, file)
    else:
        rows = read_delimited(data, file.name)
        prose = file.path.suffix.lower() not in _TEXTS and _is_prose(rows)
        grids = [Grid(file.name, file.path.stem, rows, prose=prose)]
    if sheet is not None:
        grids = [grid for grid in grids if grid.sheet == sheet]
        if not grids:
            raise InputProblem(Wording("sources.no-such-sheet", {"file": file.name, "sheet": sheet}))
    if not grids:
        key = "sources.only-own" if is_own_file(file.path) else "sources.no-sheets"
        raise InputProblem(Wording(key, {"file": file.name}))
    return grids


def read_own_sheets(file: SourceFile, name: str) -> list[Grid]:
    """The sheets of a workbook whose name begins with `name`: the tool's own, which `read_file` leaves out.

    Raises InputProblem where the file is no workbook or cannot be read.
    """
    data, content = _readable(file)
    if content is not Content.WORKBOOK:
        return []
    parts = _safe_parts(data, file.name)
    others = {} if parts else extras_by_sheet(data, file.name)
    book = _whole(data, parts, file.name)
    sheets = [about.name for about in book.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]
    return [_sheet(book, data, parts, others, file.name, one) for one in sheets if one.startswith(name)]


def _readable(file: SourceFile, password: str | None = None) -> tuple[bytes, Content]:
    """The bytes of a file, decrypted, and whether they are a workbook, text or a web page.

    Raises InputProblem where they are none of these, and where `password` does not open them.
    """
    try:
        data = file.path.read_bytes()
    except OSError as error:
        raise InputProblem(Wording("sources.cannot-open", {"file": file.name})) from error
    content = content_of(data)
    if content is Content.ENCRYPTED:
        data = decrypted(data, file.name, password)
        content = content_of(data)
    if content not in (Content.WORKBOOK, Content.TEXT, Content.HTML):
        raise InputProblem(Wording(f"sources.{content}", {"file": file.name}))
    return data, content


def _is_prose(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether most lines of a text are one cell: a note, perhaps, rather than a table."""
    filled = [sum(bool(str(cell).strip()) for cell in row) for row in rows]
    lines = [count for count in filled if count]
    return sum(count == 1 for count in lines) * 2 > len(lines)


def _web_page(data: bytes, file: SourceFile) -> list[Grid]:
    try:
        tables = read_web_page(decoded(data, file.name))
    except OverflowError:
        raise InputProblem(Wording("sources.repeated-cells", {"file": file.name})) from None
    if not tables:
        raise InputProblem(Wording("sources.html", {"file": file.name}))
    names = [file.path.stem if len(tables) == 1 else f"{file.path.stem} {at}" for at in range(1, len(tables) + 1)]
    grids = [Grid(file.name, name, rows, merged) for name, (rows, merged) in zip(names, tables, strict=True)]
    grids[0].remarks.append(Wording("sources.remark.web-page", {"file": file.name}))
    return grids


def _workbook(data: bytes, file: str, wanted: str | None, password: str | None, coded: bool) -> list[Grid]:
    if coded:
        try:
            return list(_sheets(data, file, wanted, password, coded))
        except FarApartProblem:
            raise
        except InputProblem:
            pass  # what is wrong is wrong with the whole, or else the whole can be read
    return list(_sheets(data, file, wanted, password, coded=False))


def _sheets(data: bytes, file: str, wanted: str | None, password: str | None, coded: bool) -> Iterator[Grid]:
    parts = _safe_parts(data, file)
    others = {} if parts else extras_by_sheet(data, file)
    small, reduced_sheets = reduced(data, parts, file) if coded and not is_own(parts) else (b"", {})
    try:
        book = _opened(small, file) if small else _whole(data, parts, file)
    except _EncryptedError:
        data = decrypted(data, file, password)
        others = extras_by_sheet(data, file)
        book = _opened(data, file)
    whole = None if small else book
    from_1904 = _from_1904(data, parts, others, file)
    own = is_own(book.sheet_names)
    area = 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet or (own and about.name in OWN_SHEETS):
            continue
        if wanted is not None and about.name != wanted:
            continue
        if about.name in reduced_sheets:
            grid = _coded(book, file, about.name, reduced_sheets.pop(about.name))
        else:
            whole = whole or _whole(data, parts, file)
            grid = _sheet(whole, data, parts, others, file, about.name)
            area += len(grid.rows) * len(grid.rows[0]) if grid.rows else 0
            if too_sparse(area, 0, len(book.sheet_names)):
                facts = {"file": file, "sheet": about.name, "cell": f"{letters(len(grid.rows[0]))}{len(grid.rows)}"}
                raise InputProblem(Wording("sources.far-cells", facts))
        grid.from_1904 = from_1904
        grid.hidden = about.visible is not SheetVisibleEnum.Visible
        if own:
            without_result_column(grid.rows)
        yield grid


def _from_1904(data: bytes, parts: Mapping[str, str], others: Mapping[str, Extras], file: str) -> bool:
    """Whether the workbook counts days from 1904."""
    if not parts:
        return any(one.from_1904 for one in others.values())
    with _package(data, file) as package:
        return counts_from_1904(package)


def _coded(small: CalamineWorkbook, file: str, name: str, sheet: ReducedSheet) -> Grid:
    """One sheet of which the reader has the distinct cells only."""
    grid = _grid(small, file, name, b"", None)
    grid.coded, grid.rows = sheet.cells(grid.rows), []
    put_in(grid, sheet.hidden)
    return grid


def _safe_parts(data: bytes, file: str) -> dict[str, str]:
    """The part of each sheet of a package that is looked over and found harmless; {} for what is no package."""
    if not is_zip(data):
        return {}
    check_package(data, file)
    with _package(data, file) as package:
        check_small_parts(package, file)
        return sheet_parts(package, file)


def _sheet(
    book: CalamineWorkbook,
    data: bytes,
    parts: Mapping[str, str],
    others: Mapping[str, Extras],
    file: str,
    name: str,
) -> Grid:
    """One sheet, looked through before the reader takes memory for it; `others` are what was found in an .xls, .xlsb, .ods."""
    found = others.get(name) or _scanned(data, parts.get(name), file, name)
    grid = _grid(book, file, name, data, parts.get(name) if found.errors else None)
    put_in(grid, found)
    return grid


def _scanned(data: bytes, part: str | None, file: str, sheet: str) -> Extras:
    if part is None:
        return Extras()
    damaged = Wording("sources.damaged-sheet", {"file": file, "sheet": sheet})

    def scan() -> Extras:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return scan_sheet(package, part, file, sheet)

    return _guarded(scan, file, damaged)


def _package(data: bytes, file: str) -> zipfile.ZipFile:
    return _guarded(lambda: zipfile.ZipFile(io.BytesIO(data)), file, Wording("sources.damaged", {"file": file}))


def _whole(data: bytes, parts: Mapping[str, str], file: str) -> CalamineWorkbook:
    """The workbook with all its cells."""
    if parts:
        with _package(data, file) as package:
            check_shared_texts(package, file)
    return _opened(data, file)


def _opened(data: bytes, file: str) -> CalamineWorkbook:
    damaged = Wording("sources.damaged", {"file": file})
    return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), file, damaged)


def _grid(book: CalamineWorkbook, file: str, name: str, data: bytes, errors_in: str | None) -> Grid:
    """The cells of a sheet. `errors_in` is its part where it holds error values: one that calamine does not know stops it."""

    def read() -> Grid:
        try:
            sheet = book.get_sheet_by_name(name)
        except CalamineError:
            if errors_in is None:
                raise
            sheet = _opened(with_plain_errors(data, errors_in), file).get_sheet_by_name(name)
        rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
        merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in _merged(sheet)]
        return Grid(file, name, rows, merged)

    return _guarded(read, file, Wording("sources.damaged-sheet", {"file": file, "sheet": name}))


def _merged(sheet: CalamineSheet) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged ranges, counted from 0; none for .xlsb and .ods, of which calamine does not tell them."""
    return sheet.merged_cell_ranges or ()


class _EncryptedError(Exception):
    """An old .xls under a password: its file looks like any other."""


def _guarded(call: Callable[[], T], file: str, damaged: Wording) -> T:
    """What `call` gives, or an InputProblem raised apart from the reader's own error, which may quote cells."""
    encrypted = False
    try:
        return call()
    except PasswordError:
        encrypted = True
    except (CalamineError, *DAMAGE):
        pass
    except BaseException as fault:  # a fault inside calamine is a PanicException, which is no Exception
        if type(fault).__name__ != "PanicException":
            raise
    if encrypted:
        raise _EncryptedError
    raise InputProblem(damaged)
