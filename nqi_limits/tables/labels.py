"""Labels and what stands behind them, in one cell or in the next: 项目编号：…, 项目负责人 | 张三."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from nqi_limits.tables.headers import header_text, meaning_of
from nqi_limits.tables.kinds import BY_ROLE
from nqi_limits.tables.sides import side_of_number
from nqi_limits.tables.table import Origin
from nqi_limits.values.name_words import looks_like_a_name
from nqi_limits.values.person_names import names_elsewhere, read_names
from nqi_limits.values.roles import Role, read_role
from nqi_limits.values.text import is_placeholder, text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nqi_limits.sources.grid import Cell

UNIT_FIELDS = frozenset(["application_number", "project_number", "number", "project_name"])
TOPIC_FIELDS = frozenset(["topic_number", "topic_index", "topic_name"])
# What a label says of the person whom the label before it names.
OF_PERSON = frozenset(
    [
        *("id_number", "organisation", "project_leader_id", "topic_leader_id"),
        *("project_leader_organisation", "topic_leader_organisation"),
    ]
)
_OF_UNIT = frozenset(
    [
        *("programme", "lead_organisation", "direction", "category", "recommender"),
        *("start_date", "end_date", "extended_end_date", "period", "duration"),
    ]
)
_FIELDS = UNIT_FIELDS | TOPIC_FIELDS | _OF_UNIT | BY_ROLE | OF_PERSON | {"name"}
_LONGEST = 24
_PAIR = re.compile(
    r"(?:^|(?<=[\s,，;；。()（）【】]))((?:[A-Za-z]+\.? ){0,2}[A-Za-z]+\.?|[^\s:：,，;；、。()（）【】]{2,16})"
    r"\s*(?:[(（][^()（）:：]*[)）])?\s*[:：]\s*"
)
_EDGES = " \t\r\n\u3000,，;；。(（【】"
# 负责人 in such a line answers for the file, not for a project.
_OF_THE_FILE = re.compile(r"填[报表写]|制表|编制|报送|审[核批]|联系|电话|部门|科技处|日期")
_NO_PERSON = re.compile(r"大学|学院|研究[院所]|[院所厂局处部]$|公司|中心|集团|信息|情况|名单|方式|签[字名章]")


@dataclass(frozen=True, slots=True)
class Told:
    """One fact that holds for the rows below: `header` is the label it stands behind, "" where it has none."""

    field: str
    value: Cell
    header: str
    origin: Origin


def labelled(row: int, cells: Sequence[tuple[int, Cell]]) -> Iterator[Told]:
    """What the labels of a row (from 0) say; `cells` are its filled cells, each with its column (from 0)."""
    plain = not any(isinstance(cell, str) and _OF_THE_FILE.search(cell) for _, cell in cells)
    at = 0
    while at < len(cells):
        column, cell = cells[at]
        at += 1
        if not isinstance(cell, str):
            continue
        pairs = list(_pairs(cell))
        for label, value in pairs:
            if field := _field(label, value, plain):
                yield Told(field, _value(field, value), label, Origin(row + 1, column + 1))
        if pairs or not _label(cell) or at == len(cells) or is_label(cells[at][1]):
            continue
        beside, own = cells[at]
        field = _field(cell, own, plain)
        if field in BY_ROLE and not cell.rstrip().endswith((":", "：")) and not _is_surely_a_name(own):
            continue
        at += 1
        if field:
            yield Told(field, _value(field, own), _without_colon(cell), Origin(row + 1, beside + 1))


def is_unit_label(raw: Cell) -> bool:
    """Whether a cell is, or begins with, the label of a project's number or title, or of a topic's."""
    if not isinstance(raw, str) or not raw:
        return False
    label = _label(re.split("[:：]", raw, maxsplit=1)[0])
    return not (UNIT_FIELDS | TOPIC_FIELDS).isdisjoint(label)


def is_any_leader(label: str) -> bool:
    """Whether a label may speak of the leader of a project or of a topic: 负责人, 主持人."""
    return {"project_leader", "topic_leader"}.issubset(_label(label))


def is_label(raw: Cell) -> bool:
    """Whether a cell is spelled like a header."""
    return isinstance(raw, str) and meaning_of(_without_colon(raw)) is not None


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Labels with their values in one cell: 申报编号：NQI-001　项目名称：…"""
    matches = [(label, match) for match in _PAIR.finditer(text) for label in [_known_label(match[1])]]
    for at, (label, match) in enumerate(matches):
        if not label:
            continue
        # a title may hold a colon; a number or a name ends at whatever stands before the next one
        ends = (
            other.start(1) + len(other[1]) - len(word or other[1])
            for word, other in matches[at + 1 :]
            if word or "project_name" not in _label(label)
        )
        value = text[match.end() : next(ends, len(text))].strip(_EDGES)
        if "(" not in value and "（" not in value:
            value = value.rstrip(")）")
        if value and not is_placeholder(text_key(value)):
            yield label, value
    known = [match.start() for label, match in matches if label]
    yield from _named_without_colon(text[: known[0] if known else None])


