"""Amounts of money and numbers of things, as cells write them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from nqi_limits.values.text import clean, text_key

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

# What one of a unit is in 万元; the longer words first, so that 万元 is not read as 元.
_UNITS = {"百万元": 100.0, "百万": 100.0, "千万元": 1000.0, "千万": 1000.0, "亿元": 1e4, "亿": 1e4, "万元": 1.0, "万": 1.0,
          "千元": 0.1, "元": 1e-4}  # fmt: skip
_UNIT = "|".join(_UNITS)
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = re.compile(rf"(?:人民币|rmb|[¥￥]|约|共|合计|总计)*({_NUMBER})({_UNIT})?(?:人民币|rmb|整)?")
_IN_HEADER = re.compile(rf"({_UNIT})")
# Nobody is granted so much in 万元, or so little in 元: a column that names no unit is told by its size.
_SURELY_YUAN = 10_000

_COUNT = re.compile(r"(?:共|合计|总计|计|约)?(\d{1,4})(?:个|家|所|项|人)?(?:课题|单位|参与单位)?")
_NONE = frozenset(["无", "没有", "不设", "不设课题", "无课题", "未设", "未设课题", "不下设课题", "零"])
_REMARK = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_TENS = re.compile(r"([一二两三四五六七八九])?(十)?([一二三四五六七八九])?")
_DIGITS = {**{word: at for at, word in enumerate("零一二三四五六七八九")}, "两": 2}


def read_amount(raw: Cell | None, header: str = "") -> float | None:
    """An amount in 万元, by the unit in the cell, else in the header: 200, "200万", "2,000,000元"; None for any other text.

    Where neither names a unit, 10000 and more is taken for 元.
    """
    if isinstance(raw, bool):
        return None
    match = _AMOUNT.fullmatch(_REMARK.sub("", text_key(raw)))
    if match is None:
        return None
    number = float(match[1].replace(",", ""))
    unit = match[2] or ""
    if not unit and (named := _IN_HEADER.search(text_key(header))):
        unit = named[1]
    if not unit:
        unit = "元" if number >= _SURELY_YUAN else "万元"
    return number * _UNITS[unit] if math.isfinite(number) else None


def read_count(raw: Cell | None) -> int | None:
    """A number of things: 5, "5个", "五家", "5（含牵头）", 无 (0); None where the cell is blank or says something else."""
    if isinstance(raw, bool):
        return None
    text = clean(raw).casefold().replace(" ", "")
    if text in _NONE:
        return 0
    text = _REMARK.sub("", text)
    if match := _COUNT.fullmatch(text):
        return int(match[1])
    words = _TENS.fullmatch(re.sub(r"(?:个|家|所|项)?(?:课题|单位)?$", "", text))
    if words and any(words.groups()):
        tens, ten, ones = words.groups()
        if ten:
            return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
        return _DIGITS[tens] if tens and not ones else None
    return None
