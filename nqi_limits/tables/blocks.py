"""Which rows belong to which header: where a table ends, where the titles of the next begin, and which tables are one table
whose header stands again and again (on every printed page, above every project)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nqi_limits.tables.around import continues, is_label_line, told_in_row
from nqi_limits.tables.below import is_code
from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.headers import header_text, meaning_of
from nqi_limits.tables.kinds import make_of
from nqi_limits.tables.labels import UNIT_FIELDS
from nqi_limits.tables.mapping.model import said_by
from nqi_limits.tables.rows import is_complete, is_footer
from nqi_limits.tables.sides import side_of_words
from nqi_limits.values.name_words import looks_like_a_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.tables.labels import Told
    from nqi_limits.tables.layout import Header
    from nqi_limits.tables.sheet import Sheet

TITLE_ROWS = 12
_TITLE_LENGTH = 4


@dataclass(slots=True)
class Block:
    """A header with the rows from `start`, where its titles may begin, to `end`, one past its last row."""

    header: Header
    start: int
    end: int

    def titles(self) -> range:
        """The rows above the header that may hold titles."""
        return range(max(self.start, self.header.first - TITLE_ROWS), self.header.first)


@dataclass(slots=True)
class Group:
    """Blocks with one and the same header; `header` is the first.

    `head` is what the head of a form tells above an earlier table that holds for this one too; such a table `passes_on`.
    """

    header: Header
    blocks: list[Block] = field(default_factory=list)
    head: Sequence[Told] = ()
    passes_on: bool = False

    @property
    def end(self) -> int:
        """One past the last row."""
        return self.blocks[-1].end

    @property
    def repeats(self) -> tuple[int, ...]:
        """The last row of each header but the first."""
        return tuple(block.header.last for block in self.blocks[1:])


def groups_of(sheet: Sheet, headers: Sequence[Header], said: str | None) -> list[Group]:
    """The headers of a sheet with their rows, repeated ones together."""
    tables = [header for header in headers if not is_label_line(sheet, header.last)] or list(headers)
    groups: list[Group] = []
    start = 0
    for at, header in enumerate(tables):
        end = tables[at + 1].first if at + 1 < len(tables) else len(sheet)
        if at + 1 < len(tables):
            end = _without_titles(sheet, header, end, make_of(header.known, said or said_by(header.entry))[0])
        block = Block(header, start, end)
        start = end
        if not groups or not _same_table(sheet, groups[-1], block):
            groups.append(Group(header))
        groups[-1].blocks.append(block)
    return groups


def _same_table(sheet: Sheet, group: Group, block: Block) -> bool:
    """Whether a block goes on with the table above it: the same header, and no title that turns to the other side."""
    one, other = group.header, block.header
    if one.texts != other.texts or one.fields != other.fields:
        return False
    said = side_of_words(titles_of(sheet, block))
    return not said or said == side_of_words(titles_of(sheet, group.blocks[0]))


def titles_of(sheet: Sheet, block: Block) -> list[str]:
    """The texts above a header that may be titles of it."""
    rows = block.titles()
    return sheet.texts(rows.start, rows.stop)


def _without_titles(sheet: Sheet, header: Header, end: int, make: str) -> int:
    """The end of a table above another one: the other's titles and the blank rows between them left out."""
    while end > header.last + 1:
        filled = [column for column, cell in enumerate(sheet.row(end - 1)) if is_filled(cell)]
        if filled and not _is_title(sheet, header, end - 1, filled, make):
            break
        end -= 1
    return end


def _is_title(sheet: Sheet, header: Header, row: int, filled: Sequence[int], make: str) -> bool:
    """Whether a row is a title, at the left or across columns, and no name, number or project; or a line of a form's head."""
    if is_label_line(sheet, row):
        return True
    if len(filled) > 1:
        return False
    cell = sheet.cell(row, filled[0])
    across = any(top == row + 1 and left == filled[0] + 1 < right for top, left, _, right in sheet.grid.merged)
    if not (across or filled[0] <= min(header.texts)) or is_footer(cell):
        return False
    if header.fields.get(filled[0], "") not in UNIT_FIELDS and told_in_row(sheet, row):
        return True
    if isinstance(cell, str) and continues([cell]):
        return True
    if not sheet.filled[row - 1] and meaning_of(cell) is not None:
        return True  # 单位 after a blank row and above a header
    return (
        len(header_text(cell)) >= _TITLE_LENGTH
        and not looks_like_a_name(cell)
        and not is_code(cell)
        and not (make and is_complete(sheet, header, row, make))
    )
