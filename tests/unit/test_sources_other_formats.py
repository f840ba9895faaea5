"""What .xls, .xlsb and .ods files hold beside their values is told as for .xlsx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlwt

from nqi_limits.errors import InputProblem
from nqi_limits.sources.files import find_files
from nqi_limits.sources.grid import NO_RESULT
from tests.corpus import open_document
from tests.other_formats import xlsb
from tests.support import read_both_ways

if TYPE_CHECKING:
    from pathlib import Path

    from nqi_limits.sources.grid import Grid

DIV0, NA = 0x07, 0x2A


def read(folder: Path, name: str, data: bytes) -> Grid:
    (folder / name).write_bytes(data)
    (file,) = find_files([folder / name])
    (grid,) = read_both_ways(file)
    return grid


def remarked(grid: Grid) -> dict[str, tuple[str, ...]]:
    """The cells, rows or columns that each remark names."""
    return {one.key.removeprefix("sources.remark."): one.facts["where"] for one in grid.remarks}


def xls(fill: object) -> bytes:
    book, made = xlwt.Workbook(), io.BytesIO()
    fill(book)  # type: ignore[operator]
    book.save(made)
    return made.getvalue()


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", attributes: str = "") -> str:
    shown = f"<text:p>{text}</text:p>" if text else ""
    kind = 'office:value-type="string"' if text and "value-type" not in attributes else ""
    return f"<table:table-cell {kind} {attributes}>{shown}</table:table-cell>"


def test_an_xls_tells_errors_missing_results_and_what_is_hidden(tmp_path: Path) -> None:
    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("数据")
        sheet.write(0, 0, "姓名")
        sheet.row(1).set_cell_error(1, NA)
        sheet.write(2, 0, xlwt.Formula('"甲"&"乙"'))
        sheet.row(2).hidden = True
        sheet.col(1).hidden = True
        book.add_sheet("另一张").write(0, 0, "x")

    (tmp_path / "a.xls").write_bytes(xls(fill))
    (file,) = find_files([tmp_path / "a.xls"])
    grid, other = read_both_ways(file)
    assert remarked(grid) == {
        "error-cells": ("B2",),
        "uncalculated": ("A3",),
        "hidden-rows": ("3",),
        "hidden-columns": ("B",),
    }
    assert grid.rows[1][1] == "#N/A"
    assert str(grid.rows[2][0]).startswith(NO_RESULT)
    assert not other.remarks


def test_an_xlsb_tells_errors_missing_results_what_is_hidden_and_merged(tmp_path: Path) -> None:
    data = xlsb(
        {
            1: {1: "姓名", 2: "角色"},
            2: {1: ("error", NA), 2: ("formula error", DIV0)},
            3: {1: ("formula", ""), 2: ("formula", 0.0)},
            4: {1: ("formula", "甲"), 2: ("formula", 3.0)},
        },
        hidden_rows=(2,),
        hidden_columns=(1,),
        merged=((1, 1, 1, 2),),
    )
    grid = read(tmp_path, "a.xlsb", data)
    assert remarked(grid) == {
        "error-cells": ("A2", "B2"),
        "uncalculated": ("A3", "B3"),
        "hidden-rows": ("2",),
        "hidden-columns": ("A",),
    }
    assert grid.rows[1] == ["#N/A", "#DIV/0!"]
    assert grid.rows[3] == ["甲", 3]
    assert grid.merged == [(1, 1, 1, 2)]


def test_an_ods_tells_errors_missing_results_what_is_hidden_and_merged(tmp_path: Path) -> None:
    formula = 'table:formula="of:=[.A1]"'
    rows = [
        '<table:table-column/><table:table-column table:visibility="collapse"/>',
        ods_row(ods_cell("姓名", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>"),
        ods_row(ods_cell("#N/A", f'{formula} office:value-type="string" office:string-value=""'), ods_cell()),
        ods_row(ods_cell(attributes=formula), attributes='table:visibility="filter" table:number-rows-repeated="2"'),
        ods_row(ods_cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"')),
    ]
    grid = read(tmp_path, "a.ods", open_document("".join(rows)))
    assert remarked(grid) == {
        "error-cells": ("A2",),
        "uncalculated": ("A3", "A4"),
        "hidden-rows": ("3", "4"),
        "hidden-columns": ("B",),
    }
    assert grid.rows[2][0] == f"{NO_RESULT}=[.A1]"
    assert grid.rows[4][0] is True
    assert grid.merged == [(1, 1, 1, 2)]


def test_a_formula_whose_result_is_blank_has_one_where_the_program_calculates(tmp_path: Path) -> None:
    rows = ods_row(ods_cell("姓名"), ods_cell(attributes='table:formula="of:=&quot;&quot;"'))
    assert remarked(read(tmp_path, "a.ods", open_document(rows))) == {"uncalculated": ("B1",)}
    meta = "<meta><generator>LibreOffice/24.2</generator></meta>"
    grid = read(tmp_path, "b.ods", open_document(rows, {"meta.xml": meta}))
    assert not grid.remarks
    assert grid.rows[0][0] == "姓名"


def corners(book: xlwt.Workbook) -> None:
    for number in range(9):
        sheet = book.add_sheet(f"{number}")
        sheet.write(0, 0, 1)
        sheet.write(65535, 255, 1)


REFUSED = {
    "far cells of an .xlsb": ("a.xlsb", lambda: xlsb({1: {1: "x"}, 1_048_576: {16_384: "x"}}), "far-cells"),
    "far cells on many sheets of an .xls": ("a.xls", lambda: xls(corners), "far-cells"),
    "errors repeated without end": (
        "a.ods",
        lambda: open_document(
            ods_row(
                ods_cell("#N/A", 'table:formula="of:=x" table:number-columns-repeated="1000"'),
                attributes='table:number-rows-repeated="20000"',
            )
        ),
        "repeated-cells",
    ),
}


@pytest.mark.parametrize(("name", "make", "kind"), REFUSED.values(), ids=REFUSED.keys())
def test_cells_far_apart_are_refused_before_they_take_memory(
    tmp_path: Path, name: str, make: object, kind: str
) -> None:
    with pytest.raises(InputProblem) as caught:
        read(tmp_path, name, make())  # type: ignore[operator]
    assert [one.key for one in caught.value.wordings] == [f"sources.{kind}"]
