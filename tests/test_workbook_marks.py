"""The marked copy, read back cell by cell: what was there is there, and the marks are where they belong."""

from __future__ import annotations

import itertools
import re
import zipfile
from copy import copy
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from nqi_limits.checking import check
from nqi_limits.findings.model import Severity
from nqi_limits.outputs.workbook import write_marked
from nqi_limits.outputs.workbook.look import ROW_FILLS
from tests.workbook_support import (
    APPLICANTS,
    LEADER,
    MEMBER,
    OFFICE,
    ONGOING_MEMBERS,
    ONGOING_PROJECTS,
    book_of,
    mark,
    marked,
    office_file,
)

if TYPE_CHECKING:
    from pathlib import Path

OWN_FRONT = ["检查概览", "冲突明细", "人员限额"]
VIOLATION = ROW_FILLS[Severity.VIOLATION].fgColor.rgb


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The office's file and its marked copy, read back."""
    folder = tmp_path_factory.mktemp("office")
    source = office_file(folder / "台账.xlsx")
    return source, marked(folder / "结果.xlsx", source)


def test_sheets_stand_in_the_order_of_the_contract(office: Any) -> None:
    _, book = office
    assert book.sheetnames == [*OWN_FRONT, *OFFICE, "规则说明"]
    assert book.active.title == "检查概览"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["检查概览"]


def test_a_workbook_that_says_nothing_of_calculation_is_marked_too(tmp_path: Path) -> None:
    book = book_of(OFFICE)
    book.calculation = None
    book.save(tmp_path / "台账.xlsx")
    result = marked(tmp_path / "结果.xlsx", tmp_path / "台账.xlsx")
    assert result.sheetnames == [*OWN_FRONT, *OFFICE, "规则说明"]
    assert result.calculation.fullCalcOnLoad


def test_original_cells_keep_value_and_format(office: Any) -> None:
    source, book = office
    original = load_workbook(source)
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                now = book[sheet.title][cell.coordinate]
                assert now.value == cell.value
                for part in ("font", "border", "alignment", "number_format", "protection"):
                    assert repr(getattr(now, part)) == repr(getattr(cell, part)), (sheet.title, cell.coordinate, part)


def test_rows_with_findings_are_filled_and_others_are_not(office: Any) -> None:
    _, book = office
    sheet = book["申报人员"]
    filled = {row for row in range(2, 6) if sheet.cell(row, 2).fill.fgColor.rgb == VIOLATION}
    assert filled == {2, 3, 4}
    assert sheet["A5"].fill.fill_type is None


def test_result_column_stands_right_of_the_used_columns_and_can_be_filtered(office: Any) -> None:
    _, book = office
    for name, head in (("申报人员", 1), ("在研人员", 1), ("在研项目", 2)):
        sheet = book[name]
        column = len(OFFICE[name][-1]) + 1
        assert sheet.cell(head, column).value == "检查结果"
        assert sheet.cell(head, column).fill.fgColor.rgb == sheet.cell(head, column - 1).fill.fgColor.rgb
        assert sheet.auto_filter.ref.startswith(f"A{head}:")
        assert sheet.auto_filter.ref.partition(":")[2].startswith(sheet.cell(head, column).column_letter)
    assert book["申报人员"]["F5"].value is None
    assert book["在研项目"]["E1"].value is None


def test_links_lead_to_the_finding_and_back(office: Any) -> None:
    _, book = office
    details = book["冲突明细"]
    location = book["申报人员"]["F2"].hyperlink.location
    sheet, _, cell = location.rpartition("!")
    assert sheet == "'冲突明细'"
    row = details[cell].row
    headers = {cell.value: cell.column for cell in details[1]}
    assert details.cell(row, headers["姓名"]).value == "林知远"
    back = details.cell(row, headers["单元格"])
    assert back.hyperlink.location.rpartition("!")[2] == back.value
    assert back.hyperlink.target is None


def test_the_cell_concerned_has_a_note(office: Any) -> None:
    _, book = office
    assert book["申报人员"]["E2"].comment is not None
    assert "林知远" in book["申报人员"]["E2"].comment.text
    assert book["申报人员"]["E5"].comment is None


