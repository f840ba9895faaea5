"""Whole sheets: kinds, header rows, data rows, footers, examples and rows that cannot be understood."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nqi_limits.sources.files import find_files
from nqi_limits.sources.grid import Grid
from nqi_limits.sources.read import read_file
from nqi_limits.tables.recognise import recognise
from nqi_limits.tables.table import KINDS
from nqi_limits.words.catalogue import say

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Table

P1, P2 = "2019YFF0212300", "2020YFB1234500"


def tables(
    text: str,
    sheet: str = "Sheet1",
    said: str | None = None,
    merged: list[tuple[int, int, int, int]] | None = None,
    file: str = "x.xlsx",
) -> list[Table]:
    rows: list[list[Cell]] = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    found = recognise(Grid(file, sheet, rows, merged or []), said)
    for table in found:
        assert table.kind in KINDS
        assert say(f"tables.kind.{table.kind}", "zh")
        assert bool(table.why_ignored) == (table.kind == "ignored")
        for key in (table.why_ignored, *(row.why for row in table.unread)):
            assert not key or (say(key, "zh") and say(key, "en"))
        for name, column in table.columns.items():
            assert column.field == name
            assert column.codes.dtype == np.int32
            assert len(column.codes) == len(table)
            for row in range(len(table)):
                place = table.place(row, name)
                assert place is not None
                if not merged:
                    cells = rows[place.row - 1]
                    assert place.value == (cells[place.column - 1] if place.column <= len(cells) else "")
    return found


def one(text: str, sheet: str = "Sheet1", said: str | None = None, **more: object) -> Table:
    (table,) = tables(text, sheet, said, **more)  # type: ignore[arg-type]
    return table


def column(table: Table, field: str) -> list[Cell]:
    return [table.columns[field].raw(row) for row in range(len(table))]


TEMPLATE = {
    "people": "姓名|证件类型|证件号码|性别|出生日期|国籍或地区|职称|最高学位|工作单位|"
    "聘用方式 (全职/非全职)|聘用证明 (有/无)|公务员 (是/否)|指南专家 (是/否)|失信 (是/否)",
    "ongoing-projects": "项目编号|项目名称|所属计划|牵头单位|开始日期|结束日期|延期至",
    "ongoing-members": "项目编号|课题编号|姓名|证件号码|工作单位|角色|退出日期",
    "applications": "申报编号|项目名称|指南方向|项目类别 (一般项目/青年科学家项目)|牵头申报单位|"
    "推荐单位|开始日期|结束日期|课题数|参与单位数|国拨经费（万元）",
    "application-members": "申报编号|课题序号|姓名|证件号码|工作单位|角色|每年工作时间（月）",
    "organisations": "单位名称|统一社会信用代码|单位性质|注册日期|注册地|失信 (是/否)",
}


@pytest.mark.parametrize("kind", TEMPLATE)
def test_the_templates_sheets_are_known_by_their_headers_filled_or_not(kind: str) -> None:
    header = TEMPLATE[kind]
    empty = one(header)
    assert (empty.kind, len(empty)) == (kind, 0)
    filled = one(header + "\n" + "|".join(["甲乙"] * (header.count("|") + 1)))
    assert (filled.kind, len(filled), list(filled.rows)) == (kind, 1, [2])
    assert "" not in filled.mapping.values()


def test_the_header_stands_anywhere_and_blank_rows_and_footers_are_no_data() -> None:
    table = one(
        f"""
