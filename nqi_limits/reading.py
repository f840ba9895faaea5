"""The first two stages, files → grids → tables, for whoever needs to know how the inputs are understood."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.errors import InputProblem, UsageProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.files import look_for_files
from nqi_limits.sources.read import read_file
from nqi_limits.tables.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nqi_limits.sources.grid import SourceFile
    from nqi_limits.tables.table import Table

    Progress = Callable[[str, int, int], None]

# Calamine parses beside other Python code, so two files keep two cores busy; more at once would only need more memory.
READERS = 2


@dataclass
class Reading:
    """What the inputs hold: `files` with their `tables`, `remarks` on how they were read, `problems` that stop the run."""

    files: list[SourceFile]
    tables: list[Table] = field(default_factory=list)
    remarks: list[Wording] = field(default_factory=list)
    problems: list[Wording] = field(default_factory=list)


def read_tables(
    paths: Sequence[str | Path],
    said: Mapping[str, Sequence[str]],
    password: str | None = None,
    progress: Progress | None = None,
) -> Reading:
    """All tables of all files.

    `said` maps what the user says that a sheet is (see `recognise`) to files or sheets, FILE::SHEET. Raises UsageProblem
    where there is no input at all; everything else that is wrong is in the `problems` of what comes back.
    """
    wanted = [(kind, *_split(one)) for kind, names in said.items() for one in names]
    files, problems = look_for_files([*paths, *dict.fromkeys(file for _, file, _ in wanted)])
    if not files and not problems:
        raise UsageProblem(Wording("checking.no-input"))
    reading = Reading(files, problems=problems)
    _read(reading, wanted, password, progress)
    return reading


def _split(name: str) -> tuple[str, str | None]:
    file, mark, sheet = name.rpartition("::")
    return (file, sheet) if mark else (name, None)


def _read(
    reading: Reading,
    wanted: Sequence[tuple[str, str, str | None]],
    password: str | None,
    progress: Progress | None,
) -> None:
    said = {(str(Path(file).resolve()), sheet): kind for kind, file, sheet in wanted}
    seen: set[tuple[str, str | None]] = set()

    def read(file: SourceFile) -> tuple[list[Table], list[Wording]] | InputProblem:
        at = str(file.path.resolve())
        try:
            grids = read_file(file, password=password)
        except InputProblem as problem:
            return problem
        seen.update((at, sheet) for sheet in {None, *(grid.sheet for grid in grids)})
        found = [table for grid in grids for table in recognise(grid, said.get((at, grid.sheet), said.get((at, None))))]
        return found, [remark for grid in grids for remark in grid.remarks]

    with ThreadPoolExecutor(READERS) as readers:
        results = readers.map(read, reading.files)
        for done, _ in enumerate(reading.files):
            if progress:
                progress("reading", done, len(reading.files))
            result = next(results)
            if isinstance(result, InputProblem):
                reading.problems.extend(result.wordings)
            else:
                reading.tables.extend(result[0])
                reading.remarks.extend(result[1])
    for _, name, sheet in wanted:
        at = str(Path(name).resolve())
        if (at, None) in seen and (at, sheet) not in seen:
            reading.problems.append(Wording("checking.no-such-sheet", {"file": name, "sheet": sheet}))
