"""What a cell says of the extension of a project: the new end date in a column of its own, or words such as 延期至2023年6月."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.values.dates import Dates, read_date
from nqi_limits.values.flags import read_flag
from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

_EXTENDED = r"(?:延期|顺延|展期|延长(?=[至到期\d一二两三半]|执行|实施))(?!退休|毕业|返校|入职)"
_WORD = re.compile(_EXTENDED)
# 无延期, 未办理延期, 延期：无, 是否延期, 2023.6（含延期）: nothing that the dates beside it do not say.
_NOTHING = re.compile(
    rf"(?:无需?|未|不|没有?|是否|已?含|包括)[^,;。、\d]{{0,6}}{_EXTENDED}|{_EXTENDED}[\s:]*(?:无|否|/|-)\s*$|{_EXTENDED}后"
)
# 拟延期至, 申请延期至, 未批准延期至: nobody can tell from this whether the date holds.
_UNSETTLED = re.compile(rf"(?:拟|申请|计划|待|预计|准备|尚|未|不|没)[^,;。、\d]{{0,6}}{_EXTENDED}")
_DATE = r"(\d[\d年月日号./\s-]*)"
_AFTER = re.compile(
    rf"{_EXTENDED}(?:后的?(?:结束|截止|终止|完成)?(?:时间|日期)?[为至到是:\s]*|[^,;。、]{{0,8}}?[至到][\s:]*){_DATE}"
)


def says_extended(raw: Cell | None) -> bool:
    """Whether a cell says in words that a project is extended, or is to be."""
    if not isinstance(raw, str) or not _WORD.search(raw):
        return False
    text = clean(raw)
    return _AFTER.search(text) is not None or _WORD.search(_NOTHING.sub("", text)) is not None


def read_extension(raw: Cell | None) -> Dates:
    """The new end date: alone in its cell, or behind words; "unreadable" where words tell of an extension without a date.

    否 and the like say that there is none.
    """
    if not isinstance(raw, str) or not _WORD.search(raw):
        return Dates(problem="blank") if isinstance(raw, str | bool) and read_flag(raw) is False else read_date(raw)
    found = _AFTER.findall(clean(raw))
    if found and not _UNSETTLED.search(clean(raw)):
        return read_date(found[-1].strip(" -./"))
    return Dates(problem="unreadable" if says_extended(raw) else "blank")
