"""The accepted list of an earlier day: who led which application then, from workbooks of that day or from a JSON report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.reading import read_tables
from nqi_limits.records.build import build_records
from nqi_limits.records.leading import Leader, Leading, leading
from nqi_limits.sources.delimited import decoded
from nqi_limits.sources.files import find_marked, holds_tables, one_file
from nqi_limits.values.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nqi_limits.reading import Reading
    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.sources.grid import Grid, SourceFile
    from nqi_limits.tables.table import Table

JSON = ".json"


@dataclass(frozen=True)
class Accepted:
    """The files that were read, and the applications in them, each number once."""

    files: Sequence[SourceFile]
    applications: Sequence[Leading]


def read_accepted(
    paths: Sequence[str | Path], rulebook: Rulebook, columns: str | Path | None = None, password: str | None = None
) -> Accepted:
    """Read the accepted list.

    A folder stands for the tables in it, or, where it has none, for the marked copies in it. Raises InputProblem, for all
    files at once, for what cannot be read or has no applications in it.
    """
    files: list[SourceFile] = []
    found: list[Leading] = []
    problems: list[Wording] = []
    tables: list[str | Path] = []
    for path in map(Path, [paths] if isinstance(paths, str | Path) else paths):
        try:
            if path.is_dir() and not holds_tables(path):
                tables.extend(file.path for file in find_marked([path]))
            elif path.suffix.lower() == JSON:
                file = one_file(path)
                files.append(file)
                found.extend(_in_report(file))
            else:
                tables.append(path)
        except InputProblem as problem:
            problems.extend(problem.wordings)
    if tables:
        reading = read_tables(tables, {}, columns, password, held_against_mapping=False)
        files.extend(reading.files)
        problems.extend(reading.problems)
        found.extend(_in_tables(reading.tables, rulebook))
        if not problems:
            problems.extend(_without_applications(reading))
    if problems:
        raise InputProblem(problems)
    return Accepted(files, _each_once(found))


def accepted_grids(grids: Iterable[Grid], rulebook: Rulebook) -> Accepted:
    """As `read_accepted`, for cells that are in memory."""
    from nqi_limits.reading import Reading

    reading = Reading()
    for grid in grids:
        reading.add(grid)
    return Accepted((), _each_once(_in_tables(reading.tables, rulebook)))


def _in_tables(tables: Sequence[Table], rulebook: Rulebook) -> Iterator[Leading]:
    yield from leading(build_records(tables, rulebook)).values()


def _without_applications(reading: Reading) -> Iterator[Wording]:
    """A complaint where none of the workbooks has an application in it."""
    if not any(table.kind in ("applications", "application-members") for table in reading.tables):
        for file in reading.files:
            yield Wording("accepted.problem.no-applications", {"file": file.name})


def _in_report(file: SourceFile) -> list[Leading]:
    try:
        data = file.path.read_bytes()
    except OSError:
        raise InputProblem(Wording("sources.cannot-open", {"file": file.name})) from None
    try:
        return [_read(one) for one in json.loads(decoded(data, file.name))["leading"]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # raised apart from the parser's own error, which may quote what the file holds
        pass
    raise InputProblem(Wording("accepted.problem.no-report", {"file": file.name}))


def _read(one: Mapping[str, Any]) -> Leading:
    leaders = [
        [Leader(str(leader["name"]), str(leader["id"])) for leader in one[key]]
        for key in ("project_leaders", "topic_leaders")
    ]
    return Leading(str(one["application"]), [str(name) for name in one["organisations"]], *leaders)


def _each_once(found: Iterable[Leading]) -> list[Leading]:
    """Applications of one number put together: several files may tell of one."""
    result: dict[str, Leading] = {}
    for one in found:
        known = result.setdefault(text_key(one.number), one)
        if known is not one:
            known.organisations.extend(one.organisations)
            known.project_leaders.extend(one.project_leaders)
            known.topic_leaders.extend(one.topic_leaders)
    return list(result.values())