def test_no_whole_id_number_outside_the_users_own_cells(office: Any) -> None:
    _, book = office
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                for text in (cell.value if sheet.title not in OFFICE else None, cell.comment and cell.comment.text):
                    assert not isinstance(text, str) or not any(number in text for number in (LEADER, MEMBER))
    assert book["申报人员"]["C2"].value == LEADER


def test_details_have_a_row_for_each_place_and_a_list_to_choose_from(office: Any) -> None:
    source, book = office
    report = check([source])
    details = book["冲突明细"]
    assert details.max_row == 1 + sum(max(1, len(finding.places)) for finding in report.findings)
    headers = [cell.value for cell in details[1]]
    assert {"严重程度", "发现编号", "核实结论", "核实说明", "单元格", "原值"} <= set(headers)
    assert details.freeze_panes is not None
    assert details.auto_filter.ref.endswith(str(details.max_row))
    assert details.page_setup.orientation == "landscape"
    assert details.print_title_rows == "$1:$1"
    (choice,) = details.data_validations.dataValidation
    letter = details.cell(1, headers.index("核实结论") + 1).column_letter
    assert str(choice.sqref).startswith(f"{letter}2")
    assert choice.type == "list"
    ids = [details.cell(row, headers.index("发现编号") + 1).value for row in range(2, details.max_row + 1)]
    assert set(ids) == {finding.id for finding in report.findings}


def test_people_are_those_of_the_allowances(office: Any) -> None:
    source, book = office
    names = [row[0].value for row in book["人员限额"].iter_rows(min_row=2)]
    assert names == [one.person.name for one in check([source]).allowances()]


def test_overview_tells_the_sum_of_the_file_and_fits_a_page(office: Any) -> None:
    source, book = office
    texts = [str(cell.value) for row in book["检查概览"].iter_rows() for cell in row if cell.value is not None]
    assert any(check([source]).files[0].sha256 in text for text in texts)
    assert book["检查概览"].page_setup.fitToHeight == 1
    assert book["检查概览"].sheet_properties.pageSetUpPr.fitToPage


