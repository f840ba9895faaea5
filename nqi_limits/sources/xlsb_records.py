"""The records of an .xlsb's sheets, walked once for what the reader does not tell.

Layouts: [MS-XLSB] 2.4 (BrtRowHdr, BrtColInfo, BrtCellError, BrtFmla…, BrtMergeCell, BrtBundleSh).
"""

from __future__ import annotations

import posixpath
import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from nqi_limits.sources.damage import DAMAGE
from nqi_limits.sources.extras import ERROR_TEXTS, Extras

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_ROW, _LAST_CELL, _COLUMNS, _MERGED, _SHEET, _SETTINGS = 0, 11, 60, 176, 156, 153
_CELL_ERROR, _FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_ERROR = 3, 8, 9, 11
_HIDDEN_ROW, _HIDDEN_COLUMN, _ALWAYS_CALCULATED = 0x10, 0x01, 0x02
_ALL_COLUMNS = 16_384
_SMALL_PART = 8 << 20


def scan_xlsb(package: zipfile.ZipFile) -> dict[str, Extras]:
    """What the sheets hold beside their values, by name; a sheet whose records cannot be followed is left out.

    A formula without a result is one that is marked to be calculated and has none but 0 or blank.
    """
    found: dict[str, Extras] = {}
    parts, from_1904 = _parts(package)
    for name, part in parts.items():
        try:
            found[name] = _sheet(package.read(part))
            found[name].from_1904 = from_1904
        except DAMAGE:
            continue
    return found


def _parts(package: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The part of each sheet, by the sheet's name; and whether days are counted from 1904."""
    try:
        names = {name.lower(): name for name in package.namelist()}
        book, relations = names[BOOK], names[_RELATIONS]
        if max(package.getinfo(name).file_size for name in (book, relations)) > _SMALL_PART:
            return {}, False
        told = package.read(relations)
        if b"<!" in told:
            return {}, False
        targets = {one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(told)}  # noqa: S314
        found: dict[str, str] = {}
        from_1904 = False
        for kind, body in _records(package.read(book)):
            if kind == _SETTINGS:
                from_1904 = bool(body[0] & 1)
            elif kind == _SHEET:
                relation, at = _text(body, 8)
                name, _ = _text(body, at)
                path = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
                if path.lower() in names:
                    found[name] = names[path.lower()]
    except (KeyError, ElementTree.ParseError, *DAMAGE):
        return {}, False
    return found, from_1904


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            one = data[at]
            at += 1
            size |= (one & 0x7F) << shift
            shift += 7
            if not one & 0x80 or shift == 28:
                break
        yield kind, data[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """A text that its length comes before, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _sheet(data: bytes) -> Extras:
    found = Extras()
    row = 0
    for kind, body in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            if body[11] & _HIDDEN_ROW:
                found.hidden_rows.append(row)
        elif kind <= _LAST_CELL:
            column = struct.unpack_from("<I", body)[0] + 1
            found.cells += 1
            found.rows = max(found.rows, row)
            found.columns = max(found.columns, column)
            if kind in (_CELL_ERROR, _FORMULA_ERROR):
                found.errors[row, column] = ERROR_TEXTS.get(body[8], "#N/A")
            elif kind in (_FORMULA_TEXT, _FORMULA_NUMBER) and _waits(kind, body):
                found.uncalculated[row, column] = "="
        elif kind == _COLUMNS:
            first, last = struct.unpack_from("<II", body)
            if body[16] & _HIDDEN_COLUMN and last < _ALL_COLUMNS - 1:
                found.hidden_columns.extend(range(first + 1, last + 2))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            found.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    return found


def _waits(kind: int, body: bytes) -> bool:
    """Whether a formula is still to be calculated: 8 bytes of place and style, the result, then the marks."""
    result_end = 16 if kind == _FORMULA_NUMBER else 12 + 2 * struct.unpack_from("<I", body, 8)[0]
    return not any(body[8:result_end]) and bool(body[result_end] & _ALWAYS_CALCULATED)
