"""What words beside a date say of an extension: a new date, one that is not told, none."""

from __future__ import annotations

import datetime as dt

import pytest

from nqi_limits.checking import check_grids
from nqi_limits.sources.grid import Grid
from nqi_limits.values.extensions import read_extension, says_extended

JUNE = dt.date(2023, 6, 30)
TO_JUNE = [
    *("延期至2023年6月", "2022-06-30（延期至2023-06-30）", "延期一年至2023.6", "延期后结束时间：2023.6.30"),
    *("由2021年6月延期至2022年6月，再次延期至2023年6月", "未按期完成，延期至2023-06", "顺延到2023年6月底"),
    *("延长执行期至2023年6月", "执行期延期到2023/6/30"),
]
UNTOLD = [
    *("延期", "2022.6（延期）", "已批复延期一年", "延期批复〔2022〕15号"),
    *("申请延期中", "拟延期至2023年6月", "未批准延期至2023年6月"),
]
NONE = [
    *("无延期", "未办理延期", "延期：无", "无需延期", "2022.6（含延期）", "2022.6（延期后）"),
    *("延期退休", "延长石油合作项目", "", None, 5),
]


@pytest.mark.parametrize("text", TO_JUNE)
def test_the_new_end_is_read(text: str) -> None:
    assert says_extended(text)
    assert read_extension(text).last == JUNE


@pytest.mark.parametrize("text", UNTOLD)
def test_an_extension_without_a_sure_date_leaves_the_end_open(text: str) -> None:
    assert says_extended(text)
    assert read_extension(text).problem == "unreadable"


@pytest.mark.parametrize("text", NONE)
def test_what_tells_of_no_extension(text: object) -> None:
    assert not says_extended(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["否", "无", "×", "/", "未延期", "", None, False])
def test_a_column_of_extensions_may_say_that_there_is_none(cell: str | bool | None) -> None:
    assert read_extension(cell).problem == "blank"


@pytest.mark.parametrize("cell", ["是", "有", True, "待批", "一年"])
def test_a_column_of_extensions_that_tells_no_day_leaves_the_end_open(cell: str | bool) -> None:
    assert read_extension(cell).problem == "unreadable"


@pytest.mark.parametrize("own", [[], ["延期至"]])
def test_the_cell_that_tells_of_an_extension_is_the_place_of_the_end(own: list[str]) -> None:
    head = ["项目编号", "项目负责人", "结束日期", *own, "备注"]
    rows = [
        head,
        ["2018YFF0235100", "张三", "2022-06-30", *["" for _ in own], "延期至2023年6月"],
        ["2018YFF0235200", "李四", "2022-06-30", *["2023-05-31" for _ in own], ""],
    ]
    report = check_grids([Grid("台账.xlsx", "台账", rows)])  # type: ignore[arg-type]
    units = report.records.units
    end = units.ends(0, ("extended_end_date", "end_date"))
    assert end.last == JUNE
    assert [(one.cell, one.value) for one in end.places] == [("E2" if own else "D2", "延期至2023年6月")]
    other = units.ends(1, ("extended_end_date", "end_date"))
    assert other.last == (dt.date(2023, 5, 31) if own else dt.date(2022, 6, 30))
    assert [one.cell for one in other.places] == [("D3" if own else "C3")]
