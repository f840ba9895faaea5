"""Small .xls, .xlsb and .ods files of which every byte is chosen, for what no library at hand writes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.corpus import OFFICE, PACKAGE, packed

if TYPE_CHECKING:
    from collections.abc import Mapping

# A text, a number, ("error", code), ("formula error", code), or ("formula", result) of one that is marked to be calculated.
XlsbCell = str | float | tuple[str, float | str]
_STRING, _REAL, _ERROR = 6, 5, 3
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_ERROR = 8, 9, 11


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xlsb."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    length = bytearray()
    while size > 0x7F:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    return number + bytes([*length, size]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, cell: XlsbCell) -> bytes:
    at = struct.pack("<II", column, 0)
    formula = struct.pack("<HI", 0x02, 0)
    if isinstance(cell, str):
        return record(_STRING, at + wide(cell))
    if isinstance(cell, int | float):
        return record(_REAL, at + struct.pack("<d", cell))
    what, value = cell
    if what == "error":
        return record(_ERROR, at + bytes([int(value)]))
    if what == "formula error":
        return record(_FORMULA_ERROR, at + bytes([int(value)]) + formula)
    if isinstance(value, str):
        return record(_FORMULA_TEXT, at + wide(value) + formula)
    return record(_FORMULA_NUMBER, at + struct.pack("<d", value) + formula)


def xlsb(
    rows: Mapping[int, Mapping[int, XlsbCell]],
    hidden_rows: tuple[int, ...] = (),
    hidden_columns: tuple[int, ...] = (),
    merged: tuple[tuple[int, int, int, int], ...] = (),
) -> bytes:
    """A workbook with one sheet, 数据. Rows and columns count from 1; `merged` as in a Grid."""
    sheet = record(129)
    height, width = max(rows), max(max(cells) for cells in rows.values())
    sheet += record(148, struct.pack("<IIII", 0, height - 1, 0, width - 1))
    sheet += record(390)
    for column in hidden_columns:
        sheet += record(60, struct.pack("<IIIIH", column - 1, column - 1, 2000, 0, 1))
    sheet += record(391) + record(145)
    for row, cells in rows.items():
        flags = 0x10 if row in hidden_rows else 0
        sheet += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0))
        sheet += b"".join(_cell(column - 1, cell) for column, cell in cells.items())
    sheet += record(146)
    if merged:
        sheet += record(177, struct.pack("<I", len(merged)))
        for top, left, bottom, right in merged:
            sheet += record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        sheet += record(178)
    sheet += record(130)
    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("数据")) + record(144) + record(132)
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
            "xl/worksheets/sheet1.bin": sheet,
        }
    )
