"""Write the XML of a sheet: plain cells straight as text, everything else as openpyxl writes it."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import tostring
from xml.sax.saxutils import escape, quoteattr

from et_xmlfile import xmlfile  # type: ignore[import-untyped]  # what openpyxl itself writes with
from openpyxl.cell._writer import etree_write_cell
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import Element, SubElement, fromstring

from nqi_limits.sources.grid import NO_RESULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from xml.etree.ElementTree import Element as Extension

    from nqi_limits.sources.grid import Cell

    Results = Callable[[], Sequence[Sequence[Cell]]]
    # Makes the rows of a sheet below those that are there, one each time it is asked, and gives its number.
    Later = Iterable[int]

_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")


class SheetWriter(WorksheetWriter):
    """Writes one sheet into the binary stream `out`. What is asked for in `later` is written row by row and not kept."""

    ws: Any

    def __init__(
        self, ws: Any, out: Any, results: Results | None, extensions: Sequence[Extension], later: Later | None
    ) -> None:
        self.results, self.extensions, self.later = results, extensions, later
        self.known: Sequence[Sequence[Cell]] | None = None
        self.text = io.TextIOWrapper(out, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")
        self.letters: dict[int, str] = {}
        self.styles: dict[bytes, str] = {}
        super().__init__(ws, out)

    def get_stream(self) -> Any:
        """As openpyxl's, into the text stream that plain cells go to as well."""
        with xmlfile(self.text, encoding="unicode") as xf, xf.element("worksheet", {"xmlns": SHEET_MAIN_NS}):
            try:
                while True:
                    element = yield
                    if element is True:
                        yield xf
                    elif element is not None:
                        xf.write(element)
            except GeneratorExit:
                pass

    def close(self) -> None:
        """Finish the document; the stream below stays open."""
        super().close()
        self.text.flush()
        self.text.detach()

    def write_dimensions(self) -> None:
        """As openpyxl does; nothing where rows are still to be made."""
        if self.later is None:
            super().write_dimensions()

    def write_rows(self) -> None:
        """All rows in order, then those that are made one by one."""
        xf: Any = self.xf.send(True)
        with xf.element("sheetData"):
            for number, cells in self.rows():
                self.write_row(xf, cells, number)
            for number in self.later or ():
                columns = range(1, self.ws.max_column + 1)
                cells = [cell for column in columns if (cell := self.ws._cells.pop((number, column), None)) is not None]
                self.write_row(xf, cells, number)
                self.ws.row_dimensions.pop(number, None)
        self.xf.send(None)

    def rows(self) -> Any:
        """Each row in turn: its number, and its cells from left to right."""
        rows: dict[int, list[Any]] = defaultdict(list)
        for (number, _), cell in self.ws._cells.items():
            rows[number].append(cell)
        for number in self.ws.row_dimensions:
            rows.setdefault(number, [])
        for number in sorted(rows):
            yield number, sorted(rows[number], key=attrgetter("column"))

    def write_row(self, xf: Any, row: Any, row_idx: Any) -> None:
        """The cells of a row that hold anything or are formatted."""
        told = "".join(f" {name}={quoteattr(value)}" for name, value in self.ws.row_dimensions.get(row_idx) or ())
        parts = [f'<row r="{row_idx}"{told}>']
        for cell in row:
            if cell._comment is not None:
                self.ws._comments.append(CommentRecord.from_cell(cell))
            style = self._style(cell)
            if cell._value is None and not style and cell._comment is None:
                continue
            text = self._plain(cell, style)
            if text is None:
                self.text.write("".join(parts))
                parts.clear()
                self._as_openpyxl(xf, cell)
            else:
                parts.append(text)
                if getattr(cell, "_hyperlink", None) is not None:
                    self.ws._hyperlinks.append(cell._hyperlink)
        parts.append("</row>")
        self.text.write("".join(parts))

    def _style(self, cell: Any) -> str:
        """The attribute that gives the format of a cell, "" where it has none."""
        style = cell._style
        if style is None:
            return ""
        key = style.tobytes()
        found = self.styles.get(key)
        if found is None:
            found = self.styles[key] = f' s="{cell.style_id}"' if cell.has_style else ""
        return found

    def _plain(self, cell: Any, style: str) -> str | None:
        """A cell with a text, a number, a date or nothing in it as XML; None for all others."""
        value, kind = cell._value, cell.data_type
        column = cell.column
        letter = self.letters.get(column)
        if letter is None:
            letter = self.letters[column] = get_column_letter(column)
        head = f'<c r="{letter}{cell.row}"{style}'
        if kind == "s" and type(value) is str and value:
            space = ' xml:space="preserve"' if value != value.strip() else ""
            return f'{head} t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'
        if kind == "n" and (type(value) is int or (type(value) is float and math.isfinite(value))):
            return f'{head} t="n"><v>{value!r}</v></c>'
        if kind == "n" and value is None:
            return f'{head} t="n"/>'
        if kind == "d" and isinstance(value, dt.date) and not self.ws.parent.iso_dates:
            return f'{head} t="n"><v>{_serial(value, self.ws.parent.epoch)!r}</v></c>'
        return None

    def _as_openpyxl(self, xf: Any, cell: Any) -> None:
        """Any other cell; a formula with what it last came to."""
        if cell.data_type == "f" and self.results is not None:
            if self.known is None:
                self.known = self.results()
            row = self.known[cell.row - 1] if cell.row <= len(self.known) else ()
            xf = _WithResult(xf, row[cell.column - 1] if cell.column <= len(row) else "", self.ws.parent.epoch)
        etree_write_cell(xf, self.ws, cell, cell.has_style)

    def write_tail(self) -> None:
        """As openpyxl does, and the extensions, which come last."""
        super().write_tail()
        if self.extensions:
            holder = Element("extLst")
            for extension in self.extensions:
                one = SubElement(holder, "ext", {"uri": extension.get("uri", "")})
                one.extend(fromstring(tostring(child)) for child in extension)
            self.xf.send(holder)


def _serial(value: Any, epoch: dt.datetime) -> Any:
    """A date as the number that a spreadsheet keeps."""
    return to_excel(value, epoch)  # type: ignore[no-untyped-call]


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
                holder.text = repr(_serial(result, self.epoch))
        self.xf.write(element)
