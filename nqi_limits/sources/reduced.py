"""A workbook reduced to its distinct cells, for the reader: what it makes of each is put back to where it stood.

The reader sees a small workbook with the same styles, whose sheets hold each distinct cell once, but for those that point to
a plain shared text. So what a cell means is the reader's word, and time and memory go by what a sheet says rather than by how
often.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np

from nqi_limits.errors import InputProblem
from nqi_limits.findings.model import Wording
from nqi_limits.sources.alike import EMPTY, AlikeCells, UnusualError, alike_cells
from nqi_limits.sources.damage import DAMAGE, is_well_formed
from nqi_limits.sources.extras import Extras
from nqi_limits.sources.grid import CodedCells
from nqi_limits.sources.parts import blocks
from nqi_limits.sources.shared_texts import SharedTexts, shared_texts
from nqi_limits.sources.sheet_xml import hidden_in, letters, too_far, too_sparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from nqi_limits.sources.grid import Cell

_NEEDED = frozenset(
    ["[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
)
_SHARED = "xl/sharedstrings.xml"
_ERROR = (b't="e"', b"t='e'")
_WIDTH = 64
_SPARSE = 16


class FarApartProblem(InputProblem):
    """The sheets of a workbook together span more than can be read: reading them whole would take even more."""


class ReducedSheet:
    """A sheet of whose distinct cells the small workbook holds those that are not known, row by row, `_WIDTH` to a row."""

    def __init__(self, cells: AlikeCells, hidden: Extras, shared: SharedTexts | None) -> None:
        """Raise UnusualError where a cell points to a shared text that is not there."""
        self.hidden = hidden
        self.rows, self.columns = cells.rows, cells.columns
        self._numbers, self._codes = _numbered(cells.numbers)
        self._values = np.empty(len(self._numbers), dtype=object)
        self._unknown = np.ones(len(self._numbers), dtype=np.bool_)
        if shared is not None:
            at = np.flatnonzero(self._numbers > EMPTY)
            indices = self._numbers[at]
            if len(at) and int(indices[-1]) >= len(shared.texts):
                raise UnusualError
            self._values[at] = shared.texts[indices]
            self._unknown[at] = ~shared.plain[indices]

    def xml(self, cells: AlikeCells, shared: SharedTexts | None) -> bytes:
        """The small sheet's part."""
        unknown = self._numbers[self._unknown]
        if shared is not None:
            at = unknown > EMPTY
            unknown[at] = shared.index_in_part()[unknown[at]]
        distinct = list(map(cells.xml_of, unknown.tolist()))
        rows = (b"".join(distinct[first : first + _WIDTH]) for first in range(0, len(distinct), _WIDTH))
        return b"".join([cells.head, *(b"<row>%b</row>" % row for row in rows), cells.tail])

    def cells(self, read: Iterable[list[Cell]]) -> list[CodedCells]:
        """The columns of the sheet itself, from the rows that were read of the small one."""
        values: list[Cell] = []
        for row in read:
            values += row
            values += [""] * (-len(values) % _WIDTH)
        unknown = int(self._unknown.sum())
        values += [""] * (unknown - len(values))
        table = self._values
        table[self._unknown] = _objects(values[:unknown])
        codes, values = _distinct(self._codes, [*table.tolist(), ""])
        blank = values.index("")
        table = _objects(values)
        height = int(self.rows.max(initial=0))
        order = np.argsort(self.columns, kind="stable")
        edges = np.searchsorted(self.columns[order], np.arange(1, int(self.columns.max(initial=0)) + 2))
        found = []
        for first, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            column = np.full(height, blank, dtype=np.int32)
            column[self.rows[order[first:end]] - 1] = codes[order[first:end]]
            used, column = _in_order(column, len(values))
            found.append(CodedCells(column, table[used].tolist()))
        return found


def reduced(data: bytes, parts: Mapping[str, str], file: str) -> tuple[bytes, dict[str, ReducedSheet]]:
    """A small workbook in place of the package `data`, and those of its sheets that are reduced, by name.

    `parts` are the parts of the sheets. A sheet that is not reduced is blank in the small workbook; where none is, there is
    no small workbook, b"". Raises FarApartProblem; what else is wrong with a package is told by whoever reads it whole.
    """
    made = io.BytesIO()
    sheets: dict[str, ReducedSheet] = {}
    area = count = 0
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as before,
            zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as after,
        ):
            shared = None
            for name in before.namelist():
                if name.lower() in _NEEDED:
                    after.writestr(name, before.read(name))
                elif name.lower() == _SHARED:
                    content = before.read(name)
                    shared = shared_texts(content)
                    if shared is None and not is_well_formed(content):
                        return b"", {}
                    after.writestr(name, content if shared is None else shared.part())
            for name, part in parts.items():
                try:
                    hidden = Extras()
                    cells = alike_cells(hidden_in(blocks(before, part, file, b"row>"), hidden))
                    sheet = ReducedSheet(cells, hidden, shared)
                except UnusualError:
                    continue
                if any(mark in text for text in cells.texts for mark in _ERROR) or too_far(
                    cells.last_row, cells.last_column, cells.count
                ):
                    continue
                area, count = area + cells.last_row * cells.last_column, count + cells.count
                if too_sparse(area, count, len(parts)):
                    cell = f"{letters(cells.last_column)}{cells.last_row}"
                    raise FarApartProblem(Wording("sources.far-cells", {"file": file, "sheet": name, "cell": cell}))
                sheets[name] = sheet
                after.writestr(part, sheet.xml(cells, shared))
    except FarApartProblem:
        raise
    except (InputProblem, *DAMAGE):
        return b"", {}
    return (made.getvalue(), sheets) if sheets else (b"", {})


def _numbered(numbers: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The distinct ones of some numbers, and for each number its index among these."""
    low = int(numbers.min(initial=0))
    size = int(numbers.max(initial=0)) - low + 1
    if size > _SPARSE * len(numbers):  # one number may be as high as it likes
        used, index = np.unique(numbers, return_inverse=True)
        return used.astype(np.intp), index.astype(np.int32)
    present = np.zeros(size, dtype=np.bool_)
    present[numbers - low] = True
    return np.flatnonzero(present) + low, (np.cumsum(present, dtype=np.int32) - 1)[numbers - low]


def _in_order(codes: NDArray[np.int32], size: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Those of `size` codes that are used, in the order in which they come first, and for each code its index among these."""
    first = np.full(size, -1, dtype=np.int32)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1, dtype=np.int32)
    used = np.flatnonzero(first >= 0)
    used = used[np.argsort(first[used])]
    first[used] = np.arange(len(used), dtype=np.int32)
    return used, first[codes]


def _objects(values: list[Cell]) -> NDArray[np.object_]:
    table = np.empty(len(values), dtype=object)
    table[:] = values
    return table


def _distinct(codes: NDArray[np.int32], values: list[Cell]) -> tuple[NDArray[np.int32], list[Cell]]:
    """The same with each value once; 1 and True stay apart."""
    if len(set(values)) == len(values):
        return codes, values
    known: dict[tuple[bool, Cell], int] = {}
    again = [known.setdefault((isinstance(value, bool), value), len(known)) for value in values]
    return np.array(again, dtype=np.int32)[codes], [value for _, value in known]
