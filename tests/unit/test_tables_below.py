"""A row of data stays a row of data, whatever words stand in it; nothing filled below a header vanishes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqi_limits.sources.grid import Grid
from nqi_limits.tables.headers import aliases
from nqi_limits.tables.recognise import recognise

MEMBERS = ("申报编号", "课题序号", "姓名", "证件类型", "证件号码", "工作单位", "角色", "备注")
SPELLED_LIKE_HEADERS = st.sampled_from(
    sorted({*aliases(), "身份证", "项目负责人", "课题负责人", "姓名", "单位", "角色"})
)
WORDS = st.one_of(SPELLED_LIKE_HEADERS, st.sampled_from(["", "骨干", "东海大学", "990001197001010014", "1", "无"]))
NO_WORDS = st.sampled_from(["", "东海大学", "990001197001010014", "甲乙丙"])
OTHER_WORDS = st.one_of(NO_WORDS, st.just("骨干"))
NAMES = st.sampled_from(["周启明", "周期", "单位", "成员", "项目", "欧阳子轩", "高峰"])
NUMBERS = st.sampled_from(["NQI-001", "NQI-002", "SQ2022YFF060001", "2019YFF0212300"])


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, WORDS, NAMES, WORDS, WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_words_spelled_like_headers_turn_no_member_into_a_header(members: list[tuple[str, ...]]) -> None:
    rows = [list(MEMBERS), *map(list, members)]
    found = recognise(Grid("x.xlsx", "申报人员", rows))  # type: ignore[arg-type]
    assert all(table.kind.endswith("-members") and table.header_row == 1 for table in found)
    assert sorted(np.concatenate([table.rows for table in found]).tolist()) == list(range(2, len(rows) + 1))
    assert not any(table.unread for table in found)


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(NUMBERS, *[WORDS] * 7).map(list),
            st.tuples(st.just(""), *[OTHER_WORDS] * 7).map(list),
            st.tuples(st.just(""), OTHER_WORDS, SPELLED_LIKE_HEADERS, *[NO_WORDS] * 5).map(list),
            st.just(list(MEMBERS)),
            st.just(["合计", *[""] * 7]),
            st.just(["示例", "1", "张三", *[""] * 5]),
        ),
        max_size=8,
    )
)
def test_no_filled_row_below_a_header_vanishes(below: list[list[str]]) -> None:
    rows = [list(MEMBERS), ["NQI-001", "1", "周启明", *[""] * 5], *below]
    found = recognise(Grid("x.xlsx", "申报人员", rows))  # type: ignore[arg-type]
    assert all(table.kind.endswith("-members") for table in found)
    used = [row for table in found for row in (*table.rows.tolist(), *(one.row for one in table.unread))]
    assert len(used) == len(set(used))
    filled = {at for at, row in enumerate(rows, start=1) if any(row) and row != rows[0]}
    assert len(filled - set(used)) == sum(table.footers + table.examples for table in found)
    assert {rows[at - 1][0] for at in filled - set(used)} <= {"合计", "示例"}


@pytest.mark.parametrize("blank", [0, 1])
@pytest.mark.parametrize("blocks", [2, 5])
def test_a_header_repeated_down_the_sheet_is_no_row(blocks: int, blank: int) -> None:
    block = [["申报编号", "姓名", "证件类型", "角色"], ["NQI-001", "周启明", "身份证", "项目负责人"]]
    rows = [*block, *[["", "", "", ""]] * blank] * blocks
    found = recognise(Grid("x.xlsx", "申报人员", rows))  # type: ignore[arg-type]
    (table,) = found
    assert (len(table), len(table.repeats), table.unread) == (blocks, blocks - 1, [])


def test_rows_of_types_and_roles_alone_are_data() -> None:
    rows = [
        ["申报编号", "姓名", "证件类型", "证件号码", "工作单位", "角色"],
        ["NQI-001", "周启明", "身份证", "1234567", "东海大学", "项目负责人"],
        ["NQI-002", "周启明", "身份证", "1234567", "东海大学", "项目负责人"],
    ]
    (table,) = recognise(Grid("x.xlsx", "Sheet1", rows))  # type: ignore[arg-type]
    assert table.rows.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("|欧阳子轩||", "tables.unread.no-application"),
        ("NQI-003|||", "tables.unread.no-name"),
        ("|周启明|身份证|项目负责人", "tables.unread.no-application"),
        ("|||负责人", "tables.unread.no-name"),
        ("||身份证|项目负责人", "tables.unread.no-name"),
    ],
)
@pytest.mark.parametrize("below", ["", "申报编号|姓名|证件类型|角色\nNQI-002|王五|护照|骨干"])
def test_an_incomplete_row_is_said_also_right_above_a_repeated_header(row: str, why: str, below: str) -> None:
    text = f"申报编号|姓名|证件类型|角色\nNQI-001|周启明|身份证|项目负责人\n{row}\n{below}".strip("\n")
    found = recognise(Grid("x.xlsx", "s", [line.split("|") for line in text.split("\n")]))  # type: ignore[arg-type]
    assert [(one.row, one.why) for table in found for one in table.unread] == [(3, why)]
