"""What stands around a table and speaks of all of its rows: a number in a label, a title, a sheet's or a file's name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.kinds import BY_ROLE
from nqi_limits.tables.labels import OF_PERSON, TOPIC_FIELDS, UNIT_FIELDS, Told, is_any_leader, is_label, labelled
from nqi_limits.tables.sides import side_of_number
from nqi_limits.tables.table import Origin
from nqi_limits.values.project_numbers import of_one_project
from nqi_limits.values.roles import read_topic_index
from nqi_limits.values.text import clean, one_dash, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nqi_limits.tables.sheet import Sheet

PERSON_FIELDS = BY_ROLE | OF_PERSON | {"name"}
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
# NQI2022 and SQ-2022 are a call's year, not a number in it.
_ONLY_A_YEAR = re.compile(r"[a-z]*-?(?:19|20)\d\d", re.IGNORECASE)
_QUOTED = re.compile(r"[《“\"]([^《》“”\"]{4,})[》”\"]\s*(?:的)?(?:项目|课题)")
_TOPIC = re.compile(
    r"\s*((?:第\s*)?[0-9一二三四五六七八九十]{1,3}\s*课题|课题\s*[0-9一二三四五六七八九十]{1,3})(?!\d)\s*(?:$|[:：、.．\s《“(（—-])"
)
_CODE = re.compile(r"(?=.*[A-Za-z])[A-Za-z]{0,6}-?\d{1,6}[A-Za-z]?(?:-\d{1,6})*")
_NO_CODE = re.compile(r"(?:sheet|table|book|page|tab|list|data|v)-?\d+", re.IGNORECASE)
_CONTINUED = re.compile(r"^\W*(?:接?上页|接上表|续表?|续上表)")


def told_in_row(sheet: Sheet, row: int) -> list[Told]:
    """What the labels of a row say (项目编号：…), or else the one number or quoted title that its words name."""
    cells = [(at, cell) for at, cell in enumerate(sheet.row(row)) if is_filled(cell)]
    found = list(labelled(row, cells))
    if any(one.field in UNIT_FIELDS for one in found):
        return found
    labels = [one.origin.column for one in found if one.field not in BY_ROLE]
    for at, cell in cells:
        if not isinstance(cell, str) or at + 1 in labels:
            continue
        origin = Origin(row + 1, at + 1)
        number = number_in(cell)
        topic = _TOPIC.match(cell)
        quoted = _QUOTED.search(cell)
        if number:
            found.append(Told("number", number, "", origin))
        elif topic and read_topic_index(topic[1]) is not None:
            found.append(Told("topic_index", topic[1], "", origin))
        elif quoted:
            found.append(Told("project_name", quoted[1].strip(), "", origin))
    if any(one.field in TOPIC_FIELDS for one in found) and not any(one.field in UNIT_FIELDS for one in found):
        found = [
            replace(one, field="topic_leader") if one.field == "project_leader" and is_any_leader(one.header) else one
            for one in found
        ]
    return found


def is_label_line(sheet: Sheet, row: int) -> bool:
    """Whether a row is a line of a form about one project: its first cell the label of a number or title, the value beside it."""
    cells = [(at, cell) for at, cell in enumerate(sheet.row(row)) if is_filled(cell)]
    if len(cells) < 2 or not is_label(cells[0][1]):
        return False
    found = list(labelled(row, cells))
    if not found or found[0].origin.column > cells[1][0] + 1:
        return False
    fields = UNIT_FIELDS | TOPIC_FIELDS | BY_ROLE
    if any(one.field == "id_number" and re.search(r"\d{6}", str(one.value)) for one in found):
        fields |= {"name"}  # 姓名 | 张三 | 证件号码 | …: over the projects of one person
    return len(cells) <= 2 * len(found) and any(one.field in fields for one in found)


def told_by_name(name: str, what: str, any_code: bool) -> Told | None:
    """The number that the name of a sheet or a file (`what`) holds; with `any_code` also one of no known form, such as A-07."""
    stem = re.sub(r"\.[A-Za-z]{3,4}$", "", name.replace("\\", "/").rpartition("/")[2]) if what == "file" else name
    number = number_in(stem)
    if not number and any_code:
        code = one_dash(clean(stem)).replace(" ", "")
        number = code if _CODE.fullmatch(code) and not _NO_CODE.fullmatch(code) else ""
    return Told("number", number, "", Origin(name=what)) if number else None


def number_in(text: str) -> str:
    """The one number of a project or application of a known form among other words, "" where there is none or more than one."""
    found: dict[str, str] = {}
    for token in _TOKEN.findall(one_dash(clean(text))):
        if side_of_number(token) and not _ONLY_A_YEAR.fullmatch(token):
            found.setdefault(text_key(token), token)
    if len(found) > 1 and not of_one_project(found.values()):
        return ""
    return next(iter(found.values()), "")


def continues(texts: Iterable[str]) -> bool:
    """Whether the words above a repeated header only say that the table goes on: 续表."""
    return all(_CONTINUED.match(text) for text in texts)
