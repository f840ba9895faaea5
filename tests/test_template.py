"""The template, read back: what the contract names, what helps to fill it in, and that `check` takes it for empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from nqi_limits.checking import check
from nqi_limits.errors import UsageProblem
from nqi_limits.outputs.template import ROWS, template_sheets, write_template
from tests.support import invented_id
from tests.workbook_support import mark

COLUMNS = {
    "人员": "姓名 证件类型 证件号码 性别 出生日期 国籍或地区 职称 最高学位 工作单位 聘用方式 聘用证明 公务员 指南专家 失信",
    "在研项目": "项目编号 项目名称 所属计划 牵头单位 开始日期 结束日期 延期至",
    "在研人员": "项目编号 课题编号 姓名 证件号码 工作单位 角色 退出日期",
    "申报项目": "申报编号 项目名称 指南方向 项目类别 牵头申报单位 推荐单位 开始日期 结束日期 课题数 参与单位数 国拨经费（万元）",
    "申报人员": "申报编号 课题序号 姓名 证件号码 工作单位 角色 每年工作时间（月）",
    "单位": "单位名称 统一社会信用代码 单位性质 注册日期 注册地 失信",
}
STRICT = {
    ("人员", "聘用方式"): "全职,非全职",
    ("人员", "聘用证明"): "有,无",
    ("人员", "公务员"): "是,否",
    ("人员", "指南专家"): "是,否",
    ("人员", "失信"): "是,否",
    ("申报项目", "项目类别"): "一般项目,青年科学家项目",
    ("单位", "失信"): "是,否",
}
TEXT = (
    "证件号码",
    "出生日期",
    "项目编号",
    "课题编号",
    "申报编号",
    "开始日期",
    "结束日期",
    "延期至",
    "退出日期",
    "统一社会信用代码",
    "注册日期",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "模板.xlsx"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def book(template: Path) -> Workbook:
    return load_workbook(template)


def column_of(book: Workbook, sheet: str, header: str) -> str:
    return next(cell.column_letter for cell in book[sheet][1] if cell.value == header)


def test_sheets_and_columns_are_those_of_the_contract(book: Workbook) -> None:
    assert book.sheetnames == list(COLUMNS)
    for name, columns in COLUMNS.items():
        assert [cell.value for cell in book[name][1]] == columns.split()


def test_every_header_has_a_note_and_stays_in_sight(book: Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(cell.comment and len(cell.comment.text) > 3 for cell in sheet[1])


def test_columns_of_numbers_and_dates_are_text(book: Workbook) -> None:
    for sheet in book:
        for cell in sheet[1]:
            if cell.value in TEXT:
                assert sheet.column_dimensions[cell.column_letter].number_format == "@", (sheet.title, cell.value)
                assert sheet[f"{cell.column_letter}2"].number_format == "@"


def test_drop_downs(book: Workbook) -> None:
    for (sheet, header), choices in STRICT.items():
        letter = column_of(book, sheet, header)
        (found,) = [
            one for one in book[sheet].data_validations.dataValidation if str(one.sqref) == f"{letter}3:{letter}{ROWS}"
        ]
        assert found.formula1 == f'"{choices}"'
        assert found.showErrorMessage
    for sheet in book:
        for one in sheet.data_validations.dataValidation:
            assert len(one.formula1) <= 255
            assert "!" not in one.formula1


def test_one_example_row_that_shows_that_it_is_one(book: Workbook) -> None:
    for sheet in book:
        assert str(sheet["A2"].value).startswith("【示例】")
        assert sheet["A2"].font.i
        assert sheet.max_row == 2


def test_check_takes_the_template_for_empty(template: Path) -> None:
    report = check([template])
    assert [(table.sheet, table.kind) for table in report.tables] == list(
        zip(
            COLUMNS,
            ("people", "ongoing-projects", "ongoing-members", "applications", "application-members", "organisations"),
            strict=True,
        )
    )
    assert all(len(table) == 0 and table.examples == 1 and not table.unread for table in report.tables)
    assert report.findings == []
    assert set(report.counts.values()) == {0}
    for table in report.tables:
        assert all(table.mapping.values()), table.sheet


def test_a_filled_in_template_is_checked_and_marked(template: Path, tmp_path: Path) -> None:
    book = load_workbook(template)
    number = invented_id(1)
    for application in ("NQI-001", "NQI-002"):
        book["申报人员"].append([application, None, "林知远", number, "澄江工业大学", "项目负责人", 6])
    book.save(tmp_path / "填好.xlsx")
    report = check([tmp_path / "填好.xlsx"])
    assert {finding.rule for finding in report.findings} == {"one-lead-application"}
    assert mark(tmp_path / "结果.xlsx", tmp_path / "填好.xlsx") == []
    sheet = load_workbook(tmp_path / "结果.xlsx")["申报人员"]
    assert sheet["H1"].value == "检查结果"
    assert sheet["H2"].value is None
    assert sheet["H3"].value
    assert len(sheet.data_validations.dataValidation) == len(book["申报人员"].data_validations.dataValidation)
    assert sheet["A1"].comment.text == book["申报人员"]["A1"].comment.text


def test_examples_hold_no_number_that_anybody_has() -> None:
    numbers = {
        column["example"]
        for sheet in template_sheets()
        for column in sheet["columns"]
        if column["header"] == "证件号码"
    }
    assert numbers
    assert all(str(number).startswith("99000") for number in numbers)


def test_notes_in_english(tmp_path: Path, book: Workbook) -> None:
    write_template(tmp_path / "t.xlsx", lang="en")
    english = load_workbook(tmp_path / "t.xlsx")
    assert english.sheetnames == book.sheetnames
    assert english["人员"]["A1"].comment.text.isascii()


def test_where_it_may_be_written(tmp_path: Path) -> None:
    output = tmp_path / "t.xlsx"
    output.write_bytes(b"mine")
    for target in (output, output / "t.xlsx", tmp_path / "t.xls", tmp_path):
        with pytest.raises(UsageProblem):
            write_template(target)
    assert output.read_bytes() == b"mine"
    write_template(output, force=True)
    assert load_workbook(output).sheetnames == list(COLUMNS)
    write_template(tmp_path / "none" / "t.xlsx")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["none", "t.xlsx"]


@pytest.mark.parametrize(
    ("name", "key"), [("甲.xlsx", "template.folder"), ("甲", "template.folder"), ("乙.csv", "template.ending")]
)
def test_a_folder_is_told_from_a_wrong_ending(name: str, key: str, tmp_path: Path) -> None:
    if key == "template.folder":
        (tmp_path / name).mkdir()
    with pytest.raises(UsageProblem) as told:
        write_template(tmp_path / name)
    assert [one.key for one in told.value.wordings] == [key]
