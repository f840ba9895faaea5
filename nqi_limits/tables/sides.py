"""Whether words and numbers speak of ongoing projects or of applications."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.values.project_numbers import shape_of_number
from nqi_limits.values.text import text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.sources.grid import Cell

ONGOING = "ongoing"
APPLICATION = "application"

_APPLICATION_NUMBER = re.compile(word_lists("table_cells")["application_numbers"])
_APPLICATION_WORDS = re.compile(r"申报|拟报|拟申请|申请项目|申请书|申请人|新申请|预申请|推荐|投标")
_ONGOING_WORDS = re.compile(r"在研|承担项目|立项|公示|获批|已批|批准|在执行|执行中|历年|延期|结题")
_STATUS = (
    (ONGOING, re.compile(r"在研|立项|执行|在建|承担|延期|已批|获批|实施中|进行中|结题|验收|完成|终止|撤销|结束")),
    (APPLICATION, re.compile(r"申报|申请|拟报|拟申|在审|评审|受理|新报|本次|草稿|draft|apply|application")),
)


def side_of_number(raw: Cell) -> str:
    """The side that the shape of a project's number tells, "" where it tells none."""
    shape = shape_of_number(raw)
    if shape:
        return shape
    return APPLICATION if _APPLICATION_NUMBER.fullmatch(text_key(raw)) else ""


def side_of_status(raw: Cell) -> str:
    """The side that a 状态 cell tells, "" where it tells none."""
    key = text_key(raw)
    return next((side for side, words in reversed(_STATUS) if words.search(key)), "")


def side_of_words(texts: Iterable[str]) -> str:
    """The side that titles or headers speak of; "" where they speak of both or neither."""
    joined = " ".join(texts)
    ongoing, application = _ONGOING_WORDS.search(joined), _APPLICATION_WORDS.search(joined)
    if bool(ongoing) == bool(application):
        return ""
    return ONGOING if ongoing else APPLICATION
