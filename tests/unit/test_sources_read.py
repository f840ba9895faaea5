"""Cells as they stand in files of every format, and one clear problem for what cannot be read."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
import xlwt

from nqi_limits.errors import InputProblem
from nqi_limits.sources.files import find_files
from nqi_limits.words.catalogue import said
from tests.support import read_both_ways

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell, Grid

SECRET = "99000119800101123X"


def grids(path: Path, sheet: str | None = None) -> list[Grid]:
    (file,) = find_files([path])
    return read_both_ways(file, sheet)


def problem(path: Path, sheet: str | None = None) -> str:
    """The key of the one problem; its sentence exists in both languages and quotes no cell."""
    with pytest.raises(InputProblem) as caught:
        grids(path, sheet)
    (wording,) = caught.value.wordings
    for lang in ("zh", "en"):
        assert path.name in said(wording, lang)
        assert SECRET not in said(wording, lang)
    assert SECRET not in str(caught.value) + repr(caught.value.__cause__)
    return wording.key


def xlsx(path: Path, cells: dict[str, Any], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    for name, value in cells.items():
        sheet[name] = value
    if merge:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def cell(grid: Grid, row: int, column: int) -> Cell:
    return grid.rows[row - 1][column - 1]


def test_cells_of_an_xlsx_keep_place_and_type(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        {"C3": "姓名", "C4": "甲", "D4": 7, "D5": True, "D6": dt.date(2022, 12, 31), "D7": 44926, "D8": "甲\n乙"},
        merge="C4:C6",
    )
    (grid,) = grids(path)
    assert [cell(grid, 3, 3), cell(grid, 4, 4), cell(grid, 6, 4), cell(grid, 7, 4)] == [
        "姓名",
        7,
        dt.date(2022, 12, 31),
        44926,
    ]
    assert cell(grid, 5, 4) is True
    assert cell(grid, 8, 4) == "甲\n乙"
    assert cell(grid, 1, 1) == ""
    assert grid.merged == [(4, 3, 6, 3)]
    assert (grid.sheet, grid.hidden) == ("数据", False)


def test_cells_of_an_xls_keep_place_and_type(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("数据")
    sheet.write_merge(3, 5, 2, 2, "甲")
    sheet.write(3, 3, 7)
    sheet.write(5, 3, dt.date(2022, 12, 31), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "a.xls"))
    (grid,) = grids(tmp_path / "a.xls")
    assert [cell(grid, 4, 3), cell(grid, 4, 4), cell(grid, 6, 4)] == ["甲", 7, dt.date(2022, 12, 31)]
    assert grid.merged == [(4, 3, 6, 3)]


def test_cells_of_an_ods_keep_place(tmp_path: Path) -> None:
    frame = pd.DataFrame([["", "", ""], ["", "姓名", "数"], ["", "甲", 7]])
    frame.to_excel(tmp_path / "a.ods", engine="odf", index=False, header=False, sheet_name="数据")
    (grid,) = grids(tmp_path / "a.ods")
    assert [cell(grid, 2, 2), cell(grid, 3, 2), cell(grid, 3, 3)] == ["姓名", "甲", 7]


def test_chart_sheets_are_left_out_and_hidden_sheets_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.create_sheet("藏").sheet_state = "hidden"
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    assert [(grid.sheet, grid.hidden) for grid in grids(tmp_path / "a.xlsx")] == [("Sheet", False), ("藏", True)]


def test_one_sheet_by_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"A1": "x"})
    assert [grid.sheet for grid in grids(path, "数据")] == ["数据"]
    assert problem(path, "没有") == "sources.no-such-sheet"


def test_a_marked_copy_reads_as_the_file_it_was_made_from(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "检查概览"
    book.create_sheet("冲突明细")
    sheet = book.create_sheet("申报人员")
    sheet.append(["姓名", "检查结果"])
    sheet.append(["甲", "违规"])
    book.save(tmp_path / "a.xlsx")
    (grid,) = grids(tmp_path / "a.xlsx")
    assert grid.sheet == "申报人员"
    assert grid.rows == [["姓名", ""], ["甲", ""]]


ROWS = [["姓名", "证件号码"], ["甲", "0123"], ["", ""], ["乙,丙", "1\n2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    quoted = [[f'"{text}"' if "," in text or "\n" in text else text for text in row] for row in ROWS]
    text = "\r\n".join(delimiter.join(row) for row in quoted)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (grid,) = grids(tmp_path / "a.csv")
    assert grid.rows == ROWS
    assert grid.sheet == "a"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "big5"])
def test_csv_without_a_mark_and_in_traditional_characters(tmp_path: Path, encoding: str) -> None:
    text = "姓名,工作單位,角色\n歐陽,東海大學,項目負責人\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (grid,) = grids(tmp_path / "a.csv")
    assert grid.rows == [line.split(",") for line in text.splitlines()]


def test_csv_rows_are_filled_up_blank_lines_kept_and_text_formulas_opened(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('标题\n\n姓名,证件号码\n甲,="0123"\n', encoding="utf-8")
    (grid,) = grids(tmp_path / "a.csv")
    assert grid.rows == [["标题", ""], ["", ""], ["姓名", "证件号码"], ["甲", "0123"]]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_csv_cells_may_hold_line_breaks_delimiters_and_quotes(tmp_path: Path, end: str) -> None:
    text = '姓名,角色\n甲"小甲",骨干\n"甲\n乙,丙","""骨""干"' + end
    (tmp_path / "a.csv").write_bytes(text.encode())
    (grid,) = grids(tmp_path / "a.csv")
    assert grid.rows == [["姓名", "角色"], ['甲"小甲"', "骨干"], ["甲\n乙,丙", '"骨"干']]


