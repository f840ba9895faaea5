"""Which rows under a header are data: blank rows, examples and footers are set apart, and so is what cannot be understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.sources.grid import NO_RESULT
from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.kinds import BY_ROLE, MEMBERS, ORGANISATIONS, PEOPLE, is_given
from nqi_limits.tables.table import UnreadRow
from nqi_limits.values.project_numbers import shape_of_number
from nqi_limits.values.roles import names_a_role
from nqi_limits.values.text import is_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet

UNIT_FIELDS = ("application_number", "project_number", "project_name")
_OF_TOPIC = ("topic_number", "topic_index", "topic_name", *sorted(BY_ROLE))
_EXAMPLE = re.compile(
    r"\s*(?:[(（\[【〔<《]\s*)?(?:示例|样例|范例|举例|填写示例)|\s*例\s*[:：]|\s*[(（\[【]\s*例\s*[)）\]】]"
)
_FOOTER = re.compile(
    r"\s*(?:(?:合|总|小|共)\s*计|汇\s*总|(?:制表|填表|填报|审核|审批|复核|经办|负责|联系|校对|报送)\s*(?:人|单位|日期|时间|部门)(?:员)?"
    r"(?:\s*(?:签字|签名|签章|盖章))?\s*(?:[:：(（_]|$)"
    r"|(?:制表|填表|填报|审核|审批|复核|经办|校对|编制|批准|签发|注|备注|说明|填表说明|填写说明|填报说明|日期|电话|联系电话|单位(?:公章|盖章)?|科技处|部门)\s*\d*\s*[:：]"
    r"|注\s*\d*\s*[、.．]|填[表写报](?:说明|要求|须知)|.{0,12}(?:签字|签名|签章|盖章|公章)\s*[)）]?\s*(?:[:：_]|$)|以下空白|以上(?:共|合计))"
)
_RUNNING = re.compile(r"\W*\d+\W*")
_ORDINAL = re.compile(r"\s*[(（]?(\d{1,2})[)）]?\s*")


@dataclass(frozen=True, slots=True)
class _Need:
    """Fields of which at least one must be filled, and the key of what to say where none is.

    A `decisive` one must not hold an error value even where another is filled. One of `numbered` does instead where it holds
    a whole project's or topic's number.
    """

    fields: tuple[str, ...]
    why: str
    decisive: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()

    def columns(self, header: Header, fields: tuple[str, ...] | None = None) -> list[int]:
        """The columns of the fields, or of these `fields`, that the header has."""
        found = map(header.column_of, self.fields if fields is None else fields)
        return [at for at in found if at is not None]


@dataclass(slots=True)
class Sorted:
    """The rows under a header, from row `first` (from 0) on: which are data, examples, footers, unread."""

    first: int
    data: NDArray[np.bool_]
    examples: NDArray[np.bool_]
    footers: NDArray[np.bool_]
    unread: NDArray[np.bool_]


def sort_rows(sheet: Sheet, header: Header, size: int, make: str) -> Sorted:
    """Sort the `size` rows below `header` of a table that is about `make` (see kinds.py)."""
    first = header.last + 1
    region = slice(first, first + size)
    serial = header.column_of("serial")
    filled = np.zeros(size, dtype=np.bool_)
    for at, column in enumerate(sheet.columns):
        filled |= (column.where(_is_remark) if at == serial else column.filled())[region]
    if size and counts_columns(sheet.row(first)[: sheet.width]):
        filled[0] = False
    example, label = _by_first_cell(sheet, header, region, size)
    example &= filled
    complete = np.ones(size, dtype=np.bool_)
    for need in _needs(sheet, header, make, ""):
        columns = [sheet.columns[at] for at in need.columns(header)]
        met = np.logical_or.reduce([column.where(_names_something, ordinary=True)[region] for column in columns])
        for at in need.columns(header, need.numbered) if not met.all() else ():
            met |= sheet.columns[at].where(_numbers_project)[region]
        complete &= met
        for at in need.columns(header, need.decisive):
            complete &= ~sheet.columns[at].where(is_error, ordinary=False)[region]
    footer = filled & ~example & label & ~complete
    rest = filled & ~example & ~footer
    return Sorted(first, rest & complete, example, footer, rest & ~complete)


def is_complete(sheet: Sheet, header: Header, row: int, make: str) -> bool:
    """Whether a row (from 0) has all that a table about `make` needs."""
    return all(_is_met(need, sheet, header, row) for need in _needs(sheet, header, make, ""))


def _is_met(need: _Need, sheet: Sheet, header: Header, row: int) -> bool:
    return any(_names_something(sheet.cell(row, at)) for at in need.columns(header)) or any(
        _numbers_project(sheet.cell(row, at)) for at in need.columns(header, need.numbered)
    )


def unread_rows(sheet: Sheet, header: Header, rows: NDArray[np.intp], make: str, kind: str) -> list[UnreadRow]:
    """These rows (from 0) as unread: the cell that should have held something, and why nothing is known without it."""
    found = []
    for row in rows.tolist():
        column, why = _what_is_missing(sheet, header, row, make, kind)
        numbers = (sheet.cell(row, at) for at in map(header.column_of, UNIT_FIELDS) if at is not None)
        unit = next(filter(_names_something, numbers), "")
        if column >= sheet.width:  # told by nothing: the row's own first cell is shown
            column = next(at for at in range(sheet.width) if is_filled(sheet.cell(row, at)))
        header_text = header.texts.get(column, "")
        found.append(UnreadRow(row + 1, column + 1, header_text, sheet.cell(row, column), why, unit))
    return found


def _what_is_missing(sheet: Sheet, header: Header, row: int, make: str, kind: str) -> tuple[int, str]:
    """The column (from 0) that lacks what the table needs, and the key of what to say."""
    for need in _needs(sheet, header, make, kind):
        columns = need.columns(header)
        named = _is_met(need, sheet, header, row)
        for at in need.columns(header, need.decisive) if named else columns:
            raw = sheet.cell(row, at)
            if is_error(raw):
                return at, f"tables.unread.{'no-result' if str(raw).startswith(NO_RESULT) else 'error-value'}"
        if not named:
            return columns[0], need.why
    raise AssertionError("a row without a fault was taken for unread")


def _needs(sheet: Sheet, header: Header, make: str, kind: str) -> list[_Need]:
    """What each row of such a table must have."""
    # a title stands for a project whose number is not given, never for one whose number is not known
    why = f"tables.unread.no-{'application' if kind.startswith('application') else 'project'}"
    numbered = ("topic_number",) if header.column_of("project_number") is not None else ()
    unit = _Need(UNIT_FIELDS, why, UNIT_FIELDS[:-1], numbered)
    if make == PEOPLE:
        return [_Need(("name",), "tables.unread.no-name")]
    if make == ORGANISATIONS:
        fields = ("organisation_name", "credit_code")
        return [_Need(fields, "tables.unread.no-organisation", decisive=fields[:1])]
    if make == MEMBERS:
        return [_Need(("name", *sorted(BY_ROLE)), "tables.unread.no-name"), unit]
    told = any(at >= sheet.width for at in map(header.column_of, UNIT_FIELDS) if at is not None)
    by_topic = told and any(header.column_of(field) is not None for field in _OF_TOPIC)
    return [_Need(_OF_TOPIC, "tables.unread.no-topic"), unit] if by_topic else [unit]


def is_footer(raw: Cell) -> bool:
    """Whether a cell is the label of a total, a signature, a note: a row that begins with it is no data."""
    return isinstance(raw, str) and not raw.isascii() and bool(_FOOTER.match(raw))


def _names_something(raw: Cell) -> bool:
    if not isinstance(raw, str):
        return True
    return is_given(raw) and not is_footer(raw)


def _numbers_project(raw: Cell) -> bool:
    return shape_of_number(raw) == "ongoing"


def _is_remark(raw: Cell) -> bool:
    """Whether a cell in the column of running numbers holds something else: rows numbered in advance are blank."""
    return isinstance(raw, str) and bool(raw.strip()) and not _RUNNING.fullmatch(raw)


def _by_first_cell(
    sheet: Sheet, header: Header, region: slice, size: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each row whether its first filled cell marks an example, and whether it is a footer's label."""
    example = np.zeros(size, dtype=np.bool_)
    label = np.zeros(size, dtype=np.bool_)
    before = np.ones(size, dtype=np.bool_)
    role = header.column_of("role")
    for at, column in enumerate(sheet.columns):
        if not before.any():
            break
        example |= before & column.where(_is_example, ordinary=False)[region]
        is_label = _is_label_not_role if at == role else is_footer
        label |= before & column.where(is_label, ordinary=False)[region]
        before &= ~column.filled()[region]
    return example, label


def _is_example(raw: Cell) -> bool:
    return isinstance(raw, str) and not raw.isascii() and bool(_EXAMPLE.match(raw))


def _is_label_not_role(raw: Cell) -> bool:
    """A footer's label where the column is that of roles: 负责人 alone is a role there."""
    return is_footer(raw) and not names_a_role(raw)


def counts_columns(cells: list[Cell]) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 … or (1), (2), (3) …"""
    counts = [
        _ORDINAL.fullmatch(str(int(cell) if isinstance(cell, float) else cell)) for cell in cells if is_filled(cell)
    ]
    numbers = [int(match[1]) for match in counts if match]
    return (
        len(numbers) > 2
        and len(numbers) == len(counts)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
