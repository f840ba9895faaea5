"""Where the header rows of a sheet stand: one row or two, once or again and again, under whatever titles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.around import is_label_line
from nqi_limits.tables.below import Words
from nqi_limits.tables.choices import known
from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.further import Columns, columns_of, lists_people
from nqi_limits.tables.headers import (
    PEOPLE_FIELDS,
    Meaning,
    header_key,
    header_text,
    meaning_of,
    meaning_of_one,
    no_members,
    without_ending,
)
from nqi_limits.tables.kinds import LISTS_OF_PEOPLE, UNITS
from nqi_limits.tables.mapping.model import best_entry, mapped_meanings
from nqi_limits.values.name_words import looks_like_a_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.mapping.model import MappedSheet
    from nqi_limits.tables.sheet import Sheet

_ANCHORS = frozenset(
    [
        *("name", "id_number", "number", "project_number", "application_number", "project_name", "topic_number"),
        *("organisation_name", "credit_code"),
        *LISTS_OF_PEOPLE,
    ]
)
_LONGEST_GROUP = 14


@dataclass(frozen=True, slots=True)
class Header:
    """A header: the rows it stands in (`first` to `last`, from 0), its text and its field by column.

    `meanings` are what those of its texts may mean that are known, the columns left out among them. `entry` is what the
    office's column mapping says of it, if anything, and `mapped` of how many of its columns. `people` tell of whom its
    columns speak (its `fields` are those of `fields`); `further` is the role of the further people that the header is of.
    """

    first: int
    last: int
    texts: Mapping[int, str]
    fields: Mapping[int, str]
    meanings: Mapping[int, Meaning] = field(default_factory=dict)
    entry: MappedSheet | None = None
    mapped: int = 0
    people: Columns = field(default_factory=lambda: Columns({}))
    further: str = ""

    @property
    def known(self) -> set[str]:
        """The fields that say something, those of people who are left to tables of their own among them."""
        return known((*self.fields.values(), *self.people.moved.values(), *self.people.told.values()))

    def column_of(self, field: str) -> int | None:
        """The column (from 0) that has a field, None where none has."""
        return next((column for column, found in self.fields.items() if found == field), None)


def find_headers(sheet: Sheet, said: bool = False) -> list[Header]:
    """The headers of a sheet from top to bottom: each has at least two known fields, one of them an anchor.

    One known field is enough for the only header of a sheet of which the user has `said` what it is, and 姓名 for any.
    """
    found: list[Header] = []
    seen: dict[tuple[int, ...], Header] = {}
    words = Words(sheet)
    rows, at = words.first(2), 0
    while at < len(rows):
        row = int(rows[at])
        at += 1
        header = _again(words, seen, row, found[-1].last if found else -1)
        if header is None:
            header = _best(sheet, words, row, found[-1].last if found else -1)
            if header is None or not _is_table(sheet, header):
                continue
            header = _with_numbered(sheet, header)
            seen[words.key(header.last)] = header
        if not found or header.fields != found[-1].fields:
            rows, at = words.below(header), 0
        at += int(np.searchsorted(rows[at:], header.last + 1))
        found.append(header)
    if not found:
        alone = (_single(sheet, row) for row in words.first(1).tolist())
        found = [header for header in alone if header.known and (said or header.known == {"name"})][:1]
    return found


def _is_table(sheet: Sheet, header: Header) -> bool:
    fields = {**header.fields, **header.people.moved, **header.people.told}
    words = {header.texts[at] for at, field in fields.items() if known([field])}
    return min(len(header.known), len(words)) > 1 and bool(header.known & _ANCHORS) and not _is_form(sheet, header)


def _again(words: Words, seen: Mapping[tuple[int, ...], Header], row: int, after: int) -> Header | None:
    """An earlier header again, where the row repeats its last row, None where it does not."""
    header = seen.get(words.key(row)) if seen else None
    if header is None:
        return None
    height = header.last - header.first
    same = row - height > after and all(
        words.key(row - at) == words.key(header.last - at) for at in range(1, height + 1)
    )
    return replace(header, first=row - height if same else row, last=row)


def _is_form(sheet: Sheet, header: Header) -> bool:
    """Whether the "header" is a line of a form, with labels below its labels: 姓名 … above 单位 …"""
    column = next(column for column, field in header.fields.items() if field in _ANCHORS)
    below = sheet.sample(column, header.last + 1)
    return sum(meaning_of(cell) is not None for cell in below) * 2 > len(below)


def _best(sheet: Sheet, words: Words, row: int, after: int) -> Header | None:
    """The header that a candidate row belongs to: the row alone, or with the one above or below if that tells more."""
    alone = _single(sheet, row)
    if is_label_line(sheet, row):
        return alone
    if len(alone.known) == 1 and alone.known <= UNITS:
        alone = _with_numbered(sheet, alone)  # 申报编号, 课题1负责人, 课题2负责人
    above = _double(sheet, row - 1) if row - 1 > after and not _is_no_group(sheet, words, row - 1) else None
    if above is not None and _tells_more(above, alone) and not _over_data(sheet, words, row - 1):
        return above
    if row + 1 < len(sheet) and not words.holds_numbers(row + 1) and not _over_data(sheet, words, row):
        below, double = _single(sheet, row + 1), _double(sheet, row)
        if double is not None and len(double.known) >= len(alone.known) and _tells_more(double, below):
            return double
        if len(below.known) > len(alone.known):
            return None
    return alone


def _is_no_group(sheet: Sheet, words: Words, row: int) -> bool:
    """Whether a row cannot be the upper row of a header: it holds numbers, or labels with their values."""
    return words.holds_numbers(row) or is_label_line(sheet, row)


def _over_data(sheet: Sheet, words: Words, row: int) -> bool:
    """Whether a row is a header by itself and the row below is data of it."""
    upper = _single(sheet, row)
    return len(upper.known) > 1 and bool(upper.known & _ANCHORS) and words.is_data(upper, row + 1)


def _tells_more(double: Header, below: Header) -> bool:
    """Whether two rows together tell more than the lower one: more fields, or others (项目负责人 over 姓名)."""
    if double.mapped != below.mapped:
        return double.mapped > below.mapped
    left_out = {at for at, field in double.fields.items() if not field and no_members(double.texts[at])}
    alone = known(field for at, field in below.fields.items() if at not in left_out)
    differ = any(field != below.fields.get(at, "") for at, field in double.fields.items())
    return bool(double.known) and (len(double.known) > len(alone) or (len(double.known) == len(alone) and differ))


def _single(sheet: Sheet, row: int) -> Header:
    texts = {column: header_text(cell) for column, cell in enumerate(sheet.row(row)) if is_filled(cell)}
    meanings = {column: meaning_of(sheet.cell(row, column)) for column in texts}
    return _header(sheet, row, row, texts, meanings)


def _double(sheet: Sheet, row: int) -> Header | None:
    """The header of a row of groups and the row below it, None where the lower row is not spelled like headers."""
    texts: dict[int, str] = {}
    meanings: dict[int, Meaning | None] = {}
    lower = {column: meaning_of(cell) for column, cell in enumerate(sheet.row(row + 1)) if is_filled(cell)}
    if not lower or sum(meaning is not None for meaning in lower.values()) * 2 < len(lower):
        return None
    for column, (above, below) in enumerate(zip(_groups(sheet, row), sheet.row(row + 1), strict=True)):
        group, own = header_text(above), header_text(below)
        if group and own and group != own:
            texts[column] = f"{group} {own}"
            meanings[column] = meaning_of(without_ending(group) + own)
            if meanings[column] is None and not no_members(group):
                meanings[column] = _of_group(lower[column], without_ending(group))
        elif group or own:
            texts[column] = group or own
            meanings[column] = meaning_of(above if group else below)
    return _header(sheet, row, row + 1, texts, meanings)


def _of_group(below: Meaning | None, group: str) -> Meaning | None:
    """What the lower row of a header says under a group: of whom the group's name speaks, if it speaks of people."""
    owner = meaning_of(group) or meaning_of_one(group)
    if below is None or below.owner or owner is None or PEOPLE_FIELDS.isdisjoint(owner.may_be):
        return below
    return replace(below, owner=header_key(group))


