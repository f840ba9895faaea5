"""Which cells of a sheet are alike, told from its XML: most sheets say few things, again and again.

Nothing is understood here. A cell is its text without its place; cells of the same text are alike, and a reader needs to
read one of them only (see reduced.py). Blocks are searched as arrays, so that no Python code runs for a cell that only
points to a shared text, and another file can be read meanwhile. A sheet that is written in any way but the usual one is
given up: it is read whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Text = NDArray[np.uint8]
    Places = NDArray[np.intp]

EMPTY = -1
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_LETTERS, _DIGITS, _INDEX_DIGITS = 3, 7, 9
_NAME_AT = len('<c r="')
_SHARED = b' t="s">'
# Tags of rows, cells, formulas, values and inline texts begin with these letters; where any other is, the sheet is given up.
_USUAL = np.zeros(256, dtype=np.bool_)
_USUAL[list(b"/rcfvit")] = True
_FORMULA = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?=<v>[^<])")


class UnusualError(Exception):
    """The XML of a sheet is not written in the usual way."""


@dataclass(slots=True)
class AlikeCells:
    """The cells of a sheet, each with a number that cells of the same text share.

    `rows` and `columns` (from 1) say where each stands. `numbers` are the index of a shared text, or below `EMPTY` stand for
    one of `texts`, what a cell is after its place; a formula that has a result is left out of these.
    `count`, `last_row` and `last_column` take in the blank cells, which are not in the arrays.
    `head` and `tail` are what stands before and after the cells.
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    numbers: NDArray[np.int32]
    texts: list[bytes]
    head: bytes
    tail: bytes
    count: int
    last_row: int
    last_column: int

    def xml_of(self, number: int) -> bytes:
        """A cell of this number, without a place."""
        return b"<c%b</c>" % self.texts[EMPTY - 1 - number] if number < EMPTY else b'<c t="s"><v>%d</v></c>' % number


@dataclass(slots=True)
class _Found:
    """What was found in the blocks so far."""

    rows: list[NDArray[np.int32]] = field(default_factory=list)
    columns: list[NDArray[np.int32]] = field(default_factory=list)
    numbers: list[NDArray[np.int32]] = field(default_factory=list)
    texts: defaultdict[bytes, int] = field(default_factory=lambda: defaultdict(count().__next__))
    count: int = 0
    last_row: int = 0
    last_column: int = 0


def alike_cells(blocks: Iterable[bytes]) -> AlikeCells:
    """The cells of a sheet whose XML comes in blocks, no cell in two of them. Raises UnusualError."""
    found = _Found()
    head, tail = bytearray(), bytearray()
    began = ended = False
    for block in blocks:
        start, end = 0, len(block)
        if not began:
            at = block.find(_OPEN)
            began = at >= 0
            start = at + len(_OPEN) if began else end
            head += block[:start]
        if began and not ended:
            at = block.find(_CLOSE, start)
            ended = at >= 0
            end = at if ended else end
            _add(found, block, start, end)
        if ended:
            tail += block[end:]
    if not ended or _OPEN in tail:
        raise UnusualError
    rows = _joined(found.rows)
    if (np.diff(rows) < 0).any():
        raise UnusualError
    texts = [_FORMULA.sub(b"", text) if b"<f" in text else text for text in found.texts]
    if any(b"<f" in text for text in texts):  # without a result, which is more than the reader tells
        raise UnusualError
    return AlikeCells(
        rows,
        _joined(found.columns),
        _joined(found.numbers),
        texts,
        bytes(head),
        bytes(tail),
        found.count,
        found.last_row,
        found.last_column,
    )


def _joined(parts: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    """One array of many, which are let go of."""
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)
    parts.clear()
    return joined


