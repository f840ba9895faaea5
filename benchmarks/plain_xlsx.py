"""Workbooks of a million rows, written fast: no formats but dates, text shared as spreadsheet programs share it."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    Cell = str | int | float | dt.date
    Columns = Mapping[str, Sequence[Cell]]

MOST_ROWS = 1_048_576
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DAY_0 = dt.date(1899, 12, 30)
_DATE_STYLE = 1
_STYLES = (
    f"{_HEAD}<styleSheet {_MAIN}><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_WHEN = (2022, 5, 31, 9, 0, 0)
_AT_ONCE = 20_000


def write_xlsx(path: Path, sheets: Mapping[str, Columns]) -> None:
    """Write sheets given by columns (header → cells, all of one length); "" leaves a cell out.

    A sheet that is too long goes on in others, each with the headers.
    """
    parts = [part for name, columns in sheets.items() for part in _parts(name, columns)]
    shared: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as package:

        def put(name: str, chunks: Iterator[str]) -> None:
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            with package.open(info, "w", force_zip64=True) as file:
                for chunk in chunks:
                    file.write(chunk.encode("utf-8"))

        put("[Content_Types].xml", iter([_content_types(len(parts))]))
        root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        put("_rels/.rels", iter([_relations(root)]))
        put("xl/workbook.xml", iter([_workbook([name for name, _ in parts])]))
        links = [
            f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(parts) + 1)
        ]
        links.append(f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/>')
        links.append(f'<Relationship Id="rIdT" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')
        put("xl/_rels/workbook.xml.rels", iter([_relations("".join(links))]))
        put("xl/styles.xml", iter([_STYLES]))
        for at, (_, columns) in enumerate(parts, 1):
            put(f"xl/worksheets/sheet{at}.xml", _sheet(columns, shared))
        put("xl/sharedStrings.xml", _strings(shared))


def _parts(name: str, columns: Columns) -> Iterator[tuple[str, Columns]]:
    length = max(map(len, columns.values()), default=0)
    room = MOST_ROWS - 1
    for number, start in enumerate(range(0, max(length, 1), room), 1):
        cells = {header: column[start : start + room] for header, column in columns.items()}
        yield (name if number == 1 else f"{name}{number}"), cells


def _sheet(columns: Columns, shared: dict[str, int]) -> Iterator[str]:
    letters = [chr(ord("A") + at) for at in range(len(columns))]
    yield f"{_HEAD}<worksheet {_MAIN}><sheetData>"
    rows = zip(*([header, *cells] for header, cells in columns.items()), strict=True)
    texts: list[str] = []
    for number, row in enumerate(rows, 1):
        line = [f'<row r="{number}">']
        for letter, cell in zip(letters, row, strict=True):
            if isinstance(cell, str):
                if cell:
                    line.append(f'<c r="{letter}{number}" t="s"><v>{shared.setdefault(cell, len(shared))}</v></c>')
            elif isinstance(cell, dt.date):
                line.append(f'<c r="{letter}{number}" s="{_DATE_STYLE}"><v>{(cell - _DAY_0).days}</v></c>')
            else:
                line.append(f'<c r="{letter}{number}"><v>{cell}</v></c>')
        line.append("</row>")
        texts.append("".join(line))
        if len(texts) == _AT_ONCE:
            yield "".join(texts)
            texts.clear()
    yield "".join(texts) + "</sheetData></worksheet>"


def _strings(shared: Mapping[str, int]) -> Iterator[str]:
    yield f'{_HEAD}<sst {_MAIN} uniqueCount="{len(shared)}">'
    texts = [f"<si><t>{escape(text)}</t></si>" for text in shared]
    for start in range(0, len(texts), _AT_ONCE):
        yield "".join(texts[start : start + _AT_ONCE])
    yield "</sst>"


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1)
    )
    return f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(links: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{links}</Relationships>'


def _content_types(sheets: int) -> str:
    kinds = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    kinds |= {f"worksheets/sheet{at}": "worksheet" for at in range(1, sheets + 1)}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}{kind}+xml"/>' for part, kind in kinds.items()
    )
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}content-types">{relations}{overrides}</Types>'