某大学2022年在研项目人员汇总表||||
填表说明：请如实填写|||||
||||
|序号|项目编号|姓 名*|角色
|（1）|（2）|（3）|（4）
|1|{P1}|甲|骨干
|2|||
||||
|3|{P2}|乙|骨干
|合计|||2
|注：以上为截至目前的情况|||
制表人：丙||审核人：丁||2022年3月
"""
    )
    assert (table.kind, table.header_row, list(table.rows)) == ("ongoing-members", 4, [6, 9])
    assert (table.footers, table.unread) == (3, [])
    assert table.mapping == {"序号": "serial", "项目编号": "project_number", "姓 名*": "name", "角色": "role"}
    place = table.place(1, "name")
    assert place is not None
    assert (place.cell, place.header, place.value) == ("D9", "姓 名*", "乙")


@pytest.mark.parametrize("mark", ["示例", "【示例】NQI-000", "(示例) NQI-000", "（示例）", "例：NQI-000"])
def test_example_rows_are_counted_and_left_out(mark: str) -> None:
    table = one(f"申报编号|姓名|角色\n{mark}|张三|骨干\nNQI-1|例恩|骨干")
    assert (table.examples, list(table.rows), table.unread) == (1, [3], [])


UNREAD = [
    ("姓名|证件号码\n|1\n甲|2", 2, "A", "tables.unread.no-name"),
    (f"项目编号|姓名|角色\n{P1}||骨干\n{P1}|甲|骨干", 2, "B", "tables.unread.no-name"),
    (f"项目编号|姓名|角色\n{P1}|甲|骨干\n|乙|骨干", 3, "A", "tables.unread.no-project"),
    ("申报编号|姓名|角色\nNQI-1|甲|骨干\n/|乙|骨干", 3, "A", "tables.unread.no-application"),
    ("申报编号|姓名|角色\nNQI-1|甲|骨干\n#REF!|乙|骨干", 3, "A", "tables.unread.error-value"),
    ("申报编号|姓名|角色\nNQI-1|甲|骨干\nNQI-1|#公式未计算! =B2|骨干", 3, "B", "tables.unread.no-result"),
    ("申报编号|项目名称|姓名\nNQI-1|题|甲\n#N/A|题|乙", 3, "A", "tables.unread.error-value"),
    ("单位名称|统一社会信用代码\n甲厂|1\n#N/A|2", 3, "A", "tables.unread.error-value"),
    ("申报编号|姓名|角色\nNQI-1|甲|骨干\nNQI-1|#N/A|骨干", 3, "B", "tables.unread.error-value"),
    (f"项目编号|项目名称|结束日期\n{P1}|研究|2022\n||2023", 3, "A", "tables.unread.no-project"),
    ("单位名称|单位性质\n甲厂|企业\n|企业", 3, "A", "tables.unread.no-organisation"),
    ("申报编号|姓名|角色|电话\nNQI-1|甲|骨干|\n|||135", 3, "B", "tables.unread.no-name"),
]


READ = [
    "申报编号|项目名称|姓名\nNQI-1|#N/A|甲\nNQI-2|#公式未计算! =A1|乙",
    f"项目编号|项目名称|项目负责人\n{P1}|#REF!|#N/A",
    f"项目编号|项目名称|姓名|课题负责人\n{P1}|题|#N/A|乙",
]


@pytest.mark.parametrize("text", READ)
def test_errors_of_formulas_beside_what_is_needed_leave_the_row_readable(text: str) -> None:
    table = one(text)
    assert (len(table), table.unread) == (text.count("\n"), [])


@pytest.mark.parametrize(("text", "row", "letters", "why"), UNREAD)
def test_a_row_that_lacks_what_is_needed_is_said_not_dropped(text: str, row: int, letters: str, why: str) -> None:
    table = one(text)
    (unread,) = table.unread
    assert (unread.row, "ABCD"[unread.column - 1], unread.why) == (row, letters, why)
    assert row not in table.rows
    assert len(table) == 1


def test_an_unread_row_names_the_project_it_stands_in() -> None:
    assert one("申报编号|姓名|角色\nNQI-1||骨干\nNQI-1|甲|骨干").unread[0].unit == "NQI-1"


def test_a_title_alone_names_a_project() -> None:
    assert len(one("申报编号|项目名称|姓名\n|量子研究|甲")) == 1


def test_every_row_is_accounted_for() -> None:
    lines = [f"{P1}|甲|骨干", "|乙|", "||", "合计||", "示例|丙|骨干", "x||y", f"{P2}|#REF!|"]
    table = one("项目编号|姓名|角色\n" + "\n".join(lines * 3))
    blank = 3
    assert len(table) + len(table.unread) + table.footers + table.examples + blank == len(lines) * 3


SIDES = [
    (f"项目编号|姓名|角色\n{P1}|甲|骨干", "Sheet1", "ongoing-members"),
    ("项目编号|姓名|角色\nSQ2022YFF060001|甲|骨干", "Sheet1", "application-members"),
    ("项目编号|姓名|角色\nNQI-001|甲|骨干", "Sheet1", "application-members"),
    (f"项目编号|姓名|角色\n{P1}|甲|骨干", "2022年申报人员", "ongoing-members"),
    ("项目编号|姓名|角色\n甲-7|甲|骨干", "2022年申报人员", "application-members"),
    ("项目编号|姓名|角色\n甲-7|甲|骨干", "在研", "ongoing-members"),
    ("项目编号|项目名称|项目负责人|指南方向\n7号|研究|张三|1.1", "Sheet1", "applications"),
    ("项目名称|姓名|角色\n研究|甲|骨干", "申报", "application-members"),
    ("项目名称|姓名|角色|延期至\n研究|甲|骨干|", "Sheet1", "ongoing-members"),
    ("项目名称|姓名|角色\n研究|甲|骨干", "Sheet1", "ignored"),
    ("拟立项项目公示清单||\n项目编号|项目名称|项目负责人\nSQ2018YFD020002|研究|张三", "Sheet1", "ongoing-projects"),
    ("批准号|项目名称|结题时间\n51800001|研究|2022", "申报", "ongoing-projects"),
]


@pytest.mark.parametrize(("text", "sheet", "kind"), SIDES)
def test_ongoing_or_applied_for(text: str, sheet: str, kind: str) -> None:
    assert one(text, sheet).kind == kind


def test_the_files_name_helps_last() -> None:
    text = "项目名称|姓名|角色\n研究|甲|骨干"
    assert one(text, file="在研/2022申报汇总.xlsx").kind == "application-members"
    assert one(text, "在研", file="2022申报汇总.xlsx").kind == "ongoing-members"


def test_rows_of_both_sides_come_as_two_tables() -> None:
    header = "申报编号|项目编号|项目名称|姓名|角色\n"
    ongoing, applied = tables(
        f"{header}NQI-1||研究|甲|骨干\n|{P1}|旧|乙|骨干\nNQI-2|{P1}|新|丙|骨干\n/|{P2}|旧|丁|骨干"
    )
    assert (ongoing.kind, applied.kind) == ("ongoing-members", "application-members")
    assert (column(ongoing, "name"), column(applied, "name")) == (["乙", "丁"], ["甲", "丙"])
    assert "application_number" not in ongoing.columns
    assert "project_number" not in applied.columns


def test_a_status_column_splits_rows() -> None:
    ongoing, applied = tables("项目编号|姓名|角色|状态\nA1|甲|骨干|申报\nA2|乙|骨干|在研\nA3|丙|骨干|在研")
    assert column(ongoing, "project_number") == ["A2", "A3"]
    assert column(applied, "application_number") == ["A1"]


def test_numbers_of_both_shapes_split_rows_unless_the_title_says_that_all_are_ongoing() -> None:
    text = f"项目编号|姓名|角色\nNQI-001|甲|骨干\n{P1}|乙|骨干\nSQ2022YFF060001|丙|骨干"
    assert [len(table) for table in tables(text)] == [1, 2]
    assert [len(table) for table in tables(text, "在研项目")] == [3]


def test_leaders_in_columns_make_a_list_of_projects() -> None:
    table = one(f"项目编号|项目名称|项目负责人|课题负责人|结束时间\n{P1}|研究|张三|李四|2022.12")
    assert table.kind == "ongoing-projects"
    assert {"project_leader", "topic_leader", "end_date"} <= set(table.columns)


def test_a_member_row_without_a_name_is_data_where_a_leader_is_named() -> None:
    table = one(f"项目编号|项目负责人|项目骨干\n{P1}|张三|李四、王五\n{P2}|赵六|")
    assert (len(table), table.unread) == (2, [])


def test_headers_in_two_rows_with_and_without_merged_cells() -> None:
    text = f"""
