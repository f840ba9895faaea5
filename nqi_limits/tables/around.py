"""What stands around a table and speaks of all of its rows: a number in a label, a title, a sheet's or a file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.headers import header_text, meaning_of
from nqi_limits.tables.sides import side_of_number
from nqi_limits.tables.table import Origin
from nqi_limits.values.project_numbers import read_project_number
from nqi_limits.values.roles import read_topic_index
from nqi_limits.values.text import clean, is_placeholder, one_dash, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.sheet import Sheet

UNIT_FIELDS = frozenset(["application_number", "project_number", "number", "project_name"])
TOPIC_FIELDS = frozenset(["topic_number", "topic_index", "topic_name"])
_OF_UNIT = frozenset(
    [
        *("programme", "lead_organisation", "direction", "category", "recommender"),
        *("start_date", "end_date", "extended_end_date", "period", "duration"),
    ]
)
_FIELDS = UNIT_FIELDS | TOPIC_FIELDS | _OF_UNIT
_PAIR = re.compile(r"(?:^|(?<=[\s,，;；。()（）【】]))([^\s:：,，;；、。()（）【】]{2,16})\s*[:：]\s*")
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


@dataclass(frozen=True, slots=True)
class Told:
    """One fact that holds for the rows below: `header` is the label it stands behind, "" where it has none."""

    field: str
    value: Cell
    header: str
    origin: Origin


def told_in_row(sheet: Sheet, row: int) -> list[Told]:
    """What the labels of a row say (项目编号：…), or else the one number or quoted title that its words name."""
    cells = [(at, cell) for at, cell in enumerate(sheet.row(row)) if is_filled(cell)]
    found = list(_labelled(row, cells))
    if any(one.field in UNIT_FIELDS for one in found):
        return found
    for at, cell in cells:
        if not isinstance(cell, str) or any(one.origin.column == at + 1 for one in found):
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
    return found


def is_label_line(sheet: Sheet, row: int) -> bool:
    """Whether a row is a line of a form about one project: its first cell the label of a number or title, the value beside it."""
    cells = [(at, cell) for at, cell in enumerate(sheet.row(row)) if is_filled(cell)]
    if len(cells) < 2 or not isinstance(cells[0][1], str) or not _label(cells[0][1]):
        return False
    found = list(_labelled(row, cells))
    return len(cells) <= 2 * len(found) and any(one.field in UNIT_FIELDS | TOPIC_FIELDS for one in found)


def is_unit_label(raw: Cell) -> bool:
    """Whether a cell is, or begins with, the label of a project's number or title, or of a topic's."""
    if not isinstance(raw, str) or not raw:
        return False
    label = _label(re.split("[:：]", raw, maxsplit=1)[0])
    return not (UNIT_FIELDS | TOPIC_FIELDS).isdisjoint(label)


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
            found.setdefault(read_project_number(token).project or text_key(token), token)
    return next(iter(found.values())) if len(found) == 1 else ""


def continues(texts: Iterable[str]) -> bool:
    """Whether the words above a repeated header only say that the table goes on: 续表."""
    return all(_CONTINUED.match(text) for text in texts)


def _labelled(row: int, cells: list[tuple[int, Cell]]) -> Iterator[Told]:
    at = 0
    while at < len(cells):
        column, cell = cells[at]
        at += 1
        if not isinstance(cell, str):
            continue
        pairs = list(_pairs(cell))
        for label, value in pairs:
            if field := _field(label, value):
                yield Told(field, value, label, Origin(row + 1, column + 1))
        if pairs or not _label(cell) or at == len(cells) or _is_label(cells[at][1]):
            continue
        beside, own = cells[at]
        at += 1
        if field := _field(cell, own):
            yield Told(field, own, _without_colon(cell), Origin(row + 1, beside + 1))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Labels with their values in one cell: 申报编号：NQI-001　项目名称：…"""
    matches = [match for match in _PAIR.finditer(text) if _label(match[1])]
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, following in zip(matches, ends, strict=False):
        value = text[match.end() : following].strip(" \t\r\n\u3000,，;；。()（）【】")
        if value and not is_placeholder(text_key(value)):
            yield match[1], value


def _label(text: str) -> tuple[str, ...]:
    """The fields that a label may speak of, () for a word that is none."""
    if len(header_text(text)) > 24:
        return ()
    meaning = meaning_of(_without_colon(text))
    if meaning is None:
        return ()
    fields = (meaning.field,) if meaning.field else tuple(choice.field for choice in meaning.choices)
    return tuple(field for field in fields if field in _FIELDS)


def _is_label(raw: Cell) -> bool:
    return isinstance(raw, str) and meaning_of(_without_colon(raw)) is not None


def _field(label: str, value: Cell) -> str:
    """Of the fields that a label may speak of the one that its value fits."""
    fields = _label(label)
    if "number" in fields and len(fields) > 1:
        fields = ("number",) if side_of_number(value) else tuple(one for one in fields if one != "number")
    return fields[0] if fields else ""


def _without_colon(text: str) -> str:
    return header_text(text).rstrip(":： ")
