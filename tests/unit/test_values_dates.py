from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.values.dates import read_date, read_duration, read_period

DEC_31 = dt.date(2022, 12, 31)
DEC = (dt.date(2022, 12, 1), DEC_31, "month")
DAY = (DEC_31, DEC_31, "day")
YEAR = (dt.date(2022, 1, 1), DEC_31, "year")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        *[
            (raw, DAY)
            for raw in ("2022-12-31", "2022/12/31", "2022.12.31", "20221231", "2022年12月31日", "2022年12月31")
        ],
        *[(raw, DAY) for raw in (dt.datetime(2022, 12, 31, 8), DEC_31, 44926, 44926.0, 44926.5, "44926", 20221231)],
        *[(raw, DAY) for raw in ("2022-12-31 00:00:00", "2022-12-31T00:00:00.000Z", "2022/12/31 0:00", "31/12/2022")],
        *[
            (raw, DAY)
            for raw in ("二〇二二年十二月三十一日", "2022年12月31日前", "2022 - 12 - 31", "December 31, 2022")
        ],
        *[(raw, DAY) for raw in ("2022年12月31日 星期六", "２０２２－１２－３１", "31-Dec-2022", "2022‐12‐31")],
        *[(raw, DEC) for raw in ("2022年12月", "2022.12", "202212", "2022/12", "2022-12", 2022.12, 202212, "Dec 2022")],
        *[(raw, DEC) for raw in ("２０２２．１２", "2022. 12", "2022年12月底", "2022年12月底前", "2022年12月（延期）")],
        *[(raw, DEC) for raw in ("二〇二二年十二月", "2022年12月份", "22年12月", "2022.12.", "2022年 12月")],
        *[(raw, YEAR) for raw in ("2022", 2022, "2022年", "2022年底", "2022年度")],
        ("2022.1", (dt.date(2022, 1, 1), dt.date(2022, 1, 31), "month")),
        ("2022.10", (dt.date(2022, 10, 1), dt.date(2022, 10, 31), "month")),
        (2022.09, (dt.date(2022, 9, 1), dt.date(2022, 9, 30), "month")),
        (2022.2, (dt.date(2022, 2, 1), dt.date(2022, 2, 28), "month")),
        ("200706", (dt.date(2007, 6, 1), dt.date(2007, 6, 30), "month")),
        ("20191015", (dt.date(2019, 10, 15), dt.date(2019, 10, 15), "day")),
        ("1962年1月1日", (dt.date(1962, 1, 1), dt.date(1962, 1, 1), "day")),
        ("2016年12月底", (dt.date(2016, 12, 1), dt.date(2016, 12, 31), "month")),
        ("2020年12月底前", (dt.date(2020, 12, 1), dt.date(2020, 12, 31), "month")),
        ("2024年2月", (dt.date(2024, 2, 1), dt.date(2024, 2, 29), "month")),
    ],
)
def test_a_date_and_its_precision(raw, expected):
    read = read_date(raw)
    assert (read.first, read.last, read.precision, read.problem) == (*expected, "")


@pytest.mark.parametrize(
    ("problem", "cells"),
    [
        ("impossible", ["2023年6月31日", "2022-13", "2022-02-29", "202213", "20221232", "2022年0月", 20220230]),
        ("open-ended", ["至今", "今", "长期", "无固定期限", "Present"]),
        ("blank", ["", None, "-", "/", "无", "——", float("nan")]),
        ("undecided", ["待定", "不详", "TBD", "待 定"]),
        ("unreadable", ["abc", "三年", "2022-12-31-01", "2023-2027", 0, -5, 1e300, True, dt.time(8), dt.timedelta(2)]),
    ],
)
def test_what_is_no_date_says_why(problem, cells):
    for cell in cells:
        read = read_date(cell)
        assert (cell, read.problem, read.first, read.last) == (cell, problem, None, None)


def test_a_number_that_may_be_january_or_october_is_ambiguous():
    read = read_date(2022.1)
    assert (read.first, read.last, read.problem) == (dt.date(2022, 1, 1), dt.date(2022, 10, 31), "ambiguous")


def test_day_and_month_in_doubt_are_ambiguous():
    read = read_date("3/4/2022")
    assert (read.first, read.last, read.problem) == (dt.date(2022, 3, 4), dt.date(2022, 4, 3), "ambiguous")


