"""Doubts about headers: two columns for one meaning, and a needed column that another one seems to be."""

from __future__ import annotations

import pytest

from nqi_limits.tables.recognise import recognise
from tests.support import case_grids

# Each sheet, and the columns in doubt with what they may be.
SPOKEN = {
    "names that differ": (
        "申报编号 | 姓名 | 人员姓名 | 证件号码 | 角色\nNQI-001 | 林知远 | 周若谷 | <1> | 骨干",
        ["人员姓名 name"],
    ),
    "the one that is filled is the one left out": (
        "申报编号 | 姓名 | 证件号码 | 身份证号 | 角色\nNQI-001 | 林知远 |  | <1> | 骨干",
        ["身份证号 id_number"],
    ),
    "ID numbers under an unknown header": (
        "申报编号 | 姓名 | 信息 | 角色\nNQI-001 | 林知远 | <1> | 骨干\nNQI-001 | 周若谷 | <2> | 骨干",
        ["信息 id_number"],
    ),
    "roles under an unknown header": (
        "申报编号 | 姓名 | 证件号码 | 干什么\nNQI-001 | 林知远 | <1> | 项目骨干\nNQI-001 | 周若谷 | <2> | 课题负责人",
        ["干什么 role"],
    ),
    "a header that is misspelled": (
        "申报编号 | 姓名 | 证件号吗码 | 角色\nNQI-001 | 林知远 | <1> | 骨干",
        ["证件号吗码 id_number"],
    ),
    "the end of a project": (
        "项目编号 | 项目名称 | 项目结束的日期\n2019YFF0212300 | 甲 | 2024-06-30",
        ["项目结束的日期 end_date"],
    ),
    "members without a project's number": (
        "姓名 | 证件号码 | 角色 | 参加的\n林知远 | <1> | 骨干 | 2019YFF0212300\n周若谷 | <2> | 骨干 | 2019YFF0212300",
        ["参加的 number"],
    ),
    "leaders with their organisations in one cell": (
        "申报编号 | 项目名称 | 项目负责人 | 课题负责人及单位\nNQI-001 | 甲 | 林知远 | 周若谷 东海大学",
        ["课题负责人及单位 members"],
    ),
    "a sheet none of whose headers is known": (
        "什么人 | 干什么 | 哪个\n林知远 | 骨干 | 2019YFF0212300",
        [],
    ),
    "a sheet whose headers are nearly known": (
        "人员的姓名 | 参加项目 | 号\n林知远 | 2019YFF0212300 | <1>\n周若谷 | 2019YFF0212300 | <2>",
        ["人员的姓名 name", "参加项目 number", "号 id_number"],
    ),
}

SILENT = {
    "all there": "申报编号 | 姓名 | 证件号码 | 角色 | 电话 | 说明\nNQI-001 | 林知远 | <1> | 骨干 | 138 | 项目骨干",
    "the same twice": "申报编号 | 姓名 | 人员姓名 | 证件号码 | 角色\nNQI-001 | 林知远 | 林 知远 | <1> | 骨干",
    "an empty second column": "申报编号 | 姓名 | 人员姓名 | 证件号码 | 角色\nNQI-001 | 林知远 |  | <1> | 骨干",
    "degrees in two columns": "姓名 | 证件号码 | 学历 | 学位\n林知远 | <1> | 研究生 | 博士",
    "dates that may be anything": "项目编号 | 项目名称 | 填表\n2019YFF0212300 | 甲 | 2024-06-30",
    "another list": "货名 | 数量 | 日期\n螺丝 | 5 | 2024-06-30\n螺母 | 6 | 2024-06-30",
    "what is said of leaders": (
        "申报编号 | 项目名称 | 项目负责人 | 负责人意见 | 成员单位情况 | 骨干人数\nNQI-001 | 甲 | 林知远 | 同意 | 东海大学 | 5"
    ),
    "people take no part": "申报编号 | 姓名 | 证件号码 | 角色 | 财务助理姓名\nNQI-001 | 林知远 | <1> | 骨干 | 周若谷",
}


def told(sheet: str) -> list[str]:
    (grid,) = case_grids({"表": sheet})
    tables = recognise(grid)
    headers = {one.number: one.header for table in tables for one in table.headings}
    return [f"{headers[doubt.column]} {doubt.field}" for table in tables for doubt in table.doubts]


@pytest.mark.parametrize(("sheet", "expected"), SPOKEN.values(), ids=SPOKEN.keys())
def test_what_may_be_meant_is_told(sheet: str, expected: list[str]) -> None:
    assert told(sheet) == expected


@pytest.mark.parametrize("sheet", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_asked_without_need(sheet: str) -> None:
    assert told(sheet) == []


def test_a_sheet_with_two_sides_is_asked_about_once() -> None:
    rows = ("2019YFF0212300 | 甲乙 | 丙 | <1> | 骨干", "SQ2022YFF0200001 | 甲 | 丁 | <1> | 骨干")
    sheet = "\n".join(["项目编号 | 姓名 | 人员姓名 | 证件号码 | 角色", *rows])
    (grid,) = case_grids({"表": sheet})
    assert len(recognise(grid)) == 2
    assert told(sheet) == ["人员姓名 name"]