def _known_label(words: str) -> str:
    """The longest known label at the end of some words: San Project leader is Project leader; "" where none is known."""
    while words:
        if _label(words):
            return words
        words = words.partition(" ")[2]
    return ""


def _named_without_colon(text: str) -> Iterator[tuple[str, str]]:
    """项目负责人 张三: a role and a name behind it that is sure to be one."""
    for label, value in pairwise(text.split()):
        if not BY_ROLE.isdisjoint(_label(label)) and _is_surely_a_name(value):
            yield label, value


def _label(text: str) -> tuple[str, ...]:
    """The fields that a label may speak of, () for a word that is none."""
    if len(header_text(text)) > _LONGEST:
        return ()
    meaning = meaning_of(_without_colon(text))
    if meaning is None:
        role = read_role(text)
        return ("topic_leader",) if role.topics_led and role.roles == (Role.TOPIC_LEADER,) else ()
    fields = (meaning.field,) if meaning.field else tuple(choice.field for choice in meaning.choices)
    return tuple(field for field in fields if field in _FIELDS)


def _field(label: str, value: Cell, plain: bool) -> str:
    """Of the fields that a label may speak of the one that its value fits, "" where it fits none.

    A label that speaks of leaders of any kind (负责人) is a project's where the line is not about the file (`plain`).
    """
    fields = _label(label)
    if "number" in fields and len(fields) > 1:
        fields = ("number",) if side_of_number(value) else tuple(one for one in fields if one != "number")
    if fields == ("name",):
        return "name" if len(_names(value)) == 1 and _is_surely_a_name(value) else ""
    fields = tuple(field for field in fields if field != "name")
    of_unit = [field for field in fields if field not in BY_ROLE and field not in OF_PERSON]
    if of_unit or not fields:
        return of_unit[0] if of_unit else ""
    if BY_ROLE.isdisjoint(fields):
        return fields[0]
    if not (_names(value) or names_elsewhere(value)) or (len(fields) > 1 and not plain):
        return ""
    return "project_leader" if "project_leader" in fields else next(field for field in fields if field in BY_ROLE)


def _value(field: str, raw: Cell) -> Cell:
    """A value as it is read: of a person's the names only, without the organisation and the title behind them."""
    if field not in BY_ROLE and field != "name":
        return raw
    names = _names(raw)
    return raw if len(names) == len(read_names(raw)) else "、".join(names)


def _names(raw: Cell) -> list[str]:
    return [name.shown for name in read_names(raw) if not _NO_PERSON.search(name.shown)]


def _is_surely_a_name(raw: Cell) -> bool:
    """Whether a cell beside a label names people: it may as well be a header that is not known."""
    return any(looks_like_a_name(name) or "·" in name or name.isascii() for name in _names(raw))


def _without_colon(text: str) -> str:
    return header_text(text).rstrip(":： ")
