"""The columns of a table as they were understood, with some of their cells: what the office is shown and may correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.tables.below import is_code
from nqi_limits.tables.columns import is_filled
from nqi_limits.tables.headers import LONGEST, header_text, no_members
from nqi_limits.tables.layout import Header
from nqi_limits.tables.mapping.model import mapped_meanings
from nqi_limits.tables.table import Heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell
    from nqi_limits.tables.columns import Coded
    from nqi_limits.tables.sheet import Sheet

SAMPLES = 3
_SAMPLED_ROWS = 500
_GUESSED_ROWS = 30


def headings(
    sheet: Sheet, header: Header, rows: NDArray[np.intp] | None = None, claims: Mapping[int, str] | None = None
) -> tuple[Heading, ...]:
    """Every column that is headed or filled, from left to right.

    `rows` (from 0) are the rows to sample, all below the header by default; `claims` the fields of the header before
    number columns were named after a side.
    """
    if rows is None:
        rows = np.arange(header.last + 1, len(sheet), dtype=np.intp)
    told = mapped_meanings(header.entry, header.texts) if header.entry else {}
    left_out = {at for at, meaning in told.items() if meaning is None}
    found = []
    for at, column in enumerate(sheet.columns[: sheet.width]):
        samples = _samples(column, rows[:_SAMPLED_ROWS])
        if at in header.texts or samples:
            field = header.fields.get(at, "")
            claim = (claims or header.fields).get(at, "")
            why, rival = ("", 0) if field else _why(header, at, claim, at in left_out)
            found.append(Heading(at + 1, header.texts.get(at, ""), field, claim, samples, why, rival))
    return tuple(found)


def guessed_header(sheet: Sheet) -> Header | None:
    """The row that looks most like a header where none is known: the one with the most words that are no codes."""
    best, most = None, 1
    for row in range(min(len(sheet), _GUESSED_ROWS)):
        texts = {at: header_text(cell) for at, cell in enumerate(sheet.row(row)) if is_filled(cell)}
        words = all(isinstance(sheet.cell(row, at), str) and not is_code(sheet.cell(row, at)) for at in texts)
        if words and len(set(texts.values())) > most and max(map(len, texts.values())) <= LONGEST:
            best, most = Header(row, row, texts, dict.fromkeys(texts, "")), len(set(texts.values()))
    return best


def _samples(column: Coded, rows: NDArray[np.intp]) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for code in dict.fromkeys(column.codes[rows].tolist()):
        if is_filled(column.values[code]):
            found.append(column.values[code])
            if len(found) == SAMPLES:
                break
    return tuple(found)


def _why(header: Header, at: int, claim: str, left_out: bool) -> tuple[str, int]:
    """Why a column is left out, and the number of the column that has its field instead, if one has."""
    if at not in header.texts:
        return "tables.unused.no-header", 0
    if left_out:
        return "tables.unused.by-mapping", 0
    if claim:
        return "tables.unused.other-number", 0
    if no_members(header.texts[at]):
        return "tables.unused.no-members", 0
    meaning = header.meanings.get(at)
    if meaning is None:
        return "tables.unused.unknown", 0
    has_it = header.column_of(meaning.field) if meaning.field else None
    if has_it is not None:
        return "tables.unused.rival", has_it + 1
    return "tables.unused.unclear", 0
