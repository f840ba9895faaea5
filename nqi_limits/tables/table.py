"""A recognised table: columns of raw cells whose places are known by position.

Nothing is stored for a single cell. A column keeps one small integer for each row and every distinct raw value once;
the place of a cell follows from the row number, the column's letter and the sheet the table stands on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from nqi_limits.findings.model import Wording
    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.mapping.model import MappedSheet

KINDS = (
    "people",
    "ongoing-projects",
    "ongoing-members",
    "applications",
    "application-members",
    "organisations",
    "ignored",
)


def column_letters(number: int) -> str:
    """The letters of a column, counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the user's files: where it stands, what its column is headed, what it holds."""

    file: str
    sheet: str
    row: int
    column: int
    header: str
    value: Cell
    field: str = ""

    @property
    def cell(self) -> str:
        """The cell's name in the sheet, such as D17."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value stands that holds for whole rows: in a cell (from 1), or in the name of the "sheet" or "file"."""

    row: int = 0
    column: int = 0
    name: str = ""


@dataclass(slots=True)
class Column:
    """One column of a table.

    `codes` has a number for each row of the table, an index into `values`, the distinct raw cells. An empty cell is the
    value `""`. What a title, a label or a name tells of whole rows is a column too: `origins` say where each value stands.
    """

    field: str
    header: str
    number: int
    codes: NDArray[np.int32]
    values: list[Cell]
    origins: list[Origin | None] | None = None

    def raw(self, row: int) -> Cell:
        """The raw cell of the table's row with this index (from 0)."""
        return self.values[int(self.codes[row])]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet as it was understood, used or not.

    `field` is what the column is in this table, "" where it is left out; `claim` what its header means by itself: of a
    number column on a sheet with ongoing projects and applications, "number". `why` is a key of the catalogue for a
    column that is left out, `rival` the number of the column that has the field instead. `samples` are the first
    distinct cells.
    """

    number: int
    header: str
    field: str
    claim: str
    samples: tuple[Cell, ...] = ()
    why: str = ""
    rival: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column (counted from 1) that may have `field` and was left out, and what to say of it."""

    column: int
    field: str
    wording: Wording


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that holds something and could not be understood.

    `why` is a key of the catalogue; `unit` the raw project or application number in the row, "" where it has none.
    """

    row: int
    column: int
    header: str
    value: Cell
    why: str
    unit: Cell = ""


@dataclass(frozen=True, slots=True)
class ToldValues:
    """What stands around a table: the values of a field, and the first `cell` that holds one, or whose `name` does."""

    field: str
    values: tuple[Cell, ...]
    name: str
    cell: str


@dataclass(slots=True)
class Table:
    """One table on one sheet, as its headers were understood.

    `rows` holds the sheet's row number (from 1) of each table row; `columns` is keyed by field name;
    `mapping` is every header as written with the field it was taken for, "" where it was left out; `headings` tell
    the same of every column that holds anything, with samples. `guessed_row` is the row that looks most like a header
    where none was recognised, else 0. `entry` is the entry of the office's column mapping that holds for the table;
    `said` tells that the user says what kind of table it is. `lists` is what everyone in a list kept on a sheet of its
    own is: `discredited`, `guide_expert` or `civil_servant`, else "". `repeats` are the rows of the same header further
    down. `doubts` about a header stand with its first table. `further` are the same rows again, each time with another column
    of people whose field this table has already; `named` is what such a table's people are by their column's header: a field.
    """

    file: str
    sheet: str
    kind: str
    header_row: int
    rows: NDArray[np.int32]
    columns: dict[str, Column]
    mapping: Mapping[str, str]
    examples: int = 0
    footers: int = 0
    unread: list[UnreadRow] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    why_ignored: str = ""
    lists: str = ""
    headings: tuple[Heading, ...] = ()
    guessed_row: int = 0
    entry: MappedSheet | None = None
    said: bool = False
    repeats: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    further: tuple[Table, ...] = ()
    named: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def kind_key(self) -> str:
        """The key of the catalogue that says what the table is."""
        return f"tables.list.{self.lists}" if self.lists else f"tables.kind.{self.kind}"

    def told(self) -> Iterator[ToldValues]:
        """What labels, titles and names around the table say of its rows."""
        for column in self.columns.values():
            if column.origins is None:
                continue
            by_name: dict[str, dict[Cell, Origin]] = {}
            for value, origin in zip(column.values, column.origins, strict=True):
                if origin is not None:
                    by_name.setdefault(origin.name, {}).setdefault(value, origin)
            for name, found in by_name.items():
                first = next(iter(found.values()))
                cell = f"{column_letters(first.column)}{first.row}" if first.row else ""
                yield ToldValues(column.field, tuple(found), name, cell)

    def place(self, row: int, name: str) -> Place | None:
        """The place of field `name` in the table's row with this index, or None where no cell holds it."""
        column = self.columns.get(name)
        if column is None:
            return None
        if column.origins is not None:
            origin = column.origins[int(column.codes[row])]
            if origin is None or not origin.row:
                return None
            return Place(self.file, self.sheet, origin.row, origin.column, column.header, column.raw(row), name)
        return Place(self.file, self.sheet, int(self.rows[row]), column.number, column.header, column.raw(row), name)

    def places(self, row: int, names: Sequence[str]) -> tuple[Place, ...]:
        """The places of those of `names` that the table has as columns."""
        found = (self.place(row, name) for name in names)
        return tuple(place for place in found if place is not None)
