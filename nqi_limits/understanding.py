"""How the inputs are understood, without checking anything: the library's side of `nqi-limits columns`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nqi_limits.memory import collector_paused
from nqi_limits.reading import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nqi_limits.findings.model import Wording
    from nqi_limits.reading import Progress
    from nqi_limits.sources.grid import SourceFile
    from nqi_limits.tables.mapping.model import ColumnMapping
    from nqi_limits.tables.table import Table


@dataclass(frozen=True)
class Understanding:
    """The input files, their tables from top to bottom, remarks on how they were read, and the column mapping used."""

    files: list[SourceFile]
    tables: list[Table]
    remarks: list[Wording]
    mapping: ColumnMapping | None = None


@collector_paused()
def understand(
    paths: Sequence[str | Path] = (),
    *,
    people: Sequence[str] = (),
    ongoing: Sequence[str] = (),
    applications: Sequence[str] = (),
    organisations: Sequence[str] = (),
    columns: str | Path | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Understanding:
    """Read workbooks and folders and tell which header was taken for what; the parameters are those of `check`.

    Raises UsageProblem for wrong settings and mistakes in the column mapping, and InputProblem for what cannot be read,
    all of it at once.
    """
    if isinstance(paths, str):
        paths = (paths,)
    said = {"people": people, "ongoing": ongoing, "applications": applications, "organisations": organisations}
    reading = read_tables(paths, said, columns, password, progress)
    reading.stop()
    return Understanding(reading.files, reading.tables, reading.remarks, reading.mapping)
