"""Save a workbook with what openpyxl leaves out: the last results of formulas, and extensions that refer to cells only.

Nothing but the target is written: openpyxl's own writer puts each sheet into the system's temporary folder first.
"""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.writer.excel import ExcelWriter

from nqi_limits.outputs.workbook.sheet_writing import SheetWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element as Extension

    from openpyxl.workbook import Workbook

    from nqi_limits.outputs.workbook.look import Sheet
    from nqi_limits.outputs.workbook.sheet_writing import Later, Results


def save(
    book: Workbook,
    path: Path,
    results: Mapping[Sheet, Results] | None = None,
    extensions: Mapping[Sheet, Sequence[Extension]] | None = None,
    later: Mapping[Sheet, Later] | None = None,
) -> None:
    """Write `book` to `path`.

    `results` give, for a sheet, the cells (row by row, from A1) that its formulas last came to; they are only asked for
    where the sheet has formulas. `extensions` are written at a sheet's end as they are; `later` makes
    rows below those that are there, so that a long sheet need not be in memory.
    """
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        book.properties.modified = dt.datetime.now(tz=dt.UTC).replace(tzinfo=None)
        _Writer(book, archive, results or {}, extensions or {}, later or {}).write_data()


class _Writer(ExcelWriter):
    def __init__(
        self,
        book: Workbook,
        archive: zipfile.ZipFile,
        results: Mapping[Sheet, Results],
        extensions: Mapping[Sheet, Sequence[Extension]],
        later: Mapping[Sheet, Later],
    ) -> None:
        super().__init__(book, archive)
        self.package, self.results, self.extensions, self.later = archive, results, extensions, later

    def write_worksheet(self, ws: Sheet) -> None:
        """Write a sheet straight into the package."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        with self.package.open(ws.path[1:], "w", force_zip64=True) as out:
            writer: Any = SheetWriter(ws, out, self.results.get(ws), self.extensions.get(ws, ()), self.later.get(ws))
            writer.write()
        ws._rels = writer._rels
        self.manifest.append(ws)
