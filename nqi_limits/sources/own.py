"""What the tool itself wrote: how one of its files is known, and which sheets and columns of a marked copy are not the user's.

身份核实 is not among these sheets: what the office decided in it is a fact about the people, like a sheet of its own.
"""

from __future__ import annotations

import html
import os
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from nqi_limits.sources.damage import DAMAGE
from nqi_limits.values.text import text_key
from nqi_limits.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nqi_limits.sources.grid import Cell

OWN_SHEETS = frozenset({"检查概览", "冲突明细", "人员限额", "规则说明"})
RESULT_COLUMN = "检查结果"
_OVERVIEW = "检查概览"
_TELLING = frozenset({_OVERVIEW, "冲突明细"})
# By these columns the tool's own tables are known wherever they stand, with others between them or after them.
_OWN_COLUMNS = (
    ("csv.severity", "csv.rule", "csv.id"),
    ("split.column.file", "split.column.people", "split.column.applications", "severity.violation"),
    ("workbook.people.name", "workbook.people.applied", "workbook.people.places", "workbook.people.may-lead"),
)
_SHEET_NAME = re.compile(r"<(?:\w+:)?(?:sheet|table)\s[^>]*?\b(?:\w+:)?name=(?:\"([^\"]*)\"|'([^']*)')")
_HEADER_ROWS = 200
# Of the part of a package that names the sheets, and of the text of a table.
_PART_LIMIT, _HEAD = 4_000_000, 8_000
_NAMING_PARTS = {
    ".xlsx": "xl/workbook.xml",
    ".xlsm": "xl/workbook.xml",
    ".ods": "content.xml",
    ".xlsb": "xl/workbook.bin",
}
_FILE_AND_SUM = re.compile(r"([^\r\n]+)\r?\nSHA-256 [0-9a-f]{64}")
_MAPPING_START = re.compile(r"# [^\n]*nqi-limits columns [^\n]*--save")
_JSON_START = re.compile(r'\s*\{\s*"tool"\s*:\s*\{\s*"name"\s*:\s*"nqi-limits"')


def is_own(sheets: Iterable[str]) -> bool:
    """Whether a workbook with these sheets is a marked copy or a report of the tool."""
    return set(sheets) >= _TELLING


def is_own_file(path: Path) -> bool:
    """Whether the tool wrote the file: a marked copy, a workbook of a split, their index, a CSV or JSON report, a column mapping.

    Told by a look at the head of the file or the list of its sheets alone; False for whatever cannot be read.
    """
    ending = path.suffix.lower()
    try:
        if ending in _NAMING_PARTS:
            with zipfile.ZipFile(path) as package, package.open(_NAMING_PARTS[ending]) as part:
                return _names_own_sheets(part.read(_PART_LIMIT), ending)
        if ending == ".xls":
            return _names_own_sheets(path.read_bytes(), ending)
        with path.open("rb") as file:
            return _is_own_text(file.read(_HEAD), ending)
    except (KeyError, *DAMAGE):
        return False


def is_own_table(cells: Iterable[Cell]) -> bool:
    """Whether a row is the header of a table that the tool writes: of findings, of people's limits, of a split's workbooks."""
    keys = {text_key(cell) for cell in cells if isinstance(cell, str)}
    return any(columns <= keys for columns in _own_columns())


def is_standard_output(path: Path) -> bool:
    """Whether it is the file that standard output goes to: a shell makes it, still empty, before the program starts."""
    try:
        return os.path.samestat(os.fstat(1), path.stat())
    except OSError:
        return False


def made_from(path: Path) -> set[str]:
    """The base names of the files that a marked copy was made from, as its overview tells them; empty where it does not."""
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(_OVERVIEW).to_python()
    except Exception:  # calamine has no error of its own for what a damaged package makes it raise
        return set()
    no_inputs = tuple(
        say(f"workbook.file.{one}", lang, file="\n", sha256="").partition("\n")[0]
        for one in ("mapping", "decisions", "accepted")
        for lang in LANGUAGES
    )
    texts = (cell for row in rows for cell in row if isinstance(cell, str))
    named = {match[1] for text in texts if (match := _FILE_AND_SUM.fullmatch(text))}
    return {re.split(r"[/\\]", one)[-1] for one in named if not one.startswith(no_inputs)}


def without_result_column(rows: list[list[Cell]]) -> None:
    """Blank the column that the tool added, in place, so that a marked copy reads as the file it was made from."""
    columns = {at for row in rows[:_HEADER_ROWS] for at, cell in enumerate(row) if cell == RESULT_COLUMN}
    for row in rows:
        for at in columns:
            row[at] = ""


def _names_own_sheets(part: bytes, ending: str) -> bool:
    if ending == ".xls":  # a sheet's record has the length, a flag for wide letters and the name
        return all(bytes([len(name), 1]) + name.encode("utf-16-le") in part for name in _TELLING)
    if ending == ".xlsb":
        return all(len(name).to_bytes(4, "little") + name.encode("utf-16-le") in part for name in _TELLING)
    text = part.decode("utf-8", errors="replace")
    return is_own(html.unescape(match[1] or match[2] or "") for match in _SHEET_NAME.finditer(text))


def _is_own_text(head: bytes, ending: str) -> bool:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head.decode(encoding, errors="ignore")
    if ending == ".json":
        return bool(_JSON_START.match(text))
    if ending == ".toml":
        return bool(_MAPPING_START.match(text))
    texts = [text] if encoding == "utf-16" else [text, head.decode("gb18030", errors="ignore")]
    return any(
        is_own_table(re.split("[,;\t]", line.replace('"', ""))) for one in texts for line in one.splitlines()[:1]
    )


@cache
def _own_columns() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(text_key(say(one, lang)) for one in columns) for columns in _OWN_COLUMNS for lang in LANGUAGES
    )
