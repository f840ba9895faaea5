"""Broken but common files: what is read all the same, with what is unknown said and each cell's own type kept."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from nqi_limits.checking import check
from nqi_limits.cli.app import run
from nqi_limits.errors import InputProblem
from nqi_limits.sources.files import find_files
from nqi_limits.sources.grid import NO_RESULT, Grid
from nqi_limits.sources.read import read_file
from nqi_limits.words.catalogue import said
from tests.corpus import FIRST, OFFICE, package_parts, packed, sheet_xml, with_part, workbook
from tests.support import read_both_ways

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"


def grid_of(folder: Path, data: bytes, name: str = "a.xlsx") -> Grid:
    (folder / name).write_bytes(data)
    (file,) = find_files([folder / name])
    (grid,) = read_both_ways(file)
    return grid


def remarks(grid: Grid) -> dict[str, tuple[object, object]]:
    """For each kind of remark how many cells it is about and the first of them."""
    for one in grid.remarks:
        assert grid.file in said(one, "zh")
        assert grid.file in said(one, "en")
    return {
        one.key.removeprefix("sources.remark."): (one.facts.get("n"), one.facts.get("where")) for one in grid.remarks
    }


def row(*cells: str, number: int = 2, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "B7:C9"])
def test_a_wrong_dimension_changes_nothing(tmp_path: Path, dimension: str) -> None:
    cells = row('<c r="D2"><v>7</v></c>')
    grid = grid_of(tmp_path, workbook(FIRST + cells, before=f'<dimension ref="{dimension}"/>'))
    assert grid.rows == [["姓名", "", "", ""], ["", "", "", 7]]


def test_a_drawing_that_is_not_in_the_package(tmp_path: Path) -> None:
    parts = package_parts(sheet_xml(FIRST).replace("</worksheet>", '<drawing r:id="r9"/></worksheet>', 1))
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        "<worksheet ", f'<worksheet xmlns:r="{OFFICE}" '
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    assert grid_of(tmp_path, packed(parts)).rows == [["姓名"]]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_error_cells_keep_their_text_and_are_said(tmp_path: Path, prefix: str) -> None:
    errors = ["#N/A", "#REF!", "#SPILL!"]
    cells = "".join(f'<c r="{at}2" t="e"><f>A1</f><v>{error}</v></c>' for at, error in zip("ABC", errors, strict=True))
    sheet = sheet_xml(FIRST + row(cells, '<c r="D2"><v>7</v></c>'))
    if prefix:
        for name in ("worksheet", "sheetData", "row", "c", "f", "v", "is", "t"):
            sheet = sheet.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
            sheet = sheet.replace(f"</{name}>", f"</x:{name}>")
        sheet = sheet.replace("xmlns=", "xmlns:x=")
    grid = grid_of(tmp_path, packed(package_parts(sheet)))
    assert grid.rows[1] == [*errors, 7]
    assert remarks(grid) == {"error-cells": (3, ("A2", "B2", "C2"))}


@pytest.mark.parametrize("formula", ["<f>A1&amp;B1</f>", "<f>A1</f><v></v>", "<f>A1</f><v/>", "<f>A1</f>\n  <v />\n"])
def test_a_formula_without_a_result_is_never_a_blank(tmp_path: Path, formula: str) -> None:
    cells = [
        f'<c r="B2" s="0">{formula}</c>',
        '<c r="C2" t="str"><f>""</f><v></v></c>',
        '<c r="D2"><f>A1</f><v>3</v></c>',
    ]
    grid = grid_of(tmp_path, workbook(FIRST + row(*cells)))
    assert str(grid.rows[1][1]).startswith(f"{NO_RESULT}=A1")
    assert grid.rows[1][2:] == ["", 3]
    assert remarks(grid) == {"uncalculated": (1, ("B2",))}


def test_formulas_that_share_one_text(tmp_path: Path) -> None:
    first = '<c r="B2"><f t="shared" ref="B2:B3" si="0">A2</f><v>1</v></c>'
    grid = grid_of(tmp_path, workbook(FIRST + row(first) + row('<c r="B3"><f t="shared" si="0"/></c>', number=3)))
    assert grid.rows[1][1] == 1
    assert str(grid.rows[2][1]).startswith(NO_RESULT)


def test_many_cells_of_one_fault_are_one_sentence(tmp_path: Path) -> None:
    cells = "".join(row(f'<c r="A{at}"><f>B1</f></c>', number=at) for at in range(2, 302))
    ((number, where),) = remarks(grid_of(tmp_path, workbook(FIRST + cells))).values()
    assert (number, where) == (300, ("A2", "A3", "A4", "A5", "A6"))


def test_a_person_in_a_formula_without_a_result_is_a_row_not_understood(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["申报编号", "姓名", "角色"])
    book.active.append(["NQI-1", "=B9", "项目骨干"])
    book.active.append(["NQI-1", "赵明", "项目负责人"])
    book.save(tmp_path / "a.xlsx")
    report = check([tmp_path / "a.xlsx"])
    assert [(one.rule, one.places[0].cell) for one in report.findings if one.rule == "unread-row"] == [
        ("unread-row", "B2")
    ]
    (told,) = report.to_dict()["inputs"][0]["remarks"]
    assert "B2" in told


def test_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    before = '<cols><col min="2" max="3" width="9" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
    cells = row('<c r="C2"><v>7</v></c>', more=' hidden="1"') + row(
        '<c r="A3"><v>8</v></c>', number=3, more=' hidden="0"'
    )
    grid = grid_of(tmp_path, workbook(FIRST + cells, before=before))
    assert grid.rows[1] == ["", "", 7]
    assert (grid.hidden_rows, grid.hidden_columns) == (1, 2)
    assert remarks(grid) == {"hidden-rows": (1, ("2",)), "hidden-columns": (2, ("B", "C"))}
    (sheet,) = check([tmp_path / "a.xlsx"]).to_dict()["inputs"][0]["sheets"]
    assert (sheet["hidden"], sheet["hidden_rows"], sheet["hidden_columns"]) == (False, 1, 2)


@pytest.mark.parametrize("number", [*range(27, 37), *range(50, 59)])
def test_chinese_date_formats_that_excel_has_built_in(tmp_path: Path, number: int) -> None:
    styles = f'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    cells = row('<c r="A2" s="1"><v>44926</v></c>', '<c r="B2"><v>44926</v></c>')
    assert grid_of(tmp_path, workbook(FIRST + cells, styles=styles)).rows[1] == [dt.date(2022, 12, 31), 44926]


def test_dates_counted_from_1904(tmp_path: Path) -> None:
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    cells = row('<c r="A2" s="1"><v>43464</v></c>')
    grid = grid_of(tmp_path, workbook(FIRST + cells, styles=styles, book='<workbookPr date1904="1"/>'))
    assert grid.rows[1] == [dt.date(2022, 12, 31)]


def test_types_stay_as_they_are(tmp_path: Path) -> None:
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs>'
    cells = [
        '<c r="A2" t="b"><v>1</v></c>',
        '<c r="B2" s="1"><v>0.5</v></c>',
        '<c r="C2"><v>990001197001010011</v></c>',
    ]
    cells.append('<c r="D2" t="inlineStr"><is><t>0012</t></is></c>')
    found = grid_of(tmp_path, workbook(FIRST + row(*cells), styles=styles)).rows[1]
    assert found == [True, 0.5, 990001197001010011.0, "0012"]
    assert found[0] is True
    assert isinstance(found[2], float)


def test_a_table_in_a_web_page_named_xls(tmp_path: Path) -> None:
    page = """<html><head><meta charset="gb2312"><style>td {}</style></head><body><table><tr><td>
    <table border=1><tr><th rowspan=2>姓名<th colspan=2>任务<tr><th>角色</th><th>月</th>
    <tr><td>甲<br>乙</td><td>骨&nbsp;干<td>&lt;6&gt;</table></table></body></html>"""
    for encoding in ("utf-8", "gb18030"):
        grid = grid_of(tmp_path, page.encode(encoding), "名单.xls")
        assert grid.rows == [["姓名", "任务", ""], ["", "角色", "月"], ["甲\n乙", "骨 干", "<6>"]]
        assert grid.merged == [(1, 1, 2, 1), (1, 2, 1, 3)]
        assert "web-page" in remarks(grid)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.csv"])
def test_text_exports_under_any_name(tmp_path: Path, encoding: str, name: str) -> None:
    data = "申报编号\t姓名\r\nA1\t甲\r\n".encode(encoding)
    assert grid_of(tmp_path, data, name).rows == [["申报编号", "姓名"], ["A1", "甲"]]


def test_control_characters_and_a_name_that_is_a_formula_are_only_text(tmp_path: Path) -> None:
    texts = ["=cmd|' /C calc'!A0", "甲_x0007_乙"]
    cells = "".join(
        f'<c r="{at}2" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in zip("AB", texts, strict=True)
    )
    grid = grid_of(tmp_path, workbook(FIRST + row(cells)))
    assert grid.rows[1][0] == texts[0]
    assert grid.remarks == []


def encrypted(data: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    made = io.BytesIO()
    # the library's own encryption fails on less than a block of 4,096 bytes
    assert len(data) > 8192
    OOXMLFile(io.BytesIO(data)).encrypt(password, made)
    return made.getvalue()


def test_a_password_opens_and_every_other_way_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(encrypted(with_part("xl/media/a.bin", random.Random(1).randbytes(9000)), "对的"))
    (file,) = find_files([path])
    assert read_file(file, password="对的")[0].rows == [["姓名"]]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx"]
    for password, kind in ((None, "encrypted"), ("错的", "wrong-password")):
        with pytest.raises(InputProblem) as caught:
            read_file(file, password=password)
        assert [one.key for one in caught.value.wordings] == [f"sources.{kind}"]
        assert "错的" not in said(caught.value.wordings[0], "zh")
    monkeypatch.setitem(__import__("sys").modules, "msoffcrypto", None)
    with pytest.raises(InputProblem) as caught:
        read_file(file, password="对的")
    (told,) = caught.value.wordings
    assert told.key == "sources.no-decryption"
    assert "-m pip install" in said(told, "zh")


@pytest.mark.skipif(not REAL.is_dir(), reason="the real material is not here")
def test_a_real_file_with_broken_metadata_is_read_whole_and_not_understood() -> None:
    (file,) = find_files([REAL / "broken-metadata.xlsx"])
    (grid,) = read_file(file)
    assert len(grid.rows) > 1000
    report = check([REAL / "broken-metadata.xlsx"])
    assert {table.kind for table in report.tables} == {"ignored"}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real material is not here")
def test_real_award_lists_are_read_without_a_crash() -> None:
    (file,) = find_files([REAL / "award-lists-2018.xlsx"])
    with zipfile.ZipFile(file.path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(read_file(file)) == len(sheets)


def test_a_password_for_a_script_comes_from_standard_input_and_no_copy_is_left_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for at in range(400):
        book.active.append(["申报编号", "姓名", "角色"] if not at else [f"NQI-{at}", f"甲{at * 7919}", "项目骨干"])
    book.active.title = "绝密表"
    book.save(tmp_path / "plain.xlsx")
    (tmp_path / "a.xlsx").write_bytes(encrypted((tmp_path / "plain.xlsx").read_bytes(), "abc"))
    monkeypatch.setattr("sys.stdin", io.StringIO("abc\n"))
    out = tmp_path / "out.xlsx"
    assert run(["check", str(tmp_path / "a.xlsx"), "--password", "-o", str(out), "--format", "json"]) == 0
    assert "绝密表" not in openpyxl.load_workbook(out).sheetnames
    assert "abc" not in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["check", str(tmp_path / "a.xlsx"), "--password"]) == 2