def _add(found: _Found, block: bytes, start: int, end: int) -> None:
    """Take in the cells between two places of a block."""
    text: Text = np.frombuffer(block, dtype=np.uint8)
    tags = np.flatnonzero(text[start:end] == ord("<")) + start
    kinds = _at(text, tags + 1)
    _expect(_USUAL[kinds])
    closing = tags[kinds == ord("/")]
    _expect(_USUAL[_at(text, closing + 1)])
    cells = np.flatnonzero(kinds == ord("c"))
    if not len(cells):
        return
    _expect([cells[-1] + 1 < len(tags)])
    begins = tags[cells]
    for offset, letter in enumerate(b' r="', start=2):
        _expect(_at(text, begins + offset) == letter)
    rows, columns, names_end = _places(text, begins + _NAME_AT)
    found.count += len(rows)
    found.last_row = max(found.last_row, int(rows.max()))
    found.last_column = max(found.last_column, int(columns.max()))
    following = tags[cells + 1]
    full = ~((_at(text, following - 2) == ord("/")) & (_at(text, following - 1) == ord(">")))
    begins, names_end, cells = begins[full], names_end[full], cells[full]
    ends = closing[_at(text, closing + 2) == ord("c")]
    _expect([len(ends) == len(begins)])
    _expect(_at(text, ends + 3) == ord(">"))
    _expect(ends > names_end)
    _expect(ends[:-1] < begins[1:])
    found.rows.append(rows[full])
    found.columns.append(columns[full])
    found.numbers.append(_numbers(found, block, text, tags, cells, names_end, ends))


def _expect(true: NDArray[np.bool_] | list[bool]) -> None:
    if not np.all(true):
        raise UnusualError


def _at(text: Text, places: Places) -> Text:
    """The letters of a text in these places; its first or its last for places outside."""
    return text.take(places, mode="clip")


def _places(text: Text, at: Places) -> tuple[NDArray[np.int32], NDArray[np.int32], Places]:
    """The rows and columns that the names beginning in these places tell, and where the names end."""
    columns, at = _read(text, at, "A", 26, _LETTERS)
    rows, ends = _whole_numbers(text, at, _DIGITS)
    _expect(columns > 0)
    _expect(rows > 0)
    _expect(_at(text, ends) == ord('"'))
    return rows, columns, ends


def _whole_numbers(text: Text, at: Places, most: int) -> tuple[NDArray[np.int32], Places]:
    """The whole numbers of at most so many digits that begin in these places, and where they end."""
    return _read(text, at, "0", 10, most)


def _numbers(
    found: _Found, block: bytes, text: Text, tags: Places, cells: Places, names_end: Places, ends: Places
) -> NDArray[np.int32]:
    """The number of each cell: the index of its shared text, else one that cells of the same text have got."""
    values, values_end = tags[cells + 1], tags.take(cells + 2, mode="clip")
    shared = tags.take(cells + 3, mode="clip") == ends
    for offset, letter in enumerate(_SHARED, start=-len(_SHARED)):
        shared &= _at(text, values + offset) == letter
    shared &= (_at(text, values + 1) == ord("v")) & (_at(text, values + 2) == ord(">"))
    numbers, numbers_end = _whole_numbers(text, values + len("<v>"), _INDEX_DIGITS)
    shared &= (numbers_end == values_end) & (numbers_end > values + len("<v>"))
    others = np.flatnonzero(~shared)
    if len(others):
        texts = found.texts
        spans = zip((names_end[others] + 1).tolist(), ends[others].tolist(), strict=True)
        numbers[others] = [EMPTY - 1 - texts[block[start:end]] for start, end in spans]
    return numbers


def _read(text: Text, at: Places, first: str, base: int, most: int) -> tuple[NDArray[np.int32], Places]:
    """What at most so many signs from these places count for, and where they end; `first` is "0", or "A" that counts one."""
    counted = np.zeros(len(at), dtype=np.int32)
    reading = np.ones(len(at), dtype=np.bool_)
    least = int(first == "A")
    for _ in range(most):
        signs = _at(text, at) - ord(first)
        reading &= signs < base
        if not reading.any():
            break
        counted = np.where(reading, counted * base + signs + least, counted)
        at = at + reading
    return counted, at
