"""One file → its grids → its tables: what is done for each file by itself, in this process or in a helper's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nqi_limits.earlier.columns import own_table_at
from nqi_limits.earlier.pairs import read_pairs
from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.read import read_file
from nqi_limits.tables.extensions import take_extensions
from nqi_limits.tables.recognise import not_used, recognise
from nqi_limits.tables.serial_dates import serial_dates
from nqi_limits.tables.topic_dates import topic_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nqi_limits.earlier.pairs import PairSheet
    from nqi_limits.sources.grid import Grid, SourceFile
    from nqi_limits.tables.mapping.model import ColumnMapping, MappedSheet
    from nqi_limits.tables.table import Table


@dataclass(frozen=True)
class Told:
    """What the user tells of the files: what sheets are (`said`, by file and sheet or None), the mapping, the password."""

    said: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    mapping: ColumnMapping | None = None
    password: str | None = field(default=None, repr=False)


@dataclass
class SheetTables:
    """What sheets hold: their `tables`, and `remarks` on how they were read.

    `pairs` are the sheets on which the office decided who is who; they are tables of the kind "ignored", too.
    `problems` of the inputs stop the run.
    """

    tables: list[Table] = field(default_factory=list)
    pairs: list[PairSheet] = field(default_factory=list)
    remarks: list[Wording] = field(default_factory=list)
    problems: list[Wording] = field(default_factory=list)

    def add(self, grid: Grid, said: str | None = None, mapped: tuple[MappedSheet, ...] = ()) -> None:
        """Take in one sheet; `said` is what the user says it is, `mapped` how its columns are to be understood."""
        pairs = read_pairs(grid)
        results = own_table_at(grid) if pairs is None else None
        if results is not None:
            self.tables.append(not_used(grid, "tables.ignored.results", results + 1))
        elif pairs is None:
            tables = recognise(grid, said, mapped)
            self.tables.extend(tables)
            grid.remarks.extend(serial_dates(tables, grid.from_1904))
            grid.remarks.extend(topic_dates(tables))
            take_extensions(tables)
        else:
            self.tables.append(not_used(grid, "tables.ignored.decisions", pairs.header_row))
            self.pairs.append(pairs)
            self.problems.extend(pairs.problems)
        self.remarks.extend(grid.remarks)


@dataclass
class FileTables(SheetTables):
    """The same of one file. `sheets` are the names of its sheets; without any, it could not be read, as `problems` tell."""

    sheets: tuple[str, ...] = ()


def tables_of_file(file: SourceFile, told: Told) -> FileTables:
    """The tables of a file; nothing is raised for a file that cannot be read."""
    try:
        grids = read_file(file, password=told.password, coded=True)
    except InputProblem as problem:
        return FileTables(problems=list(problem.wordings))
    sheets = tuple(grid.sheet for grid in grids)
    found = FileTables(sheets=sheets)
    at = str(file.path.resolve())
    prose = any(grid.prose for grid in grids)
    for grid in grids:
        mapped = told.mapping.about(grid.file, grid.sheet) if told.mapping else ()
        found.add(grid, told.said.get((at, grid.sheet), told.said.get((at, None))), mapped)
    if prose and all(table.kind == "ignored" for table in found.tables):
        return FileTables(problems=[Wording("sources.no-table", {"file": file.name})], sheets=sheets)
    return found
