"""The first two stages, files → grids → tables, for whoever needs to know how the inputs are understood."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.earlier.columns import own_table_at
from nqi_limits.earlier.pairs import read_pairs
from nqi_limits.errors import InputProblem, Problem, UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.files import look_for_files
from nqi_limits.sources.read import read_file
from nqi_limits.tables.extensions import take_extensions
from nqi_limits.tables.recognise import not_used, recognise
from nqi_limits.tables.serial_dates import serial_dates
from nqi_limits.tables.topic_dates import topic_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nqi_limits.earlier.pairs import PairSheet
    from nqi_limits.rulebooks.mistakes import Mistake
    from nqi_limits.sources.grid import Grid, SourceFile
    from nqi_limits.tables.mapping.model import ColumnMapping, MappedSheet
    from nqi_limits.tables.table import Table

    Progress = Callable[[str, int, int], None]

# Calamine parses beside other Python code, so two files keep two cores busy; more at once would only need more memory.
READERS = 2


@dataclass
class Reading:
    """What the inputs hold: `files` with their `tables`, and `remarks` on how they were read.

    `pairs` are the sheets on which the office decided who is who; they are tables of the kind "ignored", too.
    `problems` of the inputs and `mistakes` in the column mapping stop the run; `mapping` is that mapping, if there is one.
    """

    files: list[SourceFile] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pairs: list[PairSheet] = field(default_factory=list)
    remarks: list[Wording] = field(default_factory=list)
    problems: list[Wording] = field(default_factory=list)
    mistakes: list[Wording] = field(default_factory=list)
    mapping: ColumnMapping | None = None

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

    def stop(self) -> None:
        """Raise what stops the run, all at once, if anything does."""
        if self.problems or self.mistakes:
            kind: type[Problem] = InputProblem if self.problems else UsageProblem
            raise kind([*self.problems, *self.mistakes])


def read_tables(
    paths: Sequence[str | Path],
    said: Mapping[str, Sequence[str]],
    columns: str | Path | None = None,
    password: str | None = None,
    progress: Progress | None = None,
    held_against_mapping: bool = True,
) -> Reading:
    """All tables of all files.

    `said` maps what the user says that a sheet is (see `recognise`) to files or sheets, FILE::SHEET; `columns` is the
    file of a column mapping, which may name sheets that are not there unless these are `held_against_mapping`. Raises
    UsageProblem where there is no input at all; everything else that is wrong is in what comes back.
    """
    wanted = [(kind, *_split(one)) for kind, names in said.items() for one in names]
    found = look_for_files([*paths, *dict.fromkeys(file for _, file, _ in wanted)])
    if not found.files and not found.problems:
        raise UsageProblem(Wording("checking.no-input"))
    reading = Reading(found.files, remarks=found.remarks, problems=found.problems)
    mapping, mistakes = _mapping(reading, columns)
    reading.mapping = mapping
    _read(reading, wanted, mapping, password, progress)
    if mapping is not None and held_against_mapping:
        from nqi_limits.rulebooks.mistakes import in_order
        from nqi_limits.tables.mapping.misfits import misfits

        if not reading.problems:  # what is missing may be in a file that could not be read
            not_there, remarks = misfits(mapping, reading.tables)
            mistakes.extend(not_there)
            reading.remarks.extend(remarks)
        reading.mistakes.extend(in_order(mistakes, "mapping.mistake"))
    # doubts come first: of many remarks only the first are shown before the results
    reading.remarks[:0] = [doubt.wording for table in reading.tables for doubt in table.doubts]
    return reading


def _mapping(reading: Reading, columns: str | Path | None) -> tuple[ColumnMapping | None, list[Mistake]]:
    if columns is None:
        return None, []
    from nqi_limits.tables.mapping.load import load_mapping

    try:
        return load_mapping(str(columns))
    except UsageProblem as problem:
        reading.mistakes.extend(problem.wordings)
        return None, []


def _split(name: str) -> tuple[str, str | None]:
    file, mark, sheet = name.rpartition("::")
    return (file, sheet) if mark else (name, None)


def _read(
    reading: Reading,
    wanted: Sequence[tuple[str, str, str | None]],
    mapping: ColumnMapping | None,
    password: str | None,
    progress: Progress | None,
) -> None:
    said = {(str(Path(file).resolve()), sheet): kind for kind, file, sheet in wanted}
    seen: set[tuple[str, str | None]] = set()

    def read(file: SourceFile) -> Reading | InputProblem:
        at = str(file.path.resolve())
        try:
            grids = read_file(file, password=password, coded=True)
        except InputProblem as problem:
            return problem
        seen.update((at, sheet) for sheet in {None, *(grid.sheet for grid in grids)})
        found = Reading()
        prose = any(grid.prose for grid in grids)
        for grid in grids:
            mapped = mapping.about(grid.file, grid.sheet) if mapping else ()
            found.add(grid, said.get((at, grid.sheet), said.get((at, None))), mapped)
        if prose and all(table.kind == "ignored" for table in found.tables):
            return InputProblem(Wording("sources.no-table", {"file": file.name}))
        return found

    with ThreadPoolExecutor(READERS) as readers:
        results = readers.map(read, reading.files)
        for done, _ in enumerate(reading.files):
            if progress:
                progress("reading", done, len(reading.files))
            result = next(results)
            if isinstance(result, InputProblem):
                reading.problems.extend(result.wordings)
            else:
                reading.tables.extend(result.tables)
                reading.pairs.extend(result.pairs)
                reading.remarks.extend(result.remarks)
                reading.problems.extend(result.problems)
    for _, name, sheet in wanted:
        at = str(Path(name).resolve())
        if (at, None) in seen and (at, sheet) not in seen:
            reading.problems.append(Wording("checking.no-such-sheet", {"file": name, "sheet": sheet}))