def test_no_cell_of_ours_is_a_formula(tmp_path: Path) -> None:
    rows = [*APPLICANTS, ["NQI-001", "=1+1", "", "+澄江", "@角色"], ["-NQI-009", "陆听澜", MEMBER, "=澄江", "骨干"]]
    book = book_of({**OFFICE, "申报人员": rows})
    for row in book["申报人员"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(tmp_path / "甲.xlsx")
    result = marked(tmp_path / "乙.xlsx", tmp_path / "甲.xlsx")
    assert result["申报人员"]["B6"].value == "=1+1"
    for sheet in result:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title


def test_everything_else_on_a_sheet_survives(tmp_path: Path) -> None:
    """Formulas with their results, notes, formats, lists, names, print areas, filters, panes, widths, merged cells, rich text."""
    book = book_of(OFFICE)
    sheet = book["在研项目"]
    sheet.merge_cells("A1:D1")
    sheet["D2"].comment = Comment("延期的写新日期", "科研处")
    sheet["D3"].comment = Comment("等批复", "张老师")
    sheet["B3"].value = CellRichText("甲", TextBlock(InlineFont(b=True), "项目"))
    sheet["B4"].value = '=IF(A4="","","乙项目")'
    sheet.conditional_formatting.add(
        "D3:D9", CellIsRule(operator="equal", formula=['"x"'], fill=PatternFill("solid", bgColor="FF0000"))
    )
    choice = DataValidation(type="list", formula1='"国家重点研发计划,其他"')
    choice.add("C3:C99")
    sheet.add_data_validation(choice)
    sheet.freeze_panes = "B3"
    sheet.print_area = "A1:D4"
    sheet.auto_filter.ref = "A2:D4"
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[3].height = 41
    sheet.column_dimensions.group("D", "H", hidden=False)
    book.defined_names["在研编号"] = DefinedName("在研编号", attr_text="'在研项目'!$A$3:$A$4")
    book["申报项目"].sheet_state = "hidden"
    book.save(tmp_path / "甲.xlsx")
    result = marked(tmp_path / "乙.xlsx", tmp_path / "甲.xlsx")
    now = result["在研项目"]
    assert "A1:D1" in {str(one) for one in now.merged_cells.ranges}
    assert (now["D2"].comment.text, now["D2"].comment.author) == ("延期的写新日期", "科研处")
    assert now["D3"].comment.text.startswith("等批复\n")
    assert len(now["D3"].comment.text) > len("等批复\n")
    assert now["D3"].comment.author == "张老师"
    assert [str(part) for part in now["B3"].value] == ["甲", "项目"]
    assert now["B3"].value[1].font.b
    assert now["B4"].value == '=IF(A4="","","乙项目")'
    assert [rule.operator for one in now.conditional_formatting for rule in one.rules] == ["equal"]
    assert [one.formula1 for one in now.data_validations.dataValidation] == ['"国家重点研发计划,其他"']
    assert now.freeze_panes == "B3"
    assert now.print_area == "'在研项目'!$A$1:$D$4"
    assert now.auto_filter.ref == "A2:E4"
    assert now.column_dimensions["B"].width == 33
    assert now.row_dimensions[3].height == 41
    assert now["E2"].value == "检查结果"
    assert result.defined_names["在研编号"].attr_text == "'在研项目'!$A$3:$A$4"
    assert result["申报项目"].sheet_state == "hidden"


def test_columns_of_one_width_are_split_around_the_result(tmp_path: Path) -> None:
    book = book_of(OFFICE)
    sheet = book["申报人员"]
    sheet.column_dimensions["C"].min, sheet.column_dimensions["C"].max, sheet.column_dimensions["C"].width = 3, 40, 17
    book.save(tmp_path / "甲.xlsx")
    now = marked(tmp_path / "乙.xlsx", tmp_path / "甲.xlsx")["申报人员"]
    spans = sorted((one.min, one.max) for one in now.column_dimensions.values())
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    assert {(3, 5), (6, 6), (7, 40)} <= set(spans)


def test_results_of_formulas_are_still_there_for_who_does_not_calculate(tmp_path: Path) -> None:
    """Names that a formula looks up: the copy must read the same to a program that only takes what is written."""
    source = office_file(tmp_path / "甲.xlsx")
    with_formula = load_workbook(source)
    with_formula["申报人员"]["B2"].value = '=IF(TRUE,"林知远","")'
    with_formula.save(source)
    _put_result(source, "B2", "林知远")
    before = check([source])
    mark(tmp_path / "乙.xlsx", source)
    after = check([tmp_path / "乙.xlsx"])
    assert [one.id for one in after.findings] == [one.id for one in before.findings]
    assert any(one.person and one.person.name == "林知远" for one in after.findings)
    assert load_workbook(tmp_path / "乙.xlsx")["申报人员"]["B2"].value == '=IF(TRUE,"林知远","")'


def test_a_table_of_excel_takes_the_result_in(tmp_path: Path) -> None:
    book = book_of(OFFICE)
    book["申报人员"].add_table(Table(displayName="表1", ref="A1:E5"))
    book.save(tmp_path / "甲.xlsx")
    now = marked(tmp_path / "乙.xlsx", tmp_path / "甲.xlsx")["申报人员"]
    table = now.tables["表1"]
    assert table.ref == "A1:F5"
    assert [one.name for one in table.tableColumns][-1] == now["F1"].value == "检查结果"
    assert now.auto_filter.ref is None


def test_a_place_in_merged_cells_is_noted_on_the_one_that_shows(tmp_path: Path) -> None:
    flat = [
        ["申报编号", "项目名称", "姓名", "证件号码", "角色"],
        ["NQI-001", "丙", "林知远", LEADER, "项目负责人"],
        ["", "", "陆听澜", MEMBER, "课题骨干"],
        ["NQI-002", "丁", "林知远", LEADER, "项目负责人"],
    ]
    book = book_of({"申报": flat})
    book["申报"].merge_cells("A2:A3")
    book["申报"].merge_cells("E2:E3")
    book.save(tmp_path / "甲.xlsx")
    now = marked(tmp_path / "乙.xlsx", tmp_path / "甲.xlsx")["申报"]
    assert now["E2"].comment is not None
    assert now["F2"].value is not None
    assert now["F1"].value == "检查结果"


def test_sheets_that_were_not_understood_stay_as_they_are(tmp_path: Path) -> None:
    source = office_file(tmp_path / "甲.xlsx", {**OFFICE, "备忘": [["随便写点", "东西"]]})
    sheet = marked(tmp_path / "乙.xlsx", source)["备忘"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["随便写点", "东西"]]


def test_an_input_with_a_sheet_called_like_ours_keeps_its_name(tmp_path: Path) -> None:
    source = office_file(tmp_path / "甲.xlsx", {**OFFICE, "人员限额": [["我们自己的表", "另有用处"]]})
    book = marked(tmp_path / "乙.xlsx", source)
    assert book["人员限额"]["A1"].value == "我们自己的表"
    assert book.sheetnames[2].startswith("人员限额")
    assert book.sheetnames[2] != "人员限额"


def test_a_clean_file_says_so_and_has_no_marks(tmp_path: Path) -> None:
    source = office_file(
        tmp_path / "甲.xlsx", {"申报项目": OFFICE["申报项目"], "申报人员": [APPLICANTS[0], APPLICANTS[1]]}
    )
    book = marked(tmp_path / "乙.xlsx", source)
    assert all(cell.fill.fill_type is None for cell in book["申报人员"][2])
    assert book["冲突明细"].max_row == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages(tmp_path: Path, lang: str) -> None:
    source = office_file(tmp_path / "甲.xlsx")
    mark(tmp_path / "乙.xlsx", source, lang=lang)
    book = load_workbook(tmp_path / "乙.xlsx")
    assert book.sheetnames == [*OWN_FRONT, *OFFICE, "规则说明"]
    assert (book["冲突明细"]["A1"].value == "Severity") == (lang == "en")


def test_marking_again_gives_the_same_findings(tmp_path: Path) -> None:
    """The copy reads as the file it was made from."""
    source = office_file(tmp_path / "甲.xlsx")
    mark(tmp_path / "乙.xlsx", source)
    first, second = check([source]), check([tmp_path / "乙.xlsx"])
    assert [one.id for one in first.findings] == [one.id for one in second.findings]


def test_the_worst_finding_gives_the_colour(tmp_path: Path) -> None:
    """A row with a violation and a note shows the violation, and names it first."""
    members = [*ONGOING_MEMBERS, ["2018YFF0299800", "陆听澜", MEMBER, "澄江工业大学", "课题骨干"]]
    source = office_file(tmp_path / "甲.xlsx", {**OFFICE, "在研人员": members, "在研项目": copy(ONGOING_PROJECTS)})
    report = check([source])
    write_marked(report, tmp_path / "乙.xlsx", lang="zh", force=False)
    sheet = load_workbook(tmp_path / "乙.xlsx")["申报人员"]
    assert sheet["A3"].fill.fgColor.rgb == VIOLATION
    assert sheet["F3"].value.startswith("违规")


def _put_result(path: Path, cell: str, result: str) -> None:
    """Write what the formula in a cell last came to, as a spreadsheet program does."""
    from tests.workbook_support import repack

    repack(
        path,
        change={
            "xl/worksheets/sheet4.xml": (
                rf'(<c r="{cell}"[^>]*?)>(<f>.*?</f>)<v ?/?>(?:</v>)?',
                rf'\1 t="str">\2<v>{result}</v>',
            )
        },
    )


def test_borders_without_sides_as_other_programs_write_them_do_no_harm(tmp_path: Path) -> None:
    source = office_file(tmp_path / "台账.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "别处.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/styles.xml":
                data = re.sub(rb"<borders.*</borders>", b"<borders><border/></borders>", data, flags=re.DOTALL)
                data = re.sub(rb'borderId="\d+"', b'borderId="0"', data)
            new.writestr(name, data)
    assert marked(tmp_path / "结果.xlsx", tmp_path / "别处.xlsx")["冲突明细"].max_row > 1
