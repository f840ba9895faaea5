"""The tool's own marked copies: how one is known, and which of its sheets and columns are not the user's.

身份核实 is not among these sheets: what the office decided in it is a fact about the people, like a sheet of its own.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nqi_limits.sources.grid import Cell

OWN_SHEETS = frozenset({"检查概览", "冲突明细", "人员限额", "规则说明"})
RESULT_COLUMN = "检查结果"
_TELLING = frozenset({"检查概览", "冲突明细"})
_SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\s[^>]*?\bname=(?:\"([^\"]*)\"|'([^']*)')")
_HEADER_ROWS = 200
_WORKBOOK_PART_LIMIT = 4_000_000


def is_own(sheets: Iterable[str]) -> bool:
    """Whether a workbook with these sheets is a marked copy or a report of the tool."""
    return set(sheets) >= _TELLING


def is_own_file(path: Path) -> bool:
    """As `is_own`, by a look at the list of sheets alone; False for whatever is not a readable .xlsx package."""
    try:
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as part:
            text = part.read(_WORKBOOK_PART_LIMIT).decode("utf-8", errors="replace")
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False
    return is_own(html.unescape(match[1] or match[2] or "") for match in _SHEET_NAME.finditer(text))


def without_result_column(rows: list[list[Cell]]) -> None:
    """Blank the column that the tool added, in place, so that a marked copy reads as the file it was made from."""
    columns = {at for row in rows[:_HEADER_ROWS] for at, cell in enumerate(row) if cell == RESULT_COLUMN}
    for row in rows:
        for at in columns:
            row[at] = ""
