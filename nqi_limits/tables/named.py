"""People whom labels above a table or between its rows name: 项目负责人：张三 over the members of a project."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.kinds import BY_ROLE, PEOPLE, UNITS
from nqi_limits.tables.labels import OF_PERSON, TOPIC_FIELDS, UNIT_FIELDS
from nqi_limits.tables.table import Column, UnreadRow
from nqi_limits.values.person_names import read_names
from nqi_limits.values.roles import read_role, read_topic_index
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.labels import Told
    from nqi_limits.tables.table import Table

_LEADERS = ("project_leader", "topic_leader")


@dataclass(frozen=True, slots=True)
class Named:
    """People whom a label names in a role; `facts` are the name and what else is told of that person, by field.

    They belong to the project, or the topic, of the rows `first` to `end` (from 0). `unit` is the project's number or title
    where labels tell it, "" where they do not; `topic` the number of the topic that the label itself names (课题1负责人).
    """

    field: str
    first: int
    end: int
    facts: dict[str, Told]
    unit: Cell = ""
    topic: int | None = None

    @property
    def told(self) -> Told:
        """The cell that names them."""
        return self.facts[self.field]

    def until(self, row: int, fields: Collection[str]) -> Named:
        """The same where a line in `row` turns to another project, or to another topic of which these lead one."""
        turns = UNIT_FIELDS | TOPIC_FIELDS if self.field == "topic_leader" else UNIT_FIELDS
        return replace(self, end=min(self.end, row)) if not turns.isdisjoint(fields) else self


def named_by(told: Iterable[Told], first: int, end: int, state: Mapping[str, Told]) -> list[Named]:
    """The people whom some labels name, for the rows `first` to `end`; `state` is what is told of the project.

    A number or an organisation is that of whom the label before it names.
    """
    found: list[Named] = []
    unit = next((state[field].value for field in sorted(UNIT_FIELDS) if field in state), "")
    for one in told:
        if one.field in BY_ROLE or one.field == "name":
            found.append(Named(one.field, first, end, {one.field: one}, unit, read_role(one.header).topic))
        elif one.field in OF_PERSON:
            field, whose = _of_whom(one.field, found)
            if whose is not None:
                whose.facts.setdefault(field, one)
    return found


def _of_whom(field: str, found: Sequence[Named]) -> tuple[str, Named | None]:
    """The field that a further label fills, and the leader it speaks of; None where it speaks of none."""
    if found and found[-1].field == "name":
        return field, found[-1]
    leaders = [one for one in found if one.field in _LEADERS]
    what = {"id_number": "id", "organisation": "organisation"}.get(field)
    if what is None:
        return field, next((one for one in reversed(leaders) if field.startswith(one.field)), None)
    last = leaders[-1] if leaders and leaders[-1] is found[-1] else None
    return (f"{last.field}_{what}", last) if last else (field, None)


def with_named(tables: Sequence[Table], named: Sequence[Named]) -> None:
    """Take in the people whom labels around some tables name: as cells of the first of their rows that has room for them.

    Whom no row can take is an unread row of the first table: it is not known of which project they are.
    """
    for one in named:
        if not any(_taken(table, one) for table in tables) and not _stands_in(tables, one):
            told, why = one.told, f"tables.unread.named-{'above' if len(tables[0]) else 'alone'}"
            tables[0].unread.append(
                UnreadRow(told.origin.row, told.origin.column, told.header, told.value, why, one.unit)
            )


def _taken(table: Table, named: Named) -> bool:
    """Whether a row of a table takes the people in."""
    if named.field == "name" and "name" in table.columns and table.columns["name"].origins is None:
        return True  # a list of members: the label is of whoever filled it in
    if table.kind in ("ignored", "organisations", PEOPLE) or table.lists:
        return False
    rows = np.flatnonzero((table.rows > named.first) & (table.rows <= named.end))
    if named.field == "name":
        return _takes_everywhere(table, named, rows)
    if not len(rows) or not _one_unit(table, rows):
        return False
    column = table.columns.get(named.field)
    if column is not None and column.origins is None:
        return False
    free = rows if column is None else rows[column.codes[rows] == 0]
    if named.topic is not None:
        free = free[[named.topic in _topics(table, row) for row in free.tolist()]]
    if not len(free):
        return False
    for field, told in named.facts.items():
        _fill(table, field, int(free[0]), told)
    return True


def _one_unit(table: Table, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> bool:
    """Whether all of some rows are of one project."""
    units = [column for field, column in table.columns.items() if field in UNITS]
    keys = [{text_key(column.values[code]) for code in np.unique(column.codes[rows]).tolist()} for column in units]
    return any(len(key) == 1 and "" not in key for key in keys)


def _takes_everywhere(table: Table, named: Named, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> bool:
    """Whether a list of the projects of one person takes that person in, in each of its rows."""
    if not BY_ROLE.isdisjoint(table.columns):
        return False
    for field, told in named.facts.items():
        for row in rows.tolist():
            _fill(table, field, row, told)
    return bool(len(rows))


def _topics(table: Table, row: int) -> set[int | None]:
    """The numbers of the topics that a row is of."""
    cells = (table.columns[field].raw(row) for field in TOPIC_FIELDS if field in table.columns)
    return {read_topic_index(cell) for cell in cells}


def _fill(table: Table, field: str, row: int, told: Told) -> None:
    """Put what is told into one row of a table."""
    column = table.columns.get(field)
    if column is None:
        number = 1 + max([*(one.number for one in table.columns.values()), *(one.number for one in table.headings)])
        column = Column(field, told.header, number, np.zeros(len(table), dtype=np.int32), [""], [None])
        table.columns[field] = column
    if column.origins is None:
        return
    column.codes[row] = len(column.values)
    column.values.append(told.value)
    column.origins.append(told.origin)


def _stands_in(tables: Iterable[Table], named: Named) -> bool:
    """Whether the tables name the same people in the same column themselves."""
    wanted = {name.key for name in read_names(named.told.value)}
    for table in tables:
        column = table.columns.get(named.field)
        if column is not None and column.origins is None:
            wanted -= {name.key for value in column.values for name in read_names(value)}
    return not wanted
