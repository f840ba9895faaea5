"""Which sheets are lists of the discredited, of the guide's experts, of civil servants, and which only look like one."""

from __future__ import annotations

import pytest

from nqi_limits.sources.grid import Grid
from nqi_limits.tables.recognise import recognise

PEOPLE = [["姓名", "证件号码", "工作单位"], ["王新野", "990001197001010011", "甲大学"]]


@pytest.mark.parametrize(
    ("sheet", "lists"),
    [
        ("失信名单", "discredited"),
        ("科研失信人员", "discredited"),
        ("信用黑名单", "discredited"),
        ("指南专家", "guide_expert"),
        ("参与指南编制的专家", "guide_expert"),
        ("公务员", "civil_servant"),
        ("国家机关公务人员名单", "civil_servant"),
        ("人员", ""),
        ("专家名单", ""),
        ("非公务员", ""),
        ("失信核查", ""),
        ("公务员及失信人员", ""),
    ],
)
def test_the_name_of_a_sheet_tells_a_list(sheet: str, lists: str) -> None:
    (table,) = recognise(Grid("申报.xlsx", sheet, PEOPLE))
    assert (table.kind, table.lists, len(table)) == ("people", lists, 1)


def test_a_title_or_the_files_name_tells_where_the_sheets_name_says_nothing() -> None:
    titled = [["2022年失信人员名单", "", ""], *PEOPLE]
    assert recognise(Grid("申报.xlsx", "Sheet1", titled))[0].lists == "discredited"
    assert recognise(Grid("data/指南专家名单.xlsx", "Sheet1", PEOPLE))[0].lists == "guide_expert"
    assert recognise(Grid("公务员.csv", "公务员", PEOPLE))[0].lists == "civil_servant"
    assert recognise(Grid("失信名单.xlsx", "人员", PEOPLE))[0].lists == ""


def test_instructions_above_a_roster_make_it_no_list() -> None:
    told = [["填表说明：请如实填写，失信人员不得申报", "", ""], *PEOPLE]
    assert recognise(Grid("申报.xlsx", "Sheet1", told))[0].lists == ""


def test_a_sheet_that_says_yes_or_no_of_each_is_a_roster() -> None:
    rows = [["姓名", "证件号码", "失信"], ["王新野", "990001197001010011", "否"]]
    (table,) = recognise(Grid("申报.xlsx", "失信名单", rows))
    assert (table.kind, table.lists) == ("people", "")


def test_a_sheet_of_members_is_no_list() -> None:
    rows = [["申报编号", "姓名", "角色"], ["NQI-001", "王新野", "项目骨干"]]
    (table,) = recognise(Grid("申报.xlsx", "指南专家", rows))
    assert (table.kind, table.lists) == ("application-members", "")


def test_names_alone_are_enough() -> None:
    (table,) = recognise(Grid("申报.xlsx", "公务员名单", [["姓名"], ["王新野"], ["司马青"]]))
    assert (table.kind, table.lists, len(table)) == ("people", "civil_servant", 2)


def test_what_a_list_is_of_may_head_the_names() -> None:
    rows = [["序号", "指南专家", "单位"], [1, "王新野", "甲大学"], [2, "司马青", "乙大学"]]
    (table,) = recognise(Grid("申报.xlsx", "指南专家", rows))
    assert (table.kind, table.lists) == ("people", "guide_expert")
    assert {"name", "organisation"} <= table.columns.keys()


def test_organisations_are_listed_as_discredited() -> None:
    rows = [["单位名称", "统一社会信用代码"], ["某某有限公司", "91000000MA00000000"]]
    (table,) = recognise(Grid("申报.xlsx", "失信名单", rows))
    assert (table.kind, table.lists) == ("organisations", "discredited")
