"""Days that are stored as plain numbers are read as days and said, counted from the day that the workbook counts from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from nqi_limits.checking import check
from nqi_limits.values.dates import read_date
from nqi_limits.words.catalogue import said
from tests.corpus import package_parts, packed, sheet_xml

if TYPE_CHECKING:
    from pathlib import Path

    from nqi_limits.report import Report

HEADERS = ("项目编号", "项目名称", "结束日期")


def cell(name: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{name}" s="3"><v>{value}</v></c>'


def without_styles(end: float | str, book: str = "") -> bytes:
    rows = [HEADERS, ("2019YFF0212300", "甲项目", end)]
    xml = "".join(
        f'<row r="{at}">{"".join(cell(f"{letter}{at}", value) for letter, value in zip("ABC", row, strict=True))}</row>'
        for at, row in enumerate(rows, 1)
    )
    parts = package_parts(sheet_xml(xml), book=book)
    return packed({name: text for name, text in parts.items() if name != "xl/styles.xml"})


def checked(folder: Path, data: bytes, name: str = "a.xlsx") -> Report:
    (folder / name).write_bytes(data)
    return check([folder / name])


@pytest.mark.parametrize(
    ("number", "book", "key"),
    [(44926, "", "dates-as-numbers"), (43464, '<workbookPr date1904="1"/>', "dates-from-1904")],
)
def test_a_workbook_without_styles_gives_days_and_says_so(tmp_path: Path, number: int, book: str, key: str) -> None:
    report = checked(tmp_path, without_styles(number, book))
    (remark,) = report.remarks
    assert remark.key == f"tables.remark.{key}"
    assert (remark.facts["where"], remark.facts["day"]) == (("C2",), "2022-12-31")
    for lang in ("zh", "en"):
        assert all(part in said(remark, lang) for part in ("a.xlsx", "C2", str(number), "2022-12-31"))
    (unit,) = (report.records.units[at] for at in range(len(report.records.units)))
    assert unit.end.last == dt.date(2022, 12, 31)


@pytest.mark.parametrize("end", [2022, 20221, 202212, 1_000_000, 12, "2022-12-31"])
def test_other_numbers_are_no_days(tmp_path: Path, end: float | str) -> None:
    assert not checked(tmp_path, without_styles(end)).remarks


def test_numbers_of_days_in_a_text_table_are_said_too(tmp_path: Path) -> None:
    data = "项目编号,项目名称,结束日期\n2019YFF0212300,甲项目,44926\n".encode()
    (remark,) = checked(tmp_path, data, "a.csv").remarks
    assert remark.facts["day"] == "2022-12-31"


def test_a_year_and_a_month_in_five_digits_is_no_day_of_1955() -> None:
    assert read_date(20221).problem == read_date("20221").problem == "unreadable"
    assert read_date(20000).first == dt.date(1954, 10, 3)