def _with_numbered(sheet: Sheet, header: Header) -> Header:
    """The header with further columns of people known: one of several (骨干1, 骨干2), and those right of 骨干 without a header.

    A header over several columns, merged or not, stands in the first of them; names in the others are of the same role.
    """
    meanings = {at: found for at, text in header.texts.items() if (found := meaning_of_one(text)) is not None}
    known = {**header.meanings, **meanings}
    texts = dict(header.texts)
    for at in range(1, sheet.width):
        left = known.get(at - 1)
        if (
            at not in texts
            and left is not None
            and lists_people(left)
            and _are_names(sheet.sample(at, header.last + 1))
        ):
            texts[at], known[at] = texts[at - 1], left
    if not meanings and len(texts) == len(header.texts):
        return header
    return _header(sheet, header.first, header.last, texts, known)


def _are_names(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(map(looks_like_a_name, cells))


def _groups(sheet: Sheet, row: int) -> Sequence[Cell]:
    """The upper header row with each group's text over all of its columns: by merged cells, else up to the next text."""
    cells = sheet.row(row)
    merged = [(left, right) for top, left, _, right in sheet.grid.merged if top == row + 1 and right > left]
    for left, right in merged:
        for column in range(left, min(right, len(cells))):
            cells[column] = cells[left - 1]
    if not merged:
        for column in range(1, len(cells)):
            if not is_filled(cells[column]) and is_filled(sheet.cell(row + 1, column)):
                cells[column] = cells[column - 1]
    return ["" if _is_title(cell) else cell for cell in cells]


def _is_title(raw: Cell) -> bool:
    """Whether a cell of the upper row is a title or a remark rather than a group's name."""
    text = header_text(raw)
    return len(text) > _LONGEST_GROUP or any(mark in text for mark in ":：。，")


def _header(
    sheet: Sheet, first: int, last: int, texts: Mapping[int, str], meanings: Mapping[int, Meaning | None]
) -> Header:
    entry, mapped = best_entry(sheet.mapped, texts)
    if entry is not None:
        meanings = {**meanings, **mapped_meanings(entry, texts)}
    understood = {column: meaning for column, meaning in meanings.items() if meaning is not None}
    people = columns_of(understood, texts, lambda column: sheet.sample(column, last + 1))
    fields = {column: people.fields.get(column, "") for column in texts}
    return Header(first, last, texts, fields, understood, entry, mapped, people)
