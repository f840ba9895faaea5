"""The first two stages, files → grids → tables, for whoever needs to know how the inputs are understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.errors import InputProblem, Problem, UsageProblem
from nqi_limits.file_tables import SheetTables, Told
from nqi_limits.findings.model import Wording
from nqi_limits.sources.files import look_for_files
from nqi_limits.two_processes import tables_of_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nqi_limits.rulebooks.mistakes import Mistake
    from nqi_limits.sources.grid import SourceFile
    from nqi_limits.tables.mapping.model import ColumnMapping

    Progress = Callable[[str, int, int], None]
    OnFiles = Callable[[Sequence[SourceFile]], None]


@dataclass
class Reading(SheetTables):
    """What the inputs hold, all `files` together.

    `problems` of the inputs and `mistakes` in the column mapping stop the run; `mapping` is that mapping, if there is one.
    """

    files: list[SourceFile] = field(default_factory=list)
    mistakes: list[Wording] = field(default_factory=list)
    mapping: ColumnMapping | None = None

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
    on_files: OnFiles | None = None,
) -> Reading:
    """All tables of all files.

    `said` maps what the user says that a sheet is (see `recognise`) to files or sheets, FILE::SHEET; `columns` is the
    file of a column mapping, which may name sheets that are not there unless these are `held_against_mapping`.
    `on_files` is given the files before any is read, unless something is wrong with one at sight. Raises UsageProblem
    where there is no input at all; everything else that is wrong is in what comes back.
    """
    wanted = [(kind, *_split(one)) for kind, names in said.items() for one in names]
    found = look_for_files([*paths, *dict.fromkeys(file for _, file, _ in wanted)])
    if not found.files and not found.problems:
        raise UsageProblem(Wording("checking.no-input"))
    if on_files and not found.problems:
        on_files(found.files)
    reading = Reading(files=found.files, remarks=found.remarks, problems=found.problems)
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

    def tell(count: int) -> None:
        if progress and count < len(reading.files):
            progress("reading", count, len(reading.files))

    seen: set[tuple[str, str | None]] = set()
    results = tables_of_files(reading.files, Told(said, mapping, password), tell)
    for file, found in zip(reading.files, results, strict=True):
        reading.tables.extend(found.tables)
        reading.pairs.extend(found.pairs)
        reading.remarks.extend(found.remarks)
        reading.problems.extend(found.problems)
        at = str(file.path.resolve())
        seen.update((at, sheet) for sheet in found.sheets)
        if found.sheets:
            seen.add((at, None))
    for _, name, sheet in wanted:
        at = str(Path(name).resolve())
        if (at, None) in seen and (at, sheet) not in seen:
            reading.problems.append(Wording("checking.no-such-sheet", {"file": name, "sheet": sheet}))