def test_commas_in_a_title_do_not_hide_the_tabs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("甲,乙,丙名单\n姓名\t角色\n甲\t骨干\n乙\t骨干\n", encoding="utf-8")
    (grid,) = grids(tmp_path / "a.csv")
    assert grid.rows[1] == ["姓名", "角色", *[""] * (len(grid.rows[1]) - 2)]


def test_a_csv_named_xls_and_an_xlsx_named_csv_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("姓名,角色\n甲,骨干\n", encoding="gb18030")
    xlsx(tmp_path / "b.xlsx", {"A1": "x"}).rename(tmp_path / "b.csv")
    assert grids(tmp_path / "a.xls")[0].rows[1] == ["甲", "骨干"]
    assert grids(tmp_path / "b.csv")[0].rows == [["x"]]


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
REFUSED = {
    "empty": ("empty.xlsx", b""),
    "html": ("a.xls", f"<html><p>{SECRET}</p></html>".encode()),
    "html-bom": ("a.xls", b"\xef\xbb\xbf\n<!DOCTYPE html><html>"),
    "xml": ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'),
    "damaged-zip": ("a.xlsx", package("xl/workbook.xml")[:40]),
    "damaged-parts": ("a.xlsx", package("xl/workbook.xml")),
    "damaged-xls": ("a.xls", OLE + "Workbook".encode("utf-16-le")),
    "not-a-table-docx": ("a.xlsx", package("word/document.xml")),
    "not-a-table-doc": ("a.xls", OLE),
    "not-a-table-pdf": ("a.xls", b"%PDF-1.7"),
    "encrypted": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "encoding": ("a.csv", SECRET.encode() + b"\xff\x81\x00\x01"),
    "open-quote": ("a.csv", '姓名,角色\n甲,"骨干\n乙,骨干\n丙,骨干\n'.encode()),
    "open-quote-two": ("a.csv", '姓名,角色\n甲,"骨干\n乙,"骨干"\n丙,骨干\n'.encode()),
    "open-quote-last": ("a.csv", '姓名,角色\n乙,骨干\n"甲,骨干'.encode()),
    "text-cells": ("a.csv", b'"' + b"x" * 200_000),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_gets_one_clear_problem(tmp_path: Path, case: str) -> None:
    name, data = REFUSED[case]
    (tmp_path / name).write_bytes(data)
    key = problem(tmp_path / name).removeprefix("sources.")
    assert case == key or case.startswith(f"{key}-")


def test_a_sheet_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"A1": SECRET})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert problem(path) in ("sources.damaged-sheet", "sources.damaged")


def test_every_cut_of_a_workbook_is_read_or_refused(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", {"A1": SECRET}).read_bytes()
    for size in range(10, len(whole), 97):
        (tmp_path / "cut.xlsx").write_bytes(whole[:size])
        assert problem(tmp_path / "cut.xlsx").startswith("sources.")


def test_importing_the_package_loads_no_reader() -> None:
    code = "import sys, nqi_limits; print([m for m in ('pandas', 'python_calamine', 'openpyxl') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
