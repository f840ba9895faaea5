"""What is written of a sheet reads back as what openpyxl itself would have written."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from nqi_limits.outputs.workbook.saving import save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nqi_limits.outputs.workbook.look import Sheet

VALUES = (
    *("王怀瑾", " 前后有空格 ", "两\n行", "\t", "<a & b>", '"', "]]>", "_x000D_", "#N/A", "=1+1", "0012"),
    *(0, 1, -7, 10**15, 0.1, 1e-9, 1e300, True, False),
    *(dt.date(2022, 12, 31), dt.datetime(2022, 12, 31, 23, 59, 58), dt.time(8, 30), dt.timedelta(hours=30)),
    CellRichText("粗", TextBlock(InlineFont(b=True), "体")),
)


def filled(book: Workbook) -> None:
    """A sheet with every kind of cell, and rows that are not in order."""
    sheet: Sheet = book.active
    for row, value in reversed(list(enumerate(VALUES, 2))):
        sheet.cell(row, 3).value = value
        sheet.cell(row, 1).value = row
    text = sheet.cell(40, 2, "=不是公式")
    text.data_type = "s"
    sheet["D2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A2"].font = Font(bold=True)
    sheet["A3"].comment = Comment("批注", "某人")
    sheet["A4"].hyperlink = "https://example.org/?a=1&b=2"
    sheet["E1"].hyperlink = "https://example.org/"
    sheet.merge_cells("F2:G3")
    sheet["F2"] = "合并"
    sheet.row_dimensions[2].height = 40
    sheet.row_dimensions[60].height = 30
    sheet.freeze_panes = "B2"


def read(path: Path) -> dict[str, Any]:
    """All that is in the sheet: cell by cell what is in it and how it looks, and the heights of rows."""
    sheet: Sheet = load_workbook(path, rich_text=True).active
    found: dict[str, Any] = {
        cell.coordinate: (
            cell.value,
            cell.data_type,
            cell.number_format,
            cell.font.bold,
            cell.fill.fgColor.rgb,
            getattr(cell.comment, "text", None),
            getattr(cell.hyperlink, "target", None),
        )
        for row in sheet.iter_rows()
        for cell in row
    }
    found["heights"] = {row: one.height for row, one in sheet.row_dimensions.items() if one.height}
    found["others"] = (sheet.freeze_panes, str(sheet.merged_cells))
    return found


def test_a_sheet_reads_back_as_openpyxl_writes_it(tmp_path: Path) -> None:
    book, other = Workbook(), Workbook()
    filled(book)
    filled(other)
    save(book, tmp_path / "ours.xlsx")
    other.save(tmp_path / "theirs.xlsx")
    assert read(tmp_path / "ours.xlsx") == read(tmp_path / "theirs.xlsx")


def test_rows_made_later_stand_below_those_that_are_there(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Sheet = book.active
    sheet.append(["标题"])

    def rows() -> Iterator[int]:
        for row in range(2, 5):
            sheet.cell(row, 1).value = f"第{row}行"
            sheet.cell(row, 2).value = row
            sheet.row_dimensions[row].height = 20 + row
            yield row

    save(book, tmp_path / "later.xlsx", later={sheet: rows()})
    again: Sheet = load_workbook(tmp_path / "later.xlsx").active
    assert list(again.values) == [("标题", None), ("第2行", 2), ("第3行", 3), ("第4行", 4)]
    assert [again.row_dimensions[row].height for row in range(2, 5)] == [22, 23, 24]
    assert set(sheet._cells) == {(1, 1)}
