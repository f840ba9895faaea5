"""Yes/no cells, 性别, and whether a 退出日期 cell says that someone has left."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from nqi_limits.values.dates import read_date
from nqi_limits.values.text import is_error, is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell

_REMARK = re.compile(r"[(\[【〔].*$")


def _data() -> dict[str, Any]:
    return word_lists("flags")


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _data().items() if isinstance(words, list)}


def read_flag(raw: Cell | None) -> bool | None:
    """True for 是, 有, yes, 1, √ …; False for 否, 无, no, 0, × …; None for a blank cell or any other word."""
    if isinstance(raw, bool):
        return raw
    key = text_key(raw)
    for word in (key, _REMARK.sub("", key)):
        if word in _words()["yes"]:
            return True
        if word in _words()["no"]:
            return False
    return None


def read_person_flag(raw: Cell | None, field: str) -> bool | None:
    """As `read_flag`, for `civil_servant`, `guide_expert` or `discredited`: each may be filled with words of its own."""
    answer = read_flag(raw)
    if answer is not None or isinstance(raw, bool):
        return answer
    key = text_key(raw)
    own = _data()["person"][field]
    return next((meant for meant, words in ((True, own["yes"]), (False, own["no"])) if key in words), None)


def may_be_over(raw: Cell | None, field: str) -> bool:
    """Whether a cell that says 是 says beside it that it is no longer so: 是（已退休）, √（惩戒期已满）."""
    remark = _REMARK.search(text_key(raw))
    over = _data()["person"][field].get("over", "")
    return bool(remark and over and re.search(over, remark[0]))


def read_sex(raw: Cell | None) -> str:
    """ "male", "female", or "" for a blank cell or any other word."""
    key = text_key(raw)
    return next((sex for sex in ("male", "female") if key in _words()[sex]), "")


def leaves_after(raw: Cell | None, day: dt.date) -> bool:
    """Whether a 退出日期 cell gives a date that is certainly after this day: whoever it is about is still a member then."""
    first = read_date(raw).first
    return first is not None and first > day


def read_left(raw: Cell | None) -> bool:
    """Whether a 退出日期 cell says that someone has left: it holds something, and not 否, 无, -, 未退出 or the like."""
    if isinstance(raw, bool):
        return raw
    if is_error(raw):  # something stands there: who may have left is looked into
        return True
    key = text_key(raw)
    still = _words()["still_member"]
    return not (key in still or _REMARK.sub("", key) in still or is_placeholder(key)) or key in {"√", "✓", "✔", "☑"}
