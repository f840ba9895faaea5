"""Several inputs in one workbook: their sheets side by side, what refers to them still right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from nqi_limits.outputs.workbook.joining import new_names, sheet_name
from nqi_limits.outputs.workbook.references import Renaming
from tests.workbook_support import OFFICE, book_of, mark, marked, office_file, repack

if TYPE_CHECKING:
    from pathlib import Path


def test_sheets_of_all_inputs_stand_between_ours(tmp_path: Path) -> None:
    first = office_file(tmp_path / "一.xlsx", {name: OFFICE[name] for name in ("在研项目", "在研人员")})
    second = office_file(tmp_path / "二.xlsx", {name: OFFICE[name] for name in ("申报项目", "申报人员")})
    book = marked(tmp_path / "合.xlsx", first, second)
    assert book.sheetnames == ["检查概览", "冲突明细", "人员限额", *OFFICE, "规则说明"]
    assert book["申报人员"]["F2"].value
    assert book["在研人员"]["F2"].value


def test_sheets_of_the_same_name_are_told_apart_and_still_referred_to(tmp_path: Path) -> None:
    paths = []
    for stem, number_format, colour in (("计量院", "0.00", "FF00FF00"), ("检测中心", "0.000", "FF0000FF")):
        book = book_of({"申报人员": OFFICE["申报人员"], "列表": [["词", "数"], ["骨干", 1]]})
        sheet, lists = book["申报人员"], book["列表"]
        sheet["H1"] = "='列表'!B2+SUM(申报人员!H2:H3)"
        sheet["H1"].number_format = number_format
        sheet["H1"].fill = PatternFill("solid", fgColor=colour)
        sheet["H1"].font = Font(name="黑体", size=13, bold=True)
        choice = DataValidation(type="list", formula1="列表!$A$1:$A$9")
        choice.add("E2:E9")
        sheet.add_data_validation(choice)
        book.defined_names["角色"] = DefinedName("角色", attr_text="列表!$A$1")
        lists.print_area = "A1:B1"
        lists.add_table(Table(displayName="表1", ref="A1:B2"))
        lists["C1"] = "=SUM(表1[数])"
        paths.append(tmp_path / f"{stem}.xlsx")
        book.save(paths[-1])
    book = marked(tmp_path / "合.xlsx", *paths)
    assert book.sheetnames[3:-1] == [
        f"{name}（{stem}）" for stem in ("计量院", "检测中心") for name in ("申报人员", "列表")
    ]
    for stem, number_format, colour in (("计量院", "0.00", "FF00FF00"), ("检测中心", "0.000", "FF0000FF")):
        sheet = book[f"申报人员（{stem}）"]
        assert sheet["H1"].value == f"='列表（{stem}）'!B2+SUM('申报人员（{stem}）'!H2:H3)"
        assert sheet["H1"].number_format == number_format
        assert sheet["H1"].fill.fgColor.rgb == colour
        assert (sheet["H1"].font.name, sheet["H1"].font.sz, sheet["H1"].font.b) == ("黑体", 13, True)
        assert [one.formula1 for one in sheet.data_validations.dataValidation] == [f"'列表（{stem}）'!$A$1:$A$9"]
        assert book[f"列表（{stem}）"].print_area == f"'列表（{stem}）'!$A$1:$B$1"
    names = [name for sheet in book for name in sheet.tables]
    assert len(set(names)) == 2
    assert book["列表（检测中心）"]["C1"].value == f"=SUM({names[1]}[数])"
    assert book.defined_names["角色"].attr_text == "'列表（计量院）'!$A$1"
    assert book["申报人员（检测中心）"].defined_names["角色"].attr_text == "'列表（检测中心）'!$A$1"


def test_links_in_details_use_the_new_names(tmp_path: Path) -> None:
    one = office_file(tmp_path / "一.xlsx")
    two = office_file(tmp_path / "二.xlsx", {"申报人员": OFFICE["申报人员"]})
    book = marked(tmp_path / "合.xlsx", one, two)
    details = book["冲突明细"]
    headers = {cell.value: cell.column for cell in details[1]}
    for row in range(2, details.max_row + 1):
        link = details.cell(row, headers["单元格"]).hyperlink
        sheet, _, cell = link.location.rpartition("!")
        assert sheet.strip("'") in book.sheetnames
        assert str(book[sheet.strip("'")][cell].value) == str(details.cell(row, headers["原值"]).value)


def test_a_text_file_and_a_workbook_in_one(tmp_path: Path) -> None:
    one = office_file(tmp_path / "一.xlsx", {name: OFFICE[name] for name in ("在研项目", "在研人员")})
    two = tmp_path / "申报人员.csv"
    two.write_text("\n".join(",".join(row) for row in OFFICE["申报人员"]), encoding="utf-8")
    remarks = mark(tmp_path / "合.xlsx", one, two)
    assert [remark.key for remark in remarks] == ["workbook.remark.values-only"]
    assert load_workbook(tmp_path / "合.xlsx").sheetnames[3:-1] == ["在研项目", "在研人员", "申报人员"]


def test_names_of_sheets_fit_and_differ() -> None:
    long = "很长的文件名" * 8
    (first, second) = new_names([(long, ["申报人员", "其他"]), (f"{long}二[1]", ["申报人员"])])
    assert first["其他"] == "其他"
    assert first["申报人员"].casefold() != second["申报人员"].casefold()
    for name in (*first.values(), *second.values()):
        assert len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
    assert sheet_name("Sheet1", ["SHEET1"]) not in ("Sheet1", "SHEET1")


def test_formulas_under_new_names() -> None:
    renaming = Renaming({"a": "甲（1）", "it's": "乙"}, {"t1": "T1_2"}, links=2)
    told = {
        "=SUM(A!B1:B3,C!B1)": "=SUM('甲（1）'!B1:B3,C!B1)",
        "='It''s'!$A$1&\"A!B1\"": '=乙!$A$1&"A!B1"',
        "=SUM(T1[数])+T1": "=SUM(T1_2[数])+T1_2",
        "=[1]Sheet1!A1": "=[3]Sheet1!A1",
        "=SUM(A:A)": "=SUM(A:A)",
        "文本 A!B1": "文本 A!B1",
    }
    for formula, wanted in told.items():
        assert renaming.formula(formula).replace("'乙'", "乙") == wanted


def test_workbooks_without_a_list_of_table_styles(tmp_path: Path) -> None:
    paths = []
    for stem, sheets in (("一", ("在研项目", "在研人员")), ("二", ("申报项目", "申报人员"))):
        path = office_file(tmp_path / f"{stem}.xlsx", {name: OFFICE[name] for name in sheets})
        paths.append(repack(path, change={"xl/styles.xml": ("<tableStyles[^>]*>", "")}))
    book = marked(tmp_path / "合.xlsx", *paths)
    assert book.sheetnames == ["检查概览", "冲突明细", "人员限额", *OFFICE, "规则说明"]