项目信息||项目负责人||起止时间|
项目编号|项目名称|姓名|单位|开始|结束
{P1}|研究|张三|大学|2019.7|2022.6
"""
    for merged in ([], [(1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6)]):
        table = one(text, merged=merged)
        assert (table.kind, table.header_row, list(table.rows)) == ("ongoing-projects", 2, [3])
        assert set(table.columns) == {
            *("project_number", "project_name", "project_leader", "project_leader_organisation"),
            *("start_date", "end_date"),
        }


def test_a_vertically_merged_header_beside_a_group_of_people_who_take_no_part() -> None:
    text = f"项目编号|项目负责人|联系人|\n||姓名|电话\n{P1}|张三|李四|1"
    table = one(text, merged=[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)])
    assert (table.kind, column(table, "project_leader")) == ("ongoing-projects", ["张三"])
    assert "name" not in table.columns


def test_merged_cells_stand_for_the_rows_below() -> None:
    table = one(
        f"项目编号|项目名称|姓名\n{P1}|研究|甲\n||乙\n{P2}||丙\n本表共三人||",
        merged=[(2, 1, 3, 1), (2, 2, 3, 2), (5, 1, 5, 3)],
    )
    assert column(table, "project_number") == [P1, P1, P2]
    assert column(table, "project_name") == ["研究", "研究", ""]
    assert [row.row for row in table.unread] == [5]


def test_repeated_headers_and_several_tables_on_one_sheet() -> None:
    found = tables(
        f"""
