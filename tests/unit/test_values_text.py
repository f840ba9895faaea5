from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqi_limits.values.flags import read_flag, read_left
from nqi_limits.values.text import clean, is_placeholder, one_dash, text_key

NOISE = st.text(" \t\n\r\u00a0\u3000\u200b\u2003\ufeff", max_size=4)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        ("", ""),
        ("  清华\n大学 ", "清华 大学"),
        ("\ufeff张\u200b三", "张三"),
        ("ＮＱＩ－００１（甲）", "NQI-001(甲)"),
        ("甲_x000D_\n乙", "甲 乙"),
        (3.0, "3"),
        (3.5, "3.5"),
        (float("nan"), ""),
        (12, "12"),
        (dt.datetime(2022, 12, 31), "2022-12-31"),
        (dt.date(2022, 12, 31), "2022-12-31"),
    ],
)
def test_clean(raw, text):
    assert clean(raw) == text


@given(st.text("中国科学院大学ABC（）12", min_size=1), st.lists(NOISE, min_size=1))
def test_blanks_width_and_case_never_change_a_key(text, noise):
    spelled = "".join(letter + noise[place % len(noise)] for place, letter in enumerate(text))
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in spelled)
    assert text_key(spelled.lower()) == text_key(wide) == text_key(text)


def test_every_dash_becomes_one_hyphen():
    assert one_dash("a——b–c-d") == "a-b-c-d"


@pytest.mark.parametrize("key", ["", "-", "/", "——", "无", "n/a", "待定", "…", "#n/a"])
def test_placeholders(key):
    assert is_placeholder(key)


@pytest.mark.parametrize("key", ["0", "甲", "无锡", "a", "-1"])
def test_what_is_no_placeholder(key):
    assert not is_placeholder(key)


@pytest.mark.parametrize("raw", ["是", "有", "Yes", "Y", 1, 1.0, True, "√", "是（见附件）", " 是\n"])
def test_yes(raw):
    assert read_flag(raw) is True


@pytest.mark.parametrize("raw", ["否", "无", "no", "N", 0, False, "×", "没有", "否（企业人员）"])
def test_no(raw):
    assert read_flag(raw) is False


@pytest.mark.parametrize("raw", ["", None, "待核实", "部分", 2, "-"])
def test_neither_yes_nor_no(raw):
    assert read_flag(raw) is None


@pytest.mark.parametrize("raw", ["2021-03-01", dt.date(2021, 3, 1), 44256, "已退出", "2021年3月退出", "是", "√", True])
def test_left(raw):
    assert read_left(raw)


@pytest.mark.parametrize(
    "raw", ["", None, "否", "无", "-", "/", "未退出", "至今", "在研", "N/A", 0, False, "未退出（在研）"]
)
def test_still_a_member(raw):
    assert not read_left(raw)


@given(st.text(max_size=8))
def test_a_mark_that_cannot_be_seen_changes_no_text(text):
    assert clean(text) == clean("\ufeff" + text)
