"""Lists that an office keeps as sheets of their own: of the discredited, of the guide's experts, of civil servants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nqi_limits.tables.kinds import ORGANISATIONS, PEOPLE
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DISCREDITED = "discredited"
_LISTS = {
    DISCREDITED: re.compile(r"失信|黑名单|惩戒名单|受惩戒|联合惩戒"),
    "guide_expert": re.compile(r"指南.{0,8}(?:专家|编制|编写)|专家.{0,6}指南"),
    "civil_servant": re.compile(r"公务员|公务人员"),
}
# 失信核查, 非公务员 …: who stands there was looked at, or is not meant.
_NO_LIST = re.compile(r"非公务|无失信|未失信|核查|查询|承诺|声明|自查|排查|是否|情况|审查|核验|说明|须知|[:：?？]")
_NO_NAME = re.compile(r"|(?:sheet|工作表|表|名单|list|data)?\s*\(?\d*\)?", re.IGNORECASE)
_LONGEST = 30
# Columns of sheets that list members or describe people in many ways: no such list has them.
_OTHER_SHEETS = frozenset(
    [
        *("role", "months", "task", "left_date", "application_number", "direction", "recommender", "category"),
        *("employment", "employment_proof", "project_leader", "topic_leader", *_LISTS),
    ]
)


def listed_as(fields: set[str], sheet: str, titles: Sequence[str], file: str) -> tuple[str, str]:
    """What everyone in a sheet is (a field such as `discredited`) and what it lists (PEOPLE, ORGANISATIONS); "" for no list.

    The sheet's name tells, where it says nothing (Sheet1) the titles above the header, then the file's name.
    """
    if fields & _OTHER_SHEETS:
        return "", ""
    found = named_as_list(sheet, titles, file)
    if found and "name" in fields:
        return found, PEOPLE
    return (found, ORGANISATIONS) if found == DISCREDITED and "organisation_name" in fields else ("", "")


def named_as_list(sheet: str, titles: Sequence[str], file: str) -> str:
    """What a sheet's name, its titles or its file's name say that everyone in it is, "" where they say nothing of it."""
    stem = file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    if not _NO_NAME.fullmatch(sheet.strip()) and sheet != stem:
        return _said_by([sheet])
    return _said_by(titles) or _said_by([stem])


def _said_by(texts: Iterable[str]) -> str:
    """The one list that short texts speak of; where they speak of two, none is meant."""
    keys = [key for text in texts if len(key := text_key(text)) <= _LONGEST]
    found = {name for key in keys if not _NO_LIST.search(key) for name, words in _LISTS.items() if words.search(key)}
    return found.pop() if len(found) == 1 else ""
