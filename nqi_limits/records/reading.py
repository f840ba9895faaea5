"""From tables to mentions and units: each distinct cell is understood once, then whole columns are mapped."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.records.cells import Reading
from nqi_limits.records.id_cells import read_id_cells
from nqi_limits.records.interning import read_where_unknown
from nqi_limits.records.mentions import read_people
from nqi_limits.records.organisation_names import OrganisationNames
from nqi_limits.records.units import UnitRows
from nqi_limits.values.glued_names import glued_names
from nqi_limits.values.person_names import name_key
from nqi_limits.values.text import clean, is_placeholder, text_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.table import Table
    from nqi_limits.values.project_numbers import ProjectNumbers

ONGOING = ("ongoing-projects", "ongoing-members")
APPLYING = ("applications", "application-members")
LISTS = ("ongoing-projects", "applications")


def read_tables(tables: Sequence[Table], left_by: dt.date, numbers: ProjectNumbers) -> Reading:
    """Units, topics and mentions of all tables, people not yet told apart."""
    reading = Reading(read_id_cells(tables), OrganisationNames(tables), left_by, numbers)
    titles = _Titles(tables, reading)
    for index, table in enumerate(tables):
        if not len(table) or table.kind in ("ignored", "organisations") or table.lists:
            continue
        if table.kind == "people":
            none = np.full(len(table), -1, dtype=np.int32)
            read_people(reading, index, table, none, none)
            continue
        unit = _read_units(reading, table, titles)
        topic = _read_topics(reading, table, unit)
        reading.unit_rows.append(UnitRows(table, unit, topic, table.kind in LISTS))
        read_people(reading, index, table, unit, topic)
    if reading.glued:
        _tell_glued(reading, tables)
    return reading


def _tell_glued(reading: Reading, tables: Sequence[Table]) -> None:
    """Count cells whose names may be several among those that name nobody, unless each is known as one person elsewhere.

    Whoever has an ID number or a birth date beside the whole name somewhere is one person.
    """
    known: set[int] = set()
    for part in reading.parts:
        known.update(part.name[(part.id_number >= 0) | (part.birth >= 0)].tolist())
    for index, row, field in reading.glued:
        raw = tables[index].columns[field].raw(row)
        unsure = [reading.names.numbers.get(name_key(one)) for one in glued_names(raw)]
        if not known.issuperset(unsure) and (index, row, field) not in reading.nameless:
            reading.nameless.append((index, row, field))


class _Titles:
    """The numbered unit of each title that belongs to exactly one number, so that a row with the title alone finds it.

    They are read when the first such row comes.
    """

    def __init__(self, tables: Sequence[Table], reading: Reading) -> None:
        self._tables, self._reading = tables, reading

    def unit(self, side: str, raw: Cell) -> int:
        """The unit of a title, one of its own where no number goes with it; -1 for a blank cell."""
        key = text_key(raw)
        if is_placeholder(key):
            return -1
        found = self._numbered.get((side, key))
        return self._reading.units.spelled((side, f"title:{key}"), clean(raw)) if found is None else found

    @cached_property
    def _numbered(self) -> dict[tuple[str, str], int]:
        reading = self._reading
        found: dict[tuple[str, str], set[int]] = {}
        for table in self._tables:
            side = _side(table)
            number = table.columns.get("project_number" if side == "project" else "application_number")
            title = table.columns.get("project_name")
            if number is None or title is None or table.kind not in (*ONGOING, *APPLYING):
                continue
            pairs = np.unique(number.codes.astype(np.int64) * (len(title.values) + 1) + title.codes)
            read = reading.project if side == "project" else reading.application
            for pair in pairs.tolist():
                code, title_code = divmod(pair, len(title.values) + 1)
                key = text_key(title.values[title_code])
                unit = read(number.values[code])
                if unit >= 0 and not is_placeholder(key):
                    found.setdefault((side, key), set()).add(unit)
        return {key: units.pop() for key, units in found.items() if len(units) == 1}


def _side(table: Table) -> str:
    return "project" if table.kind in ONGOING else "application"


def _read_units(reading: Reading, table: Table, titles: _Titles) -> NDArray[np.int32]:
    """The unit of each row: by its number, by the number of its topic, by its title."""
    columns, side = table.columns, _side(table)
    found = np.full(len(table), -1, dtype=np.int32)
    if side == "project":
        read_where_unknown(found, columns.get("project_number"), reading.project)
        read_where_unknown(found, columns.get("topic_number"), reading.project_of_topic)
    else:
        read_where_unknown(found, columns.get("application_number"), reading.application)
    read_where_unknown(found, columns.get("project_name"), partial(titles.unit, side))
    return found


def _read_topics(reading: Reading, table: Table, unit: NDArray[np.int32]) -> NDArray[np.int32]:
    """The topic of each row, numbered over all units, -1 for none."""
    columns = table.columns
    label = np.full(len(table), -1, dtype=np.int32)
    read_where_unknown(label, columns.get("topic_number"), reading.topic_of_index)
    read_where_unknown(label, columns.get("topic_index"), reading.topic_of_index)
    read_where_unknown(label, columns.get("project_number"), reading.topic_of_number)
    read_where_unknown(label, columns.get("topic_name"), reading.topic_of_name)
    return reading.number_topics(unit, label)
