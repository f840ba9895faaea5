"""A package's parts before and beside the sheets: texts no cell can hold are refused, unknown error values made readable."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.damage import DAMAGE, IllFormedError, well_formed
from nqi_limits.sources.parts import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
_ERROR_TYPE = re.compile(rb'(\st=)(?:"e"|\'e\')')
_OPEN_DOCUMENT = "content.xml"
_COUNT = re.compile(rb"""\s(?:uniqueCount|(?<=Xfs )count)=["'](\d+)["']""")
_SHORTEST_ITEM = len("<si/>")
_HEAD = 4096
_AREA_LIMIT = 30_000_000
_ODS_ROW = re.compile(rb"<(?:\w+:)?table-row\b([^>]*)>(.*?)</(?:\w+:)?table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<(?:\w+:)?(?:covered-)?table-cell\b([^>]*?)(/?)>")
_ACROSS = re.compile(rb'number-columns-repeated="(\d+)"')
_DOWN = re.compile(rb'number-rows-repeated="(\d+)"')


def check_small_parts(package: zipfile.ZipFile, file: str) -> None:
    """Look through what all sheets share, and through the one part of an .ods.

    Raises InputProblem for entities, for texts that no cell can hold, for cells repeated beyond what can be read, and where
    styles or the .ods are no XML; shared texts are looked at by those who read them.
    """
    for name in package.namelist():
        if name.lower() in (_TEXTS, _STYLES):
            size = package.getinfo(name).file_size
            for at, block in enumerate(_checked(package, name, file, b"si>", whole=name.lower() == _STYLES)):
                if not at and _counts_more(block, size):
                    raise InputProblem(Wording("sources.damaged", {"file": file}))
        elif name == _OPEN_DOCUMENT:
            area = 0
            for block in _checked(package, name, file, b"table-row>", whole=True):
                if b"-repeated=" in block:
                    area += sum(map(_size, _ODS_ROW.finditer(block)))
                if area > _AREA_LIMIT:
                    raise InputProblem(Wording("sources.repeated-cells", {"file": file}))


def check_shared_texts(package: zipfile.ZipFile, file: str) -> None:
    """Raise InputProblem where the part with the shared texts is no XML."""
    for name in package.namelist():
        if name.lower() == _TEXTS:
            for _ in _checked(package, name, file, b"si>", whole=True):
                pass


def _counts_more(block: bytes, size: int) -> bool:
    """Whether a part claims to list more than can stand in so many bytes: a reader takes memory for what it claims."""
    return any(int(count[:20]) * _SHORTEST_ITEM > size for count in _COUNT.findall(block[:_HEAD]))


def _checked(package: zipfile.ZipFile, name: str, file: str, end: bytes, *, whole: bool) -> Iterator[bytes]:
    """The blocks of a part. A part that cannot be unpacked is left to the reader, which says so; none says what is no XML.

    Raises InputProblem for what is no XML where the `whole` is to be looked at.
    """
    found = blocks(package, name, file, end)
    ill_formed = False
    try:
        yield from well_formed(found) if whole else found
    except IllFormedError:
        ill_formed = True
    except DAMAGE:
        return
    if ill_formed:
        raise InputProblem(Wording("sources.damaged", {"file": file}))


def _size(row: re.Match[bytes]) -> int:
    """How many cells a row of an .ods stands for; blank cells at its end, and blank rows, are not kept by readers."""
    width = filled = 0
    for cell in _ODS_CELL.finditer(row[2]):
        across = _ACROSS.search(cell[1])
        width += int(across[1][:12]) if across else 1
        if b"value" in cell[1] or not cell[2]:
            filled = width
    down = _DOWN.search(row[1])
    return filled * (int(down[1][:12]) if down else 1)


def with_plain_errors(data: bytes, part: str) -> bytes:
    """The package with the error values of one sheet turned into texts, in memory."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, _ERROR_TYPE.sub(rb'\1"str"', content) if name == part else content)
    return made.getvalue()
