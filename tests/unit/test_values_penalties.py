from __future__ import annotations

import datetime as dt

import pytest

from nqi_limits.values.penalties import penalty_ended


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        ("2021-06-30", dt.date(2021, 6, 30)),
        (dt.date(2021, 6, 30), dt.date(2021, 6, 30)),
        ("2021年12月", dt.date(2021, 12, 31)),
        ("至2021年12月31日", dt.date(2021, 12, 31)),
        ("2018.01-2021.06", dt.date(2021, 6, 30)),
        ("5年", None),
        ("10年", None),
        ("自2019年1月起", None),
        ("2019-01-01至长期", None),
        ("长期", None),
        ("见处理决定", None),
        ("", None),
        (None, None),
    ],
)
def test_the_end_of_a_penalty_is_told_only_where_it_is_certain(raw, end):
    assert penalty_ended(raw) == end
