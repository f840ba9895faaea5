"""Save a workbook with what openpyxl leaves out: the last results of formulas, and extensions that refer to cells only.

Nothing but the target is written: openpyxl's own writer puts each sheet into the system's temporary folder first.
"""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import tostring

from openpyxl.cell._writer import etree_write_cell, write_cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, SubElement, fromstring

from nqi_limits.sources.grid import NO_RESULT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element as Extension

    from openpyxl.workbook import Workbook

    from nqi_limits.outputs.workbook.look import Sheet
    from nqi_limits.sources.grid import Cell

    Results = Callable[[], Sequence[Sequence[Cell]]]

_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


def save(
    book: Workbook,
    path: Path,
    results: Mapping[Sheet, Results] | None = None,
    extensions: Mapping[Sheet, Sequence[Extension]] | None = None,
) -> None:
    """Write `book` to `path`.

    `results` give, for a sheet, the cells (row by row, from A1) that its formulas last came to; they are only asked for
    where the sheet has formulas. `extensions` are written at a sheet's end as they are.
    """
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        book.properties.modified = dt.datetime.now(tz=dt.UTC).replace(tzinfo=None)
        _Writer(book, archive, results or {}, extensions or {}).write_data()


class _Writer(ExcelWriter):
    def __init__(
        self,
        book: Workbook,
        archive: zipfile.ZipFile,
        results: Mapping[Sheet, Results],
        extensions: Mapping[Sheet, Sequence[Extension]],
    ) -> None:
        super().__init__(book, archive)
        self.package, self.results, self.extensions = archive, results, extensions

    def write_worksheet(self, ws: Sheet) -> None:
        """Write a sheet straight into the package."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        with self.package.open(ws.path[1:], "w", force_zip64=True) as out:
            writer: Any = _SheetWriter(ws, out, self.results.get(ws), self.extensions.get(ws, ()))
            writer.write()
        ws._rels = writer._rels
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    ws: Any

    def __init__(self, ws: Any, out: Any, results: Results | None, extensions: Sequence[Extension]) -> None:
        self.results = results
        self.extensions = extensions
        self.known: Sequence[Sequence[Cell]] | None = None
        super().__init__(ws, out)

    def write_row(self, xf: Any, row: Any, row_idx: Any) -> None:
        """As openpyxl does, but for formulas, of which the last result is written too."""
        if self.results is None or all(cell.data_type != "f" for cell in row):
            super().write_row(xf, row, row_idx)
            return
        if self.known is None:
            self.known = self.results()
        known = self.known[row_idx - 1] if row_idx <= len(self.known) else ()
        with xf.element("row", {"r": f"{row_idx}", **dict(self.ws.row_dimensions.get(row_idx, {}))}):
            for cell in row:
                if cell._comment is not None:
                    self.ws._comments.append(CommentRecord.from_cell(cell))
                if cell.data_type == "f":
                    result = known[cell.column - 1] if cell.column <= len(known) else ""
                    etree_write_cell(_WithResult(xf, result, self.ws.parent.epoch), self.ws, cell, cell.has_style)
                elif cell._value is not None or cell.has_style or cell._comment:
                    write_cell(xf, self.ws, cell, cell.has_style)

    def write_tail(self) -> None:
        """As openpyxl does, and the extensions, which come last."""
        super().write_tail()
        if self.extensions:
            holder = Element("extLst")
            for extension in self.extensions:
                one = SubElement(holder, "ext", {"uri": extension.get("uri", "")})
                one.extend(fromstring(tostring(child)) for child in extension)
            self.xf.send(holder)


class _WithResult:
    """Takes the element of a formula cell on its way to the file and puts the result in."""

    def __init__(self, xf: Any, result: Cell, epoch: dt.datetime) -> None:
        self.xf, self.result, self.epoch = xf, result, epoch

    def write(self, element: Any) -> None:
        """Write the cell with its result; without one where there is none."""
        holder, result = element.find("v"), self.result
        if holder is not None and result != "" and not str(result).startswith(NO_RESULT):
            if isinstance(result, bool):
                element.set("t", "b")
                holder.text = str(int(result))
            elif isinstance(result, str):
                element.set("t", "e" if result in _ERRORS else "str")
                holder.text = result
            elif isinstance(result, int | float):
                holder.text = repr(result)
            else:
                holder.text = repr(to_excel(result, self.epoch))  # type: ignore[no-untyped-call]
        self.xf.write(element)