一、在研项目
项目编号|项目名称|结束日期
{P1}|研究|2022.6


二、在研人员名单
项目编号|姓名|角色
{P1}|甲|骨干
{P1}|乙|骨干
项目编号|姓名|角色
{P1}|丙|项目负责人
"""
    )
    assert [(table.kind, table.header_row, table.repeats, list(table.rows)) for table in found] == [
        ("ongoing-projects", 2, (), [3]),
        ("ongoing-members", 7, (10,), [8, 9, 11]),
    ]
    assert not any(table.unread for table in found)


def test_roles_in_cells_are_no_headers() -> None:
    rows = "\n".join(f"{P1}|甲{n}|项目负责人|课题负责人|骨干" for n in range(5))
    assert len(one(f"项目编号|姓名|角色|曾任|现任\n{rows}")) == 5


IGNORED = {
    "tables.ignored.empty": "||\n||",
    "tables.ignored.no-headers": "year|date|NO|variables|value\n2018|20191015|2018YFA0208400|index|1",
    "tables.ignored.no-project": "姓名|单位|项目中的角色\n甲|大学|骨干",
}


@pytest.mark.parametrize("why", IGNORED)
def test_a_sheet_that_is_not_understood_says_why(why: str) -> None:
    assert one(IGNORED[why]).why_ignored == why


def test_a_form_is_no_table() -> None:
    form = "姓名|张三|性别|男|出生日期|1970\n单位|大学|职称|教授|证件号码|1\n学历|博士|专业|x|手机|1"
    assert one(form).kind == "ignored"


def test_no_rows_at_all() -> None:
    assert recognise(Grid("x.xlsx", "s", []))[0].why_ignored == "tables.ignored.empty"
    assert recognise(Grid("x.xlsx", "s", [[], []]))[0].why_ignored == "tables.ignored.empty"


SAID = [
    ("项目名称|姓名|角色\n研究|甲|骨干", "ongoing", "ongoing-members"),
    ("项目名称|姓名|角色\n研究|甲|骨干", "applications", "application-members"),
    ("申报编号|姓名|角色\nNQI-1|甲|骨干", "ongoing", "ongoing-members"),
    ("姓名|工号|电话|地址\n甲|1|2|3", "people", "people"),
    ("单位|电话|地址|邮编\n大学|1|2|3", "organisations", "organisations"),
    ("姓名|证件号码\n甲|1", "organisations", "ignored"),
    ("姓名|证件号码\n甲|1", "ongoing", "ignored"),
    ("项目编号|项目名称\n1|2", "people", "ignored"),
]


@pytest.mark.parametrize(("text", "said", "kind"), SAID)
def test_what_the_user_says_decides(text: str, said: str, kind: str) -> None:
    assert one(text, said=said).kind == kind


def test_what_the_user_says_keeps_the_number() -> None:
    table = one("申报编号|姓名|角色\nP-1|甲|骨干", said="ongoing")
    assert column(table, "project_number") == ["P-1"]


def test_cells_keep_their_types() -> None:
    rows: list[list[Cell]] = [["申报编号", "姓名", "证件号码"], [1, "甲", 1.1e17], ["1", "乙", True], [True, "丙", 1]]
    (table,) = recognise(Grid("x.xlsx", "申报", rows))
    assert column(table, "application_number") == [1, "1", True]
    assert [type(cell) for cell in column(table, "id_number")] == [float, bool, int]


def test_the_hidden_sheet_is_said() -> None:
    assert recognise(Grid("x", "s", [["姓名", "证件号码"], ["甲", "1"]], hidden=True))[0].hidden


REAL = Path(os.environ.get("NQI_LIMITS_REAL_FILES", "none"))


@pytest.mark.skipif(not REAL.is_dir(), reason="set NQI_LIMITS_REAL_FILES to the folder of published lists")
def test_published_lists() -> None:
    found = {
        file.path.name: [table for grid in read_file(file) for table in recognise(grid)] for file in find_files([REAL])
    }
    awards = found["award-lists-2018.xlsx"]
    assert {table.kind for table in awards} == {"ongoing-projects"}
    assert sum(map(len, awards)) == 1373
    assert all("project_leader" in table.columns and table.header_row == 2 and not table.unread for table in awards)
    (broken,) = found["broken-metadata.xlsx"]
    assert (broken.kind, broken.why_ignored) == ("ignored", "tables.ignored.no-headers")
