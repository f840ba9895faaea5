"""Cells taken for ordinary are what each of the closer looks would say of them."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.tables import rows
from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.kinds import is_given
from nqi_limits.tables.ordinary import are_ordinary, is_ordinary
from nqi_limits.values.text import PLACEHOLDERS, is_error

# every run of Chinese characters that the patterns of labels and examples speak of
PIECES = sorted(set(re.findall("[\u4e00-\u9fff]+", rows._FOOTER.pattern + rows._EXAMPLE.pattern)) | PLACEHOLDERS)


@given(
    st.lists(st.sampled_from([*PIECES, "张", "三", "某", "NQI", "2022", "a", "人", "\u9fff"]), min_size=1, max_size=3)
)
def test_what_is_ordinary_needs_no_second_look(pieces: list[str]) -> None:
    text = "".join(pieces)
    if is_ordinary(text):
        assert is_filled(text)
        assert is_given(text)
        assert not is_error(text)
        assert not rows.is_footer(text)
        assert not rows._is_example(text)


def test_no_two_words_of_labels_are_ordinary_where_they_make_a_label() -> None:
    labels = ["".join(pair) for pair in product(PIECES, [*PIECES, ""]) if rows.is_footer("".join(pair))]
    assert len(labels) > 100
    assert not are_ordinary(labels).any()


@pytest.mark.parametrize("text", ["990001198906170009", "张三", "欧阳某某", "2018YFF0212301", "某某大学"])
def test_most_cells_of_a_roster_are(text: str) -> None:
    assert is_ordinary(text)


@pytest.mark.parametrize("cell", ["", " 张三", "none", "待定", "合计", "示例", "#N/A", 7, True, "张三、李四", "签字"])
def test_others_are_looked_at(cell: str | float) -> None:
    assert not is_ordinary(cell)
    assert are_ordinary([cell, "张三"]).tolist() == [False, True]