FORMS = [
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y%m%d}",
    "{0:%Y}年{0.month}月{0.day}日",
    "{0.year}-{0.month}-{0.day}",
]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(FORMS))
def test_every_form_of_a_day_gives_that_day(day, form):
    read = read_date(form.format(day))
    assert (read.first, read.last, read.precision, read.problem) == (day, day, "day", "")


@given(st.integers(20400, 80000))
def test_an_excel_serial_as_number_and_as_text(serial):
    expected = dt.date(1899, 12, 30) + dt.timedelta(days=serial)
    assert read_date(serial).first == read_date(str(serial)).first == read_date(float(serial)).last == expected


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2024.09 - 2025.06", "2024-09-01", "2025-06-30"),
        ("2020.11 — 2025.06", "2020-11-01", "2025-06-30"),
        ("2026.1-2029.12", "2026-01-01", "2029-12-31"),
        ("2024年8月 – 2028年12月", "2024-08-01", "2028-12-31"),
        ("2025/01 - 2028/12", "2025-01-01", "2028-12-31"),
        ("2023-2027", "2023-01-01", "2027-12-31"),
        ("2018.07-2022.06", "2018-07-01", "2022-06-30"),
        ("2018年7月至2021年6月", "2018-07-01", "2021-06-30"),
        ("2018-07~2021-06", "2018-07-01", "2021-06-30"),
        ("2018-07-01至2021-06-30", "2018-07-01", "2021-06-30"),
        ("2018-07-2021-06", "2018-07-01", "2021-06-30"),
        ("2018-07-01-2021-06-30", "2018-07-01", "2021-06-30"),
        ("2018-07-01 00:00:00 - 2021-06-30 00:00:00", "2018-07-01", "2021-06-30"),
        ("自2018年7月1日起至2021年6月30日止", "2018-07-01", "2021-06-30"),
        ("2018.07——2022.06（48个月）", "2018-07-01", "2022-06-30"),
        ("2018.07\n2022.06", "2018-07-01", "2022-06-30"),
        ("2022年1月-12月", "2022-01-01", "2022-12-31"),
        ("201807-202206", "2018-07-01", "2022-06-30"),
        ("2018.07-至今", "2018-07-01", "open-ended"),
        ("2018.07至今", "2018-07-01", "open-ended"),
        ("2018.07-待定", "2018-07-01", "undecided"),
        ("2018.07-", "2018-07-01", "blank"),
        ("2018.07", "2018-07-01", "blank"),
        (dt.date(2018, 7, 1), "2018-07-01", "blank"),
        ("至2022.12", "blank", "2022-12-31"),
        ("2022年12月止", "blank", "2022-12-31"),
        ("2018.07-2023年6月31日", "2018-07-01", "impossible"),
        ("", "blank", "blank"),
        ("-", "blank", "blank"),
        ("四年", "unreadable", "unreadable"),
    ],
)
def test_a_period(cell, start, end):
    first, last = read_period(cell)
    assert (str(first.first) if not first.problem else first.problem) == start
    assert (str(last.last) if not last.problem else last.problem) == end


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)),
    st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)),
    st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0:%Y}年{0.month}月{0.day}日"]),
    st.sampled_from(["-", "–", "—", "——", "―", "~", "～", "至", "到", "－"]),
    st.sampled_from(["", " "]),
)
def test_a_period_of_any_two_days_with_any_dash(start, end, form, dash, blank):
    first, last = read_period(form.format(start) + blank + dash + blank + form.format(end))
    assert (first.first, last.last) == (start, end)


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        *[(cell, 3) for cell in ("3", 3, 3.0, "3年", "3 年", "三年", "36个月", "3 years", "３年", "共3年")],
        *[(cell, 3.5) for cell in ("3.5", 3.5, "3. 5年", "三年半", "3年半", "42个月", "3年6个月")],
        *[(cell, 1) for cell in ("十二个月", "12个月", "1")],
        *[(cell, 4.4) for cell in ("4.4", 4.4)],
        *[(cell, None) for cell in ("2021年12月", "2022年", "2021 年度", "9" * 400 + "年")],
        *[
            (cell, None)
            for cell in ("", None, "-", "abc", "3-4年", 36, "36", 0, -1, True, dt.date(2022, 1, 1), "0个月")
        ],
    ],
)
def test_a_duration_in_years(cell, years):
    assert read_duration(cell) == (None if years is None else pytest.approx(years))
