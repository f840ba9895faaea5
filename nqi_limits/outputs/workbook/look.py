"""How the tool's own sheets look, and how text gets into a cell without ever becoming a formula."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from nqi_limits.findings.model import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


# openpyxl's type stubs know neither the cells of merged ranges nor much else that is used here.
Sheet: TypeAlias = Any
Cell: TypeAlias = Any

FACE = "微软雅黑"
BODY = Font(name=FACE, size=10)
BOLD = Font(name=FACE, size=10, bold=True)
HEADING = Font(name=FACE, size=12, bold=True, color="1F3864")
TITLE = Font(name=FACE, size=16, bold=True, color="1F3864")
HEADER = Font(name=FACE, size=10, bold=True, color="FFFFFF")
LINK = Font(name=FACE, size=10, color="0563C1", underline="single")

HEADER_FILL = PatternFill("solid", fgColor="1F3864")
DONE_FILL = PatternFill("solid", fgColor="E2EFDA")
PAPER_FILL = PatternFill("solid", fgColor="FFF9E5")
_LINE = Side(style="thin", color="BFBFBF")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
WRAPPED = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(vertical="center", wrap_text=True)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)

# fill behind the word, fill of a marked row, colour of the word
_COLOURS = {
    "violation": ("F8CBAD", "FCE4D6", "9C0006"),
    "review": ("FFE699", "FFF2CC", "7F6000"),
    "unchecked": ("D9D9D9", "F2F2F2", "404040"),
    "note": ("DDEBF7", "EAF2FA", "1F4E79"),
    "clear": ("E2EFDA", "E2EFDA", "375623"),
}
WORD_FILLS = {name: PatternFill("solid", fgColor=strong) for name, (strong, _, _) in _COLOURS.items()}
ROW_FILLS = {Severity(name): PatternFill("solid", fgColor=_COLOURS[name][1]) for name in Severity}
WORD_FONTS = {name: Font(name=FACE, size=10, bold=True, color=word) for name, (_, _, word) in _COLOURS.items()}

_DRESSES: WeakKeyDictionary[Any, dict[tuple[object, ...], Any]] = WeakKeyDictionary()

MAX_LINKS = 65_000  # a sheet with more than 65,530 links does not open without repair
A4, A3 = 9, 8
_LINE_HEIGHT = 16.0
_TALLEST = 409.0
_LONGEST = 32_000
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def put(cell: Cell, value: str | int | float | None) -> Cell:
    """Put a number, or a text that stays text whatever it starts with, into a cell."""
    if not isinstance(value, str):
        cell.value = value
        return cell
    text = _NOT_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))[:_LONGEST]
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True  # so that editing the cell does not turn it into a formula either
    return cell


def own_style(cell: Cell) -> Cell:
    """Give a cell a style of its own before it is changed: cells that were read share theirs."""
    cell._style = copy(cell._style)
    return cell


def link(cell: Cell, location: str, target: str | None = None) -> None:
    """Make the cell a link to `location` ('Sheet'!A1) of this workbook, or of the file `target` (a relative reference)."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location or None, target=target)


def at(sheet: str, cell: str) -> str:
    """The location of a cell, as links are written."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def display_width(text: str) -> int:
    """How many columns of Latin letters the longest line of a text takes; Chinese letters take two."""
    return max((_width(line) for line in text.split("\n")), default=0)


def _width(line: str) -> int:
    return len(line) if line.isascii() else sum(1 if ord(letter) < 0x2E80 else 2 for letter in line)


def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of this width."""
    room = max(width - 1.5, 1)
    return sum(max(1, -int(-_width(line) // room)) for line in text.split("\n"))


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """The height in points of a row that shows all its texts in columns of these widths."""
    lines = max((lines_needed(text, width) for text, width in zip(texts, widths, strict=True)), default=1)
    return min(_TALLEST, _LINE_HEIGHT * lines + 4)


def header_row(sheet: Sheet, row: int, headers: Sequence[str], first: int = 1) -> None:
    """A row of column headers."""
    for column, text in enumerate(headers, first):
        cell = put(sheet.cell(row, column), text)
        cell.font, cell.fill, cell.border, cell.alignment = HEADER, HEADER_FILL, BOX, CENTRED


def dress(
    cell: Cell, font: Font, alignment: Alignment, border: Border | None = BOX, fill: PatternFill | None = None
) -> None:
    """Format a cell with constants of this module: what they come to in a workbook is worked out once."""
    known = _DRESSES.setdefault(cell.parent.parent, {})
    key = (cell.quotePrefix, id(font), id(alignment), id(border), id(fill))
    style = known.get(key)
    if style is not None:
        cell._style = copy(style)
        return
    cell.font, cell.alignment = font, alignment
    if border is not None:
        cell.border = border
    if fill is not None:
        cell.fill = fill
    known[key] = copy(cell._style)


def text_row(sheet: Sheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> None:
    """A row of texts under a header row, as high as they need; empty ones leave the cell empty."""
    for column, text in enumerate(texts, 1):
        dress(put(sheet.cell(row, column), text or None), BODY, WRAPPED)
    sheet.row_dimensions[row].height = row_height(texts, widths)


def set_widths(sheet: Sheet, widths: Sequence[float]) -> None:
    """The widths of the first columns."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def set_page(
    sheet: Sheet,
    numbers: str,
    *,
    landscape: bool,
    paper: int = 9,
    one_page: bool = False,
    repeat: str | None = None,
) -> None:
    """Print set-up: as wide as the paper (on one page if `one_page`), the rows `repeat` on every page, page numbers.

    `numbers` is what the footer says on the right, with &P and &N for the page and how many there are.
    """
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.7, 0.3
    sheet.oddFooter.left.text = sheet.title
    sheet.oddFooter.right.text = numbers
    if repeat:
        sheet.print_title_rows = repeat
