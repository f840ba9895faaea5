"""Which part of an .xlsx package holds which sheet, and the part's text block by block."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.damage import DAMAGE

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping

    from nqi_limits.sources.grid import Cell, Grid

BLOCK = 1 << 20
# A row of Excel's 16,384 cells with formulas stays far below; one row without an end must not fill the memory.
ROW_LIMIT = 64 << 20
_SMALL_PART = 8 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_FROM_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\sdate1904\s*=\s*["'](?:1|true|on)["']""")
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def sheet_parts(package: zipfile.ZipFile, file: str) -> dict[str, str]:
    """The part of each sheet, by the sheet's name; {} for a package that has no such list.

    Raises InputProblem where a part declares entities, and where the list is damaged.
    """
    try:
        names = {name.lower(): name for name in package.namelist()}
        book = ElementTree.fromstring(_small(package, names["xl/workbook.xml"], file))  # noqa: S314 - no entities in it
        relations = ElementTree.fromstring(  # noqa: S314
            _small(package, names["xl/_rels/workbook.xml.rels"], file)
        )
    except KeyError:
        return {}
    except (ElementTree.ParseError, *DAMAGE):
        book = None
    if book is None:  # raised apart from the parser's own error
        raise InputProblem(Wording("sources.damaged", {"file": file}))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
            part = names.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower())
            if part:
                found[sheet.get("name", "")] = part
    if len(set(found.values())) < len(
        found
    ):  # no program writes that; the same sheet thousands of times takes for ever
        raise InputProblem(Wording("sources.damaged", {"file": file}))
    return found


def counts_from_1904(package: zipfile.ZipFile) -> bool:
    """Whether a workbook that has been looked over counts days from 1904."""
    name = next((name for name in package.namelist() if name.lower() == "xl/workbook.xml"), None)
    try:
        return name is not None and bool(_FROM_1904.search(package.read(name)))
    except DAMAGE:
        return False


def _small(package: zipfile.ZipFile, name: str, file: str) -> bytes:
    if package.getinfo(name).file_size > _SMALL_PART:
        raise InputProblem(Wording("sources.bomb", {"file": file}))
    data = package.read(name)
    if _ENTITIES.search(data):
        raise InputProblem(Wording("sources.entities", {"file": file}))
    return data


def blocks(package: zipfile.ZipFile, part: str, file: str, end: bytes) -> Iterator[bytes]:
    """The text of a part, in blocks that each close with the tag ending `end` (such as `row>`), save for the last.

    Raises InputProblem for entities, for a text of a megabyte without a tag, and where `end` does not come.
    """
    rest = b""
    first = True
    with package.open(part) as stream:
        while data := stream.read(BLOCK):
            if first and _ENTITIES.search(data):
                raise InputProblem(Wording("sources.entities", {"file": file}))
            if len(data) == BLOCK and b"<" not in data:
                raise InputProblem(Wording("sources.huge-text", {"file": file}))
            first = False
            at = data.rfind(end)
            if at < 0:
                rest += data
                if len(rest) > ROW_LIMIT:
                    raise InputProblem(Wording("sources.huge-text", {"file": file}))
                continue
            yield rest + data[: at + len(end)]
            rest = data[at + len(end) :]
    yield rest


def place_cells(grid: Grid, cells: Mapping[tuple[int, int], Cell]) -> None:
    """Write cells into the grid, by row and column from 1, making it larger where it ends before them."""
    width = max(map(len, grid.rows), default=0)
    for (row, column), cell in cells.items():
        while len(grid.rows) < row:
            grid.rows.append([""] * width)
        line = grid.rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = cell
