"""The sheet 冲突明细 of a marked workbook, read back: its findings, and what the office wrote beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from nqi_limits.earlier.columns import find_header, known_headers, office_headers
from nqi_limits.earlier.model import parts, told
from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import SEVERITIES, Wording
from nqi_limits.outputs.fingerprint import fingerprint
from nqi_limits.sources.read import read_own_sheets
from nqi_limits.tables.table import column_letters
from nqi_limits.values.text import clean, text_key, written
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.earlier.model import Told
    from nqi_limits.sources.grid import Cell, Grid, SourceFile

SHEET = "冲突明细"
# Without these a row belongs to no finding, or nothing is decided in it; a comparison needs other columns.
DECIDING, COMPARED = ("id", "conclusion"), ("id", "rule", "severity")
READ = (
    *("severity", "rule", "name", "id-number", "organisation", "message", "applications", "ongoing", "falls"),
    *("may-fall", "readings", "value", "fingerprint", "id", "conclusion", "remark"),
)
ADDED = ("by", "on")
_ID = re.compile(r"[0-9a-f]{12}(-\d+)?")
_IN_BRACKETS = re.compile(r"[（(]([a-z0-9]+(?:-[a-z0-9]+)*)[)）]")


@dataclass(frozen=True, slots=True)
class Row:
    """What the office wrote in one row, as text; `cells` are the names of the cells."""

    conclusion: str
    remark: str
    by: str
    on: str
    cells: dict[str, str]


@dataclass
class Marked:
    """A marked workbook read back: its findings, and by their ids the rows in which something is written."""

    file: SourceFile
    sheet: str
    findings: list[Told] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read_marked(file: SourceFile, needed: bool = True, columns: Sequence[str] = DECIDING) -> Marked | None:
    """Read 冲突明细, known by its `columns`. What an office took out of it, rows or other columns, is not told.

    Raises InputProblem where the file cannot be read, and where it has no such sheet though it is `needed`.
    """
    for grid in read_own_sheets(file, SHEET):
        found = find_header(grid, _headers(), columns)
        if found is not None:
            return _read(file, grid, *found)
    if not needed:
        return None
    raise InputProblem(Wording("decisions.problem.not-marked", {"file": file.name, "sheet": SHEET}))


@cache
def added_headers() -> dict[str, tuple[str, ...]]:
    """How the columns are headed that an office adds; the first of each is what the tool writes."""
    return {name: tuple(office_headers()[name]) for name in ADDED}


@cache
def _headers() -> dict[str, str]:
    """The column that a header stands for, by the header's key."""
    return known_headers("workbook.column", READ, added_headers())


def _read(file: SourceFile, grid: Grid, head: int, columns: dict[str, int]) -> Marked:
    result = Marked(file, grid.sheet)
    by_id: dict[str, list[dict[str, str]]] = {}
    lost: list[Wording] = []
    for number, cells in enumerate(grid.rows[head + 1 :], head + 2):
        texts = {key: _text(cells[at]) if at < len(cells) else "" for key, at in columns.items()}
        where = {key: f"{column_letters(at + 1)}{number}" for key, at in columns.items()}
        one = clean(texts["id"])
        is_written = any(texts.get(key) for key in ("conclusion", "remark"))
        if not _ID.fullmatch(one):
            if texts.get("conclusion"):
                facts = {"file": file.name, "sheet": grid.sheet, "cell": where["id"], "found": one}
                lost.append(Wording("decisions.problem.no-id", facts))
            continue
        by_id.setdefault(one, []).append(texts)
        if is_written:
            conclusion, remark, by, on = (texts.get(key, "") for key in ("conclusion", "remark", *ADDED))
            row = Row(conclusion, remark, by, on, where)
            result.rows.setdefault(one, []).append(row)
    if lost:
        raise InputProblem(lost)
    result.findings = [_told(one, rows) for one, rows in by_id.items()]
    return result


def _text(cell: Cell) -> str:
    return written(cell).strip()


def _told(id: str, rows: Sequence[dict[str, str]]) -> Told:
    first = rows[0]

    def listed(key: str) -> tuple[str, ...] | None:
        return tuple(parts([first[key]])) if key in first else None

    return told(
        id=id,
        rule=(_bracketed(first.get("rule", "")) or [clean(first.get("rule", ""))])[-1],
        severity=_severity(first["severity"]) if "severity" in first else None,
        name=first.get("name"),
        id_number=first.get("id-number"),
        organisation=first.get("organisation"),
        applications=listed("applications"),
        ongoing=listed("ongoing"),
        falls=listed("falls"),
        may_fall=listed("may-fall"),
        readings=_bracketed(first["readings"]) if "readings" in first else None,
        print_of_values=_fingerprint(rows),
        message=first.get("message", ""),
    )


def _fingerprint(rows: Sequence[dict[str, str]]) -> str | None:
    """What the tool wrote, on whichever rows are left; without it, of the values themselves."""
    if written_down := next((text for row in rows if (text := row.get("fingerprint"))), None):
        return written_down
    return fingerprint(row["value"] for row in rows) if "value" in rows[0] else None


def _bracketed(text: str) -> list[str]:
    return _IN_BRACKETS.findall(text)


def _severity(text: str) -> str:
    for severity in SEVERITIES:
        if text_key(text) in {text_key(say(f"severity.{severity}", lang)) for lang in LANGUAGES}:
            return str(severity)
    return clean(text)
