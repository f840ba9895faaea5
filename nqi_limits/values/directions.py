"""The number of a guide's direction, as it is written before, behind or instead of the direction's name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.values.text import clean, one_dash

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}"
# 方向1.1, 指南方向编号：1.1: what may stand before a number, beside the programme's name.
_WORDS = r"专项|重点|申报|申请|所属|对应|指南|研究|榜单|方向|任务|条目|编号|代码|序号|名称|第|no\.?|[^\w.]"
# No unit, letter or digit may follow: 5G, 30%, 1.5T and 2030年 are no directions.
_FIRST = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){1,3})\.?(?![A-Za-z0-9_%℃°.万亿年])|(\d{1,2})\.?(?![A-Za-z0-9_%℃°.万亿年月日个项级类维度轴])"
)
_FURTHER = re.compile(rf"\s*(?:[、,;/&+]|和|及|与|以及)\s*(?:方向)?\s*({_NUMBER})(?![\w%.])")
_BEHIND = re.compile(rf"(?:方向|[(\[【])\s*(?:指南)?(?:方向)?(?:编号)?[:：]?\s*({_NUMBER})\s*(?:[)\]】]|$)")
_HYPHENED = re.compile(r"(\d{1,2})-(\d{1,2})")


def read_directions(raw: Cell | None, programme: tuple[str, ...] = ()) -> tuple[frozenset[str], ...]:
    """The numbers of the directions in a cell, () where there is none; each as all that it may stand for.

    `programme` are names of the call's programme: they may stand before a number.

    1.1, "1.1 某方向", "方向１．１", "某方向（1.1）". A spreadsheet shows the number 1.10 as 1.1, so that the number 1.1 may be
    either; a text is what it says. A leading zero says nothing: 01.1 is 1.1.
    """
    if isinstance(raw, bool):
        return ()
    if isinstance(raw, int | float):
        plain = clean(raw)
        if not re.fullmatch(_NUMBER, plain):
            return ()
        whole, point, part = plain.partition(".")
        return (frozenset({plain, f"{whole}.{part}0"} if point and len(part) == 1 else {plain}),)
    text = one_dash(clean(raw)).replace("。", ".").replace("·", ".").replace("•", ".")
    if hyphened := _HYPHENED.fullmatch(text):
        text = f"{hyphened[1]}.{hyphened[2]}"
    text = re.sub(r"(?<=\d)\s*\.\s*(?=\d)", ".", text)
    start = _before(programme).match(text)
    assert start is not None  # it may be empty
    first = _FIRST.match(text, start.end())
    if first is None:
        behind = _BEHIND.search(text)
        return (_one(behind[1]),) if behind and "." in behind[1] else ()
    found = [first[1] or first[2]]
    at = first.end()
    while further := _FURTHER.match(text, at):
        found.append(further[1])
        at = further.end()
    return tuple(_one(number) for number in found)


def direction_key(number: str) -> str:
    """A direction's number without leading zeros."""
    return ".".join(str(int(part)) if part.isdecimal() else part for part in clean(number).split("."))


@cache
def _before(programme: tuple[str, ...]) -> re.Pattern[str]:
    names = [re.escape(name) for name in sorted(programme, key=len, reverse=True)]
    return re.compile(rf"(?:{'|'.join([*names, _WORDS])})*", re.IGNORECASE)


def _one(number: str) -> frozenset[str]:
    return frozenset({direction_key(number)})
