"""The records of an .xls, walked once for what the reader does not tell of its sheets.

Layouts: [MS-XLS] 2.4 (Formula, BoolErr, Row, ColInfo, BoundSheet8, FilePass); the same hold for the sheets of Excel 95.
"""

from __future__ import annotations

import io
import struct
from contextlib import suppress

import olefile

from nqi_limits.sources.extras import ERROR_TEXTS, Extras

_FORMULA, _BOOLERR, _ROW, _COLINFO = 0x0006, 0x0205, 0x0208, 0x007D
_BOUNDSHEET, _FILEPASS, _BOF, _EOF, _CODEPAGE = 0x0085, 0x002F, 0x0809, 0x000A, 0x0042
_DATEMODE = 0x0022
# With these Number, RK, Label, LabelSst, RString; MulRk holds the cells of several columns. Blank cells take no memory.
_MORE_CELLS = 0x00BD
_CELLS = frozenset([_FORMULA, _BOOLERR, _MORE_CELLS, 0x0203, 0x027E, 0x0204, 0x00FD, 0x00D6])
_HEADER = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_LAST_COLUMN = 256
_SUMMARY = "\x05SummaryInformation"
_BIFF8 = 0x0600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_NO_NUMBER = b"\xff\xff"
_OF_ERROR, _OF_BLANK = 2, 3
_CALCULATE_ON_LOAD = 0x02


def scan_xls(data: bytes) -> dict[str, Extras]:
    """What the sheets hold beside their values, by name; {} where the file is encrypted or cannot be followed.

    A formula without a result is one that is marked to be calculated when the file is loaded and has none but 0 or blank,
    or has blank in a file whose program keeps no summary: programs that keep one calculate.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            stream = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            if stream is None:
                return {}
            records = file.openstream(stream).read()
            calculates = file.exists(_SUMMARY)
        sheets, from_1904 = _sheets(records)
        return {name: _sheet(records, at, calculates, from_1904) for name, at in sheets}
    except (OSError, ValueError, struct.error, IndexError, LookupError, RecursionError, MemoryError, OverflowError):
        return {}


def _sheets(records: bytes) -> tuple[list[tuple[str, int]], bool]:
    """The name of each sheet and where it begins, none of an encrypted workbook; whether days are counted from 1904."""
    found: list[tuple[str, int]] = []
    at, page, wide, from_1904 = 0, 1252, False, False
    while at + 4 <= len(records):
        kind, size = _HEADER.unpack_from(records, at)
        body = at + 4
        if kind == _BOF:
            wide = records[body : body + 2] == struct.pack("<H", _BIFF8)
        elif kind == _CODEPAGE:
            (page,) = struct.unpack_from("<H", records, body)
        elif kind == _FILEPASS:
            return [], False
        elif kind == _DATEMODE:
            from_1904 = records[body : body + 2] == b"\x01\x00"
        elif kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", records, body)
            found.append((_name(records[body + 6 : body + size], wide, page), start))
        elif kind == _EOF:
            break
        at = body + size
    return found, from_1904


def _name(raw: bytes, wide: bool, page: int) -> str:
    length = raw[0]
    if not wide:
        return raw[1 : 1 + length].decode("gb18030" if page == 936 else f"cp{page}", errors="replace")
    return raw[2 : 2 + 2 * length].decode("utf-16-le") if raw[1] & 1 else raw[2 : 2 + length].decode("latin-1")


def _sheet(records: bytes, at: int, calculates: bool, from_1904: bool) -> Extras:
    """One sheet whose records begin at `at`, up to where they can be followed."""
    found = Extras(from_1904=from_1904)
    with suppress(struct.error, IndexError):
        _walk(found, records, at, calculates)
    return found


def _walk(found: Extras, records: bytes, at: int, calculates: bool) -> None:
    depth = 0
    header, place = _HEADER.unpack_from, _PLACE.unpack_from
    end = len(records) - 4
    while at <= end:
        kind, size = header(records, at)
        at += 4
        if kind in _CELLS:
            row, column = place(records, at)
            if row >= found.rows:
                found.rows = row + 1
            if column >= found.columns:
                found.columns = column + 1
            found.cells += 1
            if kind == _FORMULA:
                _formula(found, (row + 1, column + 1), records[at + 6 : at + 16], calculates)
            elif kind == _BOOLERR and records[at + 7]:
                found.errors[row + 1, column + 1] = _error(records[at + 6])
            elif kind == _MORE_CELLS:
                found.columns = max(found.columns, struct.unpack_from("<H", records, at + size - 2)[0] + 1)
                found.cells += (size - 6) // 6 - 1
        elif kind == _ROW and records[at + 12] & _HIDDEN_ROW:
            found.hidden_rows.append(place(records, at)[0] + 1)
        elif kind == _COLINFO and records[at + 8] & _HIDDEN_COLUMN:
            first, last = place(records, at)
            if last < _LAST_COLUMN - 1:
                found.hidden_columns.extend(range(first + 1, last + 2))
        elif kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        at += size


def _formula(found: Extras, place: tuple[int, int], result: bytes, calculates: bool) -> None:
    blank = False
    if result[6:8] == _NO_NUMBER:
        if result[0] == _OF_ERROR:
            found.errors[place] = _error(result[2])
        blank = result[0] == _OF_BLANK
    waits = bool(result[8] & _CALCULATE_ON_LOAD) and (blank or result[:8] == bytes(8))
    if waits or (blank and not calculates):
        found.uncalculated[place] = "="


def _error(code: int) -> str:
    return ERROR_TEXTS.get(code, "#N/A")
